//! Somebody leaves: every customer, every appointment and every waiting piece of work finds another of ours, or waits for the
//! successor.

use crate::measure::{PoolAt, RoleAt, Seat};
use crate::scenario::event::Inheritance;
use crate::scenario::provider::Part;
use crate::world::happening::Happening;
use crate::world::{CrewAt, CrewMember, Desk, OpportunityId, Phase, Stage, State, ThreadAt, ThreadState, Waiting, World};
use std::collections::VecDeque;

impl World<'_> {
    /// A person leaves, with the trust they have earned and what only they know.
    pub(crate) fn depart(&mut self, person: Seat) {
        if let Some((ticket, _)) = self.people[person].wake.take() {
            self.calendar.cancel(ticket);
        }
        let leaver = &mut self.people[person];
        leaver.state = State::Vacant;
        leaver.queue.clear();
        let (pool, room) = (leaver.pool, leaver.room());
        self.queues[pool].staff -= 1;
        self.queues[pool].room -= room;
        self.leaves_deliveries(person);
        let mut desks = Vec::new();
        for place in 0..self.opportunities.places() {
            if let Some(o) = self.opportunities.at(place) {
                self.forget_person(o, person);
                if let Some(member) = self.opportunities[o].crew.position(|m| m.person == person) {
                    self.hand_on(o, member, &mut desks);
                }
            }
        }
        self.after_sale.forget_seller(person);
        self.hand_on_queues(pool, &mut desks);
        for desk in desks {
            self.look_at(desk);
        }
    }

    /// What waits for people of a pool who do not come finds others.
    pub(crate) fn hand_on_what_waits(&mut self, pool: PoolAt) {
        let mut desks = Vec::new();
        self.hand_on_queues(pool, &mut desks);
        for desk in desks {
            self.look_at(desk);
        }
    }

    /// What the person judged and found is now somebody else's for all who are left, the successor in the seat included.
    fn forget_person(&mut self, o: OpportunityId, person: Seat) {
        let opportunity = &mut self.opportunities[o];
        if let Some((judge, _)) = &mut opportunity.judged_by
            && *judge == person
        {
            *judge = Seat::NOBODY;
        }
        for belief in opportunity.belief.people.iter_mut().filter(|b| b.found_by == person) {
            belief.found_by = Seat::NOBODY;
        }
    }

    /// A customer of somebody who leaves goes to a colleague who is on it already, else to another of ours by a handover, else
    /// it waits in the pool.
    fn hand_on(&mut self, o: OpportunityId, member: CrewAt, desks: &mut Vec<Desk>) {
        let leaver = self.opportunities[o].crew[member].person;
        let is_in_flow = self.opportunities[o].phase == Phase::InFlow;
        let is_alone = self.opportunities[o].crew.len() == 1;
        let customers_go_to = self.people[leaver].tenure.customers_go_to;
        if is_alone && customers_go_to == Inheritance::Dropped && self.opportunities[o].phase != Phase::Sold {
            return self.say_no(o);
        }
        if is_in_flow {
            self.people[leaver].wip -= 1;
        }
        self.happens_with(o, || Happening::LeavesUs { person: leaver });
        let threads = &self.opportunities[o].threads;
        let waits = |i: &ThreadAt| threads[*i].member == Some(member) && threads[*i].state == ThreadState::WaitsForUs;
        let waiting: Vec<ThreadAt> = threads.keys().filter(waits).collect();
        let finds_heir = customers_go_to == Inheritance::Colleague;
        if !is_alone {
            self.leave_to_colleague(o, member, is_in_flow);
        } else if let Some(heir) = self.heir_of(o, leaver).filter(|_| finds_heir) {
            self.leave_to_heir(o, member, heir, is_in_flow);
        } else {
            let opportunity = &mut self.opportunities[o];
            opportunity.crew.clear();
            let judged_at = opportunity.judged_by.map_or(opportunity.dialogue_at, |(_, at)| at);
            opportunity.judged_by = Some((Seat::NOBODY, judged_at));
            opportunity.threads.iter_mut().for_each(|t| (t.member, t.former) = (None, None));
            self.happens_with(o, || Happening::NobodyTakesOver);
        }
        for thread in waiting {
            let step = self.opportunities[o].threads[thread].step;
            desks.push(self.lay_on_a_desk(o, thread, step));
        }
    }

    /// A colleague on the same customer keeps the appointments that were made, and nothing is lost but the trust.
    fn leave_to_colleague(&mut self, o: OpportunityId, member: CrewAt, is_in_flow: bool) {
        let opportunity = &mut self.opportunities[o];
        let colleague = if member == CrewAt::FIRST { CrewAt::new(1) } else { CrewAt::FIRST };
        let keeps_own = opportunity.threads.iter().any(|t| t.member == Some(colleague) && !t.ends);
        for thread in &mut opportunity.threads {
            if thread.member == Some(member) {
                thread.member = Some(colleague);
                // The colleague has a line of appointments of their own; this one ends with the step under way.
                thread.ends |= is_in_flow && keeps_own;
            }
            for place in [&mut thread.member, &mut thread.former] {
                *place = match *place {
                    Some(at) if at == member => None,
                    Some(at) if at > member => Some(CrewAt::new(at.number() - 1)),
                    other => other,
                };
            }
        }
        opportunity.crew.remove(member);
        let person = opportunity.crew[CrewAt::FIRST].person;
        self.happens_with(o, || Happening::GoesOn { person });
    }

    fn leave_to_heir(&mut self, o: OpportunityId, member: CrewAt, heir: Seat, is_in_flow: bool) {
        let to = self.people[heir].pool;
        self.move_to_pool(o, to);
        if is_in_flow {
            self.people[heir].wip += 1;
        }
        let due_hours = self.hand_over(o);
        let now = self.now();
        let opportunity = &mut self.opportunities[o];
        let trust = opportunity.group.trust_start;
        let person = heir;
        opportunity.crew[member] =
            CrewMember { person, trust, trust_as_of: now, last_work: f64::NEG_INFINITY, coordinated: now, due_hours, worked_hours: 0.0 };
        self.happens_with(o, || Happening::TakesOver { person });
    }

    /// Who takes over from somebody who leaves: the one of the pool with the fewest customers, of the same role if there is one;
    /// else somebody of another pool.
    fn heir_of(&self, o: OpportunityId, leaver: Seat) -> Option<Seat> {
        let own = self.opportunities[o].pool;
        let parts = self.plan.pools[own].parts;
        self.least_busy(own, leaver).or_else(|| self.least_busy(self.staffed_pool(Part::Flow, &[], own, Some(parts))?, leaver))
    }

    fn least_busy(&self, pool: PoolAt, leaver: Seat) -> Option<Seat> {
        let role = self.plan.profiles[leaver].role;
        let members = self.plan.pools[pool].members.iter().copied();
        let there = members.filter(|&p| self.people[p].is_there() && !self.people[p].tenure.leaves);
        there.min_by_key(|&p| (self.plan.profiles[p].role != role, self.people[p].wip))
    }

    /// What waits in a pool for somebody who is not there any more goes to pools in which there is somebody, or waits for the successor.
    fn hand_on_queues(&mut self, pool: PoolAt, desks: &mut Vec<Desk>) {
        self.hand_on_steps(pool, desks);
        for waiting in std::mem::take(&mut self.queues[pool].assists) {
            if let Some(step) = self.waits_for_help(waiting) {
                desks.push(self.lay_on_a_desk(waiting.opportunity, waiting.thread, step));
            }
        }
        let plan = self.plan;
        let judges = plan.catalogue.qualify.map_or(&[][..], |step| plan.catalogue.steps[step].roles.as_slice());
        if !self.has_role(pool, judges) {
            for waiting in std::mem::take(&mut self.queues[pool].to_qualify) {
                let to = self.take_along(waiting, pool, Part::Qualification, judges, Phase::ToQualify);
                self.queues[to].to_qualify.push_back(waiting);
                desks.push(Desk::Pool(to));
            }
        }
        if self.queues[pool].staff > 0 {
            return;
        }
        for waiting in std::mem::take(&mut self.queues[pool].answers) {
            let is_current = self.customers.journeys.get(waiting.journey).is_some_and(|entry| entry.stage == Stage::Came);
            let to = if is_current { self.staffed_pool(Part::Dialogue, &[], pool, None).unwrap_or(pool) } else { pool };
            self.queues[pool].pipeline -= 1;
            self.queues[to].pipeline += 1;
            self.queues[to].answers.push_back(waiting);
            desks.push(Desk::Pool(to));
        }
        for waiting in std::mem::take(&mut self.queues[pool].backlog) {
            let to = self.take_along(waiting, pool, Part::Flow, &[], Phase::Backlog);
            self.queues[to].backlog.push_back(waiting);
            desks.push(Desk::Pool(to));
        }
    }

    /// Finds a pool for an opportunity that waits; its own, if there is none or it is stale.
    fn take_along(&mut self, waiting: Waiting, pool: PoolAt, part: Part, roles: &[RoleAt], phase: Phase) -> PoolAt {
        let o = waiting.opportunity;
        if !self.is_current(o) || self.opportunities[o].phase != phase {
            return pool;
        }
        let to = self.staffed_pool(part, roles, pool, None).unwrap_or(pool);
        self.move_to_pool(o, to);
        to
    }

    fn hand_on_steps(&mut self, pool: PoolAt, desks: &mut Vec<Desk>) {
        let steps = std::mem::take(&mut self.queues[pool].steps);
        let mut kept = VecDeque::with_capacity(steps.len());
        for waiting in steps {
            let o = waiting.opportunity;
            let thread = self.opportunities.get(o).and_then(|o| o.threads.get(waiting.thread)).copied();
            let Some(thread) = thread.filter(|t| t.waits_in_pool(waiting.since)) else { continue };
            let plan = self.plan;
            let roles = plan.catalogue.steps[thread.step].roles.as_slice();
            let elsewhere = if self.has_role(pool, roles) { None } else { self.staffed_pool(Part::Flow, roles, pool, None) };
            match elsewhere {
                Some(to) => {
                    self.move_to_pool(o, to);
                    self.queues[to].steps.push_back(waiting);
                    desks.push(Desk::Pool(to));
                }
                None => kept.push_back(waiting),
            }
        }
        // What came back to this pool meanwhile comes after what has waited.
        let back = std::mem::replace(&mut self.queues[pool].steps, kept);
        self.queues[pool].steps.extend(back);
    }
}

#[cfg(test)]
mod tests;
