//! What happens on a date: the day before is as it was, and from that day on it is as it was said.

use crate::common::{Sandbox, code, stderr, stdout};
use crate::happened::Trace;
use crate::worlds::{model_of, run_model, total, value, z_between};
use winflow::measure::{EmploymentRecord, Ending, Measure, Record};
use winflow::scenario::{Scenario, load_text};
use winflow::simulation::Model;
use winflow::world::happening::{Happening, Why};

const FIRM: &str = "extends = [\"mid\", \"team\"]\n[time]\nyears = 1.0\nwarm_up_weeks = 6.0\nrun_out_years = 0.8\n";

fn firm(more: &str) -> Scenario {
    load_text("firm", &format!("{FIRM}{more}")).unwrap_or_else(|problems| panic!("{problems}\nof {more}")).scenario
}

fn model(more: &str) -> Model {
    model_of(&firm(more))
}

fn event(at: &str, more: &str) -> String {
    format!("[event.e]\nat = \"{at}\"\n{more}\n")
}

fn written(record: &Record) -> String {
    format!("{record:?}")
}

/// Everything that can be done on a date.
fn everything() -> Vec<&'static str> {
    vec![
        "set = [\"channel.web.leads_per_year=x3\"]",
        "set = [\"channel.*.leads_per_year=0\", \"dialogue.prospect_until=0\", \"dialogue.prospect_below=0\"]",
        "set = [\"offering.*.price=+10 %\"]",
        "set = [\"activity.*.done_with.delay_days=x1.5\", \"process.stance=servile\"]",
        "set = [\"role.seller.selling_share=x0.5\", \"role.*.quits_per_year=x4\"]",
        "with = [\"commission\"]",
        "with = [\"accelerator\", \"training\"]\nuntil = \"week 40\"",
        "hire = [\"seller=3\"]",
        "leave = [\"best seller\", \"weakest seller\", \"any seller\"]",
        "leave = [\"seller 2\"]\nbackfill = false\ncustomers_go_to = \"successor\"",
        "leave = [\"seller 2\"]\ncustomers_go_to = \"dropped\"",
        "hiring_freeze = true\nuntil = \"week 45\"",
        "attention_weeks = 2",
        "away = [\"best seller\", \"any seller\"]\nuntil = \"week 46\"",
        "largest_deal = \"lost\"",
        "largest_deal = \"slips\"\nslip_days = 60",
    ]
}

#[test]
fn an_event_that_changes_nothing_changes_no_byte() {
    let usual = written(&model("").run(3, 0));
    for same in
        ["set = [\"channel.web.leads_per_year=x1\"]", "set = [\"role.seller.plan=standard\"]", "with = [\"salary\"]\nuntil = \"week 30\""]
    {
        assert!(written(&model(&event("week 20", same)).run(3, 0)) == usual, "{same}");
    }
}

/// Whatever happens on a day, customers who were decided before that day were decided alike, and everything adds up.
#[test]
fn what_was_before_is_as_it_was_and_everything_adds_up() {
    let before = |record: &Record| {
        let ended = record.journeys.iter().filter(|j| j.ended_days.is_some_and(|day| day < 132.9));
        ended.map(|j| (j.number, j.ending, j.ended_days.map(f64::to_bits), j.price.to_bits())).collect::<Vec<_>>()
    };
    for policy in ["hero", "team", "line"] {
        let start = FIRM.replace("team", policy).replace("[time]", "[time]\nstart = \"loaded\"").replace("0.8", "0.5");
        let base = |more: &str| load_text("firm", &format!("{start}{more}"));
        let usual = model_of(&base("").expect("a firm").scenario).run(5, 0);
        let expected = before(&usual);
        assert!(expected.len() > 50, "{policy}: {}", expected.len());
        for what in everything() {
            // In a line others close.
            let what = if policy == "line" { what.replace("seller", "closer") } else { what.to_string() };
            let record = model_of(&base(&event("week 20", &what)).unwrap_or_else(|p| panic!("{p}")).scenario).run(5, 0);
            assert_eq!(record.check.violation(), None, "{policy}: {what}");
            assert!(before(&record) == expected, "{policy}: {what}");
            assert!(written(&record) != written(&usual), "{policy}: {what} has done nothing");
        }
    }
}

