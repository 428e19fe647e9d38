//! How long an activity takes.

use crate::engine::{Purpose, Stream, math};
use crate::measure::StepAt;
use crate::policy::catalogue::Step;
use crate::scenario::provider::{HoursShape, Mode};
use crate::world::World;

const HOURS: Purpose = Purpose::named("hours of an activity");

impl World<'_> {
    /// Draws the hours of a step.
    pub(crate) fn draw_hours(&self, key: u64, turn: u64, step: StepAt, mode: Mode) -> f64 {
        hours_of(&mut self.streams.stream(HOURS, key, turn), &self.plan.catalogue.steps[step], mode)
    }
}

fn hours_of(stream: &mut Stream, step: &Step, mode: Mode) -> f64 {
    let (mean, cv) = (step.effort(mode).hours, step.declared.hours_cv);
    if mean <= 0.0 || cv <= 0.0 {
        return mean.max(0.0);
    }
    match step.declared.hours_shape {
        HoursShape::Constant => mean,
        HoursShape::LogNormal => {
            let variance = math::ln(1.0 + cv * cv);
            stream.log_normal(mean * math::exp(-0.5 * variance), math::sqrt(variance))
        }
        HoursShape::Gamma => stream.gamma(1.0 / (cv * cv), mean),
    }
}

#[cfg(test)]
mod tests;
