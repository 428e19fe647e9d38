//! What may not matter does not: threads, order, names, a further draw for somebody else, the name of a policy, and what
//! nobody on our side can see.

use crate::seen::{first_difference, is_theirs, seen, talked};
use crate::worlds::{self, model_of};
use rayon::prelude::*;
use std::path::{Path, PathBuf};
use winflow::experiment::same_customers::SameCustomers;
use winflow::measure::{Measure, Record, SegmentAt};
use winflow::scenario::{Scenario, load_text, to_toml};
use winflow::simulation::Model;
use winflow::story;
use winflow::world::happening::{Happened, Happening, Keeps};
use winflow::world::{Alteration, Altered};

const SEED: u64 = 7;
const POLICIES: [&str; 3] = ["hero", "team", "line"];
/// Policies with pay, stances and learning, in which more of the past reaches more people.
const MORE_POLICIES: [&str; 8] = [
    "hero accelerator",
    "team accelerator manipulative",
    "team pool negotiating",
    "line cap-ratchet servile",
    "hero monthly-quota imposing",
    "team team-bonus peer-meetings",
    "hero margin coaching segment-focus",
    "line mutual-value activity-targets",
];

fn all_policies() -> impl Iterator<Item = &'static str> {
    POLICIES.into_iter().chain(MORE_POLICIES)
}

/// A shorter market, so that many worlds fit into a second.
const SHORT: [&str; 3] = ["time.years=0.5", "time.warm_up_weeks=10", "time.run_out_years=1"];

fn scenario(policies: &str, sets: &[&str]) -> Scenario {
    worlds::scenario(policies, &[&SHORT, sets].concat())
}

fn model(policies: &str, sets: &[&str]) -> Model {
    model_of(&scenario(policies, sets))
}

/// Equal to the bit in every total, every journey and every check.
fn same(a: &Record, b: &Record) -> bool {
    a == b
}

mod runs {
    use super::*;

    #[test]
    fn a_world_is_the_same_whenever_and_in_whatever_order_it_is_run() {
        let model = model("team", &[]);
        let forth: Vec<Record> = (0..6).map(|world| model.run(SEED, world)).collect();
        let back: Vec<Record> = (0..6).rev().map(|world| model.run(SEED, world)).collect();
        assert!(forth.iter().zip(back.iter().rev()).all(|(a, b)| same(a, b)));
        assert!(forth.windows(2).all(|pair| pair[0].journeys != pair[1].journeys), "worlds differ");
        assert_ne!(model.run(SEED + 1, 0).journeys, forth[0].journeys, "seeds differ");
    }

    #[test]
    fn threads_do_not_matter() {
        let model = model("hero", &[]);
        let run = |threads: usize| -> Vec<Record> {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| (0..14u64).into_par_iter().map(|world| model.run(SEED, world)).collect())
        };
        let alone = run(1);
        assert!(run(2) == alone && run(7) == alone);
    }

    #[test]
    fn telling_the_story_changes_nothing() {
        for policies in all_policies() {
            let model = model(policies, &[]);
            let told = story::trace(&model, SEED, 3, Keeps::Everything);
            assert!(!told.1.is_empty());
            assert!(same(&told.0, &model.run(SEED, 3)), "{policies}");
        }
    }

    /// A model made twice from the same scenario: the difference of each measure is exactly zero.
    #[test]
    fn a_against_a_is_exactly_zero() {
        let (a, b) = (model("line", &[]), model("line", &[]));
        for world in 0..4 {
            let (a, b) = (a.run(SEED, world), b.run(SEED, world));
            for measure in Measure::ALL {
                let [a, b] = [&a, &b].map(|record| record.ratios[*measure as usize]);
                assert_eq!((b.numerator - a.numerator, b.denominator - a.denominator), (0.0, 0.0), "{}", measure.id());
            }
            let mut same_customers = SameCustomers::default();
            same_customers.add(&(&a).into(), &(&b).into()).unwrap();
            let off_diagonal =
                same_customers.counts.iter().enumerate().any(|(i, row)| row.iter().enumerate().any(|(j, n)| i != j && *n > 0));
            assert!(!off_diagonal);
        }
    }
}

mod customers {
    use super::*;

    /// A world in which one customer is altered.
    fn altered(model: &Model, world: u64, alteration: Alteration) -> Record {
        model.follow(SEED, world, Keeps::Everything, Some(alteration)).0
    }

