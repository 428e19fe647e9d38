//! What one assumption does when it alone is moved: elementary effects and total effects.
//!
//! From a firm that is drawn, each assumption in turn is moved and everything else left (radial sampling, Campolongo, Saltelli and Cariboni,
//! *Computer Physics Communications* 182, 2011). Moved by half of its range, that gives elementary effects (Morris, *Technometrics* 33, 1991),
//! which rank hundreds of assumptions. Moved to its value in a second firm that is drawn, it gives the share of the spread between firms that
//! would be left if all others were known (the total index, by Jansen's estimator), and with the second firm the share that it explains by
//! itself (Saltelli et al., *Computer Physics Communications* 181, 2010).
//!
//! What is seen of a firm is noisy, and squares of noise do not cancel. So every firm of a row is seen in the same two worlds, and products of
//! what the two show take the place of squares: the noise of one world knows nothing of that of the other.

use super::draw::Assumed;
use statrs::distribution::{ContinuousCDF, StudentsT};

/// Elementary effects move an assumption by this share of its range.
const HALF_RANGE: f64 = 0.5;

/// Where a moved assumption goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum To {
    /// Half of its range away.
    HalfAway,
    /// To its value in the second firm.
    Second,
}

/// The numbers of a firm in which one assumption is moved, and by what share of its range; `None` where the firm has no such assumption. The
/// numbers of both firms of the row are those of what is assumed, in its order.
pub fn moved<'a>(assumed: &[Assumed], [first, second]: [&[(&'a str, f64)]; 2], key: &str, to: To) -> Option<(Vec<(&'a str, f64)>, f64)> {
    let place = assumed.iter().position(|known| known.path == key)?;
    let (Assumed { low, high, .. }, from) = (&assumed[place], first[place].1);
    let there = match to {
        To::Second => second[place].1,
        To::HalfAway if (from - low) / (high - low) < 0.5 => from + HALF_RANGE * (high - low),
        To::HalfAway => from - HALF_RANGE * (high - low),
    };
    let mut numbers = first.to_vec();
    numbers[place].1 = there;
    Some((numbers, (there - from) / (high - low)))
}

/// What was seen of a row, each firm in two worlds; nothing of a firm that does not count.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Row {
    /// The first firm.
    pub first: Option<[f64; 2]>,
    /// The second firm; none where elementary effects are looked for.
    pub second: Option<[f64; 2]>,
    /// The first with each assumption moved in turn.
    pub moved: Vec<Moved>,
}

/// A firm with one assumption moved.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Moved {
    /// What was seen.
    pub seen: Option<[f64; 2]>,
    /// How far it was moved, as a share of its range.
    pub by: f64,
}

/// A figure with its standard error.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Figure {
    /// The figure.
    pub value: f64,
    /// Its standard error.
    pub error: f64,
}

/// What an assumption does.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Effect {
    /// The share of the variance that it explains by itself; `None` without second firms.
    pub first: Option<Figure>,
    /// The share of the variance that is left where all others are known.
    pub total: Figure,
    /// The mean of its elementary effects: of moving it over the whole range.
    pub mean: f64,
    /// Their mean size (μ* of Campolongo et al. 2007): with noise too small rather than too large, and nothing on average for what does nothing.
    pub size: f64,
    /// Their standard deviation, without that of noise.
    pub spread: f64,
    /// How often it would seem to do as much where it does nothing.
    pub p_value: f64,
    /// Whether nothing at all changed, in any world.
    pub is_none: bool,
}

/// What all of them do.
#[derive(Debug, Clone, PartialEq)]
pub struct Effects {
    /// The variance of true differences between firms.
    pub variance: f64,
    /// How many rows tell something.
    pub rows: usize,
    /// In the order in which they were moved.
    pub effects: Vec<Effect>,
}

/// What assumptions do, by rows in which each was moved; `None` with fewer than two rows that tell something.
pub fn effects(rows: &[Row]) -> Option<Effects> {
    let rows: Vec<(&Row, [f64; 2])> = rows.iter().filter_map(|row| Some((row, row.first?))).collect();
    let count = rows.iter().map(|(row, _)| row.moved.len()).min().filter(|_| rows.len() >= 2)?;
    let of_row = |(row, first): &(&Row, [f64; 2])| {
        let moved = row.moved.iter().filter_map(|moved| moved.seen);
        [*first].into_iter().chain(row.second).chain(moved).flatten().collect::<Vec<f64>>()
    };
    let all: Vec<f64> = rows.iter().flat_map(of_row).collect();
    let center = all.iter().sum::<f64>() / all.len() as f64;
    let drawn: Vec<[f64; 2]> = rows.iter().flat_map(|(row, first)| [*first].into_iter().chain(row.second)).collect();
    let means = [0, 1].map(|world| drawn.iter().map(|seen| seen[world]).sum::<f64>() / drawn.len() as f64);
    let around = |seen: [f64; 2]| (seen[0] - means[0]) * (seen[1] - means[1]);
    let variance = drawn.iter().copied().map(around).sum::<f64>() / drawn.len() as f64;
    let of_row = |row: &Row, first: [f64; 2]| match row.second {
        Some(second) => (around(first) + around(second)) / 2.0,
        None => around(first),
    };
    let effect = |place: usize| {
        let seen: Vec<Seen> = rows
            .iter()
            .filter_map(|(row, first)| {
                let Moved { seen, by } = row.moved[place];
                Some(Seen { first: *first, second: row.second, moved: seen?, by, around: of_row(row, *first) })
            })
            .collect();
        Effect::new(&seen, variance, center)
    };
    Some(Effects { variance: variance.max(0.0), rows: rows.len(), effects: (0..count).map(effect).collect() })
}

