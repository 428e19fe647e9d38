//! How opportunities end: F2 and F3.

use super::experiment::{Experiment, Variant, figure, one, quotient, ratio};
use crate::measure::{Ending, JourneyRecord, Record};
use crate::scenario::Scenario;

/// F2: no decision, early and late.
pub fn no_decision() -> Experiment {
    Experiment {
        id: "F2",
        setting: "the default market; early: all accepted opportunities; late: those whose group had committed to invest and to review our offer",
        variants: vec![Variant::hero("default")],
        count: |record, _| {
            let mut sum = vec![0.0; 4];
            for j in record.journeys.iter().filter(|j| j.let_in && j.ending != Ending::Open) {
                sum[0] += one(undecided(j));
                sum[1] += 1.0;
                sum[2] += one(j.late_stage && undecided(j));
                sum[3] += one(j.late_stage);
            }
            sum
        },
        figures: vec![
            figure("all", |t| ratio(t, 0, 0, 1)),
            figure("late", |t| ratio(t, 0, 2, 3)),
            figure("gap", |t| Some(ratio(t, 0, 2, 3)? - ratio(t, 0, 0, 1)?)),
        ],
        worlds: 1.0,
        remark: "",
    }
}

/// F3: what doubt does.
pub fn doubt() -> Experiment {
    let win_rate = |third: usize| move |t: &Vec<Vec<f64>>| ratio(t, 0, third, 3 + third);
    Experiment {
        id: "F3",
        setting: "the default market; thirds by the ratio of doubt to value seen, as heard in the first two meetings",
        variants: vec![Variant::hero("default")],
        count: by_doubt,
        figures: vec![
            figure("split", |t| quotient(t[0][6], t[0][6] + t[0][7])),
            figure("low", win_rate(0)),
            figure("middle", win_rate(1)),
            figure("high", win_rate(2)),
            figure("falls-1", move |t| Some(win_rate(1)(t)? - win_rate(0)(t)?)),
            figure("falls-2", move |t| Some(win_rate(2)(t)? - win_rate(1)(t)?)),
        ],
        worlds: 1.0,
        remark: "competitors, deadlines and stopped projects also end opportunities without doubt, and doubt heard early is a noisy signal",
    }
}

fn undecided(journey: &JourneyRecord) -> bool {
    matches!(journey.ending, Ending::StatusQuo | Ending::Indecision)
}

/// Won by third (3), opportunities by third (3), stopped by doubt, stopped by too little value.
fn by_doubt(record: &Record, _: &Scenario) -> Vec<f64> {
    let mut sum = vec![0.0; 8];
    let let_in = record.journeys.iter().filter(|j| j.let_in && j.ending != Ending::Open);
    let mut opportunities: Vec<(f32, &JourneyRecord)> = let_in.filter_map(|j| Some((j.doubt_heard?, j))).collect();
    opportunities.sort_by(|a, b| a.0.total_cmp(&b.0));
    let n = opportunities.len().max(1);
    for (place, (_, journey)) in opportunities.iter().enumerate() {
        let third = 3 * place / n;
        sum[third] += one(journey.price > 0.0);
        sum[3 + third] += 1.0;
        sum[6] += one(journey.ending == Ending::Indecision);
        sum[7] += one(journey.ending == Ending::StatusQuo);
    }
    sum
}
