//! What a drawing is made of: shapes and texts, each with what it stands for.

use super::colour::Colour;
use super::paint::{PAPER, Paint};
use super::reading::Reading;
use super::text::Text;

/// A place in pixels from the upper left.
pub type Place = (i32, i32);

/// Something that is drawn.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// A text whose middle is at the height of its place.
    Text {
        /// What it says.
        words: String,
        /// Where it is.
        at: Place,
        /// How it is set.
        set: Text,
    },
    /// A line through several places.
    Line {
        /// The places.
        places: Vec<Place>,
        /// How wide it is.
        width: u32,
    },
    /// A filled polygon.
    Polygon(Vec<Place>),
    /// A filled rectangle.
    Bar {
        /// Its upper left corner.
        corner: Place,
        /// Width and height.
        size: (i32, i32),
    },
    /// The thin edge of a rectangle.
    Edge {
        /// Its upper left corner.
        corner: Place,
        /// Width and height.
        size: (i32, i32),
    },
    /// A filled circle.
    Circle {
        /// Its middle.
        at: Place,
        /// Its radius.
        radius: u32,
    },
}

/// A shape with what it stands for.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    /// What is drawn.
    pub shape: Shape,
    /// What it stands for.
    pub paint: Paint,
}

/// A finished drawing.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawing {
    /// Width and height.
    pub size: (i32, i32),
    /// The lines of its title.
    pub title: Vec<Mark>,
    /// Everything else, the lowest first.
    pub marks: Vec<Mark>,
    /// Its axes.
    pub readings: Vec<Reading>,
}

impl Drawing {
    /// The colours that it has without its title, on its white ground.
    pub fn colours(&self) -> impl Iterator<Item = Colour> {
        self.marks.iter().map(|mark| mark.paint).chain([PAPER]).map(Paint::colour)
    }

    /// Its texts below the title.
    pub fn texts(&self) -> impl Iterator<Item = (&str, Place)> {
        self.marks.iter().filter_map(|mark| match &mark.shape {
            Shape::Text { words, at, .. } => Some((words.as_str(), *at)),
            _ => None,
        })
    }
}
