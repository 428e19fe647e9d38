//! The two charts of the first page: small enough to stand side by side and be read.

use super::choice::{ordered, places};
use super::numbers::{Spread, values};
use crate::experiment::verdicts::{Standing, yardstick};
use crate::measure::{Measure, quantile};
use crate::report::charts::axis::Axis;
use crate::report::charts::canvas::{BLUE, CannotDraw, Canvas, GREY, GRID, INK, QUIET, Text, VERMILION, system_colour};
use crate::report::picture::{Cell, Data, Picture};
use crate::report::results::document::{DifferenceResult, Document};
use crate::report::results::stored::Stored;
use crate::report::results::verdict;
use crate::report::results::words::{grouped, in_sentence, signed};
use plotters::style::RGBColor;

/// Width of both.
const WIDTH: i32 = 560;
/// Left and right end of what is drawn.
const ENDS: (i32, i32) = (12, WIDTH - 12);
/// More rows than these have no room.
const MOST_ROWS: usize = 8;
/// More systems than these have no room for their dots.
const MOST_SYSTEMS: usize = 3;
/// Higher charts would be made smaller on paper than can be read.
const HIGHEST: i32 = 500;
/// Height of a row of differences.
const ROW: i32 = 46;
/// Beyond this a difference is drawn as an arrow, in per cent.
const FARTHEST: f64 = 300.0;
/// Each dot stands for so many of the worlds.
const DOTS: usize = 20;
/// Radius of a dot: the largest for which there is room.
const RADII: [i32; 4] = [9, 7, 5, 3];

const NAME: Text = Text::new(17.0).bold();
const VALUE: Text = Text::new(17.0);
const SMALL: Text = Text::new(16.0).colour(QUIET);

/// A row of differences.
struct Row {
    name: String,
    standing: Standing,
    /// Per cent of the baseline's mean: mean, and ends of its interval.
    mean: Option<f64>,
    ci95: Option<[f64; 2]>,
    p_better: Option<f64>,
    is_in_points: bool,
}

impl Row {
    fn new(document: &Document, one: &DifferenceResult, measure: Measure, name: String) -> Option<Self> {
        let d = one.measure(measure)?;
        let base = yardstick(measure, verdict::scenario(document, &one.baseline)?.measure(measure)?.mean);
        let percent = |value: f64| base.map(|base| 100.0 * value / base).filter(|value| value.is_finite());
        Some(Self {
            name,
            standing: d.standing,
            mean: d.mean.and_then(percent),
            ci95: d.ci95.and_then(|[low, high]| Some([percent(low)?, percent(high)?])),
            p_better: d.p_better,
            is_in_points: measure == Measure::ReturnOnSales,
        })
    }

    fn colour(&self) -> RGBColor {
        match self.standing {
            Standing::Better => BLUE,
            Standing::Worse => VERMILION,
            _ => GREY,
        }
    }

    fn value(&self) -> String {
        let one = |value: f64| signed(value, usize::from(value.abs() < 9.95));
        match self.mean {
            Some(mean) => format!("{} {}", one(mean), self.unit()),
            None => "not defined".to_string(),
        }
    }

    fn unit(&self) -> &'static str {
        if self.is_in_points { "points" } else { "%" }
    }

    /// Its figures, for those who do not see the chart.
    fn told(&self) -> String {
        let end = |value: f64| signed(value, usize::from(value.abs() < 9.95));
        let interval =
            self.ci95.map_or_else(String::new, |[low, high]| format!(", 95 % interval {} to {} {}", end(low), end(high), self.unit()));
        format!("{} {} ({}{interval})", self.name, self.value(), self.standing.word())
    }
}

