//! From what is named to systems that are ready to run.

use super::failure::Failure;
use super::host::{Host, Notice};
use super::layers::{Layers, is_whole_path, told_apart};
use super::options::{Options, WarmUpWeeks};
use super::pilot;
use crate::experiment::runner::Arm;
use crate::market::arrivals::{Arrivals, FileReport};
use crate::report::results::assumptions;
use crate::scenario::guard::Guard;
use crate::scenario::{self, Loaded, Problem, Problems, Scenario};
use crate::simulation::Model;
use std::collections::BTreeSet;
use std::sync::Arc;

/// A system ready to run.
#[derive(Debug, Clone)]
pub struct System {
    /// Name, unique among the systems compared.
    pub name: String,
    /// What runs.
    pub model: Model,
    /// The scenario with every default filled in.
    pub resolved: serde_json::Value,
    /// Fingerprint of the resolved scenario and of the real arrivals it uses.
    pub fingerprint: String,
    /// What was found in files of real arrivals.
    pub arrivals: Vec<FileReport>,
    /// What is odd but can be run.
    pub warnings: Vec<Problem>,
    /// Keys that were set and have no effect.
    pub without_effect: BTreeSet<String>,
    /// What its results have to be.
    pub guards: Vec<Guard>,
    /// What each overlay changes of our people and their pay, in sentences.
    pub touched: Vec<String>,
}

impl System {
    /// A scenario as a system that is ready to run.
    ///
    /// # Errors
    /// If its real arrivals cannot be read.
    pub fn new(loaded: &Loaded, name: String) -> Result<Self, Problems> {
        let (arrivals, found) = Arrivals::read(&loaded.scenario, &loaded.csv_files)?;
        let scenario = without_places(&loaded.scenario);
        Ok(Self {
            name,
            resolved: scenario::to_json(&scenario),
            fingerprint: fingerprint(&scenario, &arrivals),
            arrivals: found.files,
            warnings: loaded.warnings.iter().chain(&found.warnings).cloned().collect(),
            without_effect: loaded.without_effect.clone(),
            guards: loaded.guards.clone(),
            touched: loaded.touched.clone(),
            model: Model::new(&scenario, Arc::new(arrivals)),
        })
    }

    /// The same for one of many: what was resolved is not kept for each of hundreds.
    ///
    /// # Errors
    /// As [`new`](Self::new).
    pub fn of_many(loaded: &Loaded, name: String) -> Result<Self, Problems> {
        Ok(Self { resolved: serde_json::Value::Null, ..Self::new(loaded, name)? })
    }

    /// Loads one system.
    ///
    /// # Errors
    /// If the scenario is invalid.
    pub fn load(named: &Layers, settings: &[String]) -> Result<Self, Problems> {
        Ok(load_with_source(named, settings)?.1)
    }

    /// As a runner wants it.
    pub fn arm(&self) -> Arm<'_> {
        Arm { name: &self.name, model: &self.model, fingerprint: &self.fingerprint }
    }
}

/// A scenario in which files of real arrivals have no folder where a whole path was given: results are passed on, and the folders of whoever
/// made them tell their name.
fn without_places(scenario: &Scenario) -> Scenario {
    let mut scenario = scenario.clone();
    for (_, channel) in scenario.channel.entries.iter_mut().filter(|(_, channel)| is_whole_path(&channel.csv_file)) {
        channel.csv_file = channel.csv_file.rsplit(['/', '\\']).next().unwrap_or_default().to_string();
    }
    scenario
}

/// Loads systems and gives them distinct names. All problems of all scenarios are reported together.
///
/// # Errors
/// If a scenario is invalid, or a warm-up that is to be detected cannot be.
pub fn load_all(named: &[Layers], options: &Options, host: Host<'_>) -> Result<Vec<System>, Failure> {
    Ok(load_with_sources(named, options, host)?.into_iter().map(|(_, system)| system).collect())
}

