//! Which part of a change makes the difference.

mod parts;
mod rewrite;
mod shares;
mod worlds;

pub use rewrite::{Rewritten, rewrite};
pub use shares::{Explained, MOST_COALITIONS, Question, explain};
pub use worlds::WORLDS;
