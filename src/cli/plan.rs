//! `winflow plan`: what the incentive plans of a scenario pay, before anything is simulated.

use super::arguments::{Plan, PlanFormat};
use super::failure::Failure;
use super::scenarios::{self, Named, System, overlays};
use super::{interrupt, terminal};
use crate::report::charts;
use crate::report::results::folder::{Kept, MANIFEST, RunFolder, clean_name};
use crate::report::results::pay::PaySheet;
use crate::report::results::words::list;
use crate::report::terminal::pay;
use crate::report::terminal::table::Look;
use crate::scenario::read::nearest;
use serde_json::json;

/// Shows and keeps what the plans pay.
///
/// # Errors
/// If the usage or the scenario is wrong, or results cannot be written.
pub fn plan(arguments: &Plan) -> Result<(), Failure> {
    let overlays = arguments.with.iter().map(|with| overlays(with)).collect::<Result<Vec<_>, _>>()?.concat();
    let named = Named { base: arguments.scenario.clone(), overlays };
    let system = scenarios::load(&named, &scenarios::settings(&arguments.set, None))?;
    let sheet = chosen(PaySheet::new(&system.name, system.model.scenario()), arguments.role.as_deref())?;
    if !arguments.quiet {
        scenarios::warn(std::slice::from_ref(&system));
    }
    let table = sheet.to_csv();
    let kept = keep(arguments, &system, &sheet, &table).map_err(|why| Failure::Other(format!("the results were not kept: {why}")));
    let printed = match arguments.format {
        PlanFormat::Json => format!("{:#}\n", json!(sheet)),
        PlanFormat::Csv => table,
        PlanFormat::Table => {
            let look = Look { width: terminal::width(), colour: terminal::colour(), all: true };
            let files = kept.as_ref().map_or_else(|_| String::new(), |kept| format!("\nFiles are in {}.\n", kept.path.display()));
            pay::render(&sheet, look) + &files
        }
    };
    if let (Ok(kept), false) = (&kept, arguments.quiet)
        && kept.numbered
    {
        let path = kept.path.display();
        terminal::say(&format!("Different results have that name already: these are in {path} (--force replaces)."));
    }
    terminal::print(&printed)?;
    kept.map(drop)
}

/// The sheet of one role, or of all.
fn chosen(mut sheet: PaySheet, role: Option<&str>) -> Result<PaySheet, Failure> {
    let Some(role) = role else { return Ok(sheet) };
    let known: Vec<String> = sheet.roles.iter().map(|sheet| sheet.role.clone()).collect();
    sheet.roles.retain(|sheet| sheet.role == role);
    if sheet.roles.is_empty() {
        let like = nearest(role, known.iter().map(String::as_str)).map_or_else(String::new, |like| format!("did you mean {like}? "));
        return Err(Failure::Usage(format!("there is no role '{role}' with people; {like}there are {}", list(&known))));
    }
    Ok(sheet)
}

fn keep(arguments: &Plan, system: &System, sheet: &PaySheet, table: &str) -> Result<Kept, String> {
    let mut in_progress = interrupt::partial();
    let folder = RunFolder::begin(&arguments.out, &clean_name(&format!("{}-plan", system.name))).map_err(|e| e.to_string())?;
    *in_progress = Some(folder.path().to_path_buf());
    drop(in_progress);
    let write = |file: &str, bytes: &[u8]| folder.write(file, bytes).map_err(|e| e.to_string());
    write("pay.csv", table.as_bytes())?;
    write("pay.json", format!("{:#}\n", json!(sheet)).as_bytes())?;
    for chart in charts::draw_pay(sheet).map_err(|e| e.to_string())? {
        write(&format!("charts/{}.svg", chart.name), chart.svg.as_bytes())?;
        write(&format!("charts/{}.png", chart.name), &chart.png)?;
    }
    let roles: Vec<&str> = sheet.roles.iter().map(|role| role.role.as_str()).collect();
    let manifest = json!({
        "version": env!("CARGO_PKG_VERSION"),
        "plan_of": { "name": system.name, "roles": roles, "fingerprint": system.fingerprint, "scenario": system.resolved },
    });
    write(MANIFEST, format!("{manifest:#}\n").as_bytes())?;
    let mut in_progress = interrupt::partial();
    let kept = folder.finish(arguments.force).map_err(|e| e.to_string())?;
    *in_progress = None;
    Ok(kept)
}
