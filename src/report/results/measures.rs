//! The measures: what each means, for whoever asks by name.

use super::csv::Lines;
use super::ids::Direction;
use super::table::{Column, Table};
use crate::figures::Figure;
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

impl From<Figure> for Described {
    fn from(figure: Figure) -> Self {
        let better = Direction::towards(figure.better()).map_or(NEITHER, Direction::word);
        Self { id: figure.id(), title: figure.title(), unit: figure.unit(), better, definition: figure.definition() }
    }
}

impl From<Measure> for Described {
    fn from(measure: Measure) -> Self {
        let better = Direction::of(measure).map_or(NEITHER, Direction::word);
        Self { id: measure.id(), title: measure.title(), unit: measure.unit(), better, definition: measure.definition() }
    }
}

/// The measures in which each of these words occurs or begins a word, whether in the name or in the definition; all if there are none.
///
/// ```
/// use winflow::report::results::measures::found;
/// assert!(found(&["no-decision".to_string()]).iter().any(|one| one.id == "no_decision_rate"));
/// assert!(found(&[]).len() > 50);
/// ```
pub fn found(words: &[String]) -> Vec<Described> {
    among(&Measure::ALL.iter().copied().map(Described::from).collect::<Vec<_>>(), words)
}

/// The figures of groups in which each of these words occurs or begins a word; all if there are none.
pub fn of_groups(words: &[String]) -> Vec<Described> {
    among(&Figure::ALL.iter().copied().map(Described::from).collect::<Vec<_>>(), words)
}

fn among(all: &[Described], words: &[String]) -> Vec<Described> {
    let with = |ending: &str| -> Vec<Described> {
        let holds = |one: &Described, word: &str| {
            let word = format!("{}{ending}", plain(word).trim_end());
            [one.id, one.title, one.definition].iter().any(|text| format!("{} ", plain(text)).contains(&word))
        };
        all.iter().copied().filter(|one| words.iter().all(|word| holds(one, word))).collect()
    };
    // Whole words come before beginnings: win before window.
    let whole = with(" ");
    if whole.is_empty() || words.is_empty() { with("") } else { whole }
}

/// A text as words in small letters, with a blank before each: what is found in it begins where a word begins.
fn plain(text: &str) -> String {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(|word| format!(" {}", word.to_lowercase())).collect()
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

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(words: &[&str]) -> Vec<&'static str> {
        let words: Vec<String> = words.iter().map(|word| word.to_string()).collect();
        found(&words).into_iter().map(|one| one.id).collect()
    }

    #[test]
    fn words_are_found_where_words_begin() {
        let rates = ids(&["win", "rate"]);
        assert!(rates.contains(&"win_rate") && rates.contains(&"win_win_rate"), "{rates:?}");
        assert!(!ids(&["rate"]).contains(&"cost_per_right_dialogue"), "its cost of dialogue generation is no rate");
        assert!(!ids(&["win", "rate"]).contains(&"churn_rate"));
        assert!(ids(&["win-w"]).contains(&"win_win_yield") && ids(&["Utilis"]).contains(&"utilisation"));
        assert!(ids(&["average discount"]).contains(&"discount_share") && ids(&["generate"]).is_empty());
    }
}
