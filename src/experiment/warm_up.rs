//! How long a system takes to find its level: where a series that begins in an empty (or loaded) firm should be cut.
//!
//! [`mser5`] is the rule of White (1997) in the form of White, Cobb and Spratt (2000): of all cuts, the one after which the mean is
//! known best. It is applied to the mean over worlds, week by week (Welch 1983; for this rule Hoad, Robinson and Davies 2010).

use crate::measure::{WeekRecord, predicted_quantile};
use crate::simulation::Model;
use serde::{Deserialize, Serialize};

/// Pilot worlds, if nobody says how many.
pub const PILOT_WORLDS: u64 = 20;
/// Number of the first pilot world: no experiment has as many worlds of its own.
pub const FIRST_PILOT_WORLD: u64 = 1_000_000;
/// Least length of the window of a pilot, in years, where customers can be drawn as long as it takes.
const PILOT_YEARS: f64 = 3.0;

/// Weeks in a batch.
pub const BATCH: usize = 5;
/// Fewer batches than this are too few to look for a cut in.
const FEWEST: usize = 10;

/// What is looked at, week by week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Series {
    /// Dialogues begun.
    Dialogues,
    /// Work in progress.
    Wip,
    /// Deals closed.
    Deals,
}

impl Series {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 3] = [Self::Dialogues, Self::Wip, Self::Deals];

    /// Name in files.
    pub fn id(self) -> &'static str {
        match self {
            Self::Dialogues => "dialogues",
            Self::Wip => "wip",
            Self::Deals => "deals",
        }
    }

    /// Name for people.
    pub fn title(self) -> &'static str {
        match self {
            Self::Dialogues => "dialogues begun",
            Self::Wip => "work in progress",
            Self::Deals => "deals closed",
        }
    }

    /// Unit in words.
    pub fn unit(self) -> &'static str {
        match self {
            Self::Dialogues => "a week",
            Self::Wip => "opportunities",
            Self::Deals => "a week",
        }
    }

    /// Its value in a week.
    pub fn of(self, week: &WeekRecord) -> f64 {
        f64::from(match self {
            Self::Dialogues => week.dialogues,
            Self::Wip => week.wip,
            Self::Deals => week.deals,
        })
    }
}

/// Where MSER-5 cuts a series.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Cut {
    /// After so many weeks.
    After(usize),
    /// The longer the cut in the first half of the series, the better: it has not found its level by its middle.
    NotYet,
    /// There are too few weeks to look for a cut.
    TooShort,
}

/// What was found in a series of one system.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// Which series.
    pub series: Series,
    /// Mean over worlds, week by week.
    pub mean: Vec<f64>,
    /// The tenth and the ninetieth percentile over worlds, week by week.
    pub band: Vec<(f64, f64)>,
    /// Where MSER-5 cuts the mean.
    pub cut: Cut,
}

impl Found {
    /// All series of a system, from the weeks of its pilot worlds.
    pub fn all(worlds: &[Vec<WeekRecord>]) -> Vec<Self> {
        let one = |series| {
            let mean = mean_over_worlds(worlds, series);
            Self { series, cut: mser5(&mean), band: band_over_worlds(worlds, series, 0.1, 0.9), mean }
        };
        Series::ALL.map(one).to_vec()
    }

    /// Weeks that are cut; `None` if no cut was found.
    pub fn weeks(&self) -> Option<usize> {
        match self.cut {
            Cut::After(weeks) => Some(weeks),
            Cut::NotYet | Cut::TooShort => None,
        }
    }

    /// Mean of what is left after the cut.
    pub fn level(&self) -> Option<f64> {
        self.level_after(self.weeks()?)
    }

    /// Mean of what is left after so many weeks.
    pub fn level_after(&self, weeks: usize) -> Option<f64> {
        let left = self.mean.get(weeks..).filter(|left| !left.is_empty())?;
        Some(left.iter().sum::<f64>() / left.len() as f64)
    }
}

