//! Adaptive toward our own signature: what brings it nearest in an hour, whatever the need, in whichever mode.

use super::catalogue::{Help, Step};
use super::next_activity::{NextStep, Reason, View, adaptive, kept_of};
use super::obstacles::{Obstacles, obstacles_of_group};
use crate::engine::Fixed;
use crate::market::journey::MOST_PEOPLE;
use crate::measure::BuyerAt;
use crate::scenario::provider::{Mode, Scope};

/// What is believed to stand between one person and a signature.
#[derive(Debug, Clone, Copy, Default)]
struct Signature {
    obstacles: Obstacles,
    /// Share of the way to our offering that evidence for the need would go.
    toward: f64,
    /// Share of a push that is not felt as one.
    unfelt: f64,
}

impl Signature {
    fn gain(&self, help: &Help, push: f64) -> f64 {
        let moved = help.persuade * push * self.unfelt + help.sense_make * self.toward;
        moved * self.obstacles.value + help.resolve * self.obstacles.doubt + help.align * self.obstacles.dispersion
    }
}

/// The step that brings a signature nearest in an hour; asks as soon as nobody we heard of seems to stand against it.
pub(super) fn next(view: &View<'_>) -> NextStep {
    let belief = view.belief;
    let group = Obstacles { missing: 0.0, ..obstacles_of_group(belief, view.asker) };
    let mut people = Fixed::default();
    let mut all = Signature { obstacles: group, ..Signature::default() };
    let (mut heard, mut blocked) = (false, group.dispersion >= 1.0);
    for (index, person) in belief.people.iter_enumerated().filter(|(_, p)| p.known) {
        let own = signature_of(view, index);
        heard |= person.met;
        blocked |= (person.met || person.veto) && own.obstacles.value > 0.0;
        let weight = own.obstacles.value;
        all.obstacles.value += weight;
        all.obstacles.doubt += own.obstacles.doubt;
        all.toward += weight * own.toward;
        all.unfelt += weight * own.unfelt;
        people[index] = own;
    }
    let value = all.obstacles.value.max(1e-9);
    (all.toward, all.unfelt) = (all.toward / value, all.unfelt / value);
    let may_ask = belief.refusals == 0 || f64::from(belief.since_refusal) >= view.process.asks_again_after;
    if let Some(step) = view.catalogue.decide
        && heard
        && may_ask
        && (!blocked || view.is_tired())
    {
        return view.ask(step, all.obstacles, Reason::Signature);
    }
    match best(view, &people, &all) {
        // Nothing that we know of stands against it, and they have just said no.
        NextStep::Nothing => adaptive(view),
        choice => choice,
    }
}

fn signature_of(view: &View<'_>, index: BuyerAt) -> Signature {
    let person = &view.belief.people[index];
    if !person.met {
        let rules = view.asker.rules;
        let value = if person.veto { rules.unmet_value } else { rules.unmet_value_unknown_veto };
        // Without evidence, making sense of a need confirms the want: it brings nobody nearer to us, but perhaps somebody surer.
        return Signature { obstacles: Obstacles { value, ..Obstacles::default() }, toward: rules.unmet_toward, unfelt: 1.0 };
    }
    let short = if person.veto { (person.doubt - person.lean).clamp(0.0, 1.0) } else { 0.0 };
    let (far, far_need) = view.belief.distances(view.asker.rules, index, view.asker.person, view.asker.knowledge_shared);
    // Where the value is seen, it is confidence that is missing: any evidence brings some.
    let sees_value = person.lean > 0.0;
    Signature {
        obstacles: Obstacles { value: short, doubt: if sees_value { short } else { 0.0 }, ..Obstacles::default() },
        toward: if sees_value { 1.0 } else { ((far - far_need) / far.max(1e-9)).clamp(0.0, 1.0) },
        unfelt: (view.asker.latitude / far.max(1e-9)).min(1.0),
    }
}

fn best(view: &View<'_>, people: &Fixed<BuyerAt, Signature, MOST_PEOPLE>, all: &Signature) -> NextStep {
    let mut best = (0.0, NextStep::Nothing);
    for (step, spec) in view.open() {
        for mode in [Mode::DoneTo, Mode::DoneWith] {
            let help = spec.help(mode);
            let mut offer = |gain: f64, target: Option<BuyerAt>, because: Obstacles| {
                let gain = gain / help.hours * kept_of(view, spec, target);
                if gain > best.0 {
                    best = (gain, NextStep::Do { step, mode, target, because, reason: Reason::Signature });
                }
            };
            offer_all(view, spec, help, people, all, &mut offer);
        }
    }
    best.1
}

fn offer_all(
    view: &View<'_>,
    spec: &Step,
    help: &Help,
    people: &Fixed<BuyerAt, Signature, MOST_PEOPLE>,
    all: &Signature,
    offer: &mut impl FnMut(f64, Option<BuyerAt>, Obstacles),
) {
    match spec.scope {
        Scope::Group | Scope::Desk => offer(all.gain(help, view.asker.push), None, all.obstacles),
        Scope::Person => {
            for index in view.belief.people.keys().filter(|&i| view.is_free(i)) {
                let own = &people[index];
                offer(own.gain(help, view.asker.push) * view.reach(index), Some(index), own.obstacles);
            }
        }
    }
}
