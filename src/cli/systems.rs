//! Systems as they are named on the command line.

use super::failure::Failure;
use super::terminal::say;
use crate::import::words::shown;
use crate::scenario::shipped;
use crate::session::Layers;
use crate::session::layers::{compared, every, overlays};
use clap::Args;

/// Where shipped markets are, and what is stacked on them.
const MARKETS: &str = "scenarios/markets/";
const OVERLAYS: &str = "scenarios/policies/";
/// More systems than this no table could show.
const MOST_SYSTEMS: usize = 50;

/// Several systems.
#[derive(Debug, Clone, Args)]
pub struct Systems {
    /// Scenarios, each a system: files or built-in names
    #[arg(required = true, value_name = "SCENARIO")]
    pub scenarios: Vec<String>,
    /// Overlays of a system; repeat for each system
    #[arg(long, value_name = "OVERLAY,...")]
    pub with: Vec<String>,
}

impl Systems {
    /// Every scenario under every list of overlays.
    ///
    /// # Errors
    /// If an overlay is empty.
    pub fn named(&self) -> Result<Vec<Layers>, Failure> {
        Ok(every(&self.scenarios, &self.with)?)
    }

    /// The same, but one scenario with one list of overlays is held against itself without them.
    ///
    /// # Errors
    /// If an overlay is empty.
    pub fn set_against(&self) -> Result<Vec<Layers>, Failure> {
        if let Some(note) = self.overlay_as_scenario() {
            say(&note);
        }
        Ok(compared(&self.scenarios, &self.with)?)
    }

    /// What to say where an overlay stands among the scenarios, as if a second `--with` had been forgotten.
    fn overlay_as_scenario(&self) -> Option<String> {
        let ([market, overlay], [one]) = (self.scenarios.as_slice(), self.with.as_slice()) else { return None };
        let is_of = |name: &str, folder: &str| shipped::find(name).is_some_and(|shipped| shipped.path.starts_with(folder));
        (is_of(market, MARKETS) && is_of(overlay, OVERLAYS)).then(|| {
            format!(
                "Note: {overlay} is taken as a second scenario, with {one} on it. To hold two overlays of {market} against each other, write {market} --with {one} --with {overlay}."
            )
        })
    }

    /// The systems that a command holds against each other: at least two, and no more than can be shown.
    ///
    /// # Errors
    /// If there are too few or too many, or an overlay is empty.
    pub fn compared(&self, command: &str) -> Result<Vec<Layers>, Failure> {
        let named = self.set_against()?;
        match named.len() {
            0 | 1 => {
                if let Some(list) = self.scenarios.iter().find(|one| one.contains([',', ' ']) && !one.ends_with(".toml")) {
                    let apart: Vec<&str> = list.split([',', ' ']).filter(|name| !name.is_empty()).collect();
                    return Err(Failure::Usage(format!(
                        "\"{}\" is taken for the name of one scenario; systems stand apart: winflow {command} {}",
                        shown(list),
                        shown(&apart.join(" "))
                    )));
                }
                let hint = format!(
                    "name two scenarios (winflow {command} hero team), or what is to be changed (winflow {command} mid --with team)"
                );
                let alone = if command == "compare" { "; one alone is for winflow run" } else { "" };
                Err(Failure::Usage(format!("{command} needs at least two systems: {hint}{alone}")))
            }
            2..=MOST_SYSTEMS => Ok(named),
            many => Err(Failure::Usage(format!("{many} systems are more than {command} can show; at most {MOST_SYSTEMS}"))),
        }
    }
}

/// A scenario with all overlays of all lists.
///
/// # Errors
/// If an overlay is empty.
pub fn stacked(scenario: &str, with: &[String]) -> Result<Layers, Failure> {
    let overlays = with.iter().map(|list| overlays(list)).collect::<Result<Vec<_>, _>>()?.concat();
    Ok(Layers { base: scenario.to_string(), overlays })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn systems(scenarios: &[&str], with: &[&str]) -> Systems {
        let strings = |texts: &[&str]| texts.iter().map(|text| text.to_string()).collect();
        Systems { scenarios: strings(scenarios), with: strings(with) }
    }

    #[test]
    fn each_list_of_overlays_is_a_system() {
        let named = systems(&["mid"], &["hero", "team,fast"]).compared("compare").expect("two systems");
        assert_eq!(named.len(), 2);
        assert_eq!(named[1].overlays, ["team", "fast"]);
        assert_eq!(systems(&["hero", "team", "line"], &[]).compared("compare").expect("three systems").len(), 3);
    }

    #[test]
    fn a_second_with_that_was_forgotten_is_named() {
        let note = systems(&["mid", "team"], &["hero"]).overlay_as_scenario().expect("a note");
        assert!(note.contains("mid --with hero --with team"), "{note}");
        assert_eq!(systems(&["mid", "small"], &["hero"]).overlay_as_scenario(), None);
        assert_eq!(systems(&["hero", "team"], &["salary"]).overlay_as_scenario(), None);
    }

    #[test]
    fn a_single_system_is_too_few_to_compare() {
        assert!(matches!(systems(&["mid"], &[]).compared("compare"), Err(Failure::Usage(_))));
    }

    #[test]
    fn systems_that_are_written_as_one_are_told_apart() {
        for list in ["hero,team", "hero team", "hero, team"] {
            let said = systems(&[list], &[]).compared("compare").expect_err(list).to_string();
            assert!(said.contains("winflow compare hero team"), "{said}");
        }
    }

    #[test]
    fn one_scenario_is_held_against_itself_without_the_overlay() {
        let named = systems(&["mid"], &["hero,pool"]).compared("compare").expect("two systems");
        assert_eq!((named.len(), named[0].overlays.len(), named[1].overlays.len()), (2, 0, 2));
    }
}
