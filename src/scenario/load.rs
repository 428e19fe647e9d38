//! Finds, reads and stacks the files of a scenario.

mod idle;
mod markets;
mod mention;
mod not_built_in;
mod overlays;
mod people;
mod sets;
mod text;

use super::checks;
use super::duty::{self, Duties};
use super::guard::{self, GUARD, Guard};
use super::leaves;
use super::problems::{Log, Origin, Place, Problem, Problems, SET, Sources, shown};
use super::provider::Role;
use super::read::{EVERY, Layer, Odd, Origins, Reader};
use super::shipped;
use super::whole::Scenario;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use toml::de::{DeTable, DeValue};

use idle::Said;
pub use mention::arguments_of;
pub(super) use mention::is_path;
use mention::{Mention, is_setting, mentioned};
use people::ROSTER;
use sets::quoted;
use text::NotRead;
pub(super) use text::{explain_syntax, read_text};

/// The key that names what a file builds on.
pub(super) const EXTENDS: &str = "extends";
/// The key that says what a value behind the colon of an overlay sets, such as that of `hiring:seller=2`.
pub(super) const ARGUMENT: &str = "argument";
/// In larger files only the first error of syntax is told, because each costs memory.
const MOST_BYTES_FOR_ALL_ERRORS: usize = 256 * 1024;
/// Files that extend each other more deeply are refused.
const DEEPEST_EXTENDS: usize = 16;
/// More files than these in one scenario are refused.
const MOST_LAYERS: usize = 64;

/// A scenario that was read, checked and resolved.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// The scenario, with all defaults.
    pub scenario: Scenario,
    /// Its name: those of the base and the overlays, such as `mid+hero`.
    pub name: String,
    /// What is odd but can be run.
    pub warnings: Vec<Problem>,
    /// Keys that were set and have no effect as the others stand.
    pub without_effect: BTreeSet<String>,
    /// The files of real arrivals by the name of their channel, resolved against the folder of the file that named them.
    pub csv_files: BTreeMap<String, PathBuf>,
    /// What its results have to be, those of what it extends first.
    pub guards: Vec<Guard>,
    /// What each overlay changes of our people and their pay, and of whom, in sentences.
    pub touched: Vec<String>,
    origins: Origins,
    sources: Sources,
    folders: Vec<Option<PathBuf>>,
}

impl Loaded {
    /// The scenario with further changes, each `key.path=value` as for [`load`]; for sweeps and searches.
    ///
    /// ```
    /// let mid = winflow::scenario::load("mid", &[], &[])?;
    /// assert_eq!(mid.with(&["flow.wip_limit=3".to_string()])?.scenario.flow.wip_limit, 3.0);
    /// # Ok::<(), winflow::scenario::Problems>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the changes, and keys that now contradict each other.
    pub fn with(&self, sets: &[String]) -> Result<Self, Problems> {
        let mut loader = self.changing();
        loader.set_all(sets);
        loader.finish()
    }

    /// The scenario with these numbers, by the paths of their keys: as [`with`](Self::with), read at once, for hundreds of them.
    ///
    /// ```
    /// let mid = winflow::scenario::load("mid", &[], &[])?;
    /// assert_eq!(mid.with_numbers(&[("flow.wip_limit", 3.0)])?.scenario.flow.wip_limit, 3.0);
    /// # Ok::<(), winflow::scenario::Problems>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the numbers, and keys that now contradict each other.
    pub fn with_numbers(&self, numbers: &[(&str, f64)]) -> Result<Self, Problems> {
        let lines: Vec<String> = numbers.iter().map(|(path, number)| format!("{} = {number:?}", quoted(path))).collect();
        let mut loader = self.changing();
        loader.set_text(&lines.join("\n"));
        loader.finish()
    }

    /// The scenario with a built-in overlay on it.
    ///
    /// ```
    /// let hero = winflow::scenario::load("hero", &[], &[])?;
    /// assert_eq!(hero.overlaid("salary")?.scenario.plan.entries[0].1.base_share, 1.0);
    /// # Ok::<(), winflow::scenario::Problems>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If there is no such overlay, or it contradicts what is there.
    pub fn overlaid(&self, overlay: &str) -> Result<Self, Problems> {
        let mut loader = self.changing();
        loader.request(&Mention::plain(overlay));
        loader.finish()
    }

