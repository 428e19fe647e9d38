//! What a step does: to what they want and believe, to what we know, to trust.

use crate::engine::{Purpose, math};
use crate::market::group::{Decision, Message, Reception, estimated_need, trust_moved};
use crate::market::need::{Point, fit};
use crate::measure::{BuyerAt, OfferingAt, Seat, StepAt};
use crate::policy::candour::Candour;
use crate::scenario::provider::{Mode, Scope};
use crate::world::happening::{Happening, Why};
use crate::world::{CrewAt, Opportunity, OpportunityId, Phase, Thread, ThreadAt, ThreadState, World};

const FOUND: Purpose = Purpose::named("what discovery finds");
const HEARD: Purpose = Purpose::named("what is heard in a meeting");
const REVEALED: Purpose = Purpose::named("who becomes known");
const ATTEMPT: Purpose = Purpose::named("a failed attempt ends it");

/// One of ours at work on a step.
#[derive(Debug, Clone, Copy)]
struct Act {
    o: OpportunityId,
    step: StepAt,
    mode: Mode,
    candour: Candour,
    person: Seat,
    member: CrewAt,
    serial: u32,
    /// Openness without trust plus trust: scales what is learned and how far wants move.
    openness: f64,
}

/// Looks of those who assist are numbered from here, apart from those of whoever qualifies.
const TECHNICAL: u64 = 1 << 32;

