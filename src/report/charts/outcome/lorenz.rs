//! How bookings spread over people: Lorenz curves (Lorenz 1905) with Gini's ratio (Gini 1914), and what is booked in the name of the best.
//!
//! Everything is a total over a total: the people of each world stand in the order of their bookings, and bookings are summed over worlds
//! place by place. A world counts by what is booked in it.

use super::{ByWorld, brief, caveat, draw_curve, drawn, source};
use crate::experiment::statistics::{Estimate, estimate};
use crate::measure::Ratio;
use crate::report::charts::grammar::{
    Along, Axis, Canvas, Drawing, Frame, GRID, INK, MARGIN, NAME, NUMBER, Paint, Picture, QUIET, SMALL, SUBJECT, Said, Unit, WIDTH,
};
use crate::report::results::stored::{Stored, StoredSystem};
use crate::report::results::table::{Cell, Table};
use crate::report::results::words::{grouped, list, sentence};
use std::collections::{BTreeMap, BTreeSet};

/// Left and right end of the curves; they are as high as wide.
const SQUARE: (i32, i32) = (120, 600);
/// Where the figures of each system begin, and its bar.
const FIGURES: i32 = 680;
/// Height of a system's figures.
const BLOCK: i32 = 122;

/// How bookings spread over the people of a system.
struct Spread<'a> {
    system: &'a StoredSystem,
    /// Roles in which nobody books anything.
    others: Vec<String>,
    /// People in a world, the most there are.
    people: usize,
    /// The curve: share of people, share of bookings.
    curve: Vec<(f64, f64)>,
    gini: Estimate,
    best_fifth: Estimate,
    best_one: Estimate,
    fifths: ByWorld,
    /// Bookings of a world, EUR, on average.
    bookings: f64,
}

/// Bookings of the people of one world, from the least to the most.
fn worlds_of(system: &StoredSystem, roles: &BTreeSet<&str>) -> BTreeMap<u64, Vec<f64>> {
    let mut worlds: BTreeMap<u64, Vec<f64>> = BTreeMap::new();
    for ((world, _), bookings) in system.bookings_of_seats(|role| roles.contains(role)) {
        worlds.entry(world).or_default().push(bookings);
    }
    worlds.values_mut().for_each(|bookings| bookings.sort_by(f64::total_cmp));
    worlds
}

/// Gini's ratio of sorted values as a total over a total: sum of (2 i - n - 1) x over n times the sum of x, for i from 1 to n.
fn gini(sorted: &[f64]) -> Ratio {
    let n = sorted.len() as f64;
    let weighed = (1..).zip(sorted).map(|(place, value)| (2.0 * f64::from(place) - n - 1.0) * value);
    Ratio { numerator: weighed.sum::<f64>() / n.max(1.0), denominator: sorted.iter().sum() }
}

/// What the so many best bring, over all.
fn best(sorted: &[f64], count: usize) -> Ratio {
    Ratio { numerator: sorted.iter().rev().take(count).sum(), denominator: sorted.iter().sum() }
}

/// A fifth of so many people, rounded up.
fn fifth(people: usize) -> usize {
    people.div_ceil(5)
}

/// The curve over all worlds, place by place; worlds with fewer people than others are read between their places.
fn curve(worlds: &BTreeMap<u64, Vec<f64>>, people: usize) -> Vec<(f64, f64)> {
    let total: f64 = worlds.values().flatten().sum();
    let upto = |sorted: &[f64], share: f64| {
        let at = share * sorted.len() as f64;
        let whole = at.floor() as usize;
        sorted.iter().take(whole).sum::<f64>() + sorted.get(whole).map_or(0.0, |next| (at - whole as f64) * next)
    };
    let steps = people.min(100);
    let share = |step: usize| step as f64 / steps.max(1) as f64;
    (0..=steps).map(|step| (share(step), worlds.values().map(|sorted| upto(sorted, share(step))).sum::<f64>() / total)).collect()
}

