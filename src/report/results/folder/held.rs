//! Who has a folder: locks that end with the process that holds them, however it ends.

use super::theirs::{is_file, is_folder, is_no_file};
use super::{LOCK, NotKept};
use same_file::Handle;
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// Held while folders get, change and lose their names.
const NAMES: &str = ".winflow.lock";
/// Names change in moments: whoever holds them so long has been stopped, not killed.
const LONGEST_WAIT: Duration = Duration::from_secs(60);
/// Between two looks.
const PAUSE: Duration = Duration::from_millis(5);

/// The names in a folder for results, held by one process at a time: folders in it are made, taken, put in place and removed by whoever
/// holds it alone.
#[derive(Debug)]
pub(super) struct HeldNames {
    path: PathBuf,
    /// Open for as long as it is held.
    file: File,
}

impl HeldNames {
    /// Waits until nobody else holds the names.
    ///
    /// # Errors
    /// If something else has the name of the lock, it cannot be written, or another process does not let it go.
    pub(super) fn take(out: &Path) -> Result<Self, NotKept> {
        let path = out.join(NAMES);
        let begun = Instant::now();
        loop {
            if is_no_file(&path) {
                return Err(NotKept::InTheWay(path));
            }
            let file = open(&path).map_err(|why| NotKept::not_written(&path, why))?;
            match file.try_lock() {
                // Whoever held it before removes the file: then this lock holds nothing.
                Ok(()) if is_at(&file, &path) => return Ok(Self { path, file }),
                Ok(()) => {}
                Err(TryLockError::WouldBlock) if begun.elapsed() > LONGEST_WAIT => return Err(NotKept::NamesHeld(out.to_path_buf())),
                Err(TryLockError::WouldBlock) => sleep(PAUSE),
                // Some file systems have no locks.
                Err(TryLockError::Error(_)) => return Ok(Self { path, file }),
            }
        }
    }
}

impl Drop for HeldNames {
    fn drop(&mut self) {
        // Still held while it is removed, so that nobody else has taken this very file. One that somebody has written into stays.
        if self.file.metadata().is_ok_and(|file| file.len() == 0) && is_at(&self.file, &self.path) {
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// Locks the folder of a run in progress; `None` if another run has it.
pub(super) fn take_folder(folder: &Path) -> Result<Option<File>, NotKept> {
    let path = folder.join(LOCK);
    let file = open(&path).map_err(|why| NotKept::not_written(&path, why))?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Ok(None),
        // Some file systems have no locks; then the folder is ours.
        Err(TryLockError::Error(_)) => Ok(Some(file)),
    }
}

/// Whether a run in progress has a folder. Nothing in it is changed by the look.
pub(super) fn is_held(folder: &Path) -> bool {
    let path = folder.join(LOCK);
    let held = || File::options().write(true).open(&path).is_ok_and(|file| matches!(file.try_lock(), Err(TryLockError::WouldBlock)));
    is_folder(folder) && is_file(&path) && held()
}

fn open(path: &Path) -> io::Result<File> {
    File::options().write(true).create(true).truncate(false).open(path)
}

/// Whether an open file still has its name.
pub(super) fn is_at(file: &File, path: &Path) -> bool {
    let open = file.try_clone().and_then(Handle::from_file);
    open.is_ok_and(|open| Handle::from_path(path).is_ok_and(|there| there == open))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

    /// Eight threads take and leave the names as fast as they can; a flag shows whether two ever had them.
    #[test]
    fn one_at_a_time_has_the_names_and_nothing_stays() {
        let out = tempfile::tempdir().expect("a folder");
        let (taken, times) = (AtomicBool::new(false), AtomicU32::new(0));
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    for _ in 0..100 {
                        let _names = HeldNames::take(out.path()).expect("taken");
                        assert!(!taken.swap(true, Ordering::SeqCst), "two have the names");
                        times.fetch_add(1, Ordering::SeqCst);
                        taken.store(false, Ordering::SeqCst);
                    }
                });
            }
        });
        assert_eq!(times.load(Ordering::SeqCst), 800);
        assert_eq!(fs::read_dir(out.path()).expect("folder").count(), 0);
    }

    #[test]
    fn a_file_of_somebody_else_is_used_and_left_alone() {
        let out = tempfile::tempdir().expect("a folder");
        let path = out.path().join(NAMES);
        fs::write(&path, "mine").expect("somebody's");
        drop(HeldNames::take(out.path()).expect("taken"));
        assert_eq!(fs::read(&path).expect("there"), b"mine");
        fs::remove_file(&path).expect("moved away");
        fs::create_dir(&path).expect("somebody's");
        assert!(matches!(HeldNames::take(out.path()), Err(NotKept::InTheWay(_))));
    }
}
