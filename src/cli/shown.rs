//! What commands that print results have in common.

use super::failure::Failure;
use super::terminal;
use crate::experiment::guards::Judgement;
use crate::report::results::folder::Kept;
use crate::report::results::guards::{self, GuardResult};
use crate::report::terminal::look::{Look, wrap};

/// How a table is to look on this terminal. `all` is whether it is to show everything.
pub fn look(all: bool) -> Look {
    Look { width: terminal::width(), colour: terminal::colour(), all }
}

/// The last lines of a table: where the files are, if they could be kept.
pub fn files_are_in<E>(kept: &Result<Kept, E>) -> String {
    let Ok(kept) = kept else { return String::new() };
    let charts = kept.path.join("charts");
    let charts = if charts.is_dir() { format!(", charts in {}", charts.display()) } else { String::new() };
    let where_they_are = format!("Results are in {}{charts}.", kept.path.display());
    format!("\n{}\n", wrap(&where_they_are, terminal::width()))
}

/// Whether guards let the results pass. `of` is what these are means over: worlds or firms.
///
/// # Errors
/// If one of them fails, or cannot be decided.
pub fn guarded(results: &[GuardResult], of: &'static str) -> Result<(), Failure> {
    // What needs a baseline is not asked of a system alone.
    let any = |verdict: Judgement| results.iter().any(|result| result.judgement == verdict && !result.lacks_baseline());
    match (any(Judgement::Fail), any(Judgement::Undecided)) {
        (true, _) => Err(Failure::Guard(guards::tally(results))),
        (false, true) => Err(Failure::TooFew { of, tally: guards::tally(results) }),
        (false, false) => Ok(()),
    }
}
