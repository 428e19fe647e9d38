//! The grammar of charts: what every chart is made of, written once.
//!
//! A chart is drawn on a [`Canvas`], within a [`Frame`] of title, subtitle and footnote, along axes in panels. What it leaves
//! is a [`Drawing`]: marks that say what they stand for ([`Role`]) and get their colours from one theme. A drawing is written as a
//! file, or as part of a page, and never read back: what a reader has to know besides stands in the fields of the [`Picture`].

mod axis;
mod cannot_draw;
mod canvas;
mod colour;
mod contrast;
pub mod font;
mod frame;
mod interval;
#[cfg(test)]
mod legible;
mod marks;
mod paint;
mod panel;
mod picture;
pub mod reading;
mod svg;
mod text;
pub mod theme;
mod ticks;

pub use axis::{Axis, round_step};
pub use cannot_draw::CannotDraw;
pub use canvas::{Canvas, MARGIN, WIDTH};
pub use colour::Colour;
pub use contrast::{contrast, on_dark, on_light};
pub use frame::Frame;
pub use interval::Interval;
#[cfg(test)]
pub(crate) use legible::legible;
pub use marks::{Drawing, Mark, Place, Shape};
pub use paint::{BETTER, CONTRAST, DEMAND, GRID, GROUND, INK, MOST_SYSTEMS, NEUTRAL, OPEN, PAPER, Paint, QUIET, Role, SUBJECT, WORSE};
pub use panel::{Grid, Panel, apart};
pub use picture::{Chart, Picture, Said, Tells, file_names};
pub use reading::{Along, Unit};
pub use text::{Anchor, LABEL, NAME, NUMBER, SMALL, Text};
pub use ticks::Ticks;
