//! What whoever decides can see: what we believe of a customer, what is asked and was worked, where a person stands with pay and
//! hours. The customer's truth is in none of it.

use crate::engine::math;
use crate::provider::Belief;
use crate::provider::earnings::Stakes;
use crate::scenario::heuristics::Heuristics;
use crate::scenario::response::Response;

/// A customer as our people see them.
#[derive(Debug, Clone, Copy)]
pub struct CustomerView<'a> {
    /// What we believe.
    pub belief: &'a Belief,
    /// List price of the deal that is talked about, EUR.
    pub list_price: f64,
    /// Discount on it that was given so far, as a share.
    pub discount: f64,
    /// Hours that we have worked for the customer.
    pub worked_hours: f64,
    /// How many of our people are on the customer.
    pub crew: usize,
    /// What is taken for granted about customers.
    pub rules: &'a Heuristics,
}

impl CustomerView<'_> {
    /// Price as it is asked, EUR.
    pub fn price(&self) -> f64 {
        self.list_price * (1.0 - self.discount)
    }

    /// Chance that they say yes, as we believe.
    pub fn chance(&self) -> f64 {
        self.belief.chance_of_yes(self.rules)
    }

    /// What their yes is worth to whoever gets so much for a EUR of the list price, EUR. Nothing is reckoned where nothing is at stake.
    pub fn worth(&self, stake: f64) -> f64 {
        if stake == 0.0 { 0.0 } else { self.list_price * self.chance() * stake }
    }

    /// Hours that a customer of this size takes in all, as experience says.
    pub fn hours_guess(&self) -> f64 {
        self.rules.hours_of_customer(self.belief.size_guess)
    }

    /// Hours that are still to go.
    pub fn hours_to_go(&self) -> f64 {
        (self.hours_guess() - self.worked_hours).max(self.rules.least_hours_to_go)
    }

    /// Hours of work that a choice about the customer is about: those that went into it.
    pub fn hours_at_stake(&self, response: &Response) -> f64 {
        self.worked_hours.max(response.choice_hours)
    }
}

/// Where a person stands with their pay, as far as one customer goes.
#[derive(Debug, Clone, PartialEq)]
pub struct PayView {
    /// What a EUR of the price is worth to the person, EUR of own pay.
    pub stakes: Stakes,
    /// Days until the person's period of pay ends.
    pub days_left: f64,
    /// Extra pay in times that are on or yet to come.
    pub extra: Vec<ExtraPay>,
}

/// Extra pay for a deal that is signed in a certain time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ExtraPay {
    /// What a EUR of the price is worth, EUR of own pay.
    pub per_price: f64,
    /// Days until the time begins; 0 once it has.
    pub begins_in: f64,
    /// Days until it ends.
    pub ends_in: f64,
}

impl ExtraPay {
    /// What it is worth if it is signed in so many days.
    fn at(&self, days: f64) -> f64 {
        if self.begins_in <= days && days < self.ends_in { self.per_price } else { 0.0 }
    }
}

impl PayView {
    /// What a EUR of the price is worth if it is signed in about so many days.
    pub fn stake_in(&self, days: f64) -> f64 {
        let Stakes { now, next } = self.stakes;
        let by_credit = if now == next {
            now
        } else {
            let in_period = (self.days_left / days).min(1.0);
            in_period * now + (1.0 - in_period) * next
        };
        let before = |end: f64| (end / days).min(1.0);
        let extra = |extra: &ExtraPay| extra.per_price * (before(extra.ends_in) - before(extra.begins_in));
        self.extra.iter().fold(by_credit, |sum, one| sum + extra(one))
    }

    /// What a EUR of the price is worth if it is signed now.
    pub fn stake_now(&self) -> f64 {
        self.extra.iter().fold(self.stakes.now, |sum, extra| sum + extra.at(0.0))
    }

    /// What it is worth if it is signed as soon as the next period has begun.
    pub fn stake_next(&self) -> f64 {
        self.extra.iter().fold(self.stakes.next, |sum, extra| sum + extra.at(self.days_left))
    }

    /// What it is worth to wait for a signature that comes at random, so many a day.
    pub fn stake_while_waiting(&self, per_day: f64) -> f64 {
        let still_open = |days: f64| math::exp(-per_day * days);
        let in_period = 1.0 - still_open(self.days_left);
        let by_credit = in_period * self.stakes.now + (1.0 - in_period) * self.stakes.next;
        let extra = |extra: &ExtraPay| extra.per_price * (still_open(extra.begins_in) - still_open(extra.ends_in));
        self.extra.iter().fold(by_credit, |sum, one| sum + extra(one))
    }
}

/// Where a person stands with their hours.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HoursView {
    /// Pay for a EUR of credit now, EUR.
    pub pay_now: f64,
    /// Credit that a period usually brings, EUR.
    pub usual_credit: f64,
    /// Selling hours of a period.
    pub hours_of_period: f64,
    /// Selling hours at hand.
    pub in_hand: f64,
    /// Most selling hours that can be saved up.
    pub most_in_hand: f64,
    /// Pay that an hour usually brings by the components of the pay beside the plan itself, EUR.
    pub components_per_hour: f64,
}

impl HoursView {
    /// What another hour for a customer costs the person, EUR of own pay: what hours usually bring, as far as they are short.
    pub fn worth_of_hour(&self) -> f64 {
        let worth = self.pay_now.max(0.0) * self.usual_credit.max(0.0) / self.hours_of_period.max(1e-9) + self.components_per_hour;
        if worth <= 0.0 {
            return 0.0;
        }
        // Whoever has hours in hand takes them from nobody.
        worth * (1.0 - self.in_hand / self.most_in_hand.max(1e-9)).clamp(0.0, 1.0)
    }
}
