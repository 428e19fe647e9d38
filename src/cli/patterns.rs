//! `winflow patterns`: published patterns as experiments.

use super::failure::Failure;
use super::numbers::whole;
use super::options::{Format, Kept, MOST_WORLDS, Printed, Resume, Worlds};
use super::progress::Progress;
use super::shown::look;
use super::terminal;
use crate::patterns::{Experiment, PatternResult};
use crate::report::results::patterns as report;
use crate::report::terminal::patterns as text;
use crate::session::options::SEED;
use crate::session::patterns::{Ran, WORLDS, WORLDS_OF_A_DRAW, chosen, claims, on_assumptions, robustness};
use crate::session::{Keeping, Options};
use clap::Args;

const EXAMPLES: &str = "\
Examples:
  winflow patterns --only F1,F20 --worlds 100
  winflow patterns --list                        the commands behind each pattern
  winflow patterns --perturb 20 --only F1,F3     with assumptions drawn anew

A claim is a hit if its 95 % interval bears it out, a miss if it contradicts it, \
undecided if more worlds are needed. Ctrl-C prints and keeps what there is.";

const WORLDS_HELP: &str = "Worlds of each experiment [default: 100; --perturb: 12]";

/// Arguments of `patterns`.
#[derive(Debug, Clone, Args)]
#[command(after_help = EXAMPLES, mut_arg("worlds", |worlds| worlds.help(WORLDS_HELP)))]
pub struct Patterns {
    /// Only these patterns
    #[arg(long, value_name = "ID,...", value_delimiter = ',')]
    only: Vec<String>,
    #[command(flatten)]
    worlds: Worlds,
    #[command(flatten)]
    printed: Printed,
    /// List patterns, sources and commands; run nothing
    #[arg(long, conflicts_with = "perturb")]
    list: bool,
    /// Redraw all assumptions N times; count how often claims hold
    #[arg(long, value_name = "N", value_parser = whole::<u64>(1..=MOST_WORLDS), allow_negative_numbers = true)]
    perturb: Option<u64>,
    #[command(flatten)]
    kept: Kept,
    #[command(flatten)]
    resume: Resume,
}

/// Runs the patterns asked for and prints what came out.
///
/// # Errors
/// If the usage is wrong, the machine refuses, or it was interrupted; then what there is has been printed.
pub fn patterns(arguments: &Patterns, command: &[String]) -> Result<(), Failure> {
    let experiments = chosen(&arguments.only)?;
    match arguments.perturb {
        _ if arguments.list => arguments.list(&experiments),
        None => arguments.claims(&experiments, &arguments.options(command)),
        // Those that are named are run, whatever they rest on.
        Some(draws) if arguments.only.is_empty() => arguments.robustness(&on_assumptions(experiments), draws, &arguments.options(command)),
        Some(draws) => arguments.robustness(&experiments, draws, &arguments.options(command)),
    }
}

impl Patterns {
    fn options(&self, command: &[String]) -> Options {
        Options {
            worlds: self.worlds.worlds,
            seed: self.worlds.seed,
            threads: self.worlds.threads.count(),
            keeping: Keeping { resume: self.resume.resume, command: command.to_vec(), ..self.kept.keeping() },
            ..Options::default()
        }
    }

    fn list(&self, experiments: &[Experiment]) -> Result<(), Failure> {
        if matches!(self.printed.format, Format::Csv | Format::Md) {
            return Err(Failure::Usage("--list prints a table or --format json".to_string()));
        }
        let (worlds, seed) = (self.worlds.worlds.unwrap_or(WORLDS), self.worlds.seed.unwrap_or(SEED));
        let printed = match self.printed.format {
            Format::Json => report::list_in_json(experiments, worlds, seed),
            _ => text::list(experiments, worlds, seed, look(false)),
        };
        terminal::print_in(self.printed.format, &printed)
    }

    /// The table of all claims.
    fn claims(&self, experiments: &[Experiment], options: &Options) -> Result<(), Failure> {
        let progress = Progress::of_kept(&self.kept);
        let ran = claims(experiments, options, progress.host());
        let ran = progress.ended(ran)?;
        let seed = options.seed();
        self.print_what_there_is(ran, |rows: &[PatternResult], format| match format {
            Format::Json => report::json(rows, seed),
            Format::Csv => report::csv(rows),
            Format::Md => text::markdown(rows),
            Format::Table => text::terminal(rows, seed, look(false)),
        })
    }

    /// How often each claim holds when the assumptions are drawn anew.
    fn robustness(&self, experiments: &[Experiment], draws: u64, options: &Options) -> Result<(), Failure> {
        let progress = Progress::of_kept(&self.kept);
        let ran = robustness(experiments, draws, options, progress.host());
        let (ran, assumptions) = progress.ended(ran)?;
        let paths: Vec<&str> = assumptions.iter().map(String::as_str).collect();
        let worlds = options.worlds.unwrap_or(WORLDS_OF_A_DRAW);
        self.print_what_there_is(ran, |rows, format| match format {
            Format::Json => report::robustness_json(rows, &paths, worlds),
            Format::Csv => report::robustness_csv(rows),
            Format::Md => text::robustness_markdown(rows),
            Format::Table => text::robustness_terminal(rows, &paths, worlds, look(false)),
        })
    }

    /// Prints rows if there are any, and says why there are no more.
    fn print_what_there_is<T>(&self, ran: Ran<T>, printed: impl Fn(&[T], Format) -> String) -> Result<(), Failure> {
        let Ran { rows, kept } = ran;
        if !rows.is_empty() {
            let place = if let (Format::Table, Ok(kept)) = (self.printed.format, &kept) {
                format!("\nResults are in {}.\n", kept.path.display())
            } else {
                String::new()
            };
            terminal::print_in(self.printed.format, &(printed(&rows, self.printed.format) + &place))?;
        }
        Ok(kept.map(drop)?)
    }
}
