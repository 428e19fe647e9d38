//! What is written where: results to stdout, everything else to stderr.

use super::failure::Failure;
use comfy_table::Table;
use std::io::{self, ErrorKind, IsTerminal, Write};

/// Width where the terminal does not tell.
const FALLBACK_WIDTH: u16 = 100;
/// Narrower than this a table cannot be read, wider than this neither.
const WIDTHS: std::ops::RangeInclusive<u16> = 60..=140;

/// Writes results to stdout. A reader that has gone away (`winflow | head`) has had enough: no failure.
///
/// # Errors
/// If stdout cannot be written for another reason, such as a full disk.
pub fn print(text: &str) -> Result<(), Failure> {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(Failure::NotPrinted(error)),
        _ => Ok(()),
    }
}

/// Writes a note to stderr; if nobody can hear it, so be it.
pub fn say(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{text}");
}

/// Width of the terminal on stdout, or 100.
pub fn width() -> u16 {
    let width = if io::stdout().is_terminal() { Table::new().width() } else { None };
    width.unwrap_or(FALLBACK_WIDTH).clamp(*WIDTHS.start(), *WIDTHS.end())
}

/// Whether stdout may have colour: a terminal, not a dumb one, and `NO_COLOR` unset or empty.
pub fn colour() -> bool {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    io::stdout().is_terminal() && !set("NO_COLOR") && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
}
