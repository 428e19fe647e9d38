//! Deals that were made, replayed through a pay plan: who would have been credited and paid what, period by period.
//!
//! Nothing is simulated and nothing is drawn. The books are those of a simulated world ([`Ledger`]): deals are credited and taken back
//! in the order of their dates, periods are settled as they end, and a period that the replayed span cuts off is accrued. All times are
//! hours since the beginning of the span, all amounts EUR.

use super::ledger::{Cause, Due, Ledger, PayAccountAt, PlanAt, TeamAt};
use super::payout::{Debts, Payout};
use crate::measure::Seat;
use crate::scenario::pay::{Credit, PayPlan};

/// A plan and its periods.
#[derive(Debug, Clone, PartialEq)]
pub struct Terms {
    /// The plan.
    pub plan: PayPlan,
    /// How many periods make a year: quotas and pay at target are dealt out by it.
    pub periods_per_year: f64,
    /// Where periods begin and end; the first begins at 0 or before, the last ends with the span or after it.
    pub bounds: Vec<f64>,
}

/// Somebody in a role, from one day to another.
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    /// Position of their terms.
    pub terms: usize,
    /// Number of their team.
    pub team: usize,
    /// What they earn at target, base and variable, EUR a year.
    pub on_target_earnings: f64,
    /// Bookings that they are expected to make, EUR a year; the plan's `quota` multiplies it.
    pub bookings_target: f64,
    /// When they joined; 0 for those who were there before, of whose first period only what is in the span counts.
    pub joined: f64,
    /// When they left; infinity for those who stay.
    pub left: f64,
}

/// A deal that was made.
#[derive(Debug, Clone, PartialEq)]
pub struct Sale {
    /// When.
    pub at: f64,
    /// What the customer pays, EUR.
    pub value: f64,
    /// Our margin, EUR, where it is known.
    pub margin: Option<f64>,
    /// When the customer left or had the money back.
    pub taken_back: Option<f64>,
    /// Who is credited with which share: positions of members.
    pub shares: Vec<(usize, f64)>,
}

/// Deals, people and plans to be replayed.
#[derive(Debug, Clone, PartialEq)]
pub struct Replay {
    /// The plans.
    pub terms: Vec<Terms>,
    /// The people.
    pub members: Vec<Member>,
    /// The deals.
    pub sales: Vec<Sale>,
    /// End of the span.
    pub until: f64,
}

/// What somebody was credited and paid over the span.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Earned {
    /// Credit, without what was taken back.
    pub credit: f64,
    /// Quotas of all periods, for the time that they were there.
    pub quota: f64,
    /// Base pay.
    pub base: f64,
    /// Variable pay that was due; what is still owed of pay taken back is taken off.
    pub pay: f64,
    /// What is owed at the end.
    pub owed: Debts,
}

impl Earned {
    /// Credit over quota, where there is a quota.
    pub fn attainment(&self) -> Option<f64> {
        (self.quota > 0.0).then(|| self.credit / self.quota)
    }

    /// Adds what another was credited and paid.
    pub fn add(&mut self, other: &Self) {
        self.credit += other.credit;
        self.quota += other.quota;
        self.base += other.base;
        self.pay += other.pay;
        self.owed.taken_back += other.owed.taken_back;
        self.owed.advanced += other.owed.advanced;
    }

    fn take(&mut self, due: &Due, base: f64) {
        self.credit += due.credit - due.credit_back;
        self.quota += due.quota;
        self.base += base * due.share;
        self.pay += due.cost;
        self.owed = due.settlement.debts;
    }
}

/// What was due to a member for a period.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PeriodDue {
    /// Position of the member.
    pub member: usize,
    /// Beginning and end of the period; of what is settled after somebody left, the time itself.
    pub period: (f64, f64),
    /// Whether the span ends within the period.
    pub is_accrued: bool,
    /// What was due.
    pub due: Due,
}

/// The books after a replay.
#[derive(Debug, Clone, PartialEq)]
pub struct Replayed {
    /// By member.
    pub earned: Vec<Earned>,
    /// By period and member, in the order of time.
    pub dues: Vec<PeriodDue>,
    /// Whether credit and pay by line are credit and pay by account.
    pub balances: bool,
}

impl Replayed {
    /// All members together.
    pub fn total(&self) -> Earned {
        let mut total = Earned::default();
        self.earned.iter().for_each(|earned| total.add(earned));
        total
    }

    /// By what the values of these deals have to be multiplied for the credit of all together to be this share of their quotas as they
    /// were here: a ratchet moves those of later periods with what is sold. None where nothing was credited.
    pub fn factor_for(&self, attainment: f64) -> Option<f64> {
        let reached = self.total().attainment().filter(|reached| *reached > 0.0)?;
        Some(attainment / reached)
    }
}

/// What happens; at equal times in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Event {
    PeriodEnds { terms: usize, period: usize },
    Signed(usize),
    TakenBack(usize),
}

