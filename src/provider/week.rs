//! A person's week.

/// What a person has done in a week, against what is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct WeekCount {
    /// Number of the week since the beginning of the run.
    pub week: u32,
    /// Pieces of work done: answers, goes at prospecting, judgements, activities.
    pub activities: f64,
    /// Decisions asked for.
    pub proposals: f64,
}
