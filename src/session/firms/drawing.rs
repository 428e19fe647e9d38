//! Draws firms like the one that is described: a pay plan and a number for every assumption.

use crate::experiment::firms::draw::{Assumed, MOST_TRIES, PLANS, assumed, drawn, is_of_pay, plan_drawn, plan_varies};
use crate::scenario::{Loaded, Problems, leaves};
use std::collections::BTreeMap;

/// From what firms are drawn.
#[derive(Debug)]
pub struct Drawing {
    /// The systems under each pay plan, by its name, with what is assumed of them; under no name the plan that is described.
    plans: BTreeMap<&'static str, (Vec<Loaded>, Vec<Assumed>)>,
    seed: u64,
}

/// A firm that was drawn: enough to make it again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Draw {
    /// Its number.
    pub number: u64,
    /// Which try it was.
    pub tries: u64,
    /// Its pay plan, by the name of the shipped overlay; empty where it is the one described.
    pub pay_plan: &'static str,
}

impl Drawing {
    /// Of these systems, with assumptions within `factor` of their values. What `stays`, by the path of its key, is not drawn.
    ///
    /// # Errors
    /// If a pay plan does not fit.
    pub fn new(systems: &[Loaded], factor: f64, seed: u64, stays: impl Fn(&str) -> bool) -> Result<Self, Problems> {
        let with_assumed = |systems: Vec<Loaded>| {
            let keys = assumed(&systems, factor).into_iter().filter(|key| !stays(&key.path)).collect();
            (systems, keys)
        };
        let paid = |plan: &'static str| {
            let systems: Result<Vec<Loaded>, Problems> = systems.iter().map(|loaded| loaded.overlaid(plan)).collect();
            Ok((plan, with_assumed(systems?)))
        };
        let does_pay_stay = systems.iter().any(|system| leaves(&system.scenario).iter().any(|l| is_of_pay(&l.path) && stays(&l.path)));
        let plans = if !does_pay_stay && plan_varies(systems) {
            PLANS.into_iter().map(paid).collect::<Result<_, Problems>>()?
        } else {
            BTreeMap::from([("", with_assumed(systems.to_vec()))])
        };
        Ok(Self { plans, seed })
    }

    /// Whether firms have pay plans of several kinds.
    pub fn does_pay_vary(&self) -> bool {
        self.plans.len() > 1
    }

    /// How many numbers are drawn, where plans differ in that of the one with most.
    pub fn assumptions(&self) -> u64 {
        self.plans.values().map(|(_, keys)| keys.len() as u64).max().unwrap_or(0)
    }

    /// Everything that is assumed under some plan, each once.
    pub fn all_assumed(&self) -> Vec<Assumed> {
        let mut all: Vec<Assumed> = Vec::new();
        for key in self.plans.values().flat_map(|(_, keys)| keys) {
            if !all.iter().any(|known| known.path == key.path) {
                all.push(key.clone());
            }
        }
        all
    }

    /// What is assumed under a plan.
    pub fn assumed(&self, plan: &str) -> &[Assumed] {
        self.plans.get(plan).map_or(&[], |(_, keys)| keys)
    }

    /// The first draw of a firm of which something can be made; `None` if every try contradicts itself.
    pub fn first<T>(&self, number: u64, make: impl Fn(&[Loaded]) -> Option<T>) -> Option<(Draw, T)> {
        (0..MOST_TRIES).find_map(|tries| {
            let draw = Draw { number, tries, pay_plan: self.plan_of(number, tries) };
            Some((draw, make(&self.systems(draw)?)?))
        })
    }

    /// The pay plan of a firm.
    pub fn plan_of(&self, number: u64, tries: u64) -> &'static str {
        if self.does_pay_vary() { plan_drawn(self.seed, number, tries) } else { "" }
    }

    /// The systems of a firm; `None` if it contradicts itself.
    pub fn systems(&self, draw: Draw) -> Option<Vec<Loaded>> {
        self.systems_with(draw.pay_plan, &drawn(self.assumed(draw.pay_plan), self.seed, draw.number, draw.tries))
    }

    /// The systems under a plan with these numbers; `None` if they contradict themselves.
    pub fn systems_with(&self, plan: &str, numbers: &[(&str, f64)]) -> Option<Vec<Loaded>> {
        let (systems, _) = self.plans.get(plan)?;
        systems.iter().map(|loaded| loaded.with_numbers(numbers).ok()).collect()
    }

    /// The numbers of a firm, in the order of what is assumed under its plan.
    pub fn numbers(&self, draw: Draw) -> Vec<f64> {
        drawn(self.assumed(draw.pay_plan), self.seed, draw.number, draw.tries).into_iter().map(|(_, number)| number).collect()
    }
}