/// The differences from the baseline: of each measure, or with several systems of each system in the foremost measure.
///
/// # Errors
/// If it cannot be drawn.
pub fn differences(document: &Document) -> Result<Option<Picture>, CannotDraw> {
    let measure = super::words::foremost(document);
    let (rows, of): (Vec<Row>, String) = match document.differences.as_slice() {
        [] => return Ok(None),
        [one] => {
            let rows = document.named().take(MOST_ROWS).filter_map(|m| Row::new(document, one, m, m.title().to_string()));
            (rows.collect(), format!("{} less {}", one.scenario, one.baseline))
        }
        several => {
            let rows = ordered(document).into_iter().take(MOST_ROWS);
            let rows = rows.filter_map(|(_, one)| Row::new(document, one, measure, one.scenario.clone())).collect();
            let shown = if several.len() > MOST_ROWS { format!(" ({MOST_ROWS} of {} systems)", several.len()) } else { String::new() };
            (rows, format!("{}, difference from {}{shown}", in_sentence(measure), several[0].baseline))
        }
    };
    let values = || rows.iter().flat_map(|row| row.ci95.into_iter().flatten().chain(row.mean).chain([-5.0, 5.0]));
    let axis = Axis::around(values().map(|v| v.clamp(-FARTHEST, FARTHEST)), ENDS);
    let below = 8 + ROW * rows.len() as i32;
    let mut svg = String::new();
    let canvas = Canvas::sized(&mut svg, (WIDTH, below + 68))?;
    let (sign, unit) = units(&rows);
    for mark in axis.marks() {
        let (colour, width) = if mark.abs() < 1e-9 { (INK, 2) } else { (GRID, 1) };
        canvas.line((axis.at(mark), 8), (axis.at(mark), below), colour, width)?;
        let mark_words = format!("{}{sign}", signed(mark, axis.decimals()));
        canvas.text(&mark_words, (axis.at(mark).clamp(34, WIDTH - 34), below + 15), SMALL.centred())?;
    }
    for (place, row) in rows.iter().enumerate() {
        draw_row(&canvas, &axis, row, 8 + ROW * place as i32)?;
    }
    for (caption, y) in [(unit, below + 36), ("dots: means; lines: their 95 % intervals", below + 58)] {
        canvas.text(&SMALL.fitted(caption, WIDTH), (WIDTH / 2, y), SMALL.centred())?;
    }
    canvas.finish()?;
    let told: Vec<String> = rows.iter().map(Row::told).collect();
    Ok(Some(Picture {
        name: "brief-differences".to_string(),
        title: format!("What changes: {of}"),
        message: format!("{}.", told.join("; ")),
        svg,
        data: differences_data(&rows, &of),
    }))
}

/// The sign after the marks of the axis, and what they count: return on sales is a share already, and differs by points.
fn units(rows: &[Row]) -> (&'static str, &'static str) {
    match (rows.iter().any(|row| row.is_in_points), rows.iter().all(|row| row.is_in_points)) {
        (false, _) => (" %", "in % of the baseline's mean"),
        (true, true) => ("", "in points (per cent of revenue)"),
        (true, false) => ("", "in % of the baseline's mean; return on sales in points"),
    }
}

fn draw_row(canvas: &Canvas<'_>, axis: &Axis, row: &Row, top: i32) -> Result<(), CannotDraw> {
    let colour = row.colour();
    let (words, y) = (top + 14, top + 34);
    let word = VALUE.bold().colour(if colour == GREY { QUIET } else { colour });
    let value = format!("{}  {}", row.value(), row.standing.word());
    let room = WIDTH - 2 * ENDS.0 - word.width(&value).ceil() as i32 - 16;
    // Words stand on a ground of their own, so that no line goes through them.
    let name = NAME.fitted(&row.name, room);
    canvas.bar((ENDS.0 - 4, words - 11), (ENDS.0 + 4 + NAME.width(&name).ceil() as i32, words + 10), plotters::style::WHITE)?;
    canvas.bar((ENDS.1 - 4 - word.width(&value).ceil() as i32, words - 11), (ENDS.1 + 4, words + 10), plotters::style::WHITE)?;
    canvas.text(&name, (ENDS.0, words), NAME)?;
    canvas.text(&value, (ENDS.1, words), word.right())?;
    if let Some([low, high]) = row.ci95 {
        canvas.line((axis.at(low), y), (axis.at(high), y), colour, 4)?;
        for (end, direction) in [(low, -1), (high, 1)] {
            let x = axis.at(end);
            if end < axis.ends.0 || end > axis.ends.1 {
                canvas.polygon(vec![(x + 6 * direction, y), (x - 6 * direction, y - 7), (x - 6 * direction, y + 7)], colour)?;
            } else {
                canvas.line((x, y - 6), (x, y + 6), colour, 2)?;
            }
        }
    }
    let Some(x) = row.mean.filter(|m| (axis.ends.0..=axis.ends.1).contains(m)).map(|mean| axis.at(mean)) else { return Ok(()) };
    match row.standing {
        Standing::Better | Standing::Different => canvas.circle((x, y), 8, colour, true),
        Standing::Worse => canvas.polygon(vec![(x, y - 10), (x + 10, y), (x, y + 10), (x - 10, y)], colour),
        _ => canvas.circle((x, y), 8, colour, false),
    }
}

