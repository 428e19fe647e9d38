//! The books of pay: who was credited how much for which deal, when, and what of it was paid and taken back.
//!
//! Everybody who ever held a seat has an account for each part of their pay, from the day they join to the day they leave. A deal
//! writes lines: what it credits to an account, what it pays on top, what is taken back. A period of a plan is settled from the lines that fall into it. What is
//! taken back is what was credited, from whoever was credited: as credit while the period is open, and as the pay that it earned once
//! the period has been settled. Pay is told line by line in the order of the lines: each line earns what it added.

mod gate;
mod settling;
mod to_date;

use super::payout::{Debts, Payout};
use crate::engine::{Table, positions};
pub use crate::measure::PayCause as Cause;
use crate::measure::Seat;
pub use gate::Gate;
use gate::Opened;
pub use settling::Due;
use settling::{Reckoning, TeamPeriod, TeamPeriodAt};
use std::collections::BTreeMap;
use to_date::ToDate;

positions! {
    /// A pay plan in use.
    PlanAt: u16;
    /// People whose credit is put together.
    TeamAt: u16;
    /// The account of somebody in a seat.
    PayAccountAt: u32;
    /// A line of the books.
    LineAt: u32;
}

/// A line of the books. Amounts are EUR; the credit for a meeting or an opportunity is their number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Line {
    /// Number of the deal.
    pub deal: u64,
    /// Whose it is.
    pub account: PayAccountAt,
    /// When (hours).
    pub at: f64,
    /// Why.
    pub cause: Cause,
    /// Credit that counts in the period in which the line falls; negative where credit of that period is taken back.
    pub credit: f64,
    /// Credit of earlier periods that is taken back: it does not count against this period's quota.
    pub credit_back: f64,
    /// Paid on top, whatever the attainment; negative where it is taken back.
    pub on_top: f64,
    /// What was up for renewal, EUR: what a quota for retention is a share of.
    pub up_for_renewal: f64,
    /// Pay of earlier periods that is taken back.
    pub pay_back: f64,
    /// What the credit earned its account, as far as pay goes by own credit: known once the period is settled.
    pub earned: f64,
    /// What stands behind it in the team's pay, once the period is settled.
    team: Option<(TeamPeriodAt, f64)>,
    /// Whether its period is settled.
    is_settled: bool,
}

/// Somebody in a seat, from the day they join to the day they leave.
#[derive(Debug, Clone, PartialEq)]
pub struct PayAccount {
    /// The seat.
    pub seat: Seat,
    /// Which of those who have held it, from 1.
    pub holder: u16,
    /// By which plan they are paid.
    pub plan: PlanAt,
    /// In which pay team.
    pub team: TeamAt,
    /// When they joined (hours); for those who are there from the start, the beginning of the books: what was before is in no books.
    pub joined: f64,
    /// When they left (hours); infinity while they are there.
    pub left: f64,
    /// What a whole period pays.
    pub payout: Payout,
    /// What they owe.
    pub debts: Debts,
    /// Who takes over what they owe when they leave: their own account in another role.
    pub passes_to: Option<PayAccountAt>,
    /// Credit in the open period, EUR.
    pub credit: f64,
    /// Which part of the pay it is: 0 the plan itself, 1 the first of its components.
    pub part: u8,
    /// Whether its attainment is that of a quota in EUR.
    pub is_in_eur: bool,
    /// The attainment of another account without which this one pays nothing.
    pub gate: Option<Gate>,
    first_quota: f64,
    /// Quotas of the periods to come, as shares of the whole, until somebody new has all of it; the next is the last.
    ramping: Vec<f64>,
    open: Vec<LineAt>,
    /// What was settled of a year that is still open.
    to_date: ToDate,
    /// When it was settled last, with what for how much time.
    settled: Option<Settled>,
    is_closed: bool,
}

/// How an account stood when it was settled.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Settled {
    at: f64,
    credit: f64,
    reckoning: Reckoning,
}

impl PayAccount {
    /// Part of a period in which they are there.
    pub fn share_of(&self, start: f64, end: f64) -> f64 {
        self.share_until(start, end, end)
    }

    /// Takes the quota of the next period of a ramp; whether there is one.
    fn quota_goes_on(&mut self) -> bool {
        let next = self.ramping.pop();
        if let Some(share) = next {
            self.payout = self.payout.with_quota(share * self.first_quota);
        }
        next.is_some()
    }

