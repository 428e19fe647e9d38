//! What a group says if it is asked, what we say, and how that counts.

use crate::market::Decision;
use crate::measure::Ending;
use crate::world::happening::Why;
use crate::world::{OpportunityId, World};

impl World<'_> {
    /// What the group says if it is asked now.
    pub(crate) fn ask(&mut self, o: OpportunityId) -> Decision {
        let now = self.now();
        let effort = self.effort_in_prices(o);
        let offering = self.plan.places[self.opportunities[o].offering];
        let buying = &self.plan.scenario.buying;
        let opportunity = &mut self.opportunities[o];
        opportunity.group.refresh(&self.streams, buying, now);
        opportunity.group.decide(buying, now, offering, effort)
    }

    /// How a refusal counts if it is the last word.
    pub(crate) fn ending_of(&self, o: OpportunityId, decision: Decision) -> Ending {
        match decision {
            Decision::Buy => Ending::Open,
            Decision::NotForUs if !self.journey_of(o).possible => Ending::GoodNo,
            Decision::NotForUs | Decision::TooLittleValue { .. } => Ending::StatusQuo,
            Decision::Doubt { .. } | Decision::NoConsensus => Ending::Indecision,
            Decision::Rival => Ending::Competitor,
        }
    }

    /// We say "this is not for us".
    pub(crate) fn say_no(&mut self, o: OpportunityId) {
        let ending = if self.journey_of(o).possible { Ending::WrongDisqualification } else { Ending::GoodNo };
        self.end(o, ending, Why::SaidNo);
    }

    /// The yes is off, or signed.
    pub(crate) fn forget_yes(&mut self, o: OpportunityId) {
        self.opportunities[o].group.has_said_yes = false;
        if let Some(yes) = self.opportunities[o].said_yes.take() {
            for ticket in [yes.signs, yes.presses].into_iter().flatten() {
                self.calendar.cancel(ticket);
            }
        }
    }
}
