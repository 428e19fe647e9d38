//! Colours of the page, on white and on dark.

use crate::report::charts::grammar::{Colour, GRID, INK, NEUTRAL, PAPER, QUIET, SUBJECT, WORSE, on_dark, on_light, theme};
use std::collections::BTreeSet;
use std::fmt::Write;

/// A softer paper for panels: as much darker than the paper as it is lighter on dark.
const PANEL: Colour = Colour(0xF5, 0xF6, 0xF8);

/// The variables that the style sheet uses, in both themes.
fn named() -> [(&'static str, Colour); 8] {
    let paints = [PAPER, INK, QUIET, GRID, NEUTRAL, SUBJECT, WORSE].map(|paint| paint.colour());
    let [paper, ink, quiet, line, grey, blue, vermilion] = paints;
    [
        ("paper", paper),
        ("ink", ink),
        ("quiet", quiet),
        ("line", line),
        ("grey", grey),
        ("blue", blue),
        ("vermilion", vermilion),
        ("panel", PANEL),
    ]
}

/// All variables of a theme.
fn variables(drawn: &BTreeSet<Colour>, is_dark: bool) -> String {
    let mut text = String::new();
    for (name, colour) in named() {
        // Writing to a string cannot fail.
        let _ = write!(text, "--{name}:{};", if is_dark { on_dark(colour) } else { on_light(colour) });
    }
    text + &theme::variables(drawn, is_dark)
}

/// The rules for the colours of drawings, and for the page itself.
pub fn css(drawn: &BTreeSet<Colour>) -> String {
    let (light, dark) = (variables(drawn, false), variables(drawn, true));
    format!(
        ":root{{color-scheme:light;{light}}}\n@media screen and (prefers-color-scheme:dark){{:root:not([data-theme=light])\
         {{color-scheme:dark;{dark}}}}}\n@media screen{{:root[data-theme=dark]{{color-scheme:dark;{dark}}}}}\n{}",
        theme::rules(drawn)
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::charts::grammar::contrast;

    #[test]
    fn text_stands_out_on_panels() {
        for text in [INK, QUIET, SUBJECT].map(|paint| paint.colour()) {
            assert!(contrast(on_light(text), PANEL) >= 4.5 && contrast(on_dark(text), on_dark(PANEL)) >= 4.5, "{text:?}");
        }
    }

    #[test]
    fn what_is_darker_than_paper_is_lighter_than_dark_paper() {
        let paper = PAPER.colour();
        assert!(
            contrast(on_dark(PANEL), on_dark(paper)) > 1.0
                && contrast(on_dark(PANEL), Colour(0, 0, 0)) > contrast(on_dark(paper), Colour(0, 0, 0))
        );
    }

    #[test]
    fn every_colour_has_its_variable_in_each_theme() {
        let css = css(&BTreeSet::from([SUBJECT.colour()]));
        assert_eq!(css.matches("--c0072b2:").count(), 3, "light, dark by the system's setting, dark by choice");
    }
}
