//! Results read back from a folder: what every page, chart and export is made from, so that nothing has to be simulated again.

pub mod checksums;
pub mod contents;
mod declared;
mod figure_names;
pub mod further;
pub mod groups;
pub mod not_read;
mod of_firms;
mod proof;
pub mod read;
pub mod rows;
#[cfg(test)]
pub(crate) mod sample;
pub mod tables;
mod tabular;
mod tally;

use super::arrivals::ArrivalsRead;
use super::document::Document;
use crate::experiment::WorldRow;
use crate::experiment::firms::FirmRow;
use crate::experiment::firms::tries::TurningRow;
use crate::scenario::Scenario;
use rows::{DealRow, GroupPicture, JourneyRow, PayRow, PeriodRow, PersonRow, RoleRow, WeekRow};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// The statistics of a run, as `--format json` prints them.
pub const RESULTS: &str = "results.json";
/// The buying group portrayed.
pub const GROUPS: &str = "groups.json";

/// What a run or a comparison left in its folder. Everything by system is in the order of the manifest; the first is the baseline.
#[derive(Debug, Clone)]
pub struct Stored {
    /// The folder.
    pub folder: PathBuf,
    /// Version of winflow that made it.
    pub version: String,
    /// What kind of experiment: `run` or `compare`.
    pub experiment: String,
    /// What it depends on besides systems, seed and worlds.
    pub settings: Value,
    /// Its statistics, as `--format json` prints them.
    pub document: Document,
    /// The systems with what they left behind.
    pub systems: Vec<StoredSystem>,
    /// One buying group in the space of needs, under each system where it was met.
    pub groups: Vec<GroupPicture>,
    /// What was seen of firms like it; none where they were not looked at.
    pub firms: Vec<FirmRow>,
    /// The assumptions of which the rows of firms hold what was drawn.
    pub listed: Vec<String>,
    /// What was tried to find where the lead is gone.
    pub turning: Vec<TurningRow>,
    /// How many worlds are in each table, by its file; all of them where it is not named.
    pub worlds_in: BTreeMap<String, u64>,
}

/// One system with what it left behind. Tables may hold fewer worlds than were run: very long ones are cut at a whole world.
#[derive(Debug, Clone)]
pub struct StoredSystem {
    /// Name, unique in the results.
    pub name: String,
    /// Fingerprint of the scenario and of the real arrivals it uses.
    pub fingerprint: String,
    /// What was read from files of real arrivals.
    pub arrivals: Vec<ArrivalsRead>,
    /// The scenario as it was run.
    pub scenario: Scenario,
    /// Every measure of every world.
    pub worlds: Vec<WorldRow>,
    /// Customers.
    pub journeys: Vec<JourneyRow>,
    /// Deals.
    pub deals: Vec<DealRow>,
    /// People.
    pub people: Vec<PersonRow>,
    /// People in the periods of their pay plans.
    pub periods: Vec<PeriodRow>,
    /// The books of pay, line by line.
    pub pay: Vec<PayRow>,
    /// Roles.
    pub roles: Vec<RoleRow>,
    /// Weeks.
    pub weeks: Vec<WeekRow>,
}

impl Stored {
    /// How many worlds a table holds. Where it holds fewer than were run, the last ones are missing.
    pub fn worlds_held(&self, file: &str) -> u64 {
        self.worlds_in.get(file).map_or(self.document.worlds, |held| self.document.worlds.min(*held))
    }

    /// Whom the systems sell to, and for how long, as far as they agree.
    pub fn setting(&self) -> String {
        super::assumptions::setting(self.systems.iter().map(|system| &system.scenario))
    }
}

impl StoredSystem {
    /// Bookings by world and seat, of seats with a role that is asked for: a seat may have had several holders.
    pub fn bookings_of_seats(&self, is_asked: impl Fn(&str) -> bool) -> BTreeMap<(u64, u16), f64> {
        let mut seats = BTreeMap::new();
        for person in self.people.iter().filter(|person| is_asked(&person.role) && person.bookings.is_finite()) {
            *seats.entry((person.world, person.seat)).or_default() += person.bookings.max(0.0);
        }
        seats
    }

    /// A system of which nothing has been read yet.
    pub fn new(name: String, fingerprint: String, scenario: Scenario) -> Self {
        Self {
            name,
            fingerprint,
            arrivals: Vec::new(),
            scenario,
            worlds: Vec::new(),
            journeys: Vec::new(),
            deals: Vec::new(),
            people: Vec::new(),
            periods: Vec::new(),
            pay: Vec::new(),
            roles: Vec::new(),
            weeks: Vec::new(),
        }
    }
}
