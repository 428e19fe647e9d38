//! `winflow explain` from outside: what it divides, what it says, and that nothing is lost when it is interrupted or split.

use crate::common::{Sandbox, code, json, stderr, stdout};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

/// Two parts that hardly take any time.
const CHANGE: [&str; 6] = ["explain", "small", "--with", "hero", "--with", "team,pool"];

/// Few worlds, a short window and little run-out: for what does not depend on them.
const SHORT: [&str; 6] = ["--worlds", "3", "--years", "0.1", "--set", "time.run_out_years=0.3"];

fn short(sandbox: &Sandbox, arguments: &[&str]) -> std::process::Output {
    sandbox.run(&[arguments, &SHORT].concat())
}

fn documents(arguments: &[&str]) -> Value {
    json(&short(&Sandbox::new(), &[arguments, &["--format", "json"]].concat()))
}

fn measure<'v>(document: &'v Value, id: &str) -> &'v Value {
    document["measures"].as_array().expect("measures").iter().find(|m| m["id"] == id).expect("the measure")
}

fn names(list: &Value, key: &str) -> Vec<String> {
    list.as_array().expect("a list").iter().map(|one| one[key].as_str().expect("a name").to_string()).collect()
}

/// Every file below the folder of results, by its path in there.
fn results(sandbox: &Sandbox, name: &str) -> BTreeMap<PathBuf, Vec<u8>> {
    let root = sandbox.path("output").join(name);
    let files = sandbox.files().into_iter();
    files.filter_map(|(path, bytes)| Some((path.strip_prefix(&root).ok()?.to_path_buf(), bytes))).collect()
}

/// A page that shows an explanation of other systems, or of the same the other way round, says so.
#[test]
fn a_page_says_which_evidence_is_about_other_systems() {
    let sandbox = Sandbox::new();
    let systems = |first: &str, second: &str| ["small", "--with", first, "--with", second].map(String::from);
    let done = |verb: &str, systems: [String; 5]| {
        let words: Vec<&str> = std::iter::once(verb).chain(systems.iter().map(String::as_str)).collect();
        let output = short(&sandbox, &[&words[..], if verb == "compare" { &["--as-described"][..] } else { &[] }].concat());
        assert_eq!(code(&output), 0, "{}", stderr(&output));
    };
    done("compare", systems("hero", "team"));
    done("explain", systems("hero", "team"));
    done("explain", systems("team", "hero"));
    done("explain", systems("hero", "swarm"));
    let folders = sandbox.folders("output");
    let named =
        |part: &str| format!("output/{}", folders.iter().find(|name| name.contains(part)).unwrap_or_else(|| panic!("{part}: {folders:?}")));
    let main = named("hero-vs-team");
    let main = main.trim_end_matches("-explain").to_string();
    let report = |folder: &str| stderr(&sandbox.run(&["report", &main, folder, "--force"]));
    assert!(!report(&named("hero-vs-team-explain")).contains("Note:"));
    let reversed = report(&named("team-vs-hero-explain"));
    assert!(reversed.contains("Note: ") && reversed.contains("the other way round"), "{reversed}");
    let other = report(&named("hero-vs-swarm-explain"));
    assert!(other.contains("It is about swarm, which this comparison is not about."), "{other}");
}

