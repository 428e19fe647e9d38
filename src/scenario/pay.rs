//! The keys of incentive plans: what is credited, what a credit pays, when, and what is held back.

use super::customer::Time;
use super::keys::{Named, number, plain};
use super::provider::Role;
use super::whole::Scenario;
use crate::engine::time::{DAY, WEEK};
use jiff::civil::Date;

/// The plan of a role that names no other.
pub const STANDARD: &str = "standard";
/// The most components that a plan can have.
pub const MOST_COMPONENTS: usize = 16;
/// The most tiers, and the most bonuses, that a plan can have.
pub const MOST_TIERS: usize = 8;

crate::choices! {
    /// What a deal is credited with.
    pub enum Credit {
        /// Its price, when it is closed.
        Bookings = "bookings",
        /// Our margin as known at delivery.
        Margin = "margin",
        /// What both sides gained, as measured after delivery (adoption, renewal, a survey with noise).
        MutualValue = "mutual-value",
        /// What is renewed of what was up for renewal, for those who sold it and are still there; the quota is a share of it.
        Retention = "retention",
        /// Meetings held with customers: each counts 1 for whoever held it, the first for whoever found the dialogue too.
        Meetings = "meetings-held",
        /// Accepted opportunities: each counts 1 for the person who found the dialogue, or who qualified it where nobody did.
        Accepted = "opportunities-accepted",
        /// No measure of sales: a share of the pay that is granted for objectives.
        Objectives = "objectives",
    }
    /// Of which customers deals are credited.
    pub enum Customers {
        /// All.
        All = "all",
        /// Those who have bought nothing from us before.
        New = "new",
        /// Those who have.
        Existing = "existing",
    }
    /// By what bands of deals are told apart.
    pub enum Band {
        /// No bands.
        None = "none",
        /// The discount, as a share of the list price.
        Discount = "discount",
        /// The price, EUR.
        Price = "price",
    }
    /// How the credit of a deal is dealt to those of ours who worked on it.
    pub enum Split {
        /// All of it to whoever owns the customer at the decision.
        Owner = "owner",
        /// In equal parts to all who worked on it.
        Equal = "equal",
        /// By their hours on it.
        Hours = "hours",
    }
}

