//! The bar with the time left.

use crate::experiment::runner::Watch;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal;

/// A bar over worlds, shown only where somebody may be watching.
pub fn bar(worlds: u64, quiet: bool) -> ProgressBar {
    if quiet || !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::with_draw_target(Some(worlds), ProgressDrawTarget::stderr_with_hz(10));
    match ProgressStyle::with_template("{bar:40} {pos} of {len} worlds, {eta} left {msg}") {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

/// A bar that grows with what is asked for, and goes away when it is dropped.
#[derive(Debug)]
pub struct Progress(ProgressBar);

impl Progress {
    /// A bar without length yet.
    pub fn new(quiet: bool) -> Self {
        Self(bar(0, quiet))
    }
}

impl Watch for Progress {
    fn asked(&self, worlds: u64) {
        self.0.inc_length(worlds);
    }
    fn answered(&self, worlds: u64) {
        self.0.inc(worlds);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
