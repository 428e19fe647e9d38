//! Weeks and periods: what is credited to whom, what is paid when a period ends, how hard people work.

use crate::engine::Table;
use crate::engine::time::WEEK;
use crate::measure::{PeriodRecord, Seat};
use crate::policy::effort::{self, Pull};
use crate::world::pay::PlanAt;
use crate::world::{Event, PHASE_PERIOD, World};

impl World<'_> {
    /// Schedules the first week and the first end of each plan's period.
    pub(crate) fn open_periods(&mut self) {
        self.calendar.schedule(0.0, PHASE_PERIOD, Event::WeekBegins);
        for plan in self.plan.pay.plans.keys() {
            let (_, end) = self.plan.pay.period(plan, 0.0);
            self.calendar.schedule(end, PHASE_PERIOD, Event::PeriodEnds { plan });
        }
    }

    /// A period of a plan ends for everybody who is paid by it.
    pub(crate) fn period_ends(&mut self, plan: PlanAt) {
        let now = self.now();
        let (_, end) = self.plan.pay.period(plan, now + 1e-6);
        self.calendar.schedule(end, PHASE_PERIOD, Event::PeriodEnds { plan });
        let counts = now > self.plan.window_start && now <= self.plan.window_end + 1e-6;
        // Means are over the credit of this period, so everybody's is read before anybody's is cleared.
        let team_credits: Table<Seat, f64> = self.people.keys().map(|person| self.team_means(person).0).collect();
        for (person, team_credit) in team_credits.into_iter_enumerated() {
            if self.plan.pay.plan_of[person] != plan || !self.people[person].is_there() {
                continue;
            }
            let earnings = &self.people[person].earnings;
            let (credit, forecast, quota) = (earnings.credit, earnings.forecast, earnings.payout.quota());
            if counts {
                self.recorder.attainment.0 += credit;
                self.recorder.attainment.1 += quota;
                self.recorder.forecast.0 += (forecast - credit).abs();
                self.recorder.forecast.1 += credit.abs();
                self.recorder.forecast.2 += forecast;
            }
            let usual_pay = self.people[person].earnings.usual_pay;
            let paid = self.people[person].earnings.period_ends(team_credit, self.plan.scenario.response.pay_learning);
            let base = self.plan.pay.base[person];
            if counts {
                self.recorder.pay_of_person[person] += paid;
                self.recorder.variable_pay += paid;
                let ends_days = (now - self.plan.window_start) / 24.0;
                self.recorder.periods.push(PeriodRecord { person, ends_days, credit, quota, forecast, variable_pay: paid });
            }
            let expected = base + usual_pay;
            self.people[person].pay_disappointment = if expected > 0.0 { (expected - base - paid) / expected } else { 0.0 };
            self.say_forecast(person);
        }
    }

    /// What a person says that the next period will bring: less than expected, where a ratchet makes it pay to look poor.
    fn say_forecast(&mut self, person: Seat) {
        let response = &self.plan.scenario.response;
        let earnings = &self.people[person].earnings;
        let shade = if response.pay_weight > 0.0 { effort::shading(response, earnings) } else { 0.0 };
        let earnings = &mut self.people[person].earnings;
        earnings.forecast = earnings.usual * (1.0 - shade);
    }

    /// A week begins: everybody decides how hard to work.
    pub(crate) fn week_begins(&mut self) {
        let now = self.now();
        self.calendar.schedule(now + WEEK, PHASE_PERIOD, Event::WeekBegins);
        self.count_week();
        self.learn_this_week();
        let response = &self.plan.scenario.response;
        if response.effort_elasticity <= 0.0 {
            return;
        }
        let worked = self.plan.hours.worked(now);
        for person in self.people.keys() {
            let stakes = self.stakes_of(person);
            let profile = &self.plan.profiles[person];
            let earnings = &self.people[person].earnings;
            let period_hours = self.plan.pay.selling_hours_per_period[person];
            // Credit that an hour usually brings.
            let hourly = earnings.usual.max(0.0) / period_hours.max(1e-9);
            let pull = Pull { pay_per_hour: stakes.now.max(0.0) * hourly, colleagues: self.effort_around(person) };
            let level = effort::level(response, pull);
            let who = &mut self.people[person];
            if (level - who.effort).abs() > 1e-12 {
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
        let others: f64 = members.iter().filter(|&&m| m != person).map(|&m| self.people[m].effort).sum();
        Some(others / (members.len() - 1) as f64)
    }
}
