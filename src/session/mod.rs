//! Experiments from beginning to end, for whoever runs them: systems are loaded, worlds run and kept, an experiment that was
//! interrupted is resumed, and results get a folder. Plain options in, results out; nothing is printed and no argument is read, so that
//! a command line is one face among others.
//!
//! Each experiment is a function of a question, [`Options`] and a [`Host`]: [`compare`](compare::compare) (which runs a single system,
//! too), [`explain`](explain::explain), [`sweep`](sweep::sweep), [`map`](map::map), [`warm_up`](warm_up::warm_up). The host is told how
//! far it is ([`Observer`]) and may stop it by a flag. What has been run is kept in the folder of the unfinished run: the same question
//! asked again goes on from there, and gives the same bytes as one that was never interrupted.
//!
//! ```
//! use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
//! use winflow::experiment::runner::{Nobody, Watch};
//! use winflow::measure::Measure;
//! use winflow::session::{Failure, Host, Keeping, Layers, Notice, Observer, Options, compare};
//!
//! /// Stops an experiment after a few worlds.
//! #[derive(Debug, Default)]
//! struct Impatient {
//!     run: AtomicU64,
//!     stop: AtomicBool,
//! }
//!
//! impl Watch for Impatient {
//!     fn asked(&self, _: u64) {}
//!     fn answered(&self, worlds: u64) {
//!         self.stop.store(self.run.fetch_add(worlds, Ordering::Relaxed) >= 2, Ordering::Relaxed);
//!     }
//! }
//!
//! impl Observer for Impatient {
//!     fn notice(&self, _: &Notice) {}
//! }
//!
//! let folder = tempfile::tempdir()?;
//! let keeping = Keeping { out: folder.path().to_path_buf(), ..Keeping::default() };
//! let options = Options { worlds: Some(6), years: Some(0.2), keeping, ..Options::default() };
//! let question = compare::Question::new([Layers::alone("hero"), Layers::alone("team")]);
//!
//! // Interrupted, it says how many worlds are kept, and where.
//! let impatient = Impatient::default();
//! let host = Host { stop: &impatient.stop, observer: &impatient };
//! let Err(Failure::Interrupted(Some(kept))) = compare::compare(&question, &options, host) else { panic!("it is interrupted") };
//! assert!(kept.worlds >= 3 && kept.folder.ends_with("hero-vs-team.partial"));
//!
//! // Asked again, it goes on from there.
//! let keeping = Keeping { resume: true, ..options.keeping.clone() };
//! let compared = compare::compare(&question, &Options { keeping, ..options }, Host::silent())?;
//! assert_eq!(compared.document.worlds, 6);
//! assert!(compared.kept?.path.join("results.json").is_file());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! What goes wrong is a [`Failure`], told apart as whoever asked would: the question, the user's files, what could not be read or
//! written, an interruption.

pub mod change;
pub mod compare;
pub mod diff;
pub mod explain;
pub mod export;
pub mod failure;
pub mod firms;
pub mod host;
pub mod influence;
pub mod layers;
pub mod map;
pub mod merge;
pub mod options;
pub mod other_customers;
pub mod page;
pub mod patterns;
pub mod pilot;
pub mod plan;
pub mod radial;
pub mod replay;
#[cfg(test)]
mod sample;
pub mod sweep;
pub mod systems;
pub mod trace;
pub mod turning;
pub mod under_way;
pub mod unfinished;
pub mod varied;
pub mod warm_up;
pub mod work;

pub use failure::Failure;
pub use host::{Host, Notice, Observer};
pub use layers::Layers;
pub use options::{Keeping, Options, WarmUpWeeks};
pub use systems::System;
