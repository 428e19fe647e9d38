//! From the signature to the delivery: what is sold waits for a free slot where few can be delivered at a time.

use crate::engine::Purpose;
use crate::engine::time::MONTH;
use crate::world::happening::Happening;
use crate::measure::Seat;
use crate::scenario::provider::Part;
use crate::world::{Event, OpportunityId, PHASE_MARKET, PHASE_WORK, ToDeliver, World, Worth};

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
        self.after_sale.to_deliver.push_back(ToDeliver { opportunity: o, offering, since: now });
        let patience_days = plan.offerings[offering].delivery_patience_days;
        if patience_days > 0.0 {
            let patience = self.streams.stream(PATIENCE, self.journey_of(o).key, 0).exponential(24.0 * patience_days);
            self.calendar.schedule(now + patience, PHASE_MARKET, Event::TiresOfWaiting { opportunity: o });
        }
        // Whoever has been free for longest takes what has waited for longest.
        let until = |seat: Seat| self.after_sale.delivering_until[seat];
        let free = plan.deliverers[offering].iter().copied().filter(|&seat| self.can_deliver(seat));
        if let Some(person) = free.min_by(|&a, &b| until(a).total_cmp(&until(b))) {
            self.begin_deliveries(person);
        }
    }

    /// Whether somebody delivers anything.
    pub(crate) fn delivers(&self, person: Seat) -> bool {
        !self.plan.role_of(person).delivers.is_empty()
    }

    fn can_deliver(&self, person: Seat) -> bool {
        let (now, it) = (self.now(), &self.people[person]);
        it.is_there() && !it.tenure.leaves && !it.is_away(now) && self.after_sale.delivering_until[person] <= now
    }

    /// One of ours begins the delivery that has waited for longest, if there is one and they may.
    pub(crate) fn begin_deliveries(&mut self, person: Seat) {
        if !self.can_deliver(person) {
            return;
        }
        let (plan, now) = (self.plan, self.now());
        let is_theirs = |waiting: &ToDeliver| plan.deliverers[waiting.offering].contains(&person);
        let Some(first) = self.after_sale.to_deliver.iter().position(is_theirs) else { return };
        let Some(ToDeliver { opportunity: o, offering, since }) = self.after_sale.to_deliver.remove(first) else { return };
        self.happens_with(o, || Happening::DeliveryBegun { person, days: (now - since) / 24.0 });
        let (profile, role, offering) = (&plan.profiles[person], plan.role_of(person), &plan.offerings[offering]);
        let hours = offering.delivery_hours * self.people[person].pace.hours;
        let ends = plan.hours.after(now, hours / (profile.selling_share * role.delivery_share));
        self.count_work(person, Part::Flow, now, hours, None);
        let does_else = profile.assists || profile.parts.iter().any(|does| *does);
        if does_else {
            self.people[person].give_up_hours(profile, plan.hours.worked(now), hours);
        }
        self.after_sale.delivering_until[person] = ends;
        self.calendar.schedule(ends, PHASE_WORK, Event::CanDeliver { person });
        self.calendar.schedule(ends + 24.0 * offering.delivery_days, PHASE_MARKET, Event::Delivered { opportunity: o });
    }

    /// A customer whose delivery has not begun by now does not want it any more.
    pub(crate) fn tires_of_waiting(&mut self, o: OpportunityId) {
        if let Some(place) = self.after_sale.to_deliver.iter().position(|waiting| waiting.opportunity == o) {
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
