//! What a sale is worth to whom, in own pay.

use super::World;
use super::opportunity::OpportunityId;
use crate::engine::normal;
use crate::engine::time::INSTANT;
use crate::measure::Seat;
use crate::money::ledger::{PayAccount, PayAccountAt, PlanAt};
use crate::money::payout::Forecast;
use crate::policy::view::{ExtraPay, PayView};
use crate::provider::earnings::{BooksView, Earnings, Outlook, Stakes, forecast};
use crate::scenario::pay::{Credit, PayPlan};

/// Which of the parts that somebody's pay is made of: 0 the plan itself, 1 the first of its components.
type PartAt = usize;

impl<'a> World<'a> {
    /// What a EUR of this opportunity's price is worth to a person, EUR of own pay.
    pub(crate) fn stakes(&mut self, person: Seat, o: OpportunityId) -> Stakes {
        if !self.has_stakes(person) {
            return Stakes::default();
        }
        let others = self.people[person].components.len();
        let which = self.plan.pay.plan_of[person];
        let times = self.times_credited(&self.plan.pay.plans[which], o);
        let share = self.share_of_credit(o, person) * self.plan.pay.credit_share[which] * times;
        let own = self.stakes_of(person).times(share);
        (1..=others).fold(own, |sum, part| {
            let share = self.share_by_component(o, person, part);
            sum.and(self.stakes_by_component(person, o, part, share))
        })
    }

    /// Share of a deal's credit that a person would get by a component of their pay if it were closed now.
    fn share_by_component(&self, o: OpportunityId, person: Seat, part: PartAt) -> f64 {
        self.share_by(o, person, self.plan.pay.plans[self.plan.pay.components[person][part - 1].plan].split)
    }

    /// The same for whoever has it all to themselves.
    pub(crate) fn stakes_if_owner(&mut self, person: Seat, o: OpportunityId) -> Stakes {
        let which = self.plan.pay.plan_of[person];
        let share = self.plan.pay.credit_share[which] * self.times_credited(&self.plan.pay.plans[which], o);
        let own = self.stakes_by_deals(person).times(share);
        let others = self.people[person].components.len();
        (1..=others).fold(own, |sum, part| sum.and(self.stakes_by_component(person, o, part, 1.0)))
    }

    /// Whether anything that a person does changes their pay.
    #[inline]
    pub(crate) fn has_stakes(&self, person: Seat) -> bool {
        let pays = |account: PayAccountAt| !self.ledger.accounts[account].payout.is_flat();
        self.plan.scenario.response.pay_weight > 0.0 && self.people[person].accounts().any(pays)
    }

    /// The same by one of the components of the pay, in the periods of the plan itself.
    fn stakes_by_component(&mut self, person: Seat, o: OpportunityId, part: PartAt, share: f64) -> Stakes {
        let plans = &self.plan.pay;
        let which = plans.components[person][part - 1].plan;
        if !plans.plans[which].credit.is_of_deals() {
            return Stakes::default();
        }
        let share = share * plans.credit_share[which] * self.times_credited(&plans.plans[which], o);
        let Stakes { now, next } = self.stakes_of_part(person, part);
        let closes = self.counts_until(which, self.now());
        let (_, own_end) = plans.period(plans.plan_of[person], self.now());
        let (_, own_next) = plans.period(plans.plan_of[person], own_end + INSTANT);
        // Part of the open period of the plan itself in which a sale falls into this period of the component.
        let inside = ((closes - self.now()) / (own_end - self.now()).max(INSTANT)).clamp(0.0, 1.0);
        let later = if closes >= own_next - INSTANT { now } else { next };
        Stakes { now: inside * now + (1.0 - inside) * next, next: later }.times(share)
    }

    /// What a EUR of the price is worth by each component, if it is signed in about so many days, and the component's plan.
    pub(crate) fn stakes_by_components_in(&mut self, person: Seat, o: OpportunityId, days: f64) -> Vec<(f64, &'a PayPlan)> {
        let mut all = Vec::new();
        for part in 1..=self.people[person].components.len() {
            let plan: &'a PayPlan = &self.plan.pay.plans[self.plan.pay.components[person][part - 1].plan];
            let share = self.share_by_component(o, person, part);
            let stakes = self.stakes_by_component(person, o, part, share);
            let view = PayView { stakes, days_left: self.days_left_in_period(person), extra: Vec::new() };
            all.push((view.stake_in(days), plan));
        }
        all
    }

