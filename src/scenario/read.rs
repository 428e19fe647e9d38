//! Reads parsed TOML into sections, key by key, with the place of everything that is wrong.

use super::duty::{self, Duties};
use super::keys::{Choice, Meta, Named, Section, join};
use super::meant;
use super::problems::{Log, Origin, Sources, shown};
use super::relative::{Change, is_change};
use super::requirement::measure_meant;
use super::units;
use crate::import::words::is_plain;
pub use crate::import::words::nearest;
use crate::measure::Measure;
use std::collections::BTreeMap;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

/// A value in a file, with its place.
pub type Item<'i> = Spanned<DeValue<'i>>;

/// The most entries in one table of sections by name.
const MOST_ENTRIES: usize = 1000;
/// The key by which an entry of a table by name starts as a copy of another instead of the defaults.
pub(crate) const LIKE: &str = "like";
/// The key by which an entry replaces what layers before have made of it.
pub(crate) const REPLACES: &str = "replaces";
/// What stands for all entries of a table by name.
pub(crate) const EVERY: &str = "*";
/// The other tables of a study: where one is taken for a scenario, they need no word of their own.
const STUDIED: [&str; 2] = ["over", "set"];
/// What guards are called by whoever does not look it up.
const GUARDS: [&str; 4] = ["guards", "requirement", "requirements", "require"];
/// The longest name of an entry, in characters.
const LONGEST_NAME: usize = 60;
/// The longest text that a key can hold, in bytes.
const LONGEST_TEXT: usize = 4096;

/// Where keys were set: key path to place.
pub(crate) type Origins = BTreeMap<String, Origin>;

/// Reads one layer (a file or a `--set`) and collects what is wrong with it.
#[derive(Debug)]
pub struct Reader<'a> {
    pub(crate) source: usize,
    pub(crate) log: &'a mut Log,
    pub(crate) origins: &'a mut Origins,
    /// What is odd in this layer but can be run.
    pub(crate) odd: &'a mut Vec<Odd>,
    /// The text of the layer.
    pub(crate) text: &'a str,
    /// What the layer is.
    pub(crate) kind: Layer,
    /// Who does what before this layer.
    pub(crate) duties: &'a Duties,
}

/// What is odd but can be run.
#[derive(Debug, Clone)]
pub(crate) struct Odd {
    /// Where.
    pub(crate) origin: Origin,
    /// The key.
    pub(crate) path: String,
    /// What is odd.
    pub(crate) message: String,
    /// What would be right.
    pub(crate) hint: String,
}

/// What a layer is, and so what it may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Layer {
    /// A scenario in a file: may bring new entries into tables by name, and change what layers before it say.
    File,
    /// A setting from outside: may change what is there.
    Set,
    /// A study: there is nothing before it that it could change.
    Study,
}

