//! How a scenario key is declared: once, with its type, unit, range, default, source and one line of doc.
//!
//! The two macros at the end make from one declaration everything that is known of a key: the field of the
//! struct and its default, how it is read from a file ([`Value::read`]), how it is written out
//! ([`Value::to_json`]), and its entry in the reference and in the schema ([`Section::keys`]).

use super::read::{Item, Reader};
use std::collections::BTreeMap;

/// What is known of a key beside its type and default.
#[derive(Debug, Clone, Copy)]
pub struct Spec {
    /// Unit in words, empty for a pure number.
    pub unit: &'static str,
    /// Values outside are refused.
    pub range: (f64, f64),
    /// Values that a reader would believe; used for sensitivity, not for refusal.
    pub plausible: Option<(f64, f64)>,
    /// Where the default comes from; `assumption` where nothing is known.
    pub source: &'static str,
    /// Whether the number counts things and has no fraction.
    pub is_whole: bool,
}

/// Starts the description of a key that carries a number in `unit`.
pub const fn number(unit: &'static str, low: f64, high: f64) -> Spec {
    Spec { unit, range: (low, high), plausible: None, source: "assumption", is_whole: false }
}

/// Starts the description of a key that carries a text, a list, a choice or a truth value.
pub const fn plain() -> Spec {
    Spec { unit: "", range: (f64::NEG_INFINITY, f64::INFINITY), plausible: None, source: "a choice of the user's", is_whole: false }
}

impl Spec {
    /// Adds the plausible range.
    pub const fn plausible(self, low: f64, high: f64) -> Self {
        Self { plausible: Some((low, high)), ..self }
    }
    /// Names the source of the default.
    pub const fn source(self, source: &'static str) -> Self {
        Self { source, ..self }
    }
    /// Refuses fractions.
    pub const fn whole(self) -> Self {
        Self { is_whole: true, ..self }
    }
}

/// The name, doc and [`Spec`] of a key.
#[derive(Debug, Clone, Copy)]
pub struct Meta {
    /// Name within its section.
    pub name: &'static str,
    /// One line of doc.
    pub doc: &'static str,
    /// Unit, ranges, source.
    pub spec: Spec,
}

/// What a key can hold.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// A number.
    Number,
    /// True or false.
    Truth,
    /// A text.
    Text,
    /// A list of texts.
    Texts,
    /// A list of numbers.
    Numbers,
    /// One of a few words, each with its doc.
    Choice(&'static [(&'static str, &'static str)]),
    /// A list of such words.
    Choices(&'static [(&'static str, &'static str)]),
    /// A section within the section.
    Section(fn() -> Description),
    /// Sections by name.
    Tables(fn() -> Description),
    /// Numbers by measure id.
    Measures,
}

/// All that is declared of a key.
#[derive(Debug, Clone)]
pub struct Key {
    /// Name, doc, unit, ranges, source.
    pub meta: Meta,
    /// What it can hold.
    pub kind: Kind,
    /// The default.
    pub default: serde_json::Value,
}

/// All that is declared of a section.
#[derive(Debug, Clone)]
pub struct Description {
    /// Name of the type.
    pub name: &'static str,
    /// What it is.
    pub doc: &'static str,
    /// Its keys in the order of declaration.
    pub keys: Vec<Key>,
}

/// A key of a resolved scenario with its value.
#[derive(Debug, Clone)]
pub struct Leaf {
    /// The whole path, such as `role.seller.people`.
    pub path: String,
    /// What is declared of the key.
    pub meta: Meta,
    /// Its value.
    pub value: serde_json::Value,
}

/// Something that a key can hold.
pub trait Value {
    /// Takes over what a file says; what is wrong goes to the reader and changes nothing.
    fn read(&mut self, item: &Item<'_>, path: &str, meta: &Meta, reader: &mut Reader<'_>);
    /// The value for a manifest.
    fn to_json(&self) -> serde_json::Value;
    /// Adds the key, or the keys within it, to `leaves`.
    fn collect(&self, path: &str, meta: &Meta, leaves: &mut Vec<Leaf>) {
        leaves.push(Leaf { path: path.to_string(), meta: *meta, value: self.to_json() });
    }
    /// What it can hold.
    fn kind() -> Kind
    where
        Self: Sized;
}

/// Keys that belong together.
pub trait Section: Default + Clone {
    /// Name of the type.
    const NAME: &'static str;
    /// What it is.
    const DOC: &'static str;
    /// The names of the keys in the order of declaration.
    const NAMES: &'static [&'static str];
    /// Everything about the keys in the order of declaration.
    fn keys() -> Vec<Key>;
    /// Takes over one key from a file; false if there is no such key.
    fn read_key(&mut self, name: &str, item: &Item<'_>, path: &str, reader: &mut Reader<'_>) -> bool;
    /// Calls `visit` with every key and its value.
    fn each(&self, visit: &mut dyn FnMut(&Meta, &dyn Value));
    /// Everything about the section.
    fn describe() -> Description {
        Description { name: Self::NAME, doc: Self::DOC.trim(), keys: Self::keys() }
    }
}

