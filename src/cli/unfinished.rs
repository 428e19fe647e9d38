//! What an unfinished run was about: so that only the same run goes on with its worlds.

use super::arguments::Simulation;
use super::scenarios::System;
use crate::experiment::runner::Shard;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::fmt;
use std::path::PathBuf;

/// More differences than these are not told.
const MOST_TOLD: usize = 8;

/// What an unfinished run was about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Unfinished {
    /// Version of winflow.
    pub version: String,
    /// Fingerprint of the program: another build may give other numbers.
    pub program: String,
    /// The command line, without the program.
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

/// Why an unfinished run cannot be gone on with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Where it is.
    pub folder: PathBuf,
    /// What is different.
    pub why: String,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let folder = self.folder.display();
        write!(
            f,
            "cannot resume what is in {folder}, because this is another run:\n  {}\n\
             Put that back and resume, or leave out --resume to begin anew (the kept worlds stay where they are).",
            self.why.replace('\n', "\n  ")
        )
    }
}

impl Unfinished {
    /// What a run is about.
    pub fn new(options: &Simulation, experiment: &str, name: &str, settings: Value, systems: &[System]) -> Self {
        let one = |system: &System| UnfinishedScenario {
            name: system.name.clone(),
            fingerprint: system.fingerprint.clone(),
            scenario: system.resolved.clone(),
        };
        Self {
            version: env!("CARGO_PKG_VERSION").to_string(),
            program: program(),
            command: options.command_line.clone(),
            shard: options.shard,
            name: name.to_string(),
            experiment: experiment.to_string(),
            settings,
            seed: options.seed,
            scenarios: systems.iter().map(one).collect(),
        }
    }

    /// As text.
    pub fn to_json(&self) -> String {
        crate::report::results::words::json(self)
    }

    /// The command that goes on with it.
    pub fn command_to_resume(&self) -> String {
        let mut words = vec!["winflow".to_string()];
        words.extend(self.command.iter().filter(|word| *word != "--resume").cloned());
        words.push("--resume".to_string());
        shlex::try_join(words.iter().map(String::as_str)).unwrap_or_else(|_| words.join(" "))
    }

    /// In what another run, as it was written down, is different; `None` if its worlds are worlds of this one. How many worlds are
    /// asked for, and how they are shown, makes no difference.
    pub fn difference(&self, text: &[u8]) -> Option<String> {
        let Ok(other) = serde_json::from_slice::<Self>(text) else {
            return Some("its plan.json cannot be read".to_string());
        };
        let mut list = Vec::new();
        if other.version != self.version || other.program != self.program || self.program.is_empty() {
            list.push(format!("it was begun by another build of winflow ({}, this is {})", other.version, self.version));
        }
        if other.shard != self.shard {
            list.push("it is another shard".to_string());
        }
        list.extend(self.content_differs(&other));
        if list.is_empty() {
            return None;
        }
        let more = list.len().saturating_sub(MOST_TOLD);
        list.truncate(MOST_TOLD);
        if more > 0 {
            list.push(format!("and {more} more"));
        }
        Some(list.join("\n"))
    }

    /// In what the question itself is different.
    pub fn content_differs(&self, other: &Self) -> Vec<String> {
        let mut list = Vec::new();
        if other.experiment != self.experiment {
            list.push(format!("it is a run of winflow {}, this of winflow {}", other.experiment, self.experiment));
        }
        if other.seed != self.seed {
            list.push(format!("its seed is {}, now it is {}", other.seed, self.seed));
        }
        json_differences(&other.settings, &self.settings, "", &mut list);
        let names = |run: &Self| run.scenarios.iter().map(|s| s.name.clone()).collect::<Vec<_>>().join(", ");
        if names(other) != names(self) {
            list.push(format!("its systems are {}, now they are {}", names(other), names(self)));
            return list;
        }
        for (then, now) in other.scenarios.iter().zip(&self.scenarios) {
            let before = list.len();
            json_differences(&then.scenario, &now.scenario, &format!("{}: ", now.name), &mut list);
            if list.len() == before && then.fingerprint != now.fingerprint {
                list.push(format!("{}: the real arrivals are others now", now.name));
            }
        }
        list
    }
}

/// Where two values differ, as "path was this, is now that".
fn json_differences(then: &Value, now: &Value, path: &str, list: &mut Vec<String>) {
    let step = |key: &str| if path.is_empty() || path.ends_with(' ') { format!("{path}{key}") } else { format!("{path}.{key}") };
    match (then, now) {
        (Value::Object(a), Value::Object(b)) => {
            let keys = a.keys().chain(b.keys().filter(|key| !a.contains_key(*key)));
            keys.filter(|key| *key != "name" && *key != "about").for_each(|key| {
                json_differences(a.get(key).unwrap_or(&Value::Null), b.get(key).unwrap_or(&Value::Null), &step(key), list);
            });
        }
        _ if then != now => list.push(format!("{path} was {then}, is now {now}")),
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
        let command = ["compare", "hero", "my file.toml"].map(String::from).to_vec();
        Unfinished {
            version: "1".into(),
            program: "x".into(),
            command,
            shard: None,
            name: "hero-vs-team".into(),
            experiment: "compare".into(),
            settings: json!({}),
            seed,
            scenarios,
        }
    }

    #[test]
    fn what_has_changed_is_said() {
        let now = unfinished(3.0, 1);
        assert_eq!(now.difference(now.to_json().as_bytes()), None);
        let differs = |then: Unfinished| now.difference(then.to_json().as_bytes()).unwrap_or_default();
        assert_eq!(differs(unfinished(4.0, 1)), "team: flow.wip_limit was 4.0, is now 3.0");
        assert_eq!(differs(unfinished(3.0, 2)), "its seed is 2, now it is 1");
        assert_eq!(now.difference(b"{").as_deref(), Some("its plan.json cannot be read"));
        let renamed = Unfinished { command: vec!["compare".into()], ..unfinished(3.0, 1) };
        assert_eq!(now.difference(renamed.to_json().as_bytes()), None);
    }

    #[test]
    fn the_command_to_go_on_can_be_pasted() {
        assert_eq!(unfinished(3.0, 1).command_to_resume(), "winflow compare hero 'my file.toml' --resume");
    }
}
