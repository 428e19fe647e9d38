//! Bands and lines on paper: a panel for each system.

use super::super::dates::Dates;
use super::super::sheet::Money;
use super::{Band, Fan, GRID, range};
use crate::report::charts::grammar::{Axis, Canvas, INK, LABEL, Paint, Panel, SMALL};

pub(super) fn draw_panel(canvas: &mut Canvas, fan: &Fan, (panel, dates): (Panel, &Dates), place: usize, scale: (Money, f64, f64)) {
    let (money, most, months) = scale;
    let (upward, across) = (panel.upward([money.of(most)].into_iter()), panel.across((0.0, months)));
    panel.draw_name(canvas, place, &fan.name, &format!("cumulative bookings, {}", money.unit), GRID.right);
    let colour = Paint::system(place);
    let line = |values: &[f64]| -> Vec<(i32, i32)> {
        fan.months.iter().zip(values).map(|(month, sum)| (across.at(*month), upward.at(money.of(*sum)))).collect()
    };
    panel.draw_upward(canvas, &upward);
    for band in fan.bands() {
        let mut edge = line(&fan.line(band.ends.1));
        edge.extend(line(&fan.line(band.ends.0)).into_iter().rev());
        canvas.polygon(edge.clone(), colour.mixed(band.tint));
        canvas.path(edge, colour, 1);
    }
    panel.draw_months(canvas, &across, "months since the start of the window");
    dates.draw(canvas, panel, &across, &fan.name);
    if fan.worlds.len() > 1 {
        for sums in fan.worlds.values().take(fan.examples()) {
            canvas.path(line(sums), INK, 1);
        }
    }
    canvas.path(line(&fan.line(0.5)), INK, 3);
    draw_ends(canvas, fan, panel, place, (money, &upward))
}

/// Where the worlds end, in words beside the end of the window.
fn draw_ends(canvas: &mut Canvas, fan: &Fan, panel: Panel, place: usize, (money, upward): (Money, &Axis)) {
    let bands: Vec<Band> = fan.bands().collect();
    let lines = 2 * (bands.len() as i32 + 1);
    let middle = upward.at(money.of(fan.at_end(0.5)));
    let x = panel.right + 12;
    let last = panel.bottom - 21 * (lines - 1);
    let mut y = (middle - 21 * lines / 2).min(last).max(panel.top);
    let words = if fan.worlds.len() > 1 { "median" } else { "one world" };
    canvas.line((x, y), (x + 14, y), INK, 3);
    canvas.text(words, (x + 22, y), LABEL.bold());
    canvas.text(&format!("{} {}", money.text(fan.at_end(0.5)), money.unit), (x + 22, y + 21), LABEL);
    for band in bands.into_iter().rev() {
        y += 42;
        canvas.swatch((x, y), Paint::system(place).mixed(band.tint), Paint::system(place));
        canvas.text(band.words, (x + 22, y), SMALL);
        canvas.text(&range(fan, band, money), (x + 22, y + 21), LABEL);
    }
}
