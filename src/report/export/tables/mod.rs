//! The tables of an export, made once for workbooks and for CSV files.

mod over_time;
mod people;
mod results;

use super::dates::Dates;
use crate::measure::Measure;
use crate::report::charts::grammar::Picture;
use crate::report::results::stored::{Stored, StoredSystem};
use crate::report::results::table::{Cell, Column, Style, Table};
use std::collections::BTreeMap;

pub use over_time::days_of_month;
pub(in crate::report::export) use results::CHART_COLUMNS;

/// How many rows a long table may have: past these, further worlds are left out of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Room(usize);

impl Room {
    /// That of a workbook, which is for reading.
    pub const WORKBOOK: Self = Self(50_000);
    /// No bounds, as for files that programs read.
    pub const BOUNDLESS: Self = Self(usize::MAX);
}

/// A table that has a file or a sheet of its own.
fn named(name: &str, caption: impl Into<String>, columns: impl IntoIterator<Item = Column>) -> Table {
    Table { name: name.to_string(), ..Table::new(caption, columns) }
}

/// The tables of a run or a comparison in the order in which they are read, without those that are empty.
pub fn tables(stored: &Stored, room: Room) -> Vec<Table> {
    let tables = [
        results::differences(stored),
        results::measures(stored),
        results::endings(stored),
        results::by(stored),
        results::same_customers(stored),
        over_time::months(stored),
        over_time::weeks(stored),
        people::people(stored, room),
        people::seats(stored),
        people::concentration(stored),
        people::periods(stored, room),
        results::deals(stored, room),
        results::worlds(stored, room),
        results::settings(stored),
        results::definitions(),
        results::definitions_of_groups(stored),
    ];
    tables.into_iter().filter(|table| !table.rows.is_empty() || table.left_out > 0).collect()
}

/// The dates of each system.
fn dates(stored: &Stored) -> Vec<Dates> {
    stored.systems.iter().map(|system| Dates::new(&system.scenario)).collect()
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

/// The rows of a long table, each with the place of its system, as far as there is room for whole worlds of all systems.
struct Long<'s, R> {
    rows: Vec<(usize, &'s R)>,
    /// How many rows there was no room for.
    left_out: usize,
    /// What a caption says of worlds that are not in it.
    note: String,
}

/// What a long table is made of.
struct Source<'s, R> {
    stored: &'s Stored,
    /// The file that holds the rows.
    file: &'static str,
    /// The rows of a system.
    rows: fn(&'s StoredSystem) -> &'s [R],
    /// The world of a row.
    world: fn(&R) -> u64,
}

impl<'s, R> Source<'s, R> {
    fn within(&self, room: Room) -> Long<'s, R> {
        let mut counts: BTreeMap<u64, usize> = BTreeMap::new();
        for row in self.stored.systems.iter().flat_map(self.rows) {
            *counts.entry((self.world)(row)).or_default() += 1;
        }
        let mut left = room.0;
        let first_left_out = counts.iter().find(|(_, count)| match left.checked_sub(**count) {
            Some(rest) => {
                left = rest;
                false
            }
            None => true,
        });
        let held = self.stored.worlds_held(self.file);
        let told = first_left_out.map_or(held, |(world, _)| *world);
        let systems = self.stored.systems.iter().enumerate();
        let all = systems.flat_map(|(place, system)| (self.rows)(system).iter().map(move |row| (place, row)));
        let rows = all.filter(|(_, row)| (self.world)(row) < told).collect();
        Long { rows, left_out: counts.range(told..).map(|(_, count)| count).sum(), note: self.note(told, held) }
    }

    fn note(&self, told: u64, held: u64) -> String {
        let run = self.stored.document.worlds;
        let others = match (told < held, held < run) {
            (false, false) => return String::new(),
            (true, false) => format!("the others are in {}", self.file),
            (true, true) => format!("those up to {held} are in {}, the others were not kept", self.file),
            (false, true) => "the others were not kept".to_string(),
        };
        format!(" The first {told} worlds of {run}; {others}.")
    }
}
