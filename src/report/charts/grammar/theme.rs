//! The colours of drawings within a page, which shows them on white and on dark paper.

use super::colour::Colour;
use super::contrast::{on_dark, on_light};
use super::paint::Paint;
use std::collections::BTreeSet;
use std::fmt::Write;

/// The class of a mark: by its colour, and whether that is of a line.
pub(super) fn class(paint: Paint, is_line: bool) -> String {
    let Colour(r, g, b) = paint.colour();
    format!("{}{r:02x}{g:02x}{b:02x}", if is_line { 's' } else { 'f' })
}

/// The rules for marks of these colours.
pub fn rules(colours: &BTreeSet<Colour>) -> String {
    colours.iter().fold(String::new(), |mut rules, Colour(r, g, b)| {
        let name = format!("{r:02x}{g:02x}{b:02x}");
        // Writing to a string cannot fail.
        let _ = writeln!(rules, ".drawing .f{name}{{fill:var(--c{name})}}.drawing .s{name}{{fill:none;stroke:var(--c{name})}}");
        rules
    })
}

/// What these colours are on one paper or the other, for the rules.
pub fn variables(colours: &BTreeSet<Colour>, is_dark: bool) -> String {
    colours.iter().fold(String::new(), |mut variables, colour| {
        let Colour(r, g, b) = colour;
        let shown = if is_dark { on_dark(*colour) } else { on_light(*colour) };
        // Writing to a string cannot fail.
        let _ = write!(variables, "--c{r:02x}{g:02x}{b:02x}:{shown};");
        variables
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_colour_has_its_rule_on_both_papers() {
        let colours = BTreeSet::from([Paint::system(1).colour()]);
        assert_eq!(class(Paint::system(1), true), "s0072b2");
        assert!(rules(&colours).contains(".drawing .f0072b2{fill:var(--c0072b2)}"));
        assert_eq!(variables(&colours, false), "--c0072b2:#0072B2;");
        assert_ne!(variables(&colours, true), variables(&colours, false));
    }
}
