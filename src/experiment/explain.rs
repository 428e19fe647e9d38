//! Which part of a change makes the difference: rows of coalitions become shares with their intervals.

use super::WorldRow;
use super::combination::{Effect, Linear, contrast, half_width, holm, standard_error};
use super::shapley::{Design, Weights};
use crate::engine::math;
use crate::measure::{Measure, Ratio};

/// A measure, divided among the parts of a change. What is undefined is `None`.
#[derive(Debug, Clone, PartialEq)]
pub struct Division {
    /// Which measure.
    pub measure: Measure,
    /// Its mean under the baseline.
    pub baseline: Option<f64>,
    /// Its mean with every part.
    pub scenario: Option<f64>,
    /// Scenario less baseline.
    pub difference: Option<Effect>,
    /// What each part makes of it, in their order; they add up to it.
    pub shares: Vec<Share>,
    /// What pairs of parts add together beyond what each adds; none if not every coalition was run.
    pub interactions: Vec<Interaction>,
}

/// What one part makes of a difference.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Share {
    /// The Shapley value.
    pub mean: Option<f64>,
    /// Its 95 % interval: luck in the worlds, and in the orders if they were drawn.
    pub ci95: Option<[f64; 2]>,
    /// Half of the 95 % interval that is due to drawn orders; `None` if every coalition was run.
    pub sampling_error: Option<f64>,
    /// Probability of a share this far from zero if there were none, corrected for all parts (Holm).
    pub p_adjusted: Option<f64>,
    /// What it adds as the only part.
    pub alone: Option<Effect>,
    /// What it adds as the last part.
    pub last: Option<Effect>,
}

/// What two parts add together beyond what each adds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interaction {
    /// The parts, by their places.
    pub parts: [usize; 2],
    /// The interaction index; `None` if it is undefined.
    pub effect: Option<Effect>,
    /// Probability of one this far from zero if there were none, corrected for all pairs (Holm).
    pub p_adjusted: Option<f64>,
}

/// Findings with a smaller corrected p-value are settled.
pub const SETTLED: f64 = 0.05;

/// Divides a measure among the parts of a design; `rows` has the worlds of each coalition, in the order of the design.
pub fn divide(design: &Design, rows: &[&[WorldRow]], measure: Measure) -> Division {
    let of = |worlds: &[WorldRow]| -> Vec<Ratio> { worlds.iter().map(|row| row.ratios[measure as usize]).collect() };
    let values: Vec<Option<Linear>> = rows.iter().map(|worlds| Linear::new(&of(worlds))).collect();
    let mean = |place: Option<usize>| Some(values.get(place?)?.as_ref()?.ratio);
    let difference = combined(&design.whole(), &values);
    let mut shares: Vec<Share> = (0..design.players).map(|part| share(design, part, &values)).collect();
    let p_values: Vec<Option<f64>> = shares.iter().map(|share| share.p_adjusted).collect();
    shares.iter_mut().zip(holm(&p_values)).for_each(|(share, p)| share.p_adjusted = p);
    if let Some(difference) = difference {
        add_up(&mut shares, difference.mean);
    }
    Division {
        measure,
        baseline: mean(design.place(0)),
        scenario: mean(design.place(design.everything())),
        difference,
        shares,
        interactions: interactions(design, &values),
    }
}

/// A combination of the coalitions' values; `None` if one that counts is undefined.
fn combined(weights: &Weights, values: &[Option<Linear>]) -> Option<Effect> {
    let terms = weights.iter().zip(values).filter(|(weight, _)| **weight != 0.0);
    let terms: Vec<(f64, &Linear)> = terms.map(|(weight, value)| Some((*weight, value.as_ref()?))).collect::<Option<_>>()?;
    contrast(&terms).or_else(|| {
        // No part, no difference.
        let first = values.first()?.as_ref()?;
        contrast(&[(-1.0, first), (1.0, first)])
    })
}

