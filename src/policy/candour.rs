//! How the need is talked about: honestly, pushing what we have, or promising more than it can be.

use crate::scenario::provider::Effort;

/// How the need is talked about in a meeting in which sense could be made of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Candour {
    /// What we believe that they need.
    Honest,
    /// What we have, as what they need.
    Persuade,
    /// More than what we have can be.
    Oversell,
}

impl Candour {
    /// All of them, in the order of the options of a choice.
    pub const ALL: [Candour; 3] = [Candour::Honest, Candour::Persuade, Candour::Oversell];
    /// In words.
    pub const NAMES: [&'static str; 3] = ["make sense of the need", "push what we have", "promise more than it can be"];

    /// Evidence for the need, and push for our offering, that a meeting with this effort makes. A push carries less than
    /// evidence: people know who speaks (assumption; the shipped catalogue has about the same ratio between its modes).
    pub fn strengths(self, effort: &Effort) -> (f64, f64) {
        match self {
            Self::Honest => (effort.sense_make, effort.persuade),
            Self::Persuade => (0.0, effort.persuade + 0.6 * effort.sense_make),
            Self::Oversell => (0.0, effort.persuade + 0.75 * effort.sense_make),
        }
    }

    /// How much more is promised than what is said would bring.
    pub fn boast(self) -> f64 {
        match self {
            Self::Honest | Self::Persuade => 1.0,
            Self::Oversell => 1.25,
        }
    }

    /// Trust that it costs, beside what the activity does.
    pub fn trust(self) -> f64 {
        match self {
            Self::Honest => 0.0,
            Self::Persuade => -0.02,
            Self::Oversell => -0.03,
        }
    }

    /// Share of those who buy after it who regret it, as our people believe.
    pub fn believed_regret(self) -> f64 {
        match self {
            Self::Honest => 0.1,
            Self::Persuade => 0.25,
            Self::Oversell => 0.5,
        }
    }
}
