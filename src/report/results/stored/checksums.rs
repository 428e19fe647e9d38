//! Checksums of the files of results, as `sha256sum -c checksums.sha256` checks them.
//!
//! A run writes them last, over its tables and documents. Charts, reports and workbooks are drawn from these and are in none: whoever has
//! results may make them again, and add what they like.

use crate::report::results::folder::{MANIFEST, NotKept, PLAN, RunFolder};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt::{self, Write as _};
use std::fs;
use std::io;
use std::path::Path;

/// Their file.
pub const CHECKSUMS: &str = "checksums.sha256";
/// Letters of a checksum.
const LETTERS: usize = 64;

/// A checksum for every file, by name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Checksums(BTreeMap<String, String>);

impl Checksums {
    /// Those of some files.
    pub fn of<'f>(files: impl IntoIterator<Item = (&'f str, &'f [u8])>) -> Self {
        Self(files.into_iter().map(|(name, bytes)| (name.to_string(), checksum(bytes))).collect())
    }

    /// Those of the tables and documents in a folder.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn of_folder(folder: &Path) -> io::Result<Self> {
        let mut checksums = BTreeMap::new();
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            if let Some(name) = entry.file_name().to_str().filter(|name| is_result(name) && *name != PLAN)
                && entry.file_type()?.is_file()
            {
                checksums.insert(name.to_string(), checksum(&fs::read(entry.path())?));
            }
        }
        Ok(Self(checksums))
    }

    /// Reads what was written; or the number of the first line that is none of a checksum.
    ///
    /// # Errors
    /// If there is such a line.
    pub fn parse(text: &[u8]) -> Result<Self, u64> {
        let mut checksums = BTreeMap::new();
        for (place, line) in text.split_inclusive(|byte| *byte == b'\n').enumerate() {
            let parsed = std::str::from_utf8(line).ok().and_then(|line| line.strip_suffix('\n')?.split_once("  "));
            let sound = parsed.filter(|(sum, name)| is_checksum(sum) && is_result(name));
            let is_new = |(sum, name): (&str, &str)| checksums.insert(name.to_string(), sum.to_string()).is_none();
            if !sound.is_some_and(is_new) {
                return Err(place as u64 + 1);
            }
        }
        if checksums.is_empty() { Err(1) } else { Ok(Self(checksums)) }
    }

    /// The names of the files.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// Whether a file is as it was written; `None` if it has no checksum.
    pub fn is_as_written(&self, name: &str, bytes: &[u8]) -> Option<bool> {
        self.0.get(name).map(|sum| *sum == checksum(bytes))
    }
}

/// A line for each file, in the order of their names.
impl fmt::Display for Checksums {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|(name, sum)| writeln!(f, "{sum}  {name}"))
    }
}

/// Writes the checksums of what a run has written, and of its manifest, which is still to come: it is the last.
///
/// # Errors
/// If something cannot be read or written.
pub fn write(folder: &RunFolder, manifest: &[u8]) -> Result<(), NotKept> {
    let mut checksums = Checksums::of_folder(folder.path()).map_err(|why| folder.not_written(CHECKSUMS, why))?;
    // What somebody else has put there is no part of the results.
    let written = folder.written();
    checksums.0.retain(|name, _| written.contains(name));
    checksums.0.insert(MANIFEST.to_string(), checksum(manifest));
    folder.write(CHECKSUMS, checksums.to_string().as_bytes())
}

fn checksum(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::with_capacity(LETTERS), |mut text, byte| {
        // Written to memory, this cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn is_checksum(text: &str) -> bool {
    text.len() == LETTERS && text.bytes().all(|letter| matches!(letter, b'0'..=b'9' | b'a'..=b'f'))
}

/// Whether a name is that of a table or a document, and leads nowhere else.
fn is_result(name: &str) -> bool {
    let stem = name.strip_suffix(".csv").or_else(|| name.strip_suffix(".json"));
    stem.is_some_and(|stem| !stem.is_empty() && stem.bytes().all(|letter| letter.is_ascii_alphanumeric() || letter == b'-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_and_nothing_else() {
        let checksums = Checksums::of([("worlds.csv", &b"abc"[..]), ("manifest.json", b"{}")]);
        let text = checksums.to_string();
        assert!(text.ends_with("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  worlds.csv\n"), "{text}");
        assert_eq!(Checksums::parse(text.as_bytes()), Ok(checksums.clone()));
        assert_eq!(checksums.is_as_written("worlds.csv", b"abc"), Some(true));
        assert_eq!(checksums.is_as_written("worlds.csv", b"abd"), Some(false));
        assert_eq!(checksums.is_as_written("deals.csv", b"abc"), None);
        for (damaged, line) in [
            (text.replace("  worlds", " worlds"), 2),
            (text.replace("  worlds", "  ../worlds"), 2),
            (text.replace("ba78", "BA78"), 2),
            (text.trim_end().to_string(), 2),
            (text.clone() + &text, 3),
            (String::new(), 1),
        ] {
            assert_eq!(Checksums::parse(damaged.as_bytes()), Err(line), "{damaged}");
        }
    }

    #[test]
    fn tables_and_documents_of_a_folder_have_checksums_and_nothing_else() {
        let folder = tempfile::tempdir().expect("a folder");
        for name in ["manifest.json", "worlds.csv", PLAN, "worlds.kept", "report.html", "in-progress.lock"] {
            fs::write(folder.path().join(name), name).expect("written");
        }
        let checksums = Checksums::of_folder(folder.path()).expect("read");
        assert_eq!(checksums.names().collect::<Vec<_>>(), ["manifest.json", "worlds.csv"]);
    }
}
