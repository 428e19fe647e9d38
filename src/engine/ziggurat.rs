//! Normal and exponential numbers by the ziggurat method, the same bits on every platform.
//!
//! The method is that of Marsaglia and Tsang ("The ziggurat method for generating random variables", Journal of
//! Statistical Software 5, 2000) in the form of Doornik ("An improved ziggurat method to generate normal random
//! samples", 2005), with 256 layers. `rand_distr` has it too, but takes exponentials and logarithms from the platform
//! as soon as any crate of a build turns on `num-traits/std`; here they come from [`math`], tables included.

use super::math;
use super::streams::Stream;
use std::sync::LazyLock;

const LAYERS: usize = 256;

/// Where the tail of the normal begins, and the area of each layer.
const NORMAL: (f64, f64) = (3.654_152_885_361_009, 0.004_928_673_233_992_336);

/// Where the tail of the exponential begins, and the area of each layer.
const EXPONENTIAL: (f64, f64) = (7.697_117_470_131_05, 0.003_949_659_822_581_557);

struct Layers {
    /// Widths, the base first; the base is as wide as if its tail were a part of the rectangle.
    widths: [f64; LAYERS + 1],
    /// Densities at the widths.
    heights: [f64; LAYERS + 1],
}

impl Layers {
    fn new((tail, area): (f64, f64), density: fn(f64) -> f64, inverse: fn(f64) -> f64) -> Self {
        let mut widths = [0.0; LAYERS + 1];
        widths[0] = area / density(tail);
        widths[1] = tail;
        for layer in 2..LAYERS {
            let below: f64 = widths[layer - 1];
            widths[layer] = inverse(area / below + density(below));
        }
        Self { widths, heights: widths.map(density) }
    }
}

static NORMAL_LAYERS: LazyLock<Layers> = LazyLock::new(|| Layers::new(NORMAL, bell, |height| math::sqrt(-2.0 * math::ln(height))));

static EXPONENTIAL_LAYERS: LazyLock<Layers> = LazyLock::new(|| Layers::new(EXPONENTIAL, decay, |height| -math::ln(height)));

fn bell(x: f64) -> f64 {
    math::exp(-0.5 * x * x)
}

fn decay(x: f64) -> f64 {
    math::exp(-x)
}

/// A standard normal number.
#[inline]
pub(super) fn normal(stream: &mut Stream) -> f64 {
    let layers = &*NORMAL_LAYERS;
    loop {
        let bits = stream.bits();
        let layer = (bits & 0xff) as usize;
        // The upper 53 bits, on [-1, 1).
        let side = (bits as i64 >> 11) as f64 * (1.0 / (1u64 << 52) as f64);
        let x = side * layers.widths[layer];
        if x.abs() < layers.widths[layer + 1] {
            return x;
        }
        if let Some(x) = normal_edge(stream, layers, layer, side, x) {
            return x;
        }
    }
}

#[cold]
fn normal_edge(stream: &mut Stream, layers: &Layers, layer: usize, side: f64, x: f64) -> Option<f64> {
    if layer > 0 {
        return is_below(stream, layers, layer, bell(x)).then_some(x);
    }
    loop {
        let beyond = -math::ln(stream.uniform_positive()) / NORMAL.0;
        let height = -math::ln(stream.uniform_positive());
        if 2.0 * height >= beyond * beyond {
            return Some((NORMAL.0 + beyond).copysign(side));
        }
    }
}

/// An exponential number of mean 1.
#[inline]
pub(super) fn exponential(stream: &mut Stream) -> f64 {
    let layers = &*EXPONENTIAL_LAYERS;
    loop {
        let bits = stream.bits();
        let layer = (bits & 0xff) as usize;
        // The upper 53 bits, on (0, 1).
        let share = ((bits >> 11) as f64 + 0.5) * (1.0 / (1u64 << 53) as f64);
        let x = share * layers.widths[layer];
        if x < layers.widths[layer + 1] {
            return x;
        }
        if let Some(x) = exponential_edge(stream, layers, layer, x) {
            return x;
        }
    }
}

#[cold]
fn exponential_edge(stream: &mut Stream, layers: &Layers, layer: usize, x: f64) -> Option<f64> {
    if layer == 0 {
        return Some(EXPONENTIAL.0 - math::ln(stream.uniform_positive()));
    }
    is_below(stream, layers, layer, decay(x)).then_some(x)
}

fn is_below(stream: &mut Stream, layers: &Layers, layer: usize, density: f64) -> bool {
    let (low, high) = (layers.heights[layer], layers.heights[layer + 1]);
    high + (low - high) * stream.uniform() < density
}
