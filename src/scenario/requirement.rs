//! Requirements: what a result has to be, in one grammar for guards, targets and whatever else waits for a figure.
//!
//! A quantity, a sign and a bound: `win_win_rate >= 70 %`, `p(revenue_per_year >= 9 MEUR) >= 80 %`. A measure a month may be named by the
//! week, the quarter or the year too; bounds take the units that keys take.

mod slips;

pub use slips::measure_meant;

use super::problems::shown;
use super::read::plain_number;
use super::units;
use crate::measure::{Better, Measure};
use std::fmt;
use winnow::ascii::{dec_uint, space0, space1};
use winnow::combinator::{alt, cut_err, delimited, opt, preceded, separated_pair, seq, terminated};
use winnow::error::{ContextError, ErrMode};
use winnow::prelude::*;
use winnow::token::take_while;

/// A longer text is no requirement.
const LONGEST: usize = 300;
/// What requirements look like.
pub(crate) const EXAMPLES: &str = "What can be required: a measure (its mean), p1(...) to p99(...) for percentiles, p(... >= ...) for a chance, difference(...) and change(...) from the baseline, certainty(better than baseline). Such as win_win_rate >= 70 %, p10(revenue_per_month) >= 80 kEUR, change(win_win_deals_per_month) >= 5 %, \
                        p(better than baseline) >= 95 % or p(revenue_per_year >= 9 MEUR) >= 80 %.";
/// What a measure a month can be named by instead, and how many months that is.
const PERIODS: [(&str, f64); 3] = [("year", 12.0), ("quarter", 3.0), ("week", 7.0 * 12.0 / units::DAYS_PER_YEAR)];
/// How measures by the month end.
const PER_MONTH: &str = "_per_month";

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

    /// In words, as they stand before a number.
    pub fn words(self) -> &'static str {
        match self {
            Self::AtLeast => "at least",
            Self::AtMost => "at most",
            Self::Above => "more than",
            Self::Below => "less than",
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

/// In which unit and for which period a level was asked for: answers are given in the same.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    /// How many of the units asked for are one of the measure's own.
    pub factor: f64,
    /// The unit as it was written, such as `MEUR` or `weeks`; empty where none was, and for shares.
    pub unit: String,
    /// The period in the name of the measure where it is not the measure's own: `year`.
    pub period: Option<&'static str>,
}

impl Default for Asked {
    fn default() -> Self {
        Self { factor: 1.0, unit: String::new(), period: None }
    }
}

impl Asked {
    /// In points, as differences of shares are told.
    pub fn points() -> Self {
        Self { factor: 100.0, unit: "points".to_string(), period: None }
    }
}

/// What a result has to be.
#[derive(Debug, Clone, PartialEq)]
pub struct Requirement {
    /// As it was written.
    pub text: String,
    /// What is held against the bound.
    pub quantity: Quantity,
    /// On which side it has to be.
    pub side: Side,
    /// The bound, in the unit of the quantity.
    pub bound: f64,
    /// The unit and the period in which the level of the measure was asked for.
    pub asked: Asked,
}

impl fmt::Display for Requirement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// What is wrong with the text of a requirement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotARequirement {
    /// What is wrong.
    pub message: String,
    /// What would be right.
    pub hint: String,
}

impl Requirement {
    /// Reads a requirement.
    ///
    /// ```
    /// use winflow::scenario::requirement::{Quantity, Requirement, Side};
    /// use winflow::measure::Measure;
    /// let required = Requirement::parse("p10(revenue_per_month) >= 80 kEUR").unwrap();
    /// assert_eq!(required.quantity, Quantity::Quantile(10, Measure::RevenuePerMonth));
    /// assert_eq!((required.side, required.bound), (Side::AtLeast, 80_000.0));
    /// assert!(Requirement::parse("win_win_rat >= 0.7").unwrap_err().hint.contains("win_win_rate"));
    /// ```
    ///
    /// # Errors
    /// If it is not one.
    pub fn parse(text: &str) -> Result<Self, NotARequirement> {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let wrong = |message: String, hint: String| NotARequirement { message, hint };
        if text.len() > LONGEST {
            return Err(wrong(format!("\"{}\" is too long for a requirement", shown(&text)), EXAMPLES.to_string()));
        }
        if text.is_empty() {
            return Err(wrong("a requirement has to say something".to_string(), EXAMPLES.to_string()));
        }
        match requirement.parse(text.as_str()) {
            Ok(written) => written.taken(&text).map_err(|(message, hint)| wrong(format!("\"{}\" {message}", shown(&text)), hint)),
            Err(error) => {
                let rest = text.get(error.offset()..).unwrap_or_default().trim_start();
                let (message, hint) = slips::slip(&text).or_else(|| slips::misspelt(rest)).unwrap_or_else(|| {
                    let at = if rest.is_empty() { "at its end".to_string() } else { format!("at \"{}\"", shown(rest)) };
                    (format!("cannot be read {at}"), EXAMPLES.to_string())
                });
                Err(wrong(format!("\"{}\" {message}", shown(&text)), hint))
            }
        }
    }
}

