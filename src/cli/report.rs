//! `winflow report`: a page for leadership from kept results.

use super::arguments::Report;
use super::failure::Failure;
use super::terminal;
use crate::report::charts::gallery;
use crate::report::charts::grammar::Picture;
use crate::report::export::files::{NewFile, write};
use crate::report::page::more::More;
use crate::report::page::tables::csv;
use crate::report::page::{Material, Options, html};
use crate::report::results::stored::Stored;
use crate::report::results::stored::read::experiment_in;
use crate::report::results::targets::Targets;
use std::path::Path;

/// Name of the page.
const PAGE: &str = "report.html";

/// Writes the page, and every picture as SVG and PNG.
///
/// # Errors
/// If results cannot be read, a chart cannot be drawn, or a file is in the way.
pub fn report(arguments: &Report) -> Result<(), Failure> {
    let targets: Targets = arguments.target.iter().copied().collect();
    let mut material = Material { main: None, more: Vec::new() };
    for folder in &arguments.folders {
        take(&mut material, folder, &targets)?;
    }
    let options = Options { title: arguments.title.clone(), decision: arguments.decision.clone(), targets };
    let page = html(&material, &options);
    let mut files = vec![NewFile::new(PAGE, page)];
    // Pictures of further experiments lie in their own folders already.
    let alone = material.main.is_none();
    let main = material.main.iter().flat_map(|(_, pictures)| pictures);
    for picture in main.chain(material.more.iter().take(usize::from(alone)).flat_map(|more| &more.pictures)) {
        files.extend(drawn(picture)?);
    }
    let folder = &arguments.folders[0];
    let paths = write(folder, &files, arguments.force).map_err(other)?;
    if !arguments.quiet {
        let size = files[0].bytes.len().div_ceil(1024);
        terminal::say(&format!("{}, {size} kB; its pictures are in {}.", paths[0].display(), folder.join("charts").display()));
    }
    Ok(())
}

/// Takes in what a folder holds.
fn take(material: &mut Material, folder: &Path, targets: &Targets) -> Result<(), Failure> {
    let kind = experiment_in(folder).map_err(other)?;
    if matches!(kind.as_str(), "run" | "compare") {
        if material.main.is_some() {
            let hint = "name one folder of run or compare; to hold systems against each other, compare them";
            return Err(Failure::Usage(format!("{} is a second run or comparison: {hint}", folder.display())));
        }
        let stored = Stored::read(folder).map_err(other)?;
        let pictures = gallery::pictures(&stored, targets);
        material.main = Some((stored, pictures));
        return Ok(());
    }
    let hint = "a report is made of run, compare, explain, sweep and map";
    let more = More::read(folder).map_err(other)?;
    material.more.push(more.ok_or_else(|| Failure::Usage(format!("{} holds the results of winflow {kind}: {hint}", folder.display())))?);
    Ok(())
}

/// A picture in both formats, and its figures where the page has no room for all.
fn drawn(picture: &Picture) -> Result<Vec<NewFile>, Failure> {
    let chart = picture.chart().map_err(other)?;
    let mut files =
        vec![NewFile::new(format!("charts/{}.svg", chart.name), chart.svg), NewFile::new(format!("charts/{}.png", chart.name), chart.png)];
    files.extend(csv(&picture.data).map(|table| NewFile::new(format!("charts/{}.csv", chart.name), table)));
    Ok(files)
}

fn other(error: impl std::fmt::Display) -> Failure {
    Failure::Other(error.to_string())
}
