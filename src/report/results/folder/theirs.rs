//! What is winflow's, and what is somebody else's and is never touched.

use super::{KEPT, LOCK, MANIFEST, PLAN};
use std::fs;
use std::path::Path;

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

/// Whether winflow made the folder of a run in progress, or put a folder aside: an empty one, or one with our lock, our worlds or our
/// manifest, none of which is a link to somewhere else.
pub(super) fn is_ours(folder: &Path) -> bool {
    if !is_folder(folder) {
        return false;
    }
    let names = [LOCK, PLAN, KEPT, MANIFEST];
    if names.iter().any(|name| is_there(&folder.join(name)) && !is_file(&folder.join(name))) {
        return false;
    }
    let is_empty = fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_none());
    let [lock, plan, kept] = [LOCK, PLAN, KEPT].map(|name| is_file(&folder.join(name)));
    is_empty || lock || plan && kept || is_whole(folder)
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

/// The plan of an unfinished run that kept something.
pub(super) fn plan_of(folder: &Path) -> Option<Vec<u8>> {
    let kept = fs::metadata(folder.join(KEPT)).ok()?;
    if kept.len() > 0 { fs::read(folder.join(PLAN)).ok() } else { None }
}
