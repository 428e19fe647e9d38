//! Figures are not believed: they are computed again from the rows that were kept, by the code that made them, and have to be the same to
//! the bit.
//!
//! What no row tells is believed by its checksum: the reason why a measure is the same in every world, the command that tells where keys
//! were set, results by group, what guards require and why, how many assumptions were drawn for firms like it, and
//! which of them were tried.

use super::figure_names::{contradictions, other_line};
use super::not_read::{AGAIN, NotRead, Wrong};
use super::read::{MEASURES, Manifest};
use super::rows::JourneyRow;
use super::tables::Row;
use super::{GROUPS, RESULTS, Stored, of_firms};
use crate::experiment::firms::Difference;
use crate::experiment::precision::Rule;
use crate::experiment::same_customers::SameCustomers;
use crate::experiment::verdicts::{Questions, Standing};
use crate::experiment::{Outcome, SystemOutcome};
use crate::report::results::document::{Document, SameCustomersResult, SettingsResult};
use crate::report::results::files::WORLDS;
use crate::report::results::folder::MANIFEST;
use crate::report::results::ids::MeasureId;
use crate::report::results::precision::PrecisionResult;
use crate::report::results::settings;
use crate::scenario::guard::Guard;
use crate::scenario::{self, Scenario};
use serde::Deserialize;
use serde_json::Value;
use std::mem::take;

/// What the manifest says that results depend on besides systems, seed and worlds.
#[derive(Deserialize)]
struct Settings {
    measures: Vec<MeasureId>,
    matters: f64,
    #[serde(default)]
    precision: Option<f64>,
    #[serde(default)]
    most_worlds: u64,
    #[serde(default)]
    firms: Option<u64>,
}

impl Settings {
    fn questions(&self) -> Questions {
        Questions { measures: self.measures.iter().map(|id| id.0).collect(), matters: self.matters }
    }

    fn difference(&self) -> Difference {
        Difference { measure: self.questions().first(), matters: self.matters }
    }

    fn rule(&self) -> Option<Rule> {
        let rule = |precision| Rule { questions: self.questions(), precision, most_worlds: self.most_worlds };
        self.precision.map(rule)
    }
}

/// Everything in which results are not what follows from the rows and the manifest.
pub fn problems(stored: &mut Stored, manifest: &Manifest, measures: Option<&[u8]>) -> Vec<NotRead> {
    let (results, of_manifest) = (stored.folder.join(RESULTS), stored.folder.join(MANIFEST));
    let settings: Settings = match serde_json::from_value(manifest.settings.clone()) {
        Ok(settings) => settings,
        Err(error) => return vec![NotRead::new(&of_manifest, Wrong::Json(error), AGAIN)],
    };
    let names = stored.document.scenarios.iter().map(|scenario| &scenario.name);
    if stored.systems.is_empty() || !names.eq(stored.systems.iter().map(|system| &system.name)) {
        return vec![NotRead::new(&of_manifest, Wrong::OtherSystems, AGAIN)];
    }
    let mut problems = fingerprints(stored);
    problems.extend(of_firms::problems(stored, settings.firms.unwrap_or(0)));
    let same_customers = match same_customers(stored, manifest) {
        Ok(counts) => counts,
        Err(why) => {
            problems.push(why);
            return problems;
        }
    };
    // Rows may be many: they are lent to the outcome, not copied.
    let worlds = |system: &mut super::StoredSystem| SystemOutcome { name: system.name.clone(), worlds: take(&mut system.worlds) };
    let outcome = Outcome { seed: manifest.seed, systems: stored.systems.iter_mut().map(worlds).collect(), same_customers };
    let found = document(stored, &settings, &outcome);
    stored.systems.iter_mut().zip(outcome.systems).for_each(|(system, outcome)| system.worlds = outcome.worlds);
    if stored.document != found {
        let [of_results, of_rows] = [&stored.document, &found].map(|document| serde_json::to_value(document).unwrap_or_default());
        problems.extend(contradictions(&results, &of_results, &of_rows, WORLDS));
    }
    let guards = serde_json::to_value(&found.guards).unwrap_or_default();
    let kept = if manifest.found.guards.is_null() { Value::Array(Vec::new()) } else { manifest.found.guards.clone() };
    problems.extend(contradictions(&of_manifest, &kept, &guards, WORLDS));
    problems.extend(measures.and_then(|text| other_line(&stored.folder.join(MEASURES), text, found.to_csv().as_bytes(), WORLDS)));
    problems.extend(of_groups(stored));
    problems
}

/// The document that follows from the rows; what no row tells is as it is written.
fn document(stored: &Stored, settings: &Settings, outcome: &Outcome) -> Document {
    let written = &stored.document;
    let guards: Vec<Vec<Guard>> = stored.systems.iter().map(|system| guards_of(written, &system.name)).collect();
    let mut found = Document::answering(outcome, &settings.questions()).guarded(outcome, &guards);
    if let Some(asked) = settings.firms {
        let difference = settings.difference();
        found.firms = of_firms::results(stored, asked, difference, outcome);
        found.turning = of_firms::turning(stored, difference);
    }
    found.by.clone_from(&written.by);
    found.precision = settings.rule().map(|rule| PrecisionResult::new(&rule, outcome));
    let scenarios: Vec<&Scenario> = stored.systems.iter().map(|system| &system.scenario).collect();
    let command = written.settings.as_ref().and_then(|settings| settings.command.clone());
    found.settings = (scenarios.len() > 1).then(|| SettingsResult { keys: settings::set_differently(&scenarios), command });
    for (found, written) in found.differences.iter_mut().zip(&written.differences) {
        for (found, written) in found.measures.iter_mut().zip(&written.measures) {
            found.why_same = written.why_same.clone().filter(|_| found.standing == Standing::Same);
        }
    }
    found
}

