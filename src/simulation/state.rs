//! What is going on in one world at one time.

use super::log::LogEntry;
use super::plan::Plan;
use super::recorder::Recorder;
use super::story::Story;
use crate::engine::{Calendar, Streams, Ticket};
use crate::flow::SaidYes;
use crate::market::arrivals::Arrivals;
use crate::market::project::Project;
use crate::market::{BuyingGroup, Commitments, Journey};
use crate::outcome::AfterSale;
use crate::provider::insight::Insight;
use crate::provider::{Belief, Person};
use crate::scenario::provider::Mode;
use std::collections::VecDeque;

/// Most of ours on one customer.
pub const MOST_CREW: usize = 8;
/// No slot.
pub const NONE: u32 = u32::MAX;

/// Something that happens.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Event {
    /// The next customer of a source appears.
    Appears {
        /// Position of the source.
        source: u16,
    },
    /// A purchase that was drawn earlier begins.
    Begins {
        /// Slot of the journey.
        journey: u32,
    },
    /// A journey is over: deadline, stopped project, or a rival's deal.
    Closes {
        /// Slot of the journey.
        journey: u32,
        /// Its generation.
        generation: u32,
    },
    /// A customer who came may be answered: the time for which answers are held back is over.
    Answerable {
        /// Slot of the journey.
        journey: u32,
        /// Its generation.
        generation: u32,
    },
    /// The fruit of an answered touch.
    Agreed {
        /// Slot of the journey.
        journey: u32,
        /// Its generation.
        generation: u32,
        /// Pool that made the touch.
        pool: u16,
    },
    /// A person has finished what they were doing.
    Finished {
        /// Position of the person.
        person: u16,
    },
    /// A person may look for work again.
    Wakes {
        /// Position of the person.
        person: u16,
    },
    /// The customer is ready to meet.
    Meets {
        /// Opportunity.
        opportunity: u32,
        /// Its generation.
        generation: u32,
        /// Thread.
        thread: u8,
    },
    /// The customer is ready to be judged.
    CanBeJudged {
        /// Opportunity.
        opportunity: u32,
        /// Its generation.
        generation: u32,
    },
    /// The customer has waited for us long enough.
    LosesPatience {
        /// Opportunity.
        opportunity: u32,
        /// Its generation.
        generation: u32,
        /// Thread.
        thread: u8,
    },
    /// A group that said yes has an occasion to sign.
    Signs {
        /// Opportunity.
        opportunity: u32,
        /// Its generation.
        generation: u32,
    },
    /// Somebody may ask a group that said yes to sign at once.
    Presses {
        /// Opportunity.
        opportunity: u32,
        /// Its generation.
        generation: u32,
    },
    /// A week begins.
    WeekBegins,
    /// A period of a pay plan ends.
    PeriodEnds {
        /// Position of the plan.
        plan: u16,
    },
    /// A person quits.
    Quits {
        /// Position of the person.
        person: u16,
    },
    /// Somebody new takes a seat.
    Starts {
        /// Position of the person.
        person: u16,
    },
    /// A review of people and customers.
    Reviews,
    /// What was sold has been delivered, and its value is known.
    Delivered {
        /// Opportunity.
        opportunity: u32,
        /// Its generation.
        generation: u32,
    },
    /// A customer of ours decides whether to stay for another year.
    Renews {
        /// Position of the relationship.
        relationship: u32,
        /// Years since delivery.
        year: u16,
    },
    /// A customer of ours thinks of somebody whom to send to us.
    Refers {
        /// Position of the relationship.
        relationship: u32,
    },
}

/// Where a journey stands with us.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// The slot is free.
    Free,
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
    /// Counts the uses of the slot.
    pub generation: u32,
    /// Where it stands.
    pub stage: Stage,
    /// Channel by which it comes by itself, then the one by which we met.
    pub channel: Option<u16>,
    /// Its opportunity.
    pub opportunity: u32,
    /// Our touches so far.
    pub touches: u32,
    /// Whether it would have talked to us had we answered at once.
    pub lost_by_delay: bool,
    /// The event that closes it.
    pub close: Option<Ticket>,
    /// Next open journey of the same account.
    pub next_in_account: u32,
}

