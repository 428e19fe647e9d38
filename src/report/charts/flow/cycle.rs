//! Scatter of cycle times: each opportunity let in, by the day on which it was decided and the days since its dialogue began, with the
//! days within which 50, 85 and 95 of 100 are decided.
//!
//! The kind of chart: Vacanti, *Actionable Agile Metrics for Predictability*, 2015. Percentiles rather than a mean and a deviation, because
//! such times are skewed to the right.

use super::journeys::{self, Percentiles, decided, is_won};
use super::sheet::{self, ByWorld, MONTH, count, fitted_name, footnote, shown};
use crate::measure::{Ratio, quantile};
use crate::report::charts::caveat;
use crate::report::charts::grammar::{Axis, Canvas, Frame, Grid, INK, LABEL, Paint, Panel, Picture, QUIET, SMALL, Said, apart};
use crate::report::results::stored::{Stored, StoredSystem};
use crate::report::results::table::{Cell, Table};
use crate::report::results::words::{grouped, list, sentence};

/// Points drawn, all systems together.
const POINTS: usize = 720;
const GRID: Grid = Grid::new(340, 150);

/// One opportunity.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Point {
    day: f64,
    took: f64,
    is_won: bool,
}

/// Those of a system.
struct Scatter {
    name: String,
    /// Decided within the days that hold 85 of 100 of the baseline's, over all decided, by world.
    soon: ByWorld,
    worlds: usize,
    points: Vec<Point>,
    percentiles: Percentiles,
    won: Option<Percentiles>,
    open: usize,
}

impl Scatter {
    fn new(system: &StoredSystem, baseline: Option<Percentiles>) -> Option<Self> {
        let point = |row| decided(row).map(|(day, took)| Point { day, took, is_won: is_won(row) });
        let mut points: Vec<Point> = system.journeys.iter().filter_map(point).collect();
        // In order of time, so that every so-manieth is a fair sample of all times.
        points.sort_by(|a, b| a.day.total_cmp(&b.day).then(a.took.total_cmp(&b.took)));
        let times = |of: &dyn Fn(&&Point) -> bool| journeys::sorted(points.iter().filter(of).map(|p| p.took));
        let percentiles = Percentiles::of(&times(&|_| true))?;
        let worlds = journeys::worlds(system);
        let within = baseline.unwrap_or(percentiles).p85;
        let mut soon: ByWorld = worlds.iter().map(|world| (*world, Ratio::default())).collect();
        for (world, took) in system.journeys.iter().filter_map(|row| Some((row.world, decided(row)?.1))) {
            let ratio: &mut Ratio = soon.entry(world).or_default();
            ratio.numerator += f64::from(u8::from(took <= within));
            ratio.denominator += 1.0;
        }
        Some(Self {
            name: system.name.clone(),
            soon,
            worlds: worlds.len(),
            percentiles,
            won: Percentiles::of(&times(&|p| p.is_won)),
            open: system.journeys.iter().filter(|row| row.let_in && row.ended_days.is_none()).count(),
            points,
        })
    }

    /// Every so-manieth of the points, at most so many.
    fn thinned(&self, most: usize) -> impl Iterator<Item = &Point> {
        let drawn = self.points.len().min(most);
        (0..drawn).filter_map(move |place| self.points.get(place * self.points.len() / drawn.max(1)))
    }

    /// Of a hundred let in, those that are open at the end of the run.
    fn share_open(&self) -> String {
        let share = 100.0 * self.open as f64 / (self.open + self.points.len()).max(1) as f64;
        grouped(share, usize::from(share > 0.0 && share < 9.95))
    }

    fn count_won(&self) -> usize {
        self.points.iter().filter(|p| p.is_won).count()
    }
}

