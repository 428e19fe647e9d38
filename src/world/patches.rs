//! Whose customers are whose: the patches of a firm, with the queues of those who own them.

use super::plan::Plan;
use crate::engine::{Stream, Table};
use crate::measure::{Account, PoolAt, Seat, SegmentAt};
use crate::scenario::pod::Patch;
use crate::scenario::provider::Part;

/// A patch in a plan.
#[derive(Debug, Clone, PartialEq)]
pub struct PatchPlan {
    /// Position in the scenario.
    pub place: u16,
    /// First of its accounts.
    pub first: u32,
    /// The account after its last.
    pub end: u32,
    /// Size of the deals in it, of what is usual.
    pub potential: f64,
    /// Who owns it, by seat.
    pub owners: Vec<Seat>,
    /// Queues of those who own it.
    pub pools: Vec<PoolAt>,
}

/// The patches of each segment, in the order of their accounts.
pub type Patches = Table<SegmentAt, Vec<PatchPlan>>;

/// The patches of a plan whose people and queues are known.
pub(super) fn patches(plan: &Plan) -> Patches {
    let scenario = &plan.scenario;
    let of_segment = |(segment, (name, _)): (usize, &(String, _))| {
        let accounts = f64::from(plan.accounts[SegmentAt::from(segment)]);
        let mut before = 0.0;
        let of_this = scenario.patch.entries.iter().filter(|(_, patch)| patch.segment == *name);
        let made = of_this.map(|(name, patch)| {
            let first = (before * accounts).round() as u32;
            before = f64::min(before + patch.share, 1.0);
            let owners: Vec<Seat> = plan.profiles.keys().filter(|&seat| owns(plan, seat, name, patch)).collect();
            let is_theirs = |pool: &PoolAt| plan.pools[*pool].members.iter().any(|member| owners.contains(member));
            let pools = plan.pools.keys().filter(is_theirs).collect();
            PatchPlan {
                place: scenario.patch.position(name).unwrap_or(0) as u16,
                first,
                end: (before * accounts).round() as u32,
                potential: patch.potential,
                owners,
                pools,
            }
        });
        made.collect()
    };
    scenario.segment.entries.iter().enumerate().map(of_segment).collect()
}

/// Whether somebody owns a patch: by name, by pod, by role, or because they name it themselves.
fn owns(plan: &Plan, seat: Seat, name: &str, patch: &Patch) -> bool {
    let (scenario, profile) = (&plan.scenario, &plan.profiles[seat]);
    let member = profile.member(scenario);
    if patch.owner.is_empty() {
        return member.is_some_and(|member| member.patch == name);
    }
    let is_of_pod = || profile.pod.is_some_and(|pod| plan.pod_names.get(usize::from(pod)).is_some_and(|pod| *pod == patch.owner));
    let is_named = || profile.known.as_ref().is_some_and(|known| scenario.member_named(&patch.owner) == Some(&known.entry));
    plan.role_name(profile.role) == patch.owner || is_of_pod() || is_named()
}

impl Plan {
    /// The patch of an account, if it is in one.
    pub fn patch_of(&self, segment: SegmentAt, account: Account) -> Option<&PatchPlan> {
        let number = account.number();
        self.patches.get(segment)?.iter().find(|patch| (patch.first..patch.end).contains(&number))
    }

    /// An account of a segment that somebody touches: one of their own patches, if they have any; else any but those in patches of others, or any
    /// at all where they pass on whom they find. `None` if there is none.
    pub fn account_to_touch(&self, seat: Seat, segment: SegmentAt, stream: &mut Stream) -> Option<Account> {
        let accounts = self.accounts[segment];
        let patches = self.patches.get(segment).map_or(&[][..], Vec::as_slice);
        let Some(last) = patches.last() else { return Some(Account::new(stream.below(u64::from(accounts)) as u32)) };
        let has_own = patches.iter().any(|patch| patch.owners.contains(&seat));
        let keeps = self.profiles[seat].parts[Part::Flow];
        let is_sought = |patch: &&PatchPlan| if has_own { patch.owners.contains(&seat) } else { !keeps || patch.owners.is_empty() };
        let rest = (!has_own).then_some((last.end, accounts));
        let stretches = || patches.iter().filter(is_sought).map(|patch| (patch.first, patch.end)).chain(rest);
        let sought: u64 = stretches().map(|(first, end)| u64::from(end - first)).sum();
        let mut place = if sought > 0 { stream.below(sought) as u32 } else { return None };
        for (first, end) in stretches() {
            if place < end - first {
                return Some(Account::new(first + place));
            }
            place -= end - first;
        }
        None
    }
}
