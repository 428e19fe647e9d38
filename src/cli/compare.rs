//! `winflow compare`: several systems in the same worlds; and the first run, without arguments.

use super::comparison::compare_and_print;
use super::failure::Failure;
use super::numbers::{share, whole};
use super::options::{Cuts, Guards, Kept, Length, Measures, Precise, Printed, Resumed, Settings, Worlds, experiment};
use super::systems::Systems;
use crate::experiment::verdicts::Questions;
use crate::session::compare::Question;
use crate::session::firms::Firms;
use crate::session::{Layers, Options};
use clap::Args;

/// Systems of the first run; each alone means "in the mid-size market".
const FIRST_RUN: [&str; 2] = ["hero", "team"];

const EXAMPLES: &str = "\
Examples:
  winflow compare hero team
  winflow compare my.toml --with pool                 with and without it
  winflow compare mid --with hero --with team,pool --set 'role.*.people=+2'

The first system is the baseline. Differences are taken world by world: the \
same customers, the same people, the same luck.";

/// Arguments of `compare`.
#[derive(Debug, Clone, Args)]
#[command(after_help = EXAMPLES)]
pub struct Compare {
    #[command(flatten)]
    systems: Systems,
    #[command(flatten)]
    pub(super) comparison: Comparison,
}

/// How systems are compared.
#[derive(Debug, Clone, Args)]
pub struct Comparison {
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
    /// Smallest difference that matters [default: 2%]
    #[arg(long, value_name = "SHARE", default_value = "2%", hide_default_value = true, value_parser = share, allow_hyphen_values = true)]
    matters: f64,
    /// Firms like this one to compare in, at least 20 [default: 300]
    #[arg(long, value_name = "N", value_parser = whole::<u64>(20..=20_000), allow_negative_numbers = true)]
    firms: Option<u64>,
    /// Compare in this firm alone
    #[arg(long, conflicts_with = "firms")]
    as_described: bool,
    #[command(flatten)]
    precise: Precise,
    #[command(flatten)]
    pub(super) resumed: Resumed,
}

/// The first run: the built-in hero and the built-in team in the built-in mid-size market.
///
/// # Errors
/// If results cannot be written.
pub fn first_run(comparison: &Comparison, command: &[String]) -> Result<(), Failure> {
    comparison.run(FIRST_RUN.map(Layers::alone).to_vec(), command)
}

/// Compares systems.
///
/// # Errors
/// If the usage or a scenario is wrong, or results cannot be written.
pub fn compare(arguments: &Compare, command: &[String]) -> Result<(), Failure> {
    arguments.comparison.run(arguments.systems.compared("compare")?, command)
}

impl Comparison {
    fn run(&self, systems: Vec<Layers>, command: &[String]) -> Result<(), Failure> {
        let about = Questions { matters: self.matters, ..self.measures.questions() };
        let firms = if self.as_described { Firms::None } else { self.firms.map_or(Firms::Usual, Firms::Exactly) };
        let question = Question { systems, about, precision: self.precise.asked(), firms, by: self.cuts.by() };
        compare_and_print(&question, &self.options(&question.systems, command)?, &self.measures, &self.printed, &self.kept)
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
