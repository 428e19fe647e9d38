//! What goes on after delivery: what a deal was worth, customers of ours, what others think of us.

use super::opportunity::OpportunityId;
use super::plan::Plan;
use super::recorder::DealAt;
use crate::engine::time::YEAR;
use crate::engine::{Purpose, Streams, Table, Ticket, math, positions};
use crate::measure::{Account, AfterSaleRecord, Ending, OfferingAt, Seat, SegmentAt};
use crate::scenario::relationship::Relationship as Rules;
use std::collections::VecDeque;

positions! {
    /// A customer of ours, in the order of deliveries.
    RelationshipAt: u32;
}

const TEMPER: Purpose = Purpose::named("temper of a customer who may leave");
const RENEWAL: Purpose = Purpose::named("leaves in a year");

/// What a deal was worth, in prices.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Worth {
    /// Realised value less price and own effort.
    pub customer_surplus: f64,
    /// Price less cost to deliver and money paid back.
    pub margin: f64,
    /// Realised fit: share of the gross value that a full adoption would bring.
    pub fit: f64,
    /// Whether the customer regrets it: a loss, or well below what was promised.
    pub regretted: bool,
}

impl Worth {
    /// Whether both sides gained and nobody regrets it.
    pub fn is_win_win(self) -> bool {
        self.ending() == Ending::WinWin
    }

    /// What it is worth when part of the price is paid back; who regrets it still does.
    pub fn with_refund(self, refund: f64) -> Self {
        Self { customer_surplus: self.customer_surplus + refund, margin: self.margin - refund, ..self }
    }

    /// How a deal of this worth is counted.
    pub fn ending(self) -> Ending {
        let customer_won = self.customer_surplus > 0.0 && !self.regretted;
        match (customer_won, self.margin > 0.0) {
            (true, true) => Ending::WinWin,
            (false, true) => Ending::ForceFit,
            (true, false) => Ending::CustomerOnly,
            (false, false) => Ending::BothLost,
        }
    }
}

/// A customer of ours, from delivery on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Relationship {
    /// Number of the journey that was the deal.
    pub number: u64,
    /// Key of its streams.
    pub key: u64,
    /// Position of its segment.
    pub segment: SegmentAt,
    /// Account.
    pub account: Account,
    /// Price paid, EUR.
    pub price: f64,
    /// List price, in which its worth is counted, EUR.
    pub list_price: f64,
    /// Position among the deals of the record, if it is one.
    pub deal: Option<DealAt>,
    /// When it was decided (hours).
    pub decided_at: f64,
    /// When it was delivered (hours).
    pub delivered_at: f64,
    /// Money paid back, EUR.
    pub refund: f64,
    /// What they realised.
    pub worth: Worth,
    /// Who of ours kept the customer at the sale, if anybody did.
    pub sold_by: Option<Seat>,
}

/// What waits to be delivered by one of ours.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ToDeliver {
    /// The opportunity.
    pub opportunity: OpportunityId,
    /// What was sold.
    pub offering: OfferingAt,
    /// When it was sold (hours).
    pub since: f64,
    /// Hours of work that are left, at usual speed.
    pub hours: f64,
    /// Whether somebody who is gone has begun it.
    pub is_begun: bool,
}

/// A delivery that one of ours has in hand.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct InHand {
    /// The opportunity.
    pub opportunity: OpportunityId,
    /// What was sold.
    pub offering: OfferingAt,
    /// When it was sold (hours).
    pub since: f64,
    /// Hours of work that are left, at usual speed.
    pub hours_left: f64,
    /// Hours of it, at usual speed, that are done in a working hour; 0: nobody works on it now.
    pub rate: f64,
    /// Hours taken off the person's other work for it since.
    pub booked: f64,
    /// As of when, on the clock of working hours.
    pub as_of: f64,
    /// When it is looked at again.
    pub ticket: Option<Ticket>,
}

/// Everything that goes on after delivery in one world.
#[derive(Debug, Clone, Default)]
pub struct AfterSale {
    /// Customers of ours, in the order of their deliveries.
    pub relationships: Table<RelationshipAt, Relationship>,
    /// What each segment thinks of us.
    pub reputations: Table<SegmentAt, Reputation>,
    /// What each account remembers of us, by segment.
    pub ties: Table<SegmentAt, Table<Account, Tie>>,
    /// Money paid back on deals closed in the window, EUR.
    pub refunds: f64,
    /// Renewals paid in the window, EUR.
    pub renewals: f64,
    /// Customers sent to us in the window.
    pub referrals: f64,
    /// From when on the next delivery can begin, by offering (hours).
    pub free_from: Table<OfferingAt, f64>,
    /// What was sold and waits for one of ours to deliver it, in the order of sales.
    pub to_deliver: VecDeque<ToDeliver>,
    /// What each of ours is delivering.
    pub in_hand: Table<Seat, Option<InHand>>,
    /// Since when each of ours has had none in hand (hours).
    pub free_since: Table<Seat, f64>,
    /// Hours that whoever only delivers has to give to something else first, as of a time on the clock of working hours.
    pub owed: Table<Seat, (f64, f64)>,
}