/// The same, each with the scenario as it was loaded.
///
/// # Errors
/// As [`load_all`].
pub fn load_with_sources(named: &[Layers], options: &Options, host: Host<'_>) -> Result<Vec<(Loaded, System)>, Failure> {
    let mut settings = options.all_settings();
    settings.extend(warm_up_setting(named, &settings, options, host)?);
    let mut systems = each_or_all_problems(named, |system| load_with_source(system, &settings))?;
    let names = told_apart(named, systems.iter().map(|(_, system)| system.name.clone()).collect());
    for ((_, system), name) in systems.iter_mut().zip(names) {
        system.name = name;
    }
    // A guard that is asked for is for the plan, not for what it is compared with.
    let guarded = if systems.len() > 1 { 1 } else { 0 };
    for (_, system) in systems.iter_mut().skip(guarded) {
        system.guards.extend(options.guards.iter().cloned());
    }
    notice(systems.iter().map(|(_, system)| system), host);
    // Of several systems, what differs is told with the results.
    if let [(_, system)] = systems.as_slice() {
        system.touched.iter().for_each(|line| host.observer.notice(&Notice::Touched(line.clone())));
    }
    Ok(systems)
}

/// Loads one system.
///
/// # Errors
/// As [`load_all`].
pub fn load_one(named: &Layers, options: &Options, host: Host<'_>) -> Result<System, Failure> {
    let mut settings = options.all_settings();
    settings.extend(warm_up_setting(std::slice::from_ref(named), &settings, options, host)?);
    let system = System::load(named, &settings)?;
    notice([&system], host);
    Ok(system)
}

/// Makes something of each of several things that are named; or gives all problems of all of them, each once.
///
/// # Errors
/// What is wrong with any of them.
pub fn each_or_all_problems<N, T>(named: &[N], make: impl Fn(&N) -> Result<T, Problems>) -> Result<Vec<T>, Problems> {
    let (mut made, mut problems) = (Vec::with_capacity(named.len()), Problems::default());
    for name in named {
        match make(name) {
            Ok(thing) => made.push(thing),
            Err(more) => problems.gather(more),
        }
    }
    if problems.is_empty() { Ok(made) } else { Err(problems) }
}

/// Tells what is odd in systems, and what was found in files, once.
pub fn notice<'s>(systems: impl IntoIterator<Item = &'s System>, host: Host<'_>) {
    let mut told: Vec<Notice> = Vec::new();
    for system in systems {
        let arrivals = system.arrivals.iter().cloned().map(Notice::Arrivals);
        for found in arrivals.chain(system.warnings.iter().cloned().map(Notice::Odd)) {
            if !told.contains(&found) {
                host.observer.notice(&found);
                told.push(found);
            }
        }
    }
}

/// To whom the systems sell, and for how long, as far as they agree.
pub fn setting(systems: &[System]) -> String {
    assumptions::setting(systems.iter().map(|system| system.model.scenario()))
}

/// The length of the warm-up as a setting, if one is asked for.
fn warm_up_setting(named: &[Layers], settings: &[String], options: &Options, host: Host<'_>) -> Result<Option<String>, Failure> {
    let weeks = match options.warm_up {
        None => return Ok(None),
        Some(WarmUpWeeks::Fixed(weeks)) => weeks,
        Some(WarmUpWeeks::Detect) => {
            let systems: Result<Vec<System>, Problems> = named.iter().map(|system| System::load(system, settings)).collect();
            // What is wrong with a scenario is told by whoever loads all of them.
            let Ok(systems) = systems else { return Ok(None) };
            let names = told_apart(named, systems.iter().map(|system| system.name.clone()).collect());
            let pilots: Vec<pilot::Pilot> =
                names.into_iter().zip(&systems).map(|(name, system)| pilot::Pilot::new(name, system.arm())).collect();
            pilot::detect(&pilots, options, host)? as f64
        }
    };
    Ok(Some(format!("time.warm_up_weeks={weeks:?}")))
}

