//! Guards: what results have to be, so that a plan can be guarded as a program is by its tests.
//!
//! ```toml
//! [[guard]]
//! require = "win_win_rate >= 0.7"
//! because = "below that our references dry up"
//! ```

use super::problems::shown;
use super::read::{Item, Reader, nearest};
use crate::import::words::is_plain;
use crate::measure::{Better, Measure};
use std::fmt;
use toml::de::{DeTable, DeValue};
use winnow::ascii::{dec_uint, float, space0, space1};
use winnow::combinator::{alt, cut_err, delimited, opt, preceded, separated_pair, seq, terminated};
use winnow::error::{ContextError, ErrMode};
use winnow::prelude::*;
use winnow::token::take_while;

/// The key of guards in a file.
pub(crate) const GUARD: &str = "guard";
/// More guards than these in one scenario are refused.
const MOST_GUARDS: usize = 200;
/// A longer text is no guard.
const LONGEST: usize = 300;
/// What guards look like.
const EXAMPLES: &str = "Such as win_win_rate >= 0.7, p10(revenue_per_month) >= 80000, change(win_win_deals_per_month) >= 5%, \
                        p(better than baseline) >= 0.95 or p(revenue_per_month >= 100000) >= 0.8.";

/// On which side of a number something has to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// At or above it.
    AtLeast,
    /// At or below it.
    AtMost,
    /// Above it.
    Above,
    /// Below it.
    Below,
}

impl Side {
    /// Whether a value is on this side of a bound.
    pub fn holds(self, value: f64, bound: f64) -> bool {
        match self {
            Self::AtLeast => value >= bound,
            Self::AtMost => value <= bound,
            Self::Above => value > bound,
            Self::Below => value < bound,
        }
    }

    /// As it is written.
    pub fn sign(self) -> &'static str {
        match self {
            Self::AtLeast => ">=",
            Self::AtMost => "<=",
            Self::Above => ">",
            Self::Below => "<",
        }
    }
}

/// What is held against a bound.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Quantity {
    /// The mean over worlds: `revenue_per_month` or `mean(revenue_per_month)`.
    Mean(Measure),
    /// The value below which so many of a hundred worlds lie: `p10(revenue_per_month)`.
    Quantile(u8, Measure),
    /// The share of worlds in which a measure is on a side of a number: `p(revenue_per_month >= 80000)`.
    Chance(Measure, Side, f64),
    /// The share of worlds in which a measure is better than under the baseline: `p(better than baseline)` for win-wins a month,
    /// `p(revenue_per_month better than baseline)` for another.
    Better(Measure),
    /// The certainty that the mean is better than under the baseline: `certainty(better than baseline)`.
    SurelyBetter(Measure),
    /// The mean less that of the baseline: `difference(revenue_per_month)`.
    Difference(Measure),
    /// That over the mean of the baseline: `change(revenue_per_month) >= 5%`.
    Change(Measure),
}

impl Quantity {
    /// Whether it needs a baseline to compare with.
    pub fn needs_baseline(self) -> bool {
        matches!(self, Self::Better(_) | Self::SurelyBetter(_) | Self::Difference(_) | Self::Change(_))
    }

    /// The measure it is about.
    pub fn measure(self) -> Measure {
        match self {
            Self::Mean(m)
            | Self::Quantile(_, m)
            | Self::Chance(m, ..)
            | Self::Better(m)
            | Self::SurelyBetter(m)
            | Self::Difference(m)
            | Self::Change(m) => m,
        }
    }
}

/// What a result has to be.
#[derive(Debug, Clone, PartialEq)]
pub struct Guard {
    /// As it was written.
    pub require: String,
    /// Why, if somebody said so.
    pub because: String,
    /// What is held against the bound.
    pub quantity: Quantity,
    /// On which side it has to be.
    pub side: Side,
    /// The bound.
    pub bound: f64,
}

impl fmt::Display for Guard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.require)
    }
}

/// What is wrong with the text of a guard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotAGuard {
    /// What is wrong.
    pub message: String,
    /// What would be right.
    pub hint: String,
}

