//! Most of what a scenario may have, where memory is of a fixed size.

/// Most options of one choice: a bound on memory.
pub const MOST_OPTIONS: usize = 8;
/// More activities than these are refused: what was done is kept as one bit for each.
pub const MOST_ACTIVITIES: usize = 64;
