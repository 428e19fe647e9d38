//! What is asked for a deal, and what it costs the customer.

use super::World;
use super::opportunity::OpportunityId;

impl World<'_> {
    /// The customer's effort so far, in prices of this deal.
    pub(crate) fn effort_in_prices(&self, o: OpportunityId) -> f64 {
        self.opportunities[o].group.customer_hours * self.plan.scenario.buying.customer_hour_cost / self.list_price_of(o)
    }

    /// Price that is asked for an opportunity's deal, EUR.
    #[inline]
    pub(crate) fn price_of(&self, o: OpportunityId) -> f64 {
        self.list_price_of(o) * (1.0 - self.opportunities[o].discount)
    }

    /// List price of an opportunity's deal, EUR.
    #[inline]
    pub(crate) fn list_price_of(&self, o: OpportunityId) -> f64 {
        self.plan.offerings[self.opportunities[o].offering].price * self.journey_of(o).deal_size
    }
}
