//! The figures of the first page, and how far single worlds spread.

use super::brief::{Number, NumberLine};
use super::choice::ordered;
use crate::measure::{LEAST_FOR_BAND, Measure, predicted_quantile};
use crate::report::results::document::{DifferenceResult, Document, ScenarioResult};
use crate::report::results::figures::Figures;
use crate::report::results::stored::{Stored, StoredSystem};
use crate::report::results::verdict;

/// More systems than these are counted, not named, within a figure.
const MOST_SYSTEMS: usize = 3;

/// How far single worlds spread.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Spread {
    /// There was one.
    One(f64),
    /// Too few for a band: the lowest and the highest.
    Range {
        /// Both.
        ends: [f64; 2],
        /// How many there were.
        worlds: usize,
    },
    /// One new world in ten will be below the first, half below the second, one in ten above the third.
    Band([f64; 3]),
}

impl Spread {
    /// Of a measure over the worlds of a system, times a factor; `None` if none had one.
    pub fn of(system: &StoredSystem, measure: Measure, factor: f64) -> Option<Self> {
        Self::over(&values(system, measure, factor))
    }

    /// Over values, the smallest first.
    pub fn over(values: &[f64]) -> Option<Self> {
        match values {
            [] => None,
            [one] => Some(Self::One(*one)),
            [low, .., high] if values.len() < LEAST_FOR_BAND => Some(Self::Range { ends: [*low, *high], worlds: values.len() }),
            _ => {
                let at = |share| predicted_quantile(values, share);
                Some(Self::Band([at(0.1)?, at(0.5)?, at(0.9)?]))
            }
        }
    }

    /// Its lower and its upper end.
    pub fn ends(self) -> [f64; 2] {
        match self {
            Self::One(value) => [value; 2],
            Self::Range { ends, .. } => ends,
            Self::Band([low, _, high]) => [low, high],
        }
    }
}

/// A measure over the worlds of a system, the smallest first, times a factor.
pub fn values(system: &StoredSystem, measure: Measure, factor: f64) -> Vec<f64> {
    let ratios = system.worlds.iter().map(|row| row.ratios[measure as usize]);
    let mut values: Vec<f64> = ratios.map(|r| factor * r.numerator / r.denominator).filter(|value| value.is_finite()).collect();
    values.sort_by(f64::total_cmp);
    values
}

/// A figure of the first page.
pub fn number(stored: &Stored, document: &Document, measure: Measure) -> Number {
    let figures = Figures::of(document, measure);
    let mean = |name: &str| verdict::scenario(document, name).and_then(|s| s.measure(measure)?.mean);
    if document.differences.is_empty() {
        let lines = document.scenarios.iter().zip(&stored.systems).map(|(s, of)| alone(s, of, measure, &figures));
        return Number { label: figures.label(), lines: lines.collect(), more: 0 };
    }
    let line = |one: &DifferenceResult| {
        let (a, b) = (mean(&one.baseline), mean(&one.scenario));
        let judged = verdict::judged(document, one, measure);
        let d = one.measure(measure);
        let from_to = format!("{} → {}", figures.value(a), figures.value(b));
        let unit = figures.unit();
        let unit = if unit.is_empty() { unit } else { format!(" {unit}") };
        let interval = d.and_then(|d| d.ci95).map_or_else(
            || "one world, no interval".to_string(),
            |[low, high]| format!("95 % interval {} to {}", judged.relative(low), judged.relative(high)),
        );
        let probably = if d.is_some_and(|d| d.warning.is_some()) { "; the interval is not safe" } else { "" };
        let gap = d.and_then(|d| d.mean);
        NumberLine {
            system: one.scenario.clone(),
            value: gap.map_or_else(|| "not defined".to_string(), |gap| judged.relative(gap)),
            standing: d.map(|d| d.standing),
            detail: if gap.is_some() { format!("{from_to}{unit}; {interval}{probably}") } else { "no cases to count".to_string() },
        }
    };
    let mut lines: Vec<NumberLine> = ordered(document).into_iter().take(MOST_SYSTEMS).map(|(_, one)| line(one)).collect();
    if let [only] = lines.as_mut_slice() {
        only.system = String::new();
    }
    Number { label: format!("{}{}", measure.title(), figures.mark()), more: document.differences.len() - lines.len(), lines }
}

/// A figure of a single system: the mean with its error, and apart from it the spread of outcomes.
fn alone(system: &ScenarioResult, of: &StoredSystem, measure: Measure, figures: &Figures) -> NumberLine {
    let Some((m, mean)) = system.measure(measure).and_then(|m| Some((m, m.mean?))) else {
        return NumberLine {
            system: String::new(),
            value: "not defined".to_string(),
            standing: None,
            detail: "no cases to count".to_string(),
        };
    };
    let interval =
        m.ci95.map_or_else(|| "one world, no interval".to_string(), |ends| figures.interval_called("95 % interval of the mean", ends));
    let said = |[low, high]: [f64; 2]| format!("{} to {}", figures.value(Some(low)), figures.value(Some(high)));
    let spread = match Spread::of(of, measure, 1.0) {
        Some(Spread::Band([low, _, high])) => format!("; 8 of 10 worlds from {}", said([low, high])),
        Some(Spread::Range { ends, worlds }) => format!("; all {worlds} worlds from {}", said(ends)),
        _ => String::new(),
    };
    NumberLine { system: String::new(), value: figures.value(Some(mean)), standing: None, detail: format!("{interval}{spread}") }
}
