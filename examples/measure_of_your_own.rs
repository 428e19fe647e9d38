//! A measure that winflow does not have, from the records of worlds: hours of our work on customers who then stayed with the status quo,
//! under two systems in the same worlds.
//!
//! `cargo run --example measure_of_your_own`

use std::sync::Arc;
use winflow::experiment::interval::Sample;
use winflow::measure::{Ending, Ratio, Record};
use winflow::scenario::load;
use winflow::simulation::Model;

const WORLDS: u64 = 12;

/// Hours on customers who stayed with the status quo, over all hours of work on customers.
fn wasted(record: &Record) -> Ratio {
    let hours = |wanted: &dyn Fn(Ending) -> bool| record.journeys.iter().filter(|j| wanted(j.ending)).map(|j| j.work_hours).sum();
    Ratio { numerator: hours(&|ending| ending == Ending::StatusQuo), denominator: hours(&|_| true) }
}

fn worlds(system: &str) -> Result<Vec<Ratio>, Box<dyn std::error::Error>> {
    let loaded = load(system, &[], &["time.years=0.5".to_string()])?;
    let model = Model::new(&loaded.scenario, Arc::default());
    Ok((0..WORLDS).map(|world| wasted(&model.run(1, world))).collect())
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let [hero, team] = [worlds("hero")?, worlds("team")?].map(|worlds| Sample::ratio(&worlds));
    let (hero, team) = (hero.ok_or("no work under hero")?, team.ok_or("no work under team")?);
    println!("hero {:.1} %, team {:.1} % of our hours", 100.0 * hero.mean(), 100.0 * team.mean());
    // The worlds are the same under both, so that they are compared world by world.
    let difference = hero.to(&team).infer().ok_or("too few worlds")?;
    let [low, high] = difference.interval(0.05);
    println!("team less hero: {:.1} to {:.1} percentage points (95 %)", 100.0 * low, 100.0 * high);
    Ok(())
}
