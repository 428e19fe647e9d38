//! Choices about the end of a sale: ask early, lower the price, press for a signature, hold it over (guide: model, section 6).

use super::choice::Options;
use super::decision::{Alternative, MOST_OPTIONS, sharpness};
use super::view::{CustomerView, PayView};
use crate::engine::math;
use crate::scenario::customer::Buying;
use crate::scenario::response::Response;

/// Go on, or ask for a decision (second) before what is left to do is done. `refused_ends` is the share of refusals that end it, as
/// experience says; `target` what one more proposal is worth to whoever is short of a target, EUR.
pub fn ask_early(response: &Response, customer: &CustomerView<'_>, pay: &PayView, refused_ends: f64, target: f64) -> Options {
    let (habit, rules) = (response.ask_early_habit, customer.rules);
    let soon = pay.stake_in(rules.days_once_asked);
    let later = pay.stake_in(rules.days_to_sign);
    let is_at_stake = soon != 0.0 || later != 0.0;
    let (price, chance) = (customer.list_price, if is_at_stake { customer.chance() } else { 0.0 });
    // With what is left to do done, some of those who would refuse now come round. Whoever refuses may be lost at once.
    let comes_round = price * rules.comes_round * (1.0 - chance) * later;
    let going_on = price * chance * later + comes_round;
    let refused = (1.0 - refused_ends) * comes_round;
    let options =
        [Alternative { habit: 1.0 - habit, worth: going_on }, Alternative { habit, worth: price * chance * soon + refused + target }];
    Options::new(&options, sharpness(response, customer.hours_at_stake(response)))
}

/// After a refusal: no discount (first), or one of those that can be offered. `credit_left` is what is left of a deal's credit at a
/// discount, as a share.
pub fn concede(response: &Response, customer: &CustomerView<'_>, pay: &PayView, credit_left: impl Fn(f64) -> f64) -> Options {
    let (price, given) = (customer.list_price, customer.discount);
    let stake = pay.stake_in(customer.rules.days_to_sign);
    let mut all = [Alternative { habit: 0.0, worth: 0.0 }; MOST_OPTIONS];
    let options = &mut all[..=response.concessions.len()];
    for (place, option) in options.iter_mut().enumerate() {
        let discount = if place > 0 { response.concessions[place - 1] } else { 0.0 };
        let more = (discount - given).max(0.0);
        if place > 0 && more <= 0.0 {
            continue;
        }
        let chance = customer.belief.chance_of_yes_for(customer.rules, more);
        let credit = credit_left(discount.max(given));
        let trouble = if place > 0 { response.approval_cost * discount * discount * price } else { 0.0 };
        let habit = if place == 0 { 1.0 - response.press_habit } else { response.press_habit * response.concession_habits[place - 1] };
        *option = Alternative { habit, worth: price * chance * credit * stake - trouble };
    }
    Options::new(options, sharpness(response, customer.hours_at_stake(response)))
}

/// Wait for the signature (first), or ask for it at once with a discount: pay now or next period, less the trouble of having a
/// discount approved. `refused` is the largest discount that was not enough in this quarter; of `buying` what experience says of how
/// many can be hurried.
pub fn press(
    response: &Response,
    buying: &Buying,
    customer: &CustomerView<'_>,
    pay: &PayView,
    refused: f64,
    credit_left: impl Fn(f64) -> f64,
) -> Options {
    let price = customer.price();
    let per_day = 1.0 / buying.signing_days;
    let kept = per_day / (per_day + customer.rules.yes_lost_per_week / 7.0);
    let waiting = kept * price * pay.stake_while_waiting(per_day);
    // What experience says of how many sign for a discount, given that a smaller one was not enough.
    let willing = |d: f64| {
        if buying.hurry_cost > 0.0 { buying.flexible_share * (1.0 - math::exp(-d / buying.hurry_cost)) } else { buying.flexible_share }
    };
    let known = willing(refused);
    let mut options = [Alternative { habit: 1.0 - response.press_habit, worth: waiting }; MOST_OPTIONS];
    for (option, (&discount, share)) in options[1..].iter_mut().zip(response.discounts.iter().zip(&response.discount_habits)) {
        let odds = if discount > refused && known < 1.0 { (willing(discount) - known) / (1.0 - known) } else { 0.0 };
        let signed = price * credit_left(discount) * pay.stake_now();
        let trouble = response.approval_cost * discount * discount * price;
        let worth = odds * signed + (1.0 - odds) * waiting - trouble;
        let habit = if odds > 0.0 { response.press_habit * share } else { 0.0 };
        *option = Alternative { habit, worth };
    }
    Options::new(&options[..=response.discounts.len()], sharpness(response, customer.hours_at_stake(response)))
}

/// Take the signature now, or hold it over to the next period (second). None where nothing hangs on the period.
pub fn hold(response: &Response, customer: &CustomerView<'_>, pay: &PayView) -> Option<Options> {
    let sharpness = sharpness(response, customer.hours_at_stake(response));
    // The periods of a plan mean nothing to whom they pay alike, or who does not think of pay.
    if pay.stake_now() == pay.stake_next() || sharpness == 0.0 {
        return None;
    }
    let price = customer.price();
    let options = [
        Alternative { habit: 1.0 - response.hold_habit, worth: price * pay.stake_now() },
        Alternative { habit: response.hold_habit, worth: response.hold_survival * price * pay.stake_next() },
    ];
    Some(Options::new(&options, sharpness))
}
