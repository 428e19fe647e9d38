//! Fan chart: how bookings add up over the window, in how many worlds they come how far.
//!
//! Bands hold the middle half, 80 % and 95 % of new worlds at each time ([`predicted_quantile`]). The kind of chart:
//! Britton, Fisher and Whitley, "The Inflation Report projections: understanding the fan chart", *Bank of England Quarterly Bulletin*,
//! 1998. A few single worlds are drawn in it because a band alone hides that a year goes in steps: Hullman, Resnick and Adar,
//! "Hypothetical outcome plots outperform error bars and violin plots", *PLoS ONE* 10, 2015.

mod drawing;

use super::dates::Dates;
use super::sheet::{self, ByWorld, MONTH, Money, count, fitted_name, footnote, shown, window_days};
use crate::experiment::statistics::difference;
use crate::measure::{Better, LEAST_FOR_BAND, Measure, Ratio, predicted_quantile};
use crate::report::charts::grammar::{Frame, Grid, Picture, Said};
use crate::report::results::settled::Finding;
use crate::report::results::stored::{Stored, StoredSystem};
use crate::report::results::table::{Cell, Table};
use crate::report::results::words::{list, of_worlds, sentence};
use drawing::draw_panel;
use std::collections::BTreeMap;

/// Most stretches into which the window is cut.
const STRETCHES: f64 = 72.0;
/// Worlds drawn one by one in bands; and where there are no bands.
const EXAMPLES: usize = 3;
const MOST_ALONE: usize = 8;
/// Bands from the outermost: quantiles, how many worlds they take, what they hold.
const BANDS: [Band; 3] = [
    Band { ends: (0.025, 0.975), least: 39, words: "95 of 100 worlds", tint: 0.2 },
    Band { ends: (0.1, 0.9), least: LEAST_FOR_BAND, words: "8 of 10 worlds", tint: 0.45 },
    Band { ends: (0.25, 0.75), least: 8, words: "half of the worlds", tint: 0.75 },
];
const QUANTILES: [f64; 7] = [0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975];
const GRID: Grid = Grid::new(330, 214);

#[derive(Debug, Clone, Copy, PartialEq)]
struct Band {
    ends: (f64, f64),
    least: usize,
    words: &'static str,
    tint: f64,
}

/// The bookings of one system.
struct Fan {
    name: String,
    /// Ends of the stretches, months; the first is 0.
    months: Vec<f64>,
    /// By world: bookings up to each of them, EUR.
    worlds: BTreeMap<u64, Vec<f64>>,
    /// At each of them, sorted over worlds.
    sorted: Vec<Vec<f64>>,
}

impl Fan {
    fn new(system: &StoredSystem) -> Self {
        let days = window_days(system);
        let stretches = (days / 7.0).ceil().clamp(1.0, STRETCHES);
        let each = days / stretches;
        let rows = system.deals.iter().map(|deal| deal.world);
        let held = sheet::worlds_of(system, rows, |world| world.ratios[Measure::DealsPerMonth as usize].numerator > 0.0);
        let nothing = vec![0.0; stretches as usize + 1];
        let mut worlds: BTreeMap<u64, Vec<f64>> = held.into_iter().map(|world| (world, nothing.clone())).collect();
        for deal in &system.deals {
            let stretch = (deal.closed_days / each).floor().clamp(0.0, stretches - 1.0) as usize;
            if let Some(sum) = worlds.get_mut(&deal.world).and_then(|sums| sums.get_mut(stretch + 1)) {
                *sum += deal.price;
            }
        }
        for sums in worlds.values_mut() {
            sums.iter_mut().fold(0.0, |before, sum| {
                *sum += before;
                *sum
            });
        }
        let at = |place: usize| {
            let mut values: Vec<f64> = worlds.values().filter_map(|sums| sums.get(place).copied()).collect();
            values.sort_by(f64::total_cmp);
            values
        };
        let sorted = (0..nothing.len()).map(at).collect();
        let months = (0..nothing.len()).map(|place| place as f64 * each / MONTH).collect();
        Self { name: system.name.clone(), months, worlds, sorted }
    }

    /// A quantile over worlds at each time.
    fn line(&self, share: f64) -> Vec<f64> {
        self.sorted.iter().map(|values| predicted_quantile(values, share).unwrap_or(0.0)).collect()
    }

    fn at_end(&self, share: f64) -> f64 {
        self.sorted.last().and_then(|values| predicted_quantile(values, share)).unwrap_or(0.0)
    }

    /// The bands for which there are worlds enough, from the outermost.
    fn bands(&self) -> impl Iterator<Item = Band> + '_ {
        BANDS.into_iter().filter(|band| self.worlds.len() >= band.least)
    }

    /// How many worlds are drawn one by one.
    fn examples(&self) -> usize {
        self.worlds.len().min(if self.bands().next().is_some() { EXAMPLES } else { MOST_ALONE })
    }

    fn most(&self) -> f64 {
        self.sorted.last().and_then(|values| values.last()).copied().unwrap_or(0.0)
    }

    fn totals(&self) -> ByWorld {
        let ratio = |sums: &Vec<f64>| Ratio { numerator: sums.last().copied().unwrap_or(0.0), denominator: 1.0 };
        self.worlds.iter().map(|(world, sums)| (*world, ratio(sums))).collect()
    }
}