    /// Until when credit counts together with what is credited at a time: the end of the period, or of the year.
    fn counts_until(&self, which: PlanAt, at: f64) -> f64 {
        let pay = &self.plan.pay;
        let mut period = pay.period(which, at);
        while !pay.closes(which, period) {
            period = pay.period(which, period.1 + INSTANT);
        }
        period.1
    }

    /// What a EUR of credit by the plan itself is worth to a person, EUR of own pay.
    pub(crate) fn stakes_of(&mut self, person: Seat) -> Stakes {
        self.stakes_of_part(person, 0)
    }

    /// The same where the plan itself credits deals; nothing where it counts something else.
    pub(crate) fn stakes_by_deals(&mut self, person: Seat) -> Stakes {
        if self.plan.pay.plan(person).credit.is_of_deals() { self.stakes_of(person) } else { Stakes::default() }
    }

    /// What a EUR of credit by all parts of the pay that credit deals is worth to a person.
    pub(crate) fn stakes_by_all_deals(&mut self, person: Seat) -> Stakes {
        let own = self.stakes_by_deals(person);
        (1..=self.people[person].components.len()).fold(own, |sum, part| {
            let which = self.plan.pay.components[person][part - 1].plan;
            if self.plan.pay.plans[which].credit.is_of_deals() { sum.and(self.stakes_of_part(person, part)) } else { sum }
        })
    }

    /// What one more of what a part of the pay credits (a EUR, a meeting, an opportunity) is worth to a person, EUR of own pay.
    pub(crate) fn stakes_of_part(&mut self, person: Seat, part: PartAt) -> Stakes {
        let response = &self.plan.scenario.response;
        let mut earnings = self.earnings_at(person, part);
        let account = &self.ledger.accounts[earnings.account];
        if response.pay_weight <= 0.0 || account.payout.is_flat() || account.payout.quota_of_renewals().is_some() {
            return Stakes::default();
        }
        let is_late = matches!(self.plan.pay.plans[account.plan].credit, Credit::Margin | Credit::MutualValue);
        let stakes = earnings.stakes(response, self.now(), || self.outlook(person, part));
        match part.checked_sub(1) {
            None => self.people[person].earnings = earnings,
            Some(place) => self.people[person].components[place] = earnings,
        }
        // What is measured at delivery is credited in some later period, whenever it is signed.
        if is_late { Stakes { now: stakes.next, next: stakes.next } } else { stakes }
    }

    /// Where a person stands with a part of their pay.
    fn earnings_at(&self, person: Seat, part: PartAt) -> Earnings {
        let who = &self.people[person];
        part.checked_sub(1).map_or(who.earnings, |place| who.components[place])
    }

