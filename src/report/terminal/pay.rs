//! The pay sheet for a terminal.

use super::look::{Look, wrap};
use crate::report::results::pay::{PaySheet, RoleSheet, Threshold, ThresholdKind};
use crate::report::results::table::{Column, Table};
use crate::report::results::words::grouped;

/// The sheet for a terminal.
pub fn render(sheet: &PaySheet, look: Look) -> String {
    let mut parts = Vec::new();
    for role in &sheet.roles {
        parts.push(wrap(&head(&sheet.system, role), look.width));
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
    parts.join("\n\n") + "\n"
}

fn head(system: &str, role: &RoleSheet) -> String {
    let eur = |value: f64| format!("{} EUR", grouped(value, 0));
    let people = if role.people == 1.0 { "1 person".to_string() } else { format!("{} people", grouped(role.people, 0)) };
    let mut text =
        format!("{system}: {}, {people}, plan {}. On-target earnings {} a year", role.role, role.plan, eur(role.on_target_earnings));
    if role.is_flat() {
        text.push_str(&format!(": {} for {}, whatever is sold.", eur(role.base_eur), role.period));
        return text;
    }
    text.push_str(&format!(
        "; for {}: {} base and {} variable at target, with a quota of {} of {}. A median deal brings {}, {:.0} % of quota.",
        role.period,
        eur(role.base_eur),
        eur(role.target_variable_eur),
        eur(role.quota_eur),
        role.credit,
        eur(role.median_deal_eur),
        100.0 * role.median_deal_eur / role.quota_eur
    ));
    text
}

fn points(role: &RoleSheet, look: Look) -> String {
    let credit = format!("{}, EUR", role.credit);
    let headings =
        ["attainment", &credit, "variable pay, EUR", "of target", "next euro pays", "one more deal pays, EUR", "of the deal", "expected"];
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

fn caption(role: &RoleSheet) -> String {
    let team = if role.team_share > 0.0 { " Everybody in the team has this attainment; the deal is one person's." } else { "" };
    format!(
        "Expected: what one more deal adds to expected pay, as a share of the deal, when half of the period is to come and this is \
         the attainment to be expected at its end (standard deviation {} EUR: deals come at random).{team}",
        grouped(role.forecast_sd_eur, 0)
    )
}

fn said(role: &RoleSheet, threshold: &Threshold) -> String {
    let at = format!("{} of quota ({} EUR)", percent(threshold.attainment, 0), grouped(threshold.credit_eur, 0));
    match threshold.kind {
        ThresholdKind::Tier if threshold.pays == 0.0 => format!("From {at}: nothing."),
        ThresholdKind::Tier => format!("From {at}: {} of {}.", percent(threshold.pays, 1), role.credit),
        ThresholdKind::Bonus => format!("At {at}: a bonus of {} EUR.", grouped(threshold.pays, 0)),
        ThresholdKind::Cap => format!("Beyond {at}: nothing more."),
    }
}

fn percent(share: f64, decimals: usize) -> String {
    format!("{} %", grouped(100.0 * share, decimals))
}
