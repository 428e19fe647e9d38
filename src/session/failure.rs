//! Why an experiment gave no result, told apart as whoever asked would: the question, the user's files, what could not be read or
//! written, an interruption, or the experiment itself.

use super::change::Change;
use super::other_customers::OtherCustomers;
use crate::experiment::design::{Design, MOST_FACTORS, MOST_POINTS};
use crate::experiment::runner::{Halt, Shard};
use crate::experiment::shapley::MOST_PLAYERS;
use crate::report::results::folder::NotKept;
use crate::report::results::warm_up::{SystemWarmUp, WarmUpDocument};
use crate::report::results::words::{grouped, list};
use crate::scenario::{Problem, Problems};
use std::path::PathBuf;
use thiserror::Error;

/// A cause of any kind.
pub type Cause = Box<dyn std::error::Error + Send + Sync>;

/// More rows than these do not fit into memory.
pub const MOST_ROWS: u64 = 2_000_000;

/// Why an experiment gave no result.
#[derive(Debug, Error)]
pub enum Failure {
    /// The question makes no sense as it was asked.
    #[error(transparent)]
    Question(#[from] WrongQuestion),
    /// Scenarios, or a study, are invalid.
    #[error(transparent)]
    Scenario(#[from] Problems),
    /// Files of deals or people cannot be used.
    #[error(transparent)]
    Files(Problems),
    /// Deals were read, but cannot be replayed as they were asked to be.
    #[error(transparent)]
    NotReplayed(Problems),
    /// The scenario is invalid at points of a sweep or a map.
    #[error("the scenario is invalid at {} of the points", .0.problems.len())]
    Points(InvalidPoints),
    /// Results that were kept cannot be read back.
    #[error(transparent)]
    NotRead(Cause),
    /// Something could not be written.
    #[error(transparent)]
    NotWritten(#[from] NotWritten),
    /// It was interrupted.
    #[error("interrupted")]
    Interrupted(Option<KeptWorlds>),
    /// One part of several is done: no failure, but no result either.
    #[error("shard {} of {} is done", .0.shard.number, .0.shard.of)]
    ShardDone(ShardDone),
    /// The question was understood, but has no answer.
    #[error(transparent)]
    NoAnswer(#[from] NoAnswer),
}

/// Worlds that were kept when an experiment was interrupted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptWorlds {
    /// How many.
    pub worlds: usize,
    /// Where.
    pub folder: PathBuf,
    /// The words by which the experiment was asked for: see [`Keeping`](super::Keeping).
    pub command: Vec<String>,
}

/// A shard that is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShardDone {
    /// Which.
    pub shard: Shard,
    /// How many worlds it has.
    pub worlds: usize,
    /// Its folder.
    pub folder: PathBuf,
}

/// Points at which the scenario is invalid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidPoints {
    /// What is wrong, point by point.
    pub problems: Vec<PointProblem>,
    /// Which points they are.
    pub which: WhichPoints,
}

/// Something that is wrong with a scenario at a point.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PointProblem {
    /// The point: `flow.wip_limit = 4, process.stance = servile`.
    pub point: String,
    /// What is wrong there.
    pub problem: Problem,
}

/// Which points are invalid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhichPoints {
    /// All points of a sweep.
    All,
    /// Some points of a sweep; it could leave them out.
    Some,
    /// Points of the plane of a map.
    OfPlane,
}

