//! Intervals along an axis.

use super::axis::Axis;
use super::canvas::Canvas;
use super::paint::{INK, Paint};

/// How an interval is drawn.
#[derive(Debug, Clone, Copy)]
pub struct Interval {
    /// What it is about.
    pub paint: Paint,
    /// Width of its line.
    pub width: u32,
    /// Half the length of the strokes at its ends.
    pub cap: i32,
    /// Whether an end beyond the axis is an arrow; else it has no stroke, for it goes on.
    pub has_arrows: bool,
}

impl Interval {
    /// In ink, over what it is about.
    pub const PLAIN: Self = Self { paint: INK, width: 2, cap: 5, has_arrows: false };

    /// Along an axis from left to right, at this height; gives where it ends.
    pub fn across(&self, canvas: &mut Canvas, axis: &Axis, ends: [f64; 2], y: i32) -> i32 {
        let [from, to] = ends.map(|end| axis.at(end));
        canvas.line((from, y), (to, y), self.paint, self.width);
        for (end, direction) in ends.into_iter().zip([-1, 1]) {
            let x = axis.at(end);
            if axis.holds(end) {
                canvas.line((x, y - self.cap), (x, y + self.cap), self.paint, 2);
            } else if self.has_arrows {
                canvas.polygon(vec![(x + 6 * direction, y), (x - 6 * direction, y - 7), (x - 6 * direction, y + 7)], self.paint);
            }
        }
        to
    }

    /// Along an upward axis, at this place.
    pub fn upward(&self, canvas: &mut Canvas, axis: &Axis, ends: [f64; 2], x: i32) {
        let [from, to] = ends.map(|end| axis.at(end));
        canvas.line((x, from), (x, to), self.paint, self.width);
        for y in ends.into_iter().filter(|end| axis.holds(*end)).map(|end| axis.at(end)) {
            canvas.line((x - self.cap, y), (x + self.cap, y), self.paint, 2);
        }
    }
}
