//! Capacity against demand, month by month: hours that there were, hours of work that came due, hours worked.
//!
//! Hours a week, so that a month with five weeks is not taller than one with four. The band holds eight of ten worlds.

use super::super::axis::Axis;
use super::super::canvas::{CannotDraw, Canvas, Frame, PURPLE, QUIET, mixed, pale, system_colour};
use super::panels::{self, Grid, Panel, STRONG};
use super::sheet::{self, ByWorld, LABEL, MONTH, SMALL, count, fitted_name, footnote, shown, window_days};
use crate::measure::{Ratio, quantile};
use crate::report::picture::{Cell, Data, Picture};
use crate::report::results::stored::rows::WeekRow;
use crate::report::results::stored::{Stored, StoredSystem};
use crate::report::results::words::{grouped, list};
use std::collections::BTreeMap;

/// Most stretches that are drawn; longer windows are told by quarter or by year.
const MOST: usize = 48;
/// Fewer worlds than this have no band of eight in ten.
const LEAST_FOR_BAND: usize = 10;
const GRID: Grid = Grid::new(310, 176);

/// Hours a week.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Hours {
    capacity: f64,
    demand: f64,
    customers: f64,
    prospecting: f64,
}

impl Hours {
    fn add(&mut self, week: &WeekRow, share: f64) {
        self.capacity += week.capacity_hours * share;
        self.demand += week.demand_hours * share;
        self.customers += week.customer_hours * share;
        self.prospecting += week.prospecting_hours * share;
    }
    fn most(self) -> f64 {
        self.capacity.max(self.demand).max(self.customers + self.prospecting)
    }
}

/// The stretches of one system.
struct Capacity {
    name: String,
    /// Months of a stretch.
    each: f64,
    /// Mean over worlds.
    means: Vec<Hours>,
    /// Between which the demand of eight worlds in ten lies; nothing with few worlds.
    band: Vec<Option<[f64; 2]>>,
    /// Worlds of a hundred in which more is demanded than there is.
    above: Vec<f64>,
    /// Demand over capacity of the whole window, by world.
    load: ByWorld,
}

impl Capacity {
    /// `None` without a week in the window.
    fn new(system: &StoredSystem) -> Option<Self> {
        let months = window_days(system) / MONTH;
        let each = [1.0, 3.0, 12.0].into_iter().find(|each| months / each <= MOST as f64).unwrap_or(12.0);
        let weeks = || system.weeks.iter().filter(|week| week.begins_days >= -1e-6 && week.begins_days < months * MONTH);
        let stretch = |week: &WeekRow| ((week.begins_days + 1e-6) / (each * MONTH)).floor().max(0.0) as usize;
        let mut counts: BTreeMap<(usize, u64), f64> = BTreeMap::new();
        for week in weeks() {
            *counts.entry((stretch(week), week.world)).or_default() += 1.0;
        }
        let mut hours: BTreeMap<(usize, u64), Hours> = BTreeMap::new();
        let mut load = ByWorld::new();
        for week in weeks() {
            let key = (stretch(week), week.world);
            hours.entry(key).or_default().add(week, 1.0 / counts.get(&key).copied().unwrap_or(1.0));
            let ratio: &mut Ratio = load.entry(week.world).or_default();
            ratio.numerator += week.demand_hours;
            ratio.denominator += week.capacity_hours;
        }
        let last = hours.keys().map(|(stretch, _)| *stretch).max()?;
        let of = |stretch: usize| -> Vec<Hours> { hours.range((stretch, 0)..=(stretch, u64::MAX)).map(|(_, hours)| *hours).collect() };
        let all: Vec<Vec<Hours>> = (0..=last).map(of).collect();
        Some(Self {
            name: system.name.clone(),
            each,
            means: all.iter().map(|worlds| mean(worlds)).collect(),
            band: all.iter().map(|worlds| band(worlds)).collect(),
            above: all.iter().map(|worlds| share_above(worlds)).collect(),
            load,
        })
    }

    /// Stretches in which more is demanded than there is, in the mean of worlds.
    fn tight(&self) -> usize {
        self.means.iter().filter(|hours| hours.demand > hours.capacity).count()
    }

