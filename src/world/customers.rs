//! Customers come and go: the places of journeys and projects, and who is to be met in an account.

use super::journeys::{JourneyId, JourneySlot};
use crate::engine::{Arena, Table};
use crate::market::Journey;
use crate::market::project::{Project, ProjectId};
use crate::measure::{Account, SegmentAt};

/// The customers of a world.
#[derive(Debug, Clone, Default)]
pub struct Customers {
    /// Journeys that were drawn and have not ended.
    pub journeys: Arena<Journey, JourneySlot>,
    /// Projects with journeys that have not ended.
    pub projects: Arena<Project>,
    /// First journey of each account that we have not met, by segment; the others are linked to it.
    accounts: Table<SegmentAt, Table<Account, Option<JourneyId>>>,
}

impl Customers {
    /// Nobody has come yet. `accounts` is their number by segment.
    pub fn new(accounts: &Table<SegmentAt, u32>) -> Self {
        Self { accounts: accounts.iter().map(|&n| vec![None; n as usize].into()).collect(), ..Self::default() }
    }

    /// The first journey of an account that can be met.
    pub fn first_in_account(&self, segment: SegmentAt, account: Account) -> Option<JourneyId> {
        self.accounts[segment][account]
    }

    /// A journey can be met in its account.
    pub fn list_in_account(&mut self, slot: JourneyId) {
        let journey = &self.journeys[slot].journey;
        let old = self.accounts[journey.segment][journey.account].replace(slot);
        if let Some(old) = old {
            self.journeys[old].previous_in_account = Some(slot);
        }
        let entry = &mut self.journeys[slot];
        (entry.previous_in_account, entry.next_in_account) = (None, old);
    }

    /// A journey cannot be met in its account any more. Takes no longer where thousands are in the same account.
    pub fn unlist_from_account(&mut self, slot: JourneyId) {
        let entry = &mut self.journeys[slot];
        let (previous, next) = (entry.previous_in_account.take(), entry.next_in_account.take());
        let head = &mut self.accounts[entry.journey.segment][entry.journey.account];
        match previous {
            Some(previous) => self.journeys[previous].next_in_account = next,
            None if *head == Some(slot) => *head = next,
            // It was not listed.
            None => return,
        }
        if let Some(next) = next {
            self.journeys[next].previous_in_account = previous;
        }
    }

    /// A journey has ended, or all of them are drawn: the last one gives the slot of the project back.
    pub fn leave_project(&mut self, project: ProjectId) {
        let journeys = &mut self.projects[project].journeys;
        *journeys -= 1;
        if *journeys == 0 {
            self.projects.remove(project);
        }
    }
}
