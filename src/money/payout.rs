//! What a plan pays: the variable pay of one person in one period as a function of credit, and what is expected of it
//! while the credit is still uncertain. Pure mathematics, no simulation.
//!
//! In attainments (credit over quota) variable pay is piecewise linear, with steps where a bonus is due. If the
//! attainment at the end of the period is normal with mean `m` and deviation `s`, its expectation has a closed form:
//!
//! ```text
//! G(m, s) = c₀ m + Σ (cₖ - cₖ₋₁) s [φ(zₖ) + zₖ Φ(zₖ)] + Σ Bⱼ Φ(zⱼ)        z = (m - K) / s
//! ```
//!
//! with slopes `c` that change at kinks `K` and bonuses `B`. The bracket is the mean of a normal number above 0, known from
//! inventories as the unit normal loss (Raiffa and Schlaifer, *Applied Statistical Decision Theory*, 1961); the value of one
//! more sale in such a form goes back to Oyer, *Quarterly Journal of Economics*, 1998.

mod shape;

use super::cents;
use crate::scenario::pay::{Credit, PayPlan};
pub use shape::{Change, Shape};

/// What may still come in a period, as somebody expects it: normal, EUR of credit at its end.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Forecast {
    /// Mean.
    pub mean: f64,
    /// Standard deviation; 0 when nothing is open.
    pub sd: f64,
}

/// What somebody owes the firm, EUR.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Debts {
    /// Pay that was taken back and not made up yet. Whoever leaves pays it back.
    pub taken_back: f64,
    /// Advances that were not earned yet. Later pay makes them up; of whoever leaves, they are lost.
    pub advanced: f64,
}

impl Debts {
    /// Adds what else is owed.
    pub fn add(&mut self, other: Self) {
        self.taken_back += other.taken_back;
        self.advanced += other.advanced;
    }

    /// All of it.
    pub fn total(self) -> f64 {
        self.taken_back + self.advanced
    }
}

/// What is paid out when a period ends.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Settlement {
    /// Paid now, EUR; never negative while somebody is there.
    pub paid: f64,
    /// What is owed from now on.
    pub debts: Debts,
}

/// The variable pay of one person in one period as a function of credit.
///
/// ```
/// use winflow::money::payout::Payout;
/// use winflow::scenario::pay::PayPlan;
///
/// // Half of the on-target rate up to quota, three times beyond it.
/// let plan = PayPlan { tier_from: vec![0.0, 1.0], tier_rate: vec![0.5, 3.0], ..PayPlan::default() };
/// let payout = Payout::new(&plan, 10_000.0, 100_000.0);
/// assert_eq!(payout.pay(100_000.0), 5_000.0);
/// assert!((payout.pay(120_000.0) - 11_000.0).abs() < 1e-9);
/// assert!((payout.marginal(120_000.0) - 0.3).abs() < 1e-12);
/// // Standing at quota, not knowing what is still to come: between the two slopes.
/// let rate = payout.rate(100_000.0, 30_000.0, 10_000.0);
/// assert!(rate > 0.05 && rate < 0.3);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Payout {
    /// Quota of a whole period, EUR of credit.
    quota: f64,
    /// Variable pay at target of a whole period, EUR, after `scale`.
    target: f64,
    /// Part of the period that it is for.
    part: f64,
    /// What credit earns.
    shape: Shape,
    /// What is paid for it where a guarantee fills up what is missing.
    guaranteed: Option<Shape>,
    draw_is_recoverable: bool,
    /// Advance or guarantee, as a share of the target.
    draw: f64,
    ratchet: f64,
    ratchet_down: f64,
    quota_bounds: (f64, f64),
    team_share: f64,
    quota_of_renewals: Option<f64>,
    granted: Option<f64>,
}

