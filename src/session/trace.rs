//! One customer's story.

use super::failure::{Failure, NoAnswer, WrongQuestion};
use super::host::Host;
use super::layers::Layers;
use super::options::Options;
use super::systems::{System, load_one};
use super::work::Work;
use crate::experiment::adds_up::adding_up;
use crate::experiment::runner::Halt;
use crate::measure::{Ending, JourneyRecord, Record};
use crate::story::{self, StoryLine};
use crate::world::happening::Keeps;
use crate::world::plan::Plan;

/// A customer's story.
#[derive(Debug)]
pub struct Traced {
    /// The system.
    pub system: System,
    /// Number of the journey.
    pub journey: u64,
    /// How it went, if it began in the window.
    pub record: Option<JourneyRecord>,
    /// What happened, in its order.
    pub story: Vec<StoryLine>,
}

/// Tells the story of a customer of a world; of one worth telling, if no journey is named.
///
/// # Errors
/// If the scenario is wrong, or there is no such customer.
pub fn trace(named: &Layers, world: u64, journey: Option<u64>, options: &Options, host: Host<'_>) -> Result<Traced, Failure> {
    let system = load_one(named, options, host)?;
    Work::of_worlds(&[system.arm()], if journey.is_some() { 1 } else { 2 }, 1).agreed(host)?;
    let seed = options.seed();
    let journey = match journey {
        Some(number) => number,
        None => interesting(&system.model.run(seed, world)).ok_or(NoAnswer::Nobody(world))?.number,
    };
    let (record, mut story) = story::trace(&system.model, seed, world, Keeps::Customer(journey));
    let record = adding_up(record, &system.name, seed).map_err(|fault| NoAnswer::Halted(Halt::DoesNotAddUp(fault)))?;
    if story.is_empty() {
        let known = record.journeys.first().zip(record.journeys.last()).map(|(first, last)| (first.number, last.number));
        return Err(WrongQuestion::NoJourney { world, journey, known }.into());
    }
    name_successors(&mut story, system.model.plan(), &record);
    let ends = [story.first(), story.last()].map(|line| line.map_or(0.0, |line| line.at_hours));
    story.extend(story::dates::lines(system.model.plan(), journey, ends[0], ends[1]));
    story.sort_by(|a, b| a.at_hours.total_cmp(&b.at_hours));
    let found = record.journeys.iter().find(|found| found.number == journey).copied();
    Ok(Traced { system, journey, record: found, story })
}

/// Once somebody who is known by name has left, it is their successor whom the story is about.
fn name_successors(story: &mut [StoryLine], plan: &Plan, record: &Record) {
    let first = record.employments.iter().filter(|one| one.holder == 1);
    let gone = first.filter_map(|one| Some((&plan.profiles.get(one.person)?.known.as_ref()?.name, one.ended_days?)));
    for (name, days) in gone {
        let left = plan.window_start + 24.0 * days;
        for line in story.iter_mut().filter(|line| line.at_hours > left) {
            line.text = line.text.replace(name, &format!("the successor of {name}"));
        }
    }
}

/// A journey worth telling: the first win-win, else the first sale, else the one we worked on most.
fn interesting(record: &Record) -> Option<JourneyRecord> {
    let first = |wanted: fn(Ending) -> bool| record.journeys.iter().find(|journey| wanted(journey.ending));
    let sold = |ending: Ending| matches!(ending, Ending::ForceFit | Ending::CustomerOnly | Ending::BothLost);
    let most_work = || record.journeys.iter().max_by(|a, b| a.work_hours.total_cmp(&b.work_hours));
    first(|ending| ending == Ending::WinWin).or_else(|| first(sold)).or_else(most_work).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::sample::options;
    use std::path::Path;

    #[test]
    fn a_story_worth_telling_is_chosen_and_can_be_asked_for() {
        let (named, options) = (Layers::alone("team"), options(Path::new("nowhere")));
        let chosen = trace(&named, 0, None, &options, Host::silent()).expect("a story");
        let same = trace(&named, 0, Some(chosen.journey), &options, Host::silent()).expect("the same");
        assert_eq!((same.story.len(), same.record), (chosen.story.len(), chosen.record));
        let nobody = trace(&named, 0, Some(u64::MAX), &options, Host::silent());
        let Err(Failure::Question(WrongQuestion::NoJourney { known: Some((first, last)), .. })) = nobody else { panic!("{nobody:?}") };
        assert!(first <= chosen.journey && chosen.journey <= last);
    }
}
