//! The books of small deals by hand.

use super::*;
use crate::scenario::pay::PayPlan;

const PLAN: PlanAt = PlanAt::FIRST;
const TEAM: TeamAt = TeamAt::FIRST;

/// One percent of the first 100,000, three of what comes beyond, in periods of 100 hours.
fn books(plan: PayPlan, people: usize) -> (Ledger, Vec<PayAccountAt>) {
    let payout = Payout::new(&PayPlan { tier_from: vec![0.0, 1.0], tier_rate: vec![1.0, 3.0], ..plan }, 1_000.0, 100_000.0);
    let mut ledger = Ledger::default();
    let accounts = (0..people).map(|seat| ledger.open(Seat::from(seat), None, PLAN, TEAM, payout, f64::NEG_INFINITY)).collect();
    (ledger, accounts)
}

fn settle(ledger: &mut Ledger, period: u32) -> Vec<f64> {
    let start = 100.0 * f64::from(period);
    ledger.settle(PLAN, start, start + 100.0, true).iter().map(|due| due.settlement.paid).collect()
}

fn balance(ledger: &Ledger) {
    let close = |(a, b): (f64, f64)| (a - b).abs() < 1e-9;
    assert!(close(ledger.credit_twice()) && close(ledger.earned_twice()));
}

#[test]
fn within_the_period_a_deal_taken_back_was_never_there() {
    let (mut ledger, who) = books(PayPlan::default(), 1);
    ledger.credit(1, who[0], 10.0, Cause::Signed, 90_000.0, 50.0);
    ledger.credit(2, who[0], 20.0, Cause::Signed, 60_000.0, 0.0);
    ledger.take_back(1, 30.0, |_| 1.0);
    ledger.take_back(1, 40.0, |_| 1.0);
    assert_eq!(ledger.accounts[who[0]].credit, 60_000.0);
    assert_eq!(settle(&mut ledger, 0), [600.0]);
    balance(&ledger);
}

/// The first deal earned 900, the second 100 up to quota and three times 50,000 at three per cent: 1,600 in all. Half of the second is
/// taken back later: 800.
#[test]
fn later_it_costs_what_it_was_paid() {
    let (mut ledger, who) = books(PayPlan::default(), 1);
    ledger.credit(1, who[0], 10.0, Cause::Signed, 90_000.0, 0.0);
    ledger.credit(2, who[0], 20.0, Cause::Signed, 60_000.0, 0.0);
    assert_eq!(settle(&mut ledger, 0), [2_500.0]);
    ledger.credit(3, who[0], 110.0, Cause::Signed, 100_000.0, 0.0);
    ledger.take_back(2, 120.0, |_| 0.5);
    let due = ledger.settle(PLAN, 100.0, 200.0, true)[0];
    assert_eq!((due.credit, due.credit_back, due.settlement.paid), (100_000.0, 30_000.0, 200.0));
    balance(&ledger);
}

#[test]
fn whoever_left_is_settled_for_their_part_and_pays_back_later() {
    let (mut ledger, who) = books(PayPlan::default(), 1);
    ledger.credit(1, who[0], 10.0, Cause::Signed, 75_000.0, 0.0);
    ledger.leaves(who[0], 50.0);
    let next = ledger.open(Seat::FIRST, Some(who[0]), PLAN, TEAM, ledger.accounts[who[0]].payout, 75.0);
    let dues = ledger.settle(PLAN, 0.0, 100.0, true);
    // Half of the quota, and half of it again at three per cent.
    assert_eq!(dues.iter().map(|due| (due.quota, due.settlement.paid)).collect::<Vec<_>>(), [(50_000.0, 1_250.0), (25_000.0, 0.0)]);
    ledger.take_back(1, 150.0, |_| 1.0);
    let late = ledger.take_late();
    assert_eq!(late.iter().map(|due| (due.account, due.cost)).collect::<Vec<_>>(), [(who[0], -1_250.0)]);
    assert_eq!((ledger.accounts[next].holder, settle(&mut ledger, 1)), (2, vec![0.0]));
    balance(&ledger);
}

/// Two members, one sells for both: 150,000 of 200,000 together is 75 % of quota for each. Both pay back.
#[test]
fn a_team_is_paid_and_pays_back_together() {
    let (mut ledger, who) = books(PayPlan { team_share: 1.0, ..PayPlan::default() }, 2);
    ledger.credit(1, who[0], 10.0, Cause::Signed, 150_000.0, 0.0);
    assert_eq!(settle(&mut ledger, 0), [750.0, 750.0]);
    ledger.take_back(1, 110.0, |_| 1.0);
    assert_eq!(
        ledger.settle(PLAN, 100.0, 200.0, true).iter().map(|due| due.settlement.debts.taken_back).collect::<Vec<_>>(),
        [750.0, 750.0]
    );
    balance(&ledger);
}

/// The one who left at half of the period has sold what the team has, and counts as half a member.
#[test]
fn what_a_leaver_sold_stays_in_the_team() {
    let (mut ledger, who) = books(PayPlan { team_share: 1.0, ..PayPlan::default() }, 2);
    ledger.credit(1, who[0], 10.0, Cause::Signed, 90_000.0, 0.0);
    ledger.leaves(who[0], 50.0);
    assert_eq!(settle(&mut ledger, 0), [300.0, 600.0]);
    balance(&ledger);
}

#[test]
fn on_a_day_within_the_period_pay_is_in_proportion() {
    let (mut ledger, who) = books(PayPlan::default(), 1);
    ledger.credit(1, who[0], 10.0, Cause::Signed, 75_000.0, 0.0);
    ledger.credit(2, who[0], 60.0, Cause::Signed, 75_000.0, 0.0);
    let due = ledger.dues(PLAN, 0.0, 100.0, 50.0)[0];
    assert_eq!((due.quota, due.credit, due.cost), (50_000.0, 75_000.0, 1_250.0));
    assert_eq!(settle(&mut ledger, 0), [2_500.0]);
}
