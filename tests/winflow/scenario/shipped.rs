//! The scenarios that come with winflow.

use super::*;
use winflow::scenario::shipped::SHIPPED;

#[test]
fn every_shipped_scenario_loads_without_a_warning() {
    for shipped in SHIPPED {
        // What a condition changes may be there for teams alone.
        let team = shipped.path.contains("conditions/").then(|| "team".to_string());
        let (base, overlays) = team.map_or((shipped.name.to_string(), vec![]), |team| (team, vec![shipped.name.to_string()]));
        let loaded = load(&base, &overlays, &[]).unwrap_or_else(|problems| panic!("{}:\n{problems}", shipped.name));
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
                // The example of real leads needs its file beside it: it is not built in, and has a test of its own below. Studies are no
                // scenarios: they are run from outside.
                if !path.ends_with("leads") && !path.ends_with("studies") {
                    folders.push(path);
                }
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

#[test]
fn the_example_of_real_leads_runs_on_its_file() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/leads");
    let loaded = load_path(&folder.join("leads.toml")).unwrap_or_else(|problems| panic!("{problems}"));
    let (arrivals, _) = winflow::market::arrivals::Arrivals::read(&loaded.scenario, &loaded.csv_files).unwrap();
    let text = fs::read_to_string(folder.join("leads.csv")).unwrap();
    let rows: Vec<&str> = text.lines().skip(1).collect();
    assert_eq!(arrivals.rows.len(), rows.len());
    // The first quarter of 2024 is measured: every row from 1 January on is a customer of the window who came by a channel,
    // whatever the policy, and each was met, lost by our delay, or did not want to talk.
    let in_window = rows.iter().filter(|row| row.starts_with("2024")).count();
    assert_eq!(arrivals.rows.iter().filter(|row| row.at_hours >= 0.0).count(), in_window);
    let deals: f64 = arrivals.rows.iter().filter_map(|row| row.value).sum();
    let written: f64 = rows.iter().filter_map(|row| row.rsplit(',').next()?.parse::<f64>().ok()).sum();
    assert_eq!(deals, written);
    let model = winflow::simulation::Model::new(&loaded.scenario, std::sync::Arc::new(arrivals));
    let record = model.run(1, 0);
    assert!(record.check.violation().is_none());
    assert!(record.journeys.len() >= in_window);
}
