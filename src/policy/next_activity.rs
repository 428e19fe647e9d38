//! Which activity next: what helps most with what we believe holds this customer back.

use super::catalogue::{Catalogue, Step};
use super::manipulative;
use super::obstacles::{Obstacles, obstacles_of, obstacles_of_group};
use super::stance::{follows, is_open, negotiation};
use crate::engine::Fixed;
use crate::market::journey::MOST_PEOPLE;
use crate::measure::{BuyerAt, Seat, StepAt};
use crate::provider::people::Skills;
use crate::provider::{Belief, Negotiation};
use crate::scenario::heuristics::Heuristics;
use crate::scenario::provider::{Mode, Process, Scope, Sequencing};

/// Who asks, and what they may use.
#[derive(Debug, Clone, Copy)]
pub struct Asker<'a> {
    /// What is taken for granted about customers.
    pub rules: &'a Heuristics,
    /// Skill in each domain.
    pub skill: &'a Skills,
    /// Position among our people.
    pub person: Seat,
    /// Share of a colleague's knowledge that is at hand.
    pub knowledge_shared: f64,
    /// Weight of what other customers say about the need of this one, as evidence (precision).
    pub insight: f64,
    /// Largest dispersion of wants with which such groups agree, as experience says.
    pub dispersion_limit: f64,
    /// Distance of a message from a want beyond which such people feel pushed, as experience says.
    pub latitude: f64,
    /// How much further than evidence a push goes, as experience says.
    pub push: f64,
    /// Largest obstacle with which a decision is asked for.
    pub ready_below: f64,
    /// Perceived surplus beyond doubt with which there is no obstacle, in prices.
    pub slack_wanted: f64,
    /// Now (hours).
    pub now: f64,
}

/// What is to be done next in one thread.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum NextStep {
    /// This step in this mode, with this person (of a person-to-person step), because of these obstacles.
    Do {
        /// Position in the catalogue.
        step: StepAt,
        /// In which mode.
        mode: Mode,
        /// Position of the stakeholder.
        target: Option<BuyerAt>,
        /// What it is to help with.
        because: Obstacles,
        /// Why it was chosen.
        reason: Reason,
    },
    /// Nothing that this thread could do at the moment.
    Nothing,
}

/// Why a step was chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// It is next on our list.
    List,
    /// It helps with the largest obstacle.
    Obstacle,
    /// It is next in the customer's own process.
    Theirs,
    /// One process for both is to be agreed on.
    OneProcess,
    /// It brings the signature nearest.
    Signature,
    /// A decision is asked for before what is left to do is done.
    Early,
    /// The decision needs a yes of our own first.
    Approval,
}

/// All that a choice of the next step looks at.
pub(super) struct View<'a> {
    pub(super) catalogue: &'a Catalogue,
    pub(super) belief: &'a Belief,
    pub(super) asker: &'a Asker<'a>,
    pub(super) process: &'a Process,
    /// Whether only what is in their process may be done.
    pub(super) follows: bool,
    /// Who is being met by somebody else at the moment, as bits.
    pub(super) taken: u32,
}

impl View<'_> {
    pub(super) fn is_free(&self, index: BuyerAt) -> bool {
        self.belief.people[index].known && self.taken & index.bit() == 0
    }

    /// The steps before a decision that may be done.
    pub(super) fn open(&self) -> impl Iterator<Item = (StepAt, &Step)> {
        let course = &self.belief.course;
        self.catalogue
            .flow
            .iter()
            .map(|&s| (s, &self.catalogue.steps[s]))
            .filter(move |(_, step)| !step.decides && is_open(step, self.follows, course))
    }

    /// How much of what a step brings one of ours gets across to a person: less outside one's domains.
    pub(super) fn reach(&self, index: BuyerAt) -> f64 {
        let (person, without) = (&self.belief.people[index], self.asker.rules.reach_without_skill);
        if person.met { without + (1.0 - without) * self.asker.skill[person.domain] } else { 1.0 }
    }

    /// Asks for a decision, once nobody is being met.
    pub(super) fn ask(&self, step: StepAt, because: Obstacles, reason: Reason) -> NextStep {
        if self.taken != 0 {
            return NextStep::Nothing;
        }
        NextStep::Do { step, mode: self.catalogue.steps[step].mode, target: None, because, reason }
    }

    /// Many activities since the last refusal have brought nothing.
    pub(super) fn is_tired(&self) -> bool {
        f64::from(self.belief.since_refusal) > self.process.tired_after + self.process.tired_after_per_person * self.belief.known() as f64
    }
}

/// Chooses the next step of a thread. `position` counts the steps already done in this thread, for the rigid order; `taken` has a bit
/// for each person who is being met by somebody else at the moment.
pub fn next_step(catalogue: &Catalogue, process: &Process, belief: &Belief, asker: &Asker<'_>, position: usize, taken: u32) -> NextStep {
    let follows = follows(process, &belief.course);
    let view = View { catalogue, belief, asker, process, follows, taken };
    if belief.course.theirs.is_some() {
        if let Some(step) = negotiation(catalogue, follows, &belief.course) {
            return first_meeting(&view, step, Reason::OneProcess);
        }
        if belief.course.negotiation == Negotiation::UnderWay {
            return NextStep::Nothing;
        }
        if follows && let Some(job) = belief.course.next_job(catalogue.jobs) {
            return what_they_want(&view, job);
        }
    }
    match process.sequencing {
        Sequencing::Rigid => rigid(&view, position),
        Sequencing::Adaptive => adaptive(&view),
        Sequencing::Manipulative => manipulative::next(&view),
    }
}