    fn changing(&self) -> Loader {
        Loader {
            scenario: self.scenario.clone(),
            sources: self.sources.clone(),
            folders: self.folders.clone(),
            origins: self.origins.clone(),
            names: vec![self.name.clone()],
            guards: self.guards.clone(),
            counted: self.scenario.role.names().map(|role| (role.to_string(), self.scenario.named_at_first(role))).collect(),
            ..Loader::default()
        }
    }

    /// What further changes would make of the scenario, read but not checked against each other: what is wrong with a value by
    /// itself, before it is known what else will change.
    ///
    /// # Errors
    ///
    /// Unknown keys, wrong types, values out of range.
    pub fn read_only(&self, sets: &[String]) -> Result<Scenario, Problems> {
        let mut loader = Loader { scenario: self.scenario.clone(), ..Loader::default() };
        loader.set_all(sets);
        if loader.log.is_empty() { Ok(loader.scenario) } else { Err(loader.log.into_problems(&loader.sources)) }
    }
    /// Where a key or a section was last set; `None` if it has its default. The file is `--set` for the command line.
    pub fn origin(&self, path: &str) -> Option<Place> {
        self.origins.get(path).map(|origin| self.sources.place(*origin))
    }
    /// Every key and section that was set, with the place, sorted by path.
    pub fn origins(&self) -> impl Iterator<Item = (&str, Place)> {
        self.origins.iter().map(|(path, origin)| (path.as_str(), self.sources.place(*origin)))
    }
}

/// Reads a scenario: `base` and then `overlays`, each a built-in name or a file, then `sets`, each `key.path=value`.
///
/// Later layers override earlier ones key by key. Names can be joined, as they are shown: `mid+hero` is `mid` with the
/// overlay `hero`. What has a slash or ends in `.toml` is a file. When none of the
/// files brings a segment, the market `mid` is put beneath: `hero` alone means the hero in `mid`.
///
/// ```
/// let loaded = winflow::scenario::load("hero", &[], &["role.seller.people=3".to_string()])?;
/// assert_eq!(loaded.name, "hero");
/// assert_eq!(loaded.origin("role.seller.people").map(|place| place.file), Some("--set".to_string()));
/// # Ok::<(), winflow::scenario::Problems>(())
/// ```
///
/// # Errors
///
/// Everything that is wrong, in one pass: files that cannot be read, syntax, unknown keys, wrong types, values out of
/// range, and keys that contradict each other.
pub fn load(base: &str, overlays: &[String], sets: &[String]) -> Result<Loaded, Problems> {
    let mentions = std::iter::once(base).chain(overlays.iter().map(String::as_str));
    let requests: Vec<Mention<'_>> = mentions.flat_map(mentioned).collect();
    let mut loader = Loader::stack(&requests);
    let is_on_default = loader.done.contains(&LayerId::Shipped(shipped::DEFAULT_MARKET));
    if loader.scenario.segment.is_empty() && !is_on_default && !loader.log.has_broken_syntax() {
        let mut with_market = Loader::default();
        with_market.request(&Mention::plain(shipped::DEFAULT_MARKET));
        with_market.names.clear();
        for request in &requests {
            with_market.request(request);
        }
        loader = with_market;
    }
    loader.set_all(sets);
    loader.finish()
}

/// Reads a scenario from a text, as if it were a file called `name`; for tests and tools.
///
/// # Errors
///
/// As [`load`].
pub fn load_text(name: &str, text: &str) -> Result<Loaded, Problems> {
    let read = |loader: &mut Loader| {
        loader.names.push(name.to_string());
        loader.layer(LayerId::File(PathBuf::from(name)), name, text.to_string(), None);
    };
    let mut loader = Loader::default();
    read(&mut loader);
    let is_on_default = loader.done.contains(&LayerId::Shipped(shipped::DEFAULT_MARKET));
    if loader.scenario.segment.is_empty() && !is_on_default && !loader.log.has_broken_syntax() {
        loader = Loader::default();
        loader.request(&Mention::plain(shipped::DEFAULT_MARKET));
        loader.names.clear();
        read(&mut loader);
    }
    loader.finish()
}

