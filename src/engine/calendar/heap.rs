//! An implicit four-ary heap of 16-byte keys.
//!
//! Four children share a cache line and the tree is half as deep as a binary one. The place at the top may be left
//! *open* by a removal: an event that is taken mostly schedules another one, which then goes in at the top and sinks,
//! one pass in place of two.

/// What is ordered: time (64 bits), phase (8), sequence (24), slot (32), compared as one number.
pub(super) type Key = u128;

const ARITY: usize = 4;

/// Keys, the smallest first.
#[derive(Debug, Clone, Default)]
pub(super) struct Heap {
    keys: Vec<Key>,
    /// The first place holds a key that has been taken.
    is_open: bool,
}

impl Heap {
    /// Number of keys.
    pub(super) fn len(&self) -> usize {
        self.keys.len() - usize::from(self.is_open)
    }

    /// The smallest key.
    pub(super) fn first(&mut self) -> Option<Key> {
        if self.is_open {
            self.close();
        }
        self.keys.first().copied()
    }

    /// Takes away the key that [`Heap::first`] has just shown.
    pub(super) fn open(&mut self) {
        self.is_open = true;
    }

    /// Adds a key.
    pub(super) fn push(&mut self, key: Key) {
        if self.is_open {
            self.is_open = false;
            sink(&mut self.keys, 0, key);
        } else {
            self.keys.push(key);
            let last = self.keys.len() - 1;
            rise(&mut self.keys, last, key);
        }
    }

    fn close(&mut self) {
        self.is_open = false;
        if let Some(last) = self.keys.pop()
            && !self.keys.is_empty()
        {
            sink(&mut self.keys, 0, last);
        }
    }

    /// Forgets all keys; memory is kept.
    pub(super) fn clear(&mut self) {
        self.keys.clear();
        self.is_open = false;
    }

    /// Gives all keys, in no order, to be changed or thinned out; then restores the order.
    pub(super) fn rebuild(&mut self, change: impl FnOnce(&mut Vec<Key>)) {
        if self.is_open {
            self.close();
        }
        change(&mut self.keys);
        if self.keys.len() > 1 {
            for place in (0..=(self.keys.len() - 2) / ARITY).rev() {
                let key = self.keys[place];
                sink(&mut self.keys, place, key);
            }
        }
    }
}

/// Puts `key` at `place` or above, moving larger keys down.
#[inline]
fn rise(keys: &mut [Key], mut place: usize, key: Key) {
    while place > 0 {
        let parent = (place - 1) / ARITY;
        let above = keys[parent];
        if above <= key {
            break;
        }
        keys[place] = above;
        place = parent;
    }
    keys[place] = key;
}

/// Puts `key` at `place` or below, moving smaller keys up.
#[inline]
fn sink(keys: &mut [Key], mut place: usize, key: Key) {
    loop {
        let first = place * ARITY + 1;
        let (child, smallest) = if let Some(&[a, b, c, d]) = keys.get(first..).and_then(|rest| rest.first_chunk::<ARITY>()) {
            let (left, left_key) = if b < a { (1, b) } else { (0, a) };
            let (right, right_key) = if d < c { (3, d) } else { (2, c) };
            if right_key < left_key { (first + right, right_key) } else { (first + left, left_key) }
        } else {
            let mut best = (place, key);
            for (offset, &candidate) in keys.get(first..).unwrap_or_default().iter().enumerate() {
                if candidate < best.1 {
                    best = (first + offset, candidate);
                }
            }
            best
        };
        if smallest >= key {
            break;
        }
        keys[place] = smallest;
        place = child;
    }
    keys[place] = key;
}
