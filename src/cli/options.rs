//! Options that several commands have, in small groups: a command takes those that it honours.

use super::failure::Failure;
use super::numbers::{Ids, measures, share, warm_up, whole, years};
use crate::experiment::runner::Shard;
use crate::experiment::verdicts::Questions;
use crate::figures::{Cut, cells};
use crate::measure::Measure;
use crate::scenario::Problems;
use crate::scenario::guard::Guard;
use crate::scenario::problems::Place;
use crate::scenario::requirement::NotARequirement;
use crate::session::compare::{self, Precision};
use crate::session::options::all_cores;
use crate::session::systems::each_or_all_problems;
use crate::session::{Keeping, Layers, Options, System, WarmUpWeeks};
use clap::{Args, ValueEnum};
use std::ops::Deref;
use std::path::PathBuf;

/// More worlds than this would not fit into memory, nor anybody's patience.
pub const MOST_WORLDS: u64 = 100_000;
/// More parts than this nobody has machines for.
const MOST_SHARDS: u64 = 10_000;
/// More threads than this no machine needs.
const MOST_THREADS: u64 = 1024;

/// How many threads.
#[derive(Debug, Clone, Args)]
pub struct Threads {
    /// Number of threads [default: all cores]
    #[arg(long, value_name = "N", value_parser = whole::<u16>(1..=MOST_THREADS), allow_negative_numbers = true)]
    pub threads: Option<u16>,
}

/// Which worlds are run.
#[derive(Debug, Clone, Args)]
pub struct Worlds {
    /// Number of simulated worlds [default: 40]
    #[arg(long, value_name = "N", value_parser = whole::<u64>(1..=MOST_WORLDS), allow_negative_numbers = true)]
    pub worlds: Option<u64>,
    /// Seed of the worlds [default: 1]
    #[arg(long, value_name = "N", value_parser = whole::<u64>(0..=u64::MAX), allow_negative_numbers = true)]
    pub seed: Option<u64>,
    /// On how many threads.
    #[command(flatten)]
    pub threads: Threads,
}

/// Over what it is run, if not over worlds of the firm as it is described.
#[derive(Debug, Clone, Args)]
pub struct LikeIt {
    /// Run over N firms like this one (at least 20), one world each
    #[arg(long, value_name = "N", value_parser = whole::<u64>(20..=20_000), allow_negative_numbers = true)]
    pub firms: Option<u64>,
}

/// How long they are.
#[derive(Debug, Clone, Args)]
pub struct Length {
    /// How long they are measured.
    #[command(flatten)]
    pub window: Window,
    /// Warm-up in weeks, or detect [default: scenario]
    #[arg(long, value_name = "WEEKS", value_parser = warm_up, allow_negative_numbers = true)]
    pub warm_up: Option<WarmUpWeeks>,
}

/// How long they are measured.
#[derive(Debug, Clone, Args)]
pub struct Window {
    /// Years measured [default: scenario]
    #[arg(long, value_name = "YEARS", value_parser = years, allow_negative_numbers = true)]
    pub years: Option<f64>,
}

/// Changes of settings.
#[derive(Debug, Clone, Args)]
pub struct Settings {
    /// Change a setting: KEY=4, KEY=+2, KEY=x1.2
    #[arg(long, value_name = "KEY=VALUE", value_parser = setting)]
    pub set: Vec<String>,
}

/// What results have to be.
#[derive(Debug, Clone, Args)]
pub struct Guards {
    /// Require a result: "win_rate >= 25 %"
    #[arg(long, value_name = "REQUIREMENT")]
    guard: Vec<String>,
}

/// How results are printed.
#[derive(Debug, Clone, Args)]
pub struct Printed {
    /// Print as table, json, csv or md [default: table]
    #[arg(long, value_enum, default_value_t = Format::Table, hide_possible_values = true, hide_default_value = true)]
    pub format: Format,
}

/// How results are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Verdict, table and what to try next
    Table,
    /// One document (winflow schema --output tells its shape)
    Json,
    /// A row per system and measure
    Csv,
    /// Markdown tables
    Md,
}

