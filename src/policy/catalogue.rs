//! The catalogue of activities as a process uses it: each in both modes, in order, with what it helps with made comparable.

use crate::engine::Table;
use crate::measure::{RoleAt, StepAt};
use crate::scenario::heuristics::Heuristics;
use crate::scenario::limits::MOST_ACTIVITIES;
use crate::scenario::provider::{Activity, Effort, Job, Mode, ModeRule, Part, Process, Scope, Stance};

/// An activity as it is done.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// Name in the catalogue.
    pub name: String,
    /// Roles that do it; none: any that works in its part.
    pub roles: Vec<RoleAt>,
    /// Roles with people who assist with it; if there are any, one of them does it, and whoever keeps the customer goes on keeping them.
    pub helpers: Vec<RoleAt>,
    /// Part of the sales system.
    pub part: Part,
    /// With whom.
    pub scope: Scope,
    /// The mode in which it is done, unless somebody chooses another.
    pub mode: Mode,
    /// Whether it asks for a decision.
    pub decides: bool,
    /// Whether it is done after the decision.
    pub after_sale: bool,
    /// Activities without which it may have to be done again: those with one person, and the others.
    pub needs: [u64; 2],
    /// Commitments that a group can make in it, as bits.
    pub gains: u16,
    /// The rest of its declaration.
    pub declared: Activity,
    help: [Help; 2],
}

impl Step {
    /// What it takes and moves in a mode.
    pub fn effort(&self, mode: Mode) -> &Effort {
        match mode {
            Mode::DoneTo => &self.declared.done_to,
            Mode::DoneWith => &self.declared.done_with,
        }
    }

    /// Whether people of a role may do it, if they work in its part.
    pub fn is_for(&self, role: RoleAt) -> bool {
        is_among(&self.roles, role)
    }

    /// Whether others than those who keep the customer do it.
    pub fn is_assisted(&self) -> bool {
        !self.helpers.is_empty()
    }

    /// What it takes and moves in its own mode.
    pub fn listed_effort(&self) -> &Effort {
        self.effort(self.mode)
    }

    /// What it helps with in a mode.
    pub fn help(&self, mode: Mode) -> &Help {
        &self.help[mode as usize]
    }
}

/// Whether a role is among some; where there are none, all are meant.
pub fn is_among(roles: &[RoleAt], role: RoleAt) -> bool {
    roles.is_empty() || roles.contains(&role)
}

/// What an activity helps with, in strengths of the strongest activity of each kind.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Help {
    /// Against not knowing the need.
    pub learn: f64,
    /// Against too little value: messages that make sense of the need, or push our offering.
    pub message: f64,
    /// Of these, those that make sense of the need.
    pub sense_make: f64,
    /// Of these, those that push our offering.
    pub persuade: f64,
    /// Against doubt.
    pub resolve: f64,
    /// Against wants that are far apart.
    pub align: f64,
    /// Against missing people.
    pub find: f64,
    /// Our hours, with those around them.
    pub hours: f64,
}

/// The catalogue as a process uses it.
#[derive(Debug, Clone, PartialEq)]
pub struct Catalogue {
    /// All steps, in the order of the list.
    pub steps: Table<StepAt, Step>,
    /// Position of the step that judges new dialogues.
    pub qualify: Option<StepAt>,
    /// Steps of the flow before the decision, in order.
    pub flow: Vec<StepAt>,
    /// Steps after the decision.
    pub after_sale: Vec<StepAt>,
    /// The step that asks for a decision.
    pub decide: Option<StepAt>,
    /// The step that negotiates one process, if that is our stance.
    pub negotiate: Option<StepAt>,
    /// Steps by which one of ours agrees to a deal before the customer is asked to decide, in order.
    pub approvals: Vec<StepAt>,
    /// Jobs for which there is an activity, as bits.
    pub jobs: u8,
}

impl Catalogue {
    /// Our hours for a meeting of the flow, with those around it, in the mean; infinity where all is done at the desk.
    pub fn hours_of_meeting(&self) -> f64 {
        let meetings = self.flow.iter().map(|&step| &self.steps[step]).filter(|step| step.declared.scope != Scope::Desk);
        let (hours, count) = meetings.fold((0.0, 0.0), |(hours, count), step| (hours + step.help(step.mode).hours, count + 1.0));
        if hours > 0.0 { hours / count } else { f64::INFINITY }
    }

    /// Whether a step is on the list of what is done with a customer before the decision.
    pub fn is_listed(&self, step: StepAt) -> bool {
        self.negotiate != Some(step) && !self.steps[step].declared.approves
    }