/// A measure as it was named, and how many of its own periods that name means.
#[derive(Debug, Clone, Copy)]
struct Named {
    measure: Measure,
    /// The period in the name where it is not the measure's own, and how many months it has.
    period: Option<(&'static str, f64)>,
}

/// A quantity whose bounds are still to be read in its unit.
#[derive(Debug, Clone, Copy)]
enum Held<'t> {
    /// A quantity in the unit of its measure.
    Level(Quantity, Named),
    /// A share of that of the baseline.
    Change(Named),
    /// A chance.
    Chance(Named, Side, &'t str),
    /// Another chance.
    Likely(Quantity),
}

/// A requirement as it was written.
#[derive(Debug, Clone, Copy)]
struct Written<'t> {
    held: Held<'t>,
    side: Side,
    bound: &'t str,
}

impl Written<'_> {
    /// With its bounds in the units of what is held against them; or what is wrong with them and what would be right.
    fn taken(self, text: &str) -> Result<Requirement, (String, String)> {
        let (quantity, bound, asked) = match self.held {
            Held::Level(quantity, named) => {
                let is_of_shares = matches!(quantity, Quantity::Difference(_)) && named.measure.unit() == "share";
                let (bound, asked) = match in_points(self.bound).filter(|_| is_of_shares) {
                    Some(points) => (read(points, "", "difference")? / 100.0, Asked::points()),
                    None => named.bound(self.bound)?,
                };
                if !matches!(quantity, Quantity::Difference(_)) {
                    is_possible(named.measure, self.side, bound)?;
                }
                (quantity, bound, asked)
            }
            Held::Change(named) => (Quantity::Change(named.measure), read(self.bound, "share", "change")?, Asked::default()),
            Held::Chance(named, side, inner) => {
                let (level, asked) = named.bound(inner)?;
                is_possible(named.measure, side, level)?;
                (Quantity::Chance(named.measure, side, level), chance_bound(self.bound)?, asked)
            }
            Held::Likely(quantity) => (quantity, chance_bound(self.bound)?, Asked::default()),
        };
        if let Quantity::Better(measure) | Quantity::SurelyBetter(measure) = quantity
            && measure.better() == Better::Neither
        {
            let hint = format!("Say which way: difference({}) >= 0, or <= 0.", measure.id());
            return Err((format!("cannot be held: more of {} is neither better nor worse", measure.id()), hint));
        }
        Ok(Requirement { text: text.to_string(), quantity, side: self.side, bound, asked })
    }
}

impl Named {
    /// A bound in the unit of the measure, and how it was asked for.
    fn bound(self, text: &str) -> Result<(f64, Asked), (String, String)> {
        let id = self.measure.id();
        // Hours that pass are told from hours of work by the end of a name.
        let key = id.trim_end_matches("_mean");
        let unit = self.measure.unit();
        // A unit with a period of its own says what it means; without, it is for the period in the name.
        let own = self.period.filter(|_| !has_period(text));
        let (unit, months) = own.and_then(|(_, months)| Some((unit.strip_suffix("/month")?, months))).unwrap_or((unit, 1.0));
        let bound = read(text, unit, key)? / months;
        let given = if unit == "share" { "" } else { units::unit_of(text) };
        let one = if given.is_empty() { 1.0 } else { read(&format!("1 {given}"), unit, key)? };
        Ok((bound, Asked { factor: months / one, unit: given.to_string(), period: own.map(|(name, _)| name) }))
    }
}

/// The number of a difference of shares that is said in points: `3 points`, `3 pp`.
fn in_points(bound: &str) -> Option<&str> {
    ["percentage points", "points", "point", "pp", "ppt"].iter().find_map(|unit| bound.strip_suffix(unit)).map(str::trim)
}

/// Whether a bound says for which period it is.
fn has_period(text: &str) -> bool {
    [" a ", " per ", "/"].iter().any(|word| text.contains(word))
}

