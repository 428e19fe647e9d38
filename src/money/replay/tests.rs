//! Replays against pay worked out by hand.

use super::*;

/// Hours in a period of these tests; three make the span.
const PERIOD: f64 = 1000.0;

/// Four periods a year, for each 100,000 of quota and 1,000 of variable pay at target.
fn terms(plan: PayPlan) -> Terms {
    let plan = PayPlan { base_share: 0.5, clawback_share: 1.0, ..plan };
    Terms { plan, periods_per_year: 4.0, bounds: vec![0.0, PERIOD, 2.0 * PERIOD, 3.0 * PERIOD], years: vec![0.0], extra: None }
}

fn member() -> Member {
    let part = Part { terms: 0, team: 0, target: 4_000.0, gate_by: None };
    Member {
        parts: vec![part],
        base: 4_000.0,
        bookings_target: 400_000.0,
        has_own_quota: false,
        joined: f64::NEG_INFINITY,
        left: f64::INFINITY,
        granted: None,
        was: None,
    }
}

fn sale(at: f64, value: f64, shares: &[(usize, f64)]) -> Sale {
    Sale { kind: Kind::Deal, at, value, discount: 0.0, margin: None, taken_back: None, shares: shares.to_vec() }
}

fn replay(plan: PayPlan, members: Vec<Member>, sales: Vec<Sale>) -> Replay {
    Replay { terms: vec![terms(plan)], members, sales, until: 3.0 * PERIOD }
}

fn pay(replay: &Replay) -> Vec<f64> {
    let replayed = replay.run(1.0);
    assert!(replayed.balances, "{replayed:?}");
    replayed.earned.iter().map(|earned| earned.pay).collect()
}

/// Pay by period of the first member.
fn by_period(replay: &Replay) -> Vec<f64> {
    replay.run(1.0).dues.iter().filter(|due| due.member == 0).map(|due| due.due.cost).collect()
}

fn accelerator() -> PayPlan {
    PayPlan { tier_from: vec![0.0, 1.0], tier_rate: vec![1.0, 3.0], ..PayPlan::default() }
}

#[test]
fn a_linear_plan_pays_one_percent_whenever() {
    let sales = vec![sale(10.0, 30_000.0, &[(0, 1.0)]), sale(1_000.0, 50_000.0, &[(0, 1.0)]), sale(2_999.0, 7_000.0, &[(0, 1.0)])];
    let linear = replay(PayPlan::default(), vec![member()], sales);
    assert_eq!(by_period(&linear), [300.0, 500.0, 70.0]);
    let earned = linear.run(1.0).total();
    assert_eq!((earned.credit, earned.quota, earned.base), (87_000.0, 300_000.0, 3_000.0));
    assert_eq!(earned.attainment(), Some(0.29));
}

/// 1,000 up to quota, and 3 % of the 50,000 beyond.
#[test]
fn beyond_quota_the_rate_is_three_times_as_high() {
    let fast = replay(accelerator(), vec![member()], vec![sale(1.0, 60_000.0, &[(0, 1.0)]), sale(2.0, 90_000.0, &[(0, 1.0)])]);
    assert_eq!(pay(&fast), [2_500.0]);
}

#[test]
fn three_thirds_of_the_quota_are_the_quota() {
    let bonus = PayPlan { tier_rate: vec![0.0], bonus_at: vec![1.0], bonus: vec![1.0], ..PayPlan::default() };
    let third = |at: f64| sale(at, 100_000.0 / 3.0, &[(0, 1.0)]);
    assert_eq!(by_period(&replay(bonus.clone(), vec![member()], vec![third(1.0), third(2.0), third(3.0)])), [1_000.0, 0.0, 0.0]);
    let by_split = vec![sale(1.0, 100_000.0, &[(0, 1.0 / 3.0), (1, 2.0 / 3.0)]), sale(2.0, 200_000.0, &[(0, 1.0 / 3.0), (1, 2.0 / 3.0)])];
    assert_eq!(pay(&replay(bonus, vec![member(), member()], by_split)), [1_000.0, 1_000.0]);
}

/// There for half of the first period: a quota of 50,000, beyond which the 25,000 pay 3 %.
#[test]
fn a_leaver_has_half_a_quota() {
    let leaver = Member { left: PERIOD / 2.0, ..member() };
    let replayed = replay(accelerator(), vec![leaver], vec![sale(100.0, 75_000.0, &[(0, 1.0)])]).run(1.0);
    let earned = replayed.total();
    assert_eq!((earned.quota, earned.pay, earned.base), (50_000.0, 1_250.0, 500.0));
    assert!(replayed.balances && replayed.dues.len() == 1);
}

#[test]
fn a_split_is_credited_by_its_shares() {
    let split = replay(PayPlan::default(), vec![member(), member()], vec![sale(5.0, 100_000.0, &[(0, 0.6), (1, 0.4)])]);
    assert_eq!(pay(&split), [600.0, 400.0]);
}

