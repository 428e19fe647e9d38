//! Incentive plans: names that do not exist, lists that do not fit, keys without effect.

mod components;

use super::{Checker, did_you_mean};
use crate::scenario::limits::MOST_OPTIONS;
use crate::scenario::pay::{Credit, MOST_TIERS, PayPlan};
use crate::scenario::problems::shown;
use crate::scenario::read::plain_number;
use crate::scenario::shipped;
use crate::scenario::units::DAYS_PER_YEAR;

impl Checker<'_> {
    pub(super) fn plans(&mut self) {
        let scenario = self.scenario;
        for (name, role) in &scenario.role.entries {
            let key = |key: &str| format!("role.{name}.{key}");
            if scenario.plan.get(&role.plan).is_none() {
                let message = format!("{} = \"{}\" is not a plan", key("plan"), shown(&role.plan));
                let hint = did_you_mean(&role.plan, scenario.plan.names());
                self.refuse(&["plan", "role.plan"], &key("plan"), message, hint);
            }
            let pays_beyond_cost = role.people > 0.0 && role.on_target_earnings > role.cost_per_year;
            if pays_beyond_cost && self.origins.contains_key(&key("on_target_earnings")) {
                let (earnings, cost) = (plain_number(role.on_target_earnings), plain_number(role.cost_per_year));
                let message = format!("{} = {earnings} is above cost_per_year = {cost}", key("on_target_earnings"));
                self.warn(&key("on_target_earnings"), message, "cost_per_year covers what a person earns, and overhead.");
            }
        }
        for (name, plan) in &scenario.plan.entries {
            self.plan(name, plan);
            let is_component = self.is_component(name);
            let is_used = is_component || scenario.role.values().any(|role| role.plan == *name);
            // What is shipped is there to be chosen.
            let is_own =
                self.origins.get(&format!("plan.{name}")).is_some_and(|origin| !shipped::is_path(&self.sources.place(*origin).file));
            if !is_used && !scenario.role.is_empty() && is_own {
                let hint = format!("Set plan = \"{name}\" in a role, or call it standard: that is the plan of all roles that name none.");
                self.warn(&format!("plan.{name}"), format!("no role is paid by plan.{name}"), hint);
            }
        }
    }

    fn plan(&mut self, name: &str, plan: &PayPlan) {
        let key = |key: &str| format!("plan.{name}.{key}");
        self.lists(name, "tier_from", &plan.tier_from, "tier_rate", &plan.tier_rate);
        self.lists(name, "bonus_at", &plan.bonus_at, "bonus", &plan.bonus);
        let tiers = ["plan.tier_from", "plan.tier_rate", "plan.cap"];
        let starts_at_zero = plan.tier_from.first() == Some(&0.0);
        if !starts_at_zero || plan.tier_from.windows(2).any(|pair| pair[1] <= pair[0]) {
            let message = format!("{} = {:?} does not rise from 0", key("tier_from"), plan.tier_from);
            let hint = "The first tier begins at 0, each other above the one before; a rate of 0 pays nothing: tier_from = [0, 0.5], tier_rate = [0, 2].";
            self.refuse(&tiers, &key("tier_from"), message, hint);
        }
        if let Some(&last) = plan.tier_from.last()
            && plan.cap > 0.0
            && plan.cap <= last
        {
            let (cap, last) = (plain_number(plan.cap), plain_number(last));
            let message = format!("{} = {cap} is not above the last tier, which begins at {last}", key("cap"));
            self.refuse(&tiers, &key("cap"), message, "Beyond the cap nothing more is paid: raise it, take the tier out, or set cap = 0.");
        }
        if plan.tiers_are_retroactive && plan.tier_rate.windows(2).any(|pair| pair[1] < pair[0]) {
            let message = format!("{} with rates that fall: {:?}", key("tiers_are_retroactive"), plan.tier_rate);
            let hint =
                "Somebody who reaches the next tier would be paid less in total. Let the rates rise, or set tiers_are_retroactive = false.";
            self.refuse(&["plan.tier_rate", "plan.tiers_are_retroactive"], &key("tiers_are_retroactive"), message, hint);
        }
        self.parts(name, plan);
        self.measure(name, plan);
        self.bands(name, plan);
        self.extra_pay(name, plan);
        self.without_effect(name, plan);
        self.clawback(name, plan);
    }

    /// A clawback that ends before any customer can leave.
    fn clawback(&mut self, name: &str, plan: &PayPlan) {
        let key = format!("plan.{name}.clawback_days");
        let delivery = self.scenario.offering.values().map(|offering| offering.delivery_days).fold(f64::INFINITY, f64::min);
        let first = DAYS_PER_YEAR + delivery;
        let applies = plan.clawback_share > 0.0 && plan.clawback_days > 0.0 && plan.variable_share() > 0.0;
        if applies && first.is_finite() && plan.clawback_days < first {
            let message = format!(
                "{key} = {} ends before any customer can leave: only refunds at delivery are taken back",
                plain_number(plan.clawback_days)
            );
            let hint =
                format!("Customers decide whether to stay a year after delivery, {} days after signing at the earliest.", first.ceil());
            self.warn(&key, message, &hint);
        }
    }

    /// The discounts that people may offer, and their habits.
    pub(super) fn discounts(&mut self) {
        let response = &self.scenario.response;
        let pairs = [
            ("discounts", &response.discounts, "discount_habits", &response.discount_habits),
            ("concessions", &response.concessions, "concession_habits", &response.concession_habits),
        ];
        for (at, places, what, values) in pairs {
            let (at, what) = (format!("response.{at}"), format!("response.{what}"));
            self.in_pairs(
                &[&at, &what],
                [(&at, places), (&what, values)],
                MOST_OPTIONS - 1,
                "They go in pairs: a discount, and its habit.",
            );
        }
    }

    /// Two lists of a plan that belong together.
    fn lists(&mut self, name: &str, at: &str, places: &[f64], what: &str, values: &[f64]) {
        let (at, what) = (format!("plan.{name}.{at}"), format!("plan.{name}.{what}"));
        let involved = ["plan.tier_from", "plan.tier_rate", "plan.bonus_at", "plan.bonus"];
        self.in_pairs(&involved, [(&at, places), (&what, values)], MOST_TIERS, "They go in pairs: where it begins, and what is paid.");
    }

    /// Two lists, each with its path, of one length, which is `most` at most.
    fn in_pairs(&mut self, involved: &[&str], [(at, places), (what, values)]: [(&str, &[f64]); 2], most: usize, hint: &str) {
        // The list that was set last is to blame.
        let path = if self.origins.get(what) > self.origins.get(at) { what } else { at };
        if places.len() != values.len() {
            let message = format!("{at} and {what} are of unequal length: {} and {}", places.len(), values.len());
            self.refuse(involved, path, message, hint);
        } else if places.len() > most {
            let message = format!("{at} has {} elements, at most {most} are possible", places.len());
            self.refuse(involved, path, message, "Take fewer.");
        }
    }

    /// Keys that change nothing as the others are.
    fn without_effect(&mut self, name: &str, plan: &PayPlan) {
        let plain = PayPlan::default();
        let key = |key: &str| format!("plan.{name}.{key}");
        if plan.variable_share() == 0.0 && !self.is_component(name) {
            let variable = [
                ("tier_from", plan.tier_from != plain.tier_from),
                ("tier_rate", plan.tier_rate != plain.tier_rate),
                ("bonus", plan.bonus != plain.bonus),
                ("cap", plan.cap != plain.cap),
                ("ratchet", plan.ratchet != plain.ratchet),
                ("draw", plan.draw != plain.draw),
                ("team_share", plan.team_share != plain.team_share),
                ("deferral_share", plan.deferral_share != plain.deferral_share),
                ("clawback_share", plan.clawback_share != plain.clawback_share),
            ];
            if let Some((first, _)) = variable.into_iter().find(|(_, is_set)| *is_set) {
                let message = format!("{} has no effect: nothing of the pay is variable", key(first));
                self.warn(&key(first), message, "Set base_share below 1, or on_top_share above 0.");
            }
        }
        let ratchets = plan.ratchet > 0.0 || plan.ratchet_down > 0.0;
        let idle = [
            (
                "quota_least",
                !ratchets && plan.quota_least != plain.quota_least,
                "It bounds a quota that a ratchet moves: set ratchet_down above 0.",
            ),
            (
                "quota_most",
                !ratchets && plan.quota_most != plain.quota_most,
                "It bounds a quota that a ratchet moves: set ratchet above 0.",
            ),
            ("clawback_days", plan.clawback_share == 0.0 && plan.clawback_days != plain.clawback_days, "Set clawback_share above 0."),
            ("clawback_share", plan.clawback_share > 0.0 && plan.clawback_days == 0.0, "Set clawback_days above 0."),
            (
                "team_share",
                plan.team_share > 0.0 && (plan.team_size == 1.0 || plan.team_size == 0.0 && self.scenario.organisation.pool_size == 1.0),
                "A team of one is no team: set team_size, or organisation.pool_size for teams of those who share a queue.",
            ),
            ("team_size", plan.team_share == 0.0 && plan.team_size != plain.team_size, "Set team_share above 0."),
            ("tiers_are_retroactive", plan.tiers_are_retroactive && plan.tier_from.len() < 2, "It is for plans with more than one tier."),
            (
                "deferral_share",
                plan.deferral_share > 0.0 && plan.credit == Credit::MutualValue,
                "What is credited after delivery is not paid before it.",
            ),
            ("draw_is_recoverable", plan.draw == 0.0 && plan.draw_is_recoverable != plain.draw_is_recoverable, "Set draw above 0."),
        ];
        for (idle, _, hint) in idle.into_iter().filter(|(_, is_idle, _)| *is_idle) {
            self.warn(&key(idle), format!("{} has no effect", key(idle)), hint);
        }
    }
}
