//! People by name: from a file, and how many they are.

use super::{EXTENDS, Layer, Loader, Origin, Sources, shown};
use crate::import::{dates, numbers};
use crate::scenario::member::entry_name;
use crate::scenario::roster::{HowRead, read};
use std::path::Path;
use toml::de::{DeTable, DeValue};

/// The key that names a file of people.
pub(super) const ROSTER: &str = "roster";

impl Loader {
    /// Puts the people of the file that a layer names beneath what the layer says itself.
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
                self.gone.extend(roster.left_out.iter().map(|name| entry_name(name)));
                if let Some(first) = roster.left_out.first() {
                    let more = roster.left_out.len() - 1;
                    let others = if more > 0 { format!(" and {more} more") } else { String::new() };
                    let message = format!(
                        "{name}: {}{others} left before the window begins and {} left out",
                        shown(first),
                        if more > 0 { "are" } else { "is" }
                    );
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

    /// Keeps the people of roles in step with those who are named: where the number comes from a built-in firm, those who are named replace it; a
    /// number of the user's own stays, as long as it is large enough. Who is named or leaves a role later adds to it or is taken away.
    /// `layer` is what has just been read, if it is a file.
    pub(super) fn count_named(&mut self, layer: Option<usize>) {
        let counts: Vec<(String, usize)> =
            self.scenario.role.names().map(|role| (role.to_string(), self.scenario.named_at_first(role))).collect();
        for (position, (role, now)) in counts.into_iter().enumerate() {
            let before = self.counted.insert(role.clone(), now).unwrap_or(0);
            let path = format!("role.{role}.people");
            let origin: Option<Origin> = self.origins.get(&path).copied();
            let says_itself = layer.is_some() && origin.map(Origin::source) == layer;
            if before == now || says_itself {
                continue;
            }
            let people = self.scenario.role.entries[position].1.people;
            let is_built_in = origin.is_none_or(|origin| self.built_in.contains(&origin.source()));
            let named = now as f64;
            let counted = match before {
                0 if is_built_in => named,
                0 => people.max(named),
                _ => (people + named - before as f64).max(0.0),
            };
            self.scenario.role.entries[position].1.people = counted;
            if let (Some(source), true) = (layer, counted != people) {
                self.origins.insert(path, Sources::origin(source, 0));
            }
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
