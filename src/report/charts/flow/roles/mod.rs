//! Utilisation by role, and how long customers wait for each.
//!
//! The one side without the other misleads: the busier a station, the longer the wait before it, the more so the more uneven the work
//! (Kingman 1961; Hopp and Spearman, *Factory Physics*, 1996).

mod drawing;

use super::journeys::Backlog;
use super::sheet::{self, ByWorld, count, fitted_name, footnote, shown};
use crate::experiment::statistics::{Estimate, estimate};
use crate::measure::Ratio;
use crate::report::charts::caveat;
use crate::report::charts::grammar::{Frame, Picture, Said};
use crate::report::results::stored::rows::RoleRow;
use crate::report::results::stored::{Stored, StoredSystem};
use crate::report::results::table::{Cell, Table};
use crate::report::results::words::{grouped, sentence};
use drawing::{axes, draw_axes, draw_system};
use std::collections::BTreeMap;

/// Rows of roles on one sheet.
const MOST_ROWS: usize = 16;
const ROW: i32 = 46;
const HEAD: i32 = 48;
/// Where utilisation is drawn, and where waits are.
const BUSY: (i32, i32) = (300, 640);
const WAIT: (i32, i32) = (760, 960);
/// Shades of the parts: dialogue, qualification, flow.
const PARTS: [(&str, f64); 3] = [("dialogue generation", 1.0), ("qualification", 0.6), ("pipeline", 0.3)];

/// One role under one system.
struct Role {
    name: String,
    people: f64,
    /// Hours of each part over selling hours.
    parts: [Estimate; 3],
    busy: Estimate,
    waited: Estimate,
    over_a_day: Option<f64>,
}

/// The roles of one system.
struct System {
    place: usize,
    name: String,
    roles: Vec<Role>,
    left_out: usize,
    /// Elapsed hours waited over pieces of work, all roles.
    waited: ByWorld,
    /// Hours worked over selling hours, all roles.
    busy: ByWorld,
    /// What waits before anybody may begin; it is in no role's waits.
    backlog: Option<Backlog>,
}

fn by_world<'r>(rows: impl Iterator<Item = &'r RoleRow>, of: impl Fn(&RoleRow) -> (f64, f64)) -> ByWorld {
    let mut worlds = ByWorld::new();
    for row in rows {
        let (numerator, denominator) = of(row);
        let ratio: &mut Ratio = worlds.entry(row.world).or_default();
        ratio.numerator += numerator;
        ratio.denominator += denominator;
    }
    worlds
}

fn busy(row: &RoleRow) -> (f64, f64) {
    (row.dialogue_hours + row.qualification_hours + row.flow_hours, row.selling_hours)
}

fn waited(row: &RoleRow) -> (f64, f64) {
    (row.waited_hours, row.pieces as f64)
}

impl Role {
    fn new(name: &str, rows: &[&RoleRow]) -> Self {
        let of = |ratio: fn(&RoleRow) -> (f64, f64)| estimate(&sheet::ratios(&by_world(rows.iter().copied(), ratio)));
        Self {
            name: name.to_string(),
            people: rows.iter().map(|row| f64::from(row.people)).sum::<f64>() / rows.len().max(1) as f64,
            parts: [
                of(|row| (row.dialogue_hours, row.selling_hours)),
                of(|row| (row.qualification_hours, row.selling_hours)),
                of(|row| (row.flow_hours, row.selling_hours)),
            ],
            busy: of(busy),
            waited: of(waited),
            over_a_day: of(|row| (row.waited_over_a_day as f64, row.pieces as f64)).mean,
        }
    }
}

