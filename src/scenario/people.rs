//! The keys of our people over time: how they are led and what they learn.

use super::keys::number;

crate::sections! {
    /// How people are led.
    pub struct Management {
        /// Time between reviews, at which people think over whether to stay; 0: there are none.
        review_every_days: f64 = 91.0 => number("days", 0.0, 3650.0).plausible(7.0, 91.0);
    }
}
