//! Two factors: a field of numbers, the darker the better.

use super::{axis_name, source, values};
use crate::measure::{Better, Measure};
use crate::report::charts::grammar::{Drawing, Frame, INK, MARGIN, NAME, NUMBER, SMALL, SUBJECT, WIDTH};
use crate::report::results::sweep::words::{figures, headline};
use crate::report::results::sweep::{SweepDocument, label};

const LEFT: i32 = 230;
const ROW: i32 = 66;
/// The darkest ground on which dark ink can be read.
const DARKEST: f64 = 0.5;

/// The chart of one system.
pub fn drawing(document: &SweepDocument, measure: Measure, system: usize, setting: &str) -> Drawing {
    let figures = figures(document, measure);
    let (columns, rows) = (values(document, 0), values(document, 1));
    let of = if document.systems.len() > 1 { format!(" of {}", document.systems[system]) } else { String::new() };
    let unit = Some(figures.unit()).filter(|unit| !unit.is_empty()).map_or_else(String::new, |unit| format!(" ({unit})"));
    let subtitle = format!(
        "{}{unit}{of}: mean over {}, with half its 95 % interval below. Darker is better; the best is framed.",
        measure.title(),
        document.over().of_which_kind()
    );
    let note = "The best of many settings looks better than it is; intervals are for each mean on its own.";
    let frame = Frame::new(&headline(document, measure, Some(system)), &subtitle, &format!("{note}\n{}", source(document, setting)));
    let top = frame.top() + 10;
    let below = top + ROW * rows.len() as i32;
    let mut canvas = frame.canvas(below + 76);
    let width = ((WIDTH - MARGIN - LEFT) / columns.len() as i32).min(230);
    let means = || (0..document.points.len()).filter_map(|point| document.at(point, system, measure)?.mean);
    let (low, high) = means().fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), v| (l.min(v), h.max(v)));
    let best = document.best.iter().find(|b| b.measure.0 == measure && b.system == document.systems[system]).map(|b| b.point);
    let mut framed = None;
    for (place, point) in document.points.iter().enumerate() {
        let column = columns.iter().position(|value| *value == point.values[0]).unwrap_or(0) as i32;
        let row = rows.iter().position(|value| *value == point.values[1]).unwrap_or(0) as i32;
        let (left, upper) = (LEFT + column * width, below - (row + 1) * ROW);
        let Some(found) = document.at(place, system, measure) else { continue };
        let Some(mean) = found.mean else { continue };
        let share = if high > low { (mean - low) / (high - low) } else { 0.5 };
        let share = if measure.better() == Better::Lower { 1.0 - share } else { share };
        canvas.bar((left + 1, upper + 1), (left + width - 1, upper + ROW - 1), SUBJECT.mixed(0.06 + (DARKEST - 0.06) * share));
        let middle = (left + width / 2, upper + ROW / 2);
        canvas.text(&NUMBER.bold().fitted(&figures.value(Some(mean)), width - 6), (middle.0, middle.1 - 11), NUMBER.bold().centred());
        if let Some([low, high]) = found.ci95 {
            let half = format!("± {}", figures.value(Some((high - low) / 2.0)));
            canvas.text(&SMALL.fitted(&half, width - 6), (middle.0, middle.1 + 11), SMALL.paint(INK).centred());
        }
        if best == Some(point.point) {
            framed = Some((left, upper));
        }
    }
    if let Some((left, upper)) = framed {
        let (right, lower) = (left + width, upper + ROW);
        canvas.path(vec![(left, upper), (right, upper), (right, lower), (left, lower), (left, upper)], INK, 3);
    }
    for (row, value) in rows.iter().enumerate() {
        canvas.text(&SMALL.fitted(&label(value), 90), (LEFT - 12, below - row as i32 * ROW - ROW / 2), SMALL.right());
    }
    for (column, value) in columns.iter().enumerate() {
        canvas.text(&SMALL.fitted(&label(value), width - 8), (LEFT + column as i32 * width + width / 2, below + 20), SMALL.centred());
    }
    let across = width * columns.len() as i32;
    let caption = NAME.fitted(&axis_name(document, 0), WIDTH - MARGIN - LEFT);
    let half = (NAME.width(&caption) / 2.0).ceil() as i32;
    canvas.text(&caption, ((LEFT + across / 2).max(MARGIN + half), below + 50), NAME.centred());
    let lines = NAME.lines(&axis_name(document, 1), 90);
    for (place, line) in lines.iter().enumerate() {
        canvas.text(line, (MARGIN, i32::midpoint(top, below) + 20 * place as i32 - 10 * (lines.len() as i32 - 1)), NAME);
    }
    canvas.finish()
}
