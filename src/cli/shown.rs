//! What commands that print results have in common.

use super::failure::Failure;
use super::terminal;
use crate::experiment::guards::Judgement;
use crate::report::results::folder::Kept;
use crate::report::results::guards::{self, GuardResult};
use crate::report::results::words::with_names;
use crate::report::terminal::look::{Look, wrap};

const BOLD: &str = "\u{1b}[1m";
const NOT_BOLD: &str = "\u{1b}[22m";

/// How a table is to look on this terminal. `all` is whether it is to show everything.
pub fn look(all: bool) -> Look {
    Look { width: terminal::width(), colour: terminal::colour(), all }
}

/// A text for the terminal in which these names of systems are set apart, where it has colours; commands stay as they are.
pub fn set_apart(text: &str, names: &[String]) -> String {
    if !terminal::colour() {
        return text.to_string();
    }
    let line = |line: &str| {
        if line.trim_start().starts_with("winflow ") {
            return line.to_string();
        }
        let piece = |(piece, is_name): (&str, bool)| if is_name { format!("{BOLD}{piece}{NOT_BOLD}") } else { piece.to_string() };
        with_names(line, names).into_iter().map(piece).collect()
    };
    text.split('\n').map(line).collect::<Vec<String>>().join("\n")
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
