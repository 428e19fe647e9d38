//! Which way an assumption turns a difference, seen in the firms of a comparison.

use super::FirmRow;
use super::noise::square;
use super::turning::quantile;

/// Chance that any of several intervals misses, over all of them (Bonferroni).
const ERROR: f64 = 0.05;

/// How much a difference changes over the whole range of the assumption in this place of the list, by least squares over the firms that
/// count, with the interval that holds for so many assumptions together. `None` with too few firms.
pub fn slope(rows: &[&FirmRow], place: usize, [low, high]: [f64; 2], of: usize) -> Option<(f64, [f64; 2])> {
    let seen = |row: &&FirmRow| {
        let value = row.values.get(place).copied().flatten()?;
        let count = row.differences.len() as f64;
        (row.plausible && count > 0.0).then(|| ((value - low) / (high - low), row.differences.iter().sum::<f64>() / count))
    };
    let seen: Vec<(f64, f64)> = rows.iter().filter_map(seen).collect();
    let count = seen.len() as f64;
    let mean = |of: &dyn Fn(&(f64, f64)) -> f64| seen.iter().map(of).sum::<f64>() / count;
    let (x, y) = (mean(&|one| one.0), mean(&|one| one.1));
    let (spread, both) = (mean(&|one| square(one.0 - x)), mean(&|one| (one.0 - x) * (one.1 - y)));
    if seen.len() < 10 || spread <= 0.0 {
        return None;
    }
    let slope = both / spread;
    // Firms far out may vary more than others (White 1980).
    let residuals = mean(&|one| square((one.0 - x) * (one.1 - y - slope * (one.0 - x))));
    let error = (residuals / (count - 2.0)).sqrt() / spread;
    let reach = quantile(1.0 - ERROR / (2.0 * of.max(1) as f64), seen.len() - 1)? * error;
    Some((slope, [slope - reach, slope + reach]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::{Purpose, Streams};

    #[test]
    fn slopes_come_back_with_honest_intervals() {
        let (mut covered, mut claimed) = (0, 0);
        for set in 0..200 {
            let mut stream = Streams::new(5, set).stream(Purpose::named("a test of slopes"), 0, 0);
            let mut row = |_| {
                let (a, b) = (stream.uniform(), stream.uniform());
                let difference = 0.1 + 0.2 * a + 0.15 * stream.normal();
                FirmRow { plausible: true, differences: vec![difference], values: vec![Some(1.0 + a), Some(b)], ..FirmRow::default() }
            };
            let rows: Vec<FirmRow> = (0..200).map(&mut row).collect();
            let rows: Vec<&FirmRow> = rows.iter().collect();
            let (_, [low, high]) = slope(&rows, 0, [1.0, 2.0], 2).expect("firms");
            covered += i32::from((low..=high).contains(&0.2));
            let (_, [low, high]) = slope(&rows, 1, [0.0, 1.0], 2).expect("firms");
            claimed += i32::from(low > 0.0 || high < 0.0);
        }
        assert!(covered >= 186 && claimed <= 12, "{covered} covered, {claimed} claimed");
        let none = FirmRow { plausible: false, differences: vec![0.1], values: vec![Some(1.0)], ..FirmRow::default() };
        assert_eq!(slope(&vec![&none; 50], 0, [0.0, 2.0], 1), None);
    }
}
