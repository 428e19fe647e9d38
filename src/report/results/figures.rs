//! Figures of a measure as people read them.

use super::cautions;
use super::table::{Cell, UNKNOWN};
use super::words::{grouped, signed};
use crate::engine::math;
use crate::measure::Measure;

/// How a measure's numbers are written: as they are, a share in per cent, or large sums in thousands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Figures {
    measure: Measure,
    factor: f64,
    decimals: usize,
    suffix: &'static str,
    mark: &'static str,
}

/// What is counted is told by the name of a measure, but for these.
const TOLD: [&str; 5] = ["EUR", "days", "hours", "times", "opportunities"];
/// What stands for an interval of no width: all worlds had the same, so that none can be told.
const NO_SPREAD: &str = "no spread";

impl Figures {
    /// Figures for a measure whose values are about as large as `scale`: three digits that count.
    pub fn new(measure: Measure, scale: f64) -> Self {
        let percent = measure.unit() == "share";
        let thousands = measure.unit().starts_with("EUR") && scale >= 1e5;
        let factor = if percent { 100.0 } else { 1.0 } / if thousands { 1000.0 } else { 1.0 };
        let digits = if scale.is_finite() && scale > 0.0 { math::log10(scale * factor).floor() } else { 0.0 };
        let decimals = (2.0 - digits).clamp(0.0, 6.0) as usize;
        let decimals = if percent { decimals.clamp(1, 2) } else { decimals };
        Self { measure, factor, decimals, suffix: if percent { " %" } else { "" }, mark: "" }
    }

    /// The same with a mark after the name of the measure: something has to be said of it.
    pub fn marked(self, mark: &'static str) -> Self {
        Self { mark, ..self }
    }

    /// The mark after the name of the measure; empty for most.
    pub fn mark(&self) -> &'static str {
        self.mark
    }

    /// The unit after the number; empty for shares, whose sign is with the number.
    pub fn unit(&self) -> String {
        match self.measure.unit().replace(" a year", "/year") {
            share if share == "share" => String::new(),
            unit if self.factor < 1.0 => format!("k{unit}"),
            unit => unit,
        }
    }

    /// Name and unit of the measure, where the name does not tell the unit, and its mark.
    pub fn label(&self) -> String {
        let unit = self.unit();
        let (title, mark) = (self.measure.title(), self.mark);
        match unit.split('/').next().unwrap_or_default() {
            "" => format!("{title}{mark}"),
            "EUR per EUR" => format!("{title}, EUR{mark}"),
            // What is counted is in the name already.
            counted if title.to_lowercase().contains(counted) || !TOLD.iter().any(|told| counted.contains(told)) => {
                format!("{title}{mark}")
            }
            told => format!("{title}, {told}{mark}"),
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

    /// An interval of a mean: "12.1 % to 13.0 %"; a dash if there is none, in words if it has no width.
    pub fn interval(&self, ends: Option<[f64; 2]>) -> String {
        // No more than all cases, and no less than nothing, can be meant.
        let most = if cautions::is_share_of_cases(self.measure) { 1.0 } else { f64::INFINITY };
        let least = if self.measure.is_never_negative() { 0.0 } else { f64::NEG_INFINITY };
        let possible = |end: f64| end.clamp(least, most);
        if ends.is_some_and(is_flat) { NO_SPREAD.into() } else { self.values(ends.map(|ends| ends.map(possible))) }
    }

    /// The same after what kind of interval it is: "95 % interval 12.1 % to 13.0 %", or "no spread".
    pub fn interval_called(&self, kind: &str, ends: [f64; 2]) -> String {
        let interval = self.interval(Some(ends));
        if is_flat(ends) { interval } else { format!("{kind} {interval}") }
    }

    /// From one value to another: "12.1 % to 13.0 %"; a dash if there are none.
    pub fn values(&self, ends: Option<[f64; 2]>) -> String {
        ends.map_or_else(|| UNKNOWN.into(), |[low, high]| format!("{} to {}", self.value(Some(low)), self.value(Some(high))))
    }

    /// A value with its interval, if it has one: "12.6 % (12.1 % to 13.0 %)".
    pub fn value_within(&self, value: Option<f64>, ends: Option<[f64; 2]>) -> String {
        let interval = ends.map_or_else(String::new, |ends| format!(" ({})", self.interval(Some(ends))));
        format!("{}{interval}", self.value(value))
    }

    /// A difference with its sign, without the sign of per cent.
    pub fn signed(&self, value: f64) -> String {
        signed(value * self.factor, self.decimals)
    }

    /// The same for what may be unknown: then a dash. Of two shares the difference is in points.
    pub fn change(&self, value: Option<f64>) -> String {
        let points = if self.suffix.is_empty() { "" } else { " points" };
        value.map_or_else(|| UNKNOWN.into(), |value| format!("{}{points}", self.signed(value)))
    }

    /// A difference in brackets if it is not settled: "(+0.31)".
    pub fn bracketed(&self, value: Option<f64>, is_settled: bool) -> String {
        if is_settled || value.is_none() { self.change(value) } else { format!("({})", self.change(value)) }
    }

    /// The interval of a difference: "+0.20 to +0.42"; a dash if there is none, in words if it has no width.
    pub fn changes(&self, ends: Option<[f64; 2]>) -> String {
        if ends.is_some_and(is_flat) {
            return NO_SPREAD.into();
        }
        ends.map_or_else(|| UNKNOWN.into(), |[low, high]| format!("{} to {}", self.signed(low), self.signed(high)))
    }

    /// A difference with its interval, if it has one: "+0.31 (+0.20 to +0.42)". What is the same in every world needs none.
    pub fn change_within(&self, value: Option<f64>, ends: Option<[f64; 2]>) -> String {
        let ends = value.and(ends).filter(|ends| *ends != [0.0, 0.0]);
        let interval = ends.map_or_else(String::new, |ends| format!(" ({})", self.changes(Some(ends))));
        format!("{}{interval}", self.change(value))
    }
}

/// Whether an interval has no width: all worlds have the same.
fn is_flat([low, high]: [f64; 2]) -> bool {
    low == high
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
        assert_eq!((money.value(Some(123_456.7)), money.label()), ("123".into(), "Revenue per month, kEUR".into()));
        let small = Figures::new(Measure::RevenuePerMonth, 12_345.0);
        assert_eq!((small.value(Some(12_345.6)), small.unit()), ("12,346".into(), "EUR/month".into()));
        assert_eq!(money.value(None), "–");
        assert_eq!(share.change_within(Some(0.0123), Some([0.01, 0.02])), "+1.2 points (+1.0 to +2.0)");
        assert_eq!(small.interval(Some([-5.0, 20_000.0])), "0 to 20,000");
        assert_eq!(Figures::new(Measure::ReturnOnSales, 0.1).interval(Some([-0.5, 1.5])), "−50.0 % to 150.0 %");
        assert_eq!(Figures::new(Measure::WinWinDealsPerMonth, 2.3).signed(0.257), "+0.26");
        assert_eq!(Figures::new(Measure::WinWinDealsPerMonth, 0.0).signed(0.0), "0.00");
    }
}
