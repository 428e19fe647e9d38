//! What the results rest on: the settings that matter most and that nobody has measured, and whether
//! the systems have the same means.

use super::words::{grouped, list, sentence};
use crate::experiment::firms::screened::{List, list_of};
use crate::measure::Measure;
use crate::scenario::keys::Leaf;
use crate::scenario::{self, Scenario};
use std::fmt;

/// A system as far as its assumptions go.
#[derive(Debug, Clone, Copy)]
pub struct NamedScenario<'a> {
    /// Name of the system.
    pub name: &'a str,
    /// Its scenario.
    pub scenario: &'a Scenario,
}

/// Settings that the verdict between systems hangs on most, in the order in which they are shown. `*`
/// stands for a name.
const SETTINGS: [&str; 8] = [
    "organisation.coverage",
    "organisation.coordination_work_hours_per_week",
    "organisation.handover_loss",
    "organisation.knowledge_shared",
    "role.*.skill_outside",
    "segment.*.group_size_mean",
    "segment.*.need_correlation",
    "segment.*.risk_aversion_median",
];

/// A setting that matters, and what is assumed of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assumption {
    /// Path of its key.
    pub path: String,
    /// Its value under every system, with its unit and the plausible range.
    pub value: String,
    /// Where it comes from, if it is more than assumed.
    pub source: Option<String>,
    /// Its plausible range as texts, if it is the same under every system.
    pub range: Option<(String, String)>,
}

impl fmt::Display for Assumption {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let source = self.source.as_ref().map_or_else(String::new, |source| format!(" ({source})"));
        write!(f, "{} = {}{source}", self.path, self.value)
    }
}

