//! A scenario with some keys as another one has them: what lies between two scenarios.

use super::load::load_resolved;
use super::write::table_to_toml;
use super::{Difference, Loaded, Problems, differences, to_json};
use serde_json::{Map, Value as Json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// Keys and sections that change nothing in a run.
const WITHOUT_EFFECT: [&str; 3] = ["name", "about", "theory"];

/// Whether a key can change anything in a run.
pub(crate) fn changes_a_run(path: &str) -> bool {
    !WITHOUT_EFFECT.contains(&path.split('.').next().unwrap_or_default())
}

impl Loaded {
    /// The keys in which another scenario is set differently, but for those that change nothing in a run. Files of real arrivals
    /// with the same name in different folders are told by their paths.
    pub fn set_differently(&self, other: &Self) -> Vec<Difference> {
        let mut list = differences(&self.scenario, &other.scenario);
        list.retain(|one| changes_a_run(&one.path));
        for (channel, file) in &self.csv_files {
            let path = format!("channel.{channel}.csv_file");
            let elsewhere = other.csv_files.get(channel).filter(|elsewhere| *elsewhere != file);
            if let Some(elsewhere) = elsewhere.filter(|_| list.iter().all(|one| one.path != path)) {
                let shown = |file: &PathBuf| Some(Json::from(file.to_string_lossy()));
                list.push(Difference { path, first: shown(file), second: shown(elsewhere) });
            }
        }
        list
    }

    /// This scenario, with these keys as `other` has them: set, or taken away where `other` has no such key.
    ///
    /// ```
    /// let [hero, team] = ["hero", "team"].map(|name| winflow::scenario::load(name, &[], &[]).unwrap());
    /// let between = hero.taking(&team, &["organisation.coverage"])?;
    /// assert_eq!(between.scenario.organisation.coverage, 3.0);
    /// assert_eq!(between.scenario.organisation.pool_size, 1.0);
    /// # Ok::<(), winflow::scenario::Problems>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Whatever contradicts itself when keys of the two stand side by side.
    pub fn taking(&self, other: &Self, keys: &[&str]) -> Result<Self, Problems> {
        let (mut mine, theirs) = (to_json(&self.scenario), to_json(&other.scenario));
        for key in keys {
            let steps: Vec<&str> = key.split('.').collect();
            take(&mut mine, &theirs, &steps);
        }
        let taken: BTreeSet<&str> = keys.iter().copied().collect();
        let mut csv_files: BTreeMap<String, PathBuf> = BTreeMap::new();
        for (channel, file) in &self.csv_files {
            if !taken.contains(format!("channel.{channel}.csv_file").as_str()) {
                csv_files.insert(channel.clone(), file.clone());
            }
        }
        for (channel, file) in &other.csv_files {
            if taken.contains(format!("channel.{channel}.csv_file").as_str()) {
                csv_files.insert(channel.clone(), file.clone());
            }
        }
        load_resolved(&format!("{} with keys of {}", self.name, other.name), table_to_toml(&mine), csv_files)
    }
}

/// Sets what is at the end of the steps as `theirs` has it. A table that becomes empty goes.
fn take(mine: &mut Json, theirs: &Json, steps: &[&str]) {
    let (Json::Object(mine), Some((first, rest))) = (mine, steps.split_first()) else { return };
    let at_theirs = theirs.get(first);
    if rest.is_empty() {
        match at_theirs {
            Some(value) => mine.insert((*first).to_string(), value.clone()),
            None => mine.shift_remove(*first),
        };
        return;
    }
    let inner = mine.entry((*first).to_string()).or_insert_with(|| Map::new().into());
    take(inner, at_theirs.unwrap_or(&Json::Null), rest);
    if inner.as_object().is_some_and(Map::is_empty) {
        mine.shift_remove(*first);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{fingerprint, load};

    fn loaded(base: &str, overlays: &[&str]) -> Loaded {
        let overlays: Vec<String> = overlays.iter().map(|o| o.to_string()).collect();
        load(base, &overlays, &[]).expect("a shipped scenario")
    }

    #[test]
    fn with_all_keys_it_is_the_other_and_with_none_itself() {
        let pairs = [
            (loaded("mid", &["hero"]), loaded("mid", &["team", "pool", "done-with"])),
            (loaded("mid", &["line", "accelerator"]), loaded("enterprise", &["team", "stars"])),
            (loaded("small", &["team", "mutual-value", "manipulative"]), loaded("mid", &["hero", "cap-ratchet", "per-hour", "push"])),
            (loaded("mid", &["hero"]), loaded("desk", &[])),
        ];
        for (a, b) in pairs.iter().flat_map(|(a, b)| [(a, b), (b, a)]) {
            let keys = a.set_differently(b);
            let paths: Vec<&str> = keys.iter().map(|one| one.path.as_str()).collect();
            let of = |one: &Loaded| {
                let mut scenario = one.scenario.clone();
                scenario.theory.clear();
                fingerprint(&scenario)
            };
            assert_eq!(of(&a.taking(b, &paths).expect("valid")), of(b));
            assert_eq!(of(&a.taking(b, &[]).expect("valid")), of(a));
            assert!(a.set_differently(a).is_empty());
        }
    }

    #[test]
    fn what_contradicts_itself_is_refused() {
        let (hero, line) = (loaded("hero", &[]), loaded("line", &[]));
        let problems = hero.taking(&line, &["role.seller.people"]).expect_err("nobody is left");
        assert!(problems.to_string().contains("no people"), "{problems}");
        assert!(hero.taking(&line, &["role.closer.people", "role.closer.parts"]).is_ok());
    }
}
