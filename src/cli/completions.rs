//! `winflow completions`: what shells and `man` want to know.

use super::arguments::Arguments;
use super::failure::Failure;
use super::terminal;
use clap::{Args, CommandFactory, ValueEnum};
use clap_complete::Shell;

const EXAMPLES: &str = "\
Examples:
  winflow completions bash > ~/.local/share/bash-completion/completions/winflow
  winflow completions man | man -l -";

/// Arguments of `completions`.
#[derive(Debug, Clone, Args)]
#[command(after_help = EXAMPLES)]
pub struct Completions {
    /// bash, elvish, fish, powershell, zsh; or man for the man page
    #[arg(value_name = "FOR", hide_possible_values = true)]
    target: Target,
}

/// What is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Target {
    Bash,
    Elvish,
    Fish,
    Powershell,
    Zsh,
    Man,
}

/// Prints completions for a shell, or the man page.
///
/// # Errors
/// If they cannot be written.
pub fn completions(arguments: &Completions) -> Result<(), Failure> {
    let mut command = Arguments::command();
    let mut text = Vec::new();
    let shell = match arguments.target {
        Target::Bash => Some(Shell::Bash),
        Target::Elvish => Some(Shell::Elvish),
        Target::Fish => Some(Shell::Fish),
        Target::Powershell => Some(Shell::PowerShell),
        Target::Zsh => Some(Shell::Zsh),
        Target::Man => None,
    };
    match shell {
        Some(shell) => clap_complete::generate(shell, &mut command, "winflow", &mut text),
        None => man(command, &mut text).map_err(Failure::NotPrinted)?,
    }
    terminal::print_data(&String::from_utf8_lossy(&text))
}

/// The man page: the program, and then each command.
fn man(mut command: clap::Command, text: &mut Vec<u8>) -> std::io::Result<()> {
    command.build();
    clap_mangen::Man::new(command.clone()).render(text)?;
    for inner in command.get_subcommands().filter(|inner| inner.get_name() != "help") {
        let page = clap_mangen::Man::new(inner.clone());
        text.extend_from_slice(format!(".SH WINFLOW {}\n", inner.get_name().to_uppercase()).as_bytes());
        page.render_description_section(text)?;
        page.render_options_section(text)?;
    }
    Ok(())
}
