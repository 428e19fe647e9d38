//! What of ours was done with a customer, activity by activity.

use crate::engine::Fixed;
use crate::market::journey::MOST_PEOPLE;
use crate::measure::{BuyerAt, StepAt};

/// What was done, as a bit for each position in the catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Work {
    /// With anybody.
    pub done: u64,
    /// By position in the group.
    pub done_with: Fixed<BuyerAt, u64, MOST_PEOPLE>,
}

impl Work {
    /// A step was done, with one person or with none in particular.
    pub fn add(&mut self, step: StepAt, target: Option<BuyerAt>) {
        let bit = 1u64.checked_shl(u32::from(step.number())).unwrap_or(0);
        self.done |= bit;
        if let Some(target) = target {
            self.done_with[target] |= bit;
        }
    }

    /// Whether a step was done, with anybody.
    pub fn has(&self, step: StepAt) -> bool {
        self.done & 1u64.checked_shl(u32::from(step.number())).unwrap_or(0) != 0
    }

    /// What is missing of the activities that a step needs: those with one person count with the person whom it is for.
    pub fn lacks(&self, [with_person, others]: [u64; 2], target: Option<BuyerAt>) -> u64 {
        let with = target.map_or(self.done, |target| self.done_with[target]);
        (with_person & !with) | (others & !self.done)
    }
}
