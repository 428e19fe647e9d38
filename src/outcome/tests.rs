//! How a refusal counts, and what is remembered of us.

use crate::market::Decision;
use crate::measure::{Account, Ending, SegmentAt};
use crate::simulation::sample::{ALONE, TOGETHER, opportunity, plan, world};
use crate::world::{Phase, Tie};

#[test]
fn what_keeps_a_group_from_buying_is_how_it_ends() {
    let (plan, arrivals) = (plan(TOGETHER, &[]), Default::default());
    let world = world(&plan, &arrivals, 100.0);
    let o = opportunity(&world, Phase::InFlow);
    assert_eq!(world.ending_of(o, Decision::NoConsensus), Ending::Indecision);
    assert_eq!(world.ending_of(o, Decision::Rival), Ending::Competitor);
    let not_for_us = if world.journey_of(o).possible { Ending::StatusQuo } else { Ending::GoodNo };
    assert_eq!(world.ending_of(o, Decision::NotForUs), not_for_us);
}

#[test]
fn who_is_told_no_is_gone() {
    let (plan, arrivals) = (plan(TOGETHER, &[]), Default::default());
    let mut world = world(&plan, &arrivals, 100.0);
    let o = opportunity(&world, Phase::InFlow);
    let before = world.queues[world.opportunities[o].pool].pipeline;
    let pool = world.opportunities[o].pool;
    world.say_no(o);
    assert!(!world.is_current(o));
    assert_eq!(world.queues[pool].pipeline, before - 1);
}

/// What an account remembers of us fades by half in a half-life.
#[test]
fn memories_fade() {
    let (plan, arrivals) = (plan(ALONE, &["relationship.account_half_life_days=100"]), Default::default());
    let mut world = world(&plan, &arrivals, 100.0);
    let segment = SegmentAt::FIRST;
    world.after_sale.ties[segment][Account::new(7)] = Tie { trust: 0.4, as_of: 0.0 };
    let half = world.tie(segment, Account::new(7));
    assert!((half - 0.2 * crate::engine::math::pow(2.0, (100.0 - world.now() / 24.0) / 100.0)).abs() < 1e-6, "{half}");
    assert_eq!(world.tie(segment, Account::new(8)), 0.0);
}
