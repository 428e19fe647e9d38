//! Settings from outside a file, each `key.path=value`.

use super::idle::Said;
use super::people::ROSTER;
use super::text::CURLY;
use super::{EVERY, EXTENDS, GUARD, Layer, Loader, SET, Sources, shown};
use toml::de::DeTable;

impl Loader {
    /// Applies what comes from the command line. Where there is too little to apply it to, what is wrong with it by itself is told all the same.
    pub(super) fn set_all(&mut self, sets: &[String]) {
        if !self.log.is_incomplete() {
            for set in sets {
                let source = self.folders.len();
                self.set(SET, set, Layer::Set);
                self.is_to_hold(Said { source, words: shown(set), origin: Sources::origin(source, 0), is_setting: true });
            }
            return;
        }
        // There, entries may be missing that a setting is for: it is read as if it stood in a file, which may bring some.
        let (scenario, origins, odd) = (self.scenario.clone(), self.origins.clone(), self.odd.len());
        sets.iter().for_each(|set| self.set(SET, set, Layer::File));
        (self.scenario, self.origins) = (scenario, origins);
        self.odd.truncate(odd);
    }

    /// Applies settings that are written as in a file, as if they came from the command line.
    pub(super) fn set_text(&mut self, text: &str) {
        let source = self.add_source(SET, String::new(), false, None);
        let (table, _) = self.parse(source, text);
        self.apply(source, &table, text, Layer::Set);
    }

    /// Applies one `key.path=value` that comes from outside a file, told as what was written there, and read as it would be in such a layer.
    pub(super) fn set(&mut self, from: &str, set: &str, kind: Layer) {
        let source = self.add_source(from, String::new(), false, None);
        let origin = Sources::origin(source, 0);
        let example = "Write key.path=value, for example role.seller.people=12 or flow.control=push.";
        let Some((path, value)) = set.split_once('=') else {
            self.log.add(origin, "", format!("\"{}\" has no =", shown(set)), example.into());
            return;
        };
        let (path, value) = (path.trim(), value.trim());
        if path == GUARD || path.starts_with("guard.") {
            let hint = "From the command line: --guard \"win_win_rate >= 0.7\".".to_string();
            self.log.add(origin, GUARD, "a guard cannot be set here".to_string(), hint);
            return;
        }
        if path == EXTENDS || path.split('.').next() == Some(ROSTER) || set.chars().any(char::is_control) || set.len() > 64 * 1024 {
            self.log.add(origin, "", format!("\"{}\" cannot be set here", shown(set)), example.into());
            return;
        }
        if value.starts_with(CURLY) {
            let plain = value.trim_matches(CURLY);
            let hint = format!("Write {}={}, without quotes or with straight ones.", shown(path), shown(plain));
            self.log.add(origin, path, format!("\"{}\" has quotes that are not straight", shown(set)), hint);
            return;
        }
        let path = quoted(path);
        // A second = says that a sign belongs to the number.
        let (value, is_signed) = value.strip_prefix('=').map_or((value, value.starts_with(['+', '-'])), |value| (value.trim(), false));
        // What is not TOML is taken as a text, so that words and units need no quotes; so is a number with a sign, which may be a change.
        let as_toml = format!("{path} = {value}");
        let as_text = format!("{path} = {}", toml::Value::String(value.to_string()));
        let text = [&as_toml, &as_text].into_iter().skip(usize::from(is_signed)).find(|text| DeTable::parse(text).is_ok());
        match text.map(|text| (text, DeTable::parse(text))) {
            Some((text, Ok(table))) if !value.is_empty() => self.apply(source, table.get_ref(), text, kind),
            _ => self.log.add(origin, "", format!("\"{}\" is not key.path=value", shown(set)), example.into()),
        }
    }
}

/// A path whose steps can stand before `=` in TOML: what is no plain key there is put in quotes, such as the star for all entries.
pub(super) fn quoted(path: &str) -> String {
    let is_bare = |step: &str| !step.is_empty() && step.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    let is_name = |step: &str| step.strip_prefix(EVERY).unwrap_or(step).chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_');
    let steps = path.split('.').map(str::trim);
    steps
        .map(|step| if !is_bare(step) && !step.is_empty() && is_name(step) { format!("\"{step}\"") } else { step.to_string() })
        .collect::<Vec<_>>()
        .join(".")
}
