//! Ctrl-C: what is half written goes, what is whole stays, and the exit code says so.

use super::failure::Failure;
use super::terminal::say;
use std::io::IsTerminal;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The folder that an interruption would remove.
static PARTIAL: Mutex<Option<PathBuf>> = Mutex::new(None);

/// Whether the command can stop early by itself.
static CAN_STOP: AtomicBool = AtomicBool::new(false);
/// Whether it has been asked to.
static STOP: AtomicBool = AtomicBool::new(false);

/// From now on the first interruption only sets what is returned: the command stops by itself, keeps and tells what there is.
pub fn stops_by_itself() -> &'static AtomicBool {
    CAN_STOP.store(true, Ordering::Relaxed);
    &STOP
}

/// The folder that an interruption would remove. While it is held, no interruption ends the program.
pub fn partial() -> MutexGuard<'static, Option<PathBuf>> {
    PARTIAL.lock().unwrap_or_else(PoisonError::into_inner)
}

/// From now on an interruption ends the program, unless it stops by itself.
pub fn install() {
    // Without a handler the program ends all the same; a leftover folder is then replaced by the next run.
    let _ = ctrlc::set_handler(|| {
        // After a progress bar the line is not empty.
        let line_break = if std::io::stderr().is_terminal() { "\n" } else { "" };
        if CAN_STOP.load(Ordering::Relaxed) && !STOP.swap(true, Ordering::Relaxed) {
            if !line_break.is_empty() {
                say("\nEnding as soon as the worlds in progress are done (again to end at once)");
            }
            return;
        }
        let folder = partial().take();
        if let Some(folder) = &folder {
            remove(folder);
        }
        let kept = if folder.is_some() { ", nothing was kept" } else { "" };
        say(&format!("{line_break}winflow: interrupted{kept}"));
        std::process::exit(i32::from(Failure::INTERRUPTED));
    });
}

/// Removes a folder into which another thread may still be writing.
fn remove(folder: &std::path::Path) {
    for _ in 0..10 {
        if std::fs::remove_dir_all(folder).is_ok() || !folder.exists() {
            return;
        }
    }
}
