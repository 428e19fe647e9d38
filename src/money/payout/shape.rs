//! What credit earns, in attainments (credit over quota) and multiples of the variable pay at target: piecewise linear, with steps
//! where a bonus is due.

use crate::engine::{math, normal};
use crate::scenario::pay::{Credit, MOST_TIERS, PayPlan};

/// A deviation of the attainment below this is none: a millionth of a cent.
pub const CERTAIN: f64 = 1e-12;
/// Kinks of the tiers but the first, and of the cap or the guarantee.
const KINKS: usize = MOST_TIERS + 1;
/// Steps of bonuses, and of tiers that count for all that was sold.
const STEPS: usize = 2 * MOST_TIERS;

/// A place where the pay changes its slope, or jumps, in attainments and multiples of the variable pay at target.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Change {
    /// Attainment.
    pub at: f64,
    /// By how much the slope, or the pay, is larger from there on.
    pub by: f64,
}

/// A few changes.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Changes<const N: usize> {
    list: [Change; N],
    count: u8,
}

impl<const N: usize> Default for Changes<N> {
    fn default() -> Self {
        Self { list: [Change::default(); N], count: 0 }
    }
}

impl<const N: usize> Changes<N> {
    fn add(&mut self, at: f64, by: f64) {
        if let Some(place) = self.list.get_mut(usize::from(self.count)) {
            *place = Change { at, by };
            self.count += 1;
        }
    }

    fn list(&self) -> &[Change] {
        &self.list[..usize::from(self.count)]
    }
}

/// Pay over attainment.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Shape {
    /// Pay at an attainment of 0.
    floor: f64,
    /// Slope from there on, and below.
    slope: f64,
    kinks: Changes<KINKS>,
    steps: Changes<STEPS>,
}

impl Shape {
    /// What a plan pays.
    pub fn new(plan: &PayPlan) -> Self {
        if plan.credit == Credit::Objectives {
            let is_open = !plan.gate_plan.is_empty() || plan.granted_share >= plan.gate;
            return Self { floor: if is_open { plan.granted_share } else { 0.0 }, ..Self::default() };
        }
        let whole = Self::of_tiers(plan);
        if plan.gate > 0.0 && plan.gate_plan.is_empty() { whole.from(plan.gate, 0.0) } else { whole }
    }

    /// Tiers, cap and bonuses.
    fn of_tiers(plan: &PayPlan) -> Self {
        let mut shape = Self::default();
        let cap = if plan.cap > 0.0 { plan.cap } else { f64::INFINITY };
        let mut slope = 0.0;
        for (place, (&from, &rate)) in plan.tier_from.iter().zip(&plan.tier_rate).take(MOST_TIERS).enumerate() {
            if place == 0 {
                shape.slope = rate;
            } else if from < cap && rate != slope {
                shape.kinks.add(from, rate - slope);
                if plan.tiers_are_retroactive {
                    shape.steps.add(from, (rate - slope) * from);
                }
            }
            slope = if from < cap { rate } else { slope };
        }
        if cap.is_finite() && slope != 0.0 {
            shape.kinks.add(cap, -slope);
        }
        for (&at, &by) in plan.bonus_at.iter().zip(&plan.bonus).take(MOST_TIERS) {
            if at <= cap && by > 0.0 {
                shape.steps.add(at, by);
            }
        }
        shape
    }

    /// The same filled up to `least` wherever it pays less. What it pays must not fall anywhere.
    #[must_use]
    pub fn at_least(&self, least: f64) -> Self {
        match self.reaches(least) {
            Some(from) => self.from(from, least),
            None => Self { floor: least, ..Self::default() },
        }
    }

    /// The same from an attainment on, and so much below it.
    fn from(&self, from: f64, least: f64) -> Self {
        let mut filled = Self { floor: least, ..Self::default() };
        let jump = self.value(from, |at| from >= at) - least;
        if jump > 0.0 {
            filled.steps.add(from, jump);
        }
        let slope = self.slope_at(from);
        if slope != 0.0 {
            filled.kinks.add(from, slope);
        }
        self.kinks.list().iter().filter(|kink| kink.at > from).for_each(|kink| filled.kinks.add(kink.at, kink.by));
        self.steps.list().iter().filter(|step| step.at > from).for_each(|step| filled.steps.add(step.at, step.by));
        filled
    }

    /// The least attainment from 0 on that pays this much, if any does.
    fn reaches(&self, pay: f64) -> Option<f64> {
        let mut places: Vec<f64> = self.kinks.list().iter().chain(self.steps.list()).map(|change| change.at).collect();
        places.push(0.0);
        places.sort_by(f64::total_cmp);
        for (place, &from) in places.iter().enumerate() {
            let here = self.value(from, |at| from >= at);
            if here >= pay {
                return Some(from);
            }
            let slope = self.slope_at(from);
            let at = from + (pay - here) / slope;
            if slope > 0.0 && places.get(place + 1).is_none_or(|&next| at < next) {
                return Some(at);
            }
        }
        None
    }

    /// Whether no credit changes the pay.
    pub fn is_flat(&self) -> bool {
        self.slope == 0.0 && self.is_linear()
    }

    /// Whether every unit of credit pays the same.
    pub fn is_linear(&self) -> bool {
        self.kinks.count == 0 && self.steps.count == 0
    }

    /// Pay for one more at the beginning, steps apart.
    pub fn slope(&self) -> f64 {
        self.slope
    }

    /// Where its slope changes.
    pub fn kinks(&self) -> &[Change] {
        self.kinks.list()
    }

    /// Where it jumps.
    pub fn steps(&self) -> &[Change] {
        self.steps.list()
    }

    /// Pay at an attainment; `reaches` says whether a step is reached.
    pub fn value(&self, m: f64, reaches: impl Fn(f64) -> bool) -> f64 {
        let bent: f64 = self.kinks().iter().map(|kink| kink.by * (m - kink.at).max(0.0)).sum();
        let bonuses: f64 = self.steps().iter().filter(|step| reaches(step.at)).map(|step| step.by).sum();
        self.floor + (self.slope * m + bent + bonuses)
    }

    /// Pay for one more at an attainment, steps apart.
    pub fn slope_at(&self, m: f64) -> f64 {
        let bent: f64 = self.kinks().iter().filter(|kink| m >= kink.at).map(|kink| kink.by).sum();
        self.slope + bent
    }

    /// Expected pay at an attainment that is normal.
    pub fn expected(&self, m: f64, s: f64) -> f64 {
        let per_s = 1.0 / s;
        let bent: f64 = self.kinks().iter().map(|kink| kink.by * normal::loss((m - kink.at) * per_s)).sum();
        let bonuses: f64 = self.steps().iter().map(|step| step.by * normal::distribution((m - step.at) * per_s)).sum();
        self.floor + (self.slope * m + s * bent + bonuses)
    }

    /// Rise of the expected pay for each EUR of `add` more credit.
    pub fn rise(&self, m: f64, s: f64, add: f64, per_quota: f64) -> f64 {
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
        per_quota * self.slope + (s * bent + bonuses) / add
    }

    /// Expected pay for one more at an attainment that is normal.
    pub fn slope_expected(&self, m: f64, s: f64) -> f64 {
        let bent: f64 = self.kinks().iter().map(|kink| kink.by * normal::distribution((m - kink.at) / s)).sum();
        let bonuses: f64 = self.steps().iter().map(|step| step.by * math::normal((m - step.at) / s).0 / s).sum();
        self.slope + bent + bonuses
    }
}
