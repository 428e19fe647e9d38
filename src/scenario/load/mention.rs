//! How scenarios and overlays are mentioned: by name or file, with what is set in one system alone behind colons.

use super::super::keys::Section;
use super::super::whole::Scenario;

/// Whether what stands behind a colon is a setting with its whole key.
pub(super) fn is_setting(argument: &str) -> bool {
    let key = argument.split('=').next().unwrap_or_default().trim();
    key.contains('.') || Scenario::NAMES.contains(&key)
}

/// A scenario or an overlay as it was mentioned: `team`, or `team:organisation.coverage=4` with what is set in this system alone.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Mention<'m> {
    /// The scenario or overlay.
    pub(super) name: &'m str,
    /// What stands behind its colons.
    pub(super) arguments: Vec<&'m str>,
}

impl<'m> Mention<'m> {
    pub(super) fn plain(name: &'m str) -> Self {
        Self { name, arguments: Vec::new() }
    }
}

/// The names in `mid+hero`, or the one file; what is set stands behind the last.
pub(super) fn mentioned(mention: &str) -> Vec<Mention<'_>> {
    let (name, arguments) = arguments_of(mention);
    let names: Vec<&str> = if is_path(name) { vec![name] } else { name.split('+').collect() };
    let mut list: Vec<Mention<'_>> = names.into_iter().map(Mention::plain).collect();
    if let Some(last) = list.last_mut() {
        last.arguments = arguments;
    }
    list
}

/// A mention without what is set with it, and that: each part behind a colon that begins like a key with a value.
///
/// ```
/// use winflow::scenario::arguments_of;
/// assert_eq!(arguments_of("team:organisation.coverage=4:flow.wip_limit=2"), ("team", vec!["organisation.coverage=4", "flow.wip_limit=2"]));
/// assert_eq!(arguments_of("c:\\plans\\my.toml").1.len(), 0);
/// ```
pub fn arguments_of(mention: &str) -> (&str, Vec<&str>) {
    let is_argument = |rest: &str| {
        let key = rest.split_once('=').map(|(key, _)| key);
        key.is_some_and(|key| !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || "._-*".contains(c)))
    };
    let colons: Vec<usize> = mention.match_indices(':').map(|(at, _)| at).filter(|at| is_argument(&mention[at + 1..])).collect();
    let ends = colons.iter().skip(1).copied().chain([mention.len()]);
    let arguments = colons.iter().zip(ends).map(|(at, end)| &mention[at + 1..end]).collect();
    (&mention[..colons.first().copied().unwrap_or(mention.len())], arguments)
}

/// Whether a mention means a file.
pub(in crate::scenario) fn is_path(mention: &str) -> bool {
    mention.ends_with(".toml") || mention.contains(['/', '\\'])
}
