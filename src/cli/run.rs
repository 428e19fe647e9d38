//! `winflow run`: one system.

use super::arguments::Run;
use super::failure::Failure;
use super::scenarios::{Named, overlays};
use super::simulate::{Job, simulate};

/// Simulates one system.
///
/// # Errors
/// If the usage or the scenario is wrong, or results cannot be written.
pub fn run(arguments: &Run) -> Result<(), Failure> {
    let overlays = match arguments.with.as_slice() {
        [] => Vec::new(),
        [one] => overlays(one)?,
        _ => {
            let hint = "one --with takes several overlays, separated by commas; several --with are for winflow compare";
            return Err(Failure::Usage(format!("run simulates one system: {hint}")));
        }
    };
    let named = Named { base: arguments.scenario.clone(), overlays };
    simulate(&Job { named: vec![named], first_run: false }, &arguments.simulation)
}
