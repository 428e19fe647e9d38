//! What was learned with customers of a segment, carried to the next one.

use crate::market::need::Point;
use crate::scenario::people::Learning;

/// What was found about the needs of customers of one segment: running sums, so that shares of it can be added up.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Insight {
    /// Customers learned from.
    pub customers: f64,
    /// People among them about whom something was found.
    pub people: f64,
    /// Sum of the places where their needs were found.
    pub sum: Point,
    /// Sum of the squares, over both coordinates.
    pub squares: f64,
    /// Sum of the variances of what was found, each coordinate.
    pub noise: f64,
}

/// What other customers say about the need of one, before that one is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Prior {
    /// Where the need is expected.
    pub place: Point,
    /// Weight of that (precision).
    pub weight: f64,
}

impl Prior {
    /// An estimate `(w W + k Y) / (w + k)` with what other customers say: with weight `p` at `M`, `(w W + k Y + p M) / (w + k + p)`.
    pub fn sharpen(self, estimate: Point, evidence: f64, weight_of_want: f64) -> Point {
        if self.weight > 0.0 { estimate.toward(self.place, self.weight / (weight_of_want + evidence + self.weight)) } else { estimate }
    }
}

impl Insight {
    /// A customer's person whose need was found at a place with this evidence.
    pub fn learn(&mut self, found: Point, evidence: f64) {
        self.people += 1.0;
        self.sum = self.sum.scaled_plus(1.0, found);
        self.squares += found.x * found.x + found.y * found.y;
        self.noise += 1.0 / evidence.max(1e-9);
    }

    /// One's own insight, and a share of what only colleagues have learned (`all` includes one's own).
    pub fn with_share_of(self, all: Insight, shared: f64) -> Insight {
        // Customers that have gone to another pool are not in `all`.
        if all.people <= self.people {
            return self;
        }
        let mix = |own: f64, all: f64| own + shared * (all - own).max(0.0);
        Insight {
            customers: mix(self.customers, all.customers),
            people: mix(self.people, all.people),
            sum: self.sum.toward(all.sum, shared),
            squares: mix(self.squares, all.squares),
            noise: mix(self.noise, all.noise),
        }
    }

    /// What is expected of the next customer: the mean of the needs found, with the precision that their spread warrants, times
    /// `insight_strength` and the share `n / (n + h)` that `n` customers bring, with `h` the `insight_customers`.
    pub fn prior(&self, rule: &Learning) -> Prior {
        let (strength, half) = (rule.insight_strength, rule.insight_customers);
        if self.people < 2.0 || strength <= 0.0 {
            return Prior::default();
        }
        let place = Point::new(self.sum.x / self.people, self.sum.y / self.people);
        let spread = 0.5 * (self.squares / self.people - place.x * place.x - place.y * place.y);
        let variance = (spread - self.noise / self.people).max(rule.insight_least_variance);
        Prior { place, weight: strength * self.customers / (self.customers + half) / variance }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Four needs at (0, 0), (2, 0), (0, 2), (2, 2), found without noise: mean (1, 1), variance 1 on each axis. Four customers with
    /// half at four bring half of that precision.
    #[test]
    fn the_prior_is_the_mean_with_the_precision_of_the_spread() {
        let mut insight = Insight { customers: 4.0, ..Insight::default() };
        for (x, y) in [(0.0, 0.0), (2.0, 0.0), (0.0, 2.0), (2.0, 2.0)] {
            insight.learn(Point::new(x, y), 1e9);
        }
        let rule = |insight_strength| Learning { insight_strength, insight_customers: 4.0, ..Learning::default() };
        let prior = insight.prior(&rule(1.0));
        assert_eq!(prior.place, Point::new(1.0, 1.0));
        assert!((prior.weight - 0.5).abs() < 1e-6);
        assert_eq!(insight.prior(&rule(0.0)), Prior::default());
        // Nothing of one's own and all of the pool's; half of it keeps the mean and halves the customers.
        let newcomer = Insight::default().with_share_of(insight, 0.5);
        assert_eq!((newcomer.customers, newcomer.prior(&rule(1.0)).place), (2.0, Point::new(1.0, 1.0)));
        assert_eq!(Insight::default().with_share_of(insight, 0.0), Insight::default());
    }
}
