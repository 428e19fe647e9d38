//! A chart in the page: heading, drawing, finding, and the figures as a table.

use super::{isolated, tables};
use crate::report::charts::grammar::{Picture, Tells, reading};
use crate::report::results::words::plain_text;
use maud::{Markup, PreEscaped, html};

/// A chart ready for the page.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// Unique in the page.
    pub id: String,
    /// What it shows.
    pub picture: Picture,
    /// The one system that it is about, by place, if others have such a chart too.
    only: Option<usize>,
    /// Whether its marks tell systems apart.
    is_by_system: bool,
    /// Names of systems that are written from right to left.
    names: Vec<String>,
}

impl Figure {
    /// Makes a picture fit into a page about these systems.
    pub fn new(picture: &Picture, id: String, systems: &[String]) -> Self {
        let only = picture.system.filter(|_| systems.len() > 2);
        let is_by_system = picture.tells == Tells::Systems && systems.len() > 1;
        let names = systems.iter().flat_map(|name| [plain_text(name), super::names::short(name)]);
        let names = names.filter(|name| isolated::is_from_right(name)).collect();
        Self { id, picture: picture.clone(), only, is_by_system, names }
    }

    /// Its axes, for who points at it.
    fn axes(&self) -> Option<String> {
        let readings = &self.picture.drawing.readings;
        (!readings.is_empty()).then(|| reading::json(readings))
    }

    /// The figure, with a heading of its own one level below that of its section.
    pub fn markup(&self, with_table: bool) -> Markup {
        let [left, top, width, height] = self.picture.drawing.view();
        let view = format!("{left} {top} {width} {height}");
        let (title, message) = (format!("{}-title", self.id), format!("{}-message", self.id));
        // Text of a chart stays legible: below this width the reader scrolls within the figure.
        let least = if width > 700 { "wide" } else { "small" };
        html! {
            figure id=(self.id) data-only=[self.only] {
                h3 id=(title) { (isolated::sentence(&self.picture.title, &self.names)) }
                div.scroll tabindex="0" role="region" aria-labelledby=(title) {
                    svg.drawing.(least) role="img" viewBox=(view) preserveAspectRatio="xMinYMin meet" width=(width) height=(height)
                        aria-labelledby=(title) aria-describedby=(message) data-axes=[self.axes()] { (PreEscaped(self.picture.drawing.elements(self.is_by_system))) }
                }
                figcaption id=(message) { (isolated::sentence(&self.picture.caption, &self.names)) }
                @if with_table && !self.picture.data.rows.is_empty() {
                    details {
                        summary { "The figures" span.hidden { " of: " (self.picture.title) } }
                        (tables::data(&self.picture.data, &self.picture.name, &self.id))
                    }
                }
            }
        }
    }
}
