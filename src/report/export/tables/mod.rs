//! The tables of an export, made once for workbooks and for CSV files.

mod over_time;
mod people;
mod results;

use crate::measure::Measure;
use crate::report::charts::grammar::Picture;
use crate::report::results::stored::Stored;
use crate::report::results::table::{Cell, Column, Style, Table};

pub use over_time::days_of_month;
pub(in crate::report::export) use results::CHART_COLUMNS;

/// Rows of a long table beyond which further worlds are left out: a workbook is for reading.
pub const MOST_ROWS: usize = 50_000;

/// A table that has a file or a sheet of its own.
fn named(name: &str, caption: impl Into<String>, columns: impl IntoIterator<Item = Column>) -> Table {
    Table { name: name.to_string(), ..Table::new(caption, columns) }
}

/// The tables of a run or a comparison in the order in which they are read, those without rows left out.
pub fn tables(stored: &Stored) -> Vec<Table> {
    let tables = [
        results::differences(stored),
        results::measures(stored),
        results::endings(stored),
        results::same_customers(stored),
        over_time::months(stored),
        over_time::weeks(stored),
        people::people(stored),
        people::concentration(stored),
        people::periods(stored),
        results::deals(stored),
        results::worlds(stored),
        results::settings(stored),
        results::definitions(),
    ];
    tables.into_iter().filter(|table| !table.rows.is_empty()).collect()
}

/// The figures of a picture; a spreadsheet has room for the digits that a chart leaves out.
pub fn of_picture(picture: &Picture) -> Table {
    let mut table = Table { name: format!("figure-{}", picture.name), ..picture.data.clone() };
    for cell in table.rows.iter_mut().flatten() {
        if let Cell::Number { value, style } = cell {
            *style = Some(Style::of(Measure::DealsPerMonth, *value));
        }
    }
    table
}

/// What a caption says of worlds that were left out.
fn left_out(told: usize, worlds: u64, file: &str) -> String {
    if (told as u64) < worlds {
        format!(" The first {told} worlds of {worlds}; the others are in {file}, as far as they were kept.")
    } else {
        String::new()
    }
}

/// The rows of long tables as far as there is room for whole worlds of all systems; also how many worlds these are.
fn within_room<'s, R>(stored: &'s Stored, rows: impl Fn(usize) -> &'s [R], world: impl Fn(&R) -> u64) -> (Vec<(usize, &'s R)>, usize) {
    let mut counts: std::collections::BTreeMap<u64, usize> = std::collections::BTreeMap::new();
    for place in 0..stored.systems.len() {
        rows(place).iter().for_each(|row| *counts.entry(world(row)).or_default() += 1);
    }
    let mut room = MOST_ROWS;
    let mut kept = Vec::new();
    for (world, count) in &counts {
        let Some(left) = room.checked_sub(*count) else { break };
        room = left;
        kept.push(*world);
    }
    let last = kept.last().copied();
    let all = (0..stored.systems.len()).flat_map(|place| rows(place).iter().map(move |row| (place, row)));
    let told = if kept.len() == counts.len() { stored.document.worlds as usize } else { last.map_or(0, |w| w as usize + 1) };
    (all.filter(|(_, row)| last.is_some_and(|last| world(row) <= last)).collect(), told)
}