/// Where an opportunity stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// The slot is free.
    Free,
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
    pub person: u16,
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
    pub member: Option<u8>,
    /// Step under way.
    pub step: u16,
    /// Mode in which it is done.
    pub mode: Mode,
    /// Stakeholder whom it is with.
    pub target: Option<u8>,
    /// Steps done in this thread.
    pub done: u32,
    /// The former keeper's position in the crew, while somebody is sought for a step that the keeper may not do.
    pub former: Option<u8>,
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
    pub fn new(member: Option<u8>) -> Self {
        Self {
            state: ThreadState::Idle,
            member,
            step: 0,
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
    /// Counts the uses of the slot.
    pub generation: u32,
    /// Slot of the journey.
    pub journey: u32,
    /// Where it stands.
    pub phase: Phase,
    /// Pool that works on it.
    pub pool: u16,
    /// What we believe.
    pub belief: Belief,
    /// The truth.
    pub group: BuyingGroup,
    /// Those of ours on it.
    pub crew: Vec<CrewMember>,
    /// Lines of appointments.
    pub threads: Vec<Thread>,
    /// Whether a further member of the crew has been asked for.
    pub asked_for_help: bool,
    /// Who judged it, and when (hours).
    pub judged_by: Option<(u16, f64)>,
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
    pub offering: u8,
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
    /// Position of its deal in the recorder; `NONE` if it was not closed in the window.
    pub deal: u32,
}

/// Work that waits for any member of a pool.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Waiting {
    /// Slot of the journey or opportunity.
    pub slot: u32,
    /// Its generation.
    pub generation: u32,
    /// Thread, where it is a step.
    pub thread: u8,
    /// Since when (hours).
    pub since: f64,
    /// Merit, for queues ordered by value.
    pub value: f64,
}

/// The queues that a pool shares.
#[derive(Debug, Clone, Default)]
pub struct Queues {
    /// Customers who came and wait for an answer.
    pub answers: VecDeque<Waiting>,
    /// Dialogues that wait to be judged.
    pub to_qualify: VecDeque<Waiting>,
    /// Opportunities that wait for room in the flow.
    pub backlog: VecDeque<Waiting>,
    /// Steps that wait for anybody.
    pub steps: VecDeque<Waiting>,
    /// Customers for whom a further one of ours is wanted.
    pub help: VecDeque<Waiting>,
    /// People of the pool who are there: its members but for empty seats.
    pub staff: u32,
    /// What its people have learned from customers, by segment; empty at first.
    pub insight: Vec<Insight>,
    /// Customers of the pool: waiting and open.
    pub pipeline: u32,
    /// Whether the pool is in a stretch of prospecting.
    pub prospecting: bool,
}

/// The time before the beginning, while it is played.
#[derive(Debug, Clone, Default)]
pub struct History {
    /// The moment (hours, below 0).
    pub now: f64,
    /// When the customer who is being played can be met or judged.
    pub dates: Vec<(f64, Event)>,
    /// Hours that went into customers, by pool.
    pub hours: Vec<f64>,
    /// Purchases that began then and are still under way.
    pub standing: Vec<u32>,
    /// Whether only such purchases are drawn.
    pub is_all: bool,
}

