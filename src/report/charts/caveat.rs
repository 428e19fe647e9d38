//! What stands after a title that sets systems side by side, the first being the baseline: how far worlds settle the differences of the
//! others from it.

use crate::report::results::settled::{ByWorld, Finding, doubts, findings, probable};
use crate::report::results::words::list;

/// Places of the systems after the first whose difference from it is open, and what is added where the others are only probable.
fn open<'w>(baseline: &ByWorld, others: impl ExactSizeIterator<Item = &'w ByWorld>) -> (Vec<usize>, &'static str) {
    let found = findings(baseline, others);
    let open = found.iter().enumerate().filter(|(_, (finding, _))| *finding == Finding::Open).map(|(place, _)| place);
    (open.collect(), probable(doubts(&found)))
}

/// Which differences are not settled, by the names of the systems.
pub fn named(systems: &[(String, ByWorld)]) -> String {
    let [(baseline, of_baseline), others @ ..] = systems else { return String::new() };
    if others.is_empty() {
        return String::new();
    }
    let (open, probable) = open(of_baseline, others.iter().map(|(_, other)| other));
    let worlds = systems.iter().map(|(_, worlds)| worlds.len()).max().unwrap_or(0);
    let words = match (open.len(), others.len()) {
        (0, _) => String::new(),
        _ if worlds == 1 => "; one world settles nothing".to_string(),
        (1, 1) => "; the difference is not settled".to_string(),
        (open, all) if open == all => format!("; no difference from {baseline} is settled"),
        _ => format!("; not settled against {baseline}: {}", list(&open.iter().map(|place| others[*place].0.clone()).collect::<Vec<_>>())),
    };
    words + probable
}

/// How many differences are not settled.
pub fn counted(worlds: &[ByWorld]) -> String {
    let [baseline, others @ ..] = worlds else { return String::new() };
    if worlds.iter().any(|system| system.len() < 2) {
        return "; one world settles nothing".to_string();
    }
    let (open, probable) = open(baseline, others.iter());
    let words = match (others.len(), open.len()) {
        (_, 0) => String::new(),
        (1, _) => "; the difference is not settled".to_string(),
        (all, open) if all == open => "; the differences are not settled".to_string(),
        (_, 1) => "; one of the differences is not settled".to_string(),
        (_, open) => format!("; {open} of the differences are not settled"),
    };
    words + probable
}

/// The same as a sentence about something: " Of the waits, the difference is not settled."
pub fn counted_about(what: &str, worlds: &[ByWorld]) -> String {
    let caveat = counted(worlds);
    if caveat.is_empty() { caveat } else { format!(" {what}, {}.", caveat.trim_start_matches("; ")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::Ratio;
    use crate::report::results::settled::finding;

    fn worlds(values: &[f64]) -> ByWorld {
        (0..).zip(values.iter().map(|&numerator| Ratio { numerator, denominator: 1.0 })).collect()
    }

    fn by_world(values: &[(f64, f64)]) -> ByWorld {
        values.iter().enumerate().map(|(w, &(numerator, denominator))| (w as u64, Ratio { numerator, denominator })).collect()
    }

    #[test]
    fn what_is_not_settled_is_said() {
        let (a, b) = (by_world(&[(1.0, 2.0), (2.0, 4.0), (3.0, 6.0)]), by_world(&[(2.0, 2.0), (4.0, 4.0), (6.0, 6.0)]));
        let of = |a, b| finding(a, b, 1).0;
        assert_eq!((of(&a, &b), of(&b, &a), of(&a, &a)), (Finding::More, Finding::Less, Finding::Same));
        let open = by_world(&[(0.0, 2.0), (4.0, 4.0), (3.0, 6.0)]);
        assert_eq!(of(&a, &open), Finding::Open);
        assert_eq!(counted(&[a.clone(), open]), "; the difference is not settled");
        assert_eq!(counted(&[a.clone(), b]), "; only probable, with few worlds");
        assert_eq!(counted(&[a.clone(), a.clone()]), "", "the same in every world");
        assert_eq!(counted(&[a]), "");
        assert_eq!(counted(&[by_world(&[(1.0, 2.0)])]), "; one world settles nothing");
    }

    #[test]
    fn titles_say_what_is_not_settled() {
        let of = |values: &[&[f64]]| {
            let systems = ["a", "b", "c"].into_iter().zip(values).map(|(name, values)| (name.to_string(), worlds(values)));
            named(&systems.collect::<Vec<_>>())
        };
        let (base, above, open) = ([1.0, 2.0, 3.0], [2.0, 3.1, 3.9], [2.0, 1.0, 3.6]);
        assert_eq!(of(&[&base]), "");
        assert_eq!(of(&[&base, &above]), "; only probable, with few worlds");
        let many = |lift: f64| -> Vec<f64> { (0..40).map(|w| f64::from(w) + lift + f64::from(w % 3)).collect() };
        assert_eq!(of(&[&many(0.0), &many(5.0)]), "", "forty worlds are enough");
        assert_eq!(of(&[&base, &open]), "; the difference is not settled");
        assert_eq!(of(&[&base, &open, &above]), "; not settled against a: b; only probable, with few worlds");
        assert_eq!(of(&[&base, &open, &open]), "; no difference from a is settled");
        assert_eq!(of(&[&[1.0], &[2.0]]), "; one world settles nothing");
    }
}
