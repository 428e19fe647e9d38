//! The files of a folder of results, each read once and held against its checksum.

use super::checksums::{CHECKSUMS, Checksums};
use super::not_read::{AGAIN, NotRead, OLDER, Wrong};
use crate::report::results::folder::MANIFEST;
use serde::de::DeserializeOwned;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Where files of results come from.
pub trait Files: fmt::Debug {
    /// What is in a file.
    ///
    /// # Errors
    /// If it is not there, or cannot be read.
    fn bytes(&self, name: &str) -> io::Result<Cow<'_, [u8]>>;
}

/// A folder.
impl Files for PathBuf {
    fn bytes(&self, name: &str) -> io::Result<Cow<'_, [u8]>> {
        fs::read(self.join(name)).map(Cow::Owned)
    }
}

/// Files in memory, by name.
impl Files for BTreeMap<String, Vec<u8>> {
    fn bytes(&self, name: &str) -> io::Result<Cow<'_, [u8]>> {
        self.get(name).map(|bytes| Cow::Borrowed(bytes.as_slice())).ok_or_else(|| io::ErrorKind::NotFound.into())
    }
}

/// The files of a folder of results, and what is wrong with them.
#[derive(Debug)]
pub struct Contents<'f> {
    folder: PathBuf,
    files: BTreeMap<String, Cow<'f, [u8]>>,
    /// Those that are not as they were written.
    altered: BTreeSet<String>,
    /// Everything that was found.
    pub problems: Vec<NotRead>,
}

impl<'f> Contents<'f> {
    /// Reads every file that has a checksum; those named have to be among them. What is wrong is kept with the contents.
    pub fn open(folder: &Path, files: &'f dyn Files, needed: &[&str]) -> Self {
        let mut contents = Self { folder: folder.to_path_buf(), files: BTreeMap::new(), altered: BTreeSet::new(), problems: Vec::new() };
        let checksums = contents.checksums(files);
        let names: BTreeSet<&str> = checksums.names().chain(needed.iter().copied()).collect();
        for name in names {
            contents.take_in(files, name, &checksums);
        }
        contents
    }

    fn checksums(&mut self, files: &dyn Files) -> Checksums {
        let path = self.folder.join(CHECKSUMS);
        let read = files.bytes(CHECKSUMS).map_err(|why| NotRead::new(&path, Wrong::Unreadable(why), OLDER));
        let parsed = read.and_then(|text| Checksums::parse(&text).map_err(|line| NotRead::at_line(&path, line, Wrong::NotAChecksum)));
        parsed.unwrap_or_else(|why| {
            self.problems.push(why);
            Checksums::default()
        })
    }

    fn take_in(&mut self, files: &'f dyn Files, name: &str, checksums: &Checksums) {
        let path = self.folder.join(name);
        let bytes = match files.bytes(name) {
            Ok(bytes) => bytes,
            Err(why) => return self.problems.push(NotRead::new(&path, Wrong::Unreadable(why), OLDER)),
        };
        match checksums.is_as_written(name, &bytes) {
            Some(true) => {}
            found => {
                self.altered.insert(name.to_string());
                match found {
                    Some(_) => self.problems.push(NotRead::new(&path, Wrong::Altered, AGAIN)),
                    // Without any checksum, that is told already.
                    None if checksums.names().next().is_some() => self.problems.push(NotRead::new(&path, Wrong::NoChecksum, AGAIN)),
                    None => {}
                }
            }
        }
        self.files.insert(name.to_string(), bytes);
    }

    /// The path of a file, for messages.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// What is in a file, which is given away; `None` if it was not read, or if others are altered and this is not: then nothing is made of
    /// the folder, and only where the altered ones are damaged is still looked for.
    pub fn take(&mut self, name: &str) -> Option<Cow<'f, [u8]>> {
        let bytes = self.files.remove(name)?;
        // Tables name systems as the manifest does.
        let is_needed = name == MANIFEST && self.altered.iter().any(|altered| altered.ends_with(".csv"));
        let is_wanted = self.problems.is_empty() || self.altered.contains(name) || is_needed;
        is_wanted.then_some(bytes)
    }

    /// A document; `None` as for [`take`](Self::take), or if it is none.
    pub fn document<T: DeserializeOwned>(&mut self, name: &str) -> Option<T> {
        let bytes = self.take(name)?;
        let parsed = from_json(&self.path(name), &bytes);
        parsed.map_err(|why| self.problems.push(why)).ok()
    }
}

/// A document as it was written.
pub fn from_json<T: DeserializeOwned>(path: &Path, bytes: &[u8]) -> Result<T, NotRead> {
    serde_json::from_slice(bytes).map_err(|error| {
        let place = format!("{}:{}:{}", path.display(), error.line(), error.column());
        NotRead { place, why: Wrong::Json(error), cure: AGAIN }
    })
}