impl Payout {
    /// The payout of a plan with this variable pay at target (EUR a period, before the plan's `scale`) and this quota (EUR
    /// of credit). A checked scenario has no more than [`MOST_TIERS`](crate::scenario::pay::MOST_TIERS) tiers and bonuses; further ones
    /// are not seen.
    pub fn new(plan: &PayPlan, target_variable_eur: f64, quota_eur: f64) -> Self {
        let target = target_variable_eur * plan.scale;
        let shape = if target == 0.0 { Shape::default() } else { Shape::new(plan) };
        let is_guaranteed = target != 0.0 && plan.draw > 0.0 && !plan.draw_is_recoverable;
        Self {
            quota: quota_eur.max(f64::MIN_POSITIVE),
            target,
            part: 1.0,
            shape,
            guaranteed: is_guaranteed.then(|| shape.at_least(plan.draw)),
            draw_is_recoverable: plan.draw_is_recoverable,
            draw: plan.draw,
            ratchet: plan.ratchet,
            ratchet_down: plan.ratchet_down,
            quota_bounds: (plan.quota_least, plan.quota_most),
            team_share: plan.team_share,
            quota_of_renewals: (plan.credit == Credit::Retention).then_some(plan.quota),
            granted: (plan.credit == Credit::Objectives).then_some(plan.granted_share),
        }
    }

    /// The same with another quota for a whole period (EUR of credit).
    #[must_use]
    pub fn with_quota(self, quota_eur: f64) -> Self {
        Self { quota: quota_eur.max(f64::MIN_POSITIVE), ..self }
    }

    /// The payout for somebody who is there for a part of the period: quota, guarantee and bonuses are in proportion.
    #[must_use]
    pub fn for_part(self, share: f64) -> Self {
        Self { part: self.part * share, ..self }
    }

    /// Quota, EUR of credit.
    pub fn quota(&self) -> f64 {
        self.quota * self.part
    }

    /// Variable pay at target, EUR.
    pub fn target(&self) -> f64 {
        self.target * self.part
    }

    /// What is paid at least, or advanced, EUR.
    pub fn draw(&self) -> f64 {
        self.draw * self.target()
    }

    /// Share of the variable pay that goes by the team's attainment.
    pub fn team_share(&self) -> f64 {
        self.team_share
    }

    /// The quota as a share of what is up for renewal, where retention is what counts.
    pub fn quota_of_renewals(&self) -> Option<f64> {
        self.quota_of_renewals
    }

    /// The share that is granted, where objectives are what counts: there is no quota then.
    pub fn granted(&self) -> Option<f64> {
        self.granted
    }

    /// What is paid where nothing is earned: what is guaranteed, EUR.
    pub fn least(&self) -> f64 {
        if self.guaranteed.is_some() { self.draw() } else { 0.0 }
    }

    /// Whether no credit changes the pay: a salary.
    pub fn is_flat(&self) -> bool {
        self.target == 0.0 || self.shape.is_flat()
    }

    /// Whether every unit of credit pays the same.
    pub fn is_linear(&self) -> bool {
        self.felt().is_linear()
    }

    /// What is in the end paid for credit: earned, or guaranteed.
    fn felt(&self) -> &Shape {
        self.guaranteed.as_ref().unwrap_or(&self.shape)
    }

    /// EUR of pay for a EUR of credit where the slope in attainments is 1.
    pub fn on_target_rate(&self) -> f64 {
        self.target / self.quota
    }

    /// Pay for the first EUR of credit, EUR; bonuses apart.
    pub fn first_rate(&self) -> f64 {
        self.on_target_rate() * self.shape.slope()
    }

    /// Variable pay earned by so much credit, EUR, before draw. A negative credit (more taken back than sold) is charged at
    /// the rate of the first tier. Whoever is at a threshold to the cent is at it.
    pub fn pay(&self, credit: f64) -> f64 {
        let quota = self.quota();
        self.target() * self.shape.value(credit / quota, |at| cents::reach(credit, at * quota))
    }

    /// Variable pay for so much credit, EUR, where nothing is owed: what is earned, or guaranteed.
    pub fn pay_at_least(&self, credit: f64) -> f64 {
        if self.guaranteed.is_some() { self.pay(credit).max(self.draw()) } else { self.pay(credit) }
    }

    /// Pay for the next EUR of credit, EUR; bonuses apart.
    pub fn marginal(&self, credit: f64) -> f64 {
        self.on_target_rate() * self.felt().slope_at(credit / self.quota())
    }

    /// Expected variable pay, EUR, when the credit at the end of the period is normal with this mean and deviation.
    pub fn expected(&self, mean: f64, sd: f64) -> f64 {
        let (m, s) = (mean / self.quota(), sd / self.quota());
        if self.is_linear() || s < shape::CERTAIN {
            return self.pay_at_least(mean);
        }
        self.target() * self.felt().expected(m, s)
    }

