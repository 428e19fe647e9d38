//! Where results are kept: `output/<name>/`, whole or not at all.
//!
//! What is there under one of our names and was not made by winflow is never touched, nor followed if it is a link.
//!
//! A run in progress lives in `<name>.partial` and is renamed when it is done. If it ends early, what stays is its plan and the
//! worlds that were run, for the same run to go on with; nothing else. Two runs at the same time do not meet: the folder is locked, and
//! so are all names while one of them changes. A program that is killed while a folder gets its name leaves all that was in it, and the
//! next run of that name, or whoever wants to read it, ends what was begun.
//!
//! A folder holds what its manifest says: the same manifest again takes its place, another manifest gets a
//! number, and a folder without one is somebody else's and is never touched.

pub mod drafts;
mod held;
mod swap;
mod theirs;
pub mod whole;

use held::{HeldNames, is_at, is_held, take_folder};
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use swap::{aside, clear, end_replacing, remove_unfinished, replace};
use theirs::{is_manifest, is_of_shard, is_ours, is_put_aside, is_there, is_whole, manifest_of, plan_of, somebody_elses};
use thiserror::Error;
use whole::{place, sync_all, sync_names};

/// What a run is: the file that two runs must share to share a folder.
pub const MANIFEST: &str = "manifest.json";
/// What an unfinished run was about.
pub const PLAN: &str = "plan.json";
/// Worlds that it has run.
pub const KEPT: &str = "worlds.kept";
/// In a folder that was put aside, so that another takes its place.
const ASIDE: &str = "put-aside.lock";
/// Held by the run in progress.
const LOCK: &str = "in-progress.lock";
/// More runs of one name than this are not kept.
const MOST_OF_ONE_NAME: usize = 10_000;
/// Names of folders have no more letters.
const LONGEST_NAME: usize = 80;

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
    #[error("cannot replace {}: winflow did not make it, and it was left alone. Move it or choose another --out; without --force the results get a number", .0.display())]
    NotOurs(PathBuf),
    /// Something that is not winflow's has a name that winflow needs.
    #[error("{} is in the way: winflow needs that name, but did not make what is there. It was left alone; move it, or choose another --out", .0.display())]
    InTheWay(PathBuf),
    /// Another run holds the names in a folder and does not let them go.
    #[error("cannot use {}: another run of winflow has been at it for a minute. Has it been stopped? End it, and try again", .0.display())]
    NamesHeld(PathBuf),
    /// The folder of the run was taken away while it went on.
    #[error("{} was removed, renamed or taken over while the run was going on. What is there now was left alone; run it again", .0.display())]
    Gone(PathBuf),
    /// Something that is not winflow's lies in the folder of a run.
    #[error("{} is in the folder of a run, and winflow did not put it there. All of it was left alone; move that elsewhere, or choose another --out", .0.display())]
    Beside(PathBuf),
    /// Results have been replaced since they were read.
    #[error("{} holds other results now than when they were read; nothing was written into it. Try again", .0.display())]
    Changed(PathBuf),
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
    is_of_no_use: bool,
    in_use: Vec<PathBuf>,
    found: Vec<PathBuf>,
    /// The files that the run has written, by their names from here.
    written: RefCell<BTreeSet<String>>,
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
        let names = HeldNames::take(out)?;
        let (mut in_use, mut found) = (Vec::new(), Vec::new());
        for candidate in numbered(name) {
            let partial = partial(out, &candidate);
            let Some(lock) = take(out, name, &candidate, &mut found)? else {
                in_use.push(partial);
                continue;
            };
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
            drop(names);
            let (out, name, written) = (out.to_path_buf(), name.to_string(), RefCell::default());
            return Ok(Self { out, name, partial, lock: Some(lock), finished: false, is_of_no_use: false, in_use, found, written });
        }
        Err(NotKept::TooManyInProgress(out.to_path_buf()))
    }

    /// Folders of this name in which other runs are in progress.
    pub fn in_use(&self) -> &[PathBuf] {
        &self.in_use
    }

    /// Where results were put that a program had finished, but was killed before they had their name.
    pub fn found(&self) -> &[PathBuf] {
        &self.found
    }

    /// Where the run in progress lives.
    pub fn path(&self) -> &Path {
        &self.partial
    }

    /// Whether it is still the folder that this run began: nobody has removed, renamed or taken it.
    ///
    /// # Errors
    /// If it is not.
    pub fn is_still_there(&self) -> Result<(), NotKept> {
        let is_there = self.lock.as_ref().is_some_and(|lock| is_at(lock, &self.partial.join(LOCK)));
        if is_there { Ok(()) } else { Err(NotKept::Gone(self.partial.clone())) }
    }

    /// The names of the files that the run has written.
    pub fn written(&self) -> Vec<String> {
        self.written.borrow().iter().cloned().collect()
    }

    /// Opens a file in it, making the folders on its way.
    ///
    /// # Errors
    /// If it cannot be made.
    pub fn create(&self, file: &str) -> Result<BufWriter<File>, NotKept> {
        self.is_still_there()?;
        let path = self.partial.join(file);
        let made = path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| File::create(&path));
        self.written.borrow_mut().insert(file.to_string());
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

    /// Writes a file that replaces the one there in one step, and waits until it is on the disk.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn put(&self, file: &str, bytes: &[u8]) -> Result<(), NotKept> {
        self.is_still_there()?;
        place(&self.partial.join(file), bytes).map_err(|e| self.not_written(file, e))
    }

    /// Writes the manifest, when all else is on the disk: a folder that has one is whole.
    ///
    /// # Errors
    /// If it cannot be written, or the rest not brought to the disk.
    pub fn close(&self, manifest: &[u8]) -> Result<(), NotKept> {
        self.is_still_there()?;
        sync_all(&self.partial).map_err(|e| NotKept::not_written(&self.partial, e))?;
        self.put(MANIFEST, manifest)
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

    /// Nothing of it can ever become a result: it goes with the run, its worlds too.
    pub fn is_of_no_use(&mut self) {
        self.is_of_no_use = true;
    }

    /// As [`finish`](Self::finish), for who cannot give it away; with its plan and its worlds if `keeps_worlds`. Nothing can be written
    /// into it afterwards.
    ///
    /// # Errors
    /// If it cannot be renamed.
    pub fn hand_over(&mut self, force: bool, keeps_worlds: bool) -> Result<Kept, NotKept> {
        self.is_still_there()?;
        let _names = HeldNames::take(&self.out)?;
        self.is_still_there()?;
        let manifest = fs::read(self.partial.join(MANIFEST)).map_err(|e| self.not_written(MANIFEST, e))?;
        let target = Target::find(&self.out, &self.name, &manifest, force)?;
        if !keeps_worlds {
            remove_worlds(&self.partial)?;
        }
        // From here on it is whole: whatever goes wrong, it stays.
        self.finished = true;
        self.lock = None;
        fs::remove_file(self.partial.join(LOCK)).map_err(|e| NotKept::new("unlock", &self.partial, e))?;
        let path = target.fill(&self.partial)?;
        let numbered = path != self.out.join(&self.name);
        Ok(Kept { path, numbered })
    }
}

