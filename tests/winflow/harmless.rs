//! Text from files stays text: nothing that a file says, or is called, reaches a terminal, a spreadsheet or a page as anything else.

use crate::common::{SMALL, Sandbox, code, stderr, stdout};
use std::fs;
use std::path::Path;
use std::process::Output;
use winflow::import::words::is_plain;

/// What terminals obey, what turns text around, what cannot be seen, and what is no character.
const HOSTILE: [&str; 9] =
    ["\u{1b}[2J", "\u{1b}]0;x\u{7}", "\u{9b}31m", "\u{202e}", "\u{2066}", "\u{200b}", "\u{feff}", "\u{fffe}", "\u{7f}"];

/// Whatever was printed is harmless.
fn is_harmless(output: &Output, what: &str) {
    for text in [stdout(output), stderr(output)] {
        let bad = text.chars().find(|&c| !is_plain(c) && !matches!(c, '\n' | '\t'));
        assert_eq!(bad, None, "{what}: {text:?}");
    }
    assert!(code(output) >= 0, "{what}");
}

/// A text as TOML writes it in quotes.
fn quoted(text: &str) -> String {
    let escaped: String = text.chars().map(|c| format!("\\U{:08x}", u32::from(c))).collect();
    format!("\"{escaped}\"")
}

#[test]
fn names_that_cannot_be_shown_are_refused_before_the_run() {
    let sandbox = Sandbox::new();
    for mark in HOSTILE {
        let name = quoted(&format!("a{mark}b"));
        for (line, place) in [
            (format!("name = {name}"), "name"),
            (format!("about = {name}"), "about"),
            (format!("[channel.web]\ncsv_file = {name}"), "csv_file"),
            (format!("[channel.web]\nsegment = {name}"), "segment"),
            (format!("[role.seller]\nplan = {name}"), "plan"),
            (format!("[role.{name}]\npeople = 1"), "good name"),
            (format!("{name} = 1"), "is not a key"),
            (format!("[[guard]]\nrequire = {name}"), "cannot be read"),
        ] {
            fs::write(sandbox.path("bad.toml"), format!("extends = \"mid\"\n{line}\n")).expect("written");
            let output = sandbox.run(&["check", "bad.toml"]);
            is_harmless(&output, &line);
            assert_eq!(code(&output), 3, "{line}: {}", stdout(&output));
            assert!(stderr(&output).contains(place), "{line}: {}", stderr(&output));
        }
    }
    assert!(sandbox.folders("output").is_empty());
}

#[test]
fn names_of_files_and_words_of_the_command_are_shown_harmlessly() {
    let sandbox = Sandbox::new();
    for mark in HOSTILE {
        let file = format!("a{mark}b.toml");
        fs::write(sandbox.path(&file), "extends = \"small\"\n").expect("written");
        for arguments in [
            vec!["check", &file],
            vec!["diff", "small", &file],
            vec!["run", "no-such", "--with", &file],
            vec!["report", &file],
            vec!["merge", &file],
            vec!["new", &file],
            vec![&file],
            vec!["run", "small", "--guard", &file],
            vec!["run", "small", "--set", &file],
            vec!["sweep", "small", "--over", &file],
        ] {
            is_harmless(&sandbox.run(&arguments), &format!("{arguments:?}"));
        }
        let output = sandbox.small(&["compare", "small", &file]);
        is_harmless(&output, &file);
        assert_eq!(code(&output), 0, "{}", stderr(&output));
        let folder = fs::read_dir(sandbox.path("output")).expect("a folder").flatten().next().expect("results").path();
        for (name, bytes) in crate::common::bytes_of(&folder) {
            let text = String::from_utf8_lossy(&bytes);
            let is_text = name.extension().is_some_and(|ending| ["json", "csv", "svg"].iter().any(|kind| ending == *kind));
            assert!(!is_text || !text.contains(mark), "{} has {mark:?}", name.display());
        }
        fs::remove_dir_all(sandbox.path("output")).expect("removed");
    }
}

#[test]
fn cells_of_files_are_shown_harmlessly() {
    let sandbox = Sandbox::new();
    let arrivals = |date: &str, segment: &str| {
        let csv = format!("date,segment,value\n2024-02-01,mid,100\n{date},mid,5\n2024-02-03,{segment},7\n2024-02-05,mid,x{segment}\n");
        fs::write(sandbox.path("leads.csv"), csv).expect("written");
    };
    let keys = "csv_file = \"leads.csv\"\ncsv_date_column = \"date\"\ncsv_segment_column = \"segment\"\ncsv_value_column = \"value\"\n";
    fs::write(sandbox.path("leads.toml"), format!("extends = \"mid\"\n[channel.web]\n{keys}")).expect("written");
    for mark in HOSTILE {
        arrivals(&format!("2024{mark}"), &format!("s{mark}"));
        let output = sandbox.run(&[&["run", "leads.toml"][..], &SMALL].concat());
        is_harmless(&output, mark);
        // A column that is asked for and is not there: the others are named.
        fs::write(sandbox.path("leads.csv"), format!("da{mark}te,b{mark}\n1,2\n3,4\n")).expect("written");
        is_harmless(&sandbox.run(&["check", "leads.toml"]), mark);
        fs::write(sandbox.path("won.csv"), format!("person,date,value\nAnn{mark},2024-02-01,1000\nBob{mark},2024-03-01,x{mark}\n"))
            .expect("written");
        is_harmless(&sandbox.run(&["plan", "mid", "--with", "commission", "--deals", "won.csv"]), mark);
    }
}

