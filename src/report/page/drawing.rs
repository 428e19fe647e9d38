//! A chart as part of the page: only what draws, in the colours of the theme, without the title that the page sets as text.

use crate::report::charts::canvas::{CannotDraw, MARGIN, TITLE, WIDTH};
use crate::report::results::words::plain_text;
use std::collections::BTreeSet;

/// What may be in a drawing.
const ELEMENTS: [&str; 10] = ["g", "rect", "circle", "ellipse", "line", "polyline", "polygon", "path", "text", "tspan"];
/// What may be said of it.
const ATTRIBUTES: [&str; 34] = [
    "x",
    "y",
    "x1",
    "y1",
    "x2",
    "y2",
    "cx",
    "cy",
    "r",
    "rx",
    "ry",
    "width",
    "height",
    "points",
    "d",
    "transform",
    "dx",
    "dy",
    "text-anchor",
    "font-size",
    "font-weight",
    "font-style",
    "opacity",
    "fill",
    "fill-opacity",
    "fill-rule",
    "stroke",
    "stroke-width",
    "stroke-opacity",
    "stroke-dasharray",
    "stroke-linecap",
    "stroke-linejoin",
    "dominant-baseline",
    "letter-spacing",
];
/// Room above the first text below the title.
const ABOVE: f64 = 26.0;
/// So much of the margin is left out on both sides, so that the chart begins where the text around it does.
const ASIDE: f64 = 36.0;

/// A drawing that can stand in the page.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawing {
    /// Left, upper end, width and height of what is shown.
    pub view: [f64; 4],
    /// Its elements.
    pub body: String,
    /// The colours in it, `#RRGGBB` each.
    pub colours: BTreeSet<String>,
}

impl Drawing {
    /// Takes an SVG apart and keeps what draws.
    ///
    /// # Errors
    /// If it is not an SVG.
    pub fn new(svg: &str) -> Result<Self, CannotDraw> {
        let document = roxmltree::Document::parse(svg).map_err(CannotDraw::new)?;
        let root = document.root_element();
        let view: Vec<f64> = root.attribute("viewBox").unwrap_or_default().split_whitespace().filter_map(|n| n.parse().ok()).collect();
        let [left, top, width, height] = view[..] else { return Err(CannotDraw::new("the chart has no size")) };
        let mut drawing = Self { view: [left, top, width, height], body: String::new(), colours: BTreeSet::new() };
        let title: Vec<roxmltree::NodeId> = title(root).map(|node| node.id()).collect();
        let below =
            root.descendants().filter(|node| node.has_tag_name("text") && !title.contains(&node.id())).filter_map(|n| number(n, "y"));
        if !title.is_empty() {
            let cut = (below.fold(f64::INFINITY, f64::min) - ABOVE).clamp(0.0, height / 2.0);
            drawing.view = [left, top + cut, width, height - cut];
        }
        if (width - f64::from(WIDTH)).abs() < 0.5 {
            (drawing.view[0], drawing.view[2]) = (left + ASIDE, width - 2.0 * ASIDE);
        }
        for node in root.children() {
            drawing.add(node, &title);
        }
        Ok(drawing)
    }

    fn add(&mut self, node: roxmltree::Node<'_, '_>, left_out: &[roxmltree::NodeId]) {
        if let Some(text) = node.text().filter(|_| node.is_text()) {
            self.body.push_str(&escaped(text.trim_matches('\n')));
            return;
        }
        let name = node.tag_name().name();
        let is_empty = name == "text" && node.descendants().filter_map(|inner| inner.text()).all(|text| text.trim().is_empty());
        if !ELEMENTS.contains(&name) || left_out.contains(&node.id()) || is_empty {
            return;
        }
        self.body.push('<');
        self.body.push_str(name);
        for attribute in node.attributes().filter(|attribute| ATTRIBUTES.contains(&attribute.name())) {
            let Some(value) = self.value(attribute.name(), attribute.value()) else { continue };
            self.body.push_str(&format!(" {}=\"{}\"", attribute.name(), escaped(&value)));
        }
        self.body.push('>');
        for child in node.children() {
            self.add(child, left_out);
        }
        self.body.push_str(&format!("</{name}>"));
    }

    /// What is said of an element, in short; `None` if it says nothing, or would lead out of the drawing.
    fn value(&mut self, name: &str, value: &str) -> Option<String> {
        match name {
            "fill" | "stroke" if super::theme::parsed(value).is_some() => {
                self.colours.insert(value.to_string());
                Some(value.to_string())
            }
            "fill" | "stroke" => (value == "none").then(|| value.to_string()),
            "opacity" if value == "1" => None,
            "font-size" => value.parse::<f64>().ok().map(|size| format!("{}", (size * 100.0).round() / 100.0)),
            _ if value.contains("url(") => None,
            _ => Some(value.to_string()),
        }
    }
}

/// The lines of the title, which the page tells as a heading.
fn title<'a, 'input: 'a>(root: roxmltree::Node<'a, 'input>) -> impl Iterator<Item = roxmltree::Node<'a, 'input>> {
    root.children().filter(|node| {
        let near = |name: &str, value: f64| number(*node, name).is_some_and(|n| (n - value).abs() < 0.01);
        node.has_tag_name("text")
            && near("font-size", TITLE)
            && near("x", f64::from(MARGIN))
            && node.attribute("font-weight") == Some("bold")
    })
}

fn number(node: roxmltree::Node<'_, '_>, name: &str) -> Option<f64> {
    node.attribute(name)?.parse().ok()
}

fn escaped(text: &str) -> String {
    plain_text(text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    const SVG: &str = "<svg width='1200' height='500' viewBox='0 0 1200 500' xmlns='http://www.w3.org/2000/svg' onload='x()'>\
        <script>alert(1)</script><style>*{}</style><text x='40' y='50' font-size='TITLE' font-weight='bold'>A title</text>\
        <text x='40' y='84' font-size='15.000000000000002' fill='#222222' style='color:red'>\nbelow &lt;b&gt; it\n</text>\
        <rect width='9' fill='url(#a)' stroke='#0072B2' opacity='1' onclick='y()'/><image href='http://x'/></svg>";

    #[test]
    fn only_what_draws_is_kept_and_the_title_is_cut_off() {
        let drawing = Drawing::new(&SVG.replace("TITLE", &TITLE.to_string())).expect("an SVG");
        assert_eq!(
            drawing.body,
            "<text x=\"40\" y=\"84\" font-size=\"15\" fill=\"#222222\">below &lt;b&gt; it</text><rect width=\"9\" stroke=\"#0072B2\"></rect>"
        );
        assert_eq!(drawing.view, [36.0, 58.0, 1128.0, 442.0]);
        assert_eq!(drawing.colours.into_iter().collect::<Vec<_>>(), ["#0072B2", "#222222"]);
    }

    #[test]
    fn what_is_no_chart_is_refused() {
        assert!(Drawing::new("<svg").is_err() && Drawing::new("<svg xmlns='http://www.w3.org/2000/svg'/>").is_err());
    }
}
