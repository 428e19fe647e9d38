//! The guide: what is simulated, how it is built, how the figures are computed, and what they have been held against.
//!
//! | page | its question |
//! |---|---|
//! | [`model`] | what is simulated, with the equations |
//! | [`architecture`] | which room does what, where state lives, and the life of a piece of work |
//! | [`determinism`] | why the same seed gives the same bits, and how to add a draw |
//! | [`statistics`] | how each printed figure is computed, and when not to trust it |
//! | [`comparing`] | how to ask which of two ways is better, and how to read the answer |
//! | [`validation`] | which published patterns it has been held against, and what came out |
//! | [`explain`] | which part of a change makes the difference |
//! | [`scenarios`] | how to write a scenario |
//! | [`guards`] | how to say what results have to be, and have a build watch over it |
//! | [`sweep`] | how to try many settings, which is best, and study files |
//! | [`map`] | how to see where one system gives way to another |
//! | [`reporting`] | how to make a page for leadership, and how its sentences are made |
//! | [`exporting`] | how to get workbooks, event logs and a customer database, and what is in them |
//! | [`keeping`] | how to interrupt, resume and split long runs |
//! | [`reference`](mod@reference) | all keys of a scenario |

#[doc = include_str!("model.md")]
pub mod model {}

#[doc = include_str!("architecture.md")]
pub mod architecture {}

#[doc = include_str!("determinism.md")]
pub mod determinism {}

#[doc = include_str!("statistics.md")]
pub mod statistics {}

#[doc = include_str!("comparing.md")]
pub mod comparing {}

#[doc = include_str!("validation.md")]
pub mod validation {}

#[doc = include_str!("explain.md")]
pub mod explain {}

#[doc = include_str!("scenarios.md")]
pub mod scenarios {}

#[doc = include_str!("guards.md")]
pub mod guards {}

#[doc = include_str!("sweep.md")]
pub mod sweep {}

#[doc = include_str!("map.md")]
pub mod map {}

#[doc = include_str!("reporting.md")]
pub mod reporting {}

#[doc = include_str!("exporting.md")]
pub mod exporting {}

#[doc = include_str!("keeping.md")]
pub mod keeping {}

#[doc = include_str!("reference.md")]
pub mod reference {}