impl<'a> Spread<'a> {
    /// `None` where nobody books anything.
    fn new(system: &'a StoredSystem) -> Option<Self> {
        let selling: BTreeSet<&str> = system.people.iter().filter(|p| p.bookings > 0.0).map(|p| p.role.as_str()).collect();
        let all: BTreeSet<&str> = system.people.iter().map(|person| person.role.as_str()).collect();
        let worlds = worlds_of(system, &selling);
        let people = worlds.values().map(Vec::len).max()?;
        let of = |ratio: &dyn Fn(&[f64]) -> Ratio| -> ByWorld { worlds.iter().map(|(world, sorted)| (*world, ratio(sorted))).collect() };
        let over = |worlds: &ByWorld| estimate(&worlds.values().copied().collect::<Vec<_>>());
        let fifths = of(&|sorted| best(sorted, fifth(sorted.len())));
        let spread = Self {
            system,
            others: all.difference(&selling).map(|role| role.to_string()).collect(),
            people,
            curve: curve(&worlds, people),
            gini: over(&of(&gini)),
            best_fifth: over(&fifths),
            best_one: over(&of(&|sorted| best(sorted, 1))),
            fifths,
            bookings: worlds.values().flatten().sum::<f64>() / worlds.len().max(1) as f64,
        };
        spread.best_one.mean.is_some().then_some(spread)
    }
}

/// The chart of all systems, if anybody books anything.
pub(super) fn picture(stored: &Stored) -> Option<Picture> {
    let spreads: Vec<Spread<'_>> = drawn(stored).iter().filter_map(Spread::new).collect();
    if spreads.is_empty() {
        return None;
    }
    let title = title(&spreads);
    let drawing = draw(stored, &spreads, &title);
    Some(Picture::new("lorenz", title, Said::AfterTitle(message(&spreads)), drawing, data(&spreads)))
}

fn percent(share: Option<f64>) -> String {
    share.map_or_else(|| "–".to_string(), |share| format!("{} %", grouped(100.0 * share, 0)))
}

fn title(spreads: &[Spread<'_>]) -> String {
    let of = |spread: &Spread<'_>| {
        let (best, all) = (fifth(spread.people), spread.people);
        format!("{} under {} ({best} of {all} people)", percent(spread.best_fifth.mean), brief(&spread.system.name))
    };
    let named: Vec<(&str, ByWorld)> = spreads.iter().map(|spread| (spread.system.name.as_str(), spread.fifths.clone())).collect();
    format!("The top fifth bring in {} of bookings{}", list(&spreads.iter().map(of).collect::<Vec<_>>()), caveat(&named))
}

fn message(spreads: &[Spread<'_>]) -> String {
    let of = |spread: &Spread<'_>| {
        let gini = spread.gini.mean.map_or_else(|| "–".to_string(), |gini| grouped(gini, 2));
        format!("{}: Gini coefficient {gini}, the top person {}", sentence(&brief(&spread.system.name)), percent(spread.best_one.mean))
    };
    let each: Vec<String> = spreads.iter().map(of).collect();
    format!("{}. This is what is booked in the name of the top people, who also worked on deals that others booked.", each.join("; "))
}

