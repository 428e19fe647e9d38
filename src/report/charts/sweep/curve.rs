//! One factor: a curve with intervals for each system.

use super::{axis_name, source};
use crate::measure::Measure;
use crate::report::charts::grammar::{
    Axis, Canvas, Drawing, Frame, INK, Interval, MARGIN, NAME, Paint, SMALL, SUBJECT, Ticks, Unit, WIDTH,
};
use crate::report::results::figures::Figures;
use crate::report::results::sweep::words::{figures, headline};
use crate::report::results::sweep::{SweepDocument, label};

const LEFT: i32 = 130;
const RIGHT: i32 = 1000;
const HEIGHT: i32 = 440;
/// From this ratio of its ends on, positive values are drawn at equal ratios.
const WIDE: f64 = 20.0;

/// Where each point is, from left to right.
fn places(document: &SweepDocument) -> Vec<i32> {
    let numbers: Option<Vec<f64>> = document.points.iter().map(|point| point.values[0].as_f64()).collect();
    let room = (LEFT + 30, RIGHT - 30);
    match numbers {
        Some(numbers) if numbers.len() > 1 => {
            let (low, high) = numbers.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), &v| (l.min(v), h.max(v)));
            let is_wide = low > 0.0 && high / low >= WIDE;
            let axis = if is_wide { Axis::of_ratios((low, high), room) } else { Axis::new((low, high), room) };
            numbers.iter().map(|&number| axis.at(number)).collect()
        }
        _ => {
            let last = (document.points.len().max(2) - 1) as i32;
            (0..document.points.len() as i32).map(|place| room.0 + place * (room.1 - room.0) / last).collect()
        }
    }
}

fn colour(document: &SweepDocument, system: usize) -> Paint {
    if document.systems.len() == 1 { SUBJECT } else { Paint::system(system) }
}

/// The chart.
pub fn drawing(document: &SweepDocument, measure: Measure, setting: &str) -> Drawing {
    let figures = figures(document, measure);
    let subtitle = format!("{}: means over {}, with their 95 % intervals.", figures.label(), document.over().of_which_kind());
    let note = "The best of many settings looks better than it is; intervals are for each mean on its own.";
    let frame = Frame::new(&headline(document, measure, None), &subtitle, &format!("{note}\n{}", source(document, setting)));
    let top = frame.top() + 10;
    let mut canvas = frame.canvas(top + HEIGHT + 84);
    let at = |point: usize, system: usize| document.at(point, system, measure);
    let all = (0..document.points.len()).flat_map(|point| (0..document.systems.len()).map(move |system| (point, system)));
    let values = all.filter_map(|(point, system)| at(point, system)).flat_map(|m| m.ci95.into_iter().flatten().chain(m.mean));
    let y = Axis::around(values, (top + HEIGHT, top));
    draw_axes(&mut canvas, document, y, figures);
    let x = places(document);
    let last = document.points.len() - 1;
    let mut labels = Vec::new();
    for system in 0..document.systems.len() {
        let shift = 7 * system as i32 - 7 * (document.systems.len() as i32 - 1) / 2;
        let colour = colour(document, system);
        let line: Vec<(i32, i32)> = (0..=last).filter_map(|point| Some((x[point] + shift, y.at(at(point, system)?.mean?)))).collect();
        canvas.path(line, colour, 2);
        for (point, here) in x.iter().enumerate() {
            let Some(found) = at(point, system) else { continue };
            let place = here + shift;
            if let Some(ends) = found.ci95 {
                Interval { paint: colour, cap: 4, ..Interval::PLAIN }.upward(&mut canvas, &y, ends, place);
            }
            if let Some(mean) = found.mean {
                draw_mark(&mut canvas, system, (place, y.at(mean)), colour);
            }
        }
        labels.extend(at(last, system).and_then(|m| m.mean).map(|mean| (y.at(mean), system)));
    }
    draw_labels(&mut canvas, document, labels);
    canvas.finish()
}

/// Systems differ in shape too.
fn draw_mark(canvas: &mut Canvas, system: usize, (x, y): (i32, i32), colour: Paint) {
    match system % 3 {
        0 => canvas.circle((x, y), 6, colour),
        1 => canvas.diamond((x, y), 8, colour),
        _ => canvas.ring((x, y), 7, colour),
    }
}

/// The name of each system at the end of its curve, apart from each other.
fn draw_labels(canvas: &mut Canvas, document: &SweepDocument, mut labels: Vec<(i32, usize)>) {
    labels.sort_unstable();
    let mut free = i32::MIN;
    for (y, system) in labels {
        let y = y.max(free);
        free = y + 22;
        let colour = colour(document, system);
        canvas.text(&NAME.fitted(&document.systems[system], WIDTH - MARGIN - RIGHT - 12), (RIGHT + 12, y), NAME.paint(colour.readable()));
    }
}

fn draw_axes(canvas: &mut Canvas, document: &SweepDocument, y: Axis, figures: Figures) {
    let below = y.pixels.0;
    let unit = Unit { factor: figures.in_unit(1.0).0, sign: figures.sign() };
    y.draw_upward(canvas, (LEFT, RIGHT), &Ticks { gap: 12, unit, ..Ticks::plain(&|mark| figures.value(Some(mark))) });
    canvas.line((LEFT, below), (RIGHT, below), INK, 1);
    let mut free = i32::MIN;
    for (point, x) in document.points.iter().zip(places(document)) {
        let text = SMALL.fitted(&label(&point.values[0]), 160);
        let half = (SMALL.width(&text) / 2.0).ceil() as i32;
        canvas.line((x, below), (x, below + 6), INK, 1);
        if x - half > free {
            canvas.text(&text, (x, below + 20), SMALL.centred());
            free = x + half + 8;
        }
    }
    canvas.text(&NAME.fitted(&axis_name(document, 0), RIGHT - LEFT), (i32::midpoint(LEFT, RIGHT), below + 50), NAME.centred())
}
