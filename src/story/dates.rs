//! What happens on dates, in sentences: the same for every customer and every world.

use super::{LineKind, StoryLine};
use crate::engine::time::DAY;
use crate::scenario::event::{DatedEvent, Fate};
use crate::scenario::read::plain_number;
use crate::world::dated::{Dated, Turn, Who};
use crate::world::plan::Plan;

/// A line for each event of a plan that happens, and for each end of one, within a stretch of time (hours).
pub fn lines(plan: &Plan, journey: u64, from: f64, to: f64) -> Vec<StoryLine> {
    let mut lines: Vec<StoryLine> = Vec::new();
    for dated in plan.dated.iter().filter(|dated| (from..=to).contains(&dated.at)) {
        let text = sentence(plan, dated);
        if !lines.iter().any(|line| line.at_hours == dated.at && line.text == text) {
            lines.push(StoryLine { at_hours: dated.at, journey, kind: LineKind::Event, text });
        }
    }
    lines
}

fn sentence(plan: &Plan, dated: &Dated) -> String {
    let event = dated.event.and_then(|event| plan.scenario.event.entries.get(event));
    match (event, dated.what) {
        (Some((name, event)), _) => format!("{name}: {}", words(event)),
        (None, Turn::SettingsChange { .. }) => ended(plan, dated.at),
        (None, Turn::Joins { person }) => format!("{} starts", plan.person_name(person)),
        (None, Turn::Leaves { who: Who::Seat(person) | Who::Person(person), .. }) => format!("{} leaves", plan.person_name(person)),
        (None, Turn::IsAway { who: Who::Seat(person) | Who::Person(person), until, .. }) => {
            let days = ((until - dated.at) / DAY).round();
            let unit = if days == 1.0 { "day" } else { "days" };
            format!("{} is away for {} {unit}", plan.person_name(person), plain_number(days))
        }
        (None, _) => "people come and go".to_string(),
    }
}

/// What an event does, for people.
///
/// ```
/// use winflow::scenario::event::DatedEvent;
/// let event = DatedEvent { hire: vec!["ae=2".into()], attention_weeks: 1.5, ..DatedEvent::default() };
/// assert_eq!(winflow::story::dates::words(&event), "hired: ae=2; 1.5 weeks of selling time are lost");
/// ```
pub fn words(event: &DatedEvent) -> String {
    let mut parts = Vec::new();
    let mut listed = |what: &str, list: &[String]| {
        if !list.is_empty() {
            parts.push(format!("{what}{}", list.join(", ")));
        }
    };
    listed("", &event.set);
    listed("from now on with ", &event.with);
    listed("hired: ", &event.hire);
    listed("leaving: ", &event.leave);
    listed("away: ", &event.away);
    if event.hiring_freeze {
        parts.push("nobody is hired".to_string());
    }
    if event.attention_weeks > 0.0 {
        parts.push(format!("{} weeks of selling time are lost", plain_number(event.attention_weeks)));
    }
    match event.largest_deal {
        Fate::Nothing => {}
        Fate::Lost => parts.push("the largest open deal is lost".to_string()),
        Fate::Slips => parts.push(format!("the largest open deal slips by {} days", plain_number(event.slip_days))),
    }
    parts.join("; ")
}

/// Which events have ended.
fn ended(plan: &Plan, at: f64) -> String {
    let time = &plan.scenario.time;
    let ends = |event: &DatedEvent| event.changes_settings() && event.ends(time) == Ok(at - plan.window_start);
    let names: Vec<&str> = plan.scenario.event.entries.iter().filter(|(_, event)| ends(event)).map(|(name, _)| name.as_str()).collect();
    format!("{}: what it changed is as before", names.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::load_text;

    #[test]
    fn beginnings_and_ends_have_a_line() {
        let text = "extends = \"mid\"\n[event.push]\nat = \"week 2\"\nuntil = \"week 4\"\nset = [\"channel.web.leads_per_year=x2\"]\nhire = [\"seller=2\"]\n";
        let plan = Plan::new(&load_text("firm", text).expect("a firm").scenario);
        let said = lines(&plan, 7, 0.0, f64::INFINITY);
        let said: Vec<(f64, &str)> = said.iter().map(|line| ((line.at_hours - plan.window_start) / 168.0, line.text.as_str())).collect();
        assert_eq!(said, [(1.0, "push: channel.web.leads_per_year=x2; hired: seller=2"), (3.0, "push: what it changed is as before")]);
    }
}