    /// How a part of a person's pay stands.
    fn outlook(&self, person: Seat, part: PartAt) -> Outlook<'_> {
        let (now, pay) = (self.now(), &self.plan.pay);
        let at = self.earnings_at(person, part).account;
        let account = &self.ledger.accounts[at];
        let (start, end) = pay.period(account.plan, now);
        let is_team = account.payout.team_share() > 0.0;
        let seen = self.plan.scenario.organisation.effort_is_seen;
        let has_left = account.left <= now;
        let share = if has_left { 1.0 } else { account.share_in(start, end) };
        let credit = if has_left { 0.0 } else { account.credit };
        let books = BooksView::new(&account.payout, share, credit);
        Outlook {
            books,
            left: ((end - now) / (end - start)).clamp(0.0, 1.0),
            deal: pay.typical_credit(account.plan),
            team_credit: if is_team { self.ledger.team_credit(at, start, end) } else { 0.0 },
            team_usual: if is_team { self.team_usual(person, part) } else { 0.0 },
            team_size: pay.teams[account.team].iter().filter(|&&member| self.has_joined(member)).count() as f64,
            regard: if seen { self.plan.scenario.response.peer_weight } else { 0.0 },
            goes_on: !pay.closes(account.plan, (start, end)),
            chance: self.chance_of_gate(person, account),
            opens: self.opened_by(person, part),
        }
    }

    /// How likely it is that the gate of an account will be open.
    fn chance_of_gate(&self, person: Seat, account: &PayAccount) -> f64 {
        let Some(gate) = account.gate else { return 1.0 };
        let by = &self.ledger.accounts[gate.by].payout;
        if by.granted().is_some() || by.quota_of_renewals().is_some() {
            return f64::from(u8::from(self.ledger.has_reached(gate, self.now())));
        }
        let part = (0..=self.people[person].components.len()).find(|part| self.earnings_at(person, *part).account == gate.by);
        let Some((forecast, quota)) = part.map(|part| self.forecast_of(person, part)) else { return 1.0 };
        normal::distribution((forecast.mean - gate.at * quota) / forecast.sd.max(1e-9))
    }

    /// The gates that a part of the pay opens: at which attainment, and what is expected of the part behind each, EUR.
    fn opened_by(&self, person: Seat, part: PartAt) -> Vec<(f64, f64)> {
        let others = self.people[person].components.len();
        if others == 0 {
            return Vec::new();
        }
        let by = self.earnings_at(person, part).account;
        let behind = |other: PartAt| {
            let account = &self.ledger.accounts[self.earnings_at(person, other).account];
            let gate = account.gate.filter(|gate| gate.by == by)?;
            Some((gate.at, self.earnings_at(person, other).usual_pay))
        };
        (0..=others).filter_map(behind).collect()
    }

    /// What a part of the pay is expected to be credited by the end of its period, and its quota.
    fn forecast_of(&self, person: Seat, part: PartAt) -> (Forecast, f64) {
        let earnings = self.earnings_at(person, part);
        let pay = &self.plan.pay;
        let account = &self.ledger.accounts[earnings.account];
        let (start, end) = pay.period(account.plan, self.now());
        let left = ((end - self.now()) / (end - start)).clamp(0.0, 1.0);
        let quota = account.payout.for_part(account.share_in(start, end)).quota();
        (forecast(account.credit, earnings.usual * left, pay.typical_credit(account.plan), 1.0), quota)
    }

    /// Pay that an hour usually brings a person by the components of it beside the plan itself, EUR.
    pub(crate) fn components_per_hour(&mut self, person: Seat) -> f64 {
        let mut sum = 0.0;
        for part in 1..=self.people[person].components.len() {
            let now = self.stakes_of_part(person, part).now.max(0.0);
            let hours = self.plan.pay.components[person][part - 1].selling_hours;
            sum += now * self.earnings_at(person, part).usual.max(0.0) / hours.max(1e-9);
        }
        sum
    }

    /// Pay for the meetings that are held in an hour, EUR.
    pub(crate) fn meetings_per_hour(&mut self, person: Seat) -> f64 {
        let each = self.worth_of_one(person, Credit::Meetings);
        if each == 0.0 { 0.0 } else { each / self.plan.catalogue.hours_of_meeting() }
    }

    /// What another meeting held, or opportunity let in, is worth to a person, EUR of own pay.
    pub(crate) fn worth_of_one(&mut self, person: Seat, counted: Credit) -> f64 {
        let counts = self.plan.pay.counts;
        if !(counts.meetings && counted == Credit::Meetings || counts.accepted && counted == Credit::Accepted) {
            return 0.0;
        }
        let mut sum = 0.0;
        for part in 0..=self.people[person].components.len() {
            let pay = &self.plan.pay;
            let which = self.ledger.accounts[self.earnings_at(person, part).account].plan;
            if pay.plans[which].credit == counted {
                let extra = self.plan.scenario.response.pay_weight * pay.extra_each(which, self.now());
                sum += self.stakes_of_part(person, part).now + extra;
            }
        }
        sum
    }

    /// What a EUR that a customer renews is worth to a person whose pay goes by retention, EUR.
    pub(crate) fn worth_of_renewal(&self, person: Seat) -> f64 {
        let weight = self.plan.scenario.response.pay_weight;
        if !self.plan.pay.counts.renewals || weight <= 0.0 {
            return 0.0;
        }
        let by_part = |part: PartAt| {
            let earnings = self.earnings_at(person, part);
            let payout = &self.ledger.accounts[earnings.account].payout;
            match payout.quota_of_renewals() {
                // Most of what is up for renewal is renewed: what was renewed stands for it.
                Some(quota) if earnings.usual > 0.0 => weight * payout.with_quota(quota * earnings.usual).marginal(earnings.usual),
                _ => 0.0,
            }
        };
        (0..=self.people[person].components.len()).map(by_part).sum()
    }

    /// Extra pay for a deal in times that are on or yet to come.
    pub(crate) fn extra_pay(&self, person: Seat, o: OpportunityId) -> Vec<ExtraPay> {
        let pay = &self.plan.pay;
        if !pay.has_extra {
            return Vec::new();
        }
        let parts = std::iter::once(pay.plan_of[person]).chain(pay.components[person].iter().map(|other| other.plan));
        let extra = |which: PlanAt| {
            let (from, to) = pay.extra[which].filter(|(_, to)| *to > self.now())?;
            let plan: &PayPlan = &pay.plans[which];
            if !plan.credit.is_of_deals() || self.times_credited(plan, o) <= 0.0 {
                return None;
            }
            let share = self.share_by(o, person, plan.split) * self.plan.scenario.response.pay_weight * plan.scale;
            let per_price = share * (plan.extra_share + plan.extra_each / self.price_of(o).max(1e-9));
            Some(ExtraPay { per_price, begins_in: ((from - self.now()) / 24.0).max(0.0), ends_in: (to - self.now()) / 24.0 })
        };
        parts.filter_map(extra).collect()
    }

    /// The account of whoever holds a seat, or held it last.
    pub(crate) fn account(&self, person: Seat) -> &PayAccount {
        &self.ledger.accounts[self.people[person].earnings.account]
    }

    /// Credit of a period that the members of a person's pay team expect, in the mean.
    fn team_usual(&self, person: Seat, part: PartAt) -> f64 {
        let pay = &self.plan.pay;
        let of_team = part.checked_sub(1).map_or(pay.team_of[person], |place| pay.components[person][place].team);
        let which = self.ledger.accounts[self.earnings_at(person, part).account].plan;
        let team = &pay.teams[of_team];
        let usual = |member: Seat| {
            let place = pay.components[member].iter().position(|other| other.plan == which);
            self.earnings_at(member, place.map_or(0, |place| place + 1)).usual
        };
        let there = || team.iter().filter(|&&member| self.has_joined(member));
        there().map(|&member| usual(member)).sum::<f64>() / there().count().max(1) as f64
    }

    /// Credit of a deal with a discount, as a share of its credit as it stands: by each part of the pay, weighted by what it pays.
    pub(crate) fn credit_left(&mut self, person: Seat, o: OpportunityId) -> CreditLeft<'a> {
        let own = self.left_by(self.plan.pay.plan_of[person], o, 1.0);
        let mut parts = vec![own];
        for part in 1..=self.people[person].components.len() {
            let which = self.plan.pay.components[person][part - 1].plan;
            let share = self.share_by_component(o, person, part);
            let weight = self.stakes_by_component(person, o, part, share).now;
            parts.push(self.left_by(which, o, weight));
        }
        if parts.len() > 1 {
            let share = self.share_of_credit(o, person) * self.plan.pay.credit_share[self.plan.pay.plan_of[person]];
            parts[0].weight = share * self.stakes_of(person).now;
        }
        CreditLeft { parts }
    }

    fn left_by(&self, which: PlanAt, o: OpportunityId, weight: f64) -> LeftByPlan<'a> {
        let plan = &self.plan.pay.plans[which];
        let usual = self.plan.pay.credit_share[which].max(1e-9);
        LeftByPlan { plan, usual, list: self.list_price_of(o), now: self.times_credited(plan, o), weight }
    }

    /// Days until a person's period of pay ends.
    pub(crate) fn days_left_in_period(&self, person: Seat) -> f64 {
        let (_, end) = self.plan.pay.period(self.plan.pay.plan_of[person], self.now());
        (end - self.now()) / 24.0
    }
}