/// The chart; `None` if nothing was decided.
pub fn picture(stored: &Stored) -> Option<Picture> {
    let baseline = stored.systems.first().and_then(Percentiles::of_system);
    let scatters: Vec<(usize, Scatter)> =
        shown(stored).iter().enumerate().filter_map(|(place, system)| Some((place, Scatter::new(system, baseline)?))).collect();
    if scatters.is_empty() {
        return None;
    }
    let all = journeys::sorted(scatters.iter().flat_map(|(_, s)| s.points.iter().map(|p| p.took)));
    let highest = scatters.iter().map(|(_, s)| s.percentiles.p95).fold(quantile(&all, 0.99).unwrap_or(1.0), f64::max);
    let days = journeys::sorted(scatters.iter().flat_map(|(_, s)| s.points.iter().map(|p| p.day)));
    let last = quantile(&days, 0.995).unwrap_or(1.0);
    let title = title(&scatters);
    let most = POINTS / scatters.len();
    let frame = Frame::new(&title, SUBTITLE, &footnote(stored, &notes(&scatters, most, (highest, last))));
    let top = frame.top();
    let mut canvas = frame.canvas(top + GRID.height_of(scatters.len()));
    for ((place, scatter), panel) in scatters.iter().zip(GRID.panels(scatters.len(), top)) {
        draw_panel(&mut canvas, scatter, panel, *place, (most, highest, last / MONTH));
    }
    Some(Picture::new("cycle-time", title, Said::Apart(message(&scatters)), canvas.finish(), data(&scatters)))
}

const SUBTITLE: &str = "Each mark is an opportunity: when it was decided, and how long after the dialogue began. Filled circles: won; crosses: \
                        ended without a deal. Dashed: percentiles of days to decision, won or not.";

fn title(scatters: &[(usize, Scatter)]) -> String {
    let each = sheet::under(scatters.iter().map(|(_, s)| (grouped(s.percentiles.p85.ceil(), 0), s.name.as_str())), " days");
    let open = sheet::under(scatters.iter().map(|(_, s)| (s.share_open(), s.name.as_str())), " of 100");
    let is_open = scatters.iter().any(|(_, s)| s.open * 200 >= s.open + s.points.len());
    let open = if is_open { format!("; still open: {open}") } else { String::new() };
    format!("85 % of decided opportunities took at most {each}{open}{}", caveat::counted(&soon(scatters)))
}

/// By system: how many are decided within the time that holds 85 of 100 of the baseline's. What settles that settles the difference of times.
fn soon(scatters: &[(usize, Scatter)]) -> Vec<ByWorld> {
    scatters.iter().map(|(_, s)| s.soon.clone()).collect()
}

fn notes(scatters: &[(usize, Scatter)], most: usize, (highest, last): (f64, f64)) -> String {
    let each: Vec<String> = scatters
        .iter()
        .map(|(_, s)| {
            let drawn = s.points.len().min(most);
            let beyond = s.thinned(most).filter(|p| p.took > highest || p.day > last).count();
            let above = if beyond > 0 { format!(" ({beyond} beyond the edges)") } else { String::new() };
            format!("{} of {} under {}{above}", grouped(drawn as f64, 0), grouped(s.points.len() as f64, 0), fitted_name(&s.name))
        })
        .collect();
    format!(
        "Accepted opportunities of journeys begun in the window, all worlds; customers who lost patience and left count as decided. Still open when the run ends, and excluded: {}. Drawn: {}, evenly over time; percentiles are over all. Only journeys begun in the window are shown: short cycles come first, and the last decisions fall after its end.",
        sheet::under(scatters.iter().map(|(_, s)| (grouped(s.open as f64, 0), s.name.as_str())), ""),
        list(&each)
    )
}

fn message(scatters: &[(usize, Scatter)]) -> String {
    let one = |(_, s): &(usize, Scatter)| {
        let within: Vec<String> =
            s.percentiles.named().map(|(words, days)| format!("{words} within {} days", grouped(days.ceil(), 0))).to_vec();
        let won = s.won.map_or_else(String::new, |won| format!("; half of the deals won within {} days", grouped(won.p50.ceil(), 0)));
        format!(
            "{}: of {} decided or left, {}{won}; {} still open when the run ends.",
            sentence(&fitted_name(&s.name)),
            count(s.points.len(), "opportunity", "opportunities"),
            list(&within),
            grouped(s.open as f64, 0)
        )
    };
    let each: Vec<String> = scatters.iter().map(one).collect();
    format!("Days from dialogue to decision. {}{}", each.join(" "), caveat::counted_about("Between the systems", &soon(scatters)))
}

fn draw_panel(canvas: &mut Canvas, scatter: &Scatter, panel: Panel, place: usize, scale: (usize, f64, f64)) {
    let (most, highest, months) = scale;
    let (upward, across) = (panel.upward([highest].into_iter()), panel.across((0.0, months)));
    let unit = "days from dialogue to decision";
    panel.draw_name(canvas, place, &scatter.name, unit, GRID.right);
    panel.draw_upward(canvas, &upward);
    panel.draw_months(canvas, &across, "month of decision, from the start of the window");
    for point in scatter.thinned(most).filter(|point| point.took <= highest && point.day <= months * MONTH) {
        draw_point(canvas, (across.at(point.day / MONTH), upward.at(point.took)), point.is_won, place);
    }
    draw_percentiles(canvas, scatter, panel, &upward)
}

