//! What is learned by doing.

use crate::simulation::sample::{plan, world};

/// Practice closes a share of what is missing to the ceiling, in the domain that was practised and in no other.
#[test]
fn practice_improves_the_domain_that_was_practised() {
    let (plan, arrivals) = (plan("hero", &["learning.by_doing=0.1", "learning.ceiling=5"]), Default::default());
    let mut world = world(&plan, &arrivals, 1.0);
    let before = world.people[0].tenure.skill;
    world.practised(0, Some(2));
    let after = world.people[0].tenure.skill;
    assert!(after[2] > before[2]);
    assert_eq!((after[0], after[1], after[3]), (before[0], before[1], before[3]));
}

#[test]
fn without_learning_practice_changes_nothing() {
    let (plan, arrivals) = (plan("hero", &["learning.by_doing=0"]), Default::default());
    let mut world = world(&plan, &arrivals, 1.0);
    let before = world.people[0].tenure.skill;
    world.practised(0, Some(2));
    assert_eq!(world.people[0].tenure.skill, before);
}
