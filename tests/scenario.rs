//! The scenario language: what it reads, what it refuses and how it says so.

#![allow(clippy::unwrap_used)] // A test that panics fails, as it should.

use std::fs;
use std::path::{Path, PathBuf};
use winflow::scenario::{self, Loaded, Problems, load, load_text};

/// Loads a text that has to be refused and looks for every part of `expected` in what is said.
fn refused(text: &str, expected: &[&str]) {
    match load_text("test.toml", text) {
        Ok(_) => panic!("accepted:\n{text}"),
        Err(problems) => says(&problems, expected),
    }
}

fn says(problems: &Problems, expected: &[&str]) {
    let said = problems.to_string();
    for part in expected {
        assert!(said.contains(part), "\nexpected: {part}\nsaid:\n{said}\n");
    }
    assert!(!said.contains(|c: char| c.is_control() && c != '\n'), "control characters in {said:?}");
}

fn accepted(text: &str) -> Loaded {
    load_text("test.toml", text).unwrap_or_else(|problems| panic!("{problems}"))
}

fn set(sets: &[&str]) -> Result<Loaded, Problems> {
    load("mid", &[], &sets.iter().map(|s| s.to_string()).collect::<Vec<_>>())
}

fn write(folder: &Path, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
    let path = folder.join(name);
    fs::write(&path, bytes).unwrap();
    path
}

fn load_path(path: &Path) -> Result<Loaded, Problems> {
    load(path.to_str().unwrap(), &[], &[])
}

mod shipped {
    use super::*;
    use winflow::scenario::shipped::SHIPPED;

    #[test]
    fn every_shipped_scenario_loads_without_a_warning() {
        for shipped in SHIPPED {
            let loaded = load(shipped.name, &[], &[]).unwrap_or_else(|problems| panic!("{}:\n{problems}", shipped.name));
            assert!(loaded.warnings.is_empty(), "{}: {:?}", shipped.name, loaded.warnings);
        }
    }

    #[test]
    fn every_file_under_scenarios_is_shipped_and_also_loads_from_its_path() {
        let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios")];
        let mut files = Vec::new();
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|e| e == "toml") {
                    files.push(path);
                }
            }
        }
        for path in &files {
            let name = path.file_stem().unwrap().to_str().unwrap();
            let shipped = scenario::shipped::find(name).unwrap_or_else(|| panic!("{} is not in shipped.rs", path.display()));
            assert!(path.ends_with(shipped.path), "{}", path.display());
            let by_path = load_path(path).unwrap_or_else(|problems| panic!("{problems}"));
            let by_name = load(name, &[], &[]).unwrap();
            assert_eq!(
                scenario::differences(&by_path.scenario, &by_name.scenario).iter().filter(|d| d.path != "about").count(),
                0,
                "{name}"
            );
        }
        assert_eq!(files.len(), SHIPPED.len());
    }

    #[test]
    fn a_policy_alone_means_in_mid() {
        let alone = load("hero", &[], &[]).unwrap();
        let in_mid = load("mid", &["hero".to_string()], &[]).unwrap();
        assert_eq!(alone.name, "hero");
        assert_eq!(in_mid.name, "mid+hero");
        assert_eq!(scenario::fingerprint(&alone.scenario), scenario::fingerprint(&in_mid.scenario));
    }
}

mod declarations {
    use super::*;

    #[test]
    fn every_key_has_a_doc_that_ends_with_a_full_stop_and_a_default_in_its_range() {
        for entry in scenario::reference::entries() {
            let meta = entry.key.meta;
            assert!(meta.doc.ends_with('.'), "{}: {}", entry.path, meta.doc);
            assert!(!meta.spec.source.is_empty(), "{}", entry.path);
            let (low, high) = meta.spec.range;
            assert!(low <= high, "{}", entry.path);
            if let Some(x) = entry.key.default.as_f64() {
                assert!(low <= x && x <= high, "{}: {x}", entry.path);
            }
            if let Some((a, b)) = meta.spec.plausible {
                assert!(low <= a && a <= b && b <= high, "{}", entry.path);
            }
        }
    }

