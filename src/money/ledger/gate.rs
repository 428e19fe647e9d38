//! Gates: a component that pays only if another one has reached its attainment.

use super::{Ledger, PayAccountAt, PlanAt};
use crate::money::cents;

/// An account was settled at a time if it was within this of it (hours): a numerical tolerance.
const AT_ONCE: f64 = 1e-6;

/// The attainment of another account without which an account pays nothing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Gate {
    /// Whose attainment it is.
    pub by: PayAccountAt,
    /// What it has to reach, credit over quota.
    pub at: f64,
}

impl Ledger {
    /// A period of a plan is open from `start` to `end` (hours): by it gates know how far others are.
    pub fn opens(&mut self, plan: PlanAt, start: f64, end: f64) {
        self.periods.insert(plan, (start, end));
    }

    /// Whether an account pays at all, settled at `until`: the other account is taken as it stands on that day, with the quota for its
    /// time so far.
    pub(super) fn is_gate_open(&self, account: PayAccountAt, until: f64) -> bool {
        let Some(gate) = self.accounts[account].gate else { return true };
        let (credit, quota) = self.stands(gate.by, until);
        cents::reach(credit, gate.at * quota)
    }

    /// Credit and quota of an account in its period, or year, at a time; of objectives what was granted, of all.
    fn stands(&self, account: PayAccountAt, until: f64) -> (f64, f64) {
        let other = &self.accounts[account];
        if let Some(granted) = other.payout.granted() {
            return (granted, 1.0);
        }
        let settled = other.settled.filter(|settled| other.is_closed || (settled.at - until).abs() <= AT_ONCE);
        if let Some(settled) = settled {
            return (settled.credit, settled.reckoning.quota());
        }
        let Some(&(start, end)) = self.periods.get(&other.plan) else { return (0.0, 0.0) };
        let share = other.to_date.share + other.share_until(start, end, until);
        let sums = self.sums(account, until);
        (sums.credit, self.reckoning(account, share, &sums, true).quota())
    }
}
