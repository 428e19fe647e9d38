//! Many comparisons at once: what is left of each when it is taken into account how many were looked at.
//! For few claims that all have to hold, [`holm`](super::verdicts::holm); for maps of many, the share of wrong ones.

/// Adjusted p-values by which of all claims below 0.05 at most one in twenty is expected to be wrong (Benjamini and Hochberg, *Journal of
/// the Royal Statistical Society B*, 1995); also where comparisons go together, as they do in the same worlds (Benjamini and Yekutieli,
/// *The Annals of Statistics*, 2001).
///
/// ```
/// use winflow::experiment::several::false_discovery;
/// // Exact in binary: 4/1 · 1/64, 4/2 · 1/32, 4/3 · 3/64 and 4/4 · 1/2.
/// assert_eq!(false_discovery(&[0.015625, 0.5, 0.03125, 0.046875]), [0.0625, 0.5, 0.0625, 0.0625]);
/// ```
pub fn false_discovery(p: &[f64]) -> Vec<f64> {
    let count = p.len();
    let mut adjusted = vec![1.0; count];
    let mut least: f64 = 1.0;
    for (rank, place) in ascending(p).into_iter().enumerate().rev() {
        least = least.min(count as f64 / (rank + 1) as f64 * p[place]);
        adjusted[place] = least;
    }
    adjusted
}

fn ascending(p: &[f64]) -> Vec<usize> {
    let mut places: Vec<usize> = (0..p.len()).collect();
    places.sort_by(|&a, &b| p[a].total_cmp(&p[b]));
    places
}
