//! Settings that differ in systems: the keys of their scenarios, defaults filled in, that are not the same in all of them.

use super::csv::{Lines, guarded};
use crate::scenario::event::DatedEvent;
use crate::scenario::keys::{Leaf, Section};
use crate::scenario::member::Member;
use crate::scenario::pod::{Patch, Pod};
use crate::scenario::provider::Role;
use crate::scenario::{Loaded, Scenario, leaves};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// What is said where nothing is.
pub const NOTHING: &str = "No settings differ.";
/// Keys that change nothing.
const NAMES: [&str; 2] = ["name", "about"];
/// What stands where a system has no such key.
const NOT_THERE: &str = "–";

/// Settings that differ in systems.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SettingsDocument {
    /// Names of the systems, in the order given.
    pub systems: Vec<String>,
    /// The keys that are not the same in all of them, section by section.
    pub settings: Vec<Setting>,
}

/// A key that is not the same in all systems.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Setting {
    /// The whole path, such as `organisation.coverage`.
    pub key: String,
    /// Unit in words, empty for a pure number.
    pub unit: String,
    /// Its value in each system; null where a system has no such key.
    pub values: Vec<Value>,
    /// Where each value was set: file and line, or `--set`; null for a default. Told by `winflow diff` alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub set_at: Option<Vec<Option<String>>>,
}

impl Setting {
    /// What the key belongs to: its path without its last part.
    pub fn section(&self) -> &str {
        self.key.rsplit_once('.').map_or("", |(section, _)| section)
    }

    /// Its values as people write them.
    pub fn shown(&self) -> impl Iterator<Item = String> {
        self.values.iter().map(shown)
    }

    /// Where its values were set, each place once; a default is not a place.
    pub fn places(&self) -> String {
        let mut places: Vec<&str> = Vec::new();
        for place in self.set_at.iter().flatten().flatten() {
            if !places.contains(&place.as_str()) {
                places.push(place);
            }
        }
        places.join(", ")
    }
}

/// A value as people write it: `3`, not `3.0`; a list with commas.
pub fn shown(value: &Value) -> String {
    match value {
        Value::Null => NOT_THERE.to_string(),
        Value::String(text) if text.is_empty() => "none".to_string(),
        Value::String(text) => text.clone(),
        Value::Array(list) if list.is_empty() => "none".to_string(),
        Value::Array(list) => list.iter().map(shown).collect::<Vec<_>>().join(", "),
        other => other.as_f64().map_or_else(|| other.to_string(), |number| number.to_string()),
    }
}

/// The keys that are not the same in all scenarios, section by section in the order in which they are declared.
pub fn set_differently(scenarios: &[&Scenario]) -> Vec<Setting> {
    let all: Vec<Vec<Leaf>> = scenarios.iter().map(|scenario| leaves(scenario)).collect();
    let by_path: Vec<BTreeMap<&str, &Leaf>> = all.iter().map(|one| one.iter().map(|leaf| (leaf.path.as_str(), leaf)).collect()).collect();
    let mut found: Vec<Setting> = Vec::new();
    let mut told: BTreeMap<&str, ()> = BTreeMap::new();
    for leaf in all.iter().flatten() {
        if NAMES.contains(&leaf.path.as_str()) || told.insert(&leaf.path, ()).is_some() {
            continue;
        }
        let values: Vec<Value> =
            by_path.iter().map(|one| one.get(leaf.path.as_str()).map_or(Value::Null, |leaf| leaf.value.clone())).collect();
        if values.iter().any(|value| *value != values[0]) && !is_unsaid(&leaf.path, &values) {
            found.push(Setting { key: leaf.path.clone(), unit: leaf.meta.spec.unit.to_string(), values, set_at: None });
        }
    }
    by_section(found)
}

/// Whether a key belongs to an entry that only some of the systems have, and has its default there: nobody has said it.
fn is_unsaid(path: &str, values: &[Value]) -> bool {
    let mut steps = path.split('.');
    let (section, key) = (steps.next(), steps.nth(1));
    let keys = match section {
        Some("role") => Role::keys(),
        Some("event") => DatedEvent::keys(),
        Some("person") => Member::keys(),
        Some("pod") => Pod::keys(),
        Some("patch") => Patch::keys(),
        _ => return false,
    };
    let default = keys.into_iter().find(|known| Some(known.meta.name) == key).map(|known| known.default);
    values.iter().any(Value::is_null) && values.iter().all(|value| value.is_null() || Some(value) == default.as_ref())
}