fn share(design: &Design, part: usize, values: &[Option<Linear>]) -> Share {
    let (alone, last) = (combined(&design.alone(part), values), combined(&design.last(part), values));
    let Some(effect) = combined(&design.share(part), values) else { return Share { alone, last, ..Share::default() } };
    let Some(pairs) = design.share_by_pair(part).iter().map(|weights| Some(combined(weights, values)?.mean)).collect::<Option<Vec<f64>>>()
    else {
        return Share { alone, last, ..Share::default() };
    };
    let of_orders = standard_error(&pairs, 0.0);
    let sampling_error = of_orders.map(|error| half_width(error, pairs.len()));
    let width = effect.standard_error.map(|error| {
        let (of_worlds, of_orders) = (half_width(error, effect.worlds), sampling_error.unwrap_or(0.0));
        math::sqrt(of_worlds * of_worlds + of_orders * of_orders)
    });
    // With drawn orders the two errors are added, by the smaller number of degrees of freedom.
    let whole = Effect {
        standard_error: effect.standard_error.map(|error| math::sqrt(error * error + of_orders.map_or(0.0, |o| o * o))),
        worlds: if design.is_exact() { effect.worlds } else { effect.worlds.min(pairs.len()) },
        ..effect
    };
    Share {
        mean: Some(effect.mean),
        ci95: if design.is_exact() {
            effect.ci95()
        } else {
            width.map(|width| effect.reaching_zero([effect.mean - width, effect.mean + width]))
        },
        sampling_error,
        p_adjusted: whole.p_value(),
        alone,
        last,
    }
}

/// Rounding, if any, goes to the largest share, so that what is printed adds up.
fn add_up(shares: &mut [Share], whole: f64) {
    for _ in 0..3 {
        let sum: Option<f64> = shares.iter().map(|share| share.mean).sum();
        let Some(rest) = sum.map(|sum| whole - sum).filter(|rest| *rest != 0.0) else { return };
        let size = |share: &&mut Share| share.mean.map_or(0.0, f64::abs);
        let largest = shares.iter_mut().max_by(|a, b| size(a).total_cmp(&size(b)));
        if let Some(Share { mean: Some(mean), .. }) = largest {
            *mean += rest;
        }
    }
}

