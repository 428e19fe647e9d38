//! Lines and numbers of axes.

use super::axis::Axis;
use super::canvas::Canvas;
use super::paint::{GRID, INK, Paint, QUIET};
use super::reading::{Along, Unit};
use super::text::SMALL;

/// How the marks of an axis are drawn.
pub struct Ticks<'w> {
    /// Colour and width of the line at zero.
    pub zero: (Paint, u32),
    /// What stands beside a mark.
    pub words: &'w dyn Fn(f64) -> String,
    /// The unit of that.
    pub unit: Unit<'w>,
    /// Room between two numbers from left to right, if some may be left out for it.
    pub apart: Option<f64>,
    /// Room between an upward axis and its numbers.
    pub gap: i32,
}

impl<'w> Ticks<'w> {
    /// All marks alike.
    pub fn plain(words: &'w dyn Fn(f64) -> String) -> Self {
        Self { zero: (GRID, 1), words, unit: Unit::NONE, apart: None, gap: 10 }
    }
    /// With a thin line at zero.
    pub fn with_zero(words: &'w dyn Fn(f64) -> String) -> Self {
        Self { zero: (QUIET, 1), ..Self::plain(words) }
    }
    /// Around zero, which everything is held against.
    pub fn around_zero(words: &'w dyn Fn(f64) -> String) -> Self {
        Self { zero: (INK, 2), ..Self::plain(words) }
    }

    /// The same in a unit.
    pub fn in_unit(self, unit: Unit<'w>) -> Self {
        Self { unit, ..self }
    }

    fn line(&self, mark: f64) -> (Paint, u32) {
        if mark == 0.0 { self.zero } else { (GRID, 1) }
    }
}

impl Axis {
    /// Lines of an axis from left to right, from one height to another, with numbers below.
    pub fn draw_across(&self, canvas: &mut Canvas, (top, below): (i32, i32), ticks: &Ticks<'_>) {
        canvas.reads(self, Along::Across(below + 18), ticks.unit);
        let mut free = f64::NEG_INFINITY;
        for mark in self.marks() {
            let x = self.at(mark);
            let (paint, width) = ticks.line(mark);
            canvas.line((x, top), (x, below), paint, width);
            let number = (ticks.words)(mark);
            let half = SMALL.width(&number) / 2.0;
            if f64::from(x) - half < free {
                continue;
            }
            canvas.text(&number, (x, below + 18), SMALL.centred());
            free = ticks.apart.map_or(free, |apart| f64::from(x) + half + apart);
        }
    }

    /// Lines of an upward axis, from one place to another, with numbers to the left.
    pub fn draw_upward(&self, canvas: &mut Canvas, (left, right): (i32, i32), ticks: &Ticks<'_>) {
        canvas.reads(self, Along::Up(left - ticks.gap), ticks.unit);
        for mark in self.marks() {
            let y = self.at(mark);
            let (paint, width) = ticks.line(mark);
            canvas.line((left, y), (right, y), paint, width);
            canvas.text(&(ticks.words)(mark), (left - ticks.gap, y), SMALL.right());
        }
    }

    /// What an axis from left to right is, in the middle below it.
    pub fn caption(&self, canvas: &mut Canvas, words: &str, y: i32) {
        canvas.text(words, (self.middle(), y), SMALL.centred());
    }
}
