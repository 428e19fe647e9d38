//! Hours on paper: a panel for each system.

use super::super::dates::Dates;
use super::{Capacity, GRID, Hours};
use crate::report::charts::grammar::{Axis, Canvas, DEMAND, INK, LABEL, Paint, Panel, QUIET, SMALL, apart};
use crate::report::results::words::grouped;

pub(super) fn draw_panel(canvas: &mut Canvas, system: &Capacity, (panel, dates): (Panel, &Dates), place: usize, most: f64) {
    let upward = panel.upward([most].into_iter());
    let months = system.each * system.means.len() as f64;
    let across = panel.across((0.0, months));
    panel.draw_name(canvas, place, &system.name, "hours per week", GRID.right);
    let middle = |stretch: usize| across.at((stretch as f64 + 0.5) * system.each);
    panel.draw_upward(canvas, &upward);
    let band = band_edge(system, &upward, middle);
    if let Some(edge) = &band {
        canvas.polygon(edge.clone(), DEMAND.mixed(0.25));
    }
    panel.draw_months(canvas, &across, "months since the start of the window");
    let colour = Paint::system(place);
    let half = (f64::from(panel.right - panel.left) / system.means.len() as f64 * 0.34).round().clamp(1.0, 12.0) as i32;
    for (stretch, hours) in system.means.iter().enumerate() {
        let (x, y) = (middle(stretch), upward.at(hours.customers));
        canvas.bar((x - half, y), (x + half, panel.bottom), colour);
        canvas.bar((x - half, upward.at(hours.customers + hours.prospecting)), (x + half, y), colour.pale());
    }
    // The edge goes over the bars, so that it can be followed.
    if let Some(edge) = band {
        canvas.outline(edge, DEMAND, 1);
    }
    let line = |of: fn(&Hours) -> f64| system.means.iter().enumerate().map(move |(s, hours)| (middle(s), of(hours)));
    canvas.path(line(|h| h.demand).map(|(x, v)| (x, upward.at(v))).collect(), DEMAND, 2);
    for (x, demand) in line(|h| h.demand) {
        canvas.circle((x, upward.at(demand)), 3, DEMAND);
    }
    canvas.path(line(|h| h.capacity).map(|(x, v)| (x, upward.at(v))).collect(), INK, 3);
    for (stretch, _) in system.means.iter().enumerate().filter(|(_, hours)| hours.demand > hours.capacity) {
        let (x, y) = (middle(stretch), panel.top);
        canvas.polygon(vec![(x - 5, y - 8), (x + 5, y - 8), (x, y)], DEMAND);
    }
    dates.draw(canvas, panel, &across, &system.name);
    draw_labels(canvas, system, panel, &upward, place)
}

/// The edge of the band of demand, if there is one.
fn band_edge(system: &Capacity, upward: &Axis, x: impl Fn(usize) -> i32) -> Option<Vec<(i32, i32)>> {
    let ends: Vec<(i32, [f64; 2])> = system.band.iter().enumerate().filter_map(|(s, band)| Some((x(s), (*band)?))).collect();
    let upper = ends.iter().map(|(x, [_, high])| (*x, upward.at(*high)));
    let lower = ends.iter().rev().map(|(x, [low, _])| (*x, upward.at(*low)));
    (ends.len() > 1).then(|| upper.chain(lower).collect())
}

/// What each line is, beside its end.
fn draw_labels(canvas: &mut Canvas, system: &Capacity, panel: Panel, upward: &Axis, place: usize) {
    let Some(last) = system.means.last() else { return };
    let mean = system.overall();
    let words = [
        ("capacity", mean.capacity, upward.at(last.capacity), INK),
        ("demand", mean.demand, upward.at(last.demand), DEMAND),
        ("seeking", mean.prospecting, upward.at(last.customers + last.prospecting / 2.0), Paint::system(place).pale()),
        ("for customers", mean.customers, upward.at(last.customers / 2.0), Paint::system(place)),
    ];
    let heights = apart(&words.map(|(_, _, y, _)| y), 23, (panel.top, panel.bottom));
    for ((word, hours, y, colour), label) in words.into_iter().zip(heights) {
        canvas.path(vec![(panel.right, y), (panel.right + 10, label)], QUIET, 1);
        if colour == INK || colour == DEMAND {
            canvas.line((panel.right + 13, label), (panel.right + 27, label), colour, 3);
        } else {
            canvas.swatch((panel.right + 13, label), colour, Paint::system(place));
        }
        canvas.text(&format!("{word} {}", grouped(hours, usize::from(hours < 9.95))), (panel.right + 33, label), LABEL);
    }
    canvas.text("mean hours/week", (panel.right + 33, panel.bottom + 18), SMALL)
}
