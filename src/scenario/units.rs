//! Numbers written as texts with units, such as `"6 h"`, `"20 %"` or `"25 kEUR a month"`.
//!
//! A year has 365.25 days, a quarter is a fourth and a month a twelfth of it. Hours of work are not
//! elapsed hours: keys for hours of work take minutes and hours only, because a day of work has no fixed length.

/// Days of a mean year.
pub const DAYS_PER_YEAR: f64 = 365.25;

/// Names of periods and their length in hours.
const PERIODS: &[(&[&str], f64)] = &[
    (&["min", "minute", "minutes"], 1.0 / 60.0),
    (&["h", "hour", "hours"], 1.0),
    (&["d", "day", "days"], 24.0),
    (&["w", "week", "weeks"], 7.0 * 24.0),
    (&["month", "months"], DAYS_PER_YEAR / 12.0 * 24.0),
    (&["quarter", "quarters"], DAYS_PER_YEAR / 4.0 * 24.0),
    (&["y", "year", "years"], DAYS_PER_YEAR * 24.0),
];

/// What people put between thousands, besides points.
const SEPARATORS: [char; 7] = [',', '\'', '\u{2019}', ' ', '\u{a0}', '\u{202f}', '\u{2009}'];
/// What is said of dollars.
const OTHER_CURRENCY: &str = "is in another currency, and amounts are in EUR here";
/// Names of money and their worth in EUR.
const MONEY: &[(&[&str], f64)] = &[(&["EUR", "eur", "€"], 1.0), (&["kEUR", "keur", "k€"], 1e3), (&["MEUR", "meur", "M€"], 1e6)];

fn factor(names: &[(&[&str], f64)], word: &str) -> Option<f64> {
    names.iter().find(|(list, _)| list.contains(&word)).map(|(_, factor)| *factor)
}

/// What a number counts, apart from "a month" and the like.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Quantity<'a> {
    Elapsed(f64),
    Work,
    Share,
    Money,
    Pure,
    Things(&'a str),
}

/// A unit as declared: a quantity, perhaps per period of so many hours.
fn declared<'a>(unit: &'a str, key: &str) -> (Quantity<'a>, Option<f64>) {
    let (what, per) = split_period(unit);
    let quantity = match what {
        "" | "times" => Quantity::Pure,
        "hours" if is_work(key) => Quantity::Work,
        _ if what == "share" || what.starts_with("share of") => Quantity::Share,
        "EUR" => Quantity::Money,
        _ => factor(PERIODS, what).map_or(Quantity::Things(what), Quantity::Elapsed),
    };
    (quantity, per)
}

/// Whether a key with the unit hours means hours of work: all but the names that end in `_hours` for elapsed time.
fn is_work(key: &str) -> bool {
    !key.ends_with("_hours") || ["work_hours", "customer_hours", "banked_hours"].iter().any(|end| key.ends_with(end))
}

/// Whether a number with this unit is a share or a pure number, of which so many per cent are a value; of a multiple they are a part.
pub fn takes_percent(unit: &str, key: &str) -> bool {
    unit != "times" && matches!(declared(unit, key).0, Quantity::Share | Quantity::Pure)
}

/// Splits `"EUR a month"`, `"EUR/month"` or `"EUR per month"` at its period.
fn split_period(unit: &str) -> (&str, Option<f64>) {
    for separator in [" a ", " an ", " per ", "/"] {
        if let Some((what, period)) = unit.rsplit_once(separator)
            && let Some(hours) = factor(PERIODS, period.trim())
        {
            return (what.trim(), Some(hours));
        }
    }
    for start in ["a ", "an ", "per "] {
        if let Some(period) = unit.strip_prefix(start)
            && let Some(hours) = factor(PERIODS, period.trim())
        {
            return ("", Some(hours));
        }
    }
    (unit.trim(), None)
}

/// Reads a number with a unit into the unit of the key `key`.
///
/// # Errors
///
/// Says what is wrong with the text.
pub fn parse(text: &str, unit: &str, key: &str) -> Result<f64, String> {
    let (digits, given) = split_number(text.trim());
    has_one_reading(digits, given.trim_end(), unit, key)?;
    let given = given.trim();
    let number: f64 = digits.replace('_', "").parse().map_err(|_| without_number(given))?;
    if given.is_empty() {
        return Ok(number);
    }
    convert(number, given, unit, key).ok_or_else(|| not_fitting(digits, given, unit, key))
}

/// What is wrong with a text that has no number in front.
fn without_number(text: &str) -> String {
    let number = text.trim_start_matches(['€', '$', '£']).trim_start();
    match number.len() < text.len() && number.starts_with(|c: char| c.is_ascii_digit()) {
        true if text.starts_with('€') => format!("has its currency in front: write {number} EUR"),
        true => OTHER_CURRENCY.to_string(),
        false => "does not begin with a number".to_string(),
    }
}

