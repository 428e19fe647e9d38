//! Files that are being written beside results: in a folder with a mark, so that what a killed program leaves is known to be winflow's.

use super::held::is_at;
use super::theirs::{is_file, is_folder, is_there};
use std::fs::{self, File, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Names of the folder: more than one where somebody else has the first.
const NAMES: [&str; 4] = [".winflow-writing", ".winflow-writing-2", ".winflow-writing-3", ".winflow-writing-4"];
/// The mark in it: empty, and locked by the program that writes.
const MARK: &str = "writing.lock";
/// The file in it that is being written.
const DRAFT: &str = "draft";

/// A folder in which files are written before they get their names. It goes with this.
#[derive(Debug)]
pub struct Drafts {
    folder: PathBuf,
    /// Locked for as long as it is open.
    mark: File,
}

impl Drafts {
    /// Begins to write files into a folder.
    ///
    /// # Errors
    /// If nothing can be written there, or all names are taken.
    pub fn begin(folder: &Path) -> io::Result<Self> {
        let mut last = io::Error::from(io::ErrorKind::AlreadyExists);
        for name in NAMES {
            let drafts = folder.join(name);
            match fs::create_dir(&drafts) {
                Ok(()) => return Self::marked(drafts),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => last = error,
                Err(error) => return Err(error),
            }
        }
        Err(last)
    }

    fn marked(folder: PathBuf) -> io::Result<Self> {
        let made = File::options().write(true).create_new(true).open(folder.join(MARK)).and_then(|mark| match mark.try_lock() {
            Err(TryLockError::WouldBlock) => Err(io::ErrorKind::WouldBlock.into()),
            // Some file systems have no locks.
            Ok(()) | Err(TryLockError::Error(_)) => Ok(mark),
        });
        match made {
            Ok(mark) => Ok(Self { folder, mark }),
            Err(error) => {
                let _ = fs::remove_dir(&folder);
                Err(error)
            }
        }
    }

    /// Writes a file and gives it its place: whoever looks sees the old file or the new one, and nobody sees half of one.
    ///
    /// # Errors
    /// If it cannot be written; then what was there is there still.
    pub fn place(&mut self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        path.parent().map_or(Ok(()), fs::create_dir_all)?;
        let draft = self.folder.join(DRAFT);
        let mut file = File::options().write(true).create_new(true).open(&draft)?;
        let written = file.write_all(bytes).and_then(|()| file.sync_all()).and_then(|()| fs::rename(&draft, path));
        if written.is_err() {
            let _ = fs::remove_file(&draft);
        }
        written
    }
}

impl Drop for Drafts {
    fn drop(&mut self) {
        if is_at(&self.mark, &self.folder.join(MARK)) {
            let _ = remove(&self.folder);
        }
    }
}

/// Removes what a killed program has left half written. What anybody else has put there, and what is being written now, stays.
pub fn remove_leftovers(folder: &Path) {
    for drafts in NAMES.map(|name| folder.join(name)) {
        if is_leftover(&drafts) {
            // What cannot be removed is in nobody's way.
            let _ = remove(&drafts);
        }
    }
}

/// Whether a folder holds the mark, which nobody holds, at most a draft, and nothing else; or nothing at all: whoever was killed between
/// the folder and its mark leaves that.
fn is_leftover(drafts: &Path) -> bool {
    if !is_folder(drafts) {
        return false;
    }
    let Ok(entries) = fs::read_dir(drafts) else { return false };
    let mut names = Vec::new();
    for entry in entries {
        let Ok(entry) = entry else { return false };
        if ![MARK, DRAFT].iter().any(|name| entry.file_name() == *name) || !is_file(&entry.path()) {
            return false;
        }
        names.push(entry.file_name());
    }
    let mark = drafts.join(MARK);
    names.is_empty() || is_there(&mark) && is_free(&mark)
}

/// Whether a mark is as it was made, empty, and nobody holds it.
fn is_free(mark: &Path) -> bool {
    let file = File::options().write(true).open(mark);
    file.is_ok_and(|file| {
        let is_empty = file.metadata().is_ok_and(|file| file.len() == 0);
        is_empty && !matches!(file.try_lock(), Err(TryLockError::WouldBlock))
    })
}

/// Removes a folder of drafts; its mark goes last.
fn remove(drafts: &Path) -> io::Result<()> {
    for name in [DRAFT, MARK] {
        let path = drafts.join(name);
        if is_there(&path) {
            fs::remove_file(path)?;
        }
    }
    fs::remove_dir(drafts)
}

#[cfg(test)]
mod tests {
    use super::super::tests::names;
    use super::*;

    /// As a program leaves it that is killed with so many of the steps done.
    fn killed_after(folder: &Path, steps: usize) {
        let drafts = folder.join(NAMES[0]);
        fs::create_dir(&drafts).expect("a folder");
        [MARK, DRAFT].iter().zip(["", "hal"]).take(steps).for_each(|(name, text)| fs::write(drafts.join(name), text).expect("written"));
    }

    #[test]
    fn files_get_their_place_and_nothing_else_stays() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut drafts = Drafts::begin(folder.path()).expect("begun");
        drafts.place(&folder.path().join("a.csv"), b"1").expect("written");
        drafts.place(&folder.path().join("tables/b.csv"), b"2").expect("written");
        assert!(drafts.place(&folder.path().join("tables"), b"3").is_err(), "a folder is in the way");
        drop(drafts);
        assert_eq!(names(folder.path()), ["a.csv", "tables"]);
    }

    #[test]
    fn what_a_killed_program_left_is_removed() {
        for steps in 0..=2 {
            let folder = tempfile::tempdir().expect("a folder");
            killed_after(folder.path(), steps);
            remove_leftovers(folder.path());
            assert!(names(folder.path()).is_empty(), "after {steps} steps");
        }
    }

    #[test]
    fn what_somebody_else_put_there_or_writes_now_stays() {
        type Put = fn(&Path);
        let puts: [Put; 4] = [
            |drafts| fs::write(drafts.join("notes.md"), "mine").expect("written"),
            |drafts| fs::write(drafts.join(MARK), "mine").expect("written"),
            |drafts| fs::remove_file(drafts.join(MARK)).expect("removed"),
            |drafts| fs::remove_file(drafts.join(DRAFT)).and_then(|()| fs::create_dir(drafts.join(DRAFT))).expect("a folder"),
        ];
        for put in puts {
            let folder = tempfile::tempdir().expect("a folder");
            killed_after(folder.path(), 2);
            put(&folder.path().join(NAMES[0]));
            let before = names(&folder.path().join(NAMES[0]));
            remove_leftovers(folder.path());
            assert_eq!(names(&folder.path().join(NAMES[0])), before);
            let mut drafts = Drafts::begin(folder.path()).expect("under another name");
            drafts.place(&folder.path().join("a.csv"), b"1").expect("written");
            drop(drafts);
            assert_eq!(names(folder.path()), [NAMES[0], "a.csv"]);
        }
        let folder = tempfile::tempdir().expect("a folder");
        let _drafts = Drafts::begin(folder.path()).expect("begun");
        remove_leftovers(folder.path());
        assert_eq!(names(&folder.path().join(NAMES[0])), [MARK]);
    }
}
