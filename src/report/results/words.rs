//! Numbers as people read them.

use super::document::Document;
use super::table::{Cell, UNKNOWN};
use crate::engine::math;
use crate::measure::Measure;

/// How a measure's numbers are written: as they are, a share in per cent, or large sums in thousands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Figures {
    measure: Measure,
    factor: f64,
    decimals: usize,
    suffix: &'static str,
}

impl Figures {
    /// Figures for a measure whose values are about as large as `scale`: three digits that count.
    pub fn new(measure: Measure, scale: f64) -> Self {
        let percent = measure.unit() == "share";
        let thousands = measure.unit().starts_with("EUR") && scale >= 1e5;
        let factor = if percent { 100.0 } else { 1.0 } / if thousands { 1000.0 } else { 1.0 };
        let digits = if scale.is_finite() && scale > 0.0 { math::log10(scale * factor).floor() } else { 0.0 };
        let decimals = (2.0 - digits).clamp(0.0, 6.0) as usize;
        let decimals = if percent { decimals.clamp(1, 2) } else { decimals };
        Self { measure, factor, decimals, suffix: if percent { " %" } else { "" } }
    }

    /// Figures for a measure of all systems of a document.
    pub fn of(document: &Document, measure: Measure) -> Self {
        let means = document.scenarios.iter().filter_map(|s| s.measure(measure)?.mean);
        Self::new(measure, means.fold(0.0, |largest, mean| largest.max(mean.abs())))
    }

    /// The unit after the number; empty for shares, whose sign is with the number.
    pub fn unit(&self) -> String {
        match self.measure.unit() {
            "share" => String::new(),
            unit if self.factor < 1.0 => format!("k{unit}"),
            unit => unit.to_string(),
        }
    }

    /// Name and unit of the measure, where the name does not tell the unit.
    pub fn label(&self) -> String {
        let unit = self.unit();
        match unit.split('/').next().unwrap_or_default() {
            short @ ("EUR" | "kEUR" | "days" | "hours") => format!("{}, {short}", self.measure.title()),
            _ => self.measure.title().to_string(),
        }
    }

    /// A value with its unit sign if it is a share; a dash if undefined.
    pub fn value(&self, value: Option<f64>) -> String {
        value.map_or_else(|| UNKNOWN.into(), |v| format!("{}{}", grouped(v * self.factor, self.decimals), self.suffix))
    }

    /// The unit as the heading of a column has it: `%`, `kEUR/month`.
    pub fn heading(&self) -> String {
        if self.suffix.is_empty() { self.unit() } else { self.suffix.trim().to_string() }
    }

    /// A value as a cell of a table, in the unit of its [heading](Self::heading).
    pub fn cell(&self, value: Option<f64>) -> Cell {
        Cell::maybe(value.map(|value| value * self.factor), self.decimals)
    }

    /// A value in the unit of the [heading](Self::heading), and how many digits after the point it is shown with.
    pub fn in_unit(&self, value: f64) -> (f64, usize) {
        (value * self.factor, self.decimals)
    }

    /// The sign after a value: that of per cent, or nothing.
    pub fn sign(&self) -> &'static str {
        self.suffix
    }

    /// An interval: "12.1 % to 13.0 %"; a dash if there is none.
    pub fn values(&self, ends: Option<[f64; 2]>) -> String {
        ends.map_or_else(|| UNKNOWN.into(), |[low, high]| format!("{} to {}", self.value(Some(low)), self.value(Some(high))))
    }

    /// A value with its interval, if it has one: "12.6 % (12.1 % to 13.0 %)".
    pub fn value_within(&self, value: Option<f64>, ends: Option<[f64; 2]>) -> String {
        let interval = ends.map_or_else(String::new, |ends| format!(" ({})", self.values(Some(ends))));
        format!("{}{interval}", self.value(value))
    }

    /// A difference with its sign, without the sign of per cent.
    pub fn signed(&self, value: f64) -> String {
        signed(value * self.factor, self.decimals)
    }

    /// The same for what may be unknown: then a dash.
    pub fn change(&self, value: Option<f64>) -> String {
        value.map_or_else(|| UNKNOWN.into(), |value| self.signed(value))
    }

    /// A difference in brackets if it is not settled: "(+0.31)".
    pub fn bracketed(&self, value: Option<f64>, is_settled: bool) -> String {
        if is_settled || value.is_none() { self.change(value) } else { format!("({})", self.change(value)) }
    }

    /// The interval of a difference: "+0.20 to +0.42"; a dash if there is none.
    pub fn changes(&self, ends: Option<[f64; 2]>) -> String {
        ends.map_or_else(|| UNKNOWN.into(), |[low, high]| format!("{} to {}", self.signed(low), self.signed(high)))
    }

    /// A difference with its interval, if it has one: "+0.31 (+0.20 to +0.42)".
    pub fn change_within(&self, value: Option<f64>, ends: Option<[f64; 2]>) -> String {
        let interval = value.and(ends).map_or_else(String::new, |ends| format!(" ({})", self.changes(Some(ends))));
        format!("{}{interval}", self.change(value))
    }
}