/// Within the period the deal never was. Later it costs what it paid: the second 100,000 paid 3 %.
#[test]
fn what_is_taken_back_costs_what_it_paid() {
    let deals = |back: f64| {
        let taken = Sale { taken_back: Some(back), ..sale(20.0, 100_000.0, &[(0, 1.0)]) };
        replay(accelerator(), vec![member()], vec![sale(10.0, 100_000.0, &[(0, 1.0)]), taken, sale(1_500.0, 80_000.0, &[(0, 1.0)])])
    };
    assert_eq!(by_period(&deals(900.0)), [1_000.0, 800.0, 0.0]);
    // 800 are earned in the second period, and 3,000 are taken back: 2,200 are owed.
    assert_eq!(by_period(&deals(1_600.0)), [4_000.0, -2_200.0, 0.0]);
    let owed = deals(1_600.0).run(1.0).total().owed;
    assert_eq!((owed.taken_back, owed.advanced), (2_200.0, 0.0));
    // Whether it is taken back in time is the plan's to say.
    let mut late = deals(1_600.0);
    late.terms[0].plan.clawback_days = 60.0;
    assert_eq!(by_period(&late), [4_000.0, 800.0, 0.0]);
}

/// Together they are at 60 % of two quotas: each is paid 600, whoever sold it.
#[test]
fn a_team_is_paid_by_its_attainment() {
    let pool = PayPlan { team_share: 1.0, ..PayPlan::default() };
    let apart = Member { parts: vec![Part { team: 1, ..member().parts.remove(0) }], ..member() };
    let sales = vec![sale(1.0, 120_000.0, &[(0, 1.0)]), sale(2.0, 10_000.0, &[(2, 1.0)])];
    assert_eq!(pay(&replay(pool, vec![member(), member(), apart], sales)), [600.0, 600.0, 100.0]);
}

/// A quarter of the last period is in the span: a quarter of its quota, and beyond that 3 %.
#[test]
fn what_the_span_cuts_off_is_accrued() {
    let sales = vec![sale(2_100.0, 35_000.0, &[(0, 1.0)]), sale(2_400.0, 1e6, &[(0, 1.0)])];
    let cut = Replay { until: 2_250.0, ..replay(accelerator(), vec![member()], sales) };
    let replayed = cut.run(1.0);
    assert_eq!(replayed.total().quota, 225_000.0);
    assert!((replayed.total().pay - 550.0).abs() < 1e-9 && replayed.dues.len() == 3);
    assert!(replayed.dues[2].is_accrued && replayed.balances);
}

/// The first period began before the span, of which only three quarters of it are replayed.
#[test]
fn a_period_that_began_before_the_span_counts_for_its_part() {
    let mut late = replay(accelerator(), vec![Member { joined: 0.0, ..member() }], vec![sale(10.0, 85_000.0, &[(0, 1.0)])]);
    late.terms[0].bounds = vec![-250.0, 750.0, 1_750.0];
    late.until = 1_750.0;
    let earned = late.run(1.0).total();
    // 750 at 1 %, and 10,000 beyond three quarters of the quota at 3 %.
    assert_eq!((earned.quota, earned.pay), (175_000.0, 1_050.0));
}

#[test]
fn the_credit_of_a_team_is_scaled_to_an_attainment() {
    let sales = vec![sale(1.0, 90_000.0, &[(0, 1.0)]), sale(1_001.0, 60_000.0, &[(1, 1.0)])];
    let linear = replay(PayPlan::default(), vec![member(), member()], sales);
    let at = |replay: &Replay, attainment: f64| replay.run(replay.run(1.0).factor_for(attainment).expect("something was sold")).total();
    // Six quotas of 100,000 and a rate of 1 %.
    assert!((at(&linear, 1.2).pay - 7_200.0).abs() < 1e-6 && (at(&linear, 0.8).credit - 480_000.0).abs() < 1e-4);
    let moving = Replay { terms: vec![terms(PayPlan { ratchet: 0.3, ratchet_down: 0.2, ..PayPlan::default() })], ..linear.clone() };
    // Against the quotas as they were, although those of later periods move with what is sold.
    assert!((at(&moving, 1.1).credit / moving.run(1.0).total().quota - 1.1).abs() < 1e-9);
    assert_eq!(Replay { sales: Vec::new(), ..linear }.run(1.0).factor_for(1.0), None);
}

#[test]
fn a_hundred_times_the_money_is_a_hundred_times_the_pay() {
    let sales =
        vec![Sale { taken_back: Some(1_100.0), ..sale(3.0, 130_000.0, &[(0, 0.7), (1, 0.3)]) }, sale(1_200.0, 210_000.0, &[(1, 1.0)])];
    let small = replay(accelerator(), vec![member(), Member { left: 1_700.0, ..member() }], sales);
    let mut large = small.clone();
    for member in &mut large.members {
        member.parts[0].target *= 100.0;
        member.bookings_target *= 100.0;
    }
    large.sales.iter_mut().for_each(|sale| sale.value *= 100.0);
    for (small, large) in pay(&small).iter().zip(pay(&large)) {
        assert!((100.0 * small - large).abs() < 1e-6, "{small} {large}");
    }
}
