//! The command line: a file per command, with its arguments; exit codes, progress, words.

pub mod arguments;
pub mod browser;
pub mod check;
pub mod compare;
pub mod comparison;
pub mod completions;
pub mod diff;
pub mod explain;
pub mod export;
pub mod failure;
pub mod interrupt;
pub mod map;
pub mod measures;
pub mod merge;
pub mod new;
pub mod numbers;
pub mod options;
pub mod page_options;
pub mod patterns;
pub mod plan;
pub mod progress;
pub mod replay;
pub mod report;
pub mod run;
pub mod schema;
pub mod shown;
pub mod sweep;
pub mod systems;
pub mod terminal;
pub mod trace;
pub mod warm_up;
pub mod words;

use crate::import::words::{is_plain, listed, nearest};
use crate::scenario::{arguments_of, shipped};
use arguments::{Arguments, Command};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{CommandFactory, Parser};
use failure::Failure;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Does what the command line says and tells how it went.
pub fn main(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    interrupt::install();
    let line: Vec<OsString> = arguments.into_iter().collect();
    match Arguments::try_parse_from(&line) {
        Ok(arguments) => exit_code(carry_out(&arguments, &command(&line))),
        Err(mut error) => {
            let hint = meant(&line, error.kind()).or_else(|| of_another_command(&mut error)).or_else(|| one_too_many(&line, &error));
            // Help and version arrive here too. A closed pipe is no reason to complain.
            if line.iter().all(|word| word.to_string_lossy().chars().all(is_plain)) {
                let _ = error.print();
            } else {
                // The words that are wrong are quoted: a name of a file may have been chosen to fool a terminal.
                terminal::say(error.to_string().trim_end());
            }
            if let Some(hint) = hint {
                terminal::say(&hint);
            }
            if error.use_stderr() { ExitCode::from(Failure::USAGE) } else { ExitCode::SUCCESS }
        }
    }
}

/// Words for what is built in, where a command is expected.
const LISTS: [&str; 9] = ["list", "ls", "scenarios", "policies", "markets", "overlays", "presets", "examples", "templates"];

/// What was probably meant where a scenario stands in the place of a command.
fn meant(line: &[OsString], kind: ErrorKind) -> Option<String> {
    let words = command(line);
    let first = words.first().filter(|first| kind == ErrorKind::InvalidSubcommand && *first != "help")?;
    let is_scenario = |word: &&String| shipped::find(arguments_of(word).0).is_some() || word.ends_with(".toml");
    let named: Vec<&str> = words.iter().take_while(is_scenario).map(String::as_str).collect();
    let verb = if named.len() > 1 { "compare" } else { "run" };
    if LISTS.contains(&first.to_lowercase().as_str()) {
        return Some("\nWhat is built in: winflow new --list".to_string());
    }
    if named.is_empty() {
        let like = nearest(first, shipped::SHIPPED.iter().map(|shipped| shipped.name))?;
        return Some(format!("\nIf the scenario {like} is meant: winflow run {like}"));
    }
    Some(format!("\n{first} is a scenario: winflow {verb} {}", named.join(" ")))
}

/// What was probably meant by a word where none is expected.
fn one_too_many(line: &[OsString], error: &clap::Error) -> Option<String> {
    let Some(ContextValue::String(word)) = error.get(ContextKind::InvalidArg).filter(|_| error.kind() == ErrorKind::UnknownArgument) else {
        return None;
    };
    if word.starts_with('-') {
        return None;
    }
    let words = command(line);
    let verb = words.first()?;
    if let Some(file) = words.windows(2).map(|pair| pair.join(" ")).find(|joined| Path::new(joined).exists()) {
        return Some(format!("\nA name with blanks stands in quotes: '{file}'"));
    }
    match verb.as_str() {
        "run" => Some(format!("\nwinflow run takes one scenario. To compare: winflow compare {} {word}", words.get(1)?)),
        "patterns" => Some(format!("\nA pattern is named by --only {word}")),
        "trace" if word.parse::<u64>().is_ok() => Some(format!("\nA customer is named by --journey {word}, a world by --world {word}")),
        _ => None,
    }
}

/// Which commands have an option that the one at hand has not. How to pass it as a value, as clap says, is no help.
fn of_another_command(error: &mut clap::Error) -> Option<String> {
    let Some(ContextValue::String(option)) = error.get(ContextKind::InvalidArg).filter(|_| error.kind() == ErrorKind::UnknownArgument)
    else {
        return None;
    };
    let option = option.clone();
    error.remove(ContextKind::Suggested);
    let name = option.strip_prefix("--")?.split('=').next()?;
    let program = Arguments::command();
    let has_it = |command: &&clap::Command| command.get_arguments().any(|one| one.get_long() == Some(name) && !one.is_hide_set());
    let commands: Vec<String> = program.get_subcommands().filter(has_it).map(|command| format!("winflow {}", command.get_name())).collect();
    if commands.is_empty() {
        return None;
    }
    error.remove(ContextKind::SuggestedArg);
    Some(format!("\n--{name} is an option of {}.", listed(commands)))
}

/// The words of a command line, without the program.
fn command(line: &[OsString]) -> Vec<String> {
    line.iter().skip(1).map(|word| word.to_string_lossy().into_owned()).collect()
}

fn carry_out(arguments: &Arguments, command: &[String]) -> Result<(), Failure> {
    match &arguments.command {
        None => compare::first_run(&arguments.first_run, command),
        Some(Command::Run(run)) => run::run(run, command),
        Some(Command::Compare(compare)) => compare::compare(compare, command),
        Some(Command::Explain(explain)) => explain::explain(explain, command),
        Some(Command::Export(export)) => export::export(export),
        Some(Command::Report(report)) => report::report(report),
        Some(Command::Diff(diff)) => diff::diff(diff),
        Some(Command::Check(check)) => check::check(check),
        Some(Command::Schema(schema)) => schema::schema(schema),
        Some(Command::Measures(measures)) => measures::measures(measures),
        Some(Command::Completions(completions)) => completions::completions(completions),
        Some(Command::Trace(trace)) => trace::trace(trace),
        Some(Command::New(new)) => new::new(new),
        Some(Command::Patterns(patterns)) => patterns::patterns(patterns, command),
        Some(Command::Plan(plan)) => plan::plan(plan),
        Some(Command::WarmUp(warm_up)) => warm_up::warm_up(warm_up, command),
        Some(Command::Sweep(sweep)) => sweep::sweep(sweep, command),
        Some(Command::Map(map)) => map::map(map, command),
        Some(Command::Merge(merge)) => {
            let (line, shards) = merge::merge(merge)?;
            go_on(&line, shards)
        }
    }
}

/// Carries out the command line of shards, which takes in their worlds.
fn go_on(line: &[OsString], shards: Vec<PathBuf>) -> Result<(), Failure> {
    let mut arguments = Arguments::try_parse_from(line).map_err(Failure::Shards)?;
    if let Some(resumed) = arguments.resumed() {
        resumed.shards = shards;
    }
    carry_out(&arguments, &command(line))
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
