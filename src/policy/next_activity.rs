//! Which activity next: what helps most with what we believe holds this customer back.

use crate::provider::Belief;
use crate::provider::people::MOST_DOMAINS;
use crate::scenario::provider::{Activity, Effort, Mode, ModeRule, Part, Process, Scope, Sequencing};

/// An activity in the mode in which it is done.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// Name in the catalogue.
    pub name: String,
    /// Role that does it; `None`: any that works in its part.
    pub role: Option<usize>,
    /// Part of the sales system.
    pub part: Part,
    /// With whom.
    pub scope: Scope,
    /// Mode.
    pub mode: Mode,
    /// What it takes and moves.
    pub effort: Effort,
    /// Whether it asks for a decision.
    pub decides: bool,
    /// Whether it is done after the decision.
    pub after_sale: bool,
    /// The rest of its declaration.
    pub declared: Activity,
}

/// The catalogue as a process uses it.
#[derive(Debug, Clone, PartialEq)]
pub struct Catalogue {
    /// All steps, in the order of the list.
    pub steps: Vec<Step>,
    /// Position of the step that judges new dialogues.
    pub qualify: Option<usize>,
    /// Steps of the flow before the decision, in order.
    pub flow: Vec<usize>,
    /// Steps after the decision.
    pub after_sale: Vec<usize>,
    /// The step that asks for a decision.
    pub decide: Option<usize>,
    strongest: Effort,
}

impl Catalogue {
    /// Resolves modes and order.
    pub fn new(entries: &[(String, Activity)], process: &Process, role_position: impl Fn(&str) -> Option<usize>) -> Self {
        let mut sorted: Vec<&(String, Activity)> = entries.iter().collect();
        sorted.sort_by(|a, b| a.1.order.total_cmp(&b.1.order).then_with(|| a.0.cmp(&b.0)));
        let steps: Vec<Step> = sorted.iter().map(|(name, activity)| resolve(name, activity, process.modes, &role_position)).collect();
        let which = |test: &dyn Fn(&Step) -> bool| -> Vec<usize> { (0..steps.len()).filter(|&i| test(&steps[i])).collect() };
        let strongest = |pick: fn(&Effort) -> f64| steps.iter().map(|s| pick(&s.effort)).fold(1e-9, f64::max);
        Self {
            qualify: which(&|s| s.part == Part::Qualification).first().copied(),
            flow: which(&|s| s.part == Part::Flow && !s.after_sale),
            after_sale: which(&|s| s.after_sale),
            decide: which(&|s| s.decides && s.part == Part::Flow).first().copied(),
            strongest: Effort {
                learn: strongest(|e| e.learn),
                sense_make: strongest(|e| e.sense_make + e.persuade),
                align: strongest(|e| e.align),
                resolve: strongest(|e| e.resolve),
                find: strongest(|e| e.find),
                ..Effort::default()
            },
            steps,
        }
    }
}

fn resolve(name: &str, activity: &Activity, rule: ModeRule, role_position: &impl Fn(&str) -> Option<usize>) -> Step {
    let mode = match rule {
        ModeRule::AsListed => activity.mode,
        ModeRule::DoneTo => Mode::DoneTo,
        ModeRule::DoneWith => Mode::DoneWith,
    };
    let effort = match mode {
        Mode::DoneTo => activity.done_to.clone(),
        Mode::DoneWith => activity.done_with.clone(),
    };
    Step {
        name: name.to_string(),
        role: role_position(&activity.role),
        part: activity.part,
        scope: activity.scope,
        mode,
        effort,
        decides: activity.decides,
        after_sale: activity.after_sale,
        declared: activity.clone(),
    }
}

/// What we believe holds a customer back, from 0 (not at all) to 1.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Obstacles {
    /// We do not know what is needed.
    pub unknown_need: f64,
    /// Too little value is seen.
    pub value: f64,
    /// There is doubt.
    pub doubt: f64,
    /// Wants are far apart.
    pub dispersion: f64,
    /// Somebody is missing.
    pub missing: f64,
}

