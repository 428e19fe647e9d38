//! Colours as screens show them.

use std::fmt;

/// A colour in sRGB: red, green, blue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Colour(pub u8, pub u8, pub u8);

impl Colour {
    /// White paper.
    pub const WHITE: Self = Self(0xFF, 0xFF, 0xFF);

    /// So much of the colour in white.
    pub fn mixed(self, share: f64) -> Self {
        let mixed = |c: u8| (f64::from(c) * share + 255.0 * (1.0 - share)).round() as u8;
        Self(mixed(self.0), mixed(self.1), mixed(self.2))
    }
}

impl fmt::Display for Colour {
    /// `#RRGGBB`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02X}{:02X}{:02X}", self.0, self.1, self.2)
    }
}