/// Reads a resolved scenario as a manifest holds it ([`to_json`](super::to_json)). Files of real arrivals are not looked for.
///
/// # Errors
///
/// As [`load`]; a scenario that this version resolved has no problems.
pub fn from_json(name: &str, scenario: &serde_json::Value) -> Result<Loaded, Problems> {
    load_resolved(name, super::write::table_to_toml(scenario), BTreeMap::new())
}

/// Reads a resolved scenario that was put together from others, with the files of real arrivals that these had found.
pub(super) fn load_resolved(name: &str, text: String, csv_files: BTreeMap<String, PathBuf>) -> Result<Loaded, Problems> {
    let mut loader = Loader { csv_files: Some(csv_files), ..Loader::default() };
    loader.layer(LayerId::File(PathBuf::from(name)), name, text, None);
    loader.finish()
}

/// A scenario with built-in overlays and then settings (each `key.path=value`) upon it, read but not checked: what keys contradict each other
/// is told by whoever puts it to use.
///
/// # Errors
///
/// Overlays that are not built in, unknown keys, wrong types, values out of range.
pub(super) fn changed(scenario: &Scenario, overlays: &[String], sets: &[String]) -> Result<Scenario, Problems> {
    let mut loader = Loader { scenario: scenario.clone(), ..Loader::default() };
    for overlay in overlays {
        let name = arguments_of(overlay).0;
        if is_path(name) {
            let source = loader.add_source(name, String::new(), false, None);
            let message = format!("\"{}\" is a file, not a built-in overlay", shown(name));
            loader.log.add(Sources::origin(source, 0), "with", message, "Write what it sets into the event: set = [\"KEY=VALUE\"].".into());
            continue;
        }
        for mention in mentioned(overlay) {
            loader.request(&mention);
        }
    }
    loader.set_all(sets);
    let (name, about) = (scenario.name.clone(), scenario.about.clone());
    if loader.log.is_empty() { Ok(Scenario { name, about, ..loader.scenario }) } else { Err(loader.log.into_problems(&loader.sources)) }
}

