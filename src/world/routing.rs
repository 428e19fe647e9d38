//! Who gets the lead: the queue to which a new customer goes, by the rule of the firm.

use super::World;
use crate::engine::Table;
use crate::measure::{Account, PoolAt, SegmentAt};
use crate::provider::people::PerPart;
use crate::scenario::provider::{Part, Routing};
use std::collections::BTreeMap;

/// What the rules remember, by part.
#[derive(Debug, Clone, Default)]
pub struct Routed {
    /// Whose turn it is.
    pub turns: PerPart<usize>,
    /// The same among those who own a patch, or of a pod: by the first of their queues and how many they are.
    turns_among: BTreeMap<(PoolAt, usize), PerPart<usize>>,
    /// By weight: what each queue is still owed.
    owed: [Table<PoolAt, f64>; 3],
    /// The same where everybody counts alike.
    owed_by_head: [Table<PoolAt, f64>; 3],
    /// By account: who has had it before.
    owners: BTreeMap<(SegmentAt, Account), PerPart<Option<PoolAt>>>,
}

impl World<'_> {
    /// Chooses a pool that works in a part, for a customer of an account: of those who own its patch, if they do; else of the pod of the
    /// pool in which it has been so far, if it has any.
    pub(crate) fn route(&mut self, part: Part, (segment, account): (SegmentAt, Account), from: Option<PoolAt>) -> PoolAt {
        let plan = self.plan;
        let queues = &self.queues;
        // A queue whose people are all away is passed over like one without any.
        let (now, people) = (self.now(), &self.people);
        let is_away = |p: PoolAt| {
            let mut there = plan.pools[p].members.iter().filter(|&&seat| people[seat].is_there()).peekable();
            there.peek().is_some() && there.all(|&seat| people[seat].is_away(now))
        };
        let is_some_away = self.away_until > now;
        let is_open = |p: PoolAt| queues[p].is_open() && !(is_some_away && is_away(p));
        let anybody = plan.pools.iter_enumerated().any(|(p, pool)| pool.parts[part] && is_open(p));
        let any_open = anybody || plan.pools.iter_enumerated().any(|(p, pool)| pool.parts[part] && queues[p].is_open());
        let works = |p: &PoolAt| {
            let takes = if anybody { is_open(*p) } else { queues[*p].is_open() || !any_open };
            plan.pools[*p].parts[part] && takes
        };
        let owners = plan.patch_of(segment, account).map(|patch| &patch.pools).filter(|pools| pools.iter().any(works));
        let pod = from.and_then(|from| plan.pools[from].pod);
        let is_of_pod = |p: &PoolAt| plan.pools[*p].pod == pod;
        let pod_has_some = owners.is_none() && pod.is_some() && plan.pools.keys().any(|p| works(&p) && is_of_pod(&p));
        let able = |p: &PoolAt| works(p) && owners.is_none_or(|owners| owners.contains(p)) && (!pod_has_some || is_of_pod(p));
        let count = plan.pools.keys().filter(able).count().max(1);
        let load = |p: PoolAt| queues[p].pipeline as f64 / queues[p].staff as f64;
        let in_turn = |turn: &mut usize| {
            *turn += 1;
            (*turn - 1) % count
        };
        let posts = |p: PoolAt| queues[p].posts;
        let are_alike =
            || plan.pools.keys().find(able).is_none_or(|first| plan.pools.keys().filter(able).all(|p| posts(p) == posts(first)));
        // Among some of the queues, turns are theirs.
        let first = plan.pools.keys().find(able).filter(|_| owners.is_some() || pod_has_some);
        let turn = match first {
            Some(first) => self.routed.turns_among.entry((first, count)).or_default(),
            None => &mut self.routed.turns,
        };
        let place_of = |pool: PoolAt| plan.pools.keys().filter(able).position(|p| p == pool);
        let nth = match plan.scenario.organisation.routing {
            Routing::RoundRobin | Routing::BestLead if are_alike() => in_turn(&mut turn[part]),
            // Where queues have unlike numbers of people, everybody has their share.
            Routing::RoundRobin | Routing::BestLead => {
                let weights = plan.pools.keys().filter(able).map(|p| (p, f64::from(queues[p].posts))).collect();
                let pool = next_by_weight(&mut self.routed.owed_by_head[usize::from(part)], weights);
                pool.and_then(place_of).unwrap_or(0)
            }
            Routing::Territory => usize::from(account) % count,
            Routing::Weighted => {
                let weights = plan.pools.keys().filter(able).map(|p| (p, plan.weights_of_pools[usize::from(part)][p])).collect();
                let pool = next_by_weight(&mut self.routed.owed[usize::from(part)], weights);
                pool.and_then(place_of).unwrap_or(0)
            }
            Routing::Owner => {
                let owner = self.routed.owners.get(&(segment, account)).and_then(|owners| owners[part]);
                owner.and_then(place_of).unwrap_or_else(|| in_turn(&mut turn[part]))
            }
            Routing::LeastLoaded => {
                let mut best = (f64::INFINITY, 0);
                for (nth, pool) in plan.pools.keys().filter(able).enumerate() {
                    if load(pool) < best.0 {
                        best = (load(pool), nth);
                    }
                }
                best.1
            }
        };
        // Past queues in which nobody is there, or which have as many customers as they may.
        let most = plan.scenario.organisation.most_customers_per_person;
        let has_room = |p: PoolAt| most <= 0.0 || load(p) < most;
        let from_there = plan.pools.keys().filter(able).cycle().skip(nth).take(count);
        let staffed = |p: &PoolAt| queues[*p].staff > 0;
        let free = from_there.clone().find(|p| staffed(p) && has_room(*p));
        // Where all are full, to the one with the fewest.
        let least = || from_there.clone().filter(staffed).min_by(|a, b| load(*a).total_cmp(&load(*b)));
        free.or_else(least).or_else(|| from_there.clone().next()).unwrap_or(PoolAt::FIRST)
    }

    /// A pool has an account from now on, where accounts have owners.
    pub(crate) fn owns_account(&mut self, part: Part, (segment, account): (SegmentAt, Account), pool: PoolAt) {
        if self.plan.scenario.organisation.routing == Routing::Owner {
            self.routed.owners.entry((segment, account)).or_default()[part] = Some(pool);
        }
    }
}

