//! Deals that were made, replayed through a pay plan: who would have been credited and paid what, period by period.
//!
//! Nothing is simulated and nothing is drawn. The books are those of a simulated world ([`Ledger`](super::ledger::Ledger)): deals are credited and taken back
//! in the order of their dates, periods are settled as they end, and a period that the replayed span cuts off is accrued. All times are
//! hours since the beginning of the span, all amounts EUR.

mod books;

use super::ledger::Due;
use super::payout::{Debts, Payout};
use crate::engine::time::INSTANT;
use crate::scenario::pay::{Credit, PayPlan};
use books::Books;

/// A plan and its periods.
#[derive(Debug, Clone, PartialEq)]
pub struct Terms {
    /// The plan.
    pub plan: PayPlan,
    /// How many periods make a year: quotas and pay at target are dealt out by it.
    pub periods_per_year: f64,
    /// Where periods begin and end; the first begins at 0 or before, the last ends with the span or after it.
    pub bounds: Vec<f64>,
    /// Where fiscal years begin, for plans that go by the year to date.
    pub years: Vec<f64>,
    /// Beginning and end of extra pay.
    pub extra: Option<(f64, f64)>,
}

/// A part of somebody's variable pay.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// Position of its terms.
    pub terms: usize,
    /// Number of the team.
    pub team: usize,
    /// What it pays at target, EUR a year, before the `scale` of its plan.
    pub target: f64,
    /// Position of the part by whose attainment its gate goes, if it is another one.
    pub gate_by: Option<usize>,
}

/// Somebody in a role, from one day to another.
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    /// What their variable pay is made of: the plan itself first, then its components.
    pub parts: Vec<Part>,
    /// Pay whatever is sold, EUR a year.
    pub base: f64,
    /// Bookings that they are expected to make, EUR a year; the plan's `quota` multiplies it.
    pub bookings_target: f64,
    /// Whether that is a quota of their own: where meetings or opportunities count, it is their number a year.
    pub has_own_quota: bool,
    /// When they joined; 0 for those who were there before, of whose first period only what is in the span counts.
    pub joined: f64,
    /// When they left; infinity for those who stay.
    pub left: f64,
    /// Share of the pay for objectives that was granted to them, where it is not the plan's.
    pub granted: Option<f64>,
    /// Position of the member that they were before: what that one owes is taken over.
    pub was: Option<usize>,
}

/// What somebody is credited for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Kind {
    /// A deal with a new customer.
    New,
    /// A deal with a customer who had bought before.
    Existing,
    /// A deal of which neither is known: it counts as both.
    Deal,
    /// A customer's decision whether to stay, and what was up for renewal, EUR; the value is what was renewed.
    Renewal(f64),
    /// A meeting held.
    Meeting,
    /// An opportunity that was accepted.
    Opportunity,
}

/// A deal that was made, or what else counts.
#[derive(Debug, Clone, PartialEq)]
pub struct Sale {
    /// What it is.
    pub kind: Kind,
    /// When.
    pub at: f64,
    /// What the customer pays, EUR.
    pub value: f64,
    /// Discount on the list price, as a share.
    pub discount: f64,
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
    /// Credit by the plan itself, without what was taken back.
    pub credit: f64,
    /// Its quotas of all periods, for the time that they were there.
    pub quota: f64,
    /// The same two where the plan itself counts meetings or opportunities, and not EUR.
    pub counted: (f64, f64),
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
        let ratio = |credit: f64, quota: f64| (quota > 0.0).then(|| credit / quota);
        ratio(self.credit, self.quota).or(ratio(self.counted.0, self.counted.1))
    }

    /// Adds what another was credited and paid.
    pub fn add(&mut self, other: &Self) {
        self.credit += other.credit;
        self.quota += other.quota;
        self.counted.0 += other.counted.0;
        self.counted.1 += other.counted.1;
        self.base += other.base;
        self.pay += other.pay;
        self.owed.add(other.owed);
    }

    /// Takes what was due for a part of the pay; `base` is the pay of a whole period whatever is sold.
    fn take(&mut self, due: &Due, part: usize, is_counted: bool, base: f64) {
        if part == 0 {
            let (credit, quota) = if is_counted { (&mut self.counted.0, &mut self.counted.1) } else { (&mut self.credit, &mut self.quota) };
            *credit += due.credit - due.credit_back;
            *quota += due.quota;
            self.base += base * due.share;
        }
        self.pay += due.cost;
    }
}

/// What was due to a member for a period.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PeriodDue {
    /// Position of the member.
    pub member: usize,
    /// Which part of their pay: 0 for the plan itself, 1 for the first of its components.
    pub part: usize,
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

impl Replay {
    /// Replays the deals with their values multiplied by `factor`.
    pub fn run(&self, factor: f64) -> Replayed {
        Books::open(self, factor).replayed()
    }
}

impl Terms {
    /// What the plan pays a member for a whole period.
    fn payout(&self, member: &Member, part: &Part) -> Payout {
        let periods = self.periods_per_year;
        let plan = match member.granted {
            Some(granted_share) if self.plan.credit == Credit::Objectives => &PayPlan { granted_share, ..self.plan.clone() },
            _ => &self.plan,
        };
        let counts_own = member.has_own_quota && plan.credit.is_counted();
        let quota = if counts_own { member.bookings_target / periods } else { plan.quota_of(member.bookings_target, periods) };
        Payout::new(plan, part.target / periods, quota)
    }

    /// How much a sale is credited under the plan, with its value multiplied by `factor`: EUR, or how often it counts.
    fn credit(&self, sale: &Sale, factor: f64) -> f64 {
        let value = match (self.plan.credit, sale.kind) {
            (Credit::Meetings, Kind::Meeting) | (Credit::Accepted, Kind::Opportunity) => return factor,
            (Credit::Retention, Kind::Renewal(_)) => return factor * sale.value,
            (Credit::Bookings, _) => factor * sale.value,
            (Credit::Margin, _) => factor * sale.margin.unwrap_or(0.0),
            _ => return 0.0,
        };
        if self.is_credited(sale.kind) { value * self.plan.band(factor * sale.value, sale.discount) } else { 0.0 }
    }

    /// Whether deals of a kind are credited.
    fn is_credited(&self, kind: Kind) -> bool {
        match kind {
            Kind::Meeting | Kind::Opportunity | Kind::Renewal(_) => false,
            Kind::Deal => true,
            Kind::New => self.plan.counts(true),
            Kind::Existing => self.plan.counts(false),
        }
    }

    /// What is paid on top for a whole sale, EUR.
    fn extra(&self, sale: &Sale, factor: f64) -> f64 {
        let is_on = self.extra.is_some_and(|(from, to)| (from..to).contains(&sale.at));
        let (per_price, each) = match (self.plan.credit, sale.kind) {
            (Credit::Meetings, Kind::Meeting) | (Credit::Accepted, Kind::Opportunity) => (0.0, factor),
            (credit, kind) if credit.is_of_deals() && self.credit(sale, factor) > 0.0 && self.is_credited(kind) => {
                (factor * sale.value, 1.0)
            }
            _ => return 0.0,
        };
        if is_on { self.plan.scale * (self.plan.extra_share * per_price + self.plan.extra_each * each) } else { 0.0 }
    }

    /// Whether a period is the last that counts together with those before it: a fiscal year ends in it.
    fn closes(&self, (start, end): (f64, f64)) -> bool {
        // Beginnings of fiscal years up to a time.
        let begun = |at: f64| self.years.partition_point(|year| *year <= at + INSTANT);
        !self.plan.year_to_date || begun(start) != begun(end)
    }
}

#[cfg(test)]
mod tests;
