//! Study files: what `winflow sweep` and `winflow map` are asked on the command line, written down.
//!
//! A study is a TOML file with a table `[study]`. Its keys are declared as those of scenarios are, and read by the same reader: the errors
//! are the same, with file, line and column.

use super::duty::Duties;
use super::factor::{Asked, Values};
use super::guard::{self, GUARD, Guard};
use super::keys::{Kind, Meta, Section, Value, join, number, plain};
use super::load::{explain_syntax, is_path, read_text};
use super::problems::{Log, Origin, Place, Problem, Problems, Sources, shown};
use super::read::{Item, Layer, Origins, Reader};
use super::requirement::measure_meant;
use crate::measure::Measure;
use std::path::Path;
use toml::de::{DeTable, DeValue};

crate::choices! {
    /// How the points of a sweep are chosen.
    pub enum DesignChoice {
        /// Every value of each factor with every value of the others.
        Factorial = "factorial",
        /// One factor at a time, the others as they are.
        OneWay = "one-way",
        /// A Latin hypercube: each factor's range in as many strata as there are points, each used once.
        Latin = "latin",
        /// A scrambled Sobol sequence: even in all pairs of factors too.
        Sobol = "sobol",
    }
}

crate::sections! {
    /// The table `[study]`.
    pub struct Head {
        /// What the study is about, in a sentence.
        about: String = String::new() => plain();
        /// Built-in scenarios or files, relative to the study; without with each is a system.
        scenarios: Vec<String> = Vec::new() => plain();
        /// Systems: overlays on the scenario, several of one system separated by commas.
        with: Vec<String> = Vec::new() => plain();
        /// Number of worlds; the usual number if it is left out.
        worlds: f64 = 0.0 => number("worlds", 1.0, 100_000.0).whole();
        /// Number of firms like the one that is described, one world each, in place of worlds.
        firms: f64 = 0.0 => number("firms", 20.0, 20_000.0).whole();
        /// Seed of the worlds, and of the points where they are drawn.
        seed: f64 = -1.0 => number("", 0.0, 9e15).whole();
        /// Length of the measured window; as the scenario says if it is left out.
        years: f64 = 0.0 => number("years", 0.01, 20.0);
        /// By what the best is looked for, or what is compared on a map: ids of measures.
        measures: Vec<String> = Vec::new() => plain();
        /// How the points of a sweep are chosen.
        design: Vec<DesignChoice> = Vec::new() => plain();
        /// How many points of a sweep are drawn.
        points: f64 = 0.0 => number("points", 1.0, 4096.0).whole();
        /// Cells on each side of the first grid of a map.
        cells: f64 = 0.0 => number("cells", 2.0, 20.0).whole();
        /// How often the cells of a map are divided at the border.
        refine: f64 = -1.0 => number("times", 0.0, 4.0).whole();
    }
    /// A study file.
    pub struct File {
        /// What is run.
        study: Head = Head::default() => plain();
        /// Settings of every system, as in a scenario.
        set: Keyed = Keyed::default() => plain();
        /// What varies: keys of a scenario with a list of values, or a range such as "4..20:5"; for a map two, from left to right and from bottom to top.
        over: Keyed = Keyed::default() => plain();
    }
}

/// Keys of a scenario with what is to be set, read later against the scenario.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Keyed {
    list: Vec<(String, Written, Origin)>,
}

/// What stands after a key.
#[derive(Debug, Clone, PartialEq)]
enum Written {
    /// A list, each value as it would stand after `--set`.
    List(Vec<(String, Origin)>),
    /// A text.
    Text(String),
    /// Anything else.
    Other(String),
}

impl Value for Keyed {
    fn read(&mut self, item: &Item<'_>, path: &str, meta: &Meta, reader: &mut Reader<'_>) {
        let DeValue::Table(table) = item.get_ref() else {
            let message = format!("{path} has to be a table");
            let hint = format!("{} Write [{path}] and below it, for example, flow.wip_limit = [2, 4].", meta.doc);
            reader.refuse(item.span(), path, message, hint);
            return;
        };
        self.add(table, "", reader);
    }
    fn to_json(&self) -> serde_json::Value {
        serde_json::Value::Null
    }
    fn kind() -> Kind {
        Kind::Texts
    }
}

