//! Leads: customers who came by themselves, reached or not.

use super::hours_of_window;
use crate::report::export::events::SystemLog;
use crate::world::happening::{Customer, Happening};
use std::collections::BTreeMap;

/// A customer who came, as it stands on the day of the export.
#[derive(Debug, Clone)]
pub(super) struct Lead {
    pub customer: Customer,
    /// When they came first.
    pub came: f64,
    /// When they were answered first.
    pub answered: Option<f64>,
    /// When a dialogue began.
    pub converted: Option<f64>,
    /// When it was over without a dialogue.
    pub lost: Option<f64>,
}

impl Lead {
    /// As sales people write it down.
    pub fn status(&self) -> &'static str {
        match (self.converted, self.lost, self.answered) {
            (Some(_), ..) => "Converted",
            (None, Some(_), _) => "Lost",
            (None, None, Some(_)) => "Contacted",
            (None, None, None) => "New",
        }
    }

    /// The day on which it became what it is, if that is for good.
    pub fn closed(&self) -> Option<f64> {
        self.converted.or(self.lost)
    }
}

/// Those who came before the day of the export, in the order in which they came.
pub(super) fn leads(log: &SystemLog) -> Vec<Lead> {
    let today = hours_of_window(log);
    let mut places: BTreeMap<u64, usize> = BTreeMap::new();
    let mut leads: Vec<Lead> = Vec::new();
    for entry in &log.entries {
        let at = log.hours(entry);
        if at >= today {
            continue;
        }
        if let Some(lead) = places.get(&entry.customer.journey).and_then(|&place| leads.get_mut(place)) {
            let day = match entry.what {
                Happening::Answered { .. } => &mut lead.answered,
                Happening::DialogueBegun { .. } => &mut lead.converted,
                Happening::Over { .. } => &mut lead.lost,
                _ => continue,
            };
            *day = day.or(Some(at));
        } else if entry.what == Happening::Came {
            places.insert(entry.customer.journey, leads.len());
            leads.push(Lead { customer: entry.customer, came: at, answered: None, converted: None, lost: None });
        }
    }
    leads
}
