//! Whether an opportunity is let in, or kept.

use crate::provider::Belief;
use crate::scenario::heuristics::Heuristics;
use crate::scenario::provider::{Qualification, QualificationRule};

/// What is known of our own situation when judging.
#[derive(Debug, Clone, Copy)]
pub struct Situation<'a> {
    /// What is taken for granted about customers.
    pub rules: &'a Heuristics,
    /// Hours that a customer of this size takes, as experience says.
    pub hours_guess: f64,
    /// Opportunities open and waiting, as a share of what the limit on work in progress allows.
    pub load: f64,
    /// Own pay that such a customer brings at the on-target rate if they buy, EUR.
    pub own_pay: f64,
}

/// What the rule weighs, in the unit of its bar.
pub fn merit(rule: &Qualification, belief: &Belief, situation: Situation<'_>) -> f64 {
    match rule.rule {
        QualificationRule::None => f64::INFINITY,
        QualificationRule::Checklist => belief.surplus_mean - rule.checklist_size_cost * (belief.size_guess - rule.checklist_size),
        QualificationRule::JointSurplus | QualificationRule::LoadDependent => belief.optimistic_surplus(rule.optimism),
        // By definition prices per 100 hours.
        QualificationRule::SurplusPerHour => 100.0 * belief.optimistic_surplus(rule.optimism) / situation.hours_guess.max(0.1),
        QualificationRule::OwnPay => belief.chance_of_yes(situation.rules) * situation.own_pay / situation.hours_guess.max(0.1),
    }
}

/// The bar that merit has to reach.
pub fn bar(rule: &Qualification, situation: Situation<'_>) -> f64 {
    match rule.rule {
        QualificationRule::LoadDependent => rule.bar + rule.bar_rise * (situation.load - rule.bar_rises_from).max(0.0),
        // Whom sales do not pay has no bar of that kind.
        QualificationRule::OwnPay if situation.own_pay <= 0.0 => f64::NEG_INFINITY,
        _ => rule.bar,
    }
}

/// Whether an opportunity is let in, or kept.
pub fn is_worth_it(rule: &Qualification, belief: &Belief, situation: Situation<'_>) -> bool {
    merit(rule, belief, situation) >= bar(rule, situation)
}
