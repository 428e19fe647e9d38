//! Written by hand around the standard library's binary heap, with ties broken by order of scheduling.

use peers::by_hand::{self, Agenda, Event};
use std::cmp::Ordering;
use std::collections::BinaryHeap;

struct Pending {
    at: f64,
    sequence: u64,
    event: Event,
}

impl PartialEq for Pending {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Pending {}

impl PartialOrd for Pending {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Pending {
    fn cmp(&self, other: &Self) -> Ordering {
        other.at.total_cmp(&self.at).then(other.sequence.cmp(&self.sequence))
    }
}

#[derive(Default)]
struct Standard {
    heap: BinaryHeap<Pending>,
    sequence: u64,
}

impl Agenda for Standard {
    #[inline]
    fn push(&mut self, at: f64, event: Event) {
        self.heap.push(Pending { at, sequence: self.sequence, event });
        self.sequence += 1;
    }
    #[inline]
    fn pop(&mut self) -> Option<(f64, Event)> {
        self.heap.pop().map(|pending| (pending.at, pending.event))
    }
}

fn main() {
    let job = peers::Job::from_arguments();
    by_hand::run::<Standard>(job.workload, job.seed).print("binary_heap", &job);
}