    fn share_until(&self, start: f64, end: f64, until: f64) -> f64 {
        if self.joined <= start && self.left >= until && until >= end {
            return 1.0;
        }
        ((self.left.min(until) - self.joined.max(start)) / (end - start)).clamp(0.0, 1.0)
    }

    /// Time on board, in periods, of somebody who stays to the end of the open period; where the year counts, of what is open of it until
    /// then. A whole period for whoever is not there.
    pub fn share_in(&self, start: f64, end: f64) -> f64 {
        let share = self.to_date.share + self.share_of(start, end);
        if share > 0.0 { share } else { 1.0 }
    }
}

/// What one of ours has to do with a deal.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Contributor {
    /// Whose part it is.
    pub account: PayAccountAt,
    /// Share of the credit, of 1.
    pub share: f64,
    /// Hours worked on it.
    pub hours: f64,
    /// Credit that waits for the delivery, EUR.
    pub deferred: f64,
    /// How many times the deal is credited: by its band, and by whether the customer was new.
    pub times: f64,
}

/// A deal, as far as pay goes.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Deal {
    /// Those who were on it when it was signed, the owner first, by the plan itself.
    pub parts: Vec<Contributor>,
    /// The same by the components of their pay.
    pub components: Vec<Contributor>,
    lines: Vec<LineAt>,
    is_taken_back: bool,
}

/// The books of one world.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Ledger {
    /// All accounts, in the order in which they were opened.
    pub accounts: Table<PayAccountAt, PayAccount>,
    /// All lines, in the order in which they were written.
    pub lines: Table<LineAt, Line>,
    deals: BTreeMap<u64, Deal>,
    /// Those with an open period.
    active: Vec<PayAccountAt>,
    team_periods: Table<TeamPeriodAt, TeamPeriod>,
    /// The periods of each plan so far, the open one last.
    periods: BTreeMap<PlanAt, Vec<Opened>>,
    /// What was settled outside of any period, for those who had left.
    late: Vec<Due>,
    /// What was settled so far: credit; earned by the payouts, and by the lines.
    settled: (f64, f64, f64),
}

impl Ledger {
    /// Somebody joins: the first to hold a seat, or the one after `before`.
    pub fn open(
        &mut self,
        seat: Seat,
        before: Option<PayAccountAt>,
        plan: PlanAt,
        team: TeamAt,
        payout: Payout,
        joined: f64,
    ) -> PayAccountAt {
        let holder = before.map_or(1, |before| self.accounts[before].holder.saturating_add(1));
        let account = self.accounts.push_and_get_key(PayAccount {
            seat,
            holder,
            plan,
            team,
            joined,
            left: f64::INFINITY,
            payout,
            debts: Debts::default(),
            passes_to: None,
            credit: 0.0,
            part: 0,
            is_in_eur: true,
            gate: None,
            first_quota: payout.quota(),
            ramping: Vec::new(),
            open: Vec::new(),
            to_date: ToDate::default(),
            settled: None,
            is_closed: false,
        });
        self.active.push(account);
        account
    }

    /// Somebody whose account was opened before joins.
    pub fn joins(&mut self, account: PayAccountAt, now: f64) {
        self.accounts[account].joined = now;
    }

    /// The quota of somebody new follows their ramp: shares of the whole, period by period, from the one in which they join.
    pub fn quota_ramps(&mut self, account: PayAccountAt, shares: Vec<f64>) {
        let account = &mut self.accounts[account];
        account.ramping = shares;
        account.ramping.push(1.0);
        account.ramping.reverse();
        account.quota_goes_on();
    }

    /// Somebody goes on under another plan: the same person, who takes along what they owe.
    pub fn goes_on_as(&mut self, from: PayAccountAt, to: PayAccountAt) {
        self.accounts[to].holder = self.accounts[from].holder;
        self.accounts[from].passes_to = Some(to);
    }

    /// Somebody leaves: what is open is settled when their period ends.
    pub fn leaves(&mut self, account: PayAccountAt, now: f64) {
        self.accounts[account].left = now;
    }

    /// A deal, if anybody had to do with its signing.
    pub fn deal(&self, number: u64) -> Option<&Deal> {
        self.deals.get(&number)
    }

    /// A deal is signed by these.
    pub fn sign(&mut self, number: u64, parts: Vec<Contributor>, components: Vec<Contributor>) {
        self.deals.insert(number, Deal { parts, components, ..Deal::default() });
    }