/// A number with a sign always.
pub fn signed(value: f64, decimals: usize) -> String {
    let text = grouped(value.abs(), decimals);
    let zero = !text.contains(|c: char| ('1'..='9').contains(&c));
    match (zero, value < 0.0) {
        (true, _) => text,
        (false, true) => format!("−{text}"),
        (false, false) => format!("+{text}"),
    }
}

/// A number with thousands apart: 1,234,567.8.
///
/// ```
/// assert_eq!(winflow::report::results::words::grouped(-1234567.84, 1), "−1,234,567.8");
/// ```
pub fn grouped(value: f64, decimals: usize) -> String {
    let text = format!("{:.decimals$}", value.abs());
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let mut out = String::new();
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) && whole.chars().all(|c| c.is_ascii_digit()) {
            out.push(',');
        }
        out.push(digit);
    }
    if !fraction.is_empty() {
        out.push('.');
        out.push_str(fraction);
    }
    let zero = !out.contains(|c: char| ('1'..='9').contains(&c));
    if value < 0.0 && !zero { format!("−{out}") } else { out }
}

/// A number with three digits that count, without zeros at its end.
pub fn short(value: f64) -> String {
    let digits = if value == 0.0 { 0.0 } else { math::log10(value.abs()).floor() };
    let text = grouped(value, (2.0 - digits).clamp(0.0, 6.0) as usize);
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_string() } else { text }
}

/// Fewer worlds than these are not told in tenths.
pub const LEAST_FOR_TENTHS: usize = 10;

/// "9.6 of 10": how many worlds of ten; with fewer than ten how many of them, "2.5 of 3" (ties count half).
pub fn of_worlds(share: f64, worlds: usize) -> String {
    if worlds >= LEAST_FOR_TENTHS {
        return of_ten_worlds(share);
    }
    let count = format!("{:.1}", share * worlds as f64);
    format!("{} of {worlds}", count.strip_suffix(".0").unwrap_or(&count))
}

/// "9.6 of 10": how many worlds of ten.
pub fn of_ten_worlds(share: f64) -> String {
    let tenths = share * 10.0;
    let text = format!("{tenths:.1}");
    // Rounding must not make what happens sometimes look like always or never.
    let text = match text.as_str() {
        "10.0" if share < 1.0 => "9.9".to_string(),
        "0.0" if share > 0.0 => "0.1".to_string(),
        whole => whole.strip_suffix(".0").unwrap_or(whole).to_string(),
    };
    format!("{text} of 10")
}

/// Plain data as JSON for people and programs, with a final line break.
pub fn json(data: &impl serde::Serialize) -> String {
    // Serialising plain data to a string cannot fail: every map key is a string.
    let mut text = serde_json::to_string_pretty(data).unwrap_or_default();
    text.push('\n');
    text
}

/// "1 world", "1,000 worlds".
pub fn worlds(count: u64) -> String {
    if count == 1 { "1 world".to_string() } else { format!("{} worlds", grouped(count as f64, 0)) }
}

/// A list in words: `a, b and c`.
pub fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

