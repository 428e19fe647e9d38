//! What happens on a date: people come and go, a plan or any other setting changes, the largest deal slips.

use super::customer::Time;
use super::keys::{number, plain};
use super::problems::shown;
use super::units::DAYS_PER_YEAR;
use super::whole::Scenario;
use crate::engine::time::{DAY, INSTANT, WEEK};
use jiff::Span;
use jiff::civil::Date;

crate::choices! {
    /// What becomes of the open customers of somebody who leaves.
    pub enum Inheritance {
        /// A colleague takes over: one on the same customer, else the one of the same role with the fewest; without any they wait.
        Colleague = "colleague",
        /// They wait in the queue for whoever comes next, unless a colleague is on the same customer.
        Successor = "successor",
        /// We let go of them.
        Dropped = "dropped",
    }
    /// What becomes of the open deal with the highest price.
    pub enum Fate {
        /// Nothing.
        Nothing = "nothing",
        /// The customer stops its project.
        Lost = "lost",
        /// The customer puts it off.
        Slips = "slips",
    }
}

crate::sections! {
    /// Something that happens on a date, under every system alike.
    pub struct DatedEvent {
        /// When, within the measured window: `2024-07-01` (a date), `2024-07` (a month), `week 14` or `month 7` of the window's first year,
        /// `quarter 3` of the fiscal year, or `year 2 week 5`. A week, month or quarter stands for its first day.
        at: String = String::new() => plain();
        /// When what `set`, `with`, `away` and `hiring_freeze` change is as before again, written as `at`; empty: never.
        until: String = String::new() => plain();
        /// Settings that change, each as for `--set`: `channel.web.leads_per_year=x2`, `role.seller.plan=commission`.
        set: Vec<String> = Vec::new() => plain();
        /// Built-in overlays that are laid on, such as `training`.
        with: Vec<String> = Vec::new() => plain();
        /// New people by role, `seller=2`: they start on that day, and ramp.
        hire: Vec<String> = Vec::new() => plain();
        /// Who leaves: `best seller`, `weakest seller`, `any seller`, `seller 3` by number, or somebody by name. Best is who has usually
        /// brought most credit in a period of their pay plan, or has most skill while that is not known.
        leave: Vec<String> = Vec::new() => plain();
        /// Who is away until `until`, written as for `leave`: they begin no work, and get no new customers where others can have them. What they
        /// have begun waits for them, what they share is done by others; they are paid as usual.
        away: Vec<String> = Vec::new() => plain();
        /// Whether the posts of those who leave are filled again, after the hiring time of their role.
        backfill: bool = true => plain();
        /// What becomes of the open customers of those who leave.
        customers_go_to: Inheritance = Inheritance::Colleague => plain();
        /// Whether nobody is hired until `until`: for a post that falls empty in that time, the search begins afterwards. People hired by
        /// an event still start.
        hiring_freeze: bool = false => plain();
        /// Selling time that it costs each of our people at once, as in a reorganisation.
        attention_weeks: f64 = 0.0 => number("weeks", 0.0, 52.0).plausible(0.2, 4.0);
        /// Roles whose people `attention_weeks` is about; empty: all.
        roles: Vec<String> = Vec::new() => plain();
        /// What becomes of the open deal with the highest price.
        largest_deal: Fate = Fate::Nothing => plain();
        /// By how much it is put off, if it slips.
        slip_days: f64 = 90.0 => number("days", 1.0, 3650.0).plausible(30.0, 180.0);
    }
}

impl DatedEvent {
    /// Whether settings change.
    pub fn changes_settings(&self) -> bool {
        !self.set.is_empty() || !self.with.is_empty()
    }

    /// Whether anything happens at all.
    pub fn does_something(&self) -> bool {
        let of_people =
            !self.hire.is_empty() || !self.leave.is_empty() || !self.away.is_empty() || self.hiring_freeze || self.attention_weeks > 0.0;
        self.changes_settings() || of_people || self.largest_deal != Fate::Nothing
    }

    /// When it happens, in hours from the beginning of the window.
    ///
    /// # Errors
    ///
    /// What is wrong with the date, and a cure.
    pub fn begins(&self, time: &Time) -> Result<f64, (String, String)> {
        moment(&self.at, time)
    }

