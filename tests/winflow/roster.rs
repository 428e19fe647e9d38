//! People by name and from a file, pods and patches: who they are, what they have, whom they serve.

use crate::common::{Sandbox, code, stderr, stdout};
use crate::happened::{Trace, worker};
use crate::worlds::{model_of, run_model};
use std::collections::BTreeSet;
use std::fs;
use winflow::measure::{EmploymentRecord, Record};
use winflow::scenario::{Problems, Scenario, load, load_text};
use winflow::world::happening::Happening;

const SHORT: &str = "[time]\nyears = 1\nwarm_up_weeks = 8\nrun_out_years = 1\n";

fn firm(text: &str) -> Result<Scenario, Problems> {
    Ok(load_text("firm.toml", text)?.scenario)
}

/// Sellers by name over the market `mid`.
fn sellers(people: &str) -> Scenario {
    firm(&format!("extends = \"mid\"\n{SHORT}{people}")).expect("a firm")
}

fn people_of(record: &Record) -> &[EmploymentRecord] {
    &record.employments
}

/// To name everybody, and say nothing else of them, gives people of the same kind, of whom each keeps what is drawn for the name.
#[test]
fn who_is_named_keeps_what_is_theirs_whatever_becomes_of_others() {
    let named = |names: &[&str]| {
        let people: String = names.iter().map(|name| format!("[person.{name}]\nrole = \"seller\"\n")).collect();
        let record = model_of(&sellers(&format!(
            "{people}[role.seller]\nquits_per_year = 0\n[learning]\nby_doing = 0\nskill_half_life_years = 0\n"
        )))
        .run(5, 0);
        people_of(&record).iter().map(|one| one.skill).collect::<Vec<f64>>()
    };
    let all = named(&["anna", "bob", "cem", "dora"]);
    assert_eq!(all.len(), 4, "those who are named are counted, not the twelve of the market");
    // The domain in which somebody is at home goes by their place; in the first place it is the same.
    assert_eq!(named(&["anna", "cem"])[0], all[0]);
    assert_ne!(all[0], all[1]);
}

#[test]
fn a_file_of_people_says_what_each_has() {
    let sandbox = Sandbox::new();
    let file = "Name;Role;Start;End;Hours per week;Quota;OTE;Pod\n\
                Anna Müller;ae;2019-03-01;;40;\"900.000 €\";140.000;north\n\
                Bob;AE;2023-12-01;30.09.2024;20;;;\n\
                Open post;ae;01.05.2024;;;;;north\n\
                Old Hand;ae;;31.12.2022;;;;\n";
    fs::write(sandbox.path("people.csv"), file.replace("2019-03-01", "01.03.2019").replace("2023-12-01", "01.12.2023")).expect("written");
    let text = format!(
        "extends = \"mid\"\nroster = \"people.csv\"\n{SHORT}[role.ae]\nquits_per_year = 0\n[role.seller]\npeople = 2\n[pod.north]\npeople = [\"ae=2\"]\n"
    );
    fs::write(sandbox.path("firm.toml"), text).expect("written");
    let path = sandbox.path("firm.toml").to_string_lossy().into_owned();
    let loaded = load(&path, &[], &[]).expect("a firm");
    let scenario = &loaded.scenario;
    assert_eq!(
        (scenario.role.get("ae").map(|role| role.people), scenario.role.get("seller").map(|role| role.people)),
        (Some(2.0), Some(2.0))
    );
    let anna = scenario.person.get("anna-müller").expect("she is there");
    assert_eq!((anna.name.as_str(), anna.starts.as_str(), anna.hours_per_week), ("Anna Müller", "2019-03-01", 40.0));
    assert_eq!((anna.bookings_target, anna.on_target_earnings), (900_000.0, 140_000.0));
    assert_eq!(scenario.person.get("bob").map(|bob| bob.ends.as_str()), Some("2024-09-30"));
    assert!(scenario.person.get("old-hand").is_none() && loaded.warnings.iter().any(|note| note.message.contains("Old Hand")));
    assert_eq!(loaded.origin("person.bob.role").map(|place| (place.line, place.column)), Some((3, 1)));
    let record = model_of(scenario).run(1, 0);
    let days: Vec<(Option<f64>, Option<f64>)> = people_of(&record).iter().map(|one| (one.started_days, one.ended_days)).collect();
    let role_of = |record: &EmploymentRecord| scenario.role.entries[usize::from(record.role)].0.clone();
    let of_ae: Vec<_> = people_of(&record).iter().zip(days).filter(|(one, _)| role_of(one) == "ae").map(|(_, days)| days).collect();
    // 2019-03-01 is 1767 days, 2023-12-01 31 days before 2024; the 30th of September is day 273, the 1st of May day 121.
    assert_eq!(of_ae, [(Some(-1767.0), None), (Some(-31.0), Some(273.0)), (Some(121.0), None)]);
    let half: Vec<f64> = people_of(&record).iter().filter(|one| role_of(one) == "ae").map(|one| one.pay).collect();
    let usual = scenario.role.get("ae").expect("ae");
    let base = 1.0 - scenario.plan.get("standard").map_or(0.0, |plan| 1.0 - plan.base_share);
    let year = 366.0 / 365.25;
    assert!((half[1] - 0.5 * usual.on_target_earnings * base * 273.0 / 365.25).abs() < 2.0 * year, "{half:?}");
    let run = sandbox.run(&["run", "firm.toml", "--worlds", "2", "--out", "out"]);
    assert_eq!(code(&run), 0, "{}", stderr(&run));
    let table = fs::read_to_string(sandbox.path("out/firm/people.csv")).expect("a table");
    assert!(table.lines().any(|line| line.ends_with(",Anna Müller")) && table.lines().any(|line| line.ends_with(",Open post")), "{table}");
    let page = sandbox.run(&["report", "out/firm"]);
    assert_eq!(code(&page), 0, "{}", stderr(&page));
}

