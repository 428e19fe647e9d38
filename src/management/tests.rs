//! What is learned by doing.

use crate::measure::{Domain, Seat};
use crate::simulation::sample::{plan, world};

/// Practice closes a share of what is missing to the ceiling, in the domain that was practised and in no other.
#[test]
fn practice_improves_the_domain_that_was_practised() {
    let (plan, arrivals) = (plan("hero", &["learning.by_doing=0.1", "learning.ceiling=5"]), Default::default());
    let mut world = world(&plan, &arrivals, 1.0);
    let before = world.people[Seat::FIRST].tenure.skill;
    let practised = Domain::new(2);
    world.practised(Seat::FIRST, Some(practised));
    let after = world.people[Seat::FIRST].tenure.skill;
    for domain in Domain::up_to(4) {
        assert!(if domain == practised { after[domain] > before[domain] } else { after[domain] == before[domain] });
    }
}

#[test]
fn without_learning_practice_changes_nothing() {
    let (plan, arrivals) = (plan("hero", &["learning.by_doing=0"]), Default::default());
    let mut world = world(&plan, &arrivals, 1.0);
    let before = world.people[Seat::FIRST].tenure.skill;
    world.practised(Seat::FIRST, Some(Domain::new(2)));
    assert_eq!(world.people[Seat::FIRST].tenure.skill, before);
}