/// One of a few words.
pub trait Choice: Copy + PartialEq + 'static {
    /// The words and what each means.
    const LIST: &'static [(&'static str, &'static str)];
    /// The choice that a word stands for.
    fn from_word(word: &str) -> Option<Self>;
    /// The word in files.
    fn to_word(self) -> &'static str;
}

/// A collection of sections by name, always in the order of the names.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Named<T> {
    /// The entries, sorted by name.
    pub entries: Vec<(String, T)>,
}

impl<T> Named<T> {
    /// The entry with this name.
    pub fn get(&self, name: &str) -> Option<&T> {
        self.position(name).map(|i| &self.entries[i].1)
    }
    /// The position of the entry with this name.
    pub fn position(&self, name: &str) -> Option<usize> {
        self.entries.binary_search_by(|(n, _)| n.as_str().cmp(name)).ok()
    }
    /// The names in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().map(|(n, _)| n.as_str())
    }
    /// The sections in the order of their names.
    pub fn values(&self) -> impl Iterator<Item = &T> {
        self.entries.iter().map(|(_, t)| t)
    }
    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }
    /// Whether there is no entry.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

impl<T: Default> Named<T> {
    /// The entry with this name, made with its defaults if there is none.
    pub fn entry(&mut self, name: &str) -> &mut T {
        let i = match self.entries.binary_search_by(|(n, _)| n.as_str().cmp(name)) {
            Ok(i) => i,
            Err(i) => {
                self.entries.insert(i, (name.to_string(), T::default()));
                i
            }
        };
        &mut self.entries[i].1
    }
}

impl<T: Section> Value for Named<T> {
    fn read(&mut self, item: &Item<'_>, path: &str, meta: &Meta, reader: &mut Reader<'_>) {
        reader.read_tables(self, item, path, meta);
    }
    fn to_json(&self) -> serde_json::Value {
        self.entries.iter().map(|(name, section)| (name.clone(), section_to_json(section))).collect::<serde_json::Map<_, _>>().into()
    }
    fn collect(&self, path: &str, _: &Meta, leaves: &mut Vec<Leaf>) {
        for (name, section) in &self.entries {
            collect_section(section, &join(path, name), leaves);
        }
    }
    fn kind() -> Kind {
        Kind::Tables(T::describe)
    }
}

impl Value for f64 {
    fn read(&mut self, item: &Item<'_>, path: &str, meta: &Meta, reader: &mut Reader<'_>) {
        if let Some(number) = reader.number_or_change(item, path, meta, *self) {
            *self = number;
        }
    }
    fn to_json(&self) -> serde_json::Value {
        (*self).into()
    }
    fn kind() -> Kind {
        Kind::Number
    }
}

impl Value for bool {
    fn read(&mut self, item: &Item<'_>, path: &str, meta: &Meta, reader: &mut Reader<'_>) {
        if let Some(truth) = reader.truth(item, path, meta) {
            *self = truth;
        }
    }
    fn to_json(&self) -> serde_json::Value {
        (*self).into()
    }
    fn kind() -> Kind {
        Kind::Truth
    }
}

