//! Pods and patches: people and segments that are there, no more in a pod than there are, no more than all accounts.

use super::{Checker, did_you_mean};
use crate::scenario::event::hired;
use crate::scenario::member::Member;
use crate::scenario::pod::Patch;
use crate::scenario::problems::shown;
use crate::scenario::read::plain_number;
use std::collections::BTreeMap;

/// Shares that add up to 1 but for rounding.
const A_HAIR: f64 = 1e-9;

impl Checker<'_> {
    pub(super) fn pods(&mut self) {
        let scenario = self.scenario;
        let mut needed: BTreeMap<&str, f64> = BTreeMap::new();
        for (name, pod) in &scenario.pod.entries {
            let path = format!("pod.{name}.people");
            if pod.people.is_empty() {
                let hint = "Say who is in it: people = [\"ae=3\", \"se=1\"].";
                self.warn(&format!("pod.{name}"), format!("pod.{name} has no effect: nobody is in it"), hint);
            }
            for text in &pod.people {
                match hired(text) {
                    None => {
                        let message = format!("{path}: \"{}\" is no role and number", shown(text));
                        self.refuse(&["pod.people"], &path, message, "Write a role and how many: [\"ae=3\", \"se=1\"].");
                    }
                    Some((role, _)) if scenario.role.get(role).is_none() => {
                        let message = format!("{path}: \"{}\" is not a role", shown(role));
                        self.refuse(&["role", "pod.people"], &path, message, did_you_mean(role, scenario.role.names()));
                    }
                    Some((role, count)) => *needed.entry(role).or_default() += count as f64 * pod.number,
                }
            }
        }
        for (role, needed) in needed {
            let there = scenario.people_ever(role) as f64;
            if needed > there {
                let path = format!("role.{role}.people");
                let message = format!("pods need {} {role}, and there are {}", plain_number(needed), plain_number(there));
                self.warn(&path, message, "Places that nobody has stay empty, until somebody of the role is hired.");
            }
        }
        for (name, member) in scenario.person.entries.iter().filter(|(_, member)| !member.pod.is_empty()) {
            let path = format!("person.{name}.pod");
            match scenario.pod.get(&member.pod) {
                None => {
                    let message = format!("{path} = \"{}\" is not a pod", shown(&member.pod));
                    let hint =
                        format!("{} A pod is written as [pod.{}].", did_you_mean(&member.pod, scenario.pod.names()), shown(&member.pod));
                    self.refuse(&["pod", "person.pod"], &path, message, hint);
                }
                Some(pod) if pod.number > 1.0 => {
                    let message = format!("{path}: there are {} pods \"{}\"", plain_number(pod.number), member.pod);
                    self.refuse(&["pod", "person.pod"], &path, message, "Give each pod with people by name an entry of its own.");
                }
                Some(pod) => {
                    let places: usize = pod.seats().filter(|(role, _)| *role == member.role).map(|(_, count)| count).sum();
                    let is_of_it = |other: &&Member| (&other.pod, &other.role) == (&member.pod, &member.role);
                    let named = scenario.person.values().filter(is_of_it).count();
                    if named > places {
                        let message = format!("pod.{} has {places} places for {}, and {named} are named", member.pod, member.role);
                        self.warn(&format!("pod.{}.people", member.pod), message, "They are all in it. Give it as many places.");
                    }
                }
            }
        }
    }

    pub(super) fn patches(&mut self) {
        let scenario = self.scenario;
        let mut shares: BTreeMap<&str, f64> = BTreeMap::new();
        for (name, patch) in &scenario.patch.entries {
            let key = |key: &str| format!("patch.{name}.{key}");
            if scenario.segment.get(&patch.segment).is_none() {
                let message = if patch.segment.is_empty() {
                    format!("patch.{name} has no segment")
                } else {
                    format!("{} = \"{}\" is not a segment", key("segment"), shown(&patch.segment))
                };
                let path = if patch.segment.is_empty() { format!("patch.{name}") } else { key("segment") };
                self.refuse(&["segment", "patch.segment"], &path, message, did_you_mean(&patch.segment, scenario.segment.names()));
            }
            *shares.entry(&patch.segment).or_default() += patch.share;
            self.owner(name, patch);
        }
        for (segment, sum) in shares.into_iter().filter(|(_, sum)| *sum > 1.0 + A_HAIR) {
            let message = format!("patches of segment.{segment} have {} % of its accounts", plain_number((1e6 * sum).round() / 1e4));
            self.refuse(&["patch.share", "patch.segment"], "patch", message, "Their shares add up to 1 at most.");
        }
        for (name, member) in scenario.person.entries.iter().filter(|(_, member)| !member.patch.is_empty()) {
            if scenario.patch.get(&member.patch).is_none() {
                let path = format!("person.{name}.patch");
                let message = format!("{path} = \"{}\" is not a patch", shown(&member.patch));
                let hint = format!(
                    "{} A patch is written as [patch.{}], with its segment and share.",
                    did_you_mean(&member.patch, scenario.patch.names()),
                    shown(&member.patch)
                );
                self.refuse(&["patch", "person.patch"], &path, message, hint);
            }
        }
    }

    fn owner(&mut self, name: &str, patch: &Patch) {
        let scenario = self.scenario;
        let path = format!("patch.{name}.owner");
        let owner = patch.owner.as_str();
        let is_named = scenario.person.values().any(|member| member.patch == name);
        if owner.is_empty() && !is_named && patch.potential == 1.0 {
            let hint = "Say whose it is: owner = a person, a pod or a role.";
            self.warn(&format!("patch.{name}"), format!("patch.{name} has no effect: it is nobody's"), hint);
        }
        let is_known = scenario.role.get(owner).is_some() || scenario.pod.get(owner).is_some() || scenario.member_named(owner).is_some();
        if !owner.is_empty() && !is_known {
            let message = format!("{path} = \"{}\" is no person, no pod and no role", shown(owner));
            let all = scenario.role.names().chain(scenario.pod.names()).chain(scenario.person.names());
            self.refuse(&["role", "pod", "person", "patch.owner"], &path, message, did_you_mean(owner, all));
        }
    }
}
