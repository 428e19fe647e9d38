//! A chart could not be drawn.

use std::fmt;

/// A chart could not be drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CannotDraw(String);

impl CannotDraw {
    /// Says why.
    pub fn new(why: impl fmt::Display) -> Self {
        Self(why.to_string())
    }
}

impl fmt::Display for CannotDraw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot draw a chart: {}", self.0)
    }
}

impl std::error::Error for CannotDraw {}
