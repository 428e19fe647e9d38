//! Months and weeks.

use super::named;
use crate::engine::time::MONTH;
use crate::measure::predicted_quantile;
use crate::report::export::dates::Dates;
use crate::report::results::stored::rows::DealRow;
use crate::report::results::stored::tables::Row;
use crate::report::results::stored::{Stored, StoredSystem};
use crate::report::results::table::{Cell, Column, Style, Table};
use std::collections::BTreeMap;

/// Days of a month: a twelfth of a year.
pub fn days_of_month() -> f64 {
    MONTH / 24.0
}

/// Bookings month by month: columns for each system, in an order that charts rely on: bookings of the month, then so far, mean and the
/// bounds of the middle eight worlds of ten.
pub fn months(stored: &Stored) -> Table {
    let years = stored.systems.iter().map(|s| s.scenario.time.years).fold(0.0, f64::max);
    let months = (12.0 * years).ceil() as usize;
    let mut columns = vec![Column::new("month", Style::WHOLE)];
    for system in &stored.systems {
        let name = &system.name;
        columns.push(Column::new(format!("{name}, bookings of the month, mean, EUR"), Style::WHOLE));
        columns.push(Column::new(format!("{name}, bookings so far, mean, EUR"), Style::WHOLE));
        columns.push(Column::new(format!("{name}, so far, 1 world in 10 is below, EUR"), Style::WHOLE));
        columns.push(Column::new(format!("{name}, so far, 9 worlds in 10 are below, EUR"), Style::WHOLE));
    }
    let caption = "Bookings by month of the window (a twelfth of a year). Between the last two numbers of a system lie 8 of 10 \
                   worlds; with fewer than nine worlds they are not known.";
    let mut table = named("months", caption, columns);
    if stored.systems.iter().all(|system| system.deals.is_empty()) {
        return table;
    }
    let sums: Vec<Vec<Vec<f64>>> = stored.systems.iter().map(|system| so_far(system, stored.worlds_held(DealRow::FILE), months)).collect();
    for month in 0..months {
        let mut row = vec![Cell::plain(month as f64 + 1.0)];
        for worlds in &sums {
            let mut now: Vec<f64> = worlds.iter().map(|world| world[month]).collect();
            now.sort_by(f64::total_cmp);
            let before: f64 = worlds.iter().map(|world| month.checked_sub(1).map_or(0.0, |before| world[before])).sum();
            let n = worlds.len().max(1) as f64;
            let sum: f64 = now.iter().sum();
            row.extend(
                [Some((sum - before) / n), Some(sum / n), predicted_quantile(&now, 0.1), predicted_quantile(&now, 0.9)].map(Cell::plain),
            );
        }
        table.rows.push(row);
    }
    table
}

/// Bookings so far at the end of each month, world by world.
fn so_far(system: &StoredSystem, worlds: u64, months: usize) -> Vec<Vec<f64>> {
    let mut sums = vec![vec![0.0; months]; worlds as usize];
    for deal in &system.deals {
        let month = (deal.closed_days / days_of_month()).floor().clamp(0.0, (months - 1) as f64) as usize;
        if let Some(sum) = sums.get_mut(deal.world as usize).and_then(|world| world.get_mut(month)) {
            *sum += deal.price;
        }
    }
    for world in &mut sums {
        (1..months).for_each(|month| world[month] += world[month - 1]);
    }
    sums
}

/// Weeks, warm-up included: means over worlds.
pub fn weeks(stored: &Stored) -> Table {
    let columns = vec![
        Column::text("system"),
        Column::text("week of"),
        Column::new("begins, days from the beginning of the window", Style::WHOLE),
        Column::new("dialogues begun", Style::TWO),
        Column::new("open opportunities", Style::TWO),
        Column::new("deals", Style::TWO),
        Column::new("selling hours there were", Style::decimals(1)),
        Column::new("hours of work that came due", Style::decimals(1)),
        Column::new("hours worked for customers", Style::decimals(1)),
        Column::new("hours of prospecting", Style::decimals(1)),
    ];
    let mut table = named("weeks", "Weeks of the run, means over worlds. Negative days are the warm-up.", columns);
    for system in &stored.systems {
        let dates = Dates::new(&system.scenario);
        // By the tenth of a day, so that equal weeks of different worlds meet.
        let mut weeks: BTreeMap<i64, (f64, [f64; 7])> = BTreeMap::new();
        for week in &system.weeks {
            let (count, sums) = weeks.entry((week.begins_days * 10.0).round() as i64).or_default();
            *count += 1.0;
            let counts = [week.dialogues, week.wip, week.deals].map(f64::from);
            let hours = [week.capacity_hours, week.demand_hours, week.customer_hours, week.prospecting_hours];
            sums.iter_mut().zip(counts.into_iter().chain(hours)).for_each(|(sum, value)| *sum += value);
        }
        for (tenths, (count, sums)) in weeks {
            let begins = tenths as f64 / 10.0;
            let mut row = vec![Cell::text(system.name.clone()), Cell::Date(dates.date(24.0 * begins)), Cell::plain(begins)];
            row.extend(sums.map(|sum| Cell::plain(Some(sum / count))));
            table.rows.push(row);
        }
    }
    table
}
