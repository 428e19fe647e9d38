//! Activities done with the customer instead of to them, one at a time and all together.

use super::worlds::{WORLDS, drawn, ids, rows, write_all_worlds};
use crate::experiment::WorldRow;
use crate::experiment::rewrite::changes;
use crate::measure::Measure;
use crate::report::charts;
use crate::report::results::explain::rewrite::{MeasureRewrites, RewriteDocument, StartsFrom};
use crate::report::results::folder::Kept;
use crate::scenario::provider::{Activity, Mode, ModeRule, Part, Stance};
use crate::scenario::{Loaded, Problems, Scenario};
use crate::session::failure::{Failure, NoAnswer, NotWritten, WrongQuestion};
use crate::session::host::Host;
use crate::session::layers::{Layers, called};
use crate::session::options::Options;
use crate::session::systems::{self, System};
use crate::session::under_way::Session;
use serde_json::json;

/// What came out.
#[derive(Debug)]
pub struct Rewritten {
    /// What each rewrite makes.
    pub document: RewriteDocument,
    /// Where it was kept. Results that cannot be kept are given all the same.
    pub kept: Result<Kept, NotWritten>,
}

/// Rewrites the activities of one system. `named` is the measures that are drawn; the first few if none are named.
///
/// # Errors
/// If the scenario is wrong, nothing can be rewritten or kept, or it was interrupted.
pub fn rewrite(system: &[Layers], named: &[Measure], options: &Options, host: Host<'_>) -> Result<Rewritten, Failure> {
    let not_one = |count: usize| WrongQuestion::RewriteOfSystems(count).into();
    if system.len() != 1 {
        return Err(not_one(system.len()));
    }
    let Some((loaded, found)) = systems::load_with_sources(system, options, host)?.pop() else { return Err(not_one(0)) };
    let (name, system) = (format!("{}-rewrite", called(system, &[&found.name])), found);
    let rewrites = Rewrites::new(&loaded.scenario);
    if rewrites.rewritten.is_empty() {
        return Err(NoAnswer::NothingToRewrite(system.name).into());
    }
    let systems = rewrites.systems(&loaded)?;
    let (drawn, worlds) = (drawn(named), options.worlds.unwrap_or(WORLDS));
    let ends = [system];
    let mut session = Session::begin(options, host, "explain", &name, json!({ "rewrite": true, "drawn": ids(&drawn) }), &ends)?;
    let rows = rows(&systems, &mut session, worlds)?;
    let document = document(&rewrites, &rows, options.seed(), worlds, &ends[0].name);
    write(&rows, &document, &mut session);
    session.write_charts(charts::draw_rewritten(&document, &drawn, &systems::setting(&ends)));
    let kept = session.finish(worlds, &ends, json!({ "rewrites": rewrites.rewritten }));
    Ok(Rewritten { document, kept })
}

/// What is rewritten, from which modes.
struct Rewrites {
    starts_from: StartsFrom,
    /// Activities that begin done to the customer, in the order of the process.
    rewritten: Vec<String>,
    /// All others: they are done with the customer.
    others: Vec<String>,
}

impl Rewrites {
    fn new(scenario: &Scenario) -> Self {
        let rule = scenario.process.modes;
        let is_done = |activity: &Activity| {
            let is_negotiated = !activity.negotiates || scenario.process.stance == Stance::Negotiating;
            activity.part != Part::Dialogue && is_negotiated
        };
        let is_done_to = |activity: &Activity| match rule {
            ModeRule::AsListed => activity.mode == Mode::DoneTo,
            ModeRule::DoneTo => true,
            ModeRule::DoneWith => false,
        };
        let mut activities: Vec<&(String, Activity)> = scenario.activity.entries.iter().collect();
        activities.sort_by(|a, b| a.1.order.total_cmp(&b.1.order).then_with(|| a.0.cmp(&b.0)));
        let any = activities.iter().any(|(_, activity)| is_done(activity) && is_done_to(activity));
        let is_rewritten = |activity: &Activity| is_done(activity) && (!any || is_done_to(activity));
        let (rewritten, others): (Vec<_>, Vec<_>) = activities.into_iter().partition(|(_, activity)| is_rewritten(activity));
        let names = |list: Vec<&(String, Activity)>| list.into_iter().map(|(name, _)| name.clone()).collect();
        Self {
            starts_from: if any { StartsFrom::OwnModes } else { StartsFrom::AllDoneTo },
            rewritten: names(rewritten),
            others: names(others),
        }
    }

