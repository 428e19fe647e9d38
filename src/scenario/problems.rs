//! What is wrong with a scenario, and where: every problem in one pass.

pub use crate::import::words::shown;
use std::collections::BTreeSet;
use std::fmt;

/// Sections whose entries are tables by name.
pub(super) const ENTRIES: &[&str] =
    &["currency", "segment", "offering", "channel", "role", "person", "pod", "patch", "plan", "activity", "event"];
/// What stands for a file where a setting comes from outside.
pub(crate) const SET: &str = "--set";
/// The most problems that are kept; further ones are only counted.
const MOST_PROBLEMS: usize = 100;

/// A place in a scenario file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file as the user named it, or `--set`.
    pub file: String,
    /// Line from 1; 0 where the whole file is meant.
    pub line: usize,
    /// Column from 1, in characters.
    pub column: usize,
}

impl Place {
    /// A whole file.
    pub fn whole(file: &str) -> Self {
        Self { file: shown(file), line: 0, column: 0 }
    }
    /// Whether it is what was set from outside, not a file.
    pub fn is_set(&self) -> bool {
        self.line == 0 && self.file == SET
    }
    /// The file and the line, without the column.
    pub fn file_and_line(&self) -> String {
        if self.line == 0 { self.file.clone() } else { format!("{}:{}", self.file, self.line) }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.line == 0 { f.write_str(&self.file) } else { write!(f, "{}:{}:{}", self.file, self.line, self.column) }
    }
}

/// One thing that is wrong, with its cause and its cure.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// Where.
    pub place: Place,
    /// What is wrong.
    pub message: String,
    /// What would be right; empty where nothing can be said.
    pub hint: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.message)?;
        if self.hint.is_empty() { Ok(()) } else { write!(f, "\n    {}", self.hint) }
    }
}

/// Everything that is wrong, sorted by file and line.
///
/// ```
/// let problems = winflow::scenario::load("mid", &[], &["flow.wip_limmit=3".to_string()]).unwrap_err();
/// assert!(problems.to_string().contains("flow.wip_limit"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Problems {
    /// The problems; at most a hundred.
    pub list: Vec<Problem>,
    /// How many more there were.
    pub more: usize,
}

impl Problems {
    /// A single problem.
    pub fn one(place: Place, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { list: vec![Problem { place, message: message.into(), hint: hint.into() }], more: 0 }
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Adds the problems that are not known yet, in their order.
    pub fn gather(&mut self, other: Self) {
        let known = self.list.len();
        for problem in other.list {
            if !self.list.contains(&problem) {
                self.list.push(problem);
            }
        }
        // What was only counted cannot be told apart: where nothing else is new, it is taken to be the same.
        if self.list.len() > known {
            self.more += other.more;
        }
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, problem) in self.list.iter().enumerate() {
            if i > 0 {
                writeln!(f)?;
            }
            write!(f, "{problem}")?;
        }
        if self.more > 0 { write!(f, "\n... and {} more", self.more) } else { Ok(()) }
    }
}

impl std::error::Error for Problems {}

impl IntoIterator for Problems {
    type Item = Problem;
    type IntoIter = std::vec::IntoIter<Problem>;
    fn into_iter(self) -> Self::IntoIter {
        self.list.into_iter()
    }
}

impl FromIterator<Problem> for Problems {
    fn from_iter<I: IntoIterator<Item = Problem>>(problems: I) -> Self {
        Self { list: problems.into_iter().collect(), more: 0 }
    }
}

/// A text that was read, with the beginnings of its lines.
#[derive(Debug, Clone)]
struct Source {
    name: String,
    text: String,
    line_starts: Vec<usize>,
    has_lines: bool,
    has_columns: bool,
}

/// A byte of a text that was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Origin {
    source: usize,
    offset: usize,
}

impl Origin {
    pub(crate) fn source(self) -> usize {
        self.source
    }
}

/// All texts that were read for a scenario, to tell places in them.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    list: Vec<Source>,
}

impl Sources {
    /// Keeps a text and gives its number. `has_lines` is false for what comes from the command line.
    pub(crate) fn add(&mut self, name: &str, text: String, has_lines: bool) -> usize {
        let line_starts = std::iter::once(0).chain(text.bytes().enumerate().filter(|(_, b)| *b == b'\n').map(|(i, _)| i + 1)).collect();
        self.list.push(Source { name: shown(name), text, line_starts, has_lines, has_columns: true });
        self.list.len() - 1
    }
    /// Of a text that was made from a table, line by line, columns mean nothing.
    pub(crate) fn without_columns(&mut self, source: usize) {
        if let Some(source) = self.list.get_mut(source) {
            source.has_columns = false;
        }
    }
    /// The byte `offset` of a text.
    pub(crate) fn origin(source: usize, offset: usize) -> Origin {
        Origin { source, offset }
    }
    /// File, line and column of a byte.
    pub fn place(&self, origin: Origin) -> Place {
        let Some(source) = self.list.get(origin.source) else { return Place::whole("") };
        if !source.has_lines {
            return Place::whole(&source.name);
        }
        let mut offset = origin.offset.min(source.text.len());
        while !source.text.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = source.line_starts.partition_point(|start| *start <= offset);
        let start = source.line_starts.get(line.saturating_sub(1)).copied().unwrap_or(0);
        if !source.has_columns {
            return Place { file: source.name.clone(), line, column: 1 };
        }
        let column = source.text.get(start..offset).map_or(0, |before| before.chars().count()) + 1;
        Place { file: source.name.clone(), line, column }
    }
}

