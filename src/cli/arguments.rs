//! What can be asked for.

use crate::experiment::precision::Rule;
use crate::experiment::runner::Shard;
use crate::experiment::verdicts::Questions;
use crate::measure::Measure;
use crate::report::results::targets::Target;
use crate::scenario::guard::Guard;
use crate::scenario::read::nearest;
use clap::builder::styling::{AnsiColor, Styles};
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// More worlds than this would not fit into memory, nor anybody's patience.
const MOST_WORLDS: u64 = 100_000;
/// More parts than this nobody has machines for.
const MOST_SHARDS: u64 = 10_000;
/// More threads than this no machine needs.
const MOST_THREADS: i64 = 1024;

const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Cyan.on_default().bold())
    .usage(AnsiColor::Cyan.on_default().bold())
    .literal(AnsiColor::Cyan.on_default());

const EXAMPLES: &str = "\
Examples:
  winflow                                        a lone hero and a team in a mid-size market
  winflow compare hero line team --worlds 200    three systems, surer
  winflow compare mid --with hero --with team    the same market under two overlays
  winflow compare hero team --set segment.mid.group_size_mean=1.5
  winflow run my.toml --format json              one system, for another program
  winflow trace team --world 3 --journey 120     one customer's story
  winflow new my.toml                            a commented scenario to start from

Exit codes: 0 done, 2 wrong usage, 3 the scenario is invalid, 4 a guard failed, 5 too few worlds for a
guard, 130 interrupted, 1 anything else.";

/// Compares ways of selling in the same simulated market; without a command, a lone hero with a team
#[derive(Debug, Parser)]
#[command(name = "winflow", version, after_help = EXAMPLES, styles = STYLES, max_term_width = 100)]
#[command(args_conflicts_with_subcommands = true, subcommand_precedence_over_arg = true)]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// Options of the first run.
    #[command(flatten)]
    pub simulation: Simulation,
}

/// The subcommands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Simulate one system
    Run(Run),
    /// Simulate several systems in the same worlds and compare them with the first
    Compare(Compare),
    /// Say which part of a change makes the difference
    Explain(Explain),
    /// Show what is set differently in systems, and where it was set
    Diff(Diff),
    /// Validate scenarios: every problem with file, line and column
    Check(Check),
    /// Print the JSON schema of scenarios, or of results
    Schema(Schema),
    /// Tell one customer's story as it happened, with the reason for every wait and decision
    Trace(Trace),
    /// Write a commented scenario to start from
    New(New),
    /// Run published patterns as experiments and hold the simulator against them
    Patterns(Patterns),
    /// Show what incentive plans pay: at target, at the margin, for one more deal
    Plan(Plan),
    /// Show how long each system takes to find its level, and where MSER-5 would cut
    WarmUp(WarmUp),
    /// Try many settings and say which is best
    Sweep(Sweep),
    /// Draw where one system gives way to another over two settings
    Map(Map),
    /// Put the shards of an experiment together
    Merge(Merge),
    /// Put results into the formats of other programs: workbook, tables, event log, customer database
    Export(Export),
    /// Write a page for leadership from kept results: report.html
    Report(Report),
}

impl Arguments {
    /// How the command simulates, if it runs an experiment that can be interrupted and split.
    pub fn simulation_mut(&mut self) -> Option<&mut Simulation> {
        match &mut self.command {
            None => Some(&mut self.simulation),
            Some(Command::Run(run)) => Some(&mut run.simulation),
            Some(Command::Compare(compare)) => Some(&mut compare.simulation),
            Some(Command::Sweep(sweep)) => Some(&mut sweep.simulation),
            Some(Command::Map(map)) => Some(&mut map.simulation),
            Some(Command::Explain(explain)) => Some(&mut explain.simulation),
            Some(Command::WarmUp(warm_up)) => Some(&mut warm_up.simulation),
            Some(_) => None,
        }
    }
}

const RUN_EXAMPLES: &str = "\
Examples:
  winflow run team
  winflow run mid --with team --years 1 --worlds 100 --all
  winflow run my.toml --set organisation.coverage=3 --format csv";

