//! The command line: arguments, one file per subcommand, exit codes, progress.

pub mod arguments;
pub mod browser;
pub mod check;
pub mod compare;
pub mod diff;
pub mod explain;
pub mod export;
pub mod failure;
pub mod interrupt;
pub mod map;
pub mod merge;
pub mod new;
pub mod patterns;
pub mod plan;
pub mod progress;
pub mod report;
pub mod run;
pub mod scenarios;
pub mod schema;
pub mod session;
pub mod simulate;
pub mod sweep;
pub mod terminal;
pub mod trace;
pub mod unfinished;
pub mod varied;
pub mod warm_up;

use arguments::{Arguments, Command};
use clap::{CommandFactory, FromArgMatches};
use failure::Failure;
use std::ffi::OsString;
use std::process::ExitCode;

/// Does what the command line says and tells how it went.
pub fn main(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    interrupt::install();
    let words: Vec<OsString> = arguments.into_iter().collect();
    match parsed(&words) {
        Ok(arguments) => exit_code(carry_out(arguments)),
        Err(said) => {
            // Help and version arrive here too. A closed pipe is no reason to complain.
            let _ = said.print();
            if said.use_stderr() { ExitCode::from(Failure::USAGE) } else { ExitCode::SUCCESS }
        }
    }
}

/// The arguments in a command line, whose first word is the program.
fn parsed(words: &[OsString]) -> Result<Arguments, clap::Error> {
    let command = Arguments::command().mut_subcommand("map", |map| map.mut_arg("worlds", |worlds| worlds.default_value(map::WORLDS)));
    let mut arguments = command.try_get_matches_from(words).and_then(|matches| Arguments::from_arg_matches(&matches))?;
    if let Some(simulation) = arguments.simulation_mut() {
        simulation.command_line = words.iter().skip(1).map(|word| word.to_string_lossy().into_owned()).collect();
    }
    Ok(arguments)
}

fn carry_out(arguments: Arguments) -> Result<(), Failure> {
    match arguments.command {
        None => compare::first_run(&arguments.simulation),
        Some(Command::Run(run)) => run::run(&run),
        Some(Command::Compare(compare)) => compare::compare(&compare),
        Some(Command::Explain(explain)) => explain::explain(&explain),
        Some(Command::Export(export)) => export::export(&export),
        Some(Command::Report(report)) => report::report(&report),
        Some(Command::Diff(diff)) => diff::diff(&diff),
        Some(Command::Check(check)) => check::check(&check),
        Some(Command::Schema(schema)) => schema::schema(&schema),
        Some(Command::Trace(trace)) => trace::trace(&trace),
        Some(Command::New(new)) => new::new(&new),
        Some(Command::Patterns(patterns)) => patterns::patterns(&patterns),
        Some(Command::Plan(plan)) => plan::plan(&plan),
        Some(Command::WarmUp(warm_up)) => warm_up::warm_up(&warm_up),
        Some(Command::Sweep(sweep)) => sweep::sweep(&sweep),
        Some(Command::Map(map)) => map::map(&map),
        Some(Command::Merge(merge)) => carry_out(merge::merge(&merge)?),
    }
}

fn exit_code(done: Result<(), Failure>) -> ExitCode {
    match done {
        Ok(()) | Err(Failure::PartDone) => ExitCode::SUCCESS,
        Err(failure) => {
            terminal::say(&format!("winflow: {failure}"));
            ExitCode::from(failure.exit_code())
        }
    }
}