impl Drop for RunFolder {
    fn drop(&mut self) {
        if self.finished {
            return;
        }
        // Nothing half-written stays; what cannot be removed is replaced by the next run.
        if self.is_still_there().is_err() {
            return;
        }
        let Ok(_names) = HeldNames::take(&self.out) else { return };
        let _ = match plan_of(&self.partial) {
            Some(_) if !self.is_of_no_use => clear(&self.partial, &[PLAN, KEPT]),
            _ => remove_unfinished(&self.partial),
        };
        self.lock = None;
    }
}

/// Whether results could take a name by force: it is free, or what has it are results of winflow's.
///
/// # Errors
/// If it is something else, which is never replaced.
pub fn can_take(out: &Path, name: &str) -> Result<(), NotKept> {
    let path = out.join(name);
    if is_there(&path) && !is_whole(&path) {
        return Err(NotKept::NotOurs(path));
    }
    // What is replaced is put aside, for a moment.
    let aside = aside(&path);
    if is_there(&aside) && !is_put_aside(&aside) { Err(NotKept::InTheWay(aside)) } else { Ok(()) }
}

/// Where a folder is to go.
struct Target {
    path: PathBuf,
    /// Whether an older one has to make room.
    is_occupied: bool,
}

impl Target {
    /// The name itself, if it is free or holds the same run or `force` says so, else one with a number.
    fn find(out: &Path, name: &str, manifest: &[u8], force: bool) -> Result<Self, NotKept> {
        for candidate in numbered(name) {
            let path = out.join(candidate);
            if !is_there(&path) {
                return Ok(Self { path, is_occupied: false });
            }
            match manifest_of(&path) {
                Some(there) if there == manifest || force && is_manifest(&there) => return Ok(Self { path, is_occupied: true }),
                _ if force => return Err(NotKept::NotOurs(path)),
                _ => {}
            }
        }
        Err(NotKept::TooManyOfOneName(out.to_path_buf()))
    }

    /// Puts a folder there.
    fn fill(self, folder: &Path) -> Result<PathBuf, NotKept> {
        let Self { path, is_occupied } = self;
        if is_occupied {
            replace(folder, &path).map_err(|e| NotKept::new("replace", &path, e))?;
        } else {
            fs::rename(folder, &path).map_err(|e| NotKept::new("make", &path, e))?;
        }
        path.parent().into_iter().for_each(sync_names);
        Ok(path)
    }
}

/// Removes what only an unfinished run needs.
fn remove_worlds(partial: &Path) -> Result<(), NotKept> {
    for path in [KEPT, PLAN].map(|file| partial.join(file)) {
        if is_there(&path) {
            fs::remove_file(&path).map_err(|e| NotKept::new("remove", &path, e))?;
        }
    }
    Ok(())
}

