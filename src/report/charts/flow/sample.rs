//! Results by hand, for the tests of these charts.

use crate::measure::Ending;
use crate::report::results::document::Document;
use crate::report::results::sample::outcome;
use crate::report::results::stored::rows::{DealRow, JourneyRow, RoleRow, WeekRow};
use crate::report::results::stored::{Stored, StoredSystem};

/// Systems with this window that have left nothing.
pub fn stored(names: &[&str], years: f64) -> Stored {
    let scenario = crate::scenario::load("team", &[], &[format!("time.years={years:?}")]).expect("a scenario").scenario;
    let system = |name: &&str| StoredSystem::new(name.to_string(), String::new(), scenario.clone());
    Stored {
        folder: "results".into(),
        version: "0.1.0".to_string(),
        experiment: "compare".to_string(),
        settings: serde_json::Value::Null,
        document: Document::new(&outcome(names, 3)),
        systems: names.iter().map(system).collect(),
        groups: Vec::new(),
        firms: Vec::new(),
        listed: Vec::new(),
        turning: Vec::new(),
        worlds_in: Default::default(),
    }
}

/// A deal; its quarter begins with the window.
pub fn deal(world: u64, closed_days: f64, price: f64) -> DealRow {
    DealRow {
        world,
        journey: 1,
        seat: Some(1),
        closed_days,
        quarter_day: closed_days % 91.0,
        list_price: price,
        price,
        ending: Ending::WinWin,
        regretted: false,
        referred: false,
        lifetime_value: price,
    }
}

/// A journey that has not come to a dialogue.
pub fn journey(world: u64, number: u64, begun_days: f64) -> JourneyRow {
    JourneyRow {
        world,
        journey: number,
        segment: "mid".to_string(),
        channel: String::new(),
        group_size: 4,
        possible: true,
        begun_days,
        ending: Ending::NeverReached,
        dialogue_days: None,
        judged_days: None,
        entered_days: None,
        ended_days: None,
        let_in: false,
        work_hours: 0.0,
        price: 0.0,
        customer_surplus: 0.0,
        margin: 0.0,
        refund: 0.0,
        renewals: 0,
        left: false,
        lifetime_value: 0.0,
        came_by: String::new(),
        came_days: None,
        amount: 1000.0,
    }
}

/// A journey let in, with its days of dialogue, judgement and end; sold if it has a price.
pub fn opportunity(world: u64, number: u64, [dialogue, judged, ended]: [f64; 3], ending: Ending) -> JourneyRow {
    let is_sold = matches!(ending, Ending::WinWin | Ending::ForceFit);
    JourneyRow {
        ending,
        dialogue_days: Some(dialogue),
        judged_days: Some(judged),
        entered_days: Some(judged),
        ended_days: (ending != Ending::Open).then_some(ended),
        let_in: true,
        price: if is_sold { 1000.0 } else { 0.0 },
        ..journey(world, number, dialogue - 5.0)
    }
}

/// A week with these hours: capacity, demand, worked for customers, worked to seek dialogues.
pub fn week(world: u64, begins_days: f64, [capacity, demand, customer, prospecting]: [f64; 4]) -> WeekRow {
    WeekRow {
        world,
        begins_days,
        dialogues: 2,
        wip: 3,
        deals: 1,
        capacity_hours: capacity,
        demand_hours: demand,
        customer_hours: customer,
        prospecting_hours: prospecting,
    }
}

/// A role with these hours: selling, dialogue, qualification, flow; ten pieces that waited so long in all.
pub fn role(world: u64, name: &str, [selling, dialogue, qualification, flow]: [f64; 4], waited: f64) -> RoleRow {
    RoleRow {
        world,
        role: name.to_string(),
        people: 2,
        selling_hours: selling,
        dialogue_hours: dialogue,
        qualification_hours: qualification,
        flow_hours: flow,
        pieces: 10,
        waited_hours: waited,
        waited_over_a_day: 3,
    }
}
