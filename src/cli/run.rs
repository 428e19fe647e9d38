//! `winflow run`: one system.

use super::comparison::compare_and_print;
use super::failure::Failure;
use super::options::{Cuts, Guards, Kept, Length, Measures, Precise, Printed, Resumed, Settings, Worlds, experiment};
use crate::session::compare::Question;
use crate::session::firms::Firms;
use crate::session::layers::overlays;
use crate::session::{Layers, Options};
use clap::Args;

const EXAMPLES: &str = "\
Examples:
  winflow run mid --with team --worlds 100 --all
  winflow run mid --by segment --by quarter      results by group
  winflow run my.toml --set organisation.coverage=3 --format csv";

/// Arguments of `run`.
#[derive(Debug, Clone, Args)]
#[command(after_help = EXAMPLES)]
pub struct Run {
    /// A file or a built-in scenario: mid, hero, team, ...
    scenario: String,
    /// Overlays on the scenario
    #[arg(long, value_name = "OVERLAY,...")]
    with: Vec<String>,
    #[command(flatten)]
    worlds: Worlds,
    #[command(flatten)]
    length: Length,
    #[command(flatten)]
    settings: Settings,
    #[command(flatten)]
    guards: Guards,
    #[command(flatten)]
    printed: Printed,
    #[command(flatten)]
    kept: Kept,
    #[command(flatten)]
    measures: Measures,
    #[command(flatten)]
    cuts: Cuts,
    #[command(flatten)]
    precise: Precise,
    #[command(flatten)]
    pub(super) resumed: Resumed,
}

impl Run {
    fn system(&self) -> Result<Layers, Failure> {
        let overlays = match self.with.as_slice() {
            [] => Vec::new(),
            [list] => overlays(list)?,
            _ => {
                let hint = "one --with takes several overlays, separated by commas; several --with are for winflow compare";
                return Err(Failure::Usage(format!("run simulates one system: {hint}")));
            }
        };
        Ok(Layers { base: self.scenario.clone(), overlays })
    }

    fn options(&self, systems: &[Layers], command: &[String]) -> Result<Options, Failure> {
        Ok(Options {
            years: self.length.window.years,
            warm_up: self.length.warm_up,
            guards: self.guards.for_systems(systems, &self.settings)?,
            ..experiment(&self.worlds, &self.settings, &self.kept, &self.resumed, command)
        })
    }
}

/// Simulates one system.
///
/// # Errors
/// If the usage or the scenario is wrong, or results cannot be written.
pub fn run(arguments: &Run, command: &[String]) -> Result<(), Failure> {
    let question = Question {
        systems: vec![arguments.system()?],
        about: arguments.measures.questions(),
        precision: arguments.precise.asked(),
        firms: Firms::None,
        by: arguments.cuts.by(),
    };
    let options = arguments.options(&question.systems, command)?;
    compare_and_print(&question, &options, &arguments.measures, &arguments.printed, &arguments.kept)
}
