//! How the need is talked about: honestly, pushing what we have, or promising more than it can be.

use crate::scenario::customer::Buying;
use crate::scenario::heuristics::Heuristics;
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
    /// evidence: people know who speaks.
    pub fn strengths(self, effort: &Effort, buying: &Buying) -> (f64, f64) {
        match self {
            Self::Honest => (effort.sense_make, effort.persuade),
            Self::Persuade => (0.0, effort.persuade + buying.push_weight * effort.sense_make),
            Self::Oversell => (0.0, effort.persuade + buying.oversell_weight * effort.sense_make),
        }
    }

    /// How much more is promised than what is said would bring.
    pub fn boast(self, buying: &Buying) -> f64 {
        match self {
            Self::Honest | Self::Persuade => 1.0,
            Self::Oversell => buying.oversell_promise,
        }
    }

    /// Change of trust, beside what the activity does.
    pub fn trust(self, buying: &Buying) -> f64 {
        match self {
            Self::Honest => 0.0,
            Self::Persuade => -buying.persuade_trust_cost,
            Self::Oversell => -buying.oversell_trust_cost,
        }
    }

    /// Share of those who buy after it who regret it, as our people believe.
    pub fn believed_regret(self, rules: &Heuristics) -> f64 {
        match self {
            Self::Honest => rules.regret_honest,
            Self::Persuade => rules.regret_persuaded,
            Self::Oversell => rules.regret_oversold,
        }
    }
}
