//! What is going on in one world at one time.

mod after_sale;
mod alteration;
mod counting;
mod credit;
mod customers;
pub mod dated;
mod employments;
mod event;
mod hands;
pub mod happening;
mod history;
mod insight;
mod journeys;
mod leaving;
mod opportunity;
pub mod patches;
pub mod pay;
mod person;
pub mod plan;
pub mod portrait;
mod prices;
mod queues;
pub mod recorder;
mod routing;
pub mod sources;
mod staff;
mod stakes;
mod telling;
mod views;

pub use after_sale::{AfterSale, InHand, Relationship, RelationshipAt, Reputation, Tie, ToDeliver, Worth, kept};
pub use alteration::{Alteration, Altered};
pub use customers::Customers;
pub use event::{Event, PHASE_CLOSE, PHASE_DATED, PHASE_MARKET, PHASE_PERIOD, PHASE_WORK};
pub use hands::{Hands, Nudged};
pub use history::History;
pub use journeys::{JourneyId, JourneySlot, Stage};
pub use opportunity::{CrewAt, CrewMember, MOST_CREW, Opportunity, OpportunityId, Phase, SaidYes, Thread, ThreadAt, ThreadState};
pub use person::{Person, ROOM_OF_ONE, Ready, State, Task};
pub use queues::{Desk, Queues, Waiting, WaitsForAnswer};
pub use routing::Routed;
pub use sources::Sources;

use crate::engine::time::YEAR;
use crate::engine::{Arena, Calendar, Streams, Table};
use crate::market::Journey;
use crate::market::arrivals::Arrivals;
use crate::measure::{PoolAt, RoleAt, Seat};
use crate::money::ledger::Ledger;
use crate::provider::ramp::Cycles;
use happening::Chronicle;
use plan::Plan;
use recorder::Recorder;

/// One world under one system, as it goes on.
pub struct World<'a> {
    /// The scenario, ready, as it is now.
    pub plan: &'a Plan,
    /// The same as it was at the beginning, with all that happens on dates.
    pub first: &'a Plan,
    /// When settings changed (hours), and what has held since.
    pub changed_at: Vec<(f64, &'a Plan)>,
    /// Until when nobody is hired (hours).
    pub no_hiring_until: f64,
    /// Until when anybody is away (hours).
    pub away_until: f64,
    /// How long deals have taken so far, from dialogue to signature.
    pub cycles: Cycles,
    /// Real arrivals.
    pub arrivals: &'a Arrivals,
    /// Random streams of the world.
    pub streams: Streams,
    /// Pending events.
    pub calendar: Calendar<Event>,
    /// Journeys, projects, accounts.
    pub customers: Customers,
    /// What the sources of customers have brought so far.
    pub sources: Sources,
    /// Opportunities.
    pub opportunities: Arena<Opportunity>,
    /// How work is handed out.
    pub hands: Hands,
    /// Our people.
    pub people: Table<Seat, Person>,
    /// The books of their pay.
    pub ledger: Ledger,
    /// Posts of each role: people who are there, and those who are to come.
    pub posts: Table<RoleAt, u32>,
    /// The queues of the pools.
    pub queues: Table<PoolAt, Queues>,
    /// What the routing of customers remembers.
    pub routed: Routed,
    /// Pools to which work has come.
    pub nudged: Nudged,
    /// What goes on after delivery.
    pub after_sale: AfterSale,
    /// The time before the beginning, while it is played (`time.start = "loaded"`).
    pub history: Option<Box<History>>,
    /// What is measured.
    pub recorder: Recorder,
    /// What has happened, if it is wanted.
    pub chronicle: Option<Chronicle>,
    /// The portrait of one customer, if it is wanted.
    pub sitting: Option<portrait::Sitting>,
    /// What is different about one customer, in a test.
    pub alteration: Option<Alteration>,
}

