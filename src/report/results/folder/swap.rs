//! One folder in the place of another, so that a program killed at any moment leaves both, and the next run ends what it began.

use super::theirs::{is_folder, is_put_aside, is_there, is_whole, manifest_of};
use super::{ASIDE, LOCK, MANIFEST};
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

/// Where a folder is put while another takes its place.
pub(super) fn aside(folder: &Path) -> PathBuf {
    let mut aside = folder.as_os_str().to_owned();
    aside.push(".replaced");
    PathBuf::from(aside)
}

/// Puts one folder in the place of another, which stays until the new one is there.
pub(super) fn replace(new: &Path, old: &Path) -> io::Result<()> {
    end_replacing(old)?;
    let aside = aside(old);
    // The mark comes first: what has it there is ours, whatever happens next.
    File::create(old.join(ASIDE))?;
    fs::rename(old, &aside)?;
    if let Err(error) = fs::rename(new, old) {
        put_back(&aside, old)?;
        return Err(error);
    }
    end_replacing(old)
}

/// Ends a replacing that was begun, now or by a program that was killed: if the new folder did not come, the old one is put back; if it
/// did, what was put beside the old results is moved over where they are the same, and the old folder goes.
pub(super) fn end_replacing(folder: &Path) -> io::Result<()> {
    let aside = aside(folder);
    if !is_there(&aside) {
        return Ok(());
    }
    if !is_put_aside(&aside) {
        let why = format!("{} is in the way, and winflow did not make it", aside.display());
        return Err(io::Error::new(io::ErrorKind::AlreadyExists, why));
    }
    if !is_whole(&aside) {
        return remove_whole(&aside);
    }
    if !is_there(folder) {
        return put_back(&aside, folder);
    }
    // Something without results has come in its place: both stay.
    if !is_whole(folder) {
        return Ok(());
    }
    // The same run again: reports, workbooks and whatever else was put there since are still about it.
    if manifest_of(&aside) == manifest_of(folder) {
        move_missing(&aside, folder)?;
    }
    remove_whole(&aside)
}

fn put_back(aside: &Path, folder: &Path) -> io::Result<()> {
    fs::rename(aside, folder)?;
    fs::remove_file(folder.join(ASIDE))
}

/// Moves what the other folder does not have, into folders that it has.
fn move_missing(from: &Path, to: &Path) -> io::Result<()> {
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let there = to.join(entry.file_name());
        if entry.file_name() == ASIDE {
            continue;
        }
        if !is_there(&there) {
            fs::rename(entry.path(), &there)?;
        } else if entry.file_type()?.is_dir() && is_folder(&there) {
            move_missing(&entry.path(), &there)?;
        }
    }
    Ok(())
}

/// Removes a folder that was put aside; its mark goes last, so that what is left of it is ours for as long as there is any.
fn remove_whole(folder: &Path) -> io::Result<()> {
    clear(folder, &[ASIDE])?;
    fs::remove_dir_all(folder)
}

/// Removes the folder of a run that did not finish; its lock goes last, so that what is left of it is ours for as long as there is any.
pub(super) fn remove_unfinished(folder: &Path) -> io::Result<()> {
    clear(folder, &[LOCK])?;
    fs::remove_dir_all(folder)
}

/// Removes everything but what stays. Unless it stays, the manifest goes first: a folder that has one is whole.
pub(super) fn clear(folder: &Path, stays: &[&str]) -> io::Result<()> {
    let manifest = folder.join(MANIFEST);
    if !stays.contains(&MANIFEST) && is_there(&manifest) {
        fs::remove_file(manifest)?;
    }
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            fs::remove_dir_all(entry.path())?;
        } else if !stays.iter().any(|name| entry.file_name() == *name) {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}