fn of_role<'r>(record: &'r Record, scenario: &Scenario, role: &str) -> Vec<&'r EmploymentRecord> {
    let position = scenario.role.position(role).expect("a role");
    record.employments.iter().filter(|one| usize::from(one.role) == position).collect()
}

/// Hired for the first of week 20, 133 days into the window: there from that day on, paid for the rest of the year, and with hours to sell.
#[test]
fn who_is_hired_starts_on_the_day_and_is_paid_from_it() {
    let (few, more) = (firm(""), firm(&event("week 20", "hire = [\"seller=2\"]")));
    let (usual, record) = (model_of(&few).run(3, 0), model_of(&more).run(3, 0));
    let sellers = of_role(&record, &more, "seller");
    let hired: Vec<&&EmploymentRecord> = sellers.iter().filter(|one| usize::from(one.person) >= 12).collect();
    assert!(hired.len() >= 2, "{}", hired.len());
    let first: Vec<_> = hired.iter().filter(|one| one.holder == 1).collect();
    assert!(first.iter().all(|one| one.started_days == Some(133.0) && one.hours > 100.0), "{first:?}");
    // A seller at a salary costs all of cost_per_year: 365.25 - 133 days of it.
    let cost = few.role.get("seller").expect("sellers").cost_per_year;
    for one in first.iter().filter(|one| one.ended_days.is_none()) {
        let base = cost * (365.25 - 133.0) / 365.25;
        assert!(one.pay <= base + 1.0 && one.pay > 0.0, "{} of {base}", one.pay);
    }
    assert_eq!((usual.people.len(), record.people.len()), (12, 14));
}

/// The sooner two more are there, the more is sold: on the first day, in the middle, never.
#[test]
fn an_earlier_hire_brings_more() {
    let of = |more: &str| run_model(&model(&format!("[role.seller]\npeople = 5\nquits_per_year = 0\n{more}")), 9, 24);
    let (early, late, never) = (of(&event("week 1", "hire = [\"seller=3\"]")), of(&event("week 30", "hire = [\"seller=3\"]")), of(""));
    let hours = |record: &Record| record.people.iter().map(|p| p.hours).sum::<f64>();
    assert!(z_between("hours, early against late", &late, &early, hours) > 4.0);
    assert!(z_between("hours, late against never", &never, &late, hours) > 4.0);
    let deals = |record: &Record| value(record, Measure::DealsPerMonth);
    assert!(z_between("deals, early against never", &never, &early, deals) > 2.5);
}

/// Seller 3 gives notice on the first day of week 20, and the post stays empty or is filled after 60 days.
#[test]
fn who_leaves_is_gone_and_the_post_is_filled_or_not() {
    let quiet = "[role.seller]\nquits_per_year = 0\nhiring_days = 60\n";
    let employments = |more: &str| {
        let scenario = firm(&format!("{quiet}{}", event("week 20", more)));
        let record = model_of(&scenario).run(3, 0);
        let seat = of_role(&record, &scenario, "seller")[2].person;
        record.employments.iter().filter(|one| one.person == seat).map(|one| (one.started_days, one.ended_days)).collect::<Vec<_>>()
    };
    assert_eq!(employments("leave = [\"seller 3\"]"), [(None, Some(133.0)), (Some(193.0), None)]);
    assert_eq!(employments("leave = [\"seller 3\"]\nbackfill = false"), [(None, Some(133.0))]);
    let frozen = "leave = [\"seller 3\"]\nhiring_freeze = true\nuntil = \"week 30\"";
    assert_eq!(employments(frozen).len(), 2);
}

/// A post that falls empty during a freeze is looked for from its end on: week 30 begins on day 203, and 60 days later is day 263.
#[test]
fn in_a_freeze_the_search_waits_for_its_end() {
    let text = "[role.seller]\nquits_per_year = 0\nhiring_days = 60\n[event.stop]\nat = \"week 10\"\nuntil = \"week 30\"\nhiring_freeze = true\n[event.go]\nat = \"week 20\"\nleave = [\"seller 3\"]\n";
    let record = model(text).run(3, 0);
    let started: Vec<f64> = record.employments.iter().filter_map(|one| one.started_days).collect();
    assert_eq!(started, [263.0]);
}

