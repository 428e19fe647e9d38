//! From the signature to the delivery: what is sold waits for a free slot where few can be delivered at a time.

use crate::engine::Purpose;
use crate::engine::time::MONTH;
use crate::world::happening::Happening;
use crate::world::{Event, OpportunityId, PHASE_MARKET, World, Worth};

const PATIENCE: Purpose = Purpose::named("how long a customer waits for delivery");

impl World<'_> {
    /// Schedules the delivery of what was just sold: in the order of sales, each in the next free slot. A customer who would not wait for so
    /// long leaves the slot to others, and leaves when their patience ends.
    pub(super) fn schedule_delivery(&mut self, o: OpportunityId) {
        let now = self.now();
        let at = self.opportunities[o].offering;
        let offering = &self.plan.offerings[at];
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

    /// What a deal is worth that was never delivered, before the price is paid back: nothing but the price and the effort.
    pub(super) fn worth_undelivered(&self, o: OpportunityId) -> Worth {
        let paid = 1.0 - self.opportunities[o].discount;
        Worth { customer_surplus: -paid - self.effort_in_prices(o), margin: paid, fit: self.worth(o).fit, regretted: true }
    }
}
