//! From yes to signature: whether a group buys and when it signs are two things (guide: model, section 3).
//!
//! A group that says yes signs on its next occasion of its own, or at the deadline. Some can be hurried, at a price; our people may
//! ask for that, or hold a signature over to the next period.

use crate::engine::time::WEEK;
use crate::engine::{Purpose, math};
use crate::market::Decision;
use crate::measure::Ending;
use crate::policy::decision::{Alternative, MOST_OPTIONS, in_words, sharpness, weigh};
use crate::world::happening::Logged;
use crate::world::story::LineKind;
use crate::world::{Event, OpportunityId, PHASE_MARKET, SaidYes, World};

const OCCASION: Purpose = Purpose::named("occasions to sign");
const FLEXIBLE: Purpose = Purpose::named("can be hurried");
const HURRY: Purpose = Purpose::named("cost of hurry");
const PRESSES: Purpose = Purpose::named("asks to sign at once");
const HOLDS: Purpose = Purpose::named("holds a signature over");
const SURVIVES: Purpose = Purpose::named("a signature held over survives");

/// Discounts in words, after what is done without one.
pub(super) fn names_of(without: &str, discounts: &[f64]) -> Vec<String> {
    std::iter::once(without.to_string()).chain(discounts.iter().map(|discount| format!("{:.0} % off", 100.0 * discount))).collect()
}

