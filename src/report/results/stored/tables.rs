//! The tables of a run, world by world: rows of one world and one system, as they are written and read.

use super::rows::{DealRow, JourneyRow, PayRow, PeriodRow, PersonRow, RoleRow, WeekRow};
use crate::engine::time::WEEK;
use crate::measure::{JourneyRecord, Record};
use crate::provider::people::staff;
use crate::report::results::csv::guarded;
use crate::report::results::folder::{NotKept, RunFolder};
use crate::scenario::Scenario;
use crate::world::plan::channel_names;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Rows of a table beyond which further worlds are left out.
const MOST_ROWS: u64 = 1_000_000;

/// A kind of row that a run leaves behind.
pub trait Row: Serialize {
    /// Its file.
    const FILE: &'static str;
    /// Its columns, after `scenario`.
    const COLUMNS: &'static [&'static str];
    /// The rows of a record.
    fn of(record: &Record, names: &SystemNames) -> Vec<Self>
    where
        Self: Sized;
}

macro_rules! columns {
    ($row:ident $file:literal $($column:literal)*) => {
        const FILE: &'static str = $file;
        const COLUMNS: &'static [&'static str] = &[$($column),*];
    };
}

/// Names that records refer to by position.
#[derive(Debug, Clone)]
pub struct SystemNames {
    name: String,
    segments: Vec<String>,
    channels: Vec<String>,
    roles: Vec<String>,
    /// By seat; empty for those who are not known by name.
    people: Vec<String>,
    warm_up_days: f64,
}

impl SystemNames {
    /// The names of a system.
    pub fn new(name: &str, scenario: &Scenario) -> Self {
        Self {
            name: guarded(name),
            segments: scenario.segment.entries.iter().map(|(name, _)| guarded(name)).collect(),
            channels: channel_names(scenario).map(guarded).collect(),
            roles: scenario.role.entries.iter().map(|(name, _)| guarded(name)).collect(),
            people: staff(scenario)
                .profiles
                .iter()
                .map(|profile| profile.known.as_ref().map_or_else(String::new, |known| guarded(&known.name)))
                .collect(),
            warm_up_days: 7.0 * scenario.time.warm_up_weeks.ceil() + crate::market::arrivals::window_offset_hours(scenario) / 24.0,
        }
    }
}

fn named(names: &[String], position: impl Into<usize>) -> String {
    names.get(position.into()).cloned().unwrap_or_default()
}

/// A number to a thousandth: a minute and a half of a day, a tenth of a cent.
fn thousandths(value: f64) -> f64 {
    let rounded = (value * 1000.0).round() / 1000.0;
    // No negative zero.
    if rounded == 0.0 { 0.0 } else { rounded }
}

impl Row for JourneyRow {
    columns! {
        JourneyRow "journeys.csv"
        "world" "journey" "segment" "channel" "group_size" "possible" "begun_days" "ending" "dialogue_days" "judged_days" "entered_days"
        "ended_days" "let_in" "work_hours" "price" "customer_surplus" "margin" "refund" "renewals" "left" "lifetime_value"
        "came_by" "came_days" "amount"
    }
    fn of(record: &Record, names: &SystemNames) -> Vec<Self> {
        record.journeys.iter().map(|journey| journey_row(record.world, journey, names)).collect()
    }
}

fn journey_row(world: u64, journey: &JourneyRecord, names: &SystemNames) -> JourneyRow {
    JourneyRow {
        world,
        journey: journey.number,
        segment: named(&names.segments, journey.segment),
        channel: journey.channel.map(|c| named(&names.channels, c)).unwrap_or_default(),
        group_size: journey.group_size,
        possible: journey.possible,
        begun_days: thousandths(journey.begun_days),
        ending: journey.ending,
        dialogue_days: journey.dialogue_days.map(thousandths),
        judged_days: journey.judged_days.map(thousandths),
        entered_days: journey.entered_days.map(thousandths),
        ended_days: journey.ended_days.map(thousandths),
        let_in: journey.let_in,
        work_hours: thousandths(journey.work_hours),
        price: thousandths(journey.price),
        customer_surplus: thousandths(journey.customer_surplus),
        margin: thousandths(journey.margin),
        refund: thousandths(journey.after_sale.refund),
        renewals: journey.after_sale.renewals,
        left: journey.after_sale.left,
        lifetime_value: thousandths(journey.after_sale.lifetime_value),
        came_by: journey.came_by.map(|c| named(&names.channels, c)).unwrap_or_default(),
        came_days: journey.came_days.map(thousandths),
        amount: thousandths(journey.amount),
    }
}

