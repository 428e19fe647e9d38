//! Pending keys: the nearest in a short sorted list, the farther ones in unsorted segments that are sorted when their
//! turn comes.
//!
//! This is an incremental quicksort, as in the quickheap of Navarro and Paredes ("On sorting, heaps, and minimum
//! spanning trees", Algorithmica 57, 2010), with the sorted bottom of the ladder queue of Tang, Goh and Thng ("Ladder
//! queue: an O(1) priority queue structure for large-scale discrete event simulation", ACM TOMACS 15, 2005). Adding a
//! far key is an append; a near key moves a few neighbours; taking one is a pop. As only the order of keys counts, and
//! no widths of time are guessed, bursts and ties do no harm. A key costs O(log n) at worst in the mean over all.

/// What is ordered: time (64 bits), phase (8), sequence (24), slot (32), compared as one number. No two are equal.
pub(super) type Key = u128;

/// The sorted list is cut in two when it gets longer than this.
const NEAR_MAXIMUM: usize = 64;

/// A segment no longer than this is sorted, a longer one split.
const SORT_MAXIMUM: usize = 32;

/// Most pieces that a segment is split into at once.
const PIECES_MAXIMUM: usize = 8;

/// A stack of segments no higher than this is searched one by one.
const SCAN_MAXIMUM: usize = 12;

/// So many of the nearest keys are moved, or not, without a branch: where a new key belongs among them is chance, and a
/// wrong guess costs the processor more than the moves. Measured: 8 % of a model with a dozen pending events.
const WINDOW: usize = 6;

/// Keys from `from` on, up to those of the next segment below on the stack.
#[derive(Debug, Clone)]
struct Segment {
    from: Key,
    keys: Vec<Key>,
}

/// Pending keys, the smallest first.
#[derive(Debug, Clone, Default)]
pub(super) struct Pending {
    /// Sorted, the smallest last; all are below every segment.
    near: Vec<Key>,
    /// The farthest first.
    far: Vec<Segment>,
    /// Memory to use again.
    spare: Vec<Vec<Key>>,
}

impl Pending {
    /// The smallest key.
    #[inline]
    pub(super) fn first(&mut self) -> Option<Key> {
        if self.near.is_empty() {
            self.refill();
        }
        self.near.last().copied()
    }

    /// Takes away the key that [`Pending::first`] has just shown.
    #[inline]
    pub(super) fn pop(&mut self) {
        self.near.pop();
    }

    /// Adds a key.
    #[inline]
    pub(super) fn push(&mut self, key: Key) {
        if self.near.len() < WINDOW && self.far.is_empty() {
            self.near.push(key);
            shift(&mut self.near, key);
        } else {
            self.push_among_many(key);
        }
    }

    #[inline(never)]
    fn push_among_many(&mut self, key: Key) {
        if let Some(segment) = self.segment_of(key) {
            segment.keys.push(key);
            return;
        }
        self.near.push(key);
        settle(&mut self.near, key);
        if self.near.len() > NEAR_MAXIMUM {
            self.cut();
        }
    }

    #[inline]
    fn segment_of(&mut self, key: Key) -> Option<&mut Segment> {
        if self.far.len() > SCAN_MAXIMUM {
            let place = self.far.partition_point(|segment| segment.from > key);
            return self.far.get_mut(place);
        }
        self.far.iter_mut().find(|segment| segment.from <= key)
    }

    /// Turns the farther half of the sorted list into a segment.
    #[cold]
    fn cut(&mut self) {
        let half = self.near.len() / 2;
        let mut keys = self.spare.pop().unwrap_or_default();
        keys.extend_from_slice(&self.near[..half]);
        self.near.copy_within(half.., 0);
        self.near.truncate(self.near.len() - half);
        let from = keys[half - 1];
        self.far.push(Segment { from, keys });
    }

    /// Sorts the nearest keys into the empty list.
    #[cold]
    fn refill(&mut self) {
        while let Some(mut segment) = self.far.pop() {
            if segment.keys.len() > SORT_MAXIMUM {
                self.split(&segment);
                segment.keys.clear();
                self.spare.push(segment.keys);
                continue;
            }
            segment.keys.sort_unstable_by(|a, b| b.cmp(a));
            self.spare.push(std::mem::replace(&mut self.near, segment.keys));
            if !self.near.is_empty() {
                return;
            }
        }
    }

    /// Splits a segment at keys drawn from it at even distances.
    fn split(&mut self, segment: &Segment) {
        let keys = &segment.keys;
        let pieces = (keys.len() / (SORT_MAXIMUM / 2)).clamp(2, PIECES_MAXIMUM);
        // Of three times as many samples, every third but the first few: no border is the smallest key of all, so
        // that every split makes progress.
        let mut samples = [Key::MAX; 3 * PIECES_MAXIMUM];
        let samples = &mut samples[..3 * pieces];
        for (number, sample) in samples.iter_mut().enumerate() {
            *sample = keys[number * keys.len() / (3 * pieces)];
        }
        samples.sort_unstable();
        let mut borders = [Key::MAX; PIECES_MAXIMUM - 1];
        for (number, border) in borders.iter_mut().take(pieces - 1).enumerate() {
            *border = samples[3 * (number + 1)];
        }
        let base = self.far.len();
        for number in (0..pieces).rev() {
            let from = if number == 0 { segment.from } else { borders[number - 1] };
            self.far.push(Segment { from, keys: self.spare.pop().unwrap_or_default() });
        }
        let targets = &mut self.far[base..];
        for &key in keys {
            let below: usize = borders.iter().map(|&border| usize::from(key >= border)).sum();
            targets[pieces - 1 - below].keys.push(key);
        }
    }

    /// Forgets all keys; memory is kept.
    pub(super) fn clear(&mut self) {
        self.near.clear();
        for mut segment in self.far.drain(..) {
            segment.keys.clear();
            self.spare.push(segment.keys);
        }
    }

    /// Keeps only some keys.
    pub(super) fn retain(&mut self, mut keep: impl FnMut(Key) -> bool) {
        self.near.retain(|&key| keep(key));
        for segment in &mut self.far {
            segment.keys.retain(|&key| keep(key));
        }
    }

    /// Changes all keys, given in their order, to others in the same order.
    pub(super) fn replace(&mut self, change: impl FnOnce(&mut [Key])) {
        let mut keys = std::mem::take(&mut self.near);
        for segment in self.far.drain(..) {
            keys.extend_from_slice(&segment.keys);
        }
        keys.sort_unstable();
        change(&mut keys);
        keys.reverse();
        self.near = keys;
        while self.near.len() > NEAR_MAXIMUM {
            self.cut();
        }
    }
}

/// Puts `key`, for which there is a place at the end of `near`, to where it belongs.
#[inline]
fn settle(mut near: &mut [Key], mut key: Key) {
    if let Some(last) = near.last_chunk_mut::<{ WINDOW + 1 }>() {
        for place in (0..WINDOW).rev() {
            let other = last[place];
            let is_nearer = other < key;
            last[place + 1] = if is_nearer { other } else { key };
            key = if is_nearer { key } else { other };
        }
        let len = near.len() - WINDOW;
        near = &mut near[..len];
    }
    shift(near, key);
}

/// The same, one step after the other.
#[inline]
fn shift(near: &mut [Key], key: Key) {
    let mut places = near.iter_mut().rev();
    if let Some(mut gap) = places.next() {
        for nearer in places {
            if *nearer >= key {
                break;
            }
            *gap = *nearer;
            gap = nearer;
        }
        *gap = key;
    }
}
