//! Utilisation by role, and how long customers wait for each.
//!
//! The one side without the other misleads: the busier a station, the longer the wait before it, the more so the more uneven the work
//! (Kingman 1961; Hopp and Spearman, *Factory Physics*, 1996).

use super::super::axis::Axis;
use super::super::canvas::{CannotDraw, Canvas, Frame, MARGIN, QUIET, WIDTH, mixed, system_colour};
use super::journeys::Backlog;
use super::panels::{self};
use super::sheet::{self, ByWorld, LABEL, NAME, SMALL, count, fitted_name, footnote, shown};
use crate::experiment::statistics::{Estimate, estimate};
use crate::measure::Ratio;
use crate::report::picture::{Cell, Data, Picture};
use crate::report::results::stored::rows::RoleRow;
use crate::report::results::stored::{Stored, StoredSystem};
use crate::report::results::words::grouped;
use std::collections::BTreeMap;

/// Rows of roles on one sheet.
const MOST_ROWS: usize = 16;
const ROW: i32 = 46;
const HEAD: i32 = 48;
/// Where utilisation is drawn, and where waits are.
const BUSY: (i32, i32) = (300, 640);
const WAIT: (i32, i32) = (760, 960);
/// Shades of the parts: dialogue, qualification, flow.
const PARTS: [(&str, f64); 3] = [("dialogue generation", 1.0), ("qualification", 0.6), ("flow", 0.3)];

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
        for row in &system.roles {
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
            waited: by_world(system.roles.iter(), waited),
            busy: by_world(system.roles.iter(), busy),
            backlog: Backlog::of(system),
        })
    }
}

/// The chart; `None` without roles.
///
/// # Errors
/// If it cannot be drawn.
pub fn picture(stored: &Stored) -> Result<Option<Picture>, CannotDraw> {
    let most = MOST_ROWS / shown(stored).len().max(1);
    let systems: Vec<System> = shown(stored).iter().enumerate().filter_map(|(place, s)| System::new(place, s, most)).collect();
    if systems.is_empty() {
        return Ok(None);
    }
    let title = title(&systems);
    let frame = Frame::new(&title, &subtitle(&systems), &footnote(stored, &notes(&systems)));
    let top = frame.top() + 56;
    let rows: i32 = systems.iter().map(|s| HEAD + ROW * s.roles.len() as i32).sum();
    let height = top + rows + 70 + frame.bottom();
    let mut svg = String::new();
    let canvas = Canvas::new(&mut svg, height)?;
    frame.draw(&canvas, height)?;
    let axes = axes(&systems);
    draw_axes(&canvas, axes, (top, top + rows))?;
    let mut y = top;
    for system in &systems {
        draw_system(&canvas, system, axes, y)?;
        y += HEAD + ROW * system.roles.len() as i32;
    }
    canvas.finish()?;
    Ok(Some(Picture { name: "roles".to_string(), title, message: message(&systems), svg, data: data(&systems) }))
}

fn axes(systems: &[System]) -> (Axis, Axis) {
    let roles = || systems.iter().flat_map(|s| &s.roles);
    let busy = roles().filter_map(|role| role.busy.mean).filter(|busy| busy.is_finite()).fold(1.0, f64::max);
    // People may work longer than their hours; a little more, or the end of an interval, makes no axis longer.
    let busy = if busy > 1.03 { 10.0 * (10.0 * busy).ceil() } else { 100.0 };
    let waited = sheet::largest(roles().map(|role| &role.waited));
    let waited = if waited > 0.0 { waited } else { 1.0 };
    (Axis { ends: (0.0, busy), pixels: BUSY, log: false }, Axis::around([0.0, waited].into_iter(), WAIT))
}

fn hours(value: Option<f64>) -> String {
    value.map_or_else(|| "–".to_string(), sheet::three_digits)
}

fn percent(share: Option<f64>) -> String {
    share.map_or_else(|| "–".to_string(), |share| format!("{} %", grouped(100.0 * share, 0)))
}

fn title(systems: &[System]) -> String {
    let each = sheet::under(systems.iter().map(|s| (hours(sheet::mean(&s.waited)), s.name.as_str())), " hours");
    format!("For each piece of work we begin, customers wait {each}{}", sheet::caveat(&waits(systems)))
}

/// Waits of all roles, by system and world.
fn waits(systems: &[System]) -> Vec<ByWorld> {
    systems.iter().map(|s| s.waited.clone()).collect()
}

fn subtitle(systems: &[System]) -> String {
    let each = sheet::under(systems.iter().map(|s| (percent(sheet::mean(&s.busy)), s.name.as_str())), "");
    let whiskers = if systems.iter().any(|s| s.busy.len() > 1) { " Whiskers: 95 % interval of the mean." } else { "" };
    format!(
        "Of their selling hours people work {each} on customers and on finding them. Waits are those before work that was begun: waiting for room \
         in the flow, and those who left before their turn, are not in them.{whiskers}"
    )
}

fn notes(systems: &[System]) -> String {
    let left_out: usize = systems.iter().map(|s| s.left_out).sum();
    let left_out = match left_out {
        0 => String::new(),
        _ => format!(" {} not drawn.", count(left_out, "role is", "roles are")),
    };
    format!(
        "Waits: elapsed hours, nights and weekends too, between the time at which a customer was ready for an answer, a judgement or a step \
         and the time at which we began. What is left to 100 % are hours without such work.{left_out}"
    )
}

