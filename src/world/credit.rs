//! Who is credited what, and what a sale is worth to whom.

use super::World;
use super::after_sale::Worth;
use super::opportunity::CrewAt;
use super::opportunity::OpportunityId;
use crate::engine::Purpose;
use crate::measure::Seat;
use crate::provider::earnings::{Outlook, Stakes};
use crate::scenario::pay::{Credit, Split};

const SURVEY: Purpose = Purpose::named("survey after delivery");

impl World<'_> {
    /// What a EUR of this opportunity's price is worth to a person, EUR of own pay.
    pub(crate) fn stakes(&mut self, person: Seat, o: OpportunityId) -> Stakes {
        let share = self.share_of_credit(o, person) * self.plan.pay.credit_share[self.plan.pay.plan_of[person]];
        self.stakes_of(person).times(share)
    }

    /// What a EUR of credit is worth to a person, EUR of own pay.
    pub(crate) fn stakes_of(&mut self, person: Seat) -> Stakes {
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
    pub(crate) fn credit_left(&self, person: Seat, discount: f64) -> f64 {
        let which = self.plan.pay.plan_of[person];
        let usual = self.plan.pay.credit_share[which].max(1e-9);
        match self.plan.pay.plans[which].credit {
            Credit::Bookings => 1.0 - discount,
            Credit::Margin => (1.0 - discount / usual).max(0.0),
            Credit::MutualValue => 1.0,
        }
    }

    pub(crate) fn team_means(&self, person: Seat) -> (f64, f64) {
        let team = &self.plan.pay.teams[self.plan.pay.team_of[person]];
        let size = team.len().max(1) as f64;
        let mean =
            |of: fn(&crate::provider::earnings::Earnings) -> f64| team.iter().map(|&p| of(&self.people[p].earnings)).sum::<f64>() / size;
        (mean(|e| e.credit), mean(|e| e.usual))
    }

    /// Days until a person's period of pay ends.
    pub(crate) fn days_left_in_period(&self, person: Seat) -> f64 {
        let (_, end) = self.plan.pay.period(self.plan.pay.plan_of[person], self.now());
        (end - self.now()) / 24.0
    }

    /// Share of a deal's credit that a person would get if it were closed now.
    pub(crate) fn share_of_credit(&self, o: OpportunityId, person: Seat) -> f64 {
        let crew = &self.opportunities[o].crew;
        let Some(place) = crew.position(|m| m.person == person) else { return 0.0 };
        match self.plan.pay.plans[self.plan.pay.plan_of[person]].split {
            Split::Owner => f64::from(u8::from(place == CrewAt::FIRST)),
            Split::Equal => 1.0 / crew.len() as f64,
            Split::Hours => {
                let hours: f64 = crew.iter().map(|m| m.worked_hours).sum();
                if hours > 0.0 { crew[place].worked_hours / hours } else { 1.0 / crew.len() as f64 }
            }
        }
    }

    /// Credits those who worked on a deal with a part of this amount.
    pub(crate) fn credit(&mut self, o: OpportunityId, amount: impl Fn(&Self, Seat) -> f64) {
        for place in self.opportunities[o].crew.keys() {
            let person = self.opportunities[o].crew[place].person;
            let share = self.share_of_credit(o, person);
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
    pub(crate) fn take_credit_back(&mut self, person: Seat, price: f64, sold_at: f64) {
        if self.people.get(person).is_none() {
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

    /// Somebody leaves: what they have earned in this period so far is paid out.
    pub(crate) fn pay_out(&mut self, person: Seat) {
        let (team_credit, _) = self.team_means(person);
        let paid = self.people[person].earnings.period_ends(team_credit, self.plan.scenario.response.pay_learning);
        if self.in_window(self.now()) {
            self.recorder.pay_of_person[person] += paid;
            self.recorder.variable_pay += paid;
        }
    }
}
