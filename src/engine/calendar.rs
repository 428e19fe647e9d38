//! The calendar of pending events, in a total order: time, phase, sequence.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// A right to cancel one scheduled event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ticket {
    slot: u32,
    generation: u32,
}

/// Pending events of type `E`, soonest first; at equal times by phase, then in the order of scheduling.
#[derive(Debug, Clone)]
pub struct Calendar<E> {
    heap: BinaryHeap<Reverse<(u64, u8, u64, u32)>>,
    slots: Vec<(u32, Option<E>)>,
    free: Vec<u32>,
    now: f64,
    sequence: u64,
}

impl<E: Copy> Default for Calendar<E> {
    fn default() -> Self {
        Self::new()
    }
}

impl<E: Copy> Calendar<E> {
    /// An empty calendar at time zero.
    pub fn new() -> Self {
        Self { heap: BinaryHeap::new(), slots: Vec::new(), free: Vec::new(), now: 0.0, sequence: 0 }
    }
    /// The present time: that of the last event taken.
    pub fn now(&self) -> f64 {
        self.now
    }
    /// Schedules `event` at time `at`, not before now.
    pub fn schedule(&mut self, at: f64, phase: u8, event: E) -> Ticket {
        debug_assert!(at >= self.now, "an event in the past: {at} < {}", self.now);
        let slot = self.free.pop().unwrap_or_else(|| {
            self.slots.push((0, None));
            (self.slots.len() - 1) as u32
        });
        let entry = &mut self.slots[slot as usize];
        entry.1 = Some(event);
        let generation = entry.0;
        self.heap.push(Reverse((at.max(self.now).to_bits(), phase, self.sequence, slot)));
        self.sequence += 1;
        Ticket { slot, generation }
    }
    /// Cancels an event; false if it has happened or was cancelled before.
    pub fn cancel(&mut self, ticket: Ticket) -> bool {
        let entry = &mut self.slots[ticket.slot as usize];
        if entry.0 != ticket.generation || entry.1.is_none() {
            return false;
        }
        entry.1 = None;
        entry.0 = entry.0.wrapping_add(1);
        true
    }
    /// Takes the next event not after `until` and moves the present there.
    pub fn next_until(&mut self, until: f64) -> Option<E> {
        while let Some(Reverse((time, _, _, slot))) = self.heap.peek().copied() {
            if f64::from_bits(time) > until {
                return None;
            }
            self.heap.pop();
            self.free.push(slot);
            let entry = &mut self.slots[slot as usize];
            if let Some(event) = entry.1.take() {
                entry.0 = entry.0.wrapping_add(1);
                self.now = f64::from_bits(time);
                return Some(event);
            }
        }
        None
    }
    /// Takes the next event and moves the present there.
    #[allow(clippy::should_implement_trait)]
    pub fn next(&mut self) -> Option<E> {
        self.next_until(f64::INFINITY)
    }
    /// Forgets everything and goes back to time zero; memory is kept.
    pub fn clear(&mut self) {
        self.heap.clear();
        self.slots.clear();
        self.free.clear();
        self.now = 0.0;
        self.sequence = 0;
    }
}
