//! A sweep as a tidy comma-separated table: one row for each point, system and measure.

use super::{Paired, SweepDocument, label};
use crate::report::results::csv::{Lines, guarded, number};

const BEFORE: [&str; 2] = ["point", "system"];
const AFTER: [&str; 14] = [
    "measure",
    "unit",
    "mean",
    "ci95_low",
    "ci95_high",
    "p10",
    "p50",
    "p90",
    "difference_from_first_system",
    "difference_from_first_system_ci95_low",
    "difference_from_first_system_ci95_high",
    "difference_from_first_point",
    "difference_from_first_point_ci95_low",
    "difference_from_first_point_ci95_high",
];

impl SweepDocument {
    /// Every measure of every system at every point, as rows; a column for each factor.
    pub fn to_csv(&self) -> String {
        let factors = self.factors.iter().map(|factor| factor.key.as_str());
        let mut lines = Lines::headed(BEFORE.into_iter().chain(factors).chain(AFTER));
        for point in &self.points {
            let values: Vec<String> = point.values.iter().map(|value| guarded(&label(value))).collect();
            for system in &point.systems {
                for measure in &system.measures {
                    let mut cells = vec![point.point.to_string(), guarded(&system.name)];
                    cells.extend(values.iter().cloned());
                    cells.extend([measure.id.0.id().to_string(), measure.id.0.unit().to_string()]);
                    let ci95 = measure.ci95;
                    let own = [measure.mean, ci95.map(|ci| ci[0]), ci95.map(|ci| ci[1]), measure.p10, measure.p50, measure.p90];
                    let paired = [measure.less_first_system, measure.less_first_point];
                    cells.extend(own.into_iter().chain(paired.into_iter().flat_map(figures)).map(number));
                    lines.push(cells);
                }
            }
        }
        lines.into_text()
    }
}

fn figures(paired: Option<Paired>) -> [Option<f64>; 3] {
    let ci95 = paired.and_then(|d| d.ci95);
    [paired.and_then(|d| d.mean), ci95.map(|ci| ci[0]), ci95.map(|ci| ci[1])]
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_row_for_each_point_system_and_measure() {
        let document = crate::report::results::sweep::tests::document(&["flow.wip_limit=2,4,8"], &["hero", "team"], 4);
        let text = document.to_csv();
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        assert_eq!(reader.headers().expect("a header").len(), 17);
        let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("a row")).collect();
        assert_eq!(rows.len(), 3 * 2 * 3);
        assert_eq!((&rows[0][0], &rows[0][1], &rows[0][2], &rows[0][3]), ("1", "hero", "2", "win_win_deals_per_month"));
        assert!(rows[0][11].is_empty() && rows[0][14].is_empty(), "the first has nothing to differ from");
    }
}
