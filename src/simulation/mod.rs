//! A model and a world number become a record: a pure function.

mod dated;
mod desk;
pub mod effort;
mod periods;
mod record;

use crate::engine::Streams;
use crate::market::arrivals::Arrivals;
use crate::measure::Record;
use crate::scenario::Scenario;
pub use crate::world::Alteration;
use crate::world::happening::{Chronicle, Happened, Keeps};
use crate::world::plan::Plan;
use crate::world::portrait::{Portrait, Sitting};
use crate::world::{Event, World};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// A scenario made ready to run. It has been checked before: nothing here fails.
#[derive(Debug, Clone)]
pub struct Model {
    plan: Arc<Plan>,
    arrivals: Arc<Arrivals>,
    /// A world whose customers do not add up, in a test.
    #[cfg(test)]
    pub(crate) faulty_world: Option<u64>,
}

impl Model {
    /// Makes a checked scenario ready to run.
    pub fn new(scenario: &Scenario, arrivals: Arc<Arrivals>) -> Self {
        Self {
            plan: Arc::new(Plan::new(scenario)),
            arrivals,
            #[cfg(test)]
            faulty_world: None,
        }
    }

    /// The same with a change to its checked scenario, which has to stay valid; real arrivals stay as they were read.
    pub fn changed(&self, change: impl FnOnce(&mut Scenario)) -> Self {
        let mut scenario = self.plan.scenario.clone();
        change(&mut scenario);
        Self { plan: Arc::new(Plan::new(&scenario)), ..self.clone() }
    }

    /// The scenario as it is run.
    pub fn scenario(&self) -> &Scenario {
        &self.plan.scenario
    }

    /// The scenario made ready: names by position, people, activities.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Runs one world to its end.
    pub fn run(&self, seed: u64, world: u64) -> Record {
        let mut simulation = World::new(&self.plan, &self.arrivals, Streams::new(seed, world), desk::HANDS);
        simulation.go();
        simulation.into_record(world)
    }

    /// Runs one world to its end, unless `stop` is set: then nothing is left of it.
    pub fn run_unless(&self, stop: &AtomicBool, seed: u64, world: u64) -> Option<Record> {
        let mut simulation = World::new(&self.plan, &self.arrivals, Streams::new(seed, world), desk::HANDS);
        #[cfg(test)]
        if self.faulty_world == Some(world) {
            simulation.recorder.begun += 1;
        }
        simulation.go_unless(stop).then(|| simulation.into_record(world))
    }

    /// Runs one world and keeps what happens; one customer is altered, in a test.
    pub fn follow(&self, seed: u64, world: u64, keeps: Keeps, alteration: Option<Alteration>) -> (Record, Vec<Happened>) {
        let mut simulation = World::new(&self.plan, &self.arrivals, Streams::new(seed, world), desk::HANDS);
        simulation.chronicle = Some(Chronicle::new(keeps));
        simulation.alteration = alteration;
        simulation.go();
        let happened = simulation.chronicle.take().map_or(Vec::new(), |chronicle| chronicle.happened);
        (simulation.into_record(world), happened)
    }

    /// Runs one world and portrays one customer's buying group; without frames if we never met.
    pub fn portrait(&self, seed: u64, world: u64, journey: u64) -> Portrait {
        let mut simulation = World::new(&self.plan, &self.arrivals, Streams::new(seed, world), desk::HANDS);
        simulation.sitting = Some(Sitting { journey, portrait: Portrait::default() });
        simulation.go();
        simulation.sitting.map_or_else(Portrait::default, |sitting| sitting.portrait)
    }
}

impl World<'_> {
    /// Goes on until everything that is measured has settled.
    pub fn go(&mut self) {
        static NEVER: AtomicBool = AtomicBool::new(false);
        self.go_unless(&NEVER);
    }

    /// As [`go`](Self::go), unless `stop` is set on the way. Whether it came to the end.
    pub fn go_unless(&mut self, stop: &AtomicBool) -> bool {
        self.open();
        while let Some(event) = self.calendar.next_until(self.plan.horizon) {
            if stop.load(Ordering::Relaxed) {
                return false;
            }
            if self.recorder.unsettled == 0 && self.now() > self.plan.window_end {
                break;
            }
            // How often a plan pays, and that a day comes, is no part of what goes on. Who appears is counted when somebody does.
            let is_counted = !matches!(event, Event::PeriodEnds { .. } | Event::Dated { .. } | Event::Appears { .. });
            self.recorder.events += u64::from(is_counted);
            self.handle(event);
        }
        true
    }

    fn open(&mut self) {
        self.open_sources();
        self.open_pipeline();
        self.open_desks();
        self.open_periods();
        self.open_tenures();
        self.open_dates();
        self.schedule_review();
    }

    fn handle(&mut self, event: Event) {
        match event {
            Event::Appears { source, band } => self.appears(source, band),
            Event::Begins { journey } => self.begins(journey),
            Event::Closes { journey } => self.closes(journey),
            Event::Answerable { journey } => self.held_back(journey),
            Event::MovesOn { journey } => self.moves_on(journey),
            Event::Agreed { journey, pool } => self.agreed(journey, pool),
            Event::Finished { person } => self.finished(person),
            Event::Wakes { person } => self.wakes(person),
            Event::Meets { opportunity, thread } => self.meets(opportunity, thread),
            Event::CanBeJudged { opportunity } => self.can_be_judged(opportunity),
            Event::LosesPatience { opportunity, thread } => self.loses_patience(opportunity, thread),
            Event::Signs { opportunity } => self.signs(opportunity),
            Event::Presses { opportunity } => self.presses(opportunity),
            Event::WeekBegins => self.week_begins(),
            Event::PeriodEnds { plan } => self.period_ends(plan),
            Event::Dated { number } => self.comes_due(number),
            Event::Quits { person } => self.quits(person),
            Event::Starts { person } => self.starts(person),
            Event::Reviews => self.review(),
            Event::Delivered { opportunity } => self.delivered(opportunity),
            Event::CanDeliver { person } => self.works_on_deliveries(person),
            Event::TiresOfWaiting { opportunity } => self.tires_of_waiting(opportunity),
            Event::Renews { relationship, year } => self.renews(relationship, year),
            Event::Refers { relationship } => self.refers(relationship),
        }
    }
}

#[cfg(test)]
pub(crate) mod sample;
#[cfg(test)]
mod tests;
