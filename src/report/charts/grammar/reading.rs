//! Axes as a page reads them: where its numbers are, so that the place of a pointer can be told in its units.

use super::axis::Axis;

/// Which way values grow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Along {
    /// From left to right; its numbers stand at this height.
    Across(i32),
    /// Upward; its numbers end at this place.
    Up(i32),
}

/// The unit in which values are shown.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Unit<'u> {
    /// What a value is multiplied by.
    pub factor: f64,
    /// What stands after the number.
    pub sign: &'u str,
}

impl Unit<'_> {
    /// Values as they are.
    pub const NONE: Unit<'static> = Unit { factor: 1.0, sign: "" };
    /// Shares in per cent.
    pub const PERCENT: Unit<'static> = Unit { factor: 100.0, sign: "%" };
}

/// An axis of a drawing.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    along: Along,
    axis: Axis,
    factor: f64,
    sign: String,
}

impl Reading {
    /// Of an axis whose numbers are shown so.
    pub fn new(axis: &Axis, along: Along, unit: Unit<'_>) -> Self {
        Self { along, axis: *axis, factor: unit.factor, sign: unit.sign.trim().to_string() }
    }

    /// As an object of JSON: direction, place of the numbers, pixels, values there, whether equal steps are equal ratios, step, unit.
    fn json(&self) -> serde_json::Value {
        let (direction, at) = match self.along {
            Along::Across(at) => ("across", at),
            Along::Up(at) => ("up", at),
        };
        let (from, to) = self.axis.pixels;
        let (low, high) = self.axis.ends;
        serde_json::json!({
            "along": direction, "at": at, "from": from, "to": to,
            "low": low * self.factor, "high": high * self.factor,
            "ratios": self.axis.is_of_ratios(), "step": self.axis.step() * self.factor, "unit": self.sign,
        })
    }
}

/// All axes of a drawing as JSON.
pub fn json(readings: &[Reading]) -> String {
    serde_json::Value::Array(readings.iter().map(Reading::json).collect()).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_knows_where_an_axis_is_and_what_it_counts() {
        let axis = Axis::new((0.0, 60.0), (100, 600));
        assert_eq!(
            json(&[Reading::new(&axis, Along::Across(640), Unit { factor: 1.0, sign: " %" })]),
            "[{\"along\":\"across\",\"at\":640,\"from\":100,\"to\":600,\"low\":0.0,\"high\":60.0,\"ratios\":false,\"step\":10.0,\"unit\":\"%\"}]"
        );
    }
}