    #[test]
    fn a_further_draw_for_one_changes_nothing_for_anybody() {
        for policy in all_policies() {
            let model = model(policy, &[]);
            let plain = model.run(SEED, 0);
            for journey in plain.journeys.iter().step_by(plain.journeys.len() / 5).map(|j| j.number) {
                let altered = altered(&model, 0, Alteration { journey, what: Altered::ExtraDraw });
                assert!(same(&plain, &altered), "{policy}, customer {journey}");
            }
        }
    }

    #[test]
    fn what_is_drawn_anew_for_one_leaves_the_traits_of_all_others() {
        let traits = |record: &Record, but: u64| -> Vec<(u64, SegmentAt, u8, bool, f64)> {
            let others = record.journeys.iter().filter(|j| j.number != but);
            others.map(|j| (j.number, j.segment, j.group_size, j.possible, j.begun_days)).collect()
        };
        for policy in all_policies() {
            let model = model(policy, &[]);
            let plain = model.run(SEED, 1);
            let mut changed = 0;
            for journey in plain.journeys.iter().step_by(plain.journeys.len() / 10).map(|j| j.number) {
                let altered = altered(&model, 1, Alteration { journey, what: Altered::Hidden });
                assert_eq!(traits(&plain, journey), traits(&altered, journey), "{policy}, customer {journey}");
                changed += u32::from(plain.journeys != altered.journeys);
            }
            assert!(changed >= 3, "{policy}: the alteration does something");
        }
    }

    /// The world is complete before any policy acts: everybody meets the same customers, with the same traits.
    #[test]
    fn the_same_customers_under_every_policy() {
        let models: Vec<Model> = all_policies().map(|policy| model(policy, &[])).collect();
        for world in 0..3 {
            let records: Vec<Record> = models.iter().map(|model| model.run(SEED, world)).collect();
            for other in &records[1..] {
                assert_eq!(records[0].journeys.len(), other.journeys.len());
                for (a, b) in records[0].journeys.iter().zip(&other.journeys) {
                    assert_eq!(
                        (a.number, a.segment, a.group_size, a.possible, a.begun_days),
                        (b.number, b.segment, b.group_size, b.possible, b.begun_days)
                    );
                }
                let mut pairs = SameCustomers::default();
                pairs.add(&(&records[0]).into(), &other.into()).unwrap();
                let total: u64 = pairs.counts.iter().flatten().sum();
                assert_eq!(total, records[0].journeys.len() as u64);
                for (i, row) in pairs.counts.iter().enumerate() {
                    assert_eq!(row.iter().sum::<u64>(), records[0].endings[i].iter().sum::<u64>());
                }
                for possible in [0, 1] {
                    let of = |record: &Record| record.endings.iter().map(|e| e[possible]).sum::<u64>();
                    assert_eq!(of(&records[0]), of(other));
                }
            }
        }
    }
}

mod names {
    use super::*;

    #[test]
    fn the_name_of_a_scenario_changes_nothing() {
        let plain = scenario("team", &[]);
        let renamed = Scenario { name: "hero".to_string(), about: "Lone heroes.".to_string(), ..plain.clone() };
        let (plain, renamed) = (model_of(&plain), model_of(&renamed));
        assert!((0..3).all(|world| same(&plain.run(SEED, world), &renamed.run(SEED, world))));
    }

    /// The whole scenario as a file, with the keys of every table in reverse. Only the order of entries of a kind (which
    /// channel is the first) is kept, as it is the order in which results list them.
    #[test]
    fn the_order_of_keys_in_a_file_changes_nothing() {
        fn reversed(table: &toml::Table, is_named: bool) -> toml::Table {
            let mut keys: Vec<&String> = table.keys().collect();
            if !is_named {
                keys.reverse();
            }
            let kinds = ["segment", "offering", "channel", "role", "activity"];
            let value = |key: &str| match &table[key] {
                toml::Value::Table(inner) => toml::Value::Table(reversed(inner, kinds.contains(&key))),
                other => other.clone(),
            };
            keys.into_iter().map(|key| (key.clone(), value(key))).collect()
        }
        for policy in POLICIES {
            let plain = scenario(policy, &[]);
            let table: toml::Table = to_toml(&plain).parse().unwrap();
            let text = toml::to_string(&reversed(&table, false)).unwrap();
            assert_ne!(text, to_toml(&plain));
            let shuffled = load_text("reversed.toml", &text).unwrap_or_else(|problems| panic!("{problems}\n{text}")).scenario;
            let (plain, shuffled) = (model_of(&plain), model_of(&shuffled));
            assert!((0..2).all(|world| same(&plain.run(SEED, world), &shuffled.run(SEED, world))), "{policy}");
        }
    }