/// Best and weakest are of those who are there; under the same seed the lot falls alike in every firm.
#[test]
fn best_and_weakest_differ_and_the_lot_is_the_same_everywhere() {
    let left = |policy: &str, who: &str| {
        let text =
            FIRM.replace("team", policy) + "[role.seller]\nquits_per_year = 0\n" + &event("week 20", &format!("leave = [\"{who}\"]"));
        let record = model_of(&load_text("firm", &text).expect("a firm").scenario).run(3, 1);
        let left: Vec<usize> =
            record.employments.iter().filter(|one| one.ended_days.is_some()).map(|one| usize::from(one.person)).collect();
        assert_eq!(left.len(), 1, "{policy} {who}");
        left[0]
    };
    assert_ne!(left("team", "best seller"), left("team", "weakest seller"));
    assert_eq!(left("team", "any seller"), left("hero", "any seller"));
}

/// From the second quarter on paid by commission: nothing variable before, and something after; the books balance.
#[test]
fn a_pay_plan_changes_for_the_rest_of_the_year_and_the_books_balance() {
    let text = format!("[role.seller]\nquits_per_year = 0\n{}", event("quarter 3", "with = [\"commission\"]"));
    let record = model(&text).run(3, 0);
    assert_eq!(record.check.violation(), None);
    let before: f64 = record.periods.iter().filter(|p| p.ends_days <= 182.0 + 1e-6).map(|p| p.variable_pay).sum();
    let after: f64 = record.periods.iter().filter(|p| p.ends_days > 182.0 + 1e-6).map(|p| p.variable_pay).sum();
    assert!(before == 0.0 && after > 0.0, "{before} {after}");
    assert!(record.people.iter().all(|p| p.pay > 0.0));
    assert_eq!(
        record.employments.iter().filter(|one| one.ended_days.is_some() || one.started_days.is_some()).count(),
        0,
        "nobody came or went"
    );
}

/// In the middle of a quarter the old plan pays for its part of it: everybody has two dues for that quarter, whose shares add up to one.
#[test]
fn a_plan_that_changes_within_a_quarter_is_settled_by_shares_of_it() {
    let text = format!(
        "[role.seller]\nquits_per_year = 0\n[plan.standard]\nbase_share = 0.5\n{}",
        event("2024-05-16", "with = [\"accelerator\"]")
    );
    let record = model(&text).run(3, 0);
    assert_eq!(record.check.violation(), None);
    for person in 0..12 {
        let shares: Vec<f64> = record
            .periods
            .iter()
            .filter(|p| usize::from(p.person) == person && (91.0..=182.1).contains(&p.ends_days) && p.ends_days > 91.1)
            .map(|p| p.share)
            .collect();
        assert!(shares.len() == 2 && (shares.iter().sum::<f64>() - 1.0).abs() < 1e-9, "{person}: {shares:?}");
    }
}

#[test]
fn the_largest_open_deal_is_lost_or_slips() {
    let is_lost = model(&event("week 20", "largest_deal = \"lost\""));
    let lost = Trace::follow(&is_lost, 3, 0);
    let day = is_lost.plan().window_start + 24.0 * 133.0;
    let stopped: Vec<_> = lost
        .happened
        .iter()
        .filter(|h| h.at_hours == day && matches!(h.what, Happening::Ended { ending: Ending::ProjectStopped, why: Why::ProjectStopped }))
        .collect();
    assert_eq!(stopped.len(), 1);
    let slipped = Trace::follow(&model(&event("week 20", "largest_deal = \"slips\"\nslip_days = 60")), 3, 0);
    let put_off: Vec<_> = slipped.happened.iter().filter(|h| matches!(h.what, Happening::Slips { .. })).collect();
    assert_eq!((put_off.len(), put_off[0].customer.journey), (1, stopped[0].customer.journey), "the same deal");
    let journey = put_off[0].customer.journey;
    let quiet =
        |h: &&winflow::world::happening::Happened| h.customer.journey == journey && h.at_hours > day && h.at_hours < day + 24.0 * 60.0;
    assert!(slipped.happened.iter().filter(quiet).all(|h| !matches!(h.what, Happening::ReadyFor { .. } | Happening::Decided { .. })));
}

