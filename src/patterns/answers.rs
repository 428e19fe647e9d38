//! Answers: F6.

use super::experiment::{Experiment, NO_PROSPECTING, Variant, figure, measured, one, quotient};
use crate::experiment::jackknife::Totals;
use crate::measure::{ChannelAt, Measure, Record};
use crate::scenario::Scenario;

const OWN: usize = 3;
const POOLED: usize = 4;

/// F6: delays set, and delays as queues have them.
pub fn delays() -> Experiment {
    let held = |label: &str, hours: &str| {
        Variant::hero(label)
            .set(format!("dialogue.answer_after_hours={hours}"))
            .set("channel.web.answer_work_hours=0")
            .sets(&NO_PROSPECTING)
    };
    Experiment {
        id: "F6",
        setting: "answers to web leads delayed by 5 min, 1 h, 24 h; then twelve queues by account against a shared one",
        variants: vec![
            held("5 min", "0.08333333"),
            held("1 h", "1"),
            held("24 h", "24"),
            Variant::hero("own territory").set("organisation.routing=territory").sets(&NO_PROSPECTING),
            Variant::hero("pooled").set("organisation.pool_size=0").sets(&NO_PROSPECTING),
        ],
        count: web,
        figures: vec![
            figure("set-hour", |t| quotient(odds(t, 0, 0..3)?, odds(t, 1, 0..3)?)),
            figure("set-day", |t| quotient(odds(t, 0, 0..3)?, odds(t, 2, 0..3)?)),
            figure("hours", |t| quotient(odds(t, OWN, 0..1)?, odds(t, OWN, 1..2)?)),
            figure("days", |t| quotient(odds(t, OWN, 0..1)?, odds(t, OWN, 2..3)?)),
            figure("pooled", |t| Some(quotient(t[OWN][6], t[OWN][7])? - quotient(t[POOLED][6], t[POOLED][7])?)),
        ],
        worlds: 1.0,
        remark: "",
    }
}

/// Answers to the web below an hour, below a day and later: dialogues (3) and all (3); then the median delay of all channels.
fn web(record: &Record, scenario: &Scenario) -> Vec<f64> {
    let mut sum = vec![0.0; 6];
    let web = scenario.channel.position("web").map(ChannelAt::from);
    for answer in record.answers.iter().filter(|a| Some(a.channel) == web && a.delay_hours.is_finite()) {
        let stretch = if answer.delay_hours < 1.0 { 0 } else { 1 + usize::from(answer.delay_hours > 24.0) };
        sum[stretch] += one(answer.begun);
        sum[3 + stretch] += 1.0;
    }
    sum.extend(measured(record, Measure::AnswerDelayHoursP50));
    sum
}

/// Odds of a dialogue in some of the stretches.
fn odds(totals: &Totals, variant: usize, stretches: std::ops::Range<usize>) -> Option<f64> {
    let begun: f64 = totals[variant][..3].get(stretches.clone())?.iter().sum();
    let all: f64 = totals[variant][3..6].get(stretches)?.iter().sum();
    quotient(begun, all - begun)
}
