//! What is counted in one group of one world.

use super::cut::{Cut, Cutter};
use crate::measure::{Ending, FunnelRecord, Record, Seat, quantile};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

macro_rules! cell {
    ($( $name:ident $doc:literal; )*) => {
        /// What happened in one group of one world in the window, counted.
        #[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
        pub struct Cell { $( #[doc = $doc] pub $name: f64, )* }
        impl Cell {
            /// The names of what is counted, in their order.
            pub const NAMES: &'static [&'static str] = &[ $( stringify!($name), )* ];
            /// What is counted, in the order of the names.
            pub fn values(&self) -> Vec<f64> { vec![ $( self.$name, )* ] }
        }
    };
}

cell! {
    leads "Customers who came, or whose dialogue we began unasked.";
    dialogues "Dialogues begun.";
    accepted "Opportunities let into the pipeline.";
    proposed "Accepted opportunities closed after the customer had been asked to decide.";
    won "Deals signed.";
    lost "Accepted opportunities closed without a deal, but not by our own no.";
    no_decision "Of these, those that ended in the status quo or in indecision.";
    own_no "Accepted opportunities closed by our own no.";
    delivered "Deals delivered.";
    renewed "Renewals of deals signed.";
    bookings "Prices of deals signed, EUR.";
    list_prices "Their list prices, EUR.";
    lost_value "List prices of those lost, EUR.";
    open "Accepted opportunities open at the end of the window.";
    open_value "Their prices, EUR.";
    open_days "Days since their dialogues began.";
    cycle_p50 "Median days from dialogue to signature.";
    cycle_p90 "Days within which nine of ten were signed.";
    has_cycles "1 if any were signed.";
    hours "Hours worked.";
    credit "Credit of pay periods, EUR.";
    quota "Their quotas, EUR.";
    with_quota "People with a quota.";
    at_quota "Of these, those who reached it.";
    below_tenth "Of these, those below a tenth of it.";
}

/// The groups of one cut in one world: the name of each in every cut, and what is counted.
pub type Groups = BTreeMap<Vec<String>, Cell>;

/// All cuts of one world under one system, in the order in which they were asked for.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Cells(pub Vec<Vec<(Vec<String>, Cell)>>);

impl Cells {
    /// Counts a world.
    pub fn new(record: &Record, cutters: &[Cutter]) -> Self {
        Self(cutters.iter().map(|cutter| Counting::of(record, cutter).into_iter().collect()).collect())
    }
}

/// Counts one world by one cut.
struct Counting<'c> {
    cutter: &'c Cutter,
    groups: Groups,
    cycles: BTreeMap<Vec<String>, Vec<f64>>,
    /// Who has held each seat, from which day on.
    seats: BTreeMap<Seat, Vec<(f64, u16)>>,
}

impl<'c> Counting<'c> {
    fn of(record: &Record, cutter: &'c Cutter) -> Groups {
        let mut counting = Self { cutter, groups: Groups::new(), cycles: BTreeMap::new(), seats: BTreeMap::new() };
        for one in &record.employments {
            counting.seats.entry(one.person).or_default().push((one.started_days.unwrap_or(f64::NEG_INFINITY), one.holder));
        }
        record.funnel.iter().for_each(|customer| counting.customer(customer));
        let cycles = std::mem::take(&mut counting.cycles);
        for (group, mut days) in cycles {
            days.sort_by(f64::total_cmp);
            let cell = counting.groups.entry(group).or_default();
            cell.cycle_p50 = quantile(&days, 0.5).unwrap_or(0.0);
            cell.cycle_p90 = quantile(&days, 0.9).unwrap_or(0.0);
            cell.has_cycles = f64::from(u8::from(!days.is_empty()));
        }
        // Hours of the firm are those of its people.
        if cutter.cuts.iter().all(|cut| cut.is_of_people()) {
            counting.people(record);
        }
        counting.groups
    }

    /// The group of a customer for what happened on a day.
    fn group(&self, customer: &FunnelRecord, day: f64) -> Option<Vec<String>> {
        let holder = |seat: Seat, day: f64| {
            let held = self.seats.get(&seat).into_iter().flatten().filter(|(from, _)| *from <= day + 1e-9);
            held.map(|(_, holder)| *holder).max().unwrap_or(1)
        };
        self.cutter.cuts.iter().map(|&cut| self.cutter.group(cut, customer, day, &holder)).collect()
    }

    /// Adds what happened on a day, if that is in the window.
    fn add(&mut self, customer: &FunnelRecord, day: Option<f64>, add: impl FnOnce(&mut Cell)) {
        let Some(day) = day.filter(|day| (0.0..self.cutter.days()).contains(day)) else { return };
        let Some(group) = self.group(customer, day) else { return };
        add(self.groups.entry(group).or_default());
    }

