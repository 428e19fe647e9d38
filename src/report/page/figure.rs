//! A chart in the page: heading, drawing, finding, and the figures as a table.

use super::drawing::Drawing;
use super::{isolated, tables, theme};
use crate::report::charts::canvas::{CannotDraw, GRID, system_colour};
use crate::report::picture::{Picture, file_names};
use crate::report::results::words::plain_text;
use maud::{Markup, PreEscaped, html};
use plotters::style::RGBColor;

/// Charts show no more systems than these in colours of their own.
const MOST_SYSTEMS: usize = 7;

/// A chart ready for the page.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// Unique in the page.
    pub id: String,
    /// What it shows.
    pub picture: Picture,
    /// Its drawing.
    pub drawing: Drawing,
    /// The one system that it is about, by place, if its name says so.
    only: Option<usize>,
    /// The colours of each system, with commas between those of one; none where colours mean something else.
    by_system: Option<String>,
    /// Names of systems that are written from right to left.
    names: Vec<String>,
}

/// Kinds of charts of which there is one for each system after the baseline.
const BY_SYSTEM: [&str; 2] = ["differences", "fates"];

/// The system whose chart has this name, by place: names are given as the charts are.
fn only(picture: &str, systems: &[String]) -> Option<usize> {
    let others = systems.get(1..).filter(|others| others.len() > 1)?;
    let place = |kind: &str| file_names(kind, others.iter().map(String::as_str)).iter().position(|name| name == picture);
    BY_SYSTEM.into_iter().find_map(place).map(|place| place + 1)
}

/// Charts whose colours say something else than which system: better or worse, what a mark is.
const BY_VERDICT: [&str; 9] = ["brief-differences", "differences", "fates", "needs", "waterfall", "rewrites", "map", "sweep", "tornado"];

impl Figure {
    /// Makes a picture fit.
    ///
    /// # Errors
    /// If its drawing is no SVG.
    pub fn new(picture: &Picture, id: String, systems: &[String]) -> Result<Self, CannotDraw> {
        let drawing = Drawing::new(&picture.svg)?;
        let only = only(&picture.name, systems);
        let is_by_verdict = BY_VERDICT.iter().any(|name| picture.name.starts_with(name));
        let by_system = if systems.len() < 2 || is_by_verdict { None } else { colours_of(&drawing, systems.len()) };
        let names = systems.iter().flat_map(|name| [plain_text(name), super::names::short(name)]);
        let names = names.filter(|name| isolated::is_from_right(name)).collect();
        Ok(Self { id, picture: picture.clone(), drawing, only, by_system, names })
    }

    /// The finding, without what the heading says already.
    fn finding(&self) -> &str {
        let Picture { title, message, .. } = &self.picture;
        let rest = message.strip_prefix(title.as_str()).and_then(|rest| rest.strip_prefix(". "));
        rest.filter(|rest| !rest.trim().is_empty()).unwrap_or(message)
    }

    /// The figure, with a heading of its own one level below that of its section.
    pub fn markup(&self, with_table: bool) -> Markup {
        let [left, top, width, height] = self.drawing.view;
        let view = format!("{left} {top} {width} {height}");
        let (title, message) = (format!("{}-title", self.id), format!("{}-message", self.id));
        // Text of a chart stays legible: below this width the reader scrolls within the figure.
        let least = if width > 700.0 { "wide" } else { "small" };
        html! {
            figure id=(self.id) data-only=[self.only] data-by-system=[self.by_system.as_ref()] {
                h3 id=(title) { (isolated::sentence(&self.picture.title, &self.names)) }
                div.scroll tabindex="0" role="region" aria-labelledby=(title) {
                    svg.drawing.(least) role="img" viewBox=(view) preserveAspectRatio="xMinYMin meet" width=(width) height=(height)
                        aria-labelledby=(title) aria-describedby=(message) { (PreEscaped(&self.drawing.body)) }
                }
                figcaption id=(message) { (isolated::sentence(self.finding(), &self.names)) }
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

/// The colours of each system in a drawing, full and pale; `None` unless the first ones have theirs.
fn colours_of(drawing: &Drawing, systems: usize) -> Option<String> {
    let found = |place: usize| -> Vec<&str> {
        let is_of = |text: &&String| theme::parsed(text).is_some_and(|colour| colour != GRID && is_tint(colour, system_colour(place)));
        drawing.colours.iter().filter(is_of).map(String::as_str).collect()
    };
    let all: Vec<String> = (0..systems.min(MOST_SYSTEMS)).map(|place| found(place).join(",")).collect();
    all.iter().take(2).all(|one| !one.is_empty()).then(|| all.join(" "))
}

/// Whether a colour is another one, or that with white in it.
fn is_tint(RGBColor(r, g, b): RGBColor, RGBColor(of_r, of_g, of_b): RGBColor) -> bool {
    let pairs = [(r, of_r), (g, of_g), (b, of_b)].map(|(tint, full)| (255.0 - f64::from(tint), 255.0 - f64::from(full)));
    let (below, above) = pairs.iter().fold((0.0, 0.0), |(below, above), (tint, full)| (below + full * full, above + tint * full));
    let share = above / below;
    (0.08..=1.01).contains(&share) && pairs.iter().all(|(tint, full)| (tint - share * full).abs() < 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::charts::canvas::{BLUE, VERMILION, mixed, pale};

    #[test]
    fn a_pale_colour_is_still_that_of_its_system() {
        assert!(is_tint(BLUE, BLUE) && is_tint(pale(BLUE), BLUE) && is_tint(mixed(VERMILION, 0.2), VERMILION));
        assert!(!is_tint(VERMILION, BLUE) && !is_tint(RGBColor(255, 255, 255), BLUE) && !is_tint(BLUE, pale(BLUE)));
    }

    #[test]
    fn a_chart_belongs_to_the_system_that_it_is_named_for_and_to_no_other() {
        let of = |picture: &str, names: &[&str]| only(picture, &names.iter().map(|name| name.to_string()).collect::<Vec<_>>());
        assert_eq!(of("fates-hero-team", &["a", "team", "hero-team"]), Some(2));
        assert_eq!(of("cumulative-flow", &["a", "flow", "b"]), None);
        assert_eq!(of("cycle-time", &["a", "time", "b"]), None);
        assert_eq!(of("fates-big-team", &["a", "b", "Big Team"]), Some(2));
        assert_eq!(of("fates-b-2", &["a", "b", "B"]), Some(2));
        assert_eq!(of("fates", &["a", "b"]), None);
    }
}
