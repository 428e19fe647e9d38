//! Files that extend each other, overlays, and changes from the command line.

use super::*;

#[test]
fn later_layers_override_key_by_key_and_remember_where() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "firm.toml", "extends = \"mid\"\n[flow]\nwip_limit = 5\nsetup_days = 7\n");
    let what_if = write(folder.path(), "what-if.toml", "extends = [\"firm.toml\", \"team\"]\n\n[flow]\nwip_limit = 3\n");
    let loaded = load(what_if.to_str().unwrap(), &[], &["flow.setup_days=8".to_string()]).unwrap();
    assert_eq!(loaded.name, "what-if");
    assert_eq!((loaded.scenario.flow.wip_limit, loaded.scenario.flow.setup_days), (3.0, 8.0));
    assert_eq!(loaded.origin("flow.wip_limit").unwrap().file_and_line(), format!("{}:4", what_if.display()));
    assert_eq!(loaded.origin("flow.setup_days").unwrap().file_and_line(), "--set");
    assert_eq!(loaded.origin("flow.setup_work_hours_least"), None);
}

#[test]
fn a_file_that_is_extended_twice_is_applied_once() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "base.toml", "extends = \"mid\"\n[flow]\nwip_limit = 5\n");
    write(folder.path(), "a.toml", "extends = \"base.toml\"\n[flow]\nwip_limit = 6\n");
    write(folder.path(), "b.toml", "extends = \"./base.toml\"\n[flow]\nsetup_days = 6\n");
    let top = write(folder.path(), "top.toml", "extends = [\"a.toml\", \"b.toml\"]\n");
    assert_eq!(load_path(&top).unwrap().scenario.flow.wip_limit, 6.0);
}

#[test]
fn circles_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let a = write(folder.path(), "a.toml", "extends = \"b.toml\"\n[flow]\nwip_limit = 5\n");
    write(folder.path(), "b.toml", "# b\nextends = [\"mid\", \"a.toml\"]\n");
    let problems = load_path(&a).unwrap_err();
    says(&problems, &["b.toml:2:19: extends \"a.toml\": the files extend each other in a circle: ", "a.toml > ", "b.toml > "]);
    let own = write(folder.path(), "own.toml", "extends = \"own.toml\"\n");
    says(&load_path(&own).unwrap_err(), &["own.toml:1:11: ", "circle"]);
}

#[test]
fn a_long_chain_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    for i in 0..40 {
        write(folder.path(), &format!("{i}.toml"), format!("extends = \"{}.toml\"\n", i + 1));
    }
    write(folder.path(), "40.toml", "extends = \"mid\"\n");
    says(&load_path(&folder.path().join("0.toml")).unwrap_err(), &["more than 16 files deep"]);
}

#[test]
fn unknown_names_and_missing_files() {
    says(
        &load("teem", &[], &[]).unwrap_err(),
        &["teem: \"teem\" is not a built-in scenario\n    Did you mean team? A file is named with a slash or .toml."],
    );
    // Whoever shares a plan with those who sell, and does something else, keeps theirs.
    let shared = "extends = \"mid\"\n[role.sdr]\nlike = \"seller\"\npeople = 4\nparts = [\"dialogue\", \"qualification\"]\n";
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("firm.toml");
    std::fs::write(&path, shared).expect("written");
    let base = path.to_string_lossy().into_owned();
    let before = load(&base, &[], &[]).expect("a firm").scenario;
    let paid = load(&base, &["commission".to_string()], &[]).expect("a firm").scenario;
    let plan_of = |scenario: &winflow::scenario::Scenario, role: &str| {
        let name = scenario.role.get(role).expect("a role").plan.clone();
        scenario.plan.get(&name).expect("a plan").clone()
    };
    assert_eq!(plan_of(&paid, "sdr"), plan_of(&before, "sdr"));
    assert_ne!(plan_of(&paid, "seller"), plan_of(&before, "seller"));
    says(&load("xyzxyz", &[], &[]).unwrap_err(), &["    winflow new --list shows all that are built in."]);
    says(&load("my.tml", &[], &[]).unwrap_err(), &["scenario files end in .toml (my.toml)"]);
    says(&load("no/such.toml", &[], &[]).unwrap_err(), &["no/such.toml: there is no such file"]);
    refused("extends = [\"mid\", \"other.toml\"]\n", &["test.toml:1:19: extends \"other.toml\": other.toml: there is no such file"]);
    refused("extends = 3\n", &["test.toml:1:11: extends has to be a text or a list of texts"]);
}

