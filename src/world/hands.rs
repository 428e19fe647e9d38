//! Work is handed out by the loop on top: whoever lays work somewhere only says where.

use super::World;
use super::queues::Desk;
use crate::measure::{PoolAt, Seat};
use std::collections::VecDeque;

/// How work is handed out.
#[derive(Clone, Copy)]
pub struct Hands {
    /// Work has come to a pool: those who are free look at it.
    pub pool: fn(&mut World<'_>, PoolAt),
    /// A person looks for the next piece of work.
    pub person: fn(&mut World<'_>, Seat),
}

/// Pools to which work has come, while it is handed out.
#[derive(Debug, Clone, Default)]
pub struct Nudged {
    /// The pools, in turn.
    pub pools: VecDeque<PoolAt>,
    /// Whether they are being looked at.
    pub is_looking: bool,
    /// Memory for the list of those who are free.
    pub free: Vec<(f64, Seat)>,
}

impl World<'_> {
    /// Work has come to a pool.
    pub(crate) fn nudge(&mut self, pool: PoolAt) {
        (self.hands.pool)(self, pool);
    }

    /// Somebody looks at what has been laid on a desk.
    pub(crate) fn look_at(&mut self, desk: Desk) {
        match desk {
            Desk::Person(person) => (self.hands.person)(self, person),
            Desk::Pool(pool) => self.nudge(pool),
        }
    }
}
