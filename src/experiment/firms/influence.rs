//! Which assumptions the spread of firms depends on.
//!
//! The share of an assumption is that of the variance of true differences between firms which it explains by itself: the variance of what is
//! expected where it alone is known (the first-order index of Sobol, *Mathematical Modelling and Computational Experiment* 1, 1993). Firms
//! are drawn anyway, so no design of their own is needed: differences are projected on orthogonal polynomials of each assumption's place in
//! its range (Sudret, *Reliability Engineering and System Safety* 93, 2008), and of every squared coefficient its own squared error is taken
//! off, so that what explains nothing has a share of nothing on average. The noise of worlds is taken off the variance before.
//!
//! The first of hundreds of shares is large by luck. So one half of the firms says which come first, and the other half how large they are.

use crate::experiment::several::false_discovery;
use statrs::distribution::{ChiSquared, ContinuousCDF};

/// Half of a 95 % interval in standard errors.
const HALF: f64 = 1.96;
/// Shares that come first are told together: so many at most.
pub const MOST_TOGETHER: usize = 8;
/// Ends of a range: the lowest and the highest fifth.
const FIFTH: f64 = 0.2;
/// More polynomials are told apart with at least so many firms in a half.
const MANY: usize = 1500;
/// Polynomials of an assumption: of a slope and a bend, or of finer shapes where there are many firms.
const DEGREES: [usize; 2] = [2, 6];
/// Of assumptions told apart from nothing one in twenty is expected not to be.
pub const FALSE: f64 = 0.05;

/// A firm as it was drawn and seen.
#[derive(Debug, Clone, PartialEq)]
pub struct DrawnFirm {
    /// The difference that was seen.
    pub difference: f64,
    /// The variance of its noise.
    pub noise: f64,
    /// Where each assumption is in its range, from 0 to 1; not a number where the firm has no such assumption.
    pub places: Vec<f64>,
    /// Its kind, such as its pay plan, by number.
    pub kind: usize,
}

/// What an assumption explains.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Influence {
    /// Its place in the list of assumptions; `None` for the kind of firm.
    pub assumption: Option<usize>,
    /// The share of the variance between firms that it explains by itself.
    pub share: f64,
    /// Its 95 % interval.
    pub ci95: [f64; 2],
    /// The mean difference in the lowest and in the highest fifth of its range, each with its standard error; `None` for the kind of firm.
    pub ends: Option<[(f64, f64); 2]>,
    /// Whether it is told apart from nothing, among all that were looked at.
    pub is_told_apart: bool,
}

/// What all of them explain.
#[derive(Debug, Clone, PartialEq)]
pub struct Influences {
    /// The variance of true differences between firms; 0 where they do not differ beyond noise.
    pub variance: f64,
    /// Everything that was looked at: in the order that one half of the firms gives, with the figures of the other.
    pub order: Vec<Influence>,
    /// What the first few that are told apart explain together, and its standard error; `None` where there are none.
    pub together: Option<(usize, f64, f64)>,
    /// How many of the first five are among the first five of the other half.
    pub overlap: usize,
}

/// Shifted Legendre polynomials of a place from 0 to 1, of degree 1 and more, with variance 1.
fn polynomials(place: f64, degrees: usize) -> Vec<f64> {
    let x = 2.0 * place - 1.0;
    let (mut before, mut now, mut all) = (1.0, x, Vec::with_capacity(degrees));
    for degree in 1..=degrees {
        let n = degree as f64;
        all.push(now * (2.0 * n + 1.0).sqrt());
        (before, now) = (now, ((2.0 * n + 1.0) * x * now - n * before) / (n + 1.0));
    }
    all
}

/// A half of the firms.
struct Half<'f> {
    firms: Vec<&'f DrawnFirm>,
    mean: f64,
    /// Of what was seen, noise included.
    seen: f64,
    /// Of true differences.
    variance: f64,
    /// The standard error of that, as a share of it.
    error: f64,
    degrees: usize,
}

/// A share with what it was found from.
#[derive(Clone)]
struct Found {
    share: f64,
    error: f64,
    p_value: f64,
    coefficients: Vec<f64>,
}

impl<'f> Half<'f> {
    fn new(firms: Vec<&'f DrawnFirm>, degrees: usize, noise_error: f64) -> Self {
        let count = firms.len().max(1) as f64;
        let mean = firms.iter().map(|firm| firm.difference).sum::<f64>() / count;
        let squares = firms.iter().map(|firm| square(firm.difference - mean)).sum::<f64>();
        let fourths = firms.iter().map(|firm| square(square(firm.difference - mean))).sum::<f64>();
        let noise = firms.iter().map(|firm| firm.noise).sum::<f64>() / count;
        let seen = squares / (count - 1.0).max(1.0);
        let variance = (seen - noise).max(0.0);
        let of_seen = (fourths / count - square(seen)).max(0.0) / count;
        let error = (of_seen + square(noise * noise_error)).sqrt() / variance.max(f64::MIN_POSITIVE);
        Self { firms, mean, seen, variance, error, degrees }
    }

