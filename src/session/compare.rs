//! Systems in the same worlds, held against the first; or one system alone.

use super::failure::{Failure, NotWritten, WrongQuestion};
use super::firms::{Asked, Firms, listed};
use super::host::{Host, Notice};
use super::layers::{Layers, called, diff_command};
use super::options::Options;
use super::other_customers;
use super::systems::{self, System};
use super::turning;
use super::under_way::Session;
use crate::experiment::firms::Difference;
use crate::experiment::precision::{Next, Rule};
use crate::experiment::runner::Arm;
use crate::experiment::same_customers::Fates;
use crate::experiment::verdicts::Questions;
use crate::experiment::{Experiment, Outcome, WorldRow};
use crate::figures::{Cells, Cut, Cutter};
use crate::measure::Record;
use crate::report::charts;
use crate::report::results::by::{self, ByResult, Gathering};
use crate::report::results::document::{Document, SettingsResult};
use crate::report::results::files::write_worlds;
use crate::report::results::firms::{FIRMS, csv};
use crate::report::results::folder::Kept;
use crate::report::results::precision::PrecisionResult;
use crate::report::results::sameness::{self, Setup};
use crate::report::results::settings;
use crate::report::results::stored::groups::{self, Candidate};
use crate::report::results::stored::rows::GroupPicture;
use crate::report::results::stored::tables::{Full, Held, SystemNames, TableFiles, Tables};
use crate::report::results::stored::{GROUPS, RESULTS};
use crate::report::results::turning::TURNING;
use crate::report::results::{self, words};
use crate::scenario::guard::Guard;
use crate::scenario::{Loaded, Scenario};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Worlds unless another number is given.
pub const WORLDS: u64 = 40;
/// Worlds at which it ends however wide intervals are, unless another number is given.
pub const MOST_WORLDS: u64 = 2000;

/// What is asked.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// The systems; the first is the baseline. A single one is run alone.
    pub systems: Vec<Layers>,
    /// What is asked about them.
    pub about: Questions,
    /// How narrow intervals have to be, if worlds are to be added until they are.
    pub precision: Option<Precision>,
    /// In which firms like it systems are compared, besides.
    pub firms: Firms,
    /// By which groups results are told, besides: each by one cut, or by two at once.
    pub by: Vec<Vec<Cut>>,
}

/// How narrow intervals have to be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Precision {
    /// Widest half-width of an interval, as a share of the baseline's mean.
    pub share: f64,
    /// At so many worlds it ends in any case.
    pub most_worlds: u64,
}

/// What came out.
#[derive(Debug)]
pub struct Compared {
    /// The systems.
    pub systems: Vec<System>,
    /// The statistics.
    pub document: Document,
    /// Open opportunities under each system, week by week: means over worlds.
    pub wip: Vec<Vec<f64>>,
    /// Where it was kept. Results that cannot be kept are given all the same.
    pub kept: Result<Kept, NotWritten>,
}

/// What is kept of a world under a system.
#[derive(Debug, Serialize, Deserialize)]
struct World {
    row: WorldRow,
    fates: Fates,
    tables: Tables,
    /// The customers of the first world, one of whom is portrayed.
    candidates: Vec<Candidate>,
    /// Open opportunities, week by week.
    wip: Vec<u32>,
    /// What is counted by group.
    cells: Cells,
}

impl World {
    fn new(record: &Record, names: &SystemNames, full: &Full, cutters: &[Cutter]) -> Self {
        let candidates = if record.world == 0 { record.journeys.iter().map(Candidate::from).collect() } else { Vec::new() };
        Self {
            row: record.into(),
            fates: record.into(),
            tables: Tables::new(record, names, full),
            candidates,
            wip: record.weeks.iter().map(|week| week.wip).collect(),
            cells: Cells::new(record, cutters),
        }
    }
}

/// What was simulated, and what is known of it besides.
struct Simulated {
    outcome: Outcome,
    /// What is in each table.
    tables: BTreeMap<&'static str, Held>,
    /// The customers of the first world, under each system.
    candidates: Vec<Vec<Candidate>>,
    /// Open opportunities under each system, week by week: sums over worlds.
    wip: Vec<Vec<f64>>,
    /// Results by group, and the counts of single worlds.
    by: (Vec<ByResult>, String),
}

