//! Activities that need each other, the stance toward the customer's own process, and keys without effect.

use super::{Checker, did_you_mean};
use crate::scenario::limits::MOST_ACTIVITIES;
use crate::scenario::problems::shown;
use crate::scenario::provider::{Activity, Effort, Job, Mode, ModeRule, Part, Sequencing, Stance};

impl Checker<'_> {
    pub(super) fn process(&mut self) {
        let scenario = self.scenario;
        let n = scenario.activity.len();
        if n > MOST_ACTIVITIES {
            let message = format!("there are {n} activities, at most {MOST_ACTIVITIES} can be told apart");
            self.refuse(&["activity"], "activity", message, "Leave out what is never done, or put several into one.");
        }
        for (name, activity) in &scenario.activity.entries {
            self.needed_before(name, activity);
            if activity.part == Part::Qualification {
                self.judging(name, activity);
            }
            let negotiates_in_vain = activity.negotiates && (activity.part != Part::Flow || activity.after_sale || activity.decides);
            if negotiates_in_vain {
                let hint = "One process is negotiated by an activity of the part flow, before the decision.";
                let path = format!("activity.{name}.negotiates");
                self.warn(&path, format!("{path} has no effect"), hint);
            }
        }
        for (name, _) in scenario.activity.entries.iter().filter(|(_, activity)| activity.approves && !is_before_the_decision(activity)) {
            let path = format!("activity.{name}.approves");
            let hint = "We agree by an activity of the part flow, before the decision: leave out decides, after_sale and negotiates.";
            self.refuse(&["activity.part"], &path, format!("{path} in an activity that is not done before the decision"), hint);
        }
        for (name, activity) in scenario.activity.entries.iter().filter(|(_, activity)| activity.approves) {
            let assists =
                |role: &str| scenario.role.get(role).is_some_and(|role| role.assists.contains(name)) && scenario.has_anybody(role);
            if activity.doers().next().is_none() && !scenario.role.names().any(assists) {
                let path = format!("activity.{name}.approves");
                let message = format!("{path}: whoever has the customer gives this yes themselves, as no role assists with it");
                self.warn(&path, message, format!("Write role.NAME.assists = [\"{name}\"] for those who approve."));
            }
        }
        self.never_done();
        self.stance();
        let organisation = &scenario.organisation;
        if organisation.fuzzy_share > 0.0 && organisation.coverage <= 1.0 {
            let message = "organisation.fuzzy_share has no effect with one person per customer".to_string();
            self.warn("organisation.fuzzy_share", message, "Roles can be fuzzy among several: set organisation.coverage.");
        }
    }

    /// Activities that are never chosen, because nothing of what holds a customer back becomes less by them. On a rigid list everything is
    /// done; somebody whose own process is followed may want them.
    fn never_done(&mut self) {
        let process = &self.scenario.process;
        if process.sequencing == Sequencing::Rigid {
            return;
        }
        for (name, activity) in &self.scenario.activity.entries {
            let is_special =
                activity.part != Part::Flow || activity.decides || activity.after_sale || activity.negotiates || activity.approves;
            let is_wanted = process.stance != Stance::None && activity.job != Job::None;
            let (mode, effort) = match process.modes {
                ModeRule::DoneTo => ("done_to", &activity.done_to),
                ModeRule::DoneWith => ("done_with", &activity.done_with),
                ModeRule::AsListed if activity.mode == Mode::DoneTo => ("done_to", &activity.done_to),
                ModeRule::AsListed => ("done_with", &activity.done_with),
            };
            let is_either = process.sequencing == Sequencing::Manipulative;
            let helps = if is_either { helps(&activity.done_to) || helps(&activity.done_with) } else { helps(effort) };
            if is_special || is_wanted || helps {
                continue;
            }
            let hint = format!(
                "People choose what helps the customer on. Say what it brings, such as activity.{name}.{mode}.learn, or set \
                 process.sequencing = \"rigid\" to have everything on the list done."
            );
            self.warn(
                &format!("activity.{name}"),
                format!("activity.{name} is never done: nothing that holds a customer back becomes less by it"),
                hint,
            );
        }
    }

    fn needed_before(&mut self, name: &str, activity: &Activity) {
        let scenario = self.scenario;
        let key = |key: &str| format!("activity.{name}.{key}");
        for needed in &activity.needs {
            match scenario.activity.get(needed) {
                None => {
                    let message = format!("{} names \"{}\", which is not an activity", key("needs"), shown(needed));
                    let hint = did_you_mean(needed, scenario.activity.names());
                    self.refuse(&["activity", "activity.needs"], &key("needs"), message, hint);
                }
                Some(other) if needed == name || other.after_sale || other.negotiates || other.approves || other.part != Part::Flow => {
                    let message = format!("{} names \"{}\", which is never done before it", key("needs"), shown(needed));
                    self.warn(&key("needs"), message, "Needed can be an activity of the part flow that is done before the decision.");
                }
                Some(_) => {}
            }
        }
        if activity.needs.is_empty() && self.origins.contains_key(&key("rework_if_skipped")) {
            let message = format!("{} has no effect without needs", key("rework_if_skipped"));
            self.warn(&key("rework_if_skipped"), message, "Name the activities that belong before it: needs = [\"discover\"].");
        }
    }

    /// What an activity that judges takes counts, and the trust that it changes; what else it would move does not.
    fn judging(&mut self, name: &str, activity: &Activity) {
        let moves = |effort: &Effort| {
            [
                ("learn", effort.learn),
                ("sense_make", effort.sense_make),
                ("persuade", effort.persuade),
                ("align", effort.align),
                ("resolve", effort.resolve),
                ("find", effort.find),
                ("adopt", effort.adopt),
            ]
        };
        for (mode, effort) in [("done_to", &activity.done_to), ("done_with", &activity.done_with)] {
            for (key, strength) in moves(effort) {
                if strength > 0.0 {
                    let path = format!("activity.{name}.{mode}.{key}");
                    let hint = "Judging shows the joint surplus (qualification.noise) and takes hours; what moves somebody belongs to the part flow.";
                    self.warn(&path, format!("{path} has no effect in the part qualification"), hint);
                }
            }
        }
    }

    fn stance(&mut self) {
        let scenario = self.scenario;
        let stance = scenario.process.stance;
        if stance == Stance::None || scenario.activity.is_empty() {
            return;
        }
        let path = "process.stance";
        if scenario.activity.values().all(|activity| activity.job == Job::None) {
            let message = format!("{path} = \"{}\" has no effect: no activity has a job", stance.word());
            self.warn(path, message, "Say which job of the customer's an activity helps with: job = \"explore\".");
        }
        if stance == Stance::Negotiating && !scenario.activity.values().any(|activity| activity.negotiates) {
            let message = format!("{path} = \"negotiating\", but no activity negotiates");
            self.warn(path, message, "Set negotiates = true in an activity of the part flow, as agree in the shipped catalogue.");
        }
    }
}

/// Whether an activity is one of the flow, before the customer decides, and not the talk about one process.
fn is_before_the_decision(activity: &Activity) -> bool {
    activity.part == Part::Flow && !activity.after_sale && !activity.decides && !activity.negotiates
}

/// Whether work lowers something that holds a customer back.
fn helps(effort: &Effort) -> bool {
    [effort.learn, effort.sense_make, effort.persuade, effort.align, effort.resolve, effort.find].iter().any(|help| *help > 0.0)
}
