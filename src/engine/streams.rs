//! Keyed random streams: every draw belongs to (seed, world, purpose, entity, index).

use super::math;
use rand::rand_core::TryRng;
use rand_distr::{Distribution, Exp1, StandardNormal};
use rand_pcg::Pcg64Mcg;
use std::convert::Infallible;

/// What a stream is for; from a name, so that adding a purpose moves no other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Purpose(u64);

impl Purpose {
    /// The purpose with this name (FNV-1a of the bytes).
    pub const fn named(name: &str) -> Self {
        Self(name_key(name))
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
#[derive(Debug, Clone, Copy)]
pub struct Streams {
    key: u64,
}

fn mix(mut z: u64) -> u64 {
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
    pub fn stream(&self, purpose: Purpose, entity: u64, index: u64) -> Stream {
        let a = mix(self.key ^ purpose.0);
        let b = mix(a.wrapping_add(entity.wrapping_mul(0x9e37_79b9_7f4a_7c15)));
        let c = mix(b ^ index.wrapping_mul(0xda94_2042_e4dd_58b5).wrapping_add(0x2545_f491_4f6c_dd1d));
        let d = mix(c.wrapping_add(0x9e37_79b9_7f4a_7c15));
        Stream(Pcg64Mcg::new(((c as u128) << 64) | d as u128))
    }
}

/// A stream of random numbers.
#[derive(Debug, Clone)]
pub struct Stream(Pcg64Mcg);

impl TryRng for Stream {
    type Error = Infallible;
    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        self.0.try_next_u32()
    }
    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        self.0.try_next_u64()
    }
    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        self.0.try_fill_bytes(bytes)
    }
}

impl Stream {
    /// Uniform on [0, 1).
    pub fn uniform(&mut self) -> f64 {
        let Ok(bits) = self.try_next_u64();
        (bits >> 11) as f64 * (1.0 / (1u64 << 53) as f64)
    }
    /// Standard normal.
    pub fn normal(&mut self) -> f64 {
        StandardNormal.sample(self)
    }
    /// Exponential with this mean.
    pub fn exponential(&mut self, mean: f64) -> f64 {
        let x: f64 = Exp1.sample(self);
        x * mean
    }
    /// Log-normal with this median and sigma.
    pub fn log_normal(&mut self, median: f64, sigma: f64) -> f64 {
        median * math::exp(sigma * self.normal())
    }
    /// True with this probability.
    pub fn chance(&mut self, probability: f64) -> bool {
        self.uniform() < probability
    }
    /// A whole number below `n` (`n` at least 1).
    pub fn below(&mut self, n: u64) -> u64 {
        let Ok(bits) = self.try_next_u64();
        ((bits as u128 * n as u128) >> 64) as u64
    }
}