/// The chart; `None` if nothing was sold.
pub fn picture(stored: &Stored) -> Option<Picture> {
    let fans: Vec<Fan> = shown(stored).iter().map(Fan::new).collect();
    let most = fans.iter().map(Fan::most).fold(0.0, f64::max);
    if most <= 0.0 {
        return None;
    }
    let money = Money::up_to(most);
    let title = title(&fans, money);
    let dates = Dates::of(stored);
    let frame = Frame::new(&title, &subtitle(&fans), &footnote(stored, &(notes(&fans) + &dates.note())));
    let top = frame.top();
    let months = fans.iter().filter_map(|fan| fan.months.last()).copied().fold(0.0, f64::max);
    let mut canvas = frame.canvas(top + GRID.height_of(fans.len()));
    for (place, (fan, panel)) in fans.iter().zip(GRID.panels(fans.len(), top)).enumerate() {
        draw_panel(&mut canvas, fan, (panel, &dates), place, (money, most, months));
    }
    let message = message(&fans, money);
    Some(Picture::new("fan", title, Said::Apart(message), canvas.finish(), data(&fans, money)))
}

/// "4.8 to 6.6".
fn range(fan: &Fan, band: Band, money: Money) -> String {
    format!("{} to {}", money.text(fan.at_end(band.ends.0)), money.text(fan.at_end(band.ends.1)))
}

/// The lowest and the highest world; or the only one.
fn extremes(fan: &Fan, money: Money) -> String {
    let end = fan.sorted.last().map_or(&[][..], Vec::as_slice);
    let [low, high] = [end.first(), end.last()].map(|value| money.text(value.copied().unwrap_or(0.0)));
    if fan.worlds.len() < 2 { high } else { format!("{low} to {high}") }
}

/// The widest band that all systems have, if it is not that of 95: one of eight worlds in ten, or of half of them.
fn told(fans: &[Fan]) -> Option<Band> {
    let fewest = fans.iter().map(|fan| fan.worlds.len()).min().unwrap_or(0);
    BANDS[1..].iter().copied().find(|band| fewest >= band.least)
}

fn title(fans: &[Fan], money: Money) -> String {
    let Some(band) = told(fans) else {
        let each = sheet::under(fans.iter().map(|fan| (extremes(fan, money), fan.name.as_str())), &format!(" {}", money.unit));
        let worlds = fans.iter().map(|fan| fan.worlds.len()).max().unwrap_or(0);
        let what =
            if worlds == 1 { "one world settles nothing".to_string() } else { format!("{worlds} worlds are too few to show the spread") };
        return format!("Bookings end at {each}: {what}");
    };
    let each = sheet::under(fans.iter().map(|fan| (range(fan, band, money), fan.name.as_str())), &format!(" {}", money.unit));
    format!("In {}, bookings end at {each}", band.words)
}

fn subtitle(fans: &[Fan]) -> String {
    let worlds = fans.iter().map(|fan| fan.worlds.len()).max().unwrap_or(0);
    if worlds < 2 {
        return "Cumulative bookings, month by month, in one world: one outcome of many.".to_string();
    }
    let bands =
        if fans.iter().any(|fan| fan.bands().next().is_some()) { "; bands: the middle of the worlds at each point in time" } else { "" };
    format!(
        "Cumulative bookings. Thick line: the median of the worlds{bands}; thin lines: {} single worlds. This is the spread of outcomes, not an error: more worlds do not narrow it.",
        fans.iter().map(Fan::examples).max().unwrap_or(0)
    )
}

fn notes(fans: &[Fan]) -> String {
    let worlds = fans.iter().map(|fan| fan.worlds.len()).max().unwrap_or(0);
    let missing: Vec<String> =
        BANDS.iter().filter(|band| worlds < band.least).map(|band| format!("for {} (that takes {})", band.words, band.least)).collect();
    let missing = match missing.is_empty() || worlds < 2 {
        true => String::new(),
        false => format!(" With {} there is no band {}.", count(worlds, "world", "worlds"), list(&missing)),
    };
    let lines = if worlds < 2 { "" } else { " Thin lines are the first worlds, not hand-picked." };
    format!("Bookings: prices of deals closed in the window.{missing}{lines}")
}

