//! What the customer's own process leaves us to do, by our stance toward it.

use super::catalogue::{Catalogue, Step};
use crate::measure::StepAt;
use crate::provider::{Course, Negotiation};
use crate::scenario::provider::{Process, Stance};

/// Whether we go by their process alone: as told, or because a request for proposal leaves nothing else.
pub fn follows(process: &Process, course: &Course) -> bool {
    course.theirs.is_some_and(|own| own.is_fixed || process.stance == Stance::Servile)
}

/// Whether a step is one that we would do at all.
pub fn is_open(step: &Step, follows: bool, course: &Course) -> bool {
    !follows || !is_useless(step, course)
}

/// Whether the buyer thinks that a step is useless: it is not in their process, and none that a buyer may not skip.
pub fn is_useless(step: &Step, course: &Course) -> bool {
    step.declared.may_skip && !course.has(step.declared.job)
}

/// The step that negotiates one process, if it is time for it.
pub fn negotiation(catalogue: &Catalogue, follows: bool, course: &Course) -> Option<StepAt> {
    catalogue.negotiate.filter(|_| !follows && course.theirs.is_some() && course.negotiation == Negotiation::NotBegun)
}