/// Takes the folder of a run in progress, after what a killed program left to be ended; `None` if another run has it.
fn take(out: &Path, name: &str, candidate: &str, found: &mut Vec<PathBuf>) -> Result<Option<File>, NotKept> {
    let (folder, partial) = (out.join(candidate), partial(out, candidate));
    // Whatever else lies in it: the run that is in progress there goes on.
    if is_held(&partial) {
        return Ok(None);
    }
    if is_there(&partial) && !is_ours(&partial) {
        return Err(NotKept::InTheWay(partial));
    }
    if is_there(&aside(&folder)) && !is_put_aside(&aside(&folder)) {
        return Err(NotKept::InTheWay(aside(&folder)));
    }
    if let Some(beside) = somebody_elses(&partial) {
        return Err(NotKept::Beside(beside));
    }
    let made = || fs::create_dir_all(&partial).map_err(|e| NotKept::new("make the folder", &partial, e));
    made()?;
    let Some(lock) = take_folder(&partial)? else { return Ok(None) };
    let is_done = is_whole(&partial);
    end_replacing(&folder).map_err(|e| NotKept::new("replace", &folder, e))?;
    if !is_done {
        return Ok(Some(lock));
    }
    drop(lock);
    fs::remove_file(partial.join(LOCK)).map_err(|e| NotKept::new("unlock", &partial, e))?;
    let manifest = fs::read(partial.join(MANIFEST)).map_err(|e| NotKept::not_written(partial.join(MANIFEST), e))?;
    if !is_of_shard(&partial) {
        remove_worlds(&partial)?;
    }
    found.push(Target::find(out, name, &manifest, false)?.fill(&partial)?);
    made()?;
    take_folder(&partial)
}

/// Ends what a killed program had begun with a folder of results: to give it its name, or to put it in the place of another. Does nothing
/// where there is nothing to end, or another run is at it.
///
/// # Errors
/// If it cannot be ended.
pub fn end_interrupted(folder: &Path) -> Result<(), NotKept> {
    let (out, Some(name)) = (out_of(folder), folder.file_name().and_then(|name| name.to_str())) else { return Ok(()) };
    let partial = partial(out, name);
    let is_left = |path: &Path| is_ours(path) && is_whole(path) && somebody_elses(path).is_none();
    if !is_put_aside(&aside(folder)) && (is_there(folder) || !is_left(&partial)) {
        return Ok(());
    }
    let _names = HeldNames::take(out)?;
    if let Some(lock) = take(out, name, name, &mut Vec::new())? {
        // A folder that was only made to be looked at.
        if plan_of(&partial).is_none() {
            let _ = remove_unfinished(&partial);
        }
        drop(lock);
    }
    Ok(())
}

/// Results that stay what they are for as long as this is held: somebody writes beside them.
#[derive(Debug)]
pub struct Steady {
    _names: Option<HeldNames>,
}

impl Steady {
    /// Holds a folder of results, if its manifest still is the one that was read.
    ///
    /// # Errors
    /// If it is another, or another run does not let the names go.
    pub fn hold(folder: &Path, manifest: Option<&[u8]>) -> Result<Self, NotKept> {
        let names = match HeldNames::take(out_of(folder)) {
            Ok(names) => Some(names),
            Err(held @ NotKept::NamesHeld(_)) => return Err(held),
            // Where nobody may write, nobody gives names.
            Err(_) => None,
        };
        let is_same = fs::read(folder.join(MANIFEST)).ok().as_deref() == manifest;
        if is_same { Ok(Self { _names: names }) } else { Err(NotKept::Changed(folder.to_path_buf())) }
    }
}

/// The folder in which results have theirs.
fn out_of(folder: &Path) -> &Path {
    folder.parent().filter(|out| !out.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Where a run in progress lives.
fn partial(out: &Path, name: &str) -> PathBuf {
    out.join(format!("{name}.partial"))
}

/// `hero`, `hero-2`, `hero-3`, ...
fn numbered(name: &str) -> impl Iterator<Item = String> + use<'_> {
    (1..=MOST_OF_ONE_NAME).map(move |n| if n == 1 { name.to_string() } else { format!("{name}-{n}") })
}

/// A name for a folder: letters, digits, `-`, `_` and `+`, at most 80 of them. A longer one ends with a whole word.
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
    let clean = within(&clean, LONGEST_NAME).trim_end_matches('-');
    if clean.is_empty() { "run".to_string() } else { clean.to_string() }
}

/// A text of at most so many letters, cut between words where there are some.
fn within(text: &str, most: usize) -> &str {
    let Some((end, _)) = text.char_indices().nth(most) else { return text };
    let cut = &text[..end];
    if text[end..].starts_with('-') { cut } else { cut.rsplit_once('-').map_or(cut, |(whole, _)| whole) }
}

#[cfg(test)]
mod tests;
