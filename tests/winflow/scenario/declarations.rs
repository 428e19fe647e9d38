//! What is made from the declarations: reference, schema, resolved files, fingerprints.

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
    for wrong in
        [r#"{"flow": {"wip_limmit": 3}}"#, r#"{"flow": {"wip_limit": 0}}"#, r#"{"flow": {"control": "pul"}}"#, r#"{"theory": {"x": 1}}"#]
    {
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

/// `UPDATE=1 cargo test --test winflow scenario` writes the page anew.
#[test]
fn the_reference_in_the_guide_is_that_of_the_declarations() {
    let reference = scenario::reference::markdown();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write("src/guide/reference.md", &reference).unwrap();
    }
    let page = std::fs::read_to_string("src/guide/reference.md").unwrap();
    assert!(page == reference, "src/guide/reference.md is out of date; UPDATE=1 cargo test --test winflow scenario writes it anew");
}

#[test]
fn the_fingerprint_sees_every_key_but_the_name() {
    let base = set(&[]).unwrap().scenario;
    let named = set(&["name=other", "about=something else"]).unwrap().scenario;
    assert_eq!(scenario::fingerprint(&base), scenario::fingerprint(&named));
    assert_eq!(scenario::fingerprint(&base).len(), 32);
    for change in ["flow.wip_limit=3", "time.calendar=continuous", "organisation.structured_handovers=true", "dialogue.prospect_until=9"] {
        let changed = set(&[change]).unwrap().scenario;
        let differences = scenario::differences(&base, &changed);
        assert_eq!(differences.len(), usize::from(changed != base), "{change}: {differences:?}");
        assert_eq!(scenario::fingerprint(&base) != scenario::fingerprint(&changed), changed != base, "{change}");
    }
}
