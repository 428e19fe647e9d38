//! The bar with the time left, and notes beside it.

use super::failure::Failure;
use super::options::Kept;
use super::{interrupt, terminal, words};
use crate::experiment::runner::Watch;
use crate::import::words::harmless;
use crate::session::work::Work;
use crate::session::{self, Host, Notice, Observer};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal;

/// A bar that grows with what is asked for, shown only where somebody may be watching, and gone when it is dropped.
#[derive(Debug)]
pub struct Progress {
    bar: ProgressBar,
    quiet: bool,
    agreed: bool,
}

impl Progress {
    /// A bar without length yet. If it is to be quiet, nothing is shown and no note is told, but for what was left out of a file.
    pub fn new(quiet: bool) -> Self {
        let is_shown = !quiet && std::io::stderr().is_terminal();
        Self { bar: if is_shown { bar() } else { ProgressBar::hidden() }, quiet, agreed: false }
    }

    /// The same for what is kept; without a question about what takes long, if that is so wished.
    pub fn of_kept(kept: &Kept) -> Self {
        let mut progress = Self::new(kept.quiet);
        progress.agreed = kept.yes;
        progress
    }

    /// Whoever is told what happens, and can be interrupted: from now on an experiment stops by itself.
    pub fn host(&self) -> Host<'_> {
        Host { stop: interrupt::stops_by_itself(), observer: self }
    }

    /// The end of an experiment. That a shard is done is told here, with what comes next.
    ///
    /// # Errors
    /// If the experiment gave no result.
    pub fn ended<T>(self, result: Result<T, session::Failure>) -> Result<T, Failure> {
        let quiet = self.quiet;
        drop(self);
        match result {
            Err(session::Failure::ShardDone(done)) => {
                if !quiet {
                    terminal::say(&words::shard_done(&done));
                }
                Err(Failure::PartDone)
            }
            other => other.map_err(Failure::from),
        }
    }
}

fn bar() -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::stderr_with_hz(10));
    match ProgressStyle::with_template("{bar:40} {pos} of {len} worlds, {eta} left {msg}") {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

impl Watch for Progress {
    fn asked(&self, worlds: u64) {
        self.bar.inc_length(worlds);
    }
    fn answered(&self, worlds: u64) {
        self.bar.inc(worlds);
    }
}

impl Observer for Progress {
    fn notice(&self, notice: &Notice) {
        let text = if self.quiet { words::notice_in_spite(notice) } else { Some(words::notice(notice)) };
        if let Some(text) = text {
            self.bar.suspend(|| terminal::say(&text));
        }
    }
    fn agrees(&self, work: &Work) -> bool {
        let is_asked = !self.agreed && std::io::stdin().is_terminal() && std::io::stderr().is_terminal();
        if is_asked || !self.quiet {
            self.bar.suspend(|| terminal::say(&words::work(work)));
        }
        !is_asked || self.bar.suspend(|| interrupt::while_asked(|| terminal::ask("Begin? [y/N] ")))
    }
    fn topic(&self, topic: &str) {
        self.bar.set_message(harmless(topic));
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