impl System {
    fn new(place: usize, system: &StoredSystem, most: usize) -> Option<Self> {
        let mut rows: BTreeMap<&str, Vec<&RoleRow>> = BTreeMap::new();
        let mut order: Vec<&str> = Vec::new();
        // Who only leads others does no work for customers in any world.
        let works = |name: &str| system.roles.iter().any(|row| row.role == name && (row.pieces > 0 || busy(row).0 > 0.0));
        let own: Vec<&RoleRow> = match system.roles.iter().any(|row| works(&row.role)) {
            true => system.roles.iter().filter(|row| works(&row.role)).collect(),
            false => system.roles.iter().collect(),
        };
        for row in own.iter().copied() {
            let of = rows.entry(&row.role).or_default();
            if of.is_empty() {
                order.push(&row.role);
            }
            of.push(row);
        }
        order.retain(|name| rows.get(name).is_some_and(|rows| rows.iter().any(|row| row.people > 0 || row.pieces > 0)));
        let roles: Vec<Role> = order.iter().take(most).map(|name| Role::new(name, rows.get(name).map_or(&[], |r| r))).collect();
        (!roles.is_empty()).then(|| Self {
            place,
            name: system.name.clone(),
            left_out: order.len() - roles.len(),
            roles,
            waited: by_world(own.iter().copied(), waited),
            busy: by_world(own.iter().copied(), busy),
            backlog: Backlog::of(system),
        })
    }
}

/// The chart; `None` without roles.
pub fn picture(stored: &Stored) -> Option<Picture> {
    let most = MOST_ROWS / shown(stored).len().max(1);
    let systems: Vec<System> = shown(stored).iter().enumerate().filter_map(|(place, s)| System::new(place, s, most)).collect();
    if systems.is_empty() {
        return None;
    }
    let title = title(&systems);
    let frame = Frame::new(&title, &subtitle(&systems), &footnote(stored, &notes(&systems)));
    let top = frame.top() + 56;
    let rows: i32 = systems.iter().map(|s| HEAD + ROW * s.roles.len() as i32).sum();
    let mut canvas = frame.canvas(top + rows + 70);
    let axes = axes(&systems);
    draw_axes(&mut canvas, axes, (top, top + rows));
    let mut y = top;
    for system in &systems {
        draw_system(&mut canvas, system, axes, y);
        y += HEAD + ROW * system.roles.len() as i32;
    }
    Some(Picture::new("roles", title, Said::Apart(message(&systems)), canvas.finish(), data(&systems)))
}

fn hours(value: Option<f64>) -> String {
    value.map_or_else(|| "–".to_string(), sheet::three_digits)
}

fn percent(share: Option<f64>) -> String {
    share.map_or_else(|| "–".to_string(), |share| format!("{} %", grouped(100.0 * share, 0)))
}

fn title(systems: &[System]) -> String {
    let each = sheet::under(systems.iter().map(|s| (hours(sheet::mean(&s.waited)), s.name.as_str())), " hours");
    format!("Customers wait {each} for each piece of work{}", caveat::counted(&waits(systems)))
}

/// Waits of all roles, by system and world.
fn waits(systems: &[System]) -> Vec<ByWorld> {
    systems.iter().map(|s| s.waited.clone()).collect()
}

fn subtitle(systems: &[System]) -> String {
    let each = sheet::under(systems.iter().map(|s| (percent(sheet::mean(&s.busy)), s.name.as_str())), "");
    let whiskers = if systems.iter().any(|s| s.busy.len() > 1) { " Whiskers: 95 % interval of the mean." } else { "" };
    format!(
        "People spend {each} of their selling hours on customers and on prospecting. Waits are those before work that was started; waiting for a free slot in the pipeline, and customers who left before their turn, are excluded.{whiskers}"
    )
}

fn notes(systems: &[System]) -> String {
    let left_out: usize = systems.iter().map(|s| s.left_out).sum();
    let left_out = match left_out {
        0 => String::new(),
        _ => format!(" {} not shown.", count(left_out, "role is", "roles are")),
    };
    format!(
        "Waits: elapsed hours, including nights and weekends, from when a customer was ready for an answer, a qualification or a step until we started. The remainder to 100 % are hours without such work.{left_out}"
    )
}

