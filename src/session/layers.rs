//! Systems as they are named: a scenario and its overlays.

use super::failure::WrongQuestion;
use crate::experiment::distinct_names;
use crate::import::words::is_plain;
use crate::scenario::{Scenario, arguments_of};
use std::path::Path;

/// A scenario and its overlays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layers {
    /// A file or a built-in scenario.
    pub base: String,
    /// Overlays on it, in order.
    pub overlays: Vec<String>,
}

impl Layers {
    /// A scenario as it is.
    pub fn alone(base: impl Into<String>) -> Self {
        Self { base: base.into(), overlays: Vec::new() }
    }

    /// What the system is called: as the scenario calls itself if it stands alone, else by what sets it apart.
    pub fn name(&self, scenario: &Scenario) -> String {
        let is_plain = self.overlays.is_empty() && arguments_of(&self.base).1.is_empty();
        let own = Some(scenario.name.as_str()).filter(|name| !name.is_empty() && is_plain);
        own.map_or_else(|| self.label(), printable)
    }

    /// A name for people: the overlays if there are any, else the scenario; without folders and endings.
    fn label(&self) -> String {
        let named = if self.overlays.is_empty() { std::slice::from_ref(&self.base) } else { &self.overlays };
        joined(named, stem)
    }

    /// A longer name, of the scenario and its overlays.
    fn with_base(&self) -> String {
        joined(std::iter::once(&self.base).chain(&self.overlays), stem)
    }

    /// The longest name: that, each with the folder that it is in.
    fn with_folders(&self) -> String {
        joined(std::iter::once(&self.base).chain(&self.overlays), |text| {
            let folder = Path::new(arguments_of(text).0).parent().and_then(Path::file_name);
            folder.map_or_else(String::new, |folder| format!("{}/", folder.to_string_lossy())) + &stem(text)
        })
    }
}

/// What a scenario or an overlay is called, without its folder and ending, with what is set in it.
fn stem(text: &str) -> String {
    let (name, arguments) = arguments_of(text);
    let stem = Path::new(name).file_stem().map_or_else(|| name.to_string(), |s| s.to_string_lossy().into_owned());
    // Of a key its last step, which tells it apart well enough.
    let short =
        |argument: &&str| argument.split_once('=').map(|(key, value)| format!(":{}={value}", key.rsplit('.').next().unwrap_or(key)));
    stem + &arguments.iter().filter_map(short).collect::<String>()
}

fn joined<'n>(names: impl IntoIterator<Item = &'n String>, stem: impl Fn(&str) -> String) -> String {
    printable(&names.into_iter().map(|name| stem(name)).collect::<Vec<_>>().join("+"))
}

/// Names that tell systems apart: where several have the same, those get longer ones; the same system twice gets a number.
///
/// ```
/// use winflow::session::layers::{compared, told_apart};
/// let named = compared(&["pool.toml".to_string()], &["pool".to_string()])?;
/// assert_eq!(told_apart(&named, vec!["pool".into(), "pool".into()]), ["pool", "pool+pool"]);
/// # Ok::<(), winflow::session::failure::WrongQuestion>(())
/// ```
pub fn told_apart(named: &[Layers], mut names: Vec<String>) -> Vec<String> {
    for longer in [Layers::with_base, Layers::with_folders] {
        let is_shared = |at: usize| names.iter().zip(named).any(|(name, other)| *name == names[at] && *other != named[at]);
        let told = |(at, system): (usize, &Layers)| if is_shared(at) { longer(system) } else { names[at].clone() };
        names = named.iter().enumerate().map(told).collect();
    }
    distinct_names(names)
}

/// Overlays that are separated by commas.
///
/// ```
/// let list = winflow::session::layers::overlays("team:role.ae.ramp=[0, 50],pool")?;
/// assert_eq!(list, ["team:role.ae.ramp=[0, 50]", "pool"]);
/// # Ok::<(), winflow::session::failure::WrongQuestion>(())
/// ```
///
/// # Errors
/// If one of them is empty.
pub fn overlays(list: &str) -> Result<Vec<String>, WrongQuestion> {
    let overlays: Vec<String> = parts(list).map(|overlay| overlay.trim().to_string()).collect();
    if overlays.iter().any(String::is_empty) { Err(WrongQuestion::EmptyOverlay(list.to_string())) } else { Ok(overlays) }
}

