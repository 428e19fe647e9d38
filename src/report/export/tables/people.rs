//! Our people: one by one and seat by seat, how results are spread over seats, and the periods of their pay.

use super::{Room, Source, dates, named};
use crate::report::results::stored::rows::{PeriodRow, PersonRow};
use crate::report::results::stored::tables::Row;
use crate::report::results::stored::{Stored, StoredSystem};
use crate::report::results::table::{Cell, Column, Style, Table};
use std::collections::BTreeMap;

/// Everybody who was with us before the window ended: a row each.
pub fn people(stored: &Stored, room: Room) -> Table {
    let columns = vec![
        Column::text("system"),
        Column::new("world", Style::WHOLE),
        Column::new("seat", Style::WHOLE),
        Column::new("holder of the seat", Style::WHOLE),
        Column::text("role"),
        Column::new("queue", Style::WHOLE),
        Column::text("started on"),
        Column::new("started, days from the beginning of the window", Style::decimals(1)),
        Column::text("left on"),
        Column::new("left, days from the beginning of the window", Style::decimals(1)),
        Column::new("skill, 1 is usual", Style::TWO),
        Column::new("hours worked", Style::WHOLE),
        Column::new("deals", Style::WHOLE),
        Column::new("bookings, EUR", Style::WHOLE),
        Column::new("pay, EUR", Style::WHOLE),
    ];
    let source = Source { stored, file: PersonRow::FILE, rows: |system| &system.people, world: |row| row.world };
    let long = source.within(room);
    let caption = format!(
        "People from their first day to their last; hours, deals, bookings and pay are those of the window. Who was there before the run \
         began has no first day, who was there when the window ended no last one.{}",
        long.note
    );
    let mut table = named("people", caption, columns);
    table.left_out = long.left_out;
    let dates = dates(stored);
    for (place, row) in long.rows {
        let day = |days: Option<f64>| [days.map_or(Cell::Empty, |days| Cell::Date(dates[place].date(24.0 * days))), Cell::plain(days)];
        let mut cells = vec![Cell::text(stored.systems[place].name.clone()), Cell::plain(row.world as f64)];
        cells.extend([row.seat, row.holder].map(|number| Cell::plain(f64::from(number))));
        cells.extend([Cell::text(row.role.clone()), Cell::plain(f64::from(row.pool))]);
        cells.extend(day(row.started_days).into_iter().chain(day(row.ended_days)));
        cells.extend([row.skill, row.hours, row.deals, row.bookings, row.pay].map(Cell::plain));
        table.rows.push(cells);
    }
    table
}

/// Seats, means over worlds. The skill of a seat is that of whoever held it last in the window.
pub fn seats(stored: &Stored) -> Table {
    let columns = vec![
        Column::text("system"),
        Column::new("seat", Style::WHOLE),
        Column::text("role"),
        Column::new("queue", Style::WHOLE),
        Column::new("skill, 1 is usual", Style::TWO),
        Column::new("hours worked", Style::WHOLE),
        Column::new("deals", Style::decimals(1)),
        Column::new("bookings, EUR", Style::WHOLE),
        Column::new("pay, EUR", Style::WHOLE),
        Column::new("times somebody left", Style::TWO),
    ];
    let mut table = named("seats", "Seats over the window, means over worlds: who sits there differs from world to world.", columns);
    for system in &stored.systems {
        let mut seats: BTreeMap<u16, (&str, u16, f64, [f64; 6])> = BTreeMap::new();
        for (place, row) in system.people.iter().enumerate() {
            let (_, _, count, sums) = seats.entry(row.seat).or_insert((&row.role, row.pool, 0.0, [0.0; 6]));
            *count += f64::from(u8::from(row.holder == 1));
            let is_last = system.people.get(place + 1).is_none_or(|next| (next.world, next.seat) != (row.world, row.seat));
            let values = [if is_last { row.skill } else { 0.0 }, row.hours, row.deals, row.bookings, row.pay, row.quits];
            sums.iter_mut().zip(values).for_each(|(sum, value)| *sum += value);
        }
        for (seat, (role, pool, count, sums)) in seats {
            let mut row =
                vec![Cell::text(system.name.clone()), Cell::plain(f64::from(seat)), Cell::text(role), Cell::plain(f64::from(pool))];
            row.extend(sums.map(|sum| Cell::plain(Some(sum / count))));
            table.rows.push(row);
        }
    }
    table
}

