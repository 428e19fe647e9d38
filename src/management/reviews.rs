//! Targets, reviews, and rules by which customers are let go of.

use crate::world::happening::Happening;
use crate::world::{Event, OpportunityId, PHASE_WORK, Phase, ThreadState, World};

impl World<'_> {
    /// Schedules the next review, if there is anything that it could change.
    pub(crate) fn schedule_review(&mut self) {
        let rule = &self.plan.scenario.management;
        // Once a day is as often as anybody has reviews.
        let every = if rule.review_every_days > 0.0 { 24.0 * rule.review_every_days.max(1.0) } else { 0.0 };
        let somebody_quits = self.people.keys().any(|p| self.role_of(p).quits_per_year > 0.0);
        if every > 0.0 && (somebody_quits || rule.review_drops_after_days > 0.0) {
            let at = self.plan.hours.next_open(self.now() + every);
            self.calendar.schedule(at, PHASE_WORK, Event::Reviews);
        }
    }

    /// A review: people think over whether to stay, and customers on whom nobody has worked for long are given up or called for.
    pub(crate) fn review(&mut self) {
        self.review_quitting();
        let limit = 24.0 * self.plan.scenario.management.review_drops_after_days;
        if limit > 0.0 {
            for place in 0..self.opportunities.places() {
                if let Some(o) = self.opportunities.at(place) {
                    self.review_customer(o, limit);
                }
            }
        }
        self.schedule_review();
    }

    /// Once a week: opportunities that are too old, or whose customers have not answered for too long, are let go of.
    pub(crate) fn let_go(&mut self) {
        let rule = &self.plan.scenario.flow;
        let (silent, old) = (24.0 * rule.lets_go_after_silent_days, 24.0 * rule.lets_go_after_days);
        if silent <= 0.0 && old <= 0.0 {
            return;
        }
        for place in 0..self.opportunities.places() {
            let Some(o) = self.opportunities.at(place) else { continue };
            let opportunity = &self.opportunities[o];
            if opportunity.phase != Phase::InFlow || opportunity.said_yes.is_some() {
                continue;
            }
            let is_idle = |state: ThreadState| matches!(state, ThreadState::WaitsForCustomer | ThreadState::Idle);
            let is_theirs = opportunity.threads.iter().all(|thread| is_idle(thread.state));
            let answered = opportunity.crew.iter().map(|member| member.last_work).fold(opportunity.entered_at, f64::max);
            let now = self.now();
            let is_silent = silent > 0.0 && is_theirs && now - answered > silent;
            let is_worked = opportunity.threads.iter().any(|thread| thread.state == ThreadState::Worked);
            let is_old = old > 0.0 && !is_worked && now - opportunity.entered_at > old;
            if is_silent || is_old {
                let days = (now - if is_silent { answered } else { opportunity.entered_at }) / 24.0;
                self.happens_with(o, || Happening::LetGo { days, silent: is_silent });
                self.say_no(o);
            }
        }
    }

    fn review_customer(&mut self, o: OpportunityId, limit: f64) {
        let opportunity = &self.opportunities[o];
        if opportunity.phase != Phase::InFlow || opportunity.threads.iter().any(|t| t.state == ThreadState::Worked) {
            return;
        }
        let last = opportunity.crew.iter().map(|m| m.last_work).fold(opportunity.entered_at, f64::max);
        let days = (self.now() - last) / 24.0;
        if self.now() - last > limit {
            self.happens_with(o, || Happening::GivenUp { days });
            self.say_no(o);
        } else if self.now() - last > self.plan.scenario.management.review_calls_after * limit {
            self.happens_with(o, || Happening::PutFirst { days });
            self.call_for(o);
        }
    }

    /// What waits for us on a customer goes to the front of its queue; what is idle is taken up.
    fn call_for(&mut self, o: OpportunityId) {
        for thread in self.opportunities[o].threads.keys() {
            let line = self.opportunities[o].threads[thread];
            match (line.state, line.member) {
                (ThreadState::WaitsForUs, Some(member)) => {
                    let person = self.opportunities[o].crew[member].person;
                    let queue = &mut self.people[person].queue;
                    let at = queue.iter().position(|r| r.opportunity == o && r.thread == thread && r.since == line.since);
                    if let Some(ready) = at.and_then(|at| queue.remove(at)) {
                        queue.push_front(ready);
                    }
                }
                (ThreadState::WaitsForUs, None) => {
                    let steps = &mut self.queues[self.opportunities[o].pool].steps;
                    let at = steps.iter().position(|w| w.opportunity == o && w.thread == thread && w.since == line.since);
                    if let Some(waiting) = at.and_then(|at| steps.remove(at)) {
                        steps.push_front(waiting);
                    }
                }
                (ThreadState::Idle, _) => self.advance(o, thread),
                _ => {}
            }
            if !self.is_current(o) {
                return;
            }
        }
    }
}
