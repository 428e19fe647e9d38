//! To whom customers go whose person leaves.

use crate::simulation::sample::{plan, world};

/// In a team a colleague is there to take over, the one with the fewest customers; on a lone hero's desk nobody is.
#[test]
fn who_leaves_has_an_heir_only_where_there_are_colleagues() {
    let (team, hero, arrivals) = (plan("team", &[]), plan("hero", &[]), Default::default());
    let mut in_team = world(&team, &arrivals, 100.0);
    in_team.people[0].tenure.leaves = true;
    let heir = in_team.least_busy(in_team.people[0].pool, 0).expect("a colleague");
    let colleagues = in_team.plan.pools[in_team.people[0].pool].members.iter().filter(|&&p| p != 0 && in_team.people[p].is_there());
    assert_eq!(colleagues.map(|&p| in_team.people[p].wip).min(), Some(in_team.people[heir].wip));
    let mut alone = world(&hero, &arrivals, 100.0);
    alone.people[0].tenure.leaves = true;
    assert_eq!(alone.least_busy(alone.people[0].pool, 0), None);
}
