//! One factor: a curve with intervals for each system.

use super::{axis_name, source};
use crate::measure::Measure;
use crate::report::charts::axis::Axis;
use crate::report::charts::canvas::{BLUE, CannotDraw, Canvas, Frame, GRID, INK, MARGIN, NAME, SMALL, WIDTH, readable, system_colour};
use crate::report::results::sweep::words::{figures, headline};
use crate::report::results::sweep::{SweepDocument, label};
use plotters::style::RGBColor;

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
            let axis = Axis { ends: (low, high), pixels: room, log: low > 0.0 && high / low >= WIDE };
            numbers.iter().map(|&number| axis.at(number)).collect()
        }
        _ => {
            let last = (document.points.len().max(2) - 1) as i32;
            (0..document.points.len() as i32).map(|place| room.0 + place * (room.1 - room.0) / last).collect()
        }
    }
}

fn colour(document: &SweepDocument, system: usize) -> RGBColor {
    if document.systems.len() == 1 { BLUE } else { system_colour(system) }
}

/// The chart.
///
/// # Errors
/// If it cannot be drawn.
pub fn svg(document: &SweepDocument, measure: Measure, setting: &str) -> Result<String, CannotDraw> {
    let figures = figures(document, measure);
    let subtitle = format!("{}: means over worlds, with their 95 % intervals.", figures.label());
    let note = "The best of many settings looks better than it is; intervals are those of each mean by itself.";
    let frame = Frame::new(&headline(document, measure, None), &subtitle, &format!("{note}\n{}", source(document, setting)));
    let top = frame.top() + 10;
    let height = top + HEIGHT + 84 + frame.bottom();
    let mut svg = String::new();
    let canvas = Canvas::new(&mut svg, height)?;
    frame.draw(&canvas, height)?;
    let at = |point: usize, system: usize| document.at(point, system, measure);
    let all = (0..document.points.len()).flat_map(|point| (0..document.systems.len()).map(move |system| (point, system)));
    let values = all.filter_map(|(point, system)| at(point, system)).flat_map(|m| m.ci95.into_iter().flatten().chain(m.mean));
    let y = Axis::around(values, (top + HEIGHT, top));
    draw_axes(&canvas, document, y, |value| figures.value(Some(value)))?;
    let x = places(document);
    let last = document.points.len() - 1;
    let mut labels = Vec::new();
    for system in 0..document.systems.len() {
        let shift = 7 * system as i32 - 7 * (document.systems.len() as i32 - 1) / 2;
        let colour = colour(document, system);
        let line: Vec<(i32, i32)> = (0..=last).filter_map(|point| Some((x[point] + shift, y.at(at(point, system)?.mean?)))).collect();
        canvas.path(line, colour, 2)?;
        for (point, here) in x.iter().enumerate() {
            let Some(found) = at(point, system) else { continue };
            let place = here + shift;
            if let Some([low, high]) = found.ci95 {
                canvas.line((place, y.at(low)), (place, y.at(high)), colour, 2)?;
                [low, high].iter().try_for_each(|end| canvas.line((place - 4, y.at(*end)), (place + 4, y.at(*end)), colour, 2))?;
            }
            if let Some(mean) = found.mean {
                draw_mark(&canvas, system, (place, y.at(mean)), colour)?;
            }
        }
        labels.extend(at(last, system).and_then(|m| m.mean).map(|mean| (y.at(mean), system)));
    }
    draw_labels(&canvas, document, labels)?;
    canvas.finish()?;
    Ok(svg)
}

/// Systems differ in shape too.
fn draw_mark(canvas: &Canvas<'_>, system: usize, (x, y): (i32, i32), colour: RGBColor) -> Result<(), CannotDraw> {
    match system % 3 {
        0 => canvas.circle((x, y), 6, colour, true),
        1 => canvas.polygon(vec![(x, y - 8), (x + 8, y), (x, y + 8), (x - 8, y)], colour),
        _ => canvas.circle((x, y), 7, colour, false),
    }
}

/// The name of each system at the end of its curve, apart from each other.
fn draw_labels(canvas: &Canvas<'_>, document: &SweepDocument, mut labels: Vec<(i32, usize)>) -> Result<(), CannotDraw> {
    labels.sort_unstable();
    let mut free = i32::MIN;
    for (y, system) in labels {
        let y = y.max(free);
        free = y + 22;
        let colour = colour(document, system);
        canvas.text(
            &NAME.fitted(&document.systems[system], WIDTH - MARGIN - RIGHT - 12),
            (RIGHT + 12, y),
            NAME.colour(readable(colour)),
        )?;
    }
    Ok(())
}

fn draw_axes(canvas: &Canvas<'_>, document: &SweepDocument, y: Axis, value: impl Fn(f64) -> String) -> Result<(), CannotDraw> {
    let below = y.pixels.0;
    for mark in y.marks() {
        canvas.line((LEFT, y.at(mark)), (RIGHT, y.at(mark)), GRID, 1)?;
        canvas.text(&value(mark), (LEFT - 12, y.at(mark)), SMALL.right())?;
    }
    canvas.line((LEFT, below), (RIGHT, below), INK, 1)?;
    let mut free = i32::MIN;
    for (point, x) in document.points.iter().zip(places(document)) {
        let text = SMALL.fitted(&label(&point.values[0]), 160);
        let half = (SMALL.width(&text) / 2.0).ceil() as i32;
        canvas.line((x, below), (x, below + 6), INK, 1)?;
        if x - half > free {
            canvas.text(&text, (x, below + 20), SMALL.centred())?;
            free = x + half + 8;
        }
    }
    canvas.text(&NAME.fitted(&axis_name(document, 0), RIGHT - LEFT), (i32::midpoint(LEFT, RIGHT), below + 50), NAME.centred())
}