#[test]
fn shares_add_up_to_the_difference_of_compare() {
    let explained = documents(&CHANGE);
    let compared = documents(&["compare", "small", "--with", "hero", "--with", "team,pool"]);
    assert_eq!((&explained["baseline"], &explained["scenario"]), (&"hero".into(), &"team+pool".into()));
    assert_eq!(names(&explained["groups"], "name"), ["organisation", "pay"]);
    assert_eq!((&explained["combinations"], &explained["orders"]), (&4.into(), &Value::Null));
    let mut defined = 0;
    for m in explained["measures"].as_array().expect("measures") {
        let other = compared["differences"][0]["measures"].as_array().expect("measures").iter().find(|o| o["id"] == m["id"]);
        let (whole, other) = (m["difference"].as_f64(), other.and_then(|o| o["mean"].as_f64()));
        let (Some(whole), Some(other)) = (whole, other) else { continue };
        assert!((whole - other).abs() <= 1e-12 * other.abs(), "{m}");
        let shares: Option<Vec<f64>> = m["shares"].as_array().expect("shares").iter().map(|s| s["mean"].as_f64()).collect();
        let Some(shares) = shares else { continue };
        let sum: f64 = shares.iter().sum();
        assert!((sum - whole).abs() <= 1e-12 * whole.abs().max(shares[0].abs()), "{sum}, not {whole}: {m}");
        assert_eq!(m["interactions"].as_array().map(Vec::len), Some(1));
        defined += 1;
    }
    assert!(defined > 30, "{defined} measures");
    // What a part changes alone is a comparison that anybody can make.
    let alone = documents(&["compare", "small", "--with", "hero", "--with", "team"]);
    let alone = &alone["differences"][0]["measures"][1];
    let share = &measure(&explained, "revenue_per_month")["shares"][0]["alone"];
    let [ours, theirs] = [share, alone].map(|one| one["mean"].as_f64().expect("a mean"));
    assert!((ours - theirs).abs() <= 1e-9 * theirs.abs(), "{ours} and {theirs}");
}

#[test]
fn every_document_follows_the_schema() {
    let sandbox = Sandbox::new();
    let schema = json(&sandbox.run(&["schema", "--output"]));
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    for arguments in [
        vec!["explain", "hero", "hero"],
        vec!["explain", "hero", "line", "--set", "market_scale=0.1"],
        vec!["explain", "hero", "team", "--set", "market_scale=0"],
        vec!["explain", "hero", "team+accelerator", "--keys", "--most-coalitions", "4"],
        vec!["explain", "--rewrite", "small", "--with", "team,done-to"],
        vec!["explain", "--rewrite", "small", "--set", "market_scale=0"],
    ] {
        let document = json(&short(&sandbox, &[&arguments[..], &["--format", "json", "--force"]].concat()));
        let problems: Vec<String> = validator.iter_errors(&document).map(|e| format!("{}: {e}", e.instance_path())).collect();
        assert!(problems.is_empty(), "{arguments:?}: {problems:?}");
    }
}

#[test]
fn a_system_against_itself_has_nothing_to_explain() {
    let document = documents(&["explain", "hero", "hero"]);
    assert!(document["groups"].as_array().is_some_and(Vec::is_empty));
    for m in document["measures"].as_array().expect("measures") {
        assert!(m["difference"].is_null() || m["difference"] == 0.0, "{m}");
        assert!(m["shares"].as_array().is_some_and(Vec::is_empty), "{m}");
    }
    let said = short(&Sandbox::new(), &["explain", "hero", "hero"]);
    assert!(
        code(&said) == 0 && stdout(&said).starts_with("Hero and hero (2) have no setting with an effect that differs"),
        "{}",
        stdout(&said)
    );
}

#[test]
fn one_part_makes_all_of_it() {
    let document = documents(&["explain", "hero", "team"]);
    assert_eq!(names(&document["groups"], "name"), ["organisation"]);
    let m = measure(&document, "revenue_per_month");
    assert_eq!(m["shares"][0]["mean"], m["difference"]);
    assert_eq!(m["shares"][0]["ci95"], m["difference_ci95"]);
    assert_eq!(m["shares"][0]["alone"], m["shares"][0]["last"]);
    let keys = documents(&["explain", "hero", "team", "--keys"]);
    assert_eq!(names(&keys["groups"], "name"), ["organisation.pool_size", "organisation.coverage", "organisation.structured_handovers"]);
}