fn load_with_source(named: &Layers, settings: &[String]) -> Result<(Loaded, System), Problems> {
    let loaded = scenario::load(&named.base, &named.overlays, settings)?;
    let system = System::new(&loaded, named.name(&loaded.scenario))?;
    Ok((loaded, system))
}

/// Fingerprint of the scenario, and of the real arrivals if there are any.
fn fingerprint(scenario: &Scenario, arrivals: &Arrivals) -> String {
    let of_scenario = scenario::fingerprint(scenario);
    if arrivals.rows.is_empty() {
        return of_scenario;
    }
    let mut hash = xxhash_rust::xxh3::Xxh3::new();
    for arrival in &arrivals.rows {
        hash.update(&arrival.at_hours.to_le_bytes());
        hash.update(&arrival.channel.number().to_le_bytes());
        hash.update(&arrival.segment.map_or(u32::MAX, |segment| u32::from(segment.number())).to_le_bytes());
        hash.update(&arrival.value.unwrap_or(-1.0).to_le_bytes());
    }
    format!("{of_scenario}-{:032x}", hash.digest128())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::sample::{Listener, options};
    use std::path::Path;

    fn named(base: &str) -> Layers {
        Layers::alone(base)
    }

    #[test]
    fn all_problems_of_all_systems_are_told_once() {
        let options = Options { settings: vec!["flow.wip_limmit=2".to_string()], ..options(Path::new("nowhere")) };
        let problems = match load_all(&[named("hero"), named("team"), named("no-such-scenario")], &options, Host::silent()) {
            Err(Failure::Scenario(problems)) => problems,
            other => panic!("{other:?}"),
        };
        let messages: Vec<&str> = problems.list.iter().map(|problem| problem.message.as_str()).collect();
        assert_eq!(messages.iter().filter(|message| message.contains("wip_limmit")).count(), 1, "{messages:?}");
        assert!(messages.iter().any(|message| message.contains("no-such-scenario")), "{messages:?}");
    }

    #[test]
    fn names_are_distinct_and_guards_are_not_for_the_baseline() {
        let guards = vec![Guard::parse("win_win_rate >= 0.1").expect("a guard")];
        let options = Options { guards, ..options(Path::new("nowhere")) };
        let systems = load_all(&[named("hero"), named("hero")], &options, Host::silent()).expect("systems");
        assert_eq!(systems.iter().map(|system| system.name.as_str()).collect::<Vec<_>>(), ["hero", "hero (2)"]);
        assert_eq!(systems.iter().map(|system| system.guards.len()).collect::<Vec<_>>(), [0, 1]);
        assert_eq!(systems[0].fingerprint, systems[1].fingerprint);
        let alone = load_all(&[named("hero")], &options, Host::silent()).expect("a system");
        assert_eq!(alone[0].guards.len(), 1);
    }

    #[test]
    fn what_is_odd_is_told_once() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("odd.toml");
        std::fs::write(&path, "extends = \"team\"\n[role.seler]\nlike = \"seller\"\n").expect("written");
        let (odd, listener) = (named(&path.to_string_lossy()), Listener::new());
        let loaded = load_all(&[odd.clone(), odd], &options(folder.path()), listener.host());
        let notices = listener.notices();
        assert!(loaded.is_ok() && matches!(notices.as_slice(), [Notice::Odd(_)]), "{loaded:?} {notices:?}");
    }

    #[test]
    fn a_warm_up_that_is_asked_for_is_set_in_all_systems() {
        let options = Options { warm_up: Some(WarmUpWeeks::Fixed(3.0)), ..options(Path::new("nowhere")) };
        let systems = load_all(&[named("hero"), named("line")], &options, Host::silent()).expect("systems");
        assert!(systems.iter().all(|system| system.model.scenario().time.warm_up_weeks == 3.0));
    }
}
