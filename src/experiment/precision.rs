//! Worlds until intervals are narrow enough.
//!
//! After each batch of worlds the intervals of all figures asked about are looked at; the widest, held against what was asked, says how
//! many worlds are needed (the square of how much too wide it is, by Student's t), and a batch brings them there, at most twice as
//! many as there are. Stopping when a variance happens to look small makes intervals cover less often than they say (Chow and Robbins, *Annals of
//! Mathematical Statistics* 36, 1965, hold for ever narrower intervals only; for others Law, Kelton and Koenig, *Communications in
//! Statistics B* 10, 1981). So there are few looks, no stop before twenty worlds, none while an interval is not safe; and the intervals
//! are at Bonferroni's level, so that all of them together are as narrow as asked. What is left is measured: `tests/winflow/coverage.rs`.

use super::SystemOutcome;
use super::interval::{Doubt, Sample};
use super::statistics::ERROR;
use super::verdicts::{Questions, worlds_for, yardstick};
use crate::measure::Measure;

/// A batch has at least so many worlds.
const LEAST_BATCH: u64 = 10;

/// When to stop adding worlds.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    /// What is asked about.
    pub questions: Questions,
    /// Widest half-width of an interval, as a share of the baseline's mean.
    pub precision: f64,
    /// At so many worlds it ends in any case.
    pub most_worlds: u64,
}

/// What a rule says.
#[derive(Debug, Clone, PartialEq)]
pub enum Next {
    /// Every interval is narrow enough, or there are as many worlds as there may be.
    Enough,
    /// Go on until there are so many worlds.
    More(u64),
}

/// How narrow the interval of one figure is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Width {
    /// The measure.
    pub measure: Measure,
    /// Position of the system: its difference from the first, or the first itself where there is only one.
    pub system: usize,
    /// Half the width as a share of the baseline's mean; `None` where that is zero or nothing was counted: no number of worlds helps.
    pub half_width: Option<f64>,
    /// Whether that is as narrow as asked, and safe.
    pub reached: bool,
    /// Why it is not safe.
    pub doubt: Option<Doubt>,
    /// How many worlds would do.
    needed: Option<u64>,
}

impl Rule {
    /// What to do after these worlds.
    pub fn next(&self, systems: &[SystemOutcome]) -> Next {
        let worlds = systems.first().map_or(0, |system| system.worlds.len() as u64);
        if worlds >= self.most_worlds {
            return Next::Enough;
        }
        let needed = self.widths(systems).into_iter().filter(|w| !w.reached).filter_map(|w| w.needed).max();
        match needed {
            None => Next::Enough,
            Some(needed) => {
                let most = (2 * worlds).max(worlds + LEAST_BATCH).min(self.most_worlds);
                Next::More(needed.max(worlds + LEAST_BATCH).min(most))
            }
        }
    }

    /// How narrow each interval is: by system, then by measure.
    pub fn widths(&self, systems: &[SystemOutcome]) -> Vec<Width> {
        let compared: Vec<usize> = if systems.len() > 1 { (1..systems.len()).collect() } else { (0..systems.len()).collect() };
        let error = ERROR / (compared.len() * self.questions.measures.len()).max(1) as f64;
        let one = |system: usize| self.questions.measures.iter().map(move |&measure| self.width(systems, system, measure, error));
        compared.into_iter().flat_map(one).collect()
    }

