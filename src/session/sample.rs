//! An experiment of a moment, and a host that remembers what it was told, for the tests of this room.

use super::host::{Host, Notice, Observer};
use super::options::{Keeping, Options};
use crate::experiment::runner::Watch;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// Few short worlds, kept in a folder.
pub fn options(out: &Path) -> Options {
    let settings = ["time.warm_up_weeks=1", "time.run_out_years=0.7"].map(String::from).to_vec();
    let keeping = Keeping { out: out.to_path_buf(), command: vec!["again".to_string()], ..Keeping::default() };
    Options { worlds: Some(4), threads: 2, years: Some(0.1), settings, keeping, ..Options::default() }
}

/// Remembers what it is told, and stops after some worlds.
#[derive(Debug)]
pub struct Listener {
    notices: Mutex<Vec<Notice>>,
    run: AtomicU64,
    most: u64,
    stop: AtomicBool,
}

impl Listener {
    /// One that stops after so many worlds.
    pub fn stopping_after(most: u64) -> Self {
        Self { notices: Mutex::new(Vec::new()), run: AtomicU64::new(0), most, stop: AtomicBool::new(most == 0) }
    }

    /// One that never stops.
    pub fn new() -> Self {
        Self::stopping_after(u64::MAX)
    }

    pub fn host(&self) -> Host<'_> {
        Host { stop: &self.stop, observer: self }
    }

    /// What it was told since it was last asked.
    pub fn notices(&self) -> Vec<Notice> {
        std::mem::take(&mut *self.notices.lock().expect("nobody panicked"))
    }
}

impl Watch for Listener {
    fn asked(&self, _: u64) {}
    fn answered(&self, worlds: u64) {
        if self.run.fetch_add(worlds, Ordering::Relaxed) + worlds >= self.most {
            self.stop.store(true, Ordering::Relaxed);
        }
    }
}

impl Observer for Listener {
    fn notice(&self, notice: &Notice) {
        self.notices.lock().expect("nobody panicked").push(notice.clone());
    }
}