/// Whether a measure can be on this side of a bound: a part is never less than nothing nor more than all.
fn is_possible(measure: Measure, side: Side, bound: f64) -> Result<(), (String, String)> {
    let is_beyond = !(0.0..=1.0).contains(&bound) || side == Side::Above && bound == 1.0 || side == Side::Below && bound == 0.0;
    if !measure.is_part() || !is_beyond {
        return Ok(());
    }
    let percent = plain_number(100.0 * bound);
    let message = format!("asks for {} {percent} %, and {} is always between 0 and 100 %", side.words(), measure.in_sentence());
    Err((message, "Write a bound in between, such as 25 %.".to_string()))
}

fn chance_bound(text: &str) -> Result<f64, (String, String)> {
    let wrong = |cure: String| Err((format!("asks for a chance of {}", shown(text)), format!("A chance is between 0 and 100 %: {cure}.")));
    match units::parse(text, "share", "chance") {
        Ok(bound) if (0.0..=1.0).contains(&bound) => Ok(bound),
        Ok(bound) if (1.0..=100.0).contains(&bound) && units::unit_of(text).is_empty() => wrong(format!("write {} %", plain_number(bound))),
        Ok(bound) if bound.is_finite() => wrong("write, for example, 95 %".to_string()),
        _ => read(text, "share", "chance"),
    }
}

fn read(text: &str, unit: &str, key: &str) -> Result<f64, (String, String)> {
    match units::parse(text, unit, key) {
        Ok(bound) if !bound.is_finite() => Err(("has no finite bound".to_string(), EXAMPLES.to_string())),
        Ok(bound) if unit == "share" && bound.abs() > 1.0 && units::unit_of(text).is_empty() => Err(without_percent(bound)),
        Ok(bound) => Ok(bound),
        Err(cause) => Err((format!("cannot be read: {} {cause}", shown(text)), format!("Expected {}.", units::examples(unit, key)))),
    }
}

/// What is wrong with `win_rate >= 25`.
fn without_percent(bound: f64) -> (String, String) {
    let [meant, read] = [bound, 100.0 * bound].map(plain_number);
    (format!("asks for a share of {meant}, which would be {read} %"), format!("Write {meant} %; or {read} % if that is meant."))
}

type Parsed<T> = Result<T, ErrMode<ContextError>>;

fn requirement<'t>(input: &mut &'t str) -> Parsed<Written<'t>> {
    seq!(Written { held: quantity, _: space0, side: side, _: space0, bound: bound }).parse_next(input)
}

fn quantity<'t>(input: &mut &'t str) -> Parsed<Held<'t>> {
    let level = |make: fn(Measure) -> Quantity| move |named: Named| Held::Level(make(named.measure), named);
    alt((
        preceded(("p(", space0), cut_err(terminated(chance, (space0, ')')))),
        preceded(("certainty(", space0), cut_err(terminated(better, (space0, ')')))).map(|m| Held::Likely(Quantity::SurelyBetter(m))),
        preceded("mean(", cut_err(inside)).map(level(Quantity::Mean)),
        preceded("difference(", cut_err(inside)).map(level(Quantity::Difference)),
        preceded("change(", cut_err(inside)).map(Held::Change),
        (delimited('p', percent, '('), cut_err(inside))
            .map(|(percent, named)| Held::Level(Quantity::Quantile(percent, named.measure), named)),
        measure.map(level(Quantity::Mean)),
    ))
    .parse_next(input)
}

/// A measure and the bracket after it.
fn inside(input: &mut &str) -> Parsed<Named> {
    delimited(space0, measure, (space0, ')')).parse_next(input)
}

fn chance<'t>(input: &mut &'t str) -> Parsed<Held<'t>> {
    alt((
        better.map(|measure| Held::Likely(Quantity::Better(measure))),
        separated_pair(measure, space0, (side, preceded(space0, bound))).map(|(named, (side, bound))| Held::Chance(named, side, bound)),
    ))
    .parse_next(input)
}

/// `better than baseline`, with or without a measure before it.
fn better(input: &mut &str) -> Parsed<Measure> {
    let named = terminated(opt(terminated(measure, space1)), ("better", space1, "than", space1, opt(("the", space1)), "baseline"));
    named.map(|named: Option<Named>| named.map_or(Measure::WinWinDealsPerMonth, |named| named.measure)).parse_next(input)
}

fn percent(input: &mut &str) -> Parsed<u8> {
    dec_uint.verify(|percent: &u8| (1..=99).contains(percent)).parse_next(input)
}

fn measure(input: &mut &str) -> Parsed<Named> {
    take_while(1.., |c: char| c.is_ascii_alphanumeric() || c == '_').verify_map(measure_named).parse_next(input)
}

