//! Axes with round marks, linear or in equal ratios.

use crate::engine::math;

/// An axis has about six marks.
const MOST_MARKS: f64 = 100.0;
/// Powers of ten that numbers can have.
const LOG_ENDS: (f64, f64) = (-308.0, 308.0);

/// Values on paper, from one pixel to another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Axis {
    /// Value at the first pixel, and at the last.
    pub ends: (f64, f64),
    /// The pixels.
    pub pixels: (i32, i32),
    /// Whether equal steps are equal ratios.
    log: bool,
    /// Distance of two marks, unless equal steps are equal ratios.
    step: f64,
}

impl Axis {
    /// An axis between two values, with about six marks.
    pub fn new(ends: (f64, f64), pixels: (i32, i32)) -> Self {
        Self { ends, pixels, log: false, step: round_step((ends.1 - ends.0) / 6.0) }
    }

    /// An axis between two values, on which equal steps are equal ratios.
    pub fn of_ratios(ends: (f64, f64), pixels: (i32, i32)) -> Self {
        Self { log: true, ..Self::new(ends, pixels) }
    }

    /// An axis that begins and ends at round marks and holds all these values.
    pub fn around(values: impl Iterator<Item = f64>, pixels: (i32, i32)) -> Self {
        let (low, high) = extremes(values);
        let step = round_step((high - low) / 5.0);
        Self::new(rounded((low, high), step), pixels)
    }

    /// The same with its marks in so many pieces of the values, or in some more.
    pub fn in_pieces(values: impl Iterator<Item = f64>, pieces: f64, least_step: f64, pixels: (i32, i32)) -> Self {
        let (low, high) = extremes(values);
        let step = round_step(((high - low) / pieces).max(least_step));
        Self { step, ..Self::new(rounded((low, high), step), pixels) }
    }

    /// An axis from zero to just this value, with its marks in so many pieces, or in fewer where steps would be too small.
    pub fn up_to(end: f64, pieces: f64, least_step: f64, pixels: (i32, i32)) -> Self {
        Self { step: round_step((end / pieces).max(least_step)), ..Self::new((0.0, end), pixels) }
    }

    /// The same between other pixels.
    pub fn onto(self, pixels: (i32, i32)) -> Self {
        Self { pixels, ..self }
    }

    /// Where a value is.
    pub fn at(&self, value: f64) -> i32 {
        let (low, high) = self.ends;
        let share = if self.log { math::ln(value / low) / math::ln(high / low) } else { (value - low) / (high - low) };
        self.share(share)
    }

    /// Whether equal steps are equal ratios.
    pub(super) fn is_of_ratios(&self) -> bool {
        self.log
    }

    /// Distance of two marks.
    pub(super) fn step(&self) -> f64 {
        self.step
    }

    /// Whether a value lies on it.
    pub fn holds(&self, value: f64) -> bool {
        (self.ends.0..=self.ends.1).contains(&value)
    }

    /// The pixel half way.
    pub fn middle(&self) -> i32 {
        i32::midpoint(self.pixels.0, self.pixels.1)
    }

    /// Where a share of the way is.
    pub fn share(&self, share: f64) -> i32 {
        let (from, to) = (f64::from(self.pixels.0), f64::from(self.pixels.1));
        (from + share.clamp(0.0, 1.0) * (to - from)).round() as i32
    }

    /// Round values on it.
    pub fn marks(&self) -> Vec<f64> {
        let (low, high) = self.ends;
        if self.log {
            let power = |value: f64| math::log10(value).clamp(LOG_ENDS.0, LOG_ENDS.1);
            let (first, last) = (power(low).floor() as i32, power(high).ceil() as i32);
            let all = (first..=last).flat_map(|power| [1.0, 2.0, 5.0].map(|digit| digit * math::powi(10.0, power)));
            let inside: Vec<f64> = all.filter(|mark| (low * 0.9999..=high * 1.0001).contains(mark)).collect();
            return if inside.len() < 2 { vec![low, high] } else { inside };
        }
        let step = self.step;
        let (first, last) = ((low / step - 1e-9).ceil(), (high / step + 1e-9).floor());
        // Ends so far apart that no step between them is a number have no marks but themselves.
        let has_marks = (last - first).is_finite() && last - first <= MOST_MARKS;
        if !has_marks {
            return vec![low, high];
        }
        (0..=(last - first).max(0.0) as i32).map(|place| (first + f64::from(place)) * step).collect()
    }

    /// How many digits after the point its marks need.
    pub fn decimals(&self) -> usize {
        let size = if self.log { self.ends.0 } else { self.step };
        (-(math::log10(size) + 1e-9).floor()).clamp(0.0, 6.0) as usize
    }
}

/// The least and the largest of these values; never the same.
fn extremes(values: impl Iterator<Item = f64>) -> (f64, f64) {
    let (low, high) = values.filter(|v| v.is_finite()).fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), v| (l.min(v), h.max(v)));
    let (low, high) = if low <= high { (low, high) } else { (0.0, 1.0) };
    if high > low { (low, high) } else { (low - 0.5 * low.abs().max(1.0), high + 0.5 * high.abs().max(1.0)) }
}

/// Ends at whole steps.
fn rounded((low, high): (f64, f64), step: f64) -> (f64, f64) {
    ((low / step).floor() * step, (high / step).ceil() * step)
}

/// The next larger of 1, 2, 5, 10, ... times a power of ten.
pub fn round_step(least: f64) -> f64 {
    if !(least.is_finite() && least > 0.0) {
        return 1.0;
    }
    let power = math::powi(10.0, math::log10(least).floor() as i32);
    [1.0, 2.0, 5.0, 10.0].map(|digit| digit * power).into_iter().find(|step| *step >= least * (1.0 - 1e-9)).unwrap_or(10.0 * power)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_round() {
        let axis = Axis::new((1.0, 10.0), (0, 900));
        assert_eq!((axis.marks(), axis.at(5.5), axis.decimals()), (vec![2.0, 4.0, 6.0, 8.0, 10.0], 450, 0));
        let log = Axis::of_ratios((1.0, 100.0), (0, 100));
        assert_eq!((log.marks(), log.at(10.0)), (vec![1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0], 50));
        let small = Axis::new((0.05, 0.6), (0, 1));
        assert_eq!((small.marks().len(), small.decimals()), (6, 1));
        assert_eq!(Axis::around([2.13, 2.94].into_iter(), (0, 1)).ends, (2.0, 3.0));
        for ends in [(-1e308, 1e308), (-1e300, 1e300), (1e300, 1e300), (f64::NEG_INFINITY, f64::INFINITY), (f64::NAN, 1.0), (0.0, 1e308)] {
            for log in [false, true] {
                let axis = if log { Axis::of_ratios(ends, (0, 900)) } else { Axis::new(ends, (0, 900)) };
                assert!(axis.marks().len() < 2000, "{ends:?}");
                let around = Axis::around([ends.0, ends.1].into_iter(), (0, 900));
                assert!(around.marks().len() < 100 && (0..=900).contains(&around.at(ends.1)), "{ends:?}");
            }
        }
        for (least, expected) in [(0.3, 0.5), (1.5, 2.0), (0.0021, 0.005)] {
            assert!((round_step(least) - expected).abs() < 1e-12, "{least}");
        }
    }
}
