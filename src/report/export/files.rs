//! Files beside results: whole or not at all, and nothing is replaced that somebody else wrote.

use crate::report::results::folder::drafts::{Drafts, remove_leftovers};
use crate::report::results::words::list;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use thiserror::Error;

/// A file to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewFile {
    /// Where, from the folder of the results.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

impl NewFile {
    /// A file.
    pub fn new(name: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self { name: name.into(), bytes: bytes.into() }
    }
}

/// Files could not be written.
#[derive(Debug, Error)]
pub enum NotWritten {
    /// These are there already and hold something else.
    #[error("{}", in_the_way(.0))]
    Different(Vec<PathBuf>),
    /// Something went wrong with one.
    #[error("cannot write {}: {why}", .path.display())]
    Failed {
        /// Which.
        path: PathBuf,
        /// What went wrong.
        #[source]
        why: io::Error,
    },
}

fn in_the_way(paths: &[PathBuf]) -> String {
    let names: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
    let (are, it) = if paths.len() == 1 { ("is", "it") } else { ("are", "them") };
    format!("{} {are} there already with something else in {it}; --force replaces {it}", list(&names))
}

/// Writes files into a folder. Before anything is written, all of them are looked at: one that holds something else stops all, unless
/// `force` replaces it. Gives the paths of the files, whether written now or there before.
///
/// # Errors
/// If a file is in the way or cannot be written.
pub fn write(folder: &Path, files: &[NewFile], force: bool) -> Result<Vec<PathBuf>, NotWritten> {
    let paths: Vec<PathBuf> = files.iter().map(|file| folder.join(&file.name)).collect();
    let mut different = Vec::new();
    let mut missing = Vec::new();
    for (file, path) in files.iter().zip(&paths) {
        if let Some(path) = link_on_the_way(folder, &file.name) {
            return Err(NotWritten::Failed { path, why: io::Error::other("it is a link, and what is behind it is left alone") });
        }
        match fs::read(path) {
            Ok(there) if there == file.bytes => {}
            Ok(_) if !force => different.push(path.clone()),
            Ok(_) => missing.push((file, path)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => missing.push((file, path)),
            Err(why) => return Err(NotWritten::Failed { path: path.clone(), why }),
        }
    }
    if !different.is_empty() {
        return Err(NotWritten::Different(different));
    }
    let not_written = |path: &Path, why| NotWritten::Failed { path: path.to_path_buf(), why };
    // Folders are made on the way, this one, too.
    fs::create_dir_all(folder).map_err(|why| not_written(folder, why))?;
    remove_leftovers(folder);
    if missing.is_empty() {
        return Ok(paths);
    }
    let mut drafts = Drafts::begin(folder).map_err(|why| not_written(folder, why))?;
    for (file, path) in missing {
        drafts.place(path, &file.bytes).map_err(|why| not_written(path, why))?;
    }
    Ok(paths)
}

/// The first link on the way from the folder of the results to a file in it: what lies behind it is not ours.
fn link_on_the_way(folder: &Path, name: &str) -> Option<PathBuf> {
    let inner = Path::new(name).parent()?;
    let steps = inner.ancestors().filter(|step| !step.as_os_str().is_empty()).map(|step| folder.join(step));
    steps.filter(|step| fs::symlink_metadata(step).is_ok_and(|there| there.is_symlink())).last()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_somebody_else_wrote_stays() {
        let folder = tempfile::tempdir().expect("a folder");
        let files = [NewFile::new("a.csv", "1"), NewFile::new("tables/b.csv", "2")];
        let names = |folder: &Path| -> Vec<String> {
            let mut names: Vec<String> =
                fs::read_dir(folder).expect("folder").map(|e| e.expect("entry").file_name().to_string_lossy().into_owned()).collect();
            names.sort();
            names
        };
        write(folder.path(), &files, false).expect("written");
        write(folder.path(), &files, false).expect("the same bytes are no trouble");
        fs::write(folder.path().join("tables/b.csv"), "mine").expect("somebody's");
        let changed = [NewFile::new("a.csv", "3"), NewFile::new("tables/b.csv", "4"), NewFile::new("c.csv", "5")];
        let said = write(folder.path(), &changed, false).expect_err("refused").to_string();
        assert!(said.contains("a.csv and ") && said.contains("are there already") && said.contains("--force"), "{said}");
        assert_eq!(names(folder.path()), ["a.csv", "tables"], "nothing was written");
        write(folder.path(), &changed, true).expect("forced");
        assert_eq!(fs::read_to_string(folder.path().join("tables/b.csv")).expect("read"), "4");
        assert_eq!(names(folder.path()), ["a.csv", "c.csv", "tables"]);
        fs::create_dir(folder.path().join("d.csv")).expect("a folder in the way");
        assert!(matches!(write(folder.path(), &[NewFile::new("d.csv", "6")], true), Err(NotWritten::Failed { .. })));
    }

    #[cfg(unix)]
    #[test]
    fn nothing_is_written_through_links_and_nothing_beside_is_touched() {
        use std::os::unix::fs::symlink;
        let (folder, elsewhere) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
        let mine = elsewhere.path().join("diary.txt");
        fs::write(&mine, "mine").expect("somebody's");
        symlink(&mine, folder.path().join("a.csv.partial")).expect("a link");
        fs::write(folder.path().join("a.csv.partial-2"), "mine, too").expect("somebody's");
        write(folder.path(), &[NewFile::new("a.csv", "1")], false).expect("written");
        assert_eq!(fs::read_to_string(folder.path().join("a.csv")).expect("read"), "1");
        assert_eq!(fs::read_to_string(&mine).expect("read"), "mine");
        assert_eq!(fs::read_to_string(folder.path().join("a.csv.partial-2")).expect("read"), "mine, too");
        symlink(elsewhere.path(), folder.path().join("tables")).expect("a link");
        assert!(write(folder.path(), &[NewFile::new("tables/b.csv", "2")], true).is_err());
        assert!(!elsewhere.path().join("b.csv").exists());
    }
}
