//! Bookings by week of the fiscal quarter, and the share of its last two weeks.
//!
//! That sales crowd at the end of the periods by which people are paid: Oyer, "Fiscal year ends and nonlinear incentive contracts",
//! *Quarterly Journal of Economics* 113, 1998. Only quarters that lie within the window are counted, so that every week of the quarter is
//! there as often as every other.

use super::sheet::{self, ByWorld, Finding, Money, count, fitted_name, footnote, shown, window_days};
use crate::engine::Periods;
use crate::engine::time::DAY;
use crate::experiment::interval::{Doubt, Inference, Sample};
use crate::experiment::statistics::{ERROR, Estimate, estimate};
use crate::measure::{Measure, Ratio};
use crate::report::charts::caveat;
use crate::report::charts::grammar::{Axis, Canvas, Frame, Grid, INK, Interval, LABEL, Paint, Panel, Picture, QUIET, SMALL, Said};
use crate::report::results::stored::{Stored, StoredSystem};
use crate::report::results::table::{Cell, Table};
use crate::report::results::words::{list, sentence};

/// Weeks of a fiscal quarter; the last may be a few days shorter or longer.
const WEEKS: usize = 13;
/// A hair, in hours: a time on a border belongs to what begins there.
const HAIR: f64 = 1e-6;
/// The last days that are told apart: two weeks.
const LAST_DAYS: f64 = 14.0;
/// The bars that these days fill, or nearly.
const LAST: usize = 2;
/// With fewer worlds the intervals of single weeks are too wide to draw.
const LEAST_FOR_WHISKERS: usize = 5;
const GRID: Grid = Grid::new(300, 16);

/// Quarters that lie in a window, one after the other.
fn whole_quarters(fiscal: &Periods, window: (f64, f64)) -> Vec<(f64, f64)> {
    let (_, first) = fiscal.around(window.0 - HAIR);
    let next = |(_, end): &(f64, f64)| fiscal.whole_around(end + HAIR, window);
    std::iter::successors(fiscal.whole_around(first + HAIR, window), next).collect()
}

/// The quarters of one system.
struct Quarter {
    name: String,
    quarters: usize,
    /// Of each week: bookings a day.
    weeks: Vec<Estimate>,
    /// Days of a quarter, in the mean.
    days: f64,
    /// Bookings a day if every day were alike.
    per_day: f64,
    /// Share of the last two weeks in the days of these quarters: what an even quarter would book in them.
    even_share: f64,
    /// Bookings of the last two weeks over all, by world, and in the mean.
    last: ByWorld,
    share: Estimate,
}

impl Quarter {
    /// `None` without a whole quarter, or without bookings in one.
    fn new(system: &StoredSystem) -> Option<Self> {
        let window = window_days(system);
        let fiscal = system.scenario.time.quarters(0.0);
        let window = (0.0, DAY * window);
        let whole = whole_quarters(&fiscal, window);
        let quarters = whole.len() as f64;
        let days: f64 = whole.iter().map(|(begin, end)| (end - begin) / DAY).sum();
        let rows = system.deals.iter().map(|deal| deal.world);
        let worlds = sheet::worlds_of(system, rows, |world| world.ratios[Measure::DealsPerMonth as usize].numerator > 0.0);
        let in_week = |week: usize| if week + 1 < WEEKS { 7.0 * quarters } else { days - 7.0 * (WEEKS - 1) as f64 * quarters };
        let empty = |week: usize| Ratio { numerator: 0.0, denominator: in_week(week) };
        let nothing = Ratio { numerator: 0.0, denominator: 0.0 };
        let mut last: ByWorld = worlds.iter().map(|world| (*world, nothing)).collect();
        let mut weeks: Vec<ByWorld> = (0..WEEKS).map(|week| worlds.iter().map(|world| (*world, empty(week))).collect()).collect();
        for deal in &system.deals {
            let Some((_, ends)) = fiscal.whole_around(DAY * deal.closed_days, window) else { continue };
            let week = (deal.quarter_day / 7.0).floor().clamp(0.0, WEEKS as f64 - 1.0) as usize;
            if let Some(ratio) = weeks[week].get_mut(&deal.world) {
                ratio.numerator += deal.price;
            }
            if let Some(ratio) = last.get_mut(&deal.world) {
                ratio.numerator += if ends / DAY - deal.closed_days <= LAST_DAYS { deal.price } else { 0.0 };
                ratio.denominator += deal.price;
            }
        }
        let sold: f64 = last.values().map(|ratio| ratio.denominator).sum();
        (quarters >= 1.0 && sold > 0.0).then(|| Self {
            name: system.name.clone(),
            quarters: quarters as usize,
            weeks: weeks.iter().map(|week| estimate(&sheet::ratios(week))).collect(),
            days: days / quarters,
            per_day: sold / (days * worlds.len() as f64),
            even_share: LAST_DAYS * quarters / days,
            share: estimate(&sheet::ratios(&last)),
            last,
        })
    }

