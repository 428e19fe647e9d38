//! What the charts of time and flow share: panels, one for each system, their axes, and numbers by world.

use super::super::axis::{Axis, round_step};
use super::super::canvas::{CannotDraw, Canvas, GRID, INK, MARGIN, QUIET, Text, WIDTH, system_colour, turns_text};
pub use super::super::canvas::{NAME, SMALL};
use crate::experiment::WorldRow;
use crate::experiment::statistics::{Estimate, difference_among};
use crate::measure::{Better, Ratio};
use crate::report::stored::{Stored, StoredSystem};
use crate::report::verdict::source;
use crate::report::words::{grouped, list};
use plotters::style::RGBColor;
use std::collections::{BTreeMap, BTreeSet};

/// More systems than this make panels too small to read.
pub const MOST_SYSTEMS: usize = 4;
/// Days of a month.
pub const MONTH: f64 = 365.25 / 12.0;

/// What stands in the drawing.
pub const LABEL: Text = Text::new(16.0);

/// The systems that are drawn: the first ones.
pub fn shown(stored: &Stored) -> &[StoredSystem] {
    &stored.systems[..stored.systems.len().min(MOST_SYSTEMS)]
}

/// Notes, how many systems are left out, and where everything comes from.
pub fn footnote(stored: &Stored, notes: &str) -> String {
    let names: Vec<String> = shown(stored).iter().map(|system| fitted_name(&system.name)).collect();
    let left_out = match stored.systems.len() - names.len() {
        0 => String::new(),
        1 => " One more system is not drawn.".to_string(),
        more => format!(" {more} more systems are not drawn."),
    };
    format!("{notes}{left_out}\n{}", source(&stored.document, &names, &stored.setting()))
}

/// A name as it stands in sentences: not longer than a sentence can bear.
pub fn fitted_name(name: &str) -> String {
    let straight: String = name.chars().filter(|letter| !turns_text(*letter)).collect();
    NAME.fitted(&straight, 230)
}

/// Days of the window.
pub fn window_days(system: &StoredSystem) -> f64 {
    365.25 * system.scenario.time.years
}

/// Figures by system in words, the unit with the first: "72 % of the hours under hero and 88 % under team".
pub fn under<'n>(figures: impl Iterator<Item = (String, &'n str)>, unit: &str) -> String {
    let one = |(place, (figure, name)): (usize, (String, &str))| {
        let unit = if place == 0 { unit } else { "" };
        format!("{figure}{unit} under {}", fitted_name(name))
    };
    let each: Vec<String> = figures.enumerate().map(one).collect();
    list(&each)
}

/// "40 worlds".
pub fn count(number: usize, one: &str, many: &str) -> String {
    format!("{} {}", grouped(number as f64, 0), if number == 1 { one } else { many })
}

/// A ratio of totals in each world.
pub type ByWorld = BTreeMap<u64, Ratio>;

/// The worlds that a table holds, in order. A table that was cut ends at a world; whether it was is told by the measures: later worlds
/// have something to hold and the table has not.
pub fn worlds_of(system: &StoredSystem, rows: impl Iterator<Item = u64>, holds_any: impl Fn(&WorldRow) -> bool) -> Vec<u64> {
    let in_table: BTreeSet<u64> = rows.collect();
    if system.worlds.is_empty() {
        return in_table.into_iter().collect();
    }
    let last = in_table.last().copied();
    let beyond = |row: &&WorldRow| last.is_none_or(|last| row.world > last);
    let is_cut = system.worlds.iter().filter(beyond).any(holds_any);
    let kept = system.worlds.iter().filter(|row| !is_cut || !beyond(row)).map(|row| row.world);
    kept.chain(in_table.iter().copied()).collect::<BTreeSet<u64>>().into_iter().collect()
}

/// The ratios of all worlds.
pub fn ratios(worlds: &ByWorld) -> Vec<Ratio> {
    worlds.values().copied().collect()
}

/// Total over total of all worlds.
pub fn mean(worlds: &ByWorld) -> Option<f64> {
    let total = |of: fn(&Ratio) -> f64| worlds.values().map(of).sum::<f64>();
    let mean = total(|ratio| ratio.numerator) / total(|ratio| ratio.denominator);
    mean.is_finite().then_some(mean)
}

/// What the worlds settle of a difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Finding {
    /// The system has more.
    More,
    /// The system has less.
    Less,
    /// It is the same in every world.
    Same,
    /// It is not settled.
    Open,
}

