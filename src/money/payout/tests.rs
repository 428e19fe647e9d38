//! The payout against numeric integration, its limits, and cases computed by hand.

use super::*;
use crate::engine::math::{exp, sqrt};

const TARGET: f64 = 10_000.0;
const QUOTA: f64 = 120_000.0;

fn accelerator() -> PayPlan {
    PayPlan { tier_from: vec![0.0, 0.5, 1.0], tier_rate: vec![0.5, 1.5, 3.5], ..PayPlan::default() }
}

fn capped() -> PayPlan {
    PayPlan { tier_from: vec![0.0, 0.5], tier_rate: vec![0.0, 2.0], cap: 1.3, ratchet: 0.3, ..PayPlan::default() }
}

fn with_bonuses() -> PayPlan {
    PayPlan { tier_rate: vec![0.4], bonus_at: vec![0.8, 1.0, 2.0], bonus: vec![0.2, 0.5, 1.0], cap: 1.5, ..PayPlan::default() }
}

fn plans() -> [PayPlan; 4] {
    let mut full = PayPlan {
        tier_from: (0..8).map(|k| f64::from(k) * 0.25).collect(),
        tier_rate: vec![0.0, 1.0, 0.5, 2.0, 4.0, 1.0, 3.0, 0.2],
        cap: 2.5,
        ..PayPlan::default()
    };
    full.bonus_at = full.tier_from.clone();
    full.bonus = vec![0.1; 8];
    [accelerator(), capped(), with_bonuses(), full]
}

fn payout(plan: &PayPlan) -> Payout {
    Payout::new(plan, TARGET, QUOTA)
}

/// Mean pay by integrating over eight deviations to either side, cut where the pay bends or jumps.
fn integrated(payout: &Payout, mean: f64, sd: f64) -> f64 {
    let mut cuts: Vec<f64> =
        payout.felt().kinks().iter().chain(payout.felt().steps()).map(|change| (change.at * payout.quota - mean) / sd).collect();
    cuts.extend([-9.0, 9.0]);
    cuts.retain(|cut| (-9.0..=9.0).contains(cut));
    cuts.sort_by(f64::total_cmp);
    let density = |z: f64| exp(-0.5 * z * z) / sqrt(2.0 * std::f64::consts::PI);
    let mut total = 0.0;
    for ends in cuts.windows(2) {
        // Simpson's rule, a hair inside so that a jump belongs to one side.
        let (low, high) = (ends[0] + 1e-12, ends[1] - 1e-12);
        let parts = 4000;
        let width = (high - low) / f64::from(parts);
        if width <= 0.0 {
            continue;
        }
        let value = |i: i32| {
            let z = low + f64::from(i) * width;
            // Cents apart: a jump is where it is.
            let m = (mean + sd * z) / payout.quota;
            payout.target * payout.felt().value(m, |at| m >= at) * density(z)
        };
        let sum: f64 = (0..=parts)
            .map(|i| {
                value(i)
                    * if i == 0 || i == parts {
                        1.0
                    } else if i % 2 == 1 {
                        4.0
                    } else {
                        2.0
                    }
            })
            .sum();
        total += sum * width / 3.0;
    }
    total
}

#[test]
fn the_expectation_agrees_with_integration() {
    let mut worst = 0.0_f64;
    for plan in plans() {
        let payout = payout(&plan);
        for mean in [0.0, 0.3, 0.5, 0.97, 1.0, 1.4, 3.0] {
            for sd in [0.02, 0.3, 1.0] {
                let (mean, sd) = (mean * QUOTA, sd * QUOTA);
                worst = worst.max((payout.expected(mean, sd) - integrated(&payout, mean, sd)).abs());
            }
        }
    }
    println!("largest error {worst:e} EUR of {TARGET} EUR");
    assert!(worst < 1e-5, "{worst}");
}