/// Runs systems in the same worlds and keeps the results in files.
///
/// # Errors
/// If a scenario is wrong, nothing can be kept, or it was interrupted.
pub fn compare(question: &Question, options: &Options, host: Host<'_>) -> Result<Compared, Failure> {
    let (loaded, systems): (Vec<Loaded>, Vec<System>) = systems::load_with_sources(&question.systems, options, host)?.into_iter().unzip();
    if let ([_], Some(guard)) = (systems.as_slice(), options.guards.iter().find(|guard| guard.requirement.quantity.needs_baseline())) {
        return Err(WrongQuestion::GuardWithoutBaseline(guard.requirement.text.clone()).into());
    }
    let firms = question.firms.count(&systems, options.worlds.unwrap_or(WORLDS), host)?;
    let experiment = if systems.len() > 1 { "compare" } else { "run" };
    let names: Vec<&str> = systems.iter().map(|system| system.name.as_str()).collect();
    let rule = question.rule();
    let mut session = Session::begin(options, host, experiment, &called(&question.systems, &names), question.settings(firms), &systems)?;
    let asked = firms.map(|count| question.of_firms(count, &loaded, &systems));
    if let (Some(asked), true) = (&asked, session.is_shard()) {
        asked.part(&mut session)?;
        turning::part(asked, &mut session)?;
    }
    let simulated = run(&systems, &question.by, options, rule.as_ref(), &mut session);
    let Simulated { outcome, tables, candidates, wip, by: (by, cells) } =
        simulated.map_err(|failure| other_customers::explained(failure, &question.systems, &systems, options))?;
    let guards: Vec<Vec<Guard>> = systems.iter().map(|system| system.guards.clone()).collect();
    let mut document = Document::answering(&outcome, &question.about).guarded(&outcome, &guards);
    let looked_at = asked.as_ref().map(|asked| asked.compared(&outcome, &mut session)).transpose()?;
    let turned = asked.as_ref().map(|asked| turning::turning(asked, &mut session)).transpose()?.flatten();
    document.precision = rule.map(|rule| PrecisionResult::new(&rule, &outcome));
    document.settings = set_differently(question, &systems, options);
    let setups = systems.iter().map(|system| Setup { scenario: system.model.scenario(), without_effect: &system.without_effect });
    sameness::explain(&mut document, &outcome, &setups.collect::<Vec<_>>());
    if let Some((found, rows)) = looked_at {
        session.write(FIRMS, csv(&rows, asked.as_ref().map_or(&[], |asked| &asked.listed)).as_bytes());
        document.firms = found;
    }
    if let Some((found, rows)) = turned {
        session.write(TURNING, results::turning::csv(&rows).as_bytes());
        document.turning = Some(found);
    }
    if !by.is_empty() {
        session.write(by::BY, by::csv(&by).as_bytes());
        session.write(by::CELLS, cells.as_bytes());
        document.by = by;
    }
    write(&outcome, &document, &systems, &mut session);
    session.write(GROUPS, words::json(&portraits(&systems, &candidates, options.seed())).as_bytes());
    let worlds = outcome.worlds() as u64;
    let worlds_in: BTreeMap<&str, u64> = tables.iter().map(|(file, held)| (*file, held.worlds)).collect();
    let kept = session.finish(worlds, &systems, json!({ "worlds_in": worlds_in, "guards": document.guards }));
    for (file, &held) in tables.iter().filter(|(_, held)| held.worlds < worlds) {
        host.observer.notice(&Notice::TableCut { file, held, worlds });
    }
    Ok(Compared { systems, document, wip: means(wip, worlds), kept })
}

impl Question {
    /// Systems with the usual questions about them.
    pub fn new(systems: impl IntoIterator<Item = Layers>) -> Self {
        Self { systems: systems.into_iter().collect(), about: Questions::default(), precision: None, firms: Firms::None, by: Vec::new() }
    }

    /// When to stop adding worlds, if that was asked for.
    fn rule(&self) -> Option<Rule> {
        let rule =
            |precision: Precision| Rule { questions: self.about.clone(), precision: precision.share, most_worlds: precision.most_worlds };
        self.precision.map(rule)
    }

    /// The comparison in so many firms like it.
    fn of_firms<'a>(&self, count: u64, loaded: &'a [Loaded], systems: &'a [System]) -> Asked<'a> {
        let difference = Difference { measure: self.about.first(), matters: self.about.matters };
        Asked { loaded, systems, difference, count, listed: listed(loaded, difference.measure) }
    }

    /// What the results depend on besides systems, seed and worlds.
    fn settings(&self, firms: Option<u64>) -> Value {
        let measures: Vec<&str> = self.about.measures.iter().map(|measure| measure.id()).collect();
        let mut settings = json!({ "measures": measures, "matters": self.about.matters });
        if let Some(precision) = self.precision {
            settings["precision"] = json!(precision.share);
            settings["most_worlds"] = json!(precision.most_worlds);
        }
        if let Some(firms) = firms {
            settings["firms"] = json!(firms);
        }
        if !self.by.is_empty() {
            settings["by"] = json!(self.by.iter().map(|cuts| cuts.iter().map(|cut| cut.word()).collect::<Vec<_>>()).collect::<Vec<_>>());
        }
        settings
    }
}