/// What makes two mentions the same layer.
#[derive(Debug, Clone, PartialEq, Eq)]
enum LayerId {
    Shipped(&'static str),
    File(PathBuf),
}

#[derive(Debug, Default)]
struct Loader {
    scenario: Scenario,
    sources: Sources,
    folders: Vec<Option<PathBuf>>,
    log: Log,
    origins: Origins,
    odd: Vec<Odd>,
    done: Vec<LayerId>,
    /// The segments that are there, each with the number of the layer that brought it.
    brought: Vec<(String, usize)>,
    stack: Vec<(LayerId, String)>,
    /// What sets something, and is meant to hold.
    said: Vec<Said>,
    names: Vec<String>,
    /// Entries of people whom a roster leaves out, because they left before the window begins.
    gone: Vec<String>,
    /// Roles that layers have brought, each with the number of its layer's text.
    new_roles: Vec<(String, usize)>,
    /// Where to look for what is not there: what the last file that was asked for builds on, or its beginning.
    builds_on: Option<Origin>,
    /// The files of real arrivals, if they are known from elsewhere.
    csv_files: Option<BTreeMap<String, PathBuf>>,
    guards: Vec<Guard>,
    /// What is asked for.
    requested: String,
    /// What was given to the overlay that is asked for, behind its colon.
    given: Vec<String>,
    touched: Vec<String>,
    /// How many of each role were named when their number was last kept in step.
    counted: BTreeMap<String, usize>,
    /// The texts of built-in scenarios.
    built_in: BTreeSet<usize>,
}

impl Loader {
    fn stack(requests: &[Mention<'_>]) -> Self {
        let mut loader = Self::default();
        for request in requests {
            loader.request(request);
        }
        loader
    }

    fn add_source(&mut self, name: &str, text: String, has_lines: bool, folder: Option<PathBuf>) -> usize {
        self.folders.push(folder);
        self.sources.add(name, text, has_lines)
    }

    /// Stacks what the user asked for by name or path, and then what is set with it.
    fn request(&mut self, mention: &Mention<'_>) {
        let request = mention.name;
        let before = (!self.names.is_empty()).then(|| self.scenario.clone());
        let first_source = self.folders.len();
        let source = self.add_source(if request.is_empty() { "+" } else { request }, String::new(), false, None);
        let origin = Sources::origin(source, 0);
        self.scenario.name.clear();
        self.requested = request.to_string();
        self.given = mention.arguments.iter().filter(|argument| !is_setting(argument)).map(|argument| argument.to_string()).collect();
        self.find(request, None, origin, "");
        let own_name = std::mem::take(&mut self.scenario.name);
        let stem = if is_path(request) {
            Path::new(request).file_stem().map_or(String::new(), |stem| shown(&stem.to_string_lossy()))
        } else {
            shown(request)
        };
        self.names.push(if own_name.is_empty() { stem } else { own_name });
        if !self.log.is_incomplete() {
            let left = std::mem::take(&mut self.given);
            for argument in mention.arguments.iter().filter(|argument| is_setting(argument) || left.iter().any(|given| given == *argument))
            {
                self.argument(request, argument, origin);
            }
        }
        if let Some(before) = before.filter(|_| self.log.is_empty()) {
            self.touches(request, &before, first_source, origin);
        }
    }

    /// Stacks a built-in scenario or a file; `folder` is that of the file in which it was mentioned.
    fn find(&mut self, mention: &str, folder: Option<&Path>, origin: Origin, context: &str) {
        if !is_path(mention) {
            match shipped::find(mention) {
                Some(shipped) => {
                    let text = || Ok(shipped.text.to_string());
                    self.layer_at(LayerId::Shipped(shipped.name), shipped.path, text, None, (mention, origin), context);
                }
                None => {
                    let (message, hint) = not_built_in::not_built_in(mention, folder);
                    self.log.add(origin, "extends", format!("{context}{message}"), hint);
                }
            }
            return;
        }
        let path = folder.map_or_else(|| PathBuf::from(mention), |folder| folder.join(mention));
        let id = LayerId::File(path.canonicalize().unwrap_or_else(|_| path.clone()));
        let folder = path.parent().map(Path::to_path_buf);
        self.layer_at(id, &path.to_string_lossy(), || read_text(&path), folder, (mention, origin), context);
    }

    fn layer_at(
        &mut self,
        id: LayerId,
        name: &str,
        text: impl FnOnce() -> Result<String, NotRead>,
        folder: Option<PathBuf>,
        (mention, origin): (&str, Origin),
        context: &str,
    ) {
        if let Some(i) = self.stack.iter().position(|(other, _)| *other == id) {
            let mut circle: Vec<String> = self.stack[i..].iter().map(|(_, name)| shown(name)).collect();
            circle.push(shown(name));
            let message = format!("{context}the files extend each other in a circle: {}", circle.join(" > "));
            self.log.add(origin, "extends", message, "Take one of them out of its extends.".into());
            return;
        }
        if self.done.contains(&id) {
            // The same overlay again, with something else: hiring:ae=2,hiring:sdr=1.
            if let (true, false, Ok(text)) = (self.stack.is_empty(), self.given.is_empty(), text()) {
                let source = self.add_source(name, text.clone(), true, folder);
                let (table, _) = self.parse(source, &text);
                self.takes_arguments(source, &table);
            }
            return;
        }
        if self.stack.len() >= DEEPEST_EXTENDS || self.done.len() >= MOST_LAYERS {
            let message = format!("{context}more than {DEEPEST_EXTENDS} files deep or {MOST_LAYERS} files in all");
            self.log.add(origin, "extends", message, "Let fewer files extend each other.".into());
            return;
        }
        match text() {
            Ok(text) => {
                let source = self.folders.len();
                self.layer(id, name, text, folder);
                // What systems are made of on the command line may be meant to differ; within a file all is meant to hold.
                if !context.is_empty() {
                    self.is_to_hold(Said { source, words: shown(mention), origin, is_setting: false });
                }
            }
            Err(why) => {
                let context = if context.is_empty() { String::new() } else { format!("{context}{}: ", shown(name)) };
                self.log.add(origin, "extends", format!("{context}{why}"), why.hint().to_string());
            }
        }
    }

    /// Reads a text over what is there, after the layers that it extends.
    fn layer(&mut self, id: LayerId, name: &str, text: String, folder: Option<PathBuf>) {
        let source = self.add_source(name, text.clone(), true, folder.clone());
        if matches!(id, LayerId::Shipped(_)) {
            self.built_in.insert(source);
        }
        let (table, is_broken) = self.parse(source, &text);
        let first_of_own = self.done.len();
        if table.is_empty() && !is_broken {
            let hint = "A scenario that changes nothing is: extends = \"mid\"".to_string();
            self.log.add(Sources::origin(source, 0), "", "the file holds no keys".into(), hint);
        }
        self.stack.push((id.clone(), name.to_string()));
        let extended = self.extended(source, &table);
        if self.stack.len() == 1 {
            self.builds_on = Some(extended.last().map_or_else(|| Sources::origin(source, 0), |(_, origin)| *origin));
        }
        for (mention, origin) in extended {
            self.find(&mention, folder.as_deref(), origin, &format!("extends \"{}\": ", shown(&mention)));
        }
        self.stack.pop();
        self.done.push(id);
        if self.stack.is_empty() {
            // Only a name that the file itself gives counts, not one it inherits.
            self.scenario.name.clear();
        }
        let before = self.first_market(first_of_own).map(|market| (market, leaves(&self.scenario)));
        let roles: Vec<String> = self.scenario.role.names().map(str::to_string).collect();
        if !self.stack.is_empty() || !self.takes_arguments(source, &table) {
            self.roster(source, &table, &text, folder.as_deref());
            self.apply(source, &table, &text, Layer::File);
            self.count_named(Some(source));
        }
        let new = self.scenario.role.names().filter(|name| !roles.iter().any(|known| known == name));
        self.new_roles.extend(new.map(|name| (name.to_string(), source)));
        let number = self.done.len() - 1;
        let new: Vec<String> = self.scenario.segment.names().filter(|name| !self.is_brought(name)).map(str::to_string).collect();
        if let (Some((market, before)), false) = (before, new.is_empty()) {
            self.second_market(source, (&market, &before), &new);
        }
        self.brought.extend(new.into_iter().map(|name| (name, number)));
    }

    fn apply(&mut self, source: usize, table: &DeTable<'_>, text: &str, kind: Layer) {
        let duties = if text.contains(EVERY) {
            let mut known = self.scenario.clone();
            without_unsaid_parts(&mut known, &self.origins);
            let duties = Duties::of(&known);
            self.keep_plans_of_others(table, &duties);
            duties
        } else {
            Duties::default()
        };
        let (log, origins, odd) = (&mut self.log, &mut self.origins, &mut self.odd);
        let mut reader = Reader { source, log, origins, odd, text, kind, duties: &duties };
        reader.read_keys(&mut self.scenario, table, "", &[EXTENDS, ROSTER, GUARD, ARGUMENT]);
        let guards = guard::read(&mut reader, table);
        self.guards.extend(guards);
    }

    /// Where a layer changes the plans of those who do something, whoever shares such a plan and does something else keeps it as it is, under a
    /// name of its own.
    fn keep_plans_of_others(&mut self, table: &DeTable<'_>, duties: &Duties) {
        let Some(DeValue::Table(plans)) = table.iter().find(|(key, _)| key.get_ref() == "plan").map(|(_, item)| item.get_ref()) else {
            return;
        };
        for star in plans.keys().map(|key| key.get_ref().as_ref()).filter(|key| duty::is_duty(key)) {
            let (Some(plans), Some(meant)) = (duties.named("plan", star), duties.named("role", star)) else { continue };
            for plan in plans {
                let is_other = |name: &str| self.scenario.has_anybody(name) && !meant.iter().any(|role| role == name);
                let shares = |(name, role): &&(String, Role)| role.plan == *plan && is_other(name);
                let others: Vec<String> = self.scenario.role.entries.iter().filter(shares).map(|(name, _)| name.clone()).collect();
                let (Some(same), false) = (self.scenario.plan.get(plan).cloned(), others.is_empty()) else { continue };
                let name = format!("{plan}-of-others");
                *self.scenario.plan.entry(&name) = same;
                others.iter().for_each(|role| self.scenario.role.entry(role).plan.clone_from(&name));
            }
        }
    }

    fn parse<'t>(&mut self, source: usize, text: &'t str) -> (DeTable<'t>, bool) {
        let (table, errors) = if text.len() > MOST_BYTES_FOR_ALL_ERRORS {
            match DeTable::parse(text) {
                Ok(table) => (table.into_inner(), Vec::new()),
                Err(error) => (DeTable::new(), vec![error]),
            }
        } else {
            let (table, errors) = DeTable::parse_recoverable(text);
            (table.into_inner(), errors)
        };
        for error in &errors {
            let origin = Sources::origin(source, error.span().map_or(0, |span| span.start));
            let at = error.span().map_or(0, |span| span.start);
            let (message, hint) = explain_syntax(error.message(), text.get(at..).unwrap_or_default());
            self.log.add_syntax(&self.sources, origin, message, hint);
        }
        (table, !errors.is_empty())
    }

