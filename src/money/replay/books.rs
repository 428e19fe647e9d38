//! The books while deals are replayed.

use super::{Earned, Kind, PeriodDue, Replay, Replayed};
use crate::measure::Seat;
use crate::money::ledger::{Cause, Due, Gate, Ledger, PayAccountAt, PlanAt, TeamAt};
use crate::scenario::pay::Credit;

/// What happens; at equal times in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Event {
    PeriodEnds { terms: usize, period: usize },
    Signed(usize),
    TakenBack(usize),
}

/// The books while deals are replayed.
pub(super) struct Books<'r> {
    replay: &'r Replay,
    factor: f64,
    ledger: Ledger,
    /// The accounts of each member, by part.
    accounts: Vec<Vec<PayAccountAt>>,
    /// Member and part of each account.
    holders: Vec<(usize, usize)>,
    earned: Vec<Earned>,
    dues: Vec<PeriodDue>,
}

impl<'r> Books<'r> {
    /// Opens the accounts of all members.
    pub(super) fn open(replay: &'r Replay, factor: f64) -> Self {
        let earned = vec![Earned::default(); replay.members.len()];
        let mut books =
            Self { replay, factor, ledger: Ledger::default(), accounts: Vec::new(), holders: Vec::new(), earned, dues: Vec::new() };
        (0..replay.members.len()).for_each(|member| books.open_accounts(member));
        (0..replay.members.len()).for_each(|member| books.take_over(member));
        for terms in 0..replay.terms.len() {
            books.opens(terms, 0);
        }
        books
    }

    fn open_accounts(&mut self, number: usize) {
        let member = &self.replay.members[number];
        let mut accounts = Vec::new();
        for (place, part) in member.parts.iter().enumerate() {
            let payout = self.replay.terms[part.terms].payout(member, part);
            let (plan, team) = (PlanAt::from(part.terms), TeamAt::from(part.team));
            let account = self.ledger.open(Seat::from(number), None, plan, team, payout, member.joined);
            if member.left.is_finite() {
                self.ledger.leaves(account, member.left);
            }
            self.holders.push((number, place));
            accounts.push(account);
        }
        for (part, &account) in member.parts.iter().zip(&accounts) {
            let gate = part.gate_by.map(|by| Gate { by: accounts[by], at: self.replay.terms[part.terms].plan.gate });
            self.ledger.accounts[account].gate = gate;
        }
        self.accounts.push(accounts);
    }

    /// Whoever changes their role or plan takes over what they owe: by the same plan where they are still paid by it.
    fn take_over(&mut self, number: usize) {
        let Some(before) = self.replay.members[number].was else { return };
        let plan_of = |books: &Self, account: PayAccountAt| books.ledger.accounts[account].plan;
        for &from in &self.accounts[before] {
            let same = self.accounts[number].iter().find(|&&to| plan_of(self, to) == plan_of(self, from));
            let to = same.or(self.accounts[number].first()).copied();
            self.ledger.accounts[from].passes_to = to;
        }
    }

    fn opens(&mut self, terms: usize, period: usize) {
        if let [start, end, ..] = self.replay.terms[terms].bounds[period..] {
            self.ledger.opens(PlanAt::from(terms), start, end);
        }
    }

    /// Everything that happens in the span.
    pub(super) fn replayed(mut self) -> Replayed {
        for (at, event) in events(self.replay) {
            match event {
                Event::PeriodEnds { terms, period } => self.settle(terms, period),
                Event::Signed(sale) => self.credit(sale),
                Event::TakenBack(sale) => self.take_back(sale, at),
            }
            self.take_late();
        }
        self.closed()
    }

