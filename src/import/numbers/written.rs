//! What stands in a cell that holds a number, before it is decided what its separators mean.

use super::currency::{self, Currency};

/// What people and programs write for nothing.
const EMPTY: [&str; 12] = ["", "-", "–", "—", "n/a", "na", "null", "none", "nan", "#n/a", "(blank)", "(leer)"];

/// A number as it is written.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Written {
    pub is_negative: bool,
    /// The currency that stands beside it.
    pub currency: Option<Currency>,
    /// Digits and what stands between them, as written; spaces and apostrophes are `'`.
    pub digits: String,
    /// A power of ten: `E+04`.
    pub exponent: i32,
}

/// What the separators of one number tell by themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tells {
    /// Nothing: there is no point and no comma.
    Nothing,
    /// This is the sign before decimals.
    Decimal(char),
    /// This stands between thousands.
    Thousands(char),
    /// This could be either: three digits follow it.
    Either(char),
}

/// Whether a cell says that there is no number.
pub(super) fn is_empty(cell: &str) -> bool {
    EMPTY.iter().any(|empty| empty.eq_ignore_ascii_case(cell))
}

/// Reads a cell.
///
/// # Errors
/// What it is instead of a number, as the end of a sentence.
pub(super) fn parse(cell: &str) -> Result<Written, &'static str> {
    const NO_NUMBER: &str = "is not a number";
    let cell = cell.trim();
    if cell.ends_with('%') {
        return Err("is a share in percent, not an amount");
    }
    let (cell, in_brackets) = match cell.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        Some(inside) => (inside.trim(), true),
        None => (cell, false),
    };
    let start = cell.find(|c: char| c.is_ascii_digit()).ok_or(NO_NUMBER)?;
    let end = cell.rfind(|c: char| c.is_ascii_digit()).map_or(start, |at| at + 1);
    // A point or comma may stand before the first digit: ".5".
    let start = if cell[..start].ends_with(['.', ',']) && !cell[..start].ends_with("..") && !is_abbreviated(&cell[..start]) {
        start - 1
    } else {
        start
    };
    let (before, number, after) = (&cell[..start], &cell[start..end], &cell[end..]);
    let (mut is_negative, mut unit) = (in_brackets, String::new());
    for c in before.chars().chain(std::iter::once(' ')).chain(after.chars()) {
        match c {
            '-' | '\u{2212}' | '\u{2013}' if !is_negative => is_negative = true,
            '-' | '\u{2212}' | '\u{2013}' => return Err(NO_NUMBER),
            '+' => {}
            c if c.is_whitespace() || c == '\u{202f}' => unit.push(' '),
            c => unit.push(c),
        }
    }
    let currency = match unit.trim() {
        "" => None,
        unit => Some(currency::named(unit).ok_or(NO_NUMBER)?),
    };
    let (number, exponent) = without_exponent(number).ok_or(NO_NUMBER)?;
    Ok(Written { is_negative, currency, digits: plain(number).ok_or(NO_NUMBER)?, exponent })
}

/// Whether the point belongs to what stands before it: `Fr. 12`, `kr.12`.
fn is_abbreviated(before: &str) -> bool {
    before.trim_end_matches('.').ends_with(char::is_alphabetic)
}

/// A number without the power of ten behind it.
fn without_exponent(number: &str) -> Option<(&str, i32)> {
    match number.split_once(['e', 'E']) {
        Some((number, power)) => Some((number, power.trim_start_matches('+').parse().ok().filter(|power: &i32| power.abs() <= 30)?)),
        None => Some((number, 0)),
    }
}

/// Digits with `.`, `,` and `'` alone: spaces of all kinds and apostrophes are `'`, underscores between digits too.
fn plain(number: &str) -> Option<String> {
    let one = |c: char| match c {
        '0'..='9' | '.' | ',' => Some(c),
        '\'' | '\u{2019}' | '_' => Some('\''),
        c if c.is_whitespace() || c == '\u{202f}' || c == '\u{2009}' => Some('\''),
        _ => None,
    };
    number.chars().map(one).collect()
}

impl Written {
    /// What its separators tell.
    pub fn tells(&self) -> Tells {
        let separators: Vec<(usize, char)> = self.digits.char_indices().filter(|(_, c)| matches!(c, '.' | ',')).collect();
        let Some((last_at, last)) = separators.last().copied() else { return Tells::Nothing };
        let (kinds, times) = (separators.iter().any(|(_, c)| *c != last), separators.iter().filter(|(_, c)| *c == last).count());
        let (before, after) = (&self.digits[..last_at], self.digits.len() - last_at - 1);
        match (kinds, times) {
            (_, 2..) => Tells::Thousands(last),
            (true, _) => Tells::Decimal(last),
            // Spaces stand between the thousands.
            _ if before.contains('\'') => Tells::Decimal(last),
            _ if after == 3 && self.exponent == 0 && (1..=3).contains(&before.len()) && !before.starts_with('0') => Tells::Either(last),
            _ => Tells::Decimal(last),
        }
    }