/// Settings that differ in the systems; `None` for a single one.
fn set_differently(question: &Question, systems: &[System], options: &Options) -> Option<SettingsResult> {
    let scenarios: Vec<&Scenario> = systems.iter().map(|system| system.model.scenario()).collect();
    let command = || diff_command(&question.systems, &options.settings);
    (systems.len() > 1).then(|| SettingsResult { keys: settings::set_differently(&scenarios), command: command() })
}

/// One customer of the first world under the first two systems.
fn portraits(systems: &[System], candidates: &[Vec<Candidate>], seed: u64) -> Vec<GroupPicture> {
    let Some(journey) = groups::chosen(candidates) else { return Vec::new() };
    let portrait = |(system, candidates): (&System, &Vec<Candidate>)| {
        let ending = candidates.iter().find(|candidate| candidate.journey == journey)?.ending;
        GroupPicture::new(&system.name, system.model.plan(), 0, journey, ending, system.model.portrait(seed, 0, journey))
    };
    systems.iter().zip(candidates).take(2).filter_map(portrait).collect()
}

/// Runs all systems in all worlds, and in more until a rule says that there are enough.
fn run(
    systems: &[System],
    by: &[Vec<Cut>],
    options: &Options,
    rule: Option<&Rule>,
    session: &mut Session<'_>,
) -> Result<Simulated, Failure> {
    let mut experiment = Experiment::new(options.seed(), systems.iter().map(|system| system.name.clone()).collect())
        .with_other_customers(other_customers::may_differ(systems));
    let files = TableFiles::begin(session.folder()).map_err(NotWritten::Folder)?;
    let (full, mut tables) = (files.full(), Some(files));
    let mut candidates = Vec::new();
    let mut wip: Vec<Vec<f64>> = vec![Vec::new(); systems.len()];
    let mut trouble = None;
    let names: Vec<SystemNames> = systems.iter().map(|system| SystemNames::new(&system.name, system.model.scenario())).collect();
    let cutters: Vec<Vec<Cutter>> = systems.iter().map(|system| Gathering::of(by, system.model.plan())).collect();
    let mut groups = Gathering::new(cutters.clone());
    let arms: Vec<Arm<'_>> = systems.iter().map(System::arm).collect();
    let (mut done, mut goal) = (0, options.worlds.unwrap_or(WORLDS));
    while done < goal {
        session.each(
            &|system| format!("customers of {}", systems[system].name),
            &arms,
            done..goal,
            |system, record| World::new(&record, &names[system], &full, &cutters[system]),
            |_, mut world: Vec<World>| {
                if candidates.is_empty() {
                    candidates = world.iter_mut().map(|system| std::mem::take(&mut system.candidates)).collect();
                }
                groups.add_world(world.iter().map(|system| &system.cells));
                wip.iter_mut().zip(world.iter()).for_each(|(sums, system)| add(sums, &system.wip));
                // Without its files the experiment goes on; that they are missing is told in the end.
                if let Some(Err(why)) = tables.as_mut().map(|files| files.add_world(world.iter().map(|system| &system.tables))) {
                    (trouble, tables) = (Some(why), None);
                }
                experiment.add_world(world.iter().map(|system| (&system.row, &system.fates)))
            },
        )?;
        done = goal;
        if let Some(Next::More(worlds)) = rule.map(|rule| rule.next(&experiment.so_far().systems)) {
            goal = worlds;
        }
    }
    let tables = tables.map_or(Ok(BTreeMap::new()), TableFiles::finish).unwrap_or_else(|why| {
        trouble = Some(why);
        BTreeMap::new()
    });
    if let Some(why) = trouble {
        session.trouble(why);
    }
    let by = groups.finish(&systems.iter().map(|system| system.name.clone()).collect::<Vec<_>>());
    Ok(Simulated { outcome: experiment.finish(), tables, candidates, wip, by })
}

fn add(sums: &mut Vec<f64>, weeks: &[u32]) {
    sums.resize(sums.len().max(weeks.len()), 0.0);
    sums.iter_mut().zip(weeks).for_each(|(sum, value)| *sum += f64::from(*value));
}

fn means(mut sums: Vec<Vec<f64>>, worlds: u64) -> Vec<Vec<f64>> {
    sums.iter_mut().flatten().for_each(|sum| *sum /= worlds.max(1) as f64);
    sums
}

/// Writes what is known at the end.
fn write(outcome: &Outcome, document: &Document, systems: &[System], session: &mut Session<'_>) {
    if let Err(why) = write_worlds(session.folder(), outcome) {
        session.trouble(why);
    }
    session.write(RESULTS, document.to_json().as_bytes());
    session.write("measures.csv", document.to_csv().as_bytes());
    session.write_charts(charts::draw(document, &systems::setting(systems)));
}