/// What a question depends on, if it was screened, and how that is said.
pub fn screened(systems: &[NamedScenario<'_>], measure: Measure) -> Option<&'static List> {
    list_of(&systems.iter().map(|system| system.scenario).collect::<Vec<_>>(), measure)
}

/// How key assumptions were found, in a sentence or two.
pub fn how_found(systems: &[NamedScenario<'_>], measure: Measure) -> String {
    match screened(systems, measure) {
        Some(list) if list.assumptions.is_empty() => format!(
            "Screened over {} firms with a question of this kind ({}; {}, version {}): no single assumption stands out; these usually matter.",
            grouped(list.firms as f64, 0),
            list.asked(),
            list.date,
            list.version
        ),
        Some(list) => {
            let is_one = list.assumptions.len() == 1;
            let order = if list.overlap_of_halves < 4 && !is_one { " Their order is not settled." } else { "" };
            format!(
                "Screened over {} firms with a question of this kind ({}; {}, version {}): {} {} % of the spread between firms there; the rest \
                 lies in other assumptions and in combinations.{order}",
                grouped(list.firms as f64, 0),
                list.asked(),
                list.date,
                list.version,
                if is_one { "this one explains" } else { "together these explain" },
                grouped(100.0 * list.together, 0)
            )
        }
        None if systems.len() > 1 => {
            "Not screened for this question: these usually matter. winflow explain --assumptions finds out which do here.".to_string()
        }
        None => "These usually matter.".to_string(),
    }
}

/// The settings that matter most: value under every system, plausible range, source. Those that the question depends on if it was screened, else
/// those that usually matter.
pub fn assumed(systems: &[NamedScenario<'_>], measure: Measure) -> Vec<Assumption> {
    let leaves: Vec<(&str, Vec<Leaf>)> = systems.iter().map(|s| (s.name, scenario::leaves(s.scenario))).collect();
    let mut assumed = Vec::new();
    let patterns: Vec<&str> = match screened(systems, measure) {
        Some(list) if !list.assumptions.is_empty() => list.assumptions.iter().map(|one| one.key.as_str()).collect(),
        _ => SETTINGS.to_vec(),
    };
    for pattern in patterns {
        let mut paths: Vec<&str> = Vec::new();
        for leaf in leaves.iter().flat_map(|(_, leaves)| leaves) {
            if matches(pattern, &leaf.path) && can_matter(&leaf.path, systems) && !paths.contains(&leaf.path.as_str()) {
                paths.push(&leaf.path);
            }
        }
        assumed.extend(paths.into_iter().filter_map(|path| assumption(path, &leaves)));
    }
    assumed
}

/// Whether a setting is read by any of the systems: not if it is about a role without people, or about sharing where nobody shares.
fn can_matter(path: &str, systems: &[NamedScenario<'_>]) -> bool {
    let mut steps = path.split('.');
    match (steps.next(), steps.next()) {
        (Some("role"), Some(role)) => systems.iter().any(|s| s.scenario.has_anybody(role)),
        (Some("organisation"), Some("coverage" | "coordination_work_hours_per_week" | "knowledge_shared")) => {
            systems.iter().any(|s| s.scenario.organisation.pool_size != 1.0)
        }
        _ => true,
    }
}

/// Whether a path is what a pattern with `*` for a name means.
fn matches(pattern: &str, path: &str) -> bool {
    match pattern.split_once('*') {
        Some((before, after)) => path.len() > before.len() + after.len() && path.starts_with(before) && path.ends_with(after),
        None => pattern == path,
    }
}

fn assumption(path: &str, systems: &[(&str, Vec<Leaf>)]) -> Option<Assumption> {
    let found: Vec<(&str, &Leaf)> =
        systems.iter().filter_map(|(name, leaves)| Some((*name, leaves.iter().find(|leaf| leaf.path == path)?))).collect();
    let (_, first) = found.first()?;
    let spec = first.meta.spec;
    let alike = found.iter().all(|(_, leaf)| leaf.value == first.value);
    let shown = if alike {
        plain(&first.value)
    } else {
        found.iter().map(|(name, leaf)| format!("{name} {}", plain(&leaf.value))).collect::<Vec<_>>().join(", ")
    };
    let unit = if matches!(spec.unit, "" | "share" | "times") { String::new() } else { format!(" {}", spec.unit) };
    let plausible = spec.plausible.map_or_else(String::new, |(low, high)| format!(", plausible {low} to {high}"));
    let source = (spec.source != "assumption").then(|| spec.source.to_string());
    let range = spec.plausible.filter(|_| alike).map(|(low, high)| (low.to_string(), high.to_string()));
    Some(Assumption { path: path.to_string(), value: format!("{shown}{unit}{plausible}"), source, range })
}

/// A value as people write it: `3`, not `3.0`.
fn plain(value: &serde_json::Value) -> String {
    value.as_f64().map_or_else(|| value.to_string(), |number| number.to_string())
}

/// Whom systems sell to, and for how long, as far as they agree: for footnotes.
pub fn setting<'s>(scenarios: impl Iterator<Item = &'s Scenario>) -> String {
    let of = |scenario: &Scenario| {
        let segments: Vec<String> = scenario.segment.entries.iter().map(|(name, _)| shortened(name)).collect();
        let years = plain(&serde_json::json!(scenario.time.years));
        format!("customers: {}; {years} {}", list(&segments), if years == "1" { "year" } else { "years" })
    };
    let mut all = scenarios.map(of);
    match all.next() {
        Some(first) if all.all(|other| other == first) => first,
        _ => "settings differ".to_string(),
    }
}

/// A name of somebody's choice that leaves room for others.
fn shortened(name: &str) -> String {
    const ROOM: usize = 60;
    if name.chars().count() <= ROOM { name.to_string() } else { name.chars().take(ROOM - 1).chain(['…']).collect() }
}

/// Head count and payroll of the systems, which a fair comparison would have the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Means {
    /// Whether they are the same in all.
    pub are_alike: bool,
    /// What each has.
    pub words: String,
}

impl Means {
    /// In few words.
    pub fn brief(&self) -> &str {
        if self.are_alike { &self.words } else { "Not the same resources." }
    }
}

/// The means of the systems; `None` without any.
pub fn means(systems: &[NamedScenario<'_>]) -> Option<Means> {
    let of = |s: &NamedScenario<'_>| {
        let people: f64 = s.scenario.role.values().map(|r| r.people).sum();
        let payroll: f64 = s.scenario.role.values().map(|r| r.people * r.cost_per_year).sum();
        let at_first: usize = s.scenario.role.values().map(|role| role.people as usize).sum();
        let hired = s.scenario.role.names().map(|role| s.scenario.people_ever(role)).sum::<usize>().saturating_sub(at_first);
        (people, payroll, hired)
    };
    let all: Vec<(f64, f64, usize)> = systems.iter().map(of).collect();
    let first = *all.first()?;
    let said = |(people, payroll, hired): (f64, f64, usize)| {
        let hired = if hired > 0 { format!(", and hires {hired} in the window") } else { String::new() };
        format!("{} people for {} EUR per year{hired}", grouped(people, 0), grouped(payroll, 0))
    };
    if all.len() > 1 && all.iter().all(|means| *means == first) {
        return Some(Means { are_alike: true, words: format!("Each has {}.", said(first)) });
    }
    let each: Vec<String> = systems.iter().zip(all).map(|(s, means)| format!("{} has {}", s.name, said(means))).collect();
    let warning = if systems.len() > 1 { "Not the same resources: " } else { "" };
    Some(Means { are_alike: systems.len() == 1, words: sentence(&format!("{warning}{}.", each.join("; "))) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::provider::Role;

    fn scenario(coverage: f64, people: f64) -> Scenario {
        let mut scenario = Scenario::default();
        scenario.organisation.coverage = coverage;
        scenario.organisation.pool_size = 3.0;
        scenario.role.entries.push(("seller".into(), Role { people, cost_per_year: 90_000.0, ..Role::default() }));
        scenario
    }

    #[test]
    fn a_setting_is_shown_for_each_system_if_they_differ() {
        let (hero, team) = (scenario(1.0, 12.0), scenario(3.0, 12.0));
        let systems = [NamedScenario { name: "hero", scenario: &hero }, NamedScenario { name: "team", scenario: &team }];
        let lines: Vec<String> = assumed(&systems, Measure::WinWinDealsPerMonth).iter().map(Assumption::to_string).collect();
        assert!(lines[0].starts_with("organisation.coverage = hero 1, team 3 people, plausible 1 to 5"), "{}", lines[0]);
        assert!(lines.iter().any(|l| l.starts_with("role.seller.skill_outside = 0.3")), "{lines:?}");
        assert_eq!(means(&systems).map(|means| means.words).as_deref(), Some("Each has 12 people for 1,080,000 EUR per year."));
    }

    #[test]
    fn unlike_means_are_named() {
        let (small, large) = (scenario(1.0, 6.0), scenario(1.0, 12.0));
        let said = means(&[NamedScenario { name: "small", scenario: &small }, NamedScenario { name: "large", scenario: &large }]);
        assert!(said.is_some_and(|said| !said.are_alike && said.words.starts_with("Not the same resources: small has 6 people")));
    }
}