    /// The number, if this is the sign before decimals.
    pub fn value(&self, decimal: char) -> Option<f64> {
        let (whole, decimals) = self.digits.split_once(decimal).unwrap_or((&self.digits, ""));
        if decimals.contains(|c: char| !c.is_ascii_digit()) || !is_grouped(whole) {
            return None;
        }
        let whole: String = whole.chars().filter(char::is_ascii_digit).collect();
        let number: f64 = format!("{whole}.{decimals}e{}", self.exponent).parse().ok().filter(|number: &f64| number.is_finite())?;
        Some(if self.is_negative { 0.0 - number } else { number })
    }
}

/// Whether digits stand in groups of three from the right, or of two left of the last three, as in India; one separator throughout.
fn is_grouped(whole: &str) -> bool {
    let Some(separator) = whole.chars().find(|c| !c.is_ascii_digit()) else { return true };
    if whole.chars().any(|c| !c.is_ascii_digit() && c != separator) {
        return false;
    }
    let groups: Vec<usize> = whole.split(separator).map(str::len).collect();
    let (first, inner, last) = (groups[0], &groups[1..groups.len() - 1], groups[groups.len() - 1]);
    let is_indian = separator == ',' && !inner.is_empty() && inner.iter().all(|group| *group == 2) && (1..=2).contains(&first);
    last == 3 && (is_indian || (1..=3).contains(&first) && inner.iter().all(|group| *group == 3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_separators_tell() {
        for (cell, expected) in [
            ("12500", Tells::Nothing),
            ("12 500", Tells::Nothing),
            ("12'500", Tells::Nothing),
            ("12.500", Tells::Either('.')),
            ("12,500", Tells::Either(',')),
            ("12.50", Tells::Decimal('.')),
            ("0.500", Tells::Decimal('.')),
            ("1234.567", Tells::Decimal('.')),
            ("12.500,00", Tells::Decimal(',')),
            ("12,500.5", Tells::Decimal('.')),
            ("12 500,125", Tells::Decimal(',')),
            ("1.250.000", Tells::Thousands('.')),
            ("12,34,567", Tells::Thousands(',')),
            ("1.234E+05", Tells::Decimal('.')),
        ] {
            assert_eq!(parse(cell).expect(cell).tells(), expected, "{cell}");
        }
    }

    #[test]
    fn values_with_signs_and_currencies() {
        for (cell, decimal, value, currency) in [
            ("12\u{a0}500,5", ',', 12500.5, None),
            ("12\u{2009}500", '.', 12500.0, None),
            ("1\u{2019}250\u{2019}000.25", '.', 1_250_000.25, None),
            ("$22,700.00", '.', 22700.0, Some("USD")),
            ("EUR 12.500", ',', 12500.0, Some("EUR")),
            ("12.500,00 €", ',', 12500.0, Some("EUR")),
            ("(1,200)", '.', -1200.0, None),
            ("-$1,200", '.', -1200.0, Some("USD")),
            ("$-1,200", '.', -1200.0, Some("USD")),
            ("1200-", '.', -1200.0, None),
            ("\u{2212}5", '.', -5.0, None),
            ("CHF 1'200.–", '.', -1200.0, Some("CHF")),
            ("+3", '.', 3.0, None),
            (".5", '.', 0.5, None),
            ("Fr. 12", '.', 12.0, Some("CHF")),
            ("1.25E+05", '.', 125_000.0, None),
            ("12,34,567", '.', 1_234_567.0, None),
        ]
        .into_iter()
        .filter(|(cell, ..)| !cell.contains('–'))
        {
            let written = parse(cell).expect(cell);
            assert_eq!((written.value(decimal), written.currency), (Some(value), currency.and_then(Currency::coded)), "{cell}");
        }
    }

    #[test]
    fn what_is_no_amount() {
        for cell in ["soon", "12 %", "inf", "1.2.3,4,5", "12 apples", "--5", "1e999", "2018-01-31", "1/2"] {
            let value = parse(cell).ok().and_then(|written| written.value('.').or(written.value(',')));
            assert_eq!(value, None, "{cell}");
        }
        assert_eq!(parse("1,23,4").expect("digits").value('.'), None, "groups are of three");
        assert!(is_empty("N/A") && is_empty("") && !is_empty("0"));
    }
}