#[test]
fn what_is_wrong_with_a_file_of_people_is_told_all_at_once() {
    let sandbox = Sandbox::new();
    let file = "name,role,start,quota,hours\nAnna,aee,2024-01-01,-5,40\nAnna,ae,soon,900000,40\n,ae,,,\n\nBob,,,,x\n";
    fs::write(sandbox.path("people.csv"), file).expect("written");
    fs::write(sandbox.path("firm.toml"), "extends = \"mid\"\nroster = \"people.csv\"\n[role.ae]\n").expect("written");
    let check = sandbox.run(&["check", "firm.toml"]);
    let said = stderr(&check);
    assert_eq!(code(&check), 3, "{said}");
    for part in [
        "people.csv:2:1: \"aee\" in the column \"role\" is not a role in this firm",
        "Did you mean ae?",
        "people.csv:3:1: \"Anna\" in the column \"name\" is in line 2 already",
        "people.csv:4:1: \"\" in the column \"name\" is no name",
        "people.csv:6:1: \"Bob\" has no role",
    ] {
        assert!(said.contains(part), "{part} is missing in {said}");
    }
    fs::write(sandbox.path("nobody.toml"), "extends = \"mid\"\nroster = \"no.csv\"\n").expect("written");
    let missing = stderr(&sandbox.run(&["check", "nobody.toml"]));
    assert!(missing.contains("no.csv"), "{missing}");
    for (text, part) in [
        ("roster = 3\n", "roster has to be a file"),
        ("roster = { date_format = \"dd/MM/yyyy\" }\n", "roster names no file"),
        ("roster = { file = \"people.csv\", date_format = \"whenever\" }\n", "no way to write dates"),
        ("[person.eve]\nrole = \"sellr\"\n", "person.eve.role = \"sellr\" is not a role"),
        ("[person.eve]\n", "person.eve has no role"),
        ("[person.eve]\nrole = \"seller\"\nstarts = \"quarter 5\"\n", "there is no quarter 5"),
        ("[person.eve]\nrole = \"seller\"\nstarts = \"2024-05-01\"\nends = \"2024-04-01\"\n", "is not after starts"),
        ("[person.eve]\nrole = \"seller\"\nends = \"2023-04-01\"\n", "is before the window begins"),
        ("[person.eve]\nrole = \"seller\"\nplan = \"none\"\n", "is not a plan"),
        ("[person.eve]\nrole = \"seller\"\npod = \"none\"\n", "is not a pod"),
        ("[person.eve]\nrole = \"seller\"\npatch = \"none\"\n", "is not a patch"),
        ("[person.a]\nrole = \"seller\"\n[person.b]\nrole = \"seller\"\n[role.seller]\npeople = 1\n", "but 2 of them are named"),
        ("[person.eve]\nrole = \"seller\"\naway = [\"2024-05-09 to 2024-05-01\"]\n", "ends before it begins"),
        ("[person.eve]\nrole = \"seller\"\naway = [\"soon\"]\n", "person.eve.away: \"soon\" is not a date"),
        ("[role.seller]\npart_shares = [0.5, 0.5]\n", "has 2 shares for 3 parts"),
        ("[role.crew]\npeople = 1\ndelivers = [\"standrd\"]\n", "\"standrd\", which is not an offering"),
        ("[offering.standard]\ndelivery_hours = 20\n", "nobody delivers standard"),
        ("[activity.workshop]\nroles = [\"engineer\"]\n", "activity.workshop.roles = \"engineer\" is not a role"),
        ("[pod.x]\npeople = [\"sellr=2\"]\n", "\"sellr\" is not a role"),
        ("[pod.x]\npeople = [\"seller=x\"]\n", "is no role and number"),
        ("[patch.x]\nsegment = \"md\"\n", "patch.x.segment = \"md\" is not a segment"),
        ("[patch.x]\nsegment = \"mid\"\nshare = 0.7\n[patch.y]\nsegment = \"mid\"\nshare = 0.4\n", "have 110 % of its accounts"),
        ("[patch.x]\nsegment = \"mid\"\nowner = \"nobody\"\n", "is no person, no pod and no role"),
        ("[event.e]\nat = \"week 3\"\nleave = [\"Nobody\"]\n", "there is nobody called \"Nobody\""),
    ] {
        let why = firm(&format!("extends = \"mid\"\n{text}")).map(|_| ()).expect_err(text).to_string();
        assert!(why.contains(part), "{text}: {why}");
    }
}

