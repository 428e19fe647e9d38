//! Deliveries by our people: somebody can do them, and they are work.

use super::{Checker, did_you_mean};
use crate::scenario::phases::is_set_by;
use crate::scenario::problems::shown;

impl Checker<'_> {
    pub(super) fn deliveries(&mut self) {
        let scenario = self.scenario;
        for (name, role) in &scenario.role.entries {
            let key = format!("role.{name}.delivers");
            for offering in &role.delivers {
                match scenario.offering.get(offering) {
                    None => {
                        let message = format!("{key} names \"{}\", which is not an offering", shown(offering));
                        self.refuse(&["offering", "role.delivers"], &key, message, did_you_mean(offering, scenario.offering.names()));
                    }
                    Some(it) if it.delivery_hours == 0.0 && !self.may_change(&format!("offering.{offering}.delivery_hours")) => {
                        let message = format!("{key} names {offering}, whose delivery takes no hours");
                        self.warn(&key, message, format!("Set offering.{offering}.delivery_hours."));
                    }
                    Some(_) => {}
                }
            }
        }
        for (name, offering) in &scenario.offering.entries {
            let key = format!("offering.{name}.delivery_hours");
            let delivers = |role: &str| scenario.role.get(role).is_some_and(|role| role.delivers.contains(name));
            let has_anybody = scenario.role.names().any(|role| delivers(role) && scenario.has_anybody(role));
            if offering.delivery_hours > 0.0 && !has_anybody {
                let message = format!("{key} is above 0, and nobody delivers {name}");
                let hint = format!("Write delivers = [\"{name}\"] for a role with people, or deliveries_per_month if others deliver.");
                self.refuse(&["offering.delivery_hours", "role.delivers", "role.people"], &key, message, hint);
            }
            if offering.delivery_hours > 0.0 && offering.deliveries_per_month > 0.0 {
                let message = format!("offering.{name} has both delivery_hours and deliveries_per_month");
                let hint = "With hours, as many are delivered as our people can: leave deliveries_per_month out.";
                self.refuse(&["offering.delivery_hours", "offering.deliveries_per_month"], &key, message, hint);
            }
        }
    }

    /// Whether an event sets a key.
    fn may_change(&self, path: &str) -> bool {
        self.scenario.event.values().any(|event| event.set.iter().any(|set| is_set_by(set, path)))
    }
}
