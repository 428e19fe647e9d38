//! How attainment spreads over people and periods, over the curve by which it is paid.

use super::{ByWorld, brief, caveat, draw_curve, drawn, source};
use crate::measure::{Ratio, quantile};
use crate::money::cents;
use crate::report::charts::grammar::{
    Along, Axis, Canvas, Drawing, Frame, GRID, INK, MARGIN, NAME, Paint, Picture, SMALL, SUBJECT, Said, Ticks, Unit, WIDTH,
};
use crate::report::charts::pay::{FARTHEST, corners};
use crate::report::results::pay::{PaySheet, RoleSheet};
use crate::report::results::stored::rows::PeriodRow;
use crate::report::results::stored::{Stored, StoredSystem};
use crate::report::results::table::{Cell, Table};
use crate::report::results::words::{LEAST_FOR_TENTHS, grouped, list, sentence};
use std::collections::BTreeMap;

/// Tenths of quota up to twice of it, and one more for all beyond.
const BINS: usize = 21;
/// Where attainment is, from nothing to the end of the last bin.
const AXIS: (i32, i32) = (300, 960);
/// Height of a system's bars, with the room above them.
const BARS: (i32, i32) = (110, 44);
/// A bar of this share or more has its number.
const NUMBERED: f64 = 0.045;
/// Height of the curves.
const CURVES: i32 = 190;

/// Attainment of one role of a system.
struct Attained<'a> {
    system: &'a StoredSystem,
    role: String,
    /// Other roles with quotas.
    others: usize,
    sheet: Option<RoleSheet>,
    /// Credit over quota of each person in each period, from the least to the most.
    sorted: Vec<f64>,
    shares: [f64; BINS],
    /// Periods in which quota was reached, over all, in each world.
    reached: ByWorld,
}

/// Credit over quota; whoever is at quota to the cent is at quota.
fn attainment(period: &PeriodRow) -> f64 {
    let attainment = period.counted() / period.quota;
    if cents::reach(period.counted(), period.quota) { attainment.max(1.0) } else { attainment }
}

fn bin(attainment: f64) -> usize {
    ((attainment.max(0.0) * 10.0 + 1e-9).floor() as usize).min(BINS - 1)
}

impl<'a> Attained<'a> {
    /// The role with the most periods; `None` where nobody has a quota.
    fn new(system: &'a StoredSystem) -> Option<Self> {
        let role_of: BTreeMap<u16, &str> = system.people.iter().map(|person| (person.seat, person.role.as_str())).collect();
        let mut by_role: BTreeMap<&str, Vec<(u64, f64)>> = BTreeMap::new();
        for period in system
            .periods
            .iter()
            .filter(|period| period.settled && period.component == 0 && period.quota > 0.0 && period.credit.is_finite())
        {
            let role = role_of.get(&period.seat).copied().unwrap_or_default();
            by_role.entry(role).or_default().push((period.world, attainment(period)));
        }
        let others = by_role.len().saturating_sub(1);
        let (role, periods) = by_role.into_iter().rev().max_by_key(|(_, periods)| periods.len())?;
        let mut shares = [0.0; BINS];
        let mut reached = ByWorld::new();
        for &(world, attainment) in &periods {
            shares[bin(attainment)] += 1.0 / periods.len() as f64;
            let counted: &mut Ratio = reached.entry(world).or_default();
            counted.numerator += f64::from(u8::from(attainment >= 1.0));
            counted.denominator += 1.0;
        }
        let mut sorted: Vec<f64> = periods.into_iter().map(|(_, attainment)| attainment).collect();
        sorted.sort_by(f64::total_cmp);
        let sheets = PaySheet::new(&system.name, &system.scenario).roles;
        let sheet = sheets.into_iter().find(|sheet| sheet.role == role);
        Some(Self { system, role: role.to_string(), others, sheet, sorted, shares, reached })
    }

    fn share_reached(&self) -> f64 {
        self.sorted.iter().filter(|attainment| **attainment >= 1.0).count() as f64 / self.sorted.len() as f64
    }

