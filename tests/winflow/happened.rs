//! What happened in a world, asked for by name: customers by number, activities and seats by what the scenario calls them.

use crate::worlds;
use std::sync::Arc;
use winflow::market::arrivals::{Arrival, Arrivals};
use winflow::measure::{JourneyRecord, Measure, Record, RoleAt};
use winflow::scenario::load;
use winflow::simulation::Model;
use winflow::world::happening::{Happened, Happening, Keeps};
use winflow::world::plan::Plan;

/// A position in the plan as a plain number, whatever kind of position it is.
pub fn position(of: impl Into<usize>) -> usize {
    of.into()
}

/// The seat of whoever of our people begins a piece of work: an answer, a judgement or an activity.
pub fn worker(what: &Happening) -> Option<usize> {
    match *what {
        Happening::AnswerBegun { person, .. } | Happening::JudgingBegun { person, .. } | Happening::StepBegun { person, .. } => {
            Some(position(person))
        }
        _ => None,
    }
}

/// A world of which everything is kept.
pub struct Trace {
    model: Model,
    pub record: Record,
    pub happened: Vec<Happened>,
}

/// An activity that was begun with a customer.
#[derive(Debug)]
pub struct Begun<'a> {
    pub at_hours: f64,
    /// The seat of whoever began it.
    pub seat: usize,
    /// The activity.
    pub name: &'a str,
    /// Hours of work that it takes.
    pub hours: f64,
}

impl Trace {
    /// A world of a model.
    pub fn follow(model: &Model, seed: u64, world: u64) -> Self {
        let (record, happened) = model.follow(seed, world, Keeps::Everything, None);
        Self { model: model.clone(), record, happened }
    }

    /// A world of a scenario of its own on another, both as texts, in which these customers come: 0, 1, 2, ... in their order.
    pub fn of(base: &str, text: &str, rows: Vec<Arrival>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("trace.toml");
        std::fs::write(folder.path().join("base.toml"), base).unwrap();
        std::fs::write(&path, format!("extends = \"base.toml\"\n{text}")).unwrap();
        let loaded = load(path.to_str().unwrap(), &[], &[]).unwrap_or_else(|problems| panic!("{problems}"));
        let trace = Self::follow(&Model::new(&loaded.scenario, Arc::new(Arrivals { rows })), 1, 0);
        assert_eq!(trace.record.check.violation(), None);
        trace
    }

    fn plan(&self) -> &Plan {
        self.model.plan()
    }

    /// The position of an activity in the catalogue.
    pub fn step(&self, activity: &str) -> usize {
        let steps = &self.plan().catalogue.steps;
        steps.iter().position(|step| step.name == activity).unwrap_or_else(|| panic!("no activity {activity}"))
    }

    /// The seat of the first, second, ... of a role.
    pub fn seat(&self, role: &str, nth: usize) -> usize {
        let of_role = self.plan().scenario.role.position(role).map(RoleAt::from);
        let is_it = |profile: &winflow::provider::people::Profile| Some(profile.role) == of_role && profile.index + 1 == nth;
        self.plan().profiles.iter().position(is_it).unwrap_or_else(|| panic!("no {role} {nth}"))
    }

    /// Whether an activity of this name is begun.
    pub fn begun(&self, activity: &str) -> impl Fn(&Happening) -> bool + use<> {
        let step = self.step(activity);
        move |what| matches!(what, Happening::StepBegun { activity, .. } if position(activity.step) == step)
    }

    /// Whether an activity of this name is done with, and the customer was still there.
    pub fn done(&self, activity: &str) -> impl Fn(&Happening) -> bool + use<> {
        let step = self.step(activity);
        move |what| matches!(what, Happening::StepDone { activity, in_vain: false, .. } if position(activity.step) == step)
    }

    /// Whether the customer is ready for an activity of this name.
    pub fn ready_for(&self, activity: &str) -> impl Fn(&Happening) -> bool + use<> {
        let named = self.step(activity);
        move |what| matches!(*what, Happening::ReadyFor { step } if position(step) == named)
    }