/// Two weeks are gone for everybody: in the two weeks after it, next to nothing is done.
#[test]
fn attention_that_goes_is_time_in_which_nothing_is_sold() {
    let started = |more: &str| {
        let model = model(&format!("[role.seller]\nquits_per_year = 0\n{more}"));
        let trace = Trace::follow(&model, 3, 0);
        let day = model.plan().window_start + 24.0 * 133.0;
        let within = |h: &&winflow::world::happening::Happened| h.at_hours >= day && h.at_hours < day + 24.0 * 12.0;
        trace.happened.iter().filter(within).filter(|h| matches!(h.what, Happening::StepBegun { .. })).count()
    };
    let (usual, gone) = (started(""), started(&event("week 20", "attention_weeks = 2")));
    assert!(gone * 5 < usual, "{gone} {usual}");
}

/// Prices, delays and volumes that change in the middle of the year show in its second half.
#[test]
fn settings_that_change_show_from_then_on() {
    let of = |more: &str| run_model(&model(more), 9, 12);
    let usual = of("");
    let priced = of(&event("month 7", "set = [\"offering.*.price=x1.2\"]"));
    let price = |records: &[Record], from: f64, to: f64| {
        let deals = records.iter().flat_map(|r| r.deals.iter()).filter(|d| (from..to).contains(&d.closed_days));
        let (sum, n) = deals.fold((0.0, 0.0), |(sum, n), d| (sum + d.list_price, n + 1.0));
        sum / n
    };
    assert_eq!(price(&usual, 0.0, 181.9).to_bits(), price(&priced, 0.0, 181.9).to_bits());
    let late = price(&priced, 182.0, 365.0) / price(&usual, 182.0, 365.0);
    assert!(late > 1.05, "{late}");
    let dry = of(&event("month 7", "set = [\"channel.*.leads_per_year=0\", \"dialogue.prospect_until=0\", \"dialogue.prospect_below=0\"]"));
    assert!(total(&dry, Measure::DialoguesPerMonth) < 0.75 * total(&usual, Measure::DialoguesPerMonth));
}

#[test]
fn what_makes_no_sense_is_refused_with_line_and_cure() {
    let sandbox = Sandbox::new();
    for (text, parts) in [
        (
            "at = \"2023-12-01\"\nhire = [\"seller\"]",
            &["firm.toml:7:6", "is 31 days before the measured window begins", "Take a later date"][..],
        ),
        ("at = \"2026-12-01\"\nhire = [\"seller\"]", &["after the measured window ends", "Take an earlier date"]),
        ("at = \"quarter 5\"\nhire = [\"seller\"]", &["there is no quarter 5 in a year", "year 2 quarter 1"]),
        ("hire = [\"seller\"]", &["there is no date", "Write a date"]),
        ("at = \"week 3\"\nhire = [\"closer=2\"]", &["\"closer\" is not a role", "There is only seller"]),
        ("at = \"week 3\"\nhire = [\"seller=-2\"]", &["is not a role and a number of people", "seller=2"]),
        ("at = \"week 3\"\nleave = [\"seller 99\"]", &["there is no seller 99", "numbered 1 to 12"]),
        ("at = \"week 3\"\nleave = [\"seller\"]", &["there is nobody called", "best seller"]),
        ("at = \"week 3\"\nleave = [\"seller 2\"]\n[event.f]\nat = \"week 9\"\nleave = [\"seller 2\"]", &["leaves in event.e already"]),
        ("at = \"week 3\"\nuntil = \"week 2\"\nhiring_freeze = true", &["is not after at"]),
        ("at = \"week 3\"\nset = [\"role.seller.people=+2\"]", &["role.seller.people cannot change in the middle of a run", "hire"]),
        ("at = \"week 3\"\nset = [\"role.seller.pepole=+2\"]", &["event.e.set", "Did you mean role.seller.people?"]),
        ("at = \"week 3\"\nset = [\"flow.wip_limit=banana\"]", &["event.e.set", "banana"]),
        ("at = \"week 3\"\nwith = [\"commision\"]", &["event.e.with", "commission"]),
        ("at = \"week 3\"\nwith = [\"./my.toml\"]", &["is a file, not a built-in overlay", "set = "]),
        ("at = \"week 3\"\nset = [\"event.e.at=week 4\"]", &["event.e.at cannot change"]),
        ("at = \"week 3\"\naway = [\"seller 2\"]", &["event.e.away needs an end", "until"]),
        ("at = \"week 3\"\nuntil = \"week 5\"\naway = [\"closer 2\"]", &["event.e.away", "\"closer\" is not a role"]),
        (
            "at = \"week 9\"\nuntil = \"week 12\"\naway = [\"ann\"]\n[person.ann]\nrole = \"seller\"\nends = \"week 3\"",
            &["ann has left by then"],
        ),
        ("at = \"week 3\"\nuntil = \"week 5\"\naway = [\"Nobody\"]", &["there is nobody called \"Nobody\""]),
        ("at = \"week 3\"\nattention_weeks = 2\nroles = [\"closer\"]", &["event.e.roles: \"closer\" is not a role"]),
    ] {
        std::fs::write(sandbox.path("firm.toml"), format!("{FIRM}[event.e]\n{text}\n")).expect("written");
        let output = sandbox.run(&["check", "firm.toml"]);
        let said = stderr(&output);
        assert_eq!(code(&output), 3, "{text}: {said}");
        for part in parts {
            assert!(said.contains(part), "{text}: {part} is missing in {said}");
        }
    }
}