#[test]
fn pay_by_hand() {
    let fast = payout(&accelerator());
    assert_eq!([0.0, 0.5, 1.0, 1.5].map(|a| fast.pay(a * QUOTA)), [0.0, 2_500.0, 10_000.0, 27_500.0]);
    for (attainment, rate) in [(0.2, 0.5), (0.5, 1.5), (1.0, 3.5)] {
        assert!((fast.marginal(attainment * QUOTA) * QUOTA / TARGET - rate).abs() < 1e-12);
    }
    let capped = payout(&capped());
    assert_eq!(capped.pay(0.5 * QUOTA), 0.0);
    assert!((capped.pay(1.0 * QUOTA) - 10_000.0).abs() < 1e-9);
    assert!((capped.pay(1.3 * QUOTA) - 16_000.0).abs() < 1e-9 && (capped.pay(9.0 * QUOTA) - 16_000.0).abs() < 1e-9);
    assert_eq!(capped.marginal(1.4 * QUOTA), 0.0);
    let bonuses = payout(&with_bonuses());
    // 0.4 for attainment, 0.2 and 0.5 as bonuses; the one beyond the cap is never paid.
    assert!((bonuses.pay(QUOTA) - 11_000.0).abs() < 1e-9);
    assert!((bonuses.pay(QUOTA - 0.01) - 6_000.0).abs() < 0.01);
    assert!((bonuses.pay(5.0 * QUOTA) - 13_000.0).abs() < 1e-9);
}

#[test]
fn without_uncertainty_the_expectation_is_the_pay() {
    for plan in plans() {
        let payout = payout(&plan);
        for attainment in [-0.3, 0.1, 0.49, 0.77, 1.1, 2.2] {
            let credit = attainment * QUOTA;
            assert_eq!(payout.expected(credit, 0.0), payout.pay(credit));
            assert!((payout.expected(credit, 1e-6) - payout.pay(credit)).abs() < 1e-5);
            assert!((payout.rate(credit, 1e-6, 500.0) - payout.rate(credit, 0.0, 500.0)).abs() < 1e-9);
            assert!((payout.rate(credit, 1e-6, 0.0) - payout.marginal(credit)).abs() < 1e-9);
            assert!((payout.expected(credit, 1e-300) - payout.pay(credit)).abs() < 1e-9);
        }
        assert!(payout.expected(0.5 * QUOTA, 1e-300).is_finite() && payout.rate(0.5 * QUOTA, 1e-300, 1e-3).is_finite());
    }
}

#[test]
fn the_rate_is_the_difference_of_expectations() {
    let mut worst = 0.0_f64;
    for plan in plans() {
        let payout = payout(&plan);
        for mean in [0.0, 0.4, 1.0, 1.6, 30.0] {
            for sd in [0.0, 0.001, 0.1, 0.8] {
                for add in [-0.2, 0.01, 0.8, 40.0] {
                    let (mean, sd, add) = (mean * QUOTA, sd * QUOTA, add * QUOTA);
                    let apart = (payout.expected(mean + add, sd) - payout.expected(mean, sd)) / add;
                    worst = worst.max((payout.rate(mean, sd, add) - apart).abs());
                }
            }
        }
        let derivative = payout.rate(0.9 * QUOTA, 0.3 * QUOTA, 0.0);
        assert!((derivative - payout.rate(0.9 * QUOTA, 0.3 * QUOTA, 1.0)).abs() < 1e-5);
    }
    assert!(worst < 1e-11, "{worst:e}");
}

#[test]
fn more_credit_never_pays_less() {
    for plan in plans() {
        let payout = payout(&plan);
        for sd in [0.0, 0.05, 0.6] {
            let expected: Vec<f64> = (0..400).map(|i| payout.expected(f64::from(i) * 0.01 * QUOTA, sd * QUOTA)).collect();
            assert!(expected.windows(2).all(|pair| pair[1] >= pair[0] - 1e-9));
        }
    }
}

#[test]
fn linear_pay_is_linear_whatever_is_expected() {
    let commission = payout(&PayPlan::default());
    let salary = Payout::new(&PayPlan::default(), 0.0, QUOTA);
    for (mean, sd, add) in [(0.0, 0.0, 1.0), (-50_000.0, 1e5, 3e4), (2e5, 10.0, -1e4), (1e5, 1e5, 0.0)] {
        assert_eq!(commission.rate(mean, sd, add), TARGET / QUOTA);
        assert_eq!(commission.expected(mean, sd), TARGET * (mean / QUOTA));
        assert_eq!(salary.rate(mean, sd, add), 0.0);
        assert_eq!(salary.expected(mean, sd), 0.0);
    }
    assert!(salary.is_flat() && !commission.is_flat() && commission.is_linear());
}

