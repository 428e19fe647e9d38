//! The threads of an opportunity: lines of appointments with the customer, each kept by one of ours.

use super::rework::Owner;
use crate::dialogue::PHASE_MARKET;
use crate::engine::{Purpose, math};
use crate::policy::next_activity::{Asker, Choice, Reason, next_step};
use crate::policy::obstacles::Obstacles;
use crate::provider::people::{Ready, Task};
use crate::scenario::provider::{Mode, Part, Sequencing};
use crate::simulation::plan::WEEK;
use crate::simulation::state::{CrewMember, Event, MOST_CREW, Phase, Simulation, Thread, ThreadState};
use crate::simulation::story::LineKind;

const MEETING: Purpose = Purpose::named("delay until the customer can meet");
const PATIENCE: Purpose = Purpose::named("patience");

impl Simulation<'_> {
    /// An opportunity enters the flow, with one of ours or for whoever is free.
    pub(crate) fn enter_flow(&mut self, o: u32, person: Option<u16>) {
        let now = self.now();
        let opportunity = &mut self.opportunities[o as usize];
        opportunity.phase = Phase::InFlow;
        opportunity.entered_at = now;
        let slot = opportunity.journey;
        self.count_wip(o, 1.0);
        self.hear_their_process(o);
        let member = person.map(|p| self.take_up(o, p));
        self.tell(slot, LineKind::Work, |s| match person {
            Some(p) => format!("enters the flow with {}", s.name_of(p)),
            None => "enters the flow, for whoever is free".to_string(),
        });
        self.add_threads(o, member);
    }

    fn add_threads(&mut self, o: u32, member: Option<u8>) {
        for _ in 0..self.plan.threads_per_person {
            let threads = &mut self.opportunities[o as usize].threads;
            let thread = threads.len() as u8;
            threads.push(Thread::new(member));
            self.advance(o, thread);
        }
    }

    /// A person joins the crew of an opportunity.
    fn add_to_crew(&mut self, o: u32, person: u16, due_hours: f64) -> u8 {
        let now = self.now();
        let opportunity = &mut self.opportunities[o as usize];
        let trust = opportunity.group.trust_start;
        // Whoever judged the customer has met them before.
        let last_work = match opportunity.judged_by {
            Some((judge, at)) if judge == person => at,
            _ => f64::NEG_INFINITY,
        };
        opportunity.crew.push(CrewMember { person, trust, trust_as_of: now, last_work, coordinated: now, due_hours, worked_hours: 0.0 });
        self.people[person as usize].wip += 1;
        (self.opportunities[o as usize].crew.len() - 1) as u8
    }

    /// A further one of ours joins to meet more of their people at once.
    pub(crate) fn join(&mut self, o: u32, person: u16) {
        let slot = self.opportunities[o as usize].journey;
        self.opportunities[o as usize].asked_for_help = false;
        self.tell(slot, LineKind::Decision, |s| format!("{} joins, to meet more of their people at once", s.name_of(person)));
        // A briefing: nobody leaves, so nothing is lost.
        let briefing = self.plan.scenario.organisation.handover_work_hours;
        let member = self.add_to_crew(o, person, briefing);
        self.add_threads(o, Some(member));
    }

    /// Chooses and prepares the next step of an idle thread.
    pub(crate) fn advance(&mut self, o: u32, thread: u8) {
        let plan = self.plan;
        let opportunity = &self.opportunities[o as usize];
        let idle = opportunity.threads[thread as usize].state == ThreadState::Idle;
        if opportunity.phase != Phase::InFlow || !idle || opportunity.said_yes.is_some() {
            return;
        }
        if f64::from(opportunity.activities) >= plan.scenario.process.most_activities {
            self.say_no(o);
            return;
        }
        let line = opportunity.threads[thread as usize];
        let actor = line.member.map_or(plan.pools[opportunity.pool as usize].members[0], |m| opportunity.crew[m as usize].person as usize);
        let asker = Asker {
            skill: &self.people[actor].skill,
            person: actor as u16,
            knowledge_shared: plan.scenario.organisation.knowledge_shared,
            dispersion_limit: plan.scenario.buying.dispersion_limit,
            latitude: plan.scenario.buying.latitude,
            ready_below: plan.scenario.process.ready_below,
            slack_wanted: plan.scenario.process.slack_wanted,
            now: self.now(),
        };
        let mut taken = 0u32;
        let mut group_meeting = false;
        for other in opportunity.threads.iter().filter(|t| t.state != ThreadState::Idle) {
            match other.target {
                Some(target) => taken |= 1 << target,
                None => group_meeting = true,
            }
        }
        let choice = if group_meeting {
            Choice::Nothing
        } else {
            next_step(&plan.catalogue, &plan.scenario.process, &opportunity.belief, &asker, line.done as usize, taken)
        };
        if let Choice::Do { step, mode, target, because, reason } = choice {
            let slot = self.opportunities[o as usize].journey;
            self.tell(slot, LineKind::Decision, |s| {
                let whom = target.map_or(String::new(), |t| format!(" with stakeholder {}", t + 1));
                let spec = &s.plan.catalogue.steps[step];
                let how = if mode == spec.mode { String::new() } else { format!(", {}", mode.word()) };
                format!("{} plans {}{whom}{how}: {}", s.name_of(actor as u16), spec.name, in_words(reason, because))
            });
            let generation = self.opportunities[o as usize].generation;
            self.prepare(o, thread, step, mode, target);
            if self.is_current(o, generation) {
                self.ask_for_help(o);
            }
        }
    }

    /// The step is fixed; now the customer has to find the time.
    pub(crate) fn prepare(&mut self, o: u32, thread: u8, step: usize, mode: Mode, target: Option<u8>) {
        let opportunity = &mut self.opportunities[o as usize];
        opportunity.activities += 1;
        let serial = opportunity.activities;
        let line = &mut opportunity.threads[thread as usize];
        line.state = ThreadState::WaitsForCustomer;
        line.step = step as u16;
        line.mode = mode;
        line.target = target;
        line.serial = serial;
        let generation = opportunity.generation;
        self.begin_negotiation(o, step);
        let effort = self.plan.catalogue.steps[step].effort(mode);
        let journey = self.journey_of(o);
        let attention = journey.part.wait_relieved(effort.relieve, &self.plan.segments[journey.segment as usize]);
        let mean = 24.0 * effort.delay_days * attention * self.unaligned_delay(o, step);
        let noticed = match self.owner_of(o, serial) {
            Owner::Nobody { until } => until,
            Owner::One | Owner::Two => 0.0,
        };
        if mean > 0.0 || noticed > 0.0 {
            let mut stream = self.streams.stream(MEETING, self.journey_of(o).key, serial as u64);
            let delay = stream.exponential(mean) + noticed;
            if noticed > 0.0 {
                let slot = self.opportunities[o as usize].journey;
                self.tell(slot, LineKind::Wait, |_| format!("everybody thinks that it is somebody else's; noticed after {noticed:.2} h"));
            }
            let at = self.by_day(self.now() + delay, stream.uniform());
            self.calendar.schedule(at, PHASE_MARKET, Event::Meets { opportunity: o, generation, thread });
        } else {
            self.meets(o, generation, thread);
        }
    }

    fn ask_for_help(&mut self, o: u32) {
        let opportunity = &self.opportunities[o as usize];
        let members = self.plan.pools[opportunity.pool as usize].members.len();
        let most = self.plan.coverage.min(members).min(MOST_CREW);
        let busy = opportunity.crew.len() * self.plan.threads_per_person;
        let alone = opportunity.crew.is_empty() || self.plan.scenario.process.sequencing == Sequencing::Rigid;
        if alone || opportunity.asked_for_help || opportunity.crew.len() >= most || opportunity.belief.known() <= busy {
            return;
        }
        let pool = opportunity.pool;
        let waiting = self.waiting(o, 0);
        self.opportunities[o as usize].asked_for_help = true;
        self.queues[pool as usize].help.push_back(waiting);
        self.nudge(pool);
    }

    /// The customer is ready: now they wait for us.
    pub(crate) fn meets(&mut self, o: u32, generation: u32, thread: u8) {
        if !self.is_current(o, generation) {
            return;
        }
        let now = self.now();
        let journey = *self.journey_of(o);
        let opportunity = &mut self.opportunities[o as usize];
        let line = &mut opportunity.threads[thread as usize];
        if line.state != ThreadState::WaitsForCustomer {
            return;
        }
        line.state = ThreadState::WaitsForUs;
        line.since = now;
        let (step, serial) = (line.step as usize, line.serial);
        let slot = opportunity.journey;
        self.tell(slot, LineKind::Event, |s| format!("is ready for {}", s.plan.catalogue.steps[step].name));
        let mean = 24.0 * self.plan.segments[journey.segment as usize].patience_days;
        if mean > 0.0 {
            let patience = self.streams.stream(PATIENCE, journey.key, serial as u64).exponential(mean);
            let event = Event::LosesPatience { opportunity: o, generation, thread };
            let ticket = self.calendar.schedule(now + patience, PHASE_MARKET, event);
            self.opportunities[o as usize].threads[thread as usize].patience = Some(ticket);
        }
        self.put_on_a_desk(o, thread, step);
    }

    fn put_on_a_desk(&mut self, o: u32, thread: u8, step: usize) {
        let plan = self.plan;
        let role = plan.catalogue.steps[step].role;
        let opportunity = &self.opportunities[o as usize];
        let line = opportunity.threads[thread as usize];
        let keeper = line.member.map(|m| opportunity.crew[m as usize].person as usize);
        let fits = |p: usize| role.is_none_or(|r| plan.profiles[p].role == r);
        let waiting = self.waiting(o, thread);
        if let Some(person) = keeper.filter(|&p| fits(p)) {
            let ready = Ready { opportunity: o, generation: waiting.generation, thread, since: waiting.since, value: waiting.value };
            self.people[person].queue.push_back(ready);
            self.look_for_work(person);
            return;
        }
        let own = opportunity.pool as usize;
        let has_role = |pool: usize| plan.pools[pool].parts[Part::Flow as usize] && plan.pools[pool].members.iter().any(|&p| fits(p));
        let able = (0..plan.pools.len()).filter(|&p| has_role(p)).count().max(1);
        let pool = if has_role(own) {
            own
        } else {
            // To each pool with such people in turn.
            self.turns[Part::Flow as usize] += 1;
            (0..plan.pools.len()).filter(|&p| has_role(p)).nth((self.turns[Part::Flow as usize] - 1) % able).unwrap_or(own)
        };
        if pool != own {
            // What is sold has left the pipeline.
            if self.opportunities[o as usize].phase == Phase::InFlow {
                self.queues[own].pipeline -= 1;
                self.queues[pool].pipeline += 1;
            }
            self.opportunities[o as usize].pool = pool as u16;
        }
        self.opportunities[o as usize].threads[thread as usize].member = None;
        self.queues[pool].steps.push_back(waiting);
        self.nudge(pool as u16);
    }

    /// The customer has waited long enough.
    pub(crate) fn loses_patience(&mut self, o: u32, generation: u32, thread: u8) {
        if !self.is_current(o, generation) {
            return;
        }
        let line = &mut self.opportunities[o as usize].threads[thread as usize];
        line.patience = None;
        if line.state == ThreadState::WaitsForUs && self.opportunities[o as usize].phase == Phase::InFlow {
            self.end(o, crate::measure::Ending::TooSlow, "the customer lost patience while waiting for us");
        }
    }

    /// One of ours begins a step.
    pub(crate) fn start_step(&mut self, person: usize, o: u32, thread: u8) {
        let now = self.now();
        let line = self.opportunities[o as usize].threads[thread as usize];
        if let Some(ticket) = line.patience {
            self.calendar.cancel(ticket);
        }
        let mut hours = self.hours_of_step(self.journey_of(o).key, line.serial, line.step as usize, line.mode);
        let index = line.member.unwrap_or_else(|| self.take_over(o, person as u16));
        if self.owner_of(o, line.serial) == Owner::Two {
            hours *= 2.0;
            let slot = self.opportunities[o as usize].journey;
            self.tell(slot, LineKind::Event, |_| "two of ours do it, one of them for nothing".to_string());
        }
        hours += self.setup_hours(o, index) + self.coordination_hours(o, index);
        let opportunity = &mut self.opportunities[o as usize];
        opportunity.waited += now - line.since;
        let member = &mut opportunity.crew[index as usize];
        member.coordinated = now;
        hours += std::mem::take(&mut member.due_hours);
        member.worked_hours += hours;
        let line = &mut opportunity.threads[thread as usize];
        line.member = Some(index);
        line.state = ThreadState::Worked;
        line.patience = None;
        let (slot, generation, waited, step) = (opportunity.journey, opportunity.generation, now - line.since, line.step as usize);
        self.count_work(person, Part::Flow, now, hours, Some(o));
        self.tell(slot, LineKind::Work, |s| {
            let name = &s.plan.catalogue.steps[step].name;
            format!("{} begins {name} ({hours:.2} h) after {waited:.2} h of waiting for us", s.name_of(person as u16))
        });
        self.begin(person, Task::Step { opportunity: o, generation, thread }, hours);
    }

    /// A person takes over from the pool. Returns the place in the crew.
    fn take_over(&mut self, o: u32, person: u16) -> u8 {
        if let Some(index) = self.opportunities[o as usize].crew.iter().position(|m| m.person == person) {
            return index as u8;
        }
        let Some(before) = self.opportunities[o as usize].crew.first().map(|m| m.person) else {
            return self.take_up(o, person);
        };
        // The one who had it leaves; what that person earned of trust goes with them.
        if self.opportunities[o as usize].phase == Phase::InFlow {
            self.people[before as usize].wip -= 1;
            self.people[person as usize].wip += 1;
        }
        let trust = self.opportunities[o as usize].group.trust_start;
        let due_hours = self.hand_over(o);
        let now = self.now();
        self.opportunities[o as usize].crew[0] =
            CrewMember { person, trust, trust_as_of: now, last_work: f64::NEG_INFINITY, coordinated: now, due_hours, worked_hours: 0.0 };
        0
    }

    /// The first of ours takes an opportunity up: a handover, if somebody else judged it.
    fn take_up(&mut self, o: u32, person: u16) -> u8 {
        let judge = self.opportunities[o as usize].judged_by;
        let due_hours = if judge.is_some_and(|(j, _)| j != person) { self.hand_over(o) } else { 0.0 };
        self.add_to_crew(o, person, due_hours)
    }

    /// A handover: part of what was learned is lost. Returns its hours.
    pub(crate) fn hand_over(&mut self, o: u32) -> f64 {
        let rule = &self.plan.scenario.organisation;
        let loss = if rule.structured_handovers { rule.handover_loss_structured } else { rule.handover_loss };
        let experience = self.plan.experience[self.journey_of(o).segment as usize];
        let belief = &mut self.opportunities[o as usize].belief;
        belief.forget(loss, experience.surplus_mean, experience.surplus_variance, experience.size);
        let slot = self.opportunities[o as usize].journey;
        self.tell(slot, LineKind::Work, |_| format!("a handover: {:.0} % of what was learned is lost", 100.0 * loss));
        self.plan.scenario.organisation.handover_work_hours
    }

    /// Going back to a customer takes the longer the more days have passed: `0.1 + 1.5 (1 - exp(-days / 10))` hours by default.
    fn setup_hours(&self, o: u32, member: u8) -> f64 {
        let flow = &self.plan.scenario.flow;
        let last = self.opportunities[o as usize].crew[member as usize].last_work;
        if !last.is_finite() {
            return 0.0;
        }
        let days = (self.now() - last) / 24.0;
        flow.setup_work_hours_least + flow.setup_work_hours_more * (1.0 - math::exp(-days / flow.setup_days))
    }

    /// This person's half of the coordination with every other of ours on the customer, since last paid for.
    fn coordination_hours(&self, o: u32, member: u8) -> f64 {
        let crew = &self.opportunities[o as usize].crew;
        let others = crew.len() as f64 - 1.0;
        let weeks = (self.now() - crew[member as usize].coordinated) / WEEK;
        0.5 * others * weeks * self.plan.scenario.organisation.coordination_work_hours_per_week
    }
}

/// Why a step was chosen, in words.
fn in_words(reason: Reason, because: Obstacles) -> String {
    match reason {
        Reason::List => "it is next on the list".to_string(),
        Reason::Obstacle => format!("we believe that what holds them back is: {}", because.name()),
        Reason::Theirs => "it is next in their own process".to_string(),
        Reason::OneProcess => "to agree on one process for both".to_string(),
        Reason::Signature => format!("it brings the signature nearest; in its way is: {}", because.name()),
    }
}
