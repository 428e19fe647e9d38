//! Scenario files: every key declared once, read, checked and resolved here.

mod checks;
pub mod customer;
pub mod duty;
pub mod event;
pub mod factor;
pub mod fiscal;
pub mod groups;
pub mod guard;
pub mod heuristics;
pub mod keys;
pub mod limits;
mod load;
mod merge;
pub mod pay;
pub mod people;
pub mod phases;
pub mod problems;
pub mod provider;
pub mod read;
pub mod reference;
pub mod relationship;
pub mod relative;
pub mod requirement;
pub mod response;
pub mod shipped;
pub mod study;
mod touched;
pub mod units;
mod whole;
mod write;

pub use load::{Loaded, arguments_of, from_json, load, load_text};
pub(crate) use merge::changes_a_run;
pub use problems::{Place, Problem, Problems};
pub use reference::schema;
pub use whole::Scenario;
pub use write::{Difference, differences, fingerprint, leaves, to_json, to_toml};