/// The model whose worlds show how a system finds its level: the same, with a window of three years or more and nothing after it.
pub fn pilot(model: &Model) -> Model {
    model.changed(|scenario| {
        let real = scenario.channel.values().any(|channel| !channel.csv_file.is_empty());
        scenario.time.run_out_years = 0.0;
        if !real {
            scenario.time.years = scenario.time.years.max(PILOT_YEARS);
        }
    })
}

/// The mean of a series over worlds, week by week, as far as every world goes (Welch 1983).
pub fn mean_over_worlds(worlds: &[Vec<WeekRecord>], series: Series) -> Vec<f64> {
    let weeks = worlds.iter().map(Vec::len).min().unwrap_or(0);
    let mean = |week: usize| worlds.iter().map(|world| series.of(&world[week])).sum::<f64>() / worlds.len() as f64;
    (0..weeks).map(mean).collect()
}

/// Between what a series of new worlds will lie, week by week: the shares `low` and `high` of them below. Empty where there are too few
/// worlds to say.
pub fn band_over_worlds(worlds: &[Vec<WeekRecord>], series: Series, low: f64, high: f64) -> Vec<(f64, f64)> {
    let weeks = worlds.iter().map(Vec::len).min().unwrap_or(0);
    let band = |week: usize| {
        let mut values: Vec<f64> = worlds.iter().map(|world| series.of(&world[week])).collect();
        values.sort_by(f64::total_cmp);
        predicted_quantile(&values, low).zip(predicted_quantile(&values, high))
    };
    (0..weeks).map(band).collect::<Option<_>>().unwrap_or_default()
}

/// Where MSER-5 cuts a series: in batches of five, the cut `d` that makes `Σ (Y_i - mean)² / (n - d)²` over `i > d` least, which is
/// the squared standard error of the mean of what is left but for a factor. Weeks that fill no batch are left out, at the end.
///
/// Cuts are looked for in the first half; a best cut at the end of that half means that the series is too short (White and Robinson 2010).
/// Nothing is looked for in the second half, where few values agree with each other by chance.
///
/// ```
/// use winflow::experiment::warm_up::{Cut, mser5};
/// // Ten weeks to fill, then a level.
/// let series: Vec<f64> = (0..100).map(|week| if week < 10 { week as f64 } else { 20.0 + f64::from(week % 3) }).collect();
/// assert_eq!(mser5(&series), Cut::After(10));
/// ```
pub fn mser5(series: &[f64]) -> Cut {
    let batches: Vec<f64> = series.chunks_exact(BATCH).map(|batch| batch.iter().sum::<f64>() / BATCH as f64).collect();
    if batches.len() < FEWEST {
        return Cut::TooShort;
    }
    let half = batches.len() / 2;
    match mser(&batches, half) {
        cut if cut == half => Cut::NotYet,
        cut => Cut::After(BATCH * cut),
    }
}

/// The cut, up to `longest`, with the least standard error of the mean of what is left; the first of several.
fn mser(values: &[f64], longest: usize) -> usize {
    let mut best = (0, f64::INFINITY);
    for cut in 0..=longest {
        let error = marginal_error(&values[cut..]);
        if error < best.1 {
            best = (cut, error);
        }
    }
    best.0
}