fn data(spreads: &[Spread<'_>]) -> Table {
    let columns = std::iter::once("bookings".to_string()).chain(spreads.iter().map(|spread| spread.system.name.clone()));
    let mut data = Table::new("Bookings by person, % of all bookings; totals over worlds", columns);
    let at = |spread: &Spread<'_>, share: f64| {
        let axis = spread.curve.windows(2).find(|pair| pair[1].0 >= share - 1e-9)?;
        let way = (share - axis[0].0) / (axis[1].0 - axis[0].0);
        Some(100.0 * (axis[0].1 + way * (axis[1].1 - axis[0].1)))
    };
    for share in [0.2, 0.4, 0.6, 0.8] {
        let cells = spreads.iter().map(|spread| Cell::maybe(at(spread, share), 1));
        data.push(std::iter::once(Cell::text(format!("the {:.0} % with the lowest bookings", 100.0 * share))).chain(cells));
    }
    type Of<'o> = &'o dyn Fn(&Spread<'_>) -> Cell;
    let rows: [(&str, Of<'_>); 5] = [
        ("top fifth", &|spread| Cell::maybe(spread.best_fifth.mean.map(|share| 100.0 * share), 1)),
        ("the top person", &|spread| Cell::maybe(spread.best_one.mean.map(|share| 100.0 * share), 1)),
        ("Gini coefficient, 0 to 1", &|spread| Cell::maybe(spread.gini.mean, 3)),
        ("people", &|spread| Cell::number(spread.people as f64, 0)),
        ("bookings per world, EUR", &|spread| Cell::number(spread.bookings, 0)),
    ];
    for (name, of) in rows {
        data.push(std::iter::once(Cell::text(name)).chain(spreads.iter().map(of)));
    }
    data
}

fn footnote(stored: &Stored, spreads: &[Spread<'_>]) -> String {
    let mut notes = vec![
        "In each world, people are ranked by bookings; bookings are summed over worlds rank by rank. Chance alone makes results uneven."
            .to_string(),
        "The top person is whoever booked most in each world. Bookings in their name are not what would be lost without them: they also work on deals that others book, and others might take over their customers."
            .to_string(),
    ];
    let apart: Vec<String> = spreads
        .iter()
        .filter(|spread| !spread.others.is_empty())
        .map(|spread| {
            format!("{} of {}", list(&spread.others.iter().map(|role| brief(role)).collect::<Vec<_>>()), brief(&spread.system.name))
        })
        .collect();
    if !apart.is_empty() {
        notes.push(format!("Left out because they close no deals: {}.", list(&apart)));
    }
    format!("{}\n{}", notes.join(" "), source(stored))
}

fn draw(stored: &Stored, spreads: &[Spread<'_>], title: &str) -> Drawing {
    let subtitle = "The curve shows the cumulative share of bookings, starting with the lowest performers. With equal bookings it would be a straight line.";
    let frame = Frame::new(title, subtitle, &footnote(stored, spreads));
    let top = frame.top() + 10;
    let side = SQUARE.1 - SQUARE.0;
    let below = top + side.max(30 + BLOCK * spreads.len() as i32);
    let mut canvas = frame.canvas(below + 78);
    let x = Axis::new((0.0, 1.0), SQUARE);
    let y = Axis::new((0.0, 1.0), (top + side, top));
    draw_square(&mut canvas, x, y);
    for (place, spread) in spreads.iter().enumerate() {
        let colour = colour(place, spreads.len());
        let points: Vec<(i32, i32)> = spread.curve.iter().map(|(people, bookings)| (x.at(*people), y.at(*bookings))).collect();
        draw_curve(&mut canvas, points.clone(), place, colour);
        if spread.people <= 20 {
            let inner = points.iter().skip(1).take(points.len().saturating_sub(2));
            inner.copied().for_each(|point| canvas.dot(point, 5, colour, place % 2 == 0));
        }
        draw_figures(&mut canvas, spread, (place, colour), top + 12 + BLOCK * place as i32);
    }
    canvas.finish()
}

fn colour(place: usize, systems: usize) -> Paint {
    if systems == 1 { SUBJECT } else { Paint::system(place) }
}

fn draw_square(canvas: &mut Canvas, x: Axis, y: Axis) {
    canvas.reads(&x, Along::Across(y.pixels.0 + 18), Unit::PERCENT);
    canvas.reads(&y, Along::Up(x.pixels.0 - 10), Unit::PERCENT);
    for mark in [0.0, 0.2, 0.4, 0.6, 0.8, 1.0] {
        canvas.line((x.at(mark), y.pixels.0), (x.at(mark), y.pixels.1), GRID, 1);
        canvas.line((x.pixels.0, y.at(mark)), (x.pixels.1, y.at(mark)), GRID, 1);
        let text = format!("{:.0} %", 100.0 * mark);
        canvas.text(&text, (x.at(mark), y.pixels.0 + 18), SMALL.centred());
        canvas.text(&text, (x.pixels.0 - 10, y.at(mark)), SMALL.right());
    }
    canvas.path(vec![(x.at(0.0), y.at(0.0)), (x.at(1.0), y.at(1.0))], QUIET, 1);
    let caption = "people, from lowest to highest bookings";
    canvas.text(caption, (i32::midpoint(SQUARE.0, SQUARE.1), y.pixels.0 + 46), SMALL.centred());
    canvas.text("share of bookings", (x.pixels.0 + 10, y.pixels.1 + 16), SMALL);
    canvas.text("all equal", (x.at(0.52), y.at(0.58)), SMALL.right())
}

/// Name and figures of a system, with a bar of what is booked in the name of the best.
fn draw_figures(canvas: &mut Canvas, spread: &Spread<'_>, (place, colour): (usize, Paint), y: i32) {
    let room = WIDTH - MARGIN - FIGURES;
    draw_curve(canvas, vec![(FIGURES, y), (FIGURES + 40, y)], place, colour);
    canvas.text(&NAME.fitted(&spread.system.name, room - 52), (FIGURES + 52, y), NAME.paint(colour.readable()));
    let gini = spread.gini.mean.map_or_else(|| "–".to_string(), |gini| grouped(gini, 2));
    let interval = spread.gini.ci95.map_or_else(String::new, |[low, high]| format!(" ({} to {})", grouped(low, 2), grouped(high, 2)));
    let text = format!("Gini {gini}{interval}, top fifth {}", percent(spread.best_fifth.mean));
    canvas.text(&NUMBER.fitted(&text, room), (FIGURES, y + 26), NUMBER);
    let bar = (y + 42, y + 60);
    let share = spread.best_one.mean.unwrap_or(0.0).clamp(0.0, 1.0);
    let split = WIDTH - MARGIN - (share * f64::from(room)).round() as i32;
    canvas.bar((FIGURES, bar.0), (split, bar.1), colour);
    canvas.framed((split, bar.0), (WIDTH - MARGIN, bar.1), colour.pale(), colour);
    let text = format!("booked by the top one of {}: {}", spread.people, percent(spread.best_one.mean));
    canvas.text(&SMALL.fitted(&text, room), (FIGURES, y + 76), SMALL.paint(INK))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::results::stored::rows::PersonRow;
    use crate::report::results::stored::sample::simulated;

    /// 1, 2, 3, 4: (-3 + -2 + 3 + 12) / 4 over 10 = 0.25. All alike: 0. One has all: 3/4.
    #[test]
    fn ginis_ratio_is_that_of_the_book() {
        let of = |values: &[f64]| {
            let Ratio { numerator, denominator } = gini(values);
            numerator / denominator
        };
        assert!((of(&[1.0, 2.0, 3.0, 4.0]) - 0.25).abs() < 1e-12);
        assert!(of(&[5.0, 5.0, 5.0]).abs() < 1e-12);
        assert!((of(&[0.0, 0.0, 0.0, 9.0]) - 0.75).abs() < 1e-12);
    }

    /// A seat that changes hands is one seat: 30 of its first holder and 5 of the second are 35.
    #[test]
    fn a_seat_counts_once_however_many_hold_it() {
        let mut stored = simulated(&["hero"], 1, 0.3);
        let seller = stored.systems[0].people[0].clone();
        let held = |seat: u16, holder: u16, bookings: f64| PersonRow { seat, holder, bookings, ..seller.clone() };
        stored.systems[0].people = vec![held(1, 1, 30.0), held(1, 2, 5.0), held(2, 1, 10.0)];
        let roles = BTreeSet::from([seller.role.as_str()]);
        assert_eq!(worlds_of(&stored.systems[0], &roles), BTreeMap::from([(0, vec![10.0, 35.0])]));
    }

    /// Worlds 1, 3 and 2, 6: a quarter of both, of 12 in all; the second counts twice as much.
    #[test]
    fn curves_are_summed_over_worlds_place_by_place() {
        let worlds = BTreeMap::from([(0, vec![1.0, 3.0]), (1, vec![2.0, 6.0])]);
        assert_eq!(curve(&worlds, 2), [(0.0, 0.0), (0.5, 0.25), (1.0, 1.0)]);
        let uneven = BTreeMap::from([(0, vec![1.0, 3.0]), (1, vec![4.0])]);
        assert_eq!(curve(&uneven, 2), [(0.0, 0.0), (0.5, 3.0 / 8.0), (1.0, 1.0)]);
        assert_eq!([1, 5, 6, 8, 10, 11].map(fifth), [1, 1, 2, 2, 2, 3]);
    }
}