/// Collects problems while a scenario is read.
#[derive(Debug, Default)]
pub(crate) struct Log {
    found: Vec<(Origin, String, String)>,
    more: usize,
    broken_lines: BTreeSet<(usize, usize)>,
    broken_paths: BTreeSet<String>,
    /// Paths of keys that could be read but do not go together with others, until the check that found so is over.
    refused_paths: BTreeSet<String>,
    without_effect: BTreeSet<String>,
}

impl Log {
    /// Notes that a key changes nothing, with what is told of it.
    pub(crate) fn add_without_effect(&mut self, origin: Origin, path: &str, message: String, hint: String) {
        self.without_effect.insert(path.to_string());
        self.add(origin, path, message, hint);
    }
    /// The keys that change nothing.
    pub(crate) fn take_without_effect(&mut self) -> BTreeSet<String> {
        std::mem::take(&mut self.without_effect)
    }
    pub(crate) fn is_full(&self) -> bool {
        self.found.len() >= MOST_PROBLEMS
    }
    pub(crate) fn is_empty(&self) -> bool {
        self.found.is_empty()
    }
    /// Notes that a key could not be read.
    pub(crate) fn add(&mut self, origin: Origin, path: &str, message: String, hint: String) {
        if self.keep(origin, message, hint) {
            self.broken_paths.insert(path.to_string());
        }
    }
    /// Keeps a problem, or only counts it where there are enough.
    fn keep(&mut self, origin: Origin, message: String, hint: String) -> bool {
        if self.is_full() {
            self.more += 1;
            return false;
        }
        self.found.push((origin, message, hint));
        true
    }
    /// Notes that a key does not go together with others: what else the same check finds is told too, until [`Self::checked`].
    pub(crate) fn add_refused(&mut self, origin: Origin, path: &str, message: String, hint: String) {
        if self.keep(origin, message, hint) {
            self.refused_paths.insert(path.to_string());
        }
    }
    /// A check is over: what it refused may be why a later one finds fault.
    pub(crate) fn checked(&mut self) {
        self.broken_paths.append(&mut self.refused_paths);
    }
    /// Notes that a line is not TOML; what else is wrong in that line is not told.
    pub(crate) fn add_syntax(&mut self, sources: &Sources, origin: Origin, message: String, hint: String) {
        self.broken_lines.insert((origin.source, sources.place(origin).line));
        self.add(origin, "", message, hint);
    }
    /// Whether a text could not be read as TOML.
    pub(crate) fn has_broken_syntax(&self) -> bool {
        !self.broken_lines.is_empty()
    }
    /// Whether a part of the text is missing: it is not TOML, or a file that it extends could not be read.
    pub(crate) fn is_incomplete(&self) -> bool {
        self.has_broken_syntax() || self.broken_paths.contains("extends")
    }
    /// Whether one of these keys could not be read, each given as its top-level section and its own name: `role.people`
    /// for any `role.<name>.people`; or with the entry, `event.launch.at`, for that one alone. A section or an entry that could not be read
    /// stands for all its keys.
    pub(crate) fn is_broken(&self, keys: &[&str]) -> bool {
        let is_hit = |broken: &str, key: &str| {
            let (section, name) = key.split_once('.').unwrap_or((key, ""));
            if name.contains('.') {
                return key.strip_prefix(broken).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
            }
            let mut steps = broken.split('.');
            let (first, depth, last) = (steps.next(), broken.split('.').count(), broken.rsplit('.').next());
            let is_entry = ENTRIES.contains(&section) && depth == 2;
            first == Some(section) && (name.is_empty() || last == Some(name) || depth == 1 || is_entry)
        };
        self.is_incomplete() || self.broken_paths.iter().any(|broken| keys.iter().any(|key| is_hit(broken, key)))
    }
    /// Everything found, sorted by place.
    pub(crate) fn into_problems(self, sources: &Sources) -> Problems {
        let mut syntax_seen = BTreeSet::new();
        let mut list: Vec<Problem> = Vec::new();
        for (origin, message, hint) in self.found {
            let place = sources.place(origin);
            let line = (origin.source, place.line);
            if self.broken_lines.contains(&line) && !syntax_seen.insert(line) {
                continue;
            }
            list.push(Problem { place, message, hint });
        }
        list.sort();
        list.dedup();
        Problems { list, more: self.more }
    }
}
