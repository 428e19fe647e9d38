//! Rows of the tables of a run, read from their text with the line of whatever is wrong.

use super::not_read::{AGAIN, NotRead, Wrong};
use crate::experiment::WorldRow;
use crate::measure::{ENDINGS, Ending, MEASURES, Measure, Ratio};
use crate::report::results::files::worlds_header;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::path::Path;

/// Columns of names.
const NAMES: [&str; 6] = ["scenario", "segment", "channel", "role", "ending", "came_by"];
/// No figure of a run is larger.
const LARGEST: f64 = 1e15;

/// What rows are held against as they are read.
#[derive(Debug, Clone, Copy)]
pub struct Tabular<'t> {
    /// Names of the systems as tables have them.
    pub names: &'t [String],
    /// How many worlds were run.
    pub worlds: u64,
    /// How many of them are in each table.
    pub worlds_in: &'t BTreeMap<String, u64>,
}

impl Tabular<'_> {
    /// Gives the rows of a table, each with the place of its system: world by world, and in each world system by system.
    pub fn rows<T: DeserializeOwned>(&self, path: &Path, file: &str, text: &[u8], mut take: impl FnMut(usize, T)) -> Result<(), NotRead> {
        let held = self.worlds_in.get(file).copied().unwrap_or(self.worlds);
        let (mut last, mut place) = ((0, 0), 0);
        self.records(path, text, |name, headers, record| {
            if self.names.get(place).is_none_or(|known| known != name) {
                place = self.place_of(name)?;
            }
            let world = headers.iter().position(|column| column == "world").and_then(|at| record.get(at)?.parse().ok()).unwrap_or(0);
            if (world, place) < last {
                return Err(Wrong::OutOfOrder);
            }
            if world >= held {
                return Err(Wrong::NotHeld { world, held });
            }
            last = (world, place);
            take(place, record.deserialize(Some(headers)).map_err(Wrong::Row)?);
            Ok(())
        })
    }

    fn records(
        &self,
        path: &Path,
        text: &[u8],
        mut read: impl FnMut(&str, &csv::StringRecord, &csv::StringRecord) -> Result<(), Wrong>,
    ) -> Result<(), NotRead> {
        let mut reader = csv::Reader::from_reader(text);
        let wrong = |line: u64, why: Wrong| NotRead::at_line(path, line, why);
        let headers = reader.headers().map_err(|error| wrong(1, Wrong::Row(error)))?.clone();
        if headers.get(0) != Some("scenario") {
            return Err(wrong(1, Wrong::NoScenarioColumn));
        }
        let mut record = csv::StringRecord::new();
        loop {
            let line = reader.position().line();
            if !reader.read_record(&mut record).map_err(|error| wrong(line, Wrong::Row(error)))? {
                return Ok(());
            }
            if let Some(why) = self.implausible(&headers, &record) {
                return Err(wrong(line, why));
            }
            read(record.get(0).unwrap_or_default(), &headers, &record).map_err(|why| wrong(line, why))?;
        }
    }

    fn place_of(&self, name: &str) -> Result<usize, Wrong> {
        self.names.iter().position(|known| known == name).ok_or_else(|| Wrong::NoSystem(name.to_string()))
    }

    /// A number that no run writes: not finite, beyond all measure, or a world that was not run.
    fn implausible(&self, headers: &csv::StringRecord, record: &csv::StringRecord) -> Option<Wrong> {
        let numbers = headers.iter().zip(record).filter(|(column, _)| !NAMES.contains(column));
        numbers.filter_map(|(column, cell)| Some((column, cell, cell.parse::<f64>().ok()?))).find_map(|(column, cell, number)| {
            let is_world = column != "world" || (0.0..self.worlds as f64).contains(&number);
            let is_known = is_world && number.is_finite() && number.abs() <= LARGEST;
            (!is_known).then(|| Wrong::Implausible { column: column.to_string(), cell: cell.to_string() })
        })
    }

    /// Every measure of every world, system after system.
    pub fn worlds(&self, path: &Path, text: &[u8]) -> Result<Vec<Vec<WorldRow>>, NotRead> {
        let wanted: Vec<String> = worlds_header().into_iter().skip(1).collect();
        let mut systems: Vec<Vec<WorldRow>> = vec![Vec::new(); self.names.len()];
        let mut places: Vec<Option<usize>> = Vec::new();
        let mut count = 0;
        self.records(path, text, |name, headers, record| {
            // By their order and not by name: of many combinations, two may be called alike.
            let place = (count / self.worlds.max(1)) as usize;
            if self.names.get(place).is_none_or(|known| known != name) {
                self.place_of(name)?;
                return Err(Wrong::OutOfOrder);
            }
            if places.is_empty() {
                places = wanted.iter().map(|column| headers.iter().position(|header| header == column)).collect();
            }
            let row = world_row(&wanted, &places, record)?;
            let next = count % self.worlds.max(1);
            if row.world != next {
                return Err(Wrong::NotTheNextWorld { found: row.world, next });
            }
            systems[place].push(row);
            count += 1;
            Ok(())
        })?;
        match systems.iter().all(|rows| rows.len() as u64 == self.worlds) {
            true => Ok(systems),
            false => Err(NotRead::new(path, Wrong::WorldsMissing(self.worlds as usize), AGAIN)),
        }
    }
}

fn world_row(columns: &[String], places: &[Option<usize>], record: &csv::StringRecord) -> Result<WorldRow, Wrong> {
    let mut cells = columns.iter().zip(places);
    let mut next = || {
        let (column, place) = cells.next().ok_or_else(|| Wrong::NoNumber(String::new()))?;
        place.and_then(|at| record.get(at)?.parse::<f64>().ok()).ok_or_else(|| Wrong::NoNumber(column.clone()))
    };
    let world = whole(next()?)?;
    let mut row = WorldRow { world, ratios: [Ratio::default(); MEASURES], endings: [[0; 2]; ENDINGS] };
    for &measure in Measure::ALL {
        row.ratios[measure as usize] = Ratio { numerator: next()?, denominator: next()? };
    }
    for &ending in Ending::ALL {
        let [possible, not_possible] = [whole(next()?)?, whole(next()?)?];
        row.endings[ending as usize] = [not_possible, possible];
    }
    Ok(row)
}

/// A number of things.
fn whole(number: f64) -> Result<u64, Wrong> {
    let is_whole = number >= 0.0 && number.fract() == 0.0;
    is_whole
        .then_some(number as u64)
        .ok_or_else(|| Wrong::Implausible { column: "a number of worlds or customers".to_string(), cell: number.to_string() })
}
