//! Guards: what results have to be, so that a plan can be guarded as a program is by its tests.
//!
//! ```toml
//! [[guard]]
//! require = "win_win_rate >= 70 %"
//! because = "below that our references dry up"
//! ```

use super::problems::shown;
use super::read::{Item, Reader};
use super::requirement::{EXAMPLES, NotARequirement, Requirement};
use crate::import::words::is_plain;
use std::fmt;
use toml::de::{DeTable, DeValue};

/// The key of guards in a file.
pub(crate) const GUARD: &str = "guard";
/// More guards than these in one scenario are refused.
const MOST_GUARDS: usize = 200;
/// A longer reason is cut.
const LONGEST: usize = 300;

/// A requirement that results are held against.
#[derive(Debug, Clone, PartialEq)]
pub struct Guard {
    /// What they have to be.
    pub requirement: Requirement,
    /// Why, if somebody said so.
    pub because: String,
}

impl Guard {
    /// Reads a guard without a reason.
    ///
    /// # Errors
    /// If it is no requirement.
    pub fn parse(text: &str) -> Result<Self, NotARequirement> {
        Requirement::parse(text).map(|requirement| Self { requirement, because: String::new() })
    }
}

impl fmt::Display for Guard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.requirement.fmt(f)
    }
}

/// The guards of a file.
pub(crate) fn read(reader: &mut Reader<'_>, table: &DeTable<'_>) -> Vec<Guard> {
    let Some((_, item)) = table.iter().find(|(key, _)| key.get_ref() == GUARD) else { return Vec::new() };
    let wrong = "guard has to be written as [[guard]] with require = \"...\", or as a list of texts";
    let items: Vec<&Item<'_>> = match item.get_ref() {
        DeValue::Array(array) => array.iter().collect(),
        DeValue::Table(_) | DeValue::String(_) => vec![item],
        _ => {
            reader.refuse(item.span(), GUARD, wrong.to_string(), EXAMPLES.to_string());
            return Vec::new();
        }
    };
    if items.len() > MOST_GUARDS {
        reader.refuse(item.span(), GUARD, format!("more than {MOST_GUARDS} guards"), "Let fewer guards stand.".to_string());
        return Vec::new();
    }
    items.into_iter().filter_map(|item| one(reader, item, wrong)).collect()
}

fn one(reader: &mut Reader<'_>, item: &Item<'_>, wrong: &str) -> Option<Guard> {
    match item.get_ref() {
        DeValue::String(text) => parsed(reader, item, text),
        DeValue::Table(table) => {
            let (mut guard, mut because) = (None, String::new());
            let mut is_named = false;
            for (key, value) in table {
                match (key.get_ref().as_ref(), value.get_ref()) {
                    ("require", DeValue::String(text)) => (guard, is_named) = (parsed(reader, value, text), true),
                    ("because", DeValue::String(text)) => because = shown_whole(text),
                    ("require" | "because", _) => {
                        is_named = true;
                        reader.refuse(value.span(), GUARD, format!("guard.{} has to be a text", key.get_ref()), EXAMPLES.to_string());
                    }
                    (other, _) => {
                        let message = format!("guard.{} is not a key", shown(other));
                        reader.refuse(key.span(), GUARD, message, "A guard has the keys require and because.".to_string());
                    }
                }
            }
            if !is_named {
                reader.refuse(item.span(), GUARD, "guard.require is missing".to_string(), EXAMPLES.to_string());
            }
            guard.map(|guard| Guard { because, ..guard })
        }
        _ => {
            reader.refuse(item.span(), GUARD, wrong.to_string(), EXAMPLES.to_string());
            None
        }
    }
}

fn parsed(reader: &mut Reader<'_>, item: &Item<'_>, text: &str) -> Option<Guard> {
    match Guard::parse(text) {
        Ok(guard) => Some(guard),
        Err(wrong) => {
            reader.refuse(item.span(), GUARD, wrong.message, wrong.hint);
            None
        }
    }
}

/// A reason without what would confuse a terminal.
fn shown_whole(text: &str) -> String {
    text.chars().filter(|c| is_plain(*c)).take(LONGEST).collect()
}
