//! What was done with a customer before the beginning, in a run with a loaded pipeline (guide: model, section 2).
//!
//! It is played at the customer's pace: steps are chosen and have their effects as ever, each on the day on which the customer could
//! meet, as if one of ours had always been free. Whoever decided or was told no before the beginning is gone. What is next when the
//! beginning comes stays pending.

use crate::measure::{PoolAt, RoleAt, Seat};
use crate::scenario::provider::Part;
use crate::world::{Desk, Event, OpportunityId, PHASE_MARKET, Phase, ThreadAt, ThreadState, World};

impl World<'_> {
    /// Plays an opportunity from its dialogue to the beginning of the run.
    pub(crate) fn play(&mut self, o: OpportunityId) {
        while self.is_current(o) {
            if self.opportunities[o].phase == Phase::Backlog {
                self.find_room(o);
            }
            let Some(history) = &mut self.history else { return };
            let soonest = (0..history.dates.len()).min_by(|&a, &b| history.dates[a].0.total_cmp(&history.dates[b].0));
            let Some((at, event)) = soonest.map(|first| history.dates.remove(first)) else { return };
            if at >= 0.0 {
                self.calendar.schedule(at, PHASE_MARKET, event);
                continue;
            }
            history.now = at;
            match event {
                Event::Meets { thread, .. } => self.has_met(o, thread),
                _ => self.has_been_judged(o),
            }
        }
    }

    /// Whoever has room takes an opportunity out of the backlog, in which it is the last.
    fn find_room(&mut self, o: OpportunityId) {
        let pool = self.opportunities[o].pool;
        let is_able = |s: &Self, p: Seat| s.plan.profiles[p].parts[Part::Flow] && s.people[p].is_there() && s.has_room(p);
        let members = &self.plan.pools[pool].members;
        let free = members.iter().copied().filter(|&p| is_able(self, p)).min_by_key(|&p| self.people[p].wip);
        if let Some(person) = free {
            self.queues[pool].backlog.pop_back();
            self.enter_flow(o, Some(person));
        }
    }

    /// A judgement before the beginning, by whoever has least to do.
    fn has_been_judged(&mut self, o: OpportunityId) {
        let Some(step) = self.plan.catalogue.qualify else { return };
        self.go_to_judges(o, step);
        let pool = self.opportunities[o].pool;
        let spec = &self.plan.catalogue.steps[step];
        let Some(person) = self.with_least_to_do(pool, |role| spec.is_for(role)) else { return };
        let hours = spec.listed_effort().hours;
        self.count_work(person, Part::Qualification, self.now(), hours, Some(o));
        self.judged(o, person, hours);
    }

    /// A step before the beginning, by whoever keeps the customer or has least to do.
    fn has_met(&mut self, o: OpportunityId, thread: ThreadAt) {
        let now = self.now();
        let line = &mut self.opportunities[o].threads[thread];
        if line.state != ThreadState::WaitsForCustomer {
            return;
        }
        line.state = ThreadState::WaitsForUs;
        line.since = now;
        let step = line.step;
        let plan = self.plan;
        let (spec, helpers) = (&plan.catalogue.steps[step], &plan.catalogue.steps[step].helpers);
        let person = match self.lay_on_a_desk(o, thread, step) {
            Desk::Pool(pool) if !helpers.is_empty() => {
                self.queues[pool].assists.pop_back();
                self.with_least_to_do(pool, |role| helpers.contains(&role))
            }
            Desk::Person(person) => {
                self.people[person].queue.pop_back();
                Some(person)
            }
            Desk::Pool(pool) => {
                self.queues[pool].steps.pop_back();
                self.with_least_to_do(pool, |role| spec.is_for(role))
            }
        };
        if let Some(person) = person {
            self.take_step(person, o, thread);
            self.step_done(o, thread, person);
        }
    }

    /// Who of a pool has fewest customers, of those in such a role.
    fn with_least_to_do(&self, pool: PoolAt, is_such: impl Fn(RoleAt) -> bool) -> Option<Seat> {
        let members = self.plan.pools[pool].members.iter().copied();
        members.filter(|&p| self.people[p].is_there() && is_such(self.plan.profiles[p].role)).min_by_key(|&p| self.people[p].wip)
    }
}
