//! How long work takes.

use super::hours_of;
use crate::engine::Purpose;
use crate::engine::Streams;
use crate::scenario::provider::{HoursShape, Mode};
use crate::simulation::sample::plan;

/// Of each shape, the mean is the mean that is declared: 4,000 draws, |z| < 4.
#[test]
fn hours_have_the_mean_that_is_declared() {
    let plan = plan("hero", &[]);
    let mut step = plan.catalogue.steps[plan.catalogue.flow[0]].clone();
    for shape in [HoursShape::LogNormal, HoursShape::Gamma, HoursShape::Constant] {
        step.declared.hours_shape = shape;
        let mean = step.effort(Mode::DoneWith).hours;
        let mut stream = Streams::new(1, 0).stream(Purpose::named("a test of hours"), 0, 0);
        let draws: Vec<f64> = (0..4000).map(|_| hours_of(&mut stream, &step, Mode::DoneWith)).collect();
        let found = draws.iter().sum::<f64>() / 4000.0;
        let error = mean * step.declared.hours_cv / 4000f64.sqrt();
        assert!((found - mean).abs() < 4.0 * error, "{shape:?}: {found} for {mean} +- {error}");
        assert!(draws.iter().all(|&hours| hours > 0.0));
    }
}

#[test]
fn without_variation_hours_are_their_mean() {
    let plan = plan("hero", &[]);
    let mut step = plan.catalogue.steps[plan.catalogue.flow[0]].clone();
    step.declared.hours_cv = 0.0;
    let mut stream = Streams::new(1, 0).stream(Purpose::named("a test of hours"), 0, 0);
    assert_eq!(hours_of(&mut stream, &step, Mode::DoneWith), step.effort(Mode::DoneWith).hours);
}
