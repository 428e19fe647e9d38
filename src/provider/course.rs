//! What we know of the customer's own process, as they told us, and how far it has come.

use crate::market::OwnProcess;
use crate::scenario::provider::Job;

/// Whether there is one process for both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Negotiation {
    /// Nobody has brought it up.
    #[default]
    NotBegun,
    /// It is being talked about.
    UnderWay,
    /// One process for both: what helps is accepted.
    Agreed,
    /// It was talked about, and each side keeps its own.
    Failed,
}

/// The customer's process as they told us, and what of it is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Course {
    /// Their process; `None` as long as nobody looks at it.
    pub theirs: Option<OwnProcess>,
    /// Jobs for which something was done, as bits.
    pub done: u8,
    /// Whether both have agreed on one process.
    pub negotiation: Negotiation,
}

impl Course {
    /// Whether a job is in their process, or they have nothing against it.
    pub fn has(&self, job: Job) -> bool {
        match job {
            Job::None | Job::Decide => true,
            job => self.theirs.is_none_or(|own| own.jobs & job.bit() != 0),
        }
    }

    /// The first job in their order that is not done, of those that we have an activity for (as bits).
    pub fn next_job(&self, ours: u8) -> Option<u8> {
        let own = self.theirs?;
        own.order.into_iter().find(|bit| own.jobs & ours & !self.done & bit != 0)
    }

    /// Whether a job is one that they expect now: it is in their process, and what comes before it in their order is done.
    pub fn expects(&self, job: Job, ours: u8) -> bool {
        if self.theirs.is_none() || self.negotiation == Negotiation::Agreed || job == Job::None {
            return true;
        }
        let next = self.next_job(ours);
        self.has(job) && (self.done & job.bit() != 0 || next.is_none_or(|next| next == job.bit()))
    }
}
