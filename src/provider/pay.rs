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

use crate::engine::{math, normal};
use crate::scenario::pay::{MOST_TIERS, PayPlan};

/// A deviation of the attainment below this is none: a millionth of a cent.
const CERTAIN: f64 = 1e-12;

/// A place where the pay changes its slope, or jumps, in attainments and multiples of the variable pay at target.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Change {
    at: f64,
    by: f64,
}

/// What may still come in a period, as somebody expects it: normal, EUR of credit at its end.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Forecast {
    /// Mean.
    pub mean: f64,
    /// Standard deviation; 0 when nothing is open.
    pub sd: f64,
}

/// What is paid out when a period ends.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Settlement {
    /// Paid now, EUR; never negative.
    pub paid: f64,
    /// Owed by the person to the firm, EUR: advances and clawbacks that later pay has to make up.
    pub balance: f64,
}

/// The variable pay of one person in one period as a function of credit.
///
/// ```
/// use winflow::provider::pay::Payout;
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
    /// Quota, EUR of credit.
    quota: f64,
    /// Variable pay at target, EUR, after `scale`.
    target: f64,
    /// Slope from 0 attainment on, and below it.
    slope: f64,
    kinks: [Change; MOST_TIERS],
    kink_count: u8,
    steps: [Change; MOST_TIERS],
    step_count: u8,
    draw_is_recoverable: bool,
    draw: f64,
    ratchet: f64,
    ratchet_down: f64,
    quota_bounds: (f64, f64),
    team_share: f64,
}

impl Payout {
    /// The payout of a plan with this variable pay at target (EUR a period, before the plan's `scale`) and this quota (EUR
    /// of credit). A checked scenario has no more than [`MOST_TIERS`] tiers and bonuses; further ones are not seen.
    pub fn new(plan: &PayPlan, target_variable_eur: f64, quota_eur: f64) -> Self {
        let target = target_variable_eur * plan.scale;
        let mut payout = Self {
            quota: quota_eur.max(f64::MIN_POSITIVE),
            target,
            slope: 0.0,
            kinks: [Change::default(); MOST_TIERS],
            kink_count: 0,
            steps: [Change::default(); MOST_TIERS],
            step_count: 0,
            draw_is_recoverable: plan.draw_is_recoverable,
            draw: plan.draw * target,
            ratchet: plan.ratchet,
            ratchet_down: plan.ratchet_down,
            quota_bounds: (plan.quota_least, plan.quota_most),
            team_share: plan.team_share,
        };
        if target == 0.0 {
            return payout;
        }
        let cap = if plan.cap > 0.0 { plan.cap } else { f64::INFINITY };
        let mut slope = 0.0;
        for (place, (&from, &rate)) in plan.tier_from.iter().zip(&plan.tier_rate).take(MOST_TIERS).enumerate() {
            if place == 0 {
                payout.slope = rate;
            } else if from < cap && rate != slope {
                payout.add_kink(from, rate - slope);
            }
            slope = if from < cap { rate } else { slope };
        }
        if cap.is_finite() && slope != 0.0 {
            payout.add_kink(cap, -slope);
        }
        for (&at, &by) in plan.bonus_at.iter().zip(&plan.bonus).take(MOST_TIERS) {
            if at <= cap && by > 0.0 {
                payout.steps[usize::from(payout.step_count)] = Change { at, by };
                payout.step_count += 1;
            }
        }
        payout
    }

    fn add_kink(&mut self, at: f64, by: f64) {
        // The first tier makes no kink, so that there is room for that of the cap.
        self.kinks[usize::from(self.kink_count)] = Change { at, by };
        self.kink_count += 1;
    }

    /// The same with another quota (EUR of credit).
    #[must_use]
    pub fn with_quota(self, quota_eur: f64) -> Self {
        Self { quota: quota_eur.max(f64::MIN_POSITIVE), ..self }
    }

    /// Quota, EUR of credit.
    pub fn quota(&self) -> f64 {
        self.quota
    }

    /// Variable pay at target, EUR a period.
    pub fn target(&self) -> f64 {
        self.target
    }

    /// Share of the variable pay that goes by the team's attainment.
    pub fn team_share(&self) -> f64 {
        self.team_share
    }

    /// Whether no credit changes the pay: a salary.
    pub fn is_flat(&self) -> bool {
        self.target == 0.0 || (self.slope == 0.0 && self.is_linear())
    }

    /// Whether every unit of credit pays the same.
    pub fn is_linear(&self) -> bool {
        self.kink_count == 0 && self.step_count == 0
    }

    fn kinks(&self) -> &[Change] {
        &self.kinks[..usize::from(self.kink_count)]
    }

    fn steps(&self) -> &[Change] {
        &self.steps[..usize::from(self.step_count)]
    }