impl AfterSale {
    /// Who sold has left us: what becomes of the customer is not theirs any more.
    pub fn forget_seller(&mut self, person: Seat) {
        self.relationships.iter_mut().filter(|r| r.sold_by == Some(person)).for_each(|r| r.sold_by = None);
    }

    /// Nothing has been delivered yet.
    pub fn new(plan: &Plan) -> Self {
        let ties = |accounts: &u32| {
            if plan.scenario.relationship.goes_on { vec![Tie::default(); *accounts as usize].into() } else { Table::new() }
        };
        Self {
            reputations: vec![Reputation::default(); plan.segments.len()].into(),
            ties: plan.accounts.iter().map(ties).collect(),
            free_from: vec![0.0; plan.offerings.len()].into(),
            in_hand: vec![None; plan.profiles.len()].into(),
            free_since: vec![f64::NEG_INFINITY; plan.profiles.len()].into(),
            owed: vec![(0.0, 0.0); plan.profiles.len()].into(),
            ..Self::default()
        }
    }
}

impl Rules {
    /// Chance that a customer leaves at a yearly decision:
    /// `logit = logit(churn_without_gain) - churn_surplus_effect * surplus + churn_regret_effect [regret] + churn_temper * temper`.
    pub fn chance_of_leaving(&self, surplus: f64, regretted: bool, temper: f64) -> f64 {
        let base = math::ln(self.churn_without_gain / (1.0 - self.churn_without_gain));
        let regret = if regretted { self.churn_regret_effect } else { 0.0 };
        1.0 / (1.0 + math::exp(-(base - self.churn_surplus_effect * surplus + regret + self.churn_temper * temper)))
    }
}

impl Relationship {
    /// Whether they leave at their decision in this year after delivery. The temper is the customer's own and persists.
    pub fn decides_to_leave(&self, streams: &Streams, rules: &Rules, year: u16) -> bool {
        let temper = streams.stream(TEMPER, self.key, 0).normal();
        let chance = rules.chance_of_leaving(self.worth.customer_surplus, self.worth.regretted, temper);
        streams.stream(RENEWAL, self.key, u64::from(year)).chance(chance)
    }

    /// What the years that are counted come to: nothing depends on what anybody does after delivery.
    pub fn lifetime(&self, streams: &Streams, rules: &Rules) -> AfterSaleRecord {
        let counted = rules.lifetime_years as u16;
        let leaves_in = if self.refund > 0.0 { Some(1) } else { (1..=counted).find(|&year| self.decides_to_leave(streams, rules, year)) };
        let renewals = leaves_in.map_or(counted, |year| year - 1);
        let each = rules.renewal_share * rules.renewal_margin_share * self.price;
        AfterSaleRecord {
            refund: self.refund,
            renewals,
            left: leaves_in.is_some(),
            lifetime_value: self.worth.margin * self.list_price + f64::from(renewals) * each,
        }
    }

    /// Renewals paid from `start` to `end`, EUR: counted from the customer's decisions alone.
    pub fn renewals_between(&self, streams: &Streams, rules: &Rules, start: f64, end: f64) -> f64 {
        let mut sum = 0.0;
        let mut year = 1;
        while self.refund <= 0.0 && self.decision_at(year) < end && !self.decides_to_leave(streams, rules, year) {
            if self.decision_at(year) >= start {
                sum += rules.renewal_share * self.price;
            }
            year += 1;
        }
        sum
    }

    /// When they decide whether to stay for another year (hours).
    pub fn decision_at(&self, year: u16) -> f64 {
        self.delivered_at + f64::from(year) * YEAR
    }
}

/// What a segment thinks of us, from -1 to 1; decays to 0.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Reputation {
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
pub fn kept(hours: f64, half_life_days: f64) -> f64 {
    math::exp(-core::f64::consts::LN_2 / (24.0 * half_life_days) * hours.max(0.0))
}

impl Reputation {
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
