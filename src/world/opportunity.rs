//! Our side of a journey: what we believe, who of our people is on it, what is under way.

use super::journeys::JourneyId;
use super::recorder::DealAt;
use crate::engine::{Id, Table, Ticket, positions};
use crate::market::journey::MOST_PEOPLE;
use crate::market::{BuyingGroup, Commitments};
use crate::measure::{BuyerAt, OfferingAt, PoolAt, Seat, StepAt};
use crate::provider::Belief;
use crate::scenario::provider::Mode;

/// Most of ours on one customer: a bound on memory.
pub const MOST_CREW: usize = 8;

positions! {
    /// One of ours on a customer, in the order in which they came.
    CrewAt: u8;
    /// A line of appointments with one customer.
    ThreadAt: u8;
}

/// A handle on an opportunity.
pub type OpportunityId = Id<Opportunity>;

/// Where an opportunity stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Waiting to be judged.
    ToQualify,
    /// Let in, waiting for room.
    Backlog,
    /// In the flow.
    InFlow,
    /// Bought; being delivered.
    Sold,
}

/// One of ours on a customer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CrewMember {
    /// Position of the person.
    pub person: Seat,
    /// Trust that the person has earned.
    pub trust: f64,
    /// Time up to which that trust has been brought (hours).
    pub trust_as_of: f64,
    /// When the person last worked on it (hours).
    pub last_work: f64,
    /// When coordination was last paid for (hours).
    pub coordinated: f64,
    /// Hours of a handover or a briefing that are still due.
    pub due_hours: f64,
    /// Hours that the person has worked on it.
    pub worked_hours: f64,
}

/// What goes on in one thread of an opportunity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ThreadState {
    /// Nothing to do at the moment.
    Idle,
    /// The customer has not been able to meet yet.
    WaitsForCustomer,
    /// The customer waits for one of ours.
    WaitsForUs,
    /// It is being done.
    Worked,
}

/// A line of appointments with one customer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Thread {
    /// What goes on.
    pub state: ThreadState,
    /// Position in the crew; `None`: whoever takes it from the pool.
    pub member: Option<CrewAt>,
    /// Step under way.
    pub step: StepAt,
    /// Mode in which it is done.
    pub mode: Mode,
    /// Stakeholder whom it is with.
    pub target: Option<BuyerAt>,
    /// Steps done in this thread.
    pub done: u32,
    /// The former keeper's position in the crew, while somebody is sought for a step that the keeper may not do.
    pub former: Option<CrewAt>,
    /// Whether it ends with the step under way: its keeper has left, and a colleague keeps that one appointment.
    pub ends: bool,
    /// Number of the step under way among all of the opportunity.
    pub serial: u32,
    /// Since when the customer has waited for us (hours).
    pub since: f64,
    /// The event of lost patience.
    pub patience: Option<Ticket>,
}

impl Thread {
    /// Whether a step that has waited since `since` still waits for anybody of a pool.
    pub fn waits_in_pool(&self, since: f64) -> bool {
        self.state == ThreadState::WaitsForUs && self.since == since && self.member.is_none()
    }

    /// A thread with nothing to do yet, kept by this member of the crew or by whoever takes it.
    pub fn new(member: Option<CrewAt>) -> Self {
        Self {
            state: ThreadState::Idle,
            member,
            step: StepAt::FIRST,
            mode: Mode::DoneWith,
            target: None,
            done: 0,
            former: None,
            ends: false,
            serial: 0,
            since: 0.0,
            patience: None,
        }
    }
}

