//! The noise of a world: how far what is seen of a firm in one world is from what is true of it.
//!
//! Nobody knows it; it is learnt from the worlds of the firm as it is described and from firms that were seen in two worlds, and what is
//! learnt from so few is itself uncertain. So whoever needs it gets what it was learnt from, to draw it again.

/// What the noise of a firm's worlds is learnt from, apart from firms like it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Noise {
    /// How far the difference in each world of the firm as described is from their mean, as a share of the mean of both systems.
    deviations: Vec<f64>,
    /// The mean of both systems there.
    level: f64,
    /// Whether the measure counts something, which varies less, as a share, where there is more of it.
    counts: bool,
}

impl Noise {
    /// From differences in worlds of one firm, as a share of the mean of both systems, which is `level`; `None` with fewer than two.
    pub fn new(differences: &[f64], level: f64, counts: bool) -> Option<Self> {
        let count = differences.len() as f64;
        let mean = differences.iter().sum::<f64>() / count;
        let deviations = differences.iter().map(|value| value - mean).collect();
        (differences.len() >= 2).then_some(Self { deviations, level, counts })
    }

    /// The variance of its noise in a firm in which the measure has this level, where it is 1 in the firm as described.
    pub fn scale(&self, level: f64) -> f64 {
        if self.counts && level > 0.0 { self.level / level } else { 1.0 }
    }

    /// The variance of the noise of a world of the firm as described, with what firms seen in several worlds add to that.
    pub fn variance(&self, firms: &[Seen]) -> f64 {
        let (mut sum, mut free) = squares(&self.deviations);
        for firm in firms.iter().filter(|firm| firm.worlds.len() > 1) {
            let (of_firm, of_free) = squares(&firm.worlds);
            sum += of_firm / firm.scale;
            free += of_free;
        }
        sum / free
    }

    /// How far what was seen in single worlds is from what is true there, as it would be in the firm as described: to draw noise from.
    pub fn residuals(&self, firms: &[Seen]) -> Vec<f64> {
        let own = spread_out(&self.deviations, 1.0);
        let all: Vec<f64> = own.chain(firms.iter().flat_map(|firm| spread_out(&firm.worlds, firm.scale))).collect();
        let seen = all.iter().map(|value| square(*value)).sum::<f64>() / all.len() as f64;
        let times = if seen > 0.0 { (self.variance(firms) / seen).sqrt() } else { 0.0 };
        all.into_iter().map(|value| value * times).collect()
    }

    /// What it would be learnt from in as many worlds again.
    pub fn again(&self, mut draw: impl FnMut() -> f64) -> Self {
        let drawn: Vec<f64> = self.deviations.iter().map(|_| draw()).collect();
        Self::new(&drawn, self.level, self.counts).unwrap_or_else(|| self.clone())
    }

    /// The standard error of the variance, as a share of it.
    pub fn error(&self, firms: &[Seen]) -> f64 {
        let variance = self.variance(firms);
        let squared = |value: f64| square(square(value) / variance - 1.0);
        let own = self.deviations.iter().copied();
        let of_firms = firms.iter().flat_map(|firm| spread_out(&firm.worlds, firm.scale).skip(1));
        let all: Vec<f64> = own.chain(of_firms).map(squared).collect();
        all.iter().sum::<f64>().sqrt() / all.len() as f64
    }
}

/// What was seen of a firm.
#[derive(Debug, Clone, PartialEq)]
pub struct Seen {
    /// The difference in each of its worlds; at least one.
    pub worlds: Vec<f64>,
    /// The variance of the noise of one world, where it is 1 in the firm as described.
    pub scale: f64,
}

impl Seen {
    /// The mean of its worlds.
    pub fn mean(&self) -> f64 {
        self.worlds.iter().sum::<f64>() / self.worlds.len().max(1) as f64
    }

    /// The variance of the noise of that mean, where the noise of a world of the firm as described has variance 1.
    pub fn scale_of_mean(&self) -> f64 {
        self.scale / self.worlds.len().max(1) as f64
    }
}

/// Sum of squares around the mean, and how many of them are free.
fn squares(values: &[f64]) -> (f64, f64) {
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    (values.iter().map(|value| square(value - mean)).sum(), count - 1.0)
}

/// Deviations of several values from their mean, as far as single values are from what is true, where the scale is 1; none of a single value.
fn spread_out(values: &[f64], scale: f64) -> impl Iterator<Item = f64> {
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    let times = (count / (count - 1.0) / scale).sqrt();
    values.iter().filter(move |_| count > 1.0).map(move |value| (value - mean) * times)
}

/// A number times itself.
pub fn square(x: f64) -> f64 {
    x * x
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::{Purpose, Streams};

    #[test]
    fn what_is_seen_twice_adds_to_what_is_known() {
        let noise = Noise::new(&[0.1, 0.3, 0.2], 4.0, true).expect("worlds");
        let pair = Seen { worlds: vec![0.0, 0.4], scale: noise.scale(2.0) };
        let single = Seen { worlds: vec![0.7], scale: 1.0 };
        assert_eq!(noise.scale(2.0), 2.0);
        // 0.02 of two that are free, 0.08 / 2 of one.
        let expected = (0.02 + 0.04) / 3.0;
        assert!((noise.variance(&[pair.clone(), single.clone()]) - expected).abs() < 1e-12);
        assert!((noise.variance(&[single]) - 0.01).abs() < 1e-12);
        // Of a pair both deviations are as large.
        let residuals = noise.residuals(&[pair]);
        assert!(residuals.len() == 5 && (residuals[3] + residuals[4]).abs() < 1e-12, "{residuals:?}");
        assert!((residuals.iter().map(|value| value * value).sum::<f64>() / 5.0 - expected).abs() < 1e-12);
        let mut draws = [0.3, 0.1, 0.2].into_iter();
        assert!((noise.again(|| draws.next().unwrap_or(0.0)).variance(&[]) - 0.01).abs() < 1e-12);
        assert_eq!(Noise::new(&[0.1], 1.0, false), None);
    }

    #[test]
    fn its_error_is_that_of_a_variance() {
        let mut stream = Streams::new(3, 1).stream(Purpose::named("a test of noise"), 0, 0);
        let mut worlds = |count: usize| -> Vec<f64> { (0..count).map(|_| 0.2 * stream.normal()).collect() };
        let noise = Noise::new(&worlds(400), 1.0, false).expect("worlds");
        let firms: Vec<Seen> = (0..600).map(|_| Seen { worlds: worlds(2), scale: 1.0 }).collect();
        let expected = (2.0_f64 / 999.0).sqrt();
        assert!((noise.error(&firms) / expected - 1.0).abs() < 0.15, "{} {expected}", noise.error(&firms));
        assert!((noise.variance(&firms) / 0.04 - 1.0).abs() < 3.0 * expected);
    }
}
