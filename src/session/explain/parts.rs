//! The parts of a change and the systems between: a part that cannot be switched without another is one with it.

use crate::experiment::shapley::{Coalition, Design, MOST_PLAYERS};
use crate::report::results::words::list;
use crate::scenario::groups::KeyGroup;
use crate::scenario::{Difference, Loaded, Problems};
use crate::session::failure::WrongQuestion;
use crate::session::systems::System;

/// A part of a change.
#[derive(Debug, Clone, PartialEq)]
pub struct ChangePart {
    /// Groups that it is made of; several if they cannot be switched apart.
    pub groups: Vec<String>,
    /// Settings that differ in it.
    pub differences: Vec<Difference>,
    /// Why groups cannot be switched apart.
    pub because: Vec<String>,
}

/// A change in parts.
#[derive(Debug)]
pub struct Change {
    /// The parts.
    pub parts: Vec<ChangePart>,
    /// Which of them are switched together.
    pub design: Design,
    /// The system of each coalition of the design.
    pub systems: Vec<System>,
}

impl ChangePart {
    /// Its name.
    pub fn name(&self) -> String {
        list(&self.groups)
    }
}

impl Change {
    /// Takes a change apart. `build` makes the baseline with certain keys of the scenario.
    ///
    /// # Errors
    /// If there are too many parts.
    pub fn new(
        groups: Vec<KeyGroup>,
        ends: [&System; 2],
        most_coalitions: u64,
        seed: u64,
        build: impl Fn(&[&str]) -> Result<System, Problems>,
    ) -> Result<Self, WrongQuestion> {
        let part = |group: KeyGroup| ChangePart { groups: vec![group.name], differences: group.differences, because: Vec::new() };
        let mut parts: Vec<ChangePart> = groups.into_iter().map(part).collect();
        loop {
            if parts.len() > MOST_PLAYERS {
                return Err(WrongQuestion::TooManyParts(parts.len()));
            }
            let design = Design::new(parts.len(), most_coalitions, seed);
            let (mut systems, mut refused): (Vec<System>, Vec<(Coalition, String)>) = (Vec::new(), Vec::new());
            for &coalition in &design.coalitions {
                let built = match coalition {
                    0 => Ok(ends[0].clone()),
                    all if all == design.everything() => Ok(ends[1].clone()),
                    _ => build(&keys(&parts, coalition)),
                };
                match built {
                    Ok(system) => systems.push(system),
                    Err(problems) => refused.push((coalition, cause(&problems))),
                }
            }
            match inseparable(parts.len(), &refused) {
                None => return Ok(Self { parts, design, systems }),
                Some((one, other, why)) => unite(&mut parts, one, other, why),
            }
        }
    }
}

impl Change {
    /// The system of another firm for the coalition at a place of the design; `None` if it contradicts itself. `ends` are the two systems as
    /// they are in that firm.
    pub fn of_firm(&self, ends: &[Loaded], place: usize) -> Option<System> {
        let ([a, b], coalition) = (ends, *self.design.coalitions.get(place)?) else { return None };
        let between = match coalition {
            0 => return System::of_many(a, String::new()).ok(),
            all if all == self.design.everything() => return System::of_many(b, String::new()).ok(),
            _ => a.taking(b, &keys(&self.parts, coalition)).ok()?,
        };
        System::of_many(&between, String::new()).ok()
    }
}

/// The keys of a coalition.
fn keys(parts: &[ChangePart], coalition: Coalition) -> Vec<&str> {
    let made = parts.iter().enumerate().filter(|(place, _)| coalition >> place & 1 == 1);
    made.flat_map(|(_, part)| part.differences.iter().map(|one| one.path.as_str())).collect()
}

