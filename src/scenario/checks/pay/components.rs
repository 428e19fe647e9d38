//! What a plan is made of: components, gates, measures that count, bands of deals, extra pay.

use super::super::{Checker, did_you_mean};
use crate::scenario::pay::{Band, Credit, Customers, MOST_COMPONENTS, MOST_TIERS, PayPlan, WHOLE};
use crate::scenario::problems::shown;
use crate::scenario::read::plain_number;
use jiff::civil::Date;

/// Weights add up to the whole if they are within this of it: a numerical tolerance.
const HAIR: f64 = 1e-9;

impl Checker<'_> {
    /// Whether a plan is a component of another one.
    pub(super) fn is_component(&self, name: &str) -> bool {
        self.scenario.plan.values().any(|plan| plan.components.iter().any(|component| component == name))
    }

    /// The components of a plan, and its gate.
    pub(super) fn parts(&mut self, name: &str, plan: &PayPlan) {
        let scenario = self.scenario;
        let key = format!("plan.{name}.components");
        let mut weights = 0.0;
        for (place, component) in plan.components.iter().enumerate() {
            let other = scenario.plan.get(component);
            weights += other.map_or(0.0, |other| other.weight);
            let (message, hint) = match other {
                None => {
                    (format!("{key} names \"{}\", which is not a plan", shown(component)), did_you_mean(component, scenario.plan.names()))
                }
                Some(_) if component == name => {
                    (format!("{key} names the plan itself"), "What the components leave is paid by the plan itself: take it out.".into())
                }
                Some(_) if plan.components[..place].contains(component) => {
                    (format!("{key} names \"{}\" twice", shown(component)), "Name it once, and set its weight.".into())
                }
                Some(other) if !other.components.is_empty() => (
                    format!("{key} names \"{}\", which has components of its own", shown(component)),
                    "Name all components in one plan.".into(),
                ),
                Some(other) if other.weight == 0.0 => {
                    let message = format!("plan.{component}.weight = 0: as a component it pays nothing");
                    self.warn(&format!("plan.{component}"), message, "Give it its share of the variable pay: weight = 0.2.");
                    continue;
                }
                Some(_) => continue,
            };
            self.refuse(&["plan.components"], &key, message, hint);
        }
        if plan.components.len() > MOST_COMPONENTS {
            let message = format!("{key} has {} elements, at most {MOST_COMPONENTS} are possible", plan.components.len());
            self.refuse(&["plan.components"], &key, message, "Take fewer.");
        }
        if weights > 1.0 + HAIR {
            let message = format!("the weights of the components of plan.{name} add up to {}, more than all", plain_number(weights));
            self.refuse(&["plan.components", "plan.weight"], &key, message, "What they leave of 1 is paid by the plan itself: lower them.");
        }
        if plan.weight > 0.0 && !self.is_component(name) {
            let path = format!("plan.{name}.weight");
            let message = format!("{path} has no effect: it is a component of no plan");
            self.warn(&path, message, format!("Name it in the plan that it is a part of: components = [\"{name}\"]."));
        }
        if self.is_component(name) && !scenario.role.values().any(|role| role.plan == *name) {
            let plain = PayPlan::default();
            for (path, is_set) in
                [("base_share", plan.base_share != plain.base_share), ("on_top_share", plan.on_top_share != plain.on_top_share)]
            {
                if is_set {
                    let path = format!("plan.{name}.{path}");
                    self.warn(
                        &path,
                        format!("{path} has no effect"),
                        "Base and variable pay are divided by the plan that it is a component of.",
                    );
                }
            }
        }
        self.gate(name, plan);
    }

    fn gate(&mut self, name: &str, plan: &PayPlan) {
        let key = format!("plan.{name}.gate_plan");
        if plan.gate_plan.is_empty() {
            return;
        }
        if plan.gate == 0.0 {
            self.warn(&key, format!("{key} has no effect"), "Set gate to the attainment that has to be reached.");
        }
        if plan.gate_plan == name {
            let message = format!("{key} names the plan itself");
            self.refuse(&["plan.gate_plan"], &key, message, "Leave it out: without it the gate goes by the plan's own attainment.");
            return;
        }
        // Every pay that it is a part of has to have the other part.
        let scenario = self.scenario;
        let is_of_a_role = |whole: &str| scenario.role.values().any(|role| role.plan == whole);
        let wholes = scenario.plan.entries.iter();
        let wholes =
            wholes.filter(|(whole, other)| (whole == name && is_of_a_role(whole)) || other.components.iter().any(|part| part == name));
        for (whole, other) in wholes {
            let parts: Vec<&str> =
                other.components.iter().map(String::as_str).chain([whole.as_str()]).filter(|part| *part != name).collect();
            if parts.contains(&plan.gate_plan.as_str()) || (plan.gate_plan == WHOLE && whole != name) {
                continue;
            }
            let message = format!("{key} = \"{}\" is no other part of the pay by plan.{whole}", shown(&plan.gate_plan));
            let hint = if parts.is_empty() {
                "Leave it out: without it the gate goes by the plan's own attainment.".to_string()
            } else {
                did_you_mean(&plan.gate_plan, parts.into_iter())
            };
            self.refuse(&["plan.gate_plan", "plan.components"], &key, message, hint);
            return;
        }
    }

    /// What is credited, and what quota there is for it.
    pub(super) fn measure(&mut self, name: &str, plan: &PayPlan) {
        let key = |key: &str| format!("plan.{name}.{key}");
        let pays = plan.variable_share() > 0.0 || self.is_component(name);
        let credit = plan.credit;
        if credit.is_counted() && plan.quota_number == 0.0 && pays {
            let message = format!("{} is needed: what is credited is counted", key("quota_number"));
            let hint = "Say how many are the quota of a period: quota_number = 15.";
            self.refuse(&["plan.quota_number", "plan.credit"], &key("credit"), message, hint);
        }
        if matches!(credit, Credit::Retention | Credit::Objectives) && plan.team_share > 0.0 {
            let message = format!("{} with a credit that is each person's own", key("team_share"));
            self.refuse(&["plan.team_share", "plan.credit"], &key("team_share"), message, "Set team_share = 0.");
        }
        let plain = PayPlan::default();
        let goes_on = self.scenario.relationship.goes_on;
        let quarter = plan.period_weeks < 52.0;
        let idle = [
            ("quota_number", !credit.is_counted() && plan.quota_number > 0.0, "It is for meetings held and opportunities accepted."),
            (
                "quota",
                (credit.is_counted() || credit == Credit::Objectives) && plan.quota != plain.quota,
                "What is counted has quota_number.",
            ),
            ("customers", !credit.is_of_deals() && plan.customers != Customers::All, "It is for plans that credit deals."),
            ("granted_share", credit != Credit::Objectives && plan.granted_share != plain.granted_share, "Set credit = \"objectives\"."),
            (
                "tier_rate",
                credit == Credit::Objectives && plan.tier_rate != plain.tier_rate,
                "Objectives are granted as a share: granted_share.",
            ),
            ("year_to_date", plan.year_to_date && !quarter, "Its periods are years already."),
            ("deferral_share", !credit.is_of_deals() && plan.deferral_share > 0.0, "Only what deals are credited can be held back."),
            (
                "customers",
                credit.is_of_deals() && plan.customers != Customers::All && !goes_on,
                "Set relationship.goes_on = true: nobody is remembered.",
            ),
            ("credit", credit == Credit::Retention && !goes_on, "Set relationship.goes_on = true: nothing is renewed."),
        ];
        for (path, _, hint) in idle.into_iter().filter(|(_, is_idle, _)| *is_idle) {
            self.warn(&key(path), format!("{} has no effect", key(path)), hint);
        }
    }

    /// Bands of deals.
    pub(super) fn bands(&mut self, name: &str, plan: &PayPlan) {
        let key = |key: &str| format!("plan.{name}.{key}");
        let plain = PayPlan::default();
        if plan.band_by == Band::None {
            for path in ["band_from", "band_rate"] {
                let is_set = if path == "band_from" { plan.band_from != plain.band_from } else { plan.band_rate != plain.band_rate };
                if is_set {
                    self.warn(&key(path), format!("{} has no effect", key(path)), "Say what the bands are of: band_by = \"discount\".");
                }
            }
            return;
        }
        let involved = ["plan.band_from", "plan.band_rate"];
        let lists = [(key("band_from"), &plan.band_from), (key("band_rate"), &plan.band_rate)];
        let [from, rate] = &lists;
        self.in_pairs(
            &involved,
            [(&from.0, from.1), (&rate.0, rate.1)],
            MOST_TIERS,
            "They go in pairs: where a band begins, and how many times it counts.",
        );
        if plan.band_from.first() != Some(&0.0) || plan.band_from.windows(2).any(|pair| pair[1] <= pair[0]) {
            let message = format!("{} = {:?} does not rise from 0", key("band_from"), plan.band_from);
            let hint = "The first band begins at 0, each other above the one before: band_from = [0, 0.1, 0.2].";
            self.refuse(&involved, &key("band_from"), message, hint);
        } else if plan.band_by == Band::Discount && plan.band_from.iter().any(|from| *from >= 1.0) {
            let message = format!("{} = {:?} holds a discount of all of the price", key("band_from"), plan.band_from);
            self.refuse(&involved, &key("band_from"), message, "Discounts are shares: 0.1 is 10 %.");
        }
    }

    /// Extra pay for some weeks.
    pub(super) fn extra_pay(&mut self, name: &str, plan: &PayPlan) {
        let key = |key: &str| format!("plan.{name}.{key}");
        let pays = plan.extra_share > 0.0 || plan.extra_each > 0.0;
        if plan.extra_from.is_empty() {
            if pays {
                let path = if plan.extra_share > 0.0 { "extra_share" } else { "extra_each" };
                self.warn(&key(path), format!("{} has no effect", key(path)), "Say from when it is paid: extra_from = \"2024-06-01\".");
            }
            return;
        }
        let Ok(first) = plan.extra_from.parse::<Date>() else {
            let message = format!("{} = \"{}\" is not a date", key("extra_from"), shown(&plan.extra_from));
            self.refuse(&["plan.extra_from"], &key("extra_from"), message, "Write year, month, day: \"2024-06-01\".");
            return;
        };
        if !pays {
            self.warn(&key("extra_from"), format!("{} has no effect", key("extra_from")), "Say what is paid: extra_share, or extra_each.");
        }
        let time = &self.scenario.time;
        let Ok(window) = time.window_start.parse::<Date>() else { return };
        let days = f64::from((first - window).get_days());
        let (warm_up, end) = (-7.0 * time.warm_up_weeks, 365.25 * time.years);
        if pays && (days >= end || days + 7.0 * plan.extra_weeks <= warm_up) {
            let message = format!("{} = \"{}\" is outside of the time that is simulated", key("extra_from"), plan.extra_from);
            self.warn(&key("extra_from"), message, format!("The window begins on {}: time.window_start.", time.window_start));
        }
    }
}
