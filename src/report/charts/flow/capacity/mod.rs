//! Capacity against demand, month by month: hours that there were, hours of work that came due, hours worked.
//!
//! Hours a week, so that a month with five weeks is not taller than one with four. The band holds eight of ten worlds.

mod drawing;

use super::dates::Dates;
use super::sheet::{self, ByWorld, MONTH, count, fitted_name, footnote, shown, window_days};
use crate::measure::{Ratio, predicted_quantile};
use crate::report::charts::caveat;
use crate::report::charts::grammar::{Frame, Grid, Picture, Said};
use crate::report::results::stored::rows::WeekRow;
use crate::report::results::stored::{Stored, StoredSystem};
use crate::report::results::table::{Cell, Table};
use crate::report::results::words::{grouped, list, sentence};
use drawing::draw_panel;
use std::collections::BTreeMap;

/// Most stretches that are drawn; longer windows are told by quarter or by year.
const MOST: usize = 48;
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
    Some([predicted_quantile(&demands, 0.1)?, predicted_quantile(&demands, 0.9)?])
}

fn share_above(worlds: &[Hours]) -> f64 {
    100.0 * worlds.iter().filter(|hours| hours.demand > hours.capacity).count() as f64 / worlds.len().max(1) as f64
}

/// The chart; `None` without weeks in the window, or if nobody sells and nothing is asked.
pub fn picture(stored: &Stored) -> Option<Picture> {
    let systems: Vec<(usize, Capacity)> =
        shown(stored).iter().enumerate().filter_map(|(place, system)| Some((place, Capacity::new(system)?))).collect();
    let most = systems.iter().map(|(_, s)| s.most()).fold(0.0, f64::max);
    if most <= 0.0 {
        return None;
    }
    let title = title(&systems);
    let dates = Dates::of(stored);
    let frame = Frame::new(&title, &subtitle(&systems), &footnote(stored, &format!("{NOTES}{}", dates.note())));
    let top = frame.top();
    let mut canvas = frame.canvas(top + GRID.height_of(systems.len()));
    for ((place, system), panel) in systems.iter().zip(GRID.panels(systems.len(), top)) {
        draw_panel(&mut canvas, system, (panel, &dates), *place, most);
    }
    Some(Picture::new("capacity", title, Said::Apart(message(&systems)), canvas.finish(), data(&systems)))
}

const NOTES: &str = "Capacity: selling hours, without vacant seats. Demand: hours of answers, qualifications and steps that came due, each counted with its usual duration, whether or not anybody got to it.";

fn percent(ratio: f64) -> String {
    format!("{} %", grouped(100.0 * ratio, usize::from(ratio < 0.0995)))
}

fn title<'s>(systems: &'s [(usize, Capacity)]) -> String {
    let one = |(_, s): &'s (usize, Capacity)| {
        let load = sheet::mean(&s.load).map_or_else(|| "no part".to_string(), percent);
        (load, s.name.as_str())
    };
    let each = sheet::under(systems.iter().map(one), " of capacity");
    let loads: Vec<ByWorld> = systems.iter().map(|(_, s)| s.load.clone()).collect();
    format!("Customer work takes {each}{}", caveat::counted(&loads))
}

fn subtitle(systems: &[(usize, Capacity)]) -> String {
    let stretch = systems[0].1.stretch();
    let band = if systems.iter().any(|(_, s)| s.band.iter().any(Option::is_some)) { " Band: demand in 8 of 10 worlds." } else { "" };
    let tight: Vec<String> =
        systems.iter().map(|(_, s)| format!("{} of {} {stretch} under {}", s.tight(), s.means.len(), fitted_name(&s.name))).collect();
    let tight = match systems.iter().any(|(_, s)| s.tight() > 0) {
        true => format!("Triangles mark {stretch} in which demand exceeds capacity: {}.", list(&tight)),
        false => format!("On average, demand exceeds capacity in none of the {stretch}."),
    };
    format!("Hours per week, mean over worlds.{band} {tight}")
}

fn message(systems: &[(usize, Capacity)]) -> String {
    let one = |(_, s): &(usize, Capacity)| {
        let hours = s.overall();
        let [capacity, demand, customers, prospecting] =
            [hours.capacity, hours.demand, hours.customers, hours.prospecting].map(|hours| grouped(hours, usize::from(hours < 9.95)));
        format!(
            "{}: customer work demands {demand} of {capacity} hours per week; {customers} are spent on customers and {prospecting} on prospecting; demand exceeds capacity in {} of {} {}.",
            sentence(&fitted_name(&s.name)),
            s.tight(),
            s.means.len(),
            s.stretch()
        )
    };
    let each: Vec<String> = systems.iter().map(one).collect();
    each.join(" ")
}

fn data(systems: &[(usize, Capacity)]) -> Table {
    let columns = [
        "system",
        "from month",
        "capacity",
        "demand",
        "demand: 10th percentile over worlds",
        "demand: 90th percentile over worlds",
        "worked on customers",
        "worked on prospecting",
        "share of worlds with demand above capacity, %",
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
    Table::filled(format!("Hours per week, mean over {}", count(worlds, "world", "worlds")), columns, rows)
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
        let picture = picture(&stored).expect("something");
        assert!(picture.title.ends_with("takes 103 % of capacity under a"), "{}", picture.title);
        assert!(picture.message.contains("demand exceeds capacity in 1 of 2 months"), "{}", picture.message);
    }

    #[test]
    fn long_windows_are_told_by_quarter() {
        let mut stored = stored(&["a"], 8.0);
        stored.systems[0].weeks.push(week(0, 7.0, [1.0, 2.0, 3.0, 4.0]));
        assert_eq!(Capacity::new(&stored.systems[0]).map(|c| (c.each, c.stretch())), Some((3.0, "quarters")));
    }
}
