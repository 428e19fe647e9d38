//! Figures as the field knows them, each defined once, and results by whatever people cut by.
//!
//! | module | what it holds |
//! |---|---|
//! | [`figure`] | the figures: numerator, denominator, period, what is left out |
//! | [`cut`] | what results are cut by: segment, channel, role, quarter and so on |
//! | [`cells`] | what is counted in one group of one world |
//!
//! Counts are of what happened in the measured window, on the day on which it did, whenever the customer came: the groups of a cut add up to
//! the firm.

pub mod cells;
pub mod cut;
pub mod figure;

pub use cells::{Cell, Cells};
pub use cut::{Cut, Cutter};
pub use figure::Figure;
