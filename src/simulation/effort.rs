//! How much there is to do in a world: counted before it begins, roughly, so that nobody waits for days without having been asked.

use super::Model;
use crate::engine::time::{DAY, WEEK, YEAR};
use crate::measure::SegmentAt;
use crate::scenario::customer::Start;
use crate::scenario::provider::Part;
use crate::world::plan::{Pattern, Plan, Source};

// Measured on one core of an ordinary machine; what counts is that no kind of work is forgotten.

/// Seconds to draw a customer, and for each of the people in the buying group.
const CUSTOMER_SECONDS: (f64, f64) = (0.7e-6, 0.3e-6);
/// Seconds for a piece of work, and for each of the people who share the queue and are looked at. Fewer pieces come up than there is time for:
/// this is for each of the latter.
const WORK_SECONDS: (f64, f64) = (2e-6, 0.005e-6);
/// Seconds for going out to seek customers, once.
const OUTING_SECONDS: f64 = 0.5e-6;
/// Seconds for a week of a person.
const WEEK_SECONDS: f64 = 3e-6;
/// Seconds for a touch.
const TOUCH_SECONDS: f64 = 0.05e-6;
/// Seconds to make room for an account.
const ACCOUNT_SECONDS: f64 = 0.01e-6;
/// Bytes for a customer, from the first draw to the tables.
const CUSTOMER_BYTES: f64 = 500.0;
/// Bytes for an account.
const ACCOUNT_BYTES: f64 = 24.0;
/// Bytes for a person.
const PERSON_BYTES: f64 = 4000.0;

/// Shorter pieces of work are not to be had all the time (hours).
const LEAST_HOURS: f64 = 0.05;

/// How much there is to do in a world, roughly.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Effort {
    /// Customers that are drawn, whether or not we meet them.
    pub customers: f64,
    /// People of ours.
    pub people: f64,
    /// Accounts in which customers are.
    pub accounts: f64,
    /// Draws of chance: for customers, for touches, for work.
    pub draws: f64,
    /// Seconds on one core of an ordinary machine.
    pub seconds: f64,
    /// Bytes of memory while it runs.
    pub bytes: f64,
}

impl Model {
    /// How much there is to do in a world, roughly: half of it, or twice, is no surprise.
    pub fn effort(&self) -> Effort {
        let plan = self.plan();
        let drawn: f64 = plan.sources.iter().map(|source| projects(plan, source) * purchases(plan, source)).sum();
        let rows: f64 = self.arrivals.rows.iter().map(|row| row.segment.map_or(1.0, |segment| plan.segments[segment].purchases_mean)).sum();
        let customers = drawn + rows;
        let size = plan.segments.iter().map(|segment| segment.group_size_mean).fold(1.0, f64::max);
        let accounts: f64 = plan.accounts.iter().map(|&count| f64::from(count)).sum();
        let people = plan.profiles.len() as f64;
        let crowd = plan.pools.iter().map(|pool| pool.members.len()).max().unwrap_or(0) as f64;
        let (touches, outings) = touches(plan);
        let pieces = pieces(plan, customers);
        // Whoever seeks customers does nothing else meanwhile.
        let worked = (pieces * (WORK_SECONDS.0 + WORK_SECONDS.1 * crowd)).max(outings * OUTING_SECONDS + touches * TOUCH_SECONDS);
        let weeks = people * (plan.horizon / WEEK + 1.0);
        let seconds =
            customers * (CUSTOMER_SECONDS.0 + CUSTOMER_SECONDS.1 * size) + worked + weeks * WEEK_SECONDS + accounts * ACCOUNT_SECONDS;
        Effort {
            customers,
            people,
            accounts,
            draws: customers * 8.0 * size + touches + 4.0 * outings.max(pieces),
            seconds,
            bytes: customers * CUSTOMER_BYTES + accounts * ACCOUNT_BYTES + people * PERSON_BYTES,
        }
    }
}

/// Projects of a source from before the beginning to the end.
fn projects(plan: &Plan, source: &Source) -> f64 {
    if source.pattern == Pattern::File {
        return 0.0;
    }
    let time = &plan.scenario.time;
    let before = match time.start {
        Start::Loaded => source.segments.iter().map(|&(segment, _)| look_back(plan, segment)).fold(0.0, f64::max),
        Start::Empty => 0.0,
    };
    let spread = if source.channel.is_none() { longest(source, |segment| DAY * plan.segments[segment].project_days) } else { 0.0 };
    source.rate * (plan.horizon + before + spread)
}

/// How long before the beginning purchases of a segment are looked for (hours), at most.
fn look_back(plan: &Plan, segment: SegmentAt) -> f64 {
    let time = &plan.scenario.time;
    let deadline = DAY * plan.segments[segment].deadline_days_median;
    if deadline > 0.0 { deadline * time.look_back_deadlines } else { YEAR * time.look_back_years }
}