/// The measure by the month that is meant by a name for another period: `revenue_per_year`.
pub fn measure_by_period(name: &str) -> Option<Measure> {
    measure_named(name).filter(|named| named.period.is_some()).map(|named| named.measure)
}

fn measure_named(id: &str) -> Option<Named> {
    let named = |id: &str| Measure::ALL.iter().copied().find(|measure| measure.id() == id);
    if let Some(measure) = named(id) {
        return Some(Named { measure, period: None });
    }
    PERIODS.iter().find_map(|(period, months)| {
        let measure = named(&format!("{}{PER_MONTH}", id.strip_suffix(period)?.strip_suffix("_per_")?))?;
        Some(Named { measure, period: Some((period, *months)) })
    })
}

fn side(input: &mut &str) -> Parsed<Side> {
    alt((alt((">=", "≥")).value(Side::AtLeast), alt(("<=", "≤")).value(Side::AtMost), ">".value(Side::Above), "<".value(Side::Below)))
        .parse_next(input)
}

/// What stands to the end, or to the bracket: a number, perhaps with a unit.
fn bound<'t>(input: &mut &'t str) -> Parsed<&'t str> {
    let begins = |text: &&str| text.trim_start_matches(['-', '+', '.']).starts_with(|c: char| c.is_ascii_digit());
    take_while(1.., |c: char| !"()<>=≥≤".contains(c)).verify(begins).map(str::trim).parse_next(input)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_can_be_read() {
        let read = |text: &str| Requirement::parse(text).map(|r| (r.quantity, r.side, r.bound));
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
            ("difference(win_rate) >= 3 points", (Quantity::Difference(Measure::WinRate), Side::AtLeast, 0.03)),
            ("difference(regret_rate) <= -2pp", (Quantity::Difference(Measure::RegretRate), Side::AtMost, -0.02)),
            ("change(win_win_deals_per_month) >= 5%", (Quantity::Change(win_wins), Side::AtLeast, 0.05)),
            ("revenue_per_month >= 80 kEUR", (Quantity::Mean(revenue), Side::AtLeast, 80_000.0)),
            ("revenue_per_month >= 1.2 MEUR a year", (Quantity::Mean(revenue), Side::AtLeast, 100_000.0)),
            ("p(revenue_per_year >= 9 MEUR) >= 0.8", (Quantity::Chance(revenue, Side::AtLeast, 750_000.0), Side::AtLeast, 0.8)),
            ("revenue_per_quarter >= 300000", (Quantity::Mean(revenue), Side::AtLeast, 100_000.0)),
            ("revenue_per_year >= 25 kEUR a month", (Quantity::Mean(revenue), Side::AtLeast, 25_000.0)),
            ("win_win_deals_per_year >= 24", (Quantity::Mean(win_wins), Side::AtLeast, 2.0)),
            ("win_win_deals_per_year >= 24 deals", (Quantity::Mean(win_wins), Side::AtLeast, 2.0)),
            ("cycle_days_p50 <= 3 weeks", (Quantity::Mean(Measure::CycleDaysP50), Side::AtMost, 21.0)),
            ("wait_hours_mean < 2 days", (Quantity::Mean(Measure::WaitHoursMean), Side::Below, 48.0)),
        ] {
            assert_eq!(read(text), Ok(expected), "{text}");
        }
    }

    #[test]
    fn what_is_none_is_told_with_its_place() {
        for (text, message, hint) in [
            ("win_win_rat >= 0.7", "no measure is called win_win_rat", "Did you mean win_win_rate?"),
            ("p10(revenue_per_moth) >= 1", "no measure is called revenue_per_moth", "Did you mean revenue_per_month?"),
            ("revenue_per_yr >= 5 MEUR", "no measure is called revenue_per_yr", "Did you mean revenue_per_year?"),
            ("win_rate >= 3 points", "3 points has a unit that does not fit", "20 %"),
            ("difference(revenue_per_month) >= 3 points", "has a unit that does not fit", "5 kEUR a month"),
            ("win_win_rate = 0.7", "has no sign that can be read", "Write >= for at least"),
            ("win_rate => 25 %", "has no sign that can be read", "Write >= for at least"),
            ("win_rate at least 25 %", "has no sign that can be read", "Write >= for at least"),
            ("25 % <= win_rate", "begins with its bound", "win_rate >= 25 %"),
            (">= 25 %", "names no measure", "winflow measures"),
            ("win_rate", "has no bound", "win_rate >= 25 %"),
            ("cycle_days_p50", "has no bound", "cycle_days_p50 <= 90 days"),
            ("p(win_rate >= 25 %)", "how high it has to be", "Write p(win_rate >= 25 %) >= 80 %"),
            ("win rate >= 25 %", "is not how a measure is written", "Write win_rate >= 25 %."),
            ("P(Win-Rate >= 25 %) >= 80 %", "is not how a measure is written", "Write p(win_rate >= 25 %) >= 80 %."),
            ("Attrition per year <= 3", "is not how a measure is written", "Write quits_per_year <= 3."),
            ("win_rate >= \"25 %\"", "has quotes within", "win_rate >= 25 %"),
            ("win_rate >= 25 % and churn_rate <= 5 %", "is more than one requirement", "each on its own"),
            ("revenue_per_year >= $5m", "has its currency in front", "revenue_per_year >= 5 MEUR"),
            ("better than baseline >= 95 %", "does not say in how many worlds", "p(better than baseline) >= 95 %"),
            ("win_win_rate >=", "cannot be read at its end", "Such as"),
            ("win_win_rate >= 0.7 and more", "0.7 and more has a unit that does not fit", "Expected a number from 0 to 1"),
            ("revenue_per_month >= 9 days", "9 days has a unit that does not fit", "5 kEUR a month"),
            ("revenue_per_month >= 100.000 EUR", "could be 100000 or 100.0", "5 kEUR a month"),
            ("p(better than baseline) >= 95", "asks for a chance of 95", "write 95 %"),
            ("p(better than baseline) >= 195", "asks for a chance of 195", "95 %"),
            ("win_rate >= 25", "asks for a share of 25, which would be 2500 %", "Write 25 %"),
            ("p(win_rate >= 25) >= 80 %", "asks for a share of 25", "Write 25 %"),
            ("attainment >= 80", "asks for a share of 80", "Write 80 %; or 8000 %"),
            ("difference(win_rate) >= 5", "asks for a share of 5", "Write 5 %"),
            ("change(revenue_per_month) >= 5", "asks for a share of 5", "Write 5 %"),
            ("win_rate >= 250 %", "asks for at least 250 %, and win rate is always between 0 and 100 %", "such as 25 %"),
            ("win_rate >= -0.1", "is always between 0 and 100 %", "such as 25 %"),
            ("p10(no_decision_rate) < 0", "asks for less than 0 %", "such as 25 %"),
            ("p(win_rate >= soon) >= 95 %", "cannot be read at \"soon", "Such as"),
            ("p0(win_win_rate) >= 0.7", "cannot be read", "Such as"),
            ("p100(win_win_rate) >= 0.7", "cannot be read", "Such as"),
            ("p(utilisation better than baseline) >= 0.7", "is neither better nor worse", "difference(utilisation)"),
            ("p(better than hero) >= 0.7", "compares with a system by its name", "the baseline is the first system"),
            ("win_win_rate >= 1e999", "has no finite bound", "Such as"),
            ("", "has to say something", "Such as"),
            ("\u{202e}€", "cannot be read", "Such as"),
        ] {
            let wrong = Requirement::parse(text).expect_err(text);
            assert!(wrong.message.contains(message) && wrong.hint.contains(hint), "{text}: {wrong:?}");
        }
        assert!(Requirement::parse(&"x".repeat(10_000)).is_err());
    }

    #[test]
    fn what_was_asked_for_is_kept_with_its_unit_and_period() {
        for (text, factor, unit, period) in [
            ("revenue_per_year >= 9 MEUR", 12e-6, "MEUR", Some("year")),
            ("p(revenue_per_year >= 9 MEUR) >= 80 %", 12e-6, "MEUR", Some("year")),
            ("revenue_per_year >= 9000000", 12.0, "", Some("year")),
            ("revenue_per_year >= 25 kEUR a month", 1e-3, "kEUR a month", None),
            ("revenue_per_month >= 1.2 MEUR a year", 12e-6, "MEUR a year", None),
            ("cycle_days_p50 <= 3 weeks", 1.0 / 7.0, "weeks", None),
            ("win_rate >= 20 %", 1.0, "", None),
            ("win_win_deals_per_quarter >= 9", 3.0, "", Some("quarter")),
        ] {
            let asked = Requirement::parse(text).expect(text).asked;
            assert!((asked.factor / factor - 1.0).abs() < 1e-12, "{text}: {asked:?}");
            assert_eq!((asked.unit.as_str(), asked.period), (unit, period), "{text}");
        }
    }

    #[test]
    fn what_may_be_above_all_or_below_nothing_is_taken_in_per_cent() {
        for text in ["attainment >= 120 %", "return_on_sales >= -10 %", "change(win_rate) >= 150 %", "difference(win_rate) >= -5 %"] {
            assert!(Requirement::parse(text).is_ok(), "{text}");
        }
    }
}
