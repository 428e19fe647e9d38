//! A series as a line of letters of eight heights, for terminals: `▁▃▆▇█` (after Tufte, *Beautiful Evidence*, 2006).

use super::look::wrap;
use super::names::cut;
use crate::report::results::words::grouped;

const HEIGHTS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
/// Letters of a line, where there is room; and the fewest.
const LETTERS: usize = 48;
const FEWEST: usize = 12;
/// Letters of a name.
const NAME: usize = 20;

/// A series of one system, week by week from the beginning of the run.
#[derive(Debug, Clone, PartialEq)]
pub struct Weekly<'a> {
    /// Name of the system.
    pub name: &'a str,
    /// Values of the weeks.
    pub weeks: &'a [f64],
    /// How many of these lie before the window.
    pub warm_up: usize,
}

/// Values as letters; the full height is `most`.
///
/// ```
/// assert_eq!(winflow::report::terminal::sparkline::letters(&[0.0, 5.0, 10.0], 10.0), "▁▅█");
/// ```
pub fn letters(values: &[f64], most: f64) -> String {
    let height = |value: &f64| {
        let share = if most > 0.0 && value.is_finite() { (value / most).clamp(0.0, 1.0) } else { 0.0 };
        HEIGHTS[(share * 7.0).round() as usize]
    };
    values.iter().map(height).collect()
}

/// Means of so many stretches of about equal length; the values themselves where there are not more.
fn stretches(values: &[f64], count: usize) -> Vec<f64> {
    let count = count.min(values.len());
    let mean = |part: &[f64]| part.iter().sum::<f64>() / part.len() as f64;
    (0..count).map(|place| mean(&values[place * values.len() / count..(place + 1) * values.len() / count])).collect()
}

/// A heading, and a line for each series, all to the same scale, the warm-up apart from the window; as wide as that, if it can be. Empty
/// without weeks.
pub fn lines(what: &str, series: &[Weekly<'_>], width: u16) -> Vec<String> {
    let longest = series.iter().map(|one| one.weeks.len()).max().unwrap_or(0);
    if longest == 0 {
        return Vec::new();
    }
    let name = |name: &str| cut(name, NAME);
    let of_names = series.iter().map(|one| name(one.name).chars().count()).max().unwrap_or(0);
    // Two blanks on both sides of the name, a line, and a letter more where a stretch is not whole.
    let most_letters = LETTERS.min(usize::from(width).saturating_sub(of_names + 6)).max(FEWEST);
    let parts: Vec<[Vec<f64>; 2]> = series
        .iter()
        .map(|one| {
            let letters = |weeks: usize| (most_letters * weeks).div_ceil(longest);
            let (before, window) = one.weeks.split_at(one.warm_up.min(one.weeks.len()));
            [before, window].map(|part| stretches(part, letters(part.len())))
        })
        .collect();
    let most = parts.iter().flatten().flatten().copied().fold(0.0, f64::max);
    let heading = format!("{what}, week by week (left of the line: warm-up; full height: {}):", grouped(most, 0));
    let line = |(one, [before, window]): (&Weekly<'_>, &[Vec<f64>; 2])| {
        let apart = if before.is_empty() { "" } else { "│" };
        format!("  {:of_names$}  {}{apart}{}", name(one.name), letters(before, most), letters(window, most))
    };
    std::iter::once(wrap(&heading, width)).chain(series.iter().zip(&parts).map(line)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_warm_up_stands_apart_and_all_have_one_scale() {
        let weeks: Vec<f64> = [0.0, 2.0].into_iter().chain([4.0; 6]).collect();
        let half: Vec<f64> = weeks.iter().map(|week| week / 2.0).collect();
        let series = [Weekly { name: "hero", weeks: &weeks, warm_up: 2 }, Weekly { name: "b", weeks: &half, warm_up: 0 }];
        let said = lines("Work", &series, 100);
        assert_eq!(said[0], "Work, week by week (left of the line: warm-up; full height: 4):");
        assert_eq!(said[1], "  hero  ▁▅│██████");
        assert_eq!(said[2], "  b     ▁▃▅▅▅▅▅▅");
        assert!(lines("Work", &[], 100).is_empty());
        assert!(lines("Work", &[Weekly { name: "a", weeks: &[], warm_up: 3 }], 100).is_empty());
    }

    #[test]
    fn long_series_fit_the_line() {
        let weeks: Vec<f64> = (0..1000).map(f64::from).collect();
        for width in [40_u16, 60, 80] {
            let said = lines("Work", &[Weekly { name: &"x".repeat(500), weeks: &weeks, warm_up: 520 }], width);
            assert!(said.iter().flat_map(|lines| lines.lines()).all(|line| line.chars().count() <= usize::from(width)), "{said:?}");
        }
        assert_eq!(stretches(&[1.0, 3.0, 5.0, 7.0], 2), [2.0, 6.0]);
    }
}