crate::sections! {
    /// An incentive plan: a base, and a variable part that goes by credit against a quota, period by period. As it stands it is a plain salary.
    pub struct PayPlan {
        /// Share of on-target earnings that is paid whatever is sold; the rest is the variable pay at target.
        base_share: f64 = 1.0 => number("share", 0.0, 1.0).plausible(0.4, 1.0);
        /// Variable pay at target on top of on-target earnings, as a share of them: a bonus that nobody gave up salary for.
        on_top_share: f64 = 0.0 => number("share", 0.0, 5.0).plausible(0.0, 0.3);
        /// What a deal is credited with, or what else counts.
        credit: Credit = Credit::Bookings => plain();
        /// Which deals are credited: with new customers, with existing customers, or both.
        customers: Customers = Customers::All => plain();
        /// What else the variable pay is made of: other plans by name, each of which pays its `weight` of it by its own measure, quota, rates and periods. What they leave is paid by this plan.
        components: Vec<String> = Vec::new() => plain();
        /// Share of the variable pay that is paid by this plan where it is a component of another.
        weight: f64 = 0.0 => number("share", 0.0, 1.0).plausible(0.05, 0.5);
        /// Length of a period: credit is counted from its start, and paid at its end. 13 weeks are a quarter of the fiscal calendar, 52 a year.
        period_weeks: f64 = 13.0 => number("weeks", 1.0, 520.0).plausible(4.0, 52.0).source("quarters, as is common in practice");
        /// Quota, as a multiple of the bookings that a person of the role is expected to make in the period (for a credit other than bookings, the credit that goes with them).
        quota: f64 = 1.0 => number("times", 0.001, 1000.0).plausible(0.3, 1.3);
        /// Quota in numbers a period, for a credit that counts: meetings held, opportunities accepted.
        quota_number: f64 = 0.0 => number("a period", 0.0, 1e6).plausible(5.0, 100.0);
        /// Whether the attainment is that of the fiscal year to date: each period pays what the year so far has earned, less what it has paid.
        year_to_date: bool = false => plain();
        /// Attainment below which nothing is paid; from there on all of it is. 0: no gate.
        gate: f64 = 0.0 => number("share of quota", 0.0, 1000.0).plausible(0.0, 1.0);
        /// Whose attainment the gate goes by: another of the plans that make up the pay, or `*` for the plan that this one is a component of; empty: its own.
        gate_plan: String = String::new() => plain();
        /// What the bands of deals are based on.
        band_by: Band = Band::None => plain();
        /// Where a band begins: discounts as shares, or prices in EUR; the first is 0.
        band_from: Vec<f64> = vec![0.0] => number("share or EUR", 0.0, 1e12);
        /// How many times a deal in the band is credited.
        band_rate: Vec<f64> = vec![1.0] => number("times", 0.0, 1000.0);
        /// Share of the pay at target that is granted for objectives, where they are what is credited.
        granted_share: f64 = 1.0 => number("share", 0.0, 5.0).plausible(0.5, 1.2);
        /// Attainments (credit over quota) at which a rate begins; the first is 0.
        tier_from: Vec<f64> = vec![0.0] => number("share of quota", 0.0, 1000.0);
        /// The rates, as multiples of the on-target rate (variable pay at target over quota).
        tier_rate: Vec<f64> = vec![1.0] => number("times", 0.0, 1000.0);
        /// Whether the rate of a tier counts for all that was sold once the tier is reached; if not, for what is sold beyond.
        tiers_are_retroactive: bool = false => plain();
        /// Attainment beyond which nothing more is paid; 0: no cap.
        cap: f64 = 0.0 => number("share of quota", 0.0, 1000.0).plausible(0.0, 3.0);
        /// Attainments at which a bonus is paid.
        bonus_at: Vec<f64> = Vec::new() => number("share of quota", 0.0, 1000.0);
        /// The bonuses, as multiples of the variable pay at target.
        bonus: Vec<f64> = Vec::new() => number("times", 0.0, 1000.0);
        /// Share of the attainment above 1 by which the next quota rises.
        ratchet: f64 = 0.0 => number("share", 0.0, 5.0).plausible(0.0, 0.5);
        /// Share of the attainment below 1 by which the next quota falls.
        ratchet_down: f64 = 0.0 => number("share", 0.0, 1.0).plausible(0.0, 0.5);
        /// Least that a quota falls to, whatever the attainment, against the first one.
        quota_least: f64 = 0.25 => number("times", 0.01, 1.0).plausible(0.1, 0.8);
        /// Most that a quota rises to, against the first one.
        quota_most: f64 = 4.0 => number("times", 1.0, 1000.0).plausible(1.5, 6.0);
        /// Share of the variable pay at target that is advanced in every period, sold or not.
        draw: f64 = 0.0 => number("share", 0.0, 1.0).plausible(0.0, 0.5);
        /// Whether an advance that was not earned is taken off later pay.
        draw_is_recoverable: bool = true => plain();
        /// Share of the variable pay that goes by the attainment of the team: 0 individual pay, 1 team pay.
        team_share: f64 = 0.0 => number("share", 0.0, 1.0).plausible(0.0, 1.0);
        /// People in a pay team; 0: those who share a queue.
        team_size: f64 = 0.0 => number("people", 0.0, 5000.0).plausible(0.0, 20.0).whole();
        /// How the credit of a deal is dealt to those who worked on it.
        split: Split = Split::Hours => plain();
        /// Share of a deal's price that is paid on top for a delivered win-win, as measured: money, and no credit.
        win_win_bonus: f64 = 0.0 => number("share", 0.0, 1.0).plausible(0.0, 0.05);
        /// First day of extra pay for a few weeks (a SPIFF), as year, month, day; empty: none.
        extra_from: String = String::new() => plain();
        /// How long it lasts.
        extra_weeks: f64 = 4.0 => number("weeks", 0.1, 520.0).plausible(2.0, 13.0);
        /// Extra pay for a deal signed in that time, as a share of its price: money, and no credit.
        extra_share: f64 = 0.0 => number("share", 0.0, 1.0).plausible(0.0, 0.05);
        /// Extra pay for each deal signed in that time, or for each meeting or opportunity where these are what counts.
        extra_each: f64 = 0.0 => number("EUR", 0.0, 1e9).plausible(0.0, 2000.0);
        /// Share of a deal's variable pay that is held back until delivery.
        deferral_share: f64 = 0.0 => number("share", 0.0, 1.0).plausible(0.0, 0.5);
        /// Share of a deal's variable pay that is taken back if the customer leaves or has the money back.
        clawback_share: f64 = 0.0 => number("share", 0.0, 1.0).plausible(0.0, 1.0);
        /// Time after the decision within which that happens.
        clawback_days: f64 = 365.0 => number("days", 0.0, 3650.0).plausible(90.0, 730.0);
        /// Multiplies all variable pay: for comparisons of plans at equal mean pay.
        scale: f64 = 1.0 => number("times", 0.0, 1000.0).plausible(0.3, 3.0);
    }
}

