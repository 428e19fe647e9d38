//! How a pattern is tried: which systems are run, what is counted of each world, and what is made of the totals.

use crate::experiment::jackknife::Totals;
use crate::measure::{Measure, Record};
use crate::scenario::Scenario;

/// One system, as anybody could run it by hand: a base, overlays, and settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variant {
    /// Name in the table of commands.
    pub label: String,
    /// What it is based on.
    pub base: &'static str,
    /// Overlays on that.
    pub overlays: Vec<&'static str>,
    /// Settings on top.
    pub sets: Vec<String>,
    /// Position of the variant whose mean pay it is scaled to.
    pub same_pay_as: Option<usize>,
}

impl Variant {
    /// A variant of the mid-size market under the lone hero.
    pub fn hero(label: impl Into<String>) -> Self {
        Self::of("mid", label).with("hero")
    }
    /// A variant of a scenario.
    pub fn of(base: &'static str, label: impl Into<String>) -> Self {
        Self { label: label.into(), base, overlays: Vec::new(), sets: Vec::new(), same_pay_as: None }
    }
    /// With an overlay.
    pub fn with(mut self, overlay: &'static str) -> Self {
        self.overlays.push(overlay);
        self
    }
    /// With a setting.
    pub fn set(mut self, set: impl Into<String>) -> Self {
        self.sets.push(set.into());
        self
    }
    /// With several settings.
    pub fn sets(mut self, sets: &[&str]) -> Self {
        self.sets.extend(sets.iter().map(|s| s.to_string()));
        self
    }
    /// Paid as much on average as another variant.
    pub fn paid_like(mut self, variant: usize) -> Self {
        self.same_pay_as = Some(variant);
        self
    }
    /// The command that runs it.
    pub fn command(&self, worlds: u64, seed: u64) -> String {
        let with = if self.overlays.is_empty() { String::new() } else { format!(" --with {}", self.overlays.join(",")) };
        let sets: String = self.sets.iter().map(|set| format!(" --set {set}")).collect();
        format!("winflow run {}{with} --worlds {worlds} --seed {seed}{sets}", self.base)
    }
}

/// What is made of the totals of all variants: a number, if it is defined.
pub type Formula = Box<dyn Fn(&Totals) -> Option<f64> + Send + Sync>;

/// What a world leaves behind: a list of numbers that add up over worlds.
pub type Count = fn(&Record, &Scenario) -> Vec<f64>;

/// How a pattern is tried.
pub struct Experiment {
    /// The pattern.
    pub id: &'static str,
    /// What is run, in words.
    pub setting: &'static str,
    /// Systems; all run in the same worlds.
    pub variants: Vec<Variant>,
    /// What is counted of each world.
    pub count: Count,
    /// Figures by the key of the claim that they answer.
    pub figures: Vec<(&'static str, Formula)>,
    /// Worlds, against the number asked for: more where intervals are wide, fewer where worlds are long.
    pub worlds: f64,
    /// What is known to be missing, or worth knowing of the result.
    pub remark: &'static str,
}

impl Experiment {
    /// Worlds to run when `asked` are asked for.
    pub fn worlds(&self, asked: u64) -> u64 {
        ((asked as f64 * self.worlds).round() as u64).max(1)
    }
}

/// A figure of the totals under a key.
pub fn figure(key: &'static str, of: impl Fn(&Totals) -> Option<f64> + Send + Sync + 'static) -> (&'static str, Formula) {
    (key, Box::new(of))
}

/// A quotient that is undefined rather than infinite.
pub fn quotient(over: f64, under: f64) -> Option<f64> {
    (under != 0.0).then(|| over / under).filter(|q| q.is_finite())
}

/// One number of a variant over another of the same variant.
pub fn ratio(totals: &Totals, variant: usize, over: usize, under: usize) -> Option<f64> {
    let numbers = totals.get(variant)?;
    quotient(*numbers.get(over)?, *numbers.get(under)?)
}

/// By how much `new` is more than `old`, as a share of `old`.
pub fn growth(new: Option<f64>, old: Option<f64>) -> Option<f64> {
    Some(quotient(new?, old?)? - 1.0)
}

/// The largest of some figures; undefined if one of them is.
pub fn largest(figures: impl IntoIterator<Item = Option<f64>>) -> Option<f64> {
    figures.into_iter().try_fold(f64::NEG_INFINITY, |best, figure| Some(best.max(figure?)))
}

/// Numerator and denominator of a measure.
pub fn measured(record: &Record, measure: Measure) -> [f64; 2] {
    let ratio = record.ratios[measure as usize];
    [ratio.numerator, ratio.denominator]
}

/// A truth as a number to add up.
pub fn one(holds: bool) -> f64 {
    f64::from(u8::from(holds))
}

/// Settings that leave the customers who come by themselves, and no others.
pub const NO_PROSPECTING: [&str; 2] = ["dialogue.prospect_below=0", "dialogue.prospect_until=0"];
