//! What a plan pays: the pay of a period over attainment, and beside it what one more euro of credit is worth.

use crate::report::charts::grammar::{
    Along, Axis, CONTRAST, Canvas, Drawing, Frame, GRID, INK, MARGIN, NAME, NEUTRAL, Paint, Panel, SMALL, SUBJECT, Unit, WIDTH,
};
use crate::report::results::pay::{CreditUnit, RoleSheet, ThresholdKind};
use crate::report::results::words::grouped;

/// Left and right end of the two panels.
const PANELS: [(i32, i32); 2] = [(110, 575), (715, WIDTH - MARGIN - 20)];
/// Height of a panel.
const TALL: i32 = 400;
/// Attainment at the right end.
pub(super) const FARTHEST: f64 = 2.0;
/// A smooth curve is drawn through so many points.
const PIECES: i32 = 60;

/// A curve's place, its attainments from left to right and its values upward from the ground.
struct Curves {
    panel: Panel,
    across: Axis,
    heights: Axis,
}

impl Curves {
    fn new(place: usize, top: i32, most: f64) -> Self {
        let (left, right) = PANELS[place];
        let panel = Panel { left, right, top, bottom: top + TALL };
        Self { panel, across: panel.across((0.0, FARTHEST)), heights: Axis::in_pieces([0.0, most].into_iter(), 5.0, 1e-4, (0, TALL)) }
    }
    fn x(&self, attainment: f64) -> i32 {
        self.across.at(attainment)
    }
    fn y(&self, value: f64) -> i32 {
        self.panel.bottom - self.heights.at(value)
    }
    /// As many digits after the point as its marks need.
    fn decimals(&self) -> usize {
        self.heights.decimals().min(3)
    }
}

/// The chart of one role.
pub fn drawing(system: &str, role: &RoleSheet) -> Drawing {
    let frame = Frame::new(&headline(system, role), &subtitle(role), &footnote(role));
    let top = frame.top() + 94;
    let mut canvas = frame.canvas(top + TALL + 92);
    draw_pay(&mut canvas, role, top);
    draw_rates(&mut canvas, role, top);
    canvas.finish()
}

/// What one more deal pays, here and there.
pub(super) fn headline(system: &str, role: &RoleSheet) -> String {
    let (name, one) = (&role.role, role.one());
    if role.is_flat() && !role.components.is_empty() {
        return format!("{system}: sales by a {name} change pay only through its components");
    }
    if role.is_flat() {
        return format!("{system}: sales by a {name} do not change pay");
    }
    let amount =
        |eur: f64| if role.unit == CreditUnit::Eur { format!("{} kEUR", thousands(eur)) } else { format!("{} EUR", grouped(eur, 0)) };
    let said = |eur: f64| if eur.abs() < 0.5 { "nothing".to_string() } else { amount(eur) };
    let [half, full, beyond] = [0.5, 1.0, 1.5].map(|attainment| said(role.point(attainment).one_more_deal_eur));
    let bonus = role.thresholds.iter().find(|threshold| threshold.kind == ThresholdKind::Bonus);
    if let (Some(bonus), true) = (bonus, full == beyond) {
        let at = grouped(100.0 * bonus.attainment, 0);
        let then = format!("one more {one} beyond quota pays {beyond}");
        return format!("{system}: reaching {at} % of quota pays a {name} {}, {then}", said(bonus.pays));
    }
    let pays = match (half == full, full == beyond) {
        (true, true) => format!("{half}, at any attainment"),
        (true, false) => format!("{half} up to quota and {beyond} at 150 %"),
        (false, true) => format!("{half} at 50 % of quota and {full} from quota on"),
        (false, false) => format!("{half} at 50 % of quota, {full} at quota and {beyond} at 150 %"),
    };
    format!("{system}: one more {one} pays a {name} {pays}")
}

