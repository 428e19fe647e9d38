//! Paired differences with their intervals: a dot for each measure, against the baseline's zero line.

use super::canvas::{BLUE, CannotDraw, Canvas, Frame, GREY, GRID, INK, MARGIN, NAME, NUMBER, SMALL, VERMILION, WIDTH, readable};
use crate::experiment::verdicts::{Standing, yardstick};
use crate::measure::Measure;
use crate::report::results::document::{DifferenceResult, Document, MeasureDifference};
use crate::report::results::verdict::{headline, scenario, source};
use crate::report::results::words::{Figures, of_worlds, signed};
use plotters::style::RGBColor;

/// Height of a measure's row.
const ROW: i32 = 62;
/// Left and right end of the axis.
const AXIS: (i32, i32) = (345, 700);
/// Right end of the column of numbers, and of that of worlds.
const COLUMNS: (i32, i32) = (965, WIDTH - MARGIN);
/// Beyond this a difference is drawn as an arrow: in per cent of the baseline.
const FARTHEST: f64 = 300.0;

/// A measure's row: everything in per cent of the baseline's mean.
struct Row {
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

impl Row {
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
            worlds: d.p_better.map(|share| of_worlds(share, document.worlds as usize)),
            unit: if measure == Measure::ReturnOnSales { "points" } else { "%" },
        }
    }

    fn colour(&self) -> RGBColor {
        match self.standing {
            Standing::Better => BLUE,
            Standing::Worse => VERMILION,
            _ => GREY,
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

/// Per cent on paper.
#[derive(Debug, Clone, Copy)]
struct Axis {
    low: f64,
    high: f64,
    step: f64,
}

impl Axis {
    /// Wide enough for every interval, up to the farthest, with zero inside.
    fn new(rows: &[Row]) -> Self {
        let ends = || rows.iter().flat_map(|r| r.ci95.into_iter().flatten().chain(r.mean));
        let low = ends().fold(-5.0, f64::min).max(-FARTHEST);
        let high = ends().fold(5.0, f64::max).min(FARTHEST);
        let step = step((high - low) / 5.0);
        Self { low: (low / step).floor() * step, high: (high / step).ceil() * step, step }
    }

    fn x(&self, percent: f64) -> i32 {
        let share = (percent.clamp(self.low, self.high) - self.low) / (self.high - self.low);
        AXIS.0 + (share * f64::from(AXIS.1 - AXIS.0)).round() as i32
    }

    fn ticks(&self) -> impl Iterator<Item = f64> {
        let (low, step) = (self.low, self.step);
        let count = ((self.high - self.low) / step).round() as i32;
        (0..=count).map(move |i| low + f64::from(i) * step)
    }
}

/// The next larger of 1, 2, 5, 10, 20, 50, ...
pub(super) fn step(least: f64) -> f64 {
    let mut unit = 1.0;
    loop {
        for step in [unit, 2.0 * unit, 5.0 * unit] {
            if step >= least {
                return step;
            }
        }
        unit *= 10.0;
    }
}

/// The chart.
///
/// # Errors
/// If it cannot be drawn.
pub fn svg(document: &Document, difference: &DifferenceResult, setting: &str) -> Result<String, CannotDraw> {
    let measures = document.named().filter_map(|m| difference.measure(m));
    let rows: Vec<Row> = measures.map(|d| Row::new(document, difference, d)).collect();
    let frame = Frame::new(&headline(document, difference), &subtitle(difference), &footnote(document, difference, setting));
    let (top, axis) = (frame.top() + 44, Axis::new(&rows));
    let below = top + ROW * rows.len() as i32;
    let height = below + 72 + frame.bottom();
    let mut svg = String::new();
    let canvas = Canvas::new(&mut svg, height)?;
    frame.draw(&canvas, height)?;
    draw_axis(&canvas, axis, (top, below), difference)?;
    for (place, row) in rows.iter().enumerate() {
        draw_row(&canvas, axis, row, top + ROW * place as i32 + ROW / 2)?;
    }
    canvas.finish()?;
    Ok(svg)
}

fn subtitle(difference: &DifferenceResult) -> String {
    let (a, b) = (&difference.baseline, &difference.scenario);
    format!(
        "{b} against {a} with the same customers: difference in per cent of {a}'s mean, of return on sales in points. Dots are means, lines 95 % intervals \
         of the mean."
    )
}

fn footnote(document: &Document, difference: &DifferenceResult, setting: &str) -> String {
    let (a, b) = (&difference.baseline, &difference.scenario);
    format!(
        "Filled circle: {b} is better; diamond: {b} is worse; open circle: no difference that matters, or not settled. Words are corrected for \
         all measures and systems.\n{}",
        source(document, &[a.clone(), b.clone()], setting)
    )
}

fn draw_axis(canvas: &Canvas<'_>, axis: Axis, (top, below): (i32, i32), difference: &DifferenceResult) -> Result<(), CannotDraw> {
    let (a, b) = (&difference.baseline, &difference.scenario);
    for tick in axis.ticks() {
        let x = axis.x(tick);
        let zero = tick.abs() < 1e-9;
        let (colour, width) = if zero { (INK, 2) } else { (GRID, 1) };
        canvas.line((x, top), (x, below), colour, width)?;
        canvas.text(&format!("{} %", signed(tick, 0)), (x, below + 18), SMALL.centred())?;
    }
    let caption = SMALL.fitted(&format!("difference from {a}, in % of {a}'s mean"), AXIS.1 - AXIS.0 + 200);
    canvas.text(&caption, ((AXIS.0 + AXIS.1) / 2, below + 44), SMALL.centred())?;
    let zero = SMALL.fitted(&format!("{a} = 0"), 160);
    let half = (SMALL.width(&zero) / 2.0).ceil() as i32;
    canvas.text(&zero, (axis.x(0.0).max(AXIS.0 + half), top - 14), SMALL.centred())?;
    canvas.text(&SMALL.fitted(&format!("{a} | {b}"), AXIS.0 - MARGIN - 15), (MARGIN, top - 14), SMALL)?;
    canvas.text("mean and interval", (COLUMNS.0, top - 14), SMALL.right())?;
    canvas.text(&SMALL.fitted(&format!("{b} is"), COLUMNS.1 - COLUMNS.0 - 10), (COLUMNS.1, top - 14), SMALL.right())
}

fn draw_row(canvas: &Canvas<'_>, axis: Axis, row: &Row, y: i32) -> Result<(), CannotDraw> {
    let colour = row.colour();
    canvas.line((MARGIN, y + ROW / 2), (WIDTH - MARGIN, y + ROW / 2), GRID, 1)?;
    canvas.text(&NAME.fitted(&row.name, AXIS.0 - MARGIN - 15), (MARGIN, y - 11), NAME)?;
    canvas.text(&SMALL.fitted(&row.means, AXIS.0 - MARGIN - 15), (MARGIN, y + 11), SMALL)?;
    if let Some([low, high]) = row.ci95 {
        canvas.line((axis.x(low), y), (axis.x(high), y), colour, 3)?;
        for (end, direction) in [(low, -1), (high, 1)] {
            draw_end(canvas, axis, end, direction, y, colour)?;
        }
    }
    if let Some(mean) = row.mean.filter(|m| (axis.low..=axis.high).contains(m)) {
        draw_dot(canvas, row.standing, (axis.x(mean), y), colour)?;
    }
    canvas.text(&NUMBER.fitted(&row.numbers(), COLUMNS.0 - AXIS.1 - 14), (COLUMNS.0, y), NUMBER.right())?;
    let word = NUMBER.bold().colour(readable(colour)).right();
    canvas.text(row.standing.word(), (COLUMNS.1, y - 11), word)?;
    let worlds = row.worlds.as_ref().map_or_else(String::new, |of| format!("better in {of} worlds"));
    canvas.text(&worlds, (COLUMNS.1, y + 11), SMALL.right())
}

/// End of an interval: a short stroke, or an arrow if it goes on beyond the axis.
fn draw_end(canvas: &Canvas<'_>, axis: Axis, end: f64, direction: i32, y: i32, colour: RGBColor) -> Result<(), CannotDraw> {
    let x = axis.x(end);
    if (axis.low..=axis.high).contains(&end) {
        return canvas.line((x, y - 6), (x, y + 6), colour, 2);
    }
    canvas.polygon(vec![(x + 6 * direction, y), (x - 6 * direction, y - 7), (x - 6 * direction, y + 7)], colour)
}

fn draw_dot(canvas: &Canvas<'_>, standing: Standing, (x, y): (i32, i32), colour: RGBColor) -> Result<(), CannotDraw> {
    match standing {
        Standing::Better | Standing::Different => canvas.circle((x, y), 8, colour, true),
        Standing::Worse => canvas.polygon(vec![(x, y - 10), (x + 10, y), (x, y + 10), (x - 10, y)], colour),
        Standing::NotSettled | Standing::NoDifference | Standing::Same => canvas.circle((x, y), 8, colour, false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_round() {
        assert_eq!([0.3, 1.5, 4.0, 7.0, 12.0, 60.0].map(step), [1.0, 2.0, 5.0, 10.0, 20.0, 100.0]);
    }
}
