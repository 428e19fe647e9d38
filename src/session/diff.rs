//! Settings that differ in systems, and where it was set.

use super::layers::Layers;
use super::systems::each_or_all_problems;
use crate::experiment::distinct_names;
use crate::report::results::settings::SettingsDocument;
use crate::scenario::{self, Problems};

/// Holds the settings of systems against each other, every default filled in.
///
/// # Errors
/// What is wrong with any of the scenarios.
pub fn diff(named: &[Layers], settings: &[String]) -> Result<SettingsDocument, Problems> {
    let loaded = each_or_all_problems(named, |system| scenario::load(&system.base, &system.overlays, settings))?;
    let names = distinct_names(named.iter().zip(&loaded).map(|(named, loaded)| named.name(&loaded.scenario)).collect());
    Ok(SettingsDocument::new(&names.into_iter().zip(&loaded).collect::<Vec<_>>()))
}
