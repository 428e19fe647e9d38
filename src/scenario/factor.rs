//! What is varied in a study: a key with the values that it is to take, as a list or as a range.
//!
//! A value is read by the same reader as one in a scenario file, so that units, words, changes (`+2`, `x1.2`) and errors are the same.
//! Where what a change starts from is not the same in all systems, or in all entries that a star stands for, the change itself is what
//! varies; else it is the number that comes out.

use super::duty::is_duty;
use super::keys::{Leaf, Spec};
use super::leaves;
use super::load::Loaded;
use super::problems::{Place, Problem, Problems, shown};
use super::read::{EVERY, plain_number};
use super::relative::{Change, is_change};
use crate::engine::math;
use serde_json::Value as Json;

/// Levels of a range where all combinations are asked for and it does not say how many.
pub const LEVELS_DEFAULT: usize = 5;
/// More levels of one factor are refused.
pub const MOST_LEVELS: usize = 1000;
/// What multiplies.
const TIMES: &str = "x";
/// Digits that are kept of a number between the ends of a range, so that it can be read and typed.
const DIGITS: i32 = 6;
const EXAMPLES: &str = "Write KEY=2,4,8 or KEY=4..20 or, with a number of levels, KEY=4..20:5 (KEY=1..100:3:log for equal ratios); \
                        +2 and x1.2 stand for changes.";

/// A factor as somebody wrote it.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    /// Path of the key.
    pub key: String,
    /// Its values.
    pub values: Values,
    /// Where it was written.
    pub place: Place,
}

/// Values as somebody wrote them: texts as for `--set`.
#[derive(Debug, Clone, PartialEq)]
pub enum Values {
    /// One by one, each with its place.
    List(Vec<(String, Place)>),
    /// All from the first to the second.
    Range {
        /// The lower end.
        low: String,
        /// The upper end.
        high: String,
        /// How many equal steps are made of it, if that was said.
        levels: Option<usize>,
        /// Whether the steps are equal ratios.
        log: bool,
    },
}

impl Asked {
    /// Reads `KEY=VALUES`, as it stands after the option `flag`.
    ///
    /// # Errors
    /// What is wrong with how it is written.
    pub fn parse(text: &str, flag: &str) -> Result<Self, Problem> {
        let place = Place::whole(flag);
        let problem = |message: String, hint: String| Problem { place: place.clone(), message, hint };
        match text.split_once('=') {
            Some((key, values)) if !key.trim().is_empty() => {
                let values =
                    Values::parse(values, &place).map_err(|(message, hint)| problem(format!("{}: {message}", shown(key)), hint))?;
                Ok(Self { key: key.trim().to_string(), values, place })
            }
            _ => Err(problem(format!("\"{}\" is not KEY=VALUES", shown(text)), EXAMPLES.to_string())),
        }
    }
}

impl Values {
    /// Reads a list (`2,4,8`) or a range (`4..20`, `4..20:5`, `1..100:3:log`).
    ///
    /// # Errors
    /// The cause and the cure.
    pub fn parse(text: &str, place: &Place) -> Result<Self, (String, String)> {
        let parts = split(text);
        if let Some((low, high)) = parts.iter().find_map(|part| with_dash(part)) {
            let message = format!("\"{}\" is no range", shown(text.trim()));
            return Err((message, format!("Two points stand between its ends: {}..{}.", shown(low), shown(high))));
        }
        let is_empty = parts.iter().any(|part| part.trim().is_empty());
        if is_empty {
            return Err(("there is an empty value".to_string(), EXAMPLES.to_string()));
        }
        match parts.as_slice() {
            [one] if is_range(one) => range(one),
            _ => Self::list(parts.into_iter().map(|part| (part.trim().to_string(), place.clone())).collect()),
        }
    }