/// Where results are kept, of what may take long.
#[derive(Debug, Clone, Args)]
pub struct Kept {
    /// Where.
    #[command(flatten)]
    pub results: Results,
    /// Do not ask before long runs
    #[arg(long)]
    pub yes: bool,
}

impl Deref for Kept {
    type Target = Results;
    fn deref(&self) -> &Results {
        &self.results
    }
}

/// Where results are kept.
#[derive(Debug, Clone, Args)]
pub struct Results {
    /// Folder for results [default: output]
    #[arg(long, value_name = "DIR", default_value = "output", hide_default_value = true)]
    pub out: PathBuf,
    /// Replace another run's results of this name
    #[arg(long)]
    pub force: bool,
    /// No progress and no notes
    #[arg(long)]
    pub quiet: bool,
}

/// Which measures are asked about.
#[derive(Debug, Clone, Args)]
pub struct Measures {
    /// Show every measure
    #[arg(long, conflicts_with = "measure")]
    pub all: bool,
    /// Measures shown, by id (winflow measures)
    #[arg(long, value_name = "ID,...", value_parser = measures)]
    pub measure: Vec<Ids>,
}

/// What results are cut by.
#[derive(Debug, Clone, Args)]
pub struct Cuts {
    /// Also by segment, channel, role, person, quarter, ...
    #[arg(long, value_name = "CUT,...", value_parser = cuts)]
    by: Vec<Asked>,
}

/// One cut, or two at once.
#[derive(Debug, Clone)]
struct Asked(Vec<Cut>);

fn cuts(text: &str) -> Result<Asked, String> {
    cells::asked(text).map(Asked)
}

impl Cuts {
    /// The cuts that are asked for, each once.
    pub fn by(&self) -> Vec<Vec<Cut>> {
        let mut all: Vec<Vec<Cut>> = Vec::new();
        for Asked(cuts) in &self.by {
            if !all.contains(cuts) {
                all.push(cuts.clone());
            }
        }
        all
    }
}

/// How narrow intervals have to be.
#[derive(Debug, Clone, Args)]
pub struct Precise {
    /// Add worlds until intervals are this narrow: 2%
    #[arg(long, value_name = "SHARE", value_parser = share, allow_negative_numbers = true)]
    pub precision: Option<f64>,
    /// Worlds at which --precision stops [default: 2000]
    #[arg(long, value_name = "N", default_value_t = compare::MOST_WORLDS, hide_default_value = true, requires = "precision", value_parser = whole::<u64>(1..=MOST_WORLDS), allow_negative_numbers = true)]
    pub most_worlds: u64,
}

/// How an experiment is resumed.
#[derive(Debug, Clone, Args)]
pub struct Resume {
    /// Continue an interrupted run from what it kept
    #[arg(long)]
    pub resume: bool,
}

/// How an experiment is resumed or split.
#[derive(Debug, Clone, Args)]
pub struct Resumed {
    /// How it is resumed.
    #[command(flatten)]
    pub again: Resume,
    /// Run part I of N; winflow merge joins the parts
    #[arg(long, value_name = "I/N", value_parser = shard)]
    pub shard: Option<Shard>,
    /// Folders of the parts that winflow merge puts together; no option of the command line.
    #[arg(skip)]
    pub shards: Vec<PathBuf>,
}

impl Threads {
    /// As many as asked for, or as there are cores.
    pub fn count(&self) -> usize {
        self.threads.map_or_else(all_cores, usize::from)
    }
}

impl Measures {
    /// Those that are named, each once.
    pub fn named(&self) -> Vec<Measure> {
        let mut measures: Vec<Measure> = Vec::new();
        for &measure in self.measure.iter().flat_map(|Ids(ids)| ids) {
            if !measures.contains(&measure) {
                measures.push(measure);
            }
        }
        measures
    }

    /// What is asked about systems: those that are named, all, or the usual ones.
    pub fn questions(&self) -> Questions {
        let usual = Questions::default();
        let measures = if self.all { Measure::ALL.to_vec() } else { self.named() };
        Questions { measures: if measures.is_empty() { usual.measures } else { measures }, matters: usual.matters }
    }
}

