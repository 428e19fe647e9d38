//! Customers of ours bring dialogues: they send somebody whom they know, or come again (guide: model, section 4).
//!
//! Nobody is made up for it. Whoever is sent, or comes again, has a journey under way that is in the world under every system.

use crate::engine::{Purpose, math};
use crate::market::need::Point;
use crate::measure::{Account, BuyerAt, ChannelAt};
use crate::world::happening::Happening;
use crate::world::{JourneyId, OpportunityId, RelationshipAt, Stage, World};

const PEERS: Purpose = Purpose::named("accounts that an account knows");
const SEEN: Purpose = Purpose::named("what a customer sees of a peer");
const REPORT: Purpose = Purpose::named("what a customer reports to a peer");
const AGAIN: Purpose = Purpose::named("comes again by itself");

/// No customer looks at more than so many journeys in one account, those that began last: where a few accounts hold all journeys of a
/// large market, the time would grow with the square of its size.
const MOST_LOOKED_AT: usize = 1000;

impl World<'_> {
    /// A customer of ours looks for somebody among the accounts it knows, and sends whom we seem to fit best.
    pub(crate) fn refers(&mut self, relationship: RelationshipAt) {
        let plan = self.plan;
        let rules = &plan.scenario.relationship;
        let customer = self.after_sale.relationships[relationship];
        let segment = customer.segment;
        let spread = math::sqrt(plan.experience[segment].surplus_variance) * rules.referral_noise;
        let account_key = u64::from(customer.account.number()) | self.plan.place_among_segments(segment) << 40;
        let mut peers = self.streams.stream(PEERS, account_key, 0);
        let mut best: Option<(f64, JourneyId)> = None;
        for _ in 0..rules.peer_accounts as u32 {
            let account = Account::new(peers.below(u64::from(plan.accounts[segment])) as u32);
            let mut next = if account == customer.account { None } else { self.customers.first_in_account(segment, account) };
            let mut looked_at = 0;
            while let Some(slot) = next.filter(|_| looked_at < MOST_LOOKED_AT) {
                looked_at += 1;
                let entry = &self.customers.journeys[slot];
                if entry.stage == Stage::Unmet {
                    let noise = self.streams.stream(SEEN, entry.journey.key, customer.number).normal();
                    let seen = entry.journey.joint_surplus + spread * noise;
                    if seen > best.map_or(0.0, |(value, _)| value) {
                        best = Some((seen, slot));
                    }
                }
                next = entry.next_in_account;
            }
        }
        let Some((_, slot)) = best else { return };
        if self.in_window(self.now()) {
            self.after_sale.referrals += 1.0;
        }
        self.happens_after_sale(&customer, 0.0, Happening::Referred);
        self.happens(slot, || Happening::Sent { by: customer.number });
        self.turns_to_us(slot, plan.sent_by_customer());
    }

    /// A journey begins in an account where we did well: they may come to us by themselves.
    pub(super) fn may_come_again(&mut self, slot: JourneyId) {
        let share = self.plan.scenario.relationship.returns_share;
        let journey = &self.customers.journeys[slot].journey;
        if share <= 0.0 || self.tie(journey.segment, journey.account) <= 0.0 || !self.streams.stream(AGAIN, journey.key, 0).chance(share) {
            return;
        }
        self.happens(slot, || Happening::ComesAgain);
        self.turns_to_us(slot, self.plan.customer_again());
    }

    fn turns_to_us(&mut self, slot: JourneyId, channel: ChannelAt) {
        self.customers.unlist_from_account(slot);
        self.customers.journeys[slot].channel = Some(channel);
        self.came(slot);
    }

    /// Who sent them has told the first person what such a thing is needed for: clearer needs.
    pub(super) fn report_of_customer(&mut self, slot: JourneyId, o: OpportunityId) {
        let weight = self.plan.scenario.relationship.referral_report;
        let entry = &self.customers.journeys[slot];
        if entry.channel != Some(self.plan.sent_by_customer()) || weight <= 0.0 {
            return;
        }
        let mut stream = self.streams.stream(REPORT, entry.journey.key, 0);
        let person = &mut self.opportunities[o].group.people[BuyerAt::FIRST];
        let place = Point::normal(&mut stream).scaled_plus(1.0 / math::sqrt(weight), person.need);
        person.is_told(place, weight);
    }
}
