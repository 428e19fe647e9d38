//! From what the command line names to systems that are ready to run.

use super::arguments::Simulation;
use super::failure::{Failure, gather};
use super::{terminal, warm_up};
use crate::experiment::distinct_names;
use crate::market::arrivals::{Arrivals, FileReport};
use crate::report::results::words::list;
use crate::scenario::guard::Guard;
use crate::scenario::{self, Loaded, Scenario};
use crate::simulation::Model;
use std::path::Path;
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
    pub notes: Vec<String>,
    /// What is odd but can be run.
    pub warnings: Vec<String>,
    /// What its results have to be.
    pub guards: Vec<Guard>,
}

/// A scenario and its overlays, as named on the command line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// A file or a built-in scenario.
    pub base: String,
    /// Overlays on it, in order.
    pub overlays: Vec<String>,
}

impl Named {
    /// What the system is called: as the scenario calls itself if it stands alone, else by what sets it apart.
    pub fn name(&self, scenario: &Scenario) -> String {
        let own = Some(scenario.name.as_str()).filter(|name| !name.is_empty() && self.overlays.is_empty());
        own.map_or_else(|| self.label(), printable)
    }

    /// A name for people: the overlays if there are any, else the scenario; without folders and endings.
    fn label(&self) -> String {
        let stem = |text: &String| Path::new(text).file_stem().map_or_else(|| text.clone(), |s| s.to_string_lossy().into_owned());
        let stems: Vec<String> = if self.overlays.is_empty() { vec![stem(&self.base)] } else { self.overlays.iter().map(stem).collect() };
        printable(&stems.join("+"))
    }
}

/// The overlays of one `--with`.
///
/// # Errors
/// If one of them is empty.
pub fn overlays(with: &str) -> Result<Vec<String>, Failure> {
    let overlays: Vec<String> = with.split(',').map(|o| o.trim().to_string()).collect();
    if overlays.iter().any(String::is_empty) {
        return Err(Failure::Usage(format!("--with '{with}' names an empty overlay; expected OVERLAY or OVERLAY,OVERLAY")));
    }
    Ok(overlays)
}

/// Changes of settings that the options ask for.
pub fn settings(set: &[String], years: Option<f64>) -> Vec<String> {
    set.iter().cloned().chain(years.map(|years| format!("time.years={years:?}"))).collect()
}

/// Loads systems and gives them distinct names. All problems of all scenarios are reported together.
///
/// # Errors
/// If a scenario is invalid.
pub fn systems(named: &[Named], simulation: &Simulation) -> Result<Vec<System>, Failure> {
    Ok(systems_with_sources(named, simulation)?.into_iter().map(|(_, system)| system).collect())
}

/// The same, each with the scenario as it was loaded.
///
/// # Errors
/// If a scenario is invalid.
pub fn systems_with_sources(named: &[Named], simulation: &Simulation) -> Result<Vec<(Loaded, System)>, Failure> {
    let mut settings = settings(&simulation.set, simulation.years);
    settings.extend(warm_up::setting(named, &settings, simulation)?);
    let mut systems = Vec::new();
    let mut problems: Vec<String> = Vec::new();
    for one in named {
        match load_with_source(one, &settings) {
            Ok(system) => systems.push(system),
            Err(Failure::Scenario(said)) => gather(&mut problems, said),
            Err(other) => return Err(other),
        }
    }
    if !problems.is_empty() {
        return Err(Failure::Scenario(problems));
    }
    let names = distinct_names(systems.iter().map(|(_, s)| s.name.clone()).collect());
    for ((_, system), name) in systems.iter_mut().zip(names) {
        system.name = name;
    }
    // On the command line a guard is for the plan, not for what it is compared with.
    let guarded = if systems.len() > 1 { 1 } else { 0 };
    for (_, system) in systems.iter_mut().skip(guarded) {
        system.guards.extend(simulation.guard.iter().cloned());
    }
    if !simulation.quiet {
        warn(systems.iter().map(|(_, system)| system));
    }
    Ok(systems)
}

/// Tells what is odd, and what was found in files, once.
pub fn warn<'s>(systems: impl IntoIterator<Item = &'s System>) {
    let mut told: Vec<String> = Vec::new();
    for system in systems {
        let warnings = system.warnings.iter().map(|warning| format!("Note: {warning}"));
        for line in system.notes.iter().cloned().chain(warnings) {
            if !told.contains(&line) {
                terminal::say(&line);
                told.push(line);
            }
        }
    }
}

/// Loads one system.
///
/// # Errors
/// If the scenario is invalid.
pub fn load(named: &Named, settings: &[String]) -> Result<System, Failure> {
    Ok(load_with_source(named, settings)?.1)
}

fn load_with_source(named: &Named, settings: &[String]) -> Result<(Loaded, System), Failure> {
    let loaded = scenario::load(&named.base, &named.overlays, settings)?;
    let system = system(&loaded, named.name(&loaded.scenario))?;
    Ok((loaded, system))
}

/// A scenario as a system that is ready to run.
///
/// # Errors
/// If its real arrivals cannot be read.
pub fn system(loaded: &Loaded, name: String) -> Result<System, Failure> {
    let (arrivals, found) = Arrivals::read(&loaded.scenario, &loaded.csv_files)?;
    Ok(System {
        name,
        resolved: scenario::to_json(&loaded.scenario),
        fingerprint: fingerprint(&loaded.scenario, &arrivals),
        notes: found.files.iter().map(counted).collect(),
        warnings: loaded.warnings.iter().chain(&found.warnings).map(ToString::to_string).collect(),
        guards: loaded.guards.clone(),
        model: Model::new(&loaded.scenario, Arc::new(arrivals)),
    })
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
        hash.update(&arrival.channel.to_le_bytes());
        hash.update(&arrival.segment.map_or(u32::MAX, u32::from).to_le_bytes());
        hash.update(&arrival.value.unwrap_or(-1.0).to_le_bytes());
    }
    format!("{of_scenario}-{:032x}", hash.digest128())
}

/// What was found in a file of real arrivals.
fn counted(file: &FileReport) -> String {
    let kept: Vec<String> = file.kept.iter().map(|(channel, rows)| format!("{rows} for {channel}")).collect();
    let mut text = format!("{}: {} rows, {}", file.file.display(), file.rows, list(&kept));
    if file.unclaimed > 0 {
        text.push_str(&format!("; {} that no channel claims", file.unclaimed));
    }
    if file.bad > 0 {
        text.push_str(&format!("; {} left out because something in them is wrong", file.bad));
    }
    text
}

/// A text without what would confuse a terminal.
fn printable(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_system_is_called_by_what_sets_it_apart() {
        let named = |base: &str, overlays: &[&str]| Named { base: base.into(), overlays: overlays.iter().map(|o| o.to_string()).collect() };
        assert_eq!(named("folder/my.toml", &[]).label(), "my");
        assert_eq!(named("mid", &["team", "x/fast.toml"]).label(), "team+fast");
    }

    #[test]
    fn empty_overlays_are_refused() {
        assert_eq!(overlays("team, fast").ok(), Some(vec!["team".to_string(), "fast".to_string()]));
        assert!(matches!(overlays("team,,fast"), Err(Failure::Usage(_))));
        assert!(overlays("").is_err());
    }
}
