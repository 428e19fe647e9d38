//! Why systems did not meet the same customers, and how they would.

use super::failure::{Failure, NoAnswer};
use super::layers::{Layers, quoted};
use super::options::Options;
use super::systems::System;
use crate::experiment::runner::Halt;
use crate::report::results::settings::{Setting, set_differently};
use crate::report::results::words::{key_names, list};
use crate::scenario::{Scenario, arguments_of, shipped};
use serde_json::Value;

/// More settings than these are only counted.
const MOST_NAMED: usize = 5;
/// Where the settings are that can bring other customers.
const SECTIONS: [&str; 4] = ["market_scale", "segment.", "channel.", "time."];
/// Where the shipped policies are, which can be put on any market.
const POLICIES: &str = "scenarios/policies/";
/// Settings by which there are other customers whatever else is set.
const COUNTS: [&str; 9] = [
    "market_scale",
    "projects_per_year",
    "purchases_mean",
    "leads_per_year",
    "years",
    "run_out_years",
    "warm_up_weeks",
    "kind",
    "csv_file",
];

/// What differs between systems that did not meet the same customers.
#[derive(Debug, Clone, PartialEq)]
pub struct OtherCustomers {
    /// Their names.
    systems: Vec<String>,
    /// Settings that bring customers and are not the same, in words with their values.
    settings: Vec<String>,
    /// What helps: a sentence, and a command where one is known.
    cure: (&'static str, Option<String>),
}

impl std::fmt::Display for OtherCustomers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let systems = list(&self.systems);
        if self.settings.is_empty() {
            return write!(
                f,
                "{systems} did not meet the same customers although no setting that brings customers differs: a fault of winflow"
            );
        }
        write!(f, "{systems} did not meet the same customers, so that they cannot be compared one by one. What brings customers differs:")?;
        let more = self.settings.len().saturating_sub(MOST_NAMED);
        self.settings.iter().take(MOST_NAMED).try_for_each(|setting| write!(f, "\n  {setting}"))?;
        if more > 0 {
            write!(f, "\n  and {more} more (winflow diff shows all)")?;
        }
        let (cure, command) = &self.cure;
        write!(f, "\n{cure}")?;
        command.as_ref().map_or(Ok(()), |command| write!(f, ":\n  {command}"))
    }
}

/// A failure, with what differs if it is that the customers were not the same.
pub(super) fn explained(failure: Failure, named: &[Layers], systems: &[System], options: &Options) -> Failure {
    let Failure::NoAnswer(NoAnswer::Halted(Halt::JourneysDiffer(_))) = failure else { return failure };
    let scenarios: Vec<&Scenario> = systems.iter().map(|system| system.model.scenario()).collect();
    let names: Vec<String> = systems.iter().map(|system| system.name.clone()).collect();
    let settings = bringing_customers(set_differently(&scenarios));
    let cure = one_market(named, options).or_else(|| set_alike(&settings, options)).unwrap_or((
        "Systems are compared in one market. Make a comparison for each: winflow compare MARKET --with ONE --with OTHER",
        None,
    ));
    NoAnswer::OtherCustomers(OtherCustomers { settings: in_words(&settings, &names), systems: names, cure }).into()
}

/// Whether systems may meet other customers and be compared all the same: the same segments over the same time, of which more or fewer come.
pub(super) fn may_differ(systems: &[System]) -> bool {
    let scenarios: Vec<&Scenario> = systems.iter().map(|system| system.model.scenario()).collect();
    let Some(first) = scenarios.first() else { return false };
    let is_alike = |other: &&Scenario| other.time == first.time && other.segment.names().eq(first.segment.names());
    let is_of_customers = |setting: &Setting| setting.key != "market_scale" && (is_count(setting) || setting.key.starts_with("event."));
    scenarios.iter().all(is_alike) && set_differently(&scenarios).iter().any(is_of_customers)
}

/// Whether a setting says how many customers come.
fn is_count(setting: &Setting) -> bool {
    COUNTS.contains(&setting.key.rsplit('.').next().unwrap_or_default())
}

/// The settings that bring customers: those by which there certainly are others, or else whatever may be the cause.
fn bringing_customers(settings: Vec<Setting>) -> Vec<Setting> {
    let may: Vec<Setting> =
        settings.into_iter().filter(|setting| SECTIONS.iter().any(|section| setting.key.starts_with(section))).collect();
    let certain: Vec<Setting> = may.iter().filter(|setting| is_count(setting)).cloned().collect();
    if certain.is_empty() { may } else { certain }
}

