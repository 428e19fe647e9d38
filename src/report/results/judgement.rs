//! What is settled, in words: a measure's difference, and what became of the same customers.

use super::figures::Figures;
use super::ids::ByEnding;
use super::precision::{PrecisionResult, WidthResult};
use super::words::{grouped, in_sentence, list, of_difference, signed, worlds};
use crate::experiment::interval::{Doubt, FEWEST_WORLDS};
use crate::experiment::signs::Signs;
use crate::experiment::statistics::Difference;
use crate::experiment::verdicts::{Standing, Verdict};
use crate::measure::{ENDINGS, Ending, Measure};

/// More worlds than these are not named.
pub const MOST_WORLDS: u64 = 100_000;
/// With fewer worlds intervals are not safe.
pub const FEWEST_SAFE: u64 = FEWEST_WORLDS as u64;

/// What a difference is judged against.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Judged {
    /// The measure.
    pub measure: Measure,
    /// Its mean under the baseline and under the system.
    pub means: [Option<f64>; 2],
    /// What a whole would be: the baseline's mean, or revenue for return on sales.
    pub yardstick: Option<f64>,
    /// The share of it that matters.
    pub matters: f64,
}

impl Judged {
    /// The verdict: "better, about +14 %, sure".
    pub fn words(&self, difference: &Difference, verdict: Verdict) -> String {
        let sure = if difference.doubt.is_none() { "sure" } else { "probably" };
        let by = difference.mean.map_or_else(String::new, |mean| self.relative(mean));
        let small = if verdict.is_small { format!(", but less than the {} that matters", self.threshold()) } else { String::new() };
        match verdict.standing {
            Standing::Better => format!("better, about {by}, {sure}{small}"),
            Standing::Worse => format!("worse, about {by}, {sure}{small}"),
            Standing::Different => {
                let direction = if difference.mean > Some(0.0) { "higher" } else { "lower" };
                format!("{direction}, about {by}, {sure}{small}")
            }
            Standing::NoDifference if difference.doubt.is_none() => format!("no difference larger than {}", self.threshold()),
            Standing::NoDifference => format!("probably no difference larger than {}", self.threshold()),
            Standing::Same => "the same in every world".to_string(),
            Standing::NotSettled => not_settled(difference, verdict),
        }
    }

    /// A difference in per cent of the baseline, in points, or as it is where the baseline is nothing.
    pub fn relative(&self, difference: f64) -> String {
        match self.yardstick {
            Some(whole) => {
                let percent = 100.0 * difference / whole;
                format!("{} {}", signed(percent, usize::from(percent.abs() < 9.95)), self.per_cent())
            }
            None => {
                let scale = self.means.into_iter().flatten().fold(0.0, |largest: f64, mean| largest.max(mean.abs()));
                let figures = Figures::new(self.measure, scale);
                let unit = if self.measure.unit() == "share" { "points".to_string() } else { figures.unit() };
                format!("{} {unit}", figures.signed(difference))
            }
        }
    }

    /// The smallest difference that matters.
    pub fn threshold(&self) -> String {
        format!("{} {}", plain(100.0 * self.matters), self.per_cent())
    }

    fn per_cent(&self) -> &'static str {
        of_difference(self.measure)
    }
}

/// A number without zeros at its end: `2`, `0.5`.
pub fn plain(number: f64) -> String {
    let text = format!("{number:.3}");
    text.trim_end_matches('0').trim_end_matches('.').to_string()
}

fn not_settled(difference: &Difference, verdict: Verdict) -> String {
    if let (Some(mean), Some(signs)) = (difference.mean.filter(|mean| *mean != 0.0), difference.signs) {
        return few_differ(signs, mean, verdict.more_worlds);
    }
    match (difference.mean, difference.ci95, verdict.more_worlds) {
        (None, ..) => "nothing to compare: no cases".to_string(),
        (_, None, _) => "one world settles nothing".to_string(),
        (.., Some(more)) if more <= MOST_WORLDS => format!("not settled: about {} more worlds would settle it", about(more)),
        _ => format!("not settled; {} worlds would not be enough", grouped(MOST_WORLDS as f64, 0)),
    }
}

/// What is said where many worlds are the same, and the others do not settle it.
fn few_differ(signs: Signs, mean: f64, more: Option<u64>) -> String {
    let differing = format!("it differs in {} of {}", grouped(signs.differing() as f64, 0), worlds(signs.worlds as u64));
    match more {
        Some(more) if more <= MOST_WORLDS => {
            format!("not settled: {differing}; about {} more worlds would settle it", about(more))
        }
        _ if signs.contradict(mean) => format!("not settled: {differing}, and most of these point the other way than the mean"),
        _ => format!("not settled, too few worlds: {differing}"),
    }
}