fn differences_data(rows: &[Row], of: &str) -> Data {
    let columns =
        ["", "difference", "95 % interval, from", "to", "what is settled", "share of worlds in which it is better (ties half), %"];
    let row = |row: &Row| {
        let [low, high] = row.ci95.map_or([None; 2], |ends| ends.map(Some));
        vec![
            Cell::text(&row.name),
            Cell::maybe(row.mean, 1),
            Cell::maybe(low, 1),
            Cell::maybe(high, 1),
            Cell::text(row.standing.word()),
            Cell::maybe(row.p_better.map(|p| 100.0 * p), 0),
        ]
    };
    Data {
        caption: format!("{of}, in per cent of the baseline's mean (return on sales: points)"),
        columns: columns.map(String::from).to_vec(),
        rows: rows.iter().map(row).collect(),
    }
}

/// What the dots of one system are.
struct Dots {
    name: String,
    colour: RGBColor,
    values: Vec<f64>,
    worlds: usize,
    spread: Spread,
}

/// Worlds of each system as dots: a year of a measure that is counted by the month, or the measure as it is.
///
/// Quantile dots are those of Kay, Kola, Hullman and Munson ("When (ish) is my bus?", 2016): a chance that can be counted.
///
/// # Errors
/// If it cannot be drawn.
pub fn dots(stored: &Stored, document: &Document, measure: Measure, target: Option<f64>) -> Result<Option<Picture>, CannotDraw> {
    let yearly = measure.unit().ends_with("/month");
    let factor = if yearly { 12.0 } else { 1.0 };
    let one = |place: usize| {
        let (system, named) = (stored.systems.get(place)?, document.scenarios.get(place)?);
        let values = values(system, measure, factor);
        let (worlds, spread) = (values.len(), Spread::over(&values)?);
        let shown =
            if worlds > DOTS { (0..DOTS).filter_map(|dot| quantile(&values, (dot as f64 + 0.5) / DOTS as f64)).collect() } else { values };
        Some(Dots { name: named.name.clone(), colour: system_colour(place), values: shown, worlds, spread })
    };
    let all: Vec<Dots> = places(document).into_iter().take(MOST_SYSTEMS).filter_map(one).collect();
    if all.is_empty() {
        return Ok(None);
    }
    let written = Written::new(measure, all.iter().flat_map(|d| &d.values).fold(0.0, |largest: f64, v| largest.max(v.abs())));
    let name = if yearly { format!("{} a year", in_sentence(measure).trim_end_matches(" a month")) } else { in_sentence(measure) };
    Ok(Some(Picture {
        name: format!("brief-{}", measure.id().replace('_', "-")),
        title: title(&all, &name, &written, document),
        message: message(&all, &written, target),
        svg: draw_dots(&all, &name, &written, target)?,
        data: dots_data(&all, &name, &written),
    }))
}

/// How values are written: millions as such.
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

fn message(all: &[Dots], written: &Written, target: Option<f64>) -> String {
    let reached = |d: &Dots, what: &str| {
        target.map_or_else(String::new, |target| {
            let count = d.values.iter().filter(|value| **value >= target).count();
            format!("; {count} of {} {what} reach the target of {}", d.values.len(), written.with_unit(target))
        })
    };
    let one = |d: &Dots| match d.spread {
        Spread::Band([low, middle, high]) => format!(
            "Under {} half the worlds are above {}, and 8 of 10 lie between {} and {}{}",
            d.name,
            written.with_unit(middle),
            written.bare(low),
            written.with_unit(high),
            reached(d, "dots")
        ),
        Spread::Range { ends: [low, high], worlds } => format!(
            "Under {} the {worlds} worlds that were run lie between {} and {}{}",
            d.name,
            written.bare(low),
            written.with_unit(high),
            reached(d, "worlds")
        ),
        Spread::One(value) => format!("Under {} it was {} in one world", d.name, written.with_unit(value)),
    };
    format!("{}. This is the spread of outcomes, not the error of a mean.", all.iter().map(one).collect::<Vec<_>>().join(". "))
}

