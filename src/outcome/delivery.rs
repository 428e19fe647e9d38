//! From the signature to the delivery: what is sold waits for a free slot where few can be delivered at a time, or for those of ours who deliver.

use crate::engine::Purpose;
use crate::engine::time::{INSTANT, MONTH, WEEK};
use crate::measure::{OfferingAt, Seat};
use crate::scenario::provider::Part;
use crate::world::happening::Happening;
use crate::world::{Event, InHand, OpportunityId, PHASE_MARKET, PHASE_WORK, ToDeliver, World, Worth};

const PATIENCE: Purpose = Purpose::named("how long a customer waits for delivery");

impl World<'_> {
    /// Schedules the delivery of what was just sold: in the order of sales, each in the next free slot. A customer who would not wait for so
    /// long leaves the slot to others, and leaves when their patience ends.
    pub(super) fn schedule_delivery(&mut self, o: OpportunityId) {
        let now = self.now();
        let at = self.opportunities[o].offering;
        let offering = &self.plan.offerings[at];
        if offering.delivery_hours > 0.0 {
            return self.waits_for_delivery(o);
        }
        if offering.deliveries_per_month <= 0.0 {
            self.calendar.schedule(now + 24.0 * offering.delivery_days, PHASE_MARKET, Event::Delivered { opportunity: o });
            return;
        }
        let free = self.after_sale.free_from[at].max(now);
        let days = (free - now) / 24.0;
        self.happens_with(o, || Happening::WaitsForDelivery { days });
        if offering.delivery_patience_days > 0.0 {
            let key = self.journey_of(o).key;
            let patience = self.streams.stream(PATIENCE, key, 0).exponential(24.0 * offering.delivery_patience_days);
            if patience < free - now {
                self.opportunities[o].is_undelivered = true;
                self.calendar.schedule(now + patience, PHASE_MARKET, Event::Delivered { opportunity: o });
                return;
            }
        }
        self.after_sale.free_from[at] = free + MONTH / offering.deliveries_per_month;
        self.calendar.schedule(free + 24.0 * offering.delivery_days, PHASE_MARKET, Event::Delivered { opportunity: o });
    }

    /// What was sold waits for one of ours, in the order of sales.
    fn waits_for_delivery(&mut self, o: OpportunityId) {
        let (plan, now, offering) = (self.plan, self.now(), self.opportunities[o].offering);
        let hours = plan.offerings[offering].delivery_hours;
        self.count_demand(hours);
        self.after_sale.to_deliver.push_back(ToDeliver { opportunity: o, offering, since: now, hours, is_begun: false });
        let patience_days = plan.offerings[offering].delivery_patience_days;
        if patience_days > 0.0 {
            let patience = self.streams.stream(PATIENCE, self.journey_of(o).key, 0).exponential(24.0 * patience_days);
            self.calendar.schedule(now + patience, PHASE_MARKET, Event::TiresOfWaiting { opportunity: o });
        }
        self.give_out_deliveries(offering);
    }

    /// Whoever is free and has been so for longest takes what has waited for longest.
    fn give_out_deliveries(&mut self, offering: OfferingAt) {
        let since = |seat: Seat| self.after_sale.free_since[seat];
        let free = self.plan.deliverers[offering].iter().copied().filter(|&seat| self.can_deliver(seat));
        if let Some(person) = free.min_by(|&a, &b| since(a).total_cmp(&since(b))) {
            self.works_on_deliveries(person);
        }
    }

    /// Whether somebody delivers anything.
    pub(crate) fn delivers(&self, person: Seat) -> bool {
        !self.plan.role_of(person).delivers.is_empty()
    }

    fn can_deliver(&self, person: Seat) -> bool {
        let (now, it) = (self.now(), &self.people[person]);
        it.is_there() && !it.tenure.leaves && !it.is_away(now) && self.after_sale.in_hand[person].is_none()
    }

    /// One of ours goes on with the delivery in hand, or begins the one that has waited for longest, if there is one.
    pub(crate) fn works_on_deliveries(&mut self, person: Seat) {
        self.settle_delivery(person);
        if let Some(done) = self.after_sale.in_hand[person].take_if(|in_hand| in_hand.hours_left <= INSTANT) {
            let now = self.now();
            self.after_sale.free_since[person] = now;
            let days = self.plan.offerings[done.offering].delivery_days;
            self.calendar.schedule(now + 24.0 * days, PHASE_MARKET, Event::Delivered { opportunity: done.opportunity });
        }
        if self.can_deliver(person) {
            let plan = self.plan;
            let is_theirs = |waiting: &ToDeliver| plan.deliverers[waiting.offering].contains(&person);
            let first = self.after_sale.to_deliver.iter().position(is_theirs);
            if let Some(next) = first.and_then(|first| self.after_sale.to_deliver.remove(first)) {
                let days = (self.now() - next.since) / 24.0;
                if !next.is_begun {
                    self.happens_with(next.opportunity, || Happening::DeliveryBegun { person, days });
                }
                let ToDeliver { opportunity, offering, since, hours: hours_left, .. } = next;
                let as_of = plan.hours.worked(self.now());
                self.after_sale.in_hand[person] =
                    Some(InHand { opportunity, offering, since, hours_left, rate: 0.0, booked: 0.0, as_of, ticket: None });
            }
        }
        self.goes_on_delivering(person);
    }

    /// What has been done of a delivery in hand up to now.
    fn settle_delivery(&mut self, person: Seat) {
        let (plan, now) = (self.plan, self.now());
        let worked = plan.hours.worked(now);
        let Some(since) = self.after_sale.in_hand[person].as_ref().map(|in_hand| in_hand.as_of) else { return };
        let (owed, pace) = (self.owed(person, since), self.people[person].pace.hours);
        let Some(in_hand) = &mut self.after_sale.in_hand[person] else { return };
        let ticket = in_hand.ticket.take();
        let (passed, rate, booked) = (worked - in_hand.as_of, in_hand.rate, in_hand.booked);
        let spent = passed * rate * pace;
        let lost = owed.min(spent);
        in_hand.hours_left -= passed * rate - lost / pace;
        (in_hand.as_of, in_hand.rate, in_hand.booked) = (worked, 0.0, 0.0);
        if let Some(ticket) = ticket {
            self.calendar.cancel(ticket);
        }
        if rate > 0.0 {
            self.count_work(person, Part::Flow, now, spent - lost, None);
            self.gives_time_to_deliveries(person, spent - booked);
        }
    }

    /// Goes on with the delivery in hand, at the speed of now: until it is done, or for a week.
    fn goes_on_delivering(&mut self, person: Seat) {
        let (plan, now, it) = (self.plan, self.now(), &self.people[person]);
        if !it.is_there() || it.is_away(now) {
            return;
        }
        let share = plan.profiles[person].selling_share * plan.role_of(person).delivery_share;
        let rate = share / it.pace.hours;
        let owed = self.owed(person, plan.hours.worked(now));
        let Some(in_hand) = &mut self.after_sale.in_hand[person] else { return };
        let next = plan.hours.after(now, in_hand.hours_left / rate + owed / share).min(now + WEEK);
        let booked = share * (plan.hours.worked(next) - plan.hours.worked(now));
        (in_hand.rate, in_hand.booked) = (rate, booked);
        in_hand.ticket = Some(self.calendar.schedule(next, PHASE_WORK, Event::CanDeliver { person }));
        self.gives_time_to_deliveries(person, booked);
    }

    /// Hours that whoever only delivers still has to give to something else, at a time on the clock of working hours.
    fn owed(&self, person: Seat, worked: f64) -> f64 {
        let (hours, since) = self.after_sale.owed[person];
        let share = self.plan.profiles[person].selling_share * self.plan.role_of(person).delivery_share;
        if hours > 0.0 { (hours - share * (worked - since)).max(0.0) } else { 0.0 }
    }

    /// Takes hours off the time that somebody has for customers, for what is not that: whoever only delivers does so later.
    pub(crate) fn gives_up_hours(&mut self, person: Seat, hours: f64) {
        let (profile, worked) = (&self.plan.profiles[person], self.plan.hours.worked(self.now()));
        if profile.meets_customers() || !self.delivers(person) {
            self.people[person].give_up_hours(profile, worked, hours);
            return;
        }
        self.settle_delivery(person);
        self.after_sale.owed[person] = (self.owed(person, worked) + hours, worked);
        self.goes_on_delivering(person);
    }

    /// Whoever does other work as well has so much less time for it.
    fn gives_time_to_deliveries(&mut self, person: Seat, hours: f64) {
        let profile = &self.plan.profiles[person];
        if profile.meets_customers() {
            let worked = self.plan.hours.worked(self.now());
            self.people[person].give_up_hours(profile, worked, hours);
        }
    }

    /// Something has changed for whoever has deliveries in hand: they go on as they now can.
    pub(crate) fn deliveries_change(&mut self, person: Seat) {
        if self.after_sale.in_hand[person].is_some() {
            self.settle_delivery(person);
            self.goes_on_delivering(person);
        }
    }

    /// Whoever is gone leaves a delivery to others, who go on with it.
    pub(crate) fn leaves_deliveries(&mut self, person: Seat) {
        self.settle_delivery(person);
        if let Some(InHand { opportunity, offering, since, hours_left, .. }) = self.after_sale.in_hand[person].take() {
            let left = ToDeliver { opportunity, offering, since, hours: hours_left.max(0.0), is_begun: true };
            self.after_sale.to_deliver.push_front(left);
            self.give_out_deliveries(offering);
        }
    }

    /// A customer whose delivery has not begun by now does not want it any more.
    pub(crate) fn tires_of_waiting(&mut self, o: OpportunityId) {
        let is_it = |waiting: &ToDeliver| waiting.opportunity == o && !waiting.is_begun;
        if let Some(place) = self.after_sale.to_deliver.iter().position(is_it) {
            self.after_sale.to_deliver.remove(place);
            self.opportunities[o].is_undelivered = true;
            self.delivered(o);
        }
    }

    /// What a deal is worth that was never delivered, before the price is paid back: nothing but the price and the effort.
    pub(super) fn worth_undelivered(&self, o: OpportunityId) -> Worth {
        let paid = 1.0 - self.opportunities[o].discount;
        Worth { customer_surplus: -paid - self.effort_in_prices(o), margin: paid, fit: self.worth(o).fit, regretted: true }
    }
}