impl Keyed {
    fn add(&mut self, table: &DeTable<'_>, path: &str, reader: &mut Reader<'_>) {
        for (key, item) in table {
            // A dot in a quoted key is one that somebody took for a path: it is.
            let path = join(path, key.get_ref());
            let numbers = if let DeValue::Array(list) = item.get_ref() { list.iter().collect() } else { vec![item] };
            if numbers.into_iter().any(|number| reader.is_bare_change(number, &path)) {
                continue;
            }
            let origin = |item: &Item<'_>| Sources::origin(reader.source, item.span().start);
            match item.get_ref() {
                DeValue::Table(inner) => self.add(inner, &path, reader),
                DeValue::Array(list) => {
                    let values = list.iter().map(|item| (listed(item.get_ref()), origin(item))).collect();
                    self.list.push((path, Written::List(values), origin(item)));
                }
                DeValue::String(text) => self.list.push((path, Written::Text(text.to_string()), origin(item))),
                other => self.list.push((path, Written::Other(listed(other)), origin(item))),
            }
        }
    }
}

/// A value of a list as it would stand after `--set key=`: a number below zero is one, no change.
fn listed(value: &DeValue<'_>) -> String {
    let is_number = matches!(value, DeValue::Integer(_) | DeValue::Float(_));
    let written = written(value);
    if is_number && written.starts_with(['-', '+']) { format!("={written}") } else { written }
}

/// A value as it would stand after `--set key=`.
fn written(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(text) => toml::Value::String(text.to_string()).to_string(),
        DeValue::Integer(number) => {
            i128::from_str_radix(number.as_str(), number.radix()).map_or_else(|_| number.to_string(), |number| number.to_string())
        }
        DeValue::Float(number) => number.as_str().to_string(),
        DeValue::Boolean(truth) => truth.to_string(),
        DeValue::Datetime(date) => date.to_string(),
        DeValue::Array(list) => format!("[{}]", list.iter().map(|item| written(item.get_ref())).collect::<Vec<_>>().join(", ")),
        DeValue::Table(_) => "{}".to_string(),
    }
}

/// A study that was read.
#[derive(Debug, Clone)]
pub struct Study {
    /// Its keys.
    pub head: Head,
    /// Settings of every system, each `key=value`, with its place.
    pub sets: Vec<(String, Place)>,
    /// What varies, in the order of the file.
    pub over: Vec<Asked>,
    /// The measures that are named.
    pub measures: Vec<Measure>,
    /// What results have to be at every point.
    pub guards: Vec<Guard>,
    /// What is wrong with it; what else is wrong is still to be found out, to be told together.
    pub problems: Problems,
    /// Where a mention of a scenario or an overlay stands.
    places: Vec<(String, Place)>,
    /// Where each key of `[study]` stands.
    keys: Vec<(String, Place)>,
}

impl Study {
    /// What is to be said of keys of `[study]` that do nothing in the experiment at hand, as `why` says.
    pub fn without_effect(&self, keys: &[&str], why: &str) -> Vec<Problem> {
        let named = |name: &&str| self.keys.iter().find(|(key, _)| key.strip_prefix("study.") == Some(*name));
        let found = keys.iter().filter_map(named);
        found.map(|(key, place)| Problem { place: place.clone(), message: format!("{key} has no effect"), hint: why.to_string() }).collect()
    }

    /// A problem of a setting, told where the study sets it.
    pub fn set_at_its_place(&self, problem: Problem) -> Problem {
        let is_about = |set: &str| set.split('=').next().is_some_and(|key| problem.message.contains(key.trim()));
        let place = self.sets.iter().find(|(set, _)| problem.place.is_set() && is_about(set)).map(|(_, place)| place.clone());
        Problem { place: place.unwrap_or(problem.place), ..problem }
    }

    /// Problems of the scenarios that the study names, told where it names them if they have no place of their own.
    pub fn at_their_place(&self, problem: Problem) -> Problem {
        let named = self.places.iter().find(|(mention, _)| problem.place.line == 0 && problem.place.file == *mention);
        match named {
            Some((_, place)) => Problem { place: place.clone(), ..problem },
            None => problem,
        }
    }
}

/// Reads a file if it is a study: a TOML file with a table `[study]`. `None` if it is none, or cannot be read, which is then said of it
/// as a scenario.
///
/// What is wrong with it is in [`Study::problems`].
pub fn load(file: &str) -> Option<Study> {
    if !file.ends_with(".toml") {
        return None;
    }
    let text = read_text(Path::new(file)).ok()?;
    let folder = Path::new(file).parent().unwrap_or(Path::new(""));
    parse(file, &text, folder)
}

/// Keys of `[study]` that no scenario has: who writes them at the top has left out the heading.
const OF_STUDIES: [&str; 5] = ["scenarios", "measures", "design", "points", "cells"];