fn message(systems: &[System]) -> String {
    let role = |role: &Role| {
        format!(
            "{}: busy for {} of their hours, customers wait {} hours for them",
            fitted_name(&role.name),
            percent(role.busy.mean),
            hours(role.waited.mean)
        )
    };
    let one = |s: &System| {
        let roles: Vec<String> = s.roles.iter().map(role).collect();
        format!("{}: {}.", fitted_name(&s.name), roles.join("; "))
    };
    let each: Vec<String> = systems.iter().map(one).collect();
    let caveat = sheet::caveat_about("Of the waits over all roles", &waits(systems));
    let apart = |s: &System| {
        s.backlog.map(|backlog| {
            format!(" Not in the waits of {}: before it enters the flow, what is let in waits {}.", fitted_name(&s.name), backlog.words())
        })
    };
    let apart: String = systems.iter().filter_map(apart).collect();
    format!("{}{caveat}{apart}", each.join(" "))
}

fn draw_axes(canvas: &Canvas<'_>, (busy, wait): (Axis, Axis), (top, below): (i32, i32)) -> Result<(), CannotDraw> {
    panels::draw_across(canvas, &busy, (top, below), " %")?;
    panels::draw_across(canvas, &wait, (top, below), "")?;
    canvas.text("share of selling hours worked", ((BUSY.0 + BUSY.1) / 2, below + 42), SMALL.centred())?;
    canvas.text("elapsed hours that customers waited for us, mean", ((WAIT.0 + WIDTH - MARGIN) / 2, below + 42), SMALL.centred())?;
    // What the shades are, in greys: each system has its own colour.
    let mut x = BUSY.0;
    for (words, shade) in PARTS {
        panels::swatch(canvas, (x, top - 34), mixed(QUIET, shade), QUIET)?;
        canvas.text(words, (x + 20, top - 34), SMALL)?;
        x += 44 + SMALL.width(words).ceil() as i32;
    }
    Ok(())
}

fn draw_system(canvas: &Canvas<'_>, system: &System, (busy, wait): (Axis, Axis), top: i32) -> Result<(), CannotDraw> {
    let colour = system_colour(system.place);
    canvas.bar((MARGIN, top + 8), (MARGIN + 8, top + 28), colour)?;
    canvas.text(&NAME.fitted(&system.name, BUSY.0 - MARGIN - 30), (MARGIN + 16, top + 18), NAME)?;
    for (place, role) in system.roles.iter().enumerate() {
        let y = top + HEAD + ROW * place as i32 + ROW / 2 - 10;
        let room = BUSY.0 - MARGIN - 16;
        canvas.text(&LABEL.fitted(&role.name, room), (MARGIN, y - 9), LABEL)?;
        let people = if role.people == 1.0 { "1 person".to_string() } else { format!("{} people", grouped(role.people, 0)) };
        canvas.text(&people, (MARGIN, y + 11), SMALL)?;
        draw_busy(canvas, role, busy, y, system.place)?;
        draw_wait(canvas, role, wait, y, system.place)?;
    }
    Ok(())
}

fn draw_busy(canvas: &Canvas<'_>, role: &Role, axis: Axis, y: i32, place: usize) -> Result<(), CannotDraw> {
    let colour = system_colour(place);
    let mut so_far = 0.0;
    for (part, (_, shade)) in role.parts.iter().zip(PARTS) {
        let from = axis.at(100.0 * so_far);
        so_far += part.mean.unwrap_or(0.0);
        let to = axis.at(100.0 * so_far);
        if to > from {
            canvas.bar((from, y - 11), (to, y + 11), colour)?;
            if to - from > 2 {
                canvas.bar((from + 1, y - 10), (to - 1, y + 10), mixed(colour, shade))?;
            }
        }
    }
    let mut end = axis.at(100.0 * so_far);
    if let Some(ends) = role.busy.ci95 {
        end = end.max(panels::whisker_across(canvas, &axis, ends.map(|end| 100.0 * end), y)?);
    }
    canvas.text(&percent(role.busy.mean), (end + 8, y), LABEL.bold())
}

fn draw_wait(canvas: &Canvas<'_>, role: &Role, axis: Axis, y: i32, place: usize) -> Result<(), CannotDraw> {
    let Some(mean) = role.waited.mean else { return canvas.text("no work for customers", (axis.pixels.0 + 8, y), SMALL) };
    canvas.bar((axis.pixels.0, y - 11), (axis.at(mean), y + 11), system_colour(place))?;
    let mut end = axis.at(mean);
    if let Some(ends) = role.waited.ci95 {
        end = end.max(panels::whisker_across(canvas, &axis, ends, y)?);
    }
    let over = role.over_a_day.map_or_else(String::new, |share| format!("{} of 100 over a day", grouped(100.0 * share, 0)));
    canvas.text(&format!("{} h", hours(Some(mean))), (end + 8, y - 9), LABEL.bold())?;
    canvas.text(&over, (end + 8, y + 11), SMALL)
}

fn data(systems: &[System]) -> Data {
    let columns = [
        "system",
        "role",
        "people",
        "dialogue generation, % of selling hours",
        "qualification, %",
        "flow, %",
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
    Data { caption: "Utilisation and waits by role".to_string(), columns: columns.map(String::from).to_vec(), rows: rows.collect() }
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
        let picture = picture(&stored).expect("drawn").expect("something");
        assert_eq!(picture.title, "For each piece of work we begin, customers wait 27.5 hours under a");
        assert!(picture.message.contains("seller: busy for 55 % of their hours, customers wait 15.0 hours for them"));
        assert_eq!(picture.data.rows[1].len(), picture.data.columns.len());
    }

    #[test]
    fn many_roles_are_cut_and_counted() {
        let mut stored = stored(&["a"], 1.0);
        for number in 0..20 {
            stored.systems[0].roles.push(role(0, &format!("role {number}"), [100.0, 20.0, 10.0, 40.0], 50.0));
        }
        let picture = picture(&stored).expect("drawn").expect("something");
        assert!(picture.svg.contains("4 roles are not drawn."));
    }
}
