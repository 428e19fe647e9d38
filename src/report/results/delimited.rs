//! The results as tidy comma-separated tables: one row per system and measure, with the difference
//! from the baseline beside it.

use super::csv::{Lines, guarded, number, word};
use super::document::{Document, MeasureDifference, MeasureResult};
use super::ids::Direction;
use crate::measure::Measure;

const HEADER: [&str; 24] = [
    "scenario",
    "measure",
    "unit",
    "better",
    "mean",
    "ci95_low",
    "ci95_high",
    "p10",
    "p50",
    "p90",
    "difference_from_baseline",
    "difference_ci95_low",
    "difference_ci95_high",
    "p_better",
    "p_mean_better",
    "variance_reduction",
    "interval",
    "warning",
    "difference_interval",
    "difference_warning",
    "p_value",
    "p_adjusted",
    "verdict",
    "more_worlds",
];

impl Document {
    /// Every measure of every system, as rows.
    pub fn to_csv(&self) -> String {
        self.to_csv_of(&[])
    }

    /// The same of some measures; of all if none are named.
    pub fn to_csv_of(&self, measures: &[Measure]) -> String {
        let mut lines = Lines::headed(HEADER);
        for scenario in &self.scenarios {
            let difference = self.differences.iter().find(|d| d.scenario == scenario.name);
            for result in scenario.measures.iter().filter(|result| measures.is_empty() || measures.contains(&result.id.0)) {
                let paired = difference.and_then(|d| d.measure(result.id.0));
                lines.push(row(&scenario.name, result, paired));
            }
        }
        lines.into_text()
    }
}

fn row(name: &str, result: &MeasureResult, paired: Option<&MeasureDifference>) -> Vec<String> {
    let measure = result.id.0;
    let better = Direction::of(measure).map_or("", Direction::word);
    let difference_ci95 = paired.and_then(|d| d.ci95);
    let numbers = [
        result.mean,
        result.ci95.map(|ci| ci[0]),
        result.ci95.map(|ci| ci[1]),
        result.p10,
        result.p50,
        result.p90,
        paired.and_then(|d| d.mean),
        difference_ci95.map(|ci| ci[0]),
        difference_ci95.map(|ci| ci[1]),
        paired.and_then(|d| d.p_better),
        paired.and_then(|d| d.p_mean_better),
        paired.and_then(|d| d.variance_reduction),
    ];
    let mut cells = vec![guarded(name), measure.id().to_string(), measure.unit().to_string(), better.to_string()];
    cells.extend(numbers.into_iter().map(number));
    cells.extend([word(result.interval), word(result.warning)]);
    cells.extend([word(paired.and_then(|d| d.interval)), word(paired.and_then(|d| d.warning))]);
    cells.extend([number(paired.and_then(|d| d.p_value)), number(paired.and_then(|d| d.p_adjusted))]);
    cells.push(paired.map_or_else(String::new, |d| d.words.clone()));
    cells.push(paired.and_then(|d| d.more_worlds).map_or_else(String::new, |more| more.to_string()));
    cells
}
