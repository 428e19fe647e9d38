//! A customer of ours after delivery: money back, yearly renewals, leaving (guide: model, section 7). No policy is known here.

use super::Worth;
use super::standing::{Standing, Tie};
use crate::dialogue::PHASE_MARKET;
use crate::engine::{Purpose, Streams, math};
use crate::measure::AfterSaleRecord;
use crate::scenario::relationship::Relationship as Rules;
use crate::simulation::log::Logged;
use crate::simulation::plan::{Plan, YEAR};
use crate::simulation::state::{Event, Simulation};
use crate::simulation::story::LineKind;

const REFUND: Purpose = Purpose::named("asks for money back");
const TEMPER: Purpose = Purpose::named("temper of a customer who may leave");
const RENEWAL: Purpose = Purpose::named("leaves in a year");
const REFERRAL: Purpose = Purpose::named("refers");

/// A customer of ours, from delivery on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Relationship {
    /// Number of the journey that was the deal.
    pub number: u64,
    /// Key of its streams.
    pub key: u64,
    /// Position of its segment.
    pub segment: u16,
    /// Account.
    pub account: u32,
    /// Price paid, EUR.
    pub price: f64,
    /// List price, in which its worth is counted, EUR.
    pub list_price: f64,
    /// Position among the deals of the record; none past its end.
    pub deal: u32,
    /// When it was decided (hours).
    pub decided_at: f64,
    /// When it was delivered (hours).
    pub delivered_at: f64,
    /// Money paid back, EUR.
    pub refund: f64,
    /// What they realised.
    pub worth: Worth,
    /// Who of ours kept the customer at the sale, if anybody did.
    pub sold_by: Option<u16>,
}

/// How a customer was lost after the sale.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Lost {
    /// They got money back, EUR.
    Refunded(f64),
    /// They did not renew in this year after delivery.
    Left(u16),
}

/// Everything that goes on after delivery in one world.
#[derive(Debug, Clone, Default)]
pub struct AfterSale {
    /// Customers of ours, in the order of their deliveries.
    pub relationships: Vec<Relationship>,
    /// What each segment thinks of us.
    pub standings: Vec<Standing>,
    /// What each account remembers of us, by segment.
    pub ties: Vec<Vec<Tie>>,
    /// Money paid back on deals closed in the window, EUR.
    pub refunds: f64,
    /// Renewals paid in the window, EUR.
    pub renewals: f64,
    /// Customers sent to us in the window.
    pub referrals: f64,
}

impl AfterSale {
    /// Who sold has left us: what becomes of the customer is not theirs any more.
    pub fn forget_seller(&mut self, person: u16) {
        self.relationships.iter_mut().filter(|r| r.sold_by == Some(person)).for_each(|r| r.sold_by = None);
    }

