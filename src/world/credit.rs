//! Who is credited what, and what a sale is worth to whom.

use super::World;
use super::after_sale::Worth;
use super::opportunity::{CrewAt, CrewMember, OpportunityId};
use crate::engine::Purpose;
use crate::measure::Seat;
use crate::money::ledger::{Cause, Contributor, PayAccount, PayAccountAt};
use crate::provider::earnings::{BooksView, Outlook, Stakes};
use crate::scenario::pay::{Credit, Split};

const SURVEY: Purpose = Purpose::named("survey after delivery");

impl World<'_> {
    /// What a EUR of this opportunity's price is worth to a person, EUR of own pay.
    pub(crate) fn stakes(&mut self, person: Seat, o: OpportunityId) -> Stakes {
        let share = self.share_of_credit(o, person) * self.plan.pay.credit_share[self.plan.pay.plan_of[person]];
        self.stakes_of(person).times(share)
    }

    /// What a EUR of credit is worth to a person, EUR of own pay.
    pub(crate) fn stakes_of(&mut self, person: Seat) -> Stakes {
        let response = &self.plan.scenario.response;
        let account = self.account(person);
        if response.pay_weight <= 0.0 || account.payout.is_flat() {
            return Stakes::default();
        }
        let is_late = self.plan.pay.plans[account.plan].credit != Credit::Bookings;
        let mut earnings = self.people[person].earnings;
        let stakes = earnings.stakes(response, self.now(), || self.outlook(person));
        self.people[person].earnings = earnings;
        // What is measured at delivery is credited in some later period, whenever it is signed.
        if is_late { Stakes { now: stakes.next, next: stakes.next } } else { stakes }
    }

    /// How a person's pay stands.
    fn outlook(&self, person: Seat) -> Outlook {
        let (now, pay) = (self.now(), &self.plan.pay);
        let account = self.account(person);
        let (start, end) = pay.period(account.plan, now);
        let is_team = account.payout.team_share() > 0.0;
        let at = self.people[person].earnings.account;
        let seen = self.plan.scenario.organisation.effort_is_seen;
        let payout = account.payout;
        let has_left = account.left <= now;
        let books = if has_left {
            BooksView { payout, current: payout, credit: 0.0 }
        } else {
            BooksView { payout, current: account.payout_in(start, end), credit: account.credit }
        };
        Outlook {
            books,
            left: ((end - now) / (end - start)).clamp(0.0, 1.0),
            deal: pay.typical_deal * pay.credit_share[account.plan],
            team_credit: if is_team { self.ledger.team_credit(at, start, end) } else { 0.0 },
            team_usual: if is_team { self.team_usual(person) } else { 0.0 },
            team_size: pay.teams[account.team].len() as f64,
            regard: if seen { self.plan.scenario.response.peer_weight } else { 0.0 },
        }
    }

    /// The account of whoever holds a seat, or held it last.
    pub(crate) fn account(&self, person: Seat) -> &PayAccount {
        &self.ledger.accounts[self.people[person].earnings.account]
    }

    /// Credit of a period that the members of a person's pay team expect, in the mean.
    fn team_usual(&self, person: Seat) -> f64 {
        let team = &self.plan.pay.teams[self.plan.pay.team_of[person]];
        team.iter().map(|&p| self.people[p].earnings.usual).sum::<f64>() / team.len().max(1) as f64
    }

    /// Credit of a deal with a discount, as a share of its credit without one.
    pub(crate) fn credit_left(&self, person: Seat, discount: f64) -> f64 {
        let which = self.plan.pay.plan_of[person];
        let usual = self.plan.pay.credit_share[which].max(1e-9);
        match self.plan.pay.plans[which].credit {
            Credit::Bookings => 1.0 - discount,
            Credit::Margin => (1.0 - discount / usual).max(0.0),
            Credit::MutualValue => 1.0,
        }
    }

    /// Days until a person's period of pay ends.
    pub(crate) fn days_left_in_period(&self, person: Seat) -> f64 {
        let (_, end) = self.plan.pay.period(self.plan.pay.plan_of[person], self.now());
        (end - self.now()) / 24.0
    }

    /// Share of a deal's credit that a person would get if it were closed now.
    pub(crate) fn share_of_credit(&self, o: OpportunityId, person: Seat) -> f64 {
        let crew = &self.opportunities[o].crew;
        let Some(place) = crew.position(|m| m.person == person) else { return 0.0 };
        match self.plan.pay.plans[self.plan.pay.plan_of[person]].split {
            Split::Owner => f64::from(u8::from(place == CrewAt::FIRST)),
            Split::Equal => 1.0 / crew.len() as f64,
            Split::Hours => {
                let hours: f64 = crew.iter().map(|m| m.worked_hours).sum();
                share_by_hours(crew[place].worked_hours, hours, crew.len())
            }
        }
    }

    /// A deal is signed: bookings are credited, but for what is held back until delivery.
    pub(crate) fn credit_sale(&mut self, o: OpportunityId) {
        let (price, number) = (self.price_of(o), self.journey_of(o).number);
        let part = |member: &CrewMember| {
            let account = self.people[member.person].earnings.account;
            let share = self.share_of_credit(o, member.person);
            let plan = self.plan.pay.plan(member.person);
            let booked = if plan.credit == Credit::Bookings { price } else { 0.0 };
            let credit = share * (booked * (1.0 - plan.deferral_share));
            (Contributor { account, share, hours: member.worked_hours, deferred: share * (plan.deferral_share * booked) }, credit)
        };
        let (parts, credits): (Vec<Contributor>, Vec<f64>) = self.opportunities[o].crew.iter().map(part).unzip();
        self.ledger.sign(number, parts.clone());
        for (part, credit) in parts.iter().zip(credits) {
            self.enter(number, part.account, Cause::Signed, credit, 0.0);
        }
    }

    /// A deal is delivered: what is measured then is credited to those who sold it, whoever has left since included, and by hours to
    /// those who have worked on it since. What was held back goes to those for whom it was held back.
    pub(crate) fn credit_delivery(&mut self, o: OpportunityId, worth: Worth) {
        let (price, list, number) = (self.price_of(o), self.list_price_of(o), self.journey_of(o).number);
        let noise = self.plan.scenario.relationship.survey_noise * self.streams.stream(SURVEY, self.journey_of(o).key, 0).normal();
        let said_gain = worth.customer_surplus + noise;
        let content = !worth.regretted && said_gain > 0.0;
        let parts = self.ledger.deal(number).map_or_else(Vec::new, |deal| deal.parts.clone());
        for (account, hours_share) in self.hours_at_delivery(o, &parts) {
            let own = parts.iter().find(|part| part.account == account);
            let plan = &self.plan.pay.plans[self.ledger.accounts[account].plan];
            let share = if plan.split == Split::Hours { hours_share } else { own.map_or(0.0, |part| part.share) };
            let credit = match plan.credit {
                Credit::Margin => share * (list * worth.margin * if content { 1.0 } else { 1.0 - plan.deferral_share }),
                _ if !content => 0.0,
                Credit::Bookings => own.map_or(0.0, |part| part.deferred),
                Credit::MutualValue => share * (list * (said_gain + worth.margin)),
            };
            let is_win_win = content && worth.margin > 0.0;
            let on_top = if is_win_win { share * plan.win_win_bonus * price * plan.scale } else { 0.0 };
            self.enter(number, account, Cause::Delivered, credit, on_top);
        }
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
            self.people[self.ledger.accounts[account].seat].earnings.reckon_anew();
            self.pay_late();
        }
    }

    /// A customer left, or had the money back: what was paid for the deal is taken back from whoever was paid.
    pub(crate) fn take_credit_back(&mut self, deal: u64, sold_at: f64) {
        let (now, plans) = (self.now(), &self.plan.pay.plans);
        let share = |account: &PayAccount| plans[account.plan].clawback_after(now - sold_at);
        let touched: Vec<PayAccountAt> = self.ledger.take_back(deal, now, share).iter().map(|line| line.account).collect();
        for account in touched {
            self.people[self.ledger.accounts[account].seat].earnings.reckon_anew();
        }
        self.pay_late();
    }

    /// Records what is settled for those who left before.
    fn pay_late(&mut self) {
        for due in self.ledger.take_late() {
            if self.in_window(due.at) {
                self.recorder.record_due(&self.ledger, &due, self.plan.window_start, None, true);
                self.recorder.pay(self.ledger.accounts[due.account].seat, due.cost);
            }
        }
    }
}

/// Share of those who worked on a deal, by their hours of all; in equal parts where nobody has worked yet.
fn share_by_hours(own: f64, all: f64, people: usize) -> f64 {
    if all > 0.0 { own / all } else { 1.0 / people as f64 }
}
