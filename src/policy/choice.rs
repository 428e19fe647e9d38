//! The choices that our people have about a customer, and how each is drawn: kinds, options, outcome.

use super::decision::{Alternative, MOST_OPTIONS, Weighed, weigh};
use crate::engine::Purpose;

/// What is to be chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// How the need is talked about.
    Candour,
    /// Keep the customer or drop it.
    Keep {
        /// Whether the rule says to keep it.
        rule_says: bool,
    },
    /// Which customer who is ready comes first.
    Order,
    /// Help a colleague with a customer.
    Help,
    /// Ask a colleague for help.
    AskForHelp,
    /// Ask for a decision before what is left to do is done.
    AskEarly,
    /// How much to lower the price after a refusal.
    Concede,
    /// At which discount to ask for a signature at once.
    Press,
    /// Hold a signature over to the next period.
    Hold,
}

impl Choice {
    /// What its draws are for: each choice has draws of its own.
    pub const fn purpose(self) -> Purpose {
        match self {
            Self::Candour => Purpose::named("how the need is talked about"),
            Self::Keep { .. } => Purpose::named("keeps or drops a customer"),
            Self::Order => Purpose::named("which customer first"),
            Self::Help => Purpose::named("helps a colleague"),
            Self::AskForHelp => Purpose::named("asks a colleague for help"),
            Self::AskEarly => Purpose::named("asks for a decision early"),
            Self::Concede => Purpose::named("a discount to win"),
            Self::Press => Purpose::named("asks to sign at once"),
            Self::Hold => Purpose::named("holds a signature over"),
        }
    }
}

/// The options of a choice, and how sharply they are told apart.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Options {
    alternatives: [Alternative; MOST_OPTIONS],
    count: usize,
    sharpness: f64,
}

impl Options {
    /// At most [`MOST_OPTIONS`] options; `sharpness` is one over the temperature of the choice, in EUR.
    pub fn new(options: &[Alternative], sharpness: f64) -> Self {
        let mut alternatives = [Alternative { habit: 0.0, worth: 0.0 }; MOST_OPTIONS];
        let count = options.len().min(MOST_OPTIONS);
        alternatives[..count].copy_from_slice(&options[..count]);
        Self { alternatives, count, sharpness }
    }

    /// The options in order.
    pub fn all(&self) -> &[Alternative] {
        &self.alternatives[..self.count]
    }

    /// Chooses softly by a uniform number.
    pub fn choose(self, choice: Choice, uniform: f64) -> Chosen {
        let weighed = weigh(self.all(), self.sharpness);
        Chosen { choice, options: self, weighed, picked: weighed.pick(uniform) }
    }
}

/// What was chosen, out of what.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Chosen {
    /// What was to be chosen.
    pub choice: Choice,
    /// The options.
    pub options: Options,
    /// The chance of each.
    pub weighed: Weighed,
    /// Position of the option that was chosen.
    pub picked: usize,
}
