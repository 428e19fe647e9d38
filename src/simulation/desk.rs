//! A person's desk: what to work on next, and the end of a piece of work.

use crate::engine::time::DAY;
use crate::measure::{Domain, PoolAt, Seat, StepAt};
use crate::provider::people::PARTS;
use crate::scenario::provider::{Part, QueueOrder, Routing};
use crate::world::happening::Happening;
use crate::world::{Event, Hands, OpportunityId, PHASE_WORK, Phase, Queues, Stage, State, Task, ThreadAt, Waiting, World};
use std::collections::VecDeque;

/// How work is handed out in a world.
pub(super) const HANDS: Hands = Hands { pool: |world, pool| world.hand_out(pool), person: |world, person| world.look_for_work(person) };

impl World<'_> {
    /// Work has come to a pool: those who are free look at it, in turn, as long as there is some.
    ///
    /// What is begun may bring work to this pool or to others: they are looked at afterwards, one by one, so that the depth of
    /// calls does not grow with the number of people.
    pub(super) fn hand_out(&mut self, pool: PoolAt) {
        if !self.nudged.pools.contains(&pool) {
            self.nudged.pools.push_back(pool);
        }
        if self.nudged.is_looking || self.history.is_some() {
            return;
        }
        self.nudged.is_looking = true;
        let mut free = std::mem::take(&mut self.nudged.free);
        while let Some(pool) = self.nudged.pools.pop_front() {
            free.clear();
            self.list_free(pool, &mut free);
            for &(_, person) in &free {
                let began = self.take_up_work(person);
                if began && !self.pool_has_work(pool) && !self.queues[pool].prospecting {
                    break;
                }
            }
        }
        self.nudged.free = free;
        self.nudged.is_looking = false;
    }

    /// Those of a pool who could begin something: who has been idle longest first, or the most skilled first.
    fn list_free(&self, pool: PoolAt, free: &mut Vec<(f64, Seat)>) {
        let answers = !self.queues[pool].answers.is_empty();
        let by_skill = self.plan.scenario.organisation.routing == Routing::BestLead;
        for &member in &self.plan.pools[pool].members {
            let person = &self.people[member];
            let since = match person.state {
                State::Idle { since } => since,
                State::Resting if answers => f64::MAX,
                _ => continue,
            };
            free.push((if by_skill { -person.skill_mean } else { since }, member));
        }
        free.sort_by(|a, b| a.0.total_cmp(&b.0));
    }

    /// A person looks for the next piece of work; if there is more, those who are free look at it too.
    pub(super) fn look_for_work(&mut self, person: Seat) {
        if self.take_up_work(person) {
            let pool = self.people[person].pool;
            if self.plan.pools[pool].members.len() > 1 && self.pool_has_work(pool) {
                self.hand_out(pool);
            }
        }
    }

    /// A person begins the next piece of work. Returns whether there was any.
    fn take_up_work(&mut self, person: Seat) -> bool {
        let now = self.now();
        if matches!(self.people[person].state, State::Busy(_) | State::Vacant) || self.people[person].tenure.leaves {
            return false;
        }
        let Some(worked) = self.plan.hours.worked_if_open(now) else {
            if self.has_work(person) {
                let at = self.plan.hours.next_open(now);
                self.wake_at(person, at);
            }
            return false;
        };
        if self.people[person].is_away(now) {
            let at = self.plan.hours.next_open(self.people[person].away_until);
            self.wake_at(person, at);
            return false;
        }
        let profile = &self.plan.profiles[person];
        let credit = self.people[person].credit(profile, worked);
        let overdraft = self.plan.scenario.dialogue.overdraft_to_answer_hours;
        let [dialogue, qualification, flow] = PARTS.map(|part| self.people[person].has_time_for(profile, part, worked));
        let began = if credit < 0.0 {
            credit > -overdraft && dialogue && self.begin_answer(person)
        } else {
            (dialogue && self.begin_answer(person))
                || (dialogue && self.plan.scenario.dialogue.prospect_first && self.begin_prospecting(person))
                || (qualification && self.judging_comes_first(person) && self.begin_judging(person))
                || (flow && self.begin_own_step(person))
                || self.begin_assisting(person)
                || (flow && self.begin_pool_step(person))
                || (qualification && self.begin_judging(person))
                || (flow && self.pull(person))
                || (flow && self.lend_a_hand(person))
                || (dialogue && self.begin_prospecting(person))
        };
        if began {
            return true;
        }
        if !(dialogue && qualification && flow) {
            // Time for a part comes back day by day.
            let tomorrow = self.plan.hours.next_open(now + DAY);
            self.wake_at(person, tomorrow);
        }
        if credit < 0.0 {
            self.people[person].state = State::Resting;
            let answers = self.plan.profiles[person].parts[Part::Dialogue] && !self.queues[self.people[person].pool].answers.is_empty();
            let level = if answers && credit <= -overdraft { -overdraft } else { 0.0 };
            let at = self.people[person].rested(&self.plan.profiles[person], &self.plan.hours, now, level);
            self.wake_at(person, at);
        } else if !matches!(self.people[person].state, State::Idle { .. }) {
            self.people[person].state = State::Idle { since: now };
        }
        false
    }

    /// The first day begins: without a customer who comes, somebody may still have customers to seek.
    pub(crate) fn open_desks(&mut self) {
        let at = self.plan.hours.next_open(0.0);
        for person in self.people.keys() {
            self.wake_at(person, at);
        }
    }

    /// A person may look for work again.
    pub(crate) fn wakes(&mut self, person: Seat) {
        self.people[person].wake = None;
        self.look_for_work(person);
    }

    fn pool_has_work(&self, pool: PoolAt) -> bool {
        let q = &self.queues[pool];
        !(q.answers.is_empty()
            && q.to_qualify.is_empty()
            && q.steps.is_empty()
            && q.assists.is_empty()
            && q.backlog.is_empty()
            && q.help.is_empty())
    }

    fn has_work(&mut self, person: Seat) -> bool {
        let pool = self.people[person].pool;
        !self.people[person].queue.is_empty() || self.pool_has_work(pool) || self.wants_to_prospect(person)
    }

    /// Begins a task that takes `hours` of work.
    pub(crate) fn begin(&mut self, person: Seat, task: Task, hours: f64) {
        let now = self.now();
        let end = self.plan.hours.after(now, hours);
        if let Some((ticket, _)) = self.people[person].wake.take() {
            self.calendar.cancel(ticket);
        }
        let worked = self.plan.hours.worked(end);
        let profile = &self.plan.profiles[person];
        self.people[person].spend(profile, worked, hours);
        self.people[person].state = State::Busy(task);
        self.calendar.schedule(end, PHASE_WORK, Event::Finished { person });
    }

    fn begin_answer(&mut self, person: Seat) -> bool {
        if !self.plan.profiles[person].parts[Part::Dialogue] {
            return false;
        }
        let pool = self.people[person].pool;
        if self.queues[pool].answers.is_empty() {
            return false;
        }
        let now = self.now();
        let left = self.people[person].until_pause(&self.plan.profiles[person], self.plan.hours.worked(now));
        if left > 0.0 {
            let at = self.plan.hours.next_open(self.plan.hours.after(now, left));
            self.wake_at(person, at);
            return false;
        }
        while let Some(waiting) = self.queues[pool].answers.pop_front() {
            self.queues[pool].pipeline -= 1;
            let journey = waiting.journey;
            let came = self.customers.journeys.get(journey).filter(|entry| entry.stage == Stage::Came);
            let Some(channel) = came.and_then(|entry| entry.channel) else { continue };
            let hours = self.plan.channels[channel].answer_work_hours;
            let task = Task::Answer { journey, came: waiting.since, began: now };
            self.count_work(person, Part::Dialogue, now, hours, None);
            self.count_channel_work(channel, now, hours);
            self.happens(journey, || Happening::AnswerBegun { person, waited_hours: now - waiting.since });
            self.count_wait(person, now - waiting.since);
            self.begin(person, task, hours);
            return true;
        }
        false
    }

    fn begin_judging(&mut self, person: Seat) -> bool {
        let Some(step) = self.plan.catalogue.qualify else { return false };
        let profile = &self.plan.profiles[person];
        let has_role = self.plan.catalogue.steps[step].is_for(profile.role);
        if !profile.parts[Part::Qualification] || !has_role {
            return false;
        }
        let pool = self.people[person].pool;
        let order = self.shared_order();
        while let Some(waiting) = take(&mut self.queues[pool].to_qualify, order) {
            let o = waiting.opportunity;
            if !self.is_current(o) || self.opportunities[o].phase != Phase::ToQualify {
                continue;
            }
            let key = self.journey_of(o).key;
            let spec = &self.plan.catalogue.steps[step];
            let turn = u64::MAX - u64::from(self.opportunities[o].judgings.saturating_sub(1));
            let usual = self.draw_hours(key, turn, step, spec.mode);
            let hours = usual * self.people[person].pace.hours;
            let now = self.now();
            self.count_work(person, Part::Qualification, now, hours, Some(o));
            self.count_wait(person, now - waiting.since);
            self.count_demand(hours - self.plan.catalogue.steps[step].listed_effort().hours.max(0.0));
            self.happens_with(o, || Happening::JudgingBegun { person, waited_hours: now - waiting.since, hours });
            // A look brings as much in fewer hours to whoever is faster.
            self.begin(person, Task::Qualify { opportunity: o, hours: usual }, hours);
            return true;
        }
        false
    }

    /// First come, first served, whatever the work: does a dialogue wait to be judged for longer than the person's next step?
    fn judging_comes_first(&self, person: Seat) -> bool {
        let first = self.queues[self.people[person].pool].to_qualify.front();
        let own = self.people[person].queue.front();
        match (self.shared_order(), first, own) {
            (QueueOrder::Fifo, Some(waiting), Some(ready)) => waiting.since < ready.since,
            _ => false,
        }
    }

    fn begin_own_step(&mut self, person: Seat) -> bool {
        // What was just pulled may have been begun at once.
        if let State::Busy(_) = self.people[person].state {
            return true;
        }
        let order = self.plan.scenario.flow.queue_order;
        loop {
            let choice = if order == QueueOrder::Fifo { self.next_ready(person) } else { 0 };
            let queue = &mut self.people[person].queue;
            let next = match order {
                QueueOrder::Fifo => queue.remove(choice),
                QueueOrder::Value => best_position(queue.iter().map(|r| r.value)).and_then(|i| queue.remove(i)),
            };
            let Some(ready) = next else { return false };
            if self.is_still_ready(&ready) {
                self.start_step(person, ready.opportunity, ready.thread);
                return true;
            }
        }
    }

    fn begin_pool_step(&mut self, person: Seat) -> bool {
        if !self.plan.profiles[person].parts[Part::Flow] {
            return false;
        }
        let role = self.plan.profiles[person].role;
        let step_of = |world: &Self, waiting: Waiting| {
            let thread = world.opportunities.get(waiting.opportunity)?.threads.get(waiting.thread)?;
            thread.waits_in_pool(waiting.since).then_some(thread.step)
        };
        let is_mine = |world: &Self, _: Waiting, step: StepAt| world.plan.catalogue.steps[step].is_for(role);
        self.begin_shared(person, |queues| &mut queues.steps, step_of, is_mine)
    }

    /// A step of a customer whom somebody else keeps.
    fn begin_assisting(&mut self, person: Seat) -> bool {
        if !self.plan.profiles[person].assists {
            return false;
        }
        let role = self.plan.profiles[person].role;
        let is_mine = |world: &Self, waiting: Waiting, step: StepAt| {
            world.plan.catalogue.steps[step].helpers.contains(&role) && world.has_keeper(waiting.opportunity, waiting.thread)
        };
        self.begin_shared(person, |queues| &mut queues.assists, Self::waits_for_help, is_mine)
    }

    /// The step of a shared queue that the person may begin and that comes first. `step_of` gives the step that still waits; what is stale
    /// is thrown away on the way.
    fn begin_shared(
        &mut self,
        person: Seat,
        of: fn(&mut Queues) -> &mut VecDeque<Waiting>,
        step_of: impl Fn(&Self, Waiting) -> Option<StepAt>,
        is_mine: impl Fn(&Self, Waiting, StepAt) -> bool,
    ) -> bool {
        let pool = self.people[person].pool;
        let order = self.shared_order();
        let mut next: Option<(usize, f64)> = None;
        let mut at = 0;
        while let Some(waiting) = of(&mut self.queues[pool]).get(at).copied() {
            let Some(step) = step_of(self, waiting) else {
                of(&mut self.queues[pool]).remove(at);
                continue;
            };
            if next.is_none_or(|(_, value)| waiting.value > value) && is_mine(self, waiting, step) {
                next = Some((at, waiting.value));
                if order == QueueOrder::Fifo {
                    break;
                }
            }
            at += 1;
        }
        let Some(waiting) = next.and_then(|(at, _)| of(&mut self.queues[pool]).remove(at)) else { return false };
        self.start_step(person, waiting.opportunity, waiting.thread);
        true
    }

    /// Which work of a shared queue is taken first: the best leads, if they are for the best people.
    fn shared_order(&self) -> QueueOrder {
        match self.plan.scenario.organisation.routing {
            Routing::BestLead => QueueOrder::Value,
            _ => self.plan.scenario.flow.queue_order,
        }
    }

    fn pull(&mut self, person: Seat) -> bool {
        if !self.plan.profiles[person].parts[Part::Flow] {
            return false;
        }
        let pool = self.people[person].pool;
        let order = self.shared_order();
        let mut pulled = false;
        while self.has_room(person) {
            let Some(waiting) = take(&mut self.queues[pool].backlog, order) else { break };
            if !self.is_current(waiting.opportunity) || self.opportunities[waiting.opportunity].phase != Phase::Backlog {
                continue;
            }
            self.enter_flow(waiting.opportunity, Some(person));
            pulled = true;
        }
        // What was pulled waits for its customer, unless there is no delay.
        pulled && self.begin_own_step(person)
    }

    fn lend_a_hand(&mut self, person: Seat) -> bool {
        if !self.plan.profiles[person].parts[Part::Flow] {
            return false;
        }
        let pool = self.people[person].pool;
        let mut at = 0;
        while self.has_room(person) {
            let Some(waiting) = self.queues[pool].help.get(at).copied() else { break };
            let wanted = self.is_current(waiting.opportunity) && self.opportunities[waiting.opportunity].phase == Phase::InFlow;
            if wanted && self.opportunities[waiting.opportunity].crew.iter().any(|m| m.person == person) {
                at += 1;
                continue;
            }
            if wanted && !self.is_helped(waiting.opportunity, person) {
                at += 1;
                continue;
            }
            self.queues[pool].help.remove(at);
            if wanted && self.opportunities[waiting.opportunity].crew.len() < self.most_crew(waiting.opportunity) {
                self.join(waiting.opportunity, person);
            }
        }
        self.begin_own_step(person)
    }

    fn begin_prospecting(&mut self, person: Seat) -> bool {
        if !self.plan.profiles[person].parts[Part::Dialogue] || !self.wants_to_prospect(person) {
            return false;
        }
        let turn = self.people[person].outings as usize;
        let channel = self.plan.outbound[turn % self.plan.outbound.len()].0;
        let hours = self.plan.scenario.dialogue.prospect_work_hours;
        let now = self.now();
        self.count_work(person, Part::Dialogue, now, hours, None);
        self.count_channel_work(channel, now, hours);
        self.recorder.week.prospecting_hours += hours;
        self.begin(person, Task::Prospect { channel, hours }, hours);
        true
    }

    /// A person has finished what they were doing.
    pub(crate) fn finished(&mut self, person: Seat) {
        let State::Busy(task) = self.people[person].state else { return };
        let now = self.now();
        self.people[person].state = State::Idle { since: now };
        self.refresh_skill(person);
        self.count_activity(person, self.is_proposal(task));
        match task {
            Task::Answer { journey, came, began } => {
                if self.customers.journeys.get(journey).is_some_and(|entry| entry.stage == Stage::Came) {
                    let pool = self.people[person].pool;
                    self.answered(journey, began - came, Some(person), pool);
                }
            }
            Task::Qualify { opportunity, hours } => {
                if self.is_current(opportunity) {
                    self.judged(opportunity, person, hours);
                }
            }
            Task::Step { opportunity, thread } => {
                if self.is_current(opportunity) {
                    let domain = self.domain_of(opportunity, thread);
                    self.step_done(opportunity, thread, person);
                    self.practised(person, domain);
                }
            }
            Task::Prospect { channel, hours } => self.prospected(person, channel, hours),
        }
        if self.people[person].tenure.leaves {
            self.leaves(person);
        } else {
            self.look_for_work(person);
        }
    }

    /// The domain of the one whom a step is with.
    fn domain_of(&self, o: OpportunityId, thread: ThreadAt) -> Option<Domain> {
        let opportunity = &self.opportunities[o];
        let target = opportunity.threads.get(thread)?.target?;
        opportunity.group.people.get(target).map(|p| p.domain)
    }

    fn is_proposal(&self, task: Task) -> bool {
        let Task::Step { opportunity, thread } = task else { return false };
        let line = self.opportunities.get(opportunity).and_then(|o| o.threads.get(thread));
        line.map(|t| t.step).is_some_and(|s| self.plan.catalogue.steps[s].decides)
    }

    /// One of ours begins a step.
    pub(crate) fn start_step(&mut self, person: Seat, o: OpportunityId, thread: ThreadAt) {
        if let Some(ticket) = self.opportunities[o].threads[thread].patience {
            self.calendar.cancel(ticket);
        }
        let hours = self.take_step(person, o, thread);
        self.begin(person, Task::Step { opportunity: o, thread }, hours);
    }
}

fn best_position(values: impl Iterator<Item = f64>) -> Option<usize> {
    let mut best: Option<(usize, f64)> = None;
    for (i, value) in values.enumerate() {
        if best.is_none_or(|(_, b)| value > b) {
            best = Some((i, value));
        }
    }
    best.map(|(i, _)| i)
}

fn take(queue: &mut VecDeque<Waiting>, order: QueueOrder) -> Option<Waiting> {
    match order {
        QueueOrder::Fifo => queue.pop_front(),
        QueueOrder::Value => best_position(queue.iter().map(|w| w.value)).and_then(|i| queue.remove(i)),
    }
}
