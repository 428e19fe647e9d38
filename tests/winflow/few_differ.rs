//! What is said where two systems are exactly the same in many worlds, held against the truth. `cargo test --test winflow few_differ --
//! --nocapture` prints what the guide shows; with `WINFLOW_COVERAGE=all` more experiments a line, and of more worlds.
//!
//! An experiment is eight measures without a difference, or with one that is known. Whatever is said to be surely better or worse is then
//! known to be right or wrong, and in at most one experiment of twenty may any of it be wrong. What is said to be probably so is printed.

use crate::common::all_of;
use crate::worlds::model;
use rayon::prelude::*;
use winflow::engine::math;
use winflow::engine::streams::{Purpose, Stream, Streams, name_key};
use winflow::experiment::interval::Doubt;
use winflow::experiment::statistics::{Difference, difference, difference_among};
use winflow::experiment::verdicts::{HEADLINE, Standing, holm, verdict};
use winflow::measure::{Better, Measure, Ratio};

const LUCK: Purpose = Purpose::named("few differ");

/// What was said in many experiments, each of several measures.
#[derive(Debug, Default, Clone, Copy)]
struct Said {
    experiments: f64,
    figures: f64,
    /// Figures whose interval covers the truth.
    covered: f64,
    /// Experiments in which anything is said to be surely, or at all, on the wrong side.
    wrong_sure: f64,
    wrong: f64,
    /// Figures that are rightly said to be better or worse, surely or at all.
    right_sure: f64,
    right: f64,
    /// Experiments in which a difference that matters is said to be none, surely or at all.
    none_sure: f64,
    none: f64,
}

impl Said {
    /// Of an experiment: differences, their truths, and what matters of each.
    fn of(found: &[Difference], truths: &[f64], matters: Option<f64>, worlds: usize) -> Self {
        let p_values: Vec<f64> = found.iter().map(|d| d.p_value.expect("several worlds")).collect();
        let mut said = Self { experiments: 1.0, figures: found.len() as f64, ..Self::default() };
        let yes = |is: bool, sum: &mut f64| *sum = f64::max(*sum, f64::from(is));
        for ((d, p), truth) in found.iter().zip(holm(&p_values)).zip(truths) {
            let is_sure = d.doubt.is_none();
            let [low, high] = d.ci95.expect("several worlds");
            said.covered += f64::from(low <= *truth && *truth <= high);
            let standing = verdict(d, Some(p), matters, 0.0, Better::Higher, worlds).standing;
            let is_right = match standing {
                Standing::Better => *truth > 0.0,
                Standing::Worse => *truth < 0.0,
                Standing::NoDifference => {
                    let matters = matters.is_some_and(|matters| truth.abs() > matters);
                    yes(matters, &mut said.none);
                    yes(matters && is_sure, &mut said.none_sure);
                    continue;
                }
                _ => continue,
            };
            yes(!is_right, &mut said.wrong);
            yes(!is_right && is_sure, &mut said.wrong_sure);
            said.right += f64::from(is_right);
            said.right_sure += f64::from(is_right && is_sure);
        }
        said
    }

    fn plus(self, o: Self) -> Self {
        Self {
            experiments: self.experiments + o.experiments,
            figures: self.figures + o.figures,
            covered: self.covered + o.covered,
            wrong_sure: self.wrong_sure + o.wrong_sure,
            wrong: self.wrong + o.wrong,
            right_sure: self.right_sure + o.right_sure,
            right: self.right + o.right,
            none_sure: self.none_sure + o.none_sure,
            none: self.none + o.none,
        }
    }

    fn print(&self, name: &str) {
        let percent = |part: f64, of: f64| format!("{:.1}", 100.0 * part / of);
        let (e, f) = (self.experiments, self.figures);
        println!(
            "{name:<62} {:>8} {:>7} {:>7} {:>7} {:>7} {:>7} {:>7}",
            percent(self.covered, f),
            percent(self.wrong_sure, e),
            percent(self.wrong, e),
            percent(self.right_sure, f),
            percent(self.right, f),
            percent(self.none_sure, e),
            percent(self.none, e),
        );
    }

