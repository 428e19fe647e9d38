//! Customers come and go: the places of journeys and projects, and who is to be met in an account.

use super::World;
use super::journeys::JourneyId;
use crate::market::project::ProjectId;

impl World<'_> {
    /// Gives the slot of a journey back.
    pub(crate) fn free_journey(&mut self, slot: JourneyId) {
        let entry = &mut self.journeys[slot];
        if let Some(ticket) = entry.close.take() {
            self.calendar.cancel(ticket);
        }
        let project = entry.journey.part.project;
        self.journeys.remove(slot);
        if let Some(project) = project {
            self.leave_project(project);
        }
    }

    pub(crate) fn list_in_account(&mut self, slot: JourneyId) {
        let journey = &self.journeys[slot].journey;
        let head = &mut self.accounts[journey.segment as usize][journey.account as usize];
        let old = head.replace(slot);
        self.journeys[slot].next_in_account = old;
    }

    pub(crate) fn unlist_from_account(&mut self, slot: JourneyId) {
        let journey = &self.journeys[slot].journey;
        let next = self.journeys[slot].next_in_account;
        let head = &mut self.accounts[journey.segment as usize][journey.account as usize];
        if *head == Some(slot) {
            *head = next;
            return;
        }
        let mut at = *head;
        while let Some(here) = at {
            let following = self.journeys[here].next_in_account;
            if following == Some(slot) {
                self.journeys[here].next_in_account = next;
                return;
            }
            at = following;
        }
    }

    /// A journey has ended, or all of them are drawn: the last one gives the slot of the project back.
    pub(crate) fn leave_project(&mut self, project: ProjectId) {
        let journeys = &mut self.projects[project].journeys;
        *journeys -= 1;
        if *journeys == 0 {
            self.projects.remove(project);
        }
    }

    /// A purchase is decided: on the critical path, what is late delays the project.
    pub(crate) fn delay_project(&mut self, slot: JourneyId) {
        let journey = &self.journeys[slot].journey;
        if let Some(project) = journey.part.project.filter(|_| journey.part.critical) {
            let late = self.now() - journey.begins - self.plan.segments[journey.segment as usize].planned_hours();
            let project = &mut self.projects[project];
            project.delay = project.delay.max(late);
        }
    }
}