    fn credit(&mut self, number: usize) {
        let sale = &self.replay.sales[number];
        for &(member, share) in &sale.shares {
            for (place, part) in self.replay.members[member].parts.iter().enumerate() {
                let terms = &self.replay.terms[part.terms];
                let (credit, on_top) = (share * terms.credit(sale, self.factor), share * terms.extra(sale, self.factor));
                let (deal, account) = (number as u64, self.accounts[member][place]);
                match (terms.plan.credit, sale.kind) {
                    (Credit::Retention, Kind::Renewal(due)) => {
                        self.ledger.renew(deal, account, sale.at, self.factor * share * due, credit);
                    }
                    (Credit::Meetings, Kind::Meeting) => self.ledger.count(deal, account, sale.at, Cause::Met, credit, on_top),
                    (Credit::Accepted, Kind::Opportunity) => self.ledger.count(deal, account, sale.at, Cause::Accepted, credit, on_top),
                    _ => self.ledger.credit(deal, account, sale.at, Cause::Signed, credit, on_top),
                }
            }
        }
    }

    fn take_back(&mut self, number: usize, at: f64) {
        let (terms, hours) = (&self.replay.terms, at - self.replay.sales[number].at);
        self.ledger.take_back(number as u64, at, |account| terms[usize::from(account.plan)].plan.clawback_after(hours));
    }

    fn settle(&mut self, terms: usize, period: usize) {
        let bounds = self.period(terms, period);
        let closes = self.replay.terms[terms].closes(bounds);
        let dues = self.ledger.settle(PlanAt::from(terms), bounds.0, bounds.1, closes);
        self.take(dues, bounds, false);
        self.opens(terms, period + 1);
    }

    fn period(&self, terms: usize, period: usize) -> (f64, f64) {
        let bounds = &self.replay.terms[terms].bounds;
        (bounds[period], bounds[period + 1])
    }

    fn take_late(&mut self) {
        for due in self.ledger.take_late() {
            self.take(vec![due], (due.at, due.at), false);
        }
    }

    fn take(&mut self, dues: Vec<Due>, period: (f64, f64), is_accrued: bool) {
        for due in dues {
            let (member, part) = self.holders[usize::from(due.account)];
            let who = &self.replay.members[member];
            let terms = &self.replay.terms[who.parts[part].terms];
            self.earned[member].take(&due, part, terms.plan.credit.is_counted(), who.base / terms.periods_per_year);
            self.dues.push(PeriodDue { member, part, period, is_accrued, due });
        }
    }

    /// The period that the span cuts off is accrued.
    fn closed(mut self) -> Replayed {
        let mut accrued = Vec::new();
        for (number, terms) in self.replay.terms.iter().enumerate() {
            let cut = terms.bounds.windows(2).position(|period| period[0] < self.replay.until && self.replay.until < period[1]);
            if let Some(period) = cut {
                let bounds = self.period(number, period);
                let dues = self.ledger.dues(PlanAt::from(number), bounds.0, bounds.1, self.replay.until);
                accrued.extend(dues.iter().map(|due| (due.account, due.settlement.debts)));
                self.take(dues, bounds, true);
            }
        }
        // What is owed in the end: as accrued, else as settled last.
        for (number, (member, _)) in self.holders.iter().enumerate() {
            let account = PayAccountAt::from(number);
            let found = accrued.iter().find(|(of, _)| *of == account).map_or(self.ledger.accounts[account].debts, |(_, debts)| *debts);
            self.earned[*member].owed.add(found);
        }
        let same = |(a, b): (f64, f64)| (a - b).abs() <= 0.01 + 1e-9 * a.abs().max(b.abs());
        let balances = same(self.ledger.credit_twice()) && same(self.ledger.earned_twice());
        Replayed { earned: self.earned, dues: self.dues, balances }
    }
}

fn events(replay: &Replay) -> Vec<(f64, Event)> {
    let mut events = Vec::new();
    for (terms, of_terms) in replay.terms.iter().enumerate() {
        let ends = of_terms.bounds.iter().skip(1).enumerate().filter(|(_, end)| **end <= replay.until);
        events.extend(ends.map(|(period, end)| (*end, Event::PeriodEnds { terms, period })));
    }
    for (number, sale) in replay.sales.iter().enumerate().filter(|(_, sale)| (0.0..replay.until).contains(&sale.at)) {
        events.push((sale.at, Event::Signed(number)));
        let back = sale.taken_back.filter(|back| (sale.at..replay.until).contains(back));
        events.extend(back.map(|back| (back, Event::TakenBack(number))));
    }
    events.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    events
}
