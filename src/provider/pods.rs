//! Pods: people of several roles who serve customers together, and who is dealt into which.

use super::people::Profile;
use crate::engine::positions;
use crate::measure::RoleAt;
use crate::scenario::Scenario;

positions! {
    /// A pod: people of several roles who serve customers together.
    PodAt: u16;
}

/// The pods of a firm, and how many of each role they still lack.
#[derive(Debug)]
pub(super) struct Pods {
    /// By pod: the entry that it is of, and who is missing by role.
    lacking: Vec<(String, Vec<(RoleAt, usize)>)>,
}

impl Pods {
    /// The pods of a scenario. Whoever has a place by name has taken it before others.
    pub fn of(scenario: &Scenario) -> Self {
        let role_at = |name: &str| scenario.role.position(name).map(RoleAt::from);
        let mut lacking = Vec::new();
        for (name, pod) in &scenario.pod.entries {
            let seats = || pod.seats().filter_map(|(role, count)| Some((role_at(role)?, count))).collect();
            lacking.extend((0..pod.number as usize).map(|_| (name.clone(), seats())));
        }
        let mut pods = Self { lacking };
        for member in scenario.person.values().filter(|member| !member.pod.is_empty()) {
            if let Some(role) = role_at(&member.role) {
                pods.take(role, |name| name == member.pod);
            }
        }
        pods
    }

    /// Takes a place in the first pod of those that lack somebody of a role.
    fn take(&mut self, role: RoleAt, is_meant: impl Fn(&str) -> bool) -> Option<PodAt> {
        let lacks = |(of, missing): &&mut (RoleAt, usize)| *of == role && *missing > 0;
        let mut meant = self.lacking.iter_mut().enumerate().filter(|(_, (name, _))| is_meant(name));
        meant.find_map(|(number, (_, lacking))| {
            lacking.iter_mut().find(lacks)?.1 -= 1;
            Some(PodAt::from(number))
        })
    }

    /// The pod of somebody: the one that is said, else the next that lacks somebody of the role.
    pub fn place(&mut self, scenario: &Scenario, profile: &Profile) -> Option<PodAt> {
        let said = profile.member(scenario).map(|member| member.pod.as_str()).filter(|pod| !pod.is_empty());
        match said {
            Some(said) => self.lacking.iter().position(|(name, _)| name == said).map(PodAt::from),
            None => self.take(profile.role, |_| true),
        }
    }

    /// The entry of each.
    pub fn names(self) -> Vec<String> {
        self.lacking.into_iter().map(|(name, _)| name).collect()
    }
}
