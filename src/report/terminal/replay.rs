//! A replay of real deals for a terminal.

use super::look::{Look, wrap};
use crate::report::results::replay::ReplaySheet;
use crate::report::results::table::{Cell, Table};
use crate::report::results::words::{grouped, plain_text};

/// The replay for a terminal.
pub fn render(sheet: &ReplaySheet, look: Look) -> String {
    let mut parts = vec![wrap(&head(sheet), look.width), look.draw(&harmless(sheet.people_table()))];
    let costs = sheet.levels_table();
    parts.push(wrap(&costs.caption, look.width));
    parts.push(look.draw(&costs));
    let found = sheet.deals.found.iter().map(|found| &found.words);
    let notes: Vec<String> = sheet.notes.iter().chain(found).map(|note| wrap(&format!("- {note}"), look.width)).collect();
    if !notes.is_empty() {
        parts.push(format!("Notes:\n{}", notes.join("\n")));
    }
    parts.join("\n\n") + "\n"
}

fn head(sheet: &ReplaySheet) -> String {
    let deals = if sheet.deals.credited == 1 { "1 deal".to_string() } else { format!("{} deals", grouped(sheet.deals.credited as f64, 0)) };
    let value = grouped(sheet.deals.value_eur, 0);
    let mut text = format!("{}: {deals} worth {value} EUR, {} to {}, as they would have been paid", sheet.plan, sheet.from, sheet.to);
    match &sheet.against {
        Some(against) => {
            text.push_str(&format!(" under {} and under {against}. The difference is what {against} pays more or less.", sheet.plan));
        }
        None => text.push('.'),
    }
    text
}

/// Names come from files: nothing in them may turn a terminal upside down.
fn harmless(mut table: Table) -> Table {
    for cell in table.rows.iter_mut().flatten() {
        if let Cell::Text(text) = cell {
            *text = plain_text(text);
        }
    }
    table
}
