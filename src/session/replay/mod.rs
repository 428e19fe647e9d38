//! Real deals replayed through a pay plan or two: files are read, people get their roles and plans, and results are kept.

mod case;
mod deals;
mod headings;
mod kinds;
mod notes;
mod roster;
mod sheet;
mod span;
mod splits;

use super::failure::{Cause, Failure, NotWritten, WrongQuestion};
use super::host::Host;
use super::layers::{Layers, overlays};
use super::options::Options;
use super::systems::{System, each_or_all_problems, notice};
use crate::experiment::distinct_names;
use crate::import::{dates, numbers};
use crate::report::export::files::{self, NewFile};
use crate::report::export::workbook;
use crate::report::results::folder::{Kept, RunFolder, clean_name};
use crate::report::results::replay::ReplaySheet;
use crate::scenario::pay::PayPlan;
use crate::scenario::problems::Place;
use crate::scenario::read::nearest;
use crate::scenario::sheet::{Opening, Wanted};
use crate::scenario::{Problem, Problems};
use case::Case;
use jiff::civil::Date;
use kinds::Needs;
use serde_json::json;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;

/// What is replayed, and how the files are read.
#[derive(Debug, Clone, Default)]
pub struct Question {
    /// File of deals.
    pub deals: PathBuf,
    /// File of people; without it, everybody in the deals is there for the whole span.
    pub roster: Option<PathBuf>,
    /// Overlays, separated by commas, that make the plan to be held against.
    pub against: Option<String>,
    /// The role of those of whom no file says one.
    pub role: Option<String>,
    /// First and last day of the span.
    pub from: Option<Date>,
    /// Last day of the span.
    pub to: Option<Date>,
    /// Names of columns of deals: what is meant, and the heading.
    pub columns: Vec<(String, String)>,
    /// The same of the roster.
    pub roster_columns: Vec<(String, String)>,
    /// Columns of deals, and what has to stand in them.
    pub wheres: Vec<(String, String)>,
    /// How dates are written, if not to be found.
    pub date_format: Option<dates::Format>,
    /// How numbers are written, if not to be found.
    pub number_format: Option<numbers::Format>,
    /// A workbook to be written.
    pub xlsx: Option<PathBuf>,
}

/// What deals would have been paid.
#[derive(Debug)]
pub struct Replayed {
    /// Person by person.
    pub sheet: ReplaySheet,
    /// The same as a table.
    pub table: String,
    /// Where it was kept. Results that cannot be kept are given all the same.
    pub kept: Result<Kept, NotWritten>,
}

/// Replays deals through the plans of a system, and through those of another that overlays make of it.
///
/// # Errors
/// If the question, a scenario or a file is wrong, or it was interrupted.
pub fn replay(named: &Layers, question: &Question, options: &Options, host: Host<'_>) -> Result<Replayed, Failure> {
    let systems = load(named, question, options).map_err(|failure| with_problems_of_files(failure, named, question, options))?;
    options.keeping.can_keep(&name_of(&systems))?;
    notice(&systems, host);
    let case = read(&systems, question)?;
    if host.stop.load(Ordering::Relaxed) {
        return Err(Failure::Interrupted(None));
    }
    let sheet = sheet::make(&case, &systems, question)?;
    let table = sheet.to_csv();
    let title = format!("Pay for deals of {} to {}", sheet.from, sheet.to);
    let findings: Vec<String> = sheet.notes.iter().chain(sheet.deals.found.iter().map(|found| &found.words)).cloned().collect();
    let method = format!("Deals replayed through pay plans by winflow {}; nothing is simulated.", env!("CARGO_PKG_VERSION"));
    let book = workbook::of_tables(&title, &findings, &method, &sheet.tables()).map_err(Failure::not_made)?;
    if let Some(path) = &question.xlsx {
        write_beside(path, &book, options.keeping.force)?;
    }
    let kept = write(options, &systems, &case, &sheet, &table).and_then(|folder| Ok(folder.finish(options.keeping.force)?));
    Ok(Replayed { sheet, table, kept: kept.map_err(NotWritten::results) })
}

/// The system, and the one that it is held against.
fn load(named: &Layers, question: &Question, options: &Options) -> Result<Vec<System>, Failure> {
    let mut all = vec![named.clone()];
    let mut label = None;
    if let Some(list) = &question.against {
        let more = overlays(list).map_err(|_| WrongQuestion::NoPlanAgainst(list.clone()))?;
        label = Some(Layers { base: named.base.clone(), overlays: more.clone() });
        all.push(Layers { base: named.base.clone(), overlays: named.overlays.iter().cloned().chain(more).collect() });
    }
    let mut systems = each_or_all_problems(&all, |named| System::load(named, &options.all_settings()))?;
    if let (Some(label), Some(other)) = (label, systems.get_mut(1)) {
        other.name = label.name(other.model.scenario());
    }
    for system in &mut systems {
        system.warnings.retain(|warning| !is_of_simulated_customers(warning));
    }
    let names = distinct_names(systems.iter().map(|system| system.name.clone()).collect());
    systems.iter_mut().zip(names).for_each(|(system, name)| system.name = name);
    Ok(systems)
}

/// What is wrong with the files too, where a scenario is wrong and the rest can be loaded.
fn with_problems_of_files(failure: Failure, named: &Layers, question: &Question, options: &Options) -> Failure {
    let Failure::Scenario(mut problems) = failure else { return failure };
    if let Ok(system) = System::load(named, &options.all_settings())
        && let Err(Failure::Files(more)) = read(&[system], question)
    {
        problems.gather(more);
    }
    Failure::Scenario(problems)
}

