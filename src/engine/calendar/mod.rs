//! The calendar of pending events, in a total order: time, phase, sequence.

mod pending;

use pending::{Key, Pending};

/// Bits of a key that number the events of one time and phase.
const SEQUENCE_BITS: u32 = 24;

/// Fewer cancelled events than this are never worth clearing away.
const DEAD_MINIMUM: usize = 64;

/// A right to cancel one scheduled event; it lapses when the event happens.
///
/// A lapsed ticket is harmless: [`Calendar::cancel`] then answers false.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ticket {
    slot: u32,
    generation: u32,
}

/// A pending event. The generation is odd while the event is alive, and grows with every change.
#[derive(Debug, Clone, Copy)]
struct Slot<E> {
    generation: u32,
    event: E,
}

impl<E> Slot<E> {
    fn is_alive(&self) -> bool {
        self.generation & 1 == 1
    }
}

/// Pending events of type `E`, soonest first; at equal times by phase, then in the order of scheduling.
///
/// Times are finite numbers from 0 up, in whatever unit the model uses. The present never goes back. Two calendars
/// that are told the same things give the same events in the same order, on every platform.
///
/// ```
/// use winflow::engine::Calendar;
///
/// let mut calendar = Calendar::new();
/// calendar.schedule(2.0, 0, "later");
/// calendar.schedule(1.0, 1, "second phase");
/// let ticket = calendar.schedule(1.0, 0, "cancelled");
/// calendar.schedule(1.0, 0, "first phase");
/// assert!(calendar.cancel(ticket));
/// assert_eq!(calendar.next(), Some("first phase"));
/// assert_eq!(calendar.next(), Some("second phase"));
/// assert_eq!(calendar.next_until(1.5), None);
/// assert_eq!(calendar.now(), 1.0);
/// ```
#[derive(Debug, Clone)]
pub struct Calendar<E> {
    pending: Pending,
    slots: Vec<Slot<E>>,
    free: Vec<u32>,
    now: f64,
    sequence: u64,
    sequence_limit: u64,
    dead: usize,
}

impl<E: Copy> Default for Calendar<E> {
    fn default() -> Self {
        Self::new()
    }
}

impl<E: Copy> Calendar<E> {
    /// An empty calendar at time zero.
    pub fn new() -> Self {
        Self::with_sequence_limit(1 << SEQUENCE_BITS)
    }

    /// An empty calendar that renumbers its events after `limit` of them (at most 2^24, the default): so that tests
    /// reach what otherwise takes millions of events. The order of events does not depend on it.
    pub fn with_sequence_limit(limit: u64) -> Self {
        Self {
            pending: Pending::default(),
            slots: Vec::new(),
            free: Vec::new(),
            now: 0.0,
            sequence: 0,
            sequence_limit: limit.clamp(1, 1 << SEQUENCE_BITS),
            dead: 0,
        }
    }

    /// The present time: that of the last event taken.
    #[inline]
    pub fn now(&self) -> f64 {
        self.now
    }

    /// How many events are pending.
    pub fn len(&self) -> usize {
        self.slots.len() - self.free.len() - self.dead
    }

    /// Whether no event is pending.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Schedules `event` at time `at`, not before now; a time before now counts as now.
    ///
    /// Of two events at the same time, the one of the lower `phase` comes first; in the same phase, the one that was
    /// scheduled first.
    ///
    /// # Panics
    ///
    /// In debug builds if `at` is before now or not a number. Always if more than 2^24 events are pending at one time
    /// in one phase, or more than 2^32 in all.
    // Always: else the event is written to the stack in parts and read back whole, which stalls the processor (a
    // quarter of the cost of a small model).
    #[inline(always)]
    pub fn schedule(&mut self, at: f64, phase: u8, event: E) -> Ticket {
        debug_assert!(at >= self.now, "an event in the past: {at} < {}", self.now);
        // Also turns -0.0 and what is not a number into now: their bits would sort last.
        let at = if at > self.now { at } else { self.now };
        if self.sequence >= self.sequence_limit {
            self.renumber();
        }
        let ticket = self.occupy(event);
        self.pending.push(key_of(at.to_bits(), phase, self.sequence, ticket.slot));
        self.sequence += 1;
        ticket
    }

