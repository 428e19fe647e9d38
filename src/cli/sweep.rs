//! `winflow sweep`: many settings in the same worlds, and which is best.

use super::failure::Failure;
use super::numbers::whole;
use super::options::{Format, Guards, Kept, Length, LikeIt, Measures, Printed, Resumed, Settings, Worlds, experiment};
use super::progress::Progress;
use super::shown::{files_are_in, guarded, look, set_apart};
use super::systems::Systems;
use super::terminal;
use crate::experiment::design::{Design, MOST_POINTS};
use crate::report::terminal::sweep as text;
use crate::session::Options;
use crate::session::sweep::{Question, Swept};
use clap::{Args, ValueEnum};

const EXAMPLES: &str = "\
Examples:
  winflow sweep team --over flow.wip_limit=1,2,3,5,8
  winflow sweep mid --with hero --with team --over role.*.people=x0.5..x1.5:5
  winflow sweep team --over flow.wip_limit=2,8 --firms 100     not in this firm alone
  winflow sweep study.toml                       everything from a study file

VALUES: a list 2,4,8, a range 4..20, one with levels 4..20:5, equal ratios \
1..100:3:log. The best of many settings looks better than it is; the result says by how much.";

/// Arguments of `sweep`.
#[derive(Debug, Clone, Args)]
#[command(after_help = EXAMPLES)]
#[command(mut_arg("scenarios", |scenarios| scenarios.help("Scenarios, each a system; or one study file")))]
pub struct Sweep {
    #[command(flatten)]
    systems: Systems,
    /// A setting and its values; repeat for more settings
    #[arg(long, value_name = "KEY=VALUES")]
    over: Vec<String>,
    /// factorial, one-way, latin or sobol [default: factorial]
    #[arg(long, value_name = "DESIGN", value_enum, hide_possible_values = true)]
    design: Option<SweepDesign>,
    /// Points to draw [default: ten for each setting]
    #[arg(long, value_name = "N", value_parser = whole::<u64>(1..=MOST_POINTS as u64), allow_negative_numbers = true)]
    points: Option<u64>,
    /// Leave out points at which the scenario is invalid
    #[arg(long)]
    skip_invalid: bool,
    #[command(flatten)]
    worlds: Worlds,
    #[command(flatten)]
    like_it: LikeIt,
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
    pub(super) resumed: Resumed,
}

/// How the combinations of a sweep are chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum SweepDesign {
    /// Every value with every value of the others
    Factorial,
    /// One setting at a time, the others as they are
    OneWay,
    /// A Latin hypercube
    Latin,
    /// A scrambled Sobol sequence
    Sobol,
}

/// Sweeps.
///
/// # Errors
/// If the usage, a study or a scenario is wrong, or results cannot be written.
pub fn sweep(arguments: &Sweep, command: &[String]) -> Result<(), Failure> {
    let (question, options) = (arguments.question(), arguments.options(command)?);
    let progress = Progress::of_kept(&arguments.kept);
    let result = crate::session::sweep::sweep(&question, &options, progress.host());
    let swept = progress.ended(result)?;
    terminal::print_in(arguments.printed.format, &arguments.rendered(&swept))?;
    swept.kept?;
    guarded(&swept.guards, swept.document.over().several())
}

impl Sweep {
    fn question(&self) -> Question {
        let design = |design: SweepDesign| match design {
            SweepDesign::Factorial => Design::Factorial,
            SweepDesign::OneWay => Design::OneWay,
            SweepDesign::Latin => Design::Latin,
            SweepDesign::Sobol => Design::Sobol,
        };
        Question {
            scenarios: self.systems.scenarios.clone(),
            with: self.systems.with.clone(),
            over: self.over.clone(),
            design: self.design.map(design),
            points: self.points.map(|points| points as usize),
            firms: self.like_it.firms,
            skip_invalid: self.skip_invalid,
            measures: self.measures.named(),
            all: self.measures.all,
        }
    }

    fn options(&self, command: &[String]) -> Result<Options, Failure> {
        // A study names its scenarios itself, and is no scenario.
        let systems = if self.over.is_empty() { Vec::new() } else { self.systems.named()? };
        Ok(Options {
            years: self.length.window.years,
            warm_up: self.length.warm_up,
            guards: self.guards.for_systems(&systems, &self.settings)?,
            ..experiment(&self.worlds, &self.settings, &self.kept, &self.resumed, command)
        })
    }

    /// The results in the format asked for.
    fn rendered(&self, Swept { document, measures, kept, .. }: &Swept) -> String {
        let look = look(self.measures.all);
        match self.printed.format {
            Format::Json => document.to_json(),
            Format::Csv => document.to_csv(),
            Format::Md => text::markdown(document, measures, look),
            Format::Table => set_apart(&text::render(document, measures, look), &document.systems) + &files_are_in(kept),
        }
    }
}
