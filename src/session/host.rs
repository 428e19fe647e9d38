//! Whoever runs an experiment: it is told what happens, and may stop it.

use super::work::Work;
use crate::experiment::runner::{Nobody, Watch};
use crate::market::arrivals::FileReport;
use crate::report::export::workbook::LeftOut;
use crate::report::results::stored::tables::Held;
use crate::scenario::Problem;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

/// Is told how far an experiment is, and what is worth knowing on the way.
pub trait Observer: Watch {
    /// Something worth knowing.
    fn notice(&self, notice: &Notice);
    /// What is being run now.
    fn topic(&self, _: &str) {}
    /// Whether to begin what takes very long, or very much memory. Whoever is not asked agrees.
    fn agrees(&self, _: &Work) -> bool {
        true
    }
}

impl Observer for Nobody {
    fn notice(&self, _: &Notice) {}
}

/// Whoever runs an experiment.
#[derive(Debug, Clone, Copy)]
pub struct Host<'a> {
    /// When set, the experiment ends at once; worlds in progress are given up.
    pub stop: &'a AtomicBool,
    /// Is told what happens.
    pub observer: &'a dyn Observer,
}

impl Host<'static> {
    /// One that wants to know nothing and never stops.
    pub fn silent() -> Self {
        static NEVER: AtomicBool = AtomicBool::new(false);
        Self { stop: &NEVER, observer: &Nobody }
    }
}

/// Something worth knowing that is no part of a result.
#[derive(Debug, Clone, PartialEq)]
pub enum Notice {
    /// What was found in a file of real arrivals.
    Arrivals(FileReport),
    /// Something in a scenario is odd, but can be run.
    Odd(Problem),
    /// What an overlay changes of our people and their pay.
    Touched(String),
    /// An unfinished run is resumed.
    Resuming {
        /// How many worlds it has kept.
        worlds: usize,
        /// Where.
        folder: PathBuf,
    },
    /// There is an unfinished run of the same name that is another one; it stays.
    OtherUnfinished(PathBuf),
    /// A run of this name had finished and was killed before its folder had its name; now it has, and its results are here.
    Found(PathBuf),
    /// A different run has the name; the results are in this folder.
    NameTaken(PathBuf),
    /// Something that winflow did not make has the name; the results are in this folder.
    NameNotOurs(PathBuf),
    /// A table would be too long with all worlds.
    TableCut {
        /// Its file.
        file: &'static str,
        /// What is in it.
        held: Held,
        /// How many worlds were run.
        worlds: u64,
    },
    /// A sheet of a workbook does not hold all rows.
    SheetCut(LeftOut),
    /// A table of a run holds fewer worlds than were run, so that what is made of it does.
    NotKept {
        /// Its file.
        file: String,
        /// How many worlds it holds.
        worlds: u64,
        /// How many were run.
        of: u64,
    },
    /// A table is whole, but has more rows than a spreadsheet reads.
    LongerThanASheet {
        /// Its file.
        file: String,
        /// Its rows.
        rows: u64,
    },
    /// So many points are left out because the scenario is invalid there.
    PointsLeftOut(u64),
    /// A world is simulated again, with everything written down.
    SimulatingAgain(u64),
    /// The brief that is printed is not that of the page in the folder.
    AnotherBrief,
    /// Firms like the one that is described are not looked at, because it would take long.
    FirmsLeftOut,
    /// Shards that are put together were not all run by this build.
    OtherBuild,
}