    /// A week as it is drawn: without its interval if there are few worlds.
    fn drawn(&self, week: usize) -> Estimate {
        let week = self.weeks[week];
        if self.last.len() < LEAST_FOR_WHISKERS { Estimate { ci95: None, ..week } } else { week }
    }

    /// Whether the last weeks have more or less than an even quarter, as far as the worlds settle it, as one of several systems; and why
    /// that is not safe, if it is not.
    fn finding(&self, systems: usize) -> (Finding, Option<Doubt>) {
        let inference = Sample::ratio(&sheet::ratios(&self.last)).and_then(|sample| sample.infer());
        let interval = inference.as_ref().map(|found| found.interval(ERROR / systems.max(1) as f64));
        (Finding::of(interval.map(|ends| ends.map(|end| end - self.even_share))), inference.as_ref().and_then(Inference::doubt))
    }
}

/// The chart; `None` without a whole fiscal quarter in the window, or without bookings in one.
pub fn picture(stored: &Stored) -> Option<Picture> {
    let quarters: Vec<(usize, Quarter)> =
        shown(stored).iter().enumerate().filter_map(|(place, system)| Some((place, Quarter::new(system)?))).collect();
    if quarters.is_empty() {
        return None;
    }
    let drawn: Vec<Estimate> = quarters.iter().flat_map(|(_, q)| (0..WEEKS).map(|week| q.drawn(week))).collect();
    let most = sheet::largest(drawn.iter());
    let money = Money::up_to(most);
    let title = title(&quarters);
    let frame = Frame::new(&title, &subtitle(&quarters), &footnote(stored, &notes(&quarters)));
    let top = frame.top();
    let mut canvas = frame.canvas(top + GRID.height_of(quarters.len()));
    for ((place, quarter), panel) in quarters.iter().zip(GRID.panels(quarters.len(), top)) {
        draw_panel(&mut canvas, quarter, panel, *place, (money, most));
    }
    Some(Picture::new("quarter", title, Said::Apart(message(&quarters)), canvas.finish(), data(&quarters, money)))
}

fn percent(share: Option<f64>) -> String {
    share.map_or_else(|| "–".to_string(), |share| format!("{} %", sheet::three_digits(100.0 * share)))
}

fn title(quarters: &[(usize, Quarter)]) -> String {
    let each = sheet::under(quarters.iter().map(|(_, q)| (percent(q.share.mean), q.name.as_str())), " of bookings");
    format!("The last two weeks of a quarter account for {each}{}", caveat::counted(&shares(quarters)))
}

/// Shares of the last weeks, by system and world.
fn shares(quarters: &[(usize, Quarter)]) -> Vec<ByWorld> {
    quarters.iter().map(|(_, q)| q.last.clone()).collect()
}

fn subtitle(quarters: &[(usize, Quarter)]) -> String {
    let whiskers = match quarters.iter().map(|(_, q)| q.last.len()).max().unwrap_or(0) {
        ..2 => "",
        2..LEAST_FOR_WHISKERS => " Intervals of single weeks are too wide to draw with so few worlds.",
        _ => " Whiskers: 95 % interval of the mean.",
    };
    format!(
        "Bookings per day in each week of the fiscal quarter, mean over quarters and worlds. An even quarter would book {} in its last two weeks (dashed: the same every day).{whiskers}",
        even_shares(quarters)
    )
}

/// What an even quarter books in its last two weeks: of each system where their calendars or windows make it differ.
fn even_shares(quarters: &[(usize, Quarter)]) -> String {
    let each: Vec<(String, &str)> = quarters.iter().map(|(_, q)| (percent(Some(q.even_share)), q.name.as_str())).collect();
    match each.as_slice() {
        [] => percent(None),
        [(first, _), rest @ ..] if rest.iter().all(|(other, _)| other == first) => first.clone(),
        several => list(&several.iter().map(|(share, name)| format!("{share} under {}", fitted_name(name))).collect::<Vec<_>>()),
    }
}