/// What worlds settle of a ratio of a system against the baseline's, as one of several figures that are read together.
pub fn finding(baseline: &ByWorld, other: &ByWorld, figures: usize) -> Finding {
    let both = baseline.iter().filter_map(|(world, a)| Some((*a, *other.get(world)?)));
    let (a, b): (Vec<Ratio>, Vec<Ratio>) = both.unzip();
    match difference_among(figures, &a, &b, Better::Neither).ci_among {
        Some([low, high]) if low == 0.0 && high == 0.0 => Finding::Same,
        Some([low, _]) if low > 0.0 => Finding::More,
        Some([_, high]) if high < 0.0 => Finding::Less,
        _ => Finding::Open,
    }
}

/// What stands after figures of several systems: how far worlds settle the differences of the others from the first.
pub fn caveat(worlds: &[ByWorld]) -> String {
    let [baseline, others @ ..] = worlds else { return String::new() };
    if worlds.iter().any(|system| system.len() < 2) {
        return "; one world settles nothing".to_string();
    }
    let findings: Vec<Finding> = others.iter().map(|other| finding(baseline, other, others.len())).collect();
    let open = findings.iter().filter(|finding| **finding == Finding::Open).count();
    match (others.len(), open) {
        (_, 0) => String::new(),
        (1, _) => "; the difference is not settled".to_string(),
        (all, open) if all == open => "; the differences are not settled".to_string(),
        (_, 1) => "; one of the differences is not settled".to_string(),
        (_, open) => format!("; {open} of the differences are not settled"),
    }
}

/// The same as a sentence about something: " Of the waits, the difference is not settled."
pub fn caveat_about(what: &str, worlds: &[ByWorld]) -> String {
    caveat(worlds).strip_prefix("; ").map_or_else(String::new, |caveat| format!(" {what}, {caveat}."))
}

/// Sums of money, all in the unit that suits the largest.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Money {
    factor: f64,
    /// The unit.
    pub unit: &'static str,
}

impl Money {
    /// For sums up to this.
    pub fn up_to(largest: f64) -> Self {
        match largest.abs() {
            size if size >= 1e9 => Self { factor: 1e-9, unit: "billion EUR" },
            size if size >= 1e6 => Self { factor: 1e-6, unit: "million EUR" },
            size if size >= 1e4 => Self { factor: 1e-3, unit: "kEUR" },
            _ => Self { factor: 1.0, unit: "EUR" },
        }
    }
    /// In the unit.
    pub fn of(self, sum: f64) -> f64 {
        sum * self.factor
    }
    /// Three digits that count.
    pub fn text(self, sum: f64) -> String {
        three_digits(self.of(sum))
    }
}

/// How many digits after the point leave three that count.
pub fn decimals(value: f64) -> usize {
    match value.abs() {
        size if size >= 99.95 || size == 0.0 => 0,
        size if size >= 9.995 => 1,
        size if size >= 0.9995 => 2,
        _ => 3,
    }
}

/// A number with three digits that count.
pub fn three_digits(value: f64) -> String {
    grouped(value, decimals(value))
}

/// The place of a drawing on the sheet.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Panel {
    /// Its edges.
    pub left: i32,
    /// Its edges.
    pub right: i32,
    /// Its edges.
    pub top: i32,
    /// Its edges.
    pub bottom: i32,
}

/// How panels are set: room around each, and its height.
#[derive(Debug, Clone, Copy)]
pub struct Grid {
    /// Room above for names.
    pub above: i32,
    /// Height of the drawing.
    pub height: i32,
    /// Room below for the axis.
    pub below: i32,
    /// Room to the left for the axis.
    pub left: i32,
    /// Room to the right for labels.
    pub right: i32,
}

impl Grid {
    /// Room for an axis on two sides and for labels of this width.
    pub const fn new(height: i32, right: i32) -> Self {
        Self { above: 76, height, below: 66, left: 64, right }
    }
    /// So many panels below this, two beside each other.
    pub fn panels(&self, count: usize, top: i32) -> Vec<Panel> {
        const GAP: i32 = 24;
        let columns = count.clamp(1, 2) as i32;
        let width = (WIDTH - 2 * MARGIN - GAP * (columns - 1)) / columns;
        let panel = |place: usize| {
            let (row, column) = (place as i32 / columns, place as i32 % columns);
            let (x, y) = (MARGIN + column * (width + GAP), top + row * self.pitch() + self.above);
            Panel { left: x + self.left, right: x + width - self.right, top: y, bottom: y + self.height }
        };
        (0..count).map(panel).collect()
    }
    /// Height of so many panels together.
    pub fn height_of(&self, count: usize) -> i32 {
        self.pitch() * count.div_ceil(2) as i32
    }
    fn pitch(&self) -> i32 {
        self.above + self.height + self.below
    }
}

