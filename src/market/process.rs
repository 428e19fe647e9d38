//! The customer's own process: which jobs they think are theirs to do before they decide, and in which order.

use crate::engine::{Purpose, Streams};
use crate::scenario::customer::Segment;

const PROCESS: Purpose = Purpose::named("the customer's own process");
/// Jobs before the decision.
pub const JOBS: usize = 6;

/// A customer's own process.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OwnProcess {
    /// The jobs in it, as bits; the others they would skip.
    pub jobs: u8,
    /// All jobs but the decision, as bits, in their order.
    pub order: [u8; JOBS],
    /// Whether a formal request for proposal fixes it.
    pub is_fixed: bool,
}

impl OwnProcess {
    /// The process of the customer with this key.
    pub fn draw(streams: &Streams, key: u64, segment: &Segment) -> Self {
        let mut stream = streams.stream(PROCESS, key, 0);
        let is_fixed = stream.chance(segment.rfp_share);
        let mut jobs = 0;
        let mut places = [(0.0, 0u8); JOBS];
        for (position, place) in places.iter_mut().enumerate() {
            let bit = 1 << position;
            if stream.chance(segment.process_share_present) {
                jobs |= bit;
            }
            *place = (position as f64 + segment.process_order_spread * stream.normal(), bit);
        }
        places.sort_by(|a, b| a.0.total_cmp(&b.0));
        Self { jobs, order: places.map(|(_, bit)| bit), is_fixed }
    }
}
