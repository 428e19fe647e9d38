//! The stages and the parts between them on paper.

use super::super::sheet;
use super::{BARS, BREAK, DAYS, Funnel, GO_ON, PARTS, ROW, STAGES, digits, of_hundred};
use crate::report::charts::grammar::{Axis, Canvas, GRID, Interval, LABEL, MARGIN, NAME, PAPER, Paint, SMALL, Ticks, WIDTH};
use crate::report::results::words::grouped;

/// What is drawn where.
pub(super) struct Layout<'a> {
    pub(super) funnels: &'a [Funnel],
    bars: Axis,
    days: Axis,
}

impl<'a> Layout<'a> {
    pub(super) fn new(funnels: &'a [Funnel]) -> Self {
        let most = |stage: usize| funnels.iter().filter_map(|f| f.a_month[stage].mean).fold(0.0, f64::max);
        let (begun, next) = (most(0), most(1));
        let longest = if begun > BREAK * next && next > 0.0 { BREAK * next } else { begun };
        let longest = if longest > 0.0 { longest } else { 1.0 };
        let days = funnels.iter().flat_map(|f| f.days.iter().flatten().map(|[_, p90]| *p90)).fold(0.0, f64::max);
        Self {
            funnels,
            bars: Axis::new((0.0, longest), BARS),
            days: Axis::around([0.0, if days > 0.0 { days } else { 1.0 }].into_iter(), DAYS),
        }
    }
    pub(super) fn rows(&self) -> i32 {
        ROW * self.funnels.len() as i32
    }
    pub(super) fn is_broken(&self, mean: f64) -> bool {
        mean > self.bars.ends.1 * 1.0001
    }
    pub(super) fn height(&self) -> i32 {
        9 * (self.rows() + 16)
    }
}

pub(super) fn draw(canvas: &mut Canvas, layout: &Layout<'_>, (top, below): (i32, i32)) {
    canvas.text("journeys per month, mean", (BARS.0, top - 22), SMALL);
    canvas.text("days: median and 90th percentile", (DAYS.0 - 60, top - 22), SMALL);
    let pitch = layout.rows() + 16;
    for part in 0..PARTS.len() as i32 {
        let y = top + pitch * (2 * part + 1);
        canvas.bar((MARGIN, y), (WIDTH - MARGIN, y + pitch), GRID.mixed(0.4));
    }
    let words = |days: f64| grouped(days, layout.days.decimals());
    layout.days.draw_across(canvas, (top, below), &Ticks { apart: Some(12.0), ..Ticks::with_zero(&words) });
    canvas.text("days in this stage", ((DAYS.0 + DAYS.1) / 2, below + 42), SMALL.centred());
    for (stage, title) in STAGES.into_iter().enumerate() {
        let y = top + pitch * 2 * stage as i32 + 8;
        canvas.text(title, (MARGIN, y + layout.rows() / 2), NAME);
        for (place, funnel) in layout.funnels.iter().enumerate() {
            draw_stage(canvas, layout, funnel, stage, y + ROW * place as i32 + ROW / 2);
        }
    }
    for (part, words) in PARTS.into_iter().enumerate() {
        let y = top + pitch * (2 * part as i32 + 1) + 8;
        canvas.text(GO_ON[part], (MARGIN + 12, y + layout.rows() / 2), SMALL);
        canvas.text(words.unwrap_or_default(), (DAYS.0 - 16, y + layout.rows() / 2), SMALL.right());
        for (place, funnel) in layout.funnels.iter().enumerate() {
            draw_part(canvas, layout, funnel, (part, words.is_some()), y + ROW * place as i32 + ROW / 2);
        }
    }
}

fn draw_system_name(canvas: &mut Canvas, funnel: &Funnel, y: i32) {
    canvas.text(&SMALL.fitted(&funnel.name, 140), (BARS.0 - 12, y), SMALL.right())
}

fn draw_stage(canvas: &mut Canvas, layout: &Layout<'_>, funnel: &Funnel, stage: usize, y: i32) {
    let value = funnel.a_month[stage];
    let mean = value.mean.unwrap_or(0.0);
    let end = layout.bars.at(mean);
    draw_system_name(canvas, funnel, y);
    canvas.bar((BARS.0, y - 10), (end.max(BARS.0 + 1), y + 10), Paint::system(funnel.place));
    let mut last = end;
    if layout.is_broken(mean) {
        for x in [end - 40, end - 30] {
            canvas.polygon(vec![(x, y + 11), (x + 4, y + 11), (x + 12, y - 11), (x + 8, y - 11)], PAPER);
        }
    } else if let Some(ends) = value.ci95 {
        last = last.max(Interval::PLAIN.across(canvas, &layout.bars, ends, y));
    }
    canvas.text(&format!("{} per month", sheet::three_digits(mean)), (last + 8, y), LABEL.bold())
}

fn draw_part(canvas: &mut Canvas, layout: &Layout<'_>, funnel: &Funnel, (part, is_timed): (usize, bool), y: i32) {
    let share = funnel.go_on[part];
    let interval = sheet::share_ends(&share)
        .map_or_else(String::new, |[low, high]| format!("({} to {})", of_hundred(Some(low)), of_hundred(Some(high))));
    draw_system_name(canvas, funnel, y);
    canvas.bar((BARS.0, y - 6), (BARS.0 + 4, y + 6), Paint::system(funnel.place));
    canvas.text(&of_hundred(share.mean), (BARS.0 + 12, y), LABEL.bold());
    let after = BARS.0 + 16 + LABEL.bold().width(&of_hundred(share.mean)).ceil() as i32;
    canvas.text(&interval, (after + 2, y), SMALL);
    let Some([median, p90]) = funnel.days.get(part).copied().flatten().filter(|_| is_timed) else { return };
    let (from, to) = (layout.days.at(median), layout.days.at(p90));
    canvas.line((from, y), (to, y), Paint::system(funnel.place), 3);
    canvas.line((to, y - 7), (to, y + 7), Paint::system(funnel.place), 3);
    canvas.circle((from, y), 7, Paint::system(funnel.place));
    canvas.text(&format!("{} | {}", grouped(median, digits(median)), grouped(p90, digits(p90))), (to.max(from) + 12, y), LABEL)
}
