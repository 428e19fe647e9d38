//! Where panels are, their axes, and what is drawn alike in several charts: whiskers, swatches, labels that keep apart.

use super::super::axis::{Axis, round_step};
use super::super::canvas::{CannotDraw, Canvas, GRID, INK, MARGIN, NAME, QUIET, SMALL, WIDTH, system_colour};
use crate::report::results::words::grouped;
use plotters::style::RGBColor;

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