/// Reads a study from a text, as if it were a file called `name` in `folder`.
pub fn parse(name: &str, text: &str, folder: &Path) -> Option<Study> {
    let (table, errors) = DeTable::parse_recoverable(text);
    let is_study = ["study", "over"].iter().chain(&OF_STUDIES).any(|name| table.get_ref().contains_key(*name))
        || (!errors.is_empty() && text.lines().any(|line| line.trim() == "[study]"));
    if !is_study {
        return None;
    }
    let (mut log, mut sources, mut origins) = (Log::default(), Sources::default(), Origins::new());
    let source = sources.add(name, text.to_string(), true);
    for error in &errors {
        let origin = Sources::origin(source, error.span().map_or(0, |span| span.start));
        let at = error.span().map_or(0, |span| span.start);
        let (message, hint) = explain_syntax(error.message(), text.get(at..).unwrap_or_default());
        log.add_syntax(&sources, origin, message, hint);
    }
    let mut file = File::default();
    let mut reader =
        Reader { source, log: &mut log, origins: &mut origins, odd: &mut Vec::new(), text, kind: Layer::Study, duties: &Duties::default() };
    reader.read_keys(&mut file, table.get_ref(), "", &[GUARD]);
    let guards = guard::read(&mut reader, table.get_ref());
    let study = Builder { file, sources: &sources, origins: &origins, log: &mut log, folder, source }.study();
    Some(Study { problems: log.into_problems(&sources), guards, ..study })
}

/// Makes a study of what was read.
struct Builder<'a> {
    file: File,
    sources: &'a Sources,
    origins: &'a Origins,
    log: &'a mut Log,
    folder: &'a Path,
    source: usize,
}

impl Builder<'_> {
    fn study(mut self) -> Study {
        let mut head = std::mem::take(&mut self.file.study);
        let mut places = Vec::new();
        for (path, list) in [("study.scenarios", &mut head.scenarios), ("study.with", &mut head.with)] {
            let place = self.place_of(path);
            for mention in list {
                let names: Vec<String> = mention.split(',').map(|name| self.in_folder(name.trim())).collect();
                places.extend(names.iter().map(|name| (shown(name), place.clone())));
                *mention = names.join(",");
            }
        }
        if head.scenarios.is_empty() && !self.log.is_broken(&["study.scenarios"]) {
            let hint = "For example: scenarios = [\"mid\"].".to_string();
            self.log.add(self.origin_of("study"), "study.scenarios", "study.scenarios is missing".to_string(), hint);
        }
        let measures = self.measures(&head.measures);
        let set = std::mem::take(&mut self.file.set);
        let sets = set.list.into_iter().map(|(key, written, origin)| (format!("{key}={}", one(&written)), self.sources.place(origin)));
        let sets = sets.collect();
        let over = std::mem::take(&mut self.file.over);
        let over = self.asked(over);
        Study {
            head,
            sets,
            over,
            measures,
            guards: Vec::new(),
            problems: Problems::default(),
            places,
            keys: self.origins.iter().map(|(path, origin)| (path.clone(), self.sources.place(*origin))).collect(),
        }
    }

    fn origin_of(&self, path: &str) -> Origin {
        self.origins.get(path).copied().unwrap_or_else(|| Sources::origin(self.source, 0))
    }

    fn place_of(&self, path: &str) -> Place {
        self.sources.place(self.origin_of(path))
    }

    /// A file is relative to the study.
    fn in_folder(&self, mention: &str) -> String {
        if is_path(mention) { self.folder.join(mention).to_string_lossy().into_owned() } else { mention.to_string() }
    }

    fn measures(&mut self, ids: &[String]) -> Vec<Measure> {
        let mut measures = Vec::new();
        for id in ids {
            match Measure::ALL.iter().find(|measure| measure.id() == id) {
                Some(measure) => measures.push(*measure),
                None => {
                    let hint = measure_meant(id).unwrap_or_else(|| "winflow measures lists all.".to_string());
                    let message = format!("study.measures has \"{}\", which is not a measure", shown(id));
                    self.log.add(self.origin_of("study.measures"), "study.measures", message, hint);
                }
            }
        }
        measures
    }

    fn asked(&mut self, keyed: Keyed) -> Vec<Asked> {
        let mut list = Vec::new();
        for (key, written, origin) in keyed.list {
            let place = self.sources.place(origin);
            let values = match written {
                Written::List(values) => {
                    Values::list(values.into_iter().map(|(value, origin)| (value, self.sources.place(origin))).collect())
                }
                Written::Text(text) => Values::parse(&text, &place),
                Written::Other(text) => Ok(Values::List(vec![(text, place.clone())])),
            };
            match values {
                Ok(values) => list.push(Asked { key, values, place }),
                Err((message, hint)) => self.log.add(origin, &key, format!("{}: {message}", shown(&key)), hint),
            }
        }
        list
    }
}

