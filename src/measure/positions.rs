//! Who and what there is, by position in the lists of a scenario, a firm or a buying group: what records and all rooms above go by.

use crate::engine::positions;

positions! {
    /// A seat: one of our people, and whoever comes after.
    Seat: u16;
    /// A pool, among all who share queues.
    PoolAt: u16;
    /// A role, in the order of the scenario.
    RoleAt: u16;
    /// A segment, in the order of the scenario.
    SegmentAt: u16;
    /// An account, in its segment.
    Account: u32;
    /// An offering, in the order of the scenario.
    OfferingAt: u8;
    /// One of the people of a buying group.
    BuyerAt: u8;
    /// A domain of knowledge.
    Domain: u8;
    /// An activity, in the order in which a process uses them.
    StepAt: u16;
    /// A channel, in the order of the scenario; after them come those of customers who are sent and who come again.
    ChannelAt: u16;
}

impl BuyerAt {
    /// A bit of its own, in a set of them.
    pub const fn bit(self) -> u32 {
        1 << self.number()
    }
}

impl Seat {
    /// Nobody among our people: somebody who has left, or nobody yet.
    pub const NOBODY: Self = Self::new(u16::MAX);
}
