//! `winflow explain`: which part of a change makes the difference.

mod parts;
mod rewrite;

use super::arguments::{Explain, Format, Simulation};
use super::compare;
use super::failure::Failure;
use super::scenarios::{self, Named, System};
use super::session::Session;
use super::terminal;
use crate::experiment::explain::divide;
use crate::experiment::runner::Arm;
use crate::experiment::{Outcome, SystemOutcome, WorldRow};
use crate::measure::Measure;
use crate::report::charts;
use crate::report::results::explain::{ExplainDocument, GroupResult, MeasureShares};
use crate::report::results::files::write_worlds;
use crate::report::results::words::list;
use crate::report::terminal::explain as text;
use crate::report::terminal::table::Look;
use crate::scenario::Loaded;
use crate::scenario::groups::{by_group, by_key};
use parts::Change;
use serde_json::json;

/// So many measures are drawn if none are named: win-wins, revenue and the rate.
const DRAWN: usize = 3;

/// Says which part of a change makes the difference, or which rewrites of activities.
///
/// # Errors
/// If the usage or a scenario is wrong, it was interrupted, or results cannot be written.
pub fn explain(arguments: &Explain) -> Result<(), Failure> {
    check(&arguments.simulation)?;
    if arguments.rewrite {
        return rewrite::rewrite(arguments);
    }
    let options = &arguments.simulation;
    let pair = scenarios::systems_with_sources(&named(arguments)?, options)?;
    let [(a, baseline), (b, scenario)] = pair.as_slice() else { return Err(two_systems(pair.len())) };
    let change = change(arguments, [a, b], [baseline, scenario])?;
    let ends = [baseline.clone(), scenario.clone()];
    let settings = json!({ "keys": arguments.keys, "most_coalitions": arguments.most_coalitions, "drawn": ids(&drawn(options)) });
    let name = format!("{}-vs-{}-explain", baseline.name, scenario.name);
    let mut session = Session::begin(options, "explain", &name, settings, &ends)?;
    let rows = rows(&change.systems, &mut session, options)?;
    let document = document(&change, &rows, options, [&baseline.name, &scenario.name]);
    write(&change, &rows, &document, &mut session, options);
    let drawn = charts::draw_explained(&document, &drawn(options), &super::simulate::setting(&ends));
    write_charts(drawn, &mut session);
    let kept = session.finish(options.worlds, &ends, json!({ "combinations": change.systems.len() }));
    let path = kept.as_ref().ok().map(|kept| kept.path.display().to_string());
    terminal::print(&rendered(&document, options, path.as_deref()))?;
    kept.map(drop)
}

/// What belongs to other commands is refused, not left out.
fn check(options: &Simulation) -> Result<(), Failure> {
    let wrong = |option: &str, why: &str| Err(Failure::Usage(format!("{option} is for winflow run and winflow compare: {why}")));
    match (options.precision, options.guard.as_slice()) {
        (Some(_), _) => wrong("--precision", "set the number of worlds with --worlds; more of them make shares surer"),
        (None, [_, ..]) => wrong("--guard", "explain tells what makes a difference, not whether it is enough"),
        (None, []) => Ok(()),
    }
}

/// The measures that are drawn: those named, or the first few.
fn drawn(options: &Simulation) -> Vec<Measure> {
    if options.measure.is_empty() { Measure::ALL[..DRAWN].to_vec() } else { options.questions().measures }
}

/// Measures by their ids.
fn ids(measures: &[Measure]) -> Vec<&'static str> {
    measures.iter().map(|measure| measure.id()).collect()
}

/// The two systems.
fn named(arguments: &Explain) -> Result<Vec<Named>, Failure> {
    let named = compare::every(&arguments.scenarios, &arguments.with)?;
    if named.len() == 2 { Ok(named) } else { Err(two_systems(named.len())) }
}

fn two_systems(named: usize) -> Failure {
    let hint = "name two scenarios (winflow explain hero team) or two overlays (winflow explain mid --with hero --with team,pool)";
    Failure::Usage(format!("explain takes apart the change from one system to another, not {named}: {hint}"))
}

