//! What an overlay changes of our people and their pay, and of whom: told when a scenario is checked, so that nobody has to guess.

use super::problems::shown;
use super::read::plain_number;
use super::whole::Scenario;
use super::write::{Difference, differences};
use serde_json::Value;

/// More settings than these are only counted.
const MOST_NAMED: usize = 4;

/// What an overlay made of roles and plans, a line for each that has people.
pub(super) fn touched(overlay: &str, before: &Scenario, after: &Scenario) -> Vec<String> {
    let changed = differences(before, after);
    let mut whose: Vec<String> = changed.iter().filter_map(|difference| entry_of(&difference.path)).collect();
    whose.dedup();
    let line = |entry: &String| {
        let (section, name) = entry.split_once('.')?;
        let people = match section {
            "role" => people_of(after, |role| role == name),
            _ => people_of(after, |role| after.role.get(role).is_some_and(|role| role.plan == name)),
        };
        let settings: Vec<&Difference> = changed.iter().filter(|difference| entry_of(&difference.path).as_ref() == Some(entry)).collect();
        let named: Vec<String> = settings.iter().take(MOST_NAMED).map(|setting| in_words(setting)).collect();
        let more = settings.len().saturating_sub(MOST_NAMED);
        let more = if more > 0 { format!(", and {more} more") } else { String::new() };
        let is_new = match section {
            "plan" => before.plan.get(name).is_none(),
            _ => before.role.get(name).is_none(),
        };
        if is_new && !people.is_empty() {
            let what = if section == "plan" { format!("a pay plan of its own for {people}") } else { people };
            return Some(format!("{} brings {what}", shown(overlay)));
        }
        let of = if section == "plan" { format!("the pay plan of {people}") } else { people.clone() };
        (!people.is_empty()).then(|| format!("{} changes {of}: {}{more}", shown(overlay), named.join(", ")))
    };
    whose.iter().filter_map(line).collect()
}

/// What to say where an overlay brings people in roles of its own beside those that there are, and a cure.
pub(super) fn adds_people(overlay: &str, before: &Scenario, after: &Scenario) -> Option<(String, String)> {
    let all = |scenario: &Scenario| scenario.role.values().map(|role| role.people).sum::<f64>();
    let own = people_of(after, |role| before.role.get(role).is_none());
    let others = people_of(after, |role| before.role.get(role).is_some());
    let (more, were) = (all(after) - all(before), all(before));
    (more > 0.0 && were > 0.0 && !own.is_empty() && !others.is_empty()).then(|| {
        let message = format!(
            "people of its own are brought by {}: {own}, beside {others}; the firm grows from {} to {} people, and costs so much more",
            shown(overlay),
            plain_number(were),
            plain_number(all(after))
        );
        (message, "To have your own people work so, give them the parts: role.NAME.parts = [\"dialogue\", \"qualification\"].".to_string())
    })
}

/// The entry of a key about people or pay: `role.ae`.
fn entry_of(path: &str) -> Option<String> {
    let mut steps = path.split('.');
    let (section, name) = (steps.next()?, steps.next()?);
    ["role", "plan"].contains(&section).then(|| format!("{section}.{name}"))
}

/// The roles with people that are meant: "ae (18 people) and sdr (6 people)".
fn people_of(scenario: &Scenario, is_meant: impl Fn(&str) -> bool) -> String {
    let there = scenario.role.entries.iter().filter(|(name, role)| role.people > 0.0 && is_meant(name));
    let names: Vec<String> = there
        .map(|(name, role)| format!("{name} ({} {})", plain_number(role.people), if role.people == 1.0 { "person" } else { "people" }))
        .collect();
    names.join(", ")
}

fn in_words(difference: &Difference) -> String {
    let key = difference.path.split('.').skip(2).collect::<Vec<_>>().join(".");
    let value = |value: &Option<Value>| match value {
        None => "nothing".to_string(),
        Some(Value::Number(number)) => number.as_f64().map_or_else(String::new, plain_number),
        Some(Value::String(text)) => shown(text),
        Some(other) => shown(&other.to_string()),
    };
    format!("{key} from {} to {}", value(&difference.first), value(&difference.second))
}