#[test]
fn a_quota_moves_everything_with_it() {
    let plan = accelerator();
    let moved = payout(&plan).with_quota(2.0 * QUOTA);
    assert_eq!(moved, Payout::new(&plan, TARGET, 2.0 * QUOTA));
    assert_eq!(moved.pay(2.0 * QUOTA), payout(&plan).pay(QUOTA));
    assert_eq!(Payout::new(&PayPlan { scale: 0.5, ..plan.clone() }, TARGET, QUOTA).pay(QUOTA), 5_000.0);
}

#[test]
fn the_ratchet_turns_both_ways() {
    let turning = payout(&PayPlan { ratchet: 0.3, ratchet_down: 0.1, ..PayPlan::default() });
    assert!((turning.next_quota(1.5) - QUOTA * 1.15).abs() < 1e-9);
    assert!((turning.next_quota(0.5) - QUOTA * 0.95).abs() < 1e-9);
    assert_eq!(payout(&PayPlan::default()).next_quota(7.0), QUOTA);
    let falling = payout(&PayPlan { ratchet_down: 1.0, ..PayPlan::default() });
    assert!(falling.next_quota(0.0) > 0.0, "a quota of nothing could not be attained");
}

fn owes(taken_back: f64, advanced: f64) -> Debts {
    Debts { taken_back, advanced }
}

#[test]
fn draws_are_settled() {
    let settled = |paid: f64, debts: Debts| Settlement { paid, debts };
    let none = payout(&PayPlan::default());
    assert_eq!(none.settle(700.0, owes(0.0, 0.0)), settled(700.0, owes(0.0, 0.0)));
    // More was taken back than earned: nothing is paid, and the rest is owed.
    assert_eq!(none.settle(-300.0, owes(0.0, 0.0)), settled(0.0, owes(300.0, 0.0)));
    assert_eq!(none.settle(700.0, owes(300.0, 0.0)), settled(400.0, owes(0.0, 0.0)));
    assert_eq!(none.settle(100.0, owes(300.0, 0.0)), settled(0.0, owes(200.0, 0.0)));
    let recoverable = payout(&PayPlan { draw: 0.5, ..PayPlan::default() });
    assert_eq!(recoverable.settle(2_000.0, owes(0.0, 0.0)), settled(5_000.0, owes(0.0, 3_000.0)));
    assert_eq!(recoverable.settle(9_000.0, owes(0.0, 3_000.0)), settled(6_000.0, owes(0.0, 0.0)));
    assert_eq!(recoverable.settle(1_000.0, owes(1_500.0, 0.0)), settled(5_000.0, owes(500.0, 5_000.0)));
    let forgiven = payout(&PayPlan { draw: 0.5, draw_is_recoverable: false, ..PayPlan::default() });
    assert_eq!(forgiven.settle(2_000.0, owes(0.0, 0.0)), settled(5_000.0, owes(0.0, 0.0)));
    assert_eq!(forgiven.settle(-300.0, owes(0.0, 0.0)), settled(5_000.0, owes(300.0, 0.0)));
}

#[test]
fn whoever_leaves_pays_back_what_was_taken_back_and_no_advance() {
    let none = payout(&PayPlan::default());
    assert_eq!(none.settle_at_last(700.0, owes(1_000.0, 0.0)).paid, -300.0);
    let recoverable = payout(&PayPlan { draw: 0.5, ..PayPlan::default() }).for_part(0.5);
    assert_eq!(recoverable.settle_at_last(1_000.0, owes(0.0, 9_000.0)).paid, 2_500.0);
}

#[test]
fn over_time_no_more_is_paid_than_earned_when_advances_are_recovered() {
    let recoverable = payout(&PayPlan { draw: 0.3, ..PayPlan::default() });
    let earned = [0.0, 1_000.0, 12_000.0, -4_000.0, 500.0, 30_000.0];
    let mut debts = Debts::default();
    let mut paid = 0.0;
    for one in earned {
        let settlement = recoverable.settle(one, debts);
        debts = settlement.debts;
        paid += settlement.paid;
    }
    assert!((paid - debts.total() - earned.iter().sum::<f64>()).abs() < 1e-9);
}

#[test]
fn a_part_of_the_period_has_that_part_of_quota_bonuses_and_draw() {
    let half = payout(&with_bonuses()).for_part(0.5);
    assert_eq!(half.quota(), QUOTA / 2.0);
    assert_eq!(half.pay(QUOTA / 2.0), payout(&with_bonuses()).pay(QUOTA) / 2.0);
    let drawn = payout(&PayPlan { draw: 0.4, ..PayPlan::default() });
    assert_eq!(drawn.for_part(0.25).draw(), drawn.draw() / 4.0);
}