/// What is required of a system.
fn guards_of(document: &Document, system: &str) -> Vec<Guard> {
    let of_system = document.guards.iter().filter(|guard| guard.scenario == system);
    of_system.filter_map(|guard| Some(Guard { because: guard.because.clone(), ..Guard::parse(&guard.require).ok()? })).collect()
}

/// Scenarios in the manifest that are not those of their fingerprints. Where real arrivals are in a fingerprint, it begins with that of the
/// scenario.
fn fingerprints(stored: &Stored) -> Vec<NotRead> {
    let path = stored.folder.join(MANIFEST);
    let mut problems = Vec::new();
    for system in &stored.systems {
        let found = scenario::fingerprint(&system.scenario);
        if system.fingerprint.split('-').next() != Some(found.as_str()) {
            let what = format!("the fingerprint of {}", system.name);
            let why = Wrong::Contradicts {
                what: what.into(),
                written: system.fingerprint.as_str().into(),
                by: "its scenario",
                found: found.into(),
            };
            problems.push(NotRead::new(&path, why, AGAIN));
        }
    }
    problems
}

/// What became of the same customers, by the table of customers. Where it does not hold all worlds, by the results, which have to add up to
/// the endings.
fn same_customers(stored: &Stored, manifest: &Manifest) -> Result<Vec<SameCustomers>, NotRead> {
    let is_whole = manifest.found.worlds_in.get(JourneyRow::FILE).is_none_or(|held| *held >= manifest.worlds);
    let Some((baseline, others)) = stored.systems.split_first() else { return Ok(Vec::new()) };
    if !is_whole {
        let path = stored.folder.join(RESULTS);
        return match stored.document.same_customers.len() == others.len() && add_up(stored) {
            true => {
                let counted = |same: &SameCustomersResult| SameCustomers { counts: same.counts.0.map(|row| row.0), differ: false };
                Ok(stored.document.same_customers.iter().map(counted).collect())
            }
            false => Err(NotRead::new(&path, Wrong::DoesNotFit, AGAIN)),
        };
    }
    let path = stored.folder.join(JourneyRow::FILE);
    let of_both = |other: &super::StoredSystem| {
        let mut counts = SameCustomers::default();
        // The same customers may need other things, where scenarios say so.
        let alike = |a: &JourneyRow, b: &JourneyRow| (a.world, a.journey) == (b.world, b.journey);
        let is_told = stored.document.same_customers.iter().any(|same| same.scenario == other.name);
        if !is_told {
            return Ok(SameCustomers { differ: true, ..counts });
        }
        if baseline.journeys.len() != other.journeys.len() || !baseline.journeys.iter().zip(&other.journeys).all(|(a, b)| alike(a, b)) {
            return Err(NotRead::new(&path, Wrong::OtherCustomers(baseline.name.clone(), other.name.clone()), AGAIN));
        }
        for (a, b) in baseline.journeys.iter().zip(&other.journeys) {
            counts.counts[a.ending as usize][b.ending as usize] += 1;
        }
        Ok(counts)
    };
    others.iter().map(of_both).collect()
}

/// Whether customers by both endings add up to those by each.
fn add_up(stored: &Stored) -> bool {
    let of = |name: &str| stored.document.scenarios.iter().find(|scenario| scenario.name == name).map(|s| s.endings.0);
    stored.document.same_customers.iter().all(|same| {
        let (Some(a), Some(b)) = (of(&same.baseline), of(&same.scenario)) else { return false };
        let counts = &same.counts.0;
        let total = |possibility: &crate::report::results::document::Possibility| possibility.possible + possibility.not_possible;
        (0..a.len()).all(|ending| {
            counts[ending].0.iter().sum::<u64>() == total(&a[ending])
                && counts.iter().map(|row| row.0[ending]).sum::<u64>() == total(&b[ending])
        })
    })
}

/// Buying groups that are pictured, and end otherwise than the customer did.
fn of_groups(stored: &Stored) -> Vec<NotRead> {
    let path = stored.folder.join(GROUPS);
    let mut problems = Vec::new();
    for group in &stored.groups {
        let system = stored.systems.iter().find(|system| system.name == group.scenario);
        let Some(system) = system else {
            problems.push(NotRead::new(&path, Wrong::NoSystem(group.scenario.clone()), AGAIN));
            continue;
        };
        let journey = system.journeys.iter().find(|journey| (journey.world, journey.journey) == (group.world, group.journey));
        let ending = journey.map(|journey| journey.ending);
        if ending.is_some_and(|ending| ending != group.ending) || ending.is_none() && !system.journeys.is_empty() {
            let what = format!("the ending of customer {} of {}", group.journey, group.scenario);
            let found = ending.map_or("nobody of that number", |ending| ending.title()).into();
            let why = Wrong::Contradicts { what: what.into(), written: group.ending.title().into(), by: JourneyRow::FILE, found };
            problems.push(NotRead::new(&path, why, AGAIN));
        }
    }
    problems
}
