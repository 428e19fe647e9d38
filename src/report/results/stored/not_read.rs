//! Why results cannot be read back.

use super::RESULTS;
use crate::report::results::folder::MANIFEST;
use crate::scenario::Problems;
use std::io;
use std::path::Path;
use thiserror::Error;

/// Results could not be read: something is wrong with the files of the user.
#[derive(Debug, Error)]
#[error("{place}: {why}. {cure}")]
pub struct NotRead {
    /// The file or folder, with line where it is known.
    pub place: String,
    /// What is wrong.
    #[source]
    pub why: Wrong,
    /// What helps.
    pub cure: &'static str,
}

impl NotRead {
    /// Something is wrong with a file or folder.
    pub fn new(path: &Path, why: Wrong, cure: &'static str) -> Self {
        Self { place: path.display().to_string(), why, cure }
    }

    /// Something is wrong with a line of a file that was changed or cut off.
    pub fn at_line(path: &Path, line: u64, why: Wrong) -> Self {
        Self { place: format!("{}:{line}", path.display()), why, cure: AGAIN }
    }
}

/// What helps when a file is not as it was written.
pub const AGAIN: &str = "Was it changed or cut off? Simulate again with --force: the same command gives the same results.";

/// What helps when a file is not there.
pub const OLDER: &str = "It may be from an older version: simulate again with --force.";
/// More problems than these are only counted.
const MOST_TOLD: usize = 12;

/// Everything that is wrong with results, found in one pass; at least one thing.
#[derive(Debug, Error)]
#[error("{}", told(.0))]
pub struct Refused(pub Vec<NotRead>);

impl From<NotRead> for Refused {
    fn from(why: NotRead) -> Self {
        Self(vec![why])
    }
}

impl Refused {
    /// Nothing is wrong, or everything that is.
    ///
    /// # Errors
    /// If there is a problem.
    pub fn unless_empty(problems: Vec<NotRead>) -> Result<(), Self> {
        if problems.is_empty() { Ok(()) } else { Err(Self(problems)) }
    }
}

/// A line for each problem, then what helps against them.
fn told(problems: &[NotRead]) -> String {
    if let [only] = problems {
        return only.to_string();
    }
    let mut lines = Vec::new();
    for alike in problems.chunk_by(|a, b| a.cure == b.cure) {
        lines.extend(alike.iter().take(MOST_TOLD).map(|problem| format!("{}: {}", problem.place, problem.why)));
        lines.extend((alike.len() > MOST_TOLD).then(|| format!("and {} more", alike.len() - MOST_TOLD)));
        lines.extend(alike.first().map(|problem| problem.cure.to_string()));
    }
    lines.join("\n")
}