impl Row for DealRow {
    columns! {
        DealRow "deals.csv"
        "world" "journey" "seat" "closed_days" "quarter_day" "list_price" "price" "ending" "regretted" "referred" "lifetime_value"
    }
    fn of(record: &Record, _: &SystemNames) -> Vec<Self> {
        let row = |deal: &crate::measure::DealRecord| Self {
            world: record.world,
            journey: deal.number,
            seat: deal.person.number().checked_add(1),
            closed_days: thousandths(deal.closed_days),
            quarter_day: thousandths(deal.quarter_day),
            list_price: thousandths(deal.list_price),
            price: thousandths(deal.price),
            ending: deal.ending,
            regretted: deal.regretted,
            referred: deal.referred,
            lifetime_value: thousandths(deal.lifetime_value),
        };
        record.deals.iter().map(row).collect()
    }
}

impl Row for PersonRow {
    columns! {
        PersonRow "people.csv"
        "world" "seat" "role" "pool" "skill" "hours" "deals" "bookings" "pay" "quits" "holder" "started_days" "ended_days" "name"
    }
    fn of(record: &Record, names: &SystemNames) -> Vec<Self> {
        let row = |person: &crate::measure::EmploymentRecord| Self {
            world: record.world,
            seat: person.person.number() + 1,
            role: named(&names.roles, person.role),
            pool: person.pool.number() + 1,
            skill: thousandths(person.skill),
            hours: thousandths(person.hours),
            deals: person.deals,
            bookings: thousandths(person.bookings),
            pay: thousandths(person.pay),
            quits: person.quits,
            holder: person.holder,
            started_days: person.started_days.map(thousandths),
            ended_days: person.ended_days.map(thousandths),
            name: if person.holder == 1 { named(&names.people, person.person) } else { String::new() },
        };
        record.employments.iter().map(row).collect()
    }
}

impl Row for PeriodRow {
    columns! {
        PeriodRow "periods.csv"
        "world" "seat" "holder" "component" "ends_days" "share" "credit" "taken_back" "quota" "forecast" "variable_pay" "settled"
    }
    fn of(record: &Record, _: &SystemNames) -> Vec<Self> {
        let row = |period: &crate::measure::PeriodRecord| Self {
            world: record.world,
            seat: period.person.number() + 1,
            holder: period.holder,
            component: period.component,
            ends_days: thousandths(period.ends_days),
            share: thousandths(period.share),
            credit: thousandths(period.credit),
            taken_back: thousandths(period.taken_back),
            quota: thousandths(period.quota),
            forecast: period.forecast.map(thousandths),
            variable_pay: thousandths(period.variable_pay),
            settled: period.is_settled,
        };
        record.periods.iter().map(row).collect()
    }
}

impl Row for PayRow {
    columns! {
        PayRow "pay.csv"
        "world" "seat" "holder" "component" "journey" "at_days" "cause" "credit" "taken_back" "on_top" "paid_back"
    }
    fn of(record: &Record, _: &SystemNames) -> Vec<Self> {
        let row = |line: &crate::measure::PayLineRecord| Self {
            world: record.world,
            seat: line.person.number() + 1,
            holder: line.holder,
            component: line.component,
            journey: line.journey,
            at_days: thousandths(line.at_days),
            cause: line.cause,
            credit: thousandths(line.credit),
            taken_back: thousandths(line.taken_back),
            on_top: thousandths(line.on_top),
            paid_back: thousandths(line.paid_back),
        };
        record.pay_lines.iter().map(row).collect()
    }
}

impl Row for RoleRow {
    columns! {
        RoleRow "roles.csv"
        "world" "role" "people" "selling_hours" "dialogue_hours" "qualification_hours" "flow_hours" "pieces" "waited_hours" "waited_over_a_day"
    }
    fn of(record: &Record, names: &SystemNames) -> Vec<Self> {
        let row = |(place, role): (usize, &crate::measure::RoleRecord)| Self {
            world: record.world,
            role: named(&names.roles, place as u16),
            people: role.people,
            selling_hours: thousandths(role.selling_hours),
            dialogue_hours: thousandths(role.hours[0]),
            qualification_hours: thousandths(role.hours[1]),
            flow_hours: thousandths(role.hours[2]),
            pieces: role.pieces,
            waited_hours: thousandths(role.waited_hours),
            waited_over_a_day: role.waited_over_a_day,
        };
        record.roles.iter().enumerate().map(row).collect()
    }
}

