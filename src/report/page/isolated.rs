//! Names written from right to left stay where they are: without isolation they would reorder the numbers and signs around them
//! (Unicode Standard Annex 9, "Unicode Bidirectional Algorithm").

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

/// A sentence in which some of these names stand.
pub fn sentence(text: &str, names: &[String]) -> Markup {
    let first = names.iter().filter(|name| is_from_right(name)).filter_map(|name| Some((text.find(name.as_str())?, name)));
    let Some((at, name)) = first.min_by_key(|(at, name)| (*at, std::cmp::Reverse(name.len()))) else { return html! { (text) } };
    html! { (text[..at]) bdi { (name) } (sentence(&text[at + name.len()..], names)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_from_right_to_left_are_isolated_and_no_others() {
        let names = ["שלום".to_string(), "שלום 2".to_string(), "hero".to_string()];
        let said = sentence("hero or שלום 2: +3 % under שלום (1 to 5)", &names).into_string();
        assert_eq!(said, "hero or <bdi>שלום 2</bdi>: +3 % under <bdi>שלום</bdi> (1 to 5)");
    }
}
