//! The lists of what shipped questions depend on, made anew by the commands that they name. `WINFLOW_SCREEN=all` makes them, some minutes each, and
//! compares; `UPDATE=1` writes them, with today's date.

use crate::common::{Sandbox, all_of, code, json, stderr};
use std::fs;
use winflow::experiment::firms::screened::{List, lists};

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/experiment/firms/screened.toml");

/// A list as its command gives it now, in the form of the file.
fn made(list: &List, date: &str) -> String {
    let sandbox = Sandbox::new();
    let words: Vec<&str> = list.command.split_whitespace().skip(1).collect();
    let output = sandbox.run(&[&words[..], &["--format", "json", "--quiet", "--yes"]].concat());
    assert_eq!(code(&output), 0, "{}: {}", list.command, stderr(&output));
    let found = json(&output);
    let share = |value: &serde_json::Value| format!("{:.3}", value.as_f64().expect("a share"));
    // Pay is drawn as a plan: what one plan says is no assumption of the others.
    let is_of_pay = |one: &&serde_json::Value| one["key"].as_str().is_some_and(|key| key == "plan" || key.starts_with("plan."));
    let told_apart = found["assumptions"].as_array().expect("a list").iter().filter(|one| one["is_told_apart"] == true);
    let all = told_apart.filter(|one| !is_of_pay(one)).take(8);
    let assumptions: String = all
        .map(|one| {
            let [low, high] = [0, 1].map(|end| share(&one["ci95"][end]));
            // The pay plan has no ends.
            let ends = ["at_high", "at_low"].map(|end| one[end][0].as_f64().unwrap_or(0.0));
            let sign = if ends[0] >= ends[1] { 1 } else { -1 };
            format!("    {{ key = {}, share = {}, ci95 = [{low}, {high}], sign = {sign} }},\n", one["key"], share(&one["share"]))
        })
        .collect();
    format!(
        "[[list]]\nquestion = \"{}\"\nmarket = \"{}\"\nmeasure = {}\ncommand = \"{}\"\ndate = \"{date}\"\nversion = \"{}\"\nfirms = {}\n\
         together = {}\noverlap_of_halves = {}\nassumptions = [\n{assumptions}]\n",
        list.question,
        list.market,
        found["measure"],
        list.command,
        env!("CARGO_PKG_VERSION"),
        found["plausible"],
        share(found["together"].get("share").unwrap_or(&serde_json::json!(0.0))),
        found["overlap_of_halves"],
    )
}

#[test]
fn lists_are_what_their_commands_give() {
    if !all_of("WINFLOW_SCREEN") {
        println!("skipped: some minutes a list; WINFLOW_SCREEN=all makes them");
        return;
    }
    let written = fs::read_to_string(FILE).expect("the lists");
    let head: String = written.lines().take_while(|line| !line.starts_with("[[list]]")).map(|line| format!("{line}\n")).collect();
    let today = jiff::Zoned::now().date().to_string();
    let is_new = std::env::var_os("UPDATE").is_some();
    let texts: Vec<String> = lists().iter().map(|list| made(list, if is_new { &today } else { &list.date })).collect();
    let now = head + &texts.join("\n");
    if is_new {
        fs::write(FILE, now).expect("written");
    } else {
        assert_eq!(now, written);
    }
}
