//! Files that are there whole or not at all, and on the disk when that is said.

use std::fs::{self, File, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// More names than these are not tried for a file that is being written.
const MOST_BESIDE: u32 = 1000;

/// Writes beside the place and renames: whoever looks sees the old file or the new one, and nobody sees half of one.
///
/// # Errors
/// If it cannot be written; then what was there is there still, and nothing else is.
pub fn place(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new(""));
    if !folder.as_os_str().is_empty() {
        fs::create_dir_all(folder)?;
    }
    let (beside, mut file) = new_beside(path)?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all()).and_then(|()| fs::rename(&beside, path));
    if written.is_err() {
        let _ = fs::remove_file(&beside);
    }
    written
}

/// Writes a new file, which is there whole or not at all, and never in the place of one that is there. Of what a program left that was killed
/// meanwhile, what holds nothing but a beginning of the same bytes is removed.
///
/// # Errors
/// If something has the name, or it cannot be written; then nothing else is there than before.
pub fn place_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    remove_beginnings(path, bytes);
    if fs::symlink_metadata(path).is_ok() {
        return Err(io::ErrorKind::AlreadyExists.into());
    }
    let (beside, mut file) = new_beside(path)?;
    let _ = file.try_lock();
    // A second name is given only if it is free; renaming would replace what has it.
    let written = file.write_all(bytes).and_then(|()| file.sync_all()).and_then(|()| fs::hard_link(&beside, path));
    let _ = fs::remove_file(&beside);
    match written {
        // Some file systems give no second names.
        Err(error) if matches!(error.kind(), io::ErrorKind::Unsupported | io::ErrorKind::PermissionDenied) => create_new(path, bytes),
        written => written,
    }
}

/// Writes a new file where it is to be.
fn create_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::options().write(true).create_new(true).open(path)?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    if written.is_err() {
        let _ = fs::remove_file(path);
    }
    written
}

/// Removes files beside a place that hold nothing but a beginning of what is to be written there, and that nobody is writing.
fn remove_beginnings(path: &Path, bytes: &[u8]) {
    for number in 1..=MOST_BESIDE {
        let beside = beside(path, number);
        if !fs::symlink_metadata(&beside).is_ok_and(|there| there.is_file()) {
            return;
        }
        let is_free = File::options().write(true).open(&beside).is_ok_and(|file| !matches!(file.try_lock(), Err(TryLockError::WouldBlock)));
        if is_free && fs::read(&beside).is_ok_and(|there| bytes.starts_with(&there)) {
            let _ = fs::remove_file(&beside);
        }
    }
}

/// A name beside another.
fn beside(path: &Path, number: u32) -> PathBuf {
    let mut beside = path.as_os_str().to_owned();
    beside.push(if number == 1 { ".partial".to_string() } else { format!(".partial-{number}") });
    beside.into()
}

/// A new file beside another: never one that is there, nor one that a link of that name leads to.
fn new_beside(path: &Path) -> io::Result<(PathBuf, File)> {
    let mut last = io::Error::from(io::ErrorKind::AlreadyExists);
    for number in 1..=MOST_BESIDE {
        let beside = beside(path, number);
        match File::options().write(true).create_new(true).open(&beside) {
            Ok(file) => return Ok((beside, file)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => last = error,
            Err(error) => return Err(error),
        }
    }
    Err(last)
}

/// Waits until everything in a folder is on the disk, so that not even a power cut takes it away.
///
/// # Errors
/// If a file cannot be read or written to the disk.
pub(super) fn sync_all(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let (path, kind) = entry.and_then(|entry| Ok((entry.path(), entry.file_type()?)))?;
        if kind.is_dir() {
            sync_all(&path)?;
        } else if kind.is_file() {
            File::options().write(true).open(&path)?.sync_all()?;
        }
    }
    sync_names(folder);
    Ok(())
}

/// Waits until the names in a folder are on the disk, where the system has a way to ask for that.
pub(super) fn sync_names(folder: &Path) {
    // Not every file system syncs folders; what is in the files is on the disk all the same.
    let _ = File::open(folder).and_then(|folder| folder.sync_all());
}

#[cfg(test)]
mod tests {
    use super::super::tests::names;
    use super::*;

    #[test]
    fn a_new_file_is_whole_and_replaces_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("my.toml");
        place_new(&path, b"text").expect("written");
        assert_eq!(names(folder.path()), ["my.toml"]);
        let refused = place_new(&path, b"other").expect_err("it is there");
        assert_eq!((refused.kind(), fs::read(&path).expect("there")), (io::ErrorKind::AlreadyExists, b"text".to_vec()));
    }

    #[test]
    fn what_a_killed_program_began_is_removed_and_what_is_not_its_text_stays() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("my.toml");
        for (number, text) in [(1, "te"), (2, "mine"), (3, "")] {
            fs::write(beside(&path, number), text).expect("left");
        }
        place_new(&path, b"text").expect("written");
        assert_eq!(names(folder.path()), ["my.toml", "my.toml.partial-2"]);
        // What another program is just writing is not taken from it.
        fs::remove_file(&path).expect("removed");
        let writing = File::create(beside(&path, 1)).expect("a file");
        writing.try_lock().expect("locked");
        place_new(&path, b"text").expect("written");
        assert_eq!(names(folder.path()), ["my.toml", "my.toml.partial", "my.toml.partial-2"]);
    }
}
