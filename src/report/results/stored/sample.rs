//! Results that were really simulated, in memory, for the tests of charts, pages and exports.

use super::groups::{Candidate, chosen};
use super::rows::GroupPicture;
use super::tables::{Row, SystemNames};
use super::{Stored, StoredSystem};
use crate::experiment::Experiment;
use crate::report::results::document::Document;
use crate::simulation::Model;

/// What these scenarios leave behind after so many worlds of so many years.
pub fn simulated(names: &[&str], worlds: u64, years: f64) -> Stored {
    simulated_as(&names.iter().map(|name| (*name, *name)).collect::<Vec<_>>(), worlds, years)
}

/// The same, each scenario under another name.
pub fn simulated_as(names: &[(&str, &str)], worlds: u64, years: f64) -> Stored {
    let load = |base: &str| crate::scenario::load(base, &[], &[format!("time.years={years:?}")]).expect("a scenario").scenario;
    let mut systems: Vec<StoredSystem> =
        names.iter().map(|(base, name)| StoredSystem::new(name.to_string(), String::new(), load(base))).collect();
    let models: Vec<Model> = systems.iter().map(|system| Model::new(&system.scenario, Default::default())).collect();
    let mut experiment = Experiment::new(1, systems.iter().map(|system| system.name.clone()).collect());
    let mut candidates = Vec::new();
    for world in 0..worlds {
        let records: Vec<_> = models.iter().map(|model| model.run(1, world)).collect();
        if world == 0 {
            candidates = records.iter().map(|record| record.journeys.iter().map(Candidate::from).collect::<Vec<_>>()).collect();
        }
        for (system, record) in systems.iter_mut().zip(&records) {
            let names = SystemNames::new(&system.name, &system.scenario);
            system.worlds.push(record.into());
            system.journeys.extend(Row::of(record, &names));
            system.deals.extend(Row::of(record, &names));
            system.people.extend(Row::of(record, &names));
            system.periods.extend(Row::of(record, &names));
            system.roles.extend(Row::of(record, &names));
            system.weeks.extend(Row::of(record, &names));
        }
        let rows: Vec<_> = records.iter().map(|record| (record.into(), record.into())).collect();
        experiment.add_world(rows.iter().map(|(row, fates)| (row, fates))).expect("the same customers");
    }
    let mut groups = Vec::new();
    if let Some(journey) = chosen(&candidates) {
        for ((system, model), candidates) in systems.iter().zip(&models).zip(&candidates).take(2) {
            let ending = candidates.iter().find(|one| one.journey == journey).expect("the customer").ending;
            groups.extend(GroupPicture::new(&system.name, model.plan(), 0, journey, ending, model.portrait(1, 0, journey)));
        }
    }
    Stored {
        folder: "output/sample".into(),
        version: env!("CARGO_PKG_VERSION").to_string(),
        experiment: if systems.len() > 1 { "compare" } else { "run" }.to_string(),
        settings: serde_json::Value::Null,
        document: Document::new(&experiment.finish()),
        systems,
        groups,
        firms: Vec::new(),
        listed: Vec::new(),
        turning: Vec::new(),
        worlds_in: Default::default(),
    }
}
