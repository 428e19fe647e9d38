//! What comparisons say, from outside: verdicts in words, corrections, precision, and what is set differently.

use crate::common::{Sandbox, code, json, stderr, stdout};
use serde_json::Value;

/// A market in which much is settled by few worlds, quickly simulated.
const QUICK: [&str; 8] =
    ["--years", "0.5", "--set", "time.run_out_years=0.25", "--set", "time.warm_up_weeks=13", "--set", "market_scale=0.3"];

fn quick(sandbox: &Sandbox, arguments: &[&str]) -> std::process::Output {
    sandbox.run(&[arguments, &QUICK, &["--force", "--quiet"]].concat())
}

fn measure<'d>(document: &'d Value, id: &str) -> &'d Value {
    let measures = document["differences"][0]["measures"].as_array().expect("measures");
    measures.iter().find(|m| m["id"] == id).expect("the measure")
}

#[test]
fn the_named_measures_are_shown_and_corrected_for() {
    let sandbox = Sandbox::new();
    let named = [
        "compare",
        "hero",
        "team",
        "--worlds",
        "24",
        "--as-described",
        "--measure",
        "no_decision_rate,utilisation",
        "--measure",
        "no_decision_rate",
    ];
    let document = json(&quick(&sandbox, &[&named[..], &["--format", "json"]].concat()));
    assert_eq!(document["measures"], serde_json::json!(["no_decision_rate", "utilisation"]));
    let p = |id: &str, key: &str| measure(&document, id)[key].as_f64();
    let (first, second) = (p("no_decision_rate", "p_value"), p("utilisation", "p_value"));
    let smaller = first.zip(second).map(|(a, b)| a.min(b)).expect("p-values");
    let adjusted = [p("no_decision_rate", "p_adjusted"), p("utilisation", "p_adjusted")];
    assert!(adjusted.iter().flatten().any(|a| (a - (2.0 * smaller).min(1.0)).abs() < 1e-12), "{adjusted:?} from {first:?} {second:?}");
    assert!(p("win_rate", "p_value").is_some() && p("win_rate", "p_adjusted").is_none());
    let table = stdout(&quick(&sandbox, &named));
    assert!(table.contains("Utilisation") && !table.contains("Return on sales"), "{table}");
    assert!(table.contains("corrected for 2 measures (Holm)"), "{table}");
}

#[test]
fn what_matters_decides_between_no_difference_and_not_settled() {
    let sandbox = Sandbox::new();
    let words = |matters: &str| {
        let base = ["compare", "hero", "hero", "--set", "organisation.pool_size=1", "--worlds", "24", "--as-described", "--format", "json"];
        let document = json(&quick(&sandbox, &[&base[..], &["--matters", matters]].concat()));
        measure(&document, "win_win_rate")["words"].as_str().map(String::from)
    };
    assert_eq!(words("2%").as_deref(), Some("the same in every world"));
    let of = |matters: &str| {
        let base = [
            "compare",
            "hero",
            "team",
            "--worlds",
            "24",
            "--as-described",
            "--measure",
            "no_decision_rate",
            "--format",
            "json",
            "--matters",
            matters,
        ];
        json(&quick(&sandbox, &base))
    };
    let (strict, loose) = (of("0.1%"), of("100%"));
    assert_eq!((measure(&strict, "no_decision_rate")["is_small"].as_bool(), strict["matters"].as_f64()), (Some(false), Some(0.001)));
    let words = measure(&loose, "no_decision_rate")["words"].as_str().unwrap_or_default().to_string();
    assert!(words.contains("100 %"), "{words}");
}

#[test]
fn an_unknown_measure_is_told_with_the_nearest() {
    let sandbox = Sandbox::new();
    let output = sandbox.run(&["run", "hero", "--measure", "win_win_rates"]);
    assert_eq!(code(&output), 2);
    let said = stderr(&output);
    assert!(said.contains("Did you mean win_win_rate?") && said.contains("winflow measures lists all"), "{said}");
    for wrong in [
        vec!["run", "hero", "--precision", "0"],
        vec!["run", "hero", "--precision", "nan"],
        vec!["compare", "hero", "team", "--matters", "-1%"],
        vec!["compare", "hero", "team", "--matters", "101%"],
        vec!["run", "hero", "--most-worlds", "50"],
        vec!["run", "hero", "--all", "--measure", "win_rate"],
        vec!["diff", "hero"],
        vec!["diff", "hero", "--with", ""],
    ] {
        assert_eq!(code(&sandbox.run(&wrong)), 2, "{wrong:?}");
    }
}

#[test]
fn precision_adds_worlds_until_it_is_reached_or_the_limit_is() {
    let sandbox = Sandbox::new();
    let ask = |precision: &str, most: &str, format: &str| {
        let base = ["compare", "hero", "team", "--worlds", "20", "--as-described", "--measure", "win_win_deals_per_month"];
        quick(&sandbox, &[&base[..], &["--precision", precision, "--most-worlds", most, "--format", format]].concat())
    };
    let reached = json(&ask("30%", "400", "json"));
    let worlds = reached["worlds"].as_u64().expect("worlds");
    assert!((20..400).contains(&worlds) && reached["precision"]["reached"] == true, "{worlds} worlds, {}", reached["precision"]);
    let half = reached["precision"]["figures"][0]["half_width"].as_f64().expect("a width");
    assert!(half <= 0.3, "{half}");
    let limited = json(&ask("0.5%", "45", "json"));
    assert_eq!((limited["worlds"].as_u64(), limited["precision"]["reached"].as_bool()), (Some(45), Some(false)));
    let said = stdout(&ask("0.5%", "45", "table"));
    assert!(said.contains("Precision: with 45 worlds (--most-worlds), 0 of 1 intervals are within 0.5 %"), "{said}");
}