    #[test]
    fn the_resolved_scenario_can_be_loaded_again() {
        for name in ["mid", "team"] {
            let loaded = load(name, &[], &[]).unwrap();
            let text = scenario::to_toml(&loaded.scenario);
            let again = accepted(&text);
            assert_eq!(again.scenario, loaded.scenario, "{text}");
            assert_eq!(scenario::fingerprint(&again.scenario), scenario::fingerprint(&loaded.scenario));
        }
    }

    #[test]
    fn the_schema_accepts_what_the_reader_accepts() {
        let schema = scenario::schema();
        let validator = jsonschema::draft202012::new(&schema).unwrap();
        for shipped in scenario::shipped::SHIPPED {
            let loaded = load(shipped.name, &[], &[]).unwrap();
            let resolved = scenario::to_json(&loaded.scenario);
            let errors: Vec<String> = validator.iter_errors(&resolved).map(|e| format!("{}: {e}", e.instance_path())).collect();
            assert!(errors.is_empty(), "{}: {errors:?}", shipped.name);
            let written: serde_json::Value = toml::from_str(shipped.text).unwrap();
            let errors: Vec<String> = validator.iter_errors(&written).map(|e| format!("{}: {e}", e.instance_path())).collect();
            assert!(errors.is_empty(), "{}: {errors:?}", shipped.path);
        }
        for wrong in [
            r#"{"flow": {"wip_limmit": 3}}"#,
            r#"{"flow": {"wip_limit": 0}}"#,
            r#"{"flow": {"control": "pul"}}"#,
            r#"{"theory": {"x": 1}}"#,
        ] {
            let wrong: serde_json::Value = serde_json::from_str(wrong).unwrap();
            assert!(!validator.is_valid(&wrong), "{wrong}");
        }
    }

    #[test]
    fn the_reference_names_every_key() {
        let reference = scenario::reference::markdown();
        for entry in scenario::reference::entries() {
            let name = entry.key.meta.name;
            assert!(reference.contains(&format!("| `{name}` |")) || reference.contains(&format!("| `{name}.<measure>` |")), "{name}");
        }
    }

    #[test]
    fn the_fingerprint_sees_every_key_but_the_name() {
        let base = set(&[]).unwrap().scenario;
        let named = set(&["name=other", "about=something else"]).unwrap().scenario;
        assert_eq!(scenario::fingerprint(&base), scenario::fingerprint(&named));
        assert_eq!(scenario::fingerprint(&base).len(), 32);
        for change in
            ["flow.wip_limit=3", "time.calendar=continuous", "organisation.structured_handovers=true", "dialogue.prospect_until=9"]
        {
            let changed = set(&[change]).unwrap().scenario;
            let differences = scenario::differences(&base, &changed);
            assert_eq!(differences.len(), usize::from(changed != base), "{change}: {differences:?}");
            assert_eq!(scenario::fingerprint(&base) != scenario::fingerprint(&changed), changed != base, "{change}");
        }
    }
}

mod layers {
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
            &["teem: \"teem\" is not a built-in scenario\n    Did you mean team? Built in are quick-start, "],
        );
        says(&load("no/such.toml", &[], &[]).unwrap_err(), &["no/such.toml: cannot be read"]);
        refused("extends = [\"mid\", \"other.toml\"]\n", &["test.toml:1:19: extends \"other.toml\": other.toml: cannot be read"]);
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
            set(&["role.seller.people=12", "flow.control=push", "time.warm_up_weeks=91 days", parts, "time.window_start=2023-05-01"])
                .unwrap();
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
}

mod refusals {
    use super::*;

    #[test]
    fn a_value_out_of_range_is_told_with_its_place() {
        refused(
            "extends = \"mid\"\n[process]\n\n  most_activities = 1400\n",
            &["test.toml:4:21: process.most_activities = 1400 is outside 1 to 1000\n    "],
        );
    }

    #[test]
    fn columns_count_characters() {
        refused(
            "extends = \"mid\"\nabout = \"ääää\"\nflow = { control = \"pull\", wip_limit = -1 } # ä",
            &["test.toml:3:40: flow.wip_limit = -1 is outside 1 to"],
        );
        refused("about = \"ääää\"\nsegment.\"ä ö\".veto_share = 2", &["test.toml:2:9: segment.ä ö is not a good name"]);
    }