fn notes(quarters: &[(usize, Quarter)]) -> String {
    let each: Vec<String> =
        quarters.iter().map(|(_, q)| format!("{} under {}", count(q.quarters, "quarter", "quarters"), fitted_name(&q.name))).collect();
    let alike = quarters.iter().all(|(_, q)| q.quarters == quarters[0].1.quarters);
    let told = if alike { count(quarters[0].1.quarters, "quarter", "quarters") } else { list(&each) };
    format!("Only fiscal quarters entirely within the window: {told} of each world. The last bar covers the remaining days of the quarter.")
}

/// "12.3 % (11.0 to 13.6)", with what it means.
fn message(quarters: &[(usize, Quarter)]) -> String {
    let one = |(_, q): &(usize, Quarter)| {
        let share = q.share;
        let interval = sheet::share_ends(&share)
            .map_or_else(String::new, |[low, high]| format!(" (95 % interval {} to {})", percent(Some(low)), percent(Some(high))));
        let than = match q.finding(quarters.len()) {
            (Finding::More, None) => ", more than an even quarter",
            (Finding::Less, None) => ", less than an even quarter",
            (Finding::More, Some(_)) => ", probably more than an even quarter",
            (Finding::Less, Some(_)) => ", probably less than an even quarter",
            _ => "; not settled whether that differs from an even quarter",
        };
        format!("{}: {} of bookings in the last two weeks{interval}{than}.", sentence(&fitted_name(&q.name)), percent(share.mean))
    };
    let each: Vec<String> = quarters.iter().map(one).collect();
    let caveat = caveat::counted_about("Between the systems", &shares(quarters));
    format!("An even quarter would have {}. {}{caveat}", even_shares(quarters), each.join(" "))
}

fn draw_panel(canvas: &mut Canvas, quarter: &Quarter, panel: Panel, place: usize, (money, most): (Money, f64)) {
    let upward = panel.upward([money.of(most)].into_iter());
    let colour = Paint::system(place);
    panel.draw_name(canvas, place, &quarter.name, &format!("bookings per day, {}", money.unit), GRID.right);
    panel.draw_upward(canvas, &upward);
    let wide = f64::from(panel.right - panel.left) / WEEKS as f64;
    let x = |week: f64| panel.left + (week * wide).round() as i32;
    for (week, value) in (0..WEEKS).map(|week| (week, quarter.drawn(week))) {
        let (left, right) = (x(week as f64) + 3, x(week as f64 + 1.0) - 3);
        let mean = upward.at(money.of(value.mean.unwrap_or(0.0)));
        canvas.bar((left, mean), (right, panel.bottom), colour);
        if week < WEEKS - LAST && right - left > 4 && panel.bottom - mean > 4 {
            canvas.bar((left + 2, mean + 2), (right - 2, panel.bottom - 2), colour.pale());
        }
        if let Some([low, high]) = value.ci95 {
            Interval { cap: 4, ..Interval::PLAIN }.upward(canvas, &upward, [money.of(low), money.of(high)], (left + right) / 2);
        }
        if week % 3 == 0 {
            canvas.text(&format!("{}", week + 1), ((left + right) / 2, panel.bottom + 18), SMALL.centred());
        }
    }
    canvas.text("week of the fiscal quarter", ((panel.left + panel.right) / 2, panel.bottom + 42), SMALL.centred());
    draw_last(canvas, quarter, panel, (x((WEEKS - LAST) as f64), &upward, money))
}

/// The share of the last weeks, above them, and the level of an even quarter.
fn draw_last(canvas: &mut Canvas, quarter: &Quarter, panel: Panel, place: (i32, &Axis, Money)) {
    let (from, upward, money) = place;
    let even = upward.at(money.of(quarter.per_day));
    canvas.dashes(&[(panel.left, even), (panel.right, even)], (7, 5), INK, 2);
    let y = panel.top - 14;
    canvas.path(vec![(from + 3, y + 8), (from + 3, y), (panel.right - 3, y), (panel.right - 3, y + 8)], QUIET, 2);
    let label = format!("last two weeks: {} of bookings", percent(quarter.share.mean));
    canvas.text(&label, (panel.right, panel.top - 30), LABEL.bold().right())
}

