//! Single worlds as dots.

use super::super::choice::places;
use super::super::numbers::{Spread, values};
use super::{ENDS, WIDTH, captions, heading, sheet};
use crate::measure::{Measure, quantile};
use crate::report::charts::grammar::{Along, Axis, Canvas, Drawing, GRID, INK, NUMBER, Paint, Picture, SMALL, Said, Unit};
use crate::report::results::document::Document;
use crate::report::results::stored::Stored;
use crate::report::results::table::{Cell, Table};
use crate::report::results::targets::Level;
use crate::report::results::words::{grouped, in_sentence};

/// More systems than these have no room for their dots.
const MOST_SYSTEMS: usize = 3;
/// Higher charts would be made smaller on paper than can be read.
const HIGHEST: i32 = 500;
/// Each dot stands for so many of the worlds.
const DOTS: usize = 20;
/// Radius of a dot: the largest for which there is room.
const RADII: [i32; 4] = [9, 7, 5, 3];

/// What the dots of one system are.
struct Dots {
    name: String,
    paint: Paint,
    values: Vec<f64>,
    worlds: usize,
    spread: Spread,
}

/// Worlds of each system as dots: a year of a measure that is counted by the month, or the measure as it is.
///
/// Quantile dots are those of Kay, Kola, Hullman and Munson ("When (ish) is my bus?", 2016): a chance that can be counted.
pub fn dots(stored: &Stored, document: &Document, measure: Measure, target: Option<Level>) -> Option<Picture> {
    let yearly = measure.unit().ends_with("/month");
    let factor = if yearly { 12.0 } else { 1.0 };
    let target = target.map(|level| level.times(factor));
    let one = |place: usize| {
        let (system, named) = (stored.systems.get(place)?, document.scenarios.get(place)?);
        let values = values(system, measure, factor);
        let (worlds, spread) = (values.len(), Spread::over(&values)?);
        let shown =
            if worlds > DOTS { (0..DOTS).filter_map(|dot| quantile(&values, (dot as f64 + 0.5) / DOTS as f64)).collect() } else { values };
        Some(Dots { name: named.name.clone(), paint: Paint::system(place), values: shown, worlds, spread })
    };
    let all: Vec<Dots> = places(document).into_iter().take(MOST_SYSTEMS).filter_map(one).collect();
    if all.is_empty() {
        return None;
    }
    let written = Written::new(measure, all.iter().flat_map(|d| &d.values).fold(0.0, |largest: f64, v| largest.max(v.abs())));
    let medians: Vec<f64> =
        all.iter().filter_map(|d| if let Spread::Band([_, middle, _]) = d.spread { Some(middle) } else { None }).collect();
    let written = target.map_or(written.clone(), |target| written.clone().apart(&medians, target.bound));
    let name = if yearly { format!("{} per year", in_sentence(measure).trim_end_matches(" per month")) } else { in_sentence(measure) };
    let (title, said) = (title(&all, &name, &written, document), Said::Apart(message(&all, &written, target)));
    let drawing = draw(&all, &name, &written, target);
    Some(Picture::new(format!("brief-{}", measure.id().replace('_', "-")), title, said, drawing, data(&all, &name, &written)))
}

/// How values are written: millions as such.
#[derive(Debug, Clone)]
struct Written {
    factor: f64,
    decimals: usize,
    unit: String,
}

impl Written {
    fn new(measure: Measure, largest: f64) -> Self {
        if measure.unit().starts_with("EUR") {
            let (factor, unit) = if largest >= 1e6 {
                (1e-6, "million EUR")
            } else if largest >= 1e4 {
                (1e-3, "kEUR")
            } else {
                (1.0, "EUR")
            };
            let digits = (2.0 - crate::engine::math::log10((largest * factor).max(1e-9)).floor()).clamp(0.0, 3.0);
            return Self { factor, decimals: digits as usize, unit: format!(" {unit}") };
        }
        if measure.unit() == "share" {
            return Self { factor: 100.0, decimals: 1, unit: " %".to_string() };
        }
        let digits = (2.0 - crate::engine::math::log10(largest.max(1e-9)).floor()).clamp(0.0, 3.0);
        Self { factor: 1.0, decimals: digits as usize, unit: String::new() }
    }