/// What is no table is not read, and no line of it is shown.
#[test]
fn what_is_no_table_is_not_shown() {
    let sandbox = Sandbox::new();
    let keys = |file: &str| format!("extends = \"mid\"\n[channel.web]\ncsv_file = \"{file}\"\ncsv_date_column = \"received\"\n");
    for (name, text) in [
        ("key.pem", "-----BEGIN PRIVATE KEY-----\nsecret-line-one\nsecret-line-two\n-----END PRIVATE KEY-----\n"),
        ("passwd", "secret:x:0:0:secret,,,:/secret:/bin/sh\nsecret:x:1:1:secret:/secret:/bin/sh\nsecret:x:2:2:secret,,:/secret:/bin/sh\n"),
        ("env", "SECRET=secret\nTOKEN=secret\n"),
        ("letter", "secret, said he,\nand no more was said.\nsecret\nend, secret, so, it, was\nno\n"),
    ] {
        fs::write(sandbox.path(name), text).expect("written");
        fs::write(sandbox.path("leads.toml"), keys(name)).expect("written");
        let output = sandbox.run(&["check", "leads.toml"]);
        let said = stderr(&output);
        assert!(code(&output) == 3 && !said.to_lowercase().contains("secret"), "{name}: {said}");
    }
    for device in ["/dev/zero", "/dev/full", "/dev/stdin"] {
        if !Path::new(device).exists() {
            continue;
        }
        fs::write(sandbox.path("leads.toml"), keys(device)).expect("written");
        let output = sandbox.run(&["check", "leads.toml"]);
        assert_eq!(code(&output), 3, "{device}");
        assert!(stderr(&output).contains("is a device or a pipe, not a file"), "{device}: {}", stderr(&output));
    }
}

#[cfg(unix)]
#[test]
fn nobody_waits_for_a_pipe() {
    let sandbox = Sandbox::new();
    assert!(std::process::Command::new("mkfifo").arg(sandbox.path("pipe.csv")).status().expect("mkfifo").success());
    let keys = "extends = \"mid\"\n[channel.web]\ncsv_file = \"pipe.csv\"\ncsv_date_column = \"received\"\n";
    fs::write(sandbox.path("leads.toml"), keys).expect("written");
    for arguments in [&["check", "leads.toml"][..], &["plan", "mid", "--deals", "pipe.csv"], &["check", "pipe.csv"]] {
        let output = sandbox.run(arguments);
        assert_eq!(code(&output), 3, "{arguments:?}: {}", stderr(&output));
    }
}

/// Who made results, and in which folder, is not in them.
#[test]
fn no_whole_path_is_in_results() {
    let sandbox = Sandbox::new();
    let leads = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/leads/leads.csv");
    let csv = fs::read(leads).expect("a file");
    fs::write(sandbox.path("leads.csv"), csv).expect("written");
    let whole = |name: &str| sandbox.path(name).to_string_lossy().into_owned();
    let keys = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/leads/leads.toml")).expect("a file");
    fs::write(sandbox.path("mine.toml"), keys.replace("\"leads.csv\"", &format!("\"{}\"", whole("leads.csv")))).expect("written");
    fs::write(sandbox.path("other.toml"), format!("extends = \"{}\"\nname = \"other\"\n[flow]\nwip_limit = 3\n", whole("mine.toml")))
        .expect("written");
    let (mine, other, out) = (whole("mine.toml"), whole("other.toml"), whole("output"));
    let output = sandbox.run(&["compare", &mine, &other, "--out", &out, "--worlds", "2"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let folder = sandbox.folders("output").pop().expect("results");
    let there = sandbox.path("output").join(&folder);
    let there = there.to_string_lossy();
    let output = sandbox.run(&["report", &there]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let output = sandbox.run(&["export", &there, "--csv", "--md", "--events", "xes", "--events", "csv", "--crm"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let place = sandbox.path("").to_string_lossy().trim_end_matches('/').to_string();
    for (name, bytes) in crate::common::bytes_of(Path::new(&*there)) {
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains(&place), "{} has {place}", name.display());
    }
}

/// Nothing half-written stays where the disk is full, and what was there stays whole.
#[cfg(unix)]
#[test]
fn a_new_scenario_on_a_full_disk_leaves_nothing_behind() {
    let sandbox = Sandbox::new();
    let full = |arguments: &str| {
        // Files of more than a kilobyte are refused as on a full disk.
        let script = format!("ulimit -f 1; exec '{}' new {arguments}", env!("CARGO_BIN_EXE_winflow"));
        let folder = sandbox.path("");
        std::process::Command::new("bash").args(["-c", &script]).current_dir(folder).output().expect("bash runs")
    };
    let output = full("x.toml");
    assert_eq!(code(&output), 1, "{}", stderr(&output));
    assert!(sandbox.folders("").is_empty(), "{:?}", sandbox.folders(""));
    fs::write(sandbox.path("x.toml"), "name = \"mine\"\n").expect("written");
    assert_eq!(code(&full("x.toml --force")), 1);
    assert_eq!(sandbox.folders(""), ["x.toml"]);
    assert_eq!(fs::read_to_string(sandbox.path("x.toml")).expect("read"), "name = \"mine\"\n");
    let output = sandbox.run(&["new", "x.toml", "--force"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
}
