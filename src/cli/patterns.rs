//! `winflow patterns`: published patterns as experiments.

use super::failure::Failure;
use super::options::{Format, MOST_WORLDS, Printed, Threads};
use super::progress::Progress;
use super::shown::look;
use super::terminal;
use crate::experiment::runner::Halt;
use crate::patterns::counted::NotRun;
use crate::patterns::{Experiment, PatternResult};
use crate::report::terminal::patterns as report;
use crate::session;
use crate::session::failure::NoAnswer;
use crate::session::patterns::{Ran, Run, WORLDS, WORLDS_OF_A_DRAW, chosen, claims, on_assumptions, robustness};
use clap::Args;

const EXAMPLES: &str = "\
Examples:
  winflow patterns                               every pattern, some minutes
  winflow patterns --only F1,F20 --worlds 100
  winflow patterns --list                        what each runs, as commands to run by hand
  winflow patterns --perturb 20 --only F1,F3     how much of it rests on assumptions

A claim is a hit if the 95 % interval bears it out, a miss if it speaks against it, and undecided if
more worlds are needed. One set of defaults serves all of them. Ctrl-C prints what there is.";

/// Arguments of `patterns`.
#[derive(Debug, Clone, Args)]
#[command(after_help = EXAMPLES)]
pub struct Patterns {
    /// Only these patterns, separated by commas
    #[arg(long, value_name = "ID[,ID]", value_delimiter = ',')]
    only: Vec<String>,
    /// Worlds of an experiment; some take a multiple of it [default: 100, with --perturb 12]
    #[arg(long, value_parser = clap::value_parser!(u64).range(1..=MOST_WORLDS))]
    worlds: Option<u64>,
    /// Seed of the worlds
    #[arg(long, default_value_t = 1)]
    seed: u64,
    #[command(flatten)]
    threads: Threads,
    #[command(flatten)]
    printed: Printed,
    /// Say what is run and where it is known from, and run nothing
    #[arg(long, conflicts_with = "perturb")]
    list: bool,
    /// Draw all assumptions anew within their plausible ranges, so many times, and count how often each claim holds
    #[arg(long, value_name = "DRAWS", value_parser = clap::value_parser!(u64).range(1..=MOST_WORLDS))]
    perturb: Option<u64>,
    /// No progress and no notes
    #[arg(long)]
    quiet: bool,
}

/// Runs the patterns asked for and prints what came out.
///
/// # Errors
/// If the usage is wrong, the machine refuses, or it was interrupted; then what there is has been printed.
pub fn patterns(arguments: &Patterns) -> Result<(), Failure> {
    let experiments = chosen(&arguments.only)?;
    match arguments.perturb {
        _ if arguments.list => arguments.list(&experiments),
        None => arguments.claims(&experiments),
        // Those that are named are run, whatever they rest on.
        Some(draws) if arguments.only.is_empty() => arguments.robustness(&on_assumptions(experiments), draws),
        Some(draws) => arguments.robustness(&experiments, draws),
    }
}

impl Patterns {
    fn run(&self, worlds: u64) -> Run {
        Run { worlds: self.worlds.unwrap_or(worlds), seed: self.seed, threads: self.threads.count() }
    }

    fn list(&self, experiments: &[Experiment]) -> Result<(), Failure> {
        let worlds = self.worlds.unwrap_or(WORLDS);
        let printed = match self.printed.format {
            Format::Json => report::list_in_json(experiments, worlds, self.seed),
            _ => report::list(experiments, worlds, self.seed, look(false)),
        };
        terminal::print_in(self.printed.format, &printed)
    }

    /// The table of all claims.
    fn claims(&self, experiments: &[Experiment]) -> Result<(), Failure> {
        let progress = Progress::new(self.quiet);
        let Ran { rows, stopped } = claims(experiments, self.run(WORLDS), progress.host());
        drop(progress);
        let printed = |rows: &[PatternResult]| match self.printed.format {
            Format::Json => report::json(rows, self.seed),
            Format::Csv => report::csv(rows),
            Format::Md => report::markdown(rows),
            Format::Table => report::terminal(rows, self.seed, look(false)),
        };
        print_what_there_is(&rows, stopped, self.printed.format, printed)
    }

    /// How often each claim holds when the assumptions are drawn anew.
    fn robustness(&self, experiments: &[Experiment], draws: u64) -> Result<(), Failure> {
        let (run, progress) = (self.run(WORLDS_OF_A_DRAW), Progress::new(self.quiet));
        let (Ran { rows, stopped }, assumptions) = robustness(experiments, draws, run, progress.host()).map_err(failure)?;
        drop(progress);
        let paths: Vec<&str> = assumptions.iter().map(String::as_str).collect();
        print_what_there_is(&rows, stopped, self.printed.format, |rows| match self.printed.format {
            Format::Json => report::robustness_json(rows, &paths, run.worlds),
            Format::Csv => report::robustness_csv(rows),
            Format::Md => report::robustness_markdown(rows),
            Format::Table => report::robustness_terminal(rows, &paths, run.worlds, look(false)),
        })
    }
}

/// Prints rows if there are any, and says why there are no more.
fn print_what_there_is<T>(rows: &[T], stopped: Option<NotRun>, format: Format, printed: impl Fn(&[T]) -> String) -> Result<(), Failure> {
    if !rows.is_empty() {
        terminal::print_in(format, &printed(rows))?;
    }
    stopped.map_or(Ok(()), |why| Err(failure(why)))
}

fn failure(why: NotRun) -> Failure {
    match why {
        NotRun::Interrupted => Failure::Interrupted,
        NotRun::Invalid(problems) => problems.into(),
        NotRun::DoesNotAddUp(fault) => Failure::Session(session::Failure::NoAnswer(NoAnswer::Halted(Halt::DoesNotAddUp(fault)))),
        NotRun::Threads(why) => Failure::Session(session::Failure::NoAnswer(NoAnswer::Halted(Halt::Threads(why)))),
    }
}
