//! `winflow compare`: several systems in the same worlds; and the first run, without arguments.

use super::arguments::{Compare, Simulation};
use super::failure::Failure;
use super::scenarios::{Named, overlays};
use super::simulate::{Job, simulate};

/// Systems of the first run; each alone means "in the mid-size market".
const FIRST_RUN: [&str; 2] = ["hero", "team"];
/// More systems than this no table could show.
const MOST_SYSTEMS: usize = 50;

/// The first run: the built-in hero and the built-in team in the built-in mid-size market.
///
/// # Errors
/// If results cannot be written.
pub fn first_run(simulation: &Simulation) -> Result<(), Failure> {
    let named = FIRST_RUN.map(|base| Named { base: base.to_string(), overlays: Vec::new() });
    simulate(&Job { named: named.to_vec(), first_run: true }, simulation)
}

/// Compares systems.
///
/// # Errors
/// If the usage or a scenario is wrong, or results cannot be written.
pub fn compare(arguments: &Compare) -> Result<(), Failure> {
    let named = named("compare", &arguments.scenarios, &arguments.with)?;
    simulate(&Job { named, first_run: false }, &arguments.simulation)
}

/// Every scenario under every `--with`.
///
/// # Errors
/// If an overlay is empty.
pub fn every(scenarios: &[String], with: &[String]) -> Result<Vec<Named>, Failure> {
    let withs: Vec<Vec<String>> =
        if with.is_empty() { vec![Vec::new()] } else { with.iter().map(|w| overlays(w)).collect::<Result<_, _>>()? };
    let pairs = scenarios.iter().flat_map(|base| withs.iter().map(move |overlays| (base, overlays)));
    Ok(pairs.map(|(base, overlays)| Named { base: base.clone(), overlays: overlays.clone() }).collect())
}

/// The systems that a command holds against each other: at least two, and no more than can be shown.
pub(super) fn named(command: &str, scenarios: &[String], with: &[String]) -> Result<Vec<Named>, Failure> {
    let named = every(scenarios, with)?;
    match named.len() {
        0 | 1 => {
            let hint =
                format!("name two scenarios (winflow {command} hero team) or two overlays (winflow {command} mid --with hero --with team)");
            let alone = if command == "compare" { "; one alone is for winflow run" } else { "" };
            Err(Failure::Usage(format!("{command} needs at least two systems: {hint}{alone}")))
        }
        2..=MOST_SYSTEMS => Ok(named),
        many => Err(Failure::Usage(format!("{many} systems are more than {command} can show; at most {MOST_SYSTEMS}"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strings(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|t| t.to_string()).collect()
    }

    #[test]
    fn one_system_for_each_with() {
        let systems = named("compare", &strings(&["mid"]), &strings(&["hero", "team,fast"])).expect("two systems");
        assert_eq!(systems.len(), 2);
        assert_eq!(systems[1].overlays, ["team", "fast"]);
        assert_eq!(named("compare", &strings(&["hero", "team", "line"]), &[]).map(|s| s.len()), Ok(3));
    }

    #[test]
    fn one_system_is_too_few_to_compare() {
        assert!(matches!(named("compare", &strings(&["mid"]), &[]), Err(Failure::Usage(_))));
        assert!(matches!(named("compare", &strings(&["mid"]), &strings(&["hero"])), Err(Failure::Usage(_))));
    }
}
