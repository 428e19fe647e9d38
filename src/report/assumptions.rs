//! What the results rest on: the settings that matter most and that nobody has measured, and whether
//! the systems have the same means.

use super::words::grouped;
use crate::scenario::Scenario;
use crate::scenario::customer::{Offering, Segment};
use crate::scenario::keys::Spec;
use crate::scenario::provider::{Organisation, Role};

/// A system as far as its assumptions go.
#[derive(Debug, Clone, Copy)]
pub struct Named<'a> {
    /// Name of the system.
    pub name: &'a str,
    /// Its scenario.
    pub scenario: &'a Scenario,
}

/// A setting that results are sensitive to.
struct Setting {
    /// Key as `--set` takes it, but for the name of a segment or role.
    key: &'static str,
    /// Values in a scenario.
    values: fn(&Scenario) -> Vec<f64>,
    /// What is declared of it.
    spec: fn() -> Option<Spec>,
}

fn spec(key: &str, specs: Vec<(&'static str, &'static str, Spec)>) -> Option<Spec> {
    let field = key.rsplit('.').next()?;
    specs.into_iter().find(|(name, _, _)| *name == field).map(|(_, _, spec)| spec)
}

macro_rules! settings {
    ($( $key:literal $section:ident $values:expr; )*) => {
        /// In the order in which they are shown.
        const SETTINGS: &[Setting] = &[ $( Setting { key: $key, values: $values, spec: || spec($key, $section::specs()) }, )* ];
    };
}

settings! {
    "organisation.coverage" Organisation |s| vec![s.organisation.coverage];
    "organisation.coordination_work_hours_per_week" Organisation |s| vec![s.organisation.coordination_work_hours_per_week];
    "organisation.handover_loss" Organisation |s| vec![s.organisation.handover_loss];
    "role.NAME.skill_outside" Role |s| s.role.values().map(|r| r.skill_outside).collect();
    "segment.NAME.need_correlation" Segment |s| s.segment.values().map(|g| g.need_correlation).collect();
    "segment.NAME.risk_aversion_median" Segment |s| s.segment.values().map(|g| g.risk_aversion_median).collect();
    "offering.NAME.misfit_cost_share" Offering |s| s.offering.values().map(|o| o.misfit_cost_share).collect();
}

/// One line for each setting that matters most: value under every system, plausible range, source.
pub fn lines(systems: &[Named<'_>]) -> Vec<String> {
    SETTINGS.iter().filter_map(|setting| line(setting, systems)).collect()
}

fn line(setting: &Setting, systems: &[Named<'_>]) -> Option<String> {
    let spec = (setting.spec)()?;
    let values: Vec<String> = systems.iter().map(|s| numbers((setting.values)(s.scenario))).collect();
    if values.iter().all(String::is_empty) {
        return None;
    }
    let alike = values.windows(2).all(|pair| pair[0] == pair[1]);
    let shown = if alike {
        values.first().cloned().unwrap_or_default()
    } else {
        let each: Vec<String> = systems.iter().zip(&values).map(|(s, v)| format!("{} {v}", s.name)).collect();
        each.join(", ")
    };
    let plausible = spec.plausible.map_or_else(String::new, |(low, high)| format!(", plausible {low} to {high}"));
    let unit = if spec.unit.is_empty() { String::new() } else { format!(" {}", spec.unit) };
    let source = if spec.source == "assumption" { String::new() } else { format!(" ({})", spec.source) };
    Some(format!("{} = {shown}{unit}{plausible}{source}", setting.key))
}

/// Distinct values in order: `0.2` or `0.1/0.3`.
fn numbers(values: Vec<f64>) -> String {
    let mut texts: Vec<String> = values.into_iter().map(|v| v.to_string()).collect();
    texts.dedup();
    texts.join("/")
}

/// Whether the systems have the same head count and payroll, as a fair comparison would.
pub fn means(systems: &[Named<'_>]) -> Option<String> {
    let of = |s: &Named<'_>| {
        let people: f64 = s.scenario.role.values().map(|r| r.people).sum();
        let payroll: f64 = s.scenario.role.values().map(|r| r.people * r.cost_per_year).sum();
        (people, payroll)
    };
    let all: Vec<(f64, f64)> = systems.iter().map(of).collect();
    let first = *all.first()?;
    let said = |(people, payroll): (f64, f64)| format!("{} people for {} EUR a year", grouped(people, 0), grouped(payroll, 0));
    if all.len() > 1 && all.iter().all(|means| *means == first) {
        return Some(format!("Each has {}.", said(first)));
    }
    let each: Vec<String> = systems.iter().zip(all).map(|(s, means)| format!("{} has {}", s.name, said(means))).collect();
    let warning = if systems.len() > 1 { "Not the same means: " } else { "" };
    Some(format!("{warning}{}.", each.join("; ")))
}
