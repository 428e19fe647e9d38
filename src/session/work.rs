//! How much there is to do, and when that is so much that whoever asked should know before it begins.

use super::failure::NoAnswer;
use super::host::Host;
use crate::experiment::runner::Arm;
use crate::simulation::effort::Effort;

/// What takes longer is announced (seconds).
const LONG: f64 = 3600.0;
/// What takes more memory is announced (bytes).
const LARGE: f64 = 4e9;
/// Memory for what is kept of a world under a system until the end (bytes).
const ROW_BYTES: f64 = 4000.0;

/// How much there is to do, roughly.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Work {
    /// Worlds, each under one system.
    pub worlds: f64,
    /// The largest of these worlds.
    pub largest: Effort,
    /// Seconds on this machine.
    pub seconds: f64,
    /// Bytes of memory at most at a time.
    pub bytes: f64,
}

impl Work {
    /// So many worlds under each of some systems, on so many threads.
    pub fn of_worlds(arms: &[Arm<'_>], worlds: u64, threads: usize) -> Self {
        let (count, threads) = (worlds as f64, threads.max(1) as f64);
        let mut work = Self { worlds: count * arms.len() as f64, ..Self::default() };
        for effort in arms.iter().map(|arm| arm.model.effort()) {
            // A world is run by one thread.
            work.seconds += effort.seconds * (count / threads).max(count.min(1.0));
            work.bytes = work.bytes.max(effort.bytes * threads.min(work.worlds));
            if effort.seconds >= work.largest.seconds {
                work.largest = effort;
            }
        }
        work.bytes += work.worlds * ROW_BYTES;
        work
    }

    /// Both, one after the other.
    pub fn and_then(self, other: Self) -> Self {
        let largest = if other.largest.seconds > self.largest.seconds { other.largest } else { self.largest };
        Self { worlds: self.worlds + other.worlds, largest, seconds: self.seconds + other.seconds, bytes: self.bytes.max(other.bytes) }
    }

    /// Announces it and asks for it, if it is so much.
    ///
    /// # Errors
    /// If whoever was asked does not agree.
    pub fn agreed(&self, host: Host<'_>) -> Result<(), NoAnswer> {
        if self.is_much() && !host.observer.agrees(self) { Err(NoAnswer::NotAgreed) } else { Ok(()) }
    }

    /// Whether it is so much that it is announced.
    pub fn is_much(&self) -> bool {
        self.seconds > LONG || self.bytes > LARGE
    }
}