/// The same name however its letters were typed; when somebody is away; and what is said of somebody who has left long ago is about nobody.
#[test]
fn names_are_the_same_however_they_are_typed() {
    let sandbox = Sandbox::new();
    let file = "name,role,end,away\nMu\u{308}ller,seller,,2024-07-01 to 2024-07-19; 2024-12-24\nOld Hand,seller,2022-12-31,\n";
    fs::write(sandbox.path("people.csv"), file).expect("written");
    let text = "extends = \"mid\"\nroster = \"people.csv\"\n[person.\"m\u{fc}ller\"]\nskill = 2\n[person.old-hand]\nskill = 3\n";
    fs::write(sandbox.path("firm.toml"), text).expect("written");
    let loaded = load(&sandbox.path("firm.toml").to_string_lossy(), &[], &[]).expect("a firm");
    let names: Vec<&str> = loaded.scenario.person.names().collect();
    assert_eq!(names, ["m\u{fc}ller"]);
    let member = loaded.scenario.person.get("m\u{fc}ller").expect("somebody");
    assert_eq!((member.skill, member.away.len()), (2.0, 2));
    // The 1st of July is day 182, the 19th ends with day 200; the 24th of December is day 358.
    assert_eq!(member.absences(&loaded.scenario.time), Ok(vec![(182.0 * 24.0, 201.0 * 24.0), (358.0 * 24.0, 359.0 * 24.0)]));
}

/// A leaver by name is that person, whatever the number; before the day they do not quit by chance.
#[test]
fn somebody_leaves_by_name() {
    let text = "[person.anna]\nrole = \"seller\"\n[person.bob]\nrole = \"seller\"\n[role.seller]\nquits_per_year = 5\n\
                [event.gone]\nat = \"2024-05-01\"\nleave = [\"Anna\"]\nbackfill = false\n";
    let record = model_of(&sellers(text)).run(3, 0);
    let anna: Vec<_> = people_of(&record).iter().filter(|one| one.person.number() == 0).collect();
    assert_eq!((anna.len(), anna[0].ended_days), (1, Some(121.0)));
    assert!(people_of(&record).iter().filter(|one| one.person.number() == 1).count() > 1, "the other comes and goes");
    assert_eq!(record.check.violation(), None);
}

