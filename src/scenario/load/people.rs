//! People by name: from a file, and how many they are.

use super::{EXTENDS, Layer, Loader, Origin, Sources, shown};
use crate::import::{dates, numbers};
use crate::scenario::member::Member;
use crate::scenario::roster::{HowRead, read};
use std::path::Path;
use toml::de::{DeTable, DeValue};

/// The key that names a file of people.
pub(super) const ROSTER: &str = "roster";

impl Loader {
    /// Puts the people of the file that a layer names beneath what the layer says itself; `scenario` is what the layer makes of it.
    pub(super) fn roster(&mut self, source: usize, table: &DeTable<'_>, text: &str, folder: Option<&Path>) {
        let Some((_, item)) = table.iter().find(|(key, _)| key.get_ref() == ROSTER) else { return };
        let origin = Sources::origin(source, item.span().start);
        let (file, how) = match asked(item.get_ref()) {
            Ok(asked) => asked,
            Err(message) => {
                let hint = "For example: roster = \"people.csv\", or roster = { file = \"people.csv\", date_format = \"dd/MM/yyyy\" }.";
                return self.log.add(origin, EXTENDS, message, hint.to_string());
            }
        };
        // Whom the rows can name is known from the layer itself.
        let mut after = Self { scenario: self.scenario.clone(), ..Self::default() };
        after.apply(0, table, text, Layer::File);
        let path = folder.map_or_else(|| Path::new(&file).to_path_buf(), |folder| folder.join(&file));
        let name = path.to_string_lossy().into_owned();
        match read(&path, &how, &after.scenario) {
            Ok(roster) => {
                let people = self.add_source(&name, roster.text.clone(), true, None);
                self.sources.without_columns(people);
                let (table, _) = self.parse(people, &roster.text);
                self.apply(people, &table, &roster.text, Layer::File);
                if let Some(first) = roster.left_out.first() {
                    let more = roster.left_out.len() - 1;
                    let others = if more > 0 { format!(" and {more} more") } else { String::new() };
                    let message = format!("{name}: {}{others} left before the window begins, and are left out", shown(first));
                    self.odd.push(super::Odd { origin, path: ROSTER.to_string(), message, hint: String::new() });
                }
            }
            Err(problems) => {
                for problem in problems {
                    let line = problem.place.line;
                    let place = self.add_source(&problem.place.file, "\n".repeat(line), line > 0, None);
                    self.log.add(Sources::origin(place, line.saturating_sub(1)), EXTENDS, problem.message, problem.hint);
                }
            }
        }
    }

    /// Roles whose people a layer names have as many as are there when the window begins, unless the layer says another number.
    pub(super) fn count_named(&mut self, source: usize, table: &DeTable<'_>) {
        let names_people = table.keys().any(|key| ["person", ROSTER].contains(&key.get_ref().as_ref()));
        if !names_people {
            return;
        }
        let time = &self.scenario.time;
        let at_first = |member: &&Member| member.is_there_at_first(time);
        let mut counted: Vec<(usize, String, usize)> = Vec::new();
        for (position, (name, _)) in self.scenario.role.entries.iter().enumerate() {
            let path = format!("role.{name}.people");
            let says_itself = self.origins.get(&path).is_some_and(|origin: &Origin| origin.source() == source);
            let mut named = self.scenario.person.values().filter(|member| member.role == *name).peekable();
            if !says_itself && named.peek().is_some() {
                counted.push((position, path, named.filter(at_first).count()));
            }
        }
        let origin = Sources::origin(source, 0);
        for (position, path, count) in counted {
            self.scenario.role.entries[position].1.people = count as f64;
            self.origins.insert(path, origin);
        }
    }
}

/// The file, and how it is read.
fn asked(value: &DeValue<'_>) -> Result<(String, HowRead), String> {
    match value {
        DeValue::String(file) => Ok((file.to_string(), HowRead::default())),
        DeValue::Table(table) => {
            let (mut file, mut how) = (None, HowRead::default());
            for (key, item) in table {
                match (key.get_ref().as_ref(), item.get_ref()) {
                    ("file", DeValue::String(text)) => file = Some(text.to_string()),
                    ("date_format", DeValue::String(text)) => {
                        let format = dates::Format::named(text)
                            .ok_or_else(|| format!("\"{}\" is no way to write dates: {}", shown(text), dates::Format::EXAMPLES))?;
                        how.date_format = Some(format);
                    }
                    ("number_format", DeValue::String(text)) => {
                        let format = numbers::Format::named(text)
                            .ok_or_else(|| format!("\"{}\" is no way to write numbers: {}", shown(text), numbers::Format::EXAMPLES))?;
                        how.number_format = Some(format);
                    }
                    ("columns", DeValue::Table(columns)) => {
                        for (id, heading) in columns {
                            let DeValue::String(heading) = heading.get_ref() else { return Err("columns have texts".to_string()) };
                            how.columns.push((id.get_ref().to_string(), heading.to_string()));
                        }
                    }
                    (other, _) => return Err(format!("roster has no \"{}\", or it has to be a text", shown(other))),
                }
            }
            file.map(|file| (file, how)).ok_or_else(|| "roster names no file".to_string())
        }
        _ => Err("roster has to be a file".to_string()),
    }
}
