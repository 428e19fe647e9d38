//! Settings that differ, as tables for a terminal and as Markdown.

use super::look::Look;
use crate::report::results::markdown::within_cell;
use crate::report::results::settings::{NOTHING, Setting, SettingsDocument};
use crate::report::results::table::{Column, Table};

/// One table, section by section.
pub fn render(document: &SettingsDocument, look: Look) -> String {
    if document.settings.is_empty() {
        return format!("{NOTHING}\n");
    }
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut section = None;
    for setting in &document.settings {
        if section != Some(setting.section()) {
            section = Some(setting.section());
            rows.push(vec![heading(setting.section())]);
        }
        let mut row = vec![format!("  {}", last(&setting.key))];
        row.extend(setting.shown());
        row.extend([setting.unit.clone(), files_alone(&setting.places())]);
        rows.push(row);
    }
    let table = look.draw(&Table::of_texts(columns("", document), rows));
    let count = match document.settings.len() {
        1 => "1 setting is".to_string(),
        many => format!("{many} settings are"),
    };
    format!("{table}\n\n{count} different; all others are the same.\n")
}

/// The table as Markdown.
pub fn markdown(document: &SettingsDocument) -> String {
    if document.settings.is_empty() {
        return format!("{NOTHING}\n");
    }
    let rows = document.settings.iter().map(|setting| {
        let values = std::iter::once(setting.key.clone()).chain(setting.shown());
        values.chain([setting.unit.clone(), setting.places()]).collect()
    });
    Table::of_texts(columns("key", document), rows).to_markdown(within_cell) + "\n"
}

fn columns(first: &str, document: &SettingsDocument) -> Vec<Column> {
    let systems = document.systems.iter().map(String::as_str);
    std::iter::once(first).chain(systems).chain(["unit", "set at"]).map(Column::text).collect()
}

/// Places without their folders, for which a table has no room.
fn files_alone(places: &str) -> String {
    places.split(", ").map(|place| place.rsplit_once('/').map_or(place, |(_, file)| file)).collect::<Vec<_>>().join(", ")
}

fn heading(section: &str) -> String {
    if section.is_empty() { "(the scenario)".to_string() } else { section.to_string() }
}

fn last(key: &str) -> &str {
    key.rsplit_once('.').map_or(key, |(_, last)| last)
}

/// Settings that differ, in brief, for above a result: at most `most` keys, and how many more there are.
pub fn brief(systems: &[String], settings: &[Setting], most: usize, command: Option<&str>, look: Look) -> String {
    if settings.is_empty() {
        return NOTHING.to_string();
    }
    let names = systems.iter().map(String::as_str);
    let columns = std::iter::once("Settings that differ").chain(names).chain([""]).map(Column::text).collect();
    // One more than there is room for is told rather than counted.
    let most = if settings.len() == most + 1 { most + 1 } else { most };
    let rows = settings.iter().take(most).map(|setting| {
        let values = setting.shown().map(|value| shortened(&value));
        std::iter::once(setting.key.clone()).chain(values).chain([setting.unit.clone()]).collect()
    });
    let text = look.draw(&Table::of_texts(columns, rows));
    let more = settings.len().saturating_sub(most);
    match (more, command) {
        (0, _) => text,
        (more, Some(command)) => format!("{text}\n and {more} more: {command}"),
        (more, None) => format!("{text}\n and {more} more"),
    }
}

/// Long lists are cut.
fn shortened(text: &str) -> String {
    const LONGEST: usize = 24;
    if text.chars().count() <= LONGEST { text.to_string() } else { text.chars().take(LONGEST - 1).chain(['…']).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::results::settings::set_differently;
    use crate::scenario::load;

    const LOOK: Look = Look { width: 100, colour: false, all: false };

    fn document(sets: [&[&str]; 2]) -> SettingsDocument {
        let loaded = sets.map(|sets| load("mid", &[], &sets.iter().map(|s| s.to_string()).collect::<Vec<_>>()).expect("a scenario"));
        SettingsDocument::new(&[("one".to_string(), &loaded[0]), ("two".to_string(), &loaded[1])])
    }

    #[test]
    fn the_table_counts_what_differs_section_by_section() {
        let table = render(&document([&[], &["organisation.coverage=3", "flow.wip_limit=4", "organisation.handover_loss=0.4"]]), LOOK);
        assert!(table.contains("3 settings are different") && table.contains("organisation\n"), "{table}");
    }

    #[test]
    fn where_nothing_differs_that_is_said() {
        assert_eq!(render(&document([&["flow.wip_limit=4"]; 2]), LOOK), "No settings differ.\n");
        assert_eq!(brief(&[], &[], 8, None, LOOK), "No settings differ.");
    }

    #[test]
    fn many_are_told_in_brief() {
        let loaded = ["hero", "line"].map(|name| load(name, &[], &[]).expect("a scenario"));
        let found = set_differently(&[&loaded[0].scenario, &loaded[1].scenario]);
        let told = brief(&["hero".into(), "line".into()], &found, 3, Some("winflow diff hero line"), LOOK);
        assert_eq!(told.lines().count(), 2 + 3 + 1, "{told}");
        assert!(told.ends_with(&format!("and {} more: winflow diff hero line", found.len() - 3)), "{told}");
        assert!(told.lines().all(|line| line.chars().count() <= 100), "{told}");
    }
}