const PODS: &str = "[role.seller]\npeople = 0\n[role.ae]\nquits_per_year = 0\npeople = 4\nparts = [\"flow\"]\n[role.sdr]\nquits_per_year = 0\npeople = 2\nparts = [\"dialogue\", \"qualification\"]\n\
                    [role.se]\nquits_per_year = 0\npeople = 2\nassists = [\"design\"]\n";

/// What the developer of a pod lets in is kept by a seller of the pod, and its specialist assists.
#[test]
fn a_pod_serves_its_customers() {
    let firm = |pods: &str| firm(&format!("extends = \"mid\"\n{SHORT}{PODS}{pods}")).expect("a firm");
    // The second seller is of the first pod, too: seats are dealt in their order.
    let pod_of = |name: &str, nth: usize| if name == "ae" { (nth - 1) / 2 } else { nth - 1 };
    let crossings = |scenario: &Scenario| {
        let trace = Trace::follow(&model_of(scenario), 5, 0);
        let seats: Vec<(usize, usize)> = [("ae", 4), ("sdr", 2), ("se", 2)]
            .into_iter()
            .flat_map(|(name, count)| (1..=count).map(move |nth| (name, nth)))
            .map(|(name, nth)| (trace.seat(name, nth), pod_of(name, nth)))
            .collect();
        let pod = |seat: usize| seats.iter().find(|(known, _)| *known == seat).expect("a seat").1;
        let (mut crossed, mut all) = (0, 0);
        for number in 0..trace.record.journeys.len() as u64 {
            let pods: BTreeSet<usize> =
                trace.with(number, |what| worker(what).is_some()).iter().filter_map(|one| worker(&one.what)).map(pod).collect();
            crossed += usize::from(pods.len() > 1);
            all += usize::from(!pods.is_empty());
        }
        (crossed, all)
    };
    let (crossed, all) = crossings(&firm("[pod.p]\npeople = [\"ae=2\", \"sdr=1\", \"se=1\"]\nnumber = 2\n"));
    assert!(crossed == 0 && all > 30, "{crossed} of {all}");
    let (crossed, all) = crossings(&firm(""));
    assert!(4 * crossed > all, "without pods everybody serves everybody: {crossed} of {all}");
    // A specialist whom no pod has is there for both.
    let shared = firm("[pod.p]\npeople = [\"ae=2\", \"sdr=1\"]\nnumber = 2\n");
    let record = model_of(&shared).run(5, 0);
    assert_eq!(record.check.violation(), None);
}

/// Customers of a patch are met by its owner; twice the potential doubles its deals, and changes no other customer.
#[test]
fn a_patch_is_its_owners() {
    let text = |patch: &str| {
        format!(
            "[person.anna]\nrole = \"seller\"\n[person.bob]\nrole = \"seller\"\n[role.seller]\nquits_per_year = 0\n[dialogue]\nprospect_below = 0\n{patch}"
        )
    };
    let patch = |potential: &str| text(&format!("[patch.north]\nsegment = \"mid\"\nshare = 1\nowner = \"Anna\"\n{potential}"));
    let whose = |text: &str| {
        let record = model_of(&sellers(text)).run(2, 0);
        let hours: Vec<f64> = people_of(&record).iter().map(|one| one.hours).collect();
        (hours, record.journeys.iter().map(|journey| journey.amount).collect::<Vec<f64>>())
    };
    let (hours, amounts) = whose(&patch(""));
    assert!(hours[0] > 100.0 && hours[1] < 0.3 * hours[0], "the other only prospects: {hours:?}");
    let (hours, _) = whose(&text(""));
    assert!(hours[1] > 0.5 * hours[0], "{hours:?}");
    let (_, doubled) = whose(&patch("potential = 2\n"));
    let ratios: Vec<f64> = amounts.iter().zip(&doubled).map(|(one, other)| other / one).collect();
    assert!(ratios.iter().filter(|ratio| (**ratio - 2.0).abs() < 0.2).count() * 10 > 9 * ratios.len(), "{ratios:?}");
    let named = text("[patch.north]\nsegment = \"mid\"\nshare = 1\n").replace("[person.anna]\n", "[person.anna]\npatch = \"north\"\n");
    assert!(whose(&named).0[1] < 0.3 * whose(&named).0[0], "the owner may name the patch");
}

