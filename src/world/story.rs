//! The story of one customer as it happened.

/// What a line of a customer's story is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineKind {
    /// The truth, which nobody on our side sees.
    Hidden,
    /// Something happened that the customer or the world did.
    Event,
    /// One of ours begins or ends work.
    Work,
    /// Something that we saw.
    Observation,
    /// Something that we decided, with the reason.
    Decision,
    /// The customer waits, and for what.
    Wait,
}

/// A line of a customer's story.
#[derive(Debug, Clone, PartialEq)]
pub struct StoryLine {
    /// Elapsed hours since the beginning of the run (a Monday, 00:00).
    pub at_hours: f64,
    /// Number of the customer.
    pub journey: u64,
    /// What the line is.
    pub kind: LineKind,
    /// The line, a sentence.
    pub text: String,
}

/// Whose story is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// That of one customer, by number.
    Customer(u64),
    /// Everybody's.
    Everybody,
}

/// A story as it is written.
#[derive(Debug, Clone, PartialEq)]
pub struct Story {
    /// Whose it is.
    pub whose: Whose,
    /// The lines so far.
    pub lines: Vec<StoryLine>,
}

use super::{JourneyId, World};

impl World<'_> {
    /// Adds a line to the story, if it is this customer's. The text is made only then.
    pub fn tell(&mut self, journey_slot: JourneyId, kind: LineKind, text: impl FnOnce(&Self) -> String) {
        if self.story.is_some() {
            self.tell_of(self.journeys[journey_slot].journey.number, kind, text);
        }
    }

    /// The same for a customer whose journey has ended.
    pub fn tell_of(&mut self, number: u64, kind: LineKind, text: impl FnOnce(&Self) -> String) {
        let Some(story) = &self.story else { return };
        if story.whose != Whose::Everybody && story.whose != Whose::Customer(number) {
            return;
        }
        let line = StoryLine { at_hours: self.now(), journey: number, kind, text: text(self) };
        if let Some(story) = &mut self.story {
            story.lines.push(line);
        }
    }

    /// Name of one of ours, as it is shown.
    pub fn name_of(&self, person: u16) -> String {
        let profile = &self.plan.profiles[person as usize];
        let role = &self.plan.scenario.role.entries[profile.role].0;
        format!("{role} {}", profile.index + 1)
    }
}