impl Panel {
    /// Name of its system with a stroke of its colour, and what its upward axis is.
    ///
    /// # Errors
    /// If it cannot be drawn.
    pub fn draw_name(&self, canvas: &Canvas<'_>, place: usize, name: &str, unit: &str, room: i32) -> Result<(), CannotDraw> {
        let x = self.left - 56;
        canvas.bar((x, self.top - 66), (x + 8, self.top - 46), system_colour(place))?;
        canvas.text(&NAME.fitted(name, self.right + room - x - 16), (x + 16, self.top - 56), NAME)?;
        canvas.text(&SMALL.fitted(unit, self.right + room - x), (x, self.top - 28), SMALL)
    }

    /// Lines and numbers of an upward axis.
    ///
    /// # Errors
    /// If it cannot be drawn.
    pub fn draw_upward(&self, canvas: &Canvas<'_>, axis: &Axis) -> Result<(), CannotDraw> {
        for mark in axis.marks() {
            let y = axis.at(mark);
            canvas.line((self.left, y), (self.right, y), if mark == 0.0 { QUIET } else { GRID }, 1)?;
            canvas.text(&grouped(mark, axis.decimals()), (self.left - 8, y), SMALL.right())?;
        }
        Ok(())
    }

    /// Numbers of an axis of months below, with what it is.
    ///
    /// # Errors
    /// If it cannot be drawn.
    pub fn draw_months(&self, canvas: &Canvas<'_>, axis: &Axis, words: &str) -> Result<(), CannotDraw> {
        for mark in month_marks(axis.ends.1) {
            let x = axis.at(mark);
            canvas.line((x, self.bottom), (x, self.bottom + 5), QUIET, 1)?;
            canvas.text(&grouped(mark, 0), (x, self.bottom + 18), SMALL.centred())?;
        }
        let middle = (self.left + self.right) / 2;
        canvas.text(&SMALL.fitted(words, self.right - self.left + 60), (middle, self.bottom + 42), SMALL.centred())
    }

    /// Upward axis from zero that holds these values.
    pub fn upward(&self, values: impl Iterator<Item = f64>) -> Axis {
        let most = values.filter(|v| v.is_finite()).fold(0.0, f64::max);
        let most = if most > 0.0 { most } else { 1.0 };
        Axis::around([0.0, most].into_iter(), (self.bottom, self.top))
    }

    /// Axis from left to right.
    pub fn across(&self, ends: (f64, f64)) -> Axis {
        Axis { ends: if ends.1 > ends.0 { ends } else { (ends.0, ends.0 + 1.0) }, pixels: (self.left, self.right), log: false }
    }
}

/// Months with a number, up to this many.
fn month_marks(months: f64) -> Vec<f64> {
    let round = [1.0, 2.0, 3.0, 6.0, 12.0, 24.0, 36.0, 60.0];
    let step = round.into_iter().find(|step| months / step <= 6.5).unwrap_or_else(|| round_step(months / 6.0));
    (0..10).map(|place| f64::from(place) * step).take_while(|mark| *mark <= months + 0.05).collect()
}

/// Lines of an axis from left to right, from one height to another, with as many of its numbers below as have room.
///
/// # Errors
/// If it cannot be drawn.
pub fn draw_across(canvas: &Canvas<'_>, axis: &Axis, (top, below): (i32, i32), suffix: &str) -> Result<(), CannotDraw> {
    let mut free = f64::NEG_INFINITY;
    for mark in axis.marks() {
        let x = axis.at(mark);
        canvas.line((x, top), (x, below), if mark == 0.0 { QUIET } else { GRID }, 1)?;
        let number = format!("{}{suffix}", grouped(mark, axis.decimals()));
        let half = SMALL.width(&number) / 2.0;
        if f64::from(x) - half >= free {
            canvas.text(&number, (x, below + 18), SMALL.centred())?;
            free = f64::from(x) + half + 12.0;
        }
    }
    Ok(())
}

/// An interval along an upward axis at this place. An end beyond the axis has no cap: it goes on.
///
/// # Errors
/// If it cannot be drawn.
pub fn whisker_upward(canvas: &Canvas<'_>, axis: &Axis, ends: [f64; 2], x: i32) -> Result<(), CannotDraw> {
    canvas.line((x, axis.at(ends[0])), (x, axis.at(ends[1])), STRONG, 2)?;
    let mut capped = ends.into_iter().filter(|end| (axis.ends.0..=axis.ends.1).contains(end)).map(|end| axis.at(end));
    capped.try_for_each(|y| canvas.line((x - 4, y), (x + 4, y), STRONG, 2))
}

