//! The pay sheet for a terminal.

use super::look::{Look, wrap};
use crate::report::results::pay::{CreditUnit, PaySheet, RoleSheet, Threshold, ThresholdKind};
use crate::report::results::table::{Column, Table};
use crate::report::results::words::{grouped, sentence};

/// The sheet for a terminal.
pub fn render(sheet: &PaySheet, look: Look) -> String {
    let mut parts = Vec::new();
    for role in &sheet.roles {
        parts.push(wrap(&head(&sheet.system, role), look.width));
        body(role, look, &mut parts);
        for component in &role.components {
            parts.push(wrap(&component_head(component), look.width));
            body(component, look, &mut parts);
        }
    }
    parts.join("\n\n") + "\n"
}

/// What is paid at which attainment, and the rest of the plan in words.
fn body(role: &RoleSheet, look: Look, parts: &mut Vec<String>) {
    if !role.is_flat() {
        parts.push(points(role, look));
        parts.push(wrap(&caption(role), look.width));
    }
    let thresholds = role.thresholds.iter().map(|threshold| said(role, threshold));
    let lines: Vec<String> = thresholds.chain(role.terms.iter().cloned()).map(|line| wrap(&line, look.width)).collect();
    if !lines.is_empty() {
        parts.push(lines.join("\n"));
    }
}

fn component_head(part: &RoleSheet) -> String {
    let eur = |value: f64| format!("{} EUR", grouped(value, 0));
    let start = format!("Component {}, {} of variable pay", part.plan, percent(part.weight, 0));
    let target = format!("{}: {} at target", part.period, eur(part.target_variable_eur));
    if part.is_flat() {
        return format!("{start}; {target}, by {}.", part.credit);
    }
    format!("{start}; {target}, with a quota of {}.", part.quota_words())
}

fn head(system: &str, role: &RoleSheet) -> String {
    let eur = |value: f64| format!("{} EUR", grouped(value, 0));
    let people = if role.people == 1.0 { "1 person".to_string() } else { format!("{} people", grouped(role.people, 0)) };
    let mut text = sentence(&format!(
        "{system}: {}, {people}, plan {}. On-target earnings (OTE) {} per year",
        role.role,
        role.plan,
        eur(role.on_target_earnings)
    ));
    if role.is_flat() && role.components.is_empty() {
        text.push_str(&format!(": {} {}, whatever is sold.", eur(role.base_eur), role.period));
        return text;
    }
    text.push_str(&format!("; {}: {} base and ", role.period, eur(role.base_eur)));
    if !role.components.is_empty() {
        text.push_str(&format!("{} of variable pay, which is ", percent(role.weight, 0)));
    }
    text.push_str(&format!("{} variable at target", eur(role.target_variable_eur)));
    if role.is_flat() {
        text.push_str(&format!(", by {}.", role.credit));
        return text;
    }
    text.push_str(&format!(", with a quota of {}.", role.quota_words()));
    if role.unit == CreditUnit::Eur {
        let of_quota = percent(role.median_deal_eur / role.quota_eur, 0);
        text.push_str(&format!(" A median deal is worth {}, {of_quota} of quota.", eur(role.median_deal_eur)));
    }
    text
}

fn points(role: &RoleSheet, look: Look) -> String {
    if role.unit != CreditUnit::Eur {
        return counted_points(role, look);
    }
    let credit = format!("{}, EUR", role.credit);
    let headings = ["attainment", &credit, "variable pay, EUR", "of target", "next euro", "next deal, EUR", "of the deal", "expected"];
    // A straight line needs no more than its ends and its middle.
    let every = if role.payout.is_linear() { 4 } else { 1 };
    let rows = role.points.iter().step_by(every).map(|point| {
        vec![
            percent(point.attainment, 0),
            grouped(point.credit_eur, 0),
            grouped(point.variable_pay_eur, 0),
            percent(point.share_of_target, 0),
            percent(point.marginal_rate, 1),
            grouped(point.one_more_deal_eur, 0),
            percent(point.one_more_deal_rate, 1),
            percent(point.shadow_rate, 1),
        ]
    });
    look.draw(&Table::of_texts(Column::words_then_figures(headings), rows))
}

/// The same where credit is a number of things, or a share.
fn counted_points(role: &RoleSheet, look: Look) -> String {
    let mut headings = vec!["attainment", role.credit, "variable pay, EUR", "of target"];
    let is_counted = role.unit == CreditUnit::Number;
    if is_counted {
        headings.extend(["one more pays, EUR", "expected, EUR"]);
    }
    let rows = role.points.iter().map(|point| {
        let mut cells = vec![
            percent(point.attainment, 0),
            role.unit.said(point.credit_eur),
            grouped(point.variable_pay_eur, 0),
            percent(point.share_of_target, 0),
        ];
        if is_counted {
            cells.extend([point.one_more_deal_eur, point.shadow_rate].map(|eur| grouped(eur, 0)));
        }
        cells
    });
    look.draw(&Table::of_texts(Column::words_then_figures(headings), rows))
}

fn caption(role: &RoleSheet) -> String {
    match role.unit {
        CreditUnit::Eur => {}
        CreditUnit::Number => {
            let expected =
                "Expected: what one more adds to expected pay halfway through the period, when this is the attainment expected at its end.";
            return expected.to_string();
        }
        CreditUnit::Share => return "A period without contracts up for renewal pays as at 100 %.".to_string(),
    }
    let team = if role.team_share > 0.0 { " Everybody in the team has this attainment; the deal belongs to one person." } else { "" };
    format!(
        "Next euro, next deal: what they add to pay at this attainment. Expected: what one more deal adds to expected pay, as a share of the deal, halfway through the period, when this is the attainment expected at its end (standard deviation {} EUR: deals arrive at random).{team}",
        grouped(role.forecast_sd_eur, 0)
    )
}

fn said(role: &RoleSheet, threshold: &Threshold) -> String {
    let at = format!("{} of quota ({})", percent(threshold.attainment, 0), role.unit.said(threshold.credit_eur));
    let each = || format!("{} EUR for each", grouped(threshold.pays, if threshold.pays < 10.0 { 2 } else { 0 }));
    match threshold.kind {
        ThresholdKind::Tier if threshold.pays == 0.0 => format!("From {at}: nothing."),
        ThresholdKind::Tier if role.unit == CreditUnit::Number => format!("From {at}: {}.", each()),
        ThresholdKind::Tier if role.unit == CreditUnit::Share => {
            format!("From {at}: {} EUR for each point.", grouped(threshold.pays / 100.0, 0))
        }
        ThresholdKind::Tier => format!("From {at}: {} of {}.", percent(threshold.pays, 1), role.credit),
        ThresholdKind::Bonus => format!("At {at}: a bonus of {} EUR.", grouped(threshold.pays, 0)),
        ThresholdKind::Cap => format!("Beyond {at}: nothing more."),
    }
}

fn percent(share: f64, decimals: usize) -> String {
    format!("{} %", grouped(100.0 * share, decimals))
}
