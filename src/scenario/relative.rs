//! Numbers that are said by how they differ from what they are: `+2`, `-10 %`, `x1.2`.
//!
//! The same on the command line, in scenario files and in what a sweep varies: a plus adds, a minus takes away, `x` multiplies. Where a
//! number may be negative itself, `-2` is that number, and `+-2` takes two away.

use super::keys::Spec;
use super::units;

/// Digits that are kept of a result, so that 1.1 times 10 is 11.
const DIGITS: usize = 12;
/// Signs before a factor.
const TIMES: [char; 4] = ['x', 'X', '×', '*'];
/// What a change looks like.
const EXAMPLES: &str = "Write +2 to add, -2 to take away, x1.2 to multiply.";

/// Whether a text can only be a change: it begins with a plus or with a sign for times. A minus may belong to the number.
pub fn is_change(text: &str) -> bool {
    let text = text.trim_start();
    text.starts_with('+') || text.starts_with(TIMES)
}

/// How a number is to differ from what it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Change {
    /// So much more, in the unit of the key.
    Add(f64),
    /// So many times as much.
    Times(f64),
}

impl Change {
    /// Reads a change of the key `key`; `None` where the text says what the number is, not how it differs.
    ///
    /// ```
    /// use winflow::scenario::{keys::number, relative::Change};
    /// let price = number("EUR", 0.0, 1e9);
    /// assert_eq!(Change::parse("+2 kEUR", &price, "price"), Some(Ok(Change::Add(2000.0))));
    /// assert_eq!(Change::parse("-10 %", &price, "price"), Some(Ok(Change::Times(0.9))));
    /// assert_eq!(Change::parse("x1.2", &price, "price"), Some(Ok(Change::Times(1.2))));
    /// assert_eq!(Change::parse("2 kEUR", &price, "price"), None);
    /// ```
    ///
    /// # Errors
    /// What is wrong with it, to follow after the text.
    pub fn parse(text: &str, spec: &Spec, key: &str) -> Option<Result<Self, String>> {
        let text = text.trim();
        if let Some(factor) = text.strip_prefix(TIMES) {
            return Some(times(factor.trim()));
        }
        if let Some(amount) = text.strip_prefix('+') {
            return Some(more(amount.trim(), spec, key, true));
        }
        if let Some(number) = text.strip_suffix(TIMES).map(str::trim).filter(|number| bare(number).is_ok()) {
            return Some(Err(format!("has its x behind the number: write x{number} to multiply")));
        }
        match text.strip_prefix(['-', '\u{2212}']) {
            Some(amount) if spec.range.0 >= 0.0 => Some(more(amount.trim(), spec, key, false).map(Self::opposite)),
            _ => None,
        }
    }

    /// What it makes of a number, to twelve digits.
    pub fn of(self, value: f64) -> f64 {
        let exact = match self {
            Self::Add(amount) => value + amount,
            Self::Times(factor) => value * factor,
        };
        format!("{exact:.precision$e}", precision = DIGITS - 1).parse().unwrap_or(exact)
    }

    fn opposite(self) -> Self {
        match self {
            Self::Add(amount) => Self::Add(-amount),
            // Only a share that was added comes here as a factor: 10 % more is 1.1, 10 % less is 0.9.
            Self::Times(factor) => Self::Times(Self::Add(-factor).of(2.0)),
        }
    }
}

fn times(factor: &str) -> Result<Change, String> {
    match units::parse(factor, "times", "factor") {
        Ok(factor) if factor >= 0.0 && factor.is_finite() => Ok(Change::Times(factor)),
        Ok(_) => Err("multiplies by a number below 0".to_string()),
        Err(cause) if cause.contains("write") => Err(format!("{cause}. {EXAMPLES}")),
        Err(_) => Err(format!("is no factor: after x there is a number without a unit. {EXAMPLES}")),
    }
}

/// A number without a unit.
fn bare(text: &str) -> Result<f64, String> {
    match units::parse(text, "", "") {
        Ok(number) if units::unit_of(text).is_empty() => Ok(number),
        Err(cause) if cause.contains("write") => Err(format!("{cause}. {EXAMPLES}")),
        _ => Err(format!("does not begin with a number. {EXAMPLES}")),
    }
}

