//! The differences from the baseline, in per cent.

use super::super::choice::{foremost, ordered};
use super::{ENDS, WIDTH, captions, heading, sheet};
use crate::experiment::verdicts::{Standing, is_in_points, yardstick};
use crate::measure::Measure;
use crate::report::charts::grammar::{Along, Axis, Canvas, GRID, INK, Interval, NUMBER, OPEN, Picture, QUIET, SMALL, Said, Tells, Unit};
use crate::report::charts::standing;
use crate::report::results::document::{DifferenceResult, Document};
use crate::report::results::table::{Cell, Table};
use crate::report::results::verdict;
use crate::report::results::words::{in_sentence, signed};

/// More rows than these have no room.
const MOST_ROWS: usize = 8;
/// Height of a row.
const ROW: i32 = 46;
/// Beyond this a difference is drawn as an arrow, in per cent.
const FARTHEST: f64 = 300.0;

/// A row of differences.
struct DifferenceRow {
    name: String,
    standing: Standing,
    /// Per cent of the baseline's mean: mean, and ends of its interval.
    mean: Option<f64>,
    ci95: Option<[f64; 2]>,
    p_better: Option<f64>,
    is_in_points: bool,
}

impl DifferenceRow {
    fn new(document: &Document, one: &DifferenceResult, measure: Measure, name: String) -> Option<Self> {
        let d = one.measure(measure)?;
        let base = yardstick(measure, verdict::scenario(document, &one.baseline)?.measure(measure)?.mean);
        let percent = |value: f64| base.map(|base| 100.0 * value / base).filter(|value| value.is_finite());
        Some(Self {
            name,
            standing: d.standing,
            mean: d.mean.and_then(percent),
            ci95: d.ci95.and_then(|[low, high]| Some([percent(low)?, percent(high)?])),
            p_better: d.p_better,
            is_in_points: is_in_points(measure),
        })
    }

    fn value(&self) -> String {
        let one = |value: f64| signed(value, usize::from(value.abs() < 9.95));
        match self.mean {
            Some(mean) => format!("{} {}", one(mean), self.unit()),
            None => "not defined".to_string(),
        }
    }

    fn unit(&self) -> &'static str {
        if self.is_in_points { "points" } else { "%" }
    }

    /// Its figures, for those who do not see the chart.
    fn told(&self) -> String {
        let end = |value: f64| signed(value, usize::from(value.abs() < 9.95));
        let interval =
            self.ci95.map_or_else(String::new, |[low, high]| format!(", 95 % interval {} to {} {}", end(low), end(high), self.unit()));
        format!("{} {} ({}{interval})", self.name, self.value(), self.standing.word())
    }
}

/// The differences from the baseline: of each measure, or with several systems of each system in the foremost measure.
pub fn differences(document: &Document) -> Option<Picture> {
    let measure = foremost(document);
    let (rows, of): (Vec<DifferenceRow>, String) = match document.differences.as_slice() {
        [] => return None,
        [one] => {
            let rows = document.named().take(MOST_ROWS).filter_map(|m| DifferenceRow::new(document, one, m, m.title().to_string()));
            (rows.collect(), format!("{} minus {}", one.scenario, one.baseline))
        }
        several => {
            let rows = ordered(document).into_iter().take(MOST_ROWS);
            let rows = rows.filter_map(|(_, one)| DifferenceRow::new(document, one, measure, one.scenario.clone())).collect();
            let shown = if several.len() > MOST_ROWS { format!(" ({MOST_ROWS} of {} systems)", several.len()) } else { String::new() };
            (rows, format!("{}, difference from {}{shown}", in_sentence(measure), several[0].baseline))
        }
    };
    let values = || rows.iter().flat_map(|row| row.ci95.into_iter().flatten().chain(row.mean).chain([-5.0, 5.0]));
    let axis = Axis::around(values().map(|v| v.clamp(-FARTHEST, FARTHEST)), ENDS);
    let below = 8 + ROW * rows.len() as i32;
    let mut canvas = sheet(below);
    let (sign, unit) = units(&rows);
    canvas.reads(&axis, Along::Across(below + 15), Unit { factor: 1.0, sign });
    for mark in axis.marks() {
        let (colour, width) = if mark.abs() < 1e-9 { (INK, 2) } else { (GRID, 1) };
        canvas.line((axis.at(mark), 8), (axis.at(mark), below), colour, width);
        let mark_words = format!("{}{sign}", signed(mark, axis.decimals()));
        canvas.text(&mark_words, (axis.at(mark).clamp(34, WIDTH - 34), below + 15), SMALL.centred());
    }
    for (place, row) in rows.iter().enumerate() {
        draw_row(&mut canvas, &axis, row, 8 + ROW * place as i32);
    }
    captions(&mut canvas, below, [unit, "dots: means; lines: 95 % intervals"]);
    let told: Vec<String> = rows.iter().map(DifferenceRow::told).collect();
    let said = Said::Apart(format!("{}.", told.join("; ")));
    let picture = Picture::new("brief-differences", format!("What changes: {of}"), said, canvas.finish(), data(&rows, &of));
    Some(picture.telling(Tells::Differences))
}

/// The sign after the marks of the axis, and what they count: return on sales is a share already, and differs by points.
fn units(rows: &[DifferenceRow]) -> (&'static str, &'static str) {
    match (rows.iter().any(|row| row.is_in_points), rows.iter().all(|row| row.is_in_points)) {
        (false, _) => (" %", "in % of the baseline's mean"),
        (true, true) => ("", "in points (% of revenue)"),
        (true, false) => ("", "in % of the baseline's mean; return on sales in points"),
    }
}

fn draw_row(canvas: &mut Canvas, axis: &Axis, row: &DifferenceRow, top: i32) {
    let colour = standing::paint(row.standing);
    let (words, y) = (top + 14, top + 34);
    let word = NUMBER.bold().paint(if colour == OPEN { QUIET } else { colour });
    let value = format!("{}  {}", row.value(), row.standing.word());
    heading(canvas, &row.name, &value, word, words);
    if let Some(ends) = row.ci95 {
        Interval { paint: colour, width: 4, cap: 6, has_arrows: true }.across(canvas, axis, ends, y);
    }
    if let Some(mean) = row.mean.filter(|mean| axis.holds(*mean)) {
        standing::draw(canvas, row.standing, (axis.at(mean), y));
    }
}

fn data(rows: &[DifferenceRow], of: &str) -> Table {
    let columns = ["", "difference", "95 % interval, from", "to", "verdict", "share of worlds in which it is better (ties count half), %"];
    let row = |row: &DifferenceRow| {
        let [low, high] = row.ci95.map_or([None; 2], |ends| ends.map(Some));
        vec![
            Cell::text(&row.name),
            Cell::maybe(row.mean, 1),
            Cell::maybe(low, 1),
            Cell::maybe(high, 1),
            Cell::text(row.standing.word()),
            Cell::maybe(row.p_better.map(|p| 100.0 * p), 0),
        ]
    };
    Table::filled(format!("{of}, in % of the baseline's mean (return on sales: points)"), columns, rows.iter().map(row))
}