    /// The standard error of a share, of which the part that it explains has this one: the variance that it is a share of is not known exactly.
    fn of_share(&self, share: f64, error: f64) -> f64 {
        (square(error) + square(share * self.error)).sqrt()
    }

    /// What an assumption explains by itself.
    fn found(&self, assumption: usize) -> Found {
        let known = || self.firms.iter().filter(|firm| firm.places[assumption].is_finite());
        let count = known().count() as f64;
        // An assumption that only some firms have explains only their part.
        let part = count / self.firms.len().max(1) as f64;
        let (mut sums, mut squares) = (vec![0.0; self.degrees], vec![0.0; self.degrees]);
        for firm in known() {
            for (degree, value) in polynomials(firm.places[assumption], self.degrees).into_iter().enumerate() {
                let product = (firm.difference - self.mean) * value;
                sums[degree] += product;
                squares[degree] += product * product;
            }
        }
        let coefficients: Vec<f64> = sums.iter().map(|sum| sum / count.max(1.0)).collect();
        let errors =
            coefficients.iter().zip(&squares).map(|(b, squares)| (squares / count.max(1.0) - b * b).max(0.0) / (count - 1.0).max(1.0));
        let errors: Vec<f64> = errors.collect();
        let explained: f64 = coefficients.iter().zip(&errors).map(|(b, error)| b * b - error).sum();
        let variance: f64 = coefficients.iter().zip(&errors).map(|(b, error)| 4.0 * b * b * error + 2.0 * error * error).sum();
        let statistic = coefficients.iter().zip(&errors).filter(|(_, error)| **error > 0.0).map(|(b, error)| b * b / error).sum();
        Found {
            share: part * explained / self.variance,
            error: self.of_share(part * explained / self.variance, part * variance.sqrt() / self.variance),
            p_value: above(statistic, self.degrees),
            coefficients,
        }
    }

    /// What the kinds of firms explain.
    fn of_kinds(&self) -> Option<Found> {
        let kinds = self.firms.iter().map(|firm| firm.kind).max()? + 1;
        let (mut counts, mut sums) = (vec![0.0; kinds], vec![0.0; kinds]);
        for firm in &self.firms {
            counts[firm.kind] += 1.0;
            sums[firm.kind] += firm.difference - self.mean;
        }
        let (count, free) = (self.firms.len() as f64, counts.iter().filter(|count| **count > 0.0).count().saturating_sub(1));
        if free == 0 {
            return None;
        }
        let between: f64 = counts.iter().zip(&sums).filter(|(count, _)| **count > 0.0).map(|(count, sum)| sum * sum / count).sum();
        let by_luck = free as f64 * self.seen;
        let share = (between - by_luck) / count / self.variance;
        let error = (4.0 * between.max(0.0) * self.seen + 2.0 * by_luck * self.seen).sqrt() / count / self.variance;
        Some(Found {
            share,
            error: self.of_share(share, error),
            p_value: above(between / self.seen.max(f64::MIN_POSITIVE), free),
            coefficients: counts.iter().zip(&sums).map(|(count, sum)| sum / count.max(1.0)).collect(),
        })
    }

    /// The mean difference at an end of an assumption's range, with its standard error.
    fn end(&self, assumption: usize, is_there: impl Fn(f64) -> bool) -> (f64, f64) {
        let there: Vec<f64> = self.firms.iter().filter(|firm| is_there(firm.places[assumption])).map(|firm| firm.difference).collect();
        let count = there.len().max(1) as f64;
        let mean = there.iter().sum::<f64>() / count;
        let squares = there.iter().map(|value| square(value - mean)).sum::<f64>();
        (mean, (squares / (count - 1.0).max(1.0) / count).sqrt())
    }

    fn expected(&self, firm: &DrawnFirm, of: &[(Option<usize>, &Found)]) -> f64 {
        let one = |(assumption, found): &(Option<usize>, &Found)| match assumption {
            None => found.coefficients.get(firm.kind).copied().unwrap_or(0.0),
            Some(place) if firm.places[*place].is_finite() => {
                polynomials(firm.places[*place], self.degrees).iter().zip(&found.coefficients).map(|(value, b)| value * b).sum()
            }
            Some(_) => 0.0,
        };
        self.mean + of.iter().map(one).sum::<f64>()
    }
}

