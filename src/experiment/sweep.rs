//! Which of many settings is best, and whether that is settled.

use super::statistics::{Difference, difference};
use super::verdicts::holm;
use crate::measure::{Better, Ratio};

/// Chance of a wrong claim among all of them that is accepted.
pub const ALPHA: f64 = 0.05;

/// The best of several settings.
#[derive(Debug, Clone, PartialEq)]
pub struct Best {
    /// Place of the best.
    pub place: usize,
    /// Its mean, which is flattered: it was chosen in the same worlds.
    pub mean: f64,
    /// What choosing the best comes to in a world that had no part in the choice.
    pub mean_unflattered: Option<f64>,
    /// The second best, if there is another.
    pub runner_up: Option<RunnerUp>,
    /// Those that cannot be told from the best, all comparisons taken together.
    pub not_told_apart: Vec<usize>,
}

/// The second best of several settings.
#[derive(Debug, Clone, PartialEq)]
pub struct RunnerUp {
    /// Its place.
    pub place: usize,
    /// The best less it.
    pub lead: Difference,
    /// p-value of the lead, adjusted for all comparisons with the best (Holm).
    pub p_adjusted: Option<f64>,
}

/// The best of several settings by a measure, each given as its worlds; `None` where none is better than another by nature.
///
/// The best is compared with every other, world by world; the p-values are multiplied by half the number of settings, since any pair
/// could have been compared, and then adjusted by Holm's method. What the choice is worth is told by
/// choosing from all worlds but one and valuing the chosen in that one, for every world.
pub fn best(settings: &[Vec<Ratio>], better: Better) -> Option<Best> {
    let means: Vec<Option<f64>> = settings.iter().map(|worlds| mean(worlds)).collect();
    let ranked = ranked(&means, better)?;
    let (&place, rest) = ranked.split_first()?;
    let leads: Vec<Difference> = rest.iter().map(|&other| difference(&settings[other], &settings[place], better)).collect();
    // Which is the best was found in the same worlds: any of all pairs could have been the one that is compared.
    let pairs_for_each = ranked.len() as f64 / 2.0;
    let p: Vec<f64> = leads.iter().map(|lead| (lead.p_value.unwrap_or(1.0) * pairs_for_each).min(1.0)).collect();
    let adjusted = holm(&p);
    let open = rest.iter().zip(&adjusted).filter(|(_, p)| **p >= ALPHA).map(|(&other, _)| other);
    let mut not_told_apart: Vec<usize> = open.collect();
    not_told_apart.sort_unstable();
    let runner_up = rest.first().map(|&other| RunnerUp { place: other, lead: leads[0], p_adjusted: leads[0].p_value.map(|_| adjusted[0]) });
    Some(Best { place, mean: means[place]?, mean_unflattered: unflattered(settings, better), runner_up, not_told_apart })
}

/// Total over total.
pub(super) fn mean(worlds: &[Ratio]) -> Option<f64> {
    let (above, below) = worlds.iter().fold((0.0, 0.0), |sum, r| (sum.0 + r.numerator, sum.1 + r.denominator));
    Some(above / below).filter(|mean| mean.is_finite())
}

/// Places from the best to the worst, without those that have no mean; `None` if no direction is better or none has a mean.
fn ranked(means: &[Option<f64>], better: Better) -> Option<Vec<usize>> {
    let sign = match better {
        Better::Higher => -1.0,
        Better::Lower => 1.0,
        Better::Neither => return None,
    };
    let mut places: Vec<(f64, usize)> = means.iter().enumerate().filter_map(|(place, mean)| Some((sign * (*mean)?, place))).collect();
    // At equal means the first one is taken.
    places.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    (!places.is_empty()).then(|| places.into_iter().map(|(_, place)| place).collect())
}

