//! What became of the same customers under another system.
//!
//! A world lists every customer whether or not we ever hear of them, so journey 1,207 of world 5 is the
//! same customer under every policy and its two endings can be set side by side.

use crate::measure::{ENDINGS, Ending, Record};
use serde::{Deserialize, Serialize};
use std::fmt;

/// How the journeys of one world ended under one system, one by one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fates {
    /// The world.
    pub world: u64,
    /// Fingerprint of the journeys' numbers: equal for the same customers.
    pub customers: u64,
    /// `Ending as u8`, journey by journey.
    pub endings: Vec<u8>,
}

impl From<&Record> for Fates {
    fn from(record: &Record) -> Self {
        let mut hash = xxhash_rust::xxh3::Xxh3::new();
        record.journeys.iter().for_each(|journey| hash.update(&journey.number.to_le_bytes()));
        let endings = record.journeys.iter().map(|journey| journey.ending as u8).collect();
        Self { world: record.world, customers: hash.digest(), endings }
    }
}

/// Journeys by their ending under the baseline and under the scenario.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SameCustomers {
    /// By `Ending as usize` under the baseline, then under the scenario.
    pub counts: [[u64; ENDINGS]; ENDINGS],
    /// Whether the two met other customers, because their settings say so; then nothing is counted.
    pub differ: bool,
}

/// Two records of one world do not list the same journeys: the markets differ, or the simulation has a fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JourneysDiffer {
    /// The world in which it was seen.
    pub world: u64,
}

impl fmt::Display for JourneysDiffer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the systems did not meet the same customers in world {}, so that they cannot be compared one by one. Set what brings customers \
             alike in all of them (market_scale, segment.*, channel.*, time.*; winflow diff tells what is not); if it is alike, this is a fault of the simulation",
            self.world
        )
    }
}

impl std::error::Error for JourneysDiffer {}

impl SameCustomers {
    /// Adds the journeys of one world.
    ///
    /// # Errors
    /// If the two records do not list the same journey numbers.
    pub fn add(&mut self, baseline: &Fates, scenario: &Fates) -> Result<(), JourneysDiffer> {
        if self.differ {
            return Ok(());
        }
        let of = |fates: &Fates| (fates.world, fates.customers, fates.endings.len());
        let differ = JourneysDiffer { world: scenario.world };
        if of(baseline) != of(scenario) {
            return Err(differ);
        }
        for (&a, &b) in baseline.endings.iter().zip(&scenario.endings) {
            let count = self.counts.get_mut(usize::from(a)).and_then(|row| row.get_mut(usize::from(b)));
            *count.ok_or_else(|| differ.clone())? += 1;
        }
        Ok(())
    }

    /// What became, under the scenario, of the journeys with this ending under the baseline.
    pub fn from_baseline(&self, ending: Ending) -> [u64; ENDINGS] {
        self.counts[ending as usize]
    }

    /// What the journeys with this ending under the scenario had become under the baseline.
    pub fn from_scenario(&self, ending: Ending) -> [u64; ENDINGS] {
        self.counts.map(|row| row[ending as usize])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::{JourneyRecord, SegmentAt};

    fn journey(number: u64, ending: Ending) -> JourneyRecord {
        JourneyRecord {
            number,
            segment: SegmentAt::FIRST,
            channel: None,
            group_size: 1,
            possible: true,
            begun_days: 0.0,
            ending,
            dialogue_days: None,
            judged_days: None,
            entered_days: None,
            ended_days: None,
            let_in: false,
            work_hours: 0.0,
            came_by: None,
            came_days: None,
            amount: 0.0,
            price: 0.0,
            customer_surplus: 0.0,
            margin: 0.0,
            after_sale: Default::default(),
            late_stage: false,
            late_days: None,
            doubt_heard: None,
            commitments_held: 0,
            commitments_lost: 0,
            commitments_regained: 0,
        }
    }

    fn record(endings: &[(u64, Ending)]) -> Fates {
        Fates::from(&Record { journeys: endings.iter().map(|&(n, e)| journey(n, e)).collect(), ..Record::default() })
    }

    #[test]
    fn counts_how_one_ending_became_another() {
        let hero = record(&[(0, Ending::WinWin), (1, Ending::TooSlow), (2, Ending::TooSlow)]);
        let team = record(&[(0, Ending::WinWin), (1, Ending::WinWin), (2, Ending::Competitor)]);
        let mut same = SameCustomers::default();
        same.add(&hero, &team).expect("the same customers");
        let under_hero = same.from_scenario(Ending::WinWin);
        assert_eq!(under_hero[Ending::WinWin as usize], 1);
        assert_eq!(under_hero[Ending::TooSlow as usize], 1);
        assert_eq!(same.from_baseline(Ending::TooSlow).iter().sum::<u64>(), 2);
    }

    #[test]
    fn refuses_other_customers() {
        let mut same = SameCustomers::default();
        let error = same.add(&record(&[(0, Ending::WinWin)]), &record(&[(1, Ending::WinWin)]));
        assert_eq!(error, Err(JourneysDiffer { world: 0 }));
    }
}
