//! The projects behind the journeys: opened when a customer appears, delayed by late purchases, forgotten with their last journey.

use crate::engine::Stream;
use crate::market::project::{Project, ProjectId, PurchaseInProject};
use crate::measure::SegmentAt;
use crate::world::World;
use crate::world::plan::SourceAt;

/// When purchases of a project begin: what has been drawn of it before.
pub(super) struct Beginnings {
    /// Position of the source.
    pub source: SourceAt,
    /// Key of the project's streams.
    pub key: u64,
    /// Position of the segment.
    pub segment: SegmentAt,
    /// When the project begins (hours).
    pub begins: f64,
    /// Purchases that we could serve.
    pub purchases: u64,
    /// Whether it is a real arrival.
    pub is_real: bool,
}

impl World<'_> {
    /// Opens a project: looks ahead at when its purchases begin, for the date on which it is to be completed. Whoever opened it
    /// has to leave it when its journeys are drawn.
    pub(super) fn open_project(&mut self, of: &Beginnings, mut ahead: Stream) -> ProjectId {
        let plan = self.plan;
        let segment = &plan.segments[of.segment];
        let mut project = Project { completes: f64::NEG_INFINITY, delay: 0.0, journeys: 0, weights: 0.0 };
        if segment.has_larger_journey() {
            project = Project::draw(&self.streams, of.key, segment, of.begins);
            let delivery = 24.0 * plan.offerings.first().map_or(0.0, |o| o.delivery_days);
            let planned = segment.planned_hours();
            let takes = delivery + if planned.is_finite() { planned } else { 0.0 };
            for purchase in 0..of.purchases {
                let at = self.beginning_of(of, purchase, &mut ahead);
                project.plan(&self.streams, of.key, purchase, segment, at, takes);
            }
        }
        project.journeys = 1;
        self.customers.projects.insert(project)
    }

    /// What a purchase is in its project. The project is kept for it.
    pub(super) fn part_of(&mut self, project: ProjectId, of: &Beginnings, purchase: u64) -> PurchaseInProject {
        let segment = &self.plan.segments[of.segment];
        self.customers.projects[project].journeys += 1;
        let part = if segment.has_larger_journey() {
            self.customers.projects[project].part(&self.streams, of.key, purchase, segment)
        } else {
            PurchaseInProject::default()
        };
        PurchaseInProject { project: Some(project), ..part }
    }
}
