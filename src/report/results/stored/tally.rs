//! Tables have to agree with the worlds: customers, deals, people and hours are counted in the tables that hold them and held against
//! `worlds.csv`, world by world; and what a world says twice has to be the same.
//!
//! Numbers of things are the same exactly. Amounts are kept in tables to a thousandth, so that sums may be off by half of that a row.

use super::not_read::{AGAIN, NotRead, Wrong};
use super::read::Manifest;
use super::rows::{DealRow, JourneyRow, PersonRow, RoleRow, WeekRow};
use super::tables::Row;
use super::{Stored, StoredSystem};
use crate::experiment::WorldRow;
use crate::measure::Seat;
use crate::measure::{ENDINGS, Ending, Measure, Ratio};
use crate::provider::people::{Profile, staff};
use crate::report::results::files::WORLDS;
use crate::report::results::folder::MANIFEST;
use crate::report::results::words::in_sentence;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Half of the thousandth to which amounts in tables are rounded.
const HALF_A_THOUSANDTH: f64 = 0.0005;
/// Sums that are made in another order, or of totals that agree to a millionth, differ by less than this share.
const ROUNDING: f64 = 1e-6;

/// A part of a measure: what is above, or what is below.
type Part = (Measure, fn(&Ratio) -> f64);

fn above(ratio: &Ratio) -> f64 {
    ratio.numerator
}

fn below(ratio: &Ratio) -> f64 {
    ratio.denominator
}

/// Totals that are in several measures: each has to be the same in all of them.
const SHARED: [&[Part]; 9] = [
    &[
        (Measure::RevenuePerMonth, above),
        (Measure::ReturnOnSales, below),
        (Measure::BookingsPerPayroll, above),
        (Measure::RefundShare, below),
    ],
    &[(Measure::WinWinRate, above), (Measure::WinWinYield, above)],
    &[
        (Measure::WinWinRate, below),
        (Measure::CustomerSurplusPerDeal, below),
        (Measure::MarginPerDeal, below),
        (Measure::RegretRate, below),
        (Measure::LifetimeValuePerDeal, below),
    ],
    &[(Measure::WinRate, below), (Measure::NoDecisionRate, below), (Measure::CommitmentsLost, below)],
    &[(Measure::WinRate, above), (Measure::LateDealShare, below), (Measure::CommitmentsHeld, below)],
    &[(Measure::DialoguesPerMonth, above), (Measure::CostPerDialogue, below)],
    &[(Measure::CostPerRightDialogue, above), (Measure::CostPerDialogue, above)],
    &[(Measure::WinWinDealsPerMonth, above), (Measure::WinWinsPerSellerHour, above), (Measure::CostPerWinWinCustomer, below)],
    &[(Measure::Utilisation, above), (Measure::WorkShareProspecting, below)],
];

/// Everything in which tables and worlds contradict each other.
pub fn problems(stored: &Stored, manifest: &Manifest) -> Vec<NotRead> {
    let held = |file: &str| manifest.found.worlds_in.get(file).copied().unwrap_or(manifest.worlds) as usize;
    let mut tally = Tally { folder: &stored.folder, problems: Vec::new() };
    for system in &stored.systems {
        system.worlds.iter().for_each(|row| tally.shared(system, row));
        tally.journeys(system, held(JourneyRow::FILE));
        tally.days(system);
        tally.deals(system, held(DealRow::FILE));
        tally.amounts(system);
        tally.people(system, held(PersonRow::FILE), held(DealRow::FILE));
        tally.employments(system);
        tally.roles(system, held(RoleRow::FILE));
        tally.rows(system, &manifest.found.worlds_in);
    }
    tally.problems
}

/// What does not agree so far.
struct Tally<'s> {
    folder: &'s Path,
    problems: Vec<NotRead>,
}

