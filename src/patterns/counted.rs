//! What is counted in a world of a variant, or why it is not.

use crate::experiment::runner::Halt;
use crate::scenario::Problems;
use serde::{Deserialize, Serialize};
use std::fmt;

/// What is kept of a world of a variant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Counted {
    /// What the experiment counts.
    pub numbers: Vec<f64>,
    /// Pay of all our people, EUR.
    pub pay: f64,
}

/// Why an experiment was not run to its end.
#[derive(Debug)]
pub enum NotRun {
    /// A variant is not a valid scenario, here and now.
    Invalid(Problems),
    /// It was stopped from outside, or something went wrong.
    Halted(Halt),
}

impl fmt::Display for NotRun {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Invalid(problems) => match problems.list.first() {
                Some(problem) => write!(f, "cannot be run: {}", problem.message),
                None => f.write_str("cannot be run"),
            },
            Self::Halted(why) => why.fmt(f),
        }
    }
}

impl std::error::Error for NotRun {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Invalid(problems) => Some(problems),
            Self::Halted(why) => Some(why),
        }
    }
}
