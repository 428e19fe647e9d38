//! What can go wrong, and the exit code that says so.

use super::words;
use crate::scenario::Problems;
use crate::session;
use crate::session::failure::{NotWritten, WrongQuestion};
use std::io::{self, ErrorKind};
use std::path::PathBuf;
use thiserror::Error;

/// Why a command did not do what was asked.
#[derive(Debug, Error)]
pub enum Failure {
    /// The command line makes no sense.
    #[error("{0}\nFor more information, try '--help'.")]
    Usage(String),
    /// An experiment gave no result.
    #[error("{}", words::failure(.0))]
    Session(#[source] session::Failure),
    /// Results are not what a guard requires.
    #[error("a guard failed: {0}")]
    Guard(String),
    /// There were too few worlds, or firms, to say whether they are.
    #[error("too few {of} to judge the guards: {tally}")]
    TooFew {
        /// Of what: worlds or firms.
        of: &'static str,
        /// How many guards are undecided.
        tally: String,
    },
    /// It was interrupted, and has printed what there is.
    #[error("interrupted")]
    Interrupted,
    /// One part of several is done, and it was said what to do next: no failure, but no result either.
    #[error("a part is done")]
    PartDone,
    /// Results cannot be printed.
    #[error("cannot write the results: {0}")]
    NotPrinted(#[source] io::Error),
    /// A file cannot be written.
    #[error("{}", if .error.kind() == ErrorKind::AlreadyExists { format!("{} is already there; --force replaces it", .file.display()) } else { format!("cannot write {}: {}", .file.display(), .error) })]
    File {
        /// The file.
        file: PathBuf,
        /// Why.
        #[source]
        error: io::Error,
    },
    /// A file is to be written into a folder that is not there.
    #[error("there is no folder {}: {cure}", .folder.display())]
    NoFolder {
        /// The folder.
        folder: PathBuf,
        /// What helps.
        cure: String,
    },
    /// The command of shards cannot be understood.
    #[error("the command of the shards cannot be understood: {0}")]
    Shards(#[source] clap::Error),
}

impl Failure {
    /// Exit code of a wrong command line.
    pub const USAGE: u8 = 2;
    /// Exit code of an invalid scenario, or of a file that cannot be used.
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
            Self::Usage(_) | Self::Session(session::Failure::Question(_)) => Self::USAGE,
            Self::Session(session::Failure::Scenario(_) | session::Failure::Files(_) | session::Failure::NotReplayed(_)) => Self::SCENARIO,
            Self::Session(session::Failure::Points(_)) => Self::SCENARIO,
            Self::Guard(_) => Self::GUARD,
            Self::TooFew { .. } => Self::TOO_FEW_WORLDS,
            Self::Interrupted | Self::Session(session::Failure::Interrupted(_)) => Self::INTERRUPTED,
            Self::PartDone => 0,
            Self::Session(_) | Self::NotPrinted(_) | Self::File { .. } | Self::NoFolder { .. } | Self::Shards(_) => Self::OTHER,
        }
    }
}

impl From<session::Failure> for Failure {
    fn from(failure: session::Failure) -> Self {
        Self::Session(failure)
    }
}

impl From<Problems> for Failure {
    fn from(problems: Problems) -> Self {
        Self::Session(problems.into())
    }
}

impl From<NotWritten> for Failure {
    fn from(error: NotWritten) -> Self {
        Self::Session(error.into())
    }
}

impl From<WrongQuestion> for Failure {
    fn from(wrong: WrongQuestion) -> Self {
        Self::Session(wrong.into())
    }
}
