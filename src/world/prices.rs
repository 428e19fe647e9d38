//! What is asked for a deal, and what it costs the customer.

use super::World;
use super::opportunity::OpportunityId;
use crate::market::Journey;

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

    /// Price that would be asked of a customer whom we have not met: the list price of the first offering, EUR.
    pub(crate) fn first_price_of(&self, journey: &Journey) -> f64 {
        self.plan.offerings.first().map_or(0.0, |offering| offering.price) * journey.deal_size
    }

    /// List price of an opportunity's deal, EUR: that of the day on which the dialogue began.
    #[inline]
    pub(crate) fn list_price_of(&self, o: OpportunityId) -> f64 {
        let opportunity = &self.opportunities[o];
        let plan = opportunity.priced_after.checked_sub(1).map_or(self.first, |change| self.changed_at[usize::from(change)].1);
        plan.offerings[opportunity.offering].price * self.journey_of(o).deal_size
    }
}