fn subtitle(role: &RoleSheet) -> String {
    let base = format!("One person, {}: base {} EUR", role.period, grouped(role.base_eur, 0));
    let left_out = role.left_out();
    if role.is_flat() && left_out.is_empty() {
        return format!("{base}, no variable pay.");
    }
    if role.is_flat() {
        return format!("{base}, variable {} EUR by {}.{left_out}", grouped(role.target_variable_eur, 0), role.credit);
    }
    let team = if role.team_share > 0.0 {
        format!(
            " {:.0} % of variable pay depends on a team of {}, shown here with the same attainment for all; the deal belongs to one person.",
            100.0 * role.team_share,
            role.team_size
        )
    } else {
        String::new()
    };
    let deal = if role.unit == CreditUnit::Eur {
        let of_quota = 100.0 * role.median_deal_eur / role.quota_eur;
        format!(" A median deal is {} EUR, {of_quota:.0} % of quota.", grouped(role.median_deal_eur, 0))
    } else {
        String::new()
    };
    format!("{base}, variable {} EUR at a quota of {}.{deal}{team}{left_out}", grouped(role.target_variable_eur, 0), role.quota_words())
}

fn footnote(role: &RoleSheet) -> String {
    let mut text = match role.unit {
        CreditUnit::Eur => format!(
            "Expected: what one more deal adds to expected pay, as a share of the deal, if this is the expected attainment and the remaining deals arrive at random (standard deviation {} EUR).",
            grouped(role.forecast_sd_eur, 0)
        ),
        _ => format!(
            "Expected: what one more {} adds to expected pay halfway through the period, if this is the expected attainment.",
            role.one()
        ),
    };
    if role.is_flat() {
        text.clear();
    }
    if !role.terms.is_empty() {
        text.push_str(&format!("\n{}", role.terms.join(" ")));
    }
    text
}

fn draw_axes(canvas: &mut Canvas, curves: &Curves, role: &RoleSheet, title: &str, label: impl Fn(f64) -> String) {
    canvas.text(title, (curves.panel.left - 70, curves.panel.top - 78), NAME);
    canvas.reads(&curves.across, Along::Across(curves.panel.bottom + 18), Unit::PERCENT);
    canvas.reads(&curves.heights.onto((curves.panel.bottom, curves.panel.top)), Along::Up(curves.panel.left - 10), Unit::NONE);
    for value in curves.heights.marks() {
        let y = curves.y(value);
        canvas.line((curves.panel.left, y), (curves.panel.right, y), GRID, 1);
        canvas.text(&label(value), (curves.panel.left - 10, y), SMALL.right());
    }
    for mark in 0..=4 {
        let attainment = FARTHEST * f64::from(mark) / 4.0;
        let x = curves.x(attainment);
        let at_quota = (attainment - 1.0).abs() < 1e-9;
        canvas.line((x, curves.panel.top), (x, curves.panel.bottom), if at_quota { NEUTRAL } else { GRID }, 1);
        canvas.text(&format!("{:.0} %", 100.0 * attainment), (x, curves.panel.bottom + 18), SMALL.paint(INK).centred());
        let credit = attainment * role.quota_eur;
        let credit = if role.unit == CreditUnit::Eur { thousands(credit) } else { role.unit.said(credit) };
        canvas.text(&credit, (x, curves.panel.bottom + 40), SMALL.centred());
    }
    let counted = match role.unit {
        CreditUnit::Eur => "in kEUR",
        CreditUnit::Number => "as a count",
        CreditUnit::Share => "of contracts up for renewal",
    };
    let title = format!("attainment: {} of the period, in % of quota and {counted}", role.credit);
    canvas.text(&title, ((curves.panel.left + curves.panel.right) / 2, curves.panel.bottom + 70), SMALL.centred())
}

