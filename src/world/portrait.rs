//! One buying group as it changes: what its people need and want, and what we have in mind for them.

use super::happening::Happening;
use super::{OpportunityId, World};
use crate::market::need::Point;

/// How one buying group changed over time.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Portrait {
    /// What would truly serve each person, which nobody sees.
    pub needs: Vec<Point>,
    /// Whether nothing happens against the person.
    pub vetoes: Vec<bool>,
    /// How things stood, in order of time: when the dialogue began, after everything that was done with them, and in the end.
    pub frames: Vec<Frame>,
}

/// How a buying group stood at one time.
#[derive(Debug, Clone, PartialEq)]
pub struct Frame {
    /// When, in days since the beginning of the window.
    pub at_days: f64,
    /// What had just happened.
    pub after: Happening,
    /// What each person believes to need; `None` for who has yet to join.
    pub wants: Vec<Option<Point>>,
    /// Whom of them we have met.
    pub met: Vec<bool>,
    /// The offering that we have in mind for them.
    pub offering: Point,
}

/// A portrait under work.
#[derive(Debug, Clone)]
pub struct Sitting {
    /// Number of the customer.
    pub journey: u64,
    /// What there is so far.
    pub portrait: Portrait,
}

impl World<'_> {
    /// Adds to the portrait, if it is this customer's. Nothing in the world changes.
    pub(crate) fn portray(&mut self, o: OpportunityId, after: Happening) {
        if self.sitting.as_ref().is_none_or(|sitting| sitting.journey != self.journey_of(o).number) {
            return;
        }
        let now = self.now();
        let opportunity = &self.opportunities[o];
        let mut group = opportunity.group.clone();
        group.refresh(&self.streams, &self.plan.scenario.buying, now);
        let frame = Frame {
            at_days: (now - self.plan.window_start) / 24.0,
            after,
            wants: group.people.iter().map(|person| (person.joins <= now).then_some(person.want)).collect(),
            met: opportunity.belief.people.iter().map(|person| person.met).collect(),
            offering: self.plan.places[opportunity.offering],
        };
        if let Some(sitting) = &mut self.sitting {
            let portrait = &mut sitting.portrait;
            portrait.needs = group.people.iter().map(|person| person.need).collect();
            portrait.vetoes = group.people.iter().map(|person| person.veto).collect();
            portrait.frames.push(frame);
        }
    }
}