/// What is wrong with a unit, and what was meant by short words for amounts of money.
fn not_fitting(digits: &str, given: &str, unit: &str, key: &str) -> String {
    const WRONG: &str = "has a unit that does not fit";
    if declared(unit, key).0 != Quantity::Money {
        return WRONG.to_string();
    }
    let (what, _) = split_period(given);
    let what = what.to_lowercase();
    if ["$", "£", "usd", "gbp", "chf", "dollar"].iter().any(|currency| what.contains(currency)) {
        return OTHER_CURRENCY.to_string();
    }
    match what.replace("eur", "").replace('€', "").trim_matches([' ', 'o', '.']) {
        "k" | "t" | "tsd" | "thousand" => format!("{WRONG}: write {digits} kEUR"),
        "m" | "mi" | "mn" | "mln" | "million" | "millions" => format!("{WRONG}: write {digits} MEUR"),
        _ => WRONG.to_string(),
    }
}

/// The unit after a number; empty where there is none.
pub fn unit_of(text: &str) -> &str {
    split_number(text.trim()).1.trim()
}

/// The digits with their signs, and what stands after them.
fn split_number(text: &str) -> (&str, &str) {
    let split = text
        .char_indices()
        .find(|(i, c)| {
            let is_exponent = matches!(c, 'e' | 'E') && text[i + 1..].starts_with(|d: char| d.is_ascii_digit() || d == '-' || d == '+');
            let is_sign = matches!(c, '-' | '+') && (*i == 0 || text[..*i].ends_with(['e', 'E']));
            !(c.is_ascii_digit() || matches!(c, '.' | '_') || is_exponent || is_sign)
        })
        .map_or(text.len(), |(i, _)| i);
    text.split_at(split)
}

/// Whether a number can be read in one way alone. Here a point stands before decimals, and nothing but `_` between thousands; where
/// others write it otherwise, `100.000 EUR` would be a hundred and `100,000 EUR` no number at all.
///
/// # Errors
/// Says how to write what is meant.
fn has_one_reading(digits: &str, given: &str, unit: &str, key: &str) -> Result<(), String> {
    let goes_on = given.trim_start_matches(SEPARATORS);
    if digits.matches('.').count() > 1 || !digits.is_empty() && goes_on.starts_with(|c: char| c.is_ascii_digit()) {
        return Err(separated(&format!("{digits}{given}")));
    }
    let counts = matches!(declared(unit, key).0, Quantity::Money | Quantity::Things(_));
    match digits.trim_start_matches(['-', '+']).split_once('.') {
        Some((whole, decimals)) if counts && is_like_thousands(whole, decimals) => Err(two_readings(whole, decimals)),
        _ => Ok(()),
    }
}

/// What is wrong with a number that has something between its digits, and how it is written here.
fn separated(text: &str) -> String {
    let is_of_number = |c: char| c.is_ascii_digit() || c == '.' || SEPARATORS.contains(&c);
    let (sign, number) = match text.chars().next() {
        Some(sign @ ('-' | '+')) => (if sign == '-' { "-" } else { "" }, text[1..].trim_start()),
        _ => ("", text),
    };
    let number = number[..number.find(|c| !is_of_number(c)).unwrap_or(number.len())].trim_end_matches(|c: char| !c.is_ascii_digit());
    let groups: Vec<&str> = number.split(|c: char| !c.is_ascii_digit()).filter(|group| !group.is_empty()).collect();
    if !sign.is_empty() && !number.contains(|c: char| SEPARATORS.contains(&c)) {
        return format!("has a blank after its sign: write {sign}{number}");
    }
    let [first, middle @ .., last] = groups.as_slice() else { return "is no number".to_string() };
    let are_thousands = (1..=3).contains(&first.len()) && middle.iter().all(|group| group.len() == 3);
    let has_comma = middle.is_empty() && number.contains(',');
    let before = format!("{sign}{first}{}", middle.concat());
    match (are_thousands && last.len() == 3, has_comma) {
        (true, true) => format!("has a comma: write {before}{last} or {before}_{last} for thousands, {before}.0 for decimals"),
        (true, false) => format!("has something between thousands: write {before}{last} or {}", groups.join("_")),
        (false, true) => format!("has a comma before decimals: write {before}.{last}"),
        (false, false) if are_thousands => format!("has something between thousands: write {before}.{last}"),
        (false, false) => "has something between its digits: write 100000 or 100_000, and 0.5".to_string(),
    }
}

