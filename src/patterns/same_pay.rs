//! Comparisons at the same mean pay: the variable part of a plan is scaled until people earn as much on average as under another.

use super::counted::{Counted, NotRun};
use crate::scenario::Loaded;

/// The key that is turned.
pub const SCALE: &str = "plan.standard.scale";
/// Mean pay within this share of the target is the same.
const CLOSE: f64 = 0.015;
/// Runs at most.
const ROUNDS: usize = 5;
/// Scales outside are not tried.
const SCALES: (f64, f64) = (0.01, 100.0);

/// Runs a scenario, in the worlds of the comparison, at the scale of its standard plan at which mean pay in a world is
/// `target`, or at the closest that was found; and says at which.
///
/// The first step takes half of the pay to be variable; later ones go along the line through the last two (the secant). People
/// respond to the scale, so that a few rounds are needed. A pilot in other or fewer worlds would not do: it can be some 15 % off.
///
/// # Errors
/// What `run` says; and if the scenario has no such plan.
pub fn matched(
    loaded: &Loaded,
    target: f64,
    run: &mut dyn FnMut(&Loaded) -> Result<Vec<Counted>, NotRun>,
) -> Result<(f64, Vec<Counted>), NotRun> {
    let mut scale = 1.0;
    let mut last: Option<(f64, f64)> = None;
    let mut best: Option<(f64, f64, Vec<Counted>)> = None;
    for _ in 0..ROUNDS {
        let counted = run(&loaded.with(&[format!("{SCALE}={scale:?}")]).map_err(NotRun::Invalid)?)?;
        let pay = counted.iter().map(|c| c.pay).sum::<f64>() / counted.len().max(1) as f64;
        let off = (pay - target).abs() / target.abs().max(1e-9);
        if best.as_ref().is_none_or(|(least, ..)| off < *least) {
            best = Some((off, scale, counted));
        }
        let slope = match last {
            Some((before, pay_before)) if scale != before => (pay - pay_before) / (scale - before),
            _ => 0.5 * pay,
        };
        if off < CLOSE || slope <= 0.0 {
            break;
        }
        last = Some((scale, pay));
        scale = (scale + (target - pay) / slope).clamp(SCALES.0, SCALES.1);
    }
    Ok(best.map_or((1.0, Vec::new()), |(_, scale, counted)| (scale, counted)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_plan_to_scale_it_says_so_or_finds_the_scale() {
        let mid = crate::scenario::load("mid", &[], &[]);
        let Ok(mid) = mid else { panic!("mid loads") };
        // People earn 600 whatever they sell and 400 times the scale, a little more than in proportion.
        let mut run = |loaded: &Loaded| {
            let scale = crate::scenario::leaves(&loaded.scenario).iter().find(|l| l.path == SCALE).and_then(|l| l.value.as_f64());
            let scale = scale.unwrap_or(1.0);
            Ok(vec![Counted { numbers: Vec::new(), pay: 600.0 + 400.0 * scale * (1.0 + 0.1 * scale) }])
        };
        match matched(&mid, 1300.0, &mut run) {
            Ok((scale, counted)) => {
                assert!((counted[0].pay - 1300.0).abs() < 0.015 * 1300.0, "{counted:?}");
                assert!((1.4..1.7).contains(&scale), "{scale}");
            }
            Err(NotRun::Invalid(_)) => {}
            Err(other) => panic!("{other}"),
        }
    }
}