#[test]
fn drawn_orders_divide_the_whole_and_state_their_error() {
    let arguments = ["explain", "small", "--with", "hero", "--with", "team,accelerator,strict", "--keys", "--most-coalitions", "20"];
    let document = documents(&arguments);
    assert!(document["orders"].as_u64().is_some_and(|orders| orders >= 6), "{}", document["orders"]);
    let groups = names(&document["groups"], "name");
    assert!(groups.contains(&"plan.standard.tier_from and plan.standard.tier_rate".to_string()), "{groups:?}");
    let all = document["groups"].as_array().expect("groups");
    let united = all.iter().find(|group| group["keys"].as_array().is_some_and(|keys| keys.len() == 2));
    let why = united.and_then(|group| group["united_because"][0].as_str());
    assert!(why.is_some_and(|why| why.contains("unequal length")), "{why:?}");
    let m = measure(&document, "revenue_per_month");
    assert!(m["interactions"].as_array().is_some_and(Vec::is_empty));
    let sum: f64 = m["shares"].as_array().expect("shares").iter().filter_map(|s| s["mean"].as_f64()).sum();
    let whole = m["difference"].as_f64().expect("a difference");
    assert!((sum - whole).abs() <= 1e-12 * whole.abs(), "{sum}, not {whole}");
    assert!(m["shares"].as_array().expect("shares").iter().all(|s| s["sampling_error"].is_number()));
    let text = stdout(&short(&Sandbox::new(), &arguments));
    let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text.contains("randomly drawn orders of switching; the intervals include that sampling error"), "{text}");
}

#[test]
fn the_same_command_gives_the_same_bytes_whatever_the_threads() {
    let sandbox = Sandbox::new();
    let mut first = None;
    for threads in ["1", "3"] {
        for command in [&CHANGE[..], &["explain", "--rewrite", "small", "--with", "team,done-to"]] {
            let output = short(&sandbox, &[command, &["--threads", threads]].concat());
            assert_eq!(code(&output), 0, "{}", stderr(&output));
        }
        let files = sandbox.files();
        assert!(first.get_or_insert_with(|| files.clone()) == &files, "other bytes at {threads} threads");
    }
    assert_eq!(sandbox.folders("output"), ["small-hero-vs-team+pool-explain", "small-team+done-to-rewrite"]);
    let files = sandbox.folders("output/small-hero-vs-team+pool-explain");
    assert_eq!(files, ["charts", "checksums.sha256", "explain.csv", "explain.json", "manifest.json", "worlds.csv"]);
    assert_eq!(sandbox.folders("output/small-hero-vs-team+pool-explain/charts").len(), 6);
}

#[test]
fn split_and_put_together_it_ends_the_same() {
    let whole = Sandbox::new();
    let printed = short(&whole, &CHANGE);
    assert_eq!(code(&printed), 0, "{}", stderr(&printed));
    let sandbox = Sandbox::new();
    for shard in ["1/2", "2/2"] {
        let part = short(&sandbox, &[&CHANGE[..], &["--shard", shard]].concat());
        assert_eq!(code(&part), 0, "{}", stderr(&part));
    }
    let name = "small-hero-vs-team+pool-explain";
    let parts = [1, 2].map(|number| format!("output/{name}.shard-{number}-of-2"));
    let merged = sandbox.run(&["merge", &parts[0], &parts[1]]);
    assert_eq!(code(&merged), 0, "{}", stderr(&merged));
    assert_eq!(stdout(&merged), stdout(&printed));
    assert!(results(&sandbox, name) == results(&whole, name));
}