impl Obstacles {
    fn largest(&self) -> f64 {
        self.unknown_need.max(self.value).max(self.doubt).max(self.dispersion).max(self.missing)
    }
    /// The largest one, in words.
    pub fn name(&self) -> &'static str {
        let largest = self.largest();
        if largest == self.unknown_need {
            "we do not know what they need"
        } else if largest == self.value {
            "too little value is seen"
        } else if largest == self.doubt {
            "doubt"
        } else if largest == self.dispersion {
            "wants are far apart"
        } else {
            "somebody is missing"
        }
    }
}

/// Who asks, and what they may use.
#[derive(Debug, Clone, Copy)]
pub struct Asker<'a> {
    /// Skill in each domain.
    pub skill: &'a [f64; MOST_DOMAINS],
    /// Position among our people.
    pub person: u16,
    /// Share of a colleague's knowledge that is at hand.
    pub knowledge_shared: f64,
    /// Weight of what other customers say about the need of this one, as evidence (precision).
    pub insight: f64,
    /// Largest dispersion of wants with which such groups agree, as experience says.
    pub dispersion_limit: f64,
    /// Largest obstacle with which a decision is asked for.
    pub ready_below: f64,
    /// Perceived surplus beyond doubt with which there is no obstacle, in prices.
    pub slack_wanted: f64,
    /// Now (hours).
    pub now: f64,
}

/// What is to be done next in one thread.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Choice {
    /// This step, with this person (of a person-to-person step), because of these obstacles.
    Do {
        /// Position in the catalogue.
        step: usize,
        /// Position of the stakeholder.
        target: Option<u8>,
        /// What it is to help with.
        because: Obstacles,
    },
    /// Nothing that this thread could do at the moment.
    Nothing,
}

/// Obstacles that one person of the group presents, as we believe.
pub fn obstacles_of(belief: &Belief, index: usize, asker: &Asker<'_>) -> Obstacles {
    let person = &belief.people[index];
    if !person.met {
        return Obstacles { unknown_need: 1.0, value: 0.5, doubt: 0.3, ..Obstacles::default() };
    }
    let weight = if person.veto { 1.0 } else { 0.3 };
    let slack = person.lean - person.doubt;
    let stale = ((asker.now - person.last_met) / (24.0 * 60.0)).min(1.0) * 0.3;
    let short = (asker.slack_wanted + stale - slack).clamp(0.0, 1.0) * weight;
    let doubt = if person.lean > 0.0 { short * (person.doubt / (person.doubt + 0.25)) } else { 0.0 };
    let unknown = weight / (1.0 + 1.5 * (person.evidence_for(asker.person, asker.knowledge_shared) + asker.insight));
    Obstacles { unknown_need: unknown * 0.6, value: short, doubt, ..Obstacles::default() }
}

/// Obstacles that the group as a whole presents, as we believe.
pub fn obstacles_of_group(belief: &Belief, asker: &Asker<'_>) -> Obstacles {
    let known = belief.known() as f64;
    let missing = ((belief.size_guess - known) / belief.size_guess.max(1.0)).clamp(0.0, 1.0);
    let dispersion = ((belief.dispersion() - 0.75 * asker.dispersion_limit) / (0.5 * asker.dispersion_limit).max(1e-9)).clamp(0.0, 1.0);
    Obstacles { dispersion, missing: missing * 0.8, ..Obstacles::default() }
}

/// Chooses the next step of a thread. `position` counts the steps already done in this thread, for the rigid order;
/// `taken` says who is being met by somebody else at the moment.
pub fn next_step(
    catalogue: &Catalogue,
    process: &Process,
    belief: &Belief,
    asker: &Asker<'_>,
    position: usize,
    taken: impl Fn(usize) -> bool,
) -> Choice {
    match process.sequencing {
        Sequencing::Rigid => rigid(catalogue, belief, position),
        Sequencing::Adaptive => adaptive(catalogue, belief, asker, taken),
    }
}

