//! What the sources of customers have brought so far.

use super::plan::SourceAt;
use crate::engine::Table;

/// What the sources have brought so far.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    /// How many customers have come, by source.
    pub counts: Table<SourceAt, u64>,
    /// Next row of each source that reads a file.
    pub rows: Table<SourceAt, usize>,
    /// Number of the next journey.
    pub next_number: u64,
}

impl Sources {
    /// Nobody has come yet.
    pub fn new(sources: usize) -> Self {
        Self { counts: vec![0; sources].into(), rows: vec![0; sources].into(), next_number: 0 }
    }
}
