//! Money is compared in cents, so that three thirds of a quota are the quota.

/// EUR in whole cents.
pub fn cents(eur: f64) -> f64 {
    (100.0 * eur).round()
}

/// Whether an amount is at a threshold, both in EUR, to the cent.
///
/// ```
/// use winflow::money::cents::reach;
/// assert!(reach(3.0 * (100_000.0 / 3.0) - 1e-11, 100_000.0));
/// assert!(!reach(99_999.99, 100_000.0));
/// assert!(!reach(0.0, 0.002), "nothing reaches no threshold, however small");
/// ```
pub fn reach(amount: f64, threshold: f64) -> bool {
    amount >= threshold || (cents(threshold) != 0.0 && cents(amount) >= cents(threshold))
}