/// What is wrong with one event is told whatever is wrong with the others, and with its own dates.
#[test]
fn everything_wrong_with_events_is_told_in_one_pass() {
    let text = "extends = \"mid\"\n[event.a]\nat = \"2024-13-01\"\nhire = 3\nsett = []\n[event.b]\nat = \"week 14\"\nuntil = \"week 3\"\n\
                set = [\"flow.wip_limt=3\", \"channel.web.leads_per_year=bad\", \"role.seller.people=3\"]\nwith = [\"nosuch\"]\nleave = [\"Anna\"]\n\
                [event.c]\nat = \"quarter 5\"\nhire = [\"sellerr=2\", \"closerr=x\"]\n[person.x]\nrole = \"seller\"\nstarts = \"2024-02-30\"\n\
                [person.y]\nrole = \"seller\"\nstarts = \"2024-02-31\"\nends = \"soon\"\n";
    let said = load_text("firm", text).map(|_| ()).expect_err("problems").to_string();
    for part in [
        "firm:3:6: event.a.at: \"2024-13-01\" is no date",
        "firm:4:8: event.a.hire has to be a list",
        "event.a.sett is not a key",
        "event.b.until = \"week 3\" is not after",
        "flow.wip_limt is not a key",
        "channel.web.leads_per_year = \"bad\"",
        "role.seller.people cannot change",
        "\"nosuch\" is not a built-in",
        "there is nobody called \"Anna\"",
        "there is no quarter 5",
        "\"sellerr\" is not a role",
        "\"closerr=x\" is not a role and a number",
        "\"2024-02-30\" is no date",
        "\"2024-02-31\" is no date",
        "person.y.ends",
    ] {
        assert!(said.contains(part), "{part} is missing in\n{said}");
    }
}

/// Where the last who does something leaves, it is said; not where somebody follows.
#[test]
fn a_duty_that_nobody_is_left_for_is_named() {
    let warnings = |more: &str| {
        let text = format!(
            "extends = \"mid\"\n[role.seller]\nparts = [\"dialogue\", \"flow\"]\n[role.judge]\nlike = \"seller\"\npeople = 1\nparts = [\"qualification\"]\n{more}"
        );
        let loaded = load_text("firm", &text).expect("a firm");
        loaded
            .warnings
            .iter()
            .map(|one| one.message.clone())
            .filter(|message| message.contains("the last of them leaves"))
            .collect::<Vec<_>>()
    };
    let leaves = "[event.e]\nat = \"week 10\"\nleave = [\"judge 1\"]\nbackfill = false\n";
    assert_eq!(warnings(leaves), ["event.e.leave: the last of them leaves, and nobody works in the part qualification from then on"]);
    assert!(warnings(&leaves.replace("false", "true")).is_empty());
    assert!(warnings(&format!("{leaves}[event.f]\nat = \"week 20\"\nhire = [\"judge=1\"]\n")).is_empty());
    let by_name = "[person.ann]\nrole = \"judge\"\nends = \"week 10\"\n";
    assert_eq!(warnings(by_name).len(), 1, "{:?}", warnings(by_name));
    let none = load_text("firm", "extends = \"mid\"\n[role.seller]\npart_shares = [0.5, 0, 0.5]\n").map(|_| ()).expect_err("nobody judges");
    assert!(none.to_string().contains("nobody works in the part qualification"), "{none}");
    let twice = load_text("firm", "extends = \"mid\"\n[activity.discover]\nroles = [\"seller\", \"seller\"]\n");
    assert!(twice.map(|_| ()).expect_err("twice").to_string().contains("activity.discover.roles names \"seller\" twice"));
}

