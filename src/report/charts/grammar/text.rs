//! How text is set.

use super::font;
use super::paint::{INK, Paint, QUIET};

/// Which end of a text is at its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// Its beginning.
    Start,
    /// Its middle.
    Middle,
    /// Its end.
    End,
}

/// How a text is set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Text {
    /// Size in pixels.
    pub size: f64,
    /// Whether it is semibold.
    pub bold: bool,
    /// What it is about.
    pub paint: Paint,
    /// Which end of it is at its place.
    pub anchor: Anchor,
}

/// What a row, a panel or a curve is called.
pub const NAME: Text = Text::new(17.0).bold();
/// What is read second: marks of an axis, captions, notes. Nothing in a drawing is smaller.
pub const SMALL: Text = Text::new(16.0).paint(QUIET);
/// A figure.
pub const NUMBER: Text = Text::new(17.0);
/// What stands beside a mark.
pub const LABEL: Text = Text::new(16.0);

impl Text {
    /// Plain text that begins at its place.
    pub const fn new(size: f64) -> Self {
        Self { size, bold: false, paint: INK, anchor: Anchor::Start }
    }
    /// Semibold.
    pub const fn bold(self) -> Self {
        Self { bold: true, ..self }
    }
    /// In another colour.
    pub const fn paint(self, paint: Paint) -> Self {
        Self { paint, ..self }
    }
    /// Ends at its place.
    pub const fn right(self) -> Self {
        Self { anchor: Anchor::End, ..self }
    }
    /// Centred on its place.
    pub const fn centred(self) -> Self {
        Self { anchor: Anchor::Middle, ..self }
    }
    /// Its width.
    pub fn width(&self, text: &str) -> f64 {
        font::width(text, self.size, self.bold)
    }
    /// The text cut to fit.
    pub fn fitted(&self, text: &str, room: i32) -> String {
        font::fitted(text, self.size, self.bold, f64::from(room))
    }
    /// The text broken into lines that fit.
    pub fn lines(&self, text: &str, room: i32) -> Vec<String> {
        font::lines(text, self.size, self.bold, f64::from(room))
    }
}
