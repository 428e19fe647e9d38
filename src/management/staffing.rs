//! People quit, and somebody new takes the seat after a while.
//!
//! When somebody quits and when the next one starts belongs to the seat, whatever anybody works on: under equal pay, the tenures
//! are the same under every system.

use crate::engine::math;
use crate::engine::time::YEAR;
use crate::measure::Seat;
use crate::money::ledger::{Ledger, PayAccountAt};
use crate::provider::earnings::Earnings;
use crate::scenario::provider::RampOf;
use crate::scenario::response::Response;
use crate::world::dated::{Dated, Turn, Who};
use crate::world::{Event, PHASE_WORK, State, World};

impl<'a> World<'a> {
    /// Draws when those who are there from the start quit.
    pub(crate) fn open_tenures(&mut self) {
        for person in self.people.keys() {
            match self.plan.profiles[person].joins {
                None => {
                    if let Some(since) = self.plan.profiles[person].since() {
                        self.quota_ramps(person, self.plan.window_start + since);
                    }
                    // Whoever is named is there when the window begins.
                    let stays_until = if self.plan.profiles[person].known.is_some() { self.plan.window_start } else { 0.0 };
                    self.begin_tenure(person, stays_until);
                }
                Some(at) => self.is_vacant(person, f64::NEG_INFINITY, self.plan.window_start + at),
            }
        }
    }

    fn begin_tenure(&mut self, person: Seat, since: f64) {
        if self.role_of(person).quits_per_year > 0.0 && !self.is_known_to_leave(person) {
            let key = self.plan.profiles[person].key;
            self.people[person].tenure.draw_endurance(&self.streams, key, since);
            self.schedule_quitting(person);
        }
    }

    /// Whether whoever holds a seat is the first to do so.
    pub(crate) fn is_first_holder(&self, person: Seat) -> bool {
        self.people[person].tenure.number == u32::from(self.plan.profiles[person].joins.is_some())
    }

    /// Whether it is known on which date somebody leaves: until then they stay.
    fn is_known_to_leave(&self, person: Seat) -> bool {
        let is_theirs = |who: Who| matches!(who, Who::Seat(seat) | Who::Person(seat) if seat == person);
        let leaves = |dated: &Dated| matches!(dated.what, Turn::Leaves { who, .. } if is_theirs(who));
        self.is_first_holder(person) && self.first.dated.iter().any(leaves)
    }

    fn schedule_quitting(&mut self, person: Seat) {
        let hazard = self.role_of(person).quits_per_year / YEAR;
        let tenure = &mut self.people[person].tenure;
        let at = tenure.endurance_as_of + tenure.endurance / (hazard * tenure.hazard_factor);
        if let Some(ticket) = tenure.quits.take() {
            self.calendar.cancel(ticket);
        }
        if at < self.plan.horizon {
            let at = at.max(self.now());
            self.people[person].tenure.quits = Some(self.calendar.schedule(at, PHASE_WORK, Event::Quits { person }));
        }
    }

    /// How many times as likely as usual a person is to quit.
    pub(crate) fn quit_hazard_factor(&self, person: Seat) -> f64 {
        quit_factor(&self.plan.scenario.response, self.people[person].pay_disappointment)
    }

    /// Everybody thinks over whether to stay: the hazard of quitting changes, and what has been endured counts.
    pub(crate) fn review_quitting(&mut self) {
        for person in self.people.keys() {
            let hazard = self.role_of(person).quits_per_year / YEAR;
            let is_settled = self.people[person].is_there() && !self.people[person].tenure.leaves;
            let factor = self.quit_hazard_factor(person);
            if hazard > 0.0 && is_settled && factor != self.people[person].tenure.hazard_factor {
                let now = self.now();
                let tenure = &mut self.people[person].tenure;
                tenure.endure(hazard, now);
                tenure.hazard_factor = factor;
                self.schedule_quitting(person);
            }
        }
    }

    /// A person quits, of their own accord.
    pub(crate) fn quits(&mut self, person: Seat) {
        self.people[person].tenure.quits = None;
        self.gives_notice(person, true);
    }

