//! Days on which nobody works: public holidays of a country, and days of a firm's own.

use super::customer::Time;
use super::problems::shown;
use jiff::Span;
use jiff::civil::{Date, Weekday};

/// A stretch of days of its own may have at most so many.
const MOST_DAYS: i32 = 366;

/// When a holiday is, in any year.
#[derive(Debug, Clone, Copy)]
enum Rule {
    /// A month and a day.
    On(i8, i8),
    /// The same; on a weekend it is kept on the next working day that is no holiday.
    OnOrAfter(i8, i8),
    /// The same; a Saturday is kept on the Friday before, a Sunday on the Monday after.
    Near(i8, i8),
    /// Days after Easter Sunday.
    Easter(i32),
    /// The so manieth such day of a month, from its end if below 0.
    Nth(i8, Weekday, i8),
}

use Rule::{Easter, Near, Nth, On, OnOrAfter};

const GOOD_FRIDAY: Rule = Easter(-2);
const EASTER_MONDAY: Rule = Easter(1);
const ASCENSION: Rule = Easter(39);
const WHIT_MONDAY: Rule = Easter(50);
const CORPUS_CHRISTI: Rule = Easter(60);

/// Public holidays of whole countries, as their laws have them in 2024: regional ones, and what is kept without a law, are left out.
const COUNTRIES: [(&str, &str, &[Rule]); 11] = [
    (
        "AT",
        "Austria",
        &[
            On(1, 1),
            On(1, 6),
            EASTER_MONDAY,
            On(5, 1),
            ASCENSION,
            WHIT_MONDAY,
            CORPUS_CHRISTI,
            On(8, 15),
            On(10, 26),
            On(11, 1),
            On(12, 8),
            On(12, 25),
            On(12, 26),
        ],
    ),
    (
        "BE",
        "Belgium",
        &[On(1, 1), EASTER_MONDAY, On(5, 1), ASCENSION, WHIT_MONDAY, On(7, 21), On(8, 15), On(11, 1), On(11, 11), On(12, 25)],
    ),
    // Of the whole country by law only the 1st of August; the others in nearly all cantons.
    ("CH", "Switzerland", &[On(1, 1), GOOD_FRIDAY, EASTER_MONDAY, ASCENSION, WHIT_MONDAY, On(8, 1), On(12, 25), On(12, 26)]),
    ("DE", "Germany", &[On(1, 1), GOOD_FRIDAY, EASTER_MONDAY, On(5, 1), ASCENSION, WHIT_MONDAY, On(10, 3), On(12, 25), On(12, 26)]),
    ("ES", "Spain", &[On(1, 1), On(1, 6), GOOD_FRIDAY, On(5, 1), On(8, 15), On(10, 12), On(11, 1), On(12, 6), On(12, 8), On(12, 25)]),
    (
        "FR",
        "France",
        &[On(1, 1), EASTER_MONDAY, On(5, 1), On(5, 8), ASCENSION, WHIT_MONDAY, On(7, 14), On(8, 15), On(11, 1), On(11, 11), On(12, 25)],
    ),
    (
        "GB",
        "England and Wales",
        &[
            OnOrAfter(1, 1),
            GOOD_FRIDAY,
            EASTER_MONDAY,
            Nth(5, Weekday::Monday, 1),
            Nth(5, Weekday::Monday, -1),
            Nth(8, Weekday::Monday, -1),
            OnOrAfter(12, 25),
            OnOrAfter(12, 26),
        ],
    ),
    (
        "IT",
        "Italy",
        &[On(1, 1), On(1, 6), EASTER_MONDAY, On(4, 25), On(5, 1), On(6, 2), On(8, 15), On(11, 1), On(12, 8), On(12, 25), On(12, 26)],
    ),
    ("NL", "Netherlands", &[On(1, 1), EASTER_MONDAY, On(4, 27), ASCENSION, WHIT_MONDAY, On(12, 25), On(12, 26)]),
    ("SE", "Sweden", &[On(1, 1), On(1, 6), GOOD_FRIDAY, EASTER_MONDAY, On(5, 1), ASCENSION, On(6, 6), On(12, 25), On(12, 26)]),
    (
        "US",
        "United States, federal",
        &[
            Near(1, 1),
            Nth(1, Weekday::Monday, 3),
            Nth(2, Weekday::Monday, 3),
            Nth(5, Weekday::Monday, -1),
            Near(6, 19),
            Near(7, 4),
            Nth(9, Weekday::Monday, 1),
            Nth(10, Weekday::Monday, 2),
            Near(11, 11),
            Nth(11, Weekday::Thursday, 4),
            Near(12, 25),
        ],
    ),
];

/// The countries whose holidays are known, for messages.
pub fn countries() -> String {
    COUNTRIES.map(|(code, name, _)| format!("{code} ({name})")).join(", ")
}