/// Whether a warning is about when simulated customers leave: real deals say themselves when they were taken back.
fn is_of_simulated_customers(warning: &Problem) -> bool {
    warning.message.contains(".clawback_days = ") && !warning.message.contains("has no effect")
}

/// Reads deals and people. Everything that is wrong with both is told together.
fn read(systems: &[System], question: &Question) -> Result<Case, Failure> {
    let scenario = systems[0].model.scenario();
    let role = role(systems, question.role.as_deref())?;
    let opening = |wanted: &'static [Wanted], said, option, wheres| Opening {
        wanted,
        said,
        option,
        wheres,
        date_format: question.date_format,
        number_format: question.number_format,
        date_setting: "--date-format",
        number_setting: "--number-format",
    };
    let people = question.roster.as_deref().map(|path| {
        let opening = opening(&headings::ROSTER, &question.roster_columns, "--roster-columns", &[]);
        // With several roles it has to be said who has which.
        let fallback = if question.role.is_some() || role.others.is_empty() { Ok(role.name.as_str()) } else { Err(role.others.as_slice()) };
        roster::read(path, opening, scenario, fallback)
    });
    let roles: Vec<&str> = match &people {
        Some(Ok(roster)) => roster.stints.iter().map(|stint| stint.role.as_str()).collect(),
        _ => vec![role.name.as_str()],
    };
    let plans: Vec<PayPlan> = systems.iter().flat_map(|system| case::plans_in_use(system, &roles)).collect();
    let columns = opening(&headings::DEALS, &question.columns, "--columns", &question.wheres);
    let deals = deals::read(&question.deals, columns, scenario, Needs::of_plans(plans.iter()));
    let (deals, people) = match (deals, people.transpose()) {
        (Ok(deals), Ok(people)) => (deals, people),
        (deals, people) => {
            let problems = deals.err().into_iter().chain(people.err()).flatten();
            return Err(Failure::Files(Problems::from_iter(problems)));
        }
    };
    case::make(systems, question, deals, people, role).map_err(Failure::NotReplayed)
}

/// The role of those of whom none is said.
#[derive(Debug, Clone)]
struct Role {
    name: String,
    /// All roles with variable pay, if there are several.
    others: Vec<String>,
}

/// The role that was asked for, or the first with variable pay.
fn role(systems: &[System], asked: Option<&str>) -> Result<Role, Failure> {
    let scenario = systems[0].model.scenario();
    if let Some(asked) = asked {
        if scenario.role.get(asked).is_some() {
            return Ok(Role { name: asked.to_string(), others: Vec::new() });
        }
        let known: Vec<String> = scenario.role.names().map(String::from).collect();
        let like = nearest(asked, scenario.role.names()).map(str::to_string);
        return Err(WrongQuestion::NoRole { role: asked.to_string(), like, known }.into());
    }
    let with_pay = |name: &str| {
        systems.iter().any(|system| case::roles_with_pay(system).any(|(role, plan)| role == name && plan.variable_share() > 0.0))
    };
    let roles: Vec<String> = scenario.role.names().filter(|name| with_pay(name)).map(String::from).collect();
    match roles.first() {
        Some(first) => Ok(Role { name: first.clone(), others: if roles.len() > 1 { roles } else { Vec::new() } }),
        None => Err(Failure::NotReplayed(Problems::one(
            Place::whole(&systems[0].name),
            "no role has variable pay, so that deals pay nothing",
            "Add a pay plan: --with accelerator (winflow plan shows what a plan pays).",
        ))),
    }
}

/// Writes the workbook where it was asked for.
fn write_beside(path: &Path, bytes: &[u8], force: bool) -> Result<(), NotWritten> {
    let Some(name) = path.file_name().map(|name| name.to_string_lossy().into_owned()).filter(|_| !path.is_dir()) else {
        return Err(NotWritten::File(format!("{} is a folder: --xlsx takes the name of a file", path.display()).into()));
    };
    let folder = path.parent().unwrap_or(Path::new(""));
    files::write(folder, &[NewFile::new(name, bytes)], force).map(drop).map_err(|why| NotWritten::File(why.into()))
}

/// The name of their folder.
fn name_of(systems: &[System]) -> String {
    clean_name(&format!("{}-replay", systems[0].name))
}

fn write(options: &Options, systems: &[System], case: &Case, sheet: &ReplaySheet, table: &str) -> Result<RunFolder, Cause> {
    let folder = RunFolder::begin(&options.keeping.out, &name_of(systems))?;
    folder.write("replay.csv", table.as_bytes())?;
    folder.write("replay.json", format!("{:#}\n", json!(sheet)).as_bytes())?;
    for table in &sheet.tables()[1..] {
        folder.write(&format!("{}.csv", table.name), table.to_csv().as_bytes())?;
    }
    let of = |system: &System| json!({ "name": system.name, "fingerprint": system.fingerprint, "scenario": system.resolved });
    let manifest = json!({
        "version": env!("CARGO_PKG_VERSION"),
        "replay_of": {
            "deals": sheet.deals.fingerprint,
            "roster": case.roster.fingerprint,
            "from": sheet.from,
            "to": sheet.to,
            "plan": of(&systems[0]),
            "against": systems.get(1).map(of),
        },
    });
    folder.close(format!("{manifest:#}\n").as_bytes())?;
    Ok(folder)
}

/// A problem with the question that no file has a line for.
fn about(option: &str, message: impl Into<String>, hint: impl Into<String>) -> Problem {
    Problem { place: Place::whole(option), message: message.into(), hint: hint.into() }
}
