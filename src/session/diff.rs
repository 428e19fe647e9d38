//! Settings that differ in systems, and where it was set.

use super::layers::{Layers, told_apart};
use super::systems::each_or_all_problems;
use crate::report::results::settings::SettingsDocument;
use crate::scenario::{self, Problems};

/// Holds the settings of systems against each other, every default filled in.
///
/// # Errors
/// What is wrong with any of the scenarios.
pub fn diff(named: &[Layers], settings: &[String]) -> Result<SettingsDocument, Problems> {
    let loaded = each_or_all_problems(named, |system| scenario::load(&system.base, &system.overlays, settings))?;
    let names = told_apart(named, named.iter().zip(&loaded).map(|(named, loaded)| named.name(&loaded.scenario)).collect());
    Ok(SettingsDocument::new(&names.into_iter().zip(&loaded).collect::<Vec<_>>()))
}
