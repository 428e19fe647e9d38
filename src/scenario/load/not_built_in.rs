//! Names that are not built in: what is wrong with them, and what was probably meant.

use super::super::problems::shown;
use super::super::read::nearest;
use super::super::shipped::{self, SHIPPED};
use super::is_path;
use std::path::{Path, PathBuf};

/// Words that people put between systems.
const BETWEEN: [&str; 7] = ["vs", "vs.", "versus", "and", "or", "with", "against"];

/// What is wrong with a name that is not built in, and what was probably meant.
pub(super) fn not_built_in(mention: &str, folder: Option<&Path>) -> (String, String) {
    let name = shown(mention);
    if let Some((key, value)) = mention.split_once('=') {
        let overlay = key.split(':').next().unwrap_or_default();
        if shipped::find(overlay).is_some() && !key.contains(':') {
            let message = format!("\"{name}\" gives {overlay} a value, but not of what");
            return (
                message,
                format!("Write {overlay}:NAME={0} with a role, such as {overlay}:seller={0}, or {overlay}:KEY={0}.", shown(value)),
            );
        }
        let message = format!("\"{name}\" is a setting, and a scenario or an overlay has to stand here");
        let hint = format!(
            "Settings of one system follow a colon each: team:organisation.coverage=2:flow.wip_limit=3. For all systems: --set {}=...",
            shown(key)
        );
        return (message, hint);
    }
    if let Some((system, key)) = mention.split_once(':').filter(|(system, _)| shipped::find(system).is_some() || is_path(system)) {
        let message = match key.trim() {
            "" => format!("\"{name}\" says nothing after its colon"),
            key => format!("\"{name}\" sets {}, but to no value", shown(key)),
        };
        return (message, format!("Write {}:KEY=VALUE, such as {}:organisation.coverage=4.", shown(system), shown(system)));
    }
    let message = format!("\"{name}\" is not a built-in scenario");
    if mention.is_empty() {
        let hint = "Names are joined without blanks (mid+team), and systems to compare stand one after the other (hero team).";
        return (message, hint.to_string());
    }
    if BETWEEN.contains(&mention) {
        return (message, "Systems stand one after the other, with nothing in between: winflow compare hero team.".to_string());
    }
    let beside = folder.map_or_else(|| PathBuf::from(mention), |folder| folder.join(mention));
    if beside.is_dir() {
        return (message, "It is a folder: name a file in it.".to_string());
    }
    if beside.is_file() {
        return (message, format!("There is a file of this name: write ./{name}."));
    }
    let with_ending = [beside.with_file_name(format!("{mention}.toml")), beside.with_extension("toml")];
    if let Some(file) = with_ending.iter().find(|file| file.is_file()) {
        return (message, format!("There is a file {}: name it with its ending.", shown(&file.to_string_lossy())));
    }
    if mention.contains([',', ' ', ';']) {
        return (message, "Scenarios stand apart, with blanks between them; overlays have commas: --with hero,team.".to_string());
    }
    if let Some((stem, _)) = mention.rsplit_once('.').filter(|(stem, ending)| !stem.is_empty() && !ending.is_empty()) {
        return (message, format!("If a file is meant: scenario files end in .toml ({}.toml), or are named with a slash.", shown(stem)));
    }
    if let Some(like) = nearest(mention, SHIPPED.iter().map(|s| s.name)) {
        return (message, format!("Did you mean {like}? A file is named with a slash or .toml."));
    }
    (message, "winflow new --list shows all that are built in. A file is named with a slash or .toml.".to_string())
}