    /// Values one by one, none of which is a range.
    ///
    /// # Errors
    /// The cause and the cure.
    pub fn list(values: Vec<(String, Place)>) -> Result<Self, (String, String)> {
        match values.iter().find(|(value, _)| is_range(value.trim_matches('"'))) {
            Some((value, _)) => {
                let message = format!("{} is a range among single values", shown(value.trim_matches('"')));
                Err((message, "Write either all values one by one (1,2,3,4), or one range alone (1..4).".to_string()))
            }
            None => Ok(Self::List(values)),
        }
    }
}

/// The ends of a range that is written with a dash, `4-8`.
fn with_dash(text: &str) -> Option<(&str, &str)> {
    let is_number = |text: &str| text.parse::<f64>().is_ok() && text.starts_with(|c: char| c.is_ascii_digit());
    let (low, high) = text.split_once(['-', '\u{2013}'])?;
    let (low, high) = (low.trim(), high.trim());
    (is_number(low) && is_number(high)).then_some((low, high))
}

/// Whether a text is a range: no text in quotes, no path and no list.
fn is_range(text: &str) -> bool {
    text.contains("..") && !text.contains(['"', '\'', '/', '['])
}

fn range(text: &str) -> Result<Values, (String, String)> {
    let wrong = |what: String| Err((what, EXAMPLES.to_string()));
    let (low, rest) = text.split_once("..").unwrap_or((text, ""));
    let mut parts = rest.split(':').map(str::trim);
    let high = parts.next().unwrap_or_default();
    let low = low.trim();
    if low.is_empty() || high.is_empty() || high.starts_with('.') {
        return wrong(format!("\"{}\" lacks an end", shown(text)));
    }
    if high.contains("..") {
        return wrong(format!("\"{}\" has three ends", shown(text)));
    }
    let (mut levels, mut log) = (None, false);
    for part in parts {
        match part.parse::<usize>() {
            Ok(count) if (2..=MOST_LEVELS).contains(&count) => levels = Some(count),
            Ok(count) => return wrong(format!("a range has 2 to {MOST_LEVELS} levels, not {count}")),
            Err(_) if part == "log" => log = true,
            Err(_) => return wrong(format!("\"{}\" after the range is neither a number of levels nor log", shown(part))),
        }
    }
    Ok(Values::Range { low: low.to_string(), high: high.to_string(), levels, log })
}