fn message(systems: &[System]) -> String {
    let role = |role: &Role| {
        format!(
            "{}: busy {} of the time, customers wait {} hours for them",
            fitted_name(&role.name),
            percent(role.busy.mean),
            hours(role.waited.mean)
        )
    };
    let one = |s: &System| {
        let roles: Vec<String> = s.roles.iter().map(role).collect();
        format!("{}: {}.", sentence(&fitted_name(&s.name)), roles.join("; "))
    };
    let each: Vec<String> = systems.iter().map(one).collect();
    let caveat = caveat::counted_about("For the waits over all roles", &waits(systems));
    let apart = |s: &System| {
        s.backlog.map(|backlog| {
            format!(
                " Not included in the waits of {}: accepted opportunities wait before entering the pipeline: {}.",
                fitted_name(&s.name),
                backlog.words()
            )
        })
    };
    let apart: String = systems.iter().filter_map(apart).collect();
    format!("{}{caveat}{apart}", each.join(" "))
}

fn data(systems: &[System]) -> Table {
    let columns = [
        "system",
        "role",
        "people",
        "dialogue generation, % of selling hours",
        "qualification, %",
        "pipeline, %",
        "all, %",
        "all, 95 % interval from",
        "all, 95 % interval to",
        "mean wait, elapsed hours",
        "wait, 95 % interval from",
        "wait, 95 % interval to",
        "waited over a day, %",
    ];
    let ends = |value: &Estimate, factor: f64| {
        [value.ci95.map(|[low, _]| factor * low), value.ci95.map(|[_, high]| factor * high)].map(|end| Cell::maybe(end, 1))
    };
    let rows = systems.iter().flat_map(|s| {
        s.roles.iter().map(|role| {
            let mut row = vec![Cell::text(s.name.as_str()), Cell::text(role.name.as_str()), Cell::number(role.people, 0)];
            let shares = role.parts.iter().chain([&role.busy]);
            row.extend(shares.map(|part| Cell::maybe(part.mean.map(|mean| 100.0 * mean), 1)));
            row.extend(ends(&role.busy, 100.0));
            row.push(Cell::maybe(role.waited.mean, 1));
            row.extend(ends(&role.waited, 1.0));
            row.push(Cell::maybe(role.over_a_day.map(|share| 100.0 * share), 1));
            row
        })
    });
    Table::filled("Utilisation and waits by role", columns, rows)
}

#[cfg(test)]
mod tests {
    use super::super::sample::{role, stored};
    use super::*;

    #[test]
    fn utilisation_and_waits_are_totals_over_totals() {
        let mut stored = stored(&["a"], 1.0);
        stored.systems[0].roles.extend([
            role(0, "seller", [100.0, 20.0, 10.0, 40.0], 50.0),
            role(0, "closer", [100.0, 0.0, 0.0, 90.0], 500.0),
            role(1, "seller", [300.0, 60.0, 30.0, 60.0], 250.0),
            role(1, "closer", [100.0, 0.0, 0.0, 70.0], 300.0),
        ]);
        let system = System::new(0, &stored.systems[0], 16).expect("roles");
        assert_eq!(system.roles.iter().map(|r| r.name.as_str()).collect::<Vec<_>>(), ["seller", "closer"]);
        let [seller, closer] = [&system.roles[0], &system.roles[1]];
        // (70 + 150) / 400, and 300 hours over 20 pieces.
        assert_eq!((seller.busy.mean, seller.parts[2].mean, seller.waited.mean), (Some(0.55), Some(0.25), Some(15.0)));
        assert_eq!((closer.busy.mean, closer.waited.mean, closer.over_a_day), (Some(0.8), Some(40.0), Some(0.3)));
        let picture = picture(&stored).expect("something");
        assert_eq!(picture.title, "Customers wait 27.5 hours under a for each piece of work");
        assert!(picture.message.contains("seller: busy 55 % of the time, customers wait 15.0 hours for them"));
        assert_eq!(picture.data.rows[1].len(), picture.data.columns.len());
    }

    #[test]
    fn many_roles_are_cut_and_counted() {
        let mut stored = stored(&["a"], 1.0);
        for number in 0..20 {
            stored.systems[0].roles.push(role(0, &format!("role {number}"), [100.0, 20.0, 10.0, 40.0], 50.0));
        }
        let picture = picture(&stored).expect("something");
        assert!(picture.drawing.svg().expect("a drawing").contains("4 roles are not shown."));
    }
}
