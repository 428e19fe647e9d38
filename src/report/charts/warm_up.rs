//! How a system finds its level: a panel for each series, week by week, with the cut and the warm-up that is set.

use crate::measure::LEAST_FOR_BAND;
use crate::report::charts::grammar::{
    Along, Axis, CONTRAST, Canvas, Drawing, Frame, GRID, INK, MARGIN, NAME, Place, QUIET, SMALL, SUBJECT, Unit, WIDTH,
};
use crate::report::results::warm_up::{SeriesWarmUp, SystemWarmUp, WarmUpDocument};
use crate::report::results::words::{grouped, worlds};

/// Height of a panel, and of the room above it for its name.
const PANEL: (i32, i32) = (150, 92);
/// Left and right end of the weeks.
const WEEKS: (i32, i32) = (MARGIN + 60, WIDTH - MARGIN - 10);

/// A series on paper: weeks from left to right, values upward from the ground.
struct Weekly<'a> {
    series: &'a SeriesWarmUp,
    top: i32,
    weeks: Axis,
    heights: Axis,
}

impl<'a> Weekly<'a> {
    fn new(series: &'a SeriesWarmUp, top: i32) -> Self {
        let highest = series.p90.iter().chain(&series.mean).copied().fold(1.0, f64::max);
        Self {
            series,
            top,
            weeks: Axis::up_to(series.mean.len().max(1) as f64, 10.0, 1.0, WEEKS),
            heights: Axis::in_pieces([0.0, highest].into_iter(), 4.0, 1.0, (0, PANEL.0)),
        }
    }
    fn x(&self, week: f64) -> i32 {
        self.weeks.at(week)
    }
    fn y(&self, value: f64) -> i32 {
        self.bottom() - self.heights.at(value)
    }
    fn bottom(&self) -> i32 {
        self.top + PANEL.0
    }
    /// Places of a line, in the middle of each week.
    fn line(&self, values: &[f64]) -> Vec<Place> {
        values.iter().enumerate().map(|(week, &value)| (self.x(week as f64 + 0.5), self.y(value))).collect()
    }
}

/// The chart of one system.
pub fn drawing(document: &WarmUpDocument, system: &SystemWarmUp, setting: &str) -> Drawing {
    let frame = Frame::new(&title(system), &subtitle(document, system), &footnote(document, system, setting));
    let mut canvas = frame.canvas(frame.top() + (PANEL.0 + PANEL.1) * system.series.len() as i32 + 56);
    let mut top = frame.top() + PANEL.1;
    for (place, series) in system.series.iter().enumerate() {
        let is_last = place + 1 == system.series.len();
        draw_panel(&mut canvas, &Weekly::new(series, top), system, is_last);
        top += PANEL.0 + PANEL.1;
    }
    canvas.finish()
}

pub(super) fn title(system: &SystemWarmUp) -> String {
    system.verdict().trim_end_matches('.').to_string()
}

fn subtitle(document: &WarmUpDocument, system: &SystemWarmUp) -> String {
    let start = if system.start == "loaded" { "with a loaded pipeline" } else { "empty" };
    format!(
        "The run starts {start}. Weekly values: the mean over {} (line){}.",
        worlds(document.worlds),
        if document.worlds < LEAST_FOR_BAND as u64 { "; too few worlds for a band" } else { " and the range of 8 in 10 worlds (band)" }
    )
}

fn footnote(document: &WarmUpDocument, system: &SystemWarmUp, setting: &str) -> String {
    let last = document.first_world + document.worlds - 1;
    format!(
        "MSER-5 cuts where the mean of the remaining weeks is most precise. Simulated: {}; {setting}; pilot worlds {} to {last}, seed {}; winflow {}.",
        system.name,
        document.first_world,
        document.seed,
        env!("CARGO_PKG_VERSION")
    )
}

fn draw_panel(canvas: &mut Canvas, panel: &Weekly<'_>, system: &SystemWarmUp, is_last: bool) {
    draw_grid(canvas, panel, is_last);
    let series = panel.series;
    if series.mean.len() > 1 {
        let mut band = panel.line(&series.p90);
        band.extend(panel.line(&series.p10).into_iter().rev());
        if !band.is_empty() {
            canvas.polygon(band, SUBJECT.pale());
        }
        canvas.path(panel.line(&series.mean), SUBJECT, 2);
    }
    if let (Some(level), Some(weeks)) = (series.level, series.cut_weeks) {
        let y = panel.y(level);
        canvas.line((panel.x(weeks as f64), y), (WEEKS.1, y), INK, 1);
    }
    draw_marks(canvas, panel, system)
}

fn draw_grid(canvas: &mut Canvas, panel: &Weekly<'_>, is_last: bool) {
    if is_last {
        canvas.reads(&panel.weeks, Along::Across(panel.bottom() + 18), Unit::NONE);
    }
    for value in panel.heights.marks() {
        let y = panel.y(value);
        canvas.line((WEEKS.0, y), (WEEKS.1, y), GRID, 1);
        canvas.text(&grouped(value, 0), (WEEKS.0 - 10, y), SMALL.right());
    }
    let title = format!("{}, {}", panel.series.title, panel.series.unit);
    canvas.text(&title, (MARGIN, panel.top - 64), NAME);
    if is_last {
        for week in panel.weeks.marks() {
            canvas.text(&grouped(week, 0), (panel.x(week), panel.bottom() + 18), SMALL.centred());
        }
        panel.weeks.caption(canvas, "weeks since the start of the run", panel.bottom() + 44);
    }
}

/// The cut and the warm-up that is set, as labelled lines.
fn draw_marks(canvas: &mut Canvas, panel: &Weekly<'_>, system: &SystemWarmUp) {
    let set = panel.x(system.warm_up_weeks.min(panel.weeks.ends.1));
    let cut = panel.series.cut_weeks.map(|weeks| panel.x(weeks as f64));
    for dash in 0..(PANEL.0 + 8) / 10 {
        let y = panel.top - 8 + 10 * dash;
        canvas.line((set, y), (set, y + 6), QUIET, 2);
    }
    let label = format!("warm-up set: {} weeks", grouped(system.warm_up_weeks, 0));
    let width = SMALL.width(&label) as i32 + 12;
    // The line of the cut goes up past this label: it stands clear of it.
    let is_crossed = cut.is_some_and(|cut| (set..=set + width).contains(&cut));
    let (x, anchored) = match (is_crossed, cut) {
        (true, _) if set - width >= MARGIN => (set - 6, SMALL.right()),
        (true, Some(cut)) => (cut + 6, SMALL),
        _ if set + width > WEEKS.1 => (set - 6, SMALL.right()),
        _ => (set + 6, SMALL),
    };
    canvas.text(&label, (x, panel.top - 14), anchored);
    let word = SMALL.bold().paint(INK);
    let (Some(cut), Some(level)) = (cut, panel.series.level) else {
        return canvas.text("MSER-5 finds no steady state in the first half", (WEEKS.1, panel.top - 64), word.right());
    };
    let weeks = panel.series.cut_weeks.unwrap_or(0);
    let digits = usize::from(level < 99.5) + usize::from(level < 9.95);
    canvas.line((cut, panel.top - 26), (cut, panel.bottom()), CONTRAST, 2);
    canvas.text(&format!("MSER-5 cuts after {weeks} weeks: level {}", grouped(level, digits)), (cut + 6, panel.top - 38), word)
}
