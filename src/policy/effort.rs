//! How hard a person works, and what they say of the period to come.

use super::decision::{Alternative, sharpness, weigh};
use crate::engine::math;
use crate::money::payout::Payout;
use crate::scenario::response::Response;

/// Levels of effort, against the usual: a numerical grid for a choice that is continuous.
const LEVELS: [f64; 8] = [0.55, 0.7, 0.85, 1.0, 1.15, 1.3, 1.5, 1.75];
/// How much a forecast can be shaded: a numerical grid as well.
const SHADES: [f64; 5] = [0.0, 0.1, 0.2, 0.3, 0.4];

/// What pulls at a person's effort.
#[derive(Debug, Clone, Copy)]
pub struct Pull {
    /// Own pay that another hour of work brings, EUR.
    pub pay_per_hour: f64,
    /// Mean effort of colleagues, where it is seen.
    pub colleagues: Option<f64>,
}

/// Level of effort: hours that are put in, against the usual.
///
/// An hour is worth the motive without pay `v` plus the pay that it brings; the cost of effort `e` is convex, such that the
/// best level without pay is 1 and the elasticity to the worth of an hour is `effort_elasticity` (η):
/// `cost(e) = v e^(1 + 1/η) / (1 + 1/η)`. The level is the mean over a soft choice around habit; habit follows colleagues
/// by `peer_weight`.
pub fn level(response: &Response, pull: Pull) -> f64 {
    let usual = 1.0 + response.peer_weight * (pull.colleagues.unwrap_or(1.0) - 1.0);
    if pull.pay_per_hour <= 0.0 {
        return usual;
    }
    let power = 1.0 + 1.0 / response.effort_elasticity.max(1e-6);
    let worth = |e: f64| {
        let cost = response.motive_per_hour * math::pow(e, power) / power;
        response.effort_hours * ((response.motive_per_hour + pull.pay_per_hour) * e - cost)
    };
    let options = LEVELS.map(|e| {
        let off = (e - usual) / response.effort_habit_spread;
        Alternative { habit: math::exp(-0.5 * off * off), worth: worth(e) }
    });
    let neutral = LEVELS.map(|e| {
        let off = (e - usual) / response.effort_habit_spread;
        let cost = response.motive_per_hour * math::pow(e, power) / power;
        Alternative { habit: math::exp(-0.5 * off * off), worth: response.effort_hours * (response.motive_per_hour * e - cost) }
    });
    let sharp = sharpness(response, response.effort_hours);
    // Against what the same choice comes to without pay, so that without pay the level is the usual one.
    usual * weigh(&options, sharp).mean(|i| LEVELS[i]) / weigh(&neutral, sharp).mean(|i| LEVELS[i])
}

/// By what share a forecast is kept below what is expected: a quota that follows makes it pay to look poor.
pub fn shading(response: &Response, payout: &Payout, usual: f64) -> f64 {
    let quota = payout.quota();
    let lower = |shade: f64| payout.next_quota((usual * (1.0 - shade) / quota).max(1.0));
    let pay = |quota: f64| payout.with_quota(quota).expected(usual, response.forecast_spread * usual);
    let target = payout.target();
    let options =
        SHADES.map(|s| Alternative { habit: 1.0 - s, worth: response.pay_weight * pay(lower(s)) - response.shade_cost * target * s * s });
    let flat = SHADES.map(|s| Alternative { habit: 1.0 - s, worth: -response.shade_cost * target * s * s });
    let sharp = sharpness(response, response.choice_hours);
    (weigh(&options, sharp).mean(|i| SHADES[i]) - weigh(&flat, sharp).mean(|i| SHADES[i])).max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(pay_per_hour: f64) -> f64 {
        level(&Response::default(), Pull { pay_per_hour, colleagues: None })
    }

    #[test]
    fn effort_follows_the_pay_of_an_hour() {
        assert_eq!(at(0.0), 1.0);
        // Twice the worth of an hour at an elasticity of 0.3: up to 2^0.3 = 1.23, less for habit.
        assert!(at(60.0) > 1.08 && at(60.0) < 1.24, "{}", at(60.0));
        assert!(at(120.0) > at(60.0));
    }

    #[test]
    fn habit_alone_is_not_moved_by_pay() {
        let unmoved = Response { temperature: 1e9, ..Response::default() };
        assert_eq!(level(&unmoved, Pull { pay_per_hour: 500.0, colleagues: None }), 1.0);
    }

    #[test]
    fn colleagues_who_work_hard_pull_along() {
        let seen = level(&Response::default(), Pull { pay_per_hour: 0.0, colleagues: Some(1.3) });
        assert!((seen - 1.03).abs() < 1e-12, "{seen}");
    }
}
