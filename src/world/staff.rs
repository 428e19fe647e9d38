//! Who of our people is there, in which role and pool, with room for what.

use super::World;
use super::event::{Event, PHASE_WORK};
use super::opportunity::{MOST_CREW, OpportunityId, Phase};
use crate::engine::time::WEEK;
use crate::measure::{PoolAt, RoleAt, Seat};
use crate::policy::catalogue::is_among;
use crate::provider::people::PerPart;
use crate::provider::week::WeekCount;
use crate::scenario::provider::{FlowControl, Part, Role};

impl<'a> World<'a> {
    /// The role of a person.
    pub(crate) fn role_of(&self, person: Seat) -> &'a Role {
        self.plan.role_of(person)
    }

    /// Works out a person's skill at work anew, and what room their pool has by it.
    pub(crate) fn refresh_skill(&mut self, person: Seat) {
        let (now, role, domains) = (self.now(), self.role_of(person), self.plan.scenario.buying.domain_count());
        let who = &mut self.people[person];
        let before = who.room();
        who.refresh_skill(now, role, domains);
        if who.is_there() {
            let room = &mut self.queues[who.pool].room;
            *room = *room - before + who.room();
        }
    }

    /// Whether anybody has ever held a seat: not where somebody is yet to be hired.
    pub(crate) fn has_joined(&self, person: Seat) -> bool {
        self.plan.profiles[person].joins.is_none() || !self.recorder.employments[person].is_empty()
    }

    /// The pool with the fewest customers a person among those with people who work in a part (and of a role); first among those of the pod
    /// of another pool, then among those with just these parts.
    pub(crate) fn staffed_pool(&self, part: Part, roles: &[RoleAt], from: PoolAt, like: Option<PerPart<bool>>) -> Option<PoolAt> {
        let mut best: Option<(u8, bool, f64, PoolAt)> = None;
        for (index, pool) in self.plan.pools.iter_enumerated() {
            let queues = &self.queues[index];
            if !pool.parts[part] || queues.staff == 0 || !self.has_role(index, roles) {
                continue;
            }
            let (differs, load) = (like.is_some_and(|l| l != pool.parts), queues.pipeline as f64 / queues.staff as f64);
            let far = self.distance(from, index);
            if best.is_none_or(|(f, d, l, _)| (far, differs, load) < (f, d, l)) {
                best = Some((far, differs, load, index));
            }
        }
        best.map(|(.., pool)| pool)
    }

    /// How far a pool is from another: 0 of the same pod (or neither of any), 1 of none, there for all, 2 of another pod.
    pub(crate) fn distance(&self, from: PoolAt, to: PoolAt) -> u8 {
        match (self.plan.pools[from].pod, self.plan.pools[to].pod) {
            (from, to) if from == to => 0,
            (_, None) => 1,
            _ => 2,
        }
    }

    /// Whether somebody of some roles, or of any, is there in a pool.
    pub(crate) fn has_role(&self, pool: PoolAt, roles: &[RoleAt]) -> bool {
        let members = &self.plan.pools[pool].members;
        members.iter().any(|&p| self.people[p].is_there() && is_among(roles, self.plan.profiles[p].role))
    }

    /// Whether people of some roles, or of any, who work in a part have seats in a pool, empty or not.
    pub(crate) fn has_seats(&self, pool: PoolAt, part: Part, roles: &[RoleAt]) -> bool {
        let spec = &self.plan.pools[pool];
        spec.parts[part] && spec.members.iter().any(|&p| is_among(roles, self.plan.profiles[p].role))
    }

    /// An opportunity goes to another pool.
    pub(crate) fn move_to_pool(&mut self, o: OpportunityId, to: PoolAt) {
        let from = std::mem::replace(&mut self.opportunities[o].pool, to);
        if from == to {
            return;
        }
        self.opportunities[o].asked_for_help = false;
        // What is sold has left the pipeline.
        if self.opportunities[o].phase != Phase::Sold {
            self.queues[from].pipeline -= 1;
            self.queues[to].pipeline += 1;
        }
    }

    /// Counts a piece of work done by a person in this week.
    pub(crate) fn count_activity(&mut self, person: Seat, is_proposal: bool) {
        let week = (self.now() / WEEK) as u32;
        let count = &mut self.people[person].week;
        if count.week != week {
            *count = WeekCount { week, ..WeekCount::default() };
        }
        count.activities += 1.0;
        count.proposals += f64::from(u8::from(is_proposal));
    }

    /// What a person still lacks of this week's targets for activities and for proposals, as shares of the targets; 0 without a
    /// target.
    pub(crate) fn target_shortfall(&self, person: Seat) -> (f64, f64) {
        let rule = &self.plan.scenario.management;
        let count = self.people[person].week;
        let is_current = count.week == (self.now() / WEEK) as u32;
        let missing = |done: f64, target: f64| {
            let done = if is_current { done } else { 0.0 };
            if target > 0.0 { (1.0 - done / target).max(0.0) } else { 0.0 }
        };
        (missing(count.activities, rule.activity_target_per_week), missing(count.proposals, rule.proposal_target_per_week))
    }

    /// Wakes a person at a time, or earlier if that is planned already.
    pub(crate) fn wake_at(&mut self, person: Seat, at: f64) {
        match self.people[person].wake {
            Some((_, earlier)) if earlier <= at => return,
            Some((later, _)) => {
                self.calendar.cancel(later);
            }
            None => {}
        }
        let ticket = self.calendar.schedule(at, PHASE_WORK, Event::Wakes { person });
        self.people[person].wake = Some((ticket, at));
    }

    /// Whether a person is below the limit on work in progress.
    pub(crate) fn has_room(&self, person: Seat) -> bool {
        self.plan.scenario.flow.control == FlowControl::Push
            || f64::from(self.people[person].wip) < self.plan.scenario.flow.wip_limit * self.people[person].pace.room
    }

    /// Most of ours on a customer.
    pub(crate) fn most_crew(&self, o: OpportunityId) -> usize {
        let members = self.plan.pools[self.opportunities[o].pool].members.len();
        self.plan.coverage.min(members).min(MOST_CREW)
    }
}