    fn most(&self) -> f64 {
        let bands = self.band.iter().flatten().map(|[_, high]| *high);
        self.means.iter().map(|hours| hours.most()).chain(bands).fold(0.0, f64::max)
    }

    /// Mean over the window.
    fn overall(&self) -> Hours {
        mean(&self.means)
    }

    fn stretch(&self) -> &'static str {
        match self.each {
            each if each < 2.0 => "months",
            each if each < 6.0 => "quarters",
            _ => "years",
        }
    }
}

fn mean(worlds: &[Hours]) -> Hours {
    let n = worlds.len().max(1) as f64;
    let of = |hour: fn(&Hours) -> f64| worlds.iter().map(hour).sum::<f64>() / n;
    Hours { capacity: of(|h| h.capacity), demand: of(|h| h.demand), customers: of(|h| h.customers), prospecting: of(|h| h.prospecting) }
}

fn band(worlds: &[Hours]) -> Option<[f64; 2]> {
    let mut demands: Vec<f64> = worlds.iter().map(|hours| hours.demand).collect();
    demands.sort_by(f64::total_cmp);
    let known = worlds.len() >= LEAST_FOR_BAND;
    Some([quantile(&demands, 0.1)?, quantile(&demands, 0.9)?]).filter(|_| known)
}

fn share_above(worlds: &[Hours]) -> f64 {
    100.0 * worlds.iter().filter(|hours| hours.demand > hours.capacity).count() as f64 / worlds.len().max(1) as f64
}

/// The chart; `None` without weeks in the window, or if nobody sells and nothing is asked.
///
/// # Errors
/// If it cannot be drawn.
pub fn picture(stored: &Stored) -> Result<Option<Picture>, CannotDraw> {
    let systems: Vec<(usize, Capacity)> =
        shown(stored).iter().enumerate().filter_map(|(place, system)| Some((place, Capacity::new(system)?))).collect();
    let most = systems.iter().map(|(_, s)| s.most()).fold(0.0, f64::max);
    if most <= 0.0 {
        return Ok(None);
    }
    let title = title(&systems);
    let frame = Frame::new(&title, &subtitle(&systems), &footnote(stored, NOTES));
    let top = frame.top();
    let height = top + GRID.height_of(systems.len()) + frame.bottom();
    let mut svg = String::new();
    let canvas = Canvas::new(&mut svg, height)?;
    frame.draw(&canvas, height)?;
    for ((place, system), panel) in systems.iter().zip(GRID.panels(systems.len(), top)) {
        draw_panel(&canvas, system, panel, *place, most)?;
    }
    canvas.finish()?;
    Ok(Some(Picture { name: "capacity".to_string(), title, message: message(&systems), svg, data: data(&systems) }))
}

const NOTES: &str = "Capacity: selling hours less those of empty seats. Demand: hours of answers, judgements and steps that came due, each as \
                     long as such work usually takes, whether or not anybody came to do it.";

fn percent(ratio: f64) -> String {
    format!("{} %", grouped(100.0 * ratio, usize::from(ratio < 0.0995)))
}

fn title<'s>(systems: &'s [(usize, Capacity)]) -> String {
    let one = |(_, s): &'s (usize, Capacity)| {
        let load = sheet::mean(&s.load).map_or_else(|| "no part".to_string(), percent);
        (load, s.name.as_str())
    };
    let each = sheet::under(systems.iter().map(one), " of people's hours");
    let loads: Vec<ByWorld> = systems.iter().map(|(_, s)| s.load.clone()).collect();
    format!("Work for customers needs {each}{}", sheet::caveat(&loads))
}

fn subtitle(systems: &[(usize, Capacity)]) -> String {
    let stretch = systems[0].1.stretch();
    let band = if systems.iter().any(|(_, s)| s.band.iter().any(Option::is_some)) { " Band: the demand of 8 of 10 worlds." } else { "" };
    let tight: Vec<String> =
        systems.iter().map(|(_, s)| format!("{} of {} {stretch} under {}", s.tight(), s.means.len(), fitted_name(&s.name))).collect();
    let tight = match systems.iter().any(|(_, s)| s.tight() > 0) {
        true => format!("Triangles mark {stretch} in which demand is above capacity: {}.", list(&tight)),
        false => format!("In the mean, demand is above capacity in none of the {stretch}."),
    };
    format!("Hours a week, mean over worlds.{band} {tight}")
}