fn data(quarters: &[(usize, Quarter)], money: Money) -> Table {
    let columns = ["system", "weeks of the quarter", "bookings per day", "95 % interval from", "95 % interval to", "share of bookings, %"];
    let rows = quarters.iter().flat_map(|(_, q)| {
        let days_of = |week: usize| if week + 1 < WEEKS { 7.0 } else { q.days - 7.0 * (WEEKS - 1) as f64 };
        let all = q.per_day * q.days;
        let mut rows: Vec<Vec<Cell>> = q
            .weeks
            .iter()
            .enumerate()
            .map(|(week, value)| {
                let cell =
                    |sum: Option<f64>| Cell::maybe(sum.map(|sum| money.of(sum)), sum.map_or(0, |sum| sheet::decimals(money.of(sum))));
                let share = value.mean.filter(|_| all > 0.0).map(|mean| 100.0 * mean * days_of(week) / all);
                let ends = value.ci95;
                vec![
                    Cell::text(q.name.as_str()),
                    Cell::number(week as f64 + 1.0, 0),
                    cell(value.mean),
                    cell(ends.map(|[low, _]| low)),
                    cell(ends.map(|[_, high]| high)),
                    Cell::maybe(share, 1),
                ]
            })
            .collect();
        let share = q.share.mean.map(|share| 100.0 * share);
        rows.push(vec![
            Cell::text(q.name.as_str()),
            Cell::text("last 14 days"),
            Cell::Empty,
            Cell::Empty,
            Cell::Empty,
            Cell::maybe(share, 1),
        ]);
        rows
    });
    Table::filled(format!("Bookings per day by week of the fiscal quarter, {}", money.unit), columns, rows)
}

#[cfg(test)]
mod tests {
    use super::super::sample::{deal, stored};
    use super::*;

    #[test]
    fn only_whole_quarters_count() {
        // The quarters of 2024 have 91, 91, 92 and 92 days, of which the window cuts less than one. 700 EUR on day 3 of the first; 1,500 on day
        // 89 of the last, of which the last bar has 8 days; 9,999 after it. The last bars of all have 30 days.
        let mut stored = stored(&["a"], 1.0);
        stored.systems[0].deals.extend([deal(0, 3.0, 700.0), deal(0, 363.5, 1500.0), deal(0, 366.5, 9999.0)]);
        let quarter = Quarter::new(&stored.systems[0]).expect("quarters");
        let means: Vec<f64> = quarter.weeks.iter().filter_map(|week| week.mean).collect();
        assert_eq!((quarter.quarters, means[0], means[1], means[12]), (4, 25.0, 0.0, 50.0));
        assert_eq!((quarter.per_day, quarter.even_share), (2200.0 / 366.0, 56.0 / 366.0));
        assert_eq!(quarter.share.mean, Some(1500.0 / 2200.0));
        assert_eq!(quarter.finding(1).0, Finding::Open, "one world");
    }

    #[test]
    fn what_is_sure_is_said_and_no_more() {
        let mut stored = stored(&["a", "b"], 1.0);
        for world in 0..4 {
            let wobble = world as f64;
            stored.systems[0].deals.extend([deal(world, 10.0, 1000.0 + wobble), deal(world, 85.0, 1000.0)]);
            stored.systems[1].deals.extend([deal(world, 10.0, 1000.0 - 200.0 * wobble), deal(world, 85.0, 10.0 + 400.0 * wobble)]);
        }
        let first = picture(&stored).expect("something");
        assert!(first.title.ends_with("; the difference is not settled"), "{}", first.title);
        assert!(first.message.contains("A: 50.0 % of bookings in the last two weeks (95 % interval"), "{}", first.message);
        assert!(first.message.contains(", probably more than an even quarter. B: 46.6"), "{}", first.message);
        assert_eq!(first.data.rows.len(), 28);
    }

    /// Half a year of quarters from January on has 91 days each, from July on 92.
    #[test]
    fn an_even_quarter_is_that_of_each_calendar() {
        let mut stored = stored(&["a", "b"], 1.0);
        stored.systems[1].scenario.time.window_start = "2023-07-01".to_string();
        for system in &mut stored.systems {
            system.scenario.time.years = 0.51;
            system.deals.extend([deal(0, 10.0, 1000.0), deal(1, 85.0, 1000.0)]);
        }
        let picture = picture(&stored).expect("something");
        assert!(picture.message.starts_with("An even quarter would have 15.4 % under a and 15.2 % under b. "), "{}", picture.message);
    }

    #[test]
    fn a_window_without_a_whole_quarter_has_no_chart() {
        let mut stored = stored(&["a"], 0.2);
        stored.systems[0].deals.push(deal(0, 3.0, 700.0));
        assert_eq!(picture(&stored), None);
    }
}
