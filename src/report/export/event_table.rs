//! `events.csv`: one row for each event, as process mining reads it.

use super::dates::Dates;
use super::events::{Case, Event};
use crate::report::results::csv::{Lines, guarded, number};

/// Headings. The first three are what most tools ask for.
pub const HEADER: [&str; 23] = [
    "case_id",
    "activity",
    "timestamp",
    "lifecycle",
    "instance",
    "resource",
    "role",
    "mode",
    "waited_hours",
    "work_hours",
    "amount_eur",
    "probability",
    "reason",
    "scenario",
    "journey",
    "account",
    "segment",
    "channel",
    "truth_ending",
    "truth_possible",
    "truth_group_size",
    "truth_customer_surplus_eur",
    "truth_margin_eur",
];

/// The events of all cases.
pub fn render(cases: &[(Dates, Vec<Case>)]) -> String {
    let mut lines = Lines::headed(HEADER);
    for (dates, cases) in cases {
        for case in cases {
            for event in &case.events {
                lines.push(row(dates, case, event));
            }
        }
    }
    lines.into_text()
}

fn row(dates: &Dates, case: &Case, event: &Event) -> [String; 23] {
    let text = |text: &Option<String>| text.as_deref().map_or_else(String::new, guarded);
    let rounded = |value: Option<f64>| number(value.map(|v| (v * 1000.0).round() / 1000.0));
    let truth = &case.truth;
    [
        guarded(&case.id()),
        guarded(&event.activity),
        dates.stamp(event.at_hours),
        event.transition.name().to_string(),
        event.instance.to_string(),
        text(&event.resource),
        text(&event.role),
        event.mode.unwrap_or_default().to_string(),
        rounded(event.waited_hours),
        rounded(event.work_hours),
        rounded(event.amount),
        rounded(event.probability),
        event.reason.unwrap_or_default().to_string(),
        guarded(&case.scenario),
        case.journey.to_string(),
        guarded(&case.account),
        guarded(&case.segment),
        guarded(&case.channel),
        truth.ending.id().to_string(),
        truth.possible.to_string(),
        truth.group_size.to_string(),
        rounded(Some(truth.customer_surplus)),
        rounded(Some(truth.margin)),
    ]
}