/// What a value is, in words.
fn type_of(item: &DeValue<'_>) -> &'static str {
    match item {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// What was probably meant where true or false has to stand.
fn meant_truth(item: &DeValue<'_>) -> Option<bool> {
    let written = match item {
        DeValue::String(text) => text.trim().to_lowercase(),
        DeValue::Integer(number) => number.as_str().to_string(),
        _ => return None,
    };
    match written.as_str() {
        "true" | "yes" | "on" | "y" | "1" => Some(true),
        "false" | "no" | "off" | "n" | "0" => Some(false),
        _ => None,
    }
}

/// A number as it is shown in messages.
pub fn plain_number(x: f64) -> String {
    if x != 0.0 && (x.abs() >= 1e12 || x.abs() < 1e-4) { format!("{x:e}") } else { format!("{x}") }
}

/// Whether an amount of money is written as people write who put a point between thousands: `100.000`. No program ends a number so.
fn is_money_with_thousands(written: &str, unit: &str) -> bool {
    let parts = written.trim_start_matches(['+', '-']).split_once('.');
    unit.starts_with("EUR") && parts.is_some_and(|(whole, decimals)| decimals.ends_with('0') && units::is_like_thousands(whole, decimals))
}

/// Words joined for a sentence: `a, b or c`.
pub fn alternatives<'n>(words: impl IntoIterator<Item = &'n str>) -> String {
    let words: Vec<&str> = words.into_iter().collect();
    match words.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        Some((last, _)) => (*last).to_string(),
        None => String::new(),
    }
}

impl Reader<'_> {
    /// Notes a problem at a place in the layer.
    pub fn refuse(&mut self, span: Range<usize>, path: &str, message: String, hint: String) {
        self.log.add(Sources::origin(self.source, span.start), path, message, hint);
    }
    /// Remembers where a key was set.
    fn note(&mut self, path: &str, span: &Range<usize>) {
        self.origins.insert(path.to_string(), Sources::origin(self.source, span.start));
    }
    fn wrong_type(&mut self, item: &Item<'_>, path: &str, meta: &Meta, expected: &str) {
        let message = format!("{path} has to be {expected}, but here is {}", type_of(item.get_ref()));
        self.refuse(item.span(), path, message, meta.doc.to_string());
    }

    /// A number in the unit of the key, or how it differs from what it is by now.
    pub(crate) fn number_or_change(&mut self, item: &Item<'_>, path: &str, meta: &Meta, current: f64) -> Option<f64> {
        let DeValue::String(text) = item.get_ref() else { return self.number(item, path, meta) };
        let change = match Change::parse(text, &meta.spec, meta.name) {
            None => return self.number(item, path, meta),
            Some(Ok(change)) if self.kind != Layer::Study => change,
            Some(Ok(_)) => {
                let message = format!("{path} = \"{}\" changes what nobody has said before", shown(text));
                self.refuse(item.span(), path, message, format!("Write the number itself. {}", meta.doc));
                return None;
            }
            Some(Err(cause)) => {
                self.refuse(item.span(), path, format!("{path} = \"{}\" {cause}", shown(text)), meta.doc.to_string());
                return None;
            }
        };
        let number = change.of(current);
        let written = format!("\"{}\" of {} (that is {})", shown(text), plain_number(current), plain_number(number));
        let taken = self.in_range(number, &written, item, path, meta);
        if taken == Some(current) && self.kind != Layer::Study {
            let origin = Sources::origin(self.source, item.span().start);
            let message = format!("{path} = \"{}\" changes nothing: it is {}", shown(text), plain_number(current));
            self.odd.push(Odd { origin, path: path.to_string(), message, hint: "Set a value, or leave it out.".to_string() });
        }
        taken
    }

    /// Refuses a number with a plus and without quotes: TOML takes the plus away, and whoever wrote it may have meant a change.
    pub(crate) fn is_bare_change(&mut self, item: &Item<'_>, path: &str) -> bool {
        let Some(written) = self.text.get(item.span()).filter(|written| written.starts_with('+')) else { return false };
        let (written, number) = (shown(written), shown(written.trim_start_matches('+')));
        let hint = format!("Write {number} for the value; \"{written}\" in quotes to add it to what it is so far.");
        self.refuse(item.span(), path, format!("{path} = {written} could be a value or a change"), hint);
        true
    }

    /// A number in the unit of the key.
    pub(crate) fn number(&mut self, item: &Item<'_>, path: &str, meta: &Meta) -> Option<f64> {
        let unit = meta.spec.unit;
        if self.is_bare_change(item, path) {
            return None;
        }
        let (number, written) = match item.get_ref() {
            DeValue::Integer(i) => (i128::from_str_radix(i.as_str(), i.radix()).map_or(f64::INFINITY, |i| i as f64), None),
            DeValue::Float(x) if is_money_with_thousands(x.as_str(), unit) => {
                let (whole, decimals) = x.as_str().split_once('.').unwrap_or_default();
                let message = format!("{path} = {} {}", x.as_str(), units::two_readings(whole, decimals));
                self.refuse(item.span(), path, message, meta.doc.to_string());
                return None;
            }
            DeValue::Float(x) => (x.as_str().parse().unwrap_or(f64::NAN), None),
            DeValue::String(text) if is_change(text) => {
                let message = format!("{path} = \"{}\" is a change, and here is no single number that it could change", shown(text));
                self.refuse(item.span(), path, message, format!("Write the values themselves. {}", meta.doc));
                return None;
            }
            DeValue::String(text) => match units::parse(text, unit, meta.name) {
                Ok(number) => (number, Some(format!("\"{}\"", shown(text)))),
                Err(cause) => {
                    let message = format!("{path} = \"{}\" {cause}", shown(text));
                    self.refuse(item.span(), path, message, format!("{} Expected {}.", meta.doc, units::examples(unit, meta.name)));
                    return None;
                }
            },
            _ => {
                self.wrong_type(item, path, meta, &units::expected(unit, meta.name));
                return None;
            }
        };
        let value = plain_number(number);
        let value = match written {
            Some(written) if written.trim_matches('"') != value => format!("{written} (that is {value})"),
            _ => value,
        };
        self.in_range(number, &value, item, path, meta)
    }

    /// A number if the key takes it; `value` is how it is written, for what is said if not.
    fn in_range(&mut self, number: f64, value: &str, item: &Item<'_>, path: &str, meta: &Meta) -> Option<f64> {
        let (unit, (low, high)) = (meta.spec.unit, meta.spec.range);
        let (message, hint) = if !number.is_finite() {
            (format!("{path} is not a finite number"), format!("{} Expected {}.", meta.doc, units::examples(unit, meta.name)))
        } else if number < low || number > high {
            let plausible = meta.spec.plausible;
            let usual = plausible.map_or(String::new(), |(a, b)| format!(" Usual: {} to {}.", plain_number(a), plain_number(b)));
            let is_bare = matches!(item.get_ref(), DeValue::Integer(_) | DeValue::Float(_));
            let unit = units::sentence(unit, meta.name, is_bare.then_some(number));
            let lower =
                if number < 0.0 && low >= 0.0 && is_bare { format!(" To lower it, write \"{value}\" in quotes.") } else { String::new() };
            (
                format!("{path} = {value} is outside {} to {}", plain_number(low), plain_number(high)),
                format!("{}{unit}{usual}{lower}", meta.doc),
            )
        } else if meta.spec.is_whole && number.fract() != 0.0 {
            (
                format!("{path} = {value} is not a whole number"),
                format!("{} For example {}.", meta.doc, plain_number(number.round().clamp(low, high))),
            )
        } else {
            self.note(path, &item.span());
            // No negative zero, so that equal scenarios are written alike.
            return Some(number + 0.0);
        };
        self.refuse(item.span(), path, message, hint);
        None
    }

    /// True or false.
    pub(crate) fn truth(&mut self, item: &Item<'_>, path: &str, meta: &Meta) -> Option<bool> {
        let DeValue::Boolean(truth) = item.get_ref() else {
            let meant = meant_truth(item.get_ref()).map_or_else(String::new, |truth| format!("Write {truth}. "));
            let message = format!("{path} has to be true or false, without quotes, but here is {}", type_of(item.get_ref()));
            self.refuse(item.span(), path, message, format!("{meant}{}", meta.doc));
            return None;
        };
        self.note(path, &item.span());
        Some(*truth)
    }

    /// A text.
    pub(crate) fn text(&mut self, item: &Item<'_>, path: &str, meta: &Meta) -> Option<String> {
        let text = match item.get_ref() {
            DeValue::String(text) => text.to_string(),
            // A date needs no quotes in TOML.
            DeValue::Datetime(date) => date.to_string(),
            _ => {
                self.wrong_type(item, path, meta, "a text in quotes");
                return None;
            }
        };
        if text.len() > LONGEST_TEXT {
            self.refuse(item.span(), path, format!("{path} is longer than {LONGEST_TEXT} bytes"), meta.doc.to_string());
            return None;
        }
        if let Some(c) = text.chars().find(|&c| !is_plain(c) && c != '\n' && c != '\t') {
            let message = format!("{path} holds a character that cannot be seen or shown: {}", c.escape_unicode());
            self.refuse(item.span(), path, message, format!("Take it out. {}", meta.doc));
            return None;
        }
        self.note(path, &item.span());
        Some(text)
    }

    /// One of the words of `C`.
    pub(crate) fn choice<C: Choice>(&mut self, item: &Item<'_>, path: &str, meta: &Meta) -> Option<C> {
        let words = || C::LIST.iter().map(|(word, _)| *word);
        let DeValue::String(text) = item.get_ref() else {
            self.wrong_type(item, path, meta, &format!("a text in quotes: {}", alternatives(words())));
            return None;
        };
        if let Some(choice) = C::from_word(text) {
            self.note(path, &item.span());
            return Some(choice);
        }
        let did_you_mean = nearest(text, words()).map_or(String::new(), |word| format!("Did you mean \"{word}\"? "));
        let meanings: Vec<String> = C::LIST.iter().map(|(word, doc)| format!("\n      \"{word}\": {doc}")).collect();
        let message = format!("{path} = \"{}\" is not one of {}", shown(text), alternatives(words()));
        self.refuse(item.span(), path, message, format!("{did_you_mean}{}{}", meta.doc, meanings.concat()));
        None
    }

    /// A list, each element read by `element`.
    pub(crate) fn list<T>(
        &mut self,
        item: &Item<'_>,
        path: &str,
        meta: &Meta,
        element: fn(&mut Self, &Item<'_>, &str, &Meta) -> Option<T>,
    ) -> Option<Vec<T>> {
        let DeValue::Array(array) = item.get_ref() else {
            let message = format!("{path} has to be a list, but here is {}", type_of(item.get_ref()));
            let example = if let DeValue::String(text) = item.get_ref() { format!(" Write [\"{}\"].", shown(text)) } else { String::new() };
            self.refuse(item.span(), path, message, format!("{}{example}", meta.doc));
            return None;
        };
        let array: &DeArray<'_> = array;
        if array.len() > MOST_ENTRIES {
            self.refuse(item.span(), path, format!("{path} has more than {MOST_ENTRIES} elements"), meta.doc.to_string());
            return None;
        }
        let read: Vec<Option<T>> = array.iter().map(|item| element(self, item, path, meta)).collect();
        self.note(path, &item.span());
        read.into_iter().collect()
    }

    /// The keys of a section within another.
    pub(crate) fn read_section<S: Section>(&mut self, section: &mut S, item: &Item<'_>, path: &str, meta: &Meta) {
        let DeValue::Table(table) = item.get_ref() else {
            let message = format!("{path} has to be a table, but here is {}", type_of(item.get_ref()));
            self.refuse(item.span(), path, message, format!("{} Write [{path}] and its keys below it.", meta.doc));
            return;
        };
        self.note(path, &item.span());
        self.read_keys(section, table, path, &[]);
    }

    /// The keys of a table, but for those that belong to the language and are read elsewhere.
    pub(crate) fn read_keys<S: Section>(&mut self, section: &mut S, table: &DeTable<'_>, path: &str, reserved: &[&str]) {
        for (key, item) in table {
            if reserved.contains(&key.get_ref().as_ref()) {
                continue;
            }
            if section.read_key(key.get_ref(), item, &join(path, key.get_ref()), self) {
                continue;
            }
            if path.is_empty() && self.log.has_broken_syntax() {
                // The header of its section may be what is broken.
                continue;
            }
            let inner = join(path, &shown(key.get_ref()));
            if path.is_empty() && key.get_ref() == "study" && self.kind == Layer::File {
                let hint = "Run it alone with winflow sweep, or with winflow map if two settings vary.".to_string();
                self.refuse(key.span(), &inner, "this is a study, not a scenario".to_string(), hint);
                continue;
            }
            if path.is_empty() && STUDIED.contains(&key.get_ref().as_ref()) && self.kind == Layer::File && table.contains_key("study") {
                continue;
            }
            if path.is_empty() && GUARDS.contains(&key.get_ref().as_ref()) && self.kind != Layer::Set {
                let hint = "A guard is written as [[guard]] and below it, for example, require = \"win_win_rate >= 70 %\".".to_string();
                self.refuse(key.span(), &inner, format!("{inner} is not a key"), hint);
                continue;
            }
            if let Some(outcome) = meant::outcome(key.get_ref()) {
                let hint = format!(
                    "It is a result: winflow run reports it, and --guard \"{outcome}\" requires it. Set what it depends on: the keys of {} are {}.",
                    if path.is_empty() { "a scenario" } else { path },
                    S::NAMES.join(", ")
                );
                self.refuse(key.span(), &inner, format!("{inner} is an outcome, not a key"), hint);
                continue;
            }
            let (meant, hint) = if self.log.is_full() { (None, String::new()) } else { meant::key(section, key.get_ref(), path) };
            // From the command line a star stands for all entries of a table.
            let hint = if self.kind == Layer::Set { hint.replace("<name>", EVERY) } else { hint };
            self.refuse(key.span(), meant.as_ref().unwrap_or(&inner), format!("{inner} is not a key"), hint);
        }
    }

    /// Sections by name.
    pub(crate) fn read_tables<S: Section>(&mut self, named: &mut Named<S>, item: &Item<'_>, path: &str, meta: &Meta) {
        let DeValue::Table(table) = item.get_ref() else {
            let message = format!("{path} has to hold tables by name, but here is {}", type_of(item.get_ref()));
            self.refuse(item.span(), path, message, format!("{} Write [{path}.some-name] and its keys below it.", meta.doc));
            return;
        };
        let older: Vec<String> = named.names().map(str::to_string).collect();
        let every = table.iter().find(|(key, _)| key.get_ref() == EVERY);
        let every = every.and_then(|(key, item)| self.every(key, item, path, table, &older));
        if let Some(keys) = every {
            for name in older.iter().filter(|name| !table.contains_key(name.as_str())) {
                self.read_keys(named.entry(name), keys, &join(path, name), &[]);
            }
        }
        for (key, item) in table {
            let name: &str = key.get_ref();
            if name.starts_with(EVERY) {
                if name != EVERY {
                    self.read_those_who(named, key, item, path);
                }
                continue;
            }
            let inner = join(path, &shown(name));
            if !is_good_name(name) {
                let hint = format!("Names consist of letters, digits, - and _, at most {LONGEST_NAME} of them.");
                self.refuse(key.span(), &inner, format!("{inner} is not a good name"), hint);
                continue;
            }
            let DeValue::Table(keys) = item.get_ref() else {
                let known = S::NAMES.contains(&name);
                let hint = if known {
                    format!("{name} is a key of an entry: write [{path}.some-name] and {name} below it.")
                } else {
                    meta.doc.to_string()
                };
                self.refuse(item.span(), &inner, format!("{inner} has to be a table, but here is {}", type_of(item.get_ref())), hint);
                continue;
            };
            if named.get(name).is_none() {
                let like = nearest(name, older.iter().map(String::as_str));
                if self.kind != Layer::File {
                    // Whoever takes an outcome for a key learns that first.
                    if let Some(outcome) = keys.iter().find_map(|(key, _)| meant::outcome(key.get_ref())) {
                        let hint = format!("winflow run reports it, and --guard \"{outcome}\" requires it.");
                        self.refuse(key.span(), &inner, format!("{inner} is about an outcome, not a key, and there is no {inner}"), hint);
                        continue;
                    }
                    let hint = like.map_or(String::new(), |like| format!("Did you mean {path}.{like}? "));
                    let known = match older.as_slice() {
                        [] => "There are none".to_string(),
                        [only] => format!("There is only {only}"),
                        several => format!("There are {}", several.join(", ")),
                    };
                    self.refuse(key.span(), &inner, format!("there is no {inner}"), format!("{hint}{known}; new ones go into a file."));
                    continue;
                }
                if named.len() >= MOST_ENTRIES {
                    self.refuse(key.span(), &inner, format!("{path} has more than {MOST_ENTRIES} entries"), meta.doc.to_string());
                    return;
                }
                if let Some(like) = like.filter(|like| is_perhaps_misspelt(name, like)) {
                    let (origin, like) = (Sources::origin(self.source, key.span().start), join(path, like));
                    let message = format!("{inner} is new here and looks like {like}");
                    let hint = format!("If {like} is meant, rename it; if not, all is well.");
                    self.odd.push(Odd { origin, path: inner.clone(), message, hint });
                }
            }
            self.note(&inner, &key.span());
            if let Some((_, model)) = keys.iter().find(|(key, _)| key.get_ref() == LIKE) {
                self.copy_entry(named, name, model, path, &inner);
            }
            if let Some((key, whether)) = keys.iter().find(|(key, _)| key.get_ref() == REPLACES) {
                let origin = Sources::origin(self.source, key.span().start);
                match whether.get_ref() {
                    DeValue::Boolean(true) => self.replace_entry(named, name, origin, &inner),
                    DeValue::Boolean(false) => {}
                    _ => self.refuse(whether.span(), &inner, format!("{inner}.{REPLACES} has to be true or false"), String::new()),
                }
            }
            if let Some(keys) = every {
                self.read_keys(named.entry(name), keys, &inner, &[]);
            }
            self.read_keys(named.entry(name), keys, &inner, &[LIKE, REPLACES]);
        }
    }

    /// The keys that are set in every entry of those who do something.
    fn read_those_who<S: Section>(&mut self, named: &mut Named<S>, key: &Spanned<std::borrow::Cow<'_, str>>, item: &Item<'_>, path: &str) {
        let star: &str = key.get_ref();
        let inner = join(path, &shown(star));
        let Some(names) = self.duties.named(path, star).map(<[String]>::to_vec) else {
            let like = nearest(star, duty::stars()).map_or(String::new(), |like| format!("Did you mean {path}.{like}? "));
            let known = alternatives(duty::stars());
            let hint = format!("{like}A star stands for all entries, or in role and plan for those who do something: {known}.");
            return self.refuse(key.span(), &inner, format!("{inner} means nothing"), hint);
        };
        let DeValue::Table(keys) = item.get_ref() else {
            let message = format!("{inner} has to be a table, but here is {}", type_of(item.get_ref()));
            return self.refuse(item.span(), &inner, message, format!("Write [{path}.\"{star}\"] and keys below it."));
        };
        if names.is_empty() {
            let message = format!("{inner} means nobody here: nobody {}", duty::in_words(star));
            let hint = format!("{} An overlay stands after the firm that it changes.", duty::needs(star));
            return self.refuse(key.span(), &inner, message, hint);
        }
        let replaces = keys.iter().any(|(key, value)| key.get_ref() == REPLACES && matches!(value.get_ref(), DeValue::Boolean(true)));
        for name in &names {
            let inner = join(path, name);
            self.note(&inner, &key.span());
            if replaces {
                self.replace_entry(named, name, Sources::origin(self.source, key.span().start), &inner);
            }
            self.read_keys(named.entry(name), keys, &inner, &[REPLACES]);
        }
    }

    /// The keys that are set in every entry, those of which the layer says more included.
    fn every<'t>(
        &mut self,
        key: &Spanned<std::borrow::Cow<'_, str>>,
        item: &'t Item<'_>,
        path: &str,
        table: &DeTable<'_>,
        older: &[String],
    ) -> Option<&'t DeTable<'t>> {
        let inner = join(path, EVERY);
        let DeValue::Table(keys) = item.get_ref() else {
            let hint = format!("It stands for all entries: write [{path}.\"{EVERY}\"] and keys below it.");
            self.refuse(item.span(), &inner, format!("{inner} has to be a table, but here is {}", type_of(item.get_ref())), hint);
            return None;
        };
        if older.is_empty() && table.len() == 1 {
            let hint = format!("{inner} stands for all entries, and there are none so far.");
            self.refuse(key.span(), &inner, format!("{inner} means nothing"), hint);
            return None;
        }
        Some(keys)
    }

    /// Begins an entry anew from its defaults, and remembers what was set in it.
    fn replace_entry<S: Section>(&mut self, named: &mut Named<S>, name: &str, origin: Origin, inner: &str) {
        let Some(section) = named.get(name) else { return };
        let usual = S::default();
        let mut set = Vec::new();
        let mut before = Vec::new();
        usual.each(&mut |_, value| before.push(value.to_json()));
        let mut before = before.into_iter();
        section.each(&mut |meta, value| {
            if before.next() != Some(value.to_json()) {
                set.push(meta.name.to_string());
            }
        });
        let start = format!("{inner}.");
        self.origins.retain(|path, _| !path.starts_with(&start));
        *named.entry(name) = usual;
        if !set.is_empty() {
            let message = format!(
                "{inner} replaces all earlier settings of it: {} no longer {}",
                set.join(", "),
                if set.len() == 1 { "applies" } else { "apply" }
            );
            let hint = format!("To change single settings of a plan, put them into a layer without {REPLACES}.");
            self.odd.push(Odd { origin, path: inner.to_string(), message, hint });
        }
    }

    /// Makes an entry a copy of the one that its `like` names, as that one stands by now.
    fn copy_entry<S: Section>(&mut self, named: &mut Named<S>, name: &str, model: &Item<'_>, path: &str, inner: &str) {
        let written = if let DeValue::String(text) = model.get_ref() { text.as_ref() } else { "" };
        match named.get(written) {
            Some(section) if written != name => *named.entry(name) = section.clone(),
            _ => {
                let known: Vec<&str> = named.names().filter(|known| *known != name).collect();
                let like = nearest(written, known.iter().copied()).map_or(String::new(), |like| format!("Did you mean \"{like}\"? "));
                let hint = if known.is_empty() {
                    "There is none above or in what this file extends.".to_string()
                } else {
                    format!("{like}There are {}.", known.join(", "))
                };
                let inner = join(inner, LIKE);
                self.refuse(model.span(), &inner, format!("{inner} has to name another {path}"), hint);
            }
        }
    }

    /// Exact answers by measure id.
    pub(crate) fn read_measures(&mut self, measures: &mut BTreeMap<String, f64>, item: &Item<'_>, path: &str, meta: &Meta) {
        let DeValue::Table(table) = item.get_ref() else {
            self.wrong_type(item, path, meta, "a table of numbers by measure");
            return;
        };
        for (key, item) in table {
            let id: &str = key.get_ref();
            let inner = join(path, &shown(id));
            if !Measure::ALL.iter().any(|measure| measure.id() == id) {
                let hint = measure_meant(id).unwrap_or_else(|| "Keys are the ids of measures: winflow measures lists all.".to_string());
                self.refuse(key.span(), &inner, format!("{inner} is not a measure"), hint);
                continue;
            }
            let (DeValue::Integer(_) | DeValue::Float(_)) = item.get_ref() else {
                self.wrong_type(item, &inner, meta, "a number");
                continue;
            };
            if let Some(number) = self.number(item, &inner, meta) {
                measures.insert(id.to_string(), number);
            }
        }
    }
}

/// Whether an entry may have this name.
fn is_good_name(name: &str) -> bool {
    !name.is_empty() && name.chars().count() <= LONGEST_NAME && name.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_')
}

/// Whether a new name is so near to an old one that a slip is likely; numbered names are not.
fn is_perhaps_misspelt(name: &str, old: &str) -> bool {
    let stem = |name: &str| name.trim_end_matches(|c: char| c.is_ascii_digit() || c == '-' || c == '_').to_string();
    name.len() >= 4 && stem(name) != stem(old) && strsim::damerau_levenshtein(name, old) <= 2
}
