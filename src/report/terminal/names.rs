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

/// How many letters long names have in common at their beginning and at their end.
fn in_common(names: &[&String]) -> (usize, usize) {
    let alike = |a: &mut dyn Iterator<Item = char>, b: &mut dyn Iterator<Item = char>| a.zip(b).take_while(|(a, b)| a == b).count();
    let Some((first, rest)) = names.split_first() else { return (0, 0) };
    let before = rest.iter().map(|other| alike(&mut first.chars(), &mut other.chars())).min().unwrap_or(0);
    let after = rest.iter().map(|other| alike(&mut first.chars().rev(), &mut other.chars().rev())).min().unwrap_or(0);
    let shortest = names.iter().map(|name| name.chars().count()).min().unwrap_or(0);
    (before, after.min(shortest.saturating_sub(before)))
}

/// Names as tables have them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShortNames(BTreeMap<String, String>);

impl ShortNames {
    /// The names of systems that stand side by side.
    pub fn new(names: &[String], look: Look) -> Self {
        let room = (usize::from(look.width).saturating_sub(REST) / names.len().max(1)).saturating_sub(2);
        let room = room.clamp(*ROOM.start(), *ROOM.end());
        let long: Vec<&String> = names.iter().filter(|name| name.chars().count() > room).collect();
        let (before, after) = in_common(&long);
        let mut short: BTreeMap<String, String> = BTreeMap::new();
        for (place, name) in names.iter().enumerate() {
            let is_taken = |shown: &String| short.iter().any(|(other, taken)| other != name && taken == shown);
            // Names that differ in the middle are told by it; if that does not do either, by their number.
            let middle: String = name.chars().skip(before).take(name.chars().count().saturating_sub(before + after)).collect();
            let plain = cut(name, room);
            let is_told = plain == *name || long.iter().all(|other| *other == name || cut(other, room) != plain);
            let shown = if is_told { plain } else { format!("…{}…", cut(&middle, room - 2)) };
            let shown = if is_taken(&shown) { format!("{}#{}", cut(name, room - 3), place + 1) } else { shown };
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
        assert_eq!(names[..3].iter().map(|name| short.of(name)).collect::<Vec<_>>(), ["…with…ods…", "…with…esk…", "…in-pairs…"]);
        let same = ShortNames::new(&["a-very-long-name-indeed-1".to_string(), "a-very-long-name-indeed-1".to_string()], look(60));
        assert_eq!(same.legend().map(|legend| legend.matches(" is ").count()), Some(1));
        let legend = short.legend().expect("some are cut");
        assert!(names[..3].iter().all(|name| legend.contains(name.as_str())) && !legend.contains("hero"), "{legend}");
        assert_eq!(ShortNames::new(&["hero".to_string(), "team".to_string()], look(60)).legend(), None);
    }
}
