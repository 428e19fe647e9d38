//! What can happen in a world, and in which order at equal times: the market first, then closings, then people, then what periods end.

use super::after_sale::RelationshipAt;
use super::journeys::JourneyId;
use super::opportunity::OpportunityId;
use super::opportunity::ThreadAt;
use super::plan::SourceAt;
use crate::measure::{PoolAt, Seat};
use crate::money::ledger::PlanAt;

/// Order at equal times: customers appear, meet and sign first.
pub const PHASE_MARKET: u8 = 0;
/// Then journeys close.
pub const PHASE_CLOSE: u8 = 1;
/// Then people act.
pub const PHASE_WORK: u8 = 2;
/// A period ends after all that happened in it.
pub const PHASE_PERIOD: u8 = 3;
/// What happens on a date happens after the period that ends with the day before.
pub const PHASE_DATED: u8 = 4;

/// Something that happens.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Event {
    /// The next customer of a source appears, if the rate is as high; or the next batch comes.
    Appears {
        /// Position of the source.
        source: SourceAt,
        /// Which band of rates it is in; for batches, 0.
        band: u8,
    },
    /// A purchase that was drawn earlier begins.
    Begins {
        /// The journey.
        journey: JourneyId,
    },
    /// A journey is over: deadline, stopped project, or a rival's deal.
    Closes {
        /// The journey.
        journey: JourneyId,
    },
    /// A customer who came may be answered: the time for which answers are held back is over.
    Answerable {
        /// The journey.
        journey: JourneyId,
    },
    /// A customer who waits for an answer goes to somebody else, if nobody has answered by then.
    MovesOn {
        /// The journey.
        journey: JourneyId,
    },
    /// The fruit of an answered touch.
    Agreed {
        /// The journey.
        journey: JourneyId,
        /// Pool that made the touch.
        pool: PoolAt,
    },
    /// A person has finished what they were doing.
    Finished {
        /// Position of the person.
        person: Seat,
    },
    /// A person may look for work again.
    Wakes {
        /// Position of the person.
        person: Seat,
    },
    /// The customer is ready to meet.
    Meets {
        /// The opportunity.
        opportunity: OpportunityId,
        /// Thread.
        thread: ThreadAt,
    },
    /// The customer is ready to be judged.
    CanBeJudged {
        /// The opportunity.
        opportunity: OpportunityId,
    },
    /// The customer has waited for us long enough.
    LosesPatience {
        /// The opportunity.
        opportunity: OpportunityId,
        /// Thread.
        thread: ThreadAt,
    },
    /// A group that said yes has an occasion to sign.
    Signs {
        /// The opportunity.
        opportunity: OpportunityId,
    },
    /// Somebody may ask a group that said yes to sign at once.
    Presses {
        /// The opportunity.
        opportunity: OpportunityId,
    },
    /// A week begins.
    WeekBegins,
    /// A period of a pay plan ends.
    PeriodEnds {
        /// Position of the plan.
        plan: PlanAt,
    },
    /// What happens on a date.
    Dated {
        /// Number in the plan.
        number: usize,
    },
    /// A person quits.
    Quits {
        /// Position of the person.
        person: Seat,
    },
    /// Somebody new takes a seat.
    Starts {
        /// Position of the person.
        person: Seat,
    },
    /// A review of people and customers.
    Reviews,
    /// What was sold has been delivered, and its value is known.
    Delivered {
        /// The opportunity.
        opportunity: OpportunityId,
    },
    /// One of ours looks at the delivery in hand, or for the next one.
    CanDeliver {
        /// Position of the person.
        person: Seat,
    },
    /// A customer has waited for their delivery long enough.
    TiresOfWaiting {
        /// The opportunity.
        opportunity: OpportunityId,
    },
    /// A customer of ours decides whether to stay for another year.
    Renews {
        /// Position of the relationship.
        relationship: RelationshipAt,
        /// Years since delivery.
        year: u16,
    },
    /// A customer of ours thinks of somebody whom to send to us.
    Refers {
        /// Position of the relationship.
        relationship: RelationshipAt,
    },
}
