//! Hours, work in progress and qualification: F8, F21 and F22.

use super::experiment::{Experiment, NO_PROSPECTING, Variant, figure, growth, largest, measured, quotient, ratio};
use crate::engine::math;
use crate::experiment::jackknife::Totals;
use crate::measure::{Measure, Record};
use crate::scenario::Scenario;

/// F8: ten per cent more hours.
pub fn hours() -> Experiment {
    let variant = |label: &str, share: &str| Variant::hero(label).sets(&NO_PROSPECTING).set(format!("role.seller.selling_share={share}"));
    Experiment {
        id: "F8",
        setting: "10 % more selling hours for the same leads, without prospecting",
        variants: vec![variant("hours", "0.3"), variant("hours + 10 %", "0.33")],
        count: |record, _| measured(record, Measure::RevenuePerMonth).to_vec(),
        figures: vec![figure("elasticity", |t| Some(math::ln(quotient(ratio(t, 1, 0, 1)?, ratio(t, 0, 0, 1)?)?) / math::ln(1.1)))],
        worlds: 4.0,
        remark: "",
    }
}

const LIMITS: [&str; 9] = ["1", "2", "4", "6", "8", "12", "20", "30", "40"];
const SIX: usize = 3;
const FORTY: usize = 8;
const DEFAULT: usize = 9;

/// F21: how much at once.
pub fn work_in_progress() -> Experiment {
    let limits = LIMITS.iter().map(|limit| {
        Variant::hero(format!("limit {limit}")).sets(&NO_PROSPECTING).set("market_scale=4").set(format!("flow.wip_limit={limit}"))
    });
    let deals = |v: usize| move |t: &Totals| ratio(t, v, 0, 1);
    let best = move |t: &Totals| largest((1..FORTY).map(|v| deals(v)(t)));
    Experiment {
        id: "F21",
        setting: "limits on work in progress from 1 to 40 per person, four times the customers; flow efficiency in the default market",
        variants: limits.chain([Variant::hero("default")]).collect(),
        count: |record, _| {
            [Measure::DealsPerMonth, Measure::TimeInSystemHoursMean, Measure::FlowEfficiency]
                .into_iter()
                .flat_map(|measure| measured(record, measure))
                .collect()
        },
        figures: vec![
            figure("rises", move |t| growth(best(t), deals(0)(t))),
            figure("falls", move |t| growth(deals(FORTY)(t), best(t))),
            figure("time", |t| growth(ratio(t, FORTY, 2, 3), ratio(t, SIX, 2, 3))),
            figure("efficiency", |t| ratio(t, DEFAULT, 4, 5)),
        ],
        worlds: 0.4,
        remark: "",
    }
}

/// Limits on work in progress among which each bar has its best.
const ROOM: [&str; 3] = ["4", "6", "8"];
const BARS: [&str; 4] = ["0.25", "0.5", "0.75", "1"];
/// Noise of judgement: a better signal, the default, and one that says nothing.
const NOISES: [&str; 3] = ["1", "2", "1000"];

/// F22: who is let in, by load and by quality of the signal.
///
/// Variants: low load without a rule and with a bar; then at high load for each limit, without a rule, and then for each noise each bar.
pub fn qualification() -> Experiment {
    let bar = |bar: &str| format!("qualification.bar={bar}");
    let variant = |label: String| Variant::hero(label).sets(&NO_PROSPECTING);
    let mut variants =
        vec![variant("low load, no rule".into()).set("qualification.rule=none"), variant("low load, bar 0.5".into()).set(bar("0.5"))];
    for limit in ROOM {
        let busy = |label: String| {
            variant(format!("high load, limit {limit}, {label}")).set("market_scale=4").set(format!("flow.wip_limit={limit}"))
        };
        variants.push(busy("no rule".into()).set("qualification.rule=none"));
        for noise in NOISES {
            variants.extend(BARS.map(|b| busy(format!("noise {noise}, bar {b}")).set(format!("qualification.noise={noise}")).set(bar(b))));
        }
    }
    Experiment {
        id: "F22",
        setting: "first come, first served; the default market without prospecting, and four times as many customers at the best limit of 4, 6 and 8",
        variants,
        count: win_wins,
        figures: vec![
            figure("low", |t| growth(ratio(t, 1, 0, 1), ratio(t, 0, 0, 1))),
            figure("high", |t| gain(t, 1)),
            figure("better", |t| Some(gain(t, 0)? - gain(t, 1)?)),
            figure("blind", |t| gain(t, 2)),
            figure("share", |t| {
                let (none, barred) = (best(t, &unfiltered())?, best(t, &filtered(1))?);
                Some(ratio(t, barred, 2, 3)? - ratio(t, none, 2, 3)?)
            }),
        ],
        worlds: 0.25,
        remark: "",
    }
}

/// Win-wins over months; win-wins over deals.
fn win_wins(record: &Record, _: &Scenario) -> Vec<f64> {
    [measured(record, Measure::WinWinDealsPerMonth), measured(record, Measure::WinWinRate)].concat()
}

/// Variants at high load without a rule.
fn unfiltered() -> Vec<usize> {
    (0..ROOM.len()).map(|limit| 2 + limit * (1 + NOISES.len() * BARS.len())).collect()
}

/// Variants at high load with a bar and this noise.
fn filtered(noise: usize) -> Vec<usize> {
    unfiltered().iter().flat_map(|none| (0..BARS.len()).map(move |bar| none + 1 + noise * BARS.len() + bar)).collect()
}

/// The variant with the most win-wins.
fn best(totals: &Totals, variants: &[usize]) -> Option<usize> {
    let rate = |v: usize| ratio(totals, v, 0, 1).unwrap_or(f64::NEG_INFINITY);
    variants.iter().copied().max_by(|&a, &b| rate(a).total_cmp(&rate(b)))
}

/// Win-wins at the best bar and limit over those at the best limit without a rule, less 1.
fn gain(totals: &Totals, noise: usize) -> Option<f64> {
    let (none, barred) = (best(totals, &unfiltered())?, best(totals, &filtered(noise))?);
    growth(ratio(totals, barred, 0, 1), ratio(totals, none, 0, 1))
}