    /// When what it changes is as before again, in hours from the beginning of the window; infinity if never.
    ///
    /// # Errors
    ///
    /// What is wrong with the date, and a cure.
    pub fn ends(&self, time: &Time) -> Result<f64, (String, String)> {
        if self.until.trim().is_empty() { Ok(f64::INFINITY) } else { moment(&self.until, time) }
    }

    /// New people: role and number. What cannot be read is left out.
    pub fn hired(&self) -> impl Iterator<Item = (&str, usize)> {
        self.hire.iter().filter_map(|text| hired(text))
    }
}

/// Most who are hired at once.
const MOST_HIRED: usize = 1000;

/// A role and how many are hired: `seller=2`, or `seller` for one.
pub fn hired(text: &str) -> Option<(&str, usize)> {
    let (role, count) = text.split_once('=').unwrap_or((text, "1"));
    let count = count.trim().trim_start_matches('+').parse().ok().filter(|count| (1..=MOST_HIRED).contains(count))?;
    Some((role.trim(), count))
}

/// Who leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leaver<'t> {
    /// Who brings most.
    Best(&'t str),
    /// Who brings least.
    Weakest(&'t str),
    /// Anybody, at random.
    Any(&'t str),
    /// The person of a role with this number, from 1.
    Number(&'t str, usize),
    /// Somebody by name.
    Named(&'t str),
}

impl<'t> Leaver<'t> {
    /// Reads `best seller`, `weakest seller`, `any seller`, `seller 3` or somebody's name.
    ///
    /// ```
    /// use winflow::scenario::event::Leaver;
    /// assert_eq!(Leaver::parse("best ae"), Some(Leaver::Best("ae")));
    /// assert_eq!(Leaver::parse("ae 3"), Some(Leaver::Number("ae", 3)));
    /// assert_eq!(Leaver::parse("Anna Müller"), Some(Leaver::Named("Anna Müller")));
    /// assert_eq!(Leaver::parse("ae 0"), None);
    /// ```
    pub fn parse(text: &'t str) -> Option<Self> {
        let text = text.trim();
        let (first, second) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
        let second = second.trim();
        match (first, second) {
            ("", _) | ("best" | "weakest" | "any", "") => None,
            ("best", role) => Some(Self::Best(role)),
            ("weakest", role) => Some(Self::Weakest(role)),
            ("any", role) => Some(Self::Any(role)),
            (role, number) if number.starts_with(|c: char| c.is_ascii_digit()) => {
                number.parse().ok().filter(|number| *number > 0).map(|number| Self::Number(role, number))
            }
            _ => Some(Self::Named(text)),
        }
    }

    /// The same in a scenario: somebody's name comes before anything else that it could mean.
    pub fn of(text: &'t str, scenario: &Scenario) -> Option<Self> {
        if scenario.member_named(text).is_some() { Some(Self::Named(text.trim())) } else { Self::parse(text) }
    }

    /// The number, for whoever is named by it.
    pub fn number(self) -> Option<usize> {
        if let Self::Number(_, number) = self { Some(number) } else { None }
    }

    /// The role of those among whom somebody leaves.
    pub fn role(self, scenario: &'t Scenario) -> Option<&'t str> {
        match self {
            Self::Best(role) | Self::Weakest(role) | Self::Any(role) | Self::Number(role, _) => Some(role),
            Self::Named(name) => Some(scenario.person.get(scenario.member_named(name)?)?.role.as_str()),
        }
    }
}

const FORMS: &str = "Write a date (2024-07-01), a month (2024-07), or counted from the beginning of the window: week 14, month 7, quarter 3, year 2 week 5.";

/// A point in time as it is written, in hours from the beginning of the window.
///
/// # Errors
///
/// What is wrong, and a cure.
pub fn moment(text: &str, time: &Time) -> Result<f64, (String, String)> {
    let written = text.trim();
    let no_time = || (format!("\"{}\" is not a date", shown(written)), FORMS.to_string());
    if written.is_empty() {
        return Err(("there is no date".to_string(), FORMS.to_string()));
    }
    let window: Date = time.window_start.parse().map_err(|_| no_time())?;
    if written.starts_with(|c: char| c.is_ascii_digit()) {
        let (is_month, whole) = match written.matches('-').count() {
            1 => (true, format!("{written}-01")),
            _ => (false, written.to_string()),
        };
        let date: Date = whole.parse().map_err(|_| {
            let what = if is_month { "month" } else { "date" };
            (format!("\"{}\" is no {what} of the calendar", shown(written)), FORMS.to_string())
        })?;
        return Ok(days_between(window, date) * DAY);
    }
    let words: Vec<&str> = written.split_whitespace().collect();
    let (year, unit, count) = match words.as_slice() {
        [unit, count] => ("1", *unit, *count),
        ["year", year, unit, count] => (*year, *unit, *count),
        _ => return Err(no_time()),
    };
    let (Ok(year), Ok(count)) = (year.parse::<u32>(), count.parse::<u32>()) else { return Err(no_time()) };
    let most = match unit {
        "week" => 53,
        "month" => 12,
        "quarter" => 4,
        _ => return Err(no_time()),
    };
    if !(1..=most).contains(&count) || !(1..=100).contains(&year) {
        let message = format!("there is no {unit} {count} in a year");
        let hint = format!("A {unit} is 1 to {most}; later years are written as: year 2 {unit} 1.");
        return Err((message, hint));
    }
    let (year, before) = (year - 1, count - 1);
    let months = 12 * year + if unit == "month" { before } else { 0 };
    let later = Span::new().try_months(i64::from(months)).ok().and_then(|span| window.checked_add(span).ok()).ok_or_else(no_time)?;
    Ok(match unit {
        "week" => days_between(window, later) * DAY + f64::from(before) * WEEK,
        "month" => days_between(window, later) * DAY,
        _ => quarter(time, year, count),
    })
}

/// The beginning of a quarter of the fiscal year, 1 to 4: the first in the window that has this number, or the one so many years later.
fn quarter(time: &Time, years_later: u32, number: u32) -> f64 {
    let (quarters, years) = (time.quarters(0.0), time.fiscal_years(0.0));
    let mut start = match quarters.around(0.0) {
        (start, _) if start > -INSTANT => start,
        (_, end) => end,
    };
    let number_of = |start: f64| number_in_year(years.around(start + INSTANT), start);
    let mut later = years_later;
    // No year has more than five beginnings of quarters.
    for _ in 0..5 * (years_later + 1) {
        if number_of(start) == number && later == 0 {
            break;
        }
        later -= u32::from(number_of(start) == number);
        start = quarters.around(start + INSTANT).1;
    }
    start
}

/// The number, from 1, of the quarter of a fiscal year that begins at a time.
fn number_in_year((year, next): (f64, f64), start: f64) -> u32 {
    (4.0 * (start - year) / (next - year)).round() as u32 + 1
}

/// What is added to the name of a period of which only a part is in the window.
pub const PART: &str = " (part)";
/// A period that lacks fewer days than these is whole: a year of 365.25 days ends within its last day.
pub const WHOLE_BUT_FOR_DAYS: f64 = 2.0;

/// The fiscal quarters of a window of so many days: the first day of each, the first of them perhaps before the window, and its name: `2024 Q1`, or
/// `FY2024 Q1` where the fiscal year is not that of the calendar. It is called by the year in which its middle lies.
pub fn quarter_names(time: &Time, days: f64) -> Vec<(f64, String)> {
    let (quarters, years) = (time.quarters(0.0), time.fiscal_years(0.0));
    let window: Option<Date> = time.window_start.parse().ok();
    let mut all = Vec::new();
    let mut start = quarters.around(INSTANT).0;
    while start < days * DAY - INSTANT && all.len() < 400 {
        let (year, next) = years.around(start + INSTANT);
        let number = number_in_year((year, next), start);
        let middle = f64::midpoint(year, next);
        let middle = window.and_then(|window| window.checked_add(Span::new().days((middle / DAY).round() as i64)).ok());
        let fiscal = if time.fiscal_year_begins_month == 1.0 { "" } else { "FY" };
        let end = quarters.around(start + INSTANT).1;
        let spare = WHOLE_BUT_FOR_DAYS * DAY;
        let part = if start < -spare || end > days * DAY + spare { PART } else { "" };
        let name = middle.map_or_else(|| format!("Q{number}{part}"), |day| format!("{fiscal}{} Q{number}{part}", day.year()));
        all.push((start / DAY, name));
        start = end;
    }
    all
}

fn days_between(from: Date, to: Date) -> f64 {
    from.until(to).map_or(0.0, |span| f64::from(span.get_days()))
}

/// Length of the window, in hours.
pub fn window_hours(time: &Time) -> f64 {
    time.years * DAYS_PER_YEAR * DAY
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(text: &str) -> Result<f64, String> {
        moment(text, &Time::default()).map(|hours| hours / DAY).map_err(|(message, _)| message)
    }

    /// 2024 has 31, 29, 31, 30, 31 and 30 days in its first six months.
    #[test]
    fn dates_weeks_months_and_quarters_are_days_of_the_window() {
        assert_eq!(days("2024-01-01"), Ok(0.0));
        assert_eq!(days("2024-07-01"), Ok(182.0));
        assert_eq!(days("2024-07"), Ok(182.0));
        assert_eq!(days("week 14"), Ok(91.0));
        assert_eq!(days("month 7"), Ok(182.0));
        assert_eq!(days("quarter 3"), Ok(182.0));
        assert_eq!(days("year 2 quarter 1"), Ok(366.0));
        assert_eq!(days("year 2 month 1"), Ok(366.0));
        assert_eq!(days("year 2 week 2"), Ok(366.0 + 7.0));
        assert_eq!(days("2023-12-31"), Ok(-1.0));
    }

    #[test]
    fn quarters_are_those_of_the_fiscal_year() {
        let time = Time { fiscal_year_begins_month: 2.0, window_start: "2024-03-15".into(), ..Time::default() };
        // From the 15th of March to the 1st of May, on which the second quarter begins, and of next year's February, with the first.
        assert_eq!(moment("quarter 2", &time).map(|hours| hours / DAY), Ok(47.0));
        assert_eq!(moment("quarter 1", &time).map(|hours| hours / DAY), Ok(323.0));
        assert_eq!(moment("year 2 quarter 2", &time).map(|hours| hours / DAY), Ok(47.0 + 365.0));
        let april = Time { fiscal_year_begins_month: 4.0, ..Time::default() };
        let days = |text: &str| moment(text, &april).map(|hours| hours / DAY);
        assert_eq!([days("quarter 1"), days("quarter 4"), days("quarter 2")], [Ok(91.0), Ok(0.0), Ok(182.0)]);
        assert_eq!(moment("month 2", &time).map(|hours| hours / DAY), Ok(31.0));
    }

    #[test]
    fn what_is_no_time_is_refused_with_words() {
        for (text, part) in [
            ("", "there is no date"),
            ("quarter 5", "there is no quarter 5 in a year"),
            ("month 13", "there is no month 13"),
            ("week 0", "there is no week 0"),
            ("2024-13", "no month of the calendar"),
            ("2024-02-30", "no date of the calendar"),
            ("july", "is not a date"),
            ("fortnight 3", "is not a date"),
            ("week -3", "is not a date"),
            ("99999999999-01-01", "no date"),
            ("year 101 week 1", "there is no"),
        ] {
            let said = days(text).expect_err(text);
            assert!(said.contains(part), "{text}: {said}");
        }
    }

    #[test]
    fn who_is_hired_and_who_leaves_is_read() {
        assert_eq!([hired("ae=2"), hired("ae = +3"), hired("ae")], [Some(("ae", 2)), Some(("ae", 3)), Some(("ae", 1))]);
        assert_eq!([hired("ae=0"), hired("ae=x"), hired("ae=1.5"), hired("ae=99999")], [None; 4]);
        assert_eq!(Leaver::parse("weakest sdr"), Some(Leaver::Weakest("sdr")));
        assert_eq!(Leaver::parse(" any  sdr "), Some(Leaver::Any("sdr")));
        assert_eq!([Leaver::parse("ae 0"), Leaver::parse("best"), Leaver::parse("")], [None; 3]);
        assert_eq!(Leaver::parse("Anna"), Some(Leaver::Named("Anna")));
    }
}
