//! Results by group for a terminal and as Markdown.

use super::look::{Look, wrap};
use crate::report::results::by::{caption, tables};
use crate::report::results::document::Document;
use crate::report::results::markdown::within_cell;

/// For a terminal; empty where nothing was cut.
pub fn render(document: &Document, look: Look) -> String {
    let tables = tables(document, look.all);
    if tables.is_empty() {
        return String::new();
    }
    let parts = tables.iter().map(|table| format!("{}:\n{}", table.caption, look.draw(table)));
    let caption = wrap(&caption(document.worlds), look.width);
    parts.chain([caption]).collect::<Vec<_>>().join("\n\n") + "\n"
}

/// As Markdown; empty where nothing was cut.
pub fn markdown(document: &Document, all: bool) -> String {
    let tables = tables(document, all);
    if tables.is_empty() {
        return String::new();
    }
    let parts = tables.iter().map(|table| format!("{}:\n\n{}", within_cell(&table.caption), table.to_markdown(within_cell)));
    format!("\n{}\n\n{}\n", parts.collect::<Vec<_>>().join("\n\n"), caption(document.worlds))
}
