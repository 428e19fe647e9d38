//! Where results are kept: `output/<name>/`, whole or not at all.
//!
//! What is there under one of our names and was not made by winflow is never touched, nor followed if it is a link.
//!
//! A run in progress lives in `<name>.partial` and is renamed when it is done. If it ends early, what stays is its plan and the
//! worlds that were run, for the same run to go on with; nothing else. Two runs at the same time do not meet: the folder is locked.
//! A folder holds what its manifest says: the same manifest again takes its place, another manifest gets a
//! number, and a folder without one is somebody else's and is never touched.

use std::fs::{self, File, TryLockError};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use thiserror::Error;

/// What a run is: the file that two runs must share to share a folder.
pub const MANIFEST: &str = "manifest.json";
/// What an unfinished run was about.
pub const PLAN: &str = "plan.json";
/// Worlds that it has run.
pub const KEPT: &str = "worlds.kept";
/// Held by the run in progress.
const LOCK: &str = "in-progress.lock";
/// More runs of one name than this are not kept.
const MOST_OF_ONE_NAME: usize = 10_000;

/// Results could not be kept.
#[derive(Debug, Error)]
pub enum NotKept {
    /// A file or folder could not be written, made, moved or removed.
    #[error("cannot {what} {}: {why}", .path.display())]
    Failed {
        /// What was to be done: "write".
        what: &'static str,
        /// To what.
        path: PathBuf,
        /// Why it could not be done.
        #[source]
        why: io::Error,
    },
    /// A table could not be written.
    #[error("cannot write {}: {why}", .path.display())]
    Table {
        /// Its file.
        path: PathBuf,
        /// Why.
        #[source]
        why: csv::Error,
    },
    /// Every name for a run in progress is taken.
    #[error("cannot make a folder in {}: too many runs in progress", .0.display())]
    TooManyInProgress(PathBuf),
    /// Every name for a finished run is taken.
    #[error("cannot keep one more run in {}: too many of the same name", .0.display())]
    TooManyOfOneName(PathBuf),
    /// What was to be replaced is somebody else's.
    #[error("cannot replace {}: it is no folder with a manifest.json of winflow's", .0.display())]
    NotOurs(PathBuf),
    /// Something that is not winflow's has a name that winflow needs.
    #[error("{} is in the way: winflow needs that name, but did not make what is there. It was left alone; move it, or choose another --out", .0.display())]
    InTheWay(PathBuf),
}

impl NotKept {
    fn new(what: &'static str, path: &Path, why: io::Error) -> Self {
        Self::Failed { what, path: path.to_path_buf(), why }
    }

    /// A file could not be written.
    pub fn not_written(path: impl AsRef<Path>, why: io::Error) -> Self {
        Self::new("write", path.as_ref(), why)
    }
}

/// The folder of a run in progress. Dropped before it is finished, it is removed, but for a plan with worlds.
#[derive(Debug)]
pub struct RunFolder {
    out: PathBuf,
    name: String,
    partial: PathBuf,
    lock: Option<File>,
    finished: bool,
}

/// What to do with a folder in which an earlier run did not finish.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leftover {
    /// It is the same run: go on with what is there.
    GoOn,
    /// It is another run: leave it alone and take another folder.
    Leave,
    /// It can go.
    Clear,
}

/// Where results were kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The folder.
    pub path: PathBuf,
    /// Whether the name was taken by a different run, so that a number was added.
    pub numbered: bool,
}

impl RunFolder {
    /// Makes the folder of a run in progress. What a dead run left there is replaced, but for a plan with worlds.
    ///
    /// # Errors
    /// If it cannot be made or written.
    pub fn begin(out: &Path, name: &str) -> Result<Self, NotKept> {
        Self::begin_or_go_on(out, name, &mut |_, _| Leftover::Leave)
    }

