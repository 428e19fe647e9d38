//! Tables, files and charts, all made from what an experiment left behind and never from the simulation.
//!
//! An [`Outcome`](crate::experiment::Outcome) becomes a [`document::Document`], which is what
//! `--format json` prints and what every table and chart is drawn from.

pub mod assumptions;
pub mod charts;
pub mod delimited;
pub mod document;
pub mod explain;
pub mod export;
pub mod files;
pub mod folder;
pub mod guards;
pub mod interval_bar;
pub mod judgement;
pub mod map;
pub mod markdown;
pub mod page;
pub mod patterns;
pub mod pay;
#[cfg(test)]
pub(crate) mod sample;
pub mod settings;
pub mod sparkline;
pub mod stored;
pub mod sweep;
pub mod table;
pub mod targets;
pub mod verdict;
pub mod warm_up;
pub mod words;
