//! How a scenario key is declared: once, with its type, unit, range, default, source and one line of doc.

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
}

/// Starts the description of a key that carries a number in `unit`.
pub const fn number(unit: &'static str, low: f64, high: f64) -> Spec {
    Spec { unit, range: (low, high), plausible: None, source: "assumption" }
}

/// Starts the description of a key that carries a text, a list, a choice or a truth value.
pub const fn plain() -> Spec {
    Spec { unit: "", range: (f64::NEG_INFINITY, f64::INFINITY), plausible: None, source: "a choice of the user's" }
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
        self.entries.iter().find(|(n, _)| n == name).map(|(_, t)| t)
    }
    /// The position of the entry with this name.
    pub fn position(&self, name: &str) -> Option<usize> {
        self.entries.iter().position(|(n, _)| n == name)
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
            impl $name {
                /// The keys of this section with what is known of them.
                pub fn specs() -> Vec<(&'static str, &'static str, $crate::scenario::keys::Spec)> {
                    vec![ $( (stringify!($field), concat!($($fdoc),+), $spec), )* ]
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
                pub const WORDS: &'static [(&'static str, &'static str, $name)] = &[ $( ($word, concat!($($vdoc),+), $name::$variant), )* ];
            }
        )*
    };
}