/// Splits at commas that stand in no quotes and no brackets.
fn split(text: &str) -> Vec<&str> {
    let (mut parts, mut start, mut depth, mut quote) = (Vec::new(), 0, 0usize, None);
    for (at, letter) in text.char_indices() {
        match (letter, quote) {
            ('"' | '\'', None) => quote = Some(letter),
            (_, Some(open)) if letter == open => quote = None,
            (_, Some(_)) => {}
            ('[' | '{', None) => depth += 1,
            (']' | '}', None) => depth = depth.saturating_sub(1),
            (',', None) if depth == 0 => {
                parts.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts
}

/// A value that a factor takes.
#[derive(Debug, Clone, PartialEq)]
pub struct Level {
    /// As it is set: `key=value`; empty where nothing is set.
    pub set: String,
    /// As it is read, in the unit of the key.
    pub value: Json,
}

impl Level {
    /// For people.
    pub fn label(&self) -> String {
        match &self.value {
            Json::Number(number) => number.as_f64().map_or_else(|| number.to_string(), plain_number),
            Json::String(text) if text.is_empty() => "\"\"".to_string(),
            Json::String(text) => shown(text),
            other => shown(&other.to_string()),
        }
    }
    /// As a number, if it is one.
    pub fn number(&self) -> Option<f64> {
        self.value.as_f64()
    }
}

/// A factor that can be set in every system.
#[derive(Debug, Clone, PartialEq)]
pub struct Factor {
    /// Path of the key.
    pub key: String,
    /// Its unit; empty for a pure number or a word.
    pub unit: &'static str,
    /// What it takes.
    pub spread: Spread,
    /// What it is where it is not set: in the first system, or a word if that is not the same in all.
    pub base: Level,
    /// What stands before a number of a range where it is set: nothing, or the sign of a change.
    pub sign: &'static str,
}

/// What a factor takes.
#[derive(Debug, Clone, PartialEq)]
pub enum Spread {
    /// These.
    Levels(Vec<Level>),
    /// Everything in between.
    Range(Range),
}

/// All numbers from one to another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Range {
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
    /// Whether equal steps are equal ratios.
    pub log: bool,
    /// Whether only whole numbers are taken.
    pub whole: bool,
}

impl Range {
    /// The number at this share of the way, rounded to what can be read and typed.
    pub fn at(&self, share: f64) -> f64 {
        let exact = self.exact(share);
        let (low, high) = (self.low, self.high);
        if self.whole {
            return exact.round().clamp(low.ceil(), high.floor());
        }
        if share <= 0.0 || share >= 1.0 {
            return exact;
        }
        let size = if self.log { exact } else { high - low };
        let decimals = (DIGITS - math::log10(size).floor() as i32).clamp(0, 17) as usize;
        format!("{exact:.decimals$}").parse().unwrap_or(exact).clamp(low, high)
    }

    /// The number at this share of the way.
    pub fn exact(&self, share: f64) -> f64 {
        let (low, high) = (self.low, self.high);
        if share <= 0.0 {
            low
        } else if share >= 1.0 {
            high
        } else if self.log {
            math::exp(math::ln(low) + share * (math::ln(high) - math::ln(low))).clamp(low, high)
        } else {
            (low + share * (high - low)).clamp(low, high)
        }
    }

    fn levels(&self, count: usize) -> Vec<f64> {
        let mut levels: Vec<f64> = (0..count).map(|place| self.at(place as f64 / (count - 1) as f64)).collect();
        levels.dedup();
        levels
    }
}

impl Factor {
    /// What it takes at this share (0 to 1) of the way through its values.
    pub fn at(&self, share: f64) -> Level {
        match &self.spread {
            Spread::Levels(levels) => levels[((share * levels.len() as f64) as usize).min(levels.len() - 1)].clone(),
            Spread::Range(range) => self.level(range.at(share)),
        }
    }

    /// A number of its range, to be set.
    pub fn level(&self, number: f64) -> Level {
        Level { set: format!("{}={}{}", self.key, self.sign, plain_number(number)), value: number.into() }
    }

    /// With a few levels, also where it is a range.
    pub fn with_levels(&self) -> Vec<Level> {
        match &self.spread {
            Spread::Levels(levels) => levels.clone(),
            Spread::Range(range) => range.levels(LEVELS_DEFAULT).into_iter().map(|number| self.level(number)).collect(),
        }
    }

    /// Whether it varies the key with this path.
    pub fn varies(&self, path: &str) -> bool {
        is_one_of(&self.key, path)
    }

    /// Those of its levels that are no numbers.
    pub fn words(&self) -> impl Iterator<Item = Level> {
        let levels = match &self.spread {
            Spread::Levels(levels) => levels.as_slice(),
            Spread::Range(_) => &[],
        };
        levels.iter().filter(|level| level.number().is_none()).cloned()
    }

    /// The range, if it is one.
    pub fn range(&self) -> Option<Range> {
        match self.spread {
            Spread::Range(range) => Some(range),
            Spread::Levels(_) => None,
        }
    }

    /// The last word of its key, for people: `group size mean`.
    pub fn name(&self) -> String {
        self.key.rsplit('.').next().unwrap_or_default().replace('_', " ")
    }
}

/// Reads factors against the systems in which they are to be set.
///
/// ```
/// use winflow::scenario::{self, factor::{Asked, resolve}};
/// let mid = scenario::load("mid", &[], &[])?;
/// let asked = Asked::parse("channel.web.answer_work_hours=15 min,1 h", "--over").unwrap();
/// let factors = resolve(&[asked], &[&mid])?;
/// assert_eq!(factors[0].with_levels()[0].number(), Some(0.25));
/// # Ok::<(), winflow::scenario::Problems>(())
/// ```
///
/// # Errors
/// Unknown keys, values that a key does not take, ranges that are none: all in one pass.
pub fn resolve(asked: &[Asked], systems: &[&Loaded]) -> Result<Vec<Factor>, Problems> {
    let mut found = Vec::new();
    let mut factors: Vec<Factor> = Vec::new();
    for (place, one) in asked.iter().enumerate() {
        if asked[..place].iter().any(|other| other.key == one.key) {
            let hint = "One factor for each key; put all its values into one list.".to_string();
            found.push(Problem { place: one.place.clone(), message: format!("{} is varied twice", shown(&one.key)), hint });
        }
        match (Resolver { asked: one, systems }).factor() {
            Ok(factor) => factors.push(factor),
            Err(mut problems) => found.append(&mut problems),
        }
    }
    let mut problems = Problems::default();
    for problem in found {
        if !problems.list.contains(&problem) {
            problems.list.push(problem);
        }
    }
    if problems.list.is_empty() { Ok(factors) } else { Err(problems) }
}

/// Whether the path of a key is among those that another path names, in which a star stands for any name.
fn is_one_of(asked: &str, path: &str) -> bool {
    let (mut asked, mut path) = (asked.split('.').map(str::trim), path.split('.'));
    loop {
        match (asked.next(), path.next()) {
            (None, None) => return true,
            (Some(a), Some(b)) if a == b || a == EVERY || is_duty(a) => {}
            _ => return false,
        }
    }
}

/// Problems of what was set for a factor, told at the place where the factor stands.
pub fn at_place(problems: Problems, place: &Place) -> Vec<Problem> {
    let moved = |problem: Problem| if problem.place.is_set() { Problem { place: place.clone(), ..problem } } else { problem };
    problems.list.into_iter().map(moved).collect()
}

/// The lower end of a range, in the unit of the upper one if it has none of its own: `15..90 min` begins at 15 minutes.
fn in_unit_of(low: &str, high: &str) -> String {
    let unit = |text: &str| text.rfind(|c: char| c.is_ascii_digit()).map_or(String::new(), |last| text[last + 1..].trim().to_string());
    if unit(low).is_empty() && !unit(high).is_empty() { format!("{low} {}", unit(high)) } else { low.to_string() }
}

/// Reads one factor.
struct Resolver<'a> {
    asked: &'a Asked,
    systems: &'a [&'a Loaded],
}

