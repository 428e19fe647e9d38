//! Words for what happened.

use crate::market::Decision;
use crate::measure::StepAt;
use crate::policy::next_activity::Reason;
use crate::policy::obstacles::Obstacles;
use crate::scenario::provider::{Commitment, Job};
use crate::world::happening::{Happening, Why};
use crate::world::plan::Plan;

/// A refusal or a purchase.
pub fn decision(decision: Decision) -> &'static str {
    match decision {
        Decision::Buy => "they buy",
        Decision::NotForUs => "everybody agrees that this is not for them",
        Decision::TooLittleValue { .. } => "somebody with a veto sees too little value",
        Decision::Doubt { .. } => "somebody with a veto sees the value but has doubts",
        Decision::NoConsensus => "what they want is too far apart",
        Decision::Rival => "a competitor has the better offer",
    }
}

/// Why an opportunity ended.
pub fn why(why: Why) -> &'static str {
    match why {
        Why::LostPatience => "the customer lost patience while waiting for us",
        Why::DeadlineBeforeUs => "the deadline came before we did",
        Why::ProjectStopped => "the customer's project was stopped",
        Why::RivalClosed => "a competitor closed the deal",
        Why::Refused(refusal) => decision(refusal),
        Why::BoughtBefore => "they bought before the start of the run",
        Why::StepTooMany => "it was one step too many for them",
        Why::SaidNo => "we said no",
        Why::NotApproved => "they would have bought, and we had not approved the deal in time",
    }
}

/// Why a step was chosen.
pub(super) fn reason(reason: Reason, because: Obstacles) -> String {
    match reason {
        Reason::List => "it is next on the list".to_string(),
        Reason::Obstacle => format!("we believe this is holding them back: {}", because.name()),
        Reason::Theirs => "it is next in their buying process".to_string(),
        Reason::OneProcess => "to agree on one process for both".to_string(),
        Reason::Signature => format!("it is the fastest way to the signature; the obstacle is: {}", because.name()),
        Reason::Early => "now, before the other steps are done".to_string(),
        Reason::Approval => "before the customer is asked to decide, we have to agree ourselves".to_string(),
    }
}

/// Commitments of a set of bits.
pub(super) fn commitments(bits: u16) -> String {
    let names: Vec<&str> = Commitment::WORDS.iter().filter(|(_, _, c)| c.bit() & bits != 0).map(|(word, _, _)| *word).collect();
    names.join(", ")
}

/// The job of a bit.
pub(super) fn job(bit: u8) -> Option<&'static str> {
    Job::WORDS.iter().find(|(_, _, job)| job.bit() == bit).map(|(word, _, _)| *word)
}

/// Name of a step, empty if there is none.
pub fn step(plan: &Plan, step: StepAt) -> &str {
    plan.catalogue.steps.get(step).map_or("", |s| s.name.as_str())
}

/// What had just happened when a buying group was portrayed.
pub fn portrayed(plan: &Plan, after: &Happening) -> String {
    match after {
        Happening::DialogueBegun { .. } => "the dialogue begins".to_string(),
        Happening::StepDone { activity, .. } => format!("{}, {}", step(plan, activity.step), activity.mode.word()),
        Happening::Signed => "they buy".to_string(),
        Happening::Ended { ending, .. } => format!("it ends: {}", ending.title()),
        _ => String::new(),
    }
}
