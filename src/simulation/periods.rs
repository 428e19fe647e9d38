//! Weeks and periods: what is credited to whom, what is paid when a period ends, how hard people work.

use crate::engine::time::WEEK;
use crate::engine::{Purpose, math};
use crate::measure::PeriodRecord;
use crate::policy::effort::{self, Pull};
use crate::provider::earnings::{Outlook, Stakes};
use crate::scenario::pay::{Credit, Split};
use crate::scenario::response::Response;
use crate::world::{Event, OpportunityId, PHASE_PERIOD, World, Worth};

const SURVEY: Purpose = Purpose::named("survey after delivery");

impl World<'_> {
    /// Schedules the first week and the first end of each plan's period.
    pub(crate) fn open_periods(&mut self) {
        self.calendar.schedule(0.0, PHASE_PERIOD, Event::WeekBegins);
        for plan in 0..self.plan.pay.plans.len() {
            let (_, end) = self.plan.pay.period(plan, 0.0);
            self.calendar.schedule(end, PHASE_PERIOD, Event::PeriodEnds { plan: plan as u16 });
        }
    }

    /// What a EUR of this opportunity's price is worth to a person, EUR of own pay.
    pub(crate) fn stakes(&mut self, person: usize, o: OpportunityId) -> Stakes {
        let share = self.share_of_credit(o, person as u16) * self.plan.pay.credit_share[self.plan.pay.plan_of[person]];
        self.stakes_of(person).times(share)
    }

    /// What a EUR of credit is worth to a person, EUR of own pay.
    pub(crate) fn stakes_of(&mut self, person: usize) -> Stakes {
        let now = self.now();
        let plan = self.plan;
        let pay = &plan.pay;
        let which = pay.plan_of[person];
        let (start, end) = pay.period(which, now);
        let team = &pay.teams[pay.team_of[person]];
        let is_team = self.people[person].earnings.payout.team_share() > 0.0;
        let (team_credit, team_usual) = if is_team { self.team_means(person) } else { (0.0, 0.0) };
        let response = &plan.scenario.response;
        let is_late = pay.plans[which].credit != Credit::Bookings;
        let regard = if plan.scenario.organisation.effort_is_seen { response.peer_weight } else { 0.0 };
        let stakes = self.people[person].earnings.stakes(response, now, || Outlook {
            left: ((end - now) / (end - start)).clamp(0.0, 1.0),
            deal: pay.typical_deal * pay.credit_share[which],
            team_credit,
            team_usual,
            team_size: team.len() as f64,
            regard,
        });
        // What is measured at delivery is credited in some later period, whenever it is signed.
        if is_late { Stakes { now: stakes.next, next: stakes.next } } else { stakes }
    }

    /// Credit of a deal with a discount, as a share of its credit without one.
    pub(crate) fn credit_left(&self, person: usize, discount: f64) -> f64 {
        let which = self.plan.pay.plan_of[person];
        let usual = self.plan.pay.credit_share[which].max(1e-9);
        match self.plan.pay.plans[which].credit {
            Credit::Bookings => 1.0 - discount,
            Credit::Margin => (1.0 - discount / usual).max(0.0),
            Credit::MutualValue => 1.0,
        }
    }

    fn team_means(&self, person: usize) -> (f64, f64) {
        let team = &self.plan.pay.teams[self.plan.pay.team_of[person]];
        let size = team.len().max(1) as f64;
        let mean =
            |of: fn(&crate::provider::earnings::Earnings) -> f64| team.iter().map(|&p| of(&self.people[p].earnings)).sum::<f64>() / size;
        (mean(|e| e.credit), mean(|e| e.usual))
    }

    /// Days until a person's period of pay ends.
    pub(crate) fn days_left_in_period(&self, person: usize) -> f64 {
        let (_, end) = self.plan.pay.period(self.plan.pay.plan_of[person], self.now());
        (end - self.now()) / 24.0
    }

    /// Share of a deal's credit that a person would get if it were closed now.
    fn share_of_credit(&self, o: OpportunityId, person: u16) -> f64 {
        let crew = &self.opportunities[o].crew;
        let Some(place) = crew.iter().position(|m| m.person == person) else { return 0.0 };
        match self.plan.pay.plans[self.plan.pay.plan_of[person as usize]].split {
            Split::Owner => f64::from(u8::from(place == 0)),
            Split::Equal => 1.0 / crew.len() as f64,
            Split::Hours => {
                let hours: f64 = crew.iter().map(|m| m.worked_hours).sum();
                if hours > 0.0 { crew[place].worked_hours / hours } else { 1.0 / crew.len() as f64 }
            }
        }
    }

    /// Credits those who worked on a deal with a part of this amount.
    fn credit(&mut self, o: OpportunityId, amount: impl Fn(&Self, usize) -> f64) {
        for place in 0..self.opportunities[o].crew.len() {
            let person = self.opportunities[o].crew[place].person as usize;
            let share = self.share_of_credit(o, person as u16);
            let credit = share * amount(self, person);
            if credit != 0.0 {
                self.people[person].earnings.add_credit(credit);
            }
        }
    }

    /// A deal is signed: bookings are credited, but for what is held back until delivery.
    pub(crate) fn credit_sale(&mut self, o: OpportunityId) {
        let price = self.price_of(o);
        self.credit(o, |s, person| {
            let plan = s.plan.pay.plan(person);
            if plan.credit == Credit::Bookings { price * (1.0 - plan.deferral_share) } else { 0.0 }
        });
    }

    /// A deal is delivered: what is measured then is credited.
    pub(crate) fn credit_delivery(&mut self, o: OpportunityId, worth: Worth) {
        let (price, list) = (self.price_of(o), self.list_price_of(o));
        let noise = self.plan.scenario.relationship.survey_noise * self.streams.stream(SURVEY, self.journey_of(o).key, 0).normal();
        let said_gain = worth.customer_surplus + noise;
        let content = !worth.regretted && said_gain > 0.0;
        self.credit(o, |s, person| {
            let plan = s.plan.pay.plan(person);
            let bonus = if content && worth.margin > 0.0 { plan.win_win_bonus * price } else { 0.0 };
            let credited = match plan.credit {
                Credit::Margin => list * worth.margin * if content { 1.0 } else { 1.0 - plan.deferral_share },
                _ if !content => 0.0,
                Credit::Bookings => plan.deferral_share * price,
                Credit::MutualValue => list * (said_gain + worth.margin),
            };
            // The bonus is EUR of pay: as much credit as pays it at the on-target rate.
            let rate = s.people[person].earnings.on_target_rate();
            credited + if rate > 0.0 { bonus / rate } else { 0.0 }
        });
    }

    /// A customer left, or had the money back: some of the credit is taken back.
    pub(crate) fn take_credit_back(&mut self, person: usize, price: f64, sold_at: f64) {
        if person >= self.people.len() {
            return;
        }
        let plan = self.plan.pay.plan(person);
        let in_time = self.now() - sold_at <= 24.0 * plan.clawback_days;
        if plan.clawback_share > 0.0 && in_time && plan.credit != Credit::MutualValue {
            self.people[person]
                .earnings
                .add_credit(-plan.clawback_share * price * self.plan.pay.credit_share[self.plan.pay.plan_of[person]]);
        }
    }

    /// A period of a plan ends for everybody who is paid by it.
    pub(crate) fn period_ends(&mut self, plan: usize) {
        let now = self.now();
        let (_, end) = self.plan.pay.period(plan, now + 1e-6);
        self.calendar.schedule(end, PHASE_PERIOD, Event::PeriodEnds { plan: plan as u16 });
        let counts = now > self.plan.window_start && now <= self.plan.window_end + 1e-6;
        // Means are over the credit of this period, so everybody's is read before anybody's is cleared.
        let team_credits: Vec<f64> = (0..self.people.len()).map(|person| self.team_means(person).0).collect();
        for (person, team_credit) in team_credits.into_iter().enumerate() {
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
                self.recorder.periods.push(PeriodRecord { person: person as u16, ends_days, credit, quota, forecast, variable_pay: paid });
            }
            let expected = base + usual_pay;
            self.people[person].pay_disappointment = if expected > 0.0 { (expected - base - paid) / expected } else { 0.0 };
            self.say_forecast(person);
        }
    }

    /// Somebody leaves: what they have earned in this period so far is paid out.
    pub(crate) fn pay_out(&mut self, person: usize) {
        let (team_credit, _) = self.team_means(person);
        let paid = self.people[person].earnings.period_ends(team_credit, self.plan.scenario.response.pay_learning);
        if self.in_window(self.now()) {
            self.recorder.pay_of_person[person] += paid;
            self.recorder.variable_pay += paid;
        }
    }

    /// What a person says that the next period will bring: less than expected, where a ratchet makes it pay to look poor.
    fn say_forecast(&mut self, person: usize) {
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
        for person in 0..self.people.len() {
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
    fn effort_around(&self, person: usize) -> Option<f64> {
        let members = &self.plan.pools[self.people[person].pool as usize].members;
        if !self.plan.scenario.organisation.effort_is_seen || members.len() < 2 {
            return None;
        }
        let others: f64 = members.iter().filter(|&&m| m != person).map(|&m| self.people[m].effort).sum();
        Some(others / (members.len() - 1) as f64)
    }
}

/// What the hazard of quitting is multiplied by after disappointing pay: `exp(response · share of pay missing)`, within bounds.
pub(crate) fn quit_factor(rule: &Response, disappointment: f64) -> f64 {
    math::exp(rule.quit_response * disappointment).clamp(1.0 / rule.quit_factor_most, rule.quit_factor_most)
}