/// The roles and plans that an overlay sets something in, if nobody is in any of them: what it would need.
pub(super) fn touches_nobody<'p>(set: impl Iterator<Item = &'p str>, before: &Scenario, after: &Scenario) -> Option<String> {
    let mut entries: Vec<String> = Vec::new();
    for path in set.filter(|path| !["name", "about"].contains(path)) {
        let entry = entry_of(path)?;
        let (section, name) = entry.split_once('.')?;
        let was_there = if section == "role" { before.role.get(name).is_some() } else { before.plan.get(name).is_some() };
        let people = match section {
            "role" => people_of(after, |role| role == name),
            _ => people_of(after, |role| {
                let is_part = |plan: &str| after.components_of(plan).iter().any(|part| part.name == name);
                after.role.get(role).is_some_and(|role| is_part(&role.plan))
            }),
        };
        if !was_there || !people.is_empty() {
            return None;
        }
        if !entries.contains(&entry) {
            entries.push(entry);
        }
    }
    (!entries.is_empty()).then(|| entries.join(" and "))
}

#[cfg(test)]
mod tests {
    use crate::scenario::load;
    use std::fs;

    const FIRM: &str = "extends = \"mid\"\n[role.seller]\npeople = 0\n[role.ae]\npeople = 18\nplan = \"ae\"\n[role.sdr]\npeople = 6\nparts = [\"dialogue\", \"qualification\"]\nplan = \"sdr\"\n[plan.ae]\nbase_share = 0.7\n[plan.sdr]\nbase_share = 0.8\n";

    fn firm(overlays: &[&str]) -> Result<crate::scenario::Loaded, String> {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("firm.toml");
        fs::write(&path, FIRM).expect("written");
        fs::write(folder.path().join("mine.toml"), "[plan.standard]\nbase_share = 0.3\n").expect("written");
        let overlays: Vec<String> =
            overlays.iter().map(|overlay| overlay.replace("mine", &folder.path().join("mine.toml").to_string_lossy())).collect();
        load(&path.to_string_lossy(), &overlays, &[]).map_err(|problems| problems.to_string())
    }

    #[test]
    fn overlays_find_their_people_by_what_they_do() {
        let with = |overlay: &str| firm(&[overlay]).expect(overlay);
        let commission = with("commission");
        let share = |name: &str| commission.scenario.plan.get(name).expect(name).base_share;
        assert_eq!((share("ae"), share("sdr"), share("standard")), (0.5, 0.8, 1.0));
        assert_eq!(commission.touched, ["commission changes the pay plan of ae (18 people): base_share from 0.7 to 0.5"]);
        let people = |loaded: &crate::scenario::Loaded, name: &str| loaded.scenario.role.get(name).map(|role| role.people);
        assert_eq!(
            (people(&with("hiring"), "ae"), people(&with("hiring"), "sdr"), people(&with("hiring"), "seller")),
            (Some(22.0), Some(6.0), Some(0.0))
        );
        assert_eq!(people(&with("hiring:sdr=2"), "sdr"), Some(8.0));
        assert_eq!(people(&with("hiring:sdr=2"), "ae"), Some(18.0), "only what is asked for");
        assert_eq!(with("hiring:ae=1:role.ae.ramp_months=9").scenario.role.get("ae").expect("ae").ramp_months, 9.0);
        assert_eq!(with("training").scenario.role.get("ae").expect("ae").training_hours_per_year, 80.0);
        assert_eq!(with("training:sdr=10").touched, ["training changes sdr (6 people): training_hours_per_year from 0 to 10"]);
    }

    #[test]
    fn an_overlay_that_touches_nobody_is_refused() {
        let said = firm(&["mine"]).expect_err("nobody is paid by it");
        assert!(said.contains("touches nobody") && said.contains("plan.standard"), "{said}");
        let unknown = firm(&["hiring:closer=2"]).expect_err("no such role");
        assert!(unknown.contains("role.closer") && unknown.contains("ae"), "{unknown}");
        let other = firm(&["commission:ae=2"]).expect_err("takes nothing");
        assert!(other.contains("takes no argument called ae"), "{other}");
        let strange = load("mid", &[], &["role.*flwo.people=+1".to_string()]).expect_err("no duty").to_string();
        assert!(strange.contains("Did you mean role.*flow"), "{strange}");
        let nobody = load("mid", &[], &["role.*assist.people=+1".to_string()]).expect_err("nobody assists").to_string();
        assert!(nobody.contains("nobody assists with activities"), "{nobody}");
        assert_eq!(load("mid", &[], &["role.*flow.people=+1".to_string()]).expect("sellers").scenario.role.entries[0].1.people, 13.0);
    }
}