impl Replay {
    /// Replays the deals with their values multiplied by `factor`.
    pub fn run(&self, factor: f64) -> Replayed {
        let mut books =
            Books { replay: self, ledger: self.opened(), earned: vec![Earned::default(); self.members.len()], dues: Vec::new() };
        for (at, event) in self.events() {
            match event {
                Event::PeriodEnds { terms, period } => books.settle(terms, period),
                Event::Signed(sale) => books.credit(sale, factor),
                Event::TakenBack(sale) => books.take_back(sale, at),
            }
            books.take_late();
        }
        books.closed()
    }

    fn opened(&self) -> Ledger {
        let mut ledger = Ledger::default();
        for (number, member) in self.members.iter().enumerate() {
            let payout = self.terms[member.terms].payout(member);
            let (plan, team) = (PlanAt::from(member.terms), TeamAt::from(member.team));
            let account = ledger.open(Seat::from(number), None, plan, team, payout, member.joined);
            if member.left.is_finite() {
                ledger.leaves(account, member.left);
            }
        }
        ledger
    }

    fn events(&self) -> Vec<(f64, Event)> {
        let mut events = Vec::new();
        for (terms, Terms { bounds, .. }) in self.terms.iter().enumerate() {
            let ends = bounds.iter().skip(1).enumerate().filter(|(_, end)| **end <= self.until);
            events.extend(ends.map(|(period, end)| (*end, Event::PeriodEnds { terms, period })));
        }
        for (number, sale) in self.sales.iter().enumerate().filter(|(_, sale)| (0.0..self.until).contains(&sale.at)) {
            events.push((sale.at, Event::Signed(number)));
            let back = sale.taken_back.filter(|back| (sale.at..self.until).contains(back));
            events.extend(back.map(|back| (back, Event::TakenBack(number))));
        }
        events.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        events
    }
}

impl Terms {
    /// What the plan pays a member for a whole period.
    fn payout(&self, member: &Member) -> Payout {
        let (target, periods) = (member.on_target_earnings, self.periods_per_year);
        Payout::new(&self.plan, self.plan.variable_of(target, periods), self.plan.quota_of(member.bookings_target, periods))
    }

    fn base(&self, member: &Member) -> f64 {
        self.plan.base_of(member.on_target_earnings, self.periods_per_year)
    }

    /// What a deal is credited with under the plan.
    fn credit(&self, sale: &Sale) -> f64 {
        match self.plan.credit {
            Credit::Bookings => sale.value,
            Credit::Margin => sale.margin.unwrap_or(0.0),
            Credit::MutualValue => 0.0,
        }
    }
}

/// The books while deals are replayed.
struct Books<'r> {
    replay: &'r Replay,
    ledger: Ledger,
    earned: Vec<Earned>,
    dues: Vec<PeriodDue>,
}

impl Books<'_> {
    fn credit(&mut self, number: usize, factor: f64) {
        let sale = &self.replay.sales[number];
        for &(member, share) in &sale.shares {
            let credit = factor * share * self.replay.terms[self.replay.members[member].terms].credit(sale);
            self.ledger.credit(number as u64, PayAccountAt::from(member), sale.at, Cause::Signed, credit, 0.0);
        }
    }

    fn take_back(&mut self, number: usize, at: f64) {
        let (terms, hours) = (&self.replay.terms, at - self.replay.sales[number].at);
        self.ledger.take_back(number as u64, at, |account| terms[usize::from(account.plan)].plan.clawback_after(hours));
    }

    fn settle(&mut self, terms: usize, period: usize) {
        let bounds = self.period(terms, period);
        let dues = self.ledger.settle(PlanAt::from(terms), bounds.0, bounds.1);
        self.take(dues, bounds, false);
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
            let member = usize::from(due.account);
            let of = &self.replay.members[member];
            self.earned[member].take(&due, self.replay.terms[of.terms].base(of));
            self.dues.push(PeriodDue { member, period, is_accrued, due });
        }
    }

    /// The period that the span cuts off is accrued.
    fn closed(mut self) -> Replayed {
        for (number, terms) in self.replay.terms.iter().enumerate() {
            let cut = terms.bounds.windows(2).position(|period| period[0] < self.replay.until && self.replay.until < period[1]);
            if let Some(period) = cut {
                let bounds = self.period(number, period);
                let dues = self.ledger.dues(PlanAt::from(number), bounds.0, bounds.1, self.replay.until);
                self.take(dues, bounds, true);
            }
        }
        let same = |(a, b): (f64, f64)| (a - b).abs() <= 0.01 + 1e-9 * a.abs().max(b.abs());
        let balances = same(self.ledger.credit_twice()) && same(self.ledger.earned_twice());
        Replayed { earned: self.earned, dues: self.dues, balances }
    }
}

#[cfg(test)]
mod tests;