    /// Makes the folder of a run in progress, or goes on with one. `judge` is shown each folder, with its plan, in which an earlier run
    /// did not finish and kept worlds.
    ///
    /// # Errors
    /// If it cannot be made or written.
    pub fn begin_or_go_on(out: &Path, name: &str, judge: &mut dyn FnMut(&Path, &[u8]) -> Leftover) -> Result<Self, NotKept> {
        fs::create_dir_all(out).map_err(|e| NotKept::new("make the folder", out, e))?;
        for candidate in numbered(name) {
            let partial = out.join(format!("{candidate}.partial"));
            for path in [&partial, &aside(&out.join(&candidate))] {
                if is_there(path) && !is_ours(path) {
                    return Err(NotKept::InTheWay(path.clone()));
                }
            }
            fs::create_dir_all(&partial).map_err(|e| NotKept::new("make the folder", &partial, e))?;
            let Some(lock) = lock(&partial)? else { continue };
            let stays: &[&str] = match plan_of(&partial).map_or(Leftover::Clear, |plan| judge(&partial, &plan)) {
                Leftover::GoOn => &[LOCK, PLAN, KEPT],
                Leftover::Clear => &[LOCK],
                Leftover::Leave => {
                    drop(lock);
                    let _ = fs::remove_file(partial.join(LOCK));
                    continue;
                }
            };
            clear(&partial, stays).map_err(|e| NotKept::new("clear the folder", &partial, e))?;
            return Ok(Self { out: out.to_path_buf(), name: name.to_string(), partial, lock: Some(lock), finished: false });
        }
        Err(NotKept::TooManyInProgress(out.to_path_buf()))
    }

    /// Where the run in progress lives.
    pub fn path(&self) -> &Path {
        &self.partial
    }

    /// Opens a file in it, making the folders on its way.
    ///
    /// # Errors
    /// If it cannot be made.
    pub fn create(&self, file: &str) -> Result<BufWriter<File>, NotKept> {
        let path = self.partial.join(file);
        let made = path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| File::create(&path));
        made.map(BufWriter::new).map_err(|e| self.not_written(file, e))
    }

    /// Writes a whole file in it.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn write(&self, file: &str, bytes: &[u8]) -> Result<(), NotKept> {
        let mut writer = self.create(file)?;
        writer.write_all(bytes).and_then(|()| writer.flush()).map_err(|e| self.not_written(file, e))
    }

    /// Removes what only an unfinished run needs.
    fn remove_unfinished(&self, keeps_worlds: bool) -> Result<(), NotKept> {
        for path in [PLAN, KEPT].map(|file| self.partial.join(file)) {
            if !keeps_worlds && path.exists() {
                fs::remove_file(&path).map_err(|e| NotKept::new("remove", &path, e))?;
            }
        }
        Ok(())
    }

    /// A file could not be written.
    pub fn not_written(&self, file: &str, why: io::Error) -> NotKept {
        NotKept::not_written(self.partial.join(file), why)
    }

    /// A table could not be written.
    pub fn table_not_written(&self, file: &str, why: csv::Error) -> NotKept {
        NotKept::Table { path: self.partial.join(file), why }
    }

    /// Gives the folder its name: its own, if that is free or holds the same run or `force` says so,
    /// else one with a number.
    ///
    /// # Errors
    /// If it cannot be renamed.
    pub fn finish(mut self, force: bool) -> Result<Kept, NotKept> {
        self.hand_over(force, false)
    }

    /// As [`finish`](Self::finish), for who cannot give it away; with its plan and its worlds if `keeps_worlds`. Nothing can be written
    /// into it afterwards.
    ///
    /// # Errors
    /// If it cannot be renamed.
    pub fn hand_over(&mut self, force: bool, keeps_worlds: bool) -> Result<Kept, NotKept> {
        let manifest = fs::read(self.partial.join(MANIFEST)).map_err(|e| self.not_written(MANIFEST, e))?;
        let (path, occupied) = self.place(&manifest, force)?;
        self.remove_unfinished(keeps_worlds)?;
        // From here on it is whole: whatever goes wrong, it stays.
        self.finished = true;
        self.lock = None;
        fs::remove_file(self.partial.join(LOCK)).map_err(|e| NotKept::new("unlock", &self.partial, e))?;
        if occupied {
            replace(&self.partial, &path).map_err(|e| NotKept::new("replace", &path, e))?;
        } else {
            fs::rename(&self.partial, &path).map_err(|e| NotKept::new("make", &path, e))?;
        }
        let numbered = path != self.out.join(&self.name);
        Ok(Kept { path, numbered })
    }

    /// Where the folder is to go and whether an older one has to make room.
    fn place(&self, manifest: &[u8], force: bool) -> Result<(PathBuf, bool), NotKept> {
        for candidate in numbered(&self.name) {
            let path = self.out.join(candidate);
            if !is_there(&path) {
                return Ok((path, false));
            }
            match manifest_of(&path) {
                Some(there) if there == manifest || force && is_manifest(&there) => return Ok((path, true)),
                _ if force => return Err(NotKept::NotOurs(path)),
                _ => {}
            }
        }
        Err(NotKept::TooManyOfOneName(self.out.clone()))
    }
}