impl Value for String {
    fn read(&mut self, item: &Item<'_>, path: &str, meta: &Meta, reader: &mut Reader<'_>) {
        if let Some(text) = reader.text(item, path, meta) {
            *self = text;
        }
    }
    fn to_json(&self) -> serde_json::Value {
        self.as_str().into()
    }
    fn kind() -> Kind {
        Kind::Text
    }
}

impl Value for Vec<String> {
    fn read(&mut self, item: &Item<'_>, path: &str, meta: &Meta, reader: &mut Reader<'_>) {
        if let Some(texts) = reader.list(item, path, meta, Reader::text) {
            *self = texts;
        }
    }
    fn to_json(&self) -> serde_json::Value {
        self.as_slice().into()
    }
    fn kind() -> Kind {
        Kind::Texts
    }
}

impl Value for Vec<f64> {
    fn read(&mut self, item: &Item<'_>, path: &str, meta: &Meta, reader: &mut Reader<'_>) {
        if let Some(numbers) = reader.list(item, path, meta, Reader::number) {
            *self = numbers;
        }
    }
    fn to_json(&self) -> serde_json::Value {
        self.as_slice().into()
    }
    fn kind() -> Kind {
        Kind::Numbers
    }
}

impl<C: Choice> Value for Vec<C> {
    fn read(&mut self, item: &Item<'_>, path: &str, meta: &Meta, reader: &mut Reader<'_>) {
        if let Some(mut choices) = reader.list(item, path, meta, Reader::choice::<C>) {
            let mut seen = Vec::new();
            choices.retain(|c| {
                !seen.contains(c) && {
                    seen.push(*c);
                    true
                }
            });
            *self = choices;
        }
    }
    fn to_json(&self) -> serde_json::Value {
        self.iter().map(|c| c.to_word()).collect()
    }
    fn kind() -> Kind {
        Kind::Choices(C::LIST)
    }
}

impl Value for BTreeMap<String, f64> {
    fn read(&mut self, item: &Item<'_>, path: &str, meta: &Meta, reader: &mut Reader<'_>) {
        reader.read_measures(self, item, path, meta);
    }
    fn to_json(&self) -> serde_json::Value {
        self.iter().map(|(id, number)| (id.clone(), (*number).into())).collect::<serde_json::Map<_, _>>().into()
    }
    fn collect(&self, path: &str, meta: &Meta, leaves: &mut Vec<Leaf>) {
        for (id, number) in self {
            leaves.push(Leaf { path: join(path, id), meta: *meta, value: (*number).into() });
        }
    }
    fn kind() -> Kind {
        Kind::Measures
    }
}

/// The path of `name` within `path`.
pub(crate) fn join(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_string() } else { format!("{path}.{name}") }
}

/// A section for a manifest: every key with its value, in the order of declaration.
pub fn section_to_json<S: Section>(section: &S) -> serde_json::Value {
    let mut map = serde_json::Map::new();
    section.each(&mut |meta, value| {
        map.insert(meta.name.to_string(), value.to_json());
    });
    map.into()
}

/// Adds all keys of a section at `path` to `leaves`.
pub fn collect_section<S: Section>(section: &S, path: &str, leaves: &mut Vec<Leaf>) {
    section.each(&mut |meta, value| value.collect(&join(path, meta.name), meta, leaves));
}