/// A row, as one assumption sees it.
struct Seen {
    first: [f64; 2],
    second: Option<[f64; 2]>,
    moved: [f64; 2],
    by: f64,
    /// What the row adds to the variance.
    around: f64,
}

impl Seen {
    fn change(&self, world: usize) -> f64 {
        self.moved[world] - self.first[world]
    }

    /// The elementary effect in a world.
    fn elementary(&self, world: usize) -> f64 {
        if self.by == 0.0 { 0.0 } else { self.change(world) / self.by }
    }
}

impl Effect {
    fn new(seen: &[Seen], variance: f64, center: f64) -> Self {
        let count = seen.len() as f64;
        if seen.len() < 2 {
            return Self { p_value: 1.0, ..Self::default() };
        }
        let mean = |of: &dyn Fn(&Seen) -> f64| seen.iter().map(of).sum::<f64>() / count;
        // A share of the variance, of which each row adds to both.
        let share = |of: &dyn Fn(&Seen) -> f64| {
            let value = mean(of) / variance;
            let squares: f64 = seen.iter().map(|row| square(of(row) - value * row.around)).sum();
            Figure { value, error: (squares / count / (count - 1.0)).sqrt() / variance.abs() }
        };
        let half_square = |row: &Seen| row.change(0) * row.change(1) / 2.0;
        let by_itself = |row: &Seen| {
            let of = |second: [f64; 2], a: usize, b: usize| (second[a] - center) * row.change(b);
            row.second.map_or(0.0, |second| (of(second, 0, 1) + of(second, 1, 0)) / 2.0)
        };
        let has_seconds = seen.iter().all(|row| row.second.is_some());
        let elementary = |row: &Seen| (row.elementary(0) + row.elementary(1)) / 2.0;
        let size = |row: &Seen| {
            let [a, b] = [row.elementary(0), row.elementary(1)];
            (sign(a) * b + sign(b) * a) / 2.0
        };
        let average = mean(&elementary);
        let squares = (mean(&|row| row.elementary(0) * row.elementary(1)) - square(average)) * count / (count - 1.0);
        let total = mean(&half_square);
        let error = (seen.iter().map(|row| square(half_square(row) - total)).sum::<f64>() / count / (count - 1.0)).sqrt();
        let moved = || seen.iter().filter(|row| row.by != 0.0);
        Self {
            first: has_seconds.then(|| share(&by_itself)),
            total: share(&half_square),
            mean: average,
            size: mean(&size),
            spread: squares.max(0.0).sqrt(),
            p_value: if error > 0.0 { above(total / error, seen.len() - 1) } else { f64::from(u8::from(total <= 0.0)) },
            is_none: moved().next().is_some() && moved().all(|row| row.change(0) == 0.0 && row.change(1) == 0.0),
        }
    }
}

/// How often a mean of nothing is so many standard errors above it, by Student's t.
fn above(errors: f64, free: usize) -> f64 {
    StudentsT::new(0.0, 1.0, free as f64).map_or(1.0, |t| t.sf(errors))
}

fn sign(x: f64) -> f64 {
    if x == 0.0 { 0.0 } else { x.signum() }
}

fn square(x: f64) -> f64 {
    x * x
}

#[cfg(test)]
pub(crate) mod sample {
    use super::*;
    use crate::engine::{Purpose, Streams};
    use crate::experiment::firms::draw::drawn;