impl Drop for RunFolder {
    fn drop(&mut self) {
        if self.finished {
            return;
        }
        // Nothing half-written stays; what cannot be removed is replaced by the next run.
        self.lock = None;
        let _ = match plan_of(&self.partial) {
            Some(_) => clear(&self.partial, &[PLAN, KEPT]),
            None => fs::remove_dir_all(&self.partial),
        };
    }
}

/// `hero`, `hero-2`, `hero-3`, ...
fn numbered(name: &str) -> impl Iterator<Item = String> + use<'_> {
    (1..=MOST_OF_ONE_NAME).map(move |n| if n == 1 { name.to_string() } else { format!("{name}-{n}") })
}

/// Whether anything has a name; a link that leads nowhere is something, too.
fn is_there(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

/// Whether a name is that of a folder itself, not of a link to one.
fn is_folder(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|there| there.is_dir())
}

/// Whether a name is that of a file itself, not of a link to one.
fn is_file(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|there| there.is_file())
}

/// Whether winflow made the folder of a run in progress, or put a folder aside: an empty one, or one with our lock, our worlds or our
/// manifest, none of which is a link to somewhere else.
fn is_ours(folder: &Path) -> bool {
    if !is_folder(folder) {
        return false;
    }
    let names = [LOCK, PLAN, KEPT, MANIFEST];
    if names.iter().any(|name| is_there(&folder.join(name)) && !is_file(&folder.join(name))) {
        return false;
    }
    let is_empty = fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_none());
    let [lock, plan, kept] = [LOCK, PLAN, KEPT].map(|name| is_file(&folder.join(name)));
    is_empty || lock || plan && kept || manifest_of(folder).is_some_and(|manifest| is_manifest(&manifest))
}

/// The manifest in a folder, if both are what they are called.
fn manifest_of(folder: &Path) -> Option<Vec<u8>> {
    let file = folder.join(MANIFEST);
    if is_folder(folder) && is_file(&file) { fs::read(file).ok() } else { None }
}

/// Whether a manifest is winflow's: other programs have files of that name, too.
fn is_manifest(text: &[u8]) -> bool {
    let parsed: Option<serde_json::Value> = serde_json::from_slice(text).ok();
    parsed.is_some_and(|manifest| ["version", "experiment", "seed", "scenarios"].iter().all(|key| manifest.get(key).is_some()))
}

/// Where a folder is put while another takes its place.
fn aside(folder: &Path) -> PathBuf {
    let mut aside = folder.as_os_str().to_owned();
    aside.push(".replaced");
    PathBuf::from(aside)
}

/// Locks a folder; `None` if another run holds it.
fn lock(folder: &Path) -> Result<Option<File>, NotKept> {
    let path = folder.join(LOCK);
    let file = File::options().write(true).create(true).truncate(false).open(&path).map_err(|e| NotKept::new("write", &path, e))?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Ok(None),
        // Some file systems have no locks; then the folder is ours.
        Err(TryLockError::Error(_)) => Ok(Some(file)),
    }
}

/// The plan of an unfinished run that kept something.
fn plan_of(folder: &Path) -> Option<Vec<u8>> {
    let kept = fs::metadata(folder.join(KEPT)).ok()?;
    if kept.len() > 0 { fs::read(folder.join(PLAN)).ok() } else { None }
}