/// Base and variable pay, one upon the other.
fn draw_pay(canvas: &mut Canvas, role: &RoleSheet, top: i32) {
    let total = |attainment: f64| (role.base_eur + role.payout.pay_in_team(attainment * role.quota_eur, attainment * role.quota_eur)) / 1e3;
    let curves = Curves::new(0, top, total(FARTHEST).max(1e-3));
    let base = curves.y(role.base_eur / 1e3);
    canvas.bar((curves.panel.left, base), (curves.panel.right, curves.panel.bottom), GRID.pale());
    draw_axes(canvas, &curves, role, "Pay for the period, kEUR", |value| grouped(value, curves.decimals()));
    canvas.line((curves.panel.left, base), (curves.panel.right, base), NEUTRAL, 2);
    curve(canvas, &curves, SUBJECT, &corners(role), total);
    let legend = [("base and variable", SUBJECT), ("base", NEUTRAL)];
    draw_legend(canvas, &curves, &legend[..if role.is_flat() { 1 } else { 2 }]);
    if role.target_variable_eur > 0.0 {
        canvas.circle((curves.x(1.0), curves.y(total(1.0))), 7, SUBJECT);
        let label = format!("{} kEUR at quota", grouped(total(1.0), 1));
        let end = curves.x(1.0) - 12;
        canvas.text(&label, (end, curves.y(total(1.0)) - 14), SMALL.paint(INK).right());
    }
}

/// What a euro of credit is worth: the rate that applies, and what one more deal is expected to bring.
fn draw_rates(canvas: &mut Canvas, role: &RoleSheet, top: i32) {
    let rate = |attainment: f64| role.rate_shown(role.point(attainment).marginal_rate);
    let shadow = |attainment: f64| role.rate_shown(role.point(attainment).shadow_rate);
    let places: Vec<f64> = (0..=PIECES).map(|piece| FARTHEST * f64::from(piece) / f64::from(PIECES)).collect();
    let most = places.iter().chain(&corners(role)).map(|&attainment| rate(attainment).max(shadow(attainment))).fold(0.0, f64::max);
    // A little room above the highest line.
    let curves = Curves::new(1, top, if most > 0.0 { most * 1.04 } else { 10.0 });
    let (title, sign) = match role.unit {
        CreditUnit::Eur => ("Pay per additional euro, %".to_string(), " %"),
        _ => (format!("Pay per additional {}, EUR", role.one()), ""),
    };
    draw_axes(canvas, &curves, role, &title, |value| format!("{}{sign}", grouped(value, curves.decimals())));
    if role.is_flat() {
        draw_legend(canvas, &curves, &[("the rate at any attainment", SUBJECT)]);
        return curve(canvas, &curves, SUBJECT, &corners(role), rate);
    }
    let legend = [("the rate at this attainment", SUBJECT), ("expected, halfway through the period", CONTRAST)];
    draw_legend(canvas, &curves, &legend);
    curve(canvas, &curves, SUBJECT, &corners(role), rate);
    curve(canvas, &curves, CONTRAST, &places, shadow)
}

/// Where a piecewise linear curve has its corners: on both sides of every threshold.
pub(super) fn corners(role: &RoleSheet) -> Vec<f64> {
    let mut at = vec![0.0, FARTHEST];
    for threshold in role.thresholds.iter().filter(|threshold| threshold.attainment < FARTHEST) {
        at.extend([threshold.attainment - 1e-9, threshold.attainment]);
    }
    at.retain(|attainment| *attainment >= 0.0);
    at.sort_by(f64::total_cmp);
    at
}

fn curve(canvas: &mut Canvas, curves: &Curves, colour: Paint, at: &[f64], value: impl Fn(f64) -> f64) {
    // A hair to the right, so that a jump is upright.
    canvas.path(at.iter().map(|&attainment| (curves.x(attainment + 1e-9), curves.y(value(attainment)))).collect(), colour, 3)
}

fn draw_legend(canvas: &mut Canvas, curves: &Curves, lines: &[(&str, Paint)]) {
    let x = curves.panel.left - 70;
    for (place, (name, colour)) in lines.iter().enumerate() {
        let y = curves.panel.top - 50 + 24 * place as i32;
        canvas.line((x, y), (x + 26, y), *colour, 3);
        canvas.text(name, (x + 34, y), SMALL.paint(INK));
    }
}

fn thousands(eur: f64) -> String {
    let thousands = eur / 1e3;
    grouped(thousands, if thousands > 0.0 && thousands < 9.95 { 1 } else { 0 })
}
