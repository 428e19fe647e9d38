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

/// Density and distribution function of the standard normal at `z`, together because they share their exponential.
///
/// Hart et al., *Computer Approximations*, 1968, algorithm 5666, as given by West, "Better approximations to cumulative
/// normal functions", *Wilmott*, 2005: a rational function, and a continued fraction in the tails. The error is below 1e-14.
pub fn normal(z: f64) -> (f64, f64) {
    const ROOT_TWO_PI: f64 = 2.506_628_274_631_000_5;
    const ABOVE: [f64; 7] = [
        3.526_249_659_989_11e-2,
        0.700_383_064_443_688,
        6.373_962_203_531_65,
        33.912_866_078_383,
        112.079_291_497_871,
        221.213_596_169_931,
        220.206_867_912_376,
    ];
    const BELOW: [f64; 8] = [
        8.838_834_764_831_84e-2,
        1.755_667_163_182_64,
        16.064_177_579_207,
        86.780_732_202_946_1,
        296.564_248_779_674,
        637.333_633_378_831,
        793.826_512_519_948,
        440.413_735_824_752,
    ];
    let x = z.abs();
    let bell = exp(-0.5 * x * x);
    let tail = if x < 7.071_067_811_865_47 {
        let horner = |coefficients: &[f64]| coefficients.iter().fold(0.0, |sum, c| sum * x + c);
        bell * horner(&ABOVE) / horner(&BELOW)
    } else {
        bell / (x + 1.0 / (x + 2.0 / (x + 3.0 / (x + 4.0 / (x + 0.65))))) / ROOT_TWO_PI
    };
    (bell / ROOT_TWO_PI, if z > 0.0 { 1.0 - tail } else { tail })
}

/// The share of a gap that is closed by `times` steps of which each closes `share`.
pub fn closed(share: f64, times: f64) -> f64 {
    1.0 - pow((1.0 - share).max(0.0), times)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_normal_distribution_agrees_with_the_error_function() {
        let mut worst = 0.0_f64;
        for step in -4000..=4000 {
            let z = f64::from(step) / 400.0;
            let exact = 0.5 * libm::erfc(-z / std::f64::consts::SQRT_2);
            worst = worst.max((normal(z).1 - exact).abs());
        }
        println!("largest error {worst:e}");
        assert!(worst < 1e-14, "{worst:e}");
        assert_eq!(normal(f64::INFINITY), (0.0, 1.0));
        assert_eq!(normal(f64::NEG_INFINITY), (0.0, 0.0));
        assert!((normal(0.0).0 - 0.398_942_280_401_432_7).abs() < 1e-15);
    }
}
