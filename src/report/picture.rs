//! A chart with what it says in words and the figures it is drawn from: for a page, for a workbook, and for people who do not see it.

use super::charts::font;
use super::charts::{Chart, canvas::CannotDraw};

/// A chart, its message and its figures.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    /// Name of its files, without ending: `[a-z0-9-]`, unique among the pictures of a report.
    pub name: String,
    /// The finding, as it stands above the chart; never surer than the intervals allow.
    pub title: String,
    /// What somebody who does not see the chart has to know: the finding and the figures that carry it, in one to three sentences.
    pub message: String,
    /// The drawing, as SVG whose text is text.
    pub svg: String,
    /// The figures that are drawn.
    pub data: Data,
}

impl Picture {
    /// The drawing in both formats.
    ///
    /// # Errors
    /// If the SVG cannot be made into a PNG.
    pub fn chart(&self) -> Result<Chart, CannotDraw> {
        Ok(Chart { name: self.name.clone(), svg: self.svg.clone(), png: font::png(&self.svg)? })
    }
}

/// A table of figures.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Data {
    /// What the table holds, with units where all cells share one.
    pub caption: String,
    /// Heading of each column, with its unit: "deals a month", "bookings, EUR".
    pub columns: Vec<String>,
    /// Rows, each as long as there are columns.
    pub rows: Vec<Vec<Cell>>,
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// A name or a sentence. Names come from users: whoever prints them makes them harmless.
    Text(String),
    /// A number, as it is and as people read it.
    Number {
        /// The number.
        value: f64,
        /// As it is shown: rounded, grouped, with a real minus sign.
        shown: String,
    },
    /// Nothing is known.
    Empty,
}

impl Cell {
    /// A text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }
    /// A number with so many digits after the point; nothing if it is not finite.
    pub fn number(value: f64, decimals: usize) -> Self {
        if value.is_finite() { Self::Number { value, shown: super::words::grouped(value, decimals) } } else { Self::Empty }
    }
    /// The same for what may be unknown.
    pub fn maybe(value: Option<f64>, decimals: usize) -> Self {
        value.map_or(Self::Empty, |value| Self::number(value, decimals))
    }
}
