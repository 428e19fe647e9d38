//! Who is credited what.

use super::World;
use super::after_sale::{Relationship, Worth};
use super::opportunity::{CrewAt, CrewMember, OpportunityId};
use crate::engine::Purpose;
use crate::measure::Seat;
use crate::money::ledger::{Cause, Contributor, PayAccount, PayAccountAt, PlanAt};
use crate::scenario::pay::{Credit, Customers, PayPlan, Split};

const SURVEY: Purpose = Purpose::named("survey after delivery");

impl World<'_> {
    /// Share of a deal's credit that a person would get if it were closed now.
    pub(crate) fn share_of_credit(&self, o: OpportunityId, person: Seat) -> f64 {
        self.share_by(o, person, self.plan.pay.plans[self.plan.pay.plan_of[person]].split)
    }

    /// The same where credit is split in this way.
    pub(crate) fn share_by(&self, o: OpportunityId, person: Seat, split: Split) -> f64 {
        let crew = &self.opportunities[o].crew;
        let Some(place) = crew.position(|m| m.person == person) else { return 0.0 };
        match split {
            Split::Owner => f64::from(u8::from(place == CrewAt::FIRST)),
            Split::Equal => 1.0 / crew.len() as f64,
            Split::Hours => {
                let hours: f64 = crew.iter().map(|m| m.worked_hours).sum();
                share_by_hours(crew[place].worked_hours, hours, crew.len())
            }
        }
    }

    /// How many times a deal is credited by a plan: by its band, and by whether the customer is new.
    pub(crate) fn times_credited(&self, plan: &PayPlan, o: OpportunityId) -> f64 {
        if plan.customers != Customers::All && !plan.counts(self.is_first_deal(o)) {
            return 0.0;
        }
        plan.band(self.price_of(o), self.opportunities[o].discount)
    }

    /// Whether whoever buys has bought nothing from us before, as far as customers are remembered.
    fn is_first_deal(&self, o: OpportunityId) -> bool {
        let journey = self.journey_of(o);
        let is_same = |customer: &Relationship| (customer.segment, customer.account) == (journey.segment, journey.account);
        !self.after_sale.relationships.iter().any(is_same)
    }

    /// What a plan pays on top for a deal that is signed now, EUR.
    fn extra_for(&self, which: PlanAt, o: OpportunityId) -> f64 {
        let plan = &self.plan.pay.plans[which];
        let pays = self.plan.pay.is_extra_on(which, self.now()) && plan.credit.is_of_deals() && self.times_credited(plan, o) > 0.0;
        if pays { plan.scale * (plan.extra_share * self.price_of(o) + plan.extra_each) } else { 0.0 }
    }

    /// A deal is signed: bookings are credited, but for what is held back until delivery.
    pub(crate) fn credit_sale(&mut self, o: OpportunityId) {
        let number = self.journey_of(o).number;
        let by_plan =
            self.opportunities[o].crew.iter().map(|member| self.part_in_sale(o, member, self.people[member.person].earnings.account));
        let by_plan: Vec<(Contributor, f64, f64)> = by_plan.collect();
        let by_components = self.opportunities[o].crew.iter().flat_map(|member| {
            let components = self.people[member.person].components.iter();
            components.map(|component| self.part_in_sale(o, member, component.account))
        });
        let by_components: Vec<(Contributor, f64, f64)> = by_components.collect();
        let parts = |all: &[(Contributor, f64, f64)]| all.iter().map(|(part, _, _)| *part).collect();
        self.ledger.sign(number, parts(&by_plan), parts(&by_components));
        for (part, credit, on_top) in by_plan.into_iter().chain(by_components) {
            self.enter(number, part.account, Cause::Signed, credit, on_top);
        }
    }

    /// What one of those who sold a deal has to do with it by one part of their pay, what it credits at once, and what it pays on top, EUR.
    fn part_in_sale(&self, o: OpportunityId, member: &CrewMember, account: PayAccountAt) -> (Contributor, f64, f64) {
        let which = self.ledger.accounts[account].plan;
        let plan = &self.plan.pay.plans[which];
        let share = self.share_by(o, member.person, plan.split);
        let times = self.times_credited(plan, o);
        let booked = if plan.credit == Credit::Bookings { self.price_of(o) * times } else { 0.0 };
        let deferred = share * (plan.deferral_share * booked);
        let part = Contributor { account, share, hours: member.worked_hours, deferred, times };
        (part, share * (booked * (1.0 - plan.deferral_share)), share * self.extra_for(which, o))
    }

    /// A deal is delivered: what is measured then is credited to those who sold it, whoever has left since included, and by hours to
    /// those who have worked on it since. What was held back goes to those for whom it was held back.
    pub(crate) fn credit_delivery(&mut self, o: OpportunityId, worth: Worth) {
        let (price, list, number) = (self.price_of(o), self.list_price_of(o), self.journey_of(o).number);
        let noise = self.plan.scenario.relationship.survey_noise * self.streams.stream(SURVEY, self.journey_of(o).key, 0).normal();
        let said_gain = worth.customer_surplus + noise;
        let content = !worth.regretted && said_gain > 0.0;
        let deal = self.ledger.deal(number).cloned().unwrap_or_default();
        for (own_account, hours_share) in self.hours_at_delivery(o, &deal.parts) {
            for account in self.accounts_with(own_account) {
                let own = deal.parts.iter().chain(&deal.components).find(|part| part.account == account);
                let plan = &self.plan.pay.plans[self.ledger.accounts[account].plan];
                let share = if plan.split == Split::Hours { hours_share } else { own.map_or(0.0, |part| part.share) };
                let times = own.map_or_else(|| self.times_credited(plan, o), |part| part.times);
                let credit = match plan.credit {
                    Credit::Margin => share * (list * worth.margin * times * if content { 1.0 } else { 1.0 - plan.deferral_share }),
                    _ if !content => 0.0,
                    Credit::Bookings => own.map_or(0.0, |part| part.deferred),
                    Credit::MutualValue => share * (list * (said_gain + worth.margin) * times),
                    Credit::Retention | Credit::Meetings | Credit::Accepted | Credit::Objectives => 0.0,
                };
                let is_win_win = content && worth.margin > 0.0;
                let on_top = if is_win_win { share * plan.win_win_bonus * price * plan.scale } else { 0.0 };
                self.enter(number, account, Cause::Delivered, credit, on_top);
            }
        }
    }

    /// The accounts of whoever has an account of a plan: that one, then those of the components.
    fn accounts_with(&self, own: PayAccountAt) -> Vec<PayAccountAt> {
        let others = self.plan.pay.components[self.ledger.accounts[own].seat].len();
        // They were opened one after the other.
        (0..=others).map(|place| PayAccountAt::from(usize::from(own) + place)).collect()
    }

    /// Those who have worked on a deal by its delivery, each with their share of the hours: those who are on it now, then those who
    /// were when it was signed and have left.
    fn hours_at_delivery(&self, o: OpportunityId, parts: &[Contributor]) -> Vec<(PayAccountAt, f64)> {
        let crew = self.opportunities[o].crew.iter().map(|m| (self.people[m.person].earnings.account, m.worked_hours));
        let mut all: Vec<(PayAccountAt, f64)> = crew.collect();
        for part in parts {
            if all.iter().all(|(account, _)| *account != part.account) {
                all.push((part.account, part.hours));
            }
        }
        let (hours, count) = (all.iter().map(|(_, hours)| hours).sum(), all.len());
        all.into_iter().map(|(account, own)| (account, share_by_hours(own, hours, count))).collect()
    }

    /// Writes a line of the books, if there is anything to write.
    fn enter(&mut self, deal: u64, account: PayAccountAt, cause: Cause, credit: f64, on_top: f64) {
        if credit != 0.0 || on_top != 0.0 {
            self.ledger.credit(deal, account, self.now(), cause, credit, on_top);
            self.was_credited(account);
        }
    }

    fn was_credited(&mut self, account: PayAccountAt) {
        let who = &mut self.people[self.ledger.accounts[account].seat];
        match who.earnings_of(account) {
            Some(earnings) => earnings.reckon_anew(),
            // Of somebody who left: whoever has the seat may be in their team.
            None => who.earnings.reckon_anew(),
        }
        self.pay_late();
    }

    /// One of ours has met a customer: it counts for them, and the first time for whoever found the dialogue.
    pub(crate) fn count_meeting(&mut self, o: OpportunityId, person: Seat) {
        if !self.plan.pay.counts.meetings || self.history.is_some() {
            return;
        }
        let own = self.people[person].earnings.account;
        let is_first = !std::mem::replace(&mut self.opportunities[o].has_met, true);
        let found = self.customers.journeys[self.opportunities[o].journey].found_by.filter(|found| is_first && *found != own);
        let number = self.journey_of(o).number;
        for account in std::iter::once(own).chain(found) {
            self.count_for_pay(number, account, Cause::Met, Credit::Meetings);
        }
    }

    /// An opportunity is let in.
    pub(crate) fn count_accepted(&mut self, o: OpportunityId, person: Option<Seat>) {
        if !self.plan.pay.counts.accepted || self.history.is_some() {
            return;
        }
        if let Some(account) = self.counts_for(o, person) {
            self.count_for_pay(self.journey_of(o).number, account, Cause::Accepted, Credit::Accepted);
        }
    }

    /// For whom an opportunity counts that is let in: whoever found it, or who judged it where nobody did.
    pub(crate) fn counts_for(&self, o: OpportunityId, judge: Option<Seat>) -> Option<PayAccountAt> {
        let found = self.customers.journeys[self.opportunities[o].journey].found_by;
        found.or_else(|| judge.map(|judge| self.people[judge].earnings.account))
    }

    fn count_for_pay(&mut self, journey: u64, own: PayAccountAt, cause: Cause, credit: Credit) {
        for account in self.accounts_with(own) {
            let which = self.ledger.accounts[account].plan;
            if self.plan.pay.plans[which].credit == credit {
                let on_top = self.plan.pay.extra_each(which, self.now());
                self.ledger.count(journey, account, self.now(), cause, 1.0, on_top);
                self.was_credited(account);
            }
        }
    }

    /// A customer has decided whether to stay: what was up for renewal, and what of it is renewed (EUR), counts for those who sold it
    /// and are still there.
    pub(crate) fn count_renewal(&mut self, deal: u64, up_for_renewal: f64, renewed: f64) {
        if !self.plan.pay.counts.renewals {
            return;
        }
        let deal_of = self.ledger.deal(deal).cloned().unwrap_or_default();
        for part in deal_of.parts.iter().chain(&deal_of.components) {
            let account = &self.ledger.accounts[part.account];
            if account.left.is_infinite() && self.plan.pay.plans[account.plan].credit == Credit::Retention {
                self.ledger.renew(deal, part.account, self.now(), part.share * up_for_renewal, part.share * renewed);
                self.was_credited(part.account);
            }
        }
    }

    /// A customer left, or had the money back: what was paid for the deal is taken back from whoever was paid.
    pub(crate) fn take_credit_back(&mut self, deal: u64, sold_at: f64) {
        let (now, plans) = (self.now(), &self.plan.pay.plans);
        let share = |account: &PayAccount| plans[account.plan].clawback_after(now - sold_at);
        let touched: Vec<PayAccountAt> = self.ledger.take_back(deal, now, share).iter().map(|line| line.account).collect();
        touched.into_iter().for_each(|account| self.was_credited(account));
    }

    /// Records what is settled for those who left before.
    fn pay_late(&mut self) {
        for due in self.ledger.take_late() {
            if self.in_window(due.at) {
                self.recorder.record_due(&self.ledger, &due, self.plan.window_start, None, true);
                self.recorder.pay(&self.ledger.accounts[due.account], due.cost);
            }
        }
    }
}

/// Share of those who worked on a deal, by their hours of all; in equal parts where nobody has worked yet.
fn share_by_hours(own: f64, all: f64, people: usize) -> f64 {
    if all > 0.0 { own / all } else { 1.0 / people as f64 }
}
