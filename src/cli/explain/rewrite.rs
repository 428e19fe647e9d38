//! `winflow explain --rewrite`: activities done with the customer instead of to them, one at a time and all together.

use super::{drawn, ids, rows, write_charts};
use crate::cli::arguments::{Explain, Format, Simulation};
use crate::cli::failure::Failure;
use crate::cli::scenarios::{self, System};
use crate::cli::session::Session;
use crate::cli::{compare, simulate, terminal};
use crate::experiment::rewrite::changes;
use crate::experiment::{Outcome, SystemOutcome, WorldRow};
use crate::measure::Measure;
use crate::report::charts;
use crate::report::results::explain::rewrite::{MeasureRewrites, RewriteDocument, StartsFrom};
use crate::report::results::files::write_worlds;
use crate::report::terminal::rewrite::{markdown, render};
use crate::report::terminal::table::Look;
use crate::scenario::provider::{Activity, Mode, ModeRule, Part, Stance};
use crate::scenario::{Loaded, Scenario};
use serde_json::json;

/// Rewrites the activities of one system.
///
/// # Errors
/// If the usage or the scenario is wrong, it was interrupted, or results cannot be written.
pub fn rewrite(arguments: &Explain) -> Result<(), Failure> {
    let options = &arguments.simulation;
    let named = compare::every(&arguments.scenarios, &arguments.with)?;
    if named.len() != 1 {
        let hint = "name one scenario and at most one --with (winflow explain --rewrite mid --with done-to)";
        return Err(Failure::Usage(format!("--rewrite takes one system, not {}: {hint}", named.len())));
    }
    let Some((loaded, system)) = scenarios::systems_with_sources(&named, options)?.pop() else { return Ok(()) };
    let plan = Plan::new(&loaded.scenario);
    if plan.rewritten.is_empty() {
        return Err(Failure::Other(format!("{} has no activity that could be rewritten", system.name)));
    }
    let systems = plan.systems(&loaded)?;
    let name = format!("{}-rewrite", system.name);
    let ends = [system];
    let mut session = Session::begin(options, "explain", &name, json!({ "rewrite": true, "drawn": ids(&drawn(options)) }), &ends)?;
    let rows = rows(&systems, &mut session, options)?;
    let document = document(&plan, &rows, options, &ends[0].name);
    write(&rows, &document, &mut session, options);
    write_charts(charts::draw_rewritten(&document, &drawn(options), &simulate::setting(&ends)), &mut session);
    let kept = session.finish(options.worlds, &ends, json!({ "rewrites": plan.rewritten }));
    let path = kept.as_ref().ok().map(|kept| kept.path.display().to_string());
    terminal::print(&rendered(&document, options, path.as_deref()))?;
    kept.map(drop)
}

/// What is rewritten, from which modes.
struct Plan {
    starts_from: StartsFrom,
    /// Activities that begin done to the customer, in the order of the process.
    rewritten: Vec<String>,
    /// All others: they are done with the customer.
    others: Vec<String>,
}