/// What is wrong with `100.000`.
pub fn two_readings(whole: &str, decimals: &str) -> String {
    let short = decimals.trim_end_matches('0');
    let decimal = if short.len() == 3 { format!("{whole}.{short}0") } else { format!("{whole}.{short:0<1}") };
    format!(
        "could be {whole}{decimals} or {decimal}: write {whole}{decimals} if the point stands between thousands, or {decimal} if before decimals"
    )
}

/// Whether what stands before and after a point could be thousands and the rest: `100.000`, but not `0.125` and not `1000.125`.
pub fn is_like_thousands(whole: &str, decimals: &str) -> bool {
    let are_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    decimals.len() == 3 && (1..=3).contains(&whole.len()) && !whole.starts_with('0') && are_digits(whole) && are_digits(decimals)
}

fn convert(number: f64, given: &str, unit: &str, key: &str) -> Option<f64> {
    if given == unit {
        return Some(number);
    }
    let (quantity, period) = declared(unit, key);
    let (what, given_period) = split_period(given);
    let rate = match (period, given_period) {
        (_, None) => 1.0,
        (Some(hours), Some(given_hours)) => {
            if quantity == Quantity::Share && hours != given_hours {
                return None;
            }
            hours / given_hours
        }
        (None, Some(_)) => return None,
    };
    let scaled = match quantity {
        Quantity::Elapsed(hours) => number * factor(PERIODS, what)? / hours,
        Quantity::Work => {
            let hours = factor(PERIODS, what)?;
            if hours > 1.0 {
                return None;
            }
            number * hours
        }
        Quantity::Share | Quantity::Pure if what == "%" || what == "percent" => number / 100.0,
        Quantity::Share | Quantity::Pure if what.is_empty() || what == unit => number,
        Quantity::Money => number * factor(MONEY, what)?,
        Quantity::Things(things) if what.is_empty() || what == things => number,
        _ => return None,
    };
    Some(if rate == 1.0 { scaled } else { scaled * rate })
}

/// What a number of a key has to be: "a number (people)", "a share, such as 0.2 or "20 %"".
pub fn expected(unit: &str, key: &str) -> String {
    match declared(unit, key) {
        (Quantity::Pure, None) => "a number".to_string(),
        (Quantity::Share, None) => "a share, such as 0.2 or \"20 %\"".to_string(),
        _ => format!("a number ({unit})"),
    }
}

/// In which unit a number of a key is, as a sentence that follows others; empty where there is nothing to say. `number` is what was
/// written, if it was a number alone.
pub fn sentence(unit: &str, key: &str, number: Option<f64>) -> String {
    let (quantity, _) = declared(unit, key);
    match (quantity, number.filter(|number| *number > 1.0 && *number <= 100.0).map(super::read::plain_number)) {
        (Quantity::Pure, _) if unit.is_empty() => String::new(),
        (Quantity::Pure, _) => " It is a factor, such as 1.2.".to_string(),
        (Quantity::Share, Some(number)) => format!(" It is a {unit}: for {number} in a hundred write \"{number} %\"."),
        (Quantity::Share, None) => format!(" It is a {unit}: 0.2 or \"20 %\" is a fifth."),
        (Quantity::Money, _) => format!(" It is an amount in {unit}."),
        (Quantity::Things(things), _) if !things.ends_with('s') && things != "people" => format!(" Its unit is {unit}."),
        _ => format!(" It is counted in {unit}."),
    }
}