    /// Somebody is to leave: they finish what they are doing, and a successor is sought if the post is to be filled again.
    pub(crate) fn gives_notice(&mut self, person: Seat, backfill: bool) {
        let (now, role) = (self.now(), self.role_of(person));
        if self.in_window(now) {
            self.recorder.quits_of_person[person] += 1.0;
            self.recorder.staffing_cost += if backfill { role.hiring_cost } else { 0.0 };
        }
        let until = if backfill { now.max(self.no_hiring_until) + 24.0 * role.hiring_days } else { f64::INFINITY };
        self.is_vacant(person, now, until);
        if until.is_finite() {
            self.calendar.schedule(until, PHASE_WORK, Event::Starts { person });
        }
        if let Some(ticket) = self.people[person].tenure.quits.take() {
            self.calendar.cancel(ticket);
        }
        if let Some(one) = self.recorder.employment(person) {
            one.until = now;
        }
        self.people[person].tenure.leaves = true;
        self.people[person].tenure.is_last = !backfill;
        if !matches!(self.people[person].state, State::Busy(_)) {
            self.leaves(person);
        }
    }

    /// Nobody holds a seat for some time, and nobody is paid for it.
    fn is_vacant(&mut self, person: Seat, from: f64, until: f64) {
        let (start, end) = (self.plan.window_start, self.plan.window_end);
        let (from, to) = (from.clamp(start, end), until.clamp(start, end));
        self.recorder.vacant_hours[person] += to - from;
        self.recorder.vacant_work_hours[person] += self.plan.hours.worked(to) - self.plan.hours.worked(from);
    }

    /// Somebody who is hired by an event takes a new seat.
    pub(crate) fn joins(&mut self, person: Seat) {
        let now = self.now();
        if self.in_window(now) {
            self.recorder.staffing_cost += self.role_of(person).hiring_cost;
        }
        let pool = self.people[person].pool;
        self.queues[pool].posts += 1;
        self.take_seat(person, now);
    }

    /// A post is not filled again.
    fn post_ends(&mut self, person: Seat) {
        let (role, pool) = (self.plan.profiles[person].role, self.people[person].pool);
        self.posts[role] -= 1;
        self.queues[pool].posts -= 1;
    }

    /// A post that stands empty is not filled again: whoever was to come does not.
    pub(crate) fn vacancy_stays(&mut self, person: Seat) {
        self.people[person].tenure.is_last = true;
        self.post_ends(person);
        self.hand_on_what_waits(self.people[person].pool);
    }

    /// A person who has quit and is done leaves; the successor may wait for the desk already.
    pub(crate) fn leaves(&mut self, person: Seat) {
        let successor = self.people[person].tenure.successor;
        let now = self.now();
        for account in self.people[person].accounts() {
            self.ledger.leaves(account, now);
        }
        if self.people[person].tenure.is_last {
            self.post_ends(person);
        }
        self.depart(person);
        if let Some(since) = successor {
            self.take_seat(person, since);
        }
    }

    /// What a person has endured so far counts, at the hazard of up to now.
    pub(crate) fn endures_until_now(&mut self, person: Seat) {
        let (now, hazard) = (self.now(), self.role_of(person).quits_per_year / YEAR);
        let who = &mut self.people[person];
        if hazard > 0.0 && who.is_there() && !who.tenure.leaves {
            who.tenure.endure(hazard, now);
        }
    }

    /// When a person quits is reckoned by the hazard from now on.
    pub(crate) fn goes_on_enduring(&mut self, person: Seat) {
        let (now, hazard) = (self.now(), self.role_of(person).quits_per_year);
        if !self.people[person].is_there() || self.people[person].tenure.leaves {
            return;
        }
        if hazard <= 0.0 {
            if let Some(ticket) = self.people[person].tenure.quits.take() {
                self.calendar.cancel(ticket);
            }
            self.people[person].tenure.endurance_as_of = now;
        } else if self.people[person].tenure.endurance.is_finite() {
            self.people[person].tenure.endurance_as_of = now;
            self.schedule_quitting(person);
        } else {
            self.begin_tenure(person, now);
        }
    }

