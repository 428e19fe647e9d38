//! The lines and the ages on paper: two panels for each system.

use super::super::dates::Dates;
use super::super::sheet::{self};
use super::System;
use super::flow::{Ageing, Flow};
use crate::report::charts::grammar::{Axis, Canvas, INK, LABEL, MARGIN, Paint, Panel, QUIET, SMALL, apart};
use crate::report::results::words::grouped;
use std::collections::BTreeMap;

/// Height of a panel, room above it, and room below.
const HEIGHT: i32 = 280;
const ABOVE: i32 = 76;
const BELOW: i32 = 66;
/// Left and right end of the two panels.
const LINES: (i32, i32) = (MARGIN + 64, 590);
const AGES: (i32, i32) = (860, 1040);

/// Height of so many systems.
pub fn height(systems: usize) -> i32 {
    (ABOVE + HEIGHT + BELOW) * systems as i32
}

/// Draws all systems, one below the other.
pub fn draw(canvas: &mut Canvas, (systems, dates): (&[System], &Dates), top: i32) {
    let most = systems.iter().flat_map(|s| s.flow.line(0)).copied().fold(0.0, f64::max);
    let months = systems.iter().filter_map(|s| s.flow.months.last()).copied().fold(0.0, f64::max);
    let ages = systems.iter().filter_map(|s| s.ageing.as_ref());
    let oldest = ages.flat_map(|a| a.pieces.last().map(|p| p.age).into_iter().chain([a.percentiles.p95])).fold(0.0, f64::max);
    for (row, system) in systems.iter().enumerate() {
        let y = top + (ABOVE + HEIGHT + BELOW) * row as i32 + ABOVE;
        let panel = Panel { left: LINES.0, right: LINES.1, top: y, bottom: y + HEIGHT };
        draw_lines(canvas, system, (panel, dates), (most, months));
        let panel = Panel { left: AGES.0, right: AGES.1, top: y, bottom: y + HEIGHT };
        match &system.ageing {
            Some(ageing) => draw_ages(canvas, ageing, panel, (oldest, system.place)),
            None => canvas.text("nothing was decided", (panel.left, y + HEIGHT / 2), SMALL),
        }
    }
}

fn draw_lines(canvas: &mut Canvas, system: &System, (panel, dates): (Panel, &Dates), (most, months): (f64, f64)) {
    let flow = &system.flow;
    let (upward, across) = (panel.upward([most].into_iter()), panel.across((0.0, months)));
    let colour = Paint::system(system.place);
    panel.draw_name(canvas, system.place, &flow.name, "dialogues so far", 180);
    let line = |which: usize| -> Vec<(i32, i32)> {
        flow.months.iter().zip(flow.line(which)).map(|(month, count)| (across.at(*month), upward.at(*count))).collect()
    };
    panel.draw_upward(canvas, &upward);
    for (upper, lower, shade) in [(0, 1, 0.3), (1, 2, 0.7)] {
        let mut area = line(upper);
        area.extend(line(lower).into_iter().rev());
        canvas.polygon(area, colour.mixed(shade));
    }
    panel.draw_months(canvas, &across, "months since the start of the window");
    for which in 0..3 {
        canvas.path(line(which), if which == 2 { INK } else { colour }, 2);
    }
    dates.draw(canvas, panel, &across, &flow.name);
    draw_distances(canvas, flow, (panel, upward, across));
    draw_labels(canvas, system, panel, &upward)
}

/// What the lines are, beside their ends.
fn draw_labels(canvas: &mut Canvas, system: &System, panel: Panel, upward: &Axis) {
    let colour = Paint::system(system.place);
    let ends = system.flow.at(system.flow.months.len() - 1);
    let words = [("dialogues begun", colour), ("qualified (yes or no)", colour), ("decided or left", INK)];
    let heights = ends.map(|count| upward.at(count));
    let labels = apart(&heights, 24, (panel.top, panel.bottom));
    for (place, ((words, colour), label)) in words.into_iter().zip(labels).enumerate() {
        canvas.path(vec![(panel.right, heights[place]), (panel.right + 14, label)], QUIET, 1);
        canvas.line((panel.right + 14, label), (panel.right + 26, label), colour, 3);
        canvas.text(&format!("{} {words}", grouped(ends[place], 0)), (panel.right + 32, label), LABEL);
    }
}

