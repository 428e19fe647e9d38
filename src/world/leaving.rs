//! Customers who are done leave their places, and what waits for customers is awaited.

use super::World;
use super::event::{Event, PHASE_MARKET};
use super::journeys::JourneyId;

impl World<'_> {
    /// Gives the slot of a journey back.
    pub(crate) fn free_journey(&mut self, slot: JourneyId) {
        let entry = &mut self.customers.journeys[slot];
        if let Some(ticket) = entry.close.take() {
            self.calendar.cancel(ticket);
        }
        let project = entry.journey.part.project;
        self.customers.journeys.remove(slot);
        if let Some(project) = project {
            self.customers.leave_project(project);
        }
    }

    /// A purchase is decided: on the critical path, what is late delays the project.
    pub(crate) fn delay_project(&mut self, slot: JourneyId) {
        let journey = &self.customers.journeys[slot].journey;
        if let Some(project) = journey.part.project.filter(|_| journey.part.critical) {
            let late = self.now() - journey.begins - self.plan.segments[journey.segment].planned_hours();
            let project = &mut self.customers.projects[project];
            project.delay = project.delay.max(late);
        }
    }
}

impl World<'_> {
    /// The customer can be met or judged at a time.
    pub(crate) fn await_customer(&mut self, at: f64, event: Event) {
        match &mut self.history {
            Some(history) => history.dates.push((at, event)),
            None => {
                self.calendar.schedule(at, PHASE_MARKET, event);
            }
        }
    }
}
