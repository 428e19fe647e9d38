//! Work that comes back, is done twice, or is nobody's.

use crate::engine::Purpose;
use crate::market::group::trust_moved;
use crate::measure::StepAt;
use crate::world::happening::Happening;
use crate::world::{CrewAt, OpportunityId, Thread, World};

const REWORK: Purpose = Purpose::named("rework");
const FUZZY: Purpose = Purpose::named("fuzzy roles");

/// Whose a step is when several of ours are on a customer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Owner {
    /// One person's.
    One,
    /// Two people do it: the hours of one are for nothing.
    Two,
    /// Nobody's until somebody notices (hours).
    Nobody {
        /// Time until then.
        until: f64,
    },
}

impl World<'_> {
    /// Whether a step that was done has to be done again: by chance, or because something before it was skipped.
    pub(crate) fn has_to_be_done_again(&mut self, o: OpportunityId, line: Thread, member: CrewAt) -> bool {
        let plan = self.plan;
        let spec = &plan.catalogue.steps[line.step];
        let share = spec.declared.rework_share;
        let lacking = match spec.needs {
            [0, 0] => 0,
            needs => self.opportunities[o].belief.work.lacks(needs, line.target),
        };
        let more = if lacking == 0 { 0.0 } else { spec.declared.rework_if_skipped };
        if share + more <= 0.0 {
            return false;
        }
        let uniform = self.streams.stream(REWORK, self.journey_of(o).key, line.serial as u64).uniform();
        if uniform >= share + more {
            return false;
        }
        if uniform < share {
            self.happens_with(o, || Happening::DoneAgain { skipped: None });
            return true;
        }
        let cost = plan.scenario.buying.skipped_trust_cost;
        let opportunity = &mut self.opportunities[o];
        opportunity.crew[member].trust = trust_moved(opportunity.crew[member].trust, -cost);
        opportunity.group.trust_in_firm = trust_moved(opportunity.group.trust_in_firm, -cost);
        self.happens_with(o, || Happening::DoneAgain { skipped: Some(StepAt::new(lacking.trailing_zeros() as u16)) });
        true
    }

    /// Whose a step is: with fuzzy roles and several of ours on a customer, perhaps two people's or nobody's.
    pub(crate) fn owner_of(&self, o: OpportunityId, serial: u32) -> Owner {
        let rule = &self.plan.scenario.organisation;
        if rule.fuzzy_share <= 0.0 || self.opportunities[o].crew.len() < 2 {
            return Owner::One;
        }
        let mut stream = self.streams.stream(FUZZY, self.journey_of(o).key, serial as u64);
        let uniform = stream.uniform();
        if uniform < rule.fuzzy_twice_share * rule.fuzzy_share {
            Owner::Two
        } else if uniform < rule.fuzzy_share {
            Owner::Nobody { until: stream.exponential(24.0 * rule.fuzzy_days) }
        } else {
            Owner::One
        }
    }
}