impl Row for WeekRow {
    columns! {
        WeekRow "weeks.csv"
        "world" "begins_days" "dialogues" "wip" "deals" "capacity_hours" "demand_hours" "customer_hours" "prospecting_hours"
    }
    fn of(record: &Record, names: &SystemNames) -> Vec<Self> {
        let row = |(place, week): (usize, &crate::measure::WeekRecord)| Self {
            world: record.world,
            begins_days: thousandths(place as f64 * WEEK / 24.0 - names.warm_up_days),
            dialogues: week.dialogues,
            wip: week.wip,
            deals: week.deals,
            capacity_hours: thousandths(week.capacity_hours),
            demand_hours: thousandths(week.demand_hours),
            customer_hours: thousandths(week.worked_hours - week.prospecting_hours),
            prospecting_hours: thousandths(week.prospecting_hours),
        };
        record.weeks.iter().enumerate().map(row).collect()
    }
}

/// Rows of one table as text; the text is empty where there was no room for it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Text {
    /// How many rows there are.
    pub count: u64,
    /// The rows.
    pub text: String,
}

fn text<R: Row>(record: &Record, names: &SystemNames) -> Text {
    let rows = R::of(record, names);
    let mut writer = csv::WriterBuilder::new().has_headers(false).from_writer(Vec::new());
    for row in &rows {
        // Written to memory, this cannot fail.
        let _ = writer.serialize((&names.name, row));
    }
    let bytes = writer.into_inner().unwrap_or_default();
    Text { count: rows.len() as u64, text: String::from_utf8_lossy(&bytes).into_owned() }
}

/// The tables, in the order in which [`Tables`] has them.
const TABLES: [(&str, &[&str]); 7] = [
    (JourneyRow::FILE, JourneyRow::COLUMNS),
    (DealRow::FILE, DealRow::COLUMNS),
    (PersonRow::FILE, PersonRow::COLUMNS),
    (PeriodRow::FILE, PeriodRow::COLUMNS),
    (PayRow::FILE, PayRow::COLUMNS),
    (RoleRow::FILE, RoleRow::COLUMNS),
    (WeekRow::FILE, WeekRow::COLUMNS),
];

/// All tables of one world under one system.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Tables([Text; TABLES.len()]);

/// Which tables have no room for more worlds: the rows of these need not be written down any more.
#[derive(Debug, Default)]
pub struct Full([AtomicBool; TABLES.len()]);

impl Tables {
    /// Those of a record; without the text of tables that are full.
    pub fn new(record: &Record, names: &SystemNames, full: &Full) -> Self {
        let mut tables = Self([
            text::<JourneyRow>(record, names),
            text::<DealRow>(record, names),
            text::<PersonRow>(record, names),
            text::<PeriodRow>(record, names),
            text::<PayRow>(record, names),
            text::<RoleRow>(record, names),
            text::<WeekRow>(record, names),
        ]);
        for (table, full) in tables.0.iter_mut().zip(&full.0) {
            if full.load(Ordering::Relaxed) {
                table.text = String::new();
            }
        }
        tables
    }
}

/// The files of the tables, written world by world as the worlds are done, so that no rows are kept in memory.
#[derive(Debug)]
pub struct TableFiles {
    files: Vec<TableFile>,
    full: Arc<Full>,
}

/// How much of a table was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    /// Worlds in it.
    pub worlds: u64,
    /// Rows in it.
    pub rows: u64,
    /// Rows that there would be with all worlds.
    pub of: u64,
}

#[derive(Debug)]
struct TableFile {
    name: &'static str,
    path: PathBuf,
    writer: BufWriter<File>,
    held: Held,
    full: bool,
}

impl TableFiles {
    /// Begins the files.
    ///
    /// # Errors
    /// If they cannot be made.
    pub fn begin(folder: &RunFolder) -> Result<Self, NotKept> {
        let mut files = Vec::with_capacity(TABLES.len());
        for (name, columns) in TABLES {
            let mut writer = folder.create(name)?;
            writeln!(writer, "scenario,{}", columns.join(",")).map_err(|e| folder.not_written(name, e))?;
            files.push(TableFile { name, path: folder.path().join(name), writer, held: Held { worlds: 0, rows: 0, of: 0 }, full: false });
        }
        Ok(Self { files, full: Arc::default() })
    }

