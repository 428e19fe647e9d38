//! Overlays: whom they are about, and what they make of what is given to them behind a colon.

use super::super::problems::{Origin, Sources, shown};
use super::super::read::Odd;
use super::super::whole::Scenario;
use super::super::{reference, touched};
use super::{ARGUMENT, EXTENDS, Layer, Loader, is_path, is_setting};
use toml::de::{DeTable, DeValue};

impl Loader {
    /// What an overlay has changed of our people. One that is about nobody here is refused.
    pub(super) fn touches(&mut self, request: &str, before: &Scenario, first_source: usize, origin: Origin) {
        // Of roles and plans single settings, not that they are mentioned.
        let is_setting =
            |path: &str| !["role", "plan"].contains(&path.split('.').next().unwrap_or_default()) || path.split('.').count() > 2;
        let set = self.origins.iter().filter(|(_, at)| at.source() >= first_source).map(|(path, _)| path.as_str());
        let set = set.filter(|path| is_setting(path));
        if let Some(entries) = touched::touches_nobody(set, before, &self.scenario) {
            let message = format!("\"{}\" touches nobody here: it sets {entries}, which has no people", shown(request));
            let hint = "Name the role or plan that is meant, or say what its people do: [role.\"*flow\"], [plan.\"*flow\"].";
            self.log.add(origin, "extends", message, hint.to_string());
            return;
        }
        let (name, about) = (before.name.clone(), before.about.clone());
        // A built-in overlay that is in place already says what the firm is.
        let is_own = is_path(request);
        if is_own && *before == (Scenario { name, about, ..self.scenario.clone() }) {
            let message = format!("\"{}\" changes nothing here", shown(request));
            let hint = "All that it sets is so already.".to_string();
            self.odd.push(Odd { origin, path: EXTENDS.to_string(), message, hint });
        }
        if let Some((message, hint)) = touched::adds_people(request, before, &self.scenario).filter(|_| !is_own) {
            self.odd.push(Odd { origin, path: "role".to_string(), message, hint });
        }
        self.touched.extend(touched::touched(request, before, &self.scenario));
    }

    /// What an overlay makes of what was given behind its colon, instead of what it says without: `hiring:seller=2` sets what its `argument`
    /// says, with NAME and VALUE put in. False if nothing was given, or it takes nothing.
    pub(super) fn takes_arguments(&mut self, source: usize, table: &DeTable<'_>) -> bool {
        let Some((_, item)) = table.iter().find(|(key, _)| key.get_ref() == ARGUMENT) else { return false };
        let DeValue::String(template) = item.get_ref() else {
            let hint = "For example: argument = \"role.NAME.people=+VALUE\".".to_string();
            self.log.add(Sources::origin(source, item.span().start), ARGUMENT, format!("{ARGUMENT} has to be a text"), hint);
            return false;
        };
        if self.given.is_empty() {
            return false;
        }
        for given in std::mem::take(&mut self.given) {
            let (name, value) = given.split_once('=').unwrap_or((&given, ""));
            let value = value.trim();
            // A change that is said as one is that change.
            let said = if value.starts_with(['x', '*', '-']) { template.replace("+VALUE", value) } else { template.to_string() };
            let set = said.replace("NAME", name.trim()).replace("VALUE", value.trim_start_matches('+'));
            let from = format!("{}:{given}", self.requested);
            self.set(&from, &set, Layer::Set);
        }
        true
    }

    /// What is set together with a scenario or an overlay, `key.path=value`: in this system alone.
    pub(super) fn argument(&mut self, request: &str, argument: &str, origin: Origin) {
        let key = argument.split('=').next().unwrap_or_default().trim();
        if is_setting(argument) {
            self.set(&format!("{request}:{argument}"), argument, Layer::Set);
        } else {
            let message = format!("\"{}\" takes no argument called {}", shown(request), shown(key));
            let value = argument.split_once('=').map_or("", |(_, value)| value);
            let whole = reference::key_paths().into_iter().find(|path| !path.contains('<') && path.rsplit('.').next() == Some(key));
            let hint = match whole {
                Some(path) => format!("Write the whole key: {}:{path}={}.", shown(request), shown(value)),
                None => {
                    "What follows the colon is a setting of this system alone, with its whole key: team:organisation.coverage=4.".into()
                }
            };
            self.log.add(origin, "", message, hint);
        }
    }
}