/// Plans by name.
pub type Plans = Named<PayPlan>;

/// The plans of a scenario that sets none: a salary for everybody.
pub(crate) fn plain_salary() -> Plans {
    Named { entries: vec![(STANDARD.to_string(), PayPlan::default())] }
}

impl PayPlan {
    /// Periods in a year.
    pub fn periods_per_year(&self, time: &Time) -> f64 {
        time.length(self.period_weeks).per_year()
    }
    /// Variable pay at target of a person of the role in one period, EUR, before `scale`.
    pub fn target_variable_eur(&self, role: &Role, time: &Time) -> f64 {
        self.variable_of(role.on_target_earnings, self.periods_per_year(time))
    }
    /// Pay of a person of the role in one period whatever is sold, EUR.
    pub fn base_eur(&self, role: &Role, time: &Time) -> f64 {
        self.base_of(role.on_target_earnings, self.periods_per_year(time))
    }
    /// First quota of a person of the role for one period, EUR of credit.
    pub fn quota_eur(&self, role: &Role, time: &Time) -> f64 {
        self.quota_of(role.bookings_target, self.periods_per_year(time))
    }
    /// Variable pay at target in one of so many periods a year, of on-target earnings a year, EUR, before `scale`.
    pub fn variable_of(&self, on_target_earnings: f64, periods: f64) -> f64 {
        on_target_earnings * self.variable_share() / periods
    }
    /// Pay whatever is sold in one of so many periods a year, of on-target earnings a year, EUR.
    pub fn base_of(&self, on_target_earnings: f64, periods: f64) -> f64 {
        on_target_earnings * self.base_share / periods
    }
    /// First quota for one of so many periods a year, of the bookings expected in a year: EUR of credit, or the number of what counts.
    pub fn quota_of(&self, bookings_target: f64, periods: f64) -> f64 {
        if self.credit.is_counted() { self.quota_number } else { bookings_target * self.quota / periods }
    }
    /// How many times a deal of this price (EUR) and discount is credited.
    pub fn band(&self, price: f64, discount: f64) -> f64 {
        let by = match self.band_by {
            Band::None => return 1.0,
            Band::Discount => discount,
            // A credit note takes back what the deal was credited.
            Band::Price => price.abs(),
        };
        let found = self.band_from.iter().zip(&self.band_rate).rev().find(|(from, _)| by >= **from);
        found.map_or(1.0, |(_, rate)| *rate)
    }
    /// Beginning and end of the extra pay, in hours from the beginning of a day; none where nothing is paid.
    pub fn extra_after(&self, day: Date) -> Option<(f64, f64)> {
        let first: Date = self.extra_from.parse().ok()?;
        let from = DAY * f64::from((first - day).get_days());
        (self.extra_share > 0.0 || self.extra_each > 0.0).then_some((from, from + WEEK * self.extra_weeks))
    }
    /// Whether a deal is credited that is or is not the first of its customer.
    pub fn counts(&self, is_first: bool) -> bool {
        match self.customers {
            Customers::All => true,
            Customers::New => is_first,
            Customers::Existing => !is_first,
        }
    }
    /// Share of what a deal was paid that is taken back when its customer leaves, or has the money back, so many hours after the decision.
    pub fn clawback_after(&self, hours: f64) -> f64 {
        if hours <= DAY * self.clawback_days { self.clawback_share } else { 0.0 }
    }
    /// Variable pay at target as a share of on-target earnings.
    pub fn variable_share(&self) -> f64 {
        1.0 - self.base_share + self.on_top_share
    }
}