    /// Before any rewrite, with each, and with all.
    fn systems(&self, loaded: &Loaded) -> Result<Vec<System>, Problems> {
        let mode = |name: &String, mode: Mode| format!("activity.\"{name}\".mode={}", mode.word());
        let with = |is_with: &dyn Fn(usize) -> bool| -> Result<System, Problems> {
            let mut sets = vec![format!("process.modes={}", ModeRule::AsListed.word())];
            sets.extend(self.others.iter().filter(|name| self.is_with(loaded, name)).map(|name| mode(name, Mode::DoneWith)));
            let mode_of = |place: usize| if is_with(place) { Mode::DoneWith } else { Mode::DoneTo };
            sets.extend(self.rewritten.iter().enumerate().map(|(place, name)| mode(name, mode_of(place))));
            System::new(&loaded.with(&sets)?, String::new())
        };
        let mut systems = vec![with(&|_| false)?];
        for activity in 0..self.rewritten.len() {
            systems.push(with(&|place| place == activity)?);
        }
        systems.push(with(&|_| true)?);
        Ok(systems)
    }

    /// Whether an activity that is not rewritten is done with the customer.
    fn is_with(&self, loaded: &Loaded, name: &str) -> bool {
        match loaded.scenario.process.modes {
            ModeRule::AsListed => loaded.scenario.activity.get(name).is_some_and(|activity| activity.mode == Mode::DoneWith),
            ModeRule::DoneTo => false,
            ModeRule::DoneWith => true,
        }
    }
}

fn document(rewrites: &Rewrites, rows: &[Vec<WorldRow>], seed: u64, worlds: u64, scenario: &str) -> RewriteDocument {
    let measures = Measure::ALL.iter().map(|&measure| MeasureRewrites::new(&changes(rows, measure), &rewrites.rewritten));
    RewriteDocument {
        seed,
        worlds,
        scenario: scenario.to_string(),
        starts_from: rewrites.starts_from,
        activities: rewrites.rewritten.clone(),
        measures: measures.collect(),
    }
}

fn write(rows: &[Vec<WorldRow>], document: &RewriteDocument, session: &mut Session<'_>) {
    write_all_worlds(document.names(), rows, document.seed, session);
    session.write("explain.json", document.to_json().as_bytes());
    session.write("explain.csv", document.to_csv().as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::load;

    fn rewrites(name: &str, sets: &[&str]) -> (Loaded, Rewrites) {
        let sets: Vec<String> = sets.iter().map(|set| set.to_string()).collect();
        let loaded = load(name, &[], &sets).expect("a shipped scenario");
        let rewrites = Rewrites::new(&loaded.scenario);
        (loaded, rewrites)
    }

    #[test]
    fn what_is_done_to_the_customer_is_rewritten() {
        let (loaded, all) = rewrites("mid+done-to", &[]);
        assert_eq!((all.starts_from, all.rewritten.len()), (StartsFrom::OwnModes, 12));
        assert_eq!((all.rewritten[0].as_str(), all.others.as_slice()), ("qualify", ["agree".to_string()].as_slice()));
        let systems = all.systems(&loaded).expect("valid");
        assert_eq!(systems.len(), 14);
        let (_, own) = rewrites("mid", &["activity.design.mode=done-to", "activity.decide.mode=done-to"]);
        assert_eq!(own.rewritten, ["design", "decide"]);
        let (_, none) = rewrites("mid", &[]);
        assert_eq!((none.starts_from, none.rewritten.len()), (StartsFrom::AllDoneTo, 12));
        let (_, negotiating) = rewrites("mid+done-to+negotiating", &[]);
        assert_eq!(negotiating.rewritten.len(), 13);
    }

    #[test]
    fn before_any_rewrite_it_is_the_scenario_itself() {
        let (loaded, done_to) = rewrites("mid+done-to", &["time.years=0.1", "time.run_out_years=0.1", "time.warm_up_weeks=1"]);
        let systems = done_to.systems(&loaded).expect("valid");
        let own = System::new(&loaded, String::new()).expect("a system");
        assert_eq!(systems[0].model.run(1, 0), own.model.run(1, 0));
        let with = load("mid+done-with", &[], &["time.years=0.1", "time.run_out_years=0.1", "time.warm_up_weeks=1"].map(String::from));
        let with = System::new(&with.expect("a scenario"), String::new()).expect("a system");
        assert_eq!(systems.last().map(|system| system.model.run(1, 0)), Some(with.model.run(1, 0)));
    }
}