    /// One owner for everything and teams of one with the same rules of choice are the same system.
    #[test]
    fn a_hero_is_a_team_of_one() {
        for more in [&[][..], &["flow.control=push"], &["process.sequencing=rigid"], &["role.seller.people=3", "flow.queue_order=value"]] {
            let hero = model("hero", more);
            let alone = [&["organisation.pool_size=1", "organisation.structured_handovers=false"][..], more].concat();
            let team_of_one = model("team", &alone);
            assert_eq!(team_of_one.scenario().organisation.coverage, 3.0);
            for world in 0..3 {
                let (a, b) = (hero.run(SEED, world), team_of_one.run(SEED, world));
                assert!(same(&a, &b), "{more:?}, world {world}");
            }
        }
    }
}

mod peeking {
    use super::*;

    /// Everybody chooses often where there is a choice.
    const PUSHES: [&str; 4] =
        ["response.press_habit=0.5", "response.ask_early_habit=0.2", "response.hold_habit=0.5", "response.reorder_habit=0.9"];
    /// People come and go, and reviews give up what lies still.
    const RESTLESS: [&str; 3] = ["role.seller.quits_per_year=3", "role.seller.hiring_days=10", "management.review_drops_after_days=40"];
    const SYSTEMS: [(&str, &[&str]); 20] = [
        ("team", &["time.start=loaded", "time.warm_up_weeks=2"]),
        ("line", &["time.start=loaded", "time.warm_up_weeks=2"]),
        ("hero", &[]),
        ("team", &[]),
        ("line", &[]),
        ("team", &["process.sequencing=rigid", "flow.control=push"]),
        ("hero", &["qualification.rule=surplus-per-hour", "flow.queue_order=value", "organisation.routing=territory"]),
        ("team", &["qualification.rule=load-dependent", "organisation.routing=best-lead", "process.threads_per_person=2"]),
        ("line", &["qualification.rule=checklist", "organisation.routing=least-loaded", "process.modes=done-to"]),
        ("team", &["qualification.rule=none", "segment.mid.patience_days=20", "dialogue.prospect_first=true"]),
        ("hero", &["time.years=2", "relationship.refers_share=1", "relationship.returns_share=1"]),
        ("hero accelerator", &[]),
        ("team accelerator manipulative", &[]),
        ("hero accelerator", &PUSHES),
        ("team pool negotiating", &PUSHES),
        ("line cap-ratchet imposing", &[]),
        ("team team-bonus peer-meetings", &["learning.insight_strength=1"]),
        ("hero monthly-quota servile", &["segment.mid.rfp_share=0.5"]),
        ("hero mutual-value coaching", &RESTLESS),
        ("team margin activity-targets", &RESTLESS),
    ];

    /// Hours of an activity belong to the customer's own draws, so here they are all the mean.
    fn model_with_mean_hours(policy: &str, sets: &[&str]) -> Model {
        let mut scenario = scenario(policy, sets);
        scenario.activity.entries.iter_mut().for_each(|(_, activity)| activity.hours_cv = 0.0);
        model_of(&scenario)
    }

    /// All that is hidden about one customer is drawn anew. What we do may differ only after the customer did something
    /// else, or said something else: the first difference is that, and with this customer.
    #[test]
    fn nobody_sees_what_is_hidden() {
        let (mut compared, mut differ) = (0, 0);
        for (policy, sets) in SYSTEMS {
            let model = model_with_mean_hours(policy, sets);
            for world in 0..2 {
                let plain = seen(&model, SEED, world, None);
                let talked = talked(&plain);
                for &journey in talked.iter().skip(3).step_by(talked.len() / 6) {
                    let altered = seen(&model, SEED, world, Some(Alteration { journey, what: Altered::Hidden }));
                    compared += 1;
                    let first = first_difference(&plain, &altered);
                    if first.is_empty() {
                        continue;
                    }
                    differ += 1;
                    assert!(
                        begins_with(&first, journey, is_theirs),
                        "{policy} {sets:?}, world {world}: customer {journey} was altered, and the first difference is {first:?}"
                    );
                }
            }
        }
        assert!(compared >= 80 && differ * 10 >= compared * 9, "{differ} of {compared}");
    }

