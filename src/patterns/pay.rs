//! Pay: F9, F10, F12 and F13.

use super::experiment::{Experiment, Variant, figure, growth, measured, one, quotient, ratio};
use crate::engine::time::{DAY, YEAR};
use crate::experiment::jackknife::Totals;
use crate::measure::{DealRecord, Measure, Record};
use crate::scenario::Scenario;
use crate::scenario::customer::Time;

const LINEAR: usize = 0;
const ACCELERATOR: usize = 1;
const MOVED: usize = 2;

/// F9: when deals are closed.
pub fn timing() -> Experiment {
    let share = |variant: usize, month: usize| move |t: &Totals| ratio(t, variant, month, 3);
    Experiment {
        id: "F9",
        setting: "linear commission against a quarterly quota with an accelerator at the same mean pay; then quarters that start four weeks later",
        variants: vec![
            Variant::hero("linear").with("commission"),
            Variant::hero("accelerator").with("accelerator").paid_like(LINEAR),
            Variant::hero("accelerator, moved").with("accelerator").set("time.fiscal_offset_weeks=4").paid_like(LINEAR),
        ],
        count: by_month_of_quarter,
        figures: vec![
            figure("accelerator", share(ACCELERATOR, 2)),
            figure("linear", share(LINEAR, 2)),
            figure("dip", move |t| Some(share(ACCELERATOR, 0)(t)? - share(LINEAR, 0)(t)?)),
            figure("moves", move |t| Some(share(MOVED, 0)(t)? - share(ACCELERATOR, 0)(t)?)),
        ],
        worlds: 1.0,
        remark: "",
    }
}

/// Bookings in the first, second and last third of the quarters as they are where they are not moved, and in all; whole quarters only.
fn by_month_of_quarter(record: &Record, scenario: &Scenario) -> Vec<f64> {
    let unmoved = Time { fiscal_offset_weeks: 0.0, ..scenario.time.clone() };
    let (quarters, window) = (unmoved.quarters(0.0), (0.0, scenario.time.years * YEAR));
    let mut sum = vec![0.0; 4];
    for deal in &record.deals {
        let at = DAY * deal.closed_days;
        let Some((begin, end)) = quarters.whole_around(at, window) else { continue };
        let month = ((at - begin) / (end - begin) * 3.0).floor() as usize;
        sum[month.min(2)] += deal.price;
        sum[3] += deal.price;
    }
    sum
}

/// F10: what is given away.
pub fn price() -> Experiment {
    Experiment {
        id: "F10",
        setting: "linear commission against a quarterly quota with an accelerator at the same mean pay",
        variants: vec![Variant::hero("linear").with("commission"), Variant::hero("accelerator").with("accelerator").paid_like(LINEAR)],
        count: |record, _| {
            let list: f64 = record.deals.iter().map(|d| d.list_price).sum();
            vec![list - record.deals.iter().map(|d| d.price).sum::<f64>(), list]
        },
        figures: vec![figure("discount", |t| Some(ratio(t, ACCELERATOR, 0, 1)? - ratio(t, LINEAR, 0, 1)?))],
        worlds: 1.0,
        remark: "",
    }
}

/// F12: a plan with a cap and a ratchet, and the same without them.
pub fn caps() -> Experiment {
    let free = |label: &str| Variant::hero(label).with("cap-ratchet").sets(&["plan.standard.cap=0", "plan.standard.ratchet=0"]);
    Experiment {
        id: "F12",
        setting: "nothing below half of quota, a rate to a cap at 1.3, ratchet 0.3; then without cap and ratchet, with pay not matched and matched",
        variants: vec![Variant::hero("cap and ratchet").with("cap-ratchet"), free("without"), free("without, same pay").paid_like(0)],
        count: by_rank,
        figures: vec![
            figure("revenue", |t| growth(ratio(t, 1, 0, 1), ratio(t, 0, 0, 1))),
            figure("matched", |t| growth(ratio(t, 2, 0, 1), ratio(t, 0, 0, 1))),
            figure("top", |t| Some(growth(Some(t[1][2]), Some(t[0][2]))? - growth(Some(t[1][3]), Some(t[0][3]))?)),
            figure("forecasts", |t| Some(ratio(t, 1, 4, 5)? - ratio(t, 0, 4, 5)?)),
        ],
        worlds: 2.0,
        remark: "",
    }
}

/// Revenue over months; bookings of the most skilled third, and of the others; forecasts over what came.
fn by_rank(record: &Record, _: &Scenario) -> Vec<f64> {
    let mut people: Vec<_> = record.people.iter().collect();
    people.sort_by(|a, b| b.skill.total_cmp(&a.skill));
    let (top, others) = people.split_at(people.len() / 3);
    let [revenue, months] = measured(record, Measure::RevenuePerMonth);
    let [forecast, came] = measured(record, Measure::ForecastLevel);
    vec![revenue, months, top.iter().map(|p| p.bookings).sum(), others.iter().map(|p| p.bookings).sum(), forecast, came]
}

const MONTH_DAYS: f64 = 91.0 / 3.0;

/// F13: a salary against commission on volume, and then a monthly quota.
pub fn volume() -> Experiment {
    let mean = |variant: usize, of: usize| move |t: &Totals| ratio(t, variant, of, 0);
    let auc = |variant: usize| move |t: &Totals| ratio(t, variant, 3, 4);
    Experiment {
        id: "F13",
        setting: "a salary, then linear commission on bookings, then a monthly quota; pay not matched",
        variants: vec![
            Variant::hero("salary").with("salary"),
            Variant::hero("commission").with("commission"),
            Variant::hero("monthly quota").with("monthly-quota").set("plan.standard.period_weeks=4.3333333333"),
        ],
        count: quality,
        figures: vec![
            figure("deals", |t| growth(Some(t[1][0]), Some(t[0][0]))),
            figure("misfit", move |t| growth(mean(1, 1)(t), mean(0, 1)(t))),
            figure("churn", move |t| growth(mean(1, 2)(t), mean(0, 2)(t))),
            figure("score", move |t| Some(auc(1)(t)? - auc(0)(t)?)),
            figure("last-week", |t| Some(ratio(t, 2, 5, 6)? - ratio(t, 2, 7, 8)?)),
        ],
        worlds: 1.0,
        remark: "",
    }
}

/// Deals, misfit and churn among them; pairs that the score ranks rightly and pairs; churn and deals of a month's last week, and of the others.
fn quality(record: &Record, _: &Scenario) -> Vec<f64> {
    let mut sum = vec![0.0; 9];
    for deal in &record.deals {
        sum[0] += 1.0;
        sum[1] += deal.misfit;
        sum[2] += one(deal.churned);
        let week = if deal.closed_days.rem_euclid(MONTH_DAYS) >= MONTH_DAYS - 7.0 { 5 } else { 7 };
        sum[week] += one(deal.churned);
        sum[week + 1] += 1.0;
    }
    let went_badly = |d: &&DealRecord| d.churned || d.regretted;
    for good in record.deals.iter().filter(|d| !went_badly(d)) {
        for bad in record.deals.iter().filter(went_badly) {
            sum[3] += if good.score == bad.score { 0.5 } else { one(good.score > bad.score) };
            sum[4] += 1.0;
        }
    }
    sum
}

/// A revenue that grows, of the same count in two variants: for rows of other families.
pub(super) fn revenue_growth(totals: &Totals, new: usize, old: usize) -> Option<f64> {
    quotient(ratio(totals, new, 0, 1)?, ratio(totals, old, 0, 1)?).map(|q| q - 1.0)
}