    #[test]
    fn everything_is_told_in_one_pass() {
        refused(
            "extends = \"mid\"\n[flow]\nwip_limmit = 3\ncontrol = \"pul\"\n[role.seller]\npeople = nan\nselling_share = \"2 days\"\nparts = \"flow\"\n[dialogue]\nprospect_below = 9\nprospect_until = 3\n",
            &[
                "test.toml:3:1: flow.wip_limmit is not a key\n    Did you mean flow.wip_limit?",
                "test.toml:4:11: flow.control = \"pul\" is not one of pull or push\n    Did you mean \"pull\"?",
                "test.toml:6:10: role.seller.people is not a finite number",
                "test.toml:7:17: role.seller.selling_share = \"2 days\" has a unit that does not fit\n    Share of working time left for selling. Expected a number from 0 to 1",
                "test.toml:8:9: role.seller.parts has to be a list, but here is a text",
                "test.toml:11:18: dialogue.prospect_below = 9 is above prospect_until = 3",
            ],
        );
    }

    #[test]
    fn types() {
        refused("flow = 3", &["test.toml:1:8: flow has to be a table, but here is a number"]);
        refused(
            "[role]\npeople = 3",
            &["test.toml:2:10: role.people has to be a table", "people is a key of an entry: write [role.some-name]"],
        );
        refused("role = [1]", &["role has to hold tables by name, but here is a list"]);
        refused("[[role]]\npeople = 3", &["role has to hold tables by name"]);
        refused("market_scale = true", &["market_scale has to be a number (times), but here is true or false"]);
        refused("name = 3", &["name has to be a text in quotes, but here is a number"]);
        refused("organisation.structured_handovers = \"yes\"", &["has to be true or false, without quotes"]);
        refused(
            "theory.utilisation = \"1\"\ntheory.utilization = 1\n",
            &["theory.utilisation has to be a number", "theory.utilization is not a measure\n    Did you mean utilisation?"],
        );
        refused("flow.hours = 3", &["Did you mean activity.<name>.done_to.hours or activity.<name>.done_with.hours?"]);
        let said = load_text(
            "test.toml",
            "extends = \"mid\"\nrole.seller = { pepole = 3, people = 0 }\nchannel.web = { trust = 2, segment = \"x\" }",
        )
        .unwrap_err();
        assert_eq!(said.list.len(), 3, "the missing people are no news, the wrong segment is: {said}");
        refused("wip_limit = 3", &["test.toml:1:1: wip_limit is not a key\n    Did you mean flow.wip_limit?"]);
    }

    #[test]
    fn numbers() {
        for (text, said) in [
            ("-1", "is outside"),
            ("nan", "is not a finite number"),
            ("-nan", "is not a finite number"),
            ("inf", "is not a finite number"),
            ("-inf", "is not a finite number"),
            ("1e400", "is not a finite number"),
            ("99999999999999999999999999999999999999999999999999", "is not a finite number"),
            ("\"\"", "does not begin with a number"),
            ("\"nan\"", "does not begin with a number"),
            ("\"1e999 times\"", "is not a finite number"),
        ] {
            refused(&format!("market_scale = {text}"), &["test.toml:1:16: market_scale", said]);
        }
        assert_eq!(accepted("market_scale = 0x10").scenario.market_scale, 16.0);
        assert_eq!(accepted("market_scale = 1_0.5").scenario.market_scale, 10.5);
        assert_eq!(accepted("market_scale = -0.0").scenario.market_scale.to_bits(), 0);
    }