impl Plan {
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
    fn systems(&self, loaded: &Loaded) -> Result<Vec<System>, Failure> {
        let mode = |name: &String, mode: Mode| format!("activity.\"{name}\".mode={}", mode.word());
        let with = |is_with: &dyn Fn(usize) -> bool| -> Result<System, Failure> {
            let mut sets = vec![format!("process.modes={}", ModeRule::AsListed.word())];
            sets.extend(self.others.iter().filter(|name| self.is_with(loaded, name)).map(|name| mode(name, Mode::DoneWith)));
            let of = |place: usize| if is_with(place) { Mode::DoneWith } else { Mode::DoneTo };
            sets.extend(self.rewritten.iter().enumerate().map(|(place, name)| mode(name, of(place))));
            scenarios::system(&loaded.with(&sets)?, String::new())
        };
        let mut systems = vec![with(&|_| false)?];
        for one in 0..self.rewritten.len() {
            systems.push(with(&|place| place == one)?);
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

fn document(plan: &Plan, rows: &[Vec<WorldRow>], options: &Simulation, scenario: &str) -> RewriteDocument {
    let measures = Measure::ALL.iter().map(|&measure| MeasureRewrites::new(&changes(rows, measure), &plan.rewritten));
    RewriteDocument {
        seed: options.seed,
        worlds: options.worlds,
        scenario: scenario.to_string(),
        starts_from: plan.starts_from,
        activities: plan.rewritten.clone(),
        measures: measures.collect(),
    }
}

fn write(rows: &[Vec<WorldRow>], document: &RewriteDocument, session: &mut Session<'_>, options: &Simulation) {
    let names = std::iter::once("before").chain(document.activities.iter().map(String::as_str)).chain(["together"]);
    let systems = names.zip(rows).map(|(name, worlds)| SystemOutcome { name: name.to_string(), worlds: worlds.clone() }).collect();
    if let Err(why) = write_worlds(session.folder(), &Outcome { seed: options.seed, systems, same_customers: Vec::new() }) {
        session.trouble(why.to_string());
    }
    session.write("explain.json", document.to_json().as_bytes());
    session.write("explain.csv", document.to_csv().as_bytes());
}

/// The results in the format asked for.
fn rendered(document: &RewriteDocument, options: &Simulation, kept: Option<&str>) -> String {
    let look = Look { width: terminal::width(), colour: terminal::colour(), all: options.all };
    match options.format {
        Format::Json => document.to_json(),
        Format::Csv => document.to_csv(),
        Format::Md => markdown(document, &options.questions().measures),
        Format::Table => {
            let files = kept.map_or_else(String::new, |path| format!("\nFiles are in {path}, charts in {path}/charts.\n"));
            format!("{}{files}", render(document, &options.questions().measures, look))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::load;

    fn plan(name: &str, sets: &[&str]) -> (Loaded, Plan) {
        let sets: Vec<String> = sets.iter().map(|set| set.to_string()).collect();
        let loaded = load(name, &[], &sets).expect("a shipped scenario");
        let plan = Plan::new(&loaded.scenario);
        (loaded, plan)
    }

    #[test]
    fn what_is_done_to_the_customer_is_rewritten() {
        let (loaded, all) = plan("mid+done-to", &[]);
        assert_eq!((all.starts_from, all.rewritten.len()), (StartsFrom::OwnModes, 12));
        assert_eq!((all.rewritten[0].as_str(), all.others.as_slice()), ("qualify", ["agree".to_string()].as_slice()));
        let systems = all.systems(&loaded).expect("valid");
        assert_eq!(systems.len(), 14);
        let (_, own) = plan("mid", &["activity.design.mode=done-to", "activity.decide.mode=done-to"]);
        assert_eq!(own.rewritten, ["design", "decide"]);
        let (_, none) = plan("mid", &[]);
        assert_eq!((none.starts_from, none.rewritten.len()), (StartsFrom::AllDoneTo, 12));
        let (_, negotiating) = plan("mid+done-to+negotiating", &[]);
        assert_eq!(negotiating.rewritten.len(), 13);
    }

    #[test]
    fn before_any_rewrite_it_is_the_scenario_itself() {
        let (loaded, plan) = plan("mid+done-to", &["time.years=0.1", "time.run_out_years=0.1", "time.warm_up_weeks=1"]);
        let systems = plan.systems(&loaded).expect("valid");
        let own = scenarios::system(&loaded, String::new()).expect("a system");
        assert_eq!(systems[0].model.run(1, 0), own.model.run(1, 0));
        let with = load("mid+done-with", &[], &["time.years=0.1", "time.run_out_years=0.1", "time.warm_up_weeks=1"].map(String::from));
        let with = scenarios::system(&with.expect("a scenario"), String::new()).expect("a system");
        assert_eq!(systems[13].model.run(1, 0), with.model.run(1, 0));
    }
}