    /// With so many more decimals that no value looks like the target without being it: half of the worlds are not said to be above what
    /// fewer than half reach.
    fn apart(mut self, values: &[f64], target: f64) -> Self {
        const MOST_MORE: usize = 3;
        let most = self.decimals + MOST_MORE;
        let looks_alike = |written: &Self| values.iter().any(|value| *value != target && written.bare(*value) == written.bare(target));
        while self.decimals < most && looks_alike(&self) {
            self.decimals += 1;
        }
        self
    }

    fn bare(&self, value: f64) -> String {
        grouped(value * self.factor, self.decimals)
    }

    fn with_unit(&self, value: f64) -> String {
        format!("{}{}", self.bare(value), self.unit)
    }
}

fn title(all: &[Dots], name: &str, written: &Written, document: &Document) -> String {
    let mut letters = name.chars();
    let name: String = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
    if document.worlds < 2 {
        return format!("{name} in the one world that was run");
    }
    let one = |d: &Dots| {
        let [low, high] = d.spread.ends();
        format!("{} to {} under {}", written.bare(low), written.with_unit(high), d.name)
    };
    let mut bands: Vec<String> = all.iter().take(2).map(one).collect();
    let more = document.scenarios.len().saturating_sub(bands.len());
    bands.extend(
        (more > 0).then(|| format!("{more} more systems")).filter(|_| more > 1).or((more == 1).then(|| "1 more system".to_string())),
    );
    let is_band = all.iter().all(|d| matches!(d.spread, Spread::Band(_)));
    let over = if is_band { "in 8 of 10 worlds".to_string() } else { format!("over {} worlds", document.worlds) };
    format!("{name}: {over} {}", bands.join(", "))
}

fn message(all: &[Dots], written: &Written, target: Option<Level>) -> String {
    let reached = |d: &Dots, what: &str| {
        target.map_or_else(String::new, |target| {
            let count = d.values.iter().filter(|value| target.is_reached(**value)).count();
            format!("; {count} of {} {what} reach the target of {}", d.values.len(), target.told(written.with_unit(target.bound)))
        })
    };
    let one = |d: &Dots| match d.spread {
        Spread::Band([low, middle, high]) => format!(
            "Under {}, half the worlds are above {}, and 8 of 10 are between {} and {}{}",
            d.name,
            written.with_unit(middle),
            written.bare(low),
            written.with_unit(high),
            reached(d, "dots")
        ),
        Spread::Range { ends: [low, high], worlds } => format!(
            "Under {}, the {worlds} worlds that were run are between {} and {}{}",
            d.name,
            written.bare(low),
            written.with_unit(high),
            reached(d, "worlds")
        ),
        Spread::One(value) => format!("Under {}, it was {} in one world", d.name, written.with_unit(value)),
    };
    format!("{}. This is the spread of outcomes, not the error of a mean.", all.iter().map(one).collect::<Vec<_>>().join(". "))
}

