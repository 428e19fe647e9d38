//! Gates: a component that pays only if another one has reached its attainment.

use super::{Ledger, PayAccountAt, PlanAt};
use crate::engine::time::INSTANT;
use crate::money::cents;

/// The attainment of another account without which an account pays nothing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Gate {
    /// Whose attainment it is.
    pub by: PayAccountAt,
    /// What it has to reach, credit over quota.
    pub at: f64,
}

/// A period of a plan.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Opened {
    start: f64,
    end: f64,
    /// Since when what counts together with it has counted: its start, or that of the year.
    since: f64,
    /// Whether its end was the end of what counts together.
    pub(super) is_closed: bool,
}

impl Ledger {
    /// A period of a plan is open from `start` to `end` (hours): by it gates know how far others are.
    pub fn opens(&mut self, plan: PlanAt, start: f64, end: f64) {
        let all = self.periods.entry(plan).or_default();
        let since = all.last().filter(|before| !before.is_closed).map_or(start, |before| before.since);
        all.push(Opened { start, end, since, is_closed: false });
    }

    /// Whether an account pays at all, settled at `until`: the other account is taken as it stands on that day, with the quota for its
    /// time so far.
    pub(super) fn is_gate_open(&self, account: PayAccountAt, until: f64) -> bool {
        let Some(gate) = self.accounts[account].gate else { return true };
        self.has_reached(gate, until)
    }

    /// Whether a gate is open at a time.
    pub fn has_reached(&self, gate: Gate, until: f64) -> bool {
        let (credit, quota) = self.stands(gate.by, until);
        cents::reach(credit, gate.at * quota)
    }

    /// Credit and quota of an account in its period, or year, at a time; of objectives what was granted, of all. Whoever has yet to begin
    /// has reached nothing.
    fn stands(&self, account: PayAccountAt, until: f64) -> (f64, f64) {
        let other = &self.accounts[account];
        if let Some(granted) = other.payout.granted() {
            return (granted, 1.0);
        }
        let is_settled = |at: f64| if other.is_closed { at <= until + INSTANT } else { (at - until).abs() <= INSTANT };
        if let Some(settled) = other.settled.filter(|settled| is_settled(settled.at)) {
            return (settled.credit, settled.reckoning.quota());
        }
        let nothing = (0.0, f64::INFINITY);
        let Some(all) = self.periods.get(&other.plan) else { return nothing };
        let Some(period) = all.iter().rfind(|period| period.start < until - INSTANT) else { return nothing };
        let together = all.iter().filter(|before| before.since == period.since && before.start < until);
        let share: f64 = together.map(|before| other.share_until(before.start, before.end, until.min(before.end))).sum();
        if share <= 0.0 {
            return nothing;
        }
        let sums = self.sums_between(account, period.since, until);
        (sums.credit, self.reckoning(account, share, &sums, true).quota())
    }
}
