//! The one door for transcendental functions, so that every platform computes the same bits.

/// e to the power `x`.
pub fn exp(x: f64) -> f64 {
    libm::exp(x)
}
/// Natural logarithm.
pub fn ln(x: f64) -> f64 {
    libm::log(x)
}
/// `x` to the power `y`.
pub fn pow(x: f64, y: f64) -> f64 {
    libm::pow(x, y)
}
/// Sine.
pub fn sin(x: f64) -> f64 {
    libm::sin(x)
}
/// Square root (exact by IEEE 754, so the standard one is portable).
pub fn sqrt(x: f64) -> f64 {
    x.sqrt()
}