/// The two parts that stand apart in most of the coalitions that contradict themselves, and what is said of the smallest of these.
fn inseparable(parts: usize, refused: &[(Coalition, String)]) -> Option<(usize, usize, String)> {
    let apart = |one: usize, other: usize| refused.iter().filter(move |(coalition, _)| (coalition >> one ^ coalition >> other) & 1 == 1);
    let pairs = (0..parts).flat_map(|one| (one + 1..parts).map(move |other| (one, other)));
    // The first of those that are equal.
    let (one, other) = pairs.rev().max_by_key(|&(one, other)| apart(one, other).count())?;
    let (_, why) = apart(one, other).min_by_key(|(coalition, _)| (coalition.count_ones(), *coalition))?;
    Some((one, other, why.clone()))
}

fn unite(parts: &mut Vec<ChangePart>, one: usize, other: usize, why: String) {
    let taken = parts.remove(other);
    parts[one].groups.extend(taken.groups);
    parts[one].differences.extend(taken.differences);
    parts[one].because.extend(taken.because);
    parts[one].because.push(why);
}

/// The first problem without its place and hint, which are those of a file that nobody wrote.
fn cause(problems: &Problems) -> String {
    problems.list.first().and_then(|problem| problem.message.lines().next()).unwrap_or_default().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::groups::{by_group, by_key};
    use crate::scenario::{load, load_text};

    fn change(a: &Loaded, b: &Loaded, groups: Vec<KeyGroup>) -> Change {
        let ends = [a, b].map(|one| System::new(one, one.name.clone()).expect("a system"));
        let build = |keys: &[&str]| System::new(&a.taking(b, keys)?, "between".to_string());
        Change::new(groups, [&ends[0], &ends[1]], 128, 1, build).expect("a change")
    }

    #[test]
    fn parts_that_need_each_other_are_one() {
        let a = load("mid", &[], &[]).expect("mid");
        let text = "extends = \"mid\"\n[role.seller]\nplan = \"new\"\nselling_share = 0.4\n[plan.new]\nbase_share = 0.5\n[qualification]\npursue = [\"big\"]\n[segment.big]\nlike = \"mid\"\n[flow]\nwip_limit = 3\n";
        let b = load_text("b.toml", text).expect("valid");
        let differences = a.set_differently(&b);
        let grouped = change(&a, &b, by_group(differences.clone()));
        let names: Vec<String> = grouped.parts.iter().map(ChangePart::name).collect();
        assert_eq!(names, ["people", "pay", "qualification and market", "flow"]);
        assert!(grouped.parts[2].because[0].starts_with("qualification.pursue has \"big\""), "{:?}", grouped.parts[2].because);
        assert_eq!((grouped.design.coalitions.len(), grouped.systems.len()), (16, 16));
        let single = change(&a, &b, by_key(differences));
        let names: Vec<String> = single.parts.iter().map(ChangePart::name).collect();
        assert_eq!(
            names,
            ["role.seller.plan and plan.new", "role.seller.selling_share", "qualification.pursue and segment.big", "flow.wip_limit"]
        );
    }

    #[test]
    fn people_who_come_for_people_who_go_are_one() {
        let [a, b] = ["hero", "line"].map(|name| load(name, &[], &[]).expect("a shipped scenario"));
        let change = change(&a, &b, by_key(a.set_differently(&b)));
        let names: Vec<String> = change.parts.iter().map(ChangePart::name).collect();
        assert_eq!(names.len(), 1, "{names:?}");
    }

    #[test]
    fn nothing_different_has_no_parts() {
        let a = load("hero", &[], &[]).expect("hero");
        let change = change(&a, &a, by_group(a.set_differently(&a)));
        assert_eq!((change.parts.len(), change.systems.len()), (0, 1));
    }

    #[test]
    fn a_cause_is_the_first_problem_without_place_and_hint() {
        let place = crate::scenario::Place::whole("mid with keys of b");
        assert_eq!(cause(&Problems::one(place, "there are no people: none\nat all", "a hint")), "there are no people: none");
        assert_eq!(cause(&Problems::default()), "");
    }
}