fn rigid(catalogue: &Catalogue, belief: &Belief, position: usize) -> Choice {
    let n = catalogue.flow.len();
    if n == 0 {
        return Choice::Nothing;
    }
    let step = catalogue.flow[position % n];
    let target = match catalogue.steps[step].scope {
        Scope::Person => {
            let known: Vec<u8> = (0..belief.people.len()).filter(|&i| belief.people[i].known).map(|i| i as u8).collect();
            known.get(position % known.len().max(1)).copied()
        }
        Scope::Group | Scope::Desk => None,
    };
    Choice::Do { step, target, because: Obstacles::default() }
}

fn adaptive(catalogue: &Catalogue, belief: &Belief, asker: &Asker<'_>, taken: impl Fn(usize) -> bool) -> Choice {
    let group = obstacles_of_group(belief, asker);
    let mut sum = group;
    let mut worst = group.largest();
    let mut people = [Obstacles::default(); crate::market::journey::MOST_PEOPLE];
    for (index, person) in belief.people.iter().enumerate() {
        if !person.known {
            continue;
        }
        let own = obstacles_of(belief, index, asker);
        people[index] = own;
        worst = worst.max(own.value).max(own.doubt).max(if person.met { 0.0 } else { 1.0 });
        sum.value += own.value;
        sum.doubt += own.doubt;
        sum.unknown_need += own.unknown_need;
    }
    let tired = belief.since_refusal > 6 + 2 * belief.known() as u32;
    let anybody_taken = (0..belief.people.len()).any(&taken);
    if let Some(step) = catalogue.decide
        && (worst < asker.ready_below || tired)
    {
        return if anybody_taken { Choice::Nothing } else { Choice::Do { step, target: None, because: sum } };
    }
    match (best_step(catalogue, belief, asker, &people, group, sum, taken), catalogue.decide) {
        // Nothing would help any more: ask.
        (Choice::Nothing, Some(step)) if !anybody_taken => Choice::Do { step, target: None, because: sum },
        (choice, _) => choice,
    }
}

fn best_step(
    catalogue: &Catalogue,
    belief: &Belief,
    asker: &Asker<'_>,
    people: &[Obstacles],
    group: Obstacles,
    sum: Obstacles,
    taken: impl Fn(usize) -> bool,
) -> Choice {
    let mut best = (0.0, Choice::Nothing);
    for &step in catalogue.flow.iter().filter(|&&s| !catalogue.steps[s].decides) {
        let spec = &catalogue.steps[step];
        let hours = spec.effort.hours.max(0.1) + 0.5;
        match spec.scope {
            Scope::Group | Scope::Desk => {
                let gain = help(&spec.effort, &catalogue.strongest, &sum);
                if gain / hours > best.0 {
                    best = (gain / hours, Choice::Do { step, target: None, because: group });
                }
            }
            Scope::Person => {
                for (index, own) in people.iter().enumerate().take(belief.people.len()) {
                    if !belief.people[index].known || taken(index) {
                        continue;
                    }
                    let domain = belief.people[index].domain as usize;
                    let skill = if belief.people[index].met { 0.5 + 0.5 * asker.skill[domain] } else { 1.0 };
                    let both = Obstacles { dispersion: group.dispersion, missing: group.missing, ..*own };
                    let gain = help(&spec.effort, &catalogue.strongest, &both) * skill / hours;
                    if gain > best.0 {
                        best = (gain, Choice::Do { step, target: Some(index as u8), because: both });
                    }
                }
            }
        }
    }
    best.1
}

/// How much of the obstacles an effort is believed to remove, in strengths of the strongest activity of each kind.
fn help(effort: &Effort, strongest: &Effort, obstacles: &Obstacles) -> f64 {
    effort.learn / strongest.learn * obstacles.unknown_need
        + (effort.sense_make + effort.persuade) / strongest.sense_make * obstacles.value
        + effort.resolve / strongest.resolve * obstacles.doubt
        + effort.align / strongest.align * obstacles.dispersion
        + effort.find / strongest.find * obstacles.missing
}