    /// Variable pay as a share of that at target; `None` where nothing is variable.
    fn paid(&self, attainment: f64) -> Option<f64> {
        let sheet = self.sheet.as_ref().filter(|sheet| !sheet.is_flat() && sheet.target_variable_eur > 0.0)?;
        let credit = attainment * sheet.quota_eur;
        Some(sheet.payout.pay_in_team(credit, credit) / sheet.target_variable_eur)
    }

    fn plan(&self) -> String {
        match &self.sheet {
            Some(sheet) if sheet.is_flat() => format!("{}, no variable pay", self.role),
            Some(sheet) => format!("{}, {}", self.role, sheet.plan),
            None => self.role.clone(),
        }
    }
}

/// The chart of all systems, if anybody has a quota.
pub(super) fn picture(stored: &Stored) -> Option<Picture> {
    let all: Vec<Attained<'_>> = drawn(stored).iter().filter_map(Attained::new).collect();
    if all.is_empty() {
        return None;
    }
    let title = title(&all);
    let drawing = draw(stored, &all, &title);
    Some(Picture::new("attainment", title, Said::AfterTitle(message(&all)), drawing, data(&all)))
}

fn title(all: &[Attained<'_>]) -> String {
    let of = |one: &Attained<'_>| format!("{} under {}", grouped(100.0 * one.share_reached(), 0), brief(&one.system.name));
    let named: Vec<(&str, ByWorld)> = all.iter().map(|one| (one.system.name.as_str(), one.reached.clone())).collect();
    format!("Of 100 quotas, people attain {}{}", list(&all.iter().map(of).collect::<Vec<_>>()), caveat(&named))
}

fn percent(share: f64) -> String {
    format!("{} %", grouped(100.0 * share, 0))
}

fn at(one: &Attained<'_>, share: f64) -> f64 {
    quantile(&one.sorted, share).unwrap_or(0.0)
}

fn message(all: &[Attained<'_>]) -> String {
    let of = |one: &Attained<'_>| {
        let (least, most, which) = if one.sorted.len() < LEAST_FOR_TENTHS { (0.0, 1.0, "all") } else { (0.1, 0.9, "8 of 10") };
        let (low, middle, high) = (percent(at(one, least)), percent(at(one, 0.5)), percent(at(one, most)));
        let beyond = one.paid(1.5).map_or_else(String::new, |paid| format!(", and 150 % of quota pays {} of target", percent(paid)));
        format!(
            "{} ({}): half the periods reach {middle}, {which} are between {low} and {high}{beyond}",
            sentence(&brief(&one.system.name)),
            one.plan()
        )
    };
    format!("{}.", all.iter().map(of).collect::<Vec<_>>().join("; "))
}

fn data(all: &[Attained<'_>]) -> Table {
    let of = |one: &Attained<'_>| [format!("{}: periods, %", one.system.name), format!("{}: variable pay, % of target", one.system.name)];
    let columns = std::iter::once("attainment".to_string()).chain(all.iter().flat_map(of));
    let mut data = Table::new("Periods by quota attainment (credit divided by quota), and what the plan pays there", columns);
    for place in 0..BINS {
        let name = if place + 1 == BINS { "200 % or more".to_string() } else { format!("{} to {} %", 10 * place, 10 * place + 10) };
        let middle = (place as f64 + 0.5) / 10.0;
        let cells = all
            .iter()
            .flat_map(|one| [Cell::number(100.0 * one.shares[place], 1), Cell::maybe(one.paid(middle).map(|paid| 100.0 * paid), 0)]);
        data.push(std::iter::once(Cell::text(name)).chain(cells));
    }
    data
}

fn footnote(stored: &Stored, all: &[Attained<'_>]) -> String {
    let mut text = "Each period of each person counts once, over all worlds; seats that were vacant for a time reach less.".to_string();
    if all.iter().any(|one| one.others > 0) {
        text.push_str(" For each system, the role with the most quotas is shown.");
    }
    if all.iter().any(|one| one.sheet.as_ref().is_some_and(|sheet| sheet.team_share > 0.0)) {
        text.push_str(" Where team attainment counts, pay is shown as if everybody in the team had the same attainment.");
    }
    format!("{text}\n{}", source(stored))
}

fn draw(stored: &Stored, all: &[Attained<'_>], title: &str) -> Drawing {
    let is_paid = all.iter().any(|one| one.paid(1.0).is_some());
    let subtitle = "Quota attainment of each person in each period (credit divided by quota): how many of 100 periods fall in each tenth of quota (bars)";
    let below = if is_paid { ", and the variable pay they earn (lines below)." } else { ". Sales do not change pay." };
    let frame = Frame::new(title, &format!("{subtitle}{below}"), &footnote(stored, all));
    let top = frame.top() + 30;
    let bars_end = top + (BARS.0 + BARS.1) * all.len() as i32;
    let below = bars_end + if is_paid { 56 + CURVES } else { 0 };
    let mut canvas = frame.canvas(below + 74);
    let x = Axis::new((0.0, BINS as f64 / 10.0), AXIS);
    canvas.reads(&x, Along::Across(below + 18), Unit::PERCENT);
    for mark in [0.0, 0.5, 1.5, 2.0] {
        canvas.line((x.at(mark), top), (x.at(mark), below), GRID, 1);
    }
    for mark in [0.0, 0.5, 1.0, 1.5, 2.0] {
        canvas.text(&percent(mark), (x.at(mark), below + 18), SMALL.centred());
    }
    canvas.text("attainment, % of quota; far right: 200 % or more", (i32::midpoint(AXIS.0, AXIS.1), below + 46), SMALL.centred());
    canvas.dashes(&[(x.at(1.0), top), (x.at(1.0), below)], (7, 5), INK, 2);
    canvas.text("quota", (x.at(1.0), top - 14), SMALL.paint(INK).bold().centred());
    let most = all.iter().flat_map(|one| one.shares).fold(0.0, f64::max);
    for (place, one) in all.iter().enumerate() {
        draw_bars(&mut canvas, one, (place, all.len()), &x, top + (BARS.0 + BARS.1) * (place as i32 + 1), most);
    }
    if is_paid {
        draw_curves(&mut canvas, all, &x, (below, below - CURVES));
    }
    canvas.finish()
}

fn draw_bars(canvas: &mut Canvas, one: &Attained<'_>, (place, systems): (usize, usize), x: &Axis, y: i32, most: f64) {
    let colour = if systems == 1 { SUBJECT } else { Paint::system(place) };
    let tall = |share: f64| (share / most.max(1e-9) * f64::from(BARS.0)).round() as i32;
    for (place, share) in one.shares.into_iter().enumerate().filter(|(_, share)| *share > 0.0) {
        let edge = |place: usize| x.at(place as f64 / 10.0);
        canvas.bar((edge(place) + 1, y - tall(share).max(1)), (edge(place + 1) - 1, y), colour);
        if share >= NUMBERED {
            let middle = i32::midpoint(edge(place), edge(place + 1));
            canvas.text(&grouped(100.0 * share, 0), (middle, y - tall(share) - 11), SMALL.centred());
        }
    }
    canvas.line((AXIS.0, y), (AXIS.1, y), INK, 1);
    let room = AXIS.0 - MARGIN - 14;
    canvas.text(&NAME.fitted(&one.system.name, room), (MARGIN, y - 62), NAME.paint(colour.readable()));
    canvas.text(&SMALL.fitted(&one.plan(), room), (MARGIN, y - 38), SMALL);
    canvas.text(&SMALL.fitted(&format!("median {}", percent(at(one, 0.5))), room), (MARGIN, y - 14), SMALL);
    canvas.text(&format!("{} of 100", grouped(100.0 * one.share_reached(), 0)), (WIDTH - MARGIN, y - 38), NAME.right());
    canvas.text("reach quota", (WIDTH - MARGIN, y - 14), SMALL.right())
}

/// Systems whose plans pay alike: attainment, and pay as a share of that at target.
type Curve = (Vec<usize>, Vec<(f64, f64)>);

/// What each plan pays; plans that pay the same share a line.
fn draw_curves(canvas: &mut Canvas, all: &[Attained<'_>], x: &Axis, (below, top): (i32, i32)) {
    let places = |one: &Attained<'_>| one.sheet.as_ref().map(corners).unwrap_or_default();
    let curve =
        |one: &Attained<'_>| -> Vec<(f64, f64)> { places(one).into_iter().filter_map(|at| Some((at, one.paid(at + 1e-9)?))).collect() };
    let mut curves: Vec<Curve> = Vec::new();
    for (place, one) in all.iter().enumerate() {
        let points = curve(one);
        match curves.iter_mut().find(|(_, other)| *other == points) {
            _ if points.is_empty() => {}
            Some((systems, _)) => systems.push(place),
            None => curves.push((vec![place], points)),
        }
    }
    let y = Axis::around(curves.iter().flat_map(|(_, points)| points.iter().map(|(_, paid)| *paid)).chain([0.0]), (below, top));
    y.draw_upward(canvas, AXIS, &Ticks::plain(&percent).in_unit(Unit::PERCENT));
    canvas.text("variable pay", (MARGIN, top + 6), NAME);
    canvas.text("% of pay at target", (MARGIN, top + 30), SMALL);
    let mut labels: Vec<(i32, usize)> = Vec::new();
    for (place, (systems, points)) in curves.iter().enumerate() {
        let colour = if all.len() == 1 { SUBJECT } else { Paint::system(systems[0]) };
        let line: Vec<(i32, i32)> = points.iter().map(|(at, paid)| (x.at(*at), y.at(*paid))).collect();
        draw_curve(canvas, line, systems[0], colour);
        labels.extend(points.iter().rev().find(|(at, _)| *at <= FARTHEST).map(|(_, paid)| (y.at(*paid), place)));
    }
    labels.sort_unstable();
    let mut free = i32::MIN;
    for (at, place) in labels {
        let at = at.max(free);
        free = at + 22;
        let (systems, _) = &curves[place];
        let names: Vec<String> = systems.iter().map(|system| all[*system].system.name.clone()).collect();
        let text = SMALL.paint(INK);
        canvas.text(&text.fitted(&list(&names), WIDTH - MARGIN - AXIS.1 - 10), (AXIS.1 + 10, at), text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::results::stored::rows::PersonRow;

    /// Two sellers in one world: 50, 100, 120 and 250 % of quota; half of them reach it.
    #[test]
    fn attainment_is_counted_in_tenths_of_quota() {
        assert_eq!([0.0, 0.0999, 0.1, 0.95, 1.0, 1.2, 1.999, 2.0, 9.0, -1.0].map(bin), [0, 0, 1, 9, 10, 12, 19, 20, 20, 0]);
        let scenario = crate::scenario::load("mid", &["commission".to_string()], &[]).expect("a scenario").scenario;
        let mut system = StoredSystem::new("mid".into(), String::new(), scenario);
        for seat in [1, 2] {
            let role = "seller".to_string();
            let person = PersonRow { world: 0, seat, role, pool: 1, skill: 1.0, holder: 1, ..PersonRow::default() };
            system.people.push(person);
        }
        for (seat, credit) in [(1, 50.0), (1, 100.0), (2, 120.0), (2, 250.0)] {
            system.periods.push(PeriodRow {
                world: 0,
                seat,
                holder: 1,
                component: 0,
                ends_days: 91.0,
                share: 1.0,
                credit,
                taken_back: 0.0,
                quota: 100.0,
                forecast: None,
                variable_pay: 0.0,
                settled: true,
            });
        }
        let one = Attained::new(&system).expect("quotas");
        assert_eq!((one.shares[5], one.shares[10], one.shares[12], one.shares[20]), (0.25, 0.25, 0.25, 0.25));
        assert_eq!((one.share_reached(), at(&one, 0.5), one.role.as_str()), (0.75, 1.1, "seller"));
        assert!(one.paid(1.0).is_some_and(|paid| (paid - 1.0).abs() < 1e-12), "a plan pays its target at quota");
        system.periods.iter_mut().for_each(|period| period.quota = 0.0);
        assert!(Attained::new(&system).is_none());
    }
}