    /// Whether what differs first is of this kind and with this customer, and nothing else with this customer.
    fn begins_with(first: &[&Happened], journey: u64, is: impl Fn(&Happening) -> bool) -> bool {
        let mut own = first.iter().filter(|h| h.customer.journey == journey).peekable();
        own.peek().is_some() && own.all(|h| is(&h.what))
    }

    /// One customer's deadline is ten days later: until the day that was their last, nothing is done otherwise for anybody.
    #[test]
    fn nobody_sees_a_deadline() {
        let (mut compared, mut differ) = (0, 0);
        for (policy, sets) in SYSTEMS {
            let model = model(policy, sets);
            let plain = seen(&model, SEED, 1, None);
            let talked = talked(&plain);
            for &journey in talked.iter().skip(2).step_by(talked.len() / 12) {
                let altered = seen(&model, SEED, 1, Some(Alteration { journey, what: Altered::LaterDeadline }));
                compared += 1;
                let first = first_difference(&plain, &altered);
                if first.is_empty() {
                    continue;
                }
                differ += 1;
                assert!(
                    begins_with(&first, journey, |h| matches!(h, Happening::Ended { .. } | Happening::DecidedAlone)),
                    "{policy} {sets:?}: customer {journey} was altered, and the first difference is {first:?}"
                );
            }
        }
        assert!(compared >= 150 && differ * 10 >= compared, "{differ} of {compared}");
    }
}

mod rules_of_the_house {
    use super::*;

    fn files(folder: &str) -> Vec<(PathBuf, String)> {
        let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
        let mut found = Vec::new();
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|e| e == "rs") {
                    let text = std::fs::read_to_string(&path).unwrap();
                    found.push((path, text));
                }
            }
        }
        assert!(!found.is_empty());
        found
    }

    /// Lines of code, without comments.
    fn code(text: &str) -> impl Iterator<Item = &str> {
        text.lines().map(|line| line.split("//").next().unwrap_or("")).filter(|line| !line.trim().is_empty())
    }

    fn words(text: &str) -> impl Iterator<Item = String> {
        text.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| !word.is_empty()).map(str::to_lowercase)
    }

    /// A choice sees beliefs: nothing of the customer's side but the number of places in a group.
    #[test]
    fn policies_know_nothing_of_the_market() {
        let hidden =
            ["market", "journey", "Journey", "BuyingGroup", "Stakeholder", "Simulation", "JourneySlot", "possible", "joint_surplus"];
        for (path, text) in files("src/policy") {
            for line in code(&text) {
                let rest = line.replace("crate::market::journey::MOST_PEOPLE", "");
                for word in hidden {
                    assert!(!rest.contains(word), "{}: {line}", path.display());
                }
            }
        }
    }

    /// What a journey came to is computed without knowing how we are organised.
    #[test]
    fn outcomes_know_nothing_of_policies() {
        let forbidden =
            ["policy", "policies", "organisation", "coverage", "routing", "hero", "team", "sequencing", "handover", "qualification"];
        let mut found = 0;
        for (path, text) in files("src/outcome") {
            for line in code(&text) {
                for word in words(line) {
                    assert!(!forbidden.contains(&word.as_str()), "{}: {line}", path.display());
                }
            }
            let Some(worth) = text.split("fn worth(").nth(1).and_then(|rest| rest.split("\n    }\n").next()) else { continue };
            found += 1;
            for word in ["pool", "crew", "profile", "role", "skill", "belief"] {
                assert!(!worth.contains(word), "{}: the worth of a deal reads {word}", path.display());
            }
        }
        assert_eq!(found, 1);
    }

    #[test]
    fn the_engine_has_no_word_of_sales() {
        let sales = [
            "customer",
            "customers",
            "seller",
            "sellers",
            "sales",
            "sell",
            "sold",
            "buy",
            "buyer",
            "buyers",
            "buying",
            "deal",
            "deals",
            "lead",
            "leads",
            "opportunity",
            "opportunities",
            "journey",
            "journeys",
            "stakeholder",
            "stakeholders",
            "qualification",
            "dialogue",
            "pipeline",
            "market",
            "provider",
            "policy",
            "price",
            "revenue",
            "negotiate",
            "prospect",
        ];
        for (path, text) in files("src/engine") {
            // Its pages may speak of customers as queueing theory does.
            let pages = text.lines().map(|line| line.replace("ustomers", "").replace("ustomer", ""));
            for line in pages.chain(code(&text).map(str::to_string)) {
                for word in words(&line) {
                    assert!(!sales.contains(&word.as_str()), "{}: {line}", path.display());
                }
            }
        }
    }
}