/// Declares sections of the scenario.
#[macro_export]
macro_rules! sections {
    ($( $(#[doc = $sdoc:literal])+ pub struct $name:ident { $( $(#[doc = $fdoc:literal])+ $field:ident : $ty:ty = $default:expr => $spec:expr; )* } )*) => {
        $(
            $(#[doc = $sdoc])+
            #[derive(Debug, Clone, PartialEq)]
            pub struct $name { $( $(#[doc = $fdoc])+ pub $field: $ty, )* }
            impl Default for $name {
                fn default() -> Self { Self { $( $field: $default, )* } }
            }
            impl $crate::scenario::keys::Section for $name {
                const NAME: &'static str = stringify!($name);
                const DOC: &'static str = concat!($($sdoc),+);
                const NAMES: &'static [&'static str] = &[ $( stringify!($field), )* ];
                fn keys() -> Vec<$crate::scenario::keys::Key> {
                    let defaults = Self::default();
                    vec![ $( $crate::scenario::keys::Key {
                        meta: $crate::scenario::keys::Meta { name: stringify!($field), doc: concat!($($fdoc),+).trim_ascii(), spec: $spec },
                        kind: <$ty as $crate::scenario::keys::Value>::kind(),
                        default: $crate::scenario::keys::Value::to_json(&defaults.$field),
                    }, )* ]
                }
                fn read_key(
                    &mut self,
                    name: &str,
                    item: &$crate::scenario::read::Item<'_>,
                    path: &str,
                    reader: &mut $crate::scenario::read::Reader<'_>,
                ) -> bool {
                    match name {
                        $( stringify!($field) => {
                            let meta = $crate::scenario::keys::Meta { name: stringify!($field), doc: concat!($($fdoc),+).trim_ascii(), spec: $spec };
                            $crate::scenario::keys::Value::read(&mut self.$field, item, path, &meta, reader);
                        } )*
                        _ => return false,
                    }
                    true
                }
                fn each(&self, visit: &mut dyn FnMut(&$crate::scenario::keys::Meta, &dyn $crate::scenario::keys::Value)) {
                    $( visit(
                        &$crate::scenario::keys::Meta { name: stringify!($field), doc: concat!($($fdoc),+).trim_ascii(), spec: $spec },
                        &self.$field,
                    ); )*
                }
            }
            impl $crate::scenario::keys::Value for $name {
                fn read(
                    &mut self,
                    item: &$crate::scenario::read::Item<'_>,
                    path: &str,
                    meta: &$crate::scenario::keys::Meta,
                    reader: &mut $crate::scenario::read::Reader<'_>,
                ) {
                    reader.read_section(self, item, path, meta);
                }
                fn to_json(&self) -> serde_json::Value {
                    $crate::scenario::keys::section_to_json(self)
                }
                fn collect(&self, path: &str, _: &$crate::scenario::keys::Meta, leaves: &mut Vec<$crate::scenario::keys::Leaf>) {
                    $crate::scenario::keys::collect_section(self, path, leaves);
                }
                fn kind() -> $crate::scenario::keys::Kind {
                    $crate::scenario::keys::Kind::Section(<$name as $crate::scenario::keys::Section>::describe)
                }
            }
        )*
    };
}

/// Declares a key that takes one of a few words.
#[macro_export]
macro_rules! choices {
    ($( $(#[doc = $edoc:literal])+ pub enum $name:ident { $( $(#[doc = $vdoc:literal])+ $variant:ident = $word:literal ),* $(,)? } )*) => {
        $(
            $(#[doc = $edoc])+
            #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
            pub enum $name { $( $(#[doc = $vdoc])+ $variant, )* }
            impl $name {
                /// The words and what each means.
                pub const WORDS: &'static [(&'static str, &'static str, $name)] = &[ $( ($word, concat!($($vdoc),+).trim_ascii(), $name::$variant), )* ];
                /// The word in files.
                pub const fn word(self) -> &'static str {
                    match self { $( $name::$variant => $word, )* }
                }
            }
            impl $crate::scenario::keys::Choice for $name {
                const LIST: &'static [(&'static str, &'static str)] = &[ $( ($word, concat!($($vdoc),+).trim_ascii()), )* ];
                fn from_word(word: &str) -> Option<Self> {
                    match word { $( $word => Some($name::$variant), )* _ => None }
                }
                fn to_word(self) -> &'static str {
                    self.word()
                }
            }
            impl $crate::scenario::keys::Value for $name {
                fn read(
                    &mut self,
                    item: &$crate::scenario::read::Item<'_>,
                    path: &str,
                    meta: &$crate::scenario::keys::Meta,
                    reader: &mut $crate::scenario::read::Reader<'_>,
                ) {
                    if let Some(choice) = reader.choice::<$name>(item, path, meta) {
                        *self = choice;
                    }
                }
                fn to_json(&self) -> serde_json::Value {
                    self.word().into()
                }
                fn kind() -> $crate::scenario::keys::Kind {
                    $crate::scenario::keys::Kind::Choice(<$name as $crate::scenario::keys::Choice>::LIST)
                }
            }
        )*
    };
}