impl Tally<'_> {
    /// Notes what does not agree; `off` is how much may be lost by rounding.
    fn hold(&mut self, path: PathBuf, what: impl Fn() -> String, [written, found]: [f64; 2], by: &'static str, off: f64) {
        let is_same = (written - found).abs() <= off;
        if !is_same {
            let (what, written, found) = (what().into(), written.to_string().into(), found.to_string().into());
            self.problems.push(NotRead::new(&path, Wrong::Contradicts { what, written, by, found }, AGAIN));
        }
    }

    /// What a world says twice.
    fn shared(&mut self, system: &StoredSystem, row: &WorldRow) {
        let worlds = self.folder.join(WORLDS);
        let part = |(measure, part): Part| part(&row.ratios[measure as usize]);
        for parts in SHARED {
            for &other in &parts[1..] {
                let what = || {
                    let [a, b] = [parts[0], other].map(|(measure, _)| in_sentence(measure));
                    format!("a total of world {} of {} that is in {a} and in {b}", row.world, system.name)
                };
                self.hold(worlds.clone(), what, [part(parts[0]), part(other)], "the other", 0.0);
            }
        }
        let [win_wins, all_possible] = [row.endings[Ending::WinWin as usize].iter().sum(), row.endings.iter().map(|by| by[1]).sum::<u64>()];
        for (what, total, by_ending) in [
            ("win-wins", part((Measure::WinWinRate, above)), win_wins),
            ("customers with a possible mutual benefit", part((Measure::WinWinYield, below)), all_possible),
        ] {
            let what = || format!("the number of {what} of world {} of {}", row.world, system.name);
            self.hold(worlds.clone(), what, [total, by_ending as f64], "the number of customers by ending", 0.0);
        }
    }

    /// Customers by ending.
    fn journeys(&mut self, system: &StoredSystem, held: usize) {
        let mut counts = vec![[[0_u64; 2]; ENDINGS]; held];
        for journey in &system.journeys {
            if let Some(counts) = counts.get_mut(journey.world as usize) {
                counts[journey.ending as usize][usize::from(journey.possible)] += 1;
            }
        }
        for (row, counts) in system.worlds.iter().zip(&counts) {
            for &ending in Ending::ALL {
                for (possible, words) in [(0, "without"), (1, "with")] {
                    let what = || {
                        format!(
                            "the number of {} {words} a possible mutual benefit in world {} of {}",
                            ending.title(),
                            row.world,
                            system.name
                        )
                    };
                    let both = [row.endings[ending as usize][possible], counts[ending as usize][possible]].map(|count| count as f64);
                    self.hold(self.folder.join(WORLDS), what, both, JourneyRow::FILE, 0.0);
                }
            }
        }
    }

    /// Deals and what was paid for them.
    fn deals(&mut self, system: &StoredSystem, held: usize) {
        let sums = by_world(held, system.deals.iter().map(|deal| (deal.world, [1.0, deal.price, deal.list_price])));
        for (row, [count, price, listed]) in system.worlds.iter().zip(sums) {
            let off = |sum: f64| HALF_A_THOUSANDTH * count + ROUNDING * sum.abs();
            self.total(system, row, Measure::DealsPerMonth, above, count, DealRow::FILE, 0.0);
            self.total(system, row, Measure::RevenuePerMonth, above, price, DealRow::FILE, off(price));
            self.total(system, row, Measure::DiscountShare, below, listed, DealRow::FILE, off(listed));
        }
    }

    /// Customers come, then go from a first dialogue to being judged, let in and ended, and only who was let in enters the flow.
    fn days(&mut self, system: &StoredSystem) {
        for journey in &system.journeys {
            let days = [journey.came_days, journey.dialogue_days, journey.judged_days, journey.entered_days, journey.ended_days];
            let mut before = journey.begun_days;
            for day in days.into_iter().flatten() {
                let what = || format!("a day of customer {} in world {} of {}", journey.journey, journey.world, system.name);
                self.hold(self.folder.join(JourneyRow::FILE), what, [day, day.max(before)], "what comes before it", 0.0);
                before = before.max(day);
            }
            let what =
                || format!("whether customer {} was accepted, in world {} of {}, as 0 or 1,", journey.journey, journey.world, system.name);
            let let_in = f64::from(u8::from(journey.let_in));
            let least = f64::from(u8::from(journey.entered_days.is_some()));
            self.hold(self.folder.join(JourneyRow::FILE), what, [let_in, let_in.max(least)], "the day of entering", 0.0);
        }
    }

    /// Whoever comes does so by a channel, and whoever buys pays what the deal is worth.
    fn amounts(&mut self, system: &StoredSystem) {
        for journey in &system.journeys {
            let of = || format!("of customer {} in world {} of {}", journey.journey, journey.world, system.name);
            let path = self.folder.join(JourneyRow::FILE);
            let came = [journey.came_days.is_some(), !journey.came_by.is_empty()].map(|is| f64::from(u8::from(is)));
            self.hold(path.clone(), || format!("whether there is a day of coming {}, as 0 or 1,", of()), came, "the channel", 0.0);
            let least = if journey.price > 0.0 { journey.price } else { journey.amount.max(0.0) };
            self.hold(path, || format!("the amount {}", of()), [journey.amount, least], "the price", 0.0);
        }
    }

    /// Each seat is held by one person after the other, and whoever quits in the window has a last day in it.
    fn employments(&mut self, system: &StoredSystem) {
        let mut before: Option<&PersonRow> = None;
        // Whoever joins later, or is known to have begun at some time, has a first day.
        let seats = staff(&system.scenario).profiles;
        let has_first_day = |seat: u16| {
            let profile = seats.get(Seat::from(usize::from(seat).saturating_sub(1)));
            profile.is_none_or(Profile::has_first_day)
        };
        for person in &system.people {
            let path = self.folder.join(PersonRow::FILE);
            let of = || format!("of holder {} of seat {} in world {} of {}", person.holder, person.seat, person.world, system.name);
            let last = before.filter(|last| (last.world, last.seat) == (person.world, person.seat));
            let next = last.map_or(1, |last| last.holder.saturating_add(1));
            self.hold(path.clone(), || format!("the number {}", of()), [person.holder, next].map(f64::from), "the row before it", 0.0);
            let began = [person.started_days.is_some(), person.holder > 1 || has_first_day(person.seat)].map(|is| f64::from(u8::from(is)));
            self.hold(path.clone(), || format!("whether there is a first day {}, as 0 or 1,", of()), began, "the number", 0.0);
            if let Some((first, left)) = person.started_days.zip(last.map(|last| last.ended_days.unwrap_or(f64::INFINITY))) {
                self.hold(path.clone(), || format!("the first day {}", of()), [first, first.max(left)], "the row before it", 0.0);
            }
            if let Some((last, first)) = person.ended_days.zip(person.started_days) {
                self.hold(path.clone(), || format!("the last day {}", of()), [last, last.max(first)], "the first day", 0.0);
            }
            // A day that is rounded to the beginning of the window may lie before it.
            if person.ended_days != Some(0.0) {
                let quit = f64::from(u8::from(person.ended_days.is_some_and(|day| day > 0.0)));
                self.hold(
                    path,
                    || format!("whether they quit in the window {}, as 0 or 1,", of()),
                    [person.quits, quit],
                    "the last day",
                    0.0,
                );
            }
            before = Some(person);
        }
    }

    /// People: what they worked, sold and were paid, and how often somebody left.
    fn people(&mut self, system: &StoredSystem, held: usize, deals_held: usize) {
        let sums = by_world(
            held,
            system.people.iter().map(|person| {
                let seat = if person.holder == 1 { [1.0, f64::from(person.seat)] } else { [0.0; 2] };
                (person.world, [1.0, person.hours, person.pay, person.quits, person.deals, person.bookings, seat[0], seat[1]])
            }),
        );
        let with_seat = system.deals.iter().filter(|deal| deal.seat.is_some());
        let signed = by_world(deals_held, with_seat.map(|deal| (deal.world, [1.0, deal.price])));
        for (place, (row, [count, hours, pay, quits, deals, bookings, seats, numbers])) in system.worlds.iter().zip(sums).enumerate() {
            let off = |sum: f64| HALF_A_THOUSANDTH * count + ROUNDING * sum.abs();
            self.total(system, row, Measure::Utilisation, above, hours, PersonRow::FILE, off(hours));
            self.total(system, row, Measure::PayPerPerson, above, pay, PersonRow::FILE, off(pay));
            self.total(system, row, Measure::QuitsPerYear, above, quits, PersonRow::FILE, 0.0);
            // Seats are numbered from 1.
            let what = || format!("the sum of the seats in world {} of {}", row.world, system.name);
            self.hold(self.folder.join(PersonRow::FILE), what, [numbers, seats * (seats + 1.0) / 2.0], "the number of seats", 0.0);
            if let Some([signed, price]) = signed.get(place) {
                let what = || format!("the number of deals by seat in world {} of {}", row.world, system.name);
                self.hold(self.folder.join(PersonRow::FILE), what, [deals, *signed], DealRow::FILE, 0.0);
                let what = || format!("the sum of bookings by seat in world {} of {}", row.world, system.name);
                let off = HALF_A_THOUSANDTH * (count + signed) + ROUNDING * price.abs();
                self.hold(self.folder.join(PersonRow::FILE), what, [bookings, *price], DealRow::FILE, off);
            }
        }
    }

    /// Hours by role.
    fn roles(&mut self, system: &StoredSystem, held: usize) {
        let hours = |role: &RoleRow| role.dialogue_hours + role.qualification_hours + role.flow_hours;
        let sums = by_world(held, system.roles.iter().map(|role| (role.world, [3.0, hours(role)])));
        for (row, [count, hours]) in system.worlds.iter().zip(sums) {
            let off = HALF_A_THOUSANDTH * count + ROUNDING * hours.abs();
            self.total(system, row, Measure::Utilisation, above, hours, RoleRow::FILE, off);
        }
    }

    /// How many rows a world has: a first person for every seat, a row for every role, and as many weeks as any other world.
    fn rows(&mut self, system: &StoredSystem, worlds_in: &BTreeMap<String, u64>) {
        let held = |file: &str| worlds_in.get(file).map_or(system.worlds.len(), |held| *held as usize);
        let counted = |file: &str, worlds: &mut dyn Iterator<Item = u64>| by_world(held(file), worlds.map(|world| (world, [1.0])));
        let people = counted(PersonRow::FILE, &mut system.people.iter().filter(|row| row.holder == 1).map(|row| row.world));
        let roles = counted(RoleRow::FILE, &mut system.roles.iter().map(|row| row.world));
        let weeks = counted(WeekRow::FILE, &mut system.weeks.iter().map(|row| row.world));
        let seats = by_world(held(RoleRow::FILE), system.roles.iter().map(|row| (row.world, [f64::from(row.people)])));
        let all_roles = vec![[system.scenario.role.entries.len() as f64]; roles.len()];
        let all_weeks = vec![weeks.first().copied().unwrap_or_default(); weeks.len()];
        for (file, by, counted, expected) in [
            (PersonRow::FILE, RoleRow::FILE, people, seats),
            (RoleRow::FILE, MANIFEST, roles, all_roles),
            (WeekRow::FILE, "its first world", weeks, all_weeks),
        ] {
            for (world, (counted, expected)) in counted.iter().zip(&expected).enumerate() {
                let what = || format!("the number of rows of world {world} of {}", system.name);
                self.hold(self.folder.join(file), what, [counted[0], expected[0]], by, 0.0);
            }
        }
    }

    /// Holds a total of a world against what a table gives.
    #[allow(clippy::too_many_arguments)]
    fn total(
        &mut self,
        system: &StoredSystem,
        row: &WorldRow,
        measure: Measure,
        part: fn(&Ratio) -> f64,
        sum: f64,
        by: &'static str,
        off: f64,
    ) {
        let what = || format!("the total behind {} in world {} of {}", in_sentence(measure), row.world, system.name);
        self.hold(self.folder.join(WORLDS), what, [part(&row.ratios[measure as usize]), sum], by, off);
    }
}

/// Sums over the rows of each world.
fn by_world<const N: usize>(worlds: usize, rows: impl Iterator<Item = (u64, [f64; N])>) -> Vec<[f64; N]> {
    let mut sums = vec![[0.0; N]; worlds];
    for (world, row) in rows {
        if let Some(sums) = sums.get_mut(world as usize) {
            sums.iter_mut().zip(row).for_each(|(sum, value)| *sum += value);
        }
    }
    sums
}