/// Examples of texts that fit a key.
pub fn examples(unit: &str, key: &str) -> String {
    let (quantity, period) = declared(unit, key);
    let unit = &unit.replace('/', " a ");
    let per = if period.is_some() { unit.find(" a").map_or("", |i| &unit[i..]) } else { "" };
    match (quantity, period) {
        (Quantity::Elapsed(_), None) => {
            format!("a number of {unit}, or a text such as \"30 min\", \"6 h\", \"45 days\", \"3 weeks\" or \"1.5 years\"")
        }
        (Quantity::Work, None) => "hours of work: a number, or a text such as \"30 min\" or \"1.5 h\"".into(),
        (Quantity::Elapsed(_) | Quantity::Work, Some(_)) => format!("a number of {unit}, or a text such as \"30 min{per}\""),
        (Quantity::Share, _) => format!("a number from 0 to 1, or a text such as \"20 %{per}\""),
        (Quantity::Money, None) => "a number of EUR, or a text such as \"900 EUR\", \"25 kEUR\" or \"1.2 MEUR\"".into(),
        (Quantity::Money, Some(_)) => format!("a number of {unit}, or a text such as \"5 kEUR a month\" or \"60 kEUR a year\""),
        (Quantity::Pure, _) => "a number, or a text such as \"20 %\"".into(),
        (Quantity::Things(things), Some(_)) => format!("a number of {unit}, or a text such as \"10 {things} a month\""),
        (Quantity::Things(_), None) => format!("a number ({unit})"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_converted_to_the_unit_of_the_key() {
        let cases = [
            ("6 h", "hours", "intent_tau_hours", 6.0),
            ("30 min", "hours", "intent_tau_hours", 0.5),
            ("3 days", "hours", "intent_tau_hours", 72.0),
            ("30 min", "hours", "answer_work_hours", 0.5),
            ("45 days", "days", "late_days", 45.0),
            ("3 weeks", "days", "late_days", 21.0),
            ("6 h", "days", "late_days", 0.25),
            ("1.5 years", "years", "years", 1.5),
            ("1461 days", "years", "years", 4.0),
            ("20 %", "share", "start_share", 0.2),
            ("20%", "share of the price", "x", 0.2),
            ("2 % a month", "share a month", "cancel_per_month", 0.02),
            ("25 kEUR", "EUR", "price", 25000.0),
            ("60 kEUR a year", "EUR a month", "cost_per_month", 5000.0),
            ("5 kEUR", "EUR a month", "cost_per_month", 5000.0),
            ("10 leads a month", "leads a year", "leads_per_year", 120.0),
            ("10 a month", "leads a year", "leads_per_year", 120.0),
            ("30 min a week", "hours a week", "coordination_work_hours_per_week", 0.5),
            ("12 people", "people", "people", 12.0),
            ("1e3", "people", "people", 1000.0),
            ("-1.5e-3 misfit", "misfit", "fit_x", -0.0015),
            ("4 customers a person", "customers a person", "prospect_below", 4.0),
            ("100_000 EUR", "EUR", "price", 100_000.0),
            ("1000.125 EUR", "EUR", "price", 1000.125),
            ("100.0000 EUR", "EUR", "price", 100.0),
            ("0.125 EUR", "EUR", "price", 0.125),
            ("1.125 years", "years", "years", 1.125),
        ];
        for (text, unit, key, expected) in cases {
            let actual = parse(text, unit, key);
            assert!(actual.as_ref().is_ok_and(|x| (x - expected).abs() < 1e-12), "{text} as {unit}: {actual:?}, expected {expected}");
        }
    }

    #[test]
    fn numbers_with_two_readings_are_refused_with_the_cure() {
        for (text, unit, key, cure) in [
            ("100.000 EUR", "EUR", "price", "could be 100000 or 100.0: write 100000 if"),
            ("12.500", "EUR", "price", "or 12.5 if before decimals"),
            ("60.000 EUR a year", "EUR a month", "cost_per_month", "could be 60000 or 60.0"),
            ("1.500 leads a month", "leads a year", "leads_per_year", "could be 1500 or 1.5"),
            ("12.345 EUR", "EUR", "price", "could be 12345 or 12.3450"),
            ("100,000 EUR", "EUR", "price", "write 100000 or 100_000 for thousands, 100.0 for decimals"),
            ("100 000 EUR", "EUR", "price", "write 100000 or 100_000"),
            ("100'000 EUR", "EUR", "price", "write 100000 or 100_000"),
            ("1.250.000 EUR", "EUR", "price", "write 1250000 or 1_250_000"),
            ("1.250,50 EUR", "EUR", "price", "write 1250.50"),
            ("5,000,000", "EUR", "price", "write 5000000 or 5_000_000"),
            ("1,5 h", "hours", "x_hours", "write 1.5"),
            ("0,35", "share", "selling_share", "write 0.35"),
            ("95k", "EUR a year", "cost_per_year", "write 95 kEUR"),
            ("5 Mio EUR", "EUR", "price", "write 5 MEUR"),
            ("5 million €", "EUR", "price", "write 5 MEUR"),
            ("$95000", "EUR", "price", "amounts are in EUR here"),
            ("95000 USD a year", "EUR a year", "cost_per_year", "amounts are in EUR here"),
            ("€ 900", "EUR", "price", "write 900 EUR"),
        ] {
            let why = parse(text, unit, key).expect_err(text);
            assert!(why.contains(cure), "{text}: {why}");
        }
    }

    #[test]
    fn wrong_units_are_refused() {
        let cases = [
            ("6 EUR", "hours", "intent_tau_hours"),
            ("2 days", "hours", "answer_work_hours"),
            ("24 % a year", "share a month", "cancel_per_month"),
            ("5 h", "share", "x"),
            ("soon", "days", "late_days"),
            ("", "days", "late_days"),
            ("5 kEUR a month", "EUR", "price"),
            ("1,5 h", "hours", "x_hours"),
            ("€", "EUR", "price"),
        ];
        for (text, unit, key) in cases {
            assert!(parse(text, unit, key).is_err(), "{text} as {unit}");
        }
    }
}
