//! The programs of `examples/` run, and say what they are there to say.

use crate::common::Sandbox;
use std::process::Command;

/// What a program prints, run in a folder of its own.
fn printed(sandbox: &Sandbox, name: &str) -> String {
    let mut cargo = Command::new(env!("CARGO"));
    // What the tests were built with is there already.
    cargo.args([
        "run",
        "--quiet",
        "--locked",
        "--profile",
        "test",
        "--example",
        name,
        "--manifest-path",
        concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"),
    ]);
    let output = cargo.current_dir(sandbox.path("")).output().unwrap();
    assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn they_say_what_they_are_there_to_say() {
    let sandbox = Sandbox::new();
    for (name, expected) in [
        ("compare_two_systems", "team less hero in 20 worlds:"),
        ("sweep_one_key", "9.0 at once: "),
        ("trace_one_customer", "It ended as "),
        ("page_from_results", "page.html and endings.svg are written"),
        ("measure_of_your_own", "team less hero: "),
    ] {
        let text = printed(&sandbox, name);
        assert!(text.contains(expected), "{name}: {text}");
    }
    for file in ["page.html", "endings.svg"] {
        assert!(sandbox.path(file).metadata().unwrap().len() > 1000, "{file}");
    }
}