/// Arguments of `run`.
#[derive(Debug, Args)]
#[command(after_help = RUN_EXAMPLES)]
pub struct Run {
    /// A file, or a built-in scenario: small, mid, enterprise, hero, line, team, ...
    pub scenario: String,
    /// Overlays on the scenario, separated by commas
    #[arg(long, value_name = "OVERLAY[,OVERLAY]")]
    pub with: Vec<String>,
    /// How it is simulated.
    #[command(flatten)]
    pub simulation: Simulation,
}

const COMPARE_EXAMPLES: &str = "\
Examples:
  winflow compare hero team
  winflow compare mid --with hero --with team,faster.toml --worlds 200
  winflow compare hero team --set segment.mid.group_size_mean=1.5 --format md

The first system is the baseline. Each difference is taken world by world: the same customers, the
same people, the same luck.";

/// Arguments of `compare`.
#[derive(Debug, Args)]
#[command(after_help = COMPARE_EXAMPLES)]
pub struct Compare {
    /// Files or built-in scenarios; without --with each is a system
    #[arg(required = true, value_name = "SCENARIO")]
    pub scenarios: Vec<String>,
    /// A system: overlays on the scenario, separated by commas; once for each system
    #[arg(long, value_name = "OVERLAY[,OVERLAY]")]
    pub with: Vec<String>,
    /// How it is simulated.
    #[command(flatten)]
    pub simulation: Simulation,
}

const EXPLAIN_EXAMPLES: &str = "\
Examples:
  winflow explain hero team
  winflow explain mid --with hero --with team,pool,done-with
  winflow explain hero team --keys               single keys instead of groups of keys
  winflow explain --rewrite mid --with done-to   which activities to do with the customer

The change from the first system to the second is taken apart: its parts are switched in all
combinations, and each gets its share of the difference (Shapley value); shares add up to the whole.";

/// Arguments of `explain`.
#[derive(Debug, Args)]
#[command(after_help = EXPLAIN_EXAMPLES)]
pub struct Explain {
    /// Two files or built-in scenarios; or one, with two --with or with --rewrite
    #[arg(required = true, value_name = "SCENARIO")]
    pub scenarios: Vec<String>,
    /// A system: overlays on the scenario, separated by commas; once for each system
    #[arg(long, value_name = "OVERLAY[,OVERLAY]")]
    pub with: Vec<String>,
    /// Take the change apart key by key instead of by groups of keys
    #[arg(long)]
    pub keys: bool,
    /// Combinations that may be run; where there are more, orders of switching are drawn
    #[arg(long, value_name = "N", default_value_t = 128, value_parser = clap::value_parser!(u64).range(4..=1024))]
    pub most_coalitions: u64,
    /// Rewrite the activities of one system from done to the customer to done with them, one at a time and all together
    #[arg(long, conflicts_with_all = ["keys", "most_coalitions"])]
    pub rewrite: bool,
    /// How it is simulated.
    #[command(flatten)]
    pub simulation: Simulation,
}

const DIFF_EXAMPLES: &str = "\
Examples:
  winflow diff hero team
  winflow diff mid --with hero --with team,pool
  winflow diff mid my.toml --format csv

Nothing is simulated. Keys are compared with every default filled in.";

/// Arguments of `diff`.
#[derive(Debug, Args)]
#[command(after_help = DIFF_EXAMPLES)]
pub struct Diff {
    /// Files or built-in scenarios; without --with each is a system
    #[arg(required = true, value_name = "SCENARIO")]
    pub scenarios: Vec<String>,
    /// A system: overlays on the scenario, separated by commas; once for each system
    #[arg(long, value_name = "OVERLAY[,OVERLAY]")]
    pub with: Vec<String>,
    /// Change a setting in every system, such as organisation.coverage=2
    #[arg(long, value_name = "KEY.PATH=VALUE", value_parser = setting)]
    pub set: Vec<String>,
    /// How results are printed: table, json, csv or md
    #[arg(long, value_enum, default_value_t = Format::Table, hide_possible_values = true)]
    pub format: Format,
}

const WARM_UP_EXAMPLES: &str = "\
Examples:
  winflow warm-up team
  winflow warm-up mid --with hero --with team
  winflow warm-up team --set time.start=loaded
  winflow compare hero team --warm-up detect      runs with the longest that any of them needs

Pilot worlds have numbers of their own, from 1000000: none of them is part of a result.";

