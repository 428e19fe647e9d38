//! Real arrivals, read from a file before a run.

/// One customer that really came.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Arrival {
    /// Elapsed hours since the beginning of the measured window; negative before it.
    pub at_hours: f64,
    /// Position of the channel in the scenario's channels.
    pub channel: u16,
    /// Position of the segment in the scenario's segments, where the file says.
    pub segment: Option<u16>,
    /// Value of the deal in EUR at list price, where the file says.
    pub value: Option<f64>,
}

/// All of them, sorted by time.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Arrivals {
    /// Sorted by `at_hours`, equal times in the order of the file.
    pub rows: Vec<Arrival>,
}

/// Hours from the Monday of the week of `time.window_start` to that date.
pub fn window_offset_hours(_scenario: &crate::scenario::Scenario) -> f64 {
    0.0
}