    /// What is sure is wrong in at most one experiment of twenty: two standard errors for each of so many lines.
    fn assert_seldom_wrong(&self, name: &str) {
        let most = 0.05 + 3.0 * (0.05 * 0.95 / self.experiments).sqrt();
        for (what, wrong) in [("on the wrong side", self.wrong_sure), ("said to be none", self.none_sure)] {
            assert!(wrong / self.experiments <= most, "{name}: surely {what} in {wrong} of {} experiments", self.experiments);
        }
    }
}

fn header() {
    println!(
        "{:<62} {:>8} {:>7} {:>7} {:>7} {:>7} {:>7} {:>7}",
        "in %", "covered", "wrong,", "wrong,", "right,", "right,", "none,", "none,"
    );
    println!("{:<62} {:>8} {:>7} {:>7} {:>7} {:>7} {:>7} {:>7}", "", "", "sure", "any", "sure", "any", "sure", "any");
}

fn experiments_each() -> u64 {
    if all_of("WINFLOW_COVERAGE") { 1000 } else { 40 }
}

fn worlds_each() -> &'static [usize] {
    if all_of("WINFLOW_COVERAGE") { &[40, 200, 1000] } else { &[40, 200] }
}

/// Shares of worlds that are the same.
fn shares_each() -> &'static [f64] {
    if all_of("WINFLOW_COVERAGE") { &[0.5, 0.6, 0.7, 0.85, 0.95, 0.98] } else { &[0.5, 0.7, 0.95] }
}

fn plain(values: impl IntoIterator<Item = f64>) -> Vec<Ratio> {
    values.into_iter().map(|numerator| Ratio { numerator, denominator: 1.0 }).collect()
}