/// What each of so many assumptions explains of the spread of firms, where the variance of noise is known with this standard error, as a
/// share of it; `None` with fewer than forty firms.
pub fn influences(firms: &[DrawnFirm], assumptions: usize, noise_error: f64) -> Option<Influences> {
    if firms.len() < 40 {
        return None;
    }
    let degrees = DEGREES[usize::from(firms.len() >= 2 * MANY)];
    let half = |odd: usize| Half::new(firms.iter().skip(odd).step_by(2).collect(), degrees, noise_error);
    let (picks, tells) = (half(0), half(1));
    if picks.variance == 0.0 || tells.variance == 0.0 {
        return Some(Influences { variance: 0.0, order: Vec::new(), together: None, overlap: 0 });
    }
    let all = |half: &Half<'_>, kinds: Option<Found>| -> Vec<(Option<usize>, Found)> {
        let numbers = (0..assumptions).map(|place| (Some(place), half.found(place)));
        numbers.chain(kinds.map(|found| (None, found))).collect()
    };
    let kinds = picks.of_kinds().zip(tells.of_kinds());
    let (of_picks, of_tells) = kinds.unzip();
    let (picked, told) = (all(&picks, of_picks), all(&tells, of_tells));
    let mut places: Vec<usize> = (0..picked.len()).collect();
    let by = |list: &[(Option<usize>, Found)], a: usize, b: usize| list[b].1.share.total_cmp(&list[a].1.share).then(a.cmp(&b));
    places.sort_by(|&a, &b| by(&picked, a, b));
    let mut others: Vec<usize> = (0..told.len()).collect();
    others.sort_by(|&a, &b| by(&told, a, b));
    let overlap = places.iter().take(5).filter(|place| others.iter().take(5).any(|other| other == *place)).count();
    let p_values: Vec<f64> = told.iter().map(|(_, found)| found.p_value).collect();
    let told_apart: Vec<bool> = false_discovery(&p_values).iter().map(|p| *p <= FALSE).collect();
    let influence = |&place: &usize| {
        let (assumption, found) = &told[place];
        let ends = assumption.map(|number| [tells.end(number, |at| at <= FIFTH), tells.end(number, |at| at >= 1.0 - FIFTH)]);
        Influence {
            assumption: *assumption,
            share: found.share,
            ci95: [found.share - HALF * found.error, found.share + HALF * found.error].map(|end| end.clamp(0.0, 1.0)),
            ends,
            is_told_apart: told_apart[place],
        }
    };
    let order: Vec<Influence> = places.iter().map(influence).collect();
    let first: Vec<usize> = places.iter().copied().filter(|place| told_apart[*place]).take(MOST_TOGETHER).collect();
    let together = (!first.is_empty()).then(|| {
        let of: Vec<(Option<usize>, &Found)> = first.iter().map(|&place| (picked[place].0, &picked[place].1)).collect();
        // What one half expects of the firms of the other: what it gets wrong less is explained.
        let saved: Vec<f64> = tells
            .firms
            .iter()
            .map(|firm| square(firm.difference - tells.mean) - square(firm.difference - picks.expected(firm, &of)))
            .collect();
        let count = saved.len() as f64;
        let mean = saved.iter().sum::<f64>() / count;
        let error = (saved.iter().map(|value| square(value - mean)).sum::<f64>() / (count - 1.0) / count).sqrt();
        (first.len(), mean / tells.variance, tells.of_share(mean / tells.variance, error / tells.variance))
    });
    Some(Influences { variance: tells.variance, order, together, overlap })
}

/// How often a sum of so many squares of standard normals is larger.
fn above(statistic: f64, free: usize) -> f64 {
    ChiSquared::new(free.max(1) as f64).map_or(1.0, |chi| chi.sf(statistic))
}

