//! `winflow map`: where one system gives way to another over two settings.

use super::failure::Failure;
use super::numbers::{Ids, measures, whole};
use super::options::{Format, Kept, Length, LikeIt, Printed, Resumed, Settings, Worlds, experiment};
use super::progress::Progress;
use super::shown::{files_are_in, look, set_apart};
use super::systems::Systems;
use super::terminal;
use crate::report::terminal::map as text;
use crate::session::Options;
use crate::session::map::{MapResult, Question};
use clap::Args;

const EXAMPLES: &str = "\
Examples:
  winflow map hero team --over market_scale=0.2..5:log --over organisation.handover_loss=0..0.6
  winflow map study.toml                         everything from a study file
  winflow map study.toml --firms 40              over firms like this one

The first --over runs from left to right, the second from bottom to top. A coarse \
grid first, then finer cells where the sign of the difference turns.";

/// Arguments of `map`.
#[derive(Debug, Clone, Args)]
#[command(after_help = EXAMPLES)]
#[command(mut_arg("scenarios", |scenarios| scenarios.help("Two scenarios, or one and --with; or one study file")))]
#[command(mut_arg("worlds", |worlds| worlds.help("Number of simulated worlds [default: 12]")))]
pub struct Map {
    #[command(flatten)]
    systems: Systems,
    /// A setting and its range: once for each axis
    #[arg(long, value_name = "KEY=LOW..HIGH")]
    over: Vec<String>,
    /// Cells on each side of the first grid [default: 5]
    #[arg(long, value_name = "N", value_parser = whole::<u32>(2..=20), allow_negative_numbers = true)]
    cells: Option<u32>,
    /// How often border cells are divided [default: 2]
    #[arg(long, value_name = "N", value_parser = whole::<u32>(0..=4), allow_negative_numbers = true)]
    refine: Option<u32>,
    #[command(flatten)]
    worlds: Worlds,
    #[command(flatten)]
    like_it: LikeIt,
    #[command(flatten)]
    length: Length,
    #[command(flatten)]
    settings: Settings,
    #[command(flatten)]
    printed: Printed,
    #[command(flatten)]
    kept: Kept,
    /// Measure to compare [default: win_win_deals_per_month]
    #[arg(long, value_name = "ID", value_parser = measures)]
    measure: Vec<Ids>,
    #[command(flatten)]
    pub(super) resumed: Resumed,
}

/// Maps.
///
/// # Errors
/// If the usage, a study or a scenario is wrong, or results cannot be written.
pub fn map(arguments: &Map, command: &[String]) -> Result<(), Failure> {
    let (question, options) = (arguments.question(), arguments.options(command));
    let progress = Progress::of_kept(&arguments.kept);
    let result = crate::session::map::map(&question, &options, progress.host());
    let mapped = progress.ended(result)?;
    terminal::print_in(arguments.printed.format, &arguments.rendered(&mapped))?;
    Ok(mapped.kept.map(drop)?)
}

impl Map {
    fn question(&self) -> Question {
        Question {
            scenarios: self.systems.scenarios.clone(),
            with: self.systems.with.clone(),
            over: self.over.clone(),
            cells: self.cells,
            refine: self.refine,
            firms: self.like_it.firms,
            measures: self.measure.iter().flat_map(|Ids(ids)| ids.clone()).collect(),
        }
    }

    fn options(&self, command: &[String]) -> Options {
        Options {
            years: self.length.window.years,
            warm_up: self.length.warm_up,
            ..experiment(&self.worlds, &self.settings, &self.kept, &self.resumed, command)
        }
    }

    /// The results in the format asked for.
    fn rendered(&self, MapResult { document, kept }: &MapResult) -> String {
        match self.printed.format {
            Format::Json => document.to_json(),
            Format::Csv => document.to_csv(),
            Format::Md => text::markdown(document),
            Format::Table => {
                let systems = [document.baseline.clone(), document.scenario.clone()];
                set_apart(&text::render(document, look(false)), &systems) + &files_are_in(kept)
            }
        }
    }
}
