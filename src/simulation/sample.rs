//! Worlds for the tests of the rooms that play in them.

use super::desk;
use crate::engine::Streams;
use crate::market::arrivals::Arrivals;
use crate::scenario::load;
use crate::world::plan::Plan;
use crate::world::{OpportunityId, Phase, World};

/// Everybody sells alone.
pub(crate) const ALONE: &str = "hero";
/// People share queues and customers.
pub(crate) const TOGETHER: &str = "team";

/// A scenario made ready: `mid` for half a year under a system, with keys set.
pub(crate) fn plan(system: &str, sets: &[&str]) -> Plan {
    let sets: Vec<String> = ["time.years=0.5", "time.warm_up_weeks=4"].iter().chain(sets).map(|set| set.to_string()).collect();
    Plan::new(&load("mid", &[system.to_string()], &sets).unwrap_or_else(|problems| panic!("{problems}")).scenario)
}

/// Its first world, as it is after so many days.
pub(crate) fn world<'a>(plan: &'a Plan, arrivals: &'a Arrivals, days: f64) -> World<'a> {
    let mut world = World::new(plan, arrivals, Streams::new(1, 0), desk::HANDS);
    world.open();
    while let Some(event) = world.calendar.next_until(24.0 * days) {
        world.handle(event);
    }
    world
}

/// Its first world, as soon after a month as an opportunity is in a phase.
pub(crate) fn world_with<'a>(plan: &'a Plan, arrivals: &'a Arrivals, phase: Phase) -> World<'a> {
    let mut world = world(plan, arrivals, 30.0);
    while !world.opportunities.values().any(|opportunity| opportunity.phase == phase) {
        let event = world.calendar.next_until(24.0 * 150.0).unwrap_or_else(|| panic!("nobody is ever {phase:?}"));
        world.handle(event);
    }
    world
}

/// An opportunity of a phase.
pub(crate) fn opportunity(world: &World<'_>, phase: Phase) -> OpportunityId {
    let mut all = (0..world.opportunities.places()).filter_map(|place| world.opportunities.at(place));
    all.find(|&o| world.opportunities[o].phase == phase).unwrap_or_else(|| panic!("nobody is {phase:?}"))
}
