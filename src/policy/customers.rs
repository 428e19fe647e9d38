//! Choices about whom to serve: keep or drop, which first, help or not (guide: model, section 6).

use super::choice::Options;
use super::decision::{Alternative, sharpness};
use super::view::{CustomerView, PayView};
use crate::scenario::pay::Split;
use crate::scenario::provider::{Qualification, QualificationRule};
use crate::scenario::response::Response;

/// Most customers among whom a person chooses whom to serve first: a bound on time and memory.
pub const MOST_IN_TURN: usize = 4;

/// Whether anybody keeps or drops customers otherwise than the rule says.
pub fn strays_from_rule(response: &Response, rule: &Qualification) -> bool {
    1.0 - response.rule_habit > 0.0 && rule.rule != QualificationRule::None
}

/// Keep (first) or drop: what the customer is worth to whoever has it, against the hours that it takes. `stake` is what a EUR
/// of the price is worth to them, `hour` what an hour is, `accepted` what it brings them that it is let in.
pub fn keep(response: &Response, customer: &CustomerView<'_>, rule_says: bool, stake: f64, hour: f64, accepted: f64) -> Options {
    let strays = 1.0 - response.rule_habit;
    let hours = customer.hours_to_go() * hour;
    let by_deal = customer.worth(stake) - hours;
    // Whoever is paid for letting them in can still drop them afterwards.
    let worth = if accepted > 0.0 { by_deal.max(0.0) + accepted } else { by_deal };
    // A yes is rarely overruled by habit: at every further look there is another chance to.
    let habit = if rule_says { 1.0 - strays / response.overrules_no } else { strays };
    let options = [Alternative { habit, worth }, Alternative { habit: 1.0 - habit, worth: 0.0 }];
    Options::new(&options, sharpness(response, customer.hours_at_stake(response)))
}

/// What an hour for a customer brings whoever has it, EUR of own pay.
pub fn worth_in_turn(customer: &CustomerView<'_>, pay: &PayView) -> f64 {
    customer.worth(pay.stake_in(customer.rules.days_to_sign)) / customer.hours_to_go()
}

/// Which of those who are ready is served next, in their order: by what an hour of it brings, and by the habit of taking them in turn.
pub fn order(response: &Response, worths: &[f64]) -> Options {
    let mut options = [Alternative { habit: 1.0, worth: 0.0 }; MOST_IN_TURN];
    let mut habit = 1.0;
    for (option, &worth) in options.iter_mut().zip(worths) {
        *option = Alternative { habit, worth };
        habit *= response.reorder_habit;
    }
    Options::new(&options[..worths.len().min(MOST_IN_TURN)], sharpness(response, 1.0))
}

/// What a colleague's help is to somebody.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HelpView {
    /// How the credit of a deal is split, by the helper's plan.
    pub split: Split,
    /// Pay for a EUR of own credit in the next period, EUR.
    pub own: f64,
    /// What a EUR of the colleague's credit is worth, EUR.
    pub colleague: f64,
    /// What an hour is worth, EUR.
    pub hour: f64,
}

/// Help a colleague (first) or leave it: one's own gain from it against the hours.
pub fn help(response: &Response, customer: &CustomerView<'_>, view: &HelpView) -> Options {
    let (habit, rules) = (response.help_habit, customer.rules);
    let own = match view.split {
        Split::Owner => 0.0,
        Split::Equal | Split::Hours => (1.0 + rules.help_effect) / (customer.crew as f64 + 1.0) * view.own,
    };
    let gain = customer.worth(own + rules.help_effect * view.colleague);
    let options = [Alternative { habit, worth: gain - rules.help_hours * view.hour }, Alternative { habit: 1.0 - habit, worth: 0.0 }];
    Options::new(&options, sharpness(response, rules.help_hours))
}

/// Ask a colleague to join (first) or go on alone: a better chance against a share of the credit.
pub fn ask_for_help(response: &Response, customer: &CustomerView<'_>, split: Split, pay: &PayView) -> Options {
    let (habit, rules) = (response.help_habit, customer.rules);
    let crew = customer.crew as f64;
    let share = match split {
        Split::Owner => 1.0 + rules.help_effect,
        Split::Equal | Split::Hours => (1.0 + rules.help_effect) * crew / (crew + 1.0),
    };
    let value = customer.worth(pay.stake_in(rules.days_to_sign));
    let options = [Alternative { habit, worth: value * share }, Alternative { habit: 1.0 - habit, worth: value }];
    Options::new(&options, sharpness(response, customer.hours_at_stake(response)))
}
