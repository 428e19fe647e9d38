//! Whether a dialogue begins, and what it opens.

use crate::measure::{PoolAt, Seat};
use crate::simulation::sample::{plan, world};
use crate::world::{JourneyId, Stage, World};

/// A customer whom we have yet to meet.
fn unmet(world: &World<'_>) -> JourneyId {
    let mut all = (0..world.customers.journeys.places()).filter_map(|place| world.customers.journeys.at(place));
    all.find(|&slot| world.customers.journeys[slot].stage == Stage::Unmet).expect("a customer whom we have yet to meet")
}

#[test]
fn a_dialogue_opens_an_opportunity_in_the_pool_that_answered() {
    let (plan, arrivals) = (plan("team", &[]), Default::default());
    let mut world = world(&plan, &arrivals, 20.0);
    let (slot, pool) = (unmet(&world), PoolAt::new(1));
    let before = (world.recorder.week.dialogues, world.queues[pool].pipeline);
    world.begin_dialogue(slot, pool, Some(Seat::new(5)), 0.3);
    assert_eq!((world.recorder.week.dialogues, world.queues[pool].pipeline), (before.0 + 1, before.1 + 1));
    assert_eq!(world.customers.journeys[slot].stage, Stage::Open);
}

#[test]
fn a_chance_of_none_or_all_is_certain() {
    let (plan, arrivals) = (plan("hero", &[]), Default::default());
    let world = world(&plan, &arrivals, 20.0);
    let slot = unmet(&world);
    assert!(world.takes_our_answer(slot, 1.0) && !world.takes_our_answer(slot, 0.0));
}