/// How a difference is distributed where there is one: named, with its mean.
type Rest = (&'static str, f64, fn(&mut Stream) -> f64);

const LOG_NORMAL: fn(&mut Stream) -> f64 = |luck| luck.log_normal(1.0, 1.5);

/// Without a mean, from even to one large in ten against nine small ones.
fn rests() -> [Rest; 5] {
    [
        ("normal", 0.0, |luck| luck.normal()),
        ("exponential less its mean", 0.0, |luck| luck.exponential(1.0) - 1.0),
        ("log-normal, sigma 1.5, less its mean", 0.0, |luck| LOG_NORMAL(luck) - math::exp(1.125)),
        ("four small against one large", 0.0, |luck| if luck.chance(0.8) { 1.0 } else { -4.0 }),
        ("nine small against one large", 0.0, |luck| if luck.chance(0.9) { 1.0 } else { -9.0 }),
    ]
}

/// Many experiments of eight measures that are the same in a share of the worlds; what matters is two thirds of the truth.
fn measured(rest: Rest, same: f64, worlds: usize) -> Said {
    let (name, mean, draw) = rest;
    let truth = mean * (1.0 - same);
    let matters = Some(truth / 1.5).filter(|matters| *matters > 0.0);
    let one = |experiment: u64| {
        let mut luck = Streams::new(4, experiment).stream(LUCK, name_key(name), (1000.0 * same) as u64 + 10_000 * worlds as u64);
        let none = plain(vec![0.0; worlds]);
        let mut other = || plain((0..worlds).map(|_| if luck.chance(same) { 0.0 } else { draw(&mut luck) }));
        let found: Vec<Difference> = (0..HEADLINE).map(|_| difference_among(HEADLINE, &none, &other(), Better::Higher)).collect();
        Said::of(&found, &[truth; HEADLINE], matters, worlds)
    };
    let said = (0..experiments_each()).into_par_iter().map(one).reduce(Said::default, Said::plus);
    said.print(&format!("{name}, {:.0} % the same, {worlds} worlds", 100.0 * same));
    said
}

#[test]
fn words_on_few_differences_are_seldom_wrong() {
    header();
    for rest in rests() {
        for &same in shares_each() {
            for &worlds in worlds_each() {
                measured(rest, same, worlds).assert_seldom_wrong(&format!("{}, {same}, {worlds}", rest.0));
            }
        }
    }
}

/// Differences that matter must not be said to be none because they did not come up, or only small ones.
#[test]
fn what_hardly_came_up_is_not_said_to_be_none() {
    header();
    for &same in shares_each() {
        for &worlds in worlds_each() {
            let said = measured(("log-normal, sigma 1.5", math::exp(1.125), LOG_NORMAL), same, worlds);
            said.assert_seldom_wrong("log-normal");
            let small = measured(("nine small one way, one large", 1.809, |luck| if luck.chance(0.9) { 0.01 } else { 18.0 }), same, worlds);
            small.assert_seldom_wrong("one large");
        }
    }
}

/// What is there is said: as probable from some ten worlds that differ, as sure from a hundred or so that are even.
#[test]
fn differences_that_are_clear_are_still_found() {
    header();
    let clear: Rest = ("normal, two deviations from zero", 2.0, |luck| 2.0 + luck.normal());
    let few = measured(clear, 0.6, 40);
    assert!(few.right > 0.9 * few.figures && few.right_sure < 0.01 * few.figures, "{few:?}");
    let many = measured(clear, 0.7, 1500);
    assert!(many.right_sure > 0.9 * many.figures, "{many:?}");
}

#[test]
fn fewer_than_nine_worlds_that_differ_decide_nothing_among_eight_measures() {
    let of = |differing: usize| {
        let other = plain((0..40).map(|w| if w < differing { 5.0 } else { 0.0 }));
        let d = difference_among(HEADLINE, &plain(vec![0.0; 40]), &other, Better::Higher);
        let p = d.p_value.map(|p| (p * HEADLINE as f64).min(1.0));
        (verdict(&d, p, Some(10.0), 1e-4, Better::Higher, 40).standing, d.doubt, d.ci_among.map(|[low, _]| low > 0.0))
    };
    for differing in 1..9 {
        assert_eq!(of(differing), (Standing::NotSettled, Some(Doubt::RareCases), Some(false)), "{differing} worlds differ");
    }
    assert_eq!(of(9), (Standing::Better, Some(Doubt::RareCases), Some(true)));
}

/// Twelve worlds are a little better, three far worse: neither the mean nor most worlds decide alone.
#[test]
fn where_most_worlds_and_the_mean_disagree_nothing_is_settled() {
    let other = plain((0..60).map(|w| match w {
        0..18 => 1.0,
        18..21 => -40.0,
        _ => 0.0,
    }));
    let d = difference(&plain(vec![0.0; 60]), &other, Better::Higher);
    assert!(d.mean.is_some_and(|mean| mean < 0.0));
    assert_eq!(d.p_value, Some(1.0));
    assert_eq!(verdict(&d, d.p_value, Some(1.0), 1e-4, Better::Higher, 60).standing, Standing::NotSettled);
    let (few, certain) = (d.ci95.expect("an interval"), d.p_mean_better);
    assert!(few[0] < 0.0 && few[1] >= 0.0 && certain == Some(0.5), "{d:?}");
}

/// Two sellers in a tenth of the small market for half a year.
fn pool(sets: &[&str], seed: u64, worlds: u64) -> Vec<Vec<Ratio>> {
    let small = ["time.years=0.5", "time.warm_up_weeks=13", "time.run_out_years=0.25", "market_scale=0.1", "role.seller.people=2"];
    let model = model("small hero", &[&small[..], sets].concat());
    (0..worlds).into_par_iter().map(|world| model.run(seed, world).ratios.to_vec()).collect()
}

/// Experiments of so many worlds drawn from those of two systems, each with its own world or both with the same; the truth is what all of
/// them say.
fn drawn(name: &str, [a, b]: [&[Vec<Ratio>]; 2], paired: bool, worlds: usize) -> Said {
    let of = |system: &[Vec<Ratio>], places: &[usize], measure: Measure| -> Vec<Ratio> {
        places.iter().map(|place| system[*place][measure as usize]).collect()
    };
    let all: Vec<usize> = (0..a.len()).collect();
    let measures = &Measure::ALL[..HEADLINE];
    let mean = |system: &[Vec<Ratio>], m: Measure| {
        let [above, below] = of(system, &all, m).iter().fold([0.0, 0.0], |sum, r| [sum[0] + r.numerator, sum[1] + r.denominator]);
        above / below
    };
    let truths: Vec<f64> = measures.iter().map(|&m| if paired { mean(b, m) - mean(a, m) } else { 0.0 }).collect();
    let one = |experiment: u64| {
        let mut luck = Streams::new(5, experiment).stream(LUCK, name_key(name), worlds as u64);
        let mut places = || (0..worlds).map(|_| luck.below(a.len() as u64) as usize).collect::<Vec<_>>();
        let first = places();
        let second = if paired { first.clone() } else { places() };
        let found: Vec<Difference> =
            measures.iter().map(|&m| difference_among(HEADLINE, &of(a, &first, m), &of(b, &second, m), Better::Higher)).collect();
        Said::of(&found, &truths, None, worlds)
    };
    let said = (0..2 * experiments_each()).into_par_iter().map(one).reduce(Said::default, Said::plus);
    said.print(&format!("{name}, {worlds} worlds"));
    said
}

/// How many worlds of a hundred differ in anything that is asked about.
fn percent_differing(a: &[Vec<Ratio>], b: &[Vec<Ratio>]) -> f64 {
    let differ = a.iter().zip(b).filter(|(a, b)| a[..HEADLINE] != b[..HEADLINE]).count();
    100.0 * differ as f64 / a.len() as f64
}

#[test]
fn a_system_against_itself_is_the_same_or_seldom_said_to_differ() {
    header();
    let worlds = if all_of("WINFLOW_COVERAGE") { 2000 } else { 300 };
    let [one, again] = [(); 2].map(|()| pool(&[], 1, worlds));
    let idle = pool(&["management.coaching_effect=0.9"], 1, worlds);
    for (name, other) in [("itself", &again), ("with a key that does nothing", &idle)] {
        assert_eq!(percent_differing(&one, other), 0.0, "{name}");
        for &measure in &Measure::ALL[..HEADLINE] {
            let of = |system: &[Vec<Ratio>]| -> Vec<Ratio> { system[..40].iter().map(|world| world[measure as usize]).collect() };
            let d = difference_among(HEADLINE, &of(&one), &of(other), Better::Higher);
            let found = verdict(&d, d.p_value, Some(0.02), 1e-4, Better::Higher, 40).standing;
            assert_eq!((found, d.doubt), (Standing::Same, None), "{name}, {measure:?}");
        }
    }
    drawn("itself in other worlds", [&one, &one], false, 40).assert_seldom_wrong("itself in other worlds");
}

/// A bar that is moved by a hair lets a few others in: most worlds stay as they were.
#[test]
fn keys_moved_by_a_hair_are_seldom_said_to_make_a_difference_that_they_do_not_make() {
    header();
    let worlds = if all_of("WINFLOW_COVERAGE") { 10_000 } else { 600 };
    let base = pool(&[], 1, worlds);
    for hair in ["qualification.bar=0.02", "qualification.bar=0.1"] {
        let moved = pool(&[hair], 1, worlds);
        let differ = percent_differing(&base, &moved);
        for &sample in worlds_each() {
            let name = format!("{hair}, {differ:.0} % of worlds differ");
            drawn(&name, [&base, &moved], true, sample).assert_seldom_wrong(&name);
        }
    }
}
