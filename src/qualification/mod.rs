//! Part 2, qualification: a noisy look at a dialogue, and whether it is let in.

use crate::engine::Purpose;
use crate::measure::{PoolAt, RoleAt, Seat, StepAt};
use crate::policy::selection::{bar, is_worth_it, merit};
use crate::scenario::provider::{FlowControl, Part};
use crate::world::happening::Happening;
use crate::world::{Event, OpportunityId, Phase, ThreadAt, World};

const RECOGNISED: Purpose = Purpose::named("a segment is recognised");
const MEETING: Purpose = Purpose::named("delay until the customer can be judged");
const AGAIN: Purpose = Purpose::named("a judgement again");

impl World<'_> {
    /// A new dialogue is judged, or let in where nothing is asked.
    pub(crate) fn judge_or_let_in(&mut self, o: OpportunityId, person: Option<Seat>) {
        match self.plan.catalogue.qualify {
            Some(step) => self.prepare_judging(o, step),
            None => self.let_in(o, person),
        }
    }

    /// A judgement is due, once the customer can meet.
    fn prepare_judging(&mut self, o: OpportunityId, step: StepAt) {
        let opportunity = &mut self.opportunities[o];
        opportunity.judgings += 1;
        let turn = opportunity.judgings;
        let mean = 24.0 * self.plan.catalogue.steps[step].listed_effort().delay_days;
        if mean > 0.0 {
            let mut stream = self.streams.stream(MEETING, self.journey_of(o).key, turn as u64);
            let delay = stream.exponential(mean);
            let at = self.by_day(self.now() + delay, stream.uniform());
            self.await_customer(at, Event::CanBeJudged { opportunity: o });
        } else {
            self.can_be_judged(o);
        }
    }

    /// The customer is ready to be judged: now they wait for us.
    pub(crate) fn can_be_judged(&mut self, o: OpportunityId) {
        let Some(step) = self.plan.catalogue.qualify else { return };
        if !self.is_current(o) || self.opportunities[o].phase != Phase::ToQualify {
            return;
        }
        if self.history.is_some() {
            return self.await_customer(self.now(), Event::CanBeJudged { opportunity: o });
        }
        self.count_demand(self.plan.catalogue.steps[step].listed_effort().hours.max(0.0));
        self.go_to_judges(o, step);
        let waiting = self.waiting(o, ThreadAt::FIRST);
        let pool = self.opportunities[o].pool;
        self.queues[pool].to_qualify.push_back(waiting);
        self.nudge(pool);
    }

    /// A dialogue goes to where it can be judged.
    pub(crate) fn go_to_judges(&mut self, o: OpportunityId, step: StepAt) {
        let roles = self.plan.catalogue.steps[step].roles.as_slice();
        let pool = self.opportunities[o].pool;
        if self.has_to_go_on(pool, Part::Qualification, roles) {
            if roles.is_empty() {
                self.change_pool(o, Part::Qualification);
            } else {
                self.change_to_judges(o, roles);
            }
        }
    }

    /// Whether a customer looks like one of a segment that we pursue.
    pub(crate) fn is_pursued(&self, o: OpportunityId) -> bool {
        let journey = self.journey_of(o);
        let is_one = self.plan.pursued[journey.segment];
        if self.plan.pursued.iter().all(|&p| p) {
            return true;
        }
        let is_seen = self.streams.stream(RECOGNISED, journey.key, 0).chance(self.plan.scenario.qualification.segment_recognition);
        is_one == is_seen
    }

    /// Whether a pool has to pass a dialogue on for a part: it does not work in it, or nobody is there while others are.
    fn has_to_go_on(&self, pool: PoolAt, part: Part, roles: &[RoleAt]) -> bool {
        let has_seats = self.has_seats(pool, part, roles);
        !has_seats || (!self.has_role(pool, roles) && self.staffed_pool(part, roles, pool, None).is_some())
    }

    /// To each pool with people in the role that judges, in turn; to those in which somebody is there, if there are any.
    fn change_to_judges(&mut self, o: OpportunityId, roles: &[RoleAt]) {
        let pools = self.plan.pools.keys();
        let part = Part::Qualification;
        let from = self.opportunities[o].pool;
        let nearest = self.staffed_pool(part, roles, from, None).map(|pool| self.distance(from, pool));
        let is_near = |p: PoolAt| nearest.is_none_or(|nearest| self.has_role(p, roles) && self.distance(from, p) == nearest);
        let judges = |p: &PoolAt| self.has_seats(*p, part, roles) && is_near(*p);
        let able = pools.clone().filter(judges).count();
        let turn = self.routed.turns[part];
        let to = pools.clone().filter(judges).nth(turn % able.max(1));
        self.routed.turns[part] += 1;
        if let Some(to) = to {
            self.move_to_pool(o, to);
        }
    }

    /// Moves an opportunity to a pool that works in a part.
    pub(crate) fn change_pool(&mut self, o: OpportunityId, part: Part) {
        let journey = self.journey_of(o);
        let account = (journey.segment, journey.account);
        let to = self.route(part, account, Some(self.opportunities[o].pool));
        self.move_to_pool(o, to);
    }

    /// A judgement is done: let in, or no.
    pub(crate) fn judged(&mut self, o: OpportunityId, person: Seat, hours: f64) {
        let skill = self.people[person].skill_mean;
        self.happens_with(o, || Happening::Judged { person });
        self.count_meeting(o, person);
        if let Some(step) = self.plan.catalogue.qualify {
            let share = self.plan.catalogue.steps[step].declared.rework_share;
            let turn = self.opportunities[o].judgings as u64;
            if share > 0.0 && self.streams.stream(AGAIN, self.journey_of(o).key, turn).chance(share) {
                self.happens_with(o, || Happening::JudgedAgain);
                self.prepare_judging(o, step);
                return;
            }
        }
        self.look(o, hours, skill, 0);
        if let Some(step) = self.plan.catalogue.qualify {
            let effort = self.plan.catalogue.steps[step].listed_effort();
            let group = &mut self.opportunities[o].group;
            group.customer_hours += effort.customer_hours;
            group.trust_in_firm = crate::market::group::trust_moved(group.trust_in_firm, effort.trust);
        }
        self.opportunities[o].judged_by = Some((person, self.now()));
        let situation = self.situation(o);
        let rule = &self.plan.scenario.qualification;
        let belief = &self.opportunities[o].belief;
        let (found, wanted) = (merit(rule, belief, situation), bar(rule, situation));
        let worth_it = is_worth_it(rule, belief, situation);
        let yes = self.is_kept(o, person, worth_it);
        let journey = *self.journey_of(o);
        if self.in_window(journey.begins) {
            let possible = f64::from(u8::from(journey.possible));
            self.recorder.judged[2] += possible;
            if yes {
                self.recorder.judged[0] += 1.0;
                self.recorder.judged[1] += possible;
            }
        }
        self.happens_with(o, || Happening::Verdict { person, let_in: yes, merit: found, bar: wanted });
        if yes {
            self.let_in(o, Some(person));
        } else {
            self.say_no(o);
        }
    }

    /// An opportunity is let into the flow, or into the backlog before it.
    fn let_in(&mut self, o: OpportunityId, person: Option<Seat>) {
        self.opportunities[o].let_in = true;
        self.count_accepted(o, person);
        self.happens_with(o, || Happening::LetIn { person });
        let pool = self.opportunities[o].pool;
        if self.has_to_go_on(pool, Part::Flow, &[]) {
            self.change_pool(o, Part::Flow);
        }
        let pool = self.opportunities[o].pool;
        if self.plan.scenario.flow.control == FlowControl::Push {
            self.enter_flow(o, None);
            return;
        }
        let keeper = person.filter(|&p| {
            let person = &self.people[p];
            person.pool == pool && !person.tenure.leaves && self.plan.profiles[p].parts[Part::Flow] && self.has_room(p)
        });
        if keeper.is_some() && self.queues[pool].backlog.is_empty() {
            self.enter_flow(o, keeper);
            return;
        }
        self.opportunities[o].phase = Phase::Backlog;
        let waiting = self.waiting(o, ThreadAt::FIRST);
        self.queues[pool].backlog.push_back(waiting);
        self.happens_with(o, || Happening::WaitsForRoom);
        self.nudge(pool);
    }
}

#[cfg(test)]
mod tests;