/// Arguments of `warm-up`.
#[derive(Debug, Args)]
#[command(after_help = WARM_UP_EXAMPLES, mut_arg("worlds", |worlds| worlds.default_value("20").help("Number of pilot worlds")))]
pub struct WarmUp {
    /// Files or built-in scenarios; without --with each is a system
    #[arg(required = true, value_name = "SCENARIO")]
    pub scenarios: Vec<String>,
    /// A system: overlays on the scenario, separated by commas; once for each system
    #[arg(long, value_name = "OVERLAY[,OVERLAY]")]
    pub with: Vec<String>,
    /// How it is simulated.
    #[command(flatten)]
    pub simulation: Simulation,
}

const SWEEP_EXAMPLES: &str = "\
Examples:
  winflow sweep team --over flow.wip_limit=1,2,3,5,8
  winflow sweep mid --with hero --with team --over role.seller.people=6..18:4
  winflow sweep mid --with team --over flow.wip_limit=1..8 --over organisation.coverage=1,2,3
  winflow sweep team --over flow.wip_limit=1..8 --over qualification.bar=0..0.5 --design sobol --points 32
  winflow sweep study.toml                       everything from a study file

Values are a list (2,4,8), a range with a number of levels (4..20:5) or a range (4..20); :log makes equal
ratios (1..100:3:log). They are read as in a scenario file, with units. The best of many settings is
flattered; the result says by how much.";

/// Arguments of `sweep`.
#[derive(Debug, Args)]
#[command(after_help = SWEEP_EXAMPLES)]
pub struct Sweep {
    /// Files or built-in scenarios; without --with each is a system. Or one study file
    #[arg(required = true, value_name = "SCENARIO|STUDY")]
    pub scenarios: Vec<String>,
    /// A system: overlays on the scenario, separated by commas; once for each system
    #[arg(long, value_name = "OVERLAY[,OVERLAY]")]
    pub with: Vec<String>,
    /// A setting and the values it is to take; once for each setting
    #[arg(long, value_name = "KEY.PATH=VALUES")]
    pub over: Vec<String>,
    /// How combinations are chosen: factorial (all of them), one-way (one setting at a time), latin (hypercube) or sobol [default: factorial]
    #[arg(long, value_enum, hide_possible_values = true)]
    pub design: Option<SweepDesign>,
    /// How many combinations are drawn [default: ten for each setting]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=crate::experiment::design::MOST_POINTS as u64))]
    pub points: Option<u64>,
    /// Leave out combinations at which the scenario is invalid
    #[arg(long)]
    pub skip_invalid: bool,
    /// How it is simulated.
    #[command(flatten)]
    pub simulation: Simulation,
}

/// How the combinations of a sweep are chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SweepDesign {
    /// Every value with every value of the others
    Factorial,
    /// One setting at a time, the others as they are
    OneWay,
    /// A Latin hypercube
    Latin,
    /// A scrambled Sobol sequence
    Sobol,
}

const MAP_EXAMPLES: &str = "\
Examples:
  winflow map mid --with hero --with team --x segment.mid.group_size_mean=1..10
      --y organisation.coordination_work_hours_per_week=0.05..0.6
  winflow map hero team --x market_scale=0.2..5:log --y organisation.handover_loss=0..0.6 --worlds 24
  winflow map study.toml                         everything from a study file

A coarse grid first, then finer cells where the sign of the difference turns.";

/// Arguments of `map`.
#[derive(Debug, Args)]
#[command(after_help = MAP_EXAMPLES)]
pub struct Map {
    /// Two files or built-in scenarios, or one with two --with. Or one study file
    #[arg(required = true, value_name = "SCENARIO|STUDY")]
    pub scenarios: Vec<String>,
    /// A system: overlays on the scenario, separated by commas; once for each system
    #[arg(long, value_name = "OVERLAY[,OVERLAY]")]
    pub with: Vec<String>,
    /// What varies from left to right, such as segment.mid.group_size_mean=1..10
    #[arg(long, value_name = "KEY.PATH=LOW..HIGH")]
    pub x: Option<String>,
    /// What varies from below to above
    #[arg(long, value_name = "KEY.PATH=LOW..HIGH")]
    pub y: Option<String>,
    /// Cells on each side of the first grid [default: 5]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(2..=20))]
    pub cells: Option<u32>,
    /// How often cells are divided where the sign turns [default: 2]
    #[arg(long, value_name = "TIMES", value_parser = clap::value_parser!(u32).range(0..=4))]
    pub refine: Option<u32>,
    /// How it is simulated.
    #[command(flatten)]
    pub simulation: Simulation,
}