impl World<'_> {
    /// They said yes: when do they sign?
    pub(crate) fn says_yes(&mut self, o: OpportunityId) {
        if self.history.is_some() && (self.plan.scenario.buying.signing_days <= 0.0 || self.next_occasion(o) < 0.0) {
            return self.end(o, Ending::Open, "they bought before the beginning");
        }
        if self.plan.scenario.buying.signing_days <= 0.0 {
            return self.sold(o);
        }
        self.opportunities[o].said_yes =
            Some(SaidYes { signs: None, presses: None, refused: 0.0, quarter: i64::MIN, held_over: false });
        self.opportunities[o].group.has_said_yes = true;
        let at = self.next_occasion(o);
        self.schedule_signature(o, at);
        let slot = self.opportunities[o].journey;
        self.tell(slot, LineKind::Wait, |s| {
            format!("they say yes, but not yet: the next occasion is in {:.0} days", (at - s.now()) / 24.0)
        });
        if self.history.is_some() {
            return self.press_later(o);
        }
        self.presses(o);
    }

    /// The yes is off, or signed.
    pub(crate) fn forget_yes(&mut self, o: OpportunityId) {
        self.opportunities[o].group.has_said_yes = false;
        if let Some(yes) = self.opportunities[o].said_yes.take() {
            for ticket in [yes.signs, yes.presses].into_iter().flatten() {
                self.calendar.cancel(ticket);
            }
        }
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
        let Some(seller) = opportunity.crew.first().map(|m| m.person) else { return };
        if held_over || self.plan.scenario.response.press_habit <= 0.0 {
            return;
        }
        let response = &self.plan.scenario.response;
        let all = self.offers(o, seller, refused);
        let options = &all[..=response.discounts.len()];
        let weighed = weigh(options, sharpness(response, self.hours_at_stake(o)));
        let key = self.journey_of(o).key;
        let week = (now / WEEK) as u64;
        let choice = weighed.pick(self.streams.stream(PRESSES, key, week).uniform());
        let slot = self.opportunities[o].journey;
        self.tell(slot, LineKind::Decision, |s| {
            let names = names_of("wait", &response.discounts);
            let what = if choice == 0 {
                "waits for their signature".to_string()
            } else {
                format!("asks them to sign now, with {}", names[choice])
            };
            format!("{} {what}, out of: {}", s.name_of(seller), in_words(&names, options, &weighed))
        });
        if choice > 0 {
            self.asked_to_hurry(o, response.discounts[choice - 1]);
        }
    }

    /// What each offer is worth to the seller: pay now or next period, less the trouble of having a discount approved.
    fn offers(&mut self, o: OpportunityId, seller: u16, refused: f64) -> [Alternative; MOST_OPTIONS] {
        let plan = self.plan;
        let (buying, response) = (&plan.scenario.buying, &plan.scenario.response);
        let price = self.price_of(o);
        let stakes = self.stakes(seller as usize, o);
        let per_day = 1.0 / buying.signing_days;
        let in_period = 1.0 - math::exp(-per_day * self.days_left_in_period(seller as usize));
        let kept = per_day / (per_day + plan.scenario.heuristics.yes_lost_per_week / 7.0);
        let waiting = kept * price * (in_period * stakes.now + (1.0 - in_period) * stakes.next);
        // What experience says of how many sign for a discount, given that a smaller one was not enough.
        let willing = |d: f64| {
            if buying.hurry_cost > 0.0 { buying.flexible_share * (1.0 - math::exp(-d / buying.hurry_cost)) } else { buying.flexible_share }
        };
        let known = willing(refused);
        let mut options = [Alternative { habit: 1.0 - response.press_habit, worth: waiting }; MOST_OPTIONS];
        for (option, (&discount, share)) in options[1..].iter_mut().zip(response.discounts.iter().zip(&response.discount_habits)) {
            let odds = if discount > refused && known < 1.0 { (willing(discount) - known) / (1.0 - known) } else { 0.0 };
            let signed = price * self.credit_left(seller as usize, discount) * stakes.now;
            let trouble = response.approval_cost * discount * discount * price;
            let worth = odds * signed + (1.0 - odds) * waiting - trouble;
            let habit = if odds > 0.0 { response.press_habit * share } else { 0.0 };
            *option = Alternative { habit, worth };
        }
        options
    }

    /// Hours of work that a choice about a customer is about: those that went into it.
    pub(crate) fn hours_at_stake(&self, o: OpportunityId) -> f64 {
        self.opportunities[o].worked.max(self.plan.scenario.response.choice_hours)
    }

    /// They sign at once if they can be hurried at all and the discount covers what the hurry costs them.
    fn asked_to_hurry(&mut self, o: OpportunityId, discount: f64) {
        let key = self.journey_of(o).key;
        let quarter = self.plan.quarter(self.now());
        let buying = &self.plan.scenario.buying;
        let flexible = self.streams.stream(FLEXIBLE, key, 0).chance(buying.flexible_share);
        let cost = self.streams.stream(HURRY, key, quarter as u64).exponential(buying.hurry_cost);
        let slot = self.opportunities[o].journey;
        if flexible && discount >= cost {
            self.tell(slot, LineKind::Event, |_| format!("they sign early, for {:.0} % off", 100.0 * discount));
            let given = self.opportunities[o].discount;
            self.lower_price(o, 1.0 - (1.0 - given) * (1.0 - discount));
            self.forget_yes(o);
            self.sold(o);
            return;
        }
        self.tell(slot, LineKind::Event, |_| "they will not be hurried for that".to_string());
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
        let slot = self.opportunities[o].journey;
        let decision = self.ask(o);
        let lost = yes.held_over && {
            let kept = self.plan.scenario.response.hold_survival;
            !self.streams.stream(SURVIVES, self.journey_of(o).key, 0).chance(kept)
        };
        if decision != Decision::Buy || lost {
            self.note(slot, None, Logged::YesLost);
            self.tell(slot, LineKind::Event, |_| {
                let why = if lost { "held over, it was lost" } else { super::in_words(decision) };
                format!("the occasion comes, but they do not sign: {why}")
            });
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
        self.tell(slot, LineKind::Event, |_| "the occasion comes, and they sign".to_string());
        self.forget_yes(o);
        self.sold(o);
    }

    /// Whether the seller holds the signature over to the next period.
    fn holds_over(&mut self, o: OpportunityId) -> bool {
        let Some(seller) = self.opportunities[o].crew.first().map(|m| m.person) else { return false };
        let left = 24.0 * self.days_left_in_period(seller as usize);
        let response = &self.plan.scenario.response;
        if left > 24.0 * response.longest_hold_days || response.hold_habit <= 0.0 {
            return false;
        }
        let price = self.price_of(o);
        let stakes = self.stakes(seller as usize, o);
        let sharpness = sharpness(response, self.hours_at_stake(o));
        // The periods of a plan mean nothing to whom they pay alike, or who does not think of pay.
        if stakes.now == stakes.next || sharpness == 0.0 {
            return false;
        }
        let options = [
            Alternative { habit: 1.0 - response.hold_habit, worth: price * stakes.now },
            Alternative { habit: response.hold_habit, worth: response.hold_survival * price * stakes.next },
        ];
        let weighed = weigh(&options, sharpness);
        let mut stream = self.streams.stream(HOLDS, self.journey_of(o).key, 0);
        let holds = weighed.pick(stream.uniform()) == 1;
        let slot = self.opportunities[o].journey;
        self.tell(slot, LineKind::Decision, |s| {
            let what = if holds { "holds the signature over" } else { "takes the signature" };
            format!("{} {what}, out of: {}", s.name_of(seller), in_words(&["take it now", "hold it over"], &options, &weighed))
        });
        if holds {
            let at = self.by_day(self.now() + left + 1.0, stream.uniform());
            self.schedule_signature(o, at);
            if let Some(yes) = &mut self.opportunities[o].said_yes {
                yes.held_over = true;
            }
        }
        holds
    }
}