#[test]
fn no_people_takes_a_role_out() {
    says(&set(&["role.seller.people=0"]).unwrap_err(), &["--set: there are no people in any role\n    Set role.seller.people."]);
}

#[test]
fn an_entry_can_start_as_a_copy() {
    let text = "extends = \"mid\"\nrole.seller.skill_cv = 0.5\nrole.closer = { people = 2, like = \"seller\", skill_mean = 1.2 }\n";
    let loaded = accepted(text);
    let closer = loaded.scenario.role.get("closer").unwrap();
    assert_eq!((closer.people, closer.skill_cv, closer.skill_mean), (2.0, 0.5, 1.2));
    refused(
        "extends = \"mid\"\nrole.closer.like = \"saler\"",
        &["test.toml:2:20: role.closer.like has to name another role\n    Did you mean \"seller\"?"],
    );
    refused("extends = \"mid\"\nrole.seller.like = \"seller\"", &["role.seller.like has to name another role"]);
    refused(
        "like = \"mid\"\nflow.like = \"x\"\nactivity.discover.done_to.like = \"x\"",
        &["test.toml:1:1: like is not", "flow.like is not a key", "done_to.like is not a key"],
    );
}

#[test]
fn sets_take_words_units_and_toml() {
    let parts = "role.seller.parts=[\"flow\", \"qualification\", \"dialogue\"]";
    let loaded =
        set(&["role.seller.people=12", "flow.control=push", "time.warm_up_weeks=91 days", parts, "time.window_start=2023-05-01"]).unwrap();
    assert_eq!(loaded.scenario.role.get("seller").unwrap().people, 12.0);
    assert_eq!(loaded.scenario.time.warm_up_weeks, 13.0);
    assert_eq!(loaded.scenario.time.window_start, "2023-05-01");
    assert_eq!(loaded.origin("flow.control").unwrap().to_string(), "--set");
    says(
        &set(&["role.seler.people=12", "flow.control=pul", "nonsense", "flow.wip_limit=", "a\u{7}=1"]).unwrap_err(),
        &[
            "--set: there is no role.seler",
            "Did you mean role.seller?",
            "--set: flow.control = \"pul\"",
            "\"nonsense\" has no =",
            "--set: \"flow.wip_limit=\" is not key.path=value",
            "\"a\\u{7}=1\" cannot be set here",
        ],
    );
}

#[test]
fn names_can_be_joined_as_they_are_shown() {
    let joined = load("small+team", &[], &[]).unwrap();
    let apart = load("small", &["team".to_string()], &[]).unwrap();
    assert_eq!(joined.name, "small+team");
    assert_eq!(joined.scenario, apart.scenario);
    says(&load("mid+", &[], &[]).unwrap_err(), &["is not a built-in scenario"]);
}

#[test]
fn what_was_meant_by_a_name_is_said() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "plan", "extends = \"mid\"\n");
    write(folder.path(), "deal.toml", "extends = \"mid\"\n");
    for (extended, expected) in [
        ("plan", "There is a file of this name: write ./plan."),
        ("deal", "deal.toml: name it with its ending."),
        ("deal.tml", "deal.toml: name it with its ending."),
        ("team:organisation.coverage", "Write team:KEY=VALUE"),
        ("flow.wip_limit=3", "team:organisation.coverage=2:flow.wip_limit=3"),
        ("hero,team", "overlays have commas"),
        ("vs", "with nothing in between"),
    ] {
        let path = write(folder.path(), "test.toml", format!("extends = \"{extended}\"\n"));
        says(&load_path(&path).unwrap_err(), &[expected]);
    }
    says(&load("team:coverage=2", &[], &[]).unwrap_err(), &["Write the whole key: team:organisation.coverage=2."]);
}

/// A segment of one's own brings no market with it: the line to change is in one's own file.
#[test]
fn what_lacks_beside_an_own_segment_is_told_where_it_can_be_changed() {
    let said = load_text("test.toml", "name = \"own\"\nextends = [\"team\"]\n[segment.own]\n").unwrap_err();
    says(&said, &["test.toml:2:12: there is no role", "extends = [\"mid\", ...]"]);
    assert!(said.list.iter().all(|problem| problem.place.file == "test.toml"), "{said}");
}
