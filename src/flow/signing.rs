//! From yes to signature: whether a group buys and when it signs are two things (guide: model, section 3).
//!
//! A group that says yes signs on its next occasion of its own, or at the deadline. Some can be hurried, at a price; our people may
//! ask for that, or hold a signature over to the next period.

use crate::engine::Purpose;
use crate::engine::time::WEEK;
use crate::market::Decision;
use crate::measure::Ending;
use crate::policy::choice::Choice;
use crate::policy::closing;
use crate::world::happening::{Happening, Why};
use crate::world::{Event, OpportunityId, PHASE_MARKET, Phase, SaidYes, Thread, ThreadAt, World};

const OCCASION: Purpose = Purpose::named("occasions to sign");
const FLEXIBLE: Purpose = Purpose::named("can be hurried");
const HURRY: Purpose = Purpose::named("cost of hurry");
const SURVIVES: Purpose = Purpose::named("a signature held over survives");

impl World<'_> {
    /// They said yes: when do they sign?
    pub(crate) fn says_yes(&mut self, o: OpportunityId) {
        if self.history.is_some() && (self.plan.scenario.buying.signing_days <= 0.0 || self.next_occasion(o) < 0.0) {
            return self.end(o, Ending::Open, Why::BoughtBefore);
        }
        if self.plan.scenario.buying.signing_days <= 0.0 {
            return self.sold(o);
        }
        self.opportunities[o].said_yes = Some(SaidYes { signs: None, presses: None, refused: 0.0, quarter: i64::MIN, held_over: false });
        self.opportunities[o].group.has_said_yes = true;
        let at = self.next_occasion(o);
        self.schedule_signature(o, at);
        let days = (at - self.now()) / 24.0;
        self.happens_with(o, || Happening::SaidYes { days });
        if self.history.is_some() {
            return self.press_later(o);
        }
        self.presses(o);
    }

    /// The group's next occasion to sign, at random times of its own that nobody can hurry.
    fn next_occasion(&self, o: OpportunityId) -> f64 {
        let journey = self.journey_of(o);
        let mean = 24.0 * self.plan.scenario.buying.signing_days;
        let mut stream = self.streams.stream(OCCASION, journey.key, 0);
        // No more than about a thousand draws, however often the occasions come.
        let mut at = journey.begins.max(self.now() - 1000.0 * mean);
        while at <= self.now() {
            at += stream.exponential(mean);
        }
        self.by_day(at, stream.uniform())
    }

    fn schedule_signature(&mut self, o: OpportunityId, at: f64) {
        let ticket = self.calendar.schedule(at.max(self.now()).max(0.0), PHASE_MARKET, Event::Signs { opportunity: o });
        if let Some(yes) = &mut self.opportunities[o].said_yes {
            yes.signs = Some(ticket);
        }
    }

    /// They said yes before the beginning: the weeks go on from there.
    fn press_later(&mut self, o: OpportunityId) {
        let weeks = (-self.now() / WEEK).ceil();
        let ticket = self.calendar.schedule(self.now() + weeks * WEEK, PHASE_MARKET, Event::Presses { opportunity: o });
        if let Some(yes) = &mut self.opportunities[o].said_yes {
            yes.presses = Some(ticket);
        }
    }

    /// Once a week: is it worth asking them to sign at once, and at what price?
    pub(crate) fn presses(&mut self, o: OpportunityId) {
        if !self.is_current(o) {
            return;
        }
        let now = self.now();
        let opportunity = &mut self.opportunities[o];
        let Some(yes) = &mut opportunity.said_yes else { return };
        let ticket = self.calendar.schedule(now + WEEK, PHASE_MARKET, Event::Presses { opportunity: o });
        yes.presses = Some(ticket);
        let quarter = self.plan.quarter(now);
        if yes.quarter != quarter {
            (yes.quarter, yes.refused) = (quarter, 0.0);
        }
        let (refused, held_over) = (yes.refused, yes.held_over);
        if opportunity.silent_until > now {
            return;
        }
        let Some(seller) = opportunity.crew.first().map(|m| m.person) else { return };
        if held_over || self.plan.scenario.response.press_habit <= 0.0 {
            return;
        }
        let plan = self.plan;
        let (response, buying) = (&plan.scenario.response, &plan.scenario.buying);
        let pay = self.pay_view(seller, o);
        let left = self.credit_left(seller, o);
        let options = closing::press(response, buying, &self.view_of(o), &pay, refused, |discount| left.at(discount));
        let choice = self.choose(Choice::Press, seller, o, options, (now / WEEK) as u64);
        if choice > 0 {
            self.asked_to_hurry(o, response.discounts[choice - 1]);
        }
    }

    /// They sign at once if they can be hurried at all and the discount covers what the hurry costs them.
    fn asked_to_hurry(&mut self, o: OpportunityId, discount: f64) {
        let key = self.journey_of(o).key;
        let quarter = self.plan.quarter(self.now());
        let buying = &self.plan.scenario.buying;
        let flexible = self.streams.stream(FLEXIBLE, key, 0).chance(buying.flexible_share);
        let cost = self.streams.stream(HURRY, key, quarter as u64).exponential(buying.hurry_cost);
        if flexible && discount >= cost {
            self.happens_with(o, || Happening::SignsEarly { discount });
            let given = self.opportunities[o].discount;
            self.lower_price(o, 1.0 - (1.0 - given) * (1.0 - discount));
            self.forget_yes(o);
            self.sold(o);
            return;
        }
        self.happens_with(o, || Happening::NotHurried);
        if let Some(yes) = &mut self.opportunities[o].said_yes {
            yes.refused = yes.refused.max(discount);
        }
    }

    /// An occasion has come: they decide once more, and sign unless we hold it over.
    pub(crate) fn signs(&mut self, o: OpportunityId) {
        if !self.is_current(o) {
            return;
        }
        let Some(yes) = self.opportunities[o].said_yes else { return };
        if self.opportunities[o].silent_until > self.now() {
            let until = self.opportunities[o].silent_until;
            return self.schedule_signature(o, until);
        }
        let decision = self.ask(o);
        let lost = yes.held_over && {
            let kept = self.plan.scenario.response.hold_survival;
            !self.streams.stream(SURVIVES, self.journey_of(o).key, 0).chance(kept)
        };
        if decision != Decision::Buy || lost {
            self.happens_with(o, || Happening::YesLost { held_over: lost, decision });
            self.forget_yes(o);
            if decision != Decision::Buy {
                self.learn_from_refusal(o, decision);
            }
            self.advance_all(o);
            return;
        }
        if !yes.held_over && self.holds_over(o) {
            return;
        }
        self.happens_with(o, || Happening::OccasionCame);
        self.forget_yes(o);
        self.sold(o);
    }

    /// Whether the seller holds the signature over to the next period.
    fn holds_over(&mut self, o: OpportunityId) -> bool {
        let Some(seller) = self.opportunities[o].crew.first().map(|m| m.person) else { return false };
        let left = 24.0 * self.days_left_in_period(seller);
        let response = &self.plan.scenario.response;
        if left > 24.0 * response.longest_hold_days || response.hold_habit <= 0.0 {
            return false;
        }
        let pay = self.pay_view(seller, o);
        let Some(options) = closing::hold(response, &self.view_of(o), &pay) else { return false };
        let holds = self.choose(Choice::Hold, seller, o, options, 0) == 1;
        if holds {
            // The second draw of the choice.
            let mut stream = self.streams.stream(Choice::Hold.purpose(), self.journey_of(o).key, 0);
            stream.uniform();
            let at = self.by_day(self.now() + left + 1.0, stream.uniform());
            self.schedule_signature(o, at);
            if let Some(yes) = &mut self.opportunities[o].said_yes {
                yes.held_over = true;
            }
        }
        holds
    }

    /// The deadline has come: they decide by themselves, or it is over.
    pub(crate) fn decides_at_deadline(&mut self, o: OpportunityId) {
        let opportunity = &self.opportunities[o];
        if opportunity.phase != Phase::InFlow || opportunity.threads.iter().all(|t| t.done == 0) {
            self.end(o, Ending::TooSlow, Why::DeadlineBeforeUs);
            return;
        }
        let decision = self.ask(o);
        if decision == Decision::Buy {
            if self.lacks_approval(o).is_some() {
                self.end(o, Ending::TooSlow, Why::NotApproved);
                return;
            }
            self.happens_with(o, || Happening::DecidedAlone);
            self.sold(o);
            return;
        }
        let ending = self.ending_of(o, decision);
        self.end(o, ending, Why::Refused(decision));
    }

    /// The next step after the decision, if there is one.
    pub(crate) fn next_after_sale(&mut self, o: OpportunityId, thread: ThreadAt) {
        let done = self.opportunities[o].threads[thread].done as usize;
        if let Some(&step) = self.plan.catalogue.after_sale.get(done) {
            let mode = self.plan.catalogue.steps[step].mode;
            self.prepare(o, thread, step, mode, None);
        }
    }

    /// They buy, and what comes after the sale begins.
    pub(crate) fn sold(&mut self, o: OpportunityId) {
        self.is_sold(o);
        let opportunity = &mut self.opportunities[o];
        let thread = opportunity.threads.push_and_get_key(Thread::new(opportunity.crew.first_key()));
        let pool = opportunity.pool;
        self.next_after_sale(o, thread);
        // Whoever was on it has room again.
        self.nudge(pool);
    }
}