impl Precise {
    /// How narrow, if that was asked for.
    pub fn asked(&self) -> Option<Precision> {
        self.precision.map(|share| Precision { share, most_worlds: self.most_worlds })
    }
}

impl Results {
    /// The same for what is neither resumed nor split.
    pub fn keeping(&self) -> Keeping {
        Keeping { out: self.out.clone(), force: self.force, ..Keeping::default() }
    }
}

/// The options of an experiment, but for those that only some have. `command` is the command line, without the program.
pub fn experiment(worlds: &Worlds, settings: &Settings, kept: &Kept, resumed: &Resumed, command: &[String]) -> Options {
    Options {
        worlds: worlds.worlds,
        seed: worlds.seed,
        threads: worlds.threads.count(),
        settings: settings.set.clone(),
        keeping: Keeping {
            resume: resumed.again.resume,
            shard: resumed.shard,
            shards: resumed.shards.clone(),
            command: command.to_vec(),
            ..kept.keeping()
        },
        ..Options::default()
    }
}

impl Guards {
    /// The guards for these systems with these settings.
    ///
    /// # Errors
    /// All that are no requirements; with them what is wrong with the systems, so that it is told in one pass.
    pub fn for_systems(&self, systems: &[Layers], settings: &Settings) -> Result<Vec<Guard>, Failure> {
        requirements("--guard", &self.guard, Guard::parse).map_err(|mut wrong| {
            let load = |system: &Layers| System::load(system, &settings.set);
            match each_or_all_problems(systems, load) {
                Ok(_) => Failure::Usage(wrong.to_string()),
                Err(more) => {
                    wrong.gather(more);
                    wrong.into()
                }
            }
        })
    }
}

/// The requirements of an option.
///
/// # Errors
/// All that are none.
pub fn requirements<T>(option: &str, texts: &[String], read: impl Fn(&str) -> Result<T, NotARequirement>) -> Result<Vec<T>, Problems> {
    let (mut all, mut wrong) = (Vec::new(), Problems::default());
    for text in texts {
        match read(text) {
            Ok(one) => all.push(one),
            Err(why) => wrong.gather(Problems::one(Place::whole(option), why.message, why.hint)),
        }
    }
    if wrong.is_empty() { Ok(all) } else { Err(wrong) }
}

fn shard(text: &str) -> Result<Shard, String> {
    let numbers = text.split_once('/').and_then(|(number, of)| Some((number.trim().parse().ok()?, of.trim().parse().ok()?)));
    match numbers {
        Some((number, of)) if (2..=MOST_SHARDS).contains(&of) && (1..=of).contains(&number) => Ok(Shard { number, of }),
        _ => Err(format!("expected I/N, such as 1/3: part I of N, N from 2 to {MOST_SHARDS}")),
    }
}

/// Reads a setting.
pub fn setting(text: &str) -> Result<String, String> {
    let (key, value) = text.split_once('=').map_or((text, None), |(key, value)| (key, Some(value)));
    if let Some((system, key)) = key.split_once(':') {
        let setting = format!("{}={}", key.trim(), value.unwrap_or("VALUE"));
        return Err(format!(
            "--set is for all systems: --set {setting}. For one of them, put the setting after its name, without --set: {system}:{setting}, as in \
             winflow compare {system} {system}:{setting}"
        ));
    }
    match value {
        _ if key.trim().is_empty() => Err("expected key.path=value, such as organisation.coverage=2".to_string()),
        Some(value) if value.trim().is_empty() => {
            Err(format!("it has no value: write {}=VALUE, such as organisation.coverage=2", key.trim()))
        }
        None => match key.trim().split_once(' ') {
            Some((key, value)) => Err(format!("it has no equals sign: write {key}={}", value.trim())),
            None => Err(format!("it has no value: write {}=VALUE, such as organisation.coverage=2", key.trim())),
        },
        Some(_) => Ok(text.to_string()),
    }
}
