//! What `run`, `compare` and the first run have in common: simulate, keep, print.

use super::arguments::{Format, Simulation};
use super::diff;
use super::failure::Failure;
use super::scenarios::{self, Named, System};
use super::session::{Session, arms};
use super::{terminal, warm_up};
use crate::engine::time::WEEK;
use crate::experiment::precision::{Next, Rule};
use crate::experiment::same_customers::Fates;
use crate::experiment::{Experiment, Outcome, WorldRow};
use crate::measure::Record;
use crate::report::charts;
use crate::report::results::document::{Document, PrecisionResult, SettingsResult};
use crate::report::results::files::write_worlds;
use crate::report::results::guards::{self, GuardResult, Verdict};
use crate::report::results::stored::groups::{self, Candidate};
use crate::report::results::stored::rows::GroupPicture;
use crate::report::results::stored::tables::{SystemNames, TableFiles, Tables};
use crate::report::results::stored::{GROUPS, RESULTS};
use crate::report::results::words;
use crate::report::results::{assumptions, settings};
use crate::report::terminal::guards as guards_text;
use crate::report::terminal::sparkline::{self, Weekly};
use crate::report::terminal::table::{Look, wrap};
use crate::report::terminal::{markdown, table};
use crate::scenario::Scenario;
use crate::scenario::guard::Guard;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::BTreeMap;
use std::path::Path;

/// What is to be simulated.
#[derive(Debug, Clone)]
pub struct Job {
    /// The systems; the first is the baseline.
    pub named: Vec<Named>,
    /// Whether nothing was asked for in particular.
    pub first_run: bool,
}

/// More systems than these have no line of work in progress.
const MOST_LINES: usize = 8;

/// What to try after a comparison. The third turns the verdict around.
const TRY_NEXT: [(&str, &str); 3] = [
    ("winflow compare hero line team --worlds 200", "a third system, surer"),
    ("winflow trace team", "one customer's story"),
    (
        "winflow compare hero team --set segment.mid.group_size_mean=1.5 --set organisation.coordination_work_hours_per_week=0.6",
        "small buying groups, costly coordination: the verdict turns around",
    ),
];

/// What is kept of a world under a system.
#[derive(Debug, Serialize, Deserialize)]
struct World {
    row: WorldRow,
    fates: Fates,
    tables: Tables,
    /// The customers of the first world, one of whom is portrayed.
    candidates: Vec<Candidate>,
    /// Opportunities in the flow, week by week.
    wip: Vec<u32>,
}

impl World {
    fn new(record: &Record, names: &SystemNames) -> Self {
        let candidates = if record.world == 0 { record.journeys.iter().map(Candidate::from).collect() } else { Vec::new() };
        Self {
            row: record.into(),
            fates: record.into(),
            tables: Tables::new(record, names),
            candidates,
            wip: record.weeks.iter().map(|week| week.wip).collect(),
        }
    }
}

/// What was simulated, and what is known of it besides.
struct Simulated {
    outcome: Outcome,
    /// How many worlds are in each table.
    worlds_in: BTreeMap<&'static str, u64>,
    /// The customers of the first world, under each system.
    candidates: Vec<Vec<Candidate>>,
    /// Opportunities in the flow under each system, week by week: sums over worlds.
    wip: Vec<Vec<f64>>,
}

/// Simulates, keeps the results in files and prints them. Results that cannot be kept are printed all the same.
///
/// # Errors
/// If a scenario is wrong, or results cannot be written.
pub fn simulate(job: &Job, options: &Simulation) -> Result<(), Failure> {
    let systems = scenarios::systems(&job.named, options)?;
    let experiment = if systems.len() > 1 { "compare" } else { "run" };
    let names: Vec<&str> = systems.iter().map(|s| s.name.as_str()).collect();
    let rule = options.rule();
    let mut session = Session::begin(options, experiment, &names.join("-vs-"), asked(options), &systems)?;
    let Simulated { outcome, worlds_in, candidates, wip } = run(&systems, options, rule.as_ref(), &mut session)?;
    let guards: Vec<Vec<Guard>> = systems.iter().map(|system| system.guards.clone()).collect();
    let mut document = Document::answering(&outcome, &options.questions()).guarded(&outcome, &guards);
    document.precision = rule.map(|rule| PrecisionResult::new(&rule, &outcome));
    document.settings = set_differently(job, &systems, options);
    write(&outcome, &document, &systems, &mut session);
    session.write(GROUPS, words::json(&portraits(&systems, &candidates, options.seed)).as_bytes());
    let worlds = outcome.worlds() as u64;
    let kept = session.finish(worlds, &systems, json!({ "worlds_in": worlds_in, "guards": document.guards }));
    if !options.quiet {
        for (file, held) in worlds_in.iter().filter(|(_, held)| **held < worlds) {
            terminal::say(&format!("{file} has the first {held} worlds; the others would make it too long."));
        }
    }
    let path = kept.as_ref().ok().map(|kept| kept.path.as_path());
    terminal::print(&rendered(&document, &systems, &wip, path, options)?)?;
    kept.and_then(|_| guarded(&document.guards))
}

