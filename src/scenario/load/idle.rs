//! What was read and comes to nothing: layers and settings that later ones replace, roles that nobody is ever in.

use super::{EXTENDS, Loader, Origin};
use crate::scenario::read::Odd;

/// A layer or a setting as it was written.
#[derive(Debug, Clone)]
pub(super) struct Said {
    /// The number of its text.
    pub(super) source: usize,
    /// As it was written.
    pub(super) words: String,
    /// Where.
    pub(super) origin: Origin,
    /// Whether it is a single setting.
    pub(super) is_setting: bool,
}

impl Loader {
    /// Notes what is meant to hold; what sets nothing cannot be replaced.
    pub(super) fn is_to_hold(&mut self, said: Said) {
        if self.still_sets(said.source) {
            self.said.push(said);
        }
    }

    /// Whether any setting of a text still stands; what it says of itself is none.
    fn still_sets(&self, source: usize) -> bool {
        self.origins.iter().any(|(path, origin)| origin.source() == source && path != "name" && path != "about")
    }

    /// Names what comes to nothing, where nothing else is wrong.
    pub(super) fn name_what_comes_to_nothing(&mut self) {
        let (said, roles) = (std::mem::take(&mut self.said), std::mem::take(&mut self.new_roles));
        if !self.log.is_empty() {
            return;
        }
        for Said { words, origin, is_setting, .. } in said.into_iter().filter(|said| !self.still_sets(said.source)).collect::<Vec<_>>() {
            let after = if is_setting { "a later setting sets the same" } else { "what stands after it sets everything that it sets" };
            let message = format!("\"{words}\" has no effect: {after}");
            self.odd.push(Odd { origin, path: EXTENDS.to_string(), message, hint: "Leave it out, or put it last.".to_string() });
        }
        for (name, source) in roles {
            self.role_of_nobody(&name, source);
        }
    }

    /// Names a role that a layer has brought and that nobody is ever in. Where people = 0 takes a role away, it was there before.
    fn role_of_nobody(&mut self, name: &str, source: usize) {
        let path = format!("role.{name}");
        let origin = self.origins.get(&format!("{path}.people")).or_else(|| self.origins.get(&path)).copied();
        let Some(origin) = origin.filter(|origin| origin.source() == source) else { return };
        if self.scenario.people_ever(name) == 0 && self.counted.get(name).is_none_or(|count| *count == 0) {
            let hint = "Give it people, hire some in an event, or leave the role out.".to_string();
            self.odd.push(Odd { origin, path, message: format!("role.{name} has no people"), hint });
        }
    }
}