/// The change from one to the other, in parts.
fn change(arguments: &Explain, [a, b]: [&Loaded; 2], ends: [&System; 2]) -> Result<Change, Failure> {
    let differences = a.set_differently(b);
    let groups = if arguments.keys { by_key(differences) } else { by_group(differences) };
    let build = |keys: &[&str]| scenarios::system(&a.taking(b, keys)?, String::new());
    Change::new(groups, ends, arguments.most_coalitions, arguments.simulation.seed, build)
}

/// The worlds of several systems; those that are alike are run once.
fn rows(systems: &[System], session: &mut Session<'_>, options: &Simulation) -> Result<Vec<Vec<WorldRow>>, Failure> {
    let mut arms: Vec<Arm<'_>> = Vec::new();
    let mut of: Vec<usize> = Vec::new();
    for system in systems {
        let arm = arms.iter().position(|arm| arm.fingerprint == system.fingerprint).unwrap_or(arms.len());
        if arm == arms.len() {
            arms.push(Arm { model: &system.model, fingerprint: &system.fingerprint });
        }
        of.push(arm);
    }
    let rows = session.rows(&arms, 0..options.worlds)?;
    Ok(of.into_iter().map(|arm| rows[arm].clone()).collect())
}

fn document(change: &Change, rows: &[Vec<WorldRow>], options: &Simulation, [baseline, scenario]: [&String; 2]) -> ExplainDocument {
    let groups: Vec<GroupResult> =
        change.parts.iter().map(|part| GroupResult::new(part.name(), &part.differences, part.because.clone())).collect();
    let rows: Vec<&[WorldRow]> = rows.iter().map(Vec::as_slice).collect();
    let measures = Measure::ALL.iter().map(|&measure| MeasureShares::new(&divide(&change.design, &rows, measure), &groups)).collect();
    ExplainDocument {
        seed: options.seed,
        worlds: options.worlds,
        baseline: baseline.clone(),
        scenario: scenario.clone(),
        combinations: change.systems.len() as u64,
        orders: (!change.design.is_exact()).then_some(change.design.orders.len() as u64),
        groups,
        measures,
    }
}

fn write(change: &Change, rows: &[Vec<WorldRow>], document: &ExplainDocument, session: &mut Session<'_>, options: &Simulation) {
    let name = |coalition: u64| {
        let made = change.parts.iter().enumerate().filter(|(place, _)| coalition >> place & 1 == 1).map(|(_, part)| part.name());
        let made: Vec<String> = made.collect();
        if made.is_empty() { document.baseline.clone() } else { format!("{} with {}", document.baseline, list(&made)) }
    };
    let coalitions = change.design.coalitions.iter().zip(rows);
    let systems = coalitions.map(|(coalition, worlds)| SystemOutcome { name: name(*coalition), worlds: worlds.clone() }).collect();
    if let Err(why) = write_worlds(session.folder(), &Outcome { seed: options.seed, systems, same_customers: Vec::new() }) {
        session.trouble(why.to_string());
    }
    session.write("explain.json", document.to_json().as_bytes());
    session.write("explain.csv", document.to_csv().as_bytes());
}

fn write_charts(drawn: Result<Vec<charts::Chart>, charts::CannotDraw>, session: &mut Session<'_>) {
    match drawn {
        Ok(charts) => session.write_charts(&charts),
        Err(why) => session.trouble(why.to_string()),
    }
}

/// The results in the format asked for.
fn rendered(document: &ExplainDocument, options: &Simulation, kept: Option<&str>) -> String {
    let look = Look { width: terminal::width(), colour: terminal::colour(), all: options.all };
    match options.format {
        Format::Json => document.to_json(),
        Format::Csv => document.to_csv(),
        Format::Md => text::markdown(document, &options.questions().measures),
        Format::Table => {
            let files = kept.map_or_else(String::new, |path| format!("\nFiles are in {path}, charts in {path}/charts.\n"));
            format!("{}{files}", text::render(document, &options.questions().measures, look))
        }
    }
}
