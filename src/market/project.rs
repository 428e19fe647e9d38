//! A customer project: what its purchases mean to it, when it is to be completed, and what delays it (guide: model, section 3).

use crate::engine::{Id, Purpose, Streams, math};
use crate::scenario::customer::Segment;

const PART: Purpose = Purpose::named("part of a purchase in its project");
const OTHERS: Purpose = Purpose::named("purchases of a project that we cannot serve");

/// A handle on a project with journeys that have not ended.
pub type ProjectId = Id<Project>;

/// A project as it goes on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Project {
    /// When it is to be completed: the last planned date on its critical path (hours); minus infinity without one.
    pub completes: f64,
    /// By how much purchases of ours on the critical path have delayed it (hours).
    pub delay: f64,
    /// Journeys that have not ended.
    pub journeys: u32,
    /// Importance weights of all its purchases.
    pub weights: f64,
}

/// What a purchase is in its project.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PurchaseInProject {
    /// Slot of the project.
    pub project: Option<ProjectId>,
    /// Share of the project's importance.
    pub importance: f64,
    /// Whether it is on the critical path.
    pub critical: bool,
    /// When the project is to be completed, as far as is known before anybody sells (hours).
    pub completes: f64,
    /// Factor on the time until the customer can meet, before bounds.
    pub wait: f64,
}

impl Default for PurchaseInProject {
    fn default() -> Self {
        Self { project: None, importance: 1.0, critical: false, completes: f64::NEG_INFINITY, wait: 1.0 }
    }
}

impl Project {
    /// The purchases that we cannot serve: their weights, and the last date of those on the critical path.
    pub fn draw(streams: &Streams, key: u64, segment: &Segment, begins: f64) -> Self {
        let mut project = Self { completes: f64::NEG_INFINITY, delay: 0.0, journeys: 0, weights: 0.0 };
        if segment.other_purchases_mean > 0.0 {
            let mut stream = streams.stream(OTHERS, key, 0);
            for _ in 0..stream.poisson(segment.other_purchases_mean) {
                project.weights += stream.exponential(1.0);
                let is_critical = stream.chance(segment.critical_share);
                let at = begins + 24.0 * segment.project_days * stream.uniform();
                if is_critical {
                    project.completes = project.completes.max(at);
                }
            }
        }
        project
    }

    /// Adds a purchase that we could serve, which begins at `begins` and takes `hours` if all goes as planned.
    pub fn plan(&mut self, streams: &Streams, key: u64, purchase: u64, segment: &Segment, begins: f64, hours: f64) {
        let (weight, critical) = drawn(streams, key, purchase, segment);
        self.weights += weight;
        if critical {
            self.completes = self.completes.max(begins + hours);
        }
    }

    /// What one of the planned purchases is in it.
    pub fn part(&self, streams: &Streams, key: u64, purchase: u64, segment: &Segment) -> PurchaseInProject {
        let (weight, critical) = drawn(streams, key, purchase, segment);
        let importance = weight / self.weights;
        PurchaseInProject { project: None, importance, critical, completes: self.completes, wait: wait(segment, importance) }
    }

    /// Share of its value that a purchase keeps if it is delivered at `now`: none if the project stops before it is completed.
    pub fn value_kept(&self, segment: &Segment, now: f64, stops: f64) -> f64 {
        let completed = now.max(self.completes + self.delay);
        // While it is delayed the project is stopped more easily: these hours count more than once.
        let exposed = completed + (segment.late_cancel_factor - 1.0) * self.delay;
        let months = self.delay / crate::engine::time::MONTH;
        if stops > exposed { (1.0 - segment.delay_cost_per_month * months).max(0.0) } else { 0.0 }
    }
}

fn drawn(streams: &Streams, key: u64, purchase: u64, segment: &Segment) -> (f64, bool) {
    let mut stream = streams.stream(PART, key, purchase);
    (stream.exponential(1.0).max(1e-9), stream.chance(segment.critical_share))
}

/// A part of little importance gets little attention, and its meetings have to wait: a factor, before bounds.
pub fn wait(segment: &Segment, importance: f64) -> f64 {
    if segment.attention_elasticity <= 0.0 {
        return 1.0;
    }
    let usual = segment.usual_importance / (segment.purchases_mean + segment.other_purchases_mean);
    math::pow(usual / importance, segment.attention_elasticity)
}

impl PurchaseInProject {
    /// Factor on the time until the customer can meet when this share of their work is taken off them: the less work is left for the
    /// attention that there is, the less it waits.
    pub fn wait_relieved(&self, share: f64, segment: &Segment) -> f64 {
        let left = if share > 0.0 { math::pow(1.0 - share, segment.attention_elasticity) } else { 1.0 };
        (self.wait * left).clamp(segment.attention_least, segment.attention_most)
    }
}

impl Segment {
    /// Time planned for a decision (hours); none without deadlines.
    pub fn planned_hours(&self) -> f64 {
        if self.deadline_days_median > 0.0 { 24.0 * self.planned_share * self.deadline_days_median } else { f64::INFINITY }
    }

    /// Whether anything about a purchase depends on its project but the day on which it stops.
    pub fn has_larger_journey(&self) -> bool {
        self.critical_share > 0.0 || self.attention_elasticity > 0.0
    }
}