/// `Σ (Y - mean)² / n²`.
fn marginal_error(values: &[f64]) -> f64 {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / (n * n)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::{Purpose, Streams};

    const NOISE: Purpose = Purpose::named("noise of a test of warm-up");

    /// By hand: for 0 9 10 11 10 the sums of squares are 82, 2, 2/3, 1/2, 0 over 25, 16, 9, 4, 1.
    #[test]
    fn the_cut_is_the_least_of_the_statistics_computed_by_hand() {
        let values = [0.0, 9.0, 10.0, 11.0, 10.0];
        let by_hand = [82.0 / 25.0, 2.0 / 16.0, (2.0 / 3.0) / 9.0, 0.5 / 4.0, 0.0];
        for (cut, expected) in by_hand.into_iter().enumerate() {
            assert!((marginal_error(&values[cut..]) - expected).abs() < 1e-12, "{cut}: {expected}");
        }
        assert_eq!(mser(&values, 1), 1);
        assert_eq!(mser(&values, 3), 2);
        assert_eq!(mser(&values, 4), 4, "a single value agrees with itself");
        assert_eq!(mser(&[3.0; 6], 3), 0, "nothing is cut from what never changes");
    }

    /// A first-order autoregressive series around `level`, which begins at `start` and forgets it by `keeps` a week.
    fn autoregressive(world: u64, weeks: usize, (start, level, keeps, noise): (f64, f64, f64, f64)) -> Vec<f64> {
        let mut stream = Streams::new(7, world).stream(NOISE, 0, 0);
        let mut value = start;
        (0..weeks)
            .map(|_| {
                value = level + keeps * (value - level) + noise * stream.normal();
                value
            })
            .collect()
    }

    /// Of the start, 0.8^d is left after d weeks: at 20 weeks 1 %. What the rule cuts has to lie about there, and the mean of what is
    /// left on the level.
    #[test]
    fn a_known_transient_is_cut_off() {
        let (mut cuts, mut raw, mut cut_off) = (Vec::new(), 0.0, 0.0);
        for world in 0..400 {
            let series = autoregressive(world, 200, (0.0, 100.0, 0.8, 2.0));
            let Cut::After(cut) = mser5(&series) else { continue };
            cuts.push(cut);
            raw += series.iter().sum::<f64>() / 200.0;
            cut_off += series[cut..].iter().sum::<f64>() / (200 - cut) as f64;
        }
        let found = cuts.len();
        assert!(found >= 380, "a level in {found} of 400");
        cuts.sort_unstable();
        let median = cuts[found / 2];
        assert!((10..=30).contains(&median), "median cut {median}");
        let [raw, cut_off] = [raw, cut_off].map(|sum| sum / found as f64 - 100.0);
        assert!(raw < -1.5, "without a cut the mean is off: {raw}");
        assert!(cut_off.abs() < 0.3, "with it, it is not: {cut_off}");
    }

    #[test]
    fn a_series_without_a_transient_keeps_most_of_its_weeks() {
        let cuts = |world| match mser5(&autoregressive(world, 200, (100.0, 100.0, 0.0, 5.0))) {
            Cut::After(cut) => cut <= 30,
            _ => false,
        };
        let kept = (0..400).filter(|&world| cuts(world)).count();
        assert!(kept >= 360, "{kept} of 400");
    }

    #[test]
    fn a_series_that_grows_to_the_end_has_no_cut() {
        let series: Vec<f64> = (0..100).map(f64::from).collect();
        assert_eq!(mser5(&series), Cut::NotYet);
        assert_eq!(mser5(&series[..49]), Cut::TooShort);
        assert_eq!(mser5(&[]), Cut::TooShort);
    }

    #[test]
    fn means_and_bands_go_as_far_as_every_world() {
        let week = |wip| WeekRecord { dialogues: 1, wip, deals: 0, ..Default::default() };
        let worlds = [vec![week(2), week(4), week(9)], vec![week(4), week(8)]];
        assert_eq!(mean_over_worlds(&worlds, Series::Wip), [3.0, 6.0]);
        // With two worlds a third of new ones is below the lesser, two thirds below the greater.
        assert_eq!(band_over_worlds(&worlds, Series::Wip, 1.0 / 3.0, 2.0 / 3.0), [(2.0, 4.0), (4.0, 8.0)]);
        assert!(band_over_worlds(&worlds, Series::Wip, 0.1, 0.9).is_empty());
        assert!(mean_over_worlds(&[], Series::Deals).is_empty());
    }
}