/// In teams of three, one who is hired shares the leads by head, and the firm does not sell less for it.
#[test]
fn a_hire_into_teams_takes_a_share_by_head() {
    let text = |event: &str| {
        format!(
            "extends = [\"small\", \"team\"]\nmarket_scale = 0.8\n[time]\nyears = 1\nstart = \"loaded\"\n[role.seller]\npeople = 8\nquits_per_year = 0\n{event}"
        )
    };
    let revenue = |event: &str| {
        let records = run_model(&model_of(&firm(&text(event)).expect("a firm")), 1, 12);
        records.iter().flat_map(|record| &record.deals).map(|deal| deal.price).sum::<f64>()
    };
    let (without, with) = (revenue(""), revenue("[event.h]\nat = \"month 1\"\nhire = [\"seller=1\"]\n"));
    assert!(with > 0.99 * without, "{without} {with}");
}

/// When the last who assists is gone for good, whoever keeps the customer does their steps.
#[test]
fn without_specialists_sellers_do_it_themselves() {
    let text = |event: &str| {
        format!(
            "extends = \"small\"\n{SHORT}[role.seller]\npeople = 5\nquits_per_year = 0\n[role.engineer]\npeople = 1\nquits_per_year = 0\nassists = [\"design\", \"workshop\"]\n{event}"
        )
    };
    let late = |event: &str| {
        let records = run_model(&model_of(&firm(&text(event)).expect("a firm")), 1, 8);
        let late = |record: &&winflow::measure::DealRecord| record.closed_days > 270.0;
        records.iter().flat_map(|record| &record.deals).filter(late).count()
    };
    let (stays, gone) = (late(""), late("[event.se]\nat = \"quarter 2\"\nleave = [\"any engineer\"]\nbackfill = false\n"));
    assert!(2 * gone > stays, "{stays} {gone}");
}

/// In a freeze that begins on the day, the search for a successor waits as well.
#[test]
fn a_freeze_holds_for_who_leaves_on_its_first_day() {
    let event = "[event.a]\nat = \"month 3\"\nuntil = \"month 9\"\nhiring_freeze = true\nleave = [\"seller 1\"]\n";
    let record = model_of(&sellers(&format!("[role.seller]\nquits_per_year = 0\n{event}"))).run(1, 0);
    let successor = people_of(&record).iter().find(|one| one.holder == 2).expect("a successor");
    // Month 9 begins on day 244, and 60 days of search follow.
    assert_eq!(successor.started_days, Some(304.0));
}

#[test]
fn a_roster_changes_with_settings_and_overlays() {
    let sandbox = Sandbox::new();
    fs::write(sandbox.path("people.csv"), "name,role\nAnna,seller\nBob,seller\n").expect("written");
    fs::write(sandbox.path("firm.toml"), format!("extends = \"mid\"\nroster = \"people.csv\"\n{SHORT}")).expect("written");
    let path = sandbox.path("firm.toml").to_string_lossy().into_owned();
    let people = |sets: &[&str]| {
        let sets: Vec<String> = sets.iter().map(|set| set.to_string()).collect();
        load(&path, &[], &sets).expect("a firm").scenario.role.get("seller").map(|role| role.people)
    };
    assert_eq!((people(&[]), people(&["role.seller.people=+2"])), (Some(2.0), Some(4.0)));
    let refused = stderr(&sandbox.run(&["check", "firm.toml", "--set", "roster=other.csv"]));
    assert!(refused.contains("cannot be set here"), "{refused}");
    let compared = sandbox.run(&["compare", "firm.toml", "--with", "hiring:seller=1", "--worlds", "2", "--as-described"]);
    assert_eq!(code(&compared), 0, "{}", stderr(&compared));
    assert!(stdout(&compared).contains("role.seller.people"), "{}", stdout(&compared));
}

