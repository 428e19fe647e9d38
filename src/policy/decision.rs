//! The decision rule: options, what they are worth to the person who decides, and a soft choice among them.
//!
//! An option is chosen with a chance that grows with its worth, on top of habit:
//!
//! ```text
//! P(option) ~ habit(option) · exp(worth(option) / (temperature · hours))
//! ```
//!
//! (logit choice: McFadden, *Conditional Logit Analysis of Qualitative Choice Behavior*, 1974; the habits are the
//! prior of Matějka and McKay, *American Economic Review*, 2015). At an infinite temperature habit alone decides, at 0 the best option.

use crate::engine::math;
pub use crate::scenario::limits::MOST_OPTIONS;
use crate::scenario::response::Response;

/// Temperatures from here on are infinite, by definition.
const INFINITE: f64 = 1e9;

/// Something that a person could do.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Alternative {
    /// How often it is done by habit, against the others; 0: never.
    pub habit: f64,
    /// What it is worth to the person, EUR.
    pub worth: f64,
}

/// Options as they are weighed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Weighed {
    /// Chance of each.
    pub chances: [f64; MOST_OPTIONS],
    /// How many there are.
    pub count: usize,
}

impl Weighed {
    /// The option on which a uniform number falls.
    pub fn pick(&self, uniform: f64) -> usize {
        let mut sum = 0.0;
        let mut last = 0;
        for (index, chance) in self.chances[..self.count].iter().enumerate() {
            if *chance > 0.0 {
                last = index;
            }
            sum += chance;
            if uniform < sum {
                return index;
            }
        }
        last
    }

    /// The mean of a value over the options.
    pub fn mean(&self, value: impl Fn(usize) -> f64) -> f64 {
        (0..self.count).map(|i| self.chances[i] * value(i)).sum()
    }
}

/// One over the temperature of a choice in which `hours` are at stake; 0 where habit alone decides.
pub fn sharpness(response: &Response, hours: f64) -> f64 {
    if response.temperature >= INFINITE { 0.0 } else { 1.0 / (response.temperature * hours.max(1e-6)) }
}

/// Weighs at most [`MOST_OPTIONS`] options; `sharpness` is one over the temperature of the choice, in EUR.
///
/// ```
/// use winflow::policy::decision::{Alternative, weigh};
/// let options = [Alternative { habit: 3.0, worth: 0.0 }, Alternative { habit: 1.0, worth: 10.0 }];
/// assert_eq!(weigh(&options, 0.0).chances[1], 0.25);
/// assert_eq!(weigh(&options, f64::INFINITY).chances[1], 1.0);
/// ```
pub fn weigh(options: &[Alternative], sharpness: f64) -> Weighed {
    let options = &options[..options.len().min(MOST_OPTIONS)];
    let mut weighed = Weighed { chances: [0.0; MOST_OPTIONS], count: options.len() };
    let best = options.iter().filter(|o| o.habit > 0.0).map(|o| o.worth).fold(f64::NEG_INFINITY, f64::max);
    let mut sum = 0.0;
    for (chance, option) in weighed.chances.iter_mut().zip(options) {
        let behind = best - option.worth;
        *chance = match option.habit {
            habit if habit <= 0.0 => 0.0,
            habit if behind <= 0.0 || sharpness == 0.0 => habit,
            habit => habit * math::exp(-behind * sharpness),
        };
        sum += *chance;
    }
    for chance in &mut weighed.chances[..weighed.count] {
        *chance = if sum > 0.0 { *chance / sum } else { 0.0 };
    }
    if sum <= 0.0
        && let Some(first) = weighed.chances.first_mut()
    {
        *first = 1.0;
    }
    weighed
}

#[cfg(test)]
mod tests {
    use super::*;

    const OPTIONS: [Alternative; 3] =
        [Alternative { habit: 1.0, worth: 5.0 }, Alternative { habit: 1.0, worth: 15.0 }, Alternative { habit: 0.0, worth: 1e9 }];

    #[test]
    fn odds_are_habit_times_the_exponential_of_worth() {
        let weighed = weigh(&OPTIONS, 0.1);
        let expected = 1.0 / (1.0 + math::exp(-1.0));
        assert!((weighed.chances[1] - expected).abs() < 1e-15, "{weighed:?}");
        assert_eq!(weighed.chances[2], 0.0, "what is never done by habit is never done");
        assert_eq!(weighed.pick(0.999_999_999), 1);
        assert_eq!(weighed.pick(0.0), 0);
    }

    #[test]
    fn huge_worths_do_no_harm() {
        let options = [Alternative { habit: 1.0, worth: -1e300 }, Alternative { habit: 1.0, worth: 1e300 }];
        assert_eq!(weigh(&options, 1.0).chances[..2], [0.0, 1.0]);
        assert_eq!(weigh(&[], 1.0).pick(0.5), 0);
    }
}