/// A number of worlds as roughly as it is known: rounded up to two digits, at least to tens.
pub fn about(worlds: u64) -> String {
    let mut unit = 10;
    while worlds / unit >= 100 {
        unit *= 10;
    }
    grouped((worlds.div_ceil(unit) * unit) as f64, 0)
}

/// Why intervals are not safe, in words.
pub fn doubt(doubt: Doubt) -> &'static str {
    match doubt {
        Doubt::FewWorlds => "fewer than 20 worlds",
        Doubt::Skewed => "a few worlds dominate",
        Doubt::RareCases => "too many worlds have the same value or no cases",
        Doubt::SmallDenominator => "too few cases to divide by",
    }
}

/// Whether intervals are as narrow as asked, and which are not.
pub fn precision(result: &PrecisionResult, worlds: u64) -> String {
    let asked = format!("{} % of the baseline's mean", plain(100.0 * result.asked));
    let several = result.figures.iter().any(|f| f.scenario != result.figures[0].scenario);
    let named = |figure: &WidthResult| {
        let measure = in_sentence(figure.id.0);
        if several { format!("{measure} of {}", figure.scenario) } else { measure }
    };
    let wide = |figure: &WidthResult| match (figure.half_width, figure.warning) {
        (None, _) => format!("{} (the baseline's mean is zero or undefined: no number of worlds would be enough)", named(figure)),
        (Some(_), Some(why)) => format!("{} (not safe: {})", named(figure), doubt(why)),
        (Some(half), None) => format!("{} (within {})", named(figure), in_per_cent(half, figure.id.0)),
    };
    let missed: Vec<String> = result.figures.iter().filter(|f| !f.reached).map(wide).collect();
    let count = grouped(worlds as f64, 0);
    if missed.is_empty() {
        return format!("Precision: with {count} worlds, all intervals (corrected for each other) are within {asked}.");
    }
    let reached = result.figures.len() - missed.len();
    let limit = if worlds >= result.most_worlds { " (--most-worlds)" } else { "" };
    format!(
        "Precision: with {count} worlds{limit}, {reached} of {} intervals are within {asked}; not within: {}.",
        result.figures.len(),
        list(&missed)
    )
}

fn in_per_cent(share: f64, measure: Measure) -> String {
    let unit = of_difference(measure);
    format!("{} {unit}", grouped(100.0 * share, usize::from(share < 0.0995)))
}

/// What became of the win-wins of the system with more of them under the other, and the other way round; `None` without any.
pub fn same_customers(baseline: &str, scenario: &str, counts: &ByEnding<ByEnding<u64>>) -> Option<String> {
    let [(winner, other, counts), less] = fates(baseline, scenario, counts);
    if counts.iter().sum::<u64>() == 0 {
        return None;
    }
    let first = fate(winner, other, &counts, 4);
    let second = if less.2.iter().sum::<u64>() == 0 { String::new() } else { format!(" {}", fate(less.0, less.1, &less.2, 2)) };
    Some(format!("{first}{second}"))
}

/// What a change from the baseline would cost: its win-wins that the system loses. `None` if it has none.
pub fn given_up(baseline: &str, scenario: &str, counts: &ByEnding<ByEnding<u64>>) -> Option<String> {
    let counts = counts.get(Ending::WinWin).0;
    (counts.iter().sum::<u64>() > 0).then(|| fate(baseline, scenario, &counts, 2))
}

/// A system, another one, and how the win-wins of the first ended under the other.
type Fate<'n> = (&'n str, &'n str, [u64; ENDINGS]);

/// Both fates, first that of the system with more win-wins.
fn fates<'n>(baseline: &'n str, scenario: &'n str, counts: &ByEnding<ByEnding<u64>>) -> [Fate<'n>; 2] {
    let of_baseline = (baseline, scenario, counts.get(Ending::WinWin).0);
    let of_scenario = (scenario, baseline, counts.0.map(|row| row.0[Ending::WinWin as usize]));
    let total = |(_, _, counts): &Fate<'_>| counts.iter().sum::<u64>();
    if total(&of_scenario) >= total(&of_baseline) { [of_scenario, of_baseline] } else { [of_baseline, of_scenario] }
}

