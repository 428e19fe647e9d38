//! A replay of real deals for a terminal.

use super::look::{Look, wrap};
use crate::report::results::replay::ReplaySheet;
use crate::report::results::table::{Cell, Table};
use crate::report::results::words::{grouped, plain_text, sentence};

/// More people than these are only counted.
const MOST_PEOPLE: usize = 100;
/// The longest name that is shown whole, in characters.
const LONGEST_NAME: usize = 30;

/// The replay for a terminal.
pub fn render(sheet: &ReplaySheet, look: Look) -> String {
    let mut parts = vec![wrap(&head(sheet), look.width), look.draw(&harmless(first(people(sheet))))];
    if let more @ 1.. = sheet.people.len().saturating_sub(MOST_PEOPLE) {
        let are = if more == 1 { "person is" } else { "people are" };
        parts.push(format!("{} more {are} listed in replay.csv.", grouped(more as f64, 0)));
    }
    let costs = sheet.levels_table();
    parts.push(wrap(&format!("{}{}", costs.caption, base(sheet)), look.width));
    parts.push(look.draw(&short(costs, sheet)));
    let found = sheet.deals.found.iter().map(|found| &found.words);
    let notes: Vec<String> = sheet.notes.iter().chain(found).map(|note| wrap(&format!("- {note}"), look.width)).collect();
    parts.push(format!("Notes:\n{}", notes.join("\n")));
    parts.join("\n\n") + "\n"
}

/// The first people, and all together, which is the last row.
fn first(mut table: Table) -> Table {
    let all = table.rows.len();
    if all > MOST_PEOPLE + 1 {
        table.rows.drain(MOST_PEOPLE..all - 1);
    }
    table
}

/// The people; where all have one role, it needs no column.
fn people(sheet: &ReplaySheet) -> Table {
    let table = sheet.people_table();
    let is_one_role = sheet.people.windows(2).all(|pair| pair[0].role == pair[1].role);
    if is_one_role { without(table, &[1]) } else { table }
}

/// The costs as far as there is room: quotas are above, and base pay is a sentence where it is the same.
fn short(costs: Table, sheet: &ReplaySheet) -> Table {
    let plans = 1 + usize::from(sheet.against.is_some());
    let columns = costs.columns.len();
    let bases = if sheet.bases_differ() { columns..columns } else { columns - plans..columns };
    without(costs, &[2].into_iter().chain(bases).collect::<Vec<_>>())
}

fn base(sheet: &ReplaySheet) -> String {
    if sheet.bases_differ() {
        return String::new();
    }
    let under = if sheet.against.is_some() { " under both" } else { "" };
    format!(" Variable pay; base pay is {} EUR{under}.", grouped(sheet.total.plan.base_eur, 0))
}

fn without(mut table: Table, columns: &[usize]) -> Table {
    let keep = |place: usize| !columns.contains(&place);
    for row in &mut table.rows {
        *row = row.drain(..).enumerate().filter(|(place, _)| keep(*place)).map(|(_, cell)| cell).collect();
    }
    table.columns = table.columns.drain(..).enumerate().filter(|(place, _)| keep(*place)).map(|(_, column)| column).collect();
    table
}

fn head(sheet: &ReplaySheet) -> String {
    let deals = if sheet.deals.credited == 1 { "1 deal".to_string() } else { format!("{} deals", grouped(sheet.deals.credited as f64, 0)) };
    let value = grouped(sheet.deals.value_eur, 0);
    let mut text =
        sentence(&format!("{}: {deals} worth {value} EUR, {} to {}, and what they would have paid", sheet.plan, sheet.from, sheet.to));
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
            if text.chars().count() > LONGEST_NAME {
                *text = text.chars().take(LONGEST_NAME - 1).chain(['…']).collect();
            }
        }
    }
    table
}