/// The number of people follows whoever is named: it replaces that of a built-in firm, keeps one of the user's own, and moves with whoever changes
/// roles or comes later than was said.
#[test]
fn the_number_of_people_follows_whoever_is_named() {
    let sandbox = Sandbox::new();
    let people = |overlays: &[&str], sets: &[&str], role: &str| {
        let path = |name: &&str| if name.ends_with(".toml") { sandbox.path(name).to_string_lossy().into_owned() } else { name.to_string() };
        let overlays: Vec<String> = overlays.iter().map(path).collect();
        let sets: Vec<String> = sets.iter().map(|set| set.to_string()).collect();
        let loaded = load(&overlays[0], &overlays[1..], &sets).expect("a firm");
        loaded.scenario.role.get(role).map_or(0.0, |role| role.people)
    };
    let file = |name: &str, text: &str| fs::write(sandbox.path(name), text).expect("written");
    let two = "[person.anna]\nrole = \"seller\"\n[person.bob]\nrole = \"seller\"\n";
    file("own.toml", &format!("extends = \"mid\"\n[role.seller]\npeople = 5\n{two}"));
    file("two.toml", &format!("extends = \"mid\"\n{two}"));
    file("skill.toml", "[person.anna]\nskill = 1.8\n");
    file("move.toml", "[role.ae]\n[person.anna]\nrole = \"ae\"\n");
    assert_eq!((people(&["own.toml"], &[], "seller"), people(&["two.toml"], &[], "seller")), (5.0, 2.0));
    assert_eq!(people(&["own.toml", "hiring:seller=3", "skill.toml"], &[], "seller"), 8.0);
    assert_eq!((people(&["two.toml", "move.toml"], &[], "seller"), people(&["two.toml", "move.toml"], &[], "ae")), (1.0, 1.0));
    assert_eq!(people(&["two.toml"], &["person.bob.starts=2024-06-01"], "seller"), 1.0);
    file("later.toml", &format!("extends = \"mid\"\n{two}starts = \"2024-06-01\"\n"));
    assert_eq!((people(&["later.toml"], &[], "seller"), people(&["later.toml"], &["time.window_start=2025-01-01"], "seller")), (1.0, 2.0));
}

/// Sellers seek dialogues in all of their own patches, and not in those of others.
#[test]
fn nobody_seeks_in_the_patch_of_another() {
    let text = "[person.anna]\nrole = \"seller\"\n[person.bob]\nrole = \"seller\"\n[person.carl]\nrole = \"seller\"\n[role.seller]\nquits_per_year = 0\n\
                [channel.web]\nleads_per_year = 0\n\
                [patch.a]\nsegment = \"mid\"\nshare = 0.2\nowner = \"Anna\"\n[patch.b]\nsegment = \"mid\"\nshare = 0.3\nowner = \"Anna\"\n";
    for start in ["", "start = \"loaded\"\n"] {
        let firm = firm(&format!("extends = \"mid\"\n{SHORT}{start}{text}")).expect("a firm");
        let model = model_of(&firm);
        let trace = Trace::follow(&model, 4, 0);
        let accounts = f64::from(model.plan().accounts.raw[0]);
        let (mut own, mut second) = (0, 0);
        for happened in &trace.happened {
            let Happening::StepBegun { person, .. } = happened.what else { continue };
            let place = f64::from(happened.customer.account.number()) / accounts;
            if place < 0.499 {
                assert_eq!(person.number(), 0, "{start}: {happened:?}");
                own += 1;
                second += usize::from(place > 0.201);
            }
        }
        assert!(own > 5 && second > 2, "{own} {second}");
    }
}