    /// Cancels an event; false if it has happened or was cancelled before.
    #[inline]
    pub fn cancel(&mut self, ticket: Ticket) -> bool {
        match self.slots.get_mut(ticket.slot as usize) {
            Some(slot) if slot.generation == ticket.generation => {
                slot.generation = slot.generation.wrapping_add(1);
                self.dead += 1;
                if self.dead > DEAD_MINIMUM && self.dead * 2 > self.slots.len() - self.free.len() {
                    self.bury();
                }
                true
            }
            _ => false,
        }
    }

    /// Takes the next event not after `until` and moves the present there.
    #[inline]
    pub fn next_until(&mut self, until: f64) -> Option<E> {
        while let Some(key) = self.pending.first() {
            let at = time_of(key);
            if at > until {
                return None;
            }
            self.pending.pop();
            let number = slot_of(key);
            self.free.push(number);
            let slot = &mut self.slots[number as usize];
            if slot.is_alive() {
                slot.generation = slot.generation.wrapping_add(1);
                self.now = at;
                return Some(slot.event);
            }
            self.dead -= 1;
        }
        None
    }

    /// Takes the next event and moves the present there.
    #[allow(clippy::should_implement_trait)]
    #[inline]
    pub fn next(&mut self) -> Option<E> {
        self.next_until(f64::INFINITY)
    }

    /// Forgets everything and goes back to time zero; memory is kept and old tickets lapse.
    pub fn clear(&mut self) {
        self.pending.clear();
        self.free.clear();
        for (number, slot) in self.slots.iter_mut().enumerate().rev() {
            slot.generation = slot.generation.wrapping_add(slot.generation & 1);
            self.free.push(number as u32);
        }
        self.now = 0.0;
        self.sequence = 0;
        self.dead = 0;
    }

    #[inline(always)]
    fn occupy(&mut self, event: E) -> Ticket {
        if let Some(number) = self.free.pop() {
            let slot = &mut self.slots[number as usize];
            slot.generation = slot.generation.wrapping_add(1);
            slot.event = event;
            Ticket { slot: number, generation: slot.generation }
        } else {
            let number = self.slots.len();
            assert!(number <= u32::MAX as usize, "more than 2^32 pending events");
            self.slots.push(Slot { generation: 1, event });
            Ticket { slot: number as u32, generation: 1 }
        }
    }

    /// Clears cancelled events away, so that they cost each cancellation a constant share and no memory.
    #[cold]
    fn bury(&mut self) {
        let Self { pending, slots, free, .. } = self;
        pending.retain(|key| {
            let number = slot_of(key);
            let is_alive = slots[number as usize].is_alive();
            if !is_alive {
                free.push(number);
            }
            is_alive
        });
        self.dead = 0;
    }

    /// Gives the pending events of each time and phase the sequence numbers 0, 1, ... in their present order.
    #[cold]
    fn renumber(&mut self) {
        self.bury();
        let mut longest = 0;
        self.pending.replace(|keys| {
            let mut group = None;
            let mut sequence = 0;
            for key in keys {
                let (time, phase) = ((*key >> 64) as u64, (*key >> 56) as u8);
                if group != Some((time, phase)) {
                    group = Some((time, phase));
                    sequence = 0;
                }
                *key = key_of(time, phase, sequence, slot_of(*key));
                sequence += 1;
                longest = longest.max(sequence);
            }
        });
        assert!(longest < 1 << SEQUENCE_BITS, "more than 2^24 events at one time in one phase");
        self.sequence = longest;
        self.sequence_limit = self.sequence_limit.max(longest + 1);
    }
}

#[inline]
fn key_of(time: u64, phase: u8, sequence: u64, slot: u32) -> Key {
    let low = u64::from(phase) << 56 | sequence << 32 | u64::from(slot);
    Key::from(time) << 64 | Key::from(low)
}

#[inline]
fn time_of(key: Key) -> f64 {
    f64::from_bits((key >> 64) as u64)
}

#[inline]
fn slot_of(key: Key) -> u32 {
    key as u32
}
