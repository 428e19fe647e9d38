//! `winflow check`: validates scenarios.

use super::arguments::Check;
use super::failure::{Failure, gather};
use super::scenarios::{self, Named, overlays};
use super::terminal;

/// Validates every scenario under every overlay and reports all problems.
///
/// # Errors
/// If the usage is wrong or a scenario is invalid.
pub fn check(arguments: &Check) -> Result<(), Failure> {
    let withs: Vec<Vec<String>> = match arguments.with.as_slice() {
        [] => vec![Vec::new()],
        several => several.iter().map(|with| overlays(with)).collect::<Result<_, _>>()?,
    };
    let settings = scenarios::settings(&arguments.set, None);
    let (mut good, mut problems) = (String::new(), Vec::new());
    for base in &arguments.scenarios {
        for overlays in &withs {
            let named = Named { base: base.clone(), overlays: overlays.clone() };
            match scenarios::load(&named, &settings) {
                Ok(_) if arguments.quiet => {}
                Ok(system) => {
                    scenarios::warn(std::slice::from_ref(&system));
                    good.push_str(&format!("{}: valid\n", [std::slice::from_ref(base), overlays].concat().join(" + ")));
                }
                Err(Failure::Scenario(said)) => gather(&mut problems, said),
                Err(other) => return Err(other),
            }
        }
    }
    terminal::print(&good)?;
    if problems.is_empty() { Ok(()) } else { Err(Failure::Scenario(problems)) }
}
