//! What single changes make, and what all of them make together against their sum.

use super::WorldRow;
use super::combination::{Effect, Linear, contrast, holm};
use crate::measure::{Measure, Ratio};

/// A measure under single changes and under all of them. What is undefined is `None`.
#[derive(Debug, Clone, PartialEq)]
pub struct Changes {
    /// Which measure.
    pub measure: Measure,
    /// Its mean without any change.
    pub before: Option<f64>,
    /// Its mean with all of them.
    pub after: Option<f64>,
    /// What each change makes by itself, with its p-value corrected for all of them (Holm).
    pub single: Vec<(Option<Effect>, Option<f64>)>,
    /// What all make together.
    pub together: Option<Effect>,
    /// What each makes by itself, summed up.
    pub sum: Option<Effect>,
    /// Together less sum.
    pub beyond: Option<Effect>,
}

/// Sums a measure up; `rows` has the worlds without any change, with each, and with all.
pub fn changes(rows: &[Vec<WorldRow>], measure: Measure) -> Changes {
    let of = |worlds: &Vec<WorldRow>| -> Vec<Ratio> { worlds.iter().map(|row| row.ratios[measure as usize]).collect() };
    let values: Vec<Option<Linear>> = rows.iter().map(|worlds| Linear::new(&of(worlds))).collect();
    let [before, single @ .., after] = values.as_slice() else {
        return Changes { measure, before: None, after: None, single: Vec::new(), together: None, sum: None, beyond: None };
    };
    let change = |value: &Option<Linear>| contrast(&[(-1.0, before.as_ref()?), (1.0, value.as_ref()?)]);
    let effects: Vec<Option<Effect>> = single.iter().map(change).collect();
    let adjusted = holm(&effects.iter().map(|effect| effect.and_then(|e| e.p_value())).collect::<Vec<_>>());
    let many = single.len() as f64;
    let sum = || -> Option<Effect> {
        let mut terms = vec![(-many, before.as_ref()?)];
        terms.extend(all(single, 1.0)?);
        contrast(&terms)
    };
    let beyond = || -> Option<Effect> {
        let mut terms = vec![(many - 1.0, before.as_ref()?), (1.0, after.as_ref()?)];
        terms.extend(all(single, -1.0)?);
        contrast(&terms)
    };
    Changes {
        measure,
        before: before.as_ref().map(|value| value.ratio),
        after: after.as_ref().map(|value| value.ratio),
        together: change(after),
        sum: sum(),
        beyond: beyond(),
        single: effects.into_iter().zip(adjusted).collect(),
    }
}

/// All of them with the same weight, if all are defined.
fn all(values: &[Option<Linear>], weight: f64) -> Option<Vec<(f64, &Linear)>> {
    values.iter().map(|value| Some((weight, value.as_ref()?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::{ENDINGS, MEASURES};

    fn rows(values: [f64; 3]) -> Vec<WorldRow> {
        let world = |(world, value): (usize, f64)| {
            let mut ratios = [Ratio::default(); MEASURES];
            ratios[0] = Ratio { numerator: value, denominator: 1.0 };
            WorldRow { world: world as u64, ratios, endings: [[0; 2]; ENDINGS] }
        };
        values.into_iter().enumerate().map(world).collect()
    }

    #[test]
    fn together_against_the_sum_of_the_single_ones() {
        let all = [rows([1.0, 2.0, 3.0]), rows([1.5, 2.6, 3.4]), rows([0.9, 2.0, 2.8]), rows([2.4, 3.2, 4.6])];
        let changes = changes(&all, Measure::ALL[0]);
        let near = |effect: Option<Effect>, expected: f64| (effect.expect("defined").mean - expected).abs() < 1e-12;
        assert!(near(changes.single[0].0, 0.5) && near(changes.single[1].0, -0.1) && near(changes.together, 1.4));
        assert!(near(changes.sum, 0.4) && near(changes.beyond, 1.0));
        // By world 1.4, 1.2, 1.6 together and 0.4, 0.6, 0.2 summed up: beyond that 1.0, 0.6, 1.4.
        let error = changes.beyond.and_then(|e| e.standard_error).expect("three worlds");
        assert!((error - 0.4 / 3f64.sqrt()).abs() < 1e-12, "{error}");
        assert_eq!((changes.before, changes.after), (Some(2.0), Some(3.4)));
        let [first, second] = [0, 1].map(|i| changes.single[i].1.expect("a p-value"));
        assert!(first < second);
    }
}
