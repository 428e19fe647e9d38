//! Firms like it: opposite when turned round, nothing for the same system, the same bytes whatever the threads, resumed where it stopped.

use crate::common::{Sandbox, bytes_of, code, json, stderr, stdout};
use serde_json::Value;

/// Half a year of a small market: enough for plausible figures, and soon over.
const SHORT: [&str; 6] = ["--worlds", "6", "--years", "0.5", "--firms", "20"];

fn compared(sandbox: &Sandbox, systems: &[&str], more: &[&str]) -> Value {
    let output = sandbox.run(&[&["compare"][..], systems, &SHORT, &["--format", "json"], more].concat());
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    json(&output)["firms"].clone()
}

fn shares(firms: &Value) -> [f64; 3] {
    let shares = &firms["widths"][0]["shares"];
    ["above", "within", "below"].map(|name| shares[name]["share"].as_f64().unwrap_or_else(|| panic!("{firms}")))
}

#[test]
fn the_same_system_is_never_ahead_and_the_other_way_round_is_the_opposite() {
    let sandbox = Sandbox::new();
    let same = compared(&sandbox, &["small+hero", "small+hero"], &[]);
    assert_eq!(shares(&same), [0.0, 1.0, 0.0], "{same}");
    let one = compared(&sandbox, &["small", "--with", "hero", "--with", "team"], &[]);
    let other = compared(&sandbox, &["small", "--with", "team", "--with", "hero"], &[]);
    let ([a, b, c], [d, e, f]) = (shares(&one), shares(&other));
    assert!((a + b + c - 1.0).abs() < 1e-9 && (d + e + f - 1.0).abs() < 1e-9);
    // Which firms are plausible is told by the first system, so that a few firms may be others.
    assert!((a - f).abs() < 0.4 && (c - d).abs() < 0.4, "{one} {other}");
}

#[test]
fn threads_and_interruptions_change_no_byte() {
    let arguments = [&["compare", "small", "--with", "hero", "--with", "team"][..], &SHORT].concat();
    let made = |more: &[&str]| {
        let sandbox = Sandbox::new();
        let output = sandbox.run(&[&arguments[..], more].concat());
        assert_eq!(code(&output), 0, "{}", stderr(&output));
        (stdout(&output), bytes_of(&sandbox.path("output")))
    };
    let (printed, one) = made(&["--threads", "1"]);
    assert!(made(&["--threads", "3"]) == (printed.clone(), one), "threads change it");
    let said = printed.replace('\n', " ");
    for part in [
        "of 100 firms like this one (each assumption between half and double its value",
        "within this model's assumptions",
        "With every assumption within a factor of 1.4",
    ] {
        assert!(said.contains(part), "{part} is missing in {said}");
    }
}

#[test]
fn other_than_two_systems_are_refused_with_the_cure() {
    let sandbox = Sandbox::new();
    let output = sandbox.run(&["compare", "hero", "line", "team", "--firms", "30", "--worlds", "2", "--years", "0.1"]);
    assert!(code(&output) == 2 && stderr(&output).contains("with two systems, not 3"), "{}", stderr(&output));
    assert!(sandbox.folders("output").is_empty());
    let few = sandbox.run(&["compare", "hero", "team", "--firms", "3"]);
    assert!(code(&few) == 2 && stderr(&few).contains("20..=20000"), "{}", stderr(&few));
}
