//! What has to hold, one module a subject; `cargo test --test winflow traces` runs those of one. The page in a browser is apart, in
//! `tests/page.rs`.

#![allow(clippy::unwrap_used)] // A test that panics fails, as it should.

#[path = "../common/mod.rs"]
mod common;
mod happened;
mod seen;
mod worlds;

mod aftersale;
mod assists;
mod by;
mod cli;
mod coverage;
mod documents;
mod emergence;
mod ends;
mod engine;
mod events;
mod examples;
mod explain;
mod export;
mod few_differ;
#[cfg(unix)]
mod finishing;
mod firms;
mod fixtures;
mod guards;
mod harmless;
mod help;
mod influence;
mod invariance;
#[cfg(unix)]
mod keeping;
mod keys;
mod leading;
mod limits;
mod mutated;
mod over_firms;
mod paid;
mod paid_parts;
mod patterns;
mod pay;
mod pay_parts;
mod people;
mod process;
mod random;
mod reading;
mod regimes;
mod replay;
mod response;
mod rooms;
mod roster;
mod routing;
mod scenario;
mod screened;
mod stored;
mod studies;
mod theory;
mod traces;
mod unchanged;
mod verdicts;
mod warm_up;
mod words;
