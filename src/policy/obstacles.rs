//! What we believe holds a customer back.

use super::catalogue::Help;
use super::next_activity::Asker;
use crate::measure::BuyerAt;
use crate::provider::Belief;

/// What we believe holds a customer back, from 0 (not at all) to 1.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Obstacles {
    /// We do not know what is needed.
    pub unknown_need: f64,
    /// Too little value is seen.
    pub value: f64,
    /// There is doubt.
    pub doubt: f64,
    /// Wants are far apart.
    pub dispersion: f64,
    /// Somebody is missing.
    pub missing: f64,
}

impl Obstacles {
    /// The largest of them.
    pub fn largest(&self) -> f64 {
        self.unknown_need.max(self.value).max(self.doubt).max(self.dispersion).max(self.missing)
    }
    /// The largest one, in words.
    pub fn name(&self) -> &'static str {
        let largest = self.largest();
        if largest == self.unknown_need {
            "we do not know what they need"
        } else if largest == self.value {
            "too little value is seen"
        } else if largest == self.doubt {
            "doubt"
        } else if largest == self.dispersion {
            "wants are far apart"
        } else {
            "somebody is missing"
        }
    }
    /// How much of the obstacles is believed to go away, in strengths of the strongest activity of each kind.
    pub fn lowered_by(&self, help: &Help) -> f64 {
        help.learn * self.unknown_need
            + help.message * self.value
            + help.resolve * self.doubt
            + help.align * self.dispersion
            + help.find * self.missing
    }
}

/// Obstacles that one person of the group presents, as we believe.
pub fn obstacles_of(belief: &Belief, index: BuyerAt, asker: &Asker<'_>) -> Obstacles {
    let (person, rules) = (&belief.people[index], asker.rules);
    if !person.met {
        return Obstacles { unknown_need: 1.0, value: rules.unmet_value, doubt: rules.unmet_doubt, ..Obstacles::default() };
    }
    let weight = if person.veto { 1.0 } else { rules.weight_without_veto };
    let slack = person.lean - person.doubt;
    let stale = ((asker.now - person.last_met) / (24.0 * rules.stale_days)).min(1.0) * rules.stale_slack;
    let short = (asker.slack_wanted + stale - slack).clamp(0.0, 1.0) * weight;
    let doubt = if person.lean > 0.0 { short * (person.doubt / (person.doubt + rules.doubt_half)) } else { 0.0 };
    let unknown = weight / (1.0 + rules.need_known_rate * (person.evidence_for(asker.person, asker.knowledge_shared) + asker.insight));
    Obstacles { unknown_need: unknown * rules.weight_of_need, value: short, doubt, ..Obstacles::default() }
}

/// Obstacles that the group as a whole presents, as we believe.
pub fn obstacles_of_group(belief: &Belief, asker: &Asker<'_>) -> Obstacles {
    let (known, rules) = (belief.known() as f64, asker.rules);
    let missing = ((belief.size_guess - known) / belief.size_guess.max(1.0)).clamp(0.0, 1.0);
    let (from, span) = (rules.dispersion_from * asker.dispersion_limit, rules.dispersion_span * asker.dispersion_limit);
    let dispersion = ((belief.dispersion() - from) / span.max(1e-9)).clamp(0.0, 1.0);
    Obstacles { dispersion, missing: missing * rules.weight_of_missing, ..Obstacles::default() }
}
