//! What others think of us: a segment hears of our deals, an account remembers its own (guide: model, section 4).

use crate::market::group::trust_moved;
use crate::measure::{Account, SegmentAt};
use crate::world::{JourneyId, Relationship, Tie, World, kept};

impl World<'_> {
    /// A deal has been delivered: the account remembers, others hear of it.
    pub(super) fn is_remembered(&mut self, customer: &Relationship) {
        let news = match (customer.worth.regretted, customer.worth.customer_surplus > 0.0) {
            (true, _) => -1.0,
            (false, true) => 1.0,
            (false, false) => return,
        };
        let trust = (news * self.plan.scenario.relationship.account_trust) as f32;
        let as_of = self.now() as f32;
        self.after_sale.ties[customer.segment][customer.account] = Tie { trust, as_of };
        self.is_heard_of(customer.segment, news);
    }

    /// A customer has left us: they are no friends any more, and others hear of it.
    pub(super) fn has_left(&mut self, customer: &Relationship) {
        let tie = &mut self.after_sale.ties[customer.segment][customer.account];
        tie.trust = tie.trust.min(0.0);
        self.is_heard_of(customer.segment, -1.0);
    }

    fn is_heard_of(&mut self, segment: SegmentAt, news: f64) {
        let rules = &self.plan.scenario.relationship;
        let times = if news < 0.0 { rules.bad_news_reach } else { 1.0 };
        let share = times * rules.reputation_reach / f64::from(self.plan.accounts[segment]);
        let now = self.now();
        self.after_sale.reputations[segment].hears(now, rules.reputation_half_life_days, news, share);
    }

    /// What an account's own memory of us adds to its trust.
    pub(crate) fn tie(&self, segment: SegmentAt, account: Account) -> f64 {
        let Some(tie) = self.after_sale.ties[segment].get(account) else { return 0.0 };
        if tie.trust == 0.0 {
            return 0.0;
        }
        f64::from(tie.trust) * kept(self.now() - f64::from(tie.as_of), self.plan.scenario.relationship.account_half_life_days)
    }

    /// Trust with which a dialogue begins: that of the way it came about, what the segment heard of us, what the account remembers.
    pub(crate) fn trust_at_start(&self, slot: JourneyId, trust: f64) -> f64 {
        let rules = &self.plan.scenario.relationship;
        if !rules.goes_on {
            return trust;
        }
        let journey = &self.customers.journeys[slot].journey;
        let reputation = self.after_sale.reputations[journey.segment].at(self.now(), rules.reputation_half_life_days);
        let known = (trust + rules.reputation_effect * reputation).clamp(0.0, 1.0);
        trust_moved(known, self.tie(journey.segment, journey.account))
    }
}
