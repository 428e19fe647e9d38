//! How a system finds its level: a panel for each series, week by week, with the cut and the warm-up that is set.

use super::canvas::{BLUE, CannotDraw, Canvas, Frame, GRID, INK, MARGIN, NAME, QUIET, SMALL, VERMILION, WIDTH, pale};
use super::differences::step;
use crate::report::results::warm_up::{SeriesWarmUp, SystemWarmUp, WarmUpDocument};
use crate::report::results::words::{LEAST_FOR_TENTHS, grouped};

/// Height of a panel, and of the room above it for its name.
const PANEL: (i32, i32) = (150, 92);
/// Left and right end of the weeks.
const WEEKS: (i32, i32) = (MARGIN + 60, WIDTH - MARGIN - 10);

/// A panel on paper.
struct Panel<'a> {
    series: &'a SeriesWarmUp,
    top: i32,
    weeks: f64,
    most: f64,
    step: f64,
}

impl<'a> Panel<'a> {
    fn new(series: &'a SeriesWarmUp, top: i32) -> Self {
        let highest = series.p90.iter().chain(&series.mean).copied().fold(1.0, f64::max);
        let step = step(highest / 4.0);
        Self { series, top, weeks: series.mean.len().max(1) as f64, most: (highest / step).ceil() * step, step }
    }
    fn x(&self, week: f64) -> i32 {
        WEEKS.0 + (week / self.weeks * f64::from(WEEKS.1 - WEEKS.0)).round() as i32
    }
    fn y(&self, value: f64) -> i32 {
        self.top + PANEL.0 - (value / self.most * f64::from(PANEL.0)).round() as i32
    }
    fn bottom(&self) -> i32 {
        self.top + PANEL.0
    }
    /// Places of a line, in the middle of each week.
    fn line(&self, values: &[f64]) -> Vec<(i32, i32)> {
        values.iter().enumerate().map(|(week, &value)| (self.x(week as f64 + 0.5), self.y(value))).collect()
    }
}

/// The chart of one system.
///
/// # Errors
/// If it cannot be drawn.
pub fn svg(document: &WarmUpDocument, system: &SystemWarmUp, setting: &str) -> Result<String, CannotDraw> {
    let frame = Frame::new(&title(system), &subtitle(document, system), &footnote(document, system, setting));
    let height = frame.top() + (PANEL.0 + PANEL.1) * system.series.len() as i32 + 56 + frame.bottom();
    let mut svg = String::new();
    let canvas = Canvas::new(&mut svg, height)?;
    frame.draw(&canvas, height)?;
    let mut top = frame.top() + PANEL.1;
    for (place, series) in system.series.iter().enumerate() {
        let is_last = place + 1 == system.series.len();
        draw_panel(&canvas, &Panel::new(series, top), system, is_last)?;
        top += PANEL.0 + PANEL.1;
    }
    canvas.finish()?;
    Ok(svg)
}

fn title(system: &SystemWarmUp) -> String {
    system.verdict().trim_end_matches('.').to_string()
}

fn subtitle(document: &WarmUpDocument, system: &SystemWarmUp) -> String {
    let start = if system.start == "loaded" { "with a loaded pipeline" } else { "empty" };
    format!(
        "The run begins {start}. Week by week, the mean over {} (line) and the range of eight worlds in ten (band{}).",
        if document.worlds == 1 { "1 world".to_string() } else { format!("{} worlds", document.worlds) },
        if document.worlds < LEAST_FOR_TENTHS as u64 { ", rough with so few" } else { "" }
    )
}

fn footnote(document: &WarmUpDocument, system: &SystemWarmUp, setting: &str) -> String {
    let last = document.first_world + document.worlds - 1;
    format!(
        "MSER-5 cuts where the mean of what is left is known best. Simulated: {}; {setting}; pilot worlds {} to {last}, seed {}; winflow {}.",
        system.name,
        document.first_world,
        document.seed,
        env!("CARGO_PKG_VERSION")
    )
}

fn draw_panel(canvas: &Canvas<'_>, panel: &Panel<'_>, system: &SystemWarmUp, is_last: bool) -> Result<(), CannotDraw> {
    draw_grid(canvas, panel, is_last)?;
    let series = panel.series;
    if series.mean.len() > 1 {
        let mut band = panel.line(&series.p90);
        band.extend(panel.line(&series.p10).into_iter().rev());
        canvas.polygon(band, pale(BLUE))?;
        canvas.path(panel.line(&series.mean), BLUE, 2)?;
    }
    if let (Some(level), Some(weeks)) = (series.level, series.cut_weeks) {
        let y = panel.y(level);
        canvas.line((panel.x(weeks as f64), y), (WEEKS.1, y), INK, 1)?;
    }
    draw_marks(canvas, panel, system)
}

fn draw_grid(canvas: &Canvas<'_>, panel: &Panel<'_>, is_last: bool) -> Result<(), CannotDraw> {
    let marks = (panel.most / panel.step).round() as i32;
    for mark in 0..=marks {
        let value = f64::from(mark) * panel.step;
        let y = panel.y(value);
        canvas.line((WEEKS.0, y), (WEEKS.1, y), GRID, 1)?;
        canvas.text(&grouped(value, usize::from(panel.step < 1.0)), (WEEKS.0 - 10, y), SMALL.right())?;
    }
    let title = format!("{}, {}", panel.series.title, panel.series.unit);
    canvas.text(&title, (MARGIN, panel.top - 64), NAME)?;
    if is_last {
        let every = step(panel.weeks / 10.0).max(1.0);
        let count = (panel.weeks / every).floor() as i32;
        for mark in 0..=count {
            let week = f64::from(mark) * every;
            canvas.text(&grouped(week, 0), (panel.x(week), panel.bottom() + 18), SMALL.centred())?;
        }
        canvas.text("weeks since the beginning of the run", ((WEEKS.0 + WEEKS.1) / 2, panel.bottom() + 44), SMALL.centred())?;
    }
    Ok(())
}

/// The cut and the warm-up that is set, as labelled lines.
fn draw_marks(canvas: &Canvas<'_>, panel: &Panel<'_>, system: &SystemWarmUp) -> Result<(), CannotDraw> {
    let set = panel.x(system.warm_up_weeks.min(panel.weeks));
    let cut = panel.series.cut_weeks.map(|weeks| panel.x(weeks as f64));
    for dash in 0..(PANEL.0 + 8) / 10 {
        let y = panel.top - 8 + 10 * dash;
        canvas.line((set, y), (set, y + 6), QUIET, 2)?;
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
    canvas.text(&label, (x, panel.top - 14), anchored)?;
    let word = SMALL.bold().colour(INK);
    let (Some(cut), Some(level)) = (cut, panel.series.level) else {
        return canvas.text("MSER-5 finds no cut in the first half", (WEEKS.1, panel.top - 64), word.right());
    };
    let weeks = panel.series.cut_weeks.unwrap_or(0);
    let digits = usize::from(level < 99.5) + usize::from(level < 9.95);
    canvas.line((cut, panel.top - 26), (cut, panel.bottom()), VERMILION, 2)?;
    canvas.text(&format!("MSER-5 cuts after {weeks} weeks: level {}", grouped(level, digits)), (cut + 6, panel.top - 38), word)
}
