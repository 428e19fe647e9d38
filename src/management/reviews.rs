//! Reviews: from time to time, people think over whether to stay.

use crate::dialogue::PHASE_WORK;
use crate::simulation::state::{Event, Simulation};

impl Simulation<'_> {
    /// Schedules the next review, if there is anything that it could change.
    pub(crate) fn schedule_review(&mut self) {
        let every = 24.0 * self.plan.scenario.management.review_every_days;
        let somebody_quits = (0..self.people.len()).any(|p| self.role_of(p).quits_per_year > 0.0);
        if every > 0.0 && somebody_quits {
            let at = self.plan.hours.next_open(self.now() + every);
            self.calendar.schedule(at, PHASE_WORK, Event::Reviews);
        }
    }

    /// A review.
    pub(crate) fn review(&mut self) {
        self.review_quitting();
        self.schedule_review();
    }
}