    /// Nothing has been delivered yet.
    pub fn new(plan: &Plan) -> Self {
        let ties = |accounts: &u32| if plan.scenario.relationship.goes_on { vec![Tie::default(); *accounts as usize] } else { Vec::new() };
        Self {
            standings: vec![Standing::default(); plan.segments.len()],
            ties: plan.accounts.iter().map(ties).collect(),
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
    pub fn leaves(&self, streams: &Streams, rules: &Rules, year: u16) -> bool {
        let temper = streams.stream(TEMPER, self.key, 0).normal();
        let chance = rules.chance_of_leaving(self.worth.customer_surplus, self.worth.regretted, temper);
        streams.stream(RENEWAL, self.key, u64::from(year)).chance(chance)
    }

    /// What the years that are counted come to: nothing depends on what anybody does after delivery.
    pub fn lifetime(&self, streams: &Streams, rules: &Rules) -> AfterSaleRecord {
        let counted = rules.lifetime_years as u16;
        let leaves_in = if self.refund > 0.0 { Some(1) } else { (1..=counted).find(|&year| self.leaves(streams, rules, year)) };
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
        while self.refund <= 0.0 && self.decision_at(year) < end && !self.leaves(streams, rules, year) {
            if self.decision_at(year) >= start {
                sum += rules.renewal_share * self.price;
            }
            year += 1;
        }
        sum
    }

    fn decision_at(&self, year: u16) -> f64 {
        self.delivered_at + f64::from(year) * YEAR
    }
}

impl Simulation<'_> {
    /// Money that a customer who regrets gets back, in list prices.
    pub(crate) fn refund_of(&self, o: u32, worth: Worth) -> f64 {
        let rules = &self.plan.scenario.relationship;
        if !rules.goes_on || !worth.regretted {
            return 0.0;
        }
        let asks = self.streams.stream(REFUND, self.journey_of(o).key, 0).chance(rules.refund_chance);
        if asks { rules.refund_share * (1.0 - self.opportunities[o as usize].discount) } else { 0.0 }
    }

    /// Delivery is over: from now on they are a customer of ours, or one whom we have lost.
    pub(crate) fn begin_relationship(&mut self, o: u32, worth: Worth, refund: f64) -> AfterSaleRecord {
        let plan = self.plan;
        let rules = &plan.scenario.relationship;
        let list_price = self.list_price_of(o);
        let journey = *self.journey_of(o);
        let opportunity = &self.opportunities[o as usize];
        let relationship = Relationship {
            number: journey.number,
            key: journey.key,
            segment: journey.segment,
            account: journey.account,
            price: self.price_of(o),
            list_price,
            deal: opportunity.deal,
            decided_at: opportunity.decided_at,
            delivered_at: self.now(),
            refund: refund * list_price,
            worth,
            sold_by: opportunity.crew.first().map(|m| m.person),
        };
        if !rules.goes_on {
            return AfterSaleRecord { lifetime_value: worth.margin * list_price, ..AfterSaleRecord::default() };
        }
        let position = self.after_sale.relationships.len() as u32;
        self.after_sale.relationships.push(relationship);
        self.is_remembered(&relationship);
        if relationship.refund > 0.0 {
            if self.in_window(relationship.decided_at) {
                self.after_sale.refunds += relationship.refund;
            }
            self.note_after_sale(&relationship, relationship.refund, Logged::Refunded);
            self.tell_of(journey.number, LineKind::Event, |_| format!("they ask for money back: {:.0} EUR", relationship.refund));
            self.lost_after_sale(position, Lost::Refunded(relationship.refund));
        } else {
            self.schedule_renewal(position, 1);
            if worth.is_win_win() {
                let mut stream = self.streams.stream(REFERRAL, journey.key, 0);
                let refers = stream.chance(rules.refers_share);
                let at = self.now() + YEAR * stream.uniform();
                if refers {
                    self.calendar.schedule(at, PHASE_MARKET, Event::Refers { relationship: position });
                }
            }
        }
        relationship.lifetime(&self.streams, rules)
    }

    fn schedule_renewal(&mut self, relationship: u32, year: u16) {
        let at = self.after_sale.relationships[relationship as usize].decision_at(year);
        self.calendar.schedule(at, PHASE_MARKET, Event::Renews { relationship, year });
    }

    /// A year is over: do they stay?
    pub(crate) fn renews(&mut self, relationship: u32, year: u16) {
        let customer = self.after_sale.relationships[relationship as usize];
        let rules = &self.plan.scenario.relationship;
        if customer.leaves(&self.streams, rules, year) {
            self.note_after_sale(&customer, 0.0, Logged::Left);
            self.tell_of(customer.number, LineKind::Event, |_| format!("year {year} after delivery: they leave us"));
            self.has_left(&customer);
            self.lost_after_sale(relationship, Lost::Left(year));
            return;
        }
        let paid = rules.renewal_share * customer.price;
        if self.in_window(self.now()) {
            self.after_sale.renewals += paid;
        }
        self.note_after_sale(&customer, paid, Logged::Renewed);
        self.tell_of(customer.number, LineKind::Event, |_| format!("year {year} after delivery: they stay, for {paid:.0} EUR"));
        self.schedule_renewal(relationship, year + 1);
    }

    /// A customer was lost after the sale: whoever was paid for it may have to give something back.
    pub(crate) fn lost_after_sale(&mut self, relationship: u32, _lost: Lost) {
        let customer = self.after_sale.relationships[relationship as usize];
        if let Some(person) = customer.sold_by {
            self.take_credit_back(person as usize, customer.price, customer.decided_at);
        }
    }

    /// Refunds and renewals in the window, as they happened and as they follow from the customers one by one, EUR.
    pub(crate) fn after_sale_twice(&self) -> (f64, f64) {
        let rules = &self.plan.scenario.relationship;
        let (start, end) = (self.plan.window_start, self.plan.window_end);
        let of_one = |r: &Relationship| {
            let refund = if self.in_window(r.decided_at) { r.refund } else { 0.0 };
            r.renewals_between(&self.streams, rules, start, end) - refund
        };
        (self.after_sale.renewals - self.after_sale.refunds, self.after_sale.relationships.iter().map(of_one).sum())
    }
}
