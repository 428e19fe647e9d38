//! The customer's own process and ours: what they tell us of it, what it delays, what it costs, how one process is agreed on.

use crate::engine::Purpose;
use crate::market::OwnProcess;
use crate::market::commitments::Grounds;
use crate::measure::{Ending, StepAt};
use crate::policy::stance;
use crate::provider::Negotiation;
use crate::scenario::provider::Stance;
use crate::world::happening::{Happening, Why};
use crate::world::{OpportunityId, Phase, World};

const AGREEMENT: Purpose = Purpose::named("agreement on one process");
const USELESS: Purpose = Purpose::named("a step too many");

/// Meetings in which the doubt that is heard counts as a first impression: a definition of what is measured.
const FIRST_MEETINGS: u8 = 2;

impl World<'_> {
    /// They tell us which process they have of their own, if we look at it at all.
    pub(crate) fn hear_their_process(&mut self, o: OpportunityId) {
        if self.plan.scenario.process.stance == Stance::None {
            return;
        }
        let journey = *self.journey_of(o);
        let own = OwnProcess::draw(&self.streams, journey.key, &self.plan.segments[journey.segment]);
        let opportunity = &mut self.opportunities[o];
        opportunity.belief.course.theirs = Some(own);
        self.happens_with(o, || Happening::TheirProcess { process: own });
    }

    /// After a step: what the group commits itself to, and what it no longer does.
    pub(crate) fn commit(&mut self, o: OpportunityId, step: StepAt) {
        let gains = self.plan.catalogue.steps[step].gains;
        let opportunity = &self.opportunities[o];
        if gains | opportunity.commitments.held == 0 {
            return;
        }
        let effort = self.effort_in_prices(o);
        let buying = &self.plan.scenario.buying;
        let offering = self.plan.places[opportunity.offering];
        let mut grounds = Grounds::of(&opportunity.group, buying, offering, effort, self.journey_of(o).rival_bar);
        grounds.has_bought = opportunity.phase == Phase::Sold;
        let silence = 24.0 * buying.silence_days;
        let now = self.now();
        let opportunity = &mut self.opportunities[o];
        let (gained, lost) = opportunity.commitments.contact(now, gains, grounds.supports(), silence);
        if lost != 0 {
            self.happens_with(o, || Happening::Lost { commitments: lost });
        }
        if gained != 0 {
            self.happens_with(o, || Happening::Gained { commitments: gained });
        }
    }

    /// Doubt over the value seen, as heard in the first meetings: a sign of indecision.
    pub(crate) fn note_doubt(&mut self, o: OpportunityId, lean: f64, doubt: f64) {
        let (sum, meetings) = &mut self.opportunities[o].doubt_heard;
        if *meetings < FIRST_MEETINGS {
            *sum += (doubt / (1.0 + lean).max(0.1)) as f32;
            *meetings += 1;
        }
    }

    /// How much longer it takes until they can meet, for a step that they do not expect.
    pub(crate) fn unaligned_delay(&self, o: OpportunityId, step: StepAt) -> f64 {
        let course = &self.opportunities[o].belief.course;
        if course.theirs.is_none() {
            return 1.0;
        }
        let spec = &self.plan.catalogue.steps[step].declared;
        let is_expected = spec.after_sale || spec.negotiates || course.expects(spec.job, self.plan.catalogue.jobs);
        if is_expected { 1.0 } else { self.plan.scenario.buying.unaligned_delay }
    }

    /// One process for both: begun, as a step that does so is planned.
    pub(crate) fn begin_negotiation(&mut self, o: OpportunityId, step: StepAt) {
        if self.plan.catalogue.negotiate == Some(step) {
            self.opportunities[o].belief.course.negotiation = Negotiation::UnderWay;
        }
    }

    /// A step is done, as far as the two processes go. True if it was one too many and the customer is lost.
    pub(crate) fn moves_their_process(&mut self, o: OpportunityId, step: StepAt, serial: u32, trust: f64, skill: f64) -> bool {
        let course = self.opportunities[o].belief.course;
        if course.theirs.is_none() {
            return false;
        }
        let spec = &self.plan.catalogue.steps[step];
        self.opportunities[o].belief.course.done |= spec.declared.job.bit();
        if course.negotiation == Negotiation::UnderWay && self.plan.catalogue.negotiate == Some(step) {
            self.negotiated(o, trust, skill);
            return false;
        }
        if course.negotiation == Negotiation::Agreed || spec.after_sale || !stance::is_useless(spec, &course) {
            return false;
        }
        let key = self.journey_of(o).key;
        let risk = self.plan.scenario.buying.useless_step_risk * (1.0 - trust);
        if !self.streams.stream(USELESS, key, serial as u64).chance(risk) {
            return false;
        }
        let has_rival = self.journey_of(o).rival_bar > 0.0;
        let ending = if has_rival { Ending::Competitor } else { Ending::StatusQuo };
        self.end(o, ending, Why::StepTooMany);
        true
    }

    /// Whether they agree on one process. Each customer has one threshold: more trust and skill reach more of them.
    fn negotiated(&mut self, o: OpportunityId, trust: f64, skill: f64) {
        let key = self.journey_of(o).key;
        // By definition the key is the chance with a trust of a half.
        let chance = self.plan.scenario.buying.agreement_share * skill * (0.5 + trust);
        let agreed = self.streams.stream(AGREEMENT, key, 0).chance(chance.min(1.0));
        let opportunity = &mut self.opportunities[o];
        opportunity.belief.course.negotiation = if agreed { Negotiation::Agreed } else { Negotiation::Failed };
        self.happens_with(o, || Happening::OneProcess { agreed });
    }
}