    #[test]
    fn contradictions() {
        let cases = [
            ("channel.web.segment = \"mdi\"", "test.toml:2:23: channel.web.segment = \"mdi\" is not a segment"),
            (
                "[activity.present]\nrole = \"sellers\"",
                "test.toml:3:8: activity.present.role = \"sellers\" is not a role\n    Did you mean \"seller\"?",
            ),
            (
                "[role.closer]\npeople = 0\n[activity.present]\nrole = \"closer\"",
                "test.toml:5:8: activity.present.role = \"closer\" has no people",
            ),
            ("role.seller.parts = [\"dialogue\", \"flow\"]", "test.toml:2:21: nobody works in the part qualification"),
            ("role.seller.parts = [\"qualification\", \"flow\"]", "test.toml:2:21: nobody works in the part dialogue"),
            ("activity.qualify.decides = true\nactivity.decide.decides = false", "no activity asks the customer to decide"),
            (
                "role.judge = { people = 1, parts = [\"qualification\"] }\nactivity.design.role = \"judge\"",
                "test.toml:3:24: activity.design.role = \"judge\" does not work in the part flow",
            ),
            ("time.window_start = \"2024-02-30\"", "test.toml:2:21: time.window_start = \"2024-02-30\" is not a date"),
            ("market_scale = 1e6", "journeys and leads in each world are more than 50000000"),
            ("channel.calls = { kind = \"outbound\", touches_per_hour = 0 }", "nobody is ever touched"),
            ("channel.web.csv_file = \"x.csv\"", "test.toml:2:24: channel.web.csv_file is set but channel.web.csv_date_column is not"),
        ];
        for (text, said) in cases {
            refused(&format!("extends = \"mid\"\n{text}"), &[said]);
        }
        let said = load_text("test.toml", "extends = \"no.toml\"\nflow.wip_limit = 0\n[segment.x]\n").unwrap_err();
        assert_eq!(said.list.len(), 2, "what a missing file would bring is not missed: {said}");
        refused("[segment.x]\n", &["there is no offering", "there is no channel", "there is no role", "there is no activity"]);
    }

    #[test]
    fn what_is_odd_is_a_warning() {
        let cases = [
            ("[role.selers]\npeople = 2", "test.toml:2:7: role.selers is new here and looks like role.seller"),
            (
                "segment.new = {}\nchannel.web.segment = \"mid\"\nchannel.list.segment = \"mid\"\nchannel.event.segment = \"mid\"\nchannel.referral.segment = \"mid\"",
                "test.toml:2:9: no channel leads to segment.new",
            ),
            ("channel.list.leads_per_year = 3", "test.toml:2:31: channel.list.leads_per_year has no effect in an outbound channel"),
            (
                "activity.judge = { part = \"qualification\", order = 50 }",
                "test.toml:2:27: activity.judge is never done: activity.qualify comes before it",
            ),
            ("role.seller.domains_mastered = 8", "role.seller.domains_mastered = 8 is above buying.domains = 4"),
        ];
        for (text, said) in cases {
            let warnings = accepted(&format!("extends = \"mid\"\n{text}")).warnings;
            assert_eq!(warnings.len(), 1, "{warnings:?}");
            assert!(warnings[0].to_string().contains(said), "{}", warnings[0]);
        }
        assert_eq!(accepted("extends = \"mid\"\n[role.seller-2]\npeople = 2").warnings, []);
    }

    #[test]
    fn zero_demand_is_fine() {
        accepted("extends = \"mid\"\nmarket_scale = 0\n");
    }
}

mod hostile {
    use super::*;

    #[test]
    fn files_that_are_no_scenarios() {
        let folder = tempfile::tempdir().unwrap();
        says(&load_path(&write(folder.path(), "empty.toml", "")).unwrap_err(), &["empty.toml:1:1: the file holds no keys"]);
        says(&load_path(&write(folder.path(), "comment.toml", "# nothing\n")).unwrap_err(), &["the file holds no keys"]);
        says(
            &load_path(&write(folder.path(), "latin.toml", b"# one\nname = \"M\xfcller\"\n")).unwrap_err(),
            &["is not UTF-8 text (line 2)"],
        );
        says(&load_path(&write(folder.path(), "nul.toml", b"name = \"a\0b\"\n")).unwrap_err(), &["nul.toml:1:"]);
        says(&load_path(&write(folder.path(), "large.toml", "# 20 MB\n".repeat(2_500_000))).unwrap_err(), &["is larger than 8 MiB"]);
        let inner = folder.path().join("folder.toml");
        fs::create_dir(&inner).unwrap();
        says(&load_path(&inner).unwrap_err(), &["is a folder, not a file"]);
    }

