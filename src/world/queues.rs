//! Work that waits for any member of a pool.

use super::journeys::JourneyId;
use super::opportunity::OpportunityId;
use super::opportunity::ThreadAt;
use crate::engine::Table;
use crate::measure::{PoolAt, Seat, SegmentAt};
use crate::provider::insight::Insight;
use std::collections::VecDeque;

/// A customer who came and waits for an answer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WaitsForAnswer {
    /// The journey.
    pub journey: JourneyId,
    /// Since when (hours).
    pub since: f64,
}

/// Work on an opportunity that waits for any member of a pool.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Waiting {
    /// The opportunity.
    pub opportunity: OpportunityId,
    /// Thread, where it is a step.
    pub thread: ThreadAt,
    /// Since when (hours).
    pub since: f64,
    /// Merit, for queues ordered by value.
    pub value: f64,
}

/// The queues that a pool shares.
#[derive(Debug, Clone, Default)]
pub struct Queues {
    /// Customers who came and wait for an answer.
    pub answers: VecDeque<WaitsForAnswer>,
    /// Dialogues that wait to be judged.
    pub to_qualify: VecDeque<Waiting>,
    /// Opportunities that wait for room in the flow.
    pub backlog: VecDeque<Waiting>,
    /// Steps that wait for anybody.
    pub steps: VecDeque<Waiting>,
    /// Steps of customers whom others keep, which wait for somebody who assists with them.
    pub assists: VecDeque<Waiting>,
    /// Customers for whom a further one of ours is wanted.
    pub help: VecDeque<Waiting>,
    /// People of the pool who are there: its members but for empty seats.
    pub staff: u32,
    /// Customers for whom they have room together, in parts of what one person usually has ([`ROOM_OF_ONE`](super::ROOM_OF_ONE)):
    /// whole numbers, so that it is the same however often it changes.
    pub room: u64,
    /// Posts: of people who are there, or are to come after others. Posts that are yet to be taken for the first time are not counted, nor
    /// those that are not filled again.
    pub posts: u32,
    /// What its people have learned from customers, by segment; empty at first.
    pub insight: Table<SegmentAt, Insight>,
    /// Customers of the pool: waiting and open.
    pub pipeline: u32,
    /// Whether the pool is in a stretch of prospecting.
    pub prospecting: bool,
}

/// Where work has been laid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Desk {
    /// On a person's own desk.
    Person(Seat),
    /// In the queue of a pool.
    Pool(PoolAt),
}

impl Queues {
    /// Whether anybody is there, or comes after somebody who was.
    pub fn is_open(&self) -> bool {
        self.posts > 0
    }
}