    /// Which of them are full, now and later.
    pub fn full(&self) -> Arc<Full> {
        Arc::clone(&self.full)
    }

    /// Adds one world: the tables of all systems in their order. Past a million rows of a table, worlds are left out of it.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn add_world<'a>(&mut self, systems: impl Iterator<Item = &'a Tables> + Clone) -> Result<(), NotKept> {
        for (place, file) in self.files.iter_mut().enumerate() {
            file.add_world(systems.clone().map(|tables| &tables.0[place]))?;
            self.full.0[place].store(file.full, Ordering::Relaxed);
        }
        Ok(())
    }

    /// Ends the files and tells what is in each.
    ///
    /// # Errors
    /// If they cannot be written.
    pub fn finish(self) -> Result<BTreeMap<&'static str, Held>, NotKept> {
        let finish = |mut file: TableFile| match file.writer.flush() {
            Ok(()) => Ok((file.name, file.held)),
            Err(why) => Err(NotKept::not_written(&file.path, why)),
        };
        self.files.into_iter().map(finish).collect()
    }
}

impl TableFile {
    fn add_world<'a>(&mut self, systems: impl Iterator<Item = &'a Text> + Clone) -> Result<(), NotKept> {
        let rows: u64 = systems.clone().map(|rows| rows.count).sum();
        self.held.of += rows;
        self.full |= self.held.rows + rows > MOST_ROWS;
        if self.full {
            return Ok(());
        }
        for rows in systems {
            self.writer.write_all(rows.text.as_bytes()).map_err(|why| NotKept::not_written(&self.path, why))?;
        }
        self.held.rows += rows;
        self.held.worlds += 1;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of three worlds with 400,000 rows each, the first two are in the table, and all rows are counted.
    #[test]
    fn past_a_million_rows_whole_worlds_are_left_out_and_counted() {
        let out = tempfile::tempdir().expect("a folder");
        let folder = RunFolder::begin(out.path(), "long").expect("a folder");
        let mut files = TableFiles::begin(&folder).expect("files");
        let mut tables = Tables::default();
        tables.0[0] = Text { count: 400_000, text: "a row\n".to_string() };
        tables.0[1] = Text { count: 500_000, text: "a row\n".to_string() };
        for _ in 0..3 {
            files.add_world(std::iter::once(&tables)).expect("written");
        }
        let held = files.finish().expect("files");
        assert_eq!(held["journeys.csv"], Held { worlds: 2, rows: 800_000, of: 1_200_000 });
        assert_eq!(held["deals.csv"], Held { worlds: 2, rows: 1_000_000, of: 1_500_000 });
        assert_eq!(held["weeks.csv"], Held { worlds: 3, rows: 0, of: 0 });
        let text = std::fs::read_to_string(folder.path().join("journeys.csv")).expect("a table");
        assert_eq!(text.matches("a row").count(), 2);
    }

    #[test]
    fn the_columns_are_the_fields_of_the_rows() {
        let model = crate::simulation::Model::new(
            &crate::scenario::load("team", &[], &["time.years=0.5".into()]).expect("a scenario").scenario,
            Default::default(),
        );
        let record = model.run(1, 0);
        let names = SystemNames::new("team", model.scenario());
        fn header<R: Row>(record: &Record, names: &SystemNames) -> String {
            let mut writer = csv::Writer::from_writer(Vec::new());
            let rows = R::of(record, names);
            assert!(!rows.is_empty(), "{} has rows", R::FILE);
            writer.serialize(&rows[0]).expect("a row");
            String::from_utf8(writer.into_inner().expect("text")).expect("text").lines().next().unwrap_or_default().to_string()
        }
        assert_eq!(header::<JourneyRow>(&record, &names), JourneyRow::COLUMNS.join(","));
        assert_eq!(header::<DealRow>(&record, &names), DealRow::COLUMNS.join(","));
        assert_eq!(header::<PersonRow>(&record, &names), PersonRow::COLUMNS.join(","));
        assert_eq!(header::<PeriodRow>(&record, &names), PeriodRow::COLUMNS.join(","));
        assert_eq!(header::<PayRow>(&record, &names), PayRow::COLUMNS.join(","));
        assert_eq!(header::<RoleRow>(&record, &names), RoleRow::COLUMNS.join(","));
        assert_eq!(header::<WeekRow>(&record, &names), WeekRow::COLUMNS.join(","));
    }
}