/// Arguments of `check`.
#[derive(Debug, Args)]
pub struct Check {
    /// Files or built-in scenarios
    #[arg(required = true, value_name = "SCENARIO")]
    pub scenarios: Vec<String>,
    /// Overlays on each of them, separated by commas; each --with is checked on its own
    #[arg(long, value_name = "OVERLAY[,OVERLAY]")]
    pub with: Vec<String>,
    /// Change a setting, such as organisation.coverage=2
    #[arg(long, value_name = "KEY.PATH=VALUE")]
    pub set: Vec<String>,
    /// Say nothing when all is well
    #[arg(long)]
    pub quiet: bool,
}

/// Arguments of `schema`.
#[derive(Debug, Args)]
pub struct Schema {
    /// The schema of the results (--format json) instead of that of scenarios
    #[arg(long)]
    pub output: bool,
}

const TRACE_EXAMPLES: &str = "\
Examples:
  winflow trace team                             a win in world 0
  winflow trace team --world 3 --journey 120
  winflow trace mid --with hero --world 3 --journey 120    the same customer under another system";

/// Arguments of `trace`.
#[derive(Debug, Args)]
#[command(after_help = TRACE_EXAMPLES)]
pub struct Trace {
    /// A file or a built-in scenario
    pub scenario: String,
    /// Number of the world
    #[arg(long, default_value_t = 0)]
    pub world: u64,
    /// Number of the customer's journey [default: the first win]
    #[arg(long)]
    pub journey: Option<u64>,
    /// Overlays on the scenario, separated by commas
    #[arg(long, value_name = "OVERLAY[,OVERLAY]")]
    pub with: Vec<String>,
    /// Seed of the world
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Length of the measured window in years
    #[arg(long, value_parser = years)]
    pub years: Option<f64>,
    /// Change a setting, such as organisation.coverage=2
    #[arg(long, value_name = "KEY.PATH=VALUE")]
    pub set: Vec<String>,
    /// No notes
    #[arg(long)]
    pub quiet: bool,
}

/// Arguments of `new`.
#[derive(Debug, Args)]
pub struct New {
    /// File to write; - for stdout
    #[arg(default_value = "scenario.toml")]
    pub file: PathBuf,
    /// Replace the file if it is there
    #[arg(long)]
    pub force: bool,
}

const PATTERNS_EXAMPLES: &str = "\
Examples:
  winflow patterns                               every pattern, some minutes
  winflow patterns --only F1,F20 --worlds 100
  winflow patterns --list                        what each runs, as commands to run by hand
  winflow patterns --perturb 20 --only F1,F3     how much of it rests on assumptions

A claim is a hit if the 95 % interval bears it out, a miss if it speaks against it, and undecided if
more worlds are needed. One set of defaults serves all of them. Ctrl-C prints what there is.";

/// Arguments of `patterns`.
#[derive(Debug, Args)]
#[command(after_help = PATTERNS_EXAMPLES)]
pub struct Patterns {
    /// Only these patterns, separated by commas
    #[arg(long, value_name = "ID[,ID]", value_delimiter = ',')]
    pub only: Vec<String>,
    /// Worlds of an experiment; some take a multiple of it [default: 100, with --perturb 12]
    #[arg(long, value_parser = clap::value_parser!(u64).range(1..=MOST_WORLDS))]
    pub worlds: Option<u64>,
    /// Seed of the worlds
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Threads; they change nothing but the time [default: as many as there are cores]
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..=MOST_THREADS))]
    pub threads: Option<u16>,
    /// How results are printed: table, json, csv or md
    #[arg(long, value_enum, default_value_t = Format::Table, hide_possible_values = true)]
    pub format: Format,
    /// Say what is run and where it is known from, and run nothing
    #[arg(long, conflicts_with = "perturb")]
    pub list: bool,
    /// Draw all assumptions anew within their plausible ranges, so many times, and count how often each claim holds
    #[arg(long, value_name = "DRAWS", value_parser = clap::value_parser!(u64).range(1..=MOST_WORLDS))]
    pub perturb: Option<u64>,
    /// No progress and no notes
    #[arg(long)]
    pub quiet: bool,
}