/// What a discount leaves of a deal's credit.
#[derive(Debug, Clone)]
pub(crate) struct CreditLeft<'p> {
    parts: Vec<LeftByPlan<'p>>,
}

#[derive(Debug, Clone)]
struct LeftByPlan<'p> {
    plan: &'p PayPlan,
    /// Credit of a typical deal for a EUR of its price.
    usual: f64,
    list: f64,
    /// How many times it is credited as it stands.
    now: f64,
    weight: f64,
}

impl CreditLeft<'_> {
    /// As a share of what it is without this discount.
    pub(crate) fn at(&self, discount: f64) -> f64 {
        if let [own] = self.parts.as_slice() {
            return own.at(discount);
        }
        let weights: f64 = self.parts.iter().map(|part| part.weight.max(0.0)).sum();
        if weights <= 0.0 {
            return 1.0 - discount;
        }
        self.parts.iter().map(|part| part.weight.max(0.0) * part.at(discount)).sum::<f64>() / weights
    }
}

impl LeftByPlan<'_> {
    fn at(&self, discount: f64) -> f64 {
        let left = match self.plan.credit {
            Credit::Bookings => 1.0 - discount,
            Credit::Margin => (1.0 - discount / self.usual).max(0.0),
            _ => 1.0,
        };
        let times = self.plan.band(self.list * (1.0 - discount), discount);
        if self.now > 0.0 { left * (times / self.now) } else { left }
    }
}
