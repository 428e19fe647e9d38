//! The scenarios that come with winflow.

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
        assert_eq!(scenario::differences(&by_path.scenario, &by_name.scenario).iter().filter(|d| d.path != "about").count(), 0, "{name}");
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