/// The Lorenz curve (Lorenz 1905): share of bookings of the share of seats that book least, mean over worlds. The first column is the share
/// of people, then one for each system.
pub fn concentration(stored: &Stored) -> Table {
    const STEPS: usize = 20;
    let mut columns = vec![Column::new("share of people, those who book least first", Style::SHARE)];
    columns.extend(stored.systems.iter().map(|s| Column::new(format!("{}, their share of bookings", s.name), Style::SHARE)));
    let caption = "How bookings are spread over people, mean over worlds (a Lorenz curve): were all alike, both shares would be equal.";
    let mut table = named("concentration", caption, columns);
    let curves: Vec<Option<Vec<f64>>> = stored.systems.iter().map(|system| curve(system, STEPS)).collect();
    if curves.iter().all(Option::is_none) {
        return table;
    }
    for step in 0..=STEPS {
        let mut row = vec![Cell::plain(step as f64 / STEPS as f64)];
        row.extend(curves.iter().map(|curve| Cell::plain(curve.as_ref().map(|curve| curve[step]))));
        table.rows.push(row);
    }
    table
}

/// Mean over the worlds with bookings of the curve at equal steps; `None` without any.
fn curve(system: &StoredSystem, steps: usize) -> Option<Vec<f64>> {
    let mut worlds: BTreeMap<u64, Vec<f64>> = BTreeMap::new();
    for ((world, _), bookings) in system.bookings_of_seats(|_| true) {
        worlds.entry(world).or_default().push(bookings);
    }
    let (mut sums, mut count) = (vec![0.0; steps + 1], 0.0);
    for bookings in worlds.values_mut() {
        let all: f64 = bookings.iter().sum();
        if all <= 0.0 {
            continue;
        }
        bookings.sort_by(f64::total_cmp);
        count += 1.0;
        for (step, sum) in sums.iter_mut().enumerate() {
            let people = bookings.len() as f64 * step as f64 / steps as f64;
            let whole = people.floor() as usize;
            let below: f64 = bookings.iter().take(whole).sum();
            let part = bookings.get(whole).map_or(0.0, |next| next * (people - people.floor()));
            *sum += (below + part) / all;
        }
    }
    (count > 0.0).then(|| sums.into_iter().map(|sum| sum / count).collect())
}

/// Periods of pay plans.
pub fn periods(stored: &Stored, room: Room) -> Table {
    let columns = vec![
        Column::text("system"),
        Column::new("world", Style::WHOLE),
        Column::new("seat", Style::WHOLE),
        Column::new("holder of the seat", Style::WHOLE),
        Column::text("ends on"),
        Column::new("ends, days from the beginning of the window", Style::WHOLE),
        Column::new("part of the period on board", Style::SHARE),
        Column::new("credit, EUR", Style::WHOLE),
        Column::new("of earlier periods taken back, EUR", Style::WHOLE),
        Column::new("quota, EUR", Style::WHOLE),
        Column::new("attainment", Style::SHARE),
        Column::new("forecast, EUR", Style::WHOLE),
        Column::new("variable pay, EUR", Style::WHOLE),
    ];
    let source = Source { stored, file: PeriodRow::FILE, rows: |system| &system.periods, world: |row| row.world };
    let long = source.within(room);
    let caption = format!("Periods of pay plans that end in the window, and what was accrued at its end.{}", long.note);
    let mut table = named("periods", caption, columns);
    table.left_out = long.left_out;
    let dates = dates(stored);
    for (place, row) in long.rows {
        let attainment = (row.quota > 0.0).then(|| row.counted() / row.quota);
        let mut fields = vec![Cell::text(stored.systems[place].name.clone()), Cell::plain(row.world as f64)];
        fields.extend([row.seat, row.holder].map(|number| Cell::plain(f64::from(number))));
        fields.push(Cell::Date(dates[place].date(24.0 * row.ends_days)));
        let amounts = [row.share, row.credit, row.taken_back, row.quota].map(Some);
        let numbers = [Some(row.ends_days)].into_iter().chain(amounts).chain([attainment, row.forecast, Some(row.variable_pay)]);
        fields.extend(numbers.map(Cell::plain));
        table.rows.push(fields);
    }
    table
}
