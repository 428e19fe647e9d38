//! What is counted in a world of a variant, or why it is not.

use crate::experiment::adds_up::DoesNotAddUp;
use crate::scenario::Problems;
use rayon::ThreadPoolBuildError;
use std::fmt;

/// What is kept of a world of a variant.
#[derive(Debug, Clone)]
pub struct Counted {
    /// What the experiment counts.
    pub numbers: Vec<f64>,
    /// Pay of all our people, EUR.
    pub pay: f64,
}

/// Why an experiment was not run to its end.
#[derive(Debug)]
pub enum NotRun {
    /// It was stopped from outside.
    Interrupted,
    /// A variant is not a valid scenario, here and now.
    Invalid(Problems),
    /// The machine starts no threads.
    Threads(ThreadPoolBuildError),
    /// A world does not add up.
    DoesNotAddUp(DoesNotAddUp),
}

impl fmt::Display for NotRun {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Interrupted => f.write_str("interrupted"),
            Self::Invalid(problems) => match problems.list.first() {
                Some(problem) => write!(f, "cannot be run: {}", problem.message),
                None => f.write_str("cannot be run"),
            },
            Self::Threads(why) => write!(f, "cannot start the threads: {why}"),
            Self::DoesNotAddUp(fault) => fault.fmt(f),
        }
    }
}

impl std::error::Error for NotRun {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Interrupted => None,
            Self::Invalid(problems) => Some(problems),
            Self::Threads(why) => Some(why),
            Self::DoesNotAddUp(fault) => Some(fault),
        }
    }
}
