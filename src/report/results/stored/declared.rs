//! What the manifest says about a run as a whole: what kind of experiment it was, and how long it was measured. Both are held against the
//! systems and the tables. The version of winflow is in no table: it rests on the checksum of the manifest.

use super::not_read::{AGAIN, NotRead, Wrong};
use super::read::Manifest;
use super::rows::WeekRow;
use super::tables::Row;
use super::{Stored, StoredSystem};
use crate::engine::time::{DAY, WEEK, YEAR};
use crate::measure::Measure;
use crate::report::results::files::WORLDS;
use crate::report::results::folder::MANIFEST;
use std::path::Path;

/// Days are kept in tables to a thousandth.
const A_THOUSANDTH: f64 = 0.001;

/// Everything in which the manifest contradicts what else was kept.
pub fn problems(stored: &Stored, manifest: &Manifest) -> Vec<NotRead> {
    let path = stored.folder.join(MANIFEST);
    let mut problems = Vec::new();
    let kind = if stored.systems.len() > 1 { "compare" } else { "run" };
    if stored.experiment != kind {
        let systems = "the number of its systems";
        problems.push(contradiction(&path, "the kind of experiment".to_string(), &stored.experiment, systems, kind));
    }
    for (system, years) in stored.systems.iter().zip(manifest.years()) {
        problems.extend(of_scenario(&path, &system.name, years, Some(system.scenario.time.years)));
        problems.extend(of_worlds(stored, system));
        problems.extend(of_weeks(stored, system));
    }
    problems
}

/// The length of the window in the manifest, if it is not that of the scenario there.
pub fn of_scenario(path: &Path, system: &str, written: Option<f64>, found: Option<f64>) -> Option<NotRead> {
    let shown = |years: Option<f64>| years.map_or_else(|| "left open".to_string(), |years| years.to_string());
    (written != found || written.is_none())
        .then(|| contradiction(path, format!("the years that {system} is measured"), &shown(written), "its scenario", &shown(found)))
}

/// The first world whose months are not those of the window.
fn of_worlds(stored: &Stored, system: &StoredSystem) -> Option<NotRead> {
    let months = system.scenario.time.years * 12.0;
    let of = |row: &crate::experiment::WorldRow| row.ratios[Measure::DealsPerMonth as usize].denominator;
    let other = system.worlds.iter().find(|row| of(row) != months)?;
    let what = format!("the number of months of world {} of {}", other.world, system.name);
    Some(contradiction(&stored.folder.join(WORLDS), what, &of(other).to_string(), "its scenario", &months.to_string()))
}

/// The first world whose weeks do not end with the window: its last whole week does.
fn of_weeks(stored: &Stored, system: &StoredSystem) -> Option<NotRead> {
    let (end, week) = (system.scenario.time.years * YEAR / DAY, WEEK / DAY);
    let last = system.weeks.chunk_by(|a, b| a.world == b.world).filter_map(<[WeekRow]>::last);
    let is_last = |row: &&WeekRow| (end - week - A_THOUSANDTH..=end + A_THOUSANDTH).contains(&(row.begins_days + week));
    let other = last.into_iter().find(|row| !is_last(row))?;
    let what = format!("the day on which the last week of world {} of {} ends", other.world, system.name);
    let (written, found) = (other.begins_days + week, format!("the last whole week before day {end}"));
    Some(contradiction(&stored.folder.join(WeekRow::FILE), what, &written.to_string(), "its scenario", &found))
}

fn contradiction(path: &Path, what: String, written: &str, by: &'static str, found: &str) -> NotRead {
    NotRead::new(path, Wrong::Contradicts { what: what.into(), written: written.into(), by, found: found.into() }, AGAIN)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::results::stored::sample::simulated;
    use serde_json::json;

    fn said(stored: &Stored, years: &serde_json::Value) -> Vec<String> {
        let scenario = |system: &StoredSystem| json!({ "name": system.name, "years": years, "fingerprint": "", "scenario": {} });
        let scenarios: Vec<_> = stored.systems.iter().map(scenario).collect();
        let manifest = json!({ "version": "1", "experiment": stored.experiment, "seed": 1, "worlds": 2, "scenarios": scenarios });
        problems(stored, &serde_json::from_value(manifest).expect("a manifest")).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn kind_and_length_are_those_of_systems_and_tables() {
        let mut stored = simulated(&["hero", "team"], 2, 0.3);
        assert_eq!(said(&stored, &json!(0.3)), Vec::<String>::new());
        for years in [json!(3.0), json!(null)] {
            let told = said(&stored, &years);
            assert!(told.len() == 2 && told[1].contains("manifest.json: the years that team is measured"), "{told:?}");
        }
        stored.experiment = "run".to_string();
        let told = said(&stored, &json!(0.3));
        assert!(
            told.len() == 1 && told[0].contains("the kind of experiment is run, but the number of its systems gives compare"),
            "{told:?}"
        );
        // Whoever changes the scenario and its years has the tables against them.
        stored.experiment = "compare".to_string();
        stored.systems[1].scenario.time.years = 0.4;
        let told = said(&stored, &json!(0.4));
        let files = ["manifest.json: ", "worlds.csv: the number of months of world 0 of team", "weeks.csv: the day on which the last week"];
        assert!(told.len() == 3 && files.iter().zip(&told).all(|(file, told)| told.contains(file)), "{told:?}");
    }
}
