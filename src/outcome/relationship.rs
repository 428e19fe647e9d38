//! A customer of ours after delivery: money back, yearly renewals, leaving (guide: model, section 7). No policy is known here.

use crate::engine::Purpose;
use crate::engine::time::YEAR;
use crate::measure::AfterSaleRecord;
use crate::world::happening::Happening;
use crate::world::{Event, OpportunityId, PHASE_MARKET, Relationship, RelationshipAt, World, Worth};

const REFUND: Purpose = Purpose::named("asks for money back");
const REFERRAL: Purpose = Purpose::named("refers");

impl World<'_> {
    /// Money that a customer who regrets gets back, in list prices.
    pub(crate) fn refund_of(&self, o: OpportunityId, worth: Worth) -> f64 {
        let rules = &self.plan.scenario.relationship;
        if !rules.goes_on || !worth.regretted {
            return 0.0;
        }
        let asks = self.streams.stream(REFUND, self.journey_of(o).key, 0).chance(rules.refund_chance);
        if asks { rules.refund_share * (1.0 - self.opportunities[o].discount) } else { 0.0 }
    }

    /// Delivery is over: from now on they are a customer of ours, or one whom we have lost.
    pub(crate) fn begin_relationship(&mut self, o: OpportunityId, worth: Worth, refund: f64) -> AfterSaleRecord {
        let plan = self.plan;
        let rules = &plan.scenario.relationship;
        let list_price = self.list_price_of(o);
        let journey = *self.journey_of(o);
        let opportunity = &self.opportunities[o];
        let relationship = Relationship {
            number: journey.number,
            key: journey.key,
            segment: journey.segment,
            account: journey.account,
            price: self.price_of(o),
            list_price,
            deal: opportunity.deal,
            decided_at: opportunity.decided_at,
            delivered_at: self.now(),
            refund: refund * list_price,
            worth,
            sold_by: opportunity.crew.first().map(|m| m.person),
        };
        if !rules.goes_on {
            return AfterSaleRecord { lifetime_value: worth.margin * list_price, ..AfterSaleRecord::default() };
        }
        let position = self.after_sale.relationships.push_and_get_key(relationship);
        self.is_remembered(&relationship);
        if relationship.refund > 0.0 {
            if self.in_window(relationship.decided_at) {
                self.after_sale.refunds += relationship.refund;
            }
            self.happens_after_sale(&relationship, relationship.refund, Happening::Refunded);
            self.lost_after_sale(position);
        } else {
            self.schedule_renewal(position, 1);
            if worth.is_win_win() {
                let mut stream = self.streams.stream(REFERRAL, journey.key, 0);
                let refers = stream.chance(rules.refers_share);
                let at = self.now() + YEAR * stream.uniform();
                if refers {
                    self.calendar.schedule(at, PHASE_MARKET, Event::Refers { relationship: position });
                }
            }
        }
        relationship.lifetime(&self.streams, rules)
    }

    fn schedule_renewal(&mut self, relationship: RelationshipAt, year: u16) {
        let at = self.after_sale.relationships[relationship].decision_at(year);
        self.calendar.schedule(at, PHASE_MARKET, Event::Renews { relationship, year });
    }

    /// A year is over: do they stay?
    pub(crate) fn renews(&mut self, relationship: RelationshipAt, year: u16) {
        let customer = self.after_sale.relationships[relationship];
        let rules = &self.plan.scenario.relationship;
        if customer.decides_to_leave(&self.streams, rules, year) {
            self.happens_after_sale(&customer, 0.0, Happening::Left { year });
            self.count_renewal(customer.number, rules.renewal_share * customer.price, 0.0);
            self.has_left(&customer);
            self.lost_after_sale(relationship);
            return;
        }
        let paid = rules.renewal_share * customer.price;
        if self.in_window(self.now()) {
            self.after_sale.renewals += paid;
        }
        self.happens_after_sale(&customer, paid, Happening::Renewed { year });
        self.count_renewal(customer.number, paid, paid);
        self.schedule_renewal(relationship, year + 1);
    }

    /// A customer was lost after the sale: whoever was paid for it may have to give something back.
    pub(crate) fn lost_after_sale(&mut self, relationship: RelationshipAt) {
        let customer = self.after_sale.relationships[relationship];
        self.take_credit_back(customer.number, customer.decided_at);
    }

    /// Refunds and renewals in the window, as they happened and as they follow from the customers one by one, EUR.
    pub(crate) fn after_sale_twice(&self) -> (f64, f64) {
        let rules = &self.plan.scenario.relationship;
        let (start, end) = (self.plan.window_start, self.plan.window_end);
        let of_one = |r: &Relationship| {
            let refund = if self.in_window(r.decided_at) { r.refund } else { 0.0 };
            r.renewals_between(&self.streams, rules, start, end) - refund
        };
        (self.after_sale.renewals - self.after_sale.refunds, self.after_sale.relationships.iter().map(of_one).sum())
    }
}
