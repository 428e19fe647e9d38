//! Insight carried from customer to customer.

use super::World;
use super::opportunity::OpportunityId;
use crate::engine::Table;
use crate::measure::{Seat, SegmentAt};
use crate::provider::insight::{Insight, Prior};

impl World<'_> {
    /// A customer is done with, one way or the other: what was found about their needs is remembered, by who found it and in the pool.
    pub(crate) fn learn_from_customer(&mut self, o: OpportunityId) {
        let least = self.plan.scenario.learning.insight_least_evidence;
        if self.plan.scenario.learning.insight_strength <= 0.0 {
            return;
        }
        let segment = self.journey_of(o).segment;
        let segments = self.plan.segments.len();
        let opportunity = &self.opportunities[o];
        let of_pool = of_segment(&mut self.queues[opportunity.pool].insight, segment, segments);
        let mut found_any = false;
        for belief in opportunity.belief.people.iter().filter(|b| b.evidence > least) {
            of_pool.learn(belief.found, belief.evidence);
            found_any = true;
        }
        of_pool.customers += f64::from(u8::from(found_any));
        for member in opportunity.crew.iter().filter(|m| m.person != Seat::NOBODY) {
            let own = of_segment(&mut self.people[member.person].insight, segment, segments);
            let mut found_any = false;
            for belief in opportunity.belief.people.iter().filter(|b| b.found_by == member.person && b.evidence > least) {
                own.learn(belief.found, belief.evidence);
                found_any = true;
            }
            own.customers += f64::from(u8::from(found_any));
        }
    }

    /// What a person expects a customer to need, from others of the segment: their own insight and what the pool shares.
    pub(crate) fn expected_need(&self, person: Seat, o: OpportunityId) -> Prior {
        let rule = &self.plan.scenario.learning;
        if rule.insight_strength <= 0.0 {
            return Prior::default();
        }
        let segment = self.journey_of(o).segment;
        let look_up = |all: &Table<SegmentAt, Insight>| all.get(segment).copied().unwrap_or_default();
        let own = look_up(&self.people[person].insight);
        let pool = look_up(&self.queues[self.people[person].pool].insight);
        own.with_share_of(pool, self.plan.scenario.organisation.knowledge_shared).prior(rule)
    }
}

fn of_segment(all: &mut Table<SegmentAt, Insight>, segment: SegmentAt, segments: usize) -> &mut Insight {
    if all.len() < segments {
        all.resize(segments, Insight::default());
    }
    &mut all[segment]
}