impl World<'_> {
    /// A step is done: its effects, and what comes next.
    pub(crate) fn step_done(&mut self, o: OpportunityId, thread: ThreadAt, person: Seat) {
        let now = self.now();
        let line = self.opportunities[o].threads[thread];
        let step = line.step;
        let mut member = line.member.unwrap_or(CrewAt::FIRST);
        if let Some(colleague) = self.opportunities[o].crew.get_mut(member) {
            colleague.last_work = now;
        }
        let activity = self.activity_of(o, thread);
        let phase = self.opportunities[o].phase;
        let after_sale = self.plan.catalogue.steps[step].after_sale;
        let in_vain = phase != Phase::InFlow && !(phase == Phase::Sold && after_sale);
        self.happens_with(o, || Happening::StepDone { person, activity, in_vain });
        if in_vain {
            return;
        }
        let is_assisted = self.is_assisted(step);
        if is_assisted {
            // Whoever kept the customer may have left meanwhile: somebody else does from now on, or what was done brings nothing.
            match self.keeper_of(o, thread) {
                Some(keeper) => member = keeper,
                None => {
                    self.opportunities[o].threads[thread].state = ThreadState::Idle;
                    return;
                }
            }
            self.opportunities[o].threads[thread].member = Some(member);
        }
        if self.has_to_be_done_again(o, line, member) {
            self.opportunities[o].threads[thread].state = ThreadState::Idle;
            self.prepare(o, thread, step, line.mode, line.target);
            return;
        }
        if self.plan.catalogue.steps[step].scope != Scope::Desk {
            self.count_meeting(o, person);
        }
        let act = self.act(o, line, person, member);
        self.apply(act, line.target);
        self.opportunities[o].belief.work.add(step, line.target);
        if !after_sale {
            self.portray(o, Happening::StepDone { person, activity, in_vain });
        }
        self.commit(o, step);
        if is_assisted && self.says_technical_no(o, line, person) {
            return;
        }
        if self.moves_their_process(
            o,
            step,
            line.serial,
            act.openness - self.plan.scenario.buying.openness_without_trust,
            self.people[person].skill_mean,
        ) {
            return;
        }
        let opportunity = &mut self.opportunities[o];
        let line = &mut opportunity.threads[thread];
        line.state = ThreadState::Idle;
        // What is negotiated or approved is not on the list.
        line.done += u32::from(self.plan.catalogue.is_listed(step));
        opportunity.belief.since_refusal += 1;
        if after_sale {
            return self.next_after_sale(o, thread);
        }
        if self.plan.catalogue.steps[step].decides && self.attempt(o) {
            return;
        }
        if self.plan.scenario.qualification.asks_again && self.asks_again(act) {
            return;
        }
        self.advance_all(o);
    }

    /// Whoever assists has looked at what the customer needs while they were at it, as whoever qualifies does; where not even the benefit of the
    /// doubt leaves a benefit for both, they say so, and we say no.
    fn says_technical_no(&mut self, o: OpportunityId, line: Thread, person: Seat) -> bool {
        let plan = self.plan;
        if !plan.scenario.organisation.technical_no
            || self.opportunities[o].phase != Phase::InFlow
            || self.opportunities[o].said_yes.is_some()
        {
            return false;
        }
        let hours = plan.catalogue.steps[line.step].effort(line.mode).hours;
        self.look(o, hours, self.people[person].skill_mean, TECHNICAL + u64::from(line.serial));
        let left = self.opportunities[o].belief.optimistic_surplus(plan.scenario.qualification.optimism);
        if left >= 0.0 {
            return false;
        }
        self.happens_with(o, || Happening::TechnicalNo { person, surplus: left });
        self.say_no(o);
        true
    }

    pub(crate) fn advance_all(&mut self, o: OpportunityId) {
        for thread in self.opportunities[o].threads.keys() {
            if self.is_current(o) && self.opportunities[o].phase == Phase::InFlow {
                self.advance(o, thread);
            }
        }
    }

    fn act(&mut self, o: OpportunityId, line: Thread, person: Seat, member: CrewAt) -> Act {
        let now = self.now();
        let plan = self.plan;
        let opportunity = &mut self.opportunities[o];
        opportunity.group.refresh(&self.streams, &plan.scenario.buying, now);
        let start = opportunity.group.trust_start;
        let colleague = &mut opportunity.crew[member];
        colleague.trust = plan.scenario.buying.trust_kept(colleague.trust, start, now - colleague.trust_as_of);
        colleague.trust_as_of = now;
        let tied = plan.scenario.buying.trust_tied_to_person;
        let trust = tied * opportunity.crew[member].trust + (1.0 - tied) * opportunity.group.trust_in_firm;
        let candour = self.choose_candour(o, line, person);
        Act {
            o,
            step: line.step,
            mode: line.mode,
            candour,
            person,
            member,
            serial: line.serial,
            openness: plan.scenario.buying.openness_without_trust + trust,
        }
    }

    fn apply(&mut self, act: Act, target: Option<BuyerAt>) {
        let now = self.now();
        let plan = self.plan;
        let spec = &plan.catalogue.steps[act.step];
        let effort = spec.effort(act.mode);
        match (spec.scope, target) {
            (Scope::Person, Some(target)) => {
                self.meet(act, target, 1.0);
                self.hear(act, target);
            }
            (Scope::Group, _) => {
                let o = act.o;
                let Opportunity { belief, group, .. } = &self.opportunities[o];
                let here = group.people.iter_enumerated().filter(|(i, person)| belief.people[*i].known && person.joins <= now);
                let present = here.fold(0, |bits, (i, _)| bits | i.bit());
                let is_present = move |i: &BuyerAt| present & i.bit() != 0;
                let all = group.people.keys();
                // A message for many is a little weaker for each: by the square root of their number, a form and no number of anybody's.
                let share = 1.0 / math::sqrt(f64::from(present.count_ones().max(1)));
                for index in all.clone().filter(is_present) {
                    self.meet(act, index, share);
                }
                let most = plan.scenario.buying.most_in_one_meeting;
                let pull = (effort.align * act.openness * self.people[act.person].skill_mean).min(most);
                if pull > 0.0 {
                    let known = std::mem::take(&mut self.opportunities[o].belief.people);
                    self.opportunities[o].group.align(now, pull, |i| known[i].known);
                    self.opportunities[o].belief.people = known;
                }
                all.filter(is_present).for_each(|i| self.hear(act, i));
            }
            _ => {}
        }
        self.opportunities[act.o].group.customer_hours += effort.customer_hours;
        self.change_trust(act, effort.trust + act.candour.trust(&plan.scenario.buying));
        if effort.adopt > 0.0 {
            self.opportunities[act.o].adoption_missing *= 1.0 - (effort.adopt * self.people[act.person].skill_mean).min(1.0);
        }
        self.reveal(act, effort.find);
        if effort.learn > 0.0 {
            self.look(act.o, effort.hours * effort.learn, self.people[act.person].skill_mean, act.serial as u64);
        }
        self.choose_offering(act.o, act.person);
    }

    fn change_trust(&mut self, act: Act, change: f64) {
        let opportunity = &mut self.opportunities[act.o];
        opportunity.crew[act.member].trust = trust_moved(opportunity.crew[act.member].trust, change);
        opportunity.group.trust_in_firm = trust_moved(opportunity.group.trust_in_firm, change);
    }

    /// One of ours and one of theirs.
    fn meet(&mut self, act: Act, index: BuyerAt, share: f64) {
        let plan = self.plan;
        let effort = plan.catalogue.steps[act.step].effort(act.mode);
        let key = self.journey_of(act.o).key;
        let skill = self.people[act.person].skill[self.opportunities[act.o].group.people[index].domain];
        let offering = plan.places[self.opportunities[act.o].offering];
        let prior = self.expected_need(act.person, act.o);
        // The want is stated first; the estimate of the need starts from it.
        let opportunity = &mut self.opportunities[act.o];
        opportunity.belief.people[index].want = opportunity.group.people[index].want;
        if effort.learn > 0.0 {
            let weight = effort.learn * skill * act.openness * share;
            let mut stream = self.streams.stream(FOUND, key, u64::from(act.serial) << 8 | u64::from(index.number()));
            let opportunity = &mut self.opportunities[act.o];
            let need = opportunity.group.people[index].need;
            let found = Point::normal(&mut stream).scaled_plus(1.0 / math::sqrt(weight.max(1e-9)), need);
            opportunity.belief.people[index].learn(found, weight, act.person);
        }
        let opportunity = &mut self.opportunities[act.o];
        let belief = opportunity.belief.people[index];
        let mut reactance = false;
        let mut challenge = 0.0;
        let (sense_make, persuade) = act.candour.strengths(effort, &plan.scenario.buying);
        if sense_make > 0.0 {
            let weight_of_want = plan.scenario.heuristics.weight_of_want;
            let evidence = belief.evidence_for(act.person, plan.scenario.organisation.knowledge_shared);
            let estimate = estimated_need(belief.want, belief.found, evidence, weight_of_want);
            let place = prior.sharpen(estimate, evidence, weight_of_want);
            // What other customers needed is no argument to this one, the less so the less we have found here and are trusted.
            let apart = math::sqrt(place.distance_squared(estimate));
            challenge =
                plan.scenario.learning.challenge_cost * apart * (1.0 + plan.scenario.buying.openness_without_trust - act.openness).max(0.0)
                    / (1.0 + evidence)
                    * share;
            let message = Message { place, weight: sense_make * skill * act.openness * share, push: 1.0, boast: 1.0 };
            opportunity.group.hear(index, message, offering, plan.scenario.buying.latitude);
        }
        if persuade > 0.0 {
            let buying = &plan.scenario.buying;
            let weight = persuade * skill * act.openness * share;
            let message = Message { place: offering, weight, push: buying.push_factor, boast: act.candour.boast(buying) };
            reactance = opportunity.group.hear(index, message, offering, plan.scenario.buying.latitude) == Reception::Reactance;
        }
        if effort.resolve > 0.0 {
            let resolved = (effort.resolve * skill * act.openness * share).min(plan.scenario.buying.most_in_one_meeting);
            let concern = &mut opportunity.group.people[index].concern;
            *concern = (*concern * (1.0 - resolved)).max(plan.scenario.buying.doubt_that_remains);
        }
        if challenge > 0.0 {
            self.change_trust(act, -challenge);
        }
        if reactance {
            self.change_trust(act, -plan.scenario.buying.reactance_trust_cost);
            self.happens_with(act.o, || Happening::FeltPushed { stakeholder: index });
        }
    }

    /// What a person says of their want, of the value they see and of their doubt, with some noise.
    fn hear(&mut self, act: Act, index: BuyerAt) {
        let now = self.now();
        let effort = self.effort_in_prices(act.o);
        let offering = self.plan.places[self.opportunities[act.o].offering];
        let mut stream = self.streams.stream(HEARD, self.journey_of(act.o).key, u64::from(act.serial) << 8 | u64::from(index.number()));
        let Opportunity { group, belief, .. } = &mut self.opportunities[act.o];
        let person = &group.people[index];
        let noise = self.plan.scenario.process.hearing_noise / self.people[act.person].skill[person.domain].max(0.1);
        let lean = group.perceived_surplus(person, offering, effort) + noise * stream.normal();
        let doubt = (person.doubt() + noise * stream.normal()).max(0.0);
        let (belief, veto) = (&mut belief.people[index], person.veto);
        belief.known = true;
        belief.met = true;
        belief.domain = person.domain;
        belief.veto = veto;
        belief.want = person.want;
        belief.lean = lean;
        belief.doubt = doubt;
        belief.last_met = now;
        self.note_doubt(act.o, lean, doubt);
        self.happens_with(act.o, || Happening::Heard { stakeholder: index, veto, lean, doubt });
    }

    /// Hidden people become known: by chance in any meeting, and by looking for them.
    fn reveal(&mut self, act: Act, find: f64) {
        let now = self.now();
        let o = act.o;
        let chance = self.plan.scenario.buying.reveal_share;
        let mut stream = self.streams.stream(REVEALED, self.journey_of(act.o).key, act.serial as u64);
        let mut first = true;
        for index in self.opportunities[o].belief.people.keys() {
            let uniform = stream.uniform();
            let there = self.opportunities[o].group.people[index].joins <= now;
            if self.opportunities[o].belief.people[index].known || !there {
                continue;
            }
            let odds = if first { 1.0 - (1.0 - chance) * (1.0 - find) } else { find };
            first = false;
            if uniform < odds {
                self.opportunities[o].belief.people[index].known = true;
                self.happens_with(o, || Happening::Revealed { stakeholder: index });
            }
        }
        let belief = &mut self.opportunities[o].belief;
        let known = belief.known() as f64;
        belief.size_guess =
            known + (belief.size_guess - known).max(0.0) * (1.0 - find) * (1.0 - self.plan.scenario.heuristics.size_learned * chance);
    }

    /// The offering that seems to fit best what we found.
    fn choose_offering(&mut self, o: OpportunityId, person: Seat) {
        if self.plan.places.len() < 2 {
            return;
        }
        let prior = self.expected_need(person, o);
        let belief = &self.opportunities[o].belief;
        let weight_of_want = self.plan.scenario.heuristics.weight_of_want;
        let mut best = (f64::NEG_INFINITY, OfferingAt::FIRST);
        for (index, place) in self.plan.places.iter_enumerated() {
            let met = belief.people.iter().filter(|p| p.met);
            let score: f64 = met
                .map(|p| prior.sharpen(estimated_need(p.want, p.found, p.evidence, weight_of_want), p.evidence, weight_of_want))
                .map(|need| fit(need.distance_squared(*place)))
                .sum();
            if score > best.0 {
                best = (score, index);
            }
        }
        self.opportunities[o].offering = best.1;
        self.opportunities[o].belief.offering = self.plan.places[best.1];
    }

    /// Asks the group to decide. True if that ended the journey.
    fn attempt(&mut self, o: OpportunityId) -> bool {
        let decision = self.ask(o);
        self.happens_with(o, || Happening::Decided { decision });
        if decision == Decision::Buy {
            self.says_yes(o);
            return true;
        }
        let key = self.journey_of(o).key;
        let refusals = self.opportunities[o].belief.refusals;
        let ends = self.streams.stream(ATTEMPT, key, refusals as u64).chance(self.plan.scenario.buying.failed_attempt_ends);
        if ends || decision == Decision::NotForUs {
            let ending = self.ending_of(o, decision);
            self.end(o, ending, Why::Refused(decision));
            return true;
        }
        self.learn_from_refusal(o, decision);
        if decision != Decision::NoConsensus {
            self.concedes(o);
        }
        false
    }

    pub(crate) fn learn_from_refusal(&mut self, o: OpportunityId, decision: Decision) {
        let effort = self.effort_in_prices(o);
        let offering = self.plan.places[self.opportunities[o].offering];
        let opportunity = &mut self.opportunities[o];
        opportunity.belief.refusals += 1;
        opportunity.belief.since_refusal = 0;
        if let Decision::TooLittleValue { blocker } | Decision::Doubt { blocker } = decision {
            let person = opportunity.group.people[blocker];
            let lean = opportunity.group.perceived_surplus(&person, offering, effort);
            let belief = &mut opportunity.belief.people[blocker];
            belief.known = true;
            belief.veto = true;
            belief.lean = lean;
            belief.doubt = person.doubt();
        }
    }

    /// After what was learned: is it still worth it?
    fn asks_again(&mut self, act: Act) -> bool {
        let learns = self.plan.catalogue.steps[act.step].effort(act.mode).learn > 0.0;
        if !learns || self.opportunities[act.o].said_yes.is_some() {
            return false;
        }
        let situation = self.situation(act.o);
        let rule = &self.plan.scenario.qualification;
        let worth_it = crate::policy::selection::is_worth_it(rule, &self.opportunities[act.o].belief, situation);
        if self.is_kept(act.o, act.person, worth_it) {
            return false;
        }
        self.happens_with(act.o, || Happening::NotWorthIt { person: act.person });
        self.say_no(act.o);
        true
    }
}
