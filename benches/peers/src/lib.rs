//! What all programs share: the workloads, the random numbers, the line that they print.

pub mod by_hand;

use rand::{Rng, SeedableRng};
use rand_distr::{Distribution, Exp1, Gamma, LogNormal};
use rand_pcg::Pcg64Mcg;

/// M/M/1: arrivals per unit of time, services per unit of time, customers.
pub const MM1_ARRIVAL_RATE: f64 = 0.9;
/// Mean service time of M/M/1.
pub const MM1_SERVICE_MEAN: f64 = 1.0;

/// Mean service time of the funnel's first station.
pub const FIRST_MEAN: f64 = 1.0;
/// Share that goes on from the first station to the second.
pub const FIRST_GOES_ON: f64 = 0.3;
/// Mean of the log-normal service time of the second station.
pub const SECOND_MEAN: f64 = 1.5;
/// Its coefficient of variation.
pub const SECOND_CV: f64 = 1.0;
/// Share that goes on from the second station to the third.
pub const SECOND_GOES_ON: f64 = 0.4;
/// Mean of the gamma service time of the third station.
pub const THIRD_MEAN: f64 = 6.0;
/// Its shape.
pub const THIRD_SHAPE: f64 = 2.0;
/// Share that goes back from the third station to the second.
pub const THIRD_GOES_BACK: f64 = 0.15;
/// Mean patience while waiting at the second and the third station.
pub const PATIENCE: [f64; 2] = [20.0, 60.0];

/// What a program is asked to run.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Workload {
    /// M/M/1 until that many customers have left.
    Mm1 {
        /// How many customers.
        customers: u64,
    },
    /// The funnel of three stations.
    Funnel {
        /// Arrivals per unit of time.
        rate: f64,
        /// Servers by station.
        servers: [usize; 3],
        /// When it ends.
        horizon: f64,
    },
}

/// The command line: workload, seed, scale (1 if absent: a share of the customers or of the horizon).
#[derive(Debug, Clone)]
pub struct Job {
    /// As on the command line.
    pub name: String,
    /// What to run.
    pub workload: Workload,
    /// Seed of the random numbers.
    pub seed: u64,
    /// What follows, for programs with variants.
    pub variant: Option<String>,
}

impl Job {
    /// Reads the command line.
    pub fn from_arguments() -> Self {
        let mut arguments = std::env::args().skip(1);
        let name = arguments.next().expect("usage: PROGRAM mm1|funnel|funnel1000 SEED [SCALE [VARIANT]]");
        let seed = arguments.next().map_or(1, |text| text.parse().expect("the seed is a whole number"));
        let scale: f64 = arguments.next().map_or(1.0, |text| text.parse().expect("the scale is a number"));
        let workload = match name.as_str() {
            "mm1" => Workload::Mm1 { customers: (1e6 * scale) as u64 },
            "funnel" => Workload::Funnel { rate: 3.0, servers: [4, 2, 3], horizon: 2e5 * scale },
            "funnel1000" => Workload::Funnel { rate: 3000.0, servers: [4000, 2000, 3000], horizon: 2e2 * scale },
            other => panic!("no workload is called {other}"),
        };
        Self { name, workload, seed, variant: arguments.next() }
    }
}

/// What a run found.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Found {
    /// Executed changes of the model's state: arrivals, ends of service, customers giving up.
    pub events: u64,
    /// Customers that have finished.
    pub finished: u64,
    /// Their mean time in the system.
    pub mean: f64,
}

impl Found {
    /// Prints the line that the script reads.
    pub fn print(&self, engine: &str, job: &Job) {
        println!(
            "{{\"engine\":\"{engine}\",\"workload\":\"{}\",\"events\":{},\"finished\":{},\"mean\":{:.4}}}",
            job.name,
            self.events,
            self.finished,
            if self.finished > 0 { self.mean } else { 0.0 }
        );
    }
}

/// The distributions of the funnel, over any generator.
#[derive(Debug, Clone, Copy)]
pub struct Shapes {
    log_normal: LogNormal<f64>,
    gamma: Gamma<f64>,
}

impl Default for Shapes {
    fn default() -> Self {
        Self {
            log_normal: LogNormal::from_mean_cv(SECOND_MEAN, SECOND_CV).expect("the parameters are positive"),
            gamma: Gamma::new(THIRD_SHAPE, THIRD_MEAN / THIRD_SHAPE).expect("the parameters are positive"),
        }
    }
}

/// The generator and samplers that all Rust programs use.
#[derive(Debug, Clone)]
pub struct Draws {
    rng: Pcg64Mcg,
    shapes: Shapes,
}

impl Draws {
    /// Begins at `seed`.
    pub fn new(seed: u64) -> Self {
        Self { rng: Pcg64Mcg::seed_from_u64(seed), shapes: Shapes::default() }
    }
    /// Exponential with this mean.
    #[inline]
    pub fn exponential(&mut self, mean: f64) -> f64 {
        let x: f64 = Exp1.sample(&mut self.rng);
        x * mean
    }
    /// True with this probability.
    #[inline]
    pub fn chance(&mut self, probability: f64) -> bool {
        ((self.rng.next_u64() >> 11) as f64) * (1.0 / (1u64 << 53) as f64) < probability
    }
    /// A service time of the funnel's station 0, 1 or 2.
    #[inline]
    pub fn service(&mut self, station: usize) -> f64 {
        match station {
            0 => self.exponential(FIRST_MEAN),
            1 => self.shapes.log_normal.sample(&mut self.rng),
            _ => self.shapes.gamma.sample(&mut self.rng),
        }
    }
    /// Where a customer goes after this station: the next station, or [`Route`]'s other cases.
    #[inline]
    pub fn route(&mut self, station: usize) -> Route {
        match station {
            0 if self.chance(FIRST_GOES_ON) => Route::To(1),
            1 if self.chance(SECOND_GOES_ON) => Route::To(2),
            2 if self.chance(THIRD_GOES_BACK) => Route::To(1),
            2 => Route::Finished,
            _ => Route::Lost,
        }
    }
}

/// Where a customer goes after a service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Route {
    /// To this station.
    To(usize),
    /// Out, as one of those whose time is measured.
    Finished,
    /// Out.
    Lost,
}
