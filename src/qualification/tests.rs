//! Who is let in, and where they wait.

use crate::scenario::provider::Part;
use crate::simulation::sample::{opportunity, plan, world, world_with};
use crate::world::{Phase, World};

#[test]
fn who_is_let_in_is_in_the_flow_at_once_where_work_is_pushed() {
    let (plan, arrivals) = (plan("team", &["flow.control=push"]), Default::default());
    let mut world = world_with(&plan, &arrivals, Phase::ToQualify);
    let o = opportunity(&world, Phase::ToQualify);
    world.let_in(o, None);
    assert_eq!(world.opportunities[o].phase, Phase::InFlow);
}

#[test]
fn everybody_is_pursued_where_no_segment_is_named() {
    let (plan, arrivals) = (plan("hero", &[]), Default::default());
    let world = world(&plan, &arrivals, 100.0);
    assert!(world.is_pursued(opportunity(&world, Phase::InFlow)));
}

/// In a line, those who develop do not close, and those who close do nothing else; in a team everybody does all.
#[test]
fn a_dialogue_goes_on_where_its_pool_does_not_do_the_next_part() {
    let (line, team) = (plan("line", &[]), plan("team", &[]));
    let arrivals = Default::default();
    let go_on = |world: &World<'_>| world.plan.pools.keys().filter(|&pool| world.has_to_go_on(pool, Part::Flow, &[])).count();
    assert!(go_on(&world(&line, &arrivals, 1.0)) > 0);
    assert_eq!(go_on(&world(&team, &arrivals, 1.0)), 0);
}