    /// The names and paths in `extends`.
    fn extended(&mut self, source: usize, table: &DeTable<'_>) -> Vec<(String, Origin)> {
        let Some((_, item)) = table.iter().find(|(key, _)| key.get_ref() == EXTENDS) else { return Vec::new() };
        let items: Vec<_> = match item.get_ref() {
            DeValue::Array(array) => array.iter().collect(),
            _ => vec![item],
        };
        let mut list = Vec::new();
        for item in items.into_iter().take(MOST_LAYERS + 1) {
            let origin = Sources::origin(source, item.span().start);
            match item.get_ref() {
                DeValue::String(mention) => list.push((mention.to_string(), origin)),
                _ => {
                    let hint = "For example: extends = \"mid\" or extends = [\"mid\", \"our-team.toml\"].".to_string();
                    self.log.add(origin, "extends", "extends has to be a text or a list of texts".into(), hint);
                }
            }
        }
        list
    }

    /// The files of real arrivals, relative to the folder of the file that names them.
    fn found_csv_files(&self) -> BTreeMap<String, PathBuf> {
        let mut csv_files = BTreeMap::new();
        for (channel, section) in &self.scenario.channel.entries {
            if !section.csv_file.is_empty() {
                let origin = self.origins.get(&format!("channel.{channel}.csv_file"));
                let folder = origin.and_then(|origin| self.folders.get(origin.source())).and_then(Option::as_ref);
                let path = folder.map_or_else(|| PathBuf::from(&section.csv_file), |folder| folder.join(&section.csv_file));
                csv_files.insert(channel.clone(), path);
            }
        }
        csv_files
    }

