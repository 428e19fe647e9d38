//! Weeks and periods: what is credited to whom, what is paid when a period ends, how hard people work.

use crate::engine::time::{INSTANT, WEEK};
use crate::measure::Seat;
use crate::money::ledger::{Due, PlanAt};
use crate::policy::effort::{self, Pull};
use crate::world::{Event, PHASE_PERIOD, World};

impl World<'_> {
    /// Schedules the first week and the first end of each plan's period.
    pub(crate) fn open_periods(&mut self) {
        self.calendar.schedule(0.0, PHASE_PERIOD, Event::WeekBegins);
        for plan in self.plan.pay.plans.keys() {
            let (start, end) = self.plan.pay.period(plan, 0.0);
            self.ledger.opens(plan, start, end);
            self.calendar.schedule(end, PHASE_PERIOD, Event::PeriodEnds { plan });
        }
    }

    /// A period of a plan ends for everybody who is paid by it, those who left in it included.
    pub(crate) fn period_ends(&mut self, plan: PlanAt) {
        let now = self.now();
        let (_, next) = self.plan.pay.period(plan, now + INSTANT);
        self.calendar.schedule(next, PHASE_PERIOD, Event::PeriodEnds { plan });
        let (start, end) = self.plan.pay.period(plan, now - INSTANT);
        self.count_pay(plan, start, end);
        let closes = self.plan.pay.closes(plan, (start, end));
        for due in self.ledger.settle(plan, start, end, closes) {
            self.begins_a_period(&due);
        }
        self.ledger.opens(plan, end, next);
        self.recorder.settled_until[plan] = end;
    }

    /// Whoever is still there has learned what a period pays, and says what the next one will bring.
    fn begins_a_period(&mut self, due: &Due) {
        let person = self.ledger.accounts[due.account].seat;
        let learning = self.plan.scenario.response.pay_learning;
        let who = &mut self.people[person];
        if !who.is_there() {
            return;
        }
        if who.earnings.account != due.account {
            if let Some(earnings) = who.earnings_of(due.account) {
                earnings.period_ends(due.credit, due.settlement.paid, due.share, learning);
            }
            return;
        }
        let (paid, base) = (due.settlement.paid, self.plan.pay.base[person]);
        let by_components = self.plan.pay.components[person].iter().zip(&who.components);
        // Of components of other lengths, what falls into a period of the plan itself.
        let (usual, short) = by_components.fold((0.0, 0.0), |(usual, short), (terms, earnings)| {
            (usual + terms.periods * earnings.usual_pay, short + terms.periods * earnings.shortfall)
        });
        let expected = base + who.earnings.usual_pay + usual;
        who.pay_disappointment = if expected > 0.0 { (expected - usual - base - paid / due.share + short) / expected } else { 0.0 };
        who.earnings.period_ends(due.credit, paid, due.share, learning);
        self.say_forecast(person);
    }

    /// Counts what a period adds to the pay of the window: all of it, or what is accrued between the ends of the window that lie in it.
    fn count_pay(&mut self, plan: PlanAt, start: f64, end: f64) {
        let (from, to) = (self.plan.window_start, self.plan.window_end);
        if end <= from + INSTANT || start >= to - INSTANT {
            return;
        }
        let until = if end > to + INSTANT { to } else { end };
        let before = if start < from - INSTANT { self.ledger.dues(plan, start, end, from) } else { Vec::new() };
        for mut due in self.in_order(self.ledger.dues(plan, start, end, until)) {
            if let Some(before) = before.iter().find(|before| before.account == due.account) {
                due = due.since(before);
            }
            self.recorder.pay(&self.ledger.accounts[due.account], due.cost);
            let forecast = self.forecast_for(&due);
            self.recorder.record_due(&self.ledger, &due, from, forecast, until == end);
        }
    }

    /// Seat by seat, and those who held it one after the other.
    fn in_order(&self, mut dues: Vec<Due>) -> Vec<Due> {
        dues.sort_by_key(|due| (self.ledger.accounts[due.account].seat, due.account));
        dues
    }

    /// What somebody had forecast for a whole period.
    fn forecast_for(&self, due: &Due) -> Option<f64> {
        let earnings = &self.people[self.ledger.accounts[due.account].seat].earnings;
        (earnings.account == due.account && due.share == 1.0).then_some(earnings.forecast)
    }

    /// The window is over: what is open is accrued up to its end.
    pub(crate) fn close_books(&mut self) {
        for plan in self.plan.pay.plans.keys() {
            let to = self.plan.window_end;
            if self.recorder.settled_until[plan] < to - INSTANT {
                let (start, end) = self.plan.pay.period(plan, to - INSTANT);
                self.count_pay(plan, start, end);
            }
        }
    }

    /// What a person says that the next period will bring: less than expected, where a ratchet makes it pay to look poor.
    fn say_forecast(&mut self, person: Seat) {
        let response = &self.plan.scenario.response;
        let usual = self.people[person].earnings.usual;
        let shade = if response.pay_weight > 0.0 { effort::shading(response, &self.account(person).payout, usual) } else { 0.0 };
        let earnings = &mut self.people[person].earnings;
        earnings.forecast = earnings.usual * (1.0 - shade);
    }

    /// A week begins: everybody decides how hard to work.
    pub(crate) fn week_begins(&mut self) {
        let now = self.now();
        self.calendar.schedule(now + WEEK, PHASE_PERIOD, Event::WeekBegins);
        self.count_week();
        self.let_go();
        self.learn_this_week();
        let response = &self.plan.scenario.response;
        if response.effort_elasticity <= 0.0 {
            return;
        }
        let worked = self.plan.hours.worked(now);
        for person in self.people.keys() {
            let stakes = self.stakes_of(person);
            let profile = &self.plan.profiles[person];
            let by_components = self.components_per_hour(person);
            let earnings = &self.people[person].earnings;
            let period_hours = self.plan.pay.selling_hours_per_period[person];
            // Credit that an hour usually brings.
            let hourly = earnings.usual.max(0.0) / period_hours.max(1e-9);
            let pull = Pull { pay_per_hour: stakes.now.max(0.0) * hourly + by_components, colleagues: self.effort_around(person) };
            let level = effort::level(response, pull);
            if (level - self.people[person].effort).abs() > 1e-12 {
                self.count_effort(person);
                let who = &mut self.people[person];
                who.settle_hours(profile, worked);
                who.effort = level;
            }
        }
    }

    /// Mean effort of those in the pool, as far as it is seen.
    fn effort_around(&self, person: Seat) -> Option<f64> {
        let members = &self.plan.pools[self.people[person].pool].members;
        if !self.plan.scenario.organisation.effort_is_seen || members.len() < 2 {
            return None;
        }
        let others = || members.iter().filter(|&&m| m != person && self.has_joined(m));
        let count = others().count();
        (count > 0).then(|| others().map(|&m| self.people[m].effort).sum::<f64>() / count as f64)
    }
}