/// Purchases of a project, at most.
fn purchases(plan: &Plan, source: &Source) -> f64 {
    longest(source, |segment| plan.segments[segment].purchases_mean)
}

/// The most of something that a segment of a source has.
fn longest(source: &Source, measure: impl Fn(SegmentAt) -> f64) -> f64 {
    source.segments.iter().map(|&(segment, _)| measure(segment)).fold(0.0, f64::max)
}

/// Touches and the goes in which they are made, if all who may seek customers do nothing else.
fn touches(plan: &Plan) -> (f64, f64) {
    let Some(rate) = plan.outbound.iter().map(|(channel, _)| plan.channels[*channel].touches_per_hour).reduce(f64::max) else {
        return (0.0, 0.0);
    };
    let hours = working_hours(plan, Part::Dialogue);
    (hours * rate, hours / plan.scenario.dialogue.prospect_work_hours)
}

/// Hours for selling of all who work in a part.
fn working_hours(plan: &Plan, part: Part) -> f64 {
    let worked = plan.hours.worked(plan.horizon);
    plan.profiles.iter().filter(|profile| profile.parts[part]).map(|profile| profile.selling_share * worked).sum()
}

/// Pieces of work other than seeking customers: as many as customers can ask for, or as there is time for.
fn pieces(plan: &Plan, customers: f64) -> f64 {
    let wanted = customers * plan.scenario.process.most_activities * plan.coverage as f64;
    // As if each step took its share of the time.
    let steps = plan.catalogue.steps.iter().map(|step| 1.0 / step.listed_effort().hours.max(LEAST_HOURS));
    let an_hour = steps.sum::<f64>() / (plan.catalogue.steps.len() as f64).max(1.0);
    let hours = working_hours(plan, Part::Flow).max(working_hours(plan, Part::Qualification));
    wanted.min(hours * an_hour)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::load;
    use std::sync::Arc;

    fn effort(sets: &[&str]) -> Effort {
        let sets: Vec<String> = sets.iter().map(|set| (*set).to_string()).collect();
        let loaded = load("mid", &["team".to_string()], &sets).expect("a scenario");
        Model::new(&loaded.scenario, Arc::default()).effort()
    }

    #[test]
    fn as_many_customers_as_there_are_are_expected() {
        let loaded = load("mid", &["team".to_string()], &[]).expect("a scenario");
        let model = Model::new(&loaded.scenario, Arc::default());
        let (effort, record) = (model.effort(), model.run(1, 0));
        let came = record.journeys.len() as f64;
        assert!((came..came * 4.0).contains(&effort.customers), "{came} came in the window, {effort:?}");
        assert_eq!((effort.people, effort.accounts), (12.0, loaded.scenario.segment.values().map(|segment| segment.accounts).sum()));
        assert!(effort.seconds < 5.0 && effort.bytes < 1e8, "{effort:?}");
    }

    /// Seconds that this thread has had of a processor; `None` where the system does not tell.
    fn had() -> Option<f64> {
        let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
        Some(told.split(' ').next()?.parse::<f64>().ok()? / 1e9)
    }

    /// No machine is like another, and three times too much is too much to be told to anybody.
    #[test]
    fn markets_of_different_size_take_about_as_long_as_expected() {
        for base in ["small", "mid", "enterprise"] {
            for overlay in ["hero", "team"] {
                let loaded = load(base, &[overlay.to_string()], &[]).expect("a scenario");
                let model = Model::new(&loaded.scenario, Arc::default());
                let Some(begun) = had() else { return println!("not tried: the system does not tell how long it took") };
                (0..4).for_each(|world| drop(model.run(1, world)));
                let took = (had().expect("told before") - begun) / 4.0;
                let of_expected = took / model.effort().seconds;
                println!("{base} with {overlay}: {took:.3} s, {of_expected:.2} of what is expected");
                assert!((1.0 / 3.0..3.0).contains(&of_expected), "{base} with {overlay}: {took} s, {:?}", model.effort());
            }
        }
    }

    /// Whatever there is more of takes longer, or more memory.
    #[test]
    fn nothing_that_grows_is_forgotten() {
        let usual = effort(&[]);
        for set in [
            "market_scale=10",
            "segment.mid.projects_per_year=100000",
            "segment.mid.purchases_mean=20",
            "segment.mid.project_days=3650",
            "segment.mid.group_size_mean=16",
            "segment.mid.accounts=1e7",
            "channel.web.leads_per_year=100000",
            "channel.list.touches_per_hour=1000",
            "role.seller.people=500",
            "time.years=20",
            "time.start=\"loaded\"",
        ] {
            let more = effort(&[set]);
            assert!(more.seconds > usual.seconds * 1.01 || more.bytes > usual.bytes * 2.0, "{set}: {more:?}, usually {usual:?}");
        }
    }
}
