//! A bare loop: a four-ary heap of 16-byte events without tie-break, cancellation or statistics. Nothing general.

use peers::by_hand::{self, Agenda, Event};

#[derive(Clone, Copy)]
struct Pending {
    at: f64,
    event: Event,
}

#[derive(Default)]
struct FourAry {
    heap: Vec<Pending>,
}

impl Agenda for FourAry {
    #[inline]
    fn push(&mut self, at: f64, event: Event) {
        let pending = Pending { at, event };
        let mut place = self.heap.len();
        self.heap.push(pending);
        while place > 0 {
            let parent = (place - 1) / 4;
            if self.heap[parent].at <= at {
                break;
            }
            self.heap[place] = self.heap[parent];
            place = parent;
        }
        self.heap[place] = pending;
    }
    #[inline]
    fn pop(&mut self) -> Option<(f64, Event)> {
        let last = self.heap.pop()?;
        let Some(&top) = self.heap.first() else { return Some((last.at, last.event)) };
        let heap = self.heap.as_mut_slice();
        let mut place = 0;
        loop {
            let first = place * 4 + 1;
            let (child, at) = if first + 4 <= heap.len() {
                let four = &heap[first..first + 4];
                let left = if four[1].at < four[0].at { 1 } else { 0 };
                let right = if four[3].at < four[2].at { 3 } else { 2 };
                let best = if four[right].at < four[left].at { right } else { left };
                (first + best, four[best].at)
            } else if first < heap.len() {
                let mut best = first;
                for other in first + 1..heap.len() {
                    if heap[other].at < heap[best].at {
                        best = other;
                    }
                }
                (best, heap[best].at)
            } else {
                break;
            };
            if at >= last.at {
                break;
            }
            heap[place] = heap[child];
            place = child;
        }
        heap[place] = last;
        Some((top.at, top.event))
    }
}

fn main() {
    let job = peers::Job::from_arguments();
    assert_eq!(size_of::<Pending>(), 16);
    by_hand::run::<FourAry>(job.workload, job.seed).print("bare", &job);
}
