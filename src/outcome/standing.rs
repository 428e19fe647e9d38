//! What others think of us: a segment hears of our deals, an account remembers its own (guide: model, section 4).

use super::relationship::Relationship;
use crate::engine::math;
use crate::market::group::trust_moved;
use crate::simulation::state::Simulation;

/// What a segment thinks of us, from -1 to 1; decays to 0.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Standing {
    /// Mean opinion when somebody last heard of us.
    pub opinion: f64,
    /// When that was (hours).
    pub as_of: f64,
}

/// What an account remembers of us: the change of the trust with which it begins; decays to 0.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Tie {
    /// Change of trust.
    pub trust: f32,
    /// When it was made (hours).
    pub as_of: f32,
}

/// What is left after some hours with this half-life.
fn kept(hours: f64, half_life_days: f64) -> f64 {
    math::exp(-core::f64::consts::LN_2 / (24.0 * half_life_days) * hours.max(0.0))
}

impl Standing {
    /// Opinion now.
    pub fn at(self, now: f64, half_life_days: f64) -> f64 {
        if self.opinion == 0.0 { 0.0 } else { self.opinion * kept(now - self.as_of, half_life_days) }
    }

    /// A share of the segment hears good (1) or bad news (-1), and thinks so.
    pub fn hears(&mut self, now: f64, half_life_days: f64, news: f64, share: f64) {
        let before = self.at(now, half_life_days);
        *self = Self { opinion: before + share.min(1.0) * (news - before), as_of: now };
    }
}

impl Simulation<'_> {
    /// A deal has been delivered: the account remembers, others hear of it.
    pub(super) fn is_remembered(&mut self, customer: &Relationship) {
        let news = match (customer.worth.regretted, customer.worth.customer_surplus > 0.0) {
            (true, _) => -1.0,
            (false, true) => 1.0,
            (false, false) => return,
        };
        let trust = (news * self.plan.scenario.relationship.account_trust) as f32;
        let as_of = self.now() as f32;
        self.after_sale.ties[customer.segment as usize][customer.account as usize] = Tie { trust, as_of };
        self.is_heard_of(customer.segment, news);
    }

    /// A customer has left us: they are no friends any more, and others hear of it.
    pub(super) fn has_left(&mut self, customer: &Relationship) {
        let tie = &mut self.after_sale.ties[customer.segment as usize][customer.account as usize];
        tie.trust = tie.trust.min(0.0);
        self.is_heard_of(customer.segment, -1.0);
    }

    fn is_heard_of(&mut self, segment: u16, news: f64) {
        let rules = &self.plan.scenario.relationship;
        let times = if news < 0.0 { rules.bad_news_reach } else { 1.0 };
        let share = times * rules.reputation_reach / f64::from(self.plan.accounts[segment as usize]);
        let now = self.now();
        self.after_sale.standings[segment as usize].hears(now, rules.reputation_half_life_days, news, share);
    }

    /// What an account's own memory of us adds to its trust.
    pub(crate) fn tie(&self, segment: u16, account: u32) -> f64 {
        let Some(tie) = self.after_sale.ties[segment as usize].get(account as usize) else { return 0.0 };
        if tie.trust == 0.0 {
            return 0.0;
        }
        f64::from(tie.trust) * kept(self.now() - f64::from(tie.as_of), self.plan.scenario.relationship.account_half_life_days)
    }

    /// Trust with which a dialogue begins: that of the way it came about, what the segment heard of us, what the account remembers.
    pub(crate) fn trust_at_start(&self, slot: u32, trust: f64) -> f64 {
        let rules = &self.plan.scenario.relationship;
        if !rules.goes_on {
            return trust;
        }
        let journey = &self.journeys[slot as usize].journey;
        let standing = self.after_sale.standings[journey.segment as usize].at(self.now(), rules.reputation_half_life_days);
        let known = (trust + rules.reputation_effect * standing).clamp(0.0, 1.0);
        trust_moved(known, self.tie(journey.segment, journey.account))
    }
}
