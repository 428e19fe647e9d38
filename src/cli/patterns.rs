//! `winflow patterns`: published patterns as experiments.

use super::arguments::{Format, Patterns};
use super::failure::Failure;
use super::session::threads;
use super::{interrupt, progress, terminal};
use crate::patterns::perturb::{self, Robustness};
use crate::patterns::run::NotRun;
use crate::patterns::{Experiment, Row, Settings, experiments, run};
use crate::report::terminal::patterns as report;
use crate::report::terminal::table::Look;
use std::sync::atomic::AtomicBool;

/// Worlds of an experiment unless said otherwise: enough for most claims, in some minutes.
const WORLDS: u64 = 100;
/// Worlds of an experiment of one draw.
const WORLDS_OF_A_DRAW: u64 = 12;

/// Runs the patterns asked for and prints what came out.
///
/// # Errors
/// If the usage is wrong, the machine refuses, or it was interrupted; then what there is has been printed.
pub fn patterns(arguments: &Patterns) -> Result<(), Failure> {
    let experiments = chosen(&arguments.only)?;
    if arguments.list {
        let worlds = arguments.worlds.unwrap_or(WORLDS);
        return terminal::print(&match arguments.format {
            Format::Json => report::list_in_json(&experiments, worlds, arguments.seed),
            _ => report::list(&experiments, worlds, arguments.seed, look()),
        });
    }
    let stop = interrupt::stops_by_itself();
    match arguments.perturb {
        None => table(arguments, &experiments, stop),
        Some(draws) => robustness(arguments, experiments, draws, stop),
    }
}

/// The experiments named, in the order of the facts; all if none is named.
fn chosen(only: &[String]) -> Result<Vec<Experiment>, Failure> {
    let mut all = experiments();
    let ids: Vec<&str> = all.iter().map(|e| e.id).collect();
    let only: Vec<String> = only.iter().map(|id| id.trim().to_uppercase()).collect();
    if let Some(unknown) = only.iter().find(|id| !ids.contains(&id.as_str())) {
        return Err(Failure::Usage(format!("'{unknown}' is not a pattern; there are {}", ids.join(", "))));
    }
    all.retain(|e| only.is_empty() || only.iter().any(|id| id == e.id));
    Ok(all)
}

fn look() -> Look {
    Look { width: terminal::width(), colour: terminal::colour(), all: false }
}

fn settings<'a>(arguments: &Patterns, worlds: u64, drawn: &'a [(String, String)], stop: &'a AtomicBool) -> Settings<'a> {
    Settings { worlds, seed: arguments.seed, threads: threads(arguments.threads), drawn, stop }
}

/// Worlds of all variants; those whose pay is matched run some three times.
fn worlds_in_all(experiments: &[Experiment], worlds: u64) -> u64 {
    let runs = |e: &Experiment| e.variants.iter().map(|v| if v.same_pay_as.is_some() { 3 } else { 1 }).sum::<u64>();
    experiments.iter().map(|e| e.worlds(worlds) * runs(e)).sum()
}

/// The table of all claims.
fn table(arguments: &Patterns, experiments: &[Experiment], stop: &AtomicBool) -> Result<(), Failure> {
    let worlds = arguments.worlds.unwrap_or(WORLDS);
    let bar = progress::bar(worlds_in_all(experiments, worlds), arguments.quiet);
    let mut rows: Vec<Row> = Vec::new();
    let mut ended = Ok(());
    for experiment in experiments {
        bar.set_message(experiment.id);
        match run(experiment, settings(arguments, worlds, &[], stop), &|| bar.inc(1)) {
            Ok(row) => rows.push(row),
            Err(why) => {
                ended = Err(failure(why));
                break;
            }
        }
    }
    bar.finish_and_clear();
    if !rows.is_empty() {
        terminal::print(&match arguments.format {
            Format::Json => report::json(&rows, arguments.seed),
            Format::Csv => report::csv(&rows),
            Format::Md => report::markdown(&rows),
            Format::Table => report::terminal(&rows, arguments.seed, look()),
        })?;
    }
    ended
}

/// How often each claim holds when the assumptions are drawn anew.
fn robustness(arguments: &Patterns, mut experiments: Vec<Experiment>, draws: u64, stop: &AtomicBool) -> Result<(), Failure> {
    // Theorems rest on no assumption.
    if arguments.only.is_empty() {
        experiments.retain(|e| e.id != "F20");
    }
    let worlds = arguments.worlds.unwrap_or(WORLDS_OF_A_DRAW);
    let assumptions = perturb::assumptions()?;
    let bar = progress::bar(draws * worlds_in_all(&experiments, worlds), arguments.quiet);
    let mut found: Vec<Robustness> = Vec::new();
    let mut ended = Ok(());
    for number in 0..draws {
        bar.set_message(format!("draw {} of {draws}", number + 1));
        let drawn = perturb::draw(&assumptions, arguments.seed, number)?;
        if let Err(why) = perturb::add(&mut found, &experiments, settings(arguments, worlds, &drawn, stop), &|| bar.inc(1)) {
            ended = Err(failure(why));
            break;
        }
    }
    bar.finish_and_clear();
    if !found.is_empty() {
        let paths: Vec<&str> = assumptions.iter().map(|leaf| leaf.path.as_str()).collect();
        terminal::print(&match arguments.format {
            Format::Json => report::robustness_json(&found, &paths, worlds),
            Format::Csv => report::robustness_csv(&found),
            Format::Md => report::robustness_markdown(&found),
            Format::Table => report::robustness_terminal(&found, &paths, worlds, look()),
        })?;
    }
    ended
}

fn failure(why: NotRun) -> Failure {
    match why {
        NotRun::Interrupted => Failure::Interrupted(String::new()),
        NotRun::Invalid(problems) => problems.into(),
        NotRun::Machine(why) => Failure::Other(why),
    }
}
