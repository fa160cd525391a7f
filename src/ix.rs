//! Places in lists as types: taking the place of one thing for that of another does not compile.
//!
//! ```compile_fail,E0308
//! fn points(model: &attend::model::Model, event: attend::schedule::EventIx) -> i64 {
//!     model.candidates()[event].points
//! }
//! ```

use std::cmp::Ordering;
use std::fmt;
use std::marker::PhantomData;
use std::ops::{Deref, DerefMut, Index, IndexMut};

/// The place of a `T` among others. It never leaves a run and never gets into a file.
pub struct Ix<T>(u32, PhantomData<fn() -> T>);

impl<T> Ix<T> {
    pub(crate) fn new(place: usize) -> Self {
        // Whatever is read is limited to far fewer things than this.
        Ix(u32::try_from(place).unwrap_or(u32::MAX), PhantomData)
    }

    /// The place as a number.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

// Derived, these would ask the same of `T`.
impl<T> Clone for Ix<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Ix<T> {}

impl<T> PartialEq for Ix<T> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl<T> Eq for Ix<T> {}

impl<T> PartialOrd for Ix<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<T> Ord for Ix<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.cmp(&other.0)
    }
}

impl<T> fmt::Debug for Ix<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A list that is read by such places: `By<EventIx, i64>` is a number for each event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct By<I, V>(Vec<V>, PhantomData<fn(I)>);

impl<T, V> By<Ix<T>, V> {
    /// All places, in order.
    pub fn indices(
        &self,
    ) -> impl DoubleEndedIterator<Item = Ix<T>> + ExactSizeIterator + use<T, V> {
        (0..self.0.len()).map(Ix::new)
    }

    /// What is there, in order, with its place.
    pub fn entries(&self) -> impl DoubleEndedIterator<Item = (Ix<T>, &V)> {
        self.indices().zip(&self.0)
    }

    /// Where a list that is in order holds this.
    pub fn place_of(&self, value: &V) -> Option<Ix<T>>
    where
        V: Ord,
    {
        self.0.binary_search(value).ok().map(Ix::new)
    }

    /// Adds this at the end.
    pub fn push(&mut self, value: V) -> Ix<T> {
        self.0.push(value);
        Ix::new(self.0.len() - 1)
    }
}

impl<T, V> Index<Ix<T>> for By<Ix<T>, V> {
    type Output = V;

    fn index(&self, ix: Ix<T>) -> &V {
        &self.0[ix.index()]
    }
}

impl<T, V> IndexMut<Ix<T>> for By<Ix<T>, V> {
    fn index_mut(&mut self, ix: Ix<T>) -> &mut V {
        &mut self.0[ix.index()]
    }
}

impl<I, V> Deref for By<I, V> {
    type Target = Vec<V>;

    fn deref(&self) -> &Vec<V> {
        &self.0
    }
}

impl<I, V> DerefMut for By<I, V> {
    fn deref_mut(&mut self) -> &mut Vec<V> {
        &mut self.0
    }
}

impl<I, V> Default for By<I, V> {
    fn default() -> Self {
        By::from(Vec::new())
    }
}

impl<I, V> From<Vec<V>> for By<I, V> {
    fn from(values: Vec<V>) -> Self {
        By(values, PhantomData)
    }
}

impl<'a, I, V> IntoIterator for &'a By<I, V> {
    type Item = &'a V;
    type IntoIter = std::slice::Iter<'a, V>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl<I, V> FromIterator<V> for By<I, V> {
    fn from_iter<A: IntoIterator<Item = V>>(values: A) -> Self {
        By::from(Vec::from_iter(values))
    }
}