const PLAN_EXAMPLES: &str = "\
Examples:
  winflow plan accelerator
  winflow plan mid --with team,pool --role seller
  winflow plan my.toml --set plan.standard.cap=1.5 --format csv

Nothing is simulated: it is what the plan promises for each attainment of the quota.";

/// Arguments of `plan`.
#[derive(Debug, Args)]
#[command(after_help = PLAN_EXAMPLES)]
pub struct Plan {
    /// A file, or a built-in scenario: commission, accelerator, cap-ratchet, pool, ...
    pub scenario: String,
    /// Overlays on the scenario, separated by commas
    #[arg(long, value_name = "OVERLAY[,OVERLAY]")]
    pub with: Vec<String>,
    /// Change a setting, such as plan.standard.base_share=0.6
    #[arg(long, value_name = "KEY.PATH=VALUE", value_parser = setting)]
    pub set: Vec<String>,
    /// Only this role
    #[arg(long, value_name = "NAME")]
    pub role: Option<String>,
    /// How results are printed: table, json or csv
    #[arg(long, value_enum, default_value_t = PlanFormat::Table, hide_possible_values = true)]
    pub format: PlanFormat,
    /// Folder in which the results get a folder of their own
    #[arg(long, value_name = "DIR", default_value = "output")]
    pub out: PathBuf,
    /// Replace different results under the same name
    #[arg(long)]
    pub force: bool,
    /// No notes
    #[arg(long)]
    pub quiet: bool,
}

const MERGE_EXAMPLES: &str = "\
Examples:
  winflow compare hero team --worlds 1000 --shard 1/2     on one machine
  winflow compare hero team --worlds 1000 --shard 2/2     on another
  winflow merge output/hero-vs-team.shard-*-of-2

The result is that of the command without --shard, to the byte. Scenario files have to be where the
command looks for them, unchanged. What no shard could know to run (more worlds for --precision, finer
cells of a map) is run here.";

/// Arguments of `merge`.
#[derive(Debug, Args)]
#[command(after_help = MERGE_EXAMPLES)]
pub struct Merge {
    /// The folders of all shards
    #[arg(required = true, value_name = "FOLDER")]
    pub shards: Vec<PathBuf>,
    /// Threads; they change nothing but the time [default: as many as there are cores]
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..=MOST_THREADS))]
    pub threads: Option<u16>,
    /// Folder in which the results get a folder of their own
    #[arg(long, value_name = "DIR", default_value = "output")]
    pub out: PathBuf,
    /// Replace results of another run under the same name
    #[arg(long)]
    pub force: bool,
    /// No progress and no notes
    #[arg(long)]
    pub quiet: bool,
}

const EXPORT_EXAMPLES: &str = "\
Examples:
  winflow export output/hero-vs-team --xlsx
  winflow export output/hero-vs-team --md --csv
  winflow export output/hero-vs-team --events xes,csv --world 3
  winflow export output/hero-vs-team --crm --force

Files are written into the folder of the results. The event log and the customer database are those of
one world, which is simulated again; it has to come out as it did.";

/// Arguments of `export`.
#[derive(Debug, Args)]
#[command(after_help = EXPORT_EXAMPLES)]
pub struct Export {
    /// Folder of a finished run or comparison, such as output/hero-vs-team
    pub folder: PathBuf,
    /// A workbook with tables and charts of its own: report.xlsx
    #[arg(long)]
    pub xlsx: bool,
    /// All tables of the workbook: tables/*.csv
    #[arg(long)]
    pub csv: bool,
    /// A summary in Markdown, for a pull request: report.md
    #[arg(long)]
    pub md: bool,
    /// What a customer database would hold, and apart from it the truth: crm/*.csv
    #[arg(long)]
    pub crm: bool,
    /// The log of events of one world: csv, xes or ocel, or several of them
    #[arg(long, value_name = "FORMAT[,FORMAT]", value_enum, value_delimiter = ',', hide_possible_values = true)]
    pub events: Vec<EventFormat>,
    /// Number of the world, for --events and --crm
    #[arg(long, default_value_t = 0)]
    pub world: u64,
    /// The brief of the page for leadership, printed by the Chromium on this machine: brief.pdf
    #[arg(long)]
    pub pdf: bool,
    /// Replace files that hold something else
    #[arg(long)]
    pub force: bool,
    /// No notes
    #[arg(long)]
    pub quiet: bool,
}