/// A step with whoever is free first.
fn first_meeting(view: &View<'_>, step: StepAt, reason: Reason) -> NextStep {
    let spec = &view.catalogue.steps[step];
    let target = match spec.scope {
        Scope::Person => match view.belief.people.keys().find(|&i| view.is_free(i)) {
            Some(index) => Some(index),
            None => return NextStep::Nothing,
        },
        Scope::Group | Scope::Desk => None,
    };
    NextStep::Do { step, mode: spec.mode, target, because: Obstacles::default(), reason }
}

/// As told: the job that is next in their process, in the way that helps most.
fn what_they_want(view: &View<'_>, job: u8) -> NextStep {
    let does = |step: &Step| step.declared.job.bit() == job;
    let (people, group, sum) = believed(view);
    match best_step(view, &people, group, sum, does) {
        NextStep::Do { step, mode, target, because, .. } => NextStep::Do { step, mode, target, because, reason: Reason::Theirs },
        NextStep::Nothing => {
            let first = view.catalogue.flow.iter().copied().find(|&s| does(&view.catalogue.steps[s]));
            first.map_or(NextStep::Nothing, |step| first_meeting(view, step, Reason::Theirs))
        }
    }
}

fn rigid(view: &View<'_>, position: usize) -> NextStep {
    let list = |step: &&StepAt| is_open(&view.catalogue.steps[**step], view.follows, &view.belief.course);
    let n = if view.follows { view.catalogue.flow.iter().filter(list).count() } else { view.catalogue.flow.len() };
    let nth = position % n.max(1);
    let step = if view.follows { view.catalogue.flow.iter().filter(list).nth(nth) } else { view.catalogue.flow.get(nth) };
    let Some(&step) = step else { return NextStep::Nothing };
    let target = match view.catalogue.steps[step].scope {
        Scope::Person => {
            let known: Vec<BuyerAt> = view.belief.people.keys().filter(|&i| view.belief.people[i].known).collect();
            known.get(position % known.len().max(1)).copied()
        }
        Scope::Group | Scope::Desk => None,
    };
    NextStep::Do { step, mode: view.catalogue.steps[step].mode, target, because: Obstacles::default(), reason: Reason::List }
}

/// What we believe holds each of them back, the group as a whole, and all of it together.
fn believed(view: &View<'_>) -> (Fixed<BuyerAt, Obstacles, MOST_PEOPLE>, Obstacles, Obstacles) {
    let group = obstacles_of_group(view.belief, view.asker);
    let mut sum = group;
    let mut people = Fixed::default();
    for (index, person) in view.belief.people.iter_enumerated() {
        if !person.known {
            continue;
        }
        let own = obstacles_of(view.belief, index, view.asker);
        people[index] = own;
        sum.value += own.value;
        sum.doubt += own.doubt;
        sum.unknown_need += own.unknown_need;
    }
    (people, group, sum)
}

pub(super) fn adaptive(view: &View<'_>) -> NextStep {
    let (people, group, sum) = believed(view);
    let mut worst = group.largest();
    for (person, own) in view.belief.people.iter().zip(people.iter()).filter(|(p, _)| p.known) {
        worst = worst.max(own.value).max(own.doubt).max(if person.met { 0.0 } else { 1.0 });
    }
    if let Some(step) = view.catalogue.decide
        && (worst < view.asker.ready_below || view.is_tired())
    {
        return view.ask(step, sum, Reason::Obstacle);
    }
    match (best_step(view, &people, group, sum, |_| true), view.catalogue.decide) {
        // Nothing would help any more: ask.
        (NextStep::Nothing, Some(step)) => view.ask(step, sum, Reason::Obstacle),
        (choice, _) => choice,
    }
}

/// The step that removes most of the obstacles in an hour.
fn best_step(
    view: &View<'_>,
    people: &Fixed<BuyerAt, Obstacles, MOST_PEOPLE>,
    group: Obstacles,
    sum: Obstacles,
    may: impl Fn(&Step) -> bool,
) -> NextStep {
    let mut free = [(BuyerAt::FIRST, Obstacles::default(), 0.0); MOST_PEOPLE];
    let mut n = 0;
    for index in view.belief.people.keys() {
        if view.is_free(index) {
            let both = Obstacles { dispersion: group.dispersion, missing: group.missing, ..people[index] };
            free[n] = (index, both, view.reach(index));
            n += 1;
        }
    }
    let mut best = (0.0, NextStep::Nothing);
    for (step, spec) in view.open().filter(|(_, spec)| may(spec)) {
        let mode = spec.mode;
        let help = spec.help(mode);
        let kept = |target: Option<BuyerAt>| kept_of(view, spec, target);
        match spec.scope {
            Scope::Group | Scope::Desk => {
                let gain = sum.lowered_by(help) * kept(None) / help.hours;
                if gain > best.0 {
                    best = (gain, NextStep::Do { step, mode, target: None, because: group, reason: Reason::Obstacle });
                }
            }
            Scope::Person => {
                for &(index, because, reach) in &free[..n] {
                    let gain = because.lowered_by(help) * reach * kept(Some(index)) / help.hours;
                    if gain > best.0 {
                        best = (gain, NextStep::Do { step, mode, target: Some(index), because, reason: Reason::Obstacle });
                    }
                }
            }
        }
    }
    best.1
}

/// Share of a step's work that does not come back because something that it needs was skipped.
pub(super) fn kept_of(view: &View<'_>, step: &Step, target: Option<BuyerAt>) -> f64 {
    if step.needs == [0, 0] || view.belief.work.lacks(step.needs, target) == 0 { 1.0 } else { 1.0 - step.declared.rework_if_skipped }
}