/// Days that one entry of `time.holidays` stands for, in the years from one to another.
///
/// # Errors
///
/// What is wrong with it, and a cure.
pub fn days(text: &str, years: std::ops::RangeInclusive<i16>) -> Result<Vec<Date>, (String, String)> {
    let written = text.trim();
    if let Some((_, _, rules)) = COUNTRIES.iter().find(|(code, ..)| code.eq_ignore_ascii_case(written)) {
        return Ok(years.flat_map(|year| of_year(rules, year)).collect());
    }
    let (first, last) = written.split_once(" to ").unwrap_or((written, written));
    match (first.trim().parse::<Date>(), last.trim().parse::<Date>()) {
        (Ok(first), Ok(last)) => {
            let count = (last - first).get_days() + 1;
            if (1..=MOST_DAYS).contains(&count) {
                return Ok(first.series(Span::new().days(1)).take(count as usize).collect());
            }
            let message = format!("\"{}\" is no stretch of days", shown(written));
            Err((message, format!("The first day stands first, and at most {MOST_DAYS} days are one stretch.")))
        }
        _ => {
            let message = format!("\"{}\" is no country, no date and no stretch of days", shown(written));
            Err((message, format!("Write DE, 2024-12-24, or 2024-12-24 to 2024-12-31. Countries: {}.", countries())))
        }
    }
}

fn of_year(rules: &[Rule], year: i16) -> Vec<Date> {
    let mut days: Vec<Date> = Vec::new();
    for rule in rules {
        let day = match *rule {
            On(month, day) | OnOrAfter(month, day) | Near(month, day) => Date::new(year, month, day).ok(),
            Easter(later) => easter(year).and_then(|sunday| sunday.checked_add(Span::new().days(later)).ok()),
            Nth(month, weekday, nth) => Date::new(year, month, 1).ok().and_then(|first| first.nth_weekday_of_month(nth, weekday).ok()),
        };
        let Some(mut day) = day else { continue };
        match rule {
            OnOrAfter(..) => {
                while is_weekend(day) || days.contains(&day) {
                    let Ok(next) = day.tomorrow() else { break };
                    day = next;
                }
            }
            Near(..) => {
                let kept = match day.weekday() {
                    Weekday::Saturday => day.yesterday(),
                    Weekday::Sunday => day.tomorrow(),
                    _ => Ok(day),
                };
                day = kept.unwrap_or(day);
            }
            _ => {}
        }
        days.push(day);
    }
    days
}

fn is_weekend(day: Date) -> bool {
    matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

/// Easter Sunday of a year (the Gregorian computus of Meeus, Jones and Butcher).
fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let (d, e, f) = (b / 4, b % 4, (b + 8) / 25);
    let g = (b - f + 1) / 3;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    Date::new(year, i8::try_from(n / 31).ok()?, i8::try_from(n % 31 + 1).ok()?).ok()
}

impl Time {
    /// Days on which nobody works, counted from the day on which the window begins (which is 0), in order; what cannot be read is told elsewhere.
    /// `before` and `after` are the days before that day, and from it on, that matter.
    pub fn days_off(&self, before: i32, after: i32) -> Vec<i32> {
        let Ok(window) = self.window_start.parse::<Date>() else { return Vec::new() };
        let years_of = |days: i32| i16::try_from(days / 365 + 2).unwrap_or(i16::MAX);
        let years = window.year().saturating_sub(years_of(before))..=window.year().saturating_add(years_of(after));
        let all = self.holidays.iter().filter_map(|text| days(text, years.clone()).ok()).flatten();
        let mut off: Vec<i32> = all.map(|day| (day - window).get_days()).filter(|day| (-before..after).contains(day)).collect();
        off.sort_unstable();
        off.dedup();
        off
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str, year: i16) -> Vec<String> {
        let mut all: Vec<String> = days(text, year..=year).expect(text).iter().map(Date::to_string).collect();
        all.sort();
        all
    }

    /// Easter was on the 31st of March 2024 and on the 20th of April 2025.
    #[test]
    fn holidays_of_a_country_fall_on_their_dates() {
        let germany = ["01-01", "03-29", "04-01", "05-01", "05-09", "05-20", "10-03", "12-25", "12-26"];
        assert_eq!(of("DE", 2024), germany.map(|day| format!("2024-{day}")));
        assert!(of("fr", 2025).contains(&"2025-04-21".to_string()) && !of("fr", 2025).contains(&"2025-04-18".to_string()));
        // In 2022 New Year's Day was a Saturday, and Christmas a Sunday: the 26th stays, and the 25th goes to the 27th.
        let uk = of("GB", 2022);
        assert!(
            uk.contains(&"2022-01-03".to_string()) && uk.contains(&"2022-12-27".to_string()) && uk.contains(&"2022-12-26".to_string()),
            "{uk:?}"
        );
        let us = of("US", 2026);
        for day in ["2026-01-19", "2026-05-25", "2026-07-03", "2026-11-26"] {
            assert!(us.contains(&day.to_string()), "{day}: {us:?}");
        }
    }

    #[test]
    fn days_of_a_firms_own_are_dates_and_stretches() {
        assert_eq!(of("2024-12-24 to 2024-12-27", 2024).len(), 4);
        assert_eq!(of("2024-12-24", 2024), ["2024-12-24"]);
        for wrong in ["XX", "2024-13-01", "2024-12-31 to 2024-12-24", "2024-01-01 to 2026-01-01", ""] {
            assert!(days(wrong, 2024..=2024).is_err(), "{wrong}");
        }
        let time = Time { holidays: vec!["2024-01-01".into(), "DE".into()], ..Time::default() };
        assert_eq!(time.days_off(10, 100), [-7, -6, 0, 88, 91]);
    }
}
