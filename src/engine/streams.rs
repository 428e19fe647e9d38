//! Keyed random streams: every draw belongs to (seed, world, purpose, entity, index).
//!
//! A stream is a PCG generator (O'Neill, "PCG: a family of simple fast space-efficient statistically good algorithms
//! for random number generation", 2014; the variant with a 128-bit multiplicative state) that begins at a hash of its
//! key. To begin one costs about as much as one draw, so that an entity may have one for every little thing, and no
//! draw in one place moves any other.
//!
//! The samplers use [`super::math`] only: they give the same bits on every platform. For other distributions a stream
//! is a generator to `rand` and `rand_distr`, but these may take logarithms from the platform.

use super::{math, ziggurat};
use rand::rand_core::TryRng;
use rand_pcg::Pcg64Mcg;
use std::convert::Infallible;

/// What a stream is for; from a name, so that adding a purpose moves no other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Purpose(u64);

impl Purpose {
    /// The purpose with this name (a hash of the bytes).
    pub const fn named(name: &str) -> Self {
        Self(mix(name_key(name)))
    }
}

/// A number for a name (FNV-1a), to key entities that the user names.
pub const fn name_key(name: &str) -> u64 {
    let bytes = name.as_bytes();
    let mut hash = 0xcbf2_9ce4_8422_2325u64;
    let mut i = 0;
    while i < bytes.len() {
        hash = (hash ^ bytes[i] as u64).wrapping_mul(0x0000_0100_0000_01b3);
        i += 1;
    }
    hash
}

/// All streams of one world.
///
/// ```
/// use winflow::engine::{Purpose, Streams};
///
/// const PATIENCE: Purpose = Purpose::named("patience");
/// let world = Streams::new(42, 0);
/// let first = world.stream(PATIENCE, 1207, 0).exponential(20.0);
/// assert_eq!(first, world.stream(PATIENCE, 1207, 0).exponential(20.0));
/// assert_ne!(first, world.stream(PATIENCE, 1208, 0).exponential(20.0));
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Streams {
    key: u64,
}

/// The finaliser of SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014).
#[inline]
const fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

impl Streams {
    /// The streams of world `world` under `seed`.
    pub fn new(seed: u64, world: u64) -> Self {
        Self { key: mix(mix(seed.wrapping_add(0x9e37_79b9_7f4a_7c15)) ^ world.wrapping_mul(0xd1b5_4a32_d192_ed03)) }
    }
    /// The stream for one purpose, entity and index.
    ///
    /// The two halves of the first state are hashes of two independent sums of the key's parts, so that keys which
    /// differ by little (or meet in one of the sums) begin far from each other.
    #[inline]
    pub fn stream(&self, purpose: Purpose, entity: u64, index: u64) -> Stream {
        let base = self.key.wrapping_add(purpose.0);
        let high = entity.wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(index.wrapping_mul(0xda94_2042_e4dd_58b5));
        let low = entity.wrapping_mul(0xd1b5_4a32_d192_ed03).wrapping_add(index.wrapping_mul(0xaef1_7502_108e_f2d9));
        let high = mix(base.wrapping_add(high));
        let low = mix((base ^ 0x2545_f491_4f6c_dd1d).wrapping_add(low));
        Stream(Pcg64Mcg::new((u128::from(high) << 64) | u128::from(low)))
    }
}

/// A stream of random numbers.
#[derive(Debug, Clone)]
pub struct Stream(Pcg64Mcg);

impl TryRng for Stream {
    type Error = Infallible;
    #[inline]
    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        self.0.try_next_u32()
    }
    #[inline]
    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        self.0.try_next_u64()
    }
    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        self.0.try_fill_bytes(bytes)
    }
}

impl Stream {
    #[inline]
    pub(super) fn bits(&mut self) -> u64 {
        let Ok(bits) = self.0.try_next_u64();
        bits
    }
    /// Uniform on (0, 1): fit for a logarithm.
    #[inline]
    pub(super) fn uniform_positive(&mut self) -> f64 {
        ((self.bits() >> 12) as f64 + 0.5) * (1.0 / (1u64 << 52) as f64)
    }
    /// Uniform on [0, 1).
    #[inline]
    pub fn uniform(&mut self) -> f64 {
        (self.bits() >> 11) as f64 * (1.0 / (1u64 << 53) as f64)
    }
    /// Standard normal.
    #[inline]
    pub fn normal(&mut self) -> f64 {
        ziggurat::normal(self)
    }
    /// Exponential with this mean (not negative).
    #[inline]
    pub fn exponential(&mut self, mean: f64) -> f64 {
        ziggurat::exponential(self) * mean
    }
    /// Log-normal with this median and sigma, the standard deviation of the logarithm.
    #[inline]
    pub fn log_normal(&mut self, median: f64, sigma: f64) -> f64 {
        median * math::exp(sigma * self.normal())
    }
    /// Gamma with this shape and mean (both above 0); its coefficient of variation is `1 / sqrt(shape)`.
    ///
    /// By Marsaglia and Tsang ("A simple method for generating gamma variables", ACM TOMS 26, 2000).
    pub fn gamma(&mut self, shape: f64, mean: f64) -> f64 {
        if shape < 1.0 {
            let larger = self.gamma(shape + 1.0, mean * (shape + 1.0) / shape);
            return larger * math::pow(self.uniform_positive(), 1.0 / shape);
        }
        let d = shape - 1.0 / 3.0;
        let c = 1.0 / math::sqrt(9.0 * d);
        loop {
            let x = self.normal();
            let root = 1.0 + c * x;
            if root <= 0.0 {
                continue;
            }
            let v = root * root * root;
            let u = self.uniform_positive();
            let square = x * x;
            if u < 1.0 - 0.0331 * square * square || math::ln(u) < 0.5 * square + d * (1.0 - v + math::ln(v)) {
                return v * d * (mean / shape);
            }
        }
    }
    /// A Poisson number, by counting exponential gaps: for means of a few.
    pub fn poisson(&mut self, mean: f64) -> u64 {
        let mut n = 0;
        let mut time = self.exponential(1.0);
        while time < mean {
            n += 1;
            time += self.exponential(1.0);
        }
        n
    }
    /// A Poisson number for any mean: a sum of small ones.
    pub fn poisson_large(&mut self, mean: f64) -> u64 {
        let mut left = mean;
        let mut n = 0;
        while left > 0.0 {
            n += self.poisson(left.min(32.0));
            left -= 32.0;
        }
        n
    }
    /// True with this probability.
    #[inline]
    pub fn chance(&mut self, probability: f64) -> bool {
        self.uniform() < probability
    }
    /// A whole number below `n` (`n` at least 1).
    #[inline]
    pub fn below(&mut self, n: u64) -> u64 {
        ((u128::from(self.bits()) * u128::from(n)) >> 64) as u64
    }
}