impl<'a> World<'a> {
    /// A world at its beginning.
    pub fn new(plan: &'a Plan, arrivals: &'a Arrivals, streams: Streams, hands: Hands) -> Self {
        let domains = plan.scenario.buying.domain_count();
        let mut pool_of: Table<Seat, PoolAt> = vec![PoolAt::FIRST; plan.profiles.len()].into();
        for (pool, members) in plan.pools.iter_enumerated() {
            for &member in &members.members {
                pool_of[member] = pool;
            }
        }
        let mut ledger = Ledger::default();
        let people: Table<Seat, Person> = plan
            .profiles
            .iter_enumerated()
            .map(|(seat, profile)| {
                // Whoever joins later is in the books, but not there.
                let joined = if profile.joins.is_some() { f64::INFINITY } else { 0.0 };
                let earnings = plan.pay.open_accounts(&mut ledger, seat, &[], joined);
                let mut person = Person::new(&streams, profile, plan.role_of(seat), domains, pool_of[seat], earnings);
                if let Some(since) = profile.since() {
                    person.has_ramped_since(&streams, profile, plan.role_of(seat), domains, plan.window_start + since);
                }
                if profile.joins.is_some() {
                    person.state = State::Vacant;
                }
                person
            })
            .collect();
        let queues = plan.pools.iter().map(|pool| {
            let there = || pool.members.iter().map(|&seat| &people[seat]).filter(|person| person.is_there());
            let (staff, room) = (there().count() as u32, there().map(Person::room).sum());
            Queues { staff, room, posts: staff, ..Queues::default() }
        });
        let queues = queues.collect();
        Self {
            plan,
            first: plan,
            changed_at: Vec::new(),
            no_hiring_until: f64::NEG_INFINITY,
            away_until: f64::NEG_INFINITY,
            cycles: Cycles::default(),
            arrivals,
            streams,
            calendar: Calendar::new(),
            customers: Customers::new(&plan.accounts),
            sources: Sources::new(plan),
            opportunities: Arena::default(),
            hands,
            people,
            ledger,
            posts: posts_by_role(plan),
            queues,
            routed: Routed::default(),
            nudged: Nudged::default(),
            after_sale: AfterSale::new(plan),
            history: None,
            recorder: Recorder::new(plan),
            chronicle: None,
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

    /// Mean over the window of what may change with the plan, by elapsed time.
    pub(crate) fn mean_over_window(&self, value: impl Fn(&Plan) -> f64) -> f64 {
        if self.changed_at.is_empty() {
            return value(self.plan);
        }
        let first = value(self.first);
        if self.changed_at.iter().all(|(_, plan)| value(plan) == first) {
            return first;
        }
        let (start, end) = (self.first.window_start, self.first.window_end);
        let (mut sum, mut from, mut plan) = (0.0, start, self.first);
        for &(at, next) in &self.changed_at {
            let at = at.clamp(from, end);
            sum += value(plan) * (at - from);
            (from, plan) = (at, next);
        }
        (sum + value(plan) * (end - from)) / (end - start)
    }

    /// Years of the window before those who are hired in it joined, over all of them.
    pub(crate) fn years_before_joining(&self) -> f64 {
        let window = self.first.window_end - self.first.window_start;
        self.first.profiles.iter().filter_map(|profile| profile.joins).map(|at| at.clamp(0.0, window)).sum::<f64>() / YEAR
    }

    /// The journey of an opportunity.
    #[inline]
    pub fn journey_of(&self, opportunity: OpportunityId) -> &Journey {
        &self.customers.journeys[self.opportunities[opportunity].journey].journey
    }

    /// Whether an opportunity is still there.
    pub fn is_current(&self, opportunity: OpportunityId) -> bool {
        self.opportunities.contains(opportunity)
    }

    /// A time in working hours: what would be at night is in the course of the next working day.
    pub(crate) fn by_day(&self, at: f64, uniform: f64) -> f64 {
        let hours = &self.plan.hours;
        if hours.is_open(at) { at } else { hours.after(hours.next_open(at), uniform * self.plan.scenario.time.work_hours_per_day) }
    }
}

/// Everybody who is there, and who is to come, by role.
fn posts_by_role(plan: &Plan) -> Table<RoleAt, u32> {
    let mut posts: Table<RoleAt, u32> = vec![0; plan.scenario.role.len()].into();
    plan.profiles.iter().for_each(|profile| posts[profile.role] += 1);
    posts
}
