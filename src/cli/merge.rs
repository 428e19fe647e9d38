//! `winflow merge`: puts the shards of an experiment together.

use super::failure::Failure;
use super::options::{Kept, Threads};
use crate::session::merge::Shards;
use clap::Args;
use std::ffi::OsString;
use std::path::PathBuf;

const EXAMPLES: &str = "\
Examples:
  winflow compare hero team --worlds 1000 --shard 1/2    on one machine
  winflow compare hero team --worlds 1000 --shard 2/2    on another
  winflow merge output/hero-vs-team.shard-*-of-2

The result is byte for byte that of the command without --shard. Scenario files \
must be where they were, unchanged. What no shard could run (more worlds for \
--precision, finer cells of a map) is run here.";

/// Arguments of `merge`.
#[derive(Debug, Clone, Args)]
#[command(after_help = EXAMPLES)]
pub struct Merge {
    /// The folders of all shards
    #[arg(required = true, value_name = "FOLDER")]
    shards: Vec<PathBuf>,
    #[command(flatten)]
    threads: Threads,
    #[command(flatten)]
    kept: Kept,
}

/// Looks at shards, and gives the command line of the whole, with the program, and the folders from which it takes in worlds.
///
/// # Errors
/// If shards are missing or do not belong together, or cannot be read.
pub fn merge(arguments: &Merge) -> Result<(Vec<OsString>, Vec<PathBuf>), Failure> {
    let shards = Shards::read(&arguments.shards, |one, other| words(one) == words(other))?;
    Ok((arguments.whole(shards.command()), shards.folders().to_vec()))
}

impl Merge {
    /// The command of the whole.
    fn whole(&self, command: &[String]) -> Vec<OsString> {
        let words = words(command);
        // Ours come before those of the command, in which a -- may end all options.
        let (name, rest) = words.split_at(usize::from(words.first().is_some_and(|word| !word.starts_with('-'))));
        let mut line: Vec<OsString> = vec!["winflow".into()];
        line.extend(name.iter().map(OsString::from));
        line.extend(["--out".into(), self.kept.out.as_os_str().to_owned()]);
        line.extend(self.threads.threads.iter().flat_map(|threads| ["--threads".into(), threads.to_string().into()]));
        line.extend(
            [(self.kept.force, "--force"), (self.kept.quiet, "--quiet"), (self.kept.yes, "--yes")]
                .iter()
                .filter(|(is_given, _)| *is_given)
                .map(|(_, word)| word.into()),
        );
        line.extend(rest.iter().map(OsString::from));
        line
    }
}

/// The words of a command that make a difference to its result.
fn words(command: &[String]) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = command.iter();
    while let Some(word) = rest.next() {
        let takes_value = ["--shard", "--threads", "--out"].contains(&word.as_str());
        let is_left_out = ["--shard=", "--threads=", "--out="].iter().any(|flag| word.starts_with(flag));
        if takes_value {
            rest.next();
        } else if !is_left_out && !["--quiet", "--force", "--resume", "--yes"].contains(&word.as_str()) {
            words.push(word.clone());
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::options::Results;

    #[test]
    fn only_what_changes_results_tells_commands_apart() {
        let command = |text: &str| -> Vec<String> { text.split(' ').map(String::from).collect() };
        let a = words(&command("compare hero team --shard 1/2 --worlds 9 --threads=2 --quiet"));
        assert_eq!(a, words(&command("compare hero --out there team --worlds 9 --shard=2/2")));
        assert_ne!(a, words(&command("compare hero team --worlds 8")));
    }

    #[test]
    fn the_command_of_a_shard_does_not_choose_the_folder() {
        let kept = Kept { results: Results { out: "here".into(), force: false, quiet: false }, yes: false };
        let merge = Merge { shards: Vec::new(), threads: Threads { threads: None }, kept };
        let whole = |text: &str| -> String {
            let command: Vec<String> = text.split(' ').map(String::from).collect();
            merge.whole(&command).join(std::ffi::OsStr::new(" ")).to_string_lossy().into_owned()
        };
        assert_eq!(whole("compare hero --out there --shard 1/2 -- team"), "winflow compare --out here hero -- team");
        assert_eq!(whole("--worlds 3 --out=there"), "winflow --out here --worlds 3");
    }
}
