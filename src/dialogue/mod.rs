//! Part 1, dialogue generation: customers appear, are answered or sought, and a dialogue begins or does not.

mod appear;
mod earlier;
mod projects;
mod prospect;
mod referral;
mod standing;

use crate::engine::Purpose;
use crate::engine::time::WEEK;
use crate::measure::{AfterSaleRecord, AnswerRecord, BuyerAt, Ending, OfferingAt, PoolAt, Seat};
use crate::scenario::provider::Part;
use crate::world::happening::{Happening, Why};
use crate::world::{Event, JourneyId, Opportunity, OpportunityId, PHASE_MARKET, Stage, WaitsForAnswer, World};

const ANSWER: Purpose = Purpose::named("takes our answer");

impl World<'_> {
    /// A customer came by a channel: somebody has to answer.
    pub(crate) fn came(&mut self, slot: JourneyId) {
        let Some(channel) = self.customers.journeys[slot].channel else { return };
        let now = self.now();
        let entry = &mut self.customers.journeys[slot];
        (entry.stage, entry.came) = (Stage::Came, Some((channel, now)));
        self.count_touches(channel, 1.0);
        self.happens(slot, || Happening::Came);
        let held = self.plan.scenario.dialogue.answer_after_hours;
        if held > 0.0 {
            self.happens(slot, || Happening::HeldBack { hours: held });
            self.calendar.schedule(self.now() + held, PHASE_MARKET, Event::Answerable { journey: slot });
            return;
        }
        self.waits_for_answer(slot, self.now());
    }

    /// Answers have been held back; now this one may be given.
    pub(crate) fn held_back(&mut self, slot: JourneyId) {
        if self.customers.journeys.get(slot).is_some_and(|entry| entry.stage == Stage::Came) {
            self.waits_for_answer(slot, self.now() - self.plan.scenario.dialogue.answer_after_hours);
        }
    }

    /// A customer who came at a time waits for an answer from now on.
    fn waits_for_answer(&mut self, slot: JourneyId, came: f64) {
        let Some(channel) = self.customers.journeys[slot].channel else { return };
        let spec = &self.plan.channels[channel];
        let journey = &self.customers.journeys[slot].journey;
        let pool = self.route(Part::Dialogue, (journey.segment, journey.account), None);
        if spec.answer_work_hours <= 0.0 {
            self.happens(slot, || Happening::AnsweredAtOnce { channel });
            self.answered(slot, self.now() - came, None, pool);
            return;
        }
        self.happens(slot, || Happening::WaitsForAnswer { channel, pool });
        self.count_demand(spec.answer_work_hours);
        self.queues[pool].answers.push_back(WaitsForAnswer { journey: slot, since: came });
        self.queues[pool].pipeline += 1;
        self.moves_on_later(slot);
        self.nudge(pool);
    }

    /// Whoever has not been answered after a while goes to somebody else, if the firm has it so.
    fn moves_on_later(&mut self, slot: JourneyId) {
        let hours = self.plan.scenario.dialogue.moves_on_after_hours;
        if hours > 0.0 {
            self.calendar.schedule(self.now() + hours, PHASE_MARKET, Event::MovesOn { journey: slot });
        }
    }

    /// A customer who has waited for an answer for long goes to the queue with the fewest customers a person, if that is another one.
    pub(crate) fn moves_on(&mut self, slot: JourneyId) {
        if self.customers.journeys.get(slot).is_none_or(|entry| entry.stage != Stage::Came) {
            return;
        }
        let waits = |queues: &crate::world::Queues| queues.answers.iter().position(|waiting| waiting.journey == slot);
        let found = self.queues.iter_enumerated().find_map(|(pool, queues)| Some((pool, waits(queues)?)));
        let Some((from, place)) = found else { return };
        let load = |pool: PoolAt| f64::from(self.queues[pool].pipeline) / f64::from(self.queues[pool].staff);
        let able = self.plan.pools.keys().filter(|&p| p != from && self.plan.pools[p].parts[Part::Dialogue] && self.queues[p].staff > 0);
        let Some(to) = able.min_by(|&a, &b| load(a).total_cmp(&load(b))) else { return };
        if let Some(waiting) = self.queues[from].answers.remove(place) {
            self.queues[from].pipeline -= 1;
            self.queues[to].pipeline += 1;
            self.queues[to].answers.push_back(waiting);
            self.happens(slot, || Happening::MovesOn { pool: to });
            self.moves_on_later(slot);
            self.nudge(to);
        }
    }

    /// We answered after `delay` hours: does a dialogue begin?
    pub(crate) fn answered(&mut self, slot: JourneyId, delay: f64, person: Option<Seat>, pool: PoolAt) {
        self.happens(slot, || Happening::Answered { person });
        let entry = &self.customers.journeys[slot];
        let Some(channel) = entry.channel else { return };
        let spec = &self.plan.channels[channel];
        let begins = entry.journey.begins;
        if self.in_window(begins) {
            self.recorder.answer_delays.push(delay);
        }
        // Odds of a dialogue fall with our delay: 1 / (1 + delay / tau) (guide: model, section 4).
        let kept = if spec.intent_tau_hours > 0.0 { 1.0 / (1.0 + delay / spec.intent_tau_hours) } else { 1.0 };
        let found = person.map_or(1.0, |person| self.people[person].pace.finding);
        let willing = self.streams.stream(ANSWER, entry.journey.key, 0).uniform();
        if self.in_window(begins) {
            self.recorder.answers.push(AnswerRecord { channel, delay_hours: delay, begun: willing < spec.start_share * kept * found });
        }
        if willing < spec.start_share * kept * found {
            self.happens(slot, || Happening::WantsToTalk { delay_hours: delay });
            self.customers.journeys[slot].found_by = person.map(|person| self.people[person].earnings.account);
            let buying = &self.plan.scenario.buying;
            let quick = buying.quick_answer_trust / (1.0 + delay / buying.quick_answer_hours);
            self.begin_dialogue(slot, pool, person, spec.trust + quick);
            return;
        }
        let lost_by_delay = willing < spec.start_share;
        self.happens(slot, || Happening::TurnsAway { delay_hours: delay, by_delay: lost_by_delay });
        let entry = &mut self.customers.journeys[slot];
        entry.stage = Stage::Unmet;
        entry.lost_by_delay = lost_by_delay;
        self.customers.list_in_account(slot);
    }

    /// Whether a customer talks to us, with this chance.
    fn takes_our_answer(&self, slot: JourneyId, chance: f64) -> bool {
        self.streams.stream(ANSWER, self.customers.journeys[slot].journey.key, 0).uniform() < chance
    }

    /// A dialogue begins: an opportunity is opened and waits to be judged.
    pub(crate) fn begin_dialogue(&mut self, slot: JourneyId, pool: PoolAt, person: Option<Seat>, trust: f64) {
        let now = self.now();
        let trust = self.trust_at_start(slot, trust);
        let journey = &self.customers.journeys[slot].journey;
        self.owns_account(Part::Dialogue, (journey.segment, journey.account), pool);
        let o = self.open_opportunity(slot, pool, trust);
        self.report_of_customer(slot, o);
        self.happens(slot, || Happening::DialogueBegun { person });
        self.recorder.week.dialogues += 1;
        if self.in_window(now) {
            self.recorder.dialogues += 1.0;
            self.recorder.right_dialogues += f64::from(u8::from(self.customers.journeys[slot].journey.possible));
            let stretch = ((now - self.plan.window_start) / (4.0 * WEEK)) as usize;
            if let Some(count) = self.recorder.dialogues_by_pool[pool].get_mut(stretch) {
                *count += 1.0;
            }
        }
        self.queues[pool].pipeline += 1;
        if !self.is_pursued(o) {
            self.say_no(o);
            return;
        }
        self.judge_or_let_in(o, person);
    }

    fn open_opportunity(&mut self, slot: JourneyId, pool: PoolAt, trust: f64) -> OpportunityId {
        let now = self.now();
        let o = self.opportunities.reuse(|| Opportunity::new(slot, pool, now));
        let journey = self.customers.journeys[slot].journey;
        let segment = journey.segment;
        let experience = self.plan.experience[segment];
        let opportunity = &mut self.opportunities[o];
        opportunity.begin_anew(slot, pool, now);
        opportunity.priced_after = self.changed_at.len() as u16;
        opportunity.group.draw(&self.streams, &journey, &self.plan.segments[segment], &self.plan.scenario.buying, trust.min(1.0));
        opportunity.group.refresh(&self.streams, &self.plan.scenario.buying, now);
        opportunity.belief.reset(journey.group_size as usize, experience.surplus_mean, experience.surplus_variance, experience.size);
        opportunity.belief.people[BuyerAt::FIRST].known = true;
        opportunity.belief.offering = self.plan.places[OfferingAt::FIRST];
        let entry = &mut self.customers.journeys[slot];
        entry.opportunity = Some(o);
        entry.stage = Stage::Open;
        self.happens(slot, || Happening::Truth {
            group_size: journey.group_size,
            gross_value: journey.gross_value,
            possible: journey.possible,
            joint_surplus: journey.joint_surplus,
        });
        self.portray(o, Happening::DialogueBegun { person: None });
        o
    }

    /// A journey is over, whatever we were doing.
    pub(crate) fn closes(&mut self, slot: JourneyId) {
        let Some(entry) = self.customers.journeys.get(slot) else { return };
        let (journey, stage, channel) = (entry.journey, entry.stage, entry.channel);
        let now = self.now();
        match stage {
            Stage::Open => {
                let Some(o) = entry.opportunity else { return };
                if now >= journey.stops {
                    self.end(o, Ending::ProjectStopped, Why::ProjectStopped);
                } else if now >= journey.rival_closes {
                    self.end(o, Ending::Competitor, Why::RivalClosed);
                } else {
                    self.decides_at_deadline(o);
                }
            }
            Stage::Sold | Stage::Planned => {}
            Stage::Came | Stage::Agreed | Stage::Unmet => {
                let slow = entry.lost_by_delay || stage == Stage::Came;
                let ending = if slow { Ending::TooSlow } else { Ending::NeverReached };
                self.happens(slot, || Happening::Over { ending });
                if let (Stage::Came, Some(channel), true) = (stage, channel, self.in_window(journey.begins)) {
                    self.recorder.answers.push(AnswerRecord { channel, delay_hours: f64::INFINITY, begun: false });
                }
                if stage != Stage::Came {
                    self.customers.unlist_from_account(slot);
                }
                self.record_journey(slot, ending, None, AfterSaleRecord::default());
                self.free_journey(slot);
            }
        }
    }
}

#[cfg(test)]
mod tests;
