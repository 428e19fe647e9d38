//! The measures: what each means, for whoever asks by name.

use super::csv::Lines;
use super::ids::Direction;
use super::table::{Column, Table};
use crate::measure::Measure;
use serde::Serialize;

/// Written where neither direction is better.
pub const NEITHER: &str = "neither";

/// A measure with all that is known of it.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Described {
    /// Name in files and options.
    pub id: &'static str,
    /// Name for people.
    pub title: &'static str,
    /// Its unit.
    pub unit: &'static str,
    /// Which direction is better: `higher`, `lower` or `neither`.
    pub better: &'static str,
    /// Numerator over denominator.
    pub definition: &'static str,
}

impl From<Measure> for Described {
    fn from(measure: Measure) -> Self {
        let better = Direction::of(measure).map_or(NEITHER, Direction::word);
        Self { id: measure.id(), title: measure.title(), unit: measure.unit(), better, definition: measure.definition() }
    }
}

/// The measures in which each of these words occurs, whether in the name or in the definition; all if there are none.
///
/// ```
/// use winflow::report::results::measures::found;
/// assert!(found(&["no-decision".to_string()]).iter().any(|one| one.id == "no_decision_rate"));
/// assert!(found(&[]).len() > 50);
/// ```
pub fn found(words: &[String]) -> Vec<Described> {
    let all = Measure::ALL.iter().copied().map(Described::from);
    let holds = |one: &Described, word: &str| {
        let plain = |text: &str| text.to_lowercase().replace(['_', '-'], " ");
        [one.id, one.title, one.definition].iter().any(|text| plain(text).contains(&plain(word)))
    };
    all.filter(|one| words.iter().all(|word| holds(one, word))).collect()
}

/// As a table.
pub fn table(measures: &[Described]) -> Table {
    let rows = measures.iter().map(|one| [one.id, one.title, one.unit, one.better, one.definition].map(str::to_string).to_vec());
    Table::of_texts(["id", "measure", "unit", "better", "definition"].map(Column::text).to_vec(), rows)
}

/// As rows of CSV.
pub fn csv(measures: &[Described]) -> String {
    let header = ["id", "measure", "unit", "better", "definition"];
    let mut lines = Lines::headed(header);
    for one in measures {
        lines.push([one.id, one.title, one.unit, one.better, one.definition].map(str::to_string).to_vec());
    }
    lines.into_text()
}
