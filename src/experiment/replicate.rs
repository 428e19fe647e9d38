//! Does tasks in parallel and hands their results over as they are done; and puts them back in order.
//!
//! Which thread runs what does not matter: a world depends on its system and its number alone, and whoever needs the results of tasks 0, 1,
//! 2, ... gets them so ([`Waiting`]), whatever finished first.

use rayon::{ThreadPoolBuildError, ThreadPoolBuilder};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

/// Why replication stopped early.
#[derive(Debug)]
pub enum Stopped<E> {
    /// The threads could not be started.
    Threads(ThreadPoolBuildError),
    /// The receiver said so.
    Receiver(E),
}

impl<E: fmt::Display> fmt::Display for Stopped<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Threads(why) => write!(f, "cannot start the threads: {why}"),
            Self::Receiver(error) => error.fmt(f),
        }
    }
}

impl<E: std::error::Error + 'static> std::error::Error for Stopped<E> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Threads(why) => Some(why),
            Self::Receiver(error) => Some(error),
        }
    }
}

/// Does tasks on several threads and gives each one's result to `receive` when it is done, whatever its number.
///
/// # Errors
/// If threads cannot be started or `receive` fails; what is still running then ends first.
pub fn as_done<T: Send, E>(
    tasks: u64,
    threads: usize,
    work: impl Fn(u64) -> T + Sync,
    mut receive: impl FnMut(u64, T) -> Result<(), E>,
) -> Result<(), Stopped<E>> {
    if tasks == 0 {
        return Ok(());
    }
    let threads = threads.min(usize::try_from(tasks).unwrap_or(usize::MAX)).max(1);
    let pool = ThreadPoolBuilder::new().num_threads(threads).build().map_err(Stopped::Threads)?;
    let next = AtomicU64::new(0);
    let (sender, receiver) = sync_channel(2 * threads);
    let until_done = |sender: SyncSender<(u64, T)>| {
        loop {
            let task = next.fetch_add(1, Ordering::Relaxed);
            if task >= tasks || sender.send((task, work(task))).is_err() {
                break;
            }
        }
    };
    pool.in_place_scope(|scope| {
        for _ in 0..threads {
            let sender = sender.clone();
            scope.spawn(|_| until_done(sender));
        }
        drop(sender);
        // Returning drops the receiver, at which the threads stop.
        received(receiver, &mut receive).map_err(Stopped::Receiver)
    })
}

fn received<T, E>(results: Receiver<(u64, T)>, receive: &mut impl FnMut(u64, T) -> Result<(), E>) -> Result<(), E> {
    results.into_iter().try_for_each(|(task, result)| receive(task, result))
}

/// Results that came before their turn.
#[derive(Debug)]
pub struct Waiting<T> {
    early: BTreeMap<u64, T>,
    next: u64,
}

impl<T> Default for Waiting<T> {
    fn default() -> Self {
        Self { early: BTreeMap::new(), next: 0 }
    }
}

impl<T> Waiting<T> {
    /// Adds the result of a task.
    pub fn add(&mut self, task: u64, result: T) {
        self.early.insert(task, result);
    }

    /// The result whose turn it is, if it is there.
    pub fn take_next(&mut self) -> Option<(u64, T)> {
        let result = self.early.remove(&self.next)?;
        self.next += 1;
        Some((self.next - 1, result))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::{Ratio, Record};

    fn fake(system: usize, world: u64) -> Record {
        // Early worlds take longest, so that order has to be restored.
        std::thread::sleep(std::time::Duration::from_micros(500 / (world + 1)));
        let mut record = Record { world, ..Record::default() };
        record.ratios[0] = Ratio { numerator: (world * 10 + system as u64) as f64, denominator: 1.0 };
        record
    }

    fn seen(threads: usize) -> Vec<(u64, f64)> {
        let (mut seen, mut waiting) = (Vec::new(), Waiting::default());
        let done: Result<(), Stopped<String>> = as_done(
            60,
            threads,
            |task| fake((task % 3) as usize, task / 3),
            |task, record| {
                waiting.add(task, record);
                while let Some((_, record)) = waiting.take_next() {
                    seen.push((record.world, record.ratios[0].numerator));
                }
                Ok(())
            },
        );
        assert!(done.is_ok(), "{done:?}");
        seen
    }

    #[test]
    fn worlds_come_in_order_whatever_the_threads() {
        let one = seen(1);
        assert_eq!(one.len(), 60);
        assert_eq!(one[21..24], [(7, 70.0), (7, 71.0), (7, 72.0)]);
        assert_eq!(seen(2), one);
        assert_eq!(seen(7), one);
    }

    #[test]
    fn a_failing_receiver_stops_the_run() {
        let mut count = 0;
        let done = as_done(
            1_000_000,
            2,
            |world| fake(0, world),
            |_, _| {
                count += 1;
                if count == 5 { Err("full") } else { Ok(()) }
            },
        );
        assert!(matches!(done, Err(Stopped::Receiver("full"))), "{done:?}");
        assert_eq!(count, 5);
    }
}
