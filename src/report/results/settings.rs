//! What is set differently in systems: the keys of their scenarios, defaults filled in, that are not the same in all of them.

use super::delimited::guarded;
use crate::report::terminal::table::{Look, align_left, table};
use crate::scenario::keys::Leaf;
use crate::scenario::{Loaded, Scenario, leaves};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// Keys that change nothing.
const NAMES: [&str; 2] = ["name", "about"];
/// What stands where a system has no such key.
const NOT_THERE: &str = "–";

/// What is set differently in systems.
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
    fn shown(&self) -> impl Iterator<Item = String> {
        self.values.iter().map(shown)
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
        if values.iter().any(|value| *value != values[0]) {
            found.push(Setting { key: leaf.path.clone(), unit: leaf.meta.spec.unit.to_string(), values, set_at: None });
        }
    }
    by_section(found)
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

    /// One table, section by section.
    pub fn to_table(&self, look: Look) -> String {
        if self.settings.is_empty() {
            return format!("{}\n", self.nothing());
        }
        let mut header = vec!["".to_string()];
        header.extend(self.systems.iter().cloned());
        header.extend(["unit".to_string(), "set at".to_string()]);
        let mut rows = table(look, &header.iter().map(String::as_str).collect::<Vec<_>>());
        let mut section = None;
        for setting in &self.settings {
            if section != Some(setting.section()) {
                section = Some(setting.section());
                rows.add_row(vec![heading(setting.section())]);
            }
            let mut row = vec![format!("  {}", last(&setting.key))];
            row.extend(setting.shown());
            row.extend([setting.unit.clone(), files_alone(&self.places(setting))]);
            rows.add_row(row);
        }
        let count = match self.settings.len() {
            1 => "1 key is".to_string(),
            many => format!("{many} keys are"),
        };
        format!("{}\n\n{count} set differently; all others are the same.\n", align_left(rows))
    }

    /// The table as Markdown.
    pub fn to_markdown(&self) -> String {
        if self.settings.is_empty() {
            return format!("{}\n", self.nothing());
        }
        let line = |cells: Vec<String>| format!("| {} |\n", cells.iter().map(|c| c.replace('|', "\\|")).collect::<Vec<_>>().join(" | "));
        let mut header = vec!["key".to_string()];
        header.extend(self.systems.iter().cloned());
        header.extend(["unit".to_string(), "set at".to_string()]);
        let mut text = line(header.clone()) + &format!("|{}\n", "---|".repeat(header.len()));
        for setting in &self.settings {
            let mut row = vec![setting.key.clone()];
            row.extend(setting.shown());
            row.extend([setting.unit.clone(), self.places(setting)]);
            text.push_str(&line(row));
        }
        text
    }

    /// A row for each key and system.
    ///
    /// # Errors
    /// If the table cannot be encoded; it goes to memory, so that does not happen.
    pub fn to_csv(&self) -> Result<String, csv::Error> {
        let mut writer = csv::WriterBuilder::new().from_writer(Vec::new());
        writer.write_record(["key", "section", "unit", "scenario", "value", "set_at"])?;
        for setting in &self.settings {
            for (place, (name, value)) in self.systems.iter().zip(&setting.values).enumerate() {
                let value = if value.is_null() { String::new() } else { shown(value) };
                let set_at = setting.set_at.as_ref().and_then(|all| all.get(place)?.clone()).unwrap_or_default();
                let cells = [&setting.key, setting.section(), &setting.unit, &guarded(name), &guarded(&value), &guarded(&set_at)];
                writer.write_record(cells)?;
            }
        }
        let bytes = writer.into_inner().map_err(|e| csv::Error::from(e.into_error()))?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    fn nothing(&self) -> String {
        "Nothing is set differently.".to_string()
    }

    /// Where the values were set, each place once; a default is not a place.
    fn places(&self, setting: &Setting) -> String {
        let mut places: Vec<&str> = Vec::new();
        for place in setting.set_at.iter().flatten().flatten() {
            if !places.contains(&place.as_str()) {
                places.push(place);
            }
        }
        places.join(", ")
    }
}