fn message(systems: &[(usize, Capacity)]) -> String {
    let one = |(_, s): &(usize, Capacity)| {
        let hours = s.overall();
        let [capacity, demand, customers, prospecting] =
            [hours.capacity, hours.demand, hours.customers, hours.prospecting].map(|hours| grouped(hours, usize::from(hours < 9.95)));
        format!(
            "{}: of {capacity} hours a week, work for customers asks for {demand}; {customers} are worked for them and {prospecting} to seek \
             dialogues; demand is above capacity in {} of {} {}.",
            fitted_name(&s.name),
            s.tight(),
            s.means.len(),
            s.stretch()
        )
    };
    let each: Vec<String> = systems.iter().map(one).collect();
    each.join(" ")
}

fn draw_panel(canvas: &Canvas<'_>, system: &Capacity, panel: Panel, place: usize, most: f64) -> Result<(), CannotDraw> {
    let upward = panel.upward([most].into_iter());
    let months = system.each * system.means.len() as f64;
    let across = panel.across((0.0, months));
    panel.draw_name(canvas, place, &system.name, "hours a week", GRID.right)?;
    let middle = |stretch: usize| across.at((stretch as f64 + 0.5) * system.each);
    panel.draw_upward(canvas, &upward)?;
    let band = band_edge(system, &upward, middle);
    if let Some(edge) = &band {
        canvas.polygon(edge.clone(), mixed(PURPLE, 0.25))?;
    }
    panel.draw_months(canvas, &across, "months since the beginning of the window")?;
    let colour = system_colour(place);
    let half = (f64::from(panel.right - panel.left) / system.means.len() as f64 * 0.34).round().clamp(1.0, 12.0) as i32;
    for (stretch, hours) in system.means.iter().enumerate() {
        let (x, y) = (middle(stretch), upward.at(hours.customers));
        canvas.bar((x - half, y), (x + half, panel.bottom), colour)?;
        canvas.bar((x - half, upward.at(hours.customers + hours.prospecting)), (x + half, y), pale(colour))?;
    }
    // The edge goes over the bars, so that it can be followed.
    if let Some(edge) = band {
        canvas.outline(edge, PURPLE, 1)?;
    }
    let line = |of: fn(&Hours) -> f64| system.means.iter().enumerate().map(move |(s, hours)| (middle(s), of(hours)));
    canvas.path(line(|h| h.demand).map(|(x, v)| (x, upward.at(v))).collect(), PURPLE, 2)?;
    for (x, demand) in line(|h| h.demand) {
        canvas.circle((x, upward.at(demand)), 3, PURPLE, true)?;
    }
    canvas.path(line(|h| h.capacity).map(|(x, v)| (x, upward.at(v))).collect(), STRONG, 3)?;
    for (stretch, _) in system.means.iter().enumerate().filter(|(_, hours)| hours.demand > hours.capacity) {
        let (x, y) = (middle(stretch), panel.top);
        canvas.polygon(vec![(x - 5, y - 8), (x + 5, y - 8), (x, y)], PURPLE)?;
    }
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
fn draw_labels(canvas: &Canvas<'_>, system: &Capacity, panel: Panel, upward: &Axis, place: usize) -> Result<(), CannotDraw> {
    let Some(last) = system.means.last() else { return Ok(()) };
    let mean = system.overall();
    let words = [
        ("capacity", mean.capacity, upward.at(last.capacity), STRONG),
        ("demand", mean.demand, upward.at(last.demand), PURPLE),
        ("seeking", mean.prospecting, upward.at(last.customers + last.prospecting / 2.0), pale(system_colour(place))),
        ("for customers", mean.customers, upward.at(last.customers / 2.0), system_colour(place)),
    ];
    let heights = panels::apart(&words.map(|(_, _, y, _)| y), 23, (panel.top, panel.bottom));
    for ((word, hours, y, colour), label) in words.into_iter().zip(heights) {
        canvas.path(vec![(panel.right, y), (panel.right + 10, label)], QUIET, 1)?;
        if colour == STRONG || colour == PURPLE {
            canvas.line((panel.right + 13, label), (panel.right + 27, label), colour, 3)?;
        } else {
            panels::swatch(canvas, (panel.right + 13, label), colour, system_colour(place))?;
        }
        canvas.text(&format!("{word} {}", grouped(hours, usize::from(hours < 9.95))), (panel.right + 33, label), LABEL)?;
    }
    canvas.text("mean hours a week", (panel.right + 33, panel.bottom + 18), SMALL)
}

fn data(systems: &[(usize, Capacity)]) -> Data {
    let columns = [
        "system",
        "from month",
        "capacity",
        "demand",
        "demand: 1 world of 10 is below",
        "demand: 9 worlds of 10 are below",
        "worked for customers",
        "worked to seek dialogues",
        "worlds of 100 with demand above capacity",
    ];
    let rows = systems.iter().flat_map(|(_, s)| {
        s.means.iter().enumerate().map(|(stretch, hours)| {
            let band = s.band[stretch];
            vec![
                Cell::text(s.name.as_str()),
                Cell::number(stretch as f64 * s.each, 0),
                Cell::number(hours.capacity, 1),
                Cell::number(hours.demand, 1),
                Cell::maybe(band.map(|[low, _]| low), 1),
                Cell::maybe(band.map(|[_, high]| high), 1),
                Cell::number(hours.customers, 1),
                Cell::number(hours.prospecting, 1),
                Cell::number(s.above[stretch], 0),
            ]
        })
    });
    let worlds = systems.iter().map(|(_, s)| s.load.len()).max().unwrap_or(0);
    Data {
        caption: format!("Hours a week, mean over {}", count(worlds, "world", "worlds")),
        columns: columns.map(String::from).to_vec(),
        rows: rows.collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{stored, week};
    use super::*;

    #[test]
    fn months_are_means_of_weeks_and_worlds() {
        // Two months; weeks of the warm-up do not count. Month 1 has five weeks that begin in it (days 0 to 28), month 2 four.
        let mut stored = stored(&["a"], 1.0 / 6.0);
        for world in 0..2 {
            let lift = 20.0 * world as f64;
            stored.systems[0].weeks.push(week(world, -7.0, [999.0; 4]));
            for place in 0..9 {
                let demand = if place < 5 { 80.0 } else { 110.0 } + lift;
                stored.systems[0].weeks.push(week(world, 7.0 * f64::from(place), [100.0, demand, 60.0, 10.0]));
            }
        }
        let found = Capacity::new(&stored.systems[0]).expect("weeks");
        let demands: Vec<f64> = found.means.iter().map(|hours| hours.demand.round()).collect();
        assert_eq!((demands, found.tight()), (vec![90.0, 120.0], 1));
        assert_eq!((found.above.clone(), found.band.clone()), (vec![0.0, 100.0], vec![None, None]));
        // (5 · 80 + 4 · 110) / 900 and 20 points more.
        let load = sheet::mean(&found.load).expect("a mean");
        assert!((load - (840.0 / 900.0 + 0.1)).abs() < 1e-9, "{load}");
        let picture = picture(&stored).expect("drawn").expect("something");
        assert!(picture.title.ends_with("needs 103 % of people's hours under a"), "{}", picture.title);
        assert!(picture.message.contains("demand is above capacity in 1 of 2 months"), "{}", picture.message);
    }

    #[test]
    fn long_windows_are_told_by_quarter() {
        let mut stored = stored(&["a"], 8.0);
        stored.systems[0].weeks.push(week(0, 7.0, [1.0, 2.0, 3.0, 4.0]));
        assert_eq!(Capacity::new(&stored.systems[0]).map(|c| (c.each, c.stretch())), Some((3.0, "quarters")));
    }
}
