//! What is written where: results to stdout, everything else to stderr.

use super::failure::Failure;
use super::options::Format;
use crate::import::words::harmless;
use crate::report::terminal::look::wrap;
use comfy_table::Table;
use std::io::{self, ErrorKind, IsTerminal, Write};

/// Width where the terminal does not tell.
const FALLBACK_WIDTH: u16 = 100;
/// What a change of colour begins with; digits, semicolons and an m follow.
const COLOUR_BEGINS: &str = "\u{1b}[";
/// Narrower than this a table cannot be read, wider than this neither.
const WIDTHS: std::ops::RangeInclusive<u16> = 40..=140;

/// Writes words for people to stdout; what of them comes from files may have been written to fool a terminal, and is made harmless.
///
/// # Errors
/// If stdout cannot be written.
pub fn print(text: &str) -> Result<(), Failure> {
    write(&without_tricks(text, colour()))
}

/// Writes results for programs to stdout, as they are; on a terminal they are made harmless, too.
///
/// # Errors
/// If stdout cannot be written.
pub fn print_data(text: &str) -> Result<(), Failure> {
    if io::stdout().is_terminal() { print(text) } else { write(text) }
}

/// Writes results in a format, for people or for programs.
///
/// # Errors
/// If stdout cannot be written.
pub fn print_in(format: Format, text: &str) -> Result<(), Failure> {
    if matches!(format, Format::Json | Format::Csv) { print_data(text) } else { print(text) }
}

/// A text without anything that a terminal obeys, but for colours where there are any.
fn without_tricks(text: &str, colours: bool) -> String {
    if !colours {
        return harmless(text);
    }
    let mut parts = text.split(COLOUR_BEGINS);
    let mut out = harmless(parts.next().unwrap_or_default());
    for part in parts {
        let end = part.find(|c: char| !c.is_ascii_digit() && c != ';').filter(|&end| part[end..].starts_with('m'));
        match end {
            Some(end) => {
                out.push_str(COLOUR_BEGINS);
                out.push_str(&part[..=end]);
                out.push_str(&harmless(&part[end + 1..]));
            }
            None => out.push_str(&harmless(&format!("{COLOUR_BEGINS}{part}"))),
        }
    }
    out
}

/// Writes to stdout. A reader that has gone away (`winflow | head`) has had enough: no failure.
///
/// # Errors
/// If stdout cannot be written for another reason, such as a full disk.
fn write(text: &str) -> Result<(), Failure> {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(Failure::NotPrinted(error)),
        _ => Ok(()),
    }
}

/// Writes a note to stderr, made harmless; if nobody can hear it, so be it. On a terminal, or where `COLUMNS` says so, long lines are
/// broken; elsewhere each stays whole, so that programs find it.
pub fn say(text: &str) {
    let mut text = harmless(text);
    let width = if io::stderr().is_terminal() { Table::new().width().or_else(said_width) } else { said_width() };
    if let Some(width) = width {
        text = broken(&text, width.clamp(*WIDTHS.start(), *WIDTHS.end()));
    }
    let _ = writeln!(io::stderr().lock(), "{text}");
}

/// A text with long lines broken; what goes on is set in as its line is, or by two. A command stays whole, to be pasted.
fn broken(text: &str, width: u16) -> String {
    let one = |line: &str| {
        let set_in = line.chars().take_while(|c| *c == ' ').count();
        let inside = &line[set_in..];
        if inside.starts_with("winflow ") || line.chars().count() <= usize::from(width) {
            return line.to_string();
        }
        let further = set_in.max(2);
        let wrapped = wrap(inside, width.saturating_sub(further as u16));
        format!("{}{}", " ".repeat(set_in), wrapped.replace('\n', &format!("\n{}", " ".repeat(further))))
    };
    text.lines().map(one).collect::<Vec<_>>().join("\n")
}

/// Asks on the terminal; anything but a yes is a no.
pub fn ask(question: &str) -> bool {
    let mut stderr = io::stderr().lock();
    let _ = write!(stderr, "{question}").and_then(|()| stderr.flush());
    let mut answer = String::new();
    let is_read = io::stdin().read_line(&mut answer).is_ok();
    is_read && matches!(answer.trim().to_lowercase().as_str(), "y" | "yes")
}

/// The width that `COLUMNS` says.
fn said_width() -> Option<u16> {
    std::env::var("COLUMNS").ok()?.trim().parse().ok()
}

/// Width of the terminal on stdout; of a pipe what `COLUMNS` says, or 100.
pub fn width() -> u16 {
    let width = if io::stdout().is_terminal() { Table::new().width() } else { said_width() };
    width.unwrap_or(FALLBACK_WIDTH).clamp(*WIDTHS.start(), *WIDTHS.end())
}

/// Whether stdout may have colour: a terminal, not a dumb one, and `NO_COLOR` unset or empty.
pub fn colour() -> bool {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    io::stdout().is_terminal() && !set("NO_COLOR") && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_broken_and_commands_are_not() {
        let text = "my.toml:3:7: a message that goes on\n    a hint that goes on and on and on\n  winflow run a-very-long-name --with another --quiet";
        let lines = "my.toml:3:7: a message that\n  goes on\n    a hint that goes on and on\n    and on\n  winflow run a-very-long-name --with another --quiet";
        assert_eq!(broken(text, 30), lines);
    }

    #[test]
    fn a_terminal_obeys_nothing_but_our_colours() {
        let text = "\u{1b}[1;32mbetter\u{1b}[0m \u{1b}[2J\u{1b}]0;title\u{7} a\u{202e}b\n";
        assert_eq!(without_tricks(text, true), "\u{1b}[1;32mbetter\u{1b}[0m \\u{1b}[2J\\u{1b}]0;title\\u{7} a\\u{202e}b\n");
        assert!(!without_tricks(text, false).contains('\u{1b}'));
        assert_eq!(without_tricks("\u{1b}[", true), "\\u{1b}[");
    }
}