/// Brings the keys of a section together, the sections in the order in which they first appear.
fn by_section(settings: Vec<Setting>) -> Vec<Setting> {
    let mut sections: Vec<(String, Vec<Setting>)> = Vec::new();
    for setting in settings {
        let section = setting.section().to_string();
        match sections.iter_mut().find(|(name, _)| *name == section) {
            Some((_, list)) => list.push(setting),
            None => sections.push((section, vec![setting])),
        }
    }
    sections.into_iter().flat_map(|(_, list)| list).collect()
}

impl SettingsDocument {
    /// Holds loaded scenarios against each other, with the places where keys were set.
    pub fn new(systems: &[(String, &Loaded)]) -> Self {
        let scenarios: Vec<&Scenario> = systems.iter().map(|(_, loaded)| &loaded.scenario).collect();
        let mut settings = set_differently(&scenarios);
        for setting in &mut settings {
            let place = |loaded: &Loaded| loaded.origin(&setting.key).map(|place| place.file_and_line());
            setting.set_at = Some(systems.iter().map(|(_, loaded)| place(loaded)).collect());
        }
        Self { systems: systems.iter().map(|(name, _)| name.clone()).collect(), settings }
    }

    /// The document as text, with a final line break.
    pub fn to_json(&self) -> String {
        super::words::json(self)
    }

    /// A row for each key and system.
    pub fn to_csv(&self) -> String {
        let mut lines = Lines::headed(["key", "section", "unit", "scenario", "value", "set_at"]);
        for setting in &self.settings {
            for (place, (name, value)) in self.systems.iter().zip(&setting.values).enumerate() {
                let value = if value.is_null() { String::new() } else { shown(value) };
                let set_at = setting.set_at.as_ref().and_then(|all| all.get(place)?.clone()).unwrap_or_default();
                let cells = [&setting.key, setting.section(), &setting.unit, &guarded(name), &guarded(&value), &guarded(&set_at)];
                lines.push(cells);
            }
        }
        lines.into_text()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::load;

    fn document(sets: [&[&str]; 2]) -> SettingsDocument {
        let loaded = sets.map(|sets| load("mid", &[], &sets.iter().map(|s| s.to_string()).collect::<Vec<_>>()).expect("a scenario"));
        SettingsDocument::new(&[("one".to_string(), &loaded[0]), ("two".to_string(), &loaded[1])])
    }

    #[test]
    fn what_differs_is_told_with_its_values_its_unit_and_its_place() {
        let found = document([&[], &["organisation.coverage=3", "flow.wip_limit=4", "organisation.handover_loss=0.4"]]);
        let keys: Vec<&str> = found.settings.iter().map(|s| s.key.as_str()).collect();
        assert_eq!(keys, ["organisation.coverage", "organisation.handover_loss", "flow.wip_limit"], "in the order of declaration");
        let coverage = &found.settings[0];
        assert_eq!((coverage.values[1].as_f64(), coverage.unit.as_str()), (Some(3.0), "people"));
        assert_eq!(coverage.set_at.as_ref().map(|at| at[1].clone()), Some(Some("--set".to_string())));
        assert_eq!(found.to_csv().lines().count(), 7);
    }

    #[test]
    fn equal_scenarios_differ_in_nothing_whatever_they_are_called() {
        let found = document([&["flow.wip_limit=4"], &["flow.wip_limit=4", "name=\"other\""]]);
        assert!(found.settings.is_empty(), "{found:?}");
    }

    #[test]
    fn a_key_that_only_one_has_has_no_value_in_the_other() {
        let loaded = [load("mid", &[], &[]), load("hero", &[], &[]), load("line", &[], &[])].map(|l| l.expect("a scenario"));
        let found = set_differently(&[&loaded[1].scenario, &loaded[2].scenario]);
        let closer = found.iter().find(|s| s.key == "role.closer.people").expect("the line has closers");
        assert_eq!((closer.values[0].is_null(), shown(&closer.values[0]).as_str()), (true, "–"));
    }
}