/// Places without their folders, for which a table has no room.
fn files_alone(places: &str) -> String {
    places.split(", ").map(|place| place.rsplit_once('/').map_or(place, |(_, file)| file)).collect::<Vec<_>>().join(", ")
}

fn heading(section: &str) -> String {
    if section.is_empty() { "(the scenario)".to_string() } else { section.to_string() }
}

fn last(key: &str) -> &str {
    key.rsplit_once('.').map_or(key, |(_, last)| last)
}

/// What is set differently, in brief, for above a result: at most `most` keys, and how many more there are.
pub fn brief(systems: &[String], settings: &[Setting], most: usize, command: Option<&str>, look: Look) -> String {
    if settings.is_empty() {
        return "Nothing is set differently.".to_string();
    }
    let mut header = vec!["Set differently"];
    header.extend(systems.iter().map(String::as_str));
    header.push("");
    let mut rows = table(look, &header);
    // One more than there is room for is told rather than counted.
    let most = if settings.len() == most + 1 { most + 1 } else { most };
    for setting in settings.iter().take(most) {
        let mut row = vec![setting.key.clone()];
        row.extend(setting.shown().map(|value| shortened(&value)));
        row.push(setting.unit.clone());
        rows.add_row(row);
    }
    let more = settings.len().saturating_sub(most);
    let text = align_left(rows);
    match (more, command) {
        (0, _) => text,
        (more, Some(command)) => format!("{text}\n and {more} more: {command}"),
        (more, None) => format!("{text}\n and {more} more"),
    }
}

/// Long lists are cut.
fn shortened(text: &str) -> String {
    const LONGEST: usize = 24;
    if text.chars().count() <= LONGEST { text.to_string() } else { text.chars().take(LONGEST - 1).chain(['…']).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::load;

    const LOOK: Look = Look { width: 100, colour: false, all: false };

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
        let table = found.to_table(LOOK);
        assert!(table.contains("3 keys are set differently") && table.contains("organisation\n"), "{table}");
        assert_eq!(found.to_csv().map(|csv| csv.lines().count()).ok(), Some(7));
    }

    #[test]
    fn equal_scenarios_differ_in_nothing_whatever_they_are_called() {
        let found = document([&["flow.wip_limit=4"], &["flow.wip_limit=4", "name=\"other\""]]);
        assert!(found.settings.is_empty(), "{found:?}");
        assert_eq!(found.to_table(LOOK), "Nothing is set differently.\n");
        assert_eq!(brief(&[], &[], 8, None, LOOK), "Nothing is set differently.");
    }

    #[test]
    fn a_key_that_only_one_has_has_no_value_in_the_other() {
        let loaded = [load("mid", &[], &[]), load("hero", &[], &[]), load("line", &[], &[])].map(|l| l.expect("a scenario"));
        let found = set_differently(&[&loaded[1].scenario, &loaded[2].scenario]);
        let closer = found.iter().find(|s| s.key == "role.closer.people").expect("the line has closers");
        assert_eq!((closer.values[0].is_null(), shown(&closer.values[0]).as_str()), (true, "–"));
    }

    #[test]
    fn many_are_told_in_brief() {
        let loaded = ["hero", "line"].map(|name| load(name, &[], &[]).expect("a scenario"));
        let found = set_differently(&[&loaded[0].scenario, &loaded[1].scenario]);
        let told = brief(&["hero".into(), "line".into()], &found, 8, Some("winflow diff hero line"), LOOK);
        assert_eq!(told.lines().count(), 2 + 8 + 1, "{told}");
        assert!(told.ends_with(&format!("and {} more: winflow diff hero line", found.len() - 8)), "{told}");
        assert!(told.lines().all(|line| line.chars().count() <= 100), "{told}");
    }
}