    /// The pay plan of a person has changed: what was earned by the old one is settled when its period ends.
    pub(crate) fn is_paid_otherwise(&mut self, person: Seat) {
        let (now, plan) = (self.now(), self.plan);
        let before: Vec<PayAccountAt> = self.people[person].accounts().collect();
        let is_there = self.people[person].is_there();
        let joined = if is_there { now } else { f64::INFINITY };
        let mut earnings = plan.pay.open_accounts(&mut self.ledger, person, &before, joined);
        for (place, new) in earnings.iter_mut().enumerate() {
            let Some(&old) = before.get(place).or(before.first()) else { continue };
            self.ledger.goes_on_as(old, new.account);
            let credit = |ledger: &Ledger, account: PayAccountAt| plan.pay.plans[ledger.accounts[account].plan].credit;
            let known = self.people[person].earnings_of(old).map(|earnings| earnings.usual);
            if let Some(usual) = known.filter(|_| credit(&self.ledger, old) == credit(&self.ledger, new.account)) {
                // What a person has come to expect of what is credited stays; what it pays is reckoned by the new plan.
                *new = Earnings::new(new.account, &self.ledger.accounts[new.account].payout, usual);
            }
        }
        before.into_iter().for_each(|account| self.ledger.leaves(account, now));
        self.people[person].is_paid(earnings);
    }

    /// Somebody new starts, unless the one before has yet to finish.
    pub(crate) fn starts(&mut self, person: Seat) {
        let now = self.now();
        if self.people[person].tenure.is_last {
            self.is_vacant(person, now, f64::INFINITY);
        } else if self.people[person].is_there() {
            self.people[person].tenure.successor = Some(now);
        } else {
            self.take_seat(person, now);
        }
    }

    /// The quotas of somebody new, where they follow the ramp of the role.
    fn quota_ramps(&mut self, person: Seat, since: f64) {
        let (role, now) = (self.role_of(person), self.now());
        if !role.quota_ramps {
            return;
        }
        for account in self.people[person].accounts() {
            let plan = self.ledger.accounts[account].plan;
            let shares = self.plan.pay.ramped_quotas(plan, role, since, now);
            self.ledger.quota_ramps(account, shares);
        }
    }

    fn take_seat(&mut self, person: Seat, since: f64) {
        let plan = self.plan;
        let (now, role, domains) = (self.now(), self.role_of(person), plan.scenario.buying.domain_count());
        let profile = &plan.profiles[person];
        self.count_effort(person);
        let before: Vec<PayAccountAt> = self.people[person].accounts().collect();
        let is_first = self.recorder.employments[person].is_empty();
        self.begin_employment(person, since);
        self.people[person].succeed(&self.streams, profile, role, domains, since, plan.hours.worked(now));
        if role.ramp_of == RampOf::Bookings {
            self.people[person].ramp = self.cycles.activity_for(&role.ramp, plan.cycle_hours());
            self.people[person].tenure.is_changing = true;
            self.people[person].refresh_skill(since, role, domains);
        }
        if is_first {
            before.into_iter().for_each(|account| self.ledger.joins(account, now));
        } else {
            let earnings = plan.pay.open_accounts(&mut self.ledger, person, &before, now);
            self.people[person].is_paid(earnings);
        }
        self.quota_ramps(person, since);
        let queues = &mut self.queues[self.people[person].pool];
        queues.staff += 1;
        queues.room += self.people[person].room();
        self.begin_tenure(person, since);
        self.wake_at(person, plan.hours.next_open(now));
        if self.delivers(person) {
            self.calendar.schedule(plan.hours.next_open(now), PHASE_WORK, Event::CanDeliver { person });
        }
    }
}

/// What the hazard of quitting is multiplied by after disappointing pay: `exp(response · share of pay missing)`, within bounds.
fn quit_factor(rule: &Response, disappointment: f64) -> f64 {
    math::exp(rule.quit_response * disappointment).clamp(1.0 / rule.quit_factor_most, rule.quit_factor_most)
}

#[cfg(test)]
mod tests;