impl Guard {
    /// Reads a guard.
    ///
    /// ```
    /// use winflow::scenario::guard::{Guard, Quantity, Side};
    /// use winflow::measure::Measure;
    /// let guard = Guard::parse("p10(revenue_per_month) >= 80_000").unwrap();
    /// assert_eq!(guard.quantity, Quantity::Quantile(10, Measure::RevenuePerMonth));
    /// assert_eq!((guard.side, guard.bound), (Side::AtLeast, 80_000.0));
    /// assert!(Guard::parse("win_win_rat >= 0.7").unwrap_err().hint.contains("win_win_rate"));
    /// ```
    ///
    /// # Errors
    /// If it is not one.
    pub fn parse(text: &str) -> Result<Self, NotAGuard> {
        let require = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let wrong = |message: String, hint: String| NotAGuard { message, hint };
        if require.len() > LONGEST {
            return Err(wrong(format!("\"{}\" is too long for a guard", shown(text)), EXAMPLES.to_string()));
        }
        if require.is_empty() {
            return Err(wrong("a guard has to say something".to_string(), EXAMPLES.to_string()));
        }
        match guard.parse(require.as_str()) {
            Ok((Quantity::Better(measure) | Quantity::SurelyBetter(measure), ..)) if measure.better() == Better::Neither => {
                let hint = format!("Say which way: difference({}) >= 0, or <= 0.", measure.id());
                Err(wrong(format!("\"{}\": more of {} is neither better nor worse", shown(&require), measure.id()), hint))
            }
            Ok((quantity, side, bound)) if bound.is_finite() => Ok(Self { require, because: String::new(), quantity, side, bound }),
            Ok(_) => Err(wrong(format!("\"{}\" has no finite bound", shown(&require)), EXAMPLES.to_string())),
            Err(error) => {
                let rest = require.get(error.offset()..).unwrap_or_default().trim_start();
                let word: String = rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
                let is_name = word.starts_with(|c: char| c.is_ascii_lowercase()) && measure_named(&word).is_none() && word.len() > 2;
                let at = if rest.is_empty() { "at its end".to_string() } else { format!("at \"{}\"", shown(rest)) };
                let like = is_name.then(|| nearest(&word, Measure::ALL.iter().map(|m| m.id()))).flatten();
                match like {
                    Some(like) => Err(wrong(
                        format!("\"{}\" cannot be read {at}: no measure is called {word}", shown(&require)),
                        format!("Did you mean {like}? {EXAMPLES}"),
                    )),
                    None => Err(wrong(format!("\"{}\" cannot be read {at}", shown(&require)), EXAMPLES.to_string())),
                }
            }
        }
    }
}

type Parsed<T> = Result<T, ErrMode<ContextError>>;

fn guard(input: &mut &str) -> Parsed<(Quantity, Side, f64)> {
    seq!(quantity, delimited(space0, side, space0), number).parse_next(input)
}

fn quantity(input: &mut &str) -> Parsed<Quantity> {
    alt((
        preceded(("p(", space0), cut_err(terminated(chance, (space0, ')')))),
        preceded(("certainty(", space0), cut_err(terminated(better, (space0, ')')))).map(Quantity::SurelyBetter),
        preceded("mean(", cut_err(inside)).map(Quantity::Mean),
        preceded("difference(", cut_err(inside)).map(Quantity::Difference),
        preceded("change(", cut_err(inside)).map(Quantity::Change),
        (delimited('p', percent, '('), cut_err(inside)).map(|(percent, measure)| Quantity::Quantile(percent, measure)),
        measure.map(Quantity::Mean),
    ))
    .parse_next(input)
}

/// A measure and the bracket after it.
fn inside(input: &mut &str) -> Parsed<Measure> {
    delimited(space0, measure, (space0, ')')).parse_next(input)
}

