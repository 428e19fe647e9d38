//! Part 1, dialogue generation: customers appear, are answered or sought, and a dialogue begins or does not.

mod appear;
mod projects;
mod prospect;
mod referral;
mod standing;

use crate::engine::Purpose;
use crate::engine::time::WEEK;
use crate::measure::{AfterSaleRecord, AnswerRecord, Ending};
use crate::scenario::provider::{Part, Routing};
use crate::world::happening::Logged;
use crate::world::story::LineKind;
use crate::world::{Event, NONE, Opportunity, PHASE_MARKET, Stage, Waiting, World};

const ANSWER: Purpose = Purpose::named("takes our answer");

impl World<'_> {
    /// A customer came by a channel: somebody has to answer.
    pub(crate) fn came(&mut self, slot: u32) {
        let Some(channel) = self.journeys[slot as usize].channel else { return };
        self.journeys[slot as usize].stage = Stage::Came;
        self.count_touches(channel as usize, 1.0);
        self.note(slot, None, Logged::Came);
        let held = self.plan.scenario.dialogue.answer_after_hours;
        if held > 0.0 {
            let generation = self.journeys[slot as usize].generation;
            self.tell(slot, LineKind::Wait, |_| format!("comes, and answers are held back for {held:.1} h"));
            self.calendar.schedule(self.now() + held, PHASE_MARKET, Event::Answerable { journey: slot, generation });
            return;
        }
        self.waits_for_answer(slot, self.now());
    }

    /// Answers have been held back; now this one may be given.
    pub(crate) fn held_back(&mut self, slot: u32, generation: u32) {
        let entry = &self.journeys[slot as usize];
        if entry.generation == generation && entry.stage == Stage::Came {
            self.waits_for_answer(slot, self.now() - self.plan.scenario.dialogue.answer_after_hours);
        }
    }

    /// A customer who came at a time waits for an answer from now on.
    fn waits_for_answer(&mut self, slot: u32, came: f64) {
        let Some(channel) = self.journeys[slot as usize].channel else { return };
        let plan = self.plan;
        let channel_name = plan.channel_name(channel);
        let spec = &self.plan.channels[channel as usize];
        let pool = self.route(Part::Dialogue, self.journeys[slot as usize].journey.account);
        if spec.answer_work_hours <= 0.0 {
            self.tell(slot, LineKind::Event, |_| format!("comes by {channel_name}; the answer takes no work"));
            self.answered(slot, self.now() - came, None, pool);
            return;
        }
        self.tell(slot, LineKind::Wait, |_| format!("comes by {channel_name} and waits for an answer from queue {}", pool + 1));
        let entry = &self.journeys[slot as usize];
        let waiting = Waiting { slot, generation: entry.generation, thread: 0, since: came, value: 0.0 };
        self.count_demand(spec.answer_work_hours);
        self.queues[pool as usize].answers.push_back(waiting);
        self.queues[pool as usize].pipeline += 1;
        self.nudge(pool);
    }

    /// Chooses a pool that works in a part.
    pub(crate) fn route(&mut self, part: Part, account: u32) -> u16 {
        let plan = self.plan;
        let able = |p: &usize| plan.pools[*p].parts[part as usize];
        let count = (0..plan.pools.len()).filter(able).count().max(1);
        let nth = match self.plan.scenario.organisation.routing {
            Routing::RoundRobin | Routing::BestLead => {
                self.turns[part as usize] += 1;
                (self.turns[part as usize] - 1) % count
            }
            Routing::Territory => account as usize % count,
            Routing::LeastLoaded => {
                let load = |p: usize| self.queues[p].pipeline as f64 / self.queues[p].staff as f64;
                let mut best = (f64::INFINITY, 0);
                for (nth, pool) in (0..plan.pools.len()).filter(able).enumerate() {
                    if load(pool) < best.0 {
                        best = (load(pool), nth);
                    }
                }
                best.1
            }
        };
        // Past queues in which nobody is there.
        let from_there = (0..plan.pools.len()).filter(able).cycle().skip(nth).take(count);
        let staffed = from_there.clone().find(|&p| self.queues[p].staff > 0);
        staffed.or_else(|| from_there.clone().next()).unwrap_or(0) as u16
    }

    /// We answered after `delay` hours: does a dialogue begin?
    pub(crate) fn answered(&mut self, slot: u32, delay: f64, person: Option<u16>, pool: u16) {
        self.note(slot, person, Logged::Answered);
        let entry = &self.journeys[slot as usize];
        let Some(channel) = entry.channel else { return };
        let spec = &self.plan.channels[channel as usize];
        let begins = entry.journey.begins;
        if self.in_window(begins) {
            self.recorder.answer_delays.push(delay);
        }
        // Odds of a dialogue fall with our delay: 1 / (1 + delay / tau) (guide: model, section 4).
        let kept = if spec.intent_tau_hours > 0.0 { 1.0 / (1.0 + delay / spec.intent_tau_hours) } else { 1.0 };
        let willing = self.streams.stream(ANSWER, entry.journey.key, 0).uniform();
        if self.in_window(begins) {
            self.recorder.answers.push(AnswerRecord { channel, delay_hours: delay, begun: willing < spec.start_share * kept });
        }
        if willing < spec.start_share * kept {
            self.tell(slot, LineKind::Event, |_| format!("answered after {delay:.1} h: a dialogue begins"));
            let buying = &self.plan.scenario.buying;
            let quick = buying.quick_answer_trust / (1.0 + delay / buying.quick_answer_hours);
            self.begin_dialogue(slot, pool, person, spec.trust + quick);
            return;
        }
        let lost_by_delay = willing < spec.start_share;
        self.tell(slot, LineKind::Event, |_| {
            let why = if lost_by_delay { "the interest was gone; at once, they would have talked" } else { "they did not want to talk" };
            format!("answered after {delay:.1} h: {why}")
        });
        let entry = &mut self.journeys[slot as usize];
        entry.stage = Stage::Unmet;
        entry.lost_by_delay = lost_by_delay;
        self.list_in_account(slot);
    }

    /// Whether a customer talks to us, with this chance.
    fn takes_our_answer(&self, slot: u32, chance: f64) -> bool {
        self.streams.stream(ANSWER, self.journeys[slot as usize].journey.key, 0).uniform() < chance
    }

    /// A dialogue begins: an opportunity is opened and waits to be judged.
    pub(crate) fn begin_dialogue(&mut self, slot: u32, pool: u16, person: Option<u16>, trust: f64) {
        let now = self.now();
        let trust = self.trust_at_start(slot, trust);
        let o = self.open_opportunity(slot, pool, trust);
        self.report_of_customer(slot, o);
        self.note(slot, person, Logged::DialogueBegun);
        self.recorder.week.dialogues += 1;
        if self.in_window(now) {
            self.recorder.dialogues += 1.0;
            self.recorder.right_dialogues += f64::from(u8::from(self.journeys[slot as usize].journey.possible));
            let stretch = ((now - self.plan.window_start) / (4.0 * WEEK)) as usize;
            if let Some(count) = self.recorder.dialogues_by_pool[pool as usize].get_mut(stretch) {
                *count += 1.0;
            }
        }
        self.queues[pool as usize].pipeline += 1;
        if !self.is_pursued(o) {
            self.say_no(o);
            return;
        }
        self.judge_or_let_in(o, person);
    }

    fn open_opportunity(&mut self, slot: u32, pool: u16, trust: f64) -> u32 {
        let o = self.free_opportunities.pop().unwrap_or_else(|| {
            self.opportunities.push(Opportunity::empty());
            (self.opportunities.len() - 1) as u32
        });
        let now = self.now();
        let journey = self.journeys[slot as usize].journey;
        let segment = journey.segment as usize;
        let experience = self.plan.experience[segment];
        let opportunity = &mut self.opportunities[o as usize];
        opportunity.start(slot, pool, now);
        opportunity.group.draw(&self.streams, &journey, &self.plan.segments[segment], &self.plan.scenario.buying, trust.min(1.0));
        opportunity.group.refresh(&self.streams, &self.plan.scenario.buying, now);
        opportunity.belief.reset(journey.group_size as usize, experience.surplus_mean, experience.surplus_variance, experience.size);
        opportunity.belief.people[0].known = true;
        opportunity.belief.offering = self.plan.places[0];
        let entry = &mut self.journeys[slot as usize];
        entry.opportunity = o;
        entry.stage = Stage::Open;
        self.tell(slot, LineKind::Hidden, |s| {
            let j = &s.journeys[slot as usize].journey;
            let benefit = if j.possible { "possible" } else { "not possible" };
            format!(
                "the truth: {} in the buying group, a perfect fit would be worth {:.2} prices, a mutual benefit is {benefit} (joint surplus {:.2} prices)",
                if j.group_size == 1 { "one person".to_string() } else { format!("{} people", j.group_size) },
                j.gross_value,
                j.joint_surplus
            )
        });
        self.portray(o, |_| "the dialogue begins".to_string());
        o
    }

    /// A journey is over, whatever we were doing.
    pub(crate) fn closes(&mut self, slot: u32, generation: u32) {
        if self.journeys[slot as usize].generation != generation {
            return;
        }
        let entry = &self.journeys[slot as usize];
        let (journey, stage, channel) = (entry.journey, entry.stage, entry.channel);
        let now = self.now();
        match stage {
            Stage::Open => {
                let o = entry.opportunity;
                if now >= journey.stops {
                    self.end(o, Ending::ProjectStopped, "the customer's project was stopped");
                } else if now >= journey.rival_closes {
                    self.end(o, Ending::Competitor, "a competitor closed it");
                } else {
                    self.decides_at_deadline(o);
                }
            }
            Stage::Sold | Stage::Free | Stage::Planned => {}
            Stage::Came | Stage::Agreed | Stage::Unmet => {
                let slow = entry.lost_by_delay || stage == Stage::Came;
                let ending = if slow { Ending::TooSlow } else { Ending::NeverReached };
                self.tell(slot, LineKind::Event, |_| format!("it is over: {}", ending.title()));
                if let (Stage::Came, Some(channel), true) = (stage, channel, self.in_window(journey.begins)) {
                    self.recorder.answers.push(AnswerRecord { channel, delay_hours: f64::INFINITY, begun: false });
                }
                if stage != Stage::Came {
                    self.unlist_from_account(slot);
                }
                self.record_journey(slot, ending, None, AfterSaleRecord::default());
                self.free_journey(slot);
            }
        }
    }

    /// Gives the slot of a journey back.
    pub(crate) fn free_journey(&mut self, slot: u32) {
        let entry = &mut self.journeys[slot as usize];
        entry.generation = entry.generation.wrapping_add(1);
        entry.stage = Stage::Free;
        entry.opportunity = NONE;
        if let Some(ticket) = entry.close.take() {
            self.calendar.cancel(ticket);
        }
        self.free_journeys.push(slot);
        let project = self.journeys[slot as usize].journey.part.project;
        self.leave_project(project);
    }

    pub(crate) fn list_in_account(&mut self, slot: u32) {
        let journey = &self.journeys[slot as usize].journey;
        let head = &mut self.accounts[journey.segment as usize][journey.account as usize];
        let old = std::mem::replace(head, slot);
        self.journeys[slot as usize].next_in_account = old;
    }

    pub(crate) fn unlist_from_account(&mut self, slot: u32) {
        let journey = &self.journeys[slot as usize].journey;
        let next = self.journeys[slot as usize].next_in_account;
        let head = &mut self.accounts[journey.segment as usize][journey.account as usize];
        if *head == slot {
            *head = next;
            return;
        }
        let mut at = *head;
        while at != NONE {
            let following = self.journeys[at as usize].next_in_account;
            if following == slot {
                self.journeys[at as usize].next_in_account = next;
                return;
            }
            at = following;
        }
    }
}
