//! Journeys as they go on.

use super::opportunity::OpportunityId;
use crate::engine::{Id, Ticket};
use crate::market::Journey;
use crate::measure::ChannelAt;
use crate::money::ledger::PayAccountAt;

/// A handle on a journey that was drawn and has not ended.
pub type JourneyId = Id<Journey>;

/// Where a journey stands with us.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// It has yet to begin.
    Planned,
    /// We have not met.
    Unmet,
    /// They came and wait for an answer.
    Came,
    /// A dialogue is agreed.
    Agreed,
    /// There is an opportunity.
    Open,
    /// They bought.
    Sold,
}

/// A journey as it goes on.
#[derive(Debug, Clone)]
pub struct JourneySlot {
    /// Its traits.
    pub journey: Journey,
    /// Where it stands.
    pub stage: Stage,
    /// Channel by which it comes by itself, then the one by which we met.
    pub channel: Option<ChannelAt>,
    /// The channel by which it came to us, and when (hours).
    pub came: Option<(ChannelAt, f64)>,
    /// Its opportunity, once there is one.
    pub opportunity: Option<OpportunityId>,
    /// Our touches so far.
    pub touches: u32,
    /// The account of whoever of ours found the dialogue: by seeking it, or by answering.
    pub found_by: Option<PayAccountAt>,
    /// Whether it would have talked to us had we answered at once.
    pub lost_by_delay: bool,
    /// The event that closes it.
    pub close: Option<Ticket>,
    /// Next open journey of the same account.
    pub next_in_account: Option<JourneyId>,
    /// The one before it.
    pub previous_in_account: Option<JourneyId>,
}