impl Credit {
    /// Whether it is a number of things, and not money.
    pub fn is_counted(self) -> bool {
        matches!(self, Self::Meetings | Self::Accepted)
    }
    /// Whether deals are credited, in EUR.
    pub fn is_of_deals(self) -> bool {
        matches!(self, Self::Bookings | Self::Margin | Self::MutualValue)
    }
}

/// A part of somebody's variable pay, paid by a plan of its own.
#[derive(Debug, Clone, PartialEq)]
pub struct Component {
    /// Name of its plan.
    pub name: String,
    /// Its plan; how pay is divided into base and variable is for the whole plan to say.
    pub plan: PayPlan,
    /// What it pays at target, of on-target earnings.
    pub share: f64,
    /// The same, of the variable pay.
    pub weight: f64,
}

/// What stands for the plan that a plan is a component of.
pub const WHOLE: &str = "*";

impl Component {
    /// Variable pay at target in one of so many periods a year, of on-target earnings a year, EUR, before the `scale` of its plan.
    pub fn target_of(&self, on_target_earnings: f64, periods: f64) -> f64 {
        on_target_earnings * self.share / periods
    }
    /// Variable pay at target of a person of the role in one period, EUR, before the `scale` of its plan.
    pub fn target_eur(&self, role: &Role, time: &Time) -> f64 {
        self.target_of(role.on_target_earnings, self.plan.periods_per_year(time))
    }

    /// Position, among all parts of the pay, of the one that its gate goes by, if that is another one.
    pub fn gate_by(&self, all: &[Self]) -> Option<usize> {
        let whole = all.first().filter(|_| self.plan.gate_plan == WHOLE);
        let named = whole.map_or(self.plan.gate_plan.as_str(), |whole| whole.name.as_str());
        let other = all.iter().position(|other| other.name == named && other.name != self.name)?;
        (self.plan.gate > 0.0).then_some(other)
    }
}

impl Scenario {
    /// What a plan pays by, its own measure first.
    pub fn components_of(&self, name: &str) -> Vec<Component> {
        let whole = self.plan.get(name).cloned().unwrap_or_default();
        let others: Vec<Component> = whole
            .components
            .iter()
            .filter_map(|other| {
                let plan = self.plan.get(other)?.clone();
                let share = whole.variable_share() * whole.scale * plan.weight;
                Some(Component { name: other.clone(), weight: plan.weight, plan, share })
            })
            .collect();
        let weights: f64 = others.iter().map(|other| other.plan.weight).sum();
        let left = if others.is_empty() { 1.0 } else { (1.0 - weights).max(0.0) };
        let share = whole.variable_share() * left;
        std::iter::once(Component { name: name.to_string(), plan: whole, share, weight: left }).chain(others).collect()
    }
    /// The plan by which people of the role are paid. A checked scenario has it.
    pub fn plan_of(&self, role: &Role) -> PayPlan {
        self.plan.get(&role.plan).cloned().unwrap_or_default()
    }
}