/// Removes everything but what stays.
fn clear(folder: &Path, stays: &[&str]) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            fs::remove_dir_all(entry.path())?;
        } else if !stays.iter().any(|name| entry.file_name() == *name) {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

/// Puts one folder in the place of another, which stays until the new one is there.
fn replace(new: &Path, old: &Path) -> io::Result<()> {
    let aside = aside(old);
    if is_there(&aside) {
        if !is_ours(&aside) {
            let why = format!("{} is in the way, and winflow did not make it", aside.display());
            return Err(io::Error::new(io::ErrorKind::AlreadyExists, why));
        }
        fs::remove_dir_all(&aside)?;
    }
    fs::rename(old, &aside)?;
    if let Err(error) = fs::rename(new, old) {
        fs::rename(&aside, old)?;
        return Err(error);
    }
    // The same run again: reports, workbooks and whatever else was put there since are still about it.
    if fs::read(aside.join(MANIFEST))? == fs::read(old.join(MANIFEST))? {
        move_missing(&aside, old)?;
    }
    fs::remove_dir_all(&aside)
}

/// Moves what the other folder does not have, into folders that it has.
fn move_missing(from: &Path, to: &Path) -> io::Result<()> {
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let there = to.join(entry.file_name());
        if !is_there(&there) {
            fs::rename(entry.path(), &there)?;
        } else if entry.file_type()?.is_dir() && is_folder(&there) {
            move_missing(&entry.path(), &there)?;
        }
    }
    Ok(())
}