/// One world under one system, as it goes on.
pub struct Simulation<'a> {
    /// The scenario, ready.
    pub plan: &'a Plan,
    /// Real arrivals.
    pub arrivals: &'a Arrivals,
    /// Random streams of the world.
    pub streams: Streams,
    /// Pending events.
    pub calendar: Calendar<Event>,
    /// Journeys that were drawn and have not ended.
    pub journeys: Vec<JourneySlot>,
    /// Free slots of journeys.
    pub free_journeys: Vec<u32>,
    /// Projects with journeys that have not ended.
    pub projects: Vec<Project>,
    /// Free slots of projects.
    pub free_projects: Vec<u32>,
    /// Opportunities.
    pub opportunities: Vec<Opportunity>,
    /// Free slots of opportunities.
    pub free_opportunities: Vec<u32>,
    /// First open journey of each account, by segment.
    pub accounts: Vec<Vec<u32>>,
    /// Our people.
    pub people: Vec<Person>,
    /// The queues of the pools.
    pub queues: Vec<Queues>,
    /// Turns of the routing, by part.
    pub turns: [usize; 3],
    /// State of the sources: how many customers have come.
    pub source_counts: Vec<u64>,
    /// Next row of each file source.
    pub file_rows: Vec<usize>,
    /// Number of the next journey.
    pub next_number: u64,
    /// Journeys begun in the window that have not ended.
    pub unsettled: u64,
    /// Pools to which work has come, in turn.
    pub nudged: VecDeque<u16>,
    /// Whether those pools are being looked at.
    pub nudging: bool,
    /// Memory for the list of those who are free.
    pub free_people: Vec<(f64, usize)>,
    /// What goes on after delivery.
    pub after_sale: AfterSale,
    /// The time before the beginning, while it is played (`time.start = "loaded"`).
    pub history: Option<Box<History>>,
    /// What is measured.
    pub recorder: Recorder,
    /// The story of one customer, if it is wanted.
    pub story: Option<Story>,
    /// What was written down, if that is wanted.
    pub log: Option<Vec<LogEntry>>,
    /// The portrait of one customer, if it is wanted.
    pub sitting: Option<super::portrait::Sitting>,
    /// What is different about one customer, in a test.
    pub alteration: Option<super::Alteration>,
}

impl<'a> Simulation<'a> {
    /// A world at its beginning.
    pub fn new(plan: &'a Plan, arrivals: &'a Arrivals, streams: Streams, story: Option<Story>) -> Self {
        let domains = plan.scenario.buying.domains as usize;
        let roles: Vec<_> = plan.scenario.role.values().collect();
        let mut pool_of = vec![0u16; plan.profiles.len()];
        for (pool, members) in plan.pools.iter().enumerate() {
            for &member in &members.members {
                pool_of[member] = pool as u16;
            }
        }
        let people = plan
            .profiles
            .iter()
            .zip(&pool_of)
            .enumerate()
            .map(|(seat, (profile, &pool))| Person::new(&streams, profile, roles[profile.role], domains, pool, plan.pay.earnings(seat)))
            .collect();
        Self {
            plan,
            arrivals,
            streams,
            calendar: Calendar::new(),
            journeys: Vec::new(),
            free_journeys: Vec::new(),
            projects: Vec::new(),
            free_projects: Vec::new(),
            opportunities: Vec::new(),
            free_opportunities: Vec::new(),
            accounts: plan.accounts.iter().map(|&n| vec![NONE; n as usize]).collect(),
            people,
            queues: plan.pools.iter().map(|p| Queues { staff: p.members.len() as u32, ..Queues::default() }).collect(),
            turns: [0; 3],
            source_counts: vec![0; plan.sources.len()],
            file_rows: vec![0; plan.sources.len()],
            next_number: 0,
            unsettled: 0,
            nudged: VecDeque::new(),
            nudging: false,
            free_people: Vec::new(),
            after_sale: AfterSale::new(plan),
            history: None,
            recorder: Recorder::new(plan),
            story,
            log: None,
            sitting: None,
            alteration: None,
        }
    }

    /// Now (hours); below 0 while the time before the beginning is played.
    pub fn now(&self) -> f64 {
        match &self.history {
            None => self.calendar.now(),
            Some(history) => history.now,
        }
    }

    /// Whether a time lies in the measured window.
    pub fn in_window(&self, at: f64) -> bool {
        at >= self.plan.window_start && at < self.plan.window_end
    }

    /// The journey of an opportunity.
    pub fn journey_of(&self, opportunity: u32) -> &Journey {
        &self.journeys[self.opportunities[opportunity as usize].journey as usize].journey
    }

    /// Whether an opportunity is still the one that was meant.
    pub fn is_current(&self, opportunity: u32, generation: u32) -> bool {
        self.opportunities[opportunity as usize].generation == generation
    }
}