impl Resolver<'_> {
    fn factor(&self) -> Result<Factor, Vec<Problem>> {
        match &self.asked.values {
            Values::List(values) => self.list(values),
            Values::Range { low, high, levels, log } => self.range(low, high, *levels, *log),
        }
    }

    fn problem(&self, place: &Place, message: impl Into<String>, hint: impl Into<String>) -> Problem {
        Problem { place: place.clone(), message: message.into(), hint: hint.into() }
    }

    /// What the key is once it is set to a text; and its unit, and whether it is whole.
    fn read(&self, text: &str, place: &Place) -> Result<(Level, Spec), Vec<Problem>> {
        let key = &self.asked.key;
        let set = format!("{key}={text}");
        let (mut found, mut leaf) = (Vec::new(), None);
        for system in self.systems {
            match system.read_only(std::slice::from_ref(&set)) {
                Ok(scenario) => leaf = leaf.or_else(|| leaves(&scenario).into_iter().find(|leaf| self.is_asked(leaf))),
                Err(problems) => found.extend(at_place(problems, place)),
            }
        }
        match leaf {
            _ if !found.is_empty() => Err(found),
            Some(leaf) if self.change(text, &leaf).is_some() && !self.starts_alike() => {
                Ok((Level { set, value: Json::String(text.to_string()) }, leaf.meta.spec))
            }
            Some(leaf) => Ok((Level { set, value: leaf.value }, leaf.meta.spec)),
            None => {
                let message = format!("{} is not a single key", shown(key));
                Err(vec![self.problem(place, message, "A factor is one key with a value, such as role.seller.people.")])
            }
        }
    }

    fn list(&self, values: &[(String, Place)]) -> Result<Factor, Vec<Problem>> {
        let (mut found, mut levels, mut unit) = (Vec::new(), Vec::<Level>::new(), "");
        for (text, place) in values {
            match self.read(text, place) {
                Err(mut problems) => found.append(&mut problems),
                Ok((level, _)) if levels.iter().any(|other| other.value == level.value) => {
                    let message = format!("{} = {} is there twice", shown(&self.asked.key), level.label());
                    found.push(self.problem(place, message, "Each value once."));
                }
                Ok((level, spec)) => {
                    unit = spec.unit;
                    levels.push(level);
                }
            }
        }
        if found.is_empty() && levels.len() < 2 {
            let message = format!("{} has a single value, so that nothing is varied", shown(&self.asked.key));
            let hint = format!("Give it another, or leave it to --set. {EXAMPLES}");
            found.push(self.problem(&self.asked.place, message, hint));
        }
        if found.is_empty() {
            Ok(Factor { key: self.asked.key.clone(), unit, spread: Spread::Levels(levels), base: self.base(), sign: "" })
        } else {
            Err(found)
        }
    }

    fn range(&self, low: &str, high: &str, levels: Option<usize>, log: bool) -> Result<Factor, Vec<Problem>> {
        let (key, place) = (shown(&self.asked.key), &self.asked.place);
        if let Some(value) = self.leaf().map(|leaf| leaf.value).filter(|value| !value.is_number()) {
            let hint = format!("A range is for a number; here it is {value}. Write a list: KEY=one,other.");
            return Err(vec![self.problem(place, format!("{key} is no number, so that it has no range"), hint)]);
        }
        if is_change(low) != is_change(high) && !low.starts_with('-') {
            let hint = "Write the sign at both ends: KEY=x0.5..x1.5 or KEY=+0..+4; or at none: KEY=4..20.";
            let message = format!("{key}: only one end of {}..{} is a change", shown(low), shown(high));
            return Err(vec![self.problem(place, message, hint)]);
        }
        let low = &in_unit_of(low, high);
        let (from, to) = match (self.read(low, place), self.read(high, place)) {
            (Ok(from), Ok(to)) => (from, to),
            (a, b) => return Err([a.err(), b.err()].into_iter().flatten().flatten().collect()),
        };
        let spec = from.1;
        let (sign, unit, from, to) = match self.ends((low, &from.0), (high, &to.0)) {
            Some(ends) => ends,
            None => {
                let message = format!("{key}: what it is differs, so that both ends have to be numbers, or changes of one kind");
                return Err(vec![self.problem(place, message, "Write KEY=x0.5..x2 or KEY=+0..+4.")]);
            }
        };
        let unit = unit.unwrap_or(spec.unit);
        let span = format!("{} to {}", plain_number(from), plain_number(to));
        if from >= to {
            return Err(vec![self.problem(place, format!("{key}: {span} is no range"), "Write the lower end first.")]);
        }
        if log && from <= 0.0 {
            let hint = "Equal ratios need a lower end above 0; leave out log, or raise it.";
            return Err(vec![self.problem(place, format!("{key}: {span} cannot be divided in equal ratios"), hint)]);
        }
        let range = Range { low: from, high: to, log, whole: spec.is_whole && sign != TIMES };
        let base = match sign {
            "" => self.base(),
            _ => Level { set: String::new(), value: if sign == TIMES { 1.0.into() } else { 0.0.into() } },
        };
        let factor = Factor { key: self.asked.key.clone(), unit, spread: Spread::Range(range), base, sign };
        let with_levels = |count| range.levels(count).into_iter().map(|number| factor.level(number)).collect();
        Ok(match levels {
            Some(count) => Factor { spread: Spread::Levels(with_levels(count)), ..factor },
            None => factor,
        })
    }

    /// The sign, the unit if it is not that of the key, and the numbers of the two ends of a range; `None` if these are of two kinds.
    fn ends(&self, low: (&str, &Level), high: (&str, &Level)) -> Option<(&'static str, Option<&'static str>, f64, f64)> {
        if let (Some(from), Some(to)) = (low.1.number(), high.1.number()) {
            return Some(("", None, from, to));
        }
        let leaf = self.leaf()?;
        match (self.change(low.0, &leaf)?, self.change(high.0, &leaf)?) {
            (Change::Add(from), Change::Add(to)) => Some(("+", Some("more than it is"), from, to)),
            (Change::Times(from), Change::Times(to)) => Some((TIMES, Some("times what it is"), from, to)),
            _ => None,
        }
    }

    /// Whether a key is one of those that vary.
    fn is_asked(&self, leaf: &Leaf) -> bool {
        is_one_of(&self.asked.key, &leaf.path)
    }

    /// The change that a text stands for, if it does.
    fn change(&self, text: &str, leaf: &Leaf) -> Option<Change> {
        if leaf.value.is_number() { Change::parse(text, &leaf.meta.spec, leaf.meta.name)?.ok() } else { None }
    }

    /// The first key that varies, as it is in the first system.
    fn leaf(&self) -> Option<Leaf> {
        leaves(&self.systems.first()?.scenario).into_iter().find(|leaf| self.is_asked(leaf))
    }

    /// Whether whatever varies is the same in all systems.
    fn starts_alike(&self) -> bool {
        let all = self.systems.iter().flat_map(|system| leaves(&system.scenario));
        let mut values = all.filter(|leaf| self.is_asked(leaf)).map(|leaf| leaf.value);
        let first = values.next();
        values.all(|value| Some(value) == first)
    }

    /// The key as it is: nothing is set.
    fn base(&self) -> Level {
        let first = self.leaf().map(|leaf| leaf.value).filter(|_| self.starts_alike());
        Level { set: String::new(), value: first.unwrap_or_else(|| Json::String("as it is".to_string())) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::load;

    fn resolved(texts: &[&str]) -> Result<Vec<Factor>, String> {
        let (hero, team) = (load("mid", &["hero".into()], &[]).expect("hero"), load("mid", &["team".into()], &[]).expect("team"));
        let asked: Result<Vec<Asked>, Problem> = texts.iter().map(|text| Asked::parse(text, "--over")).collect();
        let asked = asked.map_err(|problem| problem.to_string())?;
        resolve(&asked, &[&hero, &team]).map_err(|problems| problems.to_string())
    }

    fn labels(text: &str) -> Vec<String> {
        resolved(&[text]).expect("a factor")[0].with_levels().iter().map(Level::label).collect()
    }

    #[test]
    fn lists_and_ranges_are_read_in_the_unit_of_the_key() {
        assert_eq!(labels("flow.wip_limit=2, 4,8"), ["2", "4", "8"]);
        assert_eq!(labels("process.stance=servile,imposing"), ["servile", "imposing"]);
        assert_eq!(labels("role.seller.people=4..20:5"), ["4", "8", "12", "16", "20"]);
        assert_eq!(labels("role.seller.people=4..6"), ["4", "5", "6"], "whole numbers, each once");
        assert_eq!(labels("segment.mid.group_size_mean=1..16:3:log"), ["1", "4", "16"]);
        assert_eq!(labels("organisation.coordination_work_hours_per_week=30 min..1.5 h:3"), ["0.5", "1", "1.5"]);
        assert_eq!(labels("organisation.coordination_work_hours_per_week=30..90 min:3"), ["0.5", "1", "1.5"]);
        assert_eq!(labels("role.seller.people=x0.5..x1.5:3"), ["6", "12", "18"]);
        assert_eq!(labels("role.*.people=+0..+4:3"), ["12", "14", "16"]);
        assert_eq!(labels("organisation.coverage=x1..x2:2"), ["1", "2"], "from where each system stands");
        assert_eq!(labels("role.seller.parts=[\"flow\", \"dialogue\"],[\"flow\"]").len(), 2);
    }

    #[test]
    fn numbers_between_the_ends_can_be_typed() {
        let range = Range { low: 0.05, high: 0.6, log: false, whole: false };
        assert_eq!([0.0, 0.1, 1.0].map(|share| range.at(share)), [0.05, 0.105, 0.6]);
        let log = Range { low: 1.0, high: 10.0, log: true, whole: false };
        assert_eq!(log.at(0.5), 3.162278);
        assert_eq!(Range { low: 4.0, high: 20.0, log: false, whole: true }.at(0.1), 6.0);
    }

    #[test]
    fn what_is_wrong_is_said_with_a_cure() {
        for (text, parts) in [
            ("flow.wip_limmit=2,4", vec!["--over: flow.wip_limmit is not a key", "Did you mean flow.wip_limit?"]),
            ("organisation.coverage=2..99", vec!["organisation.coverage = 99 is outside 1 to 8"]),
            ("organisation.coverage=5..2", vec!["5 to 2 is no range", "lower end first"]),
            ("process.stance=1..2", vec!["process.stance is no number"]),
            ("process.stance=servil,imposing", vec!["Did you mean \"servile\"?"]),
            ("flow.wip_limit=2,2.0", vec!["flow.wip_limit = 2 is there twice"]),
            ("flow.wip_limit=2", vec!["single value"]),
            ("flow.wip_limit=2,,4", vec!["empty value", "KEY=2,4,8"]),
            ("flow.wip_limit=2..4:1", vec!["a range has 2 to 1000 levels, not 1"]),
            ("flow.wip_limit=2..4:lin", vec!["neither a number of levels nor log"]),
            ("flow.wip_limit=..4", vec!["lacks an end"]),
            ("flow.wip_limit=1,2..4", vec!["2..4 is a range among single values", "one range alone (1..4)"]),
            ("flow.wip_limit=4-8", vec!["\"4-8\" is no range", "4..8"]),
            ("flow.wip_limit=2..8..2", vec!["has three ends", "KEY=4..20:5"]),
            ("role.seller.people=x0.5..1.5", vec!["only one end of x0.5..1.5 is a change", "at both ends"]),
            ("role.seller.people=4..+0", vec!["only one end of 4..+0 is a change"]),
            ("role.seller.people=4\u{1b}..+0", vec!["only one end of 4\\u{1b}..+0 is a change"]),
            ("organisation.coordination_work_hours_per_week=0..1:3:log", vec!["equal ratios"]),
            ("role.sellr.people=4..20", vec!["there is no role.sellr", "role.seller"]),
            ("organisation={coverage=2},{coverage=3}", vec!["organisation is not a single key"]),
            ("role.seller.people=2.5,3", vec!["is not a whole number"]),
            ("nonsense", vec!["is not KEY=VALUES"]),
            ("extends=mid,small", vec!["cannot be set here"]),
        ] {
            let said = resolved(&[text]).expect_err(text);
            for part in parts {
                assert!(said.contains(part), "{text}: {part} is missing in {said}");
            }
        }
        let both = resolved(&["flow.wip_limmit=2,4", "organisation.coverage=2..99"]).expect_err("two problems");
        assert!(both.contains("wip_limmit") && both.contains("outside 1 to 8"), "{both}");
        assert!(resolved(&["flow.wip_limit=2,4", "flow.wip_limit=1..3"]).expect_err("twice").contains("varied twice"));
    }
}