/// Formats of a log of events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum EventFormat {
    /// events.csv: a row for each event
    Csv,
    /// events.xes: XES (IEEE 1849-2016)
    Xes,
    /// events.json: OCEL 2.0
    Ocel,
}

const REPORT_EXAMPLES: &str = "\
Examples:
  winflow report output/hero-vs-team
  winflow report output/hero-vs-team output/hero-vs-team-explain output/hero-vs-team-map
  winflow report output/hero-vs-team --target revenue_a_year=5000000 --decision 'Try the team in one region'

One file that needs nothing else: report.html in the first folder, and every picture in its charts. Further
folders (of explain, sweep and map) are added as evidence. Nothing is simulated.";

/// Arguments of `report`.
#[derive(Debug, Args)]
#[command(after_help = REPORT_EXAMPLES)]
pub struct Report {
    /// Folders of finished runs: one of run or compare, and more of explain, sweep and map
    #[arg(required = true, value_name = "FOLDER")]
    pub folders: Vec<PathBuf>,
    /// Title of the report [default: made from the names of the systems]
    #[arg(long, value_name = "TEXT", value_parser = sentences)]
    pub title: Option<String>,
    /// What leadership is asked to decide [default: made from the results]
    #[arg(long, value_name = "TEXT", value_parser = sentences)]
    pub decision: Option<String>,
    /// What a year should bring: revenue_a_year=EUR or win_wins_a_year=NUMBER
    #[arg(long, value_name = "TARGET")]
    pub target: Vec<Target>,
    /// Replace files that hold something else
    #[arg(long)]
    pub force: bool,
    /// No notes
    #[arg(long)]
    pub quiet: bool,
}

/// How the pay of a plan is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum PlanFormat {
    /// A table for each role
    Table,
    /// One document
    Json,
    /// A row per role and attainment
    Csv,
}

/// How a command simulates and what it does with the results.
#[derive(Debug, Clone, Args)]
pub struct Simulation {
    /// Number of worlds: more make the intervals narrower
    #[arg(long, default_value_t = 40, value_parser = clap::value_parser!(u64).range(1..=MOST_WORLDS))]
    pub worlds: u64,
    /// Seed of the worlds
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Threads; they change nothing but the time [default: as many as there are cores]
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..=MOST_THREADS))]
    pub threads: Option<u16>,
    /// Length of the measured window in years [default: as the scenario says]
    #[arg(long, value_parser = years)]
    pub years: Option<f64>,
    /// Weeks of warm-up of every system, or detect: the longest that any of them needs, by pilot worlds [default: as the scenario says]
    #[arg(long, value_name = "WEEKS|detect", value_parser = warm_up)]
    pub warm_up: Option<WarmUpWeeks>,
    /// Change a setting in every system, such as organisation.coverage=2
    #[arg(long, value_name = "KEY.PATH=VALUE", value_parser = setting)]
    pub set: Vec<String>,
    /// What results have to be, such as "win_win_rate >= 0.7"; of every system but the baseline
    #[arg(long, value_name = "REQUIREMENT", value_parser = guard)]
    pub guard: Vec<Guard>,
    /// How results are printed: table, json, csv or md
    #[arg(long, value_enum, default_value_t = Format::Table, hide_possible_values = true)]
    pub format: Format,
    /// Folder in which the results get a folder of their own
    #[arg(long, value_name = "DIR", default_value = "output")]
    pub out: PathBuf,
    /// Replace results of another run under the same name
    #[arg(long)]
    pub force: bool,
    /// No progress and no notes
    #[arg(long)]
    pub quiet: bool,
    /// Ask about every measure
    #[arg(long, conflicts_with = "measure")]
    pub all: bool,
    /// Measures asked about: shown in tables, corrected for together [default: eight]
    #[arg(long, value_name = "ID[,ID]", value_delimiter = ',', value_parser = measure)]
    pub measure: Vec<Measure>,
    /// Smallest difference that matters, as a share of the baseline's mean
    #[arg(long, value_name = "SHARE", default_value = "2%", value_parser = share)]
    pub matters: f64,
    /// Add worlds until intervals reach no farther than this share of the baseline's mean
    #[arg(long, value_name = "SHARE", value_parser = share)]
    pub precision: Option<f64>,
    /// Worlds at which --precision gives up
    #[arg(long, value_name = "WORLDS", default_value_t = 2000, requires = "precision", value_parser = clap::value_parser!(u64).range(1..=MOST_WORLDS))]
    pub most_worlds: u64,
    /// Go on with the worlds that the same run kept when it was interrupted
    #[arg(long)]
    pub resume: bool,
    /// Run only part I of N, apart from the others; winflow merge puts them together
    #[arg(long, value_name = "I/N", value_parser = shard)]
    pub shard: Option<Shard>,
    /// The command line, without the program.
    #[arg(skip)]
    pub command_line: Vec<String>,
}