/// An interval along an axis from left to right, at this height; gives where it ends.
///
/// # Errors
/// If it cannot be drawn.
pub fn whisker_across(canvas: &Canvas<'_>, axis: &Axis, ends: [f64; 2], y: i32) -> Result<i32, CannotDraw> {
    canvas.line((axis.at(ends[0]), y), (axis.at(ends[1]), y), STRONG, 2)?;
    let mut capped = ends.into_iter().filter(|end| (axis.ends.0..=axis.ends.1).contains(end)).map(|end| axis.at(end));
    capped.try_for_each(|x| canvas.line((x, y - 5), (x, y + 5), STRONG, 2))?;
    Ok(axis.at(ends[1]))
}

/// The largest of means and of the ends of their intervals, but for intervals so wide that they would leave no room for the means.
pub fn largest<'e>(values: impl Iterator<Item = &'e Estimate>) -> f64 {
    let (mut mean, mut end) = (0.0, 0.0);
    for value in values {
        mean = value.mean.into_iter().fold(mean, f64::max);
        end = value.ci95.into_iter().fold(end, |end, [_, high]| high.max(end));
    }
    end.clamp(mean, 2.5 * mean)
}

/// Both ends of the interval of a share, within what a share can be.
pub fn share_ends(share: &Estimate) -> Option<[f64; 2]> {
    share.ci95.map(|ends| ends.map(|end| end.clamp(0.0, 1.0)))
}

/// A small square of a colour with a thin edge, left of a text.
///
/// # Errors
/// If it cannot be drawn.
pub fn swatch(canvas: &Canvas<'_>, (x, y): (i32, i32), colour: RGBColor, edge: RGBColor) -> Result<(), CannotDraw> {
    canvas.framed((x, y - 7), (x + 14, y + 7), colour, edge)
}

/// Heights at least so far apart, as near to where they were wanted as that allows, within two ends; in the same order.
pub fn apart(wanted: &[i32], least: i32, (top, bottom): (i32, i32)) -> Vec<i32> {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by_key(|&place| wanted[place]);
    let mut set = wanted.to_vec();
    let mut next = top;
    for &place in &order {
        set[place] = set[place].max(next);
        next = set[place] + least;
    }
    let mut next = bottom;
    for &place in order.iter().rev() {
        set[place] = set[place].min(next);
        next = set[place] - least;
    }
    set
}

/// Ink of a median and other lines that are read first.
pub const STRONG: RGBColor = INK;

#[cfg(test)]
mod tests {
    use super::*;

    fn by_world(values: &[(f64, f64)]) -> ByWorld {
        values.iter().enumerate().map(|(w, &(numerator, denominator))| (w as u64, Ratio { numerator, denominator })).collect()
    }

    #[test]
    fn labels_stand_apart_in_their_order() {
        assert_eq!(apart(&[100, 104, 40], 20, (0, 200)), [100, 120, 40]);
        assert_eq!(apart(&[195, 199], 20, (0, 200)), [180, 200]);
    }

    #[test]
    fn what_is_not_settled_is_said() {
        let (a, b) = (by_world(&[(1.0, 2.0), (2.0, 4.0), (3.0, 6.0)]), by_world(&[(2.0, 2.0), (4.0, 4.0), (6.0, 6.0)]));
        assert_eq!(finding(&a, &b, 1), Finding::More);
        assert_eq!(finding(&b, &a, 1), Finding::Less);
        assert_eq!(finding(&a, &a, 1), Finding::Same);
        let open = by_world(&[(0.0, 2.0), (4.0, 4.0), (3.0, 6.0)]);
        assert_eq!(finding(&a, &open, 1), Finding::Open);
        assert_eq!(caveat(&[a.clone(), open]), "; the difference is not settled");
        assert_eq!(caveat(&[a.clone(), b]), "");
        assert_eq!(caveat(&[a]), "");
        assert_eq!(caveat(&[by_world(&[(1.0, 2.0)])]), "; one world settles nothing");
    }

    #[test]
    fn numbers_keep_three_digits() {
        assert_eq!([0.1234, 1.234, 12.34, 1234.5].map(three_digits), ["0.123", "1.23", "12.3", "1,234"]);
        assert_eq!((Money::up_to(2e6).text(1_234_567.0), Money::up_to(2e6).unit), ("1.23".to_string(), "million EUR"));
    }

    #[test]
    fn months_have_round_marks() {
        assert_eq!(month_marks(36.0), [0.0, 6.0, 12.0, 18.0, 24.0, 30.0, 36.0]);
        assert_eq!(month_marks(3.0), [0.0, 1.0, 2.0, 3.0]);
        assert_eq!(month_marks(240.0).len(), 5);
        assert!(month_marks(f64::MAX).len() < 10 && month_marks(f64::NAN).is_empty(), "damaged tables");
    }
}