/// Chooses from all worlds but one and values in that one; total over total.
fn unflattered(settings: &[Vec<Ratio>], better: Better) -> Option<f64> {
    let worlds = settings.iter().map(Vec::len).min().filter(|worlds| *worlds >= 2)?;
    let total = |worlds: &[Ratio]| worlds.iter().fold((0.0, 0.0), |sum, r| (sum.0 + r.numerator, sum.1 + r.denominator));
    let totals: Vec<(f64, f64)> = settings.iter().map(|worlds| total(worlds)).collect();
    let chosen_without = |world: usize| {
        let without = |(place, all): (usize, &(f64, f64))| {
            let left_out = settings[place][world];
            Some((all.0 - left_out.numerator) / (all.1 - left_out.denominator)).filter(|mean| mean.is_finite())
        };
        let means: Vec<Option<f64>> = totals.iter().enumerate().map(without).collect();
        Some(settings[*ranked(&means, better)?.first()?][world])
    };
    mean(&(0..worlds).map(chosen_without).collect::<Option<Vec<Ratio>>>()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::{Purpose, Streams};

    fn plain(values: &[f64]) -> Vec<Ratio> {
        values.iter().map(|&numerator| Ratio { numerator, denominator: 1.0 }).collect()
    }

    /// Means 2, 5, 4.9; the middle leads the last by 0.1 in each world but one, in which it is behind by 0.1.
    #[test]
    fn the_best_and_what_cannot_be_told_from_it() {
        let settings = [plain(&[1.0, 2.0, 3.0, 2.0]), plain(&[4.0, 5.0, 6.0, 5.0]), plain(&[3.9, 4.9, 5.9, 5.1])];
        let best = best(&settings, Better::Higher).expect("a best");
        assert_eq!((best.place, best.not_told_apart.as_slice()), (1, &[2][..]));
        let runner_up = best.runner_up.expect("a runner-up");
        assert_eq!(runner_up.place, 2);
        assert!((runner_up.lead.mean.expect("a lead") - 0.05).abs() < 1e-12);
        // Lead 0.1, 0.1, 0.1, -0.1: t = 0.05 / (0.1 / 2) = 1 with 3 degrees of freedom, p = 0.3910, of three settings 1.5 times that.
        assert!((runner_up.p_adjusted.expect("p") - 0.5865).abs() < 1e-4);
        assert_eq!(super::best(&settings, Better::Lower).map(|best| (best.place, best.not_told_apart)), Some((0, vec![])));
        assert_eq!(super::best(&settings, Better::Neither), None);
    }

    /// Chosen without world 0: the second (mean 3 against 2), which has 0 there. Without world 1: the first (5 against 0).
    #[test]
    fn what_was_chosen_is_valued_where_it_was_not_chosen() {
        let settings = [plain(&[5.0, 2.0]), plain(&[0.0, 3.0])];
        let best = best(&settings, Better::Higher).expect("a best");
        assert_eq!((best.place, best.mean, best.mean_unflattered), (0, 3.5, Some(1.0)));
    }

    /// Twelve settings that are all alike: the best looks better than it is, and is claimed to be ahead of all in less than one
    /// experiment of twenty (here at most 25 of 200 are accepted, more than four standard errors beyond ten).
    #[test]
    fn the_best_of_equals_is_flattered_and_rarely_declared() {
        let (mut flattery, mut honest, mut declared) = (0.0, 0.0, 0);
        for experiment in 0..200 {
            let mut stream = Streams::new(experiment, 0).stream(Purpose::named("test"), 0, 0);
            let settings: Vec<Vec<Ratio>> = (0..12).map(|_| plain(&(0..10).map(|_| stream.normal()).collect::<Vec<_>>())).collect();
            let best = best(&settings, Better::Higher).expect("a best");
            flattery += best.mean / 200.0;
            honest += best.mean_unflattered.expect("two worlds") / 200.0;
            declared += usize::from(best.not_told_apart.is_empty());
        }
        // The largest of twelve standard normal means of ten worlds is at 1.629 / sqrt(10) on average.
        assert!((flattery - 0.515).abs() < 0.06, "{flattery}");
        assert!(honest.abs() < 0.1, "{honest}");
        assert!(declared <= 25, "{declared} of 200");
    }
}
