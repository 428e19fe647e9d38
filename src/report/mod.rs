//! What an experiment left behind, for people: five rooms, all made from results and never from the simulation.
//!
//! | room | what it does | what it must not know |
//! |---|---|---|
//! | [`results`] | documents, judgement, the words and the one [table](results::table) of all faces, and what is kept of a run | the other four |
//! | [`terminal`] | results as text for a terminal and as Markdown | charts, the page, exports |
//! | [`charts`] | pictures on one [grammar](charts::grammar), with their words and figures | terminals, the page, exports |
//! | [`page`] | the page for leadership, from results and pictures | terminals, exports |
//! | [`export`] | workbooks, files, event logs, a summary for a pull request | terminals, the page |
//!
//! An [`Outcome`](crate::experiment::Outcome) becomes a [`Document`](results::document::Document), which is what
//! `--format json` prints and what every table and chart is drawn from.

pub mod charts;
pub mod export;
pub mod page;
pub mod results;
pub mod terminal;
