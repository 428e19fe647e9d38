//! What the incentive plans of a scenario pay, before anything is simulated.

use super::failure::{Cause, Failure, NotWritten, WrongQuestion};
use super::host::Host;
use super::layers::Layers;
use super::options::Options;
use super::systems::{System, notice};
use crate::report::charts;
use crate::report::results::folder::{Kept, RunFolder, clean_name};
use crate::report::results::pay::PaySheet;
use crate::scenario::read::nearest;
use serde_json::json;
use std::sync::atomic::Ordering;

/// What plans pay.
#[derive(Debug)]
pub struct Planned {
    /// Role by role.
    pub sheet: PaySheet,
    /// The same as a table.
    pub table: String,
    /// Where it was kept. Results that cannot be kept are given all the same.
    pub kept: Result<Kept, NotWritten>,
}

/// Sees what the plans of a system pay, of all roles or of one.
///
/// # Errors
/// If the question or the scenario is wrong, or it was interrupted.
pub fn plan(named: &Layers, role: Option<&str>, options: &Options, host: Host<'_>) -> Result<Planned, Failure> {
    let system = System::load(named, &options.all_settings())?;
    options.keeping.can_keep(&name_of(&system))?;
    let sheet = chosen(PaySheet::new(&system.name, system.model.scenario()), role)?;
    notice([&system], host);
    let table = sheet.to_csv();
    let folder = write(options, &system, &sheet, &table);
    if host.stop.load(Ordering::Relaxed) {
        return Err(Failure::Interrupted(None));
    }
    let kept = folder.and_then(|folder| Ok(folder.finish(options.keeping.force)?)).map_err(NotWritten::results);
    Ok(Planned { sheet, table, kept })
}

/// The sheet of one role, or of all.
fn chosen(mut sheet: PaySheet, role: Option<&str>) -> Result<PaySheet, WrongQuestion> {
    let Some(role) = role else { return Ok(sheet) };
    let known: Vec<String> = sheet.roles.iter().map(|sheet| sheet.role.clone()).collect();
    sheet.roles.retain(|sheet| sheet.role == role);
    if sheet.roles.is_empty() {
        let like = nearest(role, known.iter().map(String::as_str)).map(str::to_string);
        return Err(WrongQuestion::NoRole { role: role.to_string(), like, known });
    }
    Ok(sheet)
}

/// The name of its folder.
fn name_of(system: &System) -> String {
    clean_name(&format!("{}-plan", system.name))
}

fn write(options: &Options, system: &System, sheet: &PaySheet, table: &str) -> Result<RunFolder, Cause> {
    let folder = RunFolder::begin(&options.keeping.out, &name_of(system))?;
    folder.write("pay.csv", table.as_bytes())?;
    folder.write("pay.json", format!("{:#}\n", json!(sheet)).as_bytes())?;
    for chart in charts::draw_pay(sheet)? {
        folder.write(&format!("charts/{}.svg", chart.name), chart.svg.as_bytes())?;
        folder.write(&format!("charts/{}.png", chart.name), &chart.png)?;
    }
    let roles: Vec<&str> = sheet.roles.iter().map(|role| role.role.as_str()).collect();
    let manifest = json!({
        "version": env!("CARGO_PKG_VERSION"),
        "plan_of": { "name": system.name, "roles": roles, "fingerprint": system.fingerprint, "scenario": system.resolved },
    });
    folder.close(format!("{manifest:#}\n").as_bytes())?;
    Ok(folder)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::sample::{Listener, options};
    use std::path::Path;

    #[test]
    fn a_plan_is_kept_and_an_interrupted_one_leaves_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        let (options, named) = (options(folder.path()), Layers::alone("accelerator"));
        let stopped = Listener::stopping_after(0);
        assert!(matches!(plan(&named, None, &options, stopped.host()), Err(Failure::Interrupted(None))));
        assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 0);
        let planned = plan(&named, Some("seller"), &options, Host::silent()).expect("a plan");
        assert_eq!(planned.sheet.roles.len(), 1);
        assert!(planned.kept.expect("kept").path.join("pay.csv").is_file());
    }

    #[test]
    fn an_unknown_role_is_told_with_one_that_is_like_it() {
        let refused = plan(&Layers::alone("line"), Some("closr"), &options(Path::new("nowhere")), Host::silent());
        let Err(Failure::Question(WrongQuestion::NoRole { like, known, .. })) = refused else { panic!("there is no such role") };
        assert!(like.as_deref() == Some("closer") && known.len() > 1);
    }
}
