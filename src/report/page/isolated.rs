//! Names of systems are set apart from the words around them, and those written from right to left stay where they are: without isolation they would reorder the numbers and signs around them
//! (Unicode Standard Annex 9, "Unicode Bidirectional Algorithm").

use crate::report::results::words::with_names;
use maud::{Markup, html};

/// Whether a text holds letters that are written from right to left.
pub fn is_from_right(text: &str) -> bool {
    text.chars().any(|c| {
        matches!(c, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFF}' | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}')
    })
}

/// A name by itself.
pub fn name(text: &str) -> Markup {
    html! { @if is_from_right(text) { bdi { (text) } } @else { (text) } }
}

/// A sentence in which some of these names stand, set apart from its words.
pub fn sentence(text: &str, names: &[String]) -> Markup {
    html! { @for (piece, is_name) in with_names(text, names) { @if is_name { b { (name(piece)) } } @else { (piece) } } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_set_apart_and_those_from_right_to_left_isolated() {
        let names = ["שלום".to_string(), "שלום 2".to_string(), "hero".to_string()];
        let said = sentence("hero or שלום 2: +3 % under שלום (1 to 5)", &names).into_string();
        assert_eq!(said, "<b>hero</b> or <b><bdi>שלום 2</bdi></b>: +3 % under <b><bdi>שלום</bdi></b> (1 to 5)");
    }
}