/// A name for a folder: letters, digits, `-`, `_` and `+`, at most 80 of them.
///
/// ```
/// use winflow::report::results::folder::clean_name;
/// assert_eq!(clean_name("hero (2) vs ../team"), "hero-2-vs-team");
/// assert_eq!(clean_name("///"), "run");
/// ```
pub fn clean_name(name: &str) -> String {
    let mut clean = String::new();
    for letter in name.chars() {
        if letter.is_alphanumeric() || "_+".contains(letter) {
            clean.push(letter);
        } else if !clean.is_empty() && !clean.ends_with('-') {
            clean.push('-');
        }
    }
    let clean: String = clean.chars().take(80).collect();
    let clean = clean.trim_end_matches('-');
    if clean.is_empty() { "run".to_string() } else { clean.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A manifest as winflow writes them.
    fn ours(what: &str) -> String {
        serde_json::json!({ "version": "1", "experiment": what, "seed": 1, "scenarios": [] }).to_string()
    }

    fn keep(out: &Path, manifest: &str, force: bool) -> Kept {
        let folder = RunFolder::begin(out, "hero").expect("begin");
        folder.write(MANIFEST, ours(manifest).as_bytes()).expect("manifest");
        folder.write("charts/one.svg", b"<svg/>").expect("chart");
        folder.finish(force).expect("finish")
    }

    fn names(out: &Path) -> Vec<String> {
        let mut names: Vec<String> =
            fs::read_dir(out).expect("folder").map(|e| e.expect("entry").file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    #[test]
    fn the_same_run_takes_its_place_and_another_gets_a_number() {
        let out = tempfile::tempdir().expect("a folder");
        assert_eq!(keep(out.path(), "a", false), Kept { path: out.path().join("hero"), numbered: false });
        assert_eq!(keep(out.path(), "a", false).path, out.path().join("hero"));
        assert_eq!(keep(out.path(), "b", false), Kept { path: out.path().join("hero-2"), numbered: true });
        assert_eq!(keep(out.path(), "b", false).path, out.path().join("hero-2"));
        assert_eq!(keep(out.path(), "c", true).path, out.path().join("hero"));
        assert_eq!(names(out.path()), ["hero", "hero-2"]);
        assert_eq!(names(&out.path().join("hero")), ["charts", MANIFEST]);
    }

    #[test]
    fn what_was_put_beside_the_results_stays_when_the_same_run_takes_its_place() {
        let out = tempfile::tempdir().expect("a folder");
        let kept = keep(out.path(), "a", false).path;
        fs::write(kept.join("report.html"), "a page").expect("written");
        fs::write(kept.join("charts/two.svg"), "a chart").expect("written");
        fs::write(kept.join("charts/one.svg"), "changed").expect("written");
        keep(out.path(), "a", false);
        assert_eq!(names(&kept), ["charts", MANIFEST, "report.html"]);
        assert_eq!(names(&kept.join("charts")), ["one.svg", "two.svg"]);
        assert_eq!(fs::read(kept.join("charts/one.svg")).expect("a chart"), b"<svg/>");
        keep(out.path(), "b", true);
        assert_eq!(names(&kept), ["charts", MANIFEST], "another run is another matter");
    }

    #[test]
    fn nothing_stays_of_a_run_that_fails() {
        let out = tempfile::tempdir().expect("a folder");
        let folder = RunFolder::begin(out.path(), "hero").expect("begin");
        folder.write("measures.csv", b"half").expect("write");
        drop(folder);
        assert!(names(out.path()).is_empty());
    }

    #[test]
    fn a_dead_run_is_replaced_and_a_live_one_is_not_met() {
        let out = tempfile::tempdir().expect("a folder");
        fs::create_dir(out.path().join("hero.partial")).expect("leftover");
        fs::write(out.path().join("hero.partial/old.csv"), "old").expect("leftover");
        fs::write(out.path().join("hero.partial").join(LOCK), "").expect("leftover");
        let first = RunFolder::begin(out.path(), "hero").expect("begin");
        assert_eq!(names(first.path()), [LOCK]);
        let second = RunFolder::begin(out.path(), "hero").expect("begin");
        assert_eq!(second.path(), out.path().join("hero-2.partial"));
    }

    #[test]
    fn a_run_that_kept_worlds_is_gone_on_with_or_left_alone() {
        let out = tempfile::tempdir().expect("a folder");
        let begin = |leftover| RunFolder::begin_or_go_on(out.path(), "hero", &mut |_, _| leftover).expect("begin");
        let first = begin(Leftover::Leave);
        first.write(PLAN, b"a plan").expect("plan");
        first.write(KEPT, b"a world").expect("kept");
        first.write("measures.csv", b"half").expect("write");
        drop(first);
        assert_eq!(names(&out.path().join("hero.partial")), [PLAN, KEPT]);
        let other = begin(Leftover::Leave);
        assert_eq!(other.path(), out.path().join("hero-2.partial"));
        drop(other);
        assert_eq!(names(out.path()), ["hero.partial"]);
        let again = begin(Leftover::GoOn);
        assert_eq!(names(again.path()), [LOCK, PLAN, KEPT]);
        drop(again);
        let anew = begin(Leftover::Clear);
        assert_eq!(names(anew.path()), [LOCK]);
        drop(anew);
        assert!(names(out.path()).is_empty());
    }

    #[test]
    fn a_folder_that_is_not_ours_is_not_touched() {
        let out = tempfile::tempdir().expect("a folder");
        fs::create_dir(out.path().join("hero")).expect("somebody's");
        fs::write(out.path().join("hero/diary.txt"), "mine").expect("somebody's");
        assert_eq!(keep(out.path(), "a", false).path, out.path().join("hero-2"));
        let folder = RunFolder::begin(out.path(), "hero").expect("begin");
        folder.write(MANIFEST, b"a").expect("manifest");
        folder.write(PLAN, b"a plan").expect("plan");
        folder.write(KEPT, b"a world").expect("kept");
        assert!(folder.finish(true).is_err());
        assert_eq!(names(out.path()), ["hero", "hero-2", "hero.partial"]);
        assert_eq!(names(&out.path().join("hero.partial")), [PLAN, KEPT]);
    }

    /// Everything below a folder, links as where they lead.
    fn below(folder: &Path) -> Vec<String> {
        let mut all = Vec::new();
        for entry in fs::read_dir(folder).expect("folder") {
            let (path, kind) = entry.map(|e| (e.path(), e.file_type().expect("kind"))).expect("entry");
            let what = match kind.is_file() {
                true => fs::read_to_string(&path).expect("read"),
                false => fs::read_link(&path).map(|to| to.display().to_string()).unwrap_or_default(),
            };
            all.push(format!("{}: {what}", path.display()));
            if kind.is_dir() {
                all.extend(below(&path));
            }
        }
        all.sort();
        all
    }

    #[test]
    fn what_a_user_put_under_our_names_is_left_alone_and_refused() {
        for name in ["hero.partial", "hero.replaced"] {
            let out = tempfile::tempdir().expect("a folder");
            fs::create_dir(out.path().join(name)).expect("somebody's");
            fs::write(out.path().join(name).join("diary.txt"), "mine").expect("somebody's");
            fs::write(out.path().join(name).join(PLAN), "my plan").expect("somebody's");
            fs::write(out.path().join(name).join(MANIFEST), "{\"name\": \"my web page\"}").expect("somebody's");
            let before = below(out.path());
            let refused = RunFolder::begin(out.path(), "hero").expect_err("refused").to_string();
            assert!(refused.contains(&format!("{name} is in the way")) && refused.contains("left alone"), "{refused}");
            assert_eq!(below(out.path()), before);
            fs::remove_dir_all(out.path().join(name)).expect("moved away");
            fs::write(out.path().join(name), "a file").expect("somebody's");
            assert!(matches!(RunFolder::begin(out.path(), "hero"), Err(NotKept::InTheWay(_))));
            assert_eq!(fs::read(out.path().join(name)).expect("a file"), b"a file");
        }
    }

    #[test]
    fn with_force_no_manifest_of_another_program_is_replaced() {
        let out = tempfile::tempdir().expect("a folder");
        fs::create_dir(out.path().join("hero")).expect("somebody's");
        fs::write(out.path().join("hero").join(MANIFEST), "{\"name\": \"my web page\"}").expect("somebody's");
        let before = below(&out.path().join("hero"));
        let folder = RunFolder::begin(out.path(), "hero").expect("begin");
        folder.write(MANIFEST, ours("a").as_bytes()).expect("manifest");
        assert!(matches!(folder.finish(true), Err(NotKept::NotOurs(_))));
        assert_eq!(below(&out.path().join("hero")), before);
    }

    #[cfg(unix)]
    #[test]
    fn nothing_is_followed_out_of_the_folder() {
        use std::os::unix::fs::symlink;
        let elsewhere = tempfile::tempdir().expect("a folder");
        keep(elsewhere.path(), "a", false);
        fs::write(elsewhere.path().join("hero/diary.txt"), "mine").expect("somebody's");
        let before = below(elsewhere.path());
        for (link, target) in [("hero.partial", "hero"), ("hero.replaced", "hero"), ("hero.partial", "nowhere")] {
            let out = tempfile::tempdir().expect("a folder");
            symlink(elsewhere.path().join(target), out.path().join(link)).expect("a link");
            let refused = RunFolder::begin(out.path(), "hero").expect_err("refused");
            assert!(matches!(refused, NotKept::InTheWay(_)), "{link}: {refused}");
            assert_eq!(below(elsewhere.path()), before, "{link}");
        }
        // A link in the folder of a dead run leads out of it, too.
        for name in [LOCK, PLAN, KEPT] {
            let out = tempfile::tempdir().expect("a folder");
            let partial = out.path().join("hero.partial");
            fs::create_dir(&partial).expect("leftover");
            [PLAN, KEPT].iter().for_each(|name| fs::write(partial.join(name), "x").expect("leftover"));
            let _ = fs::remove_file(partial.join(name));
            symlink(elsewhere.path().join("hero/diary.txt"), partial.join(name)).expect("a link");
            assert!(matches!(RunFolder::begin(out.path(), "hero"), Err(NotKept::InTheWay(_))), "{name}");
            assert_eq!(below(elsewhere.path()), before, "{name}");
        }
        // Results that are a link to the same results are not taken apart either.
        let out = tempfile::tempdir().expect("a folder");
        symlink(elsewhere.path().join("hero"), out.path().join("hero")).expect("a link");
        symlink(elsewhere.path().join("nowhere"), out.path().join("hero-2")).expect("a link");
        assert_eq!(keep(out.path(), "a", false).path, out.path().join("hero-3"));
        assert_eq!(below(elsewhere.path()), before);
    }
}