fn square(x: f64) -> f64 {
    x * x
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::math;
    use crate::engine::{Purpose, Stream, Streams};
    use std::f64::consts::PI;

    fn stream(number: u64) -> Stream {
        Streams::new(11, number).stream(Purpose::named("a test of influence"), 0, 0)
    }

    /// Firms of a function of so many places, with noise of half its variance.
    fn firms(count: usize, inputs: usize, number: u64, variance: f64, of: impl Fn(&[f64]) -> f64) -> Vec<DrawnFirm> {
        let mut stream = stream(number);
        let one = |_| {
            let places: Vec<f64> = (0..inputs).map(|_| stream.uniform()).collect();
            let difference = of(&places) + (0.5 * variance).sqrt() * stream.normal();
            DrawnFirm { difference, noise: 0.5 * variance, places, kind: 0 }
        };
        (0..count).map(one).collect()
    }

    fn share(found: &Influences, assumption: usize) -> f64 {
        found.order.iter().find(|one| one.assumption == Some(assumption)).map_or(f64::NAN, |one| one.share)
    }

    /// Ishigami and Homma 1990 with a = 7, b = 0.1: exact shares 0.3139, 0.4424, 0.
    #[test]
    fn ishigami_comes_back_under_noise() {
        let (a, b) = (7.0, 0.1);
        let parts = [0.5 * square(1.0 + b * math::powi(PI, 4) / 5.0), a * a / 8.0, 0.0];
        let variance = a * a / 8.0 + b * math::powi(PI, 4) / 5.0 + b * b * math::powi(PI, 8) / 18.0 + 0.5;
        let of = |u: &[f64]| {
            let x: Vec<f64> = u.iter().map(|u| PI * (2.0 * u - 1.0)).collect();
            math::sin(x[0]) + a * square(math::sin(x[1])) + b * math::powi(x[2], 4) * math::sin(x[0])
        };
        let found = influences(&firms(60_000, 3, 1, variance, of), 3, 0.0).expect("firms");
        for (place, part) in parts.iter().enumerate() {
            assert!((share(&found, place) - part / variance).abs() < 0.02, "{place}: {found:?}");
        }
        assert!((found.variance / variance - 1.0).abs() < 0.03);
    }

    /// The g-function of Sobol with a = 0, 1, 4.5, 9, 99, 99: shares (1 / 3 (1 + a)^2) over the whole.
    #[test]
    fn the_g_function_comes_back_under_noise() {
        let a = [0.0, 1.0, 4.5, 9.0, 99.0, 99.0];
        let parts: Vec<f64> = a.iter().map(|a| 1.0 / (3.0 * square(1.0 + a))).collect();
        let variance = parts.iter().map(|part| 1.0 + part).product::<f64>() - 1.0;
        let of = |u: &[f64]| u.iter().zip(a).map(|(u, a)| ((4.0 * u - 2.0).abs() + a) / (1.0 + a)).product();
        let found = influences(&firms(60_000, 6, 2, variance, of), 6, 0.0).expect("firms");
        for (place, part) in parts.iter().enumerate() {
            assert!((share(&found, place) - part / variance).abs() < 0.02, "{place}: {found:?}");
        }
        let first: Vec<_> = found.order.iter().take(2).map(|one| one.assumption).collect();
        assert_eq!(first, [Some(0), Some(1)]);
    }

    /// Three of three hundred matter; the others are seldom told apart from nothing, and what comes first is no larger than it is.
    #[test]
    fn what_matters_comes_first_and_nothing_else_is_claimed() {
        let of = |u: &[f64]| 0.3 * u[7] - 0.25 * u[40] + 0.6 * square(u[100] - 0.5);
        let variance = (0.09 + 0.0625) / 12.0 + 0.36 / 180.0;
        let (mut claimed, mut missed, mut together) = (0, 0, 0.0);
        for number in 0..10 {
            let found = influences(&firms(1200, 300, 10 + number, variance, of), 300, 0.0).expect("firms");
            let told: Vec<_> = found.order.iter().filter(|one| one.is_told_apart).map(|one| one.assumption.unwrap_or(0)).collect();
            claimed += told.iter().filter(|place| ![7, 40, 100].contains(place)).count();
            missed += [7, 40, 100].iter().filter(|place| !told.contains(place)).count();
            together += found.together.map_or(0.0, |(_, share, _)| share) / 10.0;
        }
        assert!(claimed <= 4 && missed <= 1, "{claimed} claimed, {missed} missed");
        assert!((together - 1.0).abs() < 0.1, "{together} together");
    }

    #[test]
    fn kinds_of_firms_have_their_share_and_alike_firms_none() {
        let mut list = firms(2000, 2, 3, 0.02, |u| 0.1 * u[0]);
        list.iter_mut().enumerate().for_each(|(number, firm)| {
            firm.kind = number / 2 % 3;
            firm.difference += [0.2, 0.0, -0.1][firm.kind];
        });
        let found = influences(&list, 2, 0.0).expect("firms");
        assert!(found.order[0].assumption.is_none() && found.order[0].is_told_apart, "{found:?}");
        let alike: Vec<DrawnFirm> = firms(200, 2, 4, 0.02, |_| 0.0).into_iter().map(|firm| DrawnFirm { noise: 0.1, ..firm }).collect();
        assert_eq!(influences(&alike, 2, 0.0).map(|found| found.variance), Some(0.0));
        assert_eq!(influences(&alike[..30], 2, 0.0), None);
    }
}