    #[test]
    fn large_files_below_the_limit_end_soon() {
        for text in ["=\n", "x.y.z=1\n", "[role.a]\n", "é = \"\n", "[[", "a=[", "{", "\"\"\"", "extends = \"mid\"\n"] {
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

    /// Random damage to a good file: it may be refused, but never with a panic, and never without a word.
    #[test]
    fn mutated_files_never_panic() {
        let good = scenario::to_toml(&set(&[]).unwrap().scenario);
        let lines: Vec<&str> = good.lines().collect();
        let pieces = [
            "[",
            "]",
            "{",
            "}",
            "\"",
            "'",
            "=",
            ".",
            ",",
            "\n",
            "#",
            "nan",
            "-",
            "1e999",
            "0x",
            "é",
            "\u{0}",
            "[[",
            "\"\"\"",
            "extends = \"mid\"\n",
            "true",
            "9999-99-99",
            "\\u",
        ];
        let mut state = 7u64;
        let mut below = |n: usize| {
            state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            ((state >> 33) as usize) % n.max(1)
        };
        for _ in 0..1500 {
            let from = below(lines.len());
            let mut text: Vec<char> = lines[from..(from + 1 + below(60)).min(lines.len())].join("\n").chars().collect();
            for _ in 0..1 + below(6) {
                let at = below(text.len() + 1);
                match below(4) {
                    0 => text.truncate(at),
                    1 => {
                        let end = (at + below(20)).min(text.len());
                        text.drain(at..end);
                    }
                    2 => {
                        let copied: Vec<char> = text[below(at + 1)..at].to_vec();
                        text.extend(copied);
                    }
                    _ => {
                        for (i, c) in pieces[below(pieces.len())].chars().enumerate() {
                            text.insert((at + i).min(text.len()), c);
                        }
                    }
                }
            }
            let text: String = text.into_iter().collect();
            if let Err(problems) = load_text("test.toml", &text) {
                assert!(!problems.list.is_empty(), "refused without a word:\n{text}");
                says(&problems, &["test.toml"]);
            }
        }
    }
}

mod arrivals {
    use super::*;
    use winflow::market::arrivals::{ArrivalReport, Arrivals};

    /// Reads `csv` by way of the channels in `channels`, beside mid's own.
    fn read(csv: impl AsRef<[u8]>, channels: &str) -> Result<(Arrivals, ArrivalReport), Problems> {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("data")).unwrap();
        write(folder.path(), "data/leads.csv", csv);
        let text = format!("extends = \"mid\"\ntime.window_start = \"2018-01-03\"\nsegment.other = {{}}\n{channels}");
        let loaded = load_path(&write(folder.path(), "test.toml", text)).unwrap_or_else(|problems| panic!("{problems}"));
        let resolved = scenario::to_toml(&loaded.scenario);
        assert!(!resolved.contains(folder.path().to_str().unwrap()), "a manifest holds no path of this machine");
        Arrivals::read(&loaded.scenario, &loaded.csv_files)
    }

    const ONE: &str = "channel.web = { csv_file = \"data/leads.csv\", csv_date_column = \"date\" }";

    #[test]
    fn rows_become_arrivals_in_order_of_time() {
        let (arrivals, report) = read("id,date\na,2018-01-05 12:00:00\nb,2018-01-03T06:30:00Z\nc,2017-12-31 00:30\n", ONE).unwrap();
        let times: Vec<f64> = arrivals.rows.iter().map(|row| row.at_hours).collect();
        assert_eq!(times, [-71.5, 6.5, 60.0]);
        assert_eq!(report.warnings, []);
        assert_eq!(report.files[0].fingerprint.len(), 32);
    }

    #[test]
    fn dates_alone_are_spread_over_the_working_hours() {
        let csv = format!("date\n{}", "2018-01-04\n".repeat(1000));
        let (arrivals, report) = read(&csv, ONE).unwrap();
        assert_eq!(report.files[0].without_time, 1000);
        assert!(arrivals.rows.iter().all(|row| (33.0..41.0).contains(&row.at_hours)));
        let mean = arrivals.rows.iter().map(|row| row.at_hours).sum::<f64>() / 1000.0;
        // The standard error is 8 / sqrt(12 * 1000) = 0.073.
        assert!((mean - 37.0).abs() < 4.0 * 0.073, "{mean}");
        assert_eq!(read(&csv, ONE).unwrap().0, arrivals);
    }

    #[test]
    fn rows_go_to_the_channel_that_claims_them() {
        let channels = "[channel.web]\ncsv_file = \"data/leads.csv\"\ncsv_date_column = \"date\"\n\
            [channel.referral]\ncsv_file = \"data/leads.csv\"\ncsv_date_column = \"date\"\ncsv_channel_column = \"origin\"\ncsv_channel_values = [\"friend\", \"\"]\ncsv_segment_column = \"kind\"\ncsv_value_column = \"worth\"\n";
        let csv = "date;origin;kind;worth\n2018-01-05 12:00;friend;other;100.5\n2018-01-05 13:00;;;0\n2018-01-05 14:00;ad;nobody;-1\n";
        let (arrivals, report) = read(csv, channels).unwrap();
        let kept: Vec<(&str, u64)> = report.files[0].kept.iter().map(|(name, kept)| (name.as_str(), *kept)).collect();
        assert_eq!(kept, [("referral", 2), ("web", 1)]);
        let found: Vec<_> = arrivals.rows.iter().map(|row| (row.segment, row.value)).collect();
        assert_eq!(found, [(Some(1), Some(100.5)), (None, None), (None, None)]);
    }

    #[test]
    fn bad_rows_are_counted_and_told_by_line() {
        let channel = "channel.web = { csv_file = \"data/leads.csv\", csv_date_column = \"date\", csv_segment_column = \"kind\", csv_value_column = \"worth\" }";
        let csv = b"date,kind,worth\n2018-01-05 12:00,mid,1\n2018-13-05,mid,1\n2018-01-05,mid\n2018-01-05,big,1\n2018-01-05,mid,inf\n2018-01-05,m\xffd,1\n2018-01-05,mid,-3\n";
        let (arrivals, report) = read(csv, channel).unwrap();
        assert_eq!((arrivals.rows.len(), report.files[0].bad), (1, 6));
        let told: Vec<(u64, &str)> = report.files[0].first_bad.iter().map(|bad| (bad.line, bad.reason.as_str())).collect();
        assert_eq!(
            told,
            [
                (3, "\"2018-13-05\" is not a date"),
                (4, "2 fields where the header has 3"),
                (5, "segment \"big\" is not in the scenario"),
                (6, "value \"inf\" is not a number of EUR"),
                (7, "not UTF-8: \"m\u{fffd}d\""),
            ]
        );
        assert!(report.warnings[0].message.starts_with("6 of 7 rows are left out: line 3: "), "{:?}", report.warnings);
    }

    #[test]
    fn files_that_cannot_be_used() {
        let refused = |csv: &[u8], channel: &str, expected: &[&str]| match read(csv, channel) {
            Ok(_) => panic!("accepted: {csv:?}"),
            Err(problems) => says(&problems, expected),
        };
        refused(b"", ONE, &["leads.csv: is empty"]);
        refused(b"\n\n", ONE, &["leads.csv: is empty"]);
        refused(b"date\n", ONE, &["leads.csv: has no rows below its header"]);
        refused(
            b"Dates,x\n2018-01-01,1\n",
            ONE,
            &["leads.csv:1:1: has no column \"date\" (channel.web.csv_date_column)\n    Did you mean \"Dates\"? The columns are Dates, x."],
        );
        refused(b"date\nsoon\n", ONE, &["leads.csv: has no row that can be used: line 2: \"soon\" is not a date"]);
        refused(b"\x00\x01\x02", ONE, &["has no column \"date\""]);
        refused(b"date\n2018-01-01\n", &ONE.replace("leads.csv", "lead.csv"), &["lead.csv: cannot be read"]);
        refused(b"date\n2018-01-01\n", &ONE.replace("data/leads.csv", "data"), &["data: is a folder, not a file"]);
        let claimed = ONE.replace(" }", ", csv_channel_column = \"origin\", csv_channel_values = [\"x\"] }");
        refused(
            b"date,origin\n2018-01-01,ad\n",
            &claimed,
            &["has no row that belongs to a channel\n    Look at csv_channel_values. Values in the file: ad."],
        );
    }

    #[test]
    fn arrivals_outside_the_run_are_worth_a_warning() {
        let (_, report) = read("date\n2011-05-01\n2011-06-01\n", ONE).unwrap();
        assert_eq!(report.warnings[0].message, "all arrivals (2011-05-01 to 2011-06-01) lie outside the run");
    }
}
