//! Measures that stream: means of observations and averages over time.

/// Mean and variance of observations, by Welford's method.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Tally {
    /// A whole number, kept as a float because it is divided by at every observation.
    count: f64,
    mean: f64,
    squares: f64,
}

impl Tally {
    /// Adds an observation.
    #[inline]
    pub fn add(&mut self, value: f64) {
        self.count += 1.0;
        let delta = value - self.mean;
        self.mean += delta / self.count;
        self.squares += delta * (value - self.mean);
    }
    /// How many observations there are.
    pub fn count(&self) -> u64 {
        self.count as u64
    }
    /// Their mean; 0 without any.
    pub fn mean(&self) -> f64 {
        self.mean
    }
    /// Their sum.
    pub fn sum(&self) -> f64 {
        self.mean * self.count
    }
    /// The standard error of their mean, as if they were independent; 0 with fewer than two.
    pub fn standard_error(&self) -> f64 {
        if self.count < 2.0 { 0.0 } else { (self.variance() / self.count).sqrt() }
    }
    /// Their sample variance; 0 with fewer than two.
    pub fn variance(&self) -> f64 {
        if self.count < 2.0 { 0.0 } else { self.squares / (self.count - 1.0) }
    }
}

/// The integral over time of a number that changes in steps.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct TimeWeighted {
    value: f64,
    since: f64,
    integral: f64,
}

impl TimeWeighted {
    /// Adds `change` to the number at time `now`.
    #[inline]
    pub fn change(&mut self, now: f64, change: f64) {
        self.integral += self.value * (now - self.since);
        self.since = now;
        self.value += change;
    }
    /// The number as it stands.
    pub fn value(&self) -> f64 {
        self.value
    }
    /// The integral up to `now`.
    pub fn integral(&self, now: f64) -> f64 {
        self.integral + self.value * (now - self.since)
    }
}