    fn customer(&mut self, customer: &FunnelRecord) {
        let days = self.cutter.days();
        self.add(customer, customer.came_days.or(customer.dialogue_days), |cell| cell.leads += 1.0);
        self.add(customer, customer.dialogue_days, |cell| cell.dialogues += 1.0);
        if self.cutter.cuts.iter().any(|cut| !cut.is_of_people()) {
            self.add(customer, customer.ended_days, |cell| cell.hours += customer.work_hours);
        }
        let Some(accepted) = customer.accepted_days else { return };
        self.add(customer, Some(accepted), |cell| cell.accepted += 1.0);
        self.add(customer, customer.ended_days, |cell| {
            cell.proposed += f64::from(u8::from(customer.is_asked || customer.is_won));
            if customer.is_won {
                cell.won += 1.0;
                cell.bookings += customer.price;
                cell.list_prices += customer.list_price;
                cell.renewed += f64::from(customer.renewals);
            } else if customer.is_own_no {
                cell.own_no += 1.0;
            } else {
                cell.lost += 1.0;
                cell.lost_value += customer.list_price;
                cell.no_decision += f64::from(u8::from(matches!(customer.ending, Ending::StatusQuo | Ending::Indecision)));
            }
        });
        self.add(customer, customer.delivered_days, |cell| cell.delivered += 1.0);
        if let (true, Some(ended), Some(begun)) = (customer.is_won, customer.ended_days, customer.dialogue_days)
            && let Some(group) = self.group(customer, ended).filter(|_| (0.0..days).contains(&ended))
        {
            self.cycles.entry(group).or_default().push(ended - begun);
        }
        let is_of_time = self.cutter.cuts.iter().any(|cut| cut.is_of_time());
        let is_open = accepted < days && customer.ended_days.is_none_or(|ended| ended >= days);
        if is_open
            && !is_of_time
            && let Some(group) = self.group(customer, days)
        {
            let cell = self.groups.entry(group).or_default();
            cell.open += 1.0;
            cell.open_value += customer.price;
            cell.open_days += days - customer.dialogue_days.unwrap_or(accepted);
        }
    }

    /// Hours, quotas and credit of people, where groups are of people alone.
    fn people(&mut self, record: &Record) {
        let group =
            |seat, holder| self.cutter.cuts.iter().map(|&cut| self.cutter.group_of(cut, seat, holder)).collect::<Option<Vec<String>>>();
        let mut found: Vec<(Vec<String>, Cell)> = Vec::new();
        for one in &record.employments {
            let Some(group) = group(one.person, one.holder) else { continue };
            found.push((group, Cell { hours: one.hours, ..Cell::default() }));
        }
        // Each who holds a seat has a quota of their own; components of a plan are not counted, as in the attainment of the firm.
        let mut by_holder: BTreeMap<(Seat, u16), (f64, f64)> = BTreeMap::new();
        for period in record.periods.iter().filter(|period| period.component == 0 && period.quota > 0.0) {
            let sums = by_holder.entry((period.person, period.holder)).or_default();
            sums.0 += period.credit;
            sums.1 += period.quota;
        }
        for ((seat, holder), (credit, quota)) in by_holder {
            let Some(group) = group(seat, holder) else { continue };
            let reached = |share: f64| f64::from(u8::from(credit >= share * quota));
            let cell = Cell { credit, quota, with_quota: 1.0, at_quota: reached(1.0), below_tenth: 1.0 - reached(0.1), ..Cell::default() };
            found.push((group, cell));
        }
        for (group, more) in found {
            let cell = self.groups.entry(group).or_default();
            cell.hours += more.hours;
            cell.credit += more.credit;
            cell.quota += more.quota;
            cell.with_quota += more.with_quota;
            cell.at_quota += more.at_quota;
            cell.below_tenth += more.below_tenth;
        }
    }
}

/// Cuts as they are asked for: each one, or two at once with a comma.
///
/// # Errors
/// What is wrong, and a cure.
pub fn asked(text: &str) -> Result<Vec<Cut>, String> {
    let known = || Cut::ALL.iter().map(|cut| cut.word()).collect::<Vec<_>>().join(", ");
    let mut cuts = Vec::new();
    for word in text.split(',') {
        match Cut::named(word) {
            Some(cut) if cuts.contains(&cut) => return Err(format!("{} is named twice", cut.word())),
            Some(cut) => cuts.push(cut),
            None => {
                let like = crate::import::words::nearest(word.trim(), Cut::ALL.iter().map(|cut| cut.word()));
                let like = like.map_or_else(String::new, |like| format!("; did you mean {like}?"));
                return Err(format!("results are cut by {}{like}", known()));
            }
        }
    }
    if cuts.len() > 2 { Err("at most two at once: --by segment,quarter".to_string()) } else { Ok(cuts) }
}
