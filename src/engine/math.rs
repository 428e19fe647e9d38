//! The one door for transcendental functions, so that every platform computes the same bits.
//!
//! The standard library hands these to the platform, whose last bits differ. Other code is kept from calling it by the
//! lints in `clippy.toml`.

/// e to the power `x`.
#[inline]
pub fn exp(x: f64) -> f64 {
    libm::exp(x)
}
/// e to the power `x`, less 1; precise near 0.
#[inline]
pub fn exp_m1(x: f64) -> f64 {
    libm::expm1(x)
}
/// Natural logarithm.
#[inline]
pub fn ln(x: f64) -> f64 {
    libm::log(x)
}
/// Natural logarithm of 1 + `x`; precise near 0.
#[inline]
pub fn ln_1p(x: f64) -> f64 {
    libm::log1p(x)
}
/// Logarithm to base 10.
#[inline]
pub fn log10(x: f64) -> f64 {
    libm::log10(x)
}
/// `x` to the power `y`.
#[inline]
pub fn pow(x: f64, y: f64) -> f64 {
    libm::pow(x, y)
}
/// `x` to a whole power, by repeated squaring.
pub fn powi(x: f64, n: i32) -> f64 {
    let mut factor = if n < 0 { 1.0 / x } else { x };
    let mut left = n.unsigned_abs();
    let mut product = 1.0;
    while left > 0 {
        if left & 1 == 1 {
            product *= factor;
        }
        factor *= factor;
        left >>= 1;
    }
    product
}
/// Sine.
#[inline]
pub fn sin(x: f64) -> f64 {
    libm::sin(x)
}
/// Cosine.
#[inline]
pub fn cos(x: f64) -> f64 {
    libm::cos(x)
}
/// Hyperbolic tangent.
#[inline]
pub fn tanh(x: f64) -> f64 {
    libm::tanh(x)
}
/// Square root (exact by IEEE 754, so the standard one is portable).
#[inline]
pub fn sqrt(x: f64) -> f64 {
    x.sqrt()
}