fn interactions(design: &Design, values: &[Option<Linear>]) -> Vec<Interaction> {
    let pairs = (0..design.players).flat_map(|one| (one + 1..design.players).map(move |other| [one, other]));
    let index = |parts: [usize; 2]| {
        let effect = combined(&design.interaction(parts[0], parts[1])?, values);
        Some(Interaction { parts, effect, p_adjusted: effect.and_then(|effect| effect.p_value()) })
    };
    let mut list: Vec<Interaction> = pairs.filter_map(index).collect();
    let p_values: Vec<Option<f64>> = list.iter().map(|one| one.p_adjusted).collect();
    list.iter_mut().zip(holm(&p_values)).for_each(|(one, p)| one.p_adjusted = p);
    list
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::{Purpose, Streams};
    use crate::measure::{ENDINGS, MEASURES};

    const LUCK: Purpose = Purpose::named("luck in a test");

    /// Worlds of a coalition: 40 months each, with as many win-wins as the game says, and luck.
    fn rows(coalition: u64, game: impl Fn(u64) -> f64) -> Vec<WorldRow> {
        let world = |world: u64| {
            let mut ratios = [Ratio::default(); MEASURES];
            let luck = |whose: u64| Streams::new(5, world).stream(LUCK, whose, 0).normal();
            let luck = 5.0 * luck(99) + 0.3 * luck(coalition);
            let months = 40.0 + (world % 3) as f64;
            ratios[0] = Ratio { numerator: months * (10.0 + game(coalition)) + luck, denominator: months };
            WorldRow { world, ratios, endings: [[0; 2]; ENDINGS] }
        };
        (0..20).map(world).collect()
    }

    fn divided(players: usize, most: u64, game: impl Fn(u64) -> f64) -> Division {
        let design = Design::new(players, most, 1);
        let rows: Vec<Vec<WorldRow>> = design.coalitions.iter().map(|c| rows(*c, &game)).collect();
        let rows: Vec<&[WorldRow]> = rows.iter().map(Vec::as_slice).collect();
        divide(&design, &rows, Measure::ALL[0])
    }

    fn game(c: u64) -> f64 {
        (c & 1) as f64 * 0.5 - (c >> 1 & 1) as f64 * 0.2 + if c & 5 == 5 { 0.3 } else { 0.0 }
    }

    #[test]
    fn shares_cover_what_is_known_and_add_up_to_the_difference() {
        let division = divided(3, 64, game);
        let whole = division.difference.expect("a difference").mean;
        let sum: f64 = division.shares.iter().filter_map(|share| share.mean).sum();
        assert!((sum - whole).abs() <= 1e-15, "{sum}, not {whole}");
        for (share, expected) in division.shares.iter().zip([0.65, -0.2, 0.15]) {
            let [low, high] = share.ci95.expect("an interval");
            assert!(low < expected && expected < high && high - low < 0.1, "{expected} in {low} to {high}");
            assert!(share.p_adjusted.is_some_and(|p| p < SETTLED) && share.sampling_error.is_none());
        }
        for one in &division.interactions {
            assert_eq!(one.p_adjusted.is_some_and(|p| p < 0.001), one.parts == [0, 2], "{one:?}");
        }
        assert!((division.shares[2].alone.expect("alone").mean - 0.0).abs() < 0.05);
        assert!((division.shares[2].last.expect("last").mean - 0.3).abs() < 0.05);
    }

    #[test]
    fn drawn_orders_state_their_error() {
        let eight = |c: u64| game(c) + f64::from((c >> 3).count_ones()) * f64::from((c >> 3).count_ones()) * f64::from(c as u32 & 1) * 0.02;
        let (exact, drawn) = (divided(8, 256, eight), divided(8, 100, eight));
        let whole = drawn.difference.expect("a difference").mean;
        assert!((drawn.shares.iter().filter_map(|share| share.mean).sum::<f64>() - whole).abs() < 1e-14);
        assert!(drawn.interactions.is_empty() && exact.interactions.len() == 28);
        for (drawn, exact) in drawn.shares.iter().zip(&exact.shares) {
            let ([low, high], exact) = (drawn.ci95.expect("an interval"), exact.mean.expect("a share"));
            assert!(low < exact && exact < high, "{exact} in {low} to {high}");
            assert!(drawn.sampling_error.is_some_and(|error| error < (high - low) / 2.0));
        }
    }

    #[test]
    fn without_parts_there_is_no_difference() {
        let division = divided(0, 64, game);
        assert_eq!(division.difference.map(|d| (d.mean, d.ci95())), Some((0.0, Some([0.0, 0.0]))));
        assert!(division.shares.is_empty() && division.baseline == division.scenario);
    }

    #[test]
    fn one_part_is_the_difference_and_what_is_undefined_is_none() {
        let division = divided(1, 64, game);
        assert_eq!(division.shares[0].mean, division.difference.map(|d| d.mean));
        assert_eq!(division.shares[0].ci95, division.difference.and_then(|d| d.ci95()));
        let design = Design::new(2, 64, 1);
        let none = vec![rows(0, game)[..1].iter().map(|row| WorldRow { ratios: [Ratio::default(); MEASURES], ..row.clone() }).collect(); 4];
        let none: Vec<&[WorldRow]> = none.iter().map(|rows: &Vec<WorldRow>| rows.as_slice()).collect();
        let undefined = divide(&design, &none, Measure::ALL[0]);
        assert_eq!((undefined.difference, undefined.shares[1].mean), (None, None));
    }
}
