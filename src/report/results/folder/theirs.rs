//! What is winflow's, and what is somebody else's and is never touched.

use super::{ASIDE, KEPT, LOCK, MANIFEST, PLAN};
use std::fs;
use std::path::{Path, PathBuf};

/// Where runs put their charts.
const CHARTS: &str = "charts";

/// Whether anything has a name; a link that leads nowhere is something, too.
pub(super) fn is_there(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

/// Whether a name is that of a folder itself, not of a link to one.
pub(super) fn is_folder(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|there| there.is_dir())
}

/// Whether a name is that of a file itself, not of a link to one.
pub(super) fn is_file(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|there| there.is_file())
}

/// Whether a name is that of something else than a file: of a folder, a link, a device. One look at it: what is there may go in between.
pub(super) fn is_no_file(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|there| !there.is_file())
}

/// Whether winflow made the folder of a run in progress: an empty one, or one with our lock, our worlds or our manifest, none of which is a
/// link to somewhere else.
pub(super) fn is_ours(folder: &Path) -> bool {
    if !is_folder(folder) {
        return false;
    }
    let names = [LOCK, PLAN, KEPT, MANIFEST];
    if names.iter().any(|name| is_no_file(&folder.join(name))) {
        return false;
    }
    let [lock, plan, kept] = [LOCK, PLAN, KEPT].map(|name| is_file(&folder.join(name)));
    is_empty(folder) || lock || plan && kept || is_whole(folder)
}

/// Whether winflow put a folder aside, to put another in its place: it leaves a mark in it.
pub(super) fn is_put_aside(folder: &Path) -> bool {
    is_folder(folder) && (is_file(&folder.join(ASIDE)) || is_empty(folder))
}

/// What lies in the folder of a run in progress and is nothing that runs leave there: notes, folders, links.
pub(super) fn somebody_elses(partial: &Path) -> Option<PathBuf> {
    let entries = fs::read_dir(partial).ok()?.flatten();
    let is_a_runs = |path: &Path| {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let is_kind = |end: &str| name.strip_suffix(end).is_some_and(|stem| !stem.is_empty());
        match fs::symlink_metadata(path) {
            Ok(there) if there.is_dir() => name == CHARTS && has_files_alone(path),
            Ok(there) if there.is_file() => {
                [LOCK, KEPT].contains(&name) || [".csv", ".json", ".sha256", ".partial"].iter().any(|end| is_kind(end))
            }
            // What has just gone is nobody's.
            other => other.is_err(),
        }
    };
    entries.map(|entry| entry.path()).find(|path| !is_a_runs(path))
}

fn is_empty(folder: &Path) -> bool {
    fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_none())
}

fn has_files_alone(folder: &Path) -> bool {
    fs::read_dir(folder).is_ok_and(|mut entries| entries.all(|entry| entry.is_ok_and(|entry| is_file(&entry.path()))))
}

/// Whether a folder holds all that a run leaves: its manifest is written last.
pub(super) fn is_whole(folder: &Path) -> bool {
    manifest_of(folder).is_some_and(|manifest| is_manifest(&manifest))
}

/// The manifest in a folder, if both are what they are called.
pub(super) fn manifest_of(folder: &Path) -> Option<Vec<u8>> {
    let file = folder.join(MANIFEST);
    if is_folder(folder) && is_file(&file) { fs::read(file).ok() } else { None }
}

/// Whether a manifest is winflow's: other programs have files of that name, too.
pub(super) fn is_manifest(text: &[u8]) -> bool {
    const KINDS: [&[&str]; 3] = [&["experiment", "seed", "scenarios"], &["plan_of"], &["replay_of"]];
    let parsed: Option<serde_json::Value> = serde_json::from_slice(text).ok();
    let has = |key: &str| parsed.as_ref().is_some_and(|manifest| manifest.get(key).is_some());
    has("version") && KINDS.iter().any(|keys| keys.iter().all(|key| has(key)))
}

/// Whether a folder is that of a part of a run, which keeps its plan and its worlds to be put together with the others.
pub(super) fn is_of_shard(folder: &Path) -> bool {
    let plan = fs::read(folder.join(PLAN)).ok().and_then(|text| serde_json::from_slice::<serde_json::Value>(&text).ok());
    plan.is_some_and(|plan| !plan["shard"].is_null())
}

/// The plan of an unfinished run that kept something.
pub(super) fn plan_of(folder: &Path) -> Option<Vec<u8>> {
    let kept = fs::metadata(folder.join(KEPT)).ok()?;
    if kept.len() > 0 { fs::read(folder.join(PLAN)).ok() } else { None }
}
