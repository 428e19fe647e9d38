//! Things that come and go, at places that are used again, and handles that know whether what they meant is still there.

use core::fmt;
use core::marker::PhantomData;
use core::num::NonZeroU32;
use core::ops::{Index, IndexMut};

/// A handle on something of kind `K` in an [`Arena`]: its place, and which of those who have been at that place it is.
///
/// A handle never means whoever came later to the same place, and one kind's cannot be taken for another's. `Option<Id<K>>` takes no
/// more room than `Id<K>`.
pub struct Id<K> {
    place: u32,
    generation: NonZeroU32,
    kind: PhantomData<fn() -> K>,
}

impl<K> Clone for Id<K> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<K> Copy for Id<K> {}
impl<K> PartialEq for Id<K> {
    fn eq(&self, other: &Self) -> bool {
        self.place == other.place && self.generation == other.generation
    }
}
impl<K> Eq for Id<K> {}
impl<K> fmt::Debug for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.place, self.generation)
    }
}

/// A place and who is at it. While the generation is odd, somebody is.
#[derive(Debug, Clone)]
struct Place<T> {
    generation: u32,
    value: T,
}

impl<T> Place<T> {
    fn occupant(&self) -> Option<NonZeroU32> {
        NonZeroU32::new(self.generation).filter(|g| g.get() & 1 == 1)
    }
}

/// Values of type `T` at numbered places, reached by handles of kind `K` (the type of the values, or a name for what they are).
///
/// The place that was left last is taken first, so that the memory in use is small and warm.
///
/// ```
/// use winflow::engine::{Arena, Id};
/// let mut arena: Arena<&str, &str> = Arena::default();
/// let first = arena.insert("first");
/// arena.remove(first);
/// let second = arena.insert("second");
/// assert_eq!(arena.get(first), None, "the place is the same, the handle is stale");
/// assert_eq!(arena[second], "second");
/// ```
#[derive(Debug, Clone)]
pub struct Arena<K, T = K> {
    places: Vec<Place<T>>,
    free: Vec<u32>,
    kind: PhantomData<fn() -> K>,
}

impl<K, T> Default for Arena<K, T> {
    fn default() -> Self {
        Self { places: Vec::new(), free: Vec::new(), kind: PhantomData }
    }
}

impl<K, T> Arena<K, T> {
    /// Puts a value at a free place.
    #[inline]
    pub fn insert(&mut self, value: T) -> Id<K> {
        match self.free.pop() {
            Some(place) => {
                let generation = self.take(place);
                self.places[place as usize].value = value;
                Id { place, generation, kind: PhantomData }
            }
            None => self.append(value),
        }
    }

    /// Takes a free place with what was left at it, for its memory; `make` makes a value where no place is free. Whoever
    /// calls this sets the value anew.
    #[inline]
    pub fn reuse(&mut self, make: impl FnOnce() -> T) -> Id<K> {
        match self.free.pop() {
            Some(place) => {
                let generation = self.take(place);
                Id { place, generation, kind: PhantomData }
            }
            None => self.append(make()),
        }
    }

    /// Gives a place back. Whether the handle still meant somebody.
    #[inline]
    pub fn remove(&mut self, id: Id<K>) -> bool {
        let is_there = self.contains(id);
        if is_there {
            let place = &mut self.places[id.place as usize];
            place.generation = place.generation.wrapping_add(1);
            self.free.push(id.place);
        }
        is_there
    }

    /// Whether what a handle meant is still there.
    #[inline]
    pub fn contains(&self, id: Id<K>) -> bool {
        self.places.get(id.place as usize).is_some_and(|p| p.generation == id.generation.get())
    }

    /// What a handle means, if it is still there.
    #[inline]
    pub fn get(&self, id: Id<K>) -> Option<&T> {
        self.places.get(id.place as usize).filter(|p| p.generation == id.generation.get()).map(|p| &p.value)
    }

    /// What a handle means, if it is still there, to be changed.
    #[inline]
    pub fn get_mut(&mut self, id: Id<K>) -> Option<&mut T> {
        self.places.get_mut(id.place as usize).filter(|p| p.generation == id.generation.get()).map(|p| &mut p.value)
    }

    /// Number of places, free ones included: for going through them while what is there changes.
    pub fn places(&self) -> usize {
        self.places.len()
    }

    /// A handle on whoever is at a place.
    #[inline]
    pub fn at(&self, place: usize) -> Option<Id<K>> {
        let generation = self.places.get(place)?.occupant()?;
        Some(Id { place: place as u32, generation, kind: PhantomData })
    }

    /// Everybody there, in the order of their places.
    pub fn values(&self) -> impl Iterator<Item = &T> {
        self.places.iter().filter(|p| p.occupant().is_some()).map(|p| &p.value)
    }

    fn take(&mut self, place: u32) -> NonZeroU32 {
        let place = &mut self.places[place as usize];
        place.generation = place.generation.wrapping_add(1);
        NonZeroU32::new(place.generation).unwrap_or(NonZeroU32::MIN)
    }

    fn append(&mut self, value: T) -> Id<K> {
        self.places.push(Place { generation: 1, value });
        Id { place: (self.places.len() - 1) as u32, generation: NonZeroU32::MIN, kind: PhantomData }
    }
}

/// What a live handle means. A stale one is a mistake of the model, and panics.
impl<K, T> Index<Id<K>> for Arena<K, T> {
    type Output = T;
    #[inline]
    #[track_caller]
    fn index(&self, id: Id<K>) -> &T {
        let place = &self.places[id.place as usize];
        assert!(place.generation == id.generation.get(), "a stale handle: {id:?}");
        &place.value
    }
}

impl<K, T> IndexMut<Id<K>> for Arena<K, T> {
    #[inline]
    #[track_caller]
    fn index_mut(&mut self, id: Id<K>) -> &mut T {
        let place = &mut self.places[id.place as usize];
        assert!(place.generation == id.generation.get(), "a stale handle: {id:?}");
        &mut place.value
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stale_handle_means_nobody() {
        let mut arena: Arena<u8, u32> = Arena::default();
        let (first, second) = (arena.insert(1), arena.insert(2));
        assert!(arena.remove(first) && !arena.remove(first), "given back once");
        let third = arena.insert(3);
        assert_eq!((arena.get(first), arena[second], arena[third]), (None, 2, 3));
        assert_ne!(first, third);
        assert_eq!(arena.values().copied().collect::<Vec<_>>(), [3, 2], "the place left last is taken first");
        assert_eq!((arena.at(0), arena.at(1), arena.at(2)), (Some(third), Some(second), None));
    }

    #[test]
    fn what_was_left_is_used_again() {
        let mut arena: Arena<u8, Vec<u32>> = Arena::default();
        let first = arena.reuse(|| Vec::with_capacity(100));
        arena.remove(first);
        let second = arena.reuse(Vec::new);
        assert!(arena[second].capacity() >= 100);
    }

    #[test]
    #[should_panic(expected = "a stale handle")]
    fn to_use_a_stale_handle_is_a_mistake() {
        let mut arena: Arena<u8, u32> = Arena::default();
        let id = arena.insert(1);
        arena.remove(id);
        arena[id] = 2;
    }

    #[test]
    fn no_room_is_lost_for_nobody() {
        assert_eq!(size_of::<Option<Id<u8>>>(), 8);
    }
}