#[test]
fn far_dates_shares_and_names_like_words_are_understood() {
    let sandbox = Sandbox::new();
    let file = "name,role,start,FTE\nAnna,seller,,30%\nBob,seller,9999-12-31,100%\nSeller 3,seller,,\n\u{130}pek,seller,2024-06-01,\n";
    fs::write(sandbox.path("people.csv"), file).expect("written");
    let text = format!(
        "extends = \"mid\"\nroster = \"people.csv\"\n{SHORT}[event.e]\nat = \"week 9\"\nleave = [\"Seller 3\"]\nbackfill = false\n"
    );
    fs::write(sandbox.path("firm.toml"), &text).expect("written");
    let loaded = load(&sandbox.path("firm.toml").to_string_lossy(), &[], &[]).expect("a firm");
    assert_eq!(loaded.scenario.person.get("anna").map(|anna| anna.hours_per_week), Some(12.0));
    assert!(loaded.scenario.person.get("ipek").is_some());
    let run = sandbox.run(&["run", "firm.toml", "--worlds", "2", "--out", "out"]);
    assert_eq!(code(&run), 0, "{}", stderr(&run));
    let page = sandbox.run(&["report", "out/firm"]);
    assert_eq!(code(&page), 0, "{}", stderr(&page));
    for (leave, part) in [
        ("leave = [\"İpek\"]", "starts later than that"),
        ("leave = [\"Anna\"]\n[event.f]\nat = \"week 20\"\nleave = [\"anna\"]", "leaves in event.e already"),
    ] {
        fs::write(sandbox.path("firm.toml"), text.replace("leave = [\"Seller 3\"]", leave)).expect("written");
        let said = stderr(&sandbox.run(&["check", "firm.toml"]));
        assert!(said.contains(part), "{leave}: {said}");
    }
}

/// A quarter in which nothing is expected yet has a tenth of the quota, and the world goes on.
#[test]
fn a_quota_of_a_quarter_without_any_expectation_is_no_trap() {
    let text = "extends = [\"mid\", \"commission\"]\n[time]\nyears = 1\n[role.seller]\npeople = 4\nquits_per_year = 0\nquota_ramps = true\nramp = [0, 0, 30, 60, 90, 100]\n[event.h]\nat = \"2024-03-04\"\nhire = [\"seller=2\"]\n";
    let record = model_of(&firm(text).expect("a firm")).run(1, 0);
    assert_eq!(record.check.violation(), None);
    assert!(record.periods.iter().all(|period| period.quota.is_finite() && period.variable_pay.is_finite()));
}

/// Absences have dates as the file writes its others, several in a cell.
#[test]
fn absences_of_a_roster_follow_the_dates_of_the_file() {
    let sandbox = Sandbox::new();
    let file =
        "Name;Role;Start;Away\nAnna;seller;13.01.2020;01.07.2024 to 19.07.2024; \nBob;seller;;\"01.07.2024 - 14.07.2024; week 40\"\n";
    fs::write(sandbox.path("people.csv"), file.replace("; \n", "\n")).expect("written");
    fs::write(sandbox.path("firm.toml"), format!("extends = \"mid\"\nroster = \"people.csv\"\n{SHORT}")).expect("written");
    let loaded = load(&sandbox.path("firm.toml").to_string_lossy(), &[], &[]).expect("a firm");
    let away = |name: &str| loaded.scenario.person.get(name).expect("is there").away.clone();
    assert_eq!(away("anna"), ["2024-07-01 to 2024-07-19"]);
    assert_eq!(away("bob"), ["2024-07-01 to 2024-07-14", "week 40"]);
}

/// Two of one name are told apart, or refused.
#[test]
fn two_of_one_name_are_refused() {
    let said = firm(
        "extends = \"mid\"\n[person.a]\nname = \"Anna Müller\"\nrole = \"seller\"\n[person.b]\nname = \"Anna  müller\"\nrole = \"seller\"\n",
    );
    assert!(said.map(|_| ()).expect_err("twice").to_string().contains("person.b is called as person.a is"));
}

/// A policy that brings people of its own says so in a firm that has others.
#[test]
fn a_policy_that_brings_people_says_so() {
    let sandbox = Sandbox::new();
    fs::write(sandbox.path("firm.toml"), "extends = \"mid\"\n[role.seller]\npeople = 0\n[role.ae]\npeople = 9\n").expect("written");
    let warned = |base: &str| {
        let loaded = load(base, &["line".to_string()], &[]).expect("a firm");
        loaded.warnings.iter().any(|one| {
            one.message.contains(
                "people of its own are brought by line: closer (9 people), developer (3 people), beside ae (9 people); the firm grows from 9 to 21",
            )
        })
    };
    assert!(warned(&sandbox.path("firm.toml").to_string_lossy()));
    assert!(!load("mid", &["line".to_string()], &[]).expect("mid").warnings.iter().any(|one| one.message.contains("people of its own")));
}