fn chance(input: &mut &str) -> Parsed<Quantity> {
    alt((
        better.map(Quantity::Better),
        separated_pair(measure, space0, (side, preceded(space0, number)))
            .map(|(measure, (side, bound))| Quantity::Chance(measure, side, bound)),
    ))
    .parse_next(input)
}

/// `better than baseline`, with or without a measure before it.
fn better(input: &mut &str) -> Parsed<Measure> {
    let named = terminated(opt(terminated(measure, space1)), ("better", space1, "than", space1, opt(("the", space1)), "baseline"));
    named.map(|measure: Option<Measure>| measure.unwrap_or(Measure::WinWinDealsPerMonth)).parse_next(input)
}

fn percent(input: &mut &str) -> Parsed<u8> {
    dec_uint.verify(|percent: &u8| (1..=99).contains(percent)).parse_next(input)
}

fn measure(input: &mut &str) -> Parsed<Measure> {
    take_while(1.., |c: char| c.is_ascii_alphanumeric() || c == '_').verify_map(measure_named).parse_next(input)
}

fn measure_named(id: &str) -> Option<Measure> {
    Measure::ALL.iter().copied().find(|measure| measure.id() == id)
}

fn side(input: &mut &str) -> Parsed<Side> {
    alt((alt((">=", "≥")).value(Side::AtLeast), alt(("<=", "≤")).value(Side::AtMost), ">".value(Side::Above), "<".value(Side::Below)))
        .parse_next(input)
}

/// A number, with `_` between its digits if one likes, or so many per cent.
fn number(input: &mut &str) -> Parsed<f64> {
    let digits = take_while(1.., |c: char| c.is_ascii_digit() || "+-._eE".contains(c));
    let value = digits.verify_map(|text: &str| {
        let plain = text.replace('_', "");
        float::<_, f64, ContextError>.parse(plain.as_str()).ok()
    });
    (value, opt(preceded(space0, '%'))).map(|(value, percent)| if percent.is_some() { value / 100.0 } else { value }).parse_next(input)
}

/// The guards of a file.
pub(crate) fn read(reader: &mut Reader<'_>, table: &DeTable<'_>) -> Vec<Guard> {
    let Some((_, item)) = table.iter().find(|(key, _)| key.get_ref() == GUARD) else { return Vec::new() };
    let wrong = "guard has to be written as [[guard]] with require = \"...\", or as a list of texts";
    let items: Vec<&Item<'_>> = match item.get_ref() {
        DeValue::Array(array) => array.iter().collect(),
        DeValue::Table(_) | DeValue::String(_) => vec![item],
        _ => {
            reader.refuse(item.span(), GUARD, wrong.to_string(), EXAMPLES.to_string());
            return Vec::new();
        }
    };
    if items.len() > MOST_GUARDS {
        reader.refuse(item.span(), GUARD, format!("more than {MOST_GUARDS} guards"), "Let fewer guards stand.".to_string());
        return Vec::new();
    }
    items.into_iter().filter_map(|item| one(reader, item, wrong)).collect()
}

fn one(reader: &mut Reader<'_>, item: &Item<'_>, wrong: &str) -> Option<Guard> {
    match item.get_ref() {
        DeValue::String(text) => parsed(reader, item, text),
        DeValue::Table(table) => {
            let (mut guard, mut because) = (None, String::new());
            let mut is_named = false;
            for (key, value) in table {
                match (key.get_ref().as_ref(), value.get_ref()) {
                    ("require", DeValue::String(text)) => (guard, is_named) = (parsed(reader, value, text), true),
                    ("because", DeValue::String(text)) => because = shown_whole(text),
                    ("require" | "because", _) => {
                        is_named = true;
                        reader.refuse(value.span(), GUARD, format!("guard.{} has to be a text", key.get_ref()), EXAMPLES.to_string());
                    }
                    (other, _) => {
                        let message = format!("guard.{} is not a key", shown(other));
                        reader.refuse(key.span(), GUARD, message, "A guard has the keys require and because.".to_string());
                    }
                }
            }
            if !is_named {
                reader.refuse(item.span(), GUARD, "guard.require is missing".to_string(), EXAMPLES.to_string());
            }
            guard.map(|guard| Guard { because, ..guard })
        }
        _ => {
            reader.refuse(item.span(), GUARD, wrong.to_string(), EXAMPLES.to_string());
            None
        }
    }
}