/// How many years, in words.
pub fn years(value: f64) -> String {
    if value == 1.0 { "1 year".to_string() } else { format!("{value} years") }
}

/// Whether a letter only sets the direction of what follows: in a name, it would turn the rest of the sentence around.
pub fn turns_text(letter: char) -> bool {
    matches!(letter, '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A text without what cannot be seen and could turn the text around it: control characters and marks that set the direction of
/// writing. Names come from users.
///
/// ```
/// assert_eq!(winflow::report::results::words::plain_text("a\u{202E}b\u{0}c\u{200F}"), "abc");
/// ```
pub fn plain_text(text: &str) -> String {
    let is_harmful = |c: char| c.is_control() && !matches!(c, '\n' | '\t') || turns_text(c);
    text.chars().filter(|c| !is_harmful(*c)).collect()
}

/// Keys by their last words, `group size mean`; with the word before where two would be called alike.
///
/// ```
/// use winflow::report::results::words::key_names;
/// assert_eq!(key_names(["role.seller.people", "flow.wip_limit"]), ["people", "wip limit"]);
/// assert_eq!(key_names(["role.seller.people", "role.closer.people"]), ["seller people", "closer people"]);
/// ```
pub fn key_names<'k>(keys: impl IntoIterator<Item = &'k str>) -> Vec<String> {
    let keys: Vec<&str> = keys.into_iter().collect();
    let last = |key: &str, words: usize| {
        let words: Vec<&str> = key.rsplit('.').take(words).collect();
        words.into_iter().rev().collect::<Vec<_>>().join(" ").replace('_', " ")
    };
    let is_shared = |name: &str| keys.iter().filter(|key| last(key, 1) == name).count() > 1;
    keys.iter().map(|key| last(key, if is_shared(&last(key, 1)) { 2 } else { 1 })).collect()
}

/// A name with its unit, if the name does not tell it: `wip limit, opportunities a person`, but `people`.
pub fn with_unit(name: &str, unit: &str) -> String {
    if unit.is_empty() || name.ends_with(unit) { name.to_string() } else { format!("{name}, {unit}") }
}

/// The measure's name within a sentence: "win-wins a month".
pub fn in_sentence(measure: Measure) -> String {
    let mut letters = measure.title().chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_keep_three_digits_that_count() {
        let share = Figures::new(Measure::WinWinRate, 0.123);
        assert_eq!(share.value(Some(0.1234)), "12.3 %");
        assert_eq!(share.signed(-0.0123), "−1.2");
        let money = Figures::new(Measure::RevenuePerMonth, 123_456.0);
        assert_eq!((money.value(Some(123_456.7)), money.label()), ("123".into(), "Revenue a month, kEUR".into()));
        let small = Figures::new(Measure::RevenuePerMonth, 12_345.0);
        assert_eq!((small.value(Some(12_345.6)), small.unit()), ("12,346".into(), "EUR/month".into()));
        assert_eq!(money.value(None), "–");
        assert_eq!(Figures::new(Measure::WinWinDealsPerMonth, 2.3).signed(0.257), "+0.26");
        assert_eq!(Figures::new(Measure::WinWinDealsPerMonth, 0.0).signed(0.0), "0.00");
    }

    #[test]
    fn sometimes_never_looks_like_always() {
        assert_eq!(of_ten_worlds(1.0), "10 of 10");
        assert_eq!(of_ten_worlds(0.999), "9.9 of 10");
        assert_eq!(of_ten_worlds(0.001), "0.1 of 10");
        assert_eq!(of_ten_worlds(0.75), "7.5 of 10");
        assert_eq!(
            (of_worlds(0.75, 10).as_str(), of_worlds(0.0, 1).as_str(), of_worlds(0.5, 3).as_str()),
            ("7.5 of 10", "0 of 1", "1.5 of 3")
        );
        assert_eq!(signed(-0.001, 2), "0.00");
    }

    #[test]
    fn lists_read_as_sentences() {
        assert_eq!(list(&["a".into(), "b".into(), "c".into()]), "a, b and c");
        assert_eq!(in_sentence(Measure::WinWinRate), "win-win rate");
    }
}
