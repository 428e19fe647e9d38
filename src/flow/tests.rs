//! Who of ours is on a customer.

use crate::simulation::sample::{opportunity, plan, world};
use crate::world::Phase;

/// Under the hero one of ours is on a customer, however many people the customer has.
#[test]
fn a_customer_in_the_flow_has_somebody_of_ours() {
    let (hero, arrivals) = (plan("hero", &[]), Default::default());
    let world = world(&hero, &arrivals, 100.0);
    let o = opportunity(&world, Phase::InFlow);
    assert!(world.opportunities[o].let_in && world.opportunities[o].crew.len() == 1);
}

/// Whoever works on a customer is of the customer's pool.
#[test]
fn who_is_on_a_customer_is_of_the_customers_pool() {
    let (team, arrivals) = (plan("team", &[]), Default::default());
    let world = world(&team, &arrivals, 100.0);
    let o = &world.opportunities[opportunity(&world, Phase::InFlow)];
    assert!(!o.crew.is_empty() && o.crew.iter().all(|member| world.people[member.person].pool == o.pool));
}