    /// Credits an account, and pays it on top.
    pub fn credit(&mut self, deal: u64, account: PayAccountAt, at: f64, cause: Cause, credit: f64, on_top: f64) {
        if credit == 0.0 && on_top == 0.0 {
            return;
        }
        let line = self.write(Line { credit, on_top, ..Line::blank(deal, account, at, cause) });
        self.deals.entry(deal).or_default().lines.push(line);
    }

    /// Counts what was up for renewal, and what of it was renewed (EUR). No clawback touches it.
    pub fn renew(&mut self, deal: u64, account: PayAccountAt, at: f64, up_for_renewal: f64, renewed: f64) {
        self.write(Line { credit: renewed, up_for_renewal, ..Line::blank(deal, account, at, Cause::Renewed) });
    }

    /// Counts what is no deal: a meeting, an opportunity. No clawback touches it.
    pub fn count(&mut self, journey: u64, account: PayAccountAt, at: f64, cause: Cause, times: f64, on_top: f64) {
        self.write(Line { credit: times, on_top, ..Line::blank(journey, account, at, cause) });
    }

    fn write(&mut self, line: Line) -> LineAt {
        let at = self.lines.push_and_get_key(line);
        let account = &mut self.accounts[line.account];
        if account.is_closed {
            self.settle_late(at);
        } else {
            account.credit += line.credit;
            account.open.push(at);
        }
        at
    }

    /// What was credited and paid for a deal is taken back, once: of each account the share that `share` names. Pay that was settled is
    /// taken back at the rate at which it was paid; a loss that was charged is given back as well. The lines that this writes.
    pub fn take_back(&mut self, deal: u64, at: f64, share: impl Fn(&PayAccount) -> f64) -> &[Line] {
        let written = self.lines.len();
        if let Some(found) = self.deals.get_mut(&deal).filter(|deal| !deal.is_taken_back) {
            found.is_taken_back = true;
            for line in found.lines.clone() {
                let share = share(&self.accounts[self.lines[line].account]);
                if share > 0.0 {
                    self.take_line_back(line, at, share);
                }
            }
        }
        &self.lines.raw[written..]
    }

    fn take_line_back(&mut self, line: LineAt, at: f64, share: f64) {
        let original = self.lines[line];
        let (credit, on_top) = (share * original.credit, share * original.on_top);
        let blank = Line::blank(original.deal, original.account, at, Cause::TakenBack);
        if original.is_settled {
            let pay_back = share * (original.earned + original.on_top);
            self.write(Line { credit_back: credit, pay_back, ..blank });
            self.take_team_pay_back(&original, at, share);
        } else if credit != 0.0 || on_top != 0.0 {
            self.write(Line { credit: -credit, on_top: -on_top, ..blank });
        }
    }

    /// Everybody in the team was paid for it, so everybody pays back.
    fn take_team_pay_back(&mut self, original: &Line, at: f64, share: f64) {
        let Some((period, before)) = original.team else { return };
        for member in self.team_periods[period].members.clone() {
            let pay_back = share * member.earned_between(before, before + original.credit);
            if pay_back != 0.0 {
                self.write(Line { pay_back, ..Line::blank(original.deal, member.account, at, Cause::TakenBack) });
            }
        }
    }

    /// What was settled since the last call for those who had left before.
    pub fn take_late(&mut self) -> Vec<Due> {
        std::mem::take(&mut self.late)
    }

    /// Credit by line and by account, EUR: the same in books that balance.
    pub fn credit_twice(&self) -> (f64, f64) {
        let by_line: f64 = self.lines.iter().map(|line| line.credit - line.credit_back).sum();
        let open: f64 = self.active.iter().map(|&account| self.open_credit(account)).sum();
        (by_line, self.settled.0 + open)
    }

    /// What was earned in settled periods, EUR, by the plans and by the lines: the same in books that balance.
    pub fn earned_twice(&self) -> (f64, f64) {
        (self.settled.1, self.settled.2)
    }

    fn open_credit(&self, account: PayAccountAt) -> f64 {
        let account = &self.accounts[account];
        let back: f64 = account.open.iter().map(|&line| self.lines[line].credit_back).sum();
        account.credit - back
    }
}

impl Line {
    fn blank(deal: u64, account: PayAccountAt, at: f64, cause: Cause) -> Self {
        Self {
            deal,
            account,
            at,
            cause,
            credit: 0.0,
            credit_back: 0.0,
            on_top: 0.0,
            up_for_renewal: 0.0,
            pay_back: 0.0,
            earned: 0.0,
            team: None,
            is_settled: false,
        }
    }
}

#[cfg(test)]
mod tests;
