//! Why a file cannot be used.

use std::fmt;

/// What keeps a file from being used: where, why, and what would help. Whoever asked for the file adds its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Line of the file, as an editor counts them, from 1; 0 where the whole file is meant.
    pub line: u64,
    /// What is wrong.
    pub message: String,
    /// What would help; empty where nothing can be said.
    pub cure: String,
}

impl Refusal {
    /// Something about a line.
    pub fn at(line: u64, message: impl Into<String>, cure: impl Into<String>) -> Self {
        Self { line, message: message.into(), cure: cure.into() }
    }

    /// Something about the whole file.
    pub fn whole(message: impl Into<String>, cure: impl Into<String>) -> Self {
        Self::at(0, message, cure)
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.line > 0 {
            write!(f, "line {}: ", self.line)?;
        }
        f.write_str(&self.message)?;
        if self.cure.is_empty() { Ok(()) } else { write!(f, "\n    {}", self.cure) }
    }
}

impl std::error::Error for Refusal {}
