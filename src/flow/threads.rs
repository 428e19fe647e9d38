//! The threads of an opportunity: lines of appointments with the customer, each kept by one of ours.

use super::rework::Owner;
use crate::engine::time::WEEK;
use crate::engine::{Purpose, math};
use crate::measure::{BuyerAt, PoolAt, RoleAt, Seat, StepAt};
use crate::policy::catalogue::is_among;
use crate::policy::next_activity::{Asker, NextStep, Reason, next_step};
use crate::scenario::provider::{Mode, Part, Sequencing};
use crate::world::happening::{Happening, Why};
use crate::world::{
    CrewAt, CrewMember, Desk, Event, MOST_CREW, OpportunityId, PHASE_MARKET, Phase, Ready, Thread, ThreadAt, ThreadState, Waiting, World,
};

const MEETING: Purpose = Purpose::named("delay until the customer can meet");
const PATIENCE: Purpose = Purpose::named("patience");

/// Most lines of appointments with one customer, those that have ended included: a bound on memory.
const MOST_THREADS: usize = 200;

impl World<'_> {
    /// An opportunity enters the flow, with one of ours or for whoever is free.
    pub(crate) fn enter_flow(&mut self, o: OpportunityId, person: Option<Seat>) {
        let now = self.now();
        let opportunity = &mut self.opportunities[o];
        opportunity.phase = Phase::InFlow;
        opportunity.entered_at = now;
        self.count_wip(o, 1.0);
        let (journey, pool) = (self.journey_of(o), self.opportunities[o].pool);
        let account = (journey.segment, journey.account);
        self.owns_account(Part::Flow, account, pool);
        self.hear_their_process(o);
        let member = person.map(|p| self.take_up(o, p));
        self.happens_with(o, || Happening::EnteredFlow { person });
        self.add_threads(o, member);
    }

    fn add_threads(&mut self, o: OpportunityId, member: Option<CrewAt>) {
        for _ in 0..self.plan.threads_per_person {
            let threads = &mut self.opportunities[o].threads;
            // A line that ended when its keeper left begins anew.
            let ended = threads.position(|t| t.ends && t.state == ThreadState::Idle);
            let thread = ended.unwrap_or(threads.next_key());
            match ended {
                None if threads.len() >= MOST_THREADS => return,
                Some(at) => threads[at] = Thread { done: threads[at].done, ..Thread::new(member) },
                None => threads.push(Thread::new(member)),
            }
            self.advance(o, thread);
            if !self.is_current(o) {
                return;
            }
        }
    }

    /// A person joins the crew of an opportunity.
    fn add_to_crew(&mut self, o: OpportunityId, person: Seat, due_hours: f64) -> CrewAt {
        let now = self.now();
        let opportunity = &mut self.opportunities[o];
        let trust = opportunity.group.trust_start;
        // Whoever judged the customer has met them before.
        let last_work = match opportunity.judged_by {
            Some((judge, at)) if judge == person => at,
            _ => f64::NEG_INFINITY,
        };
        let newcomer = CrewMember { person, trust, trust_as_of: now, last_work, coordinated: now, due_hours, worked_hours: 0.0 };
        let index = opportunity.crew.push_and_get_key(newcomer);
        if opportunity.phase == Phase::InFlow {
            self.people[person].wip += 1;
        }
        index
    }

    /// A further one of ours joins to meet more of their people at once.
    pub(crate) fn join(&mut self, o: OpportunityId, person: Seat) {
        self.opportunities[o].asked_for_help = false;
        self.happens_with(o, || Happening::Joined { person });
        // A briefing: nobody leaves, so nothing is lost.
        let briefing = self.plan.scenario.organisation.handover_work_hours;
        let member = self.add_to_crew(o, person, briefing);
        self.add_threads(o, Some(member));
    }

    /// Chooses and prepares the next step of an idle thread.
    pub(crate) fn advance(&mut self, o: OpportunityId, thread: ThreadAt) {
        let plan = self.plan;
        let opportunity = &self.opportunities[o];
        let line = opportunity.threads[thread];
        let idle = line.state == ThreadState::Idle && !line.ends;
        if opportunity.phase != Phase::InFlow || !idle || opportunity.said_yes.is_some() {
            return;
        }
        if f64::from(opportunity.activities) >= plan.scenario.process.most_activities {
            self.say_no(o);
            return;
        }
        let actor = line.member.map_or_else(|| self.somebody_of(opportunity.pool), |m| opportunity.crew[m].person);
        let asker = Asker {
            rules: &plan.scenario.heuristics,
            skill: &self.people[actor].skill,
            person: actor,
            knowledge_shared: plan.scenario.organisation.knowledge_shared,
            insight: self.expected_need(actor, o).weight,
            dispersion_limit: plan.scenario.buying.dispersion_limit,
            latitude: plan.scenario.buying.latitude,
            push: plan.scenario.buying.push_factor,
            ready_below: plan.scenario.process.ready_below,
            slack_wanted: plan.scenario.process.slack_wanted,
            now: self.now(),
        };
        let mut taken = 0u32;
        let mut group_meeting = false;
        for other in opportunity.threads.iter().filter(|t| t.state != ThreadState::Idle) {
            match other.target {
                Some(target) => taken |= target.bit(),
                None => group_meeting = true,
            }
        }
        let choice = if group_meeting {
            NextStep::Nothing
        } else {
            next_step(&plan.catalogue, &plan.scenario.process, &opportunity.belief, &asker, line.done as usize, taken)
        };
        let choice = self.or_asks_early(o, actor, taken, choice);
        let choice = self.or_is_approved(o, choice);
        if let NextStep::Do { step, mode, target, because, reason } = choice {
            self.happens_with(o, || Happening::Planned { person: actor, step, mode, target, because, reason });
            self.prepare(o, thread, step, mode, target);
            if self.is_current(o) {
                self.ask_for_help(o);
            }
        }
    }

    /// The step that was chosen, or a decision asked for before it.
    fn or_asks_early(&mut self, o: OpportunityId, actor: Seat, taken: u32, choice: NextStep) -> NextStep {
        let NextStep::Do { step, because, reason: Reason::Obstacle, .. } = choice else { return choice };
        let Some(decide) = self.plan.catalogue.decide.filter(|_| taken == 0 && !self.plan.catalogue.steps[step].decides) else {
            return choice;
        };
        let belief = &self.opportunities[o].belief;
        let heard = belief.people.iter().any(|p| p.met) && (belief.refusals == 0 || belief.since_refusal > 1);
        if !heard || !self.asks_early(o, actor) {
            return choice;
        }
        NextStep::Do { step: decide, mode: self.plan.catalogue.steps[decide].mode, target: None, because, reason: Reason::Early }
    }

    /// The step that was chosen, or the yes of our own that it needs first.
    fn or_is_approved(&self, o: OpportunityId, choice: NextStep) -> NextStep {
        let catalogue = &self.plan.catalogue;
        let NextStep::Do { step, because, .. } = choice else { return choice };
        if catalogue.approvals.is_empty() || !catalogue.steps[step].decides {
            return choice;
        }
        match self.lacks_approval(o) {
            Some(step) => NextStep::Do { step, mode: catalogue.steps[step].mode, target: None, because, reason: Reason::Approval },
            None => choice,
        }
    }

    /// The first yes of our own that a deal as it stands still needs.
    pub(crate) fn lacks_approval(&self, o: OpportunityId) -> Option<StepAt> {
        let (catalogue, opportunity) = (&self.plan.catalogue, &self.opportunities[o]);
        let is_needed = |&step: &StepAt| {
            let declared = &catalogue.steps[step].declared;
            self.price_of(o) >= declared.approves_from
                && opportunity.discount >= declared.approves_from_discount
                && !opportunity.belief.work.has(step)
        };
        catalogue.approvals.iter().copied().find(is_needed)
    }

    /// The first of a pool who is there.
    fn somebody_of(&self, pool: PoolAt) -> Seat {
        let members = &self.plan.pools[pool].members;
        members.iter().copied().find(|&p| self.people[p].is_there()).unwrap_or(members[0])
    }

    /// The step is fixed; now the customer has to find the time.
    pub(crate) fn prepare(&mut self, o: OpportunityId, thread: ThreadAt, step: StepAt, mode: Mode, target: Option<BuyerAt>) {
        let opportunity = &mut self.opportunities[o];
        opportunity.activities += 1;
        let serial = opportunity.activities;
        let line = &mut opportunity.threads[thread];
        line.state = ThreadState::WaitsForCustomer;
        line.step = step;
        line.mode = mode;
        line.target = target;
        line.serial = serial;
        self.begin_negotiation(o, step);
        let effort = self.plan.catalogue.steps[step].effort(mode);
        let journey = self.journey_of(o);
        let attention = journey.part.wait_relieved(effort.relieve, &self.plan.segments[journey.segment]);
        let mean = 24.0 * effort.delay_days * attention * self.unaligned_delay(o, step);
        let noticed = match self.owner_of(o, serial) {
            Owner::Nobody { until } => until,
            Owner::One | Owner::Two => 0.0,
        };
        if mean > 0.0 || noticed > 0.0 {
            let mut stream = self.streams.stream(MEETING, self.journey_of(o).key, serial as u64);
            let delay = stream.exponential(mean) + noticed;
            if noticed > 0.0 {
                self.happens_with(o, || Happening::NobodysStep { hours: noticed });
            }
            let at = self.by_day(self.now() + delay, stream.uniform());
            self.await_customer(at, Event::Meets { opportunity: o, thread });
        } else {
            self.meets(o, thread);
        }
    }

    fn ask_for_help(&mut self, o: OpportunityId) {
        let opportunity = &self.opportunities[o];
        let most = self.most_crew(o);
        let busy = opportunity.crew.len() * self.plan.threads_per_person;
        let alone = opportunity.crew.is_empty() || self.plan.scenario.process.sequencing == Sequencing::Rigid;
        if alone || opportunity.asked_for_help || opportunity.crew.len() >= most || opportunity.belief.known() <= busy {
            return;
        }
        let pool = opportunity.pool;
        if !self.is_help_wanted(o) {
            return;
        }
        let waiting = self.waiting(o, ThreadAt::FIRST);
        self.opportunities[o].asked_for_help = true;
        self.queues[pool].help.push_back(waiting);
        self.nudge(pool);
    }

    /// The customer is ready: now they wait for us.
    pub(crate) fn meets(&mut self, o: OpportunityId, thread: ThreadAt) {
        if !self.is_current(o) {
            return;
        }
        if self.history.is_some() {
            return self.await_customer(self.now(), Event::Meets { opportunity: o, thread });
        }
        if self.is_put_off(o, Event::Meets { opportunity: o, thread }) {
            return;
        }
        let now = self.now();
        let journey = *self.journey_of(o);
        let opportunity = &mut self.opportunities[o];
        let line = &mut opportunity.threads[thread];
        if line.state != ThreadState::WaitsForCustomer {
            return;
        }
        line.state = ThreadState::WaitsForUs;
        line.since = now;
        let (step, serial) = (line.step, line.serial);
        self.happens_with(o, || Happening::ReadyFor { step });
        let mode = self.opportunities[o].threads[thread].mode;
        self.count_demand(self.plan.catalogue.steps[step].effort(mode).hours.max(0.0));
        let mean = 24.0 * self.plan.segments[journey.segment].patience_days;
        if mean > 0.0 {
            let patience = self.streams.stream(PATIENCE, journey.key, serial as u64).exponential(mean);
            let event = Event::LosesPatience { opportunity: o, thread };
            let ticket = self.calendar.schedule(now + patience, PHASE_MARKET, event);
            self.opportunities[o].threads[thread].patience = Some(ticket);
        }
        self.put_on_a_desk(o, thread, step);
    }

    /// Whether the customer has put the purchase off: what would happen now happens when that time is over.
    fn is_put_off(&mut self, o: OpportunityId, event: Event) -> bool {
        let until = self.opportunities[o].silent_until;
        if until <= self.now() {
            return false;
        }
        self.calendar.schedule(until, PHASE_MARKET, event);
        true
    }

    fn put_on_a_desk(&mut self, o: OpportunityId, thread: ThreadAt, step: StepAt) {
        let desk = self.lay_on_a_desk(o, thread, step);
        self.look_at(desk);
    }

    /// Whether a step that was laid on a person's desk still waits there.
    pub(crate) fn is_still_ready(&self, ready: &Ready) -> bool {
        let line = self.opportunities.get(ready.opportunity).and_then(|o| o.threads.get(ready.thread));
        line.is_some_and(|l| l.state == ThreadState::WaitsForUs && l.since == ready.since)
    }

    /// A step that waits for us is laid on the desk of whoever keeps the customer; if that person may not do it, of one of ours on
    /// the customer who may; else it waits in a pool.
    pub(crate) fn lay_on_a_desk(&mut self, o: OpportunityId, thread: ThreadAt, step: StepAt) -> Desk {
        let plan = self.plan;
        let roles = plan.catalogue.steps[step].roles.as_slice();
        let opportunity = &self.opportunities[o];
        let line = opportunity.threads[thread];
        let waiting = Waiting { since: line.since, ..self.waiting(o, thread) };
        if self.is_assisted(step) {
            return self.call_for_help(o, waiting, &plan.catalogue.steps[step].helpers);
        }
        let fits = |m: CrewAt| is_among(roles, plan.profiles[opportunity.crew[m].person].role);
        let on_it = |keeper: CrewAt| Some(keeper).filter(|&m| fits(m)).or_else(|| opportunity.crew.keys().find(|&m| fits(m)));
        if let Some(member) = line.member.and_then(on_it) {
            return self.lay_on_the_desk_of(o, waiting, member);
        }
        let own = opportunity.pool;
        let works = |pool: PoolAt| plan.pools[pool].parts[Part::Flow] && self.has_role(pool, roles);
        let pool = if works(own) {
            own
        } else {
            // To each pool with such people in turn; if there is nobody, they will come where such people have their seats.
            let has_seats = |pool: PoolAt| self.has_seats(pool, Part::Flow, roles);
            let some_work = plan.pools.keys().any(works);
            let is_able: &dyn Fn(PoolAt) -> bool = if some_work { &works } else { &has_seats };
            if is_able(own) {
                own
            } else {
                let able = plan.pools.keys().filter(|&p| is_able(p)).count().max(1);
                let turn = self.routed.turns[Part::Flow];
                let nth = plan.pools.keys().filter(|&p| is_able(p)).nth(turn % able).unwrap_or(own);
                self.routed.turns[Part::Flow] += 1;
                nth
            }
        };
        if pool != own {
            // What is sold has left the pipeline.
            if self.opportunities[o].phase == Phase::InFlow {
                self.queues[own].pipeline -= 1;
                self.queues[pool].pipeline += 1;
            }
            self.opportunities[o].pool = pool;
        }
        let line = &mut self.opportunities[o].threads[thread];
        line.former = line.member.take().or(line.former);
        self.queues[pool].steps.push_back(waiting);
        Desk::Pool(pool)
    }

    fn lay_on_the_desk_of(&mut self, o: OpportunityId, waiting: Waiting, member: CrewAt) -> Desk {
        let opportunity = &mut self.opportunities[o];
        opportunity.threads[waiting.thread].member = Some(member);
        let person = opportunity.crew[member].person;
        let Waiting { thread, since, value, .. } = waiting;
        self.people[person].queue.push_back(Ready { opportunity: o, thread, since, value, passed_over: 0 });
        Desk::Person(person)
    }

    /// The customer has waited long enough.
    pub(crate) fn loses_patience(&mut self, o: OpportunityId, thread: ThreadAt) {
        if !self.is_current(o) {
            return;
        }
        let line = &mut self.opportunities[o].threads[thread];
        line.patience = None;
        if line.state == ThreadState::WaitsForUs && self.opportunities[o].phase == Phase::InFlow {
            self.end(o, crate::measure::Ending::TooSlow, Why::LostPatience);
        }
    }

    /// A step is in somebody's hands now. Returns the hours that it takes.
    pub(crate) fn take_step(&mut self, person: Seat, o: OpportunityId, thread: ThreadAt) -> f64 {
        let now = self.now();
        let line = self.opportunities[o].threads[thread];
        let usual = self.draw_hours(self.journey_of(o).key, u64::from(line.serial), line.step, line.mode);
        let mut hours = usual * self.people[person].pace.hours;
        let is_assisted = self.is_assisted(line.step);
        let index = match line.member {
            Some(member) => member,
            None if is_assisted => self.keeper_of(o, thread).unwrap_or_else(|| self.take_over(o, thread, person)),
            None => self.take_over(o, thread, person),
        };
        if self.owner_of(o, line.serial) == Owner::Two {
            hours *= 2.0;
            self.happens_with(o, || Happening::DoneTwice);
        }
        if !is_assisted {
            hours += self.setup_hours(o, index) + self.coordination_hours(o, index);
        }
        let attendance = self.plan.scenario.organisation.assisted_attendance;
        let opportunity = &mut self.opportunities[o];
        opportunity.waited += now - line.since;
        let member = &mut opportunity.crew[index];
        if is_assisted {
            // Whoever keeps the customer is there too, and has that much less time for the next step.
            member.due_hours += attendance * hours;
        } else {
            member.coordinated = now;
            hours += std::mem::take(&mut member.due_hours);
            member.worked_hours += hours;
        }
        let line = &mut opportunity.threads[thread];
        line.member = Some(index);
        line.former = None;
        line.state = ThreadState::Worked;
        line.patience = None;
        let (waited, step, mode) = (now - line.since, line.step, line.mode);
        self.count_work(person, Part::Flow, now, hours, Some(o));
        let activity = self.activity_of(o, thread);
        self.happens_with(o, || Happening::StepBegun { person, activity, waited_hours: waited, hours });
        self.count_wait(person, waited);
        self.count_demand(hours - self.plan.catalogue.steps[step].effort(mode).hours.max(0.0));
        hours
    }

    /// A person takes a step of a customer from the pool. Returns the place in the crew.
    ///
    /// Who kept that line of appointments hands the customer over and leaves; who has another one stays, and briefs the newcomer.
    fn take_over(&mut self, o: OpportunityId, thread: ThreadAt, person: Seat) -> CrewAt {
        if let Some(index) = self.opportunities[o].crew.position(|m| m.person == person) {
            return index;
        }
        if self.opportunities[o].crew.is_empty() {
            let index = self.take_up(o, person);
            self.adopt_threads(o, thread, index);
            return index;
        }
        let opportunity = &self.opportunities[o];
        let before = opportunity.threads[thread].former.unwrap_or(CrewAt::FIRST);
        let is_open = opportunity.phase == Phase::InFlow;
        let stays = is_open && opportunity.threads.iter().any(|t| t.member == Some(before));
        if stays && opportunity.crew.len() < MOST_CREW {
            let briefing = self.plan.scenario.organisation.handover_work_hours;
            return self.add_to_crew(o, person, briefing);
        }
        // What the one who leaves had earned of trust goes with them.
        if is_open {
            let leaver = opportunity.crew[before].person;
            self.people[leaver].wip -= 1;
            self.people[person].wip += 1;
        }
        let trust = self.opportunities[o].group.trust_start;
        let due_hours = self.hand_over(o);
        let now = self.now();
        self.opportunities[o].crew[before] =
            CrewMember { person, trust, trust_as_of: now, last_work: f64::NEG_INFINITY, coordinated: now, due_hours, worked_hours: 0.0 };
        before
    }

    /// A step waits for somebody who assists with it: of the pool that keeps the customer, if there is one, else where least of it waits.
    fn call_for_help(&mut self, o: OpportunityId, waiting: Waiting, helpers: &[RoleAt]) -> Desk {
        let own = self.opportunities[o].pool;
        let has = |pool: PoolAt, is_there: bool| {
            let helps = |&p: &Seat| helpers.contains(&self.plan.profiles[p].role) && (!is_there || self.people[p].is_there());
            self.plan.pools[pool].members.iter().filter(|p| helps(p)).count()
        };
        let waits = |pool: PoolAt, is_there: bool| self.queues[pool].assists.len() as f64 / has(pool, is_there) as f64;
        let best = |is_there: bool| {
            let able = self.plan.pools.keys().filter(|&pool| has(pool, is_there) > 0);
            let far = |pool: PoolAt| (pool != own, self.distance(own, pool));
            able.min_by(|&a, &b| far(a).cmp(&far(b)).then(waits(a, is_there).total_cmp(&waits(b, is_there))))
        };
        let pool = best(true).or_else(|| best(false)).unwrap_or(own);
        self.queues[pool].assists.push_back(waiting);
        Desk::Pool(pool)
    }

    /// Whether others than those who keep the customer do a step: as long as there is anybody, or is to be.
    pub(crate) fn is_assisted(&self, step: StepAt) -> bool {
        self.plan.catalogue.steps[step].helpers.iter().any(|&role| self.posts[role] > 0)
    }

    /// The step that still waits for somebody who assists.
    pub(crate) fn waits_for_help(&self, waiting: Waiting) -> Option<StepAt> {
        let line = self.opportunities.get(waiting.opportunity)?.threads.get(waiting.thread)?;
        let waits = line.state == ThreadState::WaitsForUs && line.since == waiting.since;
        (waits && self.plan.catalogue.steps[line.step].is_assisted()).then_some(line.step)
    }

    /// Whether somebody keeps a customer, or could.
    pub(crate) fn has_keeper(&self, o: OpportunityId, thread: ThreadAt) -> bool {
        let opportunity = &self.opportunities[o];
        opportunity.threads[thread].member.is_some() || !opportunity.crew.is_empty() || self.who_could_keep(o).is_some()
    }

    /// Who of ours would take a customer up whom nobody keeps: whoever is there of the pool and has least to do, else of another pool.
    fn who_could_keep(&self, o: OpportunityId) -> Option<Seat> {
        let keeps = |&p: &Seat| self.people[p].is_there() && self.plan.profiles[p].parts[Part::Flow];
        let of = |pool: PoolAt| {
            let members = self.plan.pools[pool].members.iter().copied();
            members.filter(keeps).min_by_key(|&p| self.people[p].wip)
        };
        of(self.opportunities[o].pool).or_else(|| of(self.staffed_pool(Part::Flow, &[], self.opportunities[o].pool, None)?))
    }

    /// The place in the crew of whoever keeps the customer in a thread that somebody assists with; somebody takes the customer up if nobody
    /// keeps them, and nobody does if nobody is there.
    pub(crate) fn keeper_of(&mut self, o: OpportunityId, thread: ThreadAt) -> Option<CrewAt> {
        let line = self.opportunities[o].threads[thread];
        if let Some(member) = line.member.or(line.former).or_else(|| self.opportunities[o].crew.first_key()) {
            return Some(member);
        }
        let person = self.who_could_keep(o)?;
        let to = self.people[person].pool;
        self.move_to_pool(o, to);
        let index = self.take_up(o, person);
        self.adopt_threads(o, thread, index);
        Some(index)
    }

    /// Whoever takes up a customer whom nobody keeps, keeps all appointments with them that they may.
    fn adopt_threads(&mut self, o: OpportunityId, but: ThreadAt, member: CrewAt) {
        let person = self.opportunities[o].crew[member].person;
        for thread in self.opportunities[o].threads.keys() {
            let line = self.opportunities[o].threads[thread];
            let waits = line.state == ThreadState::WaitsForUs;
            if thread == but
                || line.member.is_some()
                || (waits && !self.plan.catalogue.steps[line.step].is_for(self.plan.profiles[person].role))
            {
                continue;
            }
            self.opportunities[o].threads[thread].member = Some(member);
            if waits {
                let waiting = Waiting { since: line.since, ..self.waiting(o, thread) };
                self.lay_on_the_desk_of(o, waiting, member);
            }
        }
    }

    /// The first of ours takes an opportunity up: a handover, if somebody else judged it.
    fn take_up(&mut self, o: OpportunityId, person: Seat) -> CrewAt {
        let judge = self.opportunities[o].judged_by;
        let due_hours = if judge.is_some_and(|(j, _)| j != person) { self.hand_over(o) } else { 0.0 };
        self.add_to_crew(o, person, due_hours)
    }

    /// A handover: part of what was learned is lost. Returns its hours.
    pub(crate) fn hand_over(&mut self, o: OpportunityId) -> f64 {
        let rule = &self.plan.scenario.organisation;
        let loss = if rule.structured_handovers { rule.handover_loss_structured } else { rule.handover_loss };
        let experience = self.plan.experience[self.journey_of(o).segment];
        let belief = &mut self.opportunities[o].belief;
        belief.forget(loss, experience.surplus_mean, experience.surplus_variance, experience.size);
        self.happens_with(o, || Happening::Handover { lost: loss });
        self.plan.scenario.organisation.handover_work_hours
    }

    /// Going back to a customer takes the longer the more days have passed: `0.1 + 1.5 (1 - exp(-days / 10))` hours by default.
    fn setup_hours(&self, o: OpportunityId, member: CrewAt) -> f64 {
        let flow = &self.plan.scenario.flow;
        let last = self.opportunities[o].crew[member].last_work;
        if !last.is_finite() {
            return 0.0;
        }
        let days = (self.now() - last) / 24.0;
        flow.setup_work_hours_least + flow.setup_work_hours_more * (1.0 - math::exp(-days / flow.setup_days))
    }

    /// This person's half of the coordination with every other of ours on the customer, since last paid for.
    fn coordination_hours(&self, o: OpportunityId, member: CrewAt) -> f64 {
        let crew = &self.opportunities[o].crew;
        let others = crew.len() as f64 - 1.0;
        let weeks = (self.now() - crew[member].coordinated) / WEEK;
        0.5 * others * weeks * self.plan.scenario.organisation.coordination_work_hours_per_week
    }
}