fn draw_dots(all: &[Dots], name: &str, written: &Written, target: Option<f64>) -> Result<String, CannotDraw> {
    let values = all.iter().flat_map(|d| d.values.iter().copied().chain(d.spread.ends())).chain(target);
    let axis = Axis { pixels: (ENDS.0 + 10, ENDS.1 - 10), ..Axis::around(values.map(|v| v * written.factor), ENDS) };
    let at = |value: f64| axis.at(value * written.factor);
    let stacks_of = |dot: i32| -> Vec<Vec<(i32, i32)>> { all.iter().map(|d| stacked(&d.values, &at, dot)).collect() };
    let height_of = |stack: &[(i32, i32)], dot: i32| 74 + 2 * dot * (1 + stack.iter().map(|(_, level)| *level).max().unwrap_or(0));
    let below_of = |dot: i32| 6 + stacks_of(dot).iter().map(|stack| height_of(stack, dot)).sum::<i32>();
    let dot = RADII.into_iter().find(|dot| below_of(*dot) + 68 <= HIGHEST).unwrap_or(RADII[3]);
    let (stacks, below) = (stacks_of(dot), below_of(dot));
    let height = |stack: &[(i32, i32)]| height_of(stack, dot);
    let mut svg = String::new();
    let canvas = Canvas::sized(&mut svg, (WIDTH, below + 68))?;
    for mark in axis.marks() {
        let x = axis.at(mark);
        canvas.line((x, 6), (x, below), GRID, 1)?;
        canvas.text(&grouped(mark, axis.decimals()), (x.clamp(24, WIDTH - 24), below + 15), SMALL.centred())?;
    }
    if let Some(target) = target {
        let x = at(target);
        (6..below).step_by(12).try_for_each(|y| canvas.line((x, y), (x, (y + 7).min(below)), INK, 2))?;
    }
    let mut top = 6;
    for (d, stack) in all.iter().zip(&stacks) {
        let ground = top + height(stack) - 28;
        label(&canvas, d, written, top + 16)?;
        if d.worlds > 1 {
            let [low, high] = d.spread.ends();
            canvas.line((at(low), ground + 5), (at(high), ground + 5), d.colour, 5)?;
        }
        for (x, level) in stack {
            canvas.circle((*x, ground - 6 - dot - level * 2 * dot), dot - 1, d.colour, true)?;
        }
        top += height(stack);
    }
    let each = if all.iter().any(|d| d.worlds > DOTS) { "a dot: 1 of 20 worlds" } else { "a dot: a world" };
    let unit = if written.unit.is_empty() { String::new() } else { format!(",{}", written.unit) };
    let is_band = all.iter().all(|d| matches!(d.spread, Spread::Band(_)));
    let line = if is_band { "; line: 8 of 10 worlds fall in it" } else { "; line: lowest to highest world" };
    let line = if all.iter().all(|d| d.worlds < 2) { "" } else { line };
    let dashes = if target.is_some() { "; dashes: the target" } else { "" };
    for (caption, y) in [(format!("{name}{unit}"), below + 36), (format!("{each}{line}{dashes}"), below + 58)] {
        canvas.text(&SMALL.fitted(&caption, WIDTH), (WIDTH / 2, y), SMALL.centred())?;
    }
    canvas.finish()?;
    Ok(svg)
}

/// Name and median above the dots, on a ground of their own.
fn label(canvas: &Canvas<'_>, d: &Dots, written: &Written, y: i32) -> Result<(), CannotDraw> {
    let told = match d.spread {
        Spread::Band([_, middle, _]) => format!("half above {}", written.with_unit(middle)),
        Spread::Range { worlds, .. } => format!("{worlds} worlds"),
        Spread::One(value) => format!("one world: {}", written.with_unit(value)),
    };
    let room = WIDTH - 2 * ENDS.0 - VALUE.width(&told).ceil() as i32 - 16;
    let name = NAME.fitted(&d.name, room);
    canvas.bar((ENDS.0 - 4, y - 11), (ENDS.0 + 4 + NAME.width(&name).ceil() as i32, y + 10), plotters::style::WHITE)?;
    canvas.bar((ENDS.1 - 4 - VALUE.width(&told).ceil() as i32, y - 11), (ENDS.1 + 4, y + 10), plotters::style::WHITE)?;
    canvas.text(&name, (ENDS.0, y), NAME)?;
    canvas.text(&told, (ENDS.1, y), VALUE.right())
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

fn dots_data(all: &[Dots], name: &str, written: &Written) -> Data {
    let columns = ["system", "worlds", "lowest", "1 in 10 below", "half below", "9 in 10 below", "highest"];
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
    Data { caption: format!("{name} over worlds{unit}"), columns: columns.map(String::from).to_vec(), rows: all.iter().map(row).collect() }
}