/// What stands between commas, but for those in brackets and quotes: a setting may be a list.
fn parts(list: &str) -> impl Iterator<Item = &str> {
    let (mut depth, mut quote) = (0_i32, None);
    list.split(move |c: char| {
        match (c, quote) {
            (c, Some(open)) if c == open => quote = None,
            (_, Some(_)) => {}
            ('"' | '\'', None) => quote = Some(c),
            ('[' | '{', None) => depth += 1,
            (']' | '}', None) => depth -= 1,
            _ => {}
        }
        c == ',' && quote.is_none() && depth <= 0
    })
}

/// Every scenario under every list of overlays.
///
/// ```
/// let named = winflow::session::layers::every(&["mid".to_string()], &["hero".to_string(), "team,pool".to_string()])?;
/// assert_eq!(named[1].overlays, ["team", "pool"]);
/// # Ok::<(), winflow::session::failure::WrongQuestion>(())
/// ```
///
/// # Errors
/// If an overlay is empty.
pub fn every(scenarios: &[String], with: &[String]) -> Result<Vec<Layers>, WrongQuestion> {
    let withs: Vec<Vec<String>> =
        if with.is_empty() { vec![Vec::new()] } else { with.iter().map(|list| overlays(list)).collect::<Result<_, _>>()? };
    let pairs = scenarios.iter().flat_map(|base| withs.iter().map(move |overlays| (base, overlays)));
    Ok(pairs.map(|(base, overlays)| Layers { base: base.clone(), overlays: overlays.clone() }).collect())
}

/// What results of systems are called, for their folder: the names of the systems, after that of the one scenario that all of them change.
///
/// ```
/// use winflow::session::layers::{called, every};
/// let named = every(&["small".to_string()], &["hero".to_string(), "team".to_string()])?;
/// assert_eq!(called(&named, &["hero", "team"]), "small-hero-vs-team");
/// # Ok::<(), winflow::session::failure::WrongQuestion>(())
/// ```
pub fn called(named: &[Layers], names: &[&str]) -> String {
    let systems = names.join("-vs-");
    let base = named.first().map(|first| &first.base).filter(|base| named.iter().all(|one| one.base == **base && !one.overlays.is_empty()));
    base.map_or_else(|| systems.clone(), |base| format!("{}-{systems}", Layers::alone(base).label()))
}

/// The systems that a comparison is about: every scenario under every list of overlays; one scenario with one list of overlays is held
/// against itself without them.
///
/// ```
/// let named = winflow::session::layers::compared(&["my.toml".to_string()], &["pool".to_string()])?;
/// assert_eq!((named.len(), named[0].overlays.len(), named[1].overlays.len()), (2, 0, 1));
/// # Ok::<(), winflow::session::failure::WrongQuestion>(())
/// ```
///
/// # Errors
/// If an overlay is empty.
pub fn compared(scenarios: &[String], with: &[String]) -> Result<Vec<Layers>, WrongQuestion> {
    let mut systems = every(scenarios, with)?;
    if let ([alone], [_]) = (scenarios, with) {
        systems.insert(0, Layers::alone(alone));
    }
    Ok(systems)
}

/// The command that shows what is set differently in systems, as [`command`] gives it.
pub fn diff_command(named: &[Layers], settings: &[String]) -> Option<String> {
    command("diff", named, settings)
}

/// A command about the same systems; `None` where they cannot be named in one command, or only by a whole path or
/// with characters that cannot be shown: what folders somebody has is nobody's business who reads results.
pub fn command(verb: &str, named: &[Layers], settings: &[String]) -> Option<String> {
    let base = &named.first()?.base;
    let names = named.iter().flat_map(|system| std::iter::once(&system.base).chain(&system.overlays)).map(String::as_str);
    let values = settings.iter().filter_map(|setting| Some(setting.split_once('=')?.1.trim().trim_matches(['"', '\''])));
    let cannot_be_shown = |word: &str| is_whole_path(word) || !word.chars().all(is_plain);
    if names.chain(values).any(cannot_be_shown) {
        return None;
    }
    let mut words = vec!["winflow".to_string(), verb.to_string()];
    if named.iter().all(|system| system.overlays.is_empty()) {
        words.extend(named.iter().map(|system| quoted(&system.base)));
    } else if named.iter().all(|system| system.base == *base)
        && (named.len() <= 2 || named[0].overlays.is_empty() == named[1].overlays.is_empty())
        && named.iter().skip(1).all(|system| !system.overlays.is_empty())
    {
        words.push(quoted(base));
        let with = named.iter().filter(|system| !system.overlays.is_empty());
        words.extend(with.map(|system| format!("--with {}", quoted(&system.overlays.join(",")))));
    } else {
        return None;
    }
    words.extend(settings.iter().map(|setting| format!("--set {}", quoted(setting))));
    Some(words.join(" "))
}