#[cfg(unix)]
#[test]
fn interrupted_and_resumed_it_ends_the_same() {
    use std::process::{Command, Stdio};
    let arguments = [&CHANGE[..], &["--worlds", "40", "--years", "0.1", "--set", "time.run_out_years=0.3"]].concat();
    let whole = Sandbox::new();
    let printed = whole.run(&arguments);
    let sandbox = Sandbox::new();
    let child = sandbox.command(&arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("runs");
    let name = "small-hero-vs-team+pool-explain";
    let kept = sandbox.path(&format!("output/{name}.partial/worlds.kept"));
    for _ in 0..60_000 {
        if fs::metadata(&kept).is_ok_and(|file| file.len() > 1000) {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("kill").success());
    let output = child.wait_with_output().expect("ends");
    assert_eq!(code(&output), 130, "{}", stderr(&output));
    let other = sandbox.run(&[&arguments[..], &["--keys", "--resume"]].concat());
    assert!(code(&other) == 1 && stderr(&other).contains("keys was false, is now true"), "{}", stderr(&other));
    let resumed = sandbox.run(&[&arguments[..], &["--resume"]].concat());
    assert_eq!(code(&resumed), 0, "{}", stderr(&resumed));
    assert!(stderr(&resumed).contains("Resuming with"), "{}", stderr(&resumed));
    assert_eq!(stdout(&resumed), stdout(&printed));
    assert!(results(&sandbox, name) == results(&whole, name));
}

#[test]
fn real_arrivals_are_a_part_of_a_change() {
    let sandbox = Sandbox::new();
    fs::create_dir(sandbox.path("folder")).expect("a folder");
    let leads: String = (1..=28).map(|day| format!("2024-01-{day:02} 10:00,web\n")).collect();
    fs::write(sandbox.path("folder/leads.csv"), format!("created,source\n{leads}")).expect("written");
    let channel = "[channel.crm]\nkind = \"inbound\"\ncsv_file = \"leads.csv\"\ncsv_date_column = \"created\"\n";
    fs::write(sandbox.path("folder/crm.toml"), format!("extends = \"team\"\n{channel}")).expect("written");
    let document = json(&short(&sandbox, &["explain", "hero", "folder/crm.toml", "--format", "json"]));
    assert_eq!(names(&document["groups"], "name"), ["organisation", "dialogue"]);
    assert_ne!(measure(&document, "dialogues_per_month")["shares"][1]["mean"], 0.0);
    // Two files of the same name are set differently too.
    fs::create_dir(sandbox.path("other")).expect("a folder");
    fs::write(sandbox.path("other/leads.csv"), "created,source\n2024-01-05 10:00,web\n2024-01-06 10:00,web\n").expect("written");
    fs::copy(sandbox.path("folder/crm.toml"), sandbox.path("other/crm.toml")).expect("copied");
    let document = json(&short(&sandbox, &["explain", "folder/crm.toml", "other/crm.toml", "--format", "json"]));
    assert_eq!(names(&document["groups"], "name"), ["dialogue"]);
    assert_eq!(document["groups"][0]["keys"][0]["key"], "channel.crm.csv_file");
}

#[test]
fn rewrites_are_ranked_with_what_all_of_them_do() {
    let document = documents(&["explain", "--rewrite", "small", "--with", "team,done-to"]);
    let own = document["starts_from"].as_str();
    assert_eq!((own, document["activities"].as_array().map(Vec::len)), (Some("own_modes"), Some(12)));
    let m = measure(&document, "revenue_per_month");
    let ranked: Vec<f64> = m["rewrites"].as_array().expect("rewrites").iter().filter_map(|one| one["mean"].as_f64()).collect();
    assert!(ranked.len() == 12 && ranked.is_sorted_by(|a, b| a >= b), "{ranked:?}");
    let compared = documents(&["compare", "small", "--with", "team,done-to", "--with", "team,done-with"]);
    let [ours, theirs] = [&m["together"], &compared["differences"][0]["measures"][1]].map(|one| one["mean"].as_f64().expect("a mean"));
    assert!((ours - theirs).abs() <= 1e-9 * theirs.abs(), "{ours}, not {theirs}");
    let (sum, beyond) = (m["sum_of_single"]["mean"].as_f64().expect("a sum"), m["beyond_sum"]["mean"].as_f64().expect("beyond"));
    assert!((ranked.iter().sum::<f64>() - sum).abs() < 1e-6 && (sum + beyond - ours).abs() < 1e-6);
    let said = stdout(&short(&Sandbox::new(), &["explain", "--rewrite", "small"]));
    let said: String = said.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("Small already does all activities with the customer"), "{said}");
}

#[test]
fn tables_fit_and_say_what_is_set_differently() {
    let text = stdout(&short(&Sandbox::new(), &CHANGE));
    for expected in [
        "organisation.pool_size 1 → 4",
        "Settings that differ, from hero to team+pool:",
        "alone",
        "all 4 combinations",
        "Results are in output/",
    ] {
        assert!(text.contains(expected), "{expected} is missing in\n{text}");
    }
    assert!(text.lines().all(|line| line.chars().count() <= 100 || line.starts_with("Results")), "{text}");
    let csv = stdout(&short(&Sandbox::new(), &[&CHANGE[..], &["--format", "csv"]].concat()));
    assert!(csv.lines().skip(1).take(3).all(|line| line.starts_with("win_win_deals_per_month,deals/month,")), "{csv}");
    let md = stdout(&short(&Sandbox::new(), &[&CHANGE[..], &["--format", "md"]].concat()));
    assert!(md.contains("| organisation | ") && md.contains("**Win-wins per month**"), "{md}");
}

#[test]
fn what_makes_no_sense_is_refused_and_leaves_nothing_behind() {
    let sandbox = Sandbox::new();
    fs::write(sandbox.path("bad.toml"), "[organisation]\ncoverage = 99\n").expect("written");
    let efforts = ["done_to", "done_with"]
        .map(|mode| ["hours", "customer_hours", "delay_days", "learn", "trust"].map(|key| format!("{mode}.{key} = 0.77\n")));
    let activity = |name: &str| format!("[activity.{name}]\n{}", efforts.concat().concat());
    let many = ["discover", "design", "workshop", "concerns", "requalify", "alternatives"].map(activity).concat();
    fs::write(sandbox.path("many.toml"), format!("extends = \"mid\"\n{many}[flow]\nwip_limit = 2\nsetup_days = 1\n[time]\nwarm_up_weeks = 3\n[dialogue]\nprospect_below = 1\nprospect_first = true\n")).expect("written");
    for (arguments, expected, said) in [
        (vec!["explain"], 2, "SCENARIO"),
        (vec!["explain", "hero"], 2, "not 1"),
        (vec!["explain", "hero", "team", "line"], 2, "not 3"),
        (vec!["explain", "mid"], 2, "not 1"),
        (vec!["explain", "mid", "--with", "hero", "--with", ""], 2, "empty overlay"),
        (vec!["explain", "hero", "team", "--most-coalitions", "3"], 2, "from 4 to 1,024"),
        (vec!["explain", "--rewrite", "hero", "--keys"], 2, "cannot be used with"),
        (vec!["explain", "--rewrite", "hero", "team"], 2, "not 2"),
        (vec!["explain", "hero", "team", "--precision", "5%"], 2, "unexpected argument '--precision'"),
        (vec!["explain", "hero", "team", "--guard", "win_win_rate >= 0.7"], 2, "unexpected argument '--guard'"),
        (vec!["explain", "hero", "nobody"], 3, "nobody"),
        (vec!["explain", "hero", "bad.toml"], 3, "bad.toml:2:12"),
        (vec!["explain", "mid", "many.toml", "--keys"], 2, "the change has 65 parts; at most 60"),
    ] {
        let output = short(&sandbox, &arguments);
        assert_eq!(code(&output), expected, "{arguments:?}: {}", stderr(&output));
        assert!(stderr(&output).contains(said), "{arguments:?}: {}", stderr(&output));
    }
    assert!(sandbox.folders("output").is_empty());
}

#[test]
fn a_change_of_keys_without_effect_says_so() {
    let sandbox = Sandbox::new();
    std::fs::write(sandbox.path("idle.toml"), "[management]\ncoaching_effect = 0.9\n").expect("written");
    let quick = ["--years", "0.3", "--set", "time.run_out_years=0.1", "--set", "market_scale=0.3", "--set", "time.warm_up_weeks=4"];
    let asked = ["explain", "mid", "--with", "hero", "--with", "hero,idle.toml", "--worlds", "2", "--quiet", "--force"];
    let output = sandbox.run(&[&asked[..], &quick].concat());
    let text = stdout(&output).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text.contains("in every world, whichever parts are switched: management.coaching_effect has no effect here."), "{text}");
}
