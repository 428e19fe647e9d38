//! In what a run that was kept differs from one that is asked for now.

use serde_json::Value;
use std::fmt;

/// Something in which a run that was kept differs from one that is asked for now.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// Its plan cannot be read.
    NotRead,
    /// It was begun by another build, of this version.
    Build(String),
    /// It is another shard.
    Shard,
    /// It is another kind of experiment.
    Experiment(Pair<String>),
    /// It has another seed.
    Seed(Pair<u64>),
    /// It has other systems.
    Systems(Pair<String>),
    /// A setting was something else.
    Setting {
        /// Its path, after the name of the system if it is one of a scenario.
        path: String,
        /// Its values.
        values: Pair<Value>,
    },
    /// A system has other real arrivals now.
    Arrivals(String),
    /// A shard was run by another version.
    Version(Pair<String>),
    /// A shard was asked for in other words.
    Command(Pair<String>),
}

/// What was and what is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair<T> {
    /// What was.
    pub then: T,
    /// What is.
    pub now: T,
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotRead => f.write_str("its plan.json cannot be read"),
            Self::Build(version) => {
                write!(f, "it was started by another build of winflow ({version}, this is {})", env!("CARGO_PKG_VERSION"))
            }
            Self::Shard => f.write_str("it is another shard"),
            Self::Experiment(Pair { then, now }) => write!(f, "it is a run of winflow {then}, this of winflow {now}"),
            Self::Seed(Pair { then, now }) => write!(f, "its seed is {then}, now it is {now}"),
            Self::Systems(Pair { then, now }) => write!(f, "its systems are {then}, now they are {now}"),
            Self::Setting { path, values: Pair { then, now } } => write!(f, "{path} was {}, is now {}", told(then), told(now)),
            Self::Arrivals(system) => write!(f, "{system}: the real arrivals have changed"),
            Self::Version(Pair { then, now }) => write!(f, "{now} and {then} of winflow"),
            Self::Command(Pair { then, now }) => write!(f, "winflow {now} and winflow {then}"),
        }
    }
}

/// A value of a setting; one that is not there is not set.
fn told(value: &Value) -> String {
    if value.is_null() { "not set".to_string() } else { value.to_string() }
}