    fn width(&self, systems: &[SystemOutcome], system: usize, measure: Measure, error: f64) -> Width {
        let nothing = Width { measure, system, half_width: None, reached: false, doubt: None, needed: None };
        let sample = |place: usize| Sample::ratio(&systems[place].ratios(measure));
        let Some(baseline) = sample(0) else { return nothing };
        let Some(whole) = yardstick(measure, Some(baseline.mean())) else { return nothing };
        let figure = match (system, sample(system)) {
            (0, _) => baseline,
            (_, Some(other)) => baseline.to(&other),
            (_, None) => return nothing,
        };
        let worlds = figure.worlds();
        let Some(inference) = figure.infer() else {
            // A single world has no interval; a second one would have.
            return Width { needed: Some(worlds as u64 + 1), ..nothing };
        };
        let [low, high] = inference.interval(error);
        let half_width = (high - low) / 2.0;
        let narrow = half_width <= self.precision * whole;
        let doubt = inference.doubt();
        let needed = match doubt {
            None => worlds_for(half_width, self.precision * whole, worlds, error),
            Some(_) => Some(2 * worlds as u64),
        };
        Width { half_width: Some(half_width / whole), reached: narrow && doubt.is_none(), doubt, needed, ..nothing }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::WorldRow;
    use crate::measure::{ENDINGS, MEASURES, Ratio};

    const WINS: Measure = Measure::WinWinDealsPerMonth;

    /// A system whose win-wins a month are these.
    fn system(values: impl Iterator<Item = f64>) -> SystemOutcome {
        let row = |(world, numerator): (usize, f64)| {
            let mut ratios = [Ratio::default(); MEASURES];
            ratios[WINS as usize] = Ratio { numerator, denominator: 1.0 };
            WorldRow { world: world as u64, ratios, endings: [[0; 2]; ENDINGS] }
        };
        SystemOutcome { name: "system".into(), worlds: values.enumerate().map(row).collect() }
    }

    /// Around ten, evenly spread; forty worlds with a standard deviation of `spread` times 1.1990 (that of 0 to 39 is 11.69, over 39, times 4).
    fn even(worlds: u32, spread: f64) -> SystemOutcome {
        system((0..worlds).map(|w| 10.0 + spread * 4.0 * (f64::from((w * 7) % worlds) / f64::from(worlds - 1) - 0.5)))
    }

    fn rule(precision: f64, most_worlds: u64) -> Rule {
        Rule { questions: Questions { measures: vec![WINS], ..Questions::default() }, precision, most_worlds }
    }

    /// Standard deviation 1.1990, 40 worlds, t 2.0227: half-width 0.3835 or 3.835 %. Of 2.5 % it takes (3.835 / 2.5)^2 = 2.35 times as
    /// many, less for Student's t: at most twice as many at once.
    #[test]
    fn it_asks_for_what_the_variance_suggests() {
        let systems = [even(40, 1.0)];
        let width = rule(0.04, 2000).widths(&systems)[0];
        assert!(width.half_width.is_some_and(|half| (half - 0.03835).abs() < 2e-5), "{width:?}");
        assert_eq!(rule(0.04, 2000).next(&systems), Next::Enough);
        assert_eq!(rule(0.025, 2000).next(&systems), Next::More(80));
        assert_eq!(rule(0.025, 70).next(&systems), Next::More(70));
        assert_eq!(rule(0.0375, 2000).next(&systems), Next::More(50), "never fewer than ten more");
        let some = rule(0.03, 2000).next(&systems);
        assert!(matches!(some, Next::More(62..=65)), "(3.835 / 3)^2 x 40 is 65, less a little: {some:?}");
    }

    #[test]
    fn it_ends_at_the_limit_and_says_that_it_is_not_reached() {
        let systems = [even(40, 1.0)];
        let rule = rule(0.001, 40);
        assert_eq!(rule.next(&systems), Next::Enough);
        assert!(!rule.widths(&systems)[0].reached);
    }

    #[test]
    fn what_can_never_be_reached_is_not_waited_for() {
        let rule = rule(0.02, 2000);
        let nothing = [system((0..40).map(|_| 0.0))];
        assert_eq!(rule.next(&nothing), Next::Enough);
        let width = rule.widths(&nothing)[0];
        assert_eq!((width.half_width, width.reached), (None, false));
    }

    #[test]
    fn it_does_not_stop_before_an_interval_is_safe() {
        let alike = [system((0..10).map(|w| 10.0 + 1e-6 * f64::from(w)))];
        assert_eq!(rule(0.02, 2000).next(&alike), Next::More(20), "ten equal worlds are luck as yet");
        assert_eq!(rule(0.02, 2000).next(&[system([10.0].into_iter())]), Next::More(11));
    }

    /// The same spread in both: the difference is exact.
    #[test]
    fn of_systems_the_difference_counts() {
        let rule = rule(0.001, 2000);
        let shifted = system(even(40, 1.0).ratios(WINS).iter().map(|r| r.numerator + 1.0));
        assert_eq!(rule.next(&[even(40, 1.0), shifted]), Next::Enough);
    }
}