    /// Rows of a function of so many places from 0 to 1, through the design, with noise of this variance.
    pub fn rows(count: u64, inputs: usize, to: To, noise: f64, of: impl Fn(&[f64]) -> f64) -> Vec<Row> {
        let assumed: Vec<Assumed> = (0..inputs).map(|place| Assumed { path: format!("x{place}"), low: 0.0, high: 1.0 }).collect();
        let row = |number: u64| {
            let mut stream = Streams::new(21, number).stream(Purpose::named("noise of a test"), 0, 0);
            let mut see = |numbers: &[(&str, f64)]| {
                let places: Vec<f64> = numbers.iter().map(|(_, value)| *value).collect();
                Some([0, 1].map(|_| of(&places) + noise.sqrt() * stream.normal()))
            };
            let [first, second] = [0, 1].map(|which| drawn(&assumed, 1, 2 * number + which, 0));
            let one = |known: &Assumed| {
                let (numbers, by) = moved(&assumed, [&first, &second], &known.path, to).expect("it is assumed");
                Moved { seen: see(&numbers), by }
            };
            let moved = assumed.iter().map(one).collect();
            Row { first: see(&first), second: if to == To::Second { see(&second) } else { None }, moved }
        };
        (0..count).map(row).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::sample::rows;
    use super::*;
    use crate::engine::math;
    use std::f64::consts::PI;

    fn ishigami(u: &[f64]) -> f64 {
        let x: Vec<f64> = u.iter().map(|u| PI * (2.0 * u - 1.0)).collect();
        math::sin(x[0]) + 7.0 * square(math::sin(x[1])) + 0.1 * math::powi(x[2], 4) * math::sin(x[0])
    }

    /// Ishigami and Homma 1990: exact, under noise of half the variance.
    #[test]
    fn shares_of_ishigami_come_back_under_noise() {
        let (a, b) = (7.0, 0.1);
        let alone = [0.5 * square(1.0 + b * math::powi(PI, 4) / 5.0), a * a / 8.0, 0.0];
        let with_others = 8.0 * square(b) * math::powi(PI, 8) / 225.0;
        let variance: f64 = alone.iter().sum::<f64>() + with_others;
        let found = effects(&rows(40_000, 3, To::Second, variance / 2.0, ishigami)).expect("rows");
        let totals = [alone[0] + with_others, alone[1], with_others];
        for (effect, (first, total)) in found.effects.iter().zip(alone.into_iter().zip(totals)) {
            let is = effect.first.expect("second firms");
            assert!((is.value - first / variance).abs() < 0.02 && is.error < 0.02, "{effect:?}");
            assert!((effect.total.value - total / variance).abs() < 0.02 && effect.total.error < 0.02, "{effect:?}");
        }
        assert!((found.variance / variance - 1.0).abs() < 0.03, "{}", found.variance);
    }

    /// The g-function of Sobol: exact, under noise of half the variance.
    #[test]
    fn shares_of_the_g_function_come_back_under_noise() {
        let a = [0.0, 1.0, 4.5, 9.0, 99.0, 99.0];
        let parts = a.map(|a| 1.0 / (3.0 * square(1.0 + a)));
        let whole: f64 = parts.iter().map(|part| 1.0 + part).product();
        let variance = whole - 1.0;
        let of = |u: &[f64]| u.iter().zip(a).map(|(u, a)| ((4.0 * u - 2.0).abs() + a) / (1.0 + a)).product();
        let found = effects(&rows(40_000, 6, To::Second, variance / 2.0, of)).expect("rows");
        for (effect, part) in found.effects.iter().zip(parts) {
            let total = part * whole / (1.0 + part);
            assert!((effect.first.expect("second firms").value - part / variance).abs() < 0.02, "{effect:?}");
            assert!((effect.total.value - total / variance).abs() < 0.02, "{effect:?}");
        }
    }

    /// Intervals hold the true totals as often as they say.
    #[test]
    fn errors_are_as_large_as_they_say() {
        let of = |u: &[f64]| 2.0 * (u[0] - 0.5) + 8.0 * (u[0] - 0.5) * (u[1] - 0.5);
        let (alone, together) = (4.0 / 12.0, 64.0 / 144.0);
        let exact = [1.0, together / (alone + together), 0.0];
        let (mut held, mut all) = (0.0, 0.0);
        for set in 0..100 {
            let rows = rows(20_000, 3, To::Second, 0.3, of);
            let found = effects(&rows[set * 200..(set + 1) * 200]).expect("rows");
            for (effect, exact) in found.effects.iter().zip(exact) {
                held += f64::from(u8::from((effect.total.value - exact).abs() <= 1.96 * effect.total.error));
                all += 1.0;
            }
        }
        assert!(held / all > 0.9, "{} of all intervals hold it", held / all);
    }

    /// Elementary effects of a plane are its slopes, of a product they spread, and what does nothing does nothing.
    #[test]
    fn elementary_effects_are_slopes() {
        let of = |u: &[f64]| 0.3 * u[0] - 0.2 * u[1] + (u[2] - 0.5) * (u[3] - 0.5);
        let exact = effects(&rows(10, 5, To::HalfAway, 0.0, of)).expect("rows").effects;
        assert!((exact[0].mean - 0.3).abs() < 1e-9 && exact[0].spread < 1e-6 && (exact[1].size - 0.2).abs() < 1e-9, "{exact:?}");
        assert!(exact[2].spread > 0.1 && exact[4].is_none && exact[4].size == 0.0 && exact[4].p_value == 1.0, "{exact:?}");
        let noisy = effects(&rows(2000, 5, To::HalfAway, 0.02, of)).expect("rows").effects;
        assert!((noisy[0].mean - 0.3).abs() < 0.02 && noisy[0].spread < 0.08 && noisy[4].size.abs() < 0.03, "{noisy:?}");
        assert!(noisy[0].p_value < 1e-6 && noisy[3].p_value < 1e-3 && noisy[4].p_value > 0.001 && !noisy[4].is_none, "{noisy:?}");
        assert_eq!(effects(&rows(1, 2, To::HalfAway, 0.0, of_two)), None);
    }

    fn of_two(u: &[f64]) -> f64 {
        u[0] + u[1]
    }
}