/// Whether a text names a file by its whole path, on this machine or another kind of machine.
pub fn is_whole_path(text: &str) -> bool {
    let mut letters = text.chars();
    let drive = letters.next().is_some_and(|letter| letter.is_ascii_alphabetic()) && letters.next() == Some(':');
    let after_drive = letters.next().is_some_and(|letter| matches!(letter, '/' | '\\'));
    text.starts_with(['/', '\\', '~']) || drive && after_drive || text.starts_with("file:")
}

/// A word as a shell takes it.
pub fn quoted(word: &str) -> String {
    // Some shells take a word with an equals sign in front for a command.
    let is_plain =
        !word.is_empty() && !word.starts_with('=') && word.chars().all(|c| c.is_ascii_alphanumeric() || "._-/+,=%:@".contains(c));
    if is_plain { word.to_string() } else { format!("'{}'", word.replace('\'', "'\\''")) }
}

/// A text without what would confuse a terminal.
fn printable(text: &str) -> String {
    text.chars().filter(|c| is_plain(*c)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(base: &str, overlays: &[&str]) -> Layers {
        Layers { base: base.into(), overlays: overlays.iter().map(|overlay| overlay.to_string()).collect() }
    }

    #[test]
    fn a_system_is_called_by_what_sets_it_apart() {
        assert_eq!(named("folder/my.toml", &[]).label(), "my");
        assert_eq!(named("mid", &["team", "x/fast.toml"]).label(), "team+fast");
    }

    #[test]
    fn systems_of_one_name_are_told_apart_by_what_they_are_made_of() {
        let folders = [named("a/hero.toml", &[]), named("b/hero.toml", &[]), named("hero", &[])];
        assert_eq!(told_apart(&folders, vec!["hero".into(); 3]), ["a/hero", "b/hero", "hero"]);
        let bases = [named("mid", &["team"]), named("small", &["team"]), named("mid", &["line"])];
        assert_eq!(told_apart(&bases, vec!["team".into(), "team".into(), "line".into()]), ["mid+team", "small+team", "line"]);
        let twice = [named("hero", &[]), named("hero", &[])];
        assert_eq!(told_apart(&twice, vec!["hero".into(); 2]), ["hero", "hero (2)"]);
    }

    #[test]
    fn empty_overlays_are_refused() {
        assert_eq!(overlays("team, fast").ok(), Some(vec!["team".to_string(), "fast".to_string()]));
        assert!(matches!(overlays("team,,fast"), Err(WrongQuestion::EmptyOverlay(list)) if list == "team,,fast"));
        assert!(overlays("").is_err());
    }

    #[test]
    fn no_whole_path_and_nothing_that_cannot_be_shown_is_in_the_command() {
        for base in ["/home/ann/my.toml", "~/my.toml", "C:\\Users\\ann\\my.toml", "\\\\server\\my.toml", "a\u{202e}b.toml"] {
            assert_eq!(diff_command(&[Layers::alone("mid"), Layers::alone(base)], &[]), None, "{base}");
        }
        let set = "channel.web.csv_file=\"/home/ann/leads.csv\"".to_string();
        assert_eq!(diff_command(&[Layers::alone("mid"), Layers::alone("team")], &[set]), None);
        assert!(!is_whole_path("c:d") && !is_whole_path("./my.toml") && !is_whole_path("mid"));
    }

    #[test]
    fn the_command_names_the_systems_as_they_were_named() {
        let settings = ["organisation.coverage=2".to_string()];
        assert_eq!(diff_command(&[named("hero", &[]), named("a b.toml", &[])], &[]).as_deref(), Some("winflow diff hero 'a b.toml'"));
        assert_eq!(
            diff_command(&[named("mid", &["hero"]), named("mid", &["team", "pool"])], &settings).as_deref(),
            Some("winflow diff mid --with hero --with team,pool --set organisation.coverage=2")
        );
        assert_eq!(diff_command(&[named("mid", &["hero"]), named("small", &["hero"])], &[]), None);
    }
}
