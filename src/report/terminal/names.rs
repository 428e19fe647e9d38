//! Names of systems in tables: long ones are cut in the middle, where names differ least, and told in full below.

use super::look::Look;
use crate::report::results::document::Document;
use std::collections::BTreeMap;

/// What a table needs beside its columns of systems.
const REST: usize = 34;
/// No name gets less room than this, and none more.
const ROOM: std::ops::RangeInclusive<usize> = 10..=24;

/// A name of at most so many characters: its beginning and its end.
///
/// ```
/// use winflow::report::terminal::names::cut;
/// assert_eq!(cut("field-sales-with-pods-2027", 13), "field-…s-2027");
/// assert_eq!(cut("team", 13), "team");
/// ```
pub fn cut(name: &str, most: usize) -> String {
    let letters: Vec<char> = name.chars().collect();
    if letters.len() <= most {
        return name.to_string();
    }
    let (before, after) = (most / 2, most.saturating_sub(1) - most / 2);
    letters[..before].iter().chain(&['…']).chain(&letters[letters.len() - after..]).collect()
}

/// Names as tables have them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShortNames(BTreeMap<String, String>);

impl ShortNames {
    /// The names of systems that stand side by side.
    pub fn new(names: &[String], look: Look) -> Self {
        let room = (usize::from(look.width).saturating_sub(REST) / names.len().max(1)).saturating_sub(2);
        let room = room.clamp(*ROOM.start(), *ROOM.end());
        let mut short: BTreeMap<String, String> = BTreeMap::new();
        for (place, name) in names.iter().enumerate() {
            let plain = cut(name, room);
            // Names that differ in the middle alone are told apart by their number.
            let is_taken = short.iter().any(|(other, taken)| other != name && *taken == plain);
            let shown = if is_taken { format!("{}#{}", cut(name, room - 3), place + 1) } else { plain };
            short.insert(name.clone(), shown);
        }
        Self(short)
    }

    /// A name as tables have it.
    pub fn of(&self, name: &str) -> String {
        self.0.get(name).cloned().unwrap_or_else(|| name.to_string())
    }

    /// Results with these names.
    pub fn applied(&self, document: &Document) -> Document {
        let mut named = document.clone();
        named.scenarios.iter_mut().for_each(|system| system.name = self.of(&system.name));
        for difference in &mut named.differences {
            difference.scenario = self.of(&difference.scenario);
            difference.baseline = self.of(&difference.baseline);
        }
        named
    }

    /// What the short names stand for; `None` if there are none.
    pub fn legend(&self) -> Option<String> {
        let cut = self.0.iter().filter(|(name, short)| name != short).map(|(name, short)| format!("{short} is {name}"));
        let cut: Vec<String> = cut.collect();
        (!cut.is_empty()).then(|| format!("{}.", cut.join("; ")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stay_apart_and_are_told_in_full() {
        let names: Vec<String> = ["field-sales-with-pods-2027", "field-sales-with-desk-2027", "field-sales-in-pairs-2027", "team", "hero"]
            .map(String::from)
            .to_vec();
        let look = |width| Look { width, colour: false, all: false };
        let short = ShortNames::new(&names, look(80));
        let shown: std::collections::BTreeSet<String> = names.iter().map(|name| short.of(name)).collect();
        assert_eq!(shown.len(), names.len());
        assert!(shown.iter().all(|name| name.chars().count() <= 10), "{shown:?}");
        let legend = short.legend().expect("some are cut");
        assert!(names[..3].iter().all(|name| legend.contains(name.as_str())) && !legend.contains("hero"), "{legend}");
        assert_eq!(ShortNames::new(&["hero".to_string(), "team".to_string()], look(60)).legend(), None);
    }
}