    fn finish(mut self) -> Result<Loaded, Problems> {
        let last = self.builds_on.unwrap_or_else(|| Sources::origin(self.folders.len().saturating_sub(1), 0));
        // What is said of whoever has left is about nobody.
        let gone = std::mem::take(&mut self.gone);
        self.scenario.person.entries.retain(|(name, member)| !(member.role.is_empty() && gone.contains(name)));
        self.count_named(None);
        without_unsaid_parts(&mut self.scenario, &self.origins);
        self.name_what_comes_to_nothing();
        let mut warnings = Log::default();
        let csv_files = self.csv_files.take().unwrap_or_else(|| self.found_csv_files());
        if !self.log.is_incomplete() {
            checks::check(&self.scenario, &csv_files, &self.origins, (&self.sources, last), &mut self.log, &mut warnings);
        }
        for odd in std::mem::take(&mut self.odd) {
            warnings.add(odd.origin, &odd.path, odd.message, odd.hint);
        }
        if !self.log.is_empty() {
            return Err(self.log.into_problems(&self.sources));
        }
        let name = if self.scenario.name.is_empty() { self.names.join("+") } else { self.scenario.name.clone() };
        self.scenario.name.clone_from(&name);
        let without_effect = warnings.take_without_effect();
        let warnings = warnings.into_problems(&self.sources).list;
        Ok(Loaded {
            scenario: self.scenario,
            name,
            warnings,
            without_effect,
            csv_files,
            guards: self.guards,
            touched: self.touched,
            origins: self.origins,
            sources: self.sources,
            folders: self.folders,
        })
    }
}

/// Whoever assists, leads or delivers does nothing else, unless somebody says so.
fn without_unsaid_parts(scenario: &mut Scenario, origins: &Origins) {
    for (name, role) in &mut scenario.role.entries {
        let does_else = !role.assists.is_empty() || !role.leads.is_empty() || !role.delivers.is_empty();
        if does_else && !origins.contains_key(&format!("role.{name}.parts")) {
            role.parts.clear();
            // What a role is like has shares for parts that this one has not.
            if !origins.contains_key(&format!("role.{name}.part_shares")) {
                role.part_shares.clear();
            }
        }
    }
}
