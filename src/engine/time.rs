//! Lengths of time in hours.

/// Hours of a day.
pub const DAY: f64 = 24.0;
/// Hours of a week.
pub const WEEK: f64 = 7.0 * DAY;
/// Hours of a year of 365.25 days.
pub const YEAR: f64 = 8766.0;
/// Hours of a month, a twelfth of a year.
pub const MONTH: f64 = YEAR / 12.0;
/// Hours of a quarter of 13 weeks.
pub const QUARTER: f64 = 13.0 * WEEK;

/// Times this near (hours) are the same: a numerical tolerance.
pub const INSTANT: f64 = 1e-6;
