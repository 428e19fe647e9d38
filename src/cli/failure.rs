//! What can go wrong, and the exit code that says so.

use crate::scenario::Problems;
use std::fmt;

/// Why a command did not do what was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// The command line makes no sense.
    Usage(String),
    /// A scenario is invalid: every problem, each once.
    Scenario(Vec<String>),
    /// Results are not what a guard requires.
    Guard(String),
    /// There were too few worlds to say whether they are.
    TooFewWorlds(String),
    /// It was interrupted, and stopped by itself: what to know besides, if anything.
    Interrupted(String),
    /// One part of several is done, and said what to do next: no failure, but no result either.
    PartDone,
    /// Anything else.
    Other(String),
}

impl Failure {
    /// Exit code of a wrong command line.
    pub const USAGE: u8 = 2;
    /// Exit code of an invalid scenario.
    pub const SCENARIO: u8 = 3;
    /// Exit code of a guard that failed.
    pub const GUARD: u8 = 4;
    /// Exit code of guards that could not be decided.
    pub const TOO_FEW_WORLDS: u8 = 5;
    /// Exit code of any other failure.
    pub const OTHER: u8 = 1;
    /// Exit code after an interruption.
    pub const INTERRUPTED: u8 = 130;

    /// The exit code.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Usage(_) => Self::USAGE,
            Self::Scenario(_) => Self::SCENARIO,
            Self::Guard(_) => Self::GUARD,
            Self::TooFewWorlds(_) => Self::TOO_FEW_WORLDS,
            Self::Interrupted(_) => Self::INTERRUPTED,
            Self::PartDone => 0,
            Self::Other(_) => Self::OTHER,
        }
    }
}

impl From<Problems> for Failure {
    fn from(problems: Problems) -> Self {
        let mut said: Vec<String> = problems.list.iter().map(ToString::to_string).collect();
        if problems.more > 0 {
            said.push(format!("and {} more", problems.more));
        }
        Self::Scenario(said)
    }
}

/// Adds problems to others, each once.
pub fn gather(problems: &mut Vec<String>, more: Vec<String>) {
    for problem in more {
        if !problems.contains(&problem) {
            problems.push(problem);
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Usage(why) => write!(f, "{why}\nFor more information, try '--help'."),
            Self::Scenario(problems) => write!(f, "the scenario is invalid\n{}", problems.join("\n")),
            Self::Interrupted(more) if more.is_empty() => f.write_str("interrupted"),
            Self::Interrupted(more) => write!(f, "interrupted; {more}"),
            Self::Guard(tally) => write!(f, "results are not what they have to be: of the guards {tally}"),
            Self::TooFewWorlds(tally) => write!(f, "too few worlds to say whether results are what they have to be: of the guards {tally}"),
            Self::PartDone => f.write_str("a part is done"),
            Self::Other(why) => f.write_str(why),
        }
    }
}

impl std::error::Error for Failure {}
