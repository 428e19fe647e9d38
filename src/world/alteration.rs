//! What a test changes about one customer.

/// What is different about one customer in a test.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Alteration {
    /// Number of the customer.
    pub journey: u64,
    /// What is different.
    pub what: Altered,
}

/// See [`Alteration`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Altered {
    /// All that is hidden is drawn anew: needs, wants, doubts, deadline, rivals, answers.
    Hidden,
    /// A further number is drawn from the customer's streams, and thrown away.
    ExtraDraw,
    /// The deadline is ten days later.
    LaterDeadline,
}