fn more(amount: &str, spec: &Spec, key: &str, is_more: bool) -> Result<Change, String> {
    if let Some(percent) = amount.strip_suffix('%') {
        let number = bare(percent)?;
        if units::takes_percent(spec.unit, key) {
            let points = super::read::plain_number(number);
            let (word, sign, all) = if is_more { ("more", '+', 100.0 + number) } else { ("less", '-', 100.0 - number) };
            let share = super::read::plain_number(Change::Times(0.01).of(all));
            return Err(format!("could be {points} points {word} or {points} % of what it is: write {sign}{points} points, or x{share}"));
        }
        return Ok(Change::Times(Change::Times(0.01).of(100.0 + number)));
    }
    if units::takes_percent(spec.unit, key)
        && let Some(points) = ["points", "point", "pp"].iter().find_map(|word| amount.strip_suffix(word))
    {
        let number = bare(points)?;
        return Ok(Change::Add(Change::Times(0.01).of(number)));
    }
    units::parse(amount, spec.unit, key).map(Change::Add)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::keys::number;

    #[test]
    fn a_sign_or_an_x_makes_a_change() {
        let (people, money, share) = (number("people", 0.0, 1e5), number("EUR a month", 0.0, 1e9), number("share", 0.0, 1.0));
        let (place, times) = (number("misfit", -10.0, 10.0), number("times", 0.0, 10.0));
        for (text, spec, key, expected) in [
            ("+2", people, "people", Change::Add(2.0)),
            ("+2 people", people, "people", Change::Add(2.0)),
            ("-3", people, "people", Change::Add(-3.0)),
            ("\u{2212}3", people, "people", Change::Add(-3.0)),
            ("x1.5", people, "people", Change::Times(1.5)),
            ("X1.5", people, "people", Change::Times(1.5)),
            ("+10 %", times, "market_scale", Change::Times(1.1)),
            ("× 120 %", people, "people", Change::Times(1.2)),
            ("*2", people, "people", Change::Times(2.0)),
            ("+6 kEUR a year", money, "cost", Change::Add(500.0)),
            ("+10 %", money, "cost", Change::Times(1.1)),
            ("-10%", money, "cost", Change::Times(0.9)),
            ("+5 points", share, "share", Change::Add(0.05)),
            ("-5pp", share, "share", Change::Add(-0.05)),
            ("+0.05", share, "share", Change::Add(0.05)),
            ("+-2", place, "fit", Change::Add(-2.0)),
        ] {
            let Some(Ok(change)) = Change::parse(text, &spec, key) else { panic!("{text} is no change") };
            let same = match (change, expected) {
                (Change::Add(a), Change::Add(b)) | (Change::Times(a), Change::Times(b)) => (a - b).abs() < 1e-12,
                _ => false,
            };
            assert!(same, "{text}: {change:?}, expected {expected:?}");
        }
        for (text, spec) in [("2", people), ("-2", place), ("1e+3", people), ("", people), ("2 kEUR", money)] {
            assert_eq!(Change::parse(text, &spec, "key"), None, "{text}");
        }
    }

    #[test]
    fn what_could_be_meant_in_two_ways_or_in_none_is_refused() {
        let (money, share) = (number("EUR", 0.0, 1e9), number("share", 0.0, 1.0));
        for (text, spec, why) in [
            ("+5 %", share, "write +5 points, or x1.05"),
            ("-5 %", share, "could be 5 points less or 5 % of what it is: write -5 points, or x0.95"),
            ("x", money, "is no factor"),
            ("x2 EUR", money, "is no factor"),
            ("x1,5", money, "write 1.5"),
            ("12x", money, "write x12 to multiply"),
            ("1.5 ×", share, "write x1.5 to multiply"),
            ("+2,5 %", money, "write 2.5"),
            ("x-1", money, "a number below 0"),
            ("+", money, "does not begin with a number"),
            ("+soon", money, "does not begin with a number"),
            ("+100.000 EUR", money, "could be 100000 or 100.0"),
            ("+2 days", money, "a unit that does not fit"),
        ] {
            let Some(Err(said)) = Change::parse(text, &spec, "key") else { panic!("{text} was taken") };
            assert!(said.contains(why), "{text}: {said}");
        }
    }

    #[test]
    fn results_are_what_one_would_write() {
        assert_eq!(Change::Times(1.1).of(10.0), 11.0);
        assert_eq!(Change::Add(0.2).of(0.1), 0.3);
        assert_eq!(Change::Times(2.0).of(0.0), 0.0);
    }
}
