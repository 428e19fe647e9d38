//! `winflow explain`: which part of a change makes the difference.

use super::failure::Failure;
use super::numbers::whole;
use super::options::{Format, Kept, Length, Measures, Printed, Resumed, Settings, Worlds, experiment};
use super::progress::Progress;
use super::shown::{files_are_in, look};
use super::systems::Systems;
use super::terminal;
use crate::report::results::influence::Method;
use crate::report::terminal::{explain as text, influence as screen, rewrite};
use crate::session::Options;
use crate::session::explain::{self, Explained, MOST_COALITIONS, Question, Rewritten};
use crate::session::influence::{self, Screened};
use clap::{Args, ValueEnum};

const EXAMPLES: &str = "\
Examples:
  winflow explain hero team
  winflow explain mid --with hero --with team,pool --keys
  winflow explain hero team --firms 100          over firms like this one
  winflow explain hero team --assumptions        which assumptions it depends on
  winflow explain --rewrite mid --with done-to   which activities to rewrite

The parts of a change are switched in all combinations; each gets its share of \
the difference (Shapley value), and shares add up to the whole.";

/// How it is found out which assumptions a difference depends on.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum How {
    /// What each explains by itself
    FirstOrder,
    /// Also what the first eight explain together with others
    Total,
    /// What each does when it alone is moved
    Morris,
}

impl From<How> for Method {
    fn from(how: How) -> Self {
        match how {
            How::FirstOrder => Self::FirstOrder,
            How::Total => Self::Total,
            How::Morris => Self::Morris,
        }
    }
}

/// Of fewer firms no spread is divided among assumptions.
const FEWEST_FIRMS: u64 = 40;

/// Arguments of `explain`.
#[derive(Debug, Clone, Args)]
#[command(after_help = EXAMPLES)]
#[command(mut_arg("scenarios", |scenarios| scenarios.help("Two scenarios, or one and --with")))]
pub struct Explain {
    #[command(flatten)]
    systems: Systems,
    /// Single settings instead of groups of settings
    #[arg(long)]
    keys: bool,
    /// Combinations to run before orders are drawn
    #[arg(long, value_name = "N", default_value_t = MOST_COALITIONS, value_parser = whole::<u64>(4..=1024), allow_negative_numbers = true)]
    most_coalitions: u64,
    /// Turn activities into done-with, one by one
    #[arg(long, conflicts_with_all = ["keys", "most_coalitions"])]
    rewrite: bool,
    /// What it depends on: first-order, total or morris
    #[arg(long, value_name = "METHOD", hide_possible_values = true, num_args = 0..=1, require_equals = true, default_missing_value = "first-order",
          conflicts_with_all = ["keys", "most_coalitions", "rewrite"])]
    assumptions: Option<How>,
    /// Run over N firms like this one, at least 20; for --assumptions 40 [default: 1000]
    #[arg(long, value_name = "N", conflicts_with = "rewrite", value_parser = whole::<u64>(20..=100_000), allow_negative_numbers = true)]
    firms: Option<u64>,
    #[command(flatten)]
    worlds: Worlds,
    #[command(flatten)]
    length: Length,
    #[command(flatten)]
    settings: Settings,
    #[command(flatten)]
    printed: Printed,
    #[command(flatten)]
    kept: Kept,
    #[command(flatten)]
    measures: Measures,
    #[command(flatten)]
    pub(super) resumed: Resumed,
}

/// Says which part of a change makes the difference, or which rewrites of activities.
///
/// # Errors
/// If the usage or a scenario is wrong, it was interrupted, or results cannot be written.
pub fn explain(arguments: &Explain, command: &[String]) -> Result<(), Failure> {
    let systems = if arguments.rewrite { arguments.systems.named()? } else { arguments.systems.set_against()? };
    let options = arguments.options(command);
    let drawn = arguments.measures.named();
    let progress = Progress::of_kept(&arguments.kept);
    if arguments.rewrite {
        let result = explain::rewrite(&systems, &drawn, &options, progress.host());
        let rewritten = progress.ended(result)?;
        terminal::print_in(arguments.printed.format, &arguments.rewritten(&rewritten))?;
        return Ok(rewritten.kept.map(drop)?);
    }
    if let Some(how) = arguments.assumptions {
        let asked = arguments.measures.named();
        if let [first, more, ..] = asked.as_slice() {
            let (first, more) = (first.id(), more.id());
            let words = format!("--assumptions is about one measure: ask for {first} and {more} one after the other");
            return Err(Failure::Usage(words));
        }
        let measure = arguments.measures.questions().first();
        if let Some(firms) = arguments.firms.filter(|firms| *firms < FEWEST_FIRMS) {
            return Err(Failure::Usage(format!("--assumptions needs at least {FEWEST_FIRMS} firms, not {firms}")));
        }
        if arguments.worlds.worlds.is_some() && !arguments.kept.quiet {
            terminal::say(
                "Note: every firm is seen in one world. --worlds sets only how many worlds of the firm as described tell how much is chance; \
                 for a surer answer, ask for more firms (--firms).",
            );
        }
        let question = influence::Question { systems, measure, method: how.into(), firms: arguments.firms };
        let result = influence::assumptions(&question, &options, progress.host());
        let screened = progress.ended(result)?;
        terminal::print_in(arguments.printed.format, &arguments.screened(&screened))?;
        return Ok(screened.kept.map(drop)?);
    }
    let question = Question { systems, by_key: arguments.keys, most_coalitions: arguments.most_coalitions, drawn, firms: arguments.firms };
    let result = explain::explain(&question, &options, progress.host());
    let explained = progress.ended(result)?;
    terminal::print_in(arguments.printed.format, &arguments.explained(&explained))?;
    Ok(explained.kept.map(drop)?)
}

impl Explain {
    fn options(&self, command: &[String]) -> Options {
        Options {
            years: self.length.window.years,
            warm_up: self.length.warm_up,
            ..experiment(&self.worlds, &self.settings, &self.kept, &self.resumed, command)
        }
    }

    /// Shares in the format asked for.
    fn explained(&self, Explained { document, kept }: &Explained) -> String {
        let measures = self.measures.questions().measures;
        match self.printed.format {
            Format::Json => document.to_json(),
            Format::Csv => document.to_csv(),
            Format::Md => text::markdown(document, &measures),
            Format::Table => text::render(document, &measures, look(self.measures.all)) + &files_are_in(kept),
        }
    }

    /// What the difference depends on, in the format asked for.
    fn screened(&self, Screened { document, kept }: &Screened) -> String {
        let look = look(self.measures.all);
        match self.printed.format {
            Format::Json => document.to_json(),
            Format::Csv => document.to_csv(),
            Format::Md => screen::markdown(document, look),
            Format::Table => screen::render(document, look) + &files_are_in(kept),
        }
    }

    /// Rewrites in the format asked for.
    fn rewritten(&self, Rewritten { document, kept }: &Rewritten) -> String {
        let measures = self.measures.questions().measures;
        match self.printed.format {
            Format::Json => document.to_json(),
            Format::Csv => document.to_csv(),
            Format::Md => rewrite::markdown(document, &measures),
            Format::Table => rewrite::render(document, &measures, look(self.measures.all)) + &files_are_in(kept),
        }
    }
}
