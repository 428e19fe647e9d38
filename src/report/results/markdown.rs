//! What is written in Markdown: tables, titles, folded parts, and texts from outside that stay texts. Whoever writes Markdown, for a
//! terminal or for a pull request, writes with this.

use super::table::{Column, Table};
use super::words::{legal, turns_text};

/// Characters of a name.
const LONGEST_NAME: usize = 60;
/// Characters of a sentence.
const LONGEST_SENTENCE: usize = 1000;

impl Table {
    /// As lines of Markdown, its texts made harmless by `escaped`.
    pub fn to_markdown(&self, escaped: impl Fn(&str) -> String) -> String {
        let escaped = |cells: Vec<String>| line(cells.iter().map(|cell| escaped(cell)));
        let sides: String = self.columns.iter().map(|column| if column.is_words { "---|" } else { "---:|" }).collect();
        let header = escaped(self.columns.iter().map(|column| column.heading.clone()).collect());
        [header, format!("|{sides}")].into_iter().chain(self.shown().map(escaped)).collect::<Vec<_>>().join("\n")
    }
}

/// A line of a table.
pub fn line(cells: impl IntoIterator<Item = impl Into<String>>) -> String {
    format!("| {} |", cells.into_iter().map(Into::into).collect::<Vec<String>>().join(" | "))
}

/// A table whose first column is of words and whose others are of figures, its texts made harmless by `escaped`.
pub fn table(
    headings: impl IntoIterator<Item = impl Into<String>>,
    rows: impl IntoIterator<Item = Vec<String>>,
    escaped: impl Fn(&str) -> String,
) -> String {
    Table::of_texts(Column::words_then_figures(headings), rows).to_markdown(escaped)
}

/// A text under a bold title.
pub fn titled(title: &str, text: &str) -> String {
    format!("**{title}**\n\n{text}")
}

/// A text that is folded away under its title.
pub fn folded(title: &str, text: &str) -> String {
    format!("<details><summary>{title}</summary>\n\n{text}\n\n</details>")
}

/// Lines as a list.
pub fn items(lines: impl IntoIterator<Item = String>) -> String {
    lines.into_iter().map(|line| format!("- {line}")).collect::<Vec<_>>().join("\n")
}

/// Parts of a document, a blank line between each and the next.
pub fn joined(parts: &[String]) -> String {
    parts.join("\n\n") + "\n"
}

/// A text that does not end a cell.
pub fn within_cell(text: &str) -> String {
    text.replace('|', "\\|")
}

/// A name that stays text: characters with a meaning in Markdown or HTML as entities, no direction marks, no mention, no link, not too long.
///
/// ```
/// use winflow::report::results::markdown::harmless;
/// assert_eq!(harmless("a|b `c` <i>"), "a&#124;b &#96;c&#96; &lt;i&gt;");
/// assert_eq!(harmless("plain name-2"), "plain name-2");
/// ```
pub fn harmless(name: &str) -> String {
    escaped(name, LONGEST_NAME)
}

/// A sentence that may hold names: nothing in it is taken for markup, and little is cut off.
pub fn sentence(text: &str) -> String {
    escaped(text, LONGEST_SENTENCE)
}

fn escaped(text: &str, longest: usize) -> String {
    let mut out = String::new();
    let mut letters = legal(text).chars().filter(|c| !turns_text(*c)).collect::<Vec<_>>();
    if letters.len() > longest {
        letters.truncate(longest - 1);
        letters.push('…');
    }
    for (place, letter) in letters.iter().enumerate() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '_' if is_within_word(&letters, place) => out.push('_'),
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '#' | '!' | '|' | '~' | '$' => {
                out.push_str(&format!("&#{};", u32::from(*letter)));
            }
            // A mention or a link is not made across a joint.
            '@' => out.push_str("&#64;\u{2060}"),
            ':' if letters.get(place + 1) == Some(&'/') => out.push_str(":\u{2060}"),
            '.' if place > 0 && matches!(letters[place - 1], 'w' | 'W') => out.push_str(".\u{2060}"),
            _ => out.push(*letter),
        }
    }
    out
}

/// `pool_size` is no markup.
fn is_within_word(letters: &[char], place: usize) -> bool {
    let is_plain = |at: Option<usize>| at.and_then(|at| letters.get(at)).is_some_and(|c| c.is_ascii_alphanumeric());
    is_plain(place.checked_sub(1)) && is_plain(place.checked_add(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_have_a_line_for_each_row() {
        let text = table(["system", "deals"], [vec!["a|b".to_string(), "12".to_string()]], within_cell);
        assert_eq!(text, "| system | deals |\n|---|---:|\n| a\\|b | 12 |");
    }

    #[test]
    fn nothing_from_outside_is_taken_for_markup() {
        assert_eq!(harmless("@team [x](https://y) www.z"), "&#64;\u{2060}team &#91;x&#93;(https:\u{2060}//y) www.\u{2060}z");
        assert_eq!(harmless(&"n".repeat(100)).chars().count(), LONGEST_NAME);
        assert_eq!(sentence("pool_size is *not* \u{202e}markup"), "pool_size is &#42;not&#42; markup");
    }
}