#[test]
fn trace_tells_what_happens_on_dates_and_a_study_can_vary_the_date() {
    let sandbox = Sandbox::new();
    let text = format!("{FIRM}{}", event("week 20", "hire = [\"seller=2\"]"));
    std::fs::write(sandbox.path("firm.toml"), text).expect("written");
    // A story that goes on for long enough tells of it.
    let traces = (0..6).map(|world: u32| stdout(&sandbox.run(&["trace", "firm.toml", "--world", &world.to_string(), "--quiet"])));
    assert!(traces.into_iter().any(|story| story.contains("e: hired: seller=2")), "no story tells of it");
    let swept = sandbox.run(&["sweep", "firm.toml", "--over", "event.e.at=week 2,week 30", "--worlds", "3", "--quiet"]);
    assert_eq!(code(&swept), 0, "{}", stderr(&swept));
    assert!(stdout(&swept).contains("week 30"), "{}", stdout(&swept));
}

/// Results of firms with events are proved like all others, and charts over time show the dates.
#[test]
fn results_with_events_are_proved_and_drawn() {
    let sandbox = Sandbox::new();
    // Seller 2 leaves once.
    let all: Vec<&str> = everything().into_iter().filter(|what| !what.contains("dropped")).collect();
    let all: Vec<String> = all.iter().enumerate().map(|(n, what)| format!("[event.e{n}]\nat = \"week {}\"\n{what}\n", 4 + 3 * n)).collect();
    std::fs::write(sandbox.path("firm.toml"), format!("{FIRM}{}", all.concat())).expect("written");
    let run = sandbox.run(&["run", "firm.toml", "--worlds", "10", "--quiet"]);
    assert_eq!(code(&run), 0, "{}", stderr(&run));
    assert!(stdout(&run).contains("and hires 3 in the window"), "{}", stdout(&run));
    let report = sandbox.run(&["report", "output/firm", "--quiet"]);
    assert_eq!(code(&report), 0, "{}", stderr(&report));
    let charts = std::fs::read_to_string(sandbox.path("output/firm/charts/fan.svg")).expect("a chart");
    assert!(charts.contains("Dates: 1 e0 (month 0.7)"), "{}", &charts[charts.len().saturating_sub(2000)..]);
}

/// On days off nobody works, on either side: what is in them does not happen, and the year has that many hours fewer.
#[test]
fn nobody_works_on_holidays() {
    let quiet = firm("holidays = [\"2024-03-01 to 2024-04-30\", \"DE\"]\n");
    let record = model_of(&quiet).run(1, 0);
    assert_eq!(record.check.violation(), None);
    // The 1st of March is day 60, the 30th of April day 120.
    assert!(record.deals.iter().all(|deal| !(60.0..121.0).contains(&deal.closed_days)), "somebody signs in these days");
    assert!(record.deals.iter().any(|deal| deal.closed_days > 121.0));
    let none = firm("holidays = [\"1999-01-01\"]\n");
    assert!(written(&model_of(&none).run(1, 0)) == written(&model_of(&firm("")).run(1, 0)), "days of other years change nothing");
    let text = format!("{FIRM}holidays = [\"DE\", \"XX\", \"2024-02-30\"]\n");
    let wrong = load_text("firm", &text).map(|_| ()).expect_err("no such days").to_string();
    assert!(wrong.contains("\"XX\" is no country") && wrong.contains("\"2024-02-30\" is no country, no date"), "{wrong}");
}
