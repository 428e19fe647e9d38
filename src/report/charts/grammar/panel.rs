//! Where panels are, their names and axes, and labels that keep apart.

use super::axis::{Axis, round_step};
use super::canvas::{Canvas, MARGIN, WIDTH};
use super::paint::{Paint, QUIET};
use super::reading::{Along, Unit};
use super::text::{NAME, SMALL};
use super::ticks::Ticks;
use crate::report::results::words::grouped;

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
    pub fn draw_name(&self, canvas: &mut Canvas, place: usize, name: &str, unit: &str, room: i32) {
        let x = self.left - 56;
        canvas.bar((x, self.top - 66), (x + 8, self.top - 46), Paint::system(place));
        canvas.text(&NAME.fitted(name, self.right + room - x - 16), (x + 16, self.top - 56), NAME);
        canvas.text(&SMALL.fitted(unit, self.right + room - x), (x, self.top - 28), SMALL);
    }

    /// Lines and numbers of an upward axis.
    pub fn draw_upward(&self, canvas: &mut Canvas, axis: &Axis) {
        let words = |mark: f64| grouped(mark, axis.decimals());
        axis.draw_upward(canvas, (self.left, self.right), &Ticks { gap: 8, ..Ticks::with_zero(&words) });
    }

    /// Numbers of an axis of months below, with what it is.
    pub fn draw_months(&self, canvas: &mut Canvas, axis: &Axis, words: &str) {
        canvas.reads(axis, Along::Across(self.bottom + 18), Unit::NONE);
        for mark in month_marks(axis.ends.1) {
            let x = axis.at(mark);
            canvas.line((x, self.bottom), (x, self.bottom + 5), QUIET, 1);
            canvas.text(&grouped(mark, 0), (x, self.bottom + 18), SMALL.centred());
        }
        let middle = (self.left + self.right) / 2;
        canvas.text(&SMALL.fitted(words, self.right - self.left + 60), (middle, self.bottom + 42), SMALL.centred());
    }

    /// Upward axis from zero that holds these values.
    pub fn upward(&self, values: impl Iterator<Item = f64>) -> Axis {
        let most = values.filter(|v| v.is_finite()).fold(0.0, f64::max);
        let most = if most > 0.0 { most } else { 1.0 };
        Axis::around([0.0, most].into_iter(), (self.bottom, self.top))
    }

    /// Axis from left to right.
    pub fn across(&self, ends: (f64, f64)) -> Axis {
        Axis::new(if ends.1 > ends.0 { ends } else { (ends.0, ends.0 + 1.0) }, (self.left, self.right))
    }
}

/// Months with a number, up to this many.
fn month_marks(months: f64) -> Vec<f64> {
    let round = [1.0, 2.0, 3.0, 6.0, 12.0, 24.0, 36.0, 60.0];
    let step = round.into_iter().find(|step| months / step <= 6.5).unwrap_or_else(|| round_step(months / 6.0));
    (0..10).map(|place| f64::from(place) * step).take_while(|mark| *mark <= months + 0.05).collect()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_stand_apart_in_their_order() {
        assert_eq!(apart(&[100, 104, 40], 20, (0, 200)), [100, 120, 40]);
        assert_eq!(apart(&[195, 199], 20, (0, 200)), [180, 200]);
    }

    #[test]
    fn months_have_round_marks() {
        assert_eq!(month_marks(36.0), [0.0, 6.0, 12.0, 18.0, 24.0, 30.0, 36.0]);
        assert_eq!(month_marks(3.0), [0.0, 1.0, 2.0, 3.0]);
        assert_eq!(month_marks(240.0).len(), 5);
        assert!(month_marks(f64::MAX).len() < 10 && month_marks(f64::NAN).is_empty(), "damaged tables");
    }
}