fn draw(all: &[Dots], name: &str, written: &Written, target: Option<Level>) -> Drawing {
    let values = all.iter().flat_map(|d| d.values.iter().copied().chain(d.spread.ends())).chain(target.map(|level| level.bound));
    let axis = Axis::around(values.map(|v| v * written.factor), (ENDS.0 + 10, ENDS.1 - 10));
    let at = |value: f64| axis.at(value * written.factor);
    let stacks_of = |dot: i32| -> Vec<Vec<(i32, i32)>> { all.iter().map(|d| stacked(&d.values, &at, dot)).collect() };
    let height_of = |stack: &[(i32, i32)], dot: i32| 74 + 2 * dot * (1 + stack.iter().map(|(_, level)| *level).max().unwrap_or(0));
    let below_of = |dot: i32| 6 + stacks_of(dot).iter().map(|stack| height_of(stack, dot)).sum::<i32>();
    let dot = RADII.into_iter().find(|dot| below_of(*dot) + 68 <= HIGHEST).unwrap_or(RADII[3]);
    let (stacks, below) = (stacks_of(dot), below_of(dot));
    let height = |stack: &[(i32, i32)]| height_of(stack, dot);
    let mut canvas = sheet(below);
    canvas.reads(&axis, Along::Across(below + 15), Unit::NONE);
    for mark in axis.marks() {
        let x = axis.at(mark);
        canvas.line((x, 6), (x, below), GRID, 1);
        canvas.text(&grouped(mark, axis.decimals()), (x.clamp(24, WIDTH - 24), below + 15), SMALL.centred());
    }
    if let Some(target) = target {
        let x = at(target.bound);
        (6..below).step_by(12).for_each(|y| canvas.line((x, y), (x, (y + 7).min(below)), INK, 2));
    }
    let mut top = 6;
    for (d, stack) in all.iter().zip(&stacks) {
        let ground = top + height(stack) - 28;
        label(&mut canvas, d, written, top + 16);
        if d.worlds > 1 {
            let [low, high] = d.spread.ends();
            canvas.line((at(low), ground + 5), (at(high), ground + 5), d.paint, 5);
        }
        for (x, level) in stack {
            canvas.circle((*x, ground - 6 - dot - level * 2 * dot), dot - 1, d.paint);
        }
        top += height(stack);
    }
    let each = if all.iter().any(|d| d.worlds > DOTS) { "a dot: 1 of 20 worlds" } else { "a dot: a world" };
    let unit = if written.unit.is_empty() { String::new() } else { format!(",{}", written.unit) };
    let is_band = all.iter().all(|d| matches!(d.spread, Spread::Band(_)));
    let line = if is_band { "; line: 8 of 10 worlds" } else { "; line: lowest to highest world" };
    let line = if all.iter().all(|d| d.worlds < 2) { "" } else { line };
    let dashes = if target.is_some() { "; dashes: the target" } else { "" };
    captions(&mut canvas, below, [&format!("{name}{unit}"), &format!("{each}{line}{dashes}")]);
    canvas.finish()
}

/// Name and median above the dots.
fn label(canvas: &mut Canvas, d: &Dots, written: &Written, y: i32) {
    let told = match d.spread {
        Spread::Band([_, middle, _]) => format!("half above {}", written.with_unit(middle)),
        Spread::Range { worlds, .. } => format!("{worlds} worlds"),
        Spread::One(value) => format!("one world: {}", written.with_unit(value)),
    };
    heading(canvas, &d.name, &told, NUMBER, y);
}

/// Where dots go: in columns as wide as a dot, one upon the other.
fn stacked(values: &[f64], at: &dyn Fn(f64) -> i32, dot: i32) -> Vec<(i32, i32)> {
    let mut columns: Vec<(i32, i32)> = Vec::new();
    let place = |value: &f64| {
        let x = at(*value);
        match columns.last_mut() {
            Some((column, level)) if x - *column < 2 * dot => {
                *level += 1;
                (*column, *level)
            }
            _ => {
                columns.push((x, 0));
                (x, 0)
            }
        }
    };
    values.iter().map(place).collect()
}

fn data(all: &[Dots], name: &str, written: &Written) -> Table {
    let columns = ["system", "worlds", "lowest", "10th percentile", "median", "90th percentile", "highest"];
    let row = |d: &Dots| {
        // Dots of many worlds are quantiles: their ends are not those of the worlds.
        let (ends, band) = match d.spread {
            Spread::Band(band) => ([None; 2], band.map(Some)),
            other => (other.ends().map(Some), [None; 3]),
        };
        let cell = |value: Option<f64>| Cell::maybe(value.map(|value| value * written.factor), written.decimals);
        let ([lowest, highest], [low, middle, high]) = (ends.map(cell), band.map(cell));
        vec![Cell::text(&d.name), Cell::number(d.worlds as f64, 0), lowest, low, middle, high, highest]
    };
    let unit = if written.unit.is_empty() { String::new() } else { format!(",{}", written.unit) };
    Table::filled(format!("{name} over worlds{unit}"), columns, all.iter().map(row))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_median_below_the_target_does_not_look_like_it() {
        let written = Written::new(Measure::RevenuePerMonth, 12e6);
        assert_eq!((written.with_unit(8.98e6), written.with_unit(9e6)), ("9.0 million EUR".to_string(), "9.0 million EUR".to_string()));
        let apart = written.clone().apart(&[8.98e6, 7e6], 9e6);
        assert_eq!((apart.with_unit(8.98e6), apart.with_unit(9e6)), ("8.98 million EUR".to_string(), "9.00 million EUR".to_string()));
        assert_eq!(written.clone().apart(&[9e6], 9e6).decimals, written.decimals);
    }
}
