//! What becomes of a journey: ended without a deal, or sold, delivered and valued. No policy is known here.

mod decision;
mod delivery;
pub mod relationship;
pub mod reputation;

use crate::engine::math;
use crate::market::journey::margin_share;
use crate::measure::{AfterSaleRecord, Ending};
use crate::world::happening::{Happening, Why};
use crate::world::{OpportunityId, Phase, Stage, ThreadState, World, Worth};

impl World<'_> {
    /// They buy: what is sold is delivered after a while.
    pub(crate) fn is_sold(&mut self, o: OpportunityId) {
        let now = self.now();
        let slot = self.opportunities[o].journey;
        let price = self.price_of(o);
        self.happens(slot, || Happening::Signed);
        self.portray(o, Happening::Signed);
        self.leave_flow(o);
        let entry = &mut self.customers.journeys[slot];
        entry.stage = Stage::Sold;
        if let Some(ticket) = entry.close.take() {
            self.calendar.cancel(ticket);
        }
        let opportunity = &mut self.opportunities[o];
        opportunity.phase = Phase::Sold;
        opportunity.decided_at = now;
        let took = now - opportunity.dialogue_at;
        self.cycles.add(took);
        self.recorder.week.deals += 1;
        if self.in_window(now) {
            self.recorder.deals += 1.0;
            self.recorder.revenue += price;
            // A deal of the window is waited for, even if its journey began before.
            self.recorder.unsettled += u64::from(!self.in_window(self.journey_of(o).begins));
            self.record_deal(o);
        }
        self.credit_sale(o);
        self.delay_project(slot);
        self.schedule_delivery(o);
    }

    /// What was sold has been delivered: its value is known.
    pub(crate) fn delivered(&mut self, o: OpportunityId) {
        if !self.is_current(o) {
            return;
        }
        let slot = self.opportunities[o].journey;
        let (price, list) = (self.price_of(o), self.list_price_of(o));
        let is_undelivered = self.opportunities[o].is_undelivered;
        let delivered = if is_undelivered { self.worth_undelivered(o) } else { self.worth(o) };
        let refund = if is_undelivered { delivered.margin } else { self.refund_of(o, delivered) };
        let worth = delivered.with_refund(refund);
        let ending = worth.ending();
        self.credit_delivery(o, worth);
        if self.in_window(self.opportunities[o].decided_at) {
            self.recorder.unsettled -= u64::from(!self.in_window(self.journey_of(o).begins));
            self.recorder.revenue_checked += price;
            self.recorder.delivery_cost += price - delivered.margin * list;
            if ending == Ending::WinWin {
                self.recorder.win_wins += 1.0;
            }
        }
        if let Some(deal) = self.recorder.deal_mut(self.opportunities[o].deal) {
            deal.ending = ending;
            deal.regretted = worth.regretted;
            deal.misfit = math::sqrt(-2.0 * math::ln(worth.fit.clamp(1e-300, 1.0)));
        }
        if worth.regretted && self.in_window(self.customers.journeys[slot].journey.begins) {
            self.recorder.regretted += 1.0;
        }
        if !is_undelivered && self.in_window(self.customers.journeys[slot].journey.begins) {
            self.recorder.delivery_days[0] += (self.now() - self.opportunities[o].decided_at) / 24.0;
            self.recorder.delivery_days[1] += 1.0;
        }
        let (customer_surplus, margin) = (worth.customer_surplus * list, worth.margin * list);
        let waited = (self.now() - self.opportunities[o].decided_at) / 24.0;
        self.happens(slot, || Happening::Delivered {
            cancelled_after: is_undelivered.then_some(waited),
            ending,
            customer_surplus: worth.customer_surplus,
            margin: worth.margin,
            list_price: list,
            regretted: worth.regretted,
        });
        let after_sale = self.begin_relationship(o, worth, refund);
        let referred = self.customers.journeys[slot].channel == Some(self.plan.sent_by_customer());
        if let Some(deal) = self.recorder.deal_mut(self.opportunities[o].deal) {
            deal.referred = referred;
            deal.churned = after_sale.left;
            deal.lifetime_value = after_sale.lifetime_value;
        }
        self.record_journey(slot, ending, Some((customer_surplus, margin)), after_sale);
        self.free_opportunity(o);
        self.free_journey(slot);
    }

    /// What a delivered deal is worth to both (guide: model, section 7).
    pub(crate) fn worth(&self, o: OpportunityId) -> Worth {
        let opportunity = &self.opportunities[o];
        let journey = self.journey_of(o);
        let offering = &self.plan.offerings[opportunity.offering];
        let place = self.plan.places[opportunity.offering];
        let people = &opportunity.group.people;
        let fit = people.iter().map(|p| crate::market::need::fit(p.need.distance_squared(place))).sum::<f64>() / people.len() as f64;
        let adoption = offering.adoption_base + (1.0 - offering.adoption_base) * (1.0 - opportunity.adoption_missing);
        let segment = &self.plan.segments[journey.segment];
        let project = journey.part.project.and_then(|project| self.customers.projects.get(project));
        let kept = project.map_or(1.0, |project| project.value_kept(segment, self.now(), journey.stops));
        let value = journey.gross_value * fit * adoption * kept;
        let promised = opportunity.group.promised_fit(place).map_or(0.0, |f| journey.gross_value * f * offering.adoption_base);
        let customer_surplus = value - (1.0 - opportunity.discount) - self.effort_in_prices(o);
        let short = value < (1.0 - self.plan.scenario.buying.regret_shortfall) * promised;
        Worth {
            customer_surplus,
            margin: margin_share(offering, fit) - opportunity.discount,
            fit,
            regretted: customer_surplus < 0.0 || short,
        }
    }

    /// An opportunity ends without a deal.
    pub(crate) fn end(&mut self, o: OpportunityId, ending: Ending, why: Why) {
        let slot = self.opportunities[o].journey;
        let pool = self.opportunities[o].pool;
        self.happens(slot, || Happening::Ended { ending, why });
        self.portray(o, Happening::Ended { ending, why });
        self.leave_flow(o);
        self.opportunities[o].is_own_no = why == Why::SaidNo;
        self.record_journey(slot, ending, None, AfterSaleRecord::default());
        self.free_opportunity(o);
        self.free_journey(slot);
        self.nudge(pool);
    }

    /// Counts an opportunity out of the flow and releases our people.
    fn leave_flow(&mut self, o: OpportunityId) {
        let pool = self.opportunities[o].pool;
        self.queues[pool].pipeline -= 1;
        self.forget_yes(o);
        let waiting: f64 =
            self.opportunities[o].threads.iter().filter(|t| t.state == ThreadState::WaitsForUs).map(|t| self.now() - t.since).sum();
        self.opportunities[o].waited += waiting;
        if self.opportunities[o].phase == Phase::InFlow {
            self.count_wip(o, -1.0);
            let crew = std::mem::take(&mut self.opportunities[o].crew);
            crew.iter().for_each(|m| self.people[m.person].wip -= 1);
            self.opportunities[o].crew = crew;
        }
        self.learn_from_customer(o);
        let now = self.now();
        let begins = self.journey_of(o).begins;
        let opportunity = &mut self.opportunities[o];
        for thread in &mut opportunity.threads {
            thread.state = ThreadState::Idle;
            if let Some(ticket) = thread.patience.take() {
                self.calendar.cancel(ticket);
            }
        }
        if opportunity.let_in && begins >= self.plan.window_start && begins < self.plan.window_end {
            self.recorder.flow_efficiency[0] += opportunity.worked;
            self.recorder.flow_efficiency[1] += self.plan.hours.worked(now) - self.plan.hours.worked(opportunity.dialogue_at);
        }
    }

    fn free_opportunity(&mut self, o: OpportunityId) {
        self.opportunities.remove(o);
    }
}

#[cfg(test)]
mod tests;
