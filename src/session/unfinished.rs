//! What an unfinished run was about: so that only the same run resumes its worlds.

use super::change::{Change, Pair};
use super::options::Options;
use super::systems::System;
use crate::experiment::runner::Shard;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What an unfinished run was about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Unfinished {
    /// Version of winflow.
    pub version: String,
    /// Fingerprint of the program: another build may give other numbers.
    pub program: String,
    /// The words by which it was asked for: see [`Keeping`](super::Keeping).
    pub command: Vec<String>,
    /// Which part of it this is, if only one.
    pub shard: Option<Shard>,
    /// Name of its results.
    pub name: String,
    /// What kind of experiment.
    pub experiment: String,
    /// What it depends on besides.
    pub settings: Value,
    /// Seed of every world.
    pub seed: u64,
    /// The systems.
    pub scenarios: Vec<UnfinishedScenario>,
}

/// A system of an unfinished run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct UnfinishedScenario {
    /// Name in the results.
    pub name: String,
    /// Fingerprint of the scenario and of the real arrivals it uses.
    pub fingerprint: String,
    /// The scenario with every default filled in.
    pub scenario: Value,
}

impl Unfinished {
    /// What a run is about.
    pub fn new(options: &Options, experiment: &str, name: &str, settings: Value, systems: &[System]) -> Self {
        let scenario = |system: &System| UnfinishedScenario {
            name: system.name.clone(),
            fingerprint: system.fingerprint.clone(),
            scenario: system.resolved.clone(),
        };
        Self {
            version: env!("CARGO_PKG_VERSION").to_string(),
            program: program(),
            command: options.keeping.command.clone(),
            shard: options.keeping.shard,
            name: name.to_string(),
            experiment: experiment.to_string(),
            settings,
            seed: options.seed(),
            scenarios: systems.iter().map(scenario).collect(),
        }
    }

    /// As text.
    pub fn to_json(&self) -> String {
        crate::report::results::words::json(self)
    }

    /// In what another run, as it was written down, is different; in nothing if its worlds are worlds of this one. How many worlds are
    /// asked for, and how they are shown, makes no difference.
    pub fn changes_since(&self, text: &[u8]) -> Vec<Change> {
        let Ok(other) = serde_json::from_slice::<Self>(text) else { return vec![Change::NotRead] };
        let mut changes = Vec::new();
        if other.version != self.version || other.program != self.program || self.program.is_empty() {
            changes.push(Change::Build(other.version.clone()));
        }
        if other.shard != self.shard {
            changes.push(Change::Shard);
        }
        changes.extend(self.question_changes(&other));
        changes
    }

    /// In what the question of another run is different.
    pub fn question_changes(&self, other: &Self) -> Vec<Change> {
        let mut changes = Vec::new();
        if other.experiment != self.experiment {
            changes.push(Change::Experiment(Pair { then: other.experiment.clone(), now: self.experiment.clone() }));
        }
        if other.seed != self.seed {
            changes.push(Change::Seed(Pair { then: other.seed, now: self.seed }));
        }
        add_settings(&other.settings, &self.settings, "", &mut changes);
        let names = |run: &Self| run.scenarios.iter().map(|scenario| scenario.name.clone()).collect::<Vec<_>>().join(", ");
        if names(other) != names(self) {
            changes.push(Change::Systems(Pair { then: names(other), now: names(self) }));
            return changes;
        }
        for (then, now) in other.scenarios.iter().zip(&self.scenarios) {
            let before = changes.len();
            add_settings(&then.scenario, &now.scenario, &format!("{}: ", now.name), &mut changes);
            if changes.len() == before && then.fingerprint != now.fingerprint {
                changes.push(Change::Arrivals(now.name.clone()));
            }
        }
        changes
    }
}

/// Adds every setting in which two values differ.
fn add_settings(then: &Value, now: &Value, path: &str, changes: &mut Vec<Change>) {
    let step = |key: &str| if path.is_empty() || path.ends_with(' ') { format!("{path}{key}") } else { format!("{path}.{key}") };
    match (then, now) {
        (Value::Object(a), Value::Object(b)) => {
            let keys = a.keys().chain(b.keys().filter(|key| !a.contains_key(*key)));
            keys.filter(|key| *key != "name" && *key != "about").for_each(|key| {
                add_settings(a.get(key).unwrap_or(&Value::Null), b.get(key).unwrap_or(&Value::Null), &step(key), changes);
            });
        }
        _ if then != now => {
            let values = Pair { then: then.clone(), now: now.clone() };
            changes.push(Change::Setting { path: path.to_string(), values });
        }
        _ => {}
    }
}

/// Fingerprint of the running program; empty where it cannot be read.
pub fn program() -> String {
    let bytes = std::env::current_exe().and_then(std::fs::read);
    bytes.map_or_else(|_| String::new(), |bytes| format!("{:032x}", xxhash_rust::xxh3::xxh3_128(&bytes)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn unfinished(wip_limit: f64, seed: u64) -> Unfinished {
        let scenario = json!({ "name": "a name", "flow": { "wip_limit": wip_limit } });
        let scenarios = vec![UnfinishedScenario { name: "team".into(), fingerprint: format!("{wip_limit}"), scenario }];
        Unfinished {
            version: "1".into(),
            program: "x".into(),
            command: ["compare", "hero", "team"].map(String::from).to_vec(),
            shard: None,
            name: "hero-vs-team".into(),
            experiment: "compare".into(),
            settings: json!({}),
            seed,
            scenarios,
        }
    }

    #[test]
    fn what_has_changed_is_known() {
        let now = unfinished(3.0, 1);
        let changes = |then: &Unfinished| now.changes_since(then.to_json().as_bytes());
        assert_eq!(changes(&now), []);
        let values = Pair { then: json!(4.0), now: json!(3.0) };
        let setting = Change::Setting { path: "team: flow.wip_limit".into(), values };
        assert_eq!(setting.to_string(), "team: flow.wip_limit was 4.0, is now 3.0");
        assert_eq!(changes(&unfinished(4.0, 1)), [setting]);
        assert_eq!(changes(&unfinished(3.0, 2)), [Change::Seed(Pair { then: 2, now: 1 })]);
        assert_eq!(now.changes_since(b"{"), [Change::NotRead]);
        assert_eq!(changes(&Unfinished { shard: Some(Shard { number: 1, of: 2 }), ..unfinished(3.0, 1) }), [Change::Shard]);
        assert_eq!(changes(&Unfinished { command: vec!["compare".into()], ..unfinished(3.0, 1) }), []);
    }
}