/// What is wrong with a file or folder of results.
#[derive(Debug, Error)]
pub enum Wrong {
    /// It is not there.
    #[error("there is no such folder")]
    NoFolder,
    /// It is a file.
    #[error("not a folder")]
    NotAFolder,
    /// It cannot be read at all.
    #[error("cannot be read: {0}")]
    Unreadable(#[source] io::Error),
    /// It is no comma-separated table that can be read.
    #[error("cannot be read: {}", in_words(.0))]
    NoTable(#[source] csv::Error),
    /// It is not the JSON that is written.
    #[error("not what winflow writes: {0}")]
    Json(#[source] serde_json::Error),
    /// A line of a table is not as it is written.
    #[error("{}", in_words(.0))]
    Row(#[source] csv::Error),
    /// The manifest does not name the experiment.
    #[error("it does not say what kind of experiment this is")]
    NoExperiment,
    /// It holds another experiment than the one asked for.
    #[error("it holds the results of winflow {0}")]
    OtherExperiment(String),
    /// The scenario of a system is invalid.
    #[error("the scenario of {system} is not one that this version knows: {}", first(.problems))]
    Scenario {
        /// Name of the system.
        system: String,
        /// What is wrong with it.
        #[source]
        problems: Problems,
    },
    /// There are more worlds than any run has.
    #[error("it speaks of {0} worlds, more than any run has")]
    TooManyWorlds(u64),
    /// Manifest and results do not belong together.
    #[error("it names other systems than {RESULTS}")]
    OtherSystems,
    /// A table does not begin with the name of the system.
    #[error("the first column is not scenario")]
    NoScenarioColumn,
    /// A table names a system that the manifest does not.
    #[error("there is no system {0:?}")]
    NoSystem(String),
    /// A number that no run writes.
    #[error("{column} cannot be {}", brief(.cell))]
    Implausible {
        /// Name of the column.
        column: String,
        /// What stands in it.
        cell: String,
    },
    /// A cell of `worlds.csv` is no number.
    #[error("no number in column {0}")]
    NoNumber(String),
    /// The worlds of a system are not in their order.
    #[error("world {found} is not the next, which is {next}")]
    NotTheNextWorld {
        /// The world that is there.
        found: u64,
        /// The world that should be.
        next: u64,
    },
    /// Some worlds are missing.
    #[error("it does not hold {0} worlds of every system")]
    WorldsMissing(usize),
    /// It is one part of a run.
    #[error("it holds one part of a run, begun with --shard")]
    OneShard,
    /// A run that goes on, or was interrupted.
    #[error("its run is not finished")]
    NotFinished,
    /// A file is not the one that was written.
    #[error("it is not as it was written: its checksum is another than the one in checksums.sha256")]
    Altered,
    /// A file that is needed has no checksum.
    #[error("it has no checksum in checksums.sha256, as every file of a run has")]
    NoChecksum,
    /// A line of the checksums is none.
    #[error("not a checksum and the name of a file")]
    NotAChecksum,
    /// A figure is not the one that follows from what else was kept.
    #[error("{what} is {}, but {by} gives {}", brief(.written), brief(.found))]
    Contradicts {
        /// Which figure, in words.
        what: Box<str>,
        /// What is written.
        written: Box<str>,
        /// What else was kept and says otherwise: "worlds.csv".
        by: &'static str,
        /// What follows from that.
        found: Box<str>,
    },
    /// A line of a table is not the one that follows from what else was kept.
    #[error("this line is not the one that {0} gives")]
    AnotherLine(&'static str),
    /// A line of a table is about something else than it should be.
    #[error("this line is not about {0}")]
    AnotherRow(String),
    /// A column is named after something that is not assumed.
    #[error("{0:?} is no assumption of these systems")]
    NoAssumption(String),
    /// A line of a table is missing.
    #[error("the line about {0} is missing")]
    RowMissing(String),
    /// There is more than should be.
    #[error("it has more lines than follow from what was asked")]
    TooManyRows,
    /// Rows are not in the order in which they are written.
    #[error("its rows are not in their order: world by world, and in each world system by system")]
    OutOfOrder,
    /// A table has rows of a world that the manifest leaves out of it.
    #[error("it has rows of world {world}, but holds {held} worlds, as {MANIFEST} says")]
    NotHeld {
        /// The world.
        world: u64,
        /// How many worlds it holds.
        held: u64,
    },
    /// Systems do not have the same customers.
    #[error("it does not list the same customers for {0} and {1}")]
    OtherCustomers(String, String),
    /// The parts of a document contradict each other.
    #[error("its parts do not fit together")]
    DoesNotFit,
}

/// What is wrong with a table, without the words of the library that reads it.
fn in_words(error: &csv::Error) -> String {
    match error.kind() {
        csv::ErrorKind::Deserialize { err, .. } => match err.field() {
            Some(field) => format!("column {}: {}", field + 1, err.kind()),
            None => err.kind().to_string(),
        },
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => format!("it has {len} cells, not {expected_len}"),
        csv::ErrorKind::Utf8 { .. } => "it is not UTF-8 text".to_string(),
        _ => error.to_string(),
    }
}

/// What stands in a cell, short enough for a sentence: numbers of very many digits with their power of ten, other long texts cut.
fn brief(cell: &str) -> String {
    const LONGEST: usize = 60;
    if cell.chars().count() <= LONGEST {
        return cell.to_string();
    }
    cell.parse::<f64>().map_or_else(|_| cell.chars().take(LONGEST).chain(['…']).collect(), |number| format!("{number:e}"))
}

fn first(problems: &Problems) -> String {
    problems.list.first().map_or_else(String::new, ToString::to_string)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::error::Error;

    #[test]
    fn a_cell_of_any_length_fits_a_sentence() {
        assert_eq!(brief("-12.5"), "-12.5");
        assert_eq!(brief(&(-1e300_f64).to_string()), "-1e300");
        assert_eq!(brief(&"x".repeat(500)).chars().count(), 61);
    }

    #[test]
    fn a_table_that_cannot_be_read_is_told_without_the_words_of_a_library() -> Result<(), Box<dyn Error>> {
        let mut reader = csv::Reader::from_reader("a,b\n1,x\n".as_bytes());
        let row: Option<Result<(u32, u32), csv::Error>> = reader.deserialize().next();
        let Some(Err(error)) = row else { return Err("it was read".into()) };
        assert_eq!(Wrong::Row(error).to_string(), "column 2: invalid digit found in string");
        Ok(())
    }
}