/// "leads per year (channel.web.leads_per_year): 260 in hero, 200 in my". Of what is not in all systems, that alone is told.
fn in_words(settings: &[Setting], names: &[String]) -> Vec<String> {
    let (everywhere, somewhere): (Vec<Setting>, Vec<Setting>) =
        settings.iter().cloned().partition(|setting| setting.values.iter().all(|value| !value.is_null()));
    let mut lines: Vec<String> = Vec::new();
    for setting in &somewhere {
        let there = setting.values.iter().zip(names).filter(|(value, _)| !value.is_null()).map(|(_, name)| name);
        let section = setting.section();
        let line = format!("{} ({section}): only in {}", section.replace('.', " "), list(&there.cloned().collect::<Vec<_>>()));
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    lines.extend(with_values(&everywhere, names));
    lines
}

fn with_values(settings: &[Setting], names: &[String]) -> Vec<String> {
    let words = key_names(settings.iter().map(|setting| setting.key.as_str()));
    let one = |(words, setting): (String, &Setting)| {
        let values: Vec<String> = setting.shown().zip(names).map(|(value, name)| format!("{value} in {name}")).collect();
        format!("{words} ({}): {}", setting.key, values.join(", "))
    };
    words.into_iter().zip(settings).map(one).collect()
}

/// A shipped policy, which stands on the usual market where it is named alone, put upon the one scenario that is named besides.
fn one_market(named: &[Layers], options: &Options) -> Option<(&'static str, Option<String>)> {
    let is_policy = |system: &&Layers| {
        let shipped = shipped::find(arguments_of(&system.base).0);
        system.overlays.is_empty() && shipped.is_some_and(|shipped| shipped.path.starts_with(POLICIES))
    };
    let (policies, others): (Vec<&Layers>, Vec<&Layers>) = named.iter().partition(is_policy);
    let ([policy], [other]) = (policies.as_slice(), others.as_slice()) else { return None };
    if !other.overlays.is_empty() {
        return None;
    }
    let sets: String = options.settings.iter().map(|setting| format!(" --set {}", quoted(setting))).collect();
    let command = format!("winflow compare {} --with {}{sets}", quoted(&other.base), quoted(&policy.base));
    Some(("Put the one upon the other, so that both are in the same market", Some(command)))
}

/// The same command with the values of the first system for all.
fn set_alike(settings: &[Setting], options: &Options) -> Option<(&'static str, Option<String>)> {
    let plain = |value: &Value| match value {
        Value::Number(number) => number.as_f64().map(|number| number.to_string()),
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        _ => None,
    };
    let set = |setting: &Setting| {
        let is_everywhere = setting.values.iter().all(|value| !value.is_null());
        let value = setting.values.first().filter(|_| is_everywhere).and_then(plain)?;
        Some(format!(" --set {}", quoted(&format!("{}={value}", setting.key))))
    };
    let sets: String = settings.iter().map(set).collect::<Option<_>>()?;
    let command: Vec<String> = options.keeping.command.iter().map(|word| quoted(word)).collect();
    let command = (!command.is_empty() && !sets.is_empty()).then(|| format!("winflow {}{sets}", command.join(" ")));
    Some(("Set it alike in all of them", command))
}

#[cfg(test)]
mod tests {
    use crate::session::compare::{Question, compare};
    use crate::session::sample::options;
    use crate::session::{Host, Keeping, Layers, Options};
    use std::path::Path;

    /// What is said when these scenarios are compared in one short world.
    fn said(folder: &Path, scenarios: &[&str], settings: &[&str]) -> String {
        let command = std::iter::once("compare").chain(scenarios.iter().copied()).map(String::from).collect();
        let settings = settings.iter().map(|setting| setting.to_string()).collect();
        let asked = Options { settings, ..options(folder) };
        let asked = Options { keeping: Keeping { command, ..asked.keeping.clone() }, ..asked };
        let question = Question::new(scenarios.iter().map(|scenario| Layers::alone(*scenario)));
        compare(&question, &asked, Host::silent()).expect_err("other customers").to_string()
    }

    #[test]
    fn the_setting_that_brings_other_customers_is_named_with_the_command_that_helps() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("my firm.toml");
        std::fs::write(&file, "extends = \"mid\"\nmarket_scale = 2\n[channel.web]\nintent_tau_hours = 2\n").expect("written");
        let file = file.to_string_lossy().into_owned();
        let of_policy = said(folder.path(), &["hero", &file], &["time.years=0.1"]);
        assert!(of_policy.contains("(market_scale): 1 in hero, 2 in my firm"), "{of_policy}");
        assert!(of_policy.contains(&format!("winflow compare '{file}' --with hero --set time.years=0.1")), "{of_policy}");
        assert!(!of_policy.contains("intent_tau"), "{of_policy}");
        let of_markets = said(folder.path(), &["mid", &file], &["time.years=0.1"]);
        assert!(of_markets.contains(&format!("winflow compare mid '{file}' --set market_scale=1")), "{of_markets}");
        let of_other_markets = said(folder.path(), &["small", "mid"], &["time.years=0.1"]);
        assert!(of_other_markets.contains("winflow compare MARKET --with ONE --with OTHER"), "{of_other_markets}");
        assert!(of_other_markets.contains("segment small (segment.small): only in small"), "{of_other_markets}");
    }

    #[test]
    fn more_leads_can_be_compared_and_it_is_said_that_customers_differ() {
        let folder = tempfile::tempdir().expect("a folder");
        let question = Question::new([Layers::alone("team"), Layers::alone("team:channel.web.leads_per_year=x1.5")]);
        let asked = Options { settings: vec!["time.years=0.2".to_string()], ..options(folder.path()) };
        let compared = compare(&question, &asked, Host::silent()).expect("a comparison");
        assert!(compared.document.same_customers.is_empty());
        let said = crate::report::results::verdict::lost_customers(&compared.document);
        assert!(said[0].contains("do not have the same customers, as their settings say"), "{said:?}");
    }
}
