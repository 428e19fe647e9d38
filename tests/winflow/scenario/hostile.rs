//! Files that nobody should write. Random damage is in `mutated`.

use super::*;

#[test]
fn files_that_are_no_scenarios() {
    let folder = tempfile::tempdir().unwrap();
    says(&load_path(&write(folder.path(), "empty.toml", "")).unwrap_err(), &["empty.toml:1:1: the file holds no keys"]);
    says(&load_path(&write(folder.path(), "comment.toml", "# nothing\n")).unwrap_err(), &["the file holds no keys"]);
    says(&load_path(&write(folder.path(), "latin.toml", b"# one\nname = \"M\xfcller\"\n")).unwrap_err(), &["is not UTF-8 text (line 2)"]);
    says(&load_path(&write(folder.path(), "nul.toml", b"name = \"a\0b\"\n")).unwrap_err(), &["nul.toml:1:"]);
    says(&load_path(&write(folder.path(), "large.toml", "# 20 MB\n".repeat(2_500_000))).unwrap_err(), &["is larger than 8 MiB"]);
    let inner = folder.path().join("folder.toml");
    fs::create_dir(&inner).unwrap();
    says(&load_path(&inner).unwrap_err(), &["is a folder, not a file"]);
}

#[test]
fn large_files_below_the_limit_end_soon() {
    // Each kind of damage, and the slowest of them up to the limit.
    for text in ["=\n", "x.y.z=1\n", "[role.a]\n", "é = \"\n", "[[", "a=[", "{", "\"\"\"", "extends = \"mid\"\n"] {
        assert!(load_text("test.toml", &text.repeat(1_000_000 / text.len())).is_err());
    }
    for text in ["x.y.z=1\n", "[role.a]\n"] {
        assert!(load_text("test.toml", &text.repeat(7_000_000 / text.len())).is_err());
    }
    let one_line =
        format!("role = {{ {} }}", (0..200_000).map(|i| format!("r{i} = {{ people = {i}, x = 1 }}")).collect::<Vec<_>>().join(", "));
    says(&load_text("test.toml", &one_line).unwrap_err(), &["role.r0.x is not a key", "more"]);
}

#[test]
fn deep_nesting_does_not_overflow_the_stack() {
    let n = 10_000;
    for text in [
        format!("about = {}{}", "[".repeat(n), "]".repeat(n)),
        format!("about = {}1{}", "{a=".repeat(n), "}".repeat(n)),
        format!("{}a = 1", "a.".repeat(n)),
        format!("[{}a]", "a.".repeat(n)),
        format!("[[{}a]]", "a.".repeat(n)),
        format!("about = {}", "[".repeat(n)),
        (0..n).map(|i| format!("[{}]\n", vec!["a"; i % 79 + 1].join("."))).collect(),
    ] {
        assert!(load_text("test.toml", &text).is_err());
    }
}

#[test]
fn names_are_cleaned() {
    let long = "x".repeat(10_000);
    for name in [long.as_str(), "", "a b", "\\u0007", "\\u202e", "a.b", "\\n", "../x"] {
        refused(&format!("[role.\"{name}\"]\npeople = 1"), &["is not a good name"]);
        let _ = load(name, &[], &[]).map_err(|problems| says(&problems, &[]));
        let _ = load(&format!("{name}.toml"), &[], &[]).map_err(|problems| says(&problems, &[]));
        let _ = load("mid", &[name.to_string()], &[format!("{name}=1"), name.to_string()]).map_err(|problems| says(&problems, &[]));
    }
    let said = load_text("test.toml", &format!("{long} = 1\nabout = \"{long}\"")).unwrap_err().to_string();
    assert!(said.len() < 2000, "{said}");
    let said = load("\u{1b}[31mred", &[], &[]).unwrap_err().to_string();
    assert!(!said.contains('\u{1b}'), "{said:?}");
}

#[test]
fn duplicates() {
    refused("[flow]\nwip_limit = 3\nwip_limit = 4\n", &["test.toml:3:1: not TOML: duplicate key"]);
    refused("[flow]\nwip_limit = 3\n[flow]\nsetup_days = 4\n", &["test.toml:3:2: not TOML: duplicate key"]);
}

#[test]
fn all_errors_of_syntax_are_told() {
    refused("[flow]\nwip_limit = \n= 3\ncontrol = pull\n", &["test.toml:2:", "test.toml:3:1: not TOML", "test.toml:4:"]);
}