fn parsed(reader: &mut Reader<'_>, item: &Item<'_>, text: &str) -> Option<Guard> {
    match Guard::parse(text) {
        Ok(guard) => Some(guard),
        Err(wrong) => {
            reader.refuse(item.span(), GUARD, wrong.message, wrong.hint);
            None
        }
    }
}

/// A reason without what would confuse a terminal.
fn shown_whole(text: &str) -> String {
    text.chars().filter(|c| is_plain(*c)).take(LONGEST).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_can_be_read() {
        let read = |text: &str| Guard::parse(text).map(|g| (g.quantity, g.side, g.bound));
        let (win_wins, revenue) = (Measure::WinWinDealsPerMonth, Measure::RevenuePerMonth);
        for (text, expected) in [
            ("win_win_rate >= 0.7", (Quantity::Mean(Measure::WinWinRate), Side::AtLeast, 0.7)),
            ("  win_win_rate>=70% ", (Quantity::Mean(Measure::WinWinRate), Side::AtLeast, 0.7)),
            ("mean( revenue_per_month ) > -1.5e3", (Quantity::Mean(revenue), Side::Above, -1500.0)),
            ("p10(revenue_per_month) >= 80_000", (Quantity::Quantile(10, revenue), Side::AtLeast, 80_000.0)),
            ("p5(revenue_per_month) < 1", (Quantity::Quantile(5, revenue), Side::Below, 1.0)),
            ("p(better than baseline) >= 0.95", (Quantity::Better(win_wins), Side::AtLeast, 0.95)),
            ("p(revenue_per_month better than the baseline) >= 95 %", (Quantity::Better(revenue), Side::AtLeast, 0.95)),
            ("certainty(better than baseline) ≥ 0.99", (Quantity::SurelyBetter(win_wins), Side::AtLeast, 0.99)),
            ("p(revenue_per_month <= 5e4) <= 0.1", (Quantity::Chance(revenue, Side::AtMost, 5e4), Side::AtMost, 0.1)),
            ("difference(regret_rate) <= 0", (Quantity::Difference(Measure::RegretRate), Side::AtMost, 0.0)),
            ("change(win_win_deals_per_month) >= 5%", (Quantity::Change(win_wins), Side::AtLeast, 0.05)),
        ] {
            assert_eq!(read(text), Ok(expected), "{text}");
        }
    }

    #[test]
    fn what_is_none_is_told_with_its_place() {
        for (text, message, hint) in [
            ("win_win_rat >= 0.7", "no measure is called win_win_rat", "Did you mean win_win_rate?"),
            ("p10(revenue_per_moth) >= 1", "no measure is called revenue_per_moth", "Did you mean revenue_per_month?"),
            ("win_win_rate = 0.7", "cannot be read at \"= 0.7\"", "Such as"),
            ("win_win_rate >=", "cannot be read at its end", "Such as"),
            ("win_win_rate >= 0.7 and more", "cannot be read at \"and more\"", "Such as"),
            ("p0(win_win_rate) >= 0.7", "cannot be read", "Such as"),
            ("p100(win_win_rate) >= 0.7", "cannot be read", "Such as"),
            ("p(utilisation better than baseline) >= 0.7", "is neither better nor worse", "difference(utilisation)"),
            ("p(better than hero) >= 0.7", "cannot be read", "Such as"),
            ("win_win_rate >= 1e999", "has no finite bound", "Such as"),
            ("", "has to say something", "Such as"),
            ("\u{202e}€", "cannot be read", "Such as"),
        ] {
            let wrong = Guard::parse(text).expect_err(text);
            assert!(wrong.message.contains(message) && wrong.hint.contains(hint), "{text}: {wrong:?}");
        }
        assert!(Guard::parse(&"x".repeat(10_000)).is_err());
    }
}
