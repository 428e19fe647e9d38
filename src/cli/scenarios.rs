//! From what the command line names to systems that are ready to run.

use super::arguments::Simulation;
use super::failure::Failure;
use super::terminal;
use crate::experiment::distinct_names;
use crate::scenario;
use crate::simulation::Model;
use std::path::Path;

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
    /// What is odd but can be run.
    pub warnings: Vec<String>,
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
    let settings = settings(&simulation.set, simulation.years);
    let mut systems = Vec::new();
    let mut problems: Vec<String> = Vec::new();
    for one in named {
        match load(one, &settings) {
            Ok(system) => systems.push(system),
            Err(Failure::Scenario(said)) if !problems.contains(&said) => problems.push(said),
            Err(Failure::Scenario(_)) => {}
            Err(other) => return Err(other),
        }
    }
    if !problems.is_empty() {
        return Err(Failure::Scenario(problems.join("\n")));
    }
    let names = distinct_names(systems.iter().map(|s| s.name.clone()).collect());
    for (system, name) in systems.iter_mut().zip(names) {
        system.name = name;
    }
    if !simulation.quiet {
        warn(&systems);
    }
    Ok(systems)
}

/// Tells what is odd, once.
fn warn(systems: &[System]) {
    let mut told: Vec<&str> = Vec::new();
    for warning in systems.iter().flat_map(|s| &s.warnings) {
        if !told.contains(&warning.as_str()) {
            told.push(warning);
            terminal::say(&format!("Note: {warning}"));
        }
    }
}

/// Loads one system.
///
/// # Errors
/// If the scenario is invalid.
pub fn load(named: &Named, settings: &[String]) -> Result<System, Failure> {
    let loaded = scenario::load(&named.base, &named.overlays, settings).map_err(|problems| Failure::Scenario(problems.to_string()))?;
    let own_name = Some(loaded.scenario.name.as_str()).filter(|name| !name.is_empty() && named.overlays.is_empty());
    Ok(System {
        name: own_name.map_or_else(|| named.label(), printable),
        resolved: scenario::to_json(&loaded.scenario),
        fingerprint: scenario::fingerprint(&loaded.scenario),
        warnings: loaded.warnings.iter().map(ToString::to_string).collect(),
        model: Model::new(&loaded.scenario, Default::default()),
    })
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
