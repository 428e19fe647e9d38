//! A page for leadership from kept results, and every picture beside it.

use super::failure::{Failure, NotWritten, WrongQuestion};
use crate::import::words::listed;
use crate::report::charts::gallery;
use crate::report::charts::grammar::Picture;
use crate::report::export::files::{NewFile, write};
use crate::report::page::more::More;
use crate::report::page::tables::csv;
use crate::report::page::{Material, Options, html};
use crate::report::results::folder::{MANIFEST, Steady, end_interrupted};
use crate::report::results::stored::Stored;
use crate::report::results::stored::read::experiment_in;
use crate::report::results::targets::Targets;
use std::fs;
use std::path::{Path, PathBuf};

/// Name of the page.
const PAGE: &str = "report.html";

/// A page that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Its file.
    pub file: PathBuf,
    /// Its size in bytes.
    pub bytes: usize,
    /// Where its pictures are.
    pub charts: PathBuf,
    /// What is to be known of further experiments on it, in sentences.
    pub notes: Vec<String>,
}

/// Writes the page into the first of the folders, and every picture as SVG and PNG.
///
/// # Errors
/// If results cannot be read, a chart cannot be drawn, or a file is in the way.
pub fn report(folders: &[PathBuf], options: &Options, force: bool) -> Result<Page, Failure> {
    let mut material = Material { main: None, more: Vec::new() };
    let first = folders.first().map_or(Path::new(""), PathBuf::as_path);
    let manifest = manifest_now(first)?;
    for folder in folders {
        take(&mut material, folder, &options.targets)?;
    }
    let notes = of_other_systems(&mut material, &folders[1..]);
    can_be_held_against(material.main.as_ref().map(|(stored, _)| stored), first, &options.targets)?;
    let page = html(&material, options);
    let bytes = page.len();
    let mut files = vec![NewFile::new(PAGE, page)];
    // Pictures of further experiments lie in their own folders already.
    let alone = material.main.is_none();
    let main = material.main.iter().flat_map(|(_, pictures)| pictures);
    for picture in main.chain(material.more.iter().take(usize::from(alone)).flat_map(|more| &more.pictures)) {
        files.extend(drawn(picture)?);
    }
    let _steady = Steady::hold(first, manifest.as_deref()).map_err(NotWritten::Folder)?;
    write(first, &files, force).map_err(|why| NotWritten::File(why.into()))?;
    Ok(Page { file: first.join(PAGE), bytes, charts: first.join("charts"), notes })
}

/// Says of further experiments that they are about other systems than the comparison, or about the difference the other way round: on the page
/// with how they were made, and in a sentence each.
fn of_other_systems(material: &mut Material, folders: &[PathBuf]) -> Vec<String> {
    let Some((stored, _)) = &material.main else { return Vec::new() };
    let place = |name: &String| stored.document.scenarios.iter().position(|system| system.name == *name);
    let mut notes = Vec::new();
    for (more, folder) in material.more.iter_mut().zip(folders) {
        let places: Vec<Option<usize>> = more.systems.iter().map(place).collect();
        let others: Vec<&String> = more.systems.iter().zip(&places).filter(|(_, place)| place.is_none()).map(|(name, _)| name).collect();
        let note = match places.as_slice() {
            _ if !others.is_empty() => format!("It is about {}, which this comparison is not about.", listed(others)),
            [Some(first), Some(second)] if first > second => "It is about the difference the other way round.".to_string(),
            _ => continue,
        };
        notes.push(format!("{}: {}", folder.display(), note));
        more.method = format!("{} {note}", more.method);
    }
    notes
}

/// Whether results can be held against targets: those of systems, and of several where a target is about a difference.
pub(super) fn can_be_held_against(main: Option<&Stored>, folder: &Path, targets: &Targets) -> Result<(), WrongQuestion> {
    let Some(stored) = main else {
        return if targets.is_empty() { Ok(()) } else { Err(WrongQuestion::TargetOfFigures(folder.to_path_buf())) };
    };
    match targets.with_baseline() {
        Some(required) if stored.systems.len() < 2 => Err(WrongQuestion::TargetWithoutBaseline(required.text.clone())),
        _ => Ok(()),
    }
}

/// The manifest of a folder of results, after what a killed program had begun with it is ended.
pub(super) fn manifest_now(folder: &Path) -> Result<Option<Vec<u8>>, NotWritten> {
    end_interrupted(folder)?;
    Ok(fs::read(folder.join(MANIFEST)).ok())
}

/// The page of results alone, as it would be written.
pub fn page(stored: Stored, options: &Options) -> String {
    let pictures = gallery::pictures(&stored, &options.targets);
    html(&Material { main: Some((stored, pictures)), more: Vec::new() }, options)
}

/// Whether the page that lies in a folder begins with another brief than this one. `false` where there is none.
pub(super) fn has_another_brief(folder: &Path, page: &str) -> bool {
    let there = fs::read(folder.join(PAGE)).unwrap_or_default();
    let there = String::from_utf8_lossy(&there);
    brief_of(&there).is_some_and(|brief| Some(brief) != brief_of(page))
}

/// The brief of a page.
fn brief_of(page: &str) -> Option<&str> {
    let from = page.find("id=\"brief\"")?;
    let length = page[from..].find("</article>")?;
    Some(&page[from..from + length])
}

/// Takes in what a folder holds.
fn take(material: &mut Material, folder: &Path, targets: &Targets) -> Result<(), Failure> {
    let experiment = experiment_in(folder).map_err(Failure::not_read)?;
    if matches!(experiment.as_str(), "run" | "compare") {
        if material.main.is_some() {
            return Err(WrongQuestion::SecondRun(folder.to_path_buf()).into());
        }
        let stored = Stored::read(folder).map_err(Failure::not_read)?;
        let pictures = gallery::pictures(&stored, targets);
        material.main = Some((stored, pictures));
        return Ok(());
    }
    let more = More::read(folder).map_err(Failure::not_read)?;
    material.more.push(more.ok_or_else(|| WrongQuestion::NotReported { folder: folder.to_path_buf(), experiment })?);
    Ok(())
}

/// A picture in both formats, and its figures where the page has no room for all.
fn drawn(picture: &Picture) -> Result<Vec<NewFile>, Failure> {
    let chart = picture.chart().map_err(Failure::not_made)?;
    let mut files =
        vec![NewFile::new(format!("charts/{}.svg", chart.name), chart.svg), NewFile::new(format!("charts/{}.png", chart.name), chart.png)];
    files.extend(csv(&picture.data).map(|table| NewFile::new(format!("charts/{}.csv", chart.name), table)));
    Ok(files)
}