impl Simulation {
    /// What is asked.
    pub fn questions(&self) -> Questions {
        let mut measures: Vec<Measure> = if self.all { Measure::ALL.to_vec() } else { Vec::new() };
        for &measure in &self.measure {
            if !measures.contains(&measure) {
                measures.push(measure);
            }
        }
        let default = Questions::default();
        Questions { measures: if measures.is_empty() { default.measures } else { measures }, matters: self.matters }
    }

    /// When to stop adding worlds, if that was asked for.
    pub fn rule(&self) -> Option<Rule> {
        self.precision.map(|precision| Rule { questions: self.questions(), precision, most_worlds: self.most_worlds })
    }
}

/// How long the warm-up is to be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum WarmUpWeeks {
    /// So many weeks.
    Fixed(f64),
    /// As long as pilot worlds say.
    Detect,
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

fn years(text: &str) -> Result<f64, String> {
    let range = 0.01..=20.0;
    match text.parse::<f64>() {
        Ok(years) if range.contains(&years) => Ok(years),
        _ => Err(format!("expected a number from {} to {}", range.start(), range.end())),
    }
}

fn warm_up(text: &str) -> Result<WarmUpWeeks, String> {
    let range = 0.0..=520.0;
    match (text, text.parse::<f64>()) {
        ("detect", _) => Ok(WarmUpWeeks::Detect),
        (_, Ok(weeks)) if range.contains(&weeks) => Ok(WarmUpWeeks::Fixed(weeks)),
        _ => Err(format!("expected weeks from {} to {}, or detect", range.start(), range.end())),
    }
}

fn guard(text: &str) -> Result<Guard, String> {
    Guard::parse(text).map_err(|wrong| format!("{}. {}", wrong.message, wrong.hint))
}

fn measure(text: &str) -> Result<Measure, String> {
    let id = text.trim();
    let ids = || Measure::ALL.iter().map(|m| m.id());
    Measure::ALL.iter().copied().find(|m| m.id() == id).ok_or_else(|| {
        let like = nearest(id, ids()).map_or_else(String::new, |like| format!("did you mean {like}? "));
        format!("no measure is called that; {like}there are {}", ids().collect::<Vec<_>>().join(", "))
    })
}

/// A share above nothing and at most all: `2%`, `2 %` or `0.02`.
fn share(text: &str) -> Result<f64, String> {
    let (number, unit) = text.trim().strip_suffix('%').map_or((text.trim(), 1.0), |percent| (percent.trim_end(), 100.0));
    match number.parse::<f64>().map(|number| number / unit) {
        Ok(share) if share > 0.0 && share <= 1.0 => Ok(share),
        _ => Err("expected a share above 0 and up to 100 %, such as 2% or 0.02".to_string()),
    }
}

fn shard(text: &str) -> Result<Shard, String> {
    let numbers = text.split_once('/').and_then(|(number, of)| Some((number.trim().parse().ok()?, of.trim().parse().ok()?)));
    match numbers {
        Some((number, of)) if (2..=MOST_SHARDS).contains(&of) && (1..=of).contains(&number) => Ok(Shard { number, of }),
        _ => Err(format!("expected I/N, such as 1/3: part I of N, N from 2 to {MOST_SHARDS}")),
    }
}

/// A text that has room on a page.
fn sentences(text: &str) -> Result<String, String> {
    const LONGEST: usize = 600;
    let is_short = !text.trim().is_empty() && text.chars().count() <= LONGEST;
    if is_short { Ok(text.trim().to_string()) } else { Err(format!("expected a text of up to {LONGEST} characters")) }
}

fn setting(text: &str) -> Result<String, String> {
    match text.split_once('=') {
        Some((key, _)) if !key.trim().is_empty() => Ok(text.to_string()),
        _ => Err("expected key.path=value, such as organisation.coverage=2".to_string()),
    }
}