/// Whether guards let the results pass.
pub(super) fn guarded(results: &[GuardResult]) -> Result<(), Failure> {
    let any = |verdict: Verdict| results.iter().any(|result| result.judgement == verdict);
    match (any(Verdict::Fail), any(Verdict::Undecided)) {
        (true, _) => Err(Failure::Guard(guards::tally(results))),
        (false, true) => Err(Failure::TooFewWorlds(guards::tally(results))),
        (false, false) => Ok(()),
    }
}

/// What is set differently in the systems; `None` for a single one.
fn set_differently(job: &Job, systems: &[System], options: &Simulation) -> Option<SettingsResult> {
    let scenarios: Vec<&Scenario> = systems.iter().map(|s| s.model.scenario()).collect();
    let command = || diff::command(&job.named, &options.set);
    (systems.len() > 1).then(|| SettingsResult { keys: settings::set_differently(&scenarios), command: command() })
}

/// What the results depend on besides systems, seed and worlds.
fn asked(options: &Simulation) -> serde_json::Value {
    let questions = options.questions();
    let measures: Vec<&str> = questions.measures.iter().map(|m| m.id()).collect();
    let mut settings = json!({ "measures": measures, "matters": questions.matters });
    if let Some(precision) = options.precision {
        settings["precision"] = json!(precision);
        settings["most_worlds"] = json!(options.most_worlds);
    }
    settings
}

/// One customer of the first world under the first two systems.
fn portraits(systems: &[System], candidates: &[Vec<Candidate>], seed: u64) -> Vec<GroupPicture> {
    let Some(journey) = groups::chosen(candidates) else { return Vec::new() };
    let portrait = |(system, candidates): (&System, &Vec<Candidate>)| {
        let ending = candidates.iter().find(|one| one.journey == journey)?.ending;
        GroupPicture::new(&system.name, system.model.plan(), 0, journey, ending, system.model.portrait(seed, 0, journey))
    };
    systems.iter().zip(candidates).take(2).filter_map(portrait).collect()
}

/// Runs all systems in all worlds, and in more until a rule says that there are enough.
fn run(systems: &[System], options: &Simulation, rule: Option<&Rule>, session: &mut Session<'_>) -> Result<Simulated, Failure> {
    let mut experiment = Experiment::new(options.seed, systems.iter().map(|s| s.name.clone()).collect());
    let mut tables = Some(TableFiles::begin(session.folder()).map_err(|e| Failure::Other(e.to_string()))?);
    let mut candidates = Vec::new();
    let mut wip: Vec<Vec<f64>> = vec![Vec::new(); systems.len()];
    let mut trouble = None;
    let names: Vec<SystemNames> = systems.iter().map(|s| SystemNames::new(&s.name, s.model.scenario())).collect();
    let (mut done, mut goal) = (0, options.worlds);
    while done < goal {
        session.each(
            &|system| format!("customers of {}", systems[system].name),
            &arms(systems),
            done..goal,
            |system, record| World::new(&record, &names[system]),
            |_, world: &mut [World]| {
                if candidates.is_empty() {
                    // Not taken away: what is kept of the world has to have them too.
                    candidates = world.iter().map(|one| one.candidates.clone()).collect();
                }
                wip.iter_mut().zip(world.iter()).for_each(|(sums, one)| add(sums, &one.wip));
                let mut rows: Vec<&mut Tables> = world.iter_mut().map(|one| &mut one.tables).collect();
                // Without its files the experiment goes on; that they are missing is told in the end.
                if let Some(Err(why)) = tables.as_mut().map(|files| files.add_world(&mut rows)) {
                    (trouble, tables) = (Some(why), None);
                }
                experiment.add_world(world.iter().map(|one| (&one.row, &one.fates))).map_err(|differ| differ.to_string())
            },
        )?;
        done = goal;
        if let Some(Next::More(worlds)) = rule.map(|rule| rule.next(&experiment.so_far().systems)) {
            goal = worlds;
        }
    }
    let worlds_in = tables.map_or(Ok(BTreeMap::new()), TableFiles::finish).unwrap_or_else(|why| {
        trouble = Some(why);
        BTreeMap::new()
    });
    if let Some(why) = trouble {
        session.trouble(why);
    }
    Ok(Simulated { outcome: experiment.finish(), worlds_in, candidates, wip })
}

