//! `winflow diff`: what is set differently in systems, and where.

use super::arguments::{Diff, Format};
use super::compare;
use super::failure::{Failure, gather};
use super::scenarios::{self, Named};
use super::terminal;
use crate::experiment::distinct_names;
use crate::report::results::settings::SettingsDocument;
use crate::report::terminal::settings;
use crate::report::terminal::table::Look;
use crate::scenario::{self, Loaded};

/// Tells what is set differently.
///
/// # Errors
/// If the usage or a scenario is wrong.
pub fn diff(arguments: &Diff) -> Result<(), Failure> {
    let named = compare::named("diff", &arguments.scenarios, &arguments.with)?;
    let settings = scenarios::settings(&arguments.set, None);
    let loaded = load(&named, &settings)?;
    let names = distinct_names(named.iter().zip(&loaded).map(|(named, loaded)| named.name(&loaded.scenario)).collect());
    let document = SettingsDocument::new(&names.into_iter().zip(&loaded).collect::<Vec<_>>());
    let look = Look { width: terminal::width(), colour: terminal::colour(), all: false };
    terminal::print(&match arguments.format {
        Format::Table => settings::render(&document, look),
        Format::Json => document.to_json(),
        Format::Csv => document.to_csv(),
        Format::Md => settings::markdown(&document),
    })
}

/// All scenarios, or all problems of all of them.
fn load(named: &[Named], settings: &[String]) -> Result<Vec<Loaded>, Failure> {
    let mut problems: Vec<String> = Vec::new();
    let mut loaded = Vec::with_capacity(named.len());
    for one in named {
        match scenario::load(&one.base, &one.overlays, settings).map_err(Failure::from) {
            Ok(scenario) => loaded.push(scenario),
            Err(Failure::Scenario(said)) => gather(&mut problems, said),
            Err(other) => return Err(other),
        }
    }
    if problems.is_empty() { Ok(loaded) } else { Err(Failure::Scenario(problems)) }
}

/// The command that tells all of it; `None` where the systems cannot be named in one.
pub fn command(named: &[Named], set: &[String]) -> Option<String> {
    let base = &named.first()?.base;
    let mut words = vec!["winflow".to_string(), "diff".to_string()];
    if named.iter().all(|one| one.overlays.is_empty()) {
        words.extend(named.iter().map(|one| quoted(&one.base)));
    } else if named.iter().all(|one| one.base == *base && !one.overlays.is_empty()) {
        words.push(quoted(base));
        words.extend(named.iter().map(|one| format!("--with {}", quoted(&one.overlays.join(",")))));
    } else {
        return None;
    }
    words.extend(set.iter().map(|set| format!("--set {}", quoted(set))));
    Some(words.join(" "))
}

/// A word as a shell takes it.
fn quoted(word: &str) -> String {
    let is_plain = !word.is_empty() && word.chars().all(|c| c.is_ascii_alphanumeric() || "._-/+,=%:@".contains(c));
    if is_plain { word.to_string() } else { format!("'{}'", word.replace('\'', "'\\''")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(base: &str, overlays: &[&str]) -> Named {
        Named { base: base.into(), overlays: overlays.iter().map(|o| o.to_string()).collect() }
    }

    #[test]
    fn the_command_names_the_systems_as_they_were_named() {
        let set = ["organisation.coverage=2".to_string()];
        assert_eq!(command(&[named("hero", &[]), named("a b.toml", &[])], &[]).as_deref(), Some("winflow diff hero 'a b.toml'"));
        assert_eq!(
            command(&[named("mid", &["hero"]), named("mid", &["team", "pool"])], &set).as_deref(),
            Some("winflow diff mid --with hero --with team,pool --set organisation.coverage=2")
        );
        assert_eq!(command(&[named("mid", &["hero"]), named("small", &["hero"])], &[]), None);
    }
}