/// "Of 100 win-wins of team, hero lost 44: 24 by being too slow, 12 to indecision, 3 to the status quo and 5 otherwise."
fn fate(winner: &str, other: &str, counts: &[u64], shown: usize) -> String {
    let all: u64 = counts.iter().sum();
    let mut lost: Vec<(u64, Ending)> =
        Ending::ALL.iter().filter(|e| **e != Ending::WinWin).map(|e| (counts[*e as usize], *e)).filter(|(n, _)| *n > 0).collect();
    lost.sort_by_key(|(n, _)| std::cmp::Reverse(*n));
    let sum: u64 = lost.iter().map(|(n, _)| n).sum();
    let rest: u64 = lost.iter().skip(shown).map(|(n, _)| n).sum();
    let mut parts: Vec<u64> = lost.iter().take(shown).map(|(n, _)| *n).collect();
    parts.push(rest);
    // Few are told as they are, many of a hundred.
    let of = if all < 100 { all } else { 100 };
    let whole = per(of, sum, all);
    let rounded = apportioned(whole, &parts);
    let head = format!(
        "Of {of} win-wins of {winner}, {other} lost {}",
        if whole == 0 && sum > 0 { "fewer than one".into() } else { whole.to_string() }
    );
    let mut reasons: Vec<String> =
        rounded.iter().zip(&lost).take(shown).filter(|(n, _)| **n > 0).map(|(n, (_, ending))| format!("{n} {}", to(*ending))).collect();
    if let Some(rest) = rounded.get(lost.len().min(shown)).filter(|rest| **rest > 0) {
        reasons.push(format!("{rest} otherwise"));
    }
    if reasons.is_empty() { format!("{head}.") } else { format!("{head}: {}.", list(&reasons)) }
}

/// So many of all, as so many of a hundred, rounded.
fn per(of: u64, part: u64, all: u64) -> u64 {
    (2 * part * of + all) / (2 * all).max(1)
}

/// Parts made whole numbers that add up to the whole, each at most one off (largest remainders).
fn apportioned(whole: u64, parts: &[u64]) -> Vec<u64> {
    let sum: u64 = parts.iter().sum::<u64>().max(1);
    let mut rounded: Vec<u64> = parts.iter().map(|part| part * whole / sum).collect();
    let mut by_remainder: Vec<usize> = (0..parts.len()).collect();
    by_remainder.sort_by_key(|&place| std::cmp::Reverse(parts[place] * whole % sum));
    let missing = whole.saturating_sub(rounded.iter().sum());
    for &place in by_remainder.iter().take(missing as usize) {
        rounded[place] += 1;
    }
    rounded
}

