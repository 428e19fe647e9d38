//! To whom customers go whose person leaves.

use crate::measure::Seat;
use crate::simulation::sample::{plan, world};

/// In a team a colleague is there to take over, the one with the fewest customers; on a lone hero's desk nobody is.
#[test]
fn who_leaves_has_an_heir_only_where_there_are_colleagues() {
    let (team, hero, arrivals) = (plan("team", &[]), plan("hero", &[]), Default::default());
    let leaver = Seat::FIRST;
    let mut in_team = world(&team, &arrivals, 100.0);
    in_team.people[leaver].tenure.leaves = true;
    let heir = in_team.least_busy(in_team.people[leaver].pool, leaver).expect("a colleague");
    let colleagues =
        in_team.plan.pools[in_team.people[leaver].pool].members.iter().filter(|&&p| p != leaver && in_team.people[p].is_there());
    assert_eq!(colleagues.map(|&p| in_team.people[p].wip).min(), Some(in_team.people[heir].wip));
    let mut alone = world(&hero, &arrivals, 100.0);
    alone.people[leaver].tenure.leaves = true;
    assert_eq!(alone.least_busy(alone.people[leaver].pool, leaver), None);
}