    /// Whether the customer came by a channel of this name.
    pub fn came_by(&self, name: &str) -> impl Fn(&Happening) -> bool {
        move |what| match *what {
            Happening::WaitsForAnswer { channel, .. } | Happening::AnsweredAtOnce { channel } => self.plan().channel_name(channel) == name,
            _ => false,
        }
    }

    /// What of this kind happened, with whomever.
    pub fn all(&self, is: impl Fn(&Happening) -> bool) -> Vec<&Happened> {
        self.happened.iter().filter(|h| is(&h.what)).collect()
    }

    /// How often something of this kind happened, with whomever.
    pub fn count(&self, is: impl Fn(&Happening) -> bool) -> usize {
        self.all(is).len()
    }

    /// What of this kind happened with a customer.
    pub fn with(&self, customer: u64, is: impl Fn(&Happening) -> bool) -> Vec<&Happened> {
        self.happened.iter().filter(|h| h.customer.journey == customer && is(&h.what)).collect()
    }

    /// The only thing of this kind that happened with a customer.
    #[track_caller]
    pub fn only(&self, customer: u64, is: impl Fn(&Happening) -> bool) -> &Happened {
        let found = self.with(customer, is);
        assert_eq!(found.len(), 1, "{found:#?} in the story of {customer}:\n{}", self.story(customer));
        found[0]
    }

    /// When something of this kind happened with a customer.
    pub fn times(&self, customer: u64, is: impl Fn(&Happening) -> bool) -> Vec<f64> {
        self.with(customer, is).iter().map(|h| h.at_hours).collect()
    }

    /// When the only thing of this kind happened with a customer.
    #[track_caller]
    pub fn time(&self, customer: u64, is: impl Fn(&Happening) -> bool) -> f64 {
        self.only(customer, is).at_hours
    }

    /// When the only activity of this name is begun with a customer.
    #[track_caller]
    pub fn begins(&self, customer: u64, activity: &str) -> f64 {
        self.time(customer, self.begun(activity))
    }

    /// When the only activity of this name is done with a customer.
    #[track_caller]
    pub fn ends(&self, customer: u64, activity: &str) -> f64 {
        self.time(customer, self.done(activity))
    }

    /// The seat of whoever begins the only activity of this name with a customer.
    #[track_caller]
    pub fn begun_by(&self, customer: u64, activity: &str) -> usize {
        worker(&self.only(customer, self.begun(activity)).what).unwrap()
    }

    /// When a customer buys.
    #[track_caller]
    pub fn bought(&self, customer: u64) -> f64 {
        self.time(customer, |h| matches!(h, Happening::Signed))
    }

    /// The activities begun with a customer, in their order.
    pub fn activities(&self, customer: u64) -> Vec<Begun<'_>> {
        let own = self.happened.iter().filter(|h| h.customer.journey == customer);
        own.filter_map(|h| self.activity_begun(h)).collect()
    }

    fn activity_begun(&self, happened: &Happened) -> Option<Begun<'_>> {
        let Happening::StepBegun { person, activity, hours, .. } = happened.what else { return None };
        let name = self.plan().catalogue.steps[activity.step].name.as_str();
        Some(Begun { at_hours: happened.at_hours, seat: position(person), name, hours })
    }

    /// All that happened with a customer, to be shown where a test fails.
    pub fn story(&self, customer: u64) -> String {
        self.with(customer, |_| true).iter().map(|h| format!("{:9.3} {:?}\n", h.at_hours, h.what)).collect()
    }

    /// The numerator and the denominator of a measure.
    pub fn ratio(&self, measure: Measure) -> (f64, f64) {
        worlds::ratio(&self.record, measure)
    }

    pub fn value(&self, measure: Measure) -> f64 {
        worlds::value(&self.record, measure)
    }

    pub fn journey(&self, customer: u64) -> &JourneyRecord {
        self.record.journeys.iter().find(|j| j.number == customer).unwrap()
    }
}
