//! Roles on paper: a row for each.

use super::super::sheet;
use super::{BUSY, HEAD, PARTS, ROW, Role, System, WAIT, hours, percent};
use crate::report::charts::grammar::{Axis, Canvas, Interval, LABEL, MARGIN, NAME, Paint, QUIET, SMALL, Ticks, Unit, WIDTH};
use crate::report::results::words::grouped;

pub(super) fn axes(systems: &[System]) -> (Axis, Axis) {
    let roles = || systems.iter().flat_map(|s| &s.roles);
    let busy = roles().filter_map(|role| role.busy.mean).filter(|busy| busy.is_finite()).fold(1.0, f64::max);
    // People may work longer than their hours; a little more, or the end of an interval, makes no axis longer.
    let busy = if busy > 1.03 { 10.0 * (10.0 * busy).ceil() } else { 100.0 };
    let waited = sheet::largest(roles().map(|role| &role.waited));
    let waited = if waited > 0.0 { waited } else { 1.0 };
    (Axis::new((0.0, busy), BUSY), Axis::around([0.0, waited].into_iter(), WAIT))
}

pub(super) fn draw_axes(canvas: &mut Canvas, (busy, wait): (Axis, Axis), (top, below): (i32, i32)) {
    for (axis, unit) in [(&busy, " %"), (&wait, "")] {
        let words = |mark: f64| format!("{}{unit}", grouped(mark, axis.decimals()));
        let unit = Unit { factor: 1.0, sign: unit };
        axis.draw_across(canvas, (top, below), &Ticks { apart: Some(12.0), unit, ..Ticks::with_zero(&words) });
    }
    canvas.text("share of selling hours worked", ((BUSY.0 + BUSY.1) / 2, below + 42), SMALL.centred());
    canvas.text("mean elapsed hours that customers waited for us", ((WAIT.0 + WIDTH - MARGIN) / 2, below + 42), SMALL.centred());
    // What the shades are, in greys: each system has its own colour.
    let mut x = BUSY.0;
    for (words, shade) in PARTS {
        canvas.swatch((x, top - 34), QUIET.mixed(shade), QUIET);
        canvas.text(words, (x + 20, top - 34), SMALL);
        x += 44 + SMALL.width(words).ceil() as i32;
    }
}

pub(super) fn draw_system(canvas: &mut Canvas, system: &System, (busy, wait): (Axis, Axis), top: i32) {
    let colour = Paint::system(system.place);
    canvas.bar((MARGIN, top + 8), (MARGIN + 8, top + 28), colour);
    canvas.text(&NAME.fitted(&system.name, BUSY.0 - MARGIN - 30), (MARGIN + 16, top + 18), NAME);
    for (place, role) in system.roles.iter().enumerate() {
        let y = top + HEAD + ROW * place as i32 + ROW / 2 - 10;
        let room = BUSY.0 - MARGIN - 16;
        canvas.text(&LABEL.fitted(&role.name, room), (MARGIN, y - 9), LABEL);
        let people = if role.people == 1.0 { "1 person".to_string() } else { format!("{} people", grouped(role.people, 0)) };
        canvas.text(&people, (MARGIN, y + 11), SMALL);
        draw_busy(canvas, role, busy, y, system.place);
        draw_wait(canvas, role, wait, y, system.place);
    }
}

fn draw_busy(canvas: &mut Canvas, role: &Role, axis: Axis, y: i32, place: usize) {
    let colour = Paint::system(place);
    let mut so_far = 0.0;
    for (part, (_, shade)) in role.parts.iter().zip(PARTS) {
        let from = axis.at(100.0 * so_far);
        so_far += part.mean.unwrap_or(0.0);
        let to = axis.at(100.0 * so_far);
        if to > from {
            canvas.bar((from, y - 11), (to, y + 11), colour);
            if to - from > 2 {
                canvas.bar((from + 1, y - 10), (to - 1, y + 10), colour.mixed(shade));
            }
        }
    }
    let mut end = axis.at(100.0 * so_far);
    if let Some(ends) = role.busy.ci95 {
        end = end.max(Interval::PLAIN.across(canvas, &axis, ends.map(|end| 100.0 * end), y));
    }
    canvas.text(&percent(role.busy.mean), (end + 8, y), LABEL.bold())
}

fn draw_wait(canvas: &mut Canvas, role: &Role, axis: Axis, y: i32, place: usize) {
    let Some(mean) = role.waited.mean else { return canvas.text("no work for customers", (axis.pixels.0 + 8, y), SMALL) };
    canvas.bar((axis.pixels.0, y - 11), (axis.at(mean), y + 11), Paint::system(place));
    let mut end = axis.at(mean);
    if let Some(ends) = role.waited.ci95 {
        end = end.max(Interval::PLAIN.across(canvas, &axis, ends, y));
    }
    let over = role.over_a_day.map_or_else(String::new, |share| format!("{} % over a day", grouped(100.0 * share, 0)));
    canvas.text(&format!("{} h", hours(Some(mean))), (end + 8, y - 9), LABEL.bold());
    canvas.text(&over, (end + 8, y + 11), SMALL)
}
