//! Need space: a plane in which needs, wants and offerings are points.

use crate::engine::{Stream, math};

/// A point in need space; distances are in units of misfit.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Point {
    /// First coordinate.
    pub x: f64,
    /// Second coordinate.
    pub y: f64,
}

impl Point {
    /// The point with these coordinates.
    pub fn new(x: f64, y: f64) -> Self {
        Self { x, y }
    }
    /// Squared distance to another point.
    pub fn distance_squared(self, other: Point) -> f64 {
        let (dx, dy) = (self.x - other.x, self.y - other.y);
        dx * dx + dy * dy
    }
    /// The point that lies `share` of the way to `other`.
    pub fn toward(self, other: Point, share: f64) -> Point {
        Point::new(self.x + share * (other.x - self.x), self.y + share * (other.y - self.y))
    }
    /// The point scaled by `factor` and moved by `by`.
    pub fn scaled_plus(self, factor: f64, by: Point) -> Point {
        Point::new(self.x * factor + by.x, self.y * factor + by.y)
    }
    /// Two independent standard normal coordinates.
    pub fn normal(stream: &mut Stream) -> Point {
        let x = stream.normal();
        Point::new(x, stream.normal())
    }
}

/// Share of the gross value that is left at this squared misfit: `exp(-d^2 / 2)` (guide: model, section 3).
pub fn fit(misfit_squared: f64) -> f64 {
    math::exp(-0.5 * misfit_squared)
}

/// Root-mean-square distance of points from their mean: the dispersion of a group's wants.
pub fn dispersion(points: impl Iterator<Item = Point> + Clone) -> f64 {
    let mut n = 0.0;
    let mut mean = Point::default();
    for p in points.clone() {
        n += 1.0;
        mean = Point::new(mean.x + p.x, mean.y + p.y);
    }
    if n < 1.0 {
        return 0.0;
    }
    let mean = Point::new(mean.x / n, mean.y / n);
    math::sqrt(points.map(|p| p.distance_squared(mean)).sum::<f64>() / n)
}