#[test]
fn what_is_set_differently_is_told_above_the_result_and_alone() {
    let sandbox = Sandbox::new();
    let table = stdout(&quick(&sandbox, &["compare", "hero", "line+accelerator+training+coaching+manipulative", "--worlds", "2"]));
    let (above, _) = table.split_once("\n\n").expect("a verdict below");
    assert!(above.starts_with(" Settings that differ") && above.contains("role.closer.people"), "{above}");
    let command = above.lines().find_map(|line| line.split_once("more: winflow ")).map(|(_, command)| command).expect("a command");
    let all = sandbox.run(&command.split(' ').collect::<Vec<_>>());
    assert_eq!(code(&all), 0, "{}", stderr(&all));
    assert!(stdout(&all).contains("line.toml:"), "{}", stdout(&all));
    let same = sandbox.run(&["diff", "hero", "mid+hero"]);
    assert_eq!(stdout(&same), "No settings differ.\n");
    let document = json(&sandbox.run(&["diff", "mid", "--with", "hero", "--with", "team", "--format", "json"]));
    assert_eq!(document["systems"], serde_json::json!(["hero", "team"]));
    let coverage = document["settings"].as_array().and_then(|all| all.iter().find(|s| s["key"] == "organisation.coverage"));
    assert_eq!(coverage.map(|c| c["values"].clone()), Some(serde_json::json!([1.0, 3.0])));
    let schema = json(&sandbox.run(&["schema", "--output"]));
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    assert!(validator.is_valid(&document), "{document}");
}

#[test]
fn few_worlds_are_warned_of_once() {
    let sandbox = Sandbox::new();
    let text = stdout(&quick(&sandbox, &["compare", "hero", "team", "--worlds", "4"]));
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(text.matches("fewer than 20 worlds").count(), 1, "{text}");
    assert!(!text.contains(", sure "), "{text}");
}

/// What is said on a terminal, in Markdown and on the page, in one line each.
fn faces(sandbox: &Sandbox, arguments: &[&str]) -> [String; 3] {
    let shown = |format: &str| {
        let output = sandbox.run(&[arguments, &["--force", "--quiet", "--format", format]].concat());
        stdout(&output).split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let (table, markdown) = (shown("table"), shown("md"));
    let folder = sandbox.folders("output").into_iter().next().expect("results");
    assert_eq!(code(&sandbox.run(&["report", &format!("output/{folder}"), "--force", "--quiet"])), 0);
    let page = std::fs::read_to_string(sandbox.path(&format!("output/{folder}/report.html"))).expect("a page");
    let mut text = String::new();
    let mut is_tag = false;
    for letter in page.chars() {
        match letter {
            '<' => is_tag = true,
            '>' => is_tag = false,
            _ if !is_tag => text.push(letter),
            _ => {}
        }
    }
    [table, markdown, text]
}

#[test]
fn the_same_in_every_world_says_why() {
    let sandbox = Sandbox::new();
    std::fs::write(sandbox.path("idle.toml"), "[management]\ncoaching_effect = 0.9\n").expect("written");
    let compared = ["compare", "mid", "--with", "hero", "--with", "hero,idle.toml", "--worlds", "3"];
    let why = "management.coaching_effect has no effect here";
    for said in faces(&sandbox, &[&compared[..], &QUICK].concat()) {
        assert!(said.contains(&format!("the same in every world, because {why}.")), "{said}");
    }
    let document = json(&quick(&sandbox, &[&compared[..], &["--format", "json"]].concat()));
    assert_eq!(measure(&document, "revenue_per_month")["why_same"], why);
    let schema = json(&sandbox.run(&["schema", "--output"]));
    assert!(jsonschema::validator_for(&schema).expect("a schema").is_valid(&document));
    let twice = json(&quick(&sandbox, &["compare", "hero", "hero", "--worlds", "3", "--format", "json"]));
    assert_eq!(measure(&twice, "win_win_rate")["why_same"], "no setting differs");
    let other = json(&quick(&sandbox, &["compare", "hero", "team", "--worlds", "3", "--format", "json"]));
    assert!(measure(&other, "revenue_per_month").get("why_same").is_none(), "it is not the same");
}

#[test]
fn rates_of_few_and_of_open_customers_are_marked() {
    let sandbox = Sandbox::new();
    let sets = ["--set", "time.run_out_years=0", "--set", "time.start=loaded", "--set", "time.warm_up_weeks=4"];
    let short = [&["run", "hero", "--worlds", "4", "--years", "0.05"], &sets[..]].concat();
    for said in faces(&sandbox, &short) {
        assert!(said.contains("† Customers still open when the run ended: "), "{said}");
        assert!(said.contains("Win-wins per month †") && said.contains("No-decision rate †") && said.contains("Win-win yield †"), "{said}");
        assert!(said.contains("no spread") && said.contains("No spread, because the figure is the same in every world: "), "{said}");
    }
    let few = stdout(&quick(&sandbox, &["run", "hero", "--worlds", "3"]));
    let few = few.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(few.contains("Win-win rate †‡") && !few.contains("to 142.") && few.contains("‡ Few cases over all worlds:"), "{few}");
}
