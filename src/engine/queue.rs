//! Waiting lines: first come, first served within a priority, and anyone may leave from any place.

use super::tally::{Tally, TimeWeighted};
use std::collections::VecDeque;

/// Fewer empty places than this are never worth closing up.
const GAPS_MINIMUM: usize = 32;

/// A place in a [`Queue`]; it lapses when its item is served or leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    index: u64,
    priority: u8,
}

#[derive(Debug, Clone, Copy)]
struct Waiting<T> {
    index: u64,
    since: f64,
    item: Option<T>,
}

/// Items of one priority. The first entry is never a gap.
#[derive(Debug, Clone)]
struct Line<T> {
    entries: VecDeque<Waiting<T>>,
    gaps: usize,
    next_index: u64,
}

impl<T: Copy> Line<T> {
    fn new() -> Self {
        Self { entries: VecDeque::new(), gaps: 0, next_index: 0 }
    }

    #[inline]
    fn push(&mut self, now: f64, item: T) -> u64 {
        let index = self.next_index;
        self.next_index += 1;
        self.entries.push_back(Waiting { index, since: now, item: Some(item) });
        index
    }

    #[inline]
    fn pop(&mut self) -> Option<(f64, T)> {
        let first = self.entries.pop_front()?;
        self.trim();
        first.item.map(|item| (first.since, item))
    }

    fn remove(&mut self, index: u64) -> Option<(f64, T)> {
        let first = self.entries.front()?.index;
        // Without gaps closed up, an entry is where its index says; else the order of indices finds it.
        let guess = index.checked_sub(first)? as usize;
        let position = match self.entries.get(guess) {
            Some(entry) if entry.index == index => guess,
            _ => self.entries.binary_search_by_key(&index, |entry| entry.index).ok()?,
        };
        let entry = self.entries.get_mut(position)?;
        let (since, item) = (entry.since, entry.item.take()?);
        self.gaps += 1;
        self.trim();
        if self.gaps > GAPS_MINIMUM && self.gaps * 2 > self.entries.len() {
            self.entries.retain(|entry| entry.item.is_some());
            self.gaps = 0;
        }
        Some((since, item))
    }

    #[inline]
    fn trim(&mut self) {
        while self.gaps > 0 && self.entries.front().is_some_and(|entry| entry.item.is_none()) {
            self.entries.pop_front();
            self.gaps -= 1;
        }
    }

    fn clear(&mut self) {
        self.entries.clear();
        self.gaps = 0;
    }
}

/// A waiting line of items with priorities: lower numbers first, first come, first served among equals.
///
/// Joining, serving and leaving take constant time (in the number of waiting; the number of priorities, at most a
/// few, is searched). It measures its own length over time and the waits of the served and of those who left.
///
/// ```
/// use winflow::engine::Queue;
///
/// let mut queue = Queue::new();
/// queue.join(0.0, 1, "patient");
/// let place = queue.join(1.0, 1, "impatient");
/// queue.join(2.0, 0, "urgent");
/// assert_eq!(queue.leave(3.0, place), Some("impatient"));
/// assert_eq!(queue.leave(3.0, place), None);
/// assert_eq!(queue.serve(4.0), Some("urgent"));
/// assert_eq!(queue.serve(5.0), Some("patient"));
/// assert_eq!(queue.waits_served().mean(), 3.5);
/// assert_eq!(queue.length().integral(5.0), 5.0 + 2.0 + 2.0);
/// ```
#[derive(Debug, Clone)]
pub struct Queue<T> {
    lines: Vec<Line<T>>,
    length: TimeWeighted,
    waits_served: Tally,
    waits_left: Tally,
}

impl<T: Copy> Default for Queue<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: Copy> Queue<T> {
    /// An empty line.
    pub fn new() -> Self {
        Self { lines: vec![Line::new()], length: TimeWeighted::default(), waits_served: Tally::default(), waits_left: Tally::default() }
    }

    /// Adds an item at time `now`, behind all of its priority.
    #[inline]
    pub fn join(&mut self, now: f64, priority: u8, item: T) -> Place {
        let number = usize::from(priority);
        if number >= self.lines.len() {
            self.lines.resize_with(number + 1, Line::new);
        }
        self.length.change(now, 1.0);
        Place { index: self.lines[number].push(now, item), priority }
    }

    /// Takes the item whose turn it is, if any waits.
    #[inline]
    pub fn serve(&mut self, now: f64) -> Option<T> {
        let (since, item) = self.lines.iter_mut().find_map(Line::pop)?;
        self.length.change(now, -1.0);
        self.waits_served.add(now - since);
        Some(item)
    }

    /// Takes an item out of its place; `None` if it was served or has left before.
    #[inline]
    pub fn leave(&mut self, now: f64, place: Place) -> Option<T> {
        let (since, item) = self.lines.get_mut(usize::from(place.priority))?.remove(place.index)?;
        self.length.change(now, -1.0);
        self.waits_left.add(now - since);
        Some(item)
    }

    /// How many wait.
    #[inline]
    pub fn len(&self) -> usize {
        self.lines.iter().map(|line| line.entries.len() - line.gaps).sum()
    }

    /// Whether nobody waits.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.lines.iter().all(|line| line.entries.is_empty())
    }

    /// The number waiting, over time.
    pub fn length(&self) -> &TimeWeighted {
        &self.length
    }

    /// Waits of those who were served.
    pub fn waits_served(&self) -> &Tally {
        &self.waits_served
    }

    /// Waits of those who left.
    pub fn waits_left(&self) -> &Tally {
        &self.waits_left
    }

    /// Forgets all items and measures, and old places lapse; memory is kept.
    pub fn clear(&mut self) {
        self.lines.iter_mut().for_each(Line::clear);
        self.length = TimeWeighted::default();
        self.waits_served = Tally::default();
        self.waits_left = Tally::default();
    }
}