/// What a customer is lost to.
fn to(ending: Ending) -> &'static str {
    match ending {
        Ending::WinWin => "to nothing",
        Ending::ForceFit => "to deals forced on the customer",
        Ending::CustomerOnly => "to deals from which only the customer gained",
        Ending::BothLost => "to deals from which nobody gained",
        Ending::GoodNo => "to a good no",
        Ending::StatusQuo => "to the status quo",
        Ending::Indecision => "to indecision",
        Ending::Competitor => "to competitors",
        Ending::WrongDisqualification => "to a wrong no",
        Ending::TooSlow => "by being too slow",
        Ending::ProjectStopped => "to projects that stopped",
        Ending::NeverReached => "by never reaching them",
        Ending::Open => "by leaving them open",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::ENDINGS;

    const JUDGED: Judged =
        Judged { measure: Measure::WinWinDealsPerMonth, means: [Some(2.0), Some(2.28)], yardstick: Some(2.0), matters: 0.02 };

    fn words(mean: f64, standing: Standing, is_small: bool, more_worlds: Option<u64>) -> String {
        let d = Difference { mean: Some(mean), ci95: Some([0.0, 1.0]), ..Difference::default() };
        JUDGED.words(&d, Verdict { standing, is_small, more_worlds })
    }

    #[test]
    fn verdicts_are_told_in_words() {
        assert_eq!(words(0.28, Standing::Better, false, None), "better, about +14 %, sure");
        assert_eq!(words(0.02, Standing::Better, true, None), "better, about +1.0 %, sure, but less than the 2 % that matters");
        assert_eq!(words(-0.28, Standing::Worse, false, None), "worse, about −14 %, sure");
        assert_eq!(words(0.001, Standing::NoDifference, false, None), "no difference larger than 2 %");
        assert_eq!(words(0.1, Standing::NotSettled, false, Some(391)), "not settled: about 400 more worlds would settle it");
        assert_eq!(words(0.1, Standing::NotSettled, false, Some(1 << 40)), "not settled; 100,000 worlds would not be enough");
        assert_eq!(words(0.0, Standing::Same, false, None), "the same in every world");
    }

    #[test]
    fn what_is_not_safe_is_not_sure() {
        let d = Difference { mean: Some(0.28), doubt: Some(Doubt::RareCases), ..Difference::default() };
        let verdict = Verdict { standing: Standing::Better, is_small: false, more_worlds: None };
        assert_eq!(JUDGED.words(&d, verdict), "better, about +14 %, probably");
    }

    #[test]
    fn where_few_worlds_differ_it_is_said_how_many() {
        let differing = |above, below, more_worlds| {
            let signs = Some(Signs { above, below, worlds: 200 });
            let d = Difference { mean: Some(0.1), ci95: Some([0.0, 1.0]), signs, ..Difference::default() };
            JUDGED.words(&d, Verdict { standing: Standing::NotSettled, is_small: false, more_worlds })
        };
        assert_eq!(differing(3, 1, Some(391)), "not settled: it differs in 4 of 200 worlds; about 400 more worlds would settle it");
        assert_eq!(differing(3, 1, None), "not settled, too few worlds: it differs in 4 of 200 worlds");
        assert_eq!(
            differing(3, 30, None),
            "not settled: it differs in 33 of 200 worlds, and most of these point the other way than the mean"
        );
    }

    #[test]
    fn return_on_sales_is_told_in_points_and_what_has_no_whole_as_it_is() {
        let sales = Judged { measure: Measure::ReturnOnSales, means: [Some(-0.004), Some(0.023)], yardstick: Some(1.0), matters: 0.02 };
        assert_eq!((sales.relative(0.027).as_str(), sales.threshold().as_str()), ("+2.7 points", "2 points"));
        let none = Judged { yardstick: None, means: [Some(0.0), Some(0.28)], ..JUDGED };
        assert_eq!(none.relative(0.28), "+0.280 deals/month");
    }

    #[test]
    fn worlds_are_rounded_up() {
        assert_eq!([3, 10, 11, 99, 391, 1001, 12_345].map(about), ["10", "10", "20", "100", "400", "1,100", "13,000"]);
    }

    fn counts(cells: &[(Ending, Ending, u64)]) -> ByEnding<ByEnding<u64>> {
        let mut counts = [[0; ENDINGS]; ENDINGS];
        for &(baseline, scenario, count) in cells {
            counts[baseline as usize][scenario as usize] = count;
        }
        ByEnding(counts.map(ByEnding))
    }

    /// Of 1,000 win-wins of the team, 690 were the hero's too; 137 + 93 + 47 + 21 + 12 were lost: 31 of 100, of which 13.7, 9.3, 4.7,
    /// 2.1 and 1.2.
    #[test]
    fn many_customers_are_told_of_a_hundred() {
        use Ending::{Competitor, Indecision, NeverReached, StatusQuo, TooSlow, WinWin};
        let counts = counts(&[
            (WinWin, WinWin, 690),
            (Indecision, WinWin, 137),
            (TooSlow, WinWin, 93),
            (StatusQuo, WinWin, 47),
            (Competitor, WinWin, 21),
            (NeverReached, WinWin, 12),
            (WinWin, Indecision, 10),
        ]);
        assert_eq!(
            same_customers("hero", "team", &counts).as_deref(),
            Some(
                "Of 100 win-wins of team, hero lost 31: 14 to indecision, 9 by being too slow, 5 to the status quo, 2 to competitors and 1 \
                 otherwise. Of 100 win-wins of hero, team lost 1: 1 to indecision."
            )
        );
    }

    #[test]
    fn few_customers_are_told_as_they_are() {
        use Ending::{Indecision, TooSlow, WinWin};
        let counts = counts(&[(WinWin, WinWin, 50), (TooSlow, WinWin, 30), (WinWin, Indecision, 7)]);
        assert_eq!(
            same_customers("hero", "team", &counts).as_deref(),
            Some("Of 80 win-wins of team, hero lost 30: 30 by being too slow. Of 57 win-wins of hero, team lost 7: 7 to indecision.")
        );
        assert_eq!(same_customers("hero", "team", &ByEnding([ByEnding([0; ENDINGS]); ENDINGS])), None);
    }
}