/// How to read it, at two thirds of the window: what is open upward, how long it stays from left to right.
fn draw_distances(canvas: &mut Canvas, flow: &Flow, (panel, upward, across): (Panel, Axis, Axis)) {
    let place = flow.months.len() * 2 / 3;
    let Some(month) = flow.months.get(place).copied() else { return };
    let [begun, _, over] = flow.at(place);
    let (x, from, to) = (across.at(month), upward.at(over), upward.at(begun));
    let Some(earlier) = flow.month_begun_as_over(place).filter(|_| from - to > 2) else { return };
    let left = across.at(earlier);
    canvas.line((x, from), (x, to), INK, 2);
    for y in [from, to] {
        canvas.circle((x, y), 3, INK);
    }
    let open = begun - over;
    let open = format!("{} open", grouped(open, usize::from(open < 9.95)));
    let days = format!("about {} days", grouped((month - earlier) * sheet::MONTH, 0));
    canvas.text(&open, (x - 8, to - 16), LABEL.bold().right());
    if !flow.is_steady {
        return;
    }
    canvas.line((left, from), (x, from), INK, 2);
    canvas.circle((left, from), 3, INK);
    let below = (from + 24).min(panel.bottom - 12);
    canvas.text(&days, (x + 10, below), LABEL.bold())
}

fn draw_ages(canvas: &mut Canvas, ageing: &Ageing, panel: Panel, (oldest, place): (f64, usize)) {
    let upward = panel.upward([oldest].into_iter());
    let x = panel.left - 56;
    let heading = format!("{} open in world {}, age in days", grouped(ageing.pieces.len() as f64, 0), ageing.world);
    canvas.text(&SMALL.fitted(&heading, panel.right - x + 6), (x, panel.top - 28), SMALL);
    panel.draw_upward(canvas, &upward);
    let middle = (panel.left + panel.right) / 2;
    draw_swarm(canvas, ageing, &upward, (middle, (panel.right - panel.left) / 2 - 8), place);
    let is_any_unjudged = ageing.drawn().any(|piece| !piece.is_judged);
    let words = if is_any_unjudged { "filled: qualified; rings: not yet" } else { "all qualified" };
    canvas.text(words, (middle, panel.bottom + 18), SMALL.centred());
    let named = ageing.percentiles.named();
    let heights = named.map(|(_, days)| upward.at(days));
    let labels = apart(&heights, 24, (panel.top, panel.bottom));
    for (((words, days), y), label) in named.into_iter().zip(heights).zip(labels) {
        canvas.dashes(&[(panel.left, y), (panel.right, y)], (7, 5), INK, 2);
        canvas.path(vec![(panel.right, y), (panel.right + 10, label)], QUIET, 1);
        canvas.text(&format!("{words}: {}", grouped(days.ceil(), 0)), (panel.right + 14, label), LABEL);
    }
    canvas.text("decided within", (panel.right + 14, panel.top - 28), SMALL)
}

/// Points side by side where they would cover each other, as far as there is room.
fn draw_swarm(canvas: &mut Canvas, ageing: &Ageing, upward: &Axis, (middle, reach): (i32, i32), place: usize) {
    let mut in_line: BTreeMap<i32, i32> = BTreeMap::new();
    for piece in ageing.drawn() {
        let y = upward.at(piece.age);
        let count = in_line.entry(y / 9).or_default();
        let away = 5 * (*count + 1) / 10 * 10;
        let x = middle + if *count % 2 == 0 { -away } else { away }.clamp(-reach, reach);
        *count += 1;
        canvas.dot((x, y), if piece.is_judged { 4 } else { 5 }, Paint::system(place), piece.is_judged);
    }
}
