//! What is asked of every experiment: which worlds, what is set in all systems, and where the results go.

use super::failure::NotWritten;
use crate::experiment::runner::Shard;
use crate::report::results::folder::can_take;
use crate::scenario::guard::Guard;
use std::path::PathBuf;

/// Seed of the worlds unless another is given.
pub const SEED: u64 = 1;

/// Which worlds are run, what is set in all systems, and where the results go.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// Number of worlds; as a study says or as is usual for the experiment, if not given.
    pub worlds: Option<u64>,
    /// Seed of the worlds; as a study says or 1, if not given.
    pub seed: Option<u64>,
    /// Threads; they change nothing but the time.
    pub threads: usize,
    /// Length of the measured window in years; as each scenario says, if not given.
    pub years: Option<f64>,
    /// Length of the warm-up of every system; as each scenario says, if not given.
    pub warm_up: Option<WarmUpWeeks>,
    /// Settings of every system, each `key.path=value`.
    pub settings: Vec<String>,
    /// What results have to be, of every system but the baseline.
    pub guards: Vec<Guard>,
    /// Where the results go.
    pub keeping: Keeping,
}

/// Where results go, and what is done with those that are there.
#[derive(Debug, Clone, PartialEq)]
pub struct Keeping {
    /// Folder in which the results get a folder of their own.
    pub out: PathBuf,
    /// Whether results of another run under the same name are replaced.
    pub force: bool,
    /// Whether there has to be an unfinished run to resume. One that is there is resumed in any case, unless it is to be replaced.
    pub resume: bool,
    /// The part that is run, if it is not the whole.
    pub shard: Option<Shard>,
    /// Folders of all parts, if these were run before: their worlds are taken in before any is run.
    pub shards: Vec<PathBuf>,
    /// The words by which whoever asks would ask again: kept with an unfinished run, and given back with it.
    pub command: Vec<String>,
}

impl Keeping {
    /// Whether results of this name can be kept in the end, as far as that is known before anything is run.
    ///
    /// # Errors
    /// If they are to replace what winflow did not make.
    pub(super) fn can_keep(&self, name: &str) -> Result<(), NotWritten> {
        if self.force { Ok(can_take(&self.out, name)?) } else { Ok(()) }
    }
}

/// How long the warm-up is to be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum WarmUpWeeks {
    /// So many weeks.
    Fixed(f64),
    /// The longest that any of the systems needs, by pilot worlds.
    Detect,
}

impl Options {
    /// The seed.
    pub fn seed(&self) -> u64 {
        self.seed.unwrap_or(SEED)
    }

    /// Settings of every system, the length of the window among them.
    pub(super) fn all_settings(&self) -> Vec<String> {
        self.settings.iter().cloned().chain(self.years.map(|years| format!("time.years={years:?}"))).collect()
    }
}

impl Default for Options {
    fn default() -> Self {
        Self {
            worlds: None,
            seed: None,
            threads: all_cores(),
            years: None,
            warm_up: None,
            settings: Vec::new(),
            guards: Vec::new(),
            keeping: Keeping::default(),
        }
    }
}

impl Default for Keeping {
    fn default() -> Self {
        Self { out: PathBuf::from("output"), force: false, resume: false, shard: None, shards: Vec::new(), command: Vec::new() }
    }
}

/// As many threads as the machine has cores.
pub fn all_cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}