    /// EUR of pay for a EUR of credit where the slope in attainments is 1.
    fn on_target_rate(&self) -> f64 {
        self.target / self.quota
    }

    /// Variable pay for so much credit, EUR, before draw. A negative credit (more taken back than sold) is charged at
    /// the rate of the first tier.
    pub fn pay(&self, credit: f64) -> f64 {
        let m = credit / self.quota;
        let bent: f64 = self.kinks().iter().map(|kink| kink.by * (m - kink.at).max(0.0)).sum();
        let bonuses: f64 = self.steps().iter().filter(|step| m >= step.at).map(|step| step.by).sum();
        self.target * (self.slope * m + bent + bonuses)
    }

    /// Pay for the next EUR of credit, EUR; bonuses apart.
    pub fn marginal(&self, credit: f64) -> f64 {
        let m = credit / self.quota;
        let bent: f64 = self.kinks().iter().filter(|kink| m >= kink.at).map(|kink| kink.by).sum();
        self.on_target_rate() * (self.slope + bent)
    }

    /// Expected variable pay, EUR, when the credit at the end of the period is normal with this mean and deviation.
    pub fn expected(&self, mean: f64, sd: f64) -> f64 {
        let (m, s) = (mean / self.quota, sd / self.quota);
        if self.is_linear() || s < CERTAIN {
            return self.pay(mean);
        }
        let per_s = 1.0 / s;
        let bent: f64 = self.kinks().iter().map(|kink| kink.by * normal::loss((m - kink.at) * per_s)).sum();
        let bonuses: f64 = self.steps().iter().map(|step| step.by * normal::distribution((m - step.at) * per_s)).sum();
        self.target * (self.slope * m + s * bent + bonuses)
    }

    /// The shadow rate: the change of expected pay, EUR, for each EUR of `add` more credit. With `add = 0` it is the
    /// derivative.
    #[inline]
    pub fn rate(&self, mean: f64, sd: f64, add: f64) -> f64 {
        if self.is_linear() {
            return self.on_target_rate() * self.slope;
        }
        if add == 0.0 {
            return self.slope_expected(mean, sd);
        }
        let per_quota = 1.0 / self.quota;
        let (m, s) = (mean * per_quota, sd * per_quota);
        if s < CERTAIN {
            return (self.pay(mean + add) - self.pay(mean)) / add;
        }
        let per_s = 1.0 / s;
        let more = add * per_quota * per_s;
        let (mut bent, mut bonuses) = (0.0, 0.0);
        for kink in self.kinks() {
            let z = (m - kink.at) * per_s;
            bent += kink.by * (normal::loss(z + more) - normal::loss(z));
        }
        for bonus in self.steps() {
            let z = (m - bonus.at) * per_s;
            bonuses += bonus.by * (normal::distribution(z + more) - normal::distribution(z));
        }
        self.target * (per_quota * self.slope + (s * bent + bonuses) / add)
    }

    fn slope_expected(&self, mean: f64, sd: f64) -> f64 {
        let (m, s) = (mean / self.quota, sd / self.quota);
        if s < CERTAIN {
            return self.marginal(mean);
        }
        let bent: f64 = self.kinks().iter().map(|kink| kink.by * normal::distribution((m - kink.at) / s)).sum();
        let bonuses: f64 = self.steps().iter().map(|step| step.by * math::normal((m - step.at) / s).0 / s).sum();
        self.on_target_rate() * (self.slope + bent + bonuses)
    }

    /// Variable pay when a share of it goes by the team: by own credit, and by the mean credit of the team's members.
    pub fn pay_in_team(&self, own: f64, team_mean: f64) -> f64 {
        match self.team_share {
            share if share <= 0.0 => self.pay(own),
            share => (1.0 - share) * self.pay(own) + share * self.pay(team_mean),
        }
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
        let over = (attainment - 1.0).max(0.0);
        let under = (1.0 - attainment).clamp(0.0, 1.0);
        self.quota * (1.0 + self.ratchet * over - self.ratchet_down * under).max(1e-3)
    }

    /// What is paid at the end of a period to somebody who earned so much variable pay ([`Payout::pay`], EUR) and owes
    /// `balance`. The draw is paid at least. What it exceeds the earnings by is owed if it is recoverable, and forgiven if not;
    /// earnings below nothing (clawbacks) are always owed.
    pub fn settle(&self, earned: f64, balance: f64) -> Settlement {
        let due = earned - balance;
        if due >= self.draw {
            return Settlement { paid: due, balance: 0.0 };
        }
        let owed = if self.draw_is_recoverable { self.draw - due } else { (-due).max(0.0) };
        Settlement { paid: self.draw, balance: owed }
    }
}

#[cfg(test)]
mod tests;