/// What is set by one value.
fn one(written: &Written) -> String {
    match written {
        Written::List(values) => {
            format!("[{}]", values.iter().map(|(value, _)| value.trim_start_matches('=')).collect::<Vec<_>>().join(", "))
        }
        Written::Text(text) => toml::Value::String(text.clone()).to_string(),
        Written::Other(text) => text.clone(),
    }
}

/// The names of the tables of a study, for the guide.
pub fn tables() -> &'static [&'static str] {
    File::NAMES
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Study, String> {
        let study = parse("study.toml", text, Path::new("folder")).expect("a study");
        if study.problems.list.is_empty() { Ok(study) } else { Err(study.problems.to_string()) }
    }

    #[test]
    fn a_study_is_read() {
        let study = read(
            "[study]\nscenarios = [\"mid\"]\nwith = [\"hero\", \"team, fast.toml\"]\nworlds = 12\nmeasures = [\"win_rate\"]\n\
             design = [\"latin\"]\npoints = 30\n[set]\nflow.control = \"push\"\ntime.years = 1\n[over]\nflow.wip_limit = [2, 4]\n\
             role.seller.people = \"4..20:5\"\nprocess.stance = [\"servile\", \"imposing\"]\n",
        )
        .expect("a study");
        assert_eq!(study.head.with, ["hero", "team,folder/fast.toml"]);
        assert_eq!(study.sets[0].0, "flow.control=\"push\"");
        assert_eq!((study.head.worlds, study.measures.as_slice(), study.head.points), (12.0, &[Measure::WinRate][..], 30.0));
        assert_eq!(
            study.over.iter().map(|f| f.key.as_str()).collect::<Vec<_>>(),
            ["flow.wip_limit", "role.seller.people", "process.stance"]
        );
        assert!(matches!(study.over[1].values, Values::Range { levels: Some(5), .. }));
        let Values::List(values) = &study.over[2].values else { panic!("a list") };
        assert_eq!((values[1].0.as_str(), values[1].1.to_string()), ("\"imposing\"", "study.toml:14:30".to_string()));
    }

    #[test]
    fn a_scenario_is_no_study() {
        assert!(parse("x.toml", "extends = \"mid\"", Path::new("")).is_none());
        assert!(parse("x.toml", "[flow\nwip_limit", Path::new("")).is_none());
    }

    #[test]
    fn everything_wrong_is_told_with_its_place() {
        let said = read(
            "[study]\nscenarioss = [\"mid\"]\nworlds = 0\nmeasures = [\"win_rat\"]\ndesign = [\"lattin\"]\n[over]\nflow.wip_limit = \"2..\"\n\
             [ovre]\nflow.wip_limit = 2\n",
        )
        .expect_err("problems");
        for part in [
            "study.toml:2:1: study.scenarioss is not a key\n    Did you mean study.scenarios?",
            "study.toml:3:10: study.worlds = 0 is outside 1 to 100000",
            "study.toml:4:12: study.measures has \"win_rat\", which is not a measure\n    Did you mean win_rate?",
            "study.toml:5:11: study.design = \"lattin\" is not one of factorial, one-way, latin or sobol\n    Did you mean \"latin\"?",
            "study.toml:7:18: flow.wip_limit: \"2..\" lacks an end",
            "study.toml:8:2: ovre is not a key\n    Did you mean over?",
        ] {
            assert!(said.contains(part), "{part} is missing in\n{said}");
        }
        let bare = read("[study]\nscenarios = [\"mid\"]\n[set]\nrole.seller.people = +1\n[over]\norganisation.coverage = [+1, 2]\n")
            .expect_err("two");
        assert!(bare.contains("study.toml:4:22: role.seller.people = +1 could be a value or a change"), "{bare}");
        assert!(bare.contains("study.toml:6:26: organisation.coverage = +1 could be"), "{bare}");
        let broken = read("[study]\nscenarios = [mid]\n").expect_err("a problem");
        assert!(broken.starts_with("study.toml:2:"), "{broken}");
        assert!(read("[study]\nworlds = 5\n").expect_err("a problem").contains("study.scenarios is missing"));
    }
}
