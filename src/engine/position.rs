//! Positions in tables: a type of its own for each kind of thing, so that one kind's position finds nothing in another's table.
//!
//! A [`Table`] is a vector, a [`Fixed`] an array, which only positions of the kind `K` index. It costs nothing at run time.

use core::marker::PhantomData;
use core::ops::{Index, IndexMut};
pub use typed_index_collections::TiVec as Table;

/// So many values by position, in place: for the small tables of a bounded size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fixed<K, T, const N: usize> {
    values: [T; N],
    position: PhantomData<fn(K)>,
}

impl<K, T, const N: usize> Fixed<K, T, N> {
    /// Those values, in order.
    pub const fn new(values: [T; N]) -> Self {
        Self { values, position: PhantomData }
    }

    /// All of them, in order.
    pub fn iter(&self) -> core::slice::Iter<'_, T> {
        self.values.iter()
    }

    /// All of them, in order, to be changed.
    pub fn iter_mut(&mut self) -> core::slice::IterMut<'_, T> {
        self.values.iter_mut()
    }

    /// Another value for each.
    pub fn map<U>(self, change: impl FnMut(T) -> U) -> Fixed<K, U, N> {
        Fixed::new(self.values.map(change))
    }
}

impl<K, T: Copy + Default, const N: usize> Default for Fixed<K, T, N> {
    fn default() -> Self {
        Self::new([T::default(); N])
    }
}

impl<K: Into<usize>, T, const N: usize> Index<K> for Fixed<K, T, N> {
    type Output = T;
    #[inline]
    #[track_caller]
    fn index(&self, position: K) -> &T {
        &self.values[position.into()]
    }
}

impl<K: Into<usize>, T, const N: usize> IndexMut<K> for Fixed<K, T, N> {
    #[inline]
    #[track_caller]
    fn index_mut(&mut self, position: K) -> &mut T {
        &mut self.values[position.into()]
    }
}

/// Makes types of positions in a [`Table`], each a number of the size that is named.
///
/// A number becomes a position, and a position a number, only where that is written: `Position::from(7)`, `usize::from(position)`.
macro_rules! positions {
    ($( $(#[$doc:meta])* $name:ident: $number:ty; )*) => { $(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
        pub struct $name($number);

        impl $name {
            /// The first of all.
            pub const FIRST: Self = Self(0);

            /// The position with this number, from 0.
            pub const fn new(number: $number) -> Self {
                Self(number)
            }

            /// The first so many.
            pub fn up_to(count: usize) -> impl Iterator<Item = Self> {
                (0..count).map(Self::from)
            }

            /// Its number, from 0.
            #[inline]
            pub const fn number(self) -> $number {
                self.0
            }
        }

        impl From<usize> for $name {
            #[inline]
            fn from(number: usize) -> Self {
                debug_assert!(<$number>::try_from(number).is_ok(), "{} has no room for {number}", stringify!($name));
                Self(number as $number)
            }
        }

        impl From<$name> for usize {
            #[inline]
            fn from(position: $name) -> Self {
                position.0 as Self
            }
        }
    )* };
}

pub(crate) use positions;

#[cfg(test)]
mod tests {
    use super::Table;

    positions! {
        /// A row.
        Row: u8;
    }

    #[test]
    fn a_position_finds_what_was_put_there() {
        let mut table: Table<Row, &str> = Table::new();
        let (first, second) = (table.push_and_get_key("first"), table.push_and_get_key("second"));
        assert_eq!((table[first], table[second], first), ("first", "second", Row::FIRST));
        assert_eq!(table.keys().map(Row::number).collect::<Vec<_>>(), [0, 1]);
        assert_eq!(table.get(Row::new(2)), None);
    }

    #[test]
    fn nobody_takes_no_more_room_than_a_number_and_a_bit() {
        assert_eq!((size_of::<Row>(), size_of::<Option<Row>>()), (1, 2));
    }

    #[test]
    #[cfg(debug_assertions)]
    #[should_panic(expected = "Row has no room for 256")]
    fn a_number_that_does_not_fit_is_a_mistake() {
        let _ = Row::from(256);
    }
}