    /// The shadow rate: the change of expected pay, EUR, for each EUR of `add` more credit. With `add = 0` it is the
    /// derivative.
    #[inline]
    pub fn rate(&self, mean: f64, sd: f64, add: f64) -> f64 {
        if self.is_linear() {
            return self.on_target_rate() * self.felt().slope();
        }
        if add == 0.0 {
            return self.slope_expected(mean, sd);
        }
        let per_quota = 1.0 / self.quota();
        let (m, s) = (mean * per_quota, sd * per_quota);
        if s < shape::CERTAIN {
            return (self.pay_at_least(mean + add) - self.pay_at_least(mean)) / add;
        }
        self.target() * self.felt().rise(m, s, add, per_quota)
    }

    fn slope_expected(&self, mean: f64, sd: f64) -> f64 {
        let (m, s) = (mean / self.quota(), sd / self.quota());
        if s < shape::CERTAIN { self.marginal(mean) } else { self.on_target_rate() * self.felt().slope_expected(m, s) }
    }

    /// Variable pay when a share of it goes by the team: by own credit, and by the mean credit of the team's members.
    pub fn pay_in_team(&self, own: f64, team_mean: f64) -> f64 {
        match self.team_share {
            share if share <= 0.0 => self.pay(own),
            share => (1.0 - share) * self.pay(own) + share * self.pay(team_mean),
        }
    }

    /// The same, or what is guaranteed, where nothing is owed.
    pub fn pay_in_team_at_least(&self, own: f64, team_mean: f64) -> f64 {
        let earned = self.pay_in_team(own, team_mean);
        if self.guaranteed.is_some() { earned.max(self.draw()) } else { earned }
    }

    /// The shadow rate under such pay, in a team of `size`: of what one person adds, the team's mean gains a part.
    pub fn rate_in_team(&self, own: Forecast, team_mean: Forecast, size: f64, add: f64) -> f64 {
        match self.team_share {
            share if share <= 0.0 => self.rate(own.mean, own.sd, add),
            share => {
                let size = size.max(1.0);
                let by_team = self.rate(team_mean.mean, team_mean.sd, add / size) / size;
                if share >= 1.0 { by_team } else { (1.0 - share) * self.rate(own.mean, own.sd, add) + share * by_team }
            }
        }
    }

    /// Least and most that a quota becomes, against the first one.
    pub fn quota_bounds(&self) -> (f64, f64) {
        self.quota_bounds
    }

    /// Quota of the next period after this attainment, EUR of credit.
    pub fn next_quota(&self, attainment: f64) -> f64 {
        self.next_quota_after(attainment, 1.0)
    }

    /// The same after a part of a period, which moves it by that part.
    pub fn next_quota_after(&self, attainment: f64, share: f64) -> f64 {
        let over = (attainment - 1.0).max(0.0);
        let under = (1.0 - attainment).clamp(0.0, 1.0);
        self.quota * (1.0 + share * (self.ratchet * over - self.ratchet_down * under)).max(1e-3)
    }

    /// What is paid at the end of a period to somebody who earned so much variable pay ([`Payout::pay`], EUR) and has these debts.
    /// The draw is paid at least. What it exceeds the earnings by is owed if it is recoverable, and forgiven if not; earnings below
    /// nothing (more was taken back than earned) are always owed.
    pub fn settle(&self, earned: f64, debts: Debts) -> Settlement {
        let (due, draw) = (earned - debts.total(), self.draw());
        if due >= draw {
            return Settlement { paid: due, debts: Debts::default() };
        }
        let taken_back = (debts.taken_back - earned).max(0.0);
        let owed = if self.draw_is_recoverable { draw - due } else { (-due).max(0.0) };
        Settlement { paid: draw, debts: Debts { taken_back, advanced: (owed - taken_back).max(0.0) } }
    }

    /// The same when somebody leaves: they pay back what was taken back, and what was advanced is lost as far as the last pay does
    /// not make it up.
    pub fn settle_at_last(&self, earned: f64, debts: Debts) -> Settlement {
        let settlement = self.settle(earned, debts);
        Settlement { paid: settlement.paid - settlement.debts.taken_back, debts: Debts::default() }
    }
}

#[cfg(test)]
mod tests;