fn add(sums: &mut Vec<f64>, one: &[u32]) {
    sums.resize(sums.len().max(one.len()), 0.0);
    sums.iter_mut().zip(one).for_each(|(sum, value)| *sum += f64::from(*value));
}

/// Work in progress over time, as lines of letters.
fn over_time(systems: &[System], wip: &[Vec<f64>], worlds: u64) -> String {
    let means: Vec<Vec<f64>> = wip.iter().map(|weeks| weeks.iter().map(|sum| sum / worlds.max(1) as f64).collect()).collect();
    let warm_up = |system: &System| system.model.plan().window_start / WEEK;
    let series: Vec<Weekly<'_>> = systems
        .iter()
        .zip(&means)
        .take(MOST_LINES)
        .map(|(system, weeks)| Weekly { name: &system.name, weeks, warm_up: warm_up(system).ceil() as usize })
        .collect();
    sparkline::lines("Opportunities in the flow", &series).join("\n")
}

/// Writes what is known at the end.
fn write(outcome: &Outcome, document: &Document, systems: &[System], session: &mut Session<'_>) {
    if let Err(why) = write_worlds(session.folder(), outcome) {
        session.trouble(why.to_string());
    }
    session.write(RESULTS, document.to_json().as_bytes());
    session.write("measures.csv", document.to_csv().as_bytes());
    match charts::draw(document, &setting(systems)) {
        Ok(charts) => session.write_charts(&charts),
        Err(why) => session.trouble(why.to_string()),
    }
}

/// Whom the systems sell to, and for how long, as far as they agree.
pub(super) fn setting(systems: &[System]) -> String {
    assumptions::setting(systems.iter().map(|system| system.model.scenario()))
}

/// The results in the format asked for.
fn rendered(
    document: &Document,
    systems: &[System],
    wip: &[Vec<f64>],
    kept: Option<&Path>,
    options: &Simulation,
) -> Result<String, Failure> {
    let look = Look { width: terminal::width(), colour: terminal::colour(), all: options.all };
    match options.format {
        Format::Json => Ok(document.to_json()),
        Format::Csv => Ok(document.to_csv()),
        Format::Md => Ok(markdown::render(document, look) + &guards::markdown(&document.guards, document.worlds)),
        Format::Table => {
            let guards = guards_text::render(&document.guards, document.worlds, look);
            let guards = if guards.is_empty() { guards } else { format!("{guards}\n") };
            let warm_up = wrap(&warm_up::stated(systems, options), look.width);
            let over_time = over_time(systems, wip, document.worlds);
            Ok(format!("{}\n{guards}{warm_up}\n\n{over_time}\n\n{}", table::render(document, look), afterwards(systems, kept, look)))
        }
    }
}

/// What the table is followed by: what it rests on and what to try next.
fn afterwards(systems: &[System], kept: Option<&Path>, look: Look) -> String {
    let named: Vec<assumptions::Named<'_>> =
        systems.iter().map(|s| assumptions::Named { name: &s.name, scenario: s.model.scenario() }).collect();
    let mut lines = Vec::new();
    lines.extend(assumptions::means(&named).map(|means| wrap(&means.words, look.width)));
    let assumed = assumptions::lines(&named);
    if !assumed.is_empty() {
        let heading = "What it rests on: settings likely to matter most, assumptions unless a source is named (--set changes them):";
        lines.push(format!("\n{}", wrap(heading, look.width)));
        lines.extend(assumed.iter().map(|line| format!("  {}", wrap(line, look.width.saturating_sub(2)).replace('\n', "\n    "))));
    }
    if let Some(path) = kept {
        lines.push(format!("\nFiles are in {0}, charts in {0}/charts. A page for leadership:\n  winflow report {0}", path.display()));
    }
    if systems.len() > 1 {
        lines.push("\nTry next:".to_string());
        lines.extend(TRY_NEXT.iter().map(|(command, why)| format!("  {command}\n      {why}")));
    }
    lines.join("\n") + "\n"
}