/// The queue that is owed most, after each has earned its weight: in so many turns as the weights add up to, each has its share of them, as
/// evenly spread as can be ("smooth weighted round robin").
fn next_by_weight(owed: &mut Table<PoolAt, f64>, weights: Vec<(PoolAt, f64)>) -> Option<PoolAt> {
    let mut most: Option<PoolAt> = None;
    for &(pool, weight) in &weights {
        if usize::from(pool) >= owed.len() {
            owed.resize(usize::from(pool) + 1, 0.0);
        }
        owed[pool] += weight;
        if most.is_none_or(|most| owed[pool] > owed[most]) {
            most = Some(pool);
        }
    }
    if let Some(taken) = most {
        owed[taken] -= weights.iter().map(|(_, weight)| weight).sum::<f64>();
    }
    most
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nth(owed: &mut Table<PoolAt, f64>, weights: &[f64]) -> usize {
        let pools = weights.iter().enumerate().map(|(nth, weight)| (PoolAt::from(nth), *weight));
        next_by_weight(owed, pools.collect()).map_or(usize::MAX, usize::from)
    }

    /// 4, 3 and 2 of nine, spread.
    #[test]
    fn weights_are_kept_in_every_round() {
        let mut owed = Table::new();
        let mut next = || nth(&mut owed, &[4.0, 3.0, 2.0]);
        let first: Vec<usize> = (0..9).map(|_| next()).collect();
        assert_eq!(first, [0, 1, 2, 0, 1, 0, 2, 1, 0]);
        let second: Vec<usize> = (0..9).map(|_| next()).collect();
        assert_eq!(first, second);
    }

    #[test]
    fn with_equal_weights_it_goes_in_turn_and_with_none_to_nobody() {
        let mut owed = Table::new();
        let turns: Vec<usize> = (0..6).map(|_| nth(&mut owed, &[1.0, 1.0, 1.0])).collect();
        assert_eq!(turns, [0, 1, 2, 0, 1, 2]);
        let mut owed = Table::new();
        assert!((0..8).all(|_| nth(&mut owed, &[1.0, 0.0, 1.0]) != 1));
    }
}
