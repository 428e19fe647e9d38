//! What happens on a date: settings change, people come and go, the largest deal slips.

use crate::engine::Purpose;
use crate::engine::streams::name_key;
use crate::engine::time::WEEK;
use crate::measure::{Ending, RoleAt, Seat};
use crate::world::dated::{Dated, Turn, Who};
use crate::world::happening::{Happening, Why};
use crate::world::{Event, OpportunityId, PHASE_DATED, PHASE_WORK, Phase, World};

const LEAVER: Purpose = Purpose::named("who leaves by an event");

impl World<'_> {
    /// Schedules what happens on dates.
    pub(crate) fn open_dates(&mut self) {
        let first = self.first;
        for (number, dated) in first.dated.iter().enumerate() {
            self.calendar.schedule(dated.at, PHASE_DATED, Event::Dated { number });
        }
    }

    /// The day has come.
    pub(crate) fn comes_due(&mut self, number: usize) {
        let first = self.first;
        let dated = &first.dated[number];
        // Lots of one event are not those of another.
        let lot_of = |dated: &Dated, number: u64| {
            let event = dated.event.and_then(|event| first.scenario.event.entries.get(event));
            event.map_or(0, |(name, _)| name_key(name)).wrapping_add(number)
        };
        match dated.what {
            Turn::SettingsChange { plan } => self.settings_change(plan),
            Turn::Joins { person } => self.joins(person),
            Turn::Leaves { who, backfill, customers_go_to, number } => {
                if let Some(person) = self.who_is_meant(who, lot_of(dated, number), |_, _| true) {
                    self.people[person].tenure.customers_go_to = customers_go_to;
                    self.gives_notice(person, backfill);
                } else if let Some(person) = self.vacant_post(who).filter(|_| !backfill) {
                    self.vacancy_stays(person);
                }
            }
            Turn::IsAway { who, until, number } => {
                let now = self.now();
                let is_here = |world: &Self, seat: Seat| !world.people[seat].is_away(now);
                if let Some(person) = self.who_is_meant(who, lot_of(dated, number), is_here) {
                    let away = &mut self.people[person].away_until;
                    *away = away.max(until);
                    self.away_until = self.away_until.max(until);
                    if self.delivers(person) {
                        self.deliveries_change(person);
                        let back = self.plan.hours.next_open(until);
                        self.calendar.schedule(back, PHASE_WORK, Event::CanDeliver { person });
                    }
                }
            }
            Turn::HiringStops { until } => self.no_hiring_until = self.no_hiring_until.max(until),
            Turn::AttentionGoes { weeks, role } => self.attention_goes(weeks, role),
            Turn::LargestIsLost => {
                if let Some(o) = self.largest_deal() {
                    self.end(o, Ending::ProjectStopped, Why::ProjectStopped);
                }
            }
            Turn::LargestSlips { hours } => {
                if let Some(o) = self.largest_deal() {
                    self.slips(o, hours);
                }
            }
        }
    }

    /// From now on another plan holds. What was counted by the old one is settled before.
    fn settings_change(&mut self, number: usize) {
        let Some(plan) = self.first.later.get(number) else { return };
        let (now, before) = (self.now(), self.plan);
        let worked = before.hours.worked(now);
        self.changed_at.push((now, plan));
        if plan.scenario == before.scenario {
            self.plan = plan;
            return;
        }
        for person in self.people.keys() {
            self.count_effort(person);
            self.people[person].settle_hours(&before.profiles[person], worked);
            self.endures_until_now(person);
        }
        self.plan = plan;
        let had_reviews = before.scenario.management.review_every_days > 0.0;
        for person in self.people.keys() {
            if plan.pay.differs_for(&before.pay, person) {
                self.is_paid_otherwise(person);
            }
            self.goes_on_enduring(person);
            self.people[person].tenure.is_changing = true;
            self.refresh_skill(person);
            self.deliveries_change(person);
            if self.people[person].is_idle() {
                self.wake_at(person, plan.hours.next_open(now));
            }
        }
        if !had_reviews {
            self.schedule_review();
        }
    }

    /// Who is meant of those who are there and stay. Of several the best, the weakest or any is one who may be chosen; a name is a name.
    fn who_is_meant(&self, who: Who, key: u64, may_be: impl Fn(&Self, Seat) -> bool) -> Option<Seat> {
        let stays = |seat: &Seat| self.people[*seat].is_there() && !self.people[*seat].tenure.leaves;
        let of_role = |role: RoleAt| -> Vec<Seat> {
            let of_it = self.plan.profiles.keys().filter(|&seat| self.plan.profiles[seat].role == role);
            of_it.filter(stays).filter(|&seat| may_be(self, seat)).collect()
        };
        // What a person has come to bring in a period; skill where that is alike.
        let worth = |seat: Seat| (self.people[seat].earnings.usual, self.people[seat].skill_mean);
        let order = |a: &Seat, b: &Seat| {
            let (a, b) = (worth(*a), worth(*b));
            a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1))
        };
        match who {
            Who::Seat(seat) => Some(seat).filter(stays),
            Who::Person(seat) => Some(seat).filter(stays).filter(|&seat| self.is_first_holder(seat)),
            Who::Best(role) => of_role(role).into_iter().max_by(order),
            Who::Weakest(role) => of_role(role).into_iter().min_by(order),
            Who::Any(role) => {
                // By lot among all seats, so that who leaves is the same under every system as far as they are there.
                let lot = |seat: &Seat| self.streams.stream(LEAVER, self.plan.profiles[*seat].key ^ key, 0).uniform();
                of_role(role).into_iter().min_by(|a, b| lot(a).total_cmp(&lot(b)))
            }
        }
    }

    /// A post from which somebody is to leave, where it happens to stand empty on that day.
    fn vacant_post(&self, who: Who) -> Option<Seat> {
        let is_vacant = |&seat: &Seat| !self.people[seat].is_there() && self.has_joined(seat) && !self.people[seat].tenure.is_last;
        match who {
            Who::Person(_) => None,
            Who::Seat(seat) => Some(seat).filter(is_vacant),
            Who::Best(role) | Who::Weakest(role) | Who::Any(role) => {
                self.plan.profiles.keys().filter(|&seat| self.plan.profiles[seat].role == role).find(is_vacant)
            }
        }
    }

    fn attention_goes(&mut self, weeks: f64, role: Option<RoleAt>) {
        let now = self.now();
        let worked = self.plan.hours.worked(now);
        let week = self.plan.hours.worked(now + WEEK) - worked;
        for person in self.people.keys() {
            let profile = &self.plan.profiles[person];
            if self.people[person].is_there() && role.is_none_or(|role| profile.role == role) {
                self.gives_up_hours(person, weeks * week * profile.selling_share);
            }
        }
    }

    /// The open customer of the flow with the highest price.
    fn largest_deal(&self) -> Option<OpportunityId> {
        let all = (0..self.opportunities.places()).filter_map(|place| self.opportunities.at(place));
        let open = all.filter(|&o| self.opportunities[o].phase == Phase::InFlow);
        open.max_by(|&a, &b| self.price_of(a).total_cmp(&self.price_of(b)))
    }

    /// A customer puts the purchase off: nothing moves on their side for so long, and they decide by so much later.
    fn slips(&mut self, o: OpportunityId, hours: f64) {
        let until = self.now() + hours;
        self.opportunities[o].silent_until = until;
        let slot = self.opportunities[o].journey;
        let entry = &mut self.customers.journeys[slot];
        entry.journey.deadline += hours;
        entry.journey.rival_closes += hours;
        if let Some(ticket) = entry.close.take() {
            self.calendar.cancel(ticket);
        }
        self.schedule_close(slot);
        self.happens_with(o, || Happening::Slips { days: hours / 24.0 });
    }
}