    /// Resolves modes and order.
    pub fn new(
        entries: &[(String, Activity)],
        process: &Process,
        rules: &Heuristics,
        role_position: impl Fn(&str) -> Option<RoleAt>,
        helpers: impl Fn(&str) -> Vec<RoleAt>,
    ) -> Self {
        let mut sorted: Vec<&(String, Activity)> = entries.iter().collect();
        sorted.sort_by(|a, b| a.1.order.total_cmp(&b.1.order).then_with(|| a.0.cmp(&b.0)));
        let strongest = Strongest::of(&sorted, process.modes, rules.hours_around_step);
        let steps: Table<StepAt, Step> = sorted
            .iter()
            .map(|(name, activity)| {
                let declared = relieved(activity, process);
                let helpers = if activity.part == Part::Flow { helpers(name) } else { Vec::new() };
                Step {
                    name: name.clone(),
                    // Whoever assists is not who keeps the customer.
                    roles: activity.doers().filter_map(&role_position).filter(|role| !helpers.contains(role)).collect(),
                    helpers,
                    part: activity.part,
                    scope: activity.scope,
                    mode: mode_of(activity, process.modes),
                    decides: activity.decides,
                    after_sale: activity.after_sale,
                    needs: needs(activity, &sorted),
                    gains: activity.gains.iter().fold(0, |bits, gain| bits | gain.bit()),
                    help: [strongest.help(&declared.done_to), strongest.help(&declared.done_with)],
                    declared,
                }
            })
            .collect();
        let which = |test: &dyn Fn(&Step) -> bool| -> Vec<StepAt> { steps.keys().filter(|&step| test(&steps[step])).collect() };
        let in_flow = |s: &Step| s.part == Part::Flow && !s.after_sale;
        let negotiates = process.stance == Stance::Negotiating;
        let flow = which(&|s| in_flow(s) && !s.declared.negotiates && !s.declared.approves);
        Self {
            qualify: which(&|s| s.part == Part::Qualification).first().copied(),
            after_sale: which(&|s| s.after_sale),
            decide: which(&|s| s.decides && s.part == Part::Flow).first().copied(),
            approvals: which(&|s| in_flow(s) && s.declared.approves),
            negotiate: which(&|s| in_flow(s) && s.declared.negotiates).first().copied().filter(|_| negotiates),
            jobs: flow.iter().map(|&s| steps[s].declared.job.bit()).fold(0, |all, bit| all | bit),
            flow,
            steps,
        }
    }
}

/// We take work off the customer in both modes.
fn relieved(activity: &Activity, process: &Process) -> Activity {
    let mut activity = activity.clone();
    for effort in [&mut activity.done_to, &mut activity.done_with] {
        effort.relieve = effort.relieve.max(process.relieves_customer);
        let taken = effort.relieve * effort.customer_hours;
        effort.hours += taken * process.relief_work_hours;
        effort.customer_hours -= taken;
    }
    activity
}

/// The mode in which an activity is done under a rule.
fn mode_of(activity: &Activity, rule: ModeRule) -> Mode {
    match rule {
        ModeRule::AsListed => activity.mode,
        ModeRule::DoneTo => Mode::DoneTo,
        ModeRule::DoneWith => Mode::DoneWith,
    }
}

/// The activities that an activity names as needed before it, as bits: those done with one person, and the others.
fn needs(activity: &Activity, sorted: &[&(String, Activity)]) -> [u64; 2] {
    let mut bits = [0; 2];
    for (position, (name, needed)) in sorted.iter().enumerate().take(MOST_ACTIVITIES) {
        if activity.needs.contains(name) {
            bits[usize::from(needed.scope != Scope::Person)] |= 1 << position;
        }
    }
    bits
}

impl Job {
    /// The job as a bit; none has no bit.
    pub const fn bit(self) -> u8 {
        match self {
            Job::None => 0,
            job => 1 << (job as u8 - 1),
        }
    }
}

/// The largest strength of each kind in the catalogue, and the hours around a step.
struct Strongest {
    learn: f64,
    message: f64,
    align: f64,
    resolve: f64,
    find: f64,
    hours_around: f64,
}

impl Strongest {
    fn of(sorted: &[&(String, Activity)], rule: ModeRule, hours_around: f64) -> Self {
        let largest = |pick: fn(&Effort) -> f64| {
            let effort = |activity: &Activity| match mode_of(activity, rule) {
                Mode::DoneTo => pick(&activity.done_to),
                Mode::DoneWith => pick(&activity.done_with),
            };
            sorted.iter().map(|(_, activity)| effort(activity)).fold(1e-9, f64::max)
        };
        Self {
            learn: largest(|e| e.learn),
            message: largest(|e| e.sense_make + e.persuade),
            align: largest(|e| e.align),
            resolve: largest(|e| e.resolve),
            find: largest(|e| e.find),
            hours_around,
        }
    }

    fn help(&self, effort: &Effort) -> Help {
        Help {
            learn: effort.learn / self.learn,
            message: (effort.sense_make + effort.persuade) / self.message,
            sense_make: effort.sense_make / self.message,
            persuade: effort.persuade / self.message,
            resolve: effort.resolve / self.resolve,
            align: effort.align / self.align,
            find: effort.find / self.find,
            // A tenth of an hour at least: a numerical bound, so that nothing is for free.
            hours: effort.hours.max(0.1) + self.hours_around,
        }
    }
}