/// What could not be written.
#[derive(Debug, Error)]
pub enum NotWritten {
    /// The folder of the results cannot be made.
    #[error(transparent)]
    Folder(#[from] NotKept),
    /// Worlds cannot be kept.
    #[error("cannot keep worlds in {}: {why}", .folder.display())]
    Worlds {
        /// Where.
        folder: PathBuf,
        /// Why.
        #[source]
        why: Cause,
    },
    /// Results are there, but could not be kept.
    #[error("the results were not kept: {why}")]
    Results {
        /// Why.
        #[source]
        why: Cause,
        /// Where the worlds still are, if they are.
        worlds_in: Option<PathBuf>,
    },
    /// A shard could not be kept.
    #[error("the shard was not kept: {0}")]
    Shard(#[source] Cause),
    /// Shards could not be put together.
    #[error("cannot join the shards: {0}")]
    Together(#[source] Cause),
    /// A file could not be put into the folder of results.
    #[error(transparent)]
    File(Cause),
}

/// What is wrong with a question.
#[derive(Debug, Error)]
pub enum WrongQuestion {
    /// The plan to be held against has no name.
    #[error("--against '{0}' names no plan")]
    NoPlanAgainst(String),
    /// A guard compares, and there is one system.
    #[error("--guard \"{0}\" needs a baseline, and there is one system")]
    GuardWithoutBaseline(String),
    /// An overlay has no name.
    #[error("'{0}' names an empty overlay")]
    EmptyOverlay(String),
    /// There are more systems than can be shown.
    #[error("{count} systems are more than can be shown; at most {most}")]
    TooManySystems {
        /// How many there are.
        count: usize,
        /// How many there may be.
        most: usize,
    },
    /// More worlds than fit into memory.
    #[error("{0} worlds in total are too many to hold in memory; at most {MOST_ROWS}")]
    TooManyWorlds(u64),
    /// There is no unfinished run to resume.
    #[error("there is nothing to resume: no unfinished run of {name} in {}", .out.display())]
    NothingToResume {
        /// Its name.
        name: String,
        /// Where it was looked for.
        out: PathBuf,
    },
    /// Firms like it are asked for with one system.
    #[error("--firms compares systems, and there is one")]
    FirmsOfSystems,
    /// Too few firms to move every assumption alone from some of them.
    #[error("moving every assumption alone takes at least {} firms", grouped(*.fewest as f64, 0))]
    TooFewFirms {
        /// How many it takes.
        fewest: u64,
    },
    /// Both worlds and firms like it are asked for, which are seen in one world each.
    #[error("--firms and --worlds cannot be used together")]
    FirmsAndWorlds,
    /// A change is asked for that is not one from one system to another.
    #[error("explain needs two systems, not {0}")]
    ChangeOfSystems(usize),
    /// The activities of other than one system are to be rewritten.
    #[error("--rewrite takes one system, not {0}")]
    RewriteOfSystems(usize),
    /// A change has too many parts.
    #[error("the change has {0} parts; at most {MOST_PLAYERS} can be told apart")]
    TooManyParts(usize),
    /// A study is named together with scenarios.
    #[error("{0} is a study, which names its scenarios itself")]
    StudyAmongScenarios(String),
    /// A sweep varies nothing.
    #[error("nothing varies")]
    NothingVaried {
        /// Whether a study file asks.
        in_study: bool,
    },
    /// A sweep varies too much.
    #[error("{0} settings vary; at most {MOST_FACTORS} can vary at once")]
    TooManyFactors(usize),
    /// A number of points was given to a design that draws none.
    #[error("a number of points needs a design that draws points, and this one is {}", .0.word())]
    NotDrawn(Design),
    /// A sweep has too many points, or more than can be counted.
    #[error("{} points are too many: at most {MOST_POINTS}, and at most {MOST_ROWS} worlds in all", .0.map_or_else(|| "too many".to_string(), |count| count.to_string()))]
    TooManyPoints(Option<usize>),
    /// A map is of other than two systems.
    #[error("a map compares two systems, not {0}")]
    MapOfSystems(usize),
    /// A map is asked about several measures.
    #[error("a map shows one measure, not {0}")]
    MapOfMeasures(usize),
    /// A map is asked for guards.
    #[error("guards do not work with maps")]
    GuardedMap,
    /// A map has other than two axes.
    #[error("a map varies two settings, and here {}", match .count { 0 => "are none".to_string(), 1 => "is one".to_string(), many => format!("are {many}") })]
    NotTwoAxes {
        /// How many.
        count: usize,
        /// Whether a study file asks.
        in_study: bool,
    },
    /// An axis of a map is no range.
    #[error("{key} has to be a range without a number of levels")]
    NoRange {
        /// What varies along it.
        key: String,
    },
    /// There is no such customer.
    #[error("world {world} has no journey {journey}{}", .known.map_or_else(String::new, |(first, last)| format!("; those begun in the window are numbered from {first} to {last}")))]
    NoJourney {
        /// The world.
        world: u64,
        /// The journey asked for.
        journey: u64,
        /// The first and the last that began in the window.
        known: Option<(u64, u64)>,
    },
    /// There is no such role.
    #[error("there is no role '{role}' with people; {}there {}", did_you_mean(.like.as_deref()), are_known(.known))]
    NoRole {
        /// The role asked for.
        role: String,
        /// One with a similar name.
        like: Option<String>,
        /// All that there are.
        known: Vec<String>,
    },
    /// There is no such pattern.
    #[error("'{id}' is not a pattern; there are {}", .known.join(", "))]
    NoPattern {
        /// The pattern asked for.
        id: String,
        /// All that there are.
        known: Vec<&'static str>,
    },
    /// Results have no such world.
    #[error("there is no world {world} in these results: they have worlds 0 to {}", .worlds.saturating_sub(1))]
    NoWorld {
        /// The world asked for.
        world: u64,
        /// How many there are.
        worlds: u64,
    },
    /// Results hold figures, but no customers.
    #[error("{} holds the results of winflow {experiment}", .folder.display())]
    FiguresAlone {
        /// Their folder.
        folder: PathBuf,
        /// What kind of experiment.
        experiment: String,
    },
    /// A report has a second run or comparison.
    #[error("{} is a second run or comparison", .0.display())]
    SecondRun(PathBuf),
    /// Results of a kind that is not reported.
    #[error("{} holds the results of winflow {experiment}", .folder.display())]
    NotReported {
        /// Their folder.
        folder: PathBuf,
        /// What kind of experiment.
        experiment: String,
    },
    /// A target was set for results that hold no system.
    #[error("{} holds no results of winflow run or winflow compare", .0.display())]
    TargetOfFigures(PathBuf),
    /// A target is about a difference, and there is one system.
    #[error("the target \"{0}\" compares with a baseline, and these results are of one system")]
    TargetWithoutBaseline(String),
    /// A folder is no shard.
    #[error("{} is not a shard: {why}", .folder.display())]
    NoShard {
        /// The folder.
        folder: PathBuf,
        /// Why not.
        #[source]
        why: Cause,
    },
    /// A folder is that of a whole run that did not finish.
    #[error("{} is an unfinished run, not a shard", .0.display())]
    WholeRun(PathBuf),
}

/// Why a question has no answer.
#[derive(Debug, Error)]
pub enum NoAnswer {
    /// It would take very long, and whoever asked thought better of it.
    #[error("not started; fewer worlds, a smaller market or a shorter window take less time")]
    NotAgreed,
    /// Hardly any of the firms that were drawn counts.
    #[error(
        "of {drawn} firms like this one, {} the figures of a real firm: too few to say anything. Draw more (--firms), or make the window longer \
         (--years)",
        match .counting { 0 => "none has".to_string(), 1 => "only 1 has".to_string(), many => format!("only {many} have") }
    )]
    FewFirms {
        /// How many were drawn.
        drawn: usize,
        /// How many count.
        counting: usize,
    },
    /// Threads do not start, or what was kept before is of no use.
    #[error(transparent)]
    Halted(#[from] Halt),
    /// The systems did not meet the same customers.
    #[error("{0}")]
    OtherCustomers(OtherCustomers),
    /// What is to be resumed is another run.
    #[error("cannot resume the run in {}, because this is a different one:\n  {}", .folder.display(), first(.changes).join("\n  "))]
    AnotherRun {
        /// Where it is.
        folder: PathBuf,
        /// What is different.
        changes: Vec<Change>,
    },
    /// What is to be resumed is in progress.
    #[error("cannot resume the run in {}: it is still running", .0.display())]
    InProgress(PathBuf),
    /// Shards are not parts of one experiment.
    #[error("{} and {} are not parts of the same experiment:\n  {}", .first.display(), .other.display(), sentences(.changes).join("\n  "))]
    NotOneExperiment {
        /// The first shard.
        first: PathBuf,
        /// One that does not belong to it.
        other: PathBuf,
        /// What is different.
        changes: Vec<Change>,
    },
    /// A shard is of another run than the command is about now.
    #[error("cannot put {} together with others, because the command is about another run now:\n  {}", .shard.display(), first(.changes).join("\n  "))]
    NotOfThisRun {
        /// The shard.
        shard: PathBuf,
        /// What is different.
        changes: Vec<Change>,
    },
    /// Shards are missing.
    #[error("{} of {of} {} missing", if .missing.len() == 1 { format!("shard {}", list(.missing)) } else { format!("shards {}", list(.missing)) }, if .missing.len() == 1 { "is" } else { "are" })]
    ShardsMissing {
        /// How many there should be.
        of: u64,
        /// Numbers of those that are missing.
        missing: Vec<String>,
    },
    /// A system does not find its level.
    #[error("no warm-up can be detected\n{}", without_level(.0).join("\n"))]
    NoWarmUp(Box<WarmUpDocument>),
    /// A system has no activity that could be rewritten.
    #[error("{0} has no activity that could be rewritten")]
    NothingToRewrite(String),
    /// A world has no customer.
    #[error("world {0} has no customer whose journey begins in the measured window")]
    Nobody(u64),
    /// A world does not come out as it did.
    #[error(
        "world {world} of {system} does not come out the same: the results are from winflow {version}, from other arrivals, or worlds.csv was \
         changed. This is winflow {}; run the original command again with --force, then export",
        env!("CARGO_PKG_VERSION")
    )]
    AnotherWorld {
        /// The world.
        world: u64,
        /// The system.
        system: String,
        /// Version of winflow that made the results.
        version: String,
    },
    /// The real arrivals of a system are not there.
    #[error(
        "{system} uses real arrivals from {}, which is not there. Results do not include such files: run winflow export where they are",
        .file.display()
    )]
    NoArrivals {
        /// The system.
        system: String,
        /// The file that is missing.
        file: PathBuf,
    },
    /// A chart, a page or a workbook cannot be made.
    #[error(transparent)]
    NotMade(Cause),
}

