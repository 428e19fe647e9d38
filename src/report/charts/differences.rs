//! Paired differences with their intervals: a dot for each measure, against the baseline's zero line.

use super::standing;
use crate::experiment::verdicts::{Standing, yardstick};
use crate::report::charts::grammar::{Axis, Canvas, Drawing, Frame, GRID, Interval, MARGIN, NAME, NUMBER, SMALL, Ticks, Unit, WIDTH};
use crate::report::results::document::{DifferenceResult, Document, MeasureDifference};
use crate::report::results::figures::Figures;
use crate::report::results::verdict::{headline, scenario, source};
use crate::report::results::words::{of_difference, signed};

/// Height of a measure's row.
const ROW: i32 = 62;
/// Left and right end of the axis.
const AXIS: (i32, i32) = (345, 700);
/// Right end of the column of numbers, and of that of worlds.
const COLUMNS: (i32, i32) = (965, WIDTH - MARGIN);
/// Beyond this a difference is drawn as an arrow: in per cent of the baseline.
const FARTHEST: f64 = 300.0;

/// A measure's row: everything in per cent of the baseline's mean.
struct MeasureRow {
    name: String,
    means: String,
    standing: Standing,
    mean: Option<f64>,
    ci95: Option<[f64; 2]>,
    /// In how many worlds it is better, in words.
    worlds: Option<String>,
    /// Per cent of the baseline's mean, or points for what is a share of revenue already.
    unit: &'static str,
}

impl MeasureRow {
    fn new(document: &Document, difference: &DifferenceResult, d: &MeasureDifference) -> Self {
        let measure = d.id.0;
        let mean = |name: &str| scenario(document, name).and_then(|s| s.measure(measure)?.mean);
        let (a, b) = (mean(&difference.baseline), mean(&difference.scenario));
        let figures = Figures::of(document, measure);
        let base = yardstick(measure, a);
        let percent = |value: f64| base.map(|base| 100.0 * value / base);
        Self {
            name: measure.title().to_string(),
            means: format!("{} | {} {}", figures.value(a), figures.value(b), figures.unit()).trim_end().to_string(),
            standing: d.standing,
            mean: d.mean.and_then(percent),
            ci95: d.ci95.and_then(|[low, high]| Some([percent(low)?, percent(high)?])),
            worlds: d.better_in(document.worlds).map(|of| match d.standing {
                Standing::Same => "level in every world".to_string(),
                _ => format!("better in {of} worlds"),
            }),
            unit: of_difference(measure),
        }
    }

    fn numbers(&self) -> String {
        let percent = |value: f64| signed(value, usize::from(value.abs() < 9.95));
        match (self.mean, self.ci95) {
            (Some(mean), Some([low, high])) => format!("{} {} ({} to {})", percent(mean), self.unit, percent(low), percent(high)),
            (Some(mean), None) => format!("{} {}", percent(mean), self.unit),
            _ => "not defined".to_string(),
        }
    }
}

/// Per cent on paper: wide enough for every interval, up to the farthest, with zero inside.
fn axis(rows: &[MeasureRow]) -> Axis {
    let ends = rows.iter().flat_map(|row| row.ci95.into_iter().flatten().chain(row.mean)).chain([-5.0, 5.0]);
    Axis::in_pieces(ends.map(|end| end.clamp(-FARTHEST, FARTHEST)), 5.0, 1.0, AXIS)
}

/// The chart.
pub fn drawing(document: &Document, difference: &DifferenceResult, setting: &str) -> Drawing {
    let measures = document.named().filter_map(|m| difference.measure(m));
    let rows: Vec<MeasureRow> = measures.map(|d| MeasureRow::new(document, difference, d)).collect();
    let frame = Frame::new(&headline(document, difference), &subtitle(difference), &footnote(document, difference, setting));
    let (top, axis) = (frame.top() + 44, axis(&rows));
    let below = top + ROW * rows.len() as i32;
    let mut canvas = frame.canvas(below + 72);
    draw_axis(&mut canvas, axis, (top, below), difference);
    for (place, row) in rows.iter().enumerate() {
        draw_row(&mut canvas, axis, row, top + ROW * place as i32 + ROW / 2);
    }
    canvas.finish()
}

fn subtitle(difference: &DifferenceResult) -> String {
    let (a, b) = (&difference.baseline, &difference.scenario);
    format!(
        "{b} against {a} with the same customers: difference in % of {a}'s mean (return on sales: in points). Dots are means, lines are 95 % intervals of the mean."
    )
}

fn footnote(document: &Document, difference: &DifferenceResult, setting: &str) -> String {
    let (a, b) = (&difference.baseline, &difference.scenario);
    format!(
        "Filled circle: {b} is better; diamond: {b} is worse; open circle: no relevant difference, or not settled. Verdicts are corrected for all measures and systems.\n{}",
        source(document, &[a.clone(), b.clone()], setting)
    )
}

fn draw_axis(canvas: &mut Canvas, axis: Axis, (top, below): (i32, i32), difference: &DifferenceResult) {
    let (a, b) = (&difference.baseline, &difference.scenario);
    axis.draw_across(
        canvas,
        (top, below),
        &Ticks::around_zero(&|percent| format!("{} %", signed(percent, 0))).in_unit(Unit { factor: 1.0, sign: "%" }),
    );
    let caption = SMALL.fitted(&format!("difference from {a}, in % of {a}'s mean"), AXIS.1 - AXIS.0 + 200);
    axis.caption(canvas, &caption, below + 44);
    let zero = SMALL.fitted(&format!("{a} = 0"), 160);
    let half = (SMALL.width(&zero) / 2.0).ceil() as i32;
    canvas.text(&zero, (axis.at(0.0).max(AXIS.0 + half), top - 14), SMALL.centred());
    canvas.text(&SMALL.fitted(&format!("{a} | {b}"), AXIS.0 - MARGIN - 15), (MARGIN, top - 14), SMALL);
    canvas.text("mean and interval", (COLUMNS.0, top - 14), SMALL.right());
    canvas.text(&SMALL.fitted(&format!("{b} is"), COLUMNS.1 - COLUMNS.0 - 10), (COLUMNS.1, top - 14), SMALL.right())
}

fn draw_row(canvas: &mut Canvas, axis: Axis, row: &MeasureRow, y: i32) {
    let colour = standing::paint(row.standing);
    canvas.line((MARGIN, y + ROW / 2), (WIDTH - MARGIN, y + ROW / 2), GRID, 1);
    canvas.text(&NAME.fitted(&row.name, AXIS.0 - MARGIN - 15), (MARGIN, y - 11), NAME);
    canvas.text(&SMALL.fitted(&row.means, AXIS.0 - MARGIN - 15), (MARGIN, y + 11), SMALL);
    if let Some(ends) = row.ci95 {
        Interval { paint: colour, width: 3, cap: 6, has_arrows: true }.across(canvas, &axis, ends, y);
    }
    if let Some(mean) = row.mean.filter(|mean| axis.holds(*mean)) {
        standing::draw(canvas, row.standing, (axis.at(mean), y));
    }
    canvas.text(&NUMBER.fitted(&row.numbers(), COLUMNS.0 - AXIS.1 - 14), (COLUMNS.0, y), NUMBER.right());
    let word = NUMBER.bold().paint(colour.readable()).right();
    canvas.text(row.standing.word(), (COLUMNS.1, y - 11), word);
    canvas.text(row.worlds.as_deref().unwrap_or_default(), (COLUMNS.1, y + 11), SMALL.right())
}