#[test]
fn whoever_is_at_quota_to_the_cent_is_at_quota() {
    let plan = PayPlan { tier_rate: vec![0.0], bonus_at: vec![1.0], bonus: vec![1.0], ..PayPlan::default() };
    let payout = Payout::new(&plan, TARGET, 100_000.0);
    let third = 100_000.0 / 3.0;
    assert_eq!(payout.pay(third + third + third - 1.5e-11), TARGET);
    assert_eq!(payout.pay(99_999.99), 0.0);
}

#[test]
fn a_retroactive_tier_counts_for_all_that_was_sold() {
    let tiers = PayPlan { tier_from: vec![0.0, 0.5, 1.0], tier_rate: vec![0.5, 1.0, 2.0], ..PayPlan::default() };
    let beyond = payout(&tiers);
    let whole = payout(&PayPlan { tiers_are_retroactive: true, ..tiers });
    for (attainment, by_tier, retroactive) in [(0.4, 0.2, 0.2), (0.5, 0.25, 0.5), (0.9, 0.65, 0.9), (1.0, 0.75, 2.0), (1.5, 1.75, 3.0)] {
        assert!((beyond.pay(attainment * QUOTA) - by_tier * TARGET).abs() < 1e-9, "{attainment}");
        assert!((whole.pay(attainment * QUOTA) - retroactive * TARGET).abs() < 1e-9, "{attainment}");
    }
}

#[test]
fn a_guarantee_is_known_to_the_shadow_rate() {
    let plan = PayPlan { draw: 0.5, draw_is_recoverable: false, ..PayPlan::default() };
    let linear = payout(&plan);
    assert_eq!([0.0, 0.3, 0.5, 0.8].map(|m| linear.pay_at_least(m * QUOTA)), [5_000.0, 5_000.0, 5_000.0, 8_000.0]);
    assert_eq!(linear.marginal(0.3 * QUOTA), 0.0);
    assert!((linear.marginal(0.6 * QUOTA) - TARGET / QUOTA).abs() < 1e-15);
    assert_eq!(linear.rate(0.2 * QUOTA, 0.0, 0.1 * QUOTA), 0.0);
    // Whatever the plan, the expectation is that of the larger of both.
    for plan in plans() {
        let guaranteed = payout(&PayPlan { draw: 0.7, draw_is_recoverable: false, ..plan.clone() });
        let earned = payout(&plan);
        for step in 0..300 {
            let credit = f64::from(step) * 0.01 * QUOTA + 0.003 * QUOTA;
            let larger = earned.pay(credit).max(0.7 * TARGET);
            assert!((guaranteed.expected(credit, 0.0) - larger).abs() < 1e-9);
            assert!((TARGET * guaranteed.felt().value(credit / QUOTA, |at| credit / QUOTA >= at) - larger).abs() < 1e-6, "{credit}");
        }
    }
}

#[test]
fn in_a_team_the_own_sale_is_shared() {
    let pool = payout(&PayPlan { team_share: 1.0, ..PayPlan::default() });
    let forecast = Forecast { mean: 0.5 * QUOTA, sd: 0.2 * QUOTA };
    assert_eq!(pool.pay_in_team(9.0 * QUOTA, QUOTA), TARGET);
    assert_eq!(pool.rate_in_team(forecast, forecast, 4.0, 1e4), TARGET / QUOTA / 4.0);
    let half = payout(&PayPlan { team_share: 0.5, ..accelerator() });
    let expected = |own: f64, team: f64| 0.5 * half.expected(own, forecast.sd) + 0.5 * half.expected(team, forecast.sd);
    let gain = (expected(forecast.mean + 1e4, forecast.mean + 2.5e3) - expected(forecast.mean, forecast.mean)) / 1e4;
    assert!((half.rate_in_team(forecast, forecast, 4.0, 1e4) - gain).abs() < 1e-12);
    assert_eq!(
        payout(&accelerator()).rate_in_team(forecast, forecast, 4.0, 1e4),
        payout(&accelerator()).rate(forecast.mean, forecast.sd, 1e4)
    );
}