/// How they end, and in how many of the same worlds the one books more than the other.
fn message(fans: &[Fan], money: Money) -> String {
    let unit = money.unit;
    let one = |fan: &Fan| {
        let bands: Vec<String> = fan
            .bands()
            .map(|band| format!("{} end between {} {unit}", band.words, range(fan, band, money).replace(" to ", " and ")))
            .collect();
        let bands = if bands.is_empty() { String::new() } else { format!("; {}", list(&bands)) };
        format!(
            "{}: median {} {unit} of {}{bands}.",
            sentence(&fitted_name(&fan.name)),
            money.text(fan.at_end(0.5)),
            count(fan.worlds.len(), "world", "worlds")
        )
    };
    let mut sentences: Vec<String> = fans.iter().map(one).collect();
    if let [baseline, others @ ..] = fans {
        let base = baseline.totals();
        sentences.extend(others.iter().filter_map(|other| {
            let totals = other.totals();
            let both = base.iter().filter_map(|(world, a)| Some((*a, *totals.get(world)?)));
            let (a, b): (Vec<Ratio>, Vec<Ratio>) = both.unzip();
            let found = difference(&a, &b, Better::Higher);
            let share = found.p_better.filter(|_| a.len() > 1)?;
            let [other, baseline] = [other, baseline].map(|fan| fitted_name(&fan.name));
            let other = sentence(&other);
            Some(match Finding::of(found.ci95) {
                Finding::Same => format!("{other} books as much as {baseline} in every world."),
                _ => format!("{other} books more than {baseline} in {} worlds.", of_worlds(share, a.len())),
            })
        }));
    }
    sentences.push("The bands are the spread of outcomes; more worlds do not narrow them.".to_string());
    sentences.join(" ")
}

/// Quantiles over worlds, about twelve times in the window.
fn data(fans: &[Fan], money: Money) -> Table {
    let head = ["system", "month"].map(String::from).into_iter();
    let names = ["2.5 %", "10 %", "25 %", "50 %", "75 %", "90 %", "97.5 %"].map(|share| format!("{share} of worlds are below"));
    let row = |fan: &Fan, place: usize| {
        let month = Cell::number(fan.months[place], 1);
        let values = QUANTILES.map(|share| {
            let value = predicted_quantile(&fan.sorted[place], share).filter(|_| is_known(fan, share)).map(|sum| money.of(sum));
            Cell::maybe(value, value.map_or(0, sheet::decimals))
        });
        [Cell::text(fan.name.as_str()), month].into_iter().chain(values).collect()
    };
    let rows = fans.iter().flat_map(|fan| {
        let last = fan.months.len() - 1;
        (1..=12)
            .map(move |twelfth| (twelfth * last).div_ceil(12))
            .collect::<std::collections::BTreeSet<_>>()
            .into_iter()
            .map(move |place| row(fan, place))
    });
    Table::filled(format!("Cumulative bookings, {}: quantiles over worlds", money.unit), head.chain(names), rows)
}

/// Whether there are worlds enough for a quantile.
fn is_known(fan: &Fan, share: f64) -> bool {
    share == 0.5 || BANDS.iter().any(|band| (share == band.ends.0 || share == band.ends.1) && fan.worlds.len() >= band.least)
}

#[cfg(test)]
mod tests {
    use super::super::sample::{deal, stored};
    use super::*;

    #[test]
    fn bookings_add_up_and_quantiles_are_those_of_the_worlds() {
        // Five worlds with 10, 20, 30, 40 and 50 kEUR, each in two halves: on day 10 and on day 360 of a year.
        let mut stored = stored(&["a"], 1.0);
        for world in 0..5 {
            for day in [10.0, 360.0] {
                stored.systems[0].deals.push(deal(world, day, 5000.0 * (world + 1) as f64));
            }
        }
        let fan = Fan::new(&stored.systems[0]);
        assert_eq!(fan.months.len(), 54);
        assert_eq!((fan.line(0.5)[0], fan.line(0.5)[1], fan.line(0.5)[2]), (0.0, 0.0, 15_000.0));
        assert_eq!((fan.at_end(0.25), fan.at_end(0.5), fan.at_end(0.75)), (15_000.0, 30_000.0, 45_000.0));
        let picture = picture(&stored).expect("something");
        assert_eq!(picture.title, "Bookings end at 10.0 to 50.0 kEUR under a: 5 worlds are too few to show the spread");
        assert_eq!(picture.data.rows.len(), 12);
        let shown: Vec<_> = picture.data.rows[11].iter().map(|cell| matches!(cell, Cell::Empty)).collect();
        assert_eq!(shown, [false, false, true, true, true, false, true, true, true], "five worlds have no tails");
        assert!(picture.drawing.svg().expect("a drawing").contains("there is no band for 95 of 100 worlds (that takes 39)"));
    }

    #[test]
    fn one_world_is_a_line_and_none_is_nothing() {
        let mut stored = stored(&["a", "b"], 1.0);
        assert_eq!(picture(&stored), None);
        stored.systems[0].deals.push(deal(0, 10.0, 5000.0));
        let picture = picture(&stored).expect("something");
        assert!(picture.title.ends_with("one world settles nothing"), "{}", picture.title);
        assert!(!picture.drawing.svg().expect("a drawing").contains("<polygon"), "no band");
    }
}
