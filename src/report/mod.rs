//! Tables, files and charts, all made from what an experiment left behind and never from the simulation.
//!
//! An [`Outcome`](crate::experiment::Outcome) becomes a [`Document`](results::document::Document), which is what
//! `--format json` prints and what every table and chart is drawn from.

pub mod charts;
pub mod export;
pub mod page;
pub mod results;
pub mod terminal;