fn draw_point(canvas: &mut Canvas, (x, y): (i32, i32), is_won: bool, place: usize) {
    if is_won {
        return canvas.circle((x, y), 4, Paint::system(place));
    }
    // A cross in one stroke.
    canvas.path(vec![(x - 3, y - 3), (x + 3, y + 3), (x, y), (x + 3, y - 3), (x - 3, y + 3)], QUIET, 1)
}

fn draw_percentiles(canvas: &mut Canvas, scatter: &Scatter, panel: Panel, upward: &Axis) {
    let named = scatter.percentiles.named();
    let heights = named.map(|(_, days)| upward.at(days));
    let labels = apart(&heights, 42, (panel.top, panel.bottom - 10));
    for (((words, days), y), label) in named.into_iter().zip(heights).zip(labels) {
        canvas.dashes(&[(panel.left, y), (panel.right, y)], (7, 5), INK, 2);
        canvas.path(vec![(panel.right, y), (panel.right + 10, label)], QUIET, 1);
        canvas.text(&format!("{words} within"), (panel.right + 14, label - 10), SMALL);
        canvas.text(&format!("{} days", grouped(days.ceil(), 0)), (panel.right + 14, label + 10), LABEL.bold());
    }
}

fn data(scatters: &[(usize, Scatter)]) -> Table {
    let columns = [
        "system",
        "opportunities decided",
        "of these, won",
        "still open at the end of the run",
        "half within, days",
        "85 of 100 within, days",
        "95 of 100 within, days",
        "half of deals won within, days",
        "worlds",
    ];
    let row = |(_, s): &(usize, Scatter)| {
        let counts = [s.points.len(), s.count_won(), s.open].map(|n| Cell::number(n as f64, 0));
        let days = s.percentiles.named().map(|(_, days)| Cell::number(days, 1));
        let last = [Cell::maybe(s.won.map(|won| won.p50), 1), Cell::number(s.worlds as f64, 0)];
        [Cell::text(s.name.as_str())].into_iter().chain(counts).chain(days).chain(last).collect()
    };
    Table::filled(
        "Days from dialogue to decision; accepted opportunities of journeys begun in the window",
        columns,
        scatters.iter().map(row),
    )
}

#[cfg(test)]
mod tests {
    use super::super::sample::{journey, opportunity, stored};
    use super::*;
    use crate::measure::Ending;

    #[test]
    fn percentiles_are_of_all_that_was_decided() {
        // 0, 10, ..., 200 days: half within 100, 85 of 100 within 170, 95 of 100 within 190; every third won.
        let mut stored = stored(&["a"], 1.0);
        for number in 0..21 {
            let ending = if number % 3 == 0 { Ending::WinWin } else { Ending::StatusQuo };
            stored.systems[0].journeys.push(opportunity(0, number, [20.0, 25.0, 20.0 + 10.0 * number as f64], ending));
        }
        stored.systems[0].journeys.push(opportunity(0, 30, [20.0, 25.0, 0.0], Ending::Open));
        stored.systems[0].journeys.push(journey(0, 31, 3.0));
        let scatter = Scatter::new(&stored.systems[0], None).expect("points");
        assert_eq!(scatter.percentiles, Percentiles { p50: 100.0, p85: 170.0, p95: 190.0 });
        assert_eq!((scatter.points.len(), scatter.count_won(), scatter.open, scatter.worlds), (21, 7, 1, 1));
        assert_eq!(scatter.won.map(|won| won.p50), Some(90.0));
        assert_eq!(scatter.soon[&0], Ratio { numerator: 18.0, denominator: 21.0 }, "0 to 170 days");
        let days: Vec<f64> = scatter.thinned(3).map(|p| p.took).collect();
        assert_eq!(days, [0.0, 70.0, 140.0], "evenly over time");
        let picture = picture(&stored).expect("something");
        assert_eq!(
            picture.title,
            "85 % of decided opportunities took at most 170 days under a; still open: 4.5 of 100 under a; one world settles nothing"
        );
        assert!(
            picture.message.contains(
                "half within 100 days, 85 of 100 within 170 days and 95 of 100 within 190 days; half of the deals won within 90 days; 1 still open"
            )
        );
    }
}