/// Our side of a journey.
#[derive(Debug, Clone)]
pub struct Opportunity {
    /// The journey.
    pub journey: JourneyId,
    /// Where it stands.
    pub phase: Phase,
    /// Pool that works on it.
    pub pool: PoolAt,
    /// Whether a meeting with us was held.
    pub has_met: bool,
    /// What we believe.
    pub belief: Belief,
    /// The truth.
    pub group: BuyingGroup,
    /// Those of ours on it.
    pub crew: Table<CrewAt, CrewMember>,
    /// Lines of appointments.
    pub threads: Table<ThreadAt, Thread>,
    /// Whether a further member of the crew has been asked for.
    pub asked_for_help: bool,
    /// Who judged it, and when (hours).
    pub judged_by: Option<(Seat, f64)>,
    /// How often a judgement of it was due.
    pub judgings: u32,
    /// When the dialogue began (hours).
    pub dialogue_at: f64,
    /// When it entered the flow (hours).
    pub entered_at: f64,
    /// When it was decided (hours).
    pub decided_at: f64,
    /// Elapsed time in which it waited for our people (hours).
    pub waited: f64,
    /// Our work on it (hours).
    pub worked: f64,
    /// Activities planned so far; numbers the draws of each.
    pub activities: u32,
    /// Position of the offering.
    pub offering: OfferingAt,
    /// Adoption still missing, as a share of what the base leaves.
    pub adoption_missing: f64,
    /// Whether it was let in by the rule.
    pub let_in: bool,
    /// A yes that has not been signed.
    pub said_yes: Option<SaidYes>,
    /// What the group has committed itself to.
    pub commitments: Commitments,
    /// Doubt over value as heard in the first meetings: sum and number.
    pub doubt_heard: (f32, u8),
    /// What whoever has it says it is worth: expected joint surplus as reported, in prices.
    pub reported: f64,
    /// Discount on the list price, as a share.
    pub discount: f64,
    /// How often settings had changed when the dialogue began: the list price of that day holds.
    pub priced_after: u16,
    /// Whether the customer has not waited for the delivery.
    pub is_undelivered: bool,
    /// Whether it ended because we said no.
    pub is_own_no: bool,
    /// Until when the customer has put it off (hours).
    pub silent_until: f64,
    /// Position of its deal in the recorder; none if it was not closed in the window.
    pub deal: Option<DealAt>,
}

impl Opportunity {
    /// A dialogue has begun: nothing is known of the customer, and nothing done.
    pub fn new(journey: JourneyId, pool: PoolAt, now: f64) -> Self {
        Self {
            journey,
            phase: Phase::ToQualify,
            pool,
            belief: Belief::default(),
            group: BuyingGroup::default(),
            crew: Table::new(),
            threads: Table::with_capacity(MOST_PEOPLE),
            asked_for_help: false,
            judged_by: None,
            judgings: 0,
            dialogue_at: now,
            entered_at: now,
            decided_at: f64::INFINITY,
            waited: 0.0,
            worked: 0.0,
            activities: 0,
            offering: OfferingAt::FIRST,
            adoption_missing: 1.0,
            let_in: false,
            has_met: false,
            said_yes: None,
            commitments: Commitments::default(),
            doubt_heard: (0.0, 0),
            reported: 0.0,
            discount: 0.0,
            priced_after: 0,
            is_undelivered: false,
            is_own_no: false,
            silent_until: f64::NEG_INFINITY,
            deal: None,
        }
    }

    /// The same at a place that another customer has left, whose lists keep their memory.
    pub fn begin_anew(&mut self, journey: JourneyId, pool: PoolAt, now: f64) {
        let left = std::mem::replace(self, Self { threads: Table::new(), ..Self::new(journey, pool, now) });
        self.group.people = emptied(left.group.people);
        self.belief.people = emptied(left.belief.people);
        self.crew = emptied(left.crew);
        self.threads = emptied(left.threads);
    }
}

/// The memory of a list.
fn emptied<K, T>(mut list: Table<K, T>) -> Table<K, T> {
    list.clear();
    list
}

/// A group that has said yes and has not signed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SaidYes {
    /// The event of their next occasion.
    pub signs: Option<Ticket>,
    /// The event of our next request to sign.
    pub presses: Option<Ticket>,
    /// Largest discount that was not enough to hurry them in this quarter.
    pub refused: f64,
    /// The quarter to which that belongs.
    pub quarter: i64,
    /// Whether we hold the signature over.
    pub held_over: bool,
}
