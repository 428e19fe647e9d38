//! What the pages of the repository name is there: links, paths, targets of cargo; and what they say of the Rust that is needed.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// Every page in Markdown that people read.
fn pages() -> Vec<PathBuf> {
    let mut pages: Vec<PathBuf> = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"].map(|page| Path::new(ROOT).join(page)).into();
    for folder in ["scenarios", "output", "benches/peers", "examples", "tests/fixtures", "src/guide"] {
        let files = fs::read_dir(Path::new(ROOT).join(folder)).unwrap().map(|entry| entry.unwrap().path());
        pages.extend(files.filter(|path| path.extension().is_some_and(|kind| kind == "md") && !path.ends_with("links.md")));
    }
    pages
}

/// Calls a function for every line of every page.
fn for_every_line(mut check: impl FnMut(&Path, &str, &str)) {
    for page in pages() {
        let text = fs::read_to_string(&page).unwrap_or_else(|why| panic!("{}: {why}", page.display()));
        for (number, line) in text.lines().enumerate() {
            check(&page, &format!("{}:{}", page.display(), number + 1), line);
        }
    }
}

/// Where the links of a line lead: `](here)` and `[label]: here`.
fn links(line: &str) -> impl Iterator<Item = &str> {
    let inline = line.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    let defined = line.strip_prefix('[').and_then(|rest| rest.split_once("]: ")).map(|(_, target)| target.trim());
    inline.chain(defined)
}

#[test]
fn links_lead_somewhere() {
    let mut broken = Vec::new();
    for_every_line(|page, place, line| {
        for link in links(line).filter(|link| !link.contains("://") && !link.starts_with('#')) {
            let target = page.parent().unwrap().join(link.split('#').next().unwrap());
            if !target.exists() {
                broken.push(format!("{place}: {link}"));
            }
        }
    });
    assert!(broken.is_empty(), "links that lead nowhere:\n{}", broken.join("\n"));
}

/// What stands between backticks.
fn quoted(line: &str) -> impl Iterator<Item = &str> {
    line.split('`').skip(1).step_by(2)
}

#[test]
fn files_that_are_named_are_there() {
    let mut missing = Vec::new();
    for_every_line(|_, place, line| {
        for path in quoted(line).filter(|text| !text.contains([' ', '*', '<', '{'])) {
            let is_path = ["src/", "tests/", "benches/", "scenarios/", "examples/", ".ci/"].iter().any(|folder| path.starts_with(folder));
            if is_path && !Path::new(ROOT).join(path.split(':').next().unwrap()).exists() {
                missing.push(format!("{place}: {path}"));
            }
        }
    });
    assert!(missing.is_empty(), "files that are not there:\n{}", missing.join("\n"));
}

#[test]
fn targets_that_are_named_are_there() {
    let mut missing = Vec::new();
    for_every_line(|_, place, line| {
        for (option, folder) in [("--test ", "tests"), ("--bench ", "benches"), ("--example ", "examples")] {
            for rest in line.split(option).skip(1) {
                let name = rest.split([' ', '`']).next().unwrap();
                let paths = [format!("{folder}/{name}.rs"), format!("{folder}/{name}/main.rs")];
                if !paths.iter().any(|path| Path::new(ROOT).join(path).exists()) {
                    missing.push(format!("{place}: {option}{name}"));
                }
            }
        }
        for rest in line.split("--test winflow ").skip(1).filter(|rest| !rest.starts_with('-')) {
            let module = rest.split([' ', '`', ':']).next().unwrap();
            if !include_str!("main.rs").contains(&format!("mod {module};")) {
                missing.push(format!("{place}: no tests of {module}"));
            }
        }
    });
    assert!(missing.is_empty(), "targets that are not there:\n{}", missing.join("\n"));
}

/// No dependency says that it needs a newer Rust than the one that is declared. That our own code needs none is held by clippy's
/// `incompatible_msrv`, as far as the standard library goes.
#[test]
fn the_declared_rust_is_enough_for_what_is_locked() {
    let cargo = |arguments: &[&str]| Command::new(env!("CARGO")).args(arguments).current_dir(ROOT).output().unwrap().stdout;
    // What other systems need has not been fetched, and what was is all that is asked for.
    let about = String::from_utf8(cargo(&["-vV"])).unwrap();
    let host = about.lines().find_map(|line| line.strip_prefix("host: ")).unwrap();
    let known = cargo(&["metadata", "--locked", "--offline", "--format-version", "1", "--filter-platform", host]);
    let metadata: serde_json::Value = serde_json::from_slice(&known).expect("what cargo knows");
    let version = |text: &str| text.split('.').map(|part| part.parse().unwrap()).chain([0, 0]).take(3).collect::<Vec<u32>>();
    let declared = version(env!("CARGO_PKG_RUST_VERSION"));
    let packages = metadata["packages"].as_array().unwrap();
    assert!(packages.len() > 100);
    for package in packages {
        let needs = package["rust_version"].as_str().unwrap_or("1.0");
        assert!(version(needs) <= declared, "{} needs Rust {needs}", package["name"]);
    }
}
