//! Files that are there whole or not at all, and on the disk when that is said.

use std::fs::{self, File};
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

/// A new file beside another: never one that is there, nor one that a link of that name leads to.
fn new_beside(path: &Path) -> io::Result<(PathBuf, File)> {
    let mut last = io::Error::from(io::ErrorKind::AlreadyExists);
    for number in 1..=MOST_BESIDE {
        let mut beside = path.as_os_str().to_owned();
        beside.push(if number == 1 { ".partial".to_string() } else { format!(".partial-{number}") });
        match File::options().write(true).create_new(true).open(&beside) {
            Ok(file) => return Ok((beside.into(), file)),
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