impl Failure {
    /// Kept results could not be read.
    pub(super) fn not_read(why: impl Into<Cause>) -> Self {
        Self::NotRead(why.into())
    }

    /// Something could not be made of results.
    pub(super) fn not_made(why: impl Into<Cause>) -> Self {
        Self::NoAnswer(NoAnswer::NotMade(why.into()))
    }
}

impl NotWritten {
    /// Results could not be kept.
    pub(super) fn results(why: impl Into<Cause>) -> Self {
        Self::Results { why: why.into(), worlds_in: None }
    }
}

/// "is only seller", "are closer and seller".
fn are_known(names: &[String]) -> String {
    if names.len() == 1 { format!("is only {}", list(names)) } else { format!("are {}", list(names)) }
}

fn did_you_mean(like: Option<&str>) -> String {
    like.map_or_else(String::new, |like| format!("did you mean {like}? "))
}

fn sentences(changes: &[Change]) -> Vec<String> {
    changes.iter().map(ToString::to_string).collect()
}

/// The first changes, and how many more there are.
fn first(changes: &[Change]) -> Vec<String> {
    const MOST: usize = 8;
    let mut lines = sentences(changes);
    let more = lines.len().saturating_sub(MOST);
    lines.truncate(MOST);
    lines.extend((more > 0).then(|| format!("and {more} more")));
    lines
}

/// Which systems do not find their level, and what can be done.
fn without_level(document: &WarmUpDocument) -> Vec<String> {
    let missing = document.systems.iter().filter(|system| system.needed_weeks.is_none());
    missing.map(SystemWarmUp::verdict).chain(document.cure()).collect()
}
