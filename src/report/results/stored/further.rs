//! The results of `explain`, `sweep` and `map`, read back and proved as far as what was kept tells: shares and rewrites are computed again from
//! `worlds.csv`; a sweep, a map or a list of assumptions keeps no worlds, so that its figures are those of its checksum, and of its table.

use super::contents::Contents;
use super::declared;
use super::figure_names::{contradictions, other_line};
use super::not_read::{AGAIN, NotRead, Refused, Wrong};
use super::read::experiment_in;
use super::tabular::Tabular;
use crate::experiment::WorldRow;
use crate::experiment::explain::divide;
use crate::experiment::rewrite::changes;
use crate::experiment::shapley::{Design, MOST_PLAYERS};
use crate::measure::Measure;
use crate::report::results::csv::guarded;
use crate::report::results::explain::rewrite::{MeasureRewrites, RewriteDocument};
use crate::report::results::explain::{ExplainDocument, MeasureShares};
use crate::report::results::files::WORLDS;
use crate::report::results::folder::MANIFEST;
use crate::report::results::influence::InfluenceDocument;
use crate::report::results::map::MapDocument;
use crate::report::results::sweep::SweepDocument;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;

/// The results of an experiment that holds no customers.
#[derive(Debug, Clone, PartialEq)]
pub enum Further {
    /// The way from one system to another, in parts.
    Explained(ExplainDocument),
    /// What rewrites of activities change.
    Rewritten(RewriteDocument),
    /// Which setting is best.
    Swept(SweepDocument),
    /// Where one system gives way to another.
    Mapped(MapDocument),
    /// Which assumptions a difference depends on.
    Influenced(InfluenceDocument),
}

impl Further {
    /// Reads the manifest and the results; `None` if the folder holds something else.
    ///
    /// # Errors
    /// If something is missing, not as it was written, or contradicts what else was kept.
    pub fn read(folder: &Path) -> Result<Option<(Value, Self)>, Refused> {
        let kind = experiment_in(folder)?;
        let files = folder.to_path_buf();
        let open = |needed: &[&str]| Contents::open(folder, &files, needed);
        let (mut contents, stem) = match kind.as_str() {
            "explain" => (open(&[MANIFEST, "explain.json", "explain.csv", WORLDS]), "explain"),
            "sweep" => (open(&[MANIFEST, "sweep.json", "sweep.csv"]), "sweep"),
            "map" => (open(&[MANIFEST, "map.json", "map.csv"]), "map"),
            "assumptions" => (open(&[MANIFEST, "assumptions.json", "assumptions.csv"]), "assumptions"),
            _ => return Ok(None),
        };
        let manifest: Option<Value> = contents.document(MANIFEST);
        let of = |key: &str| manifest.as_ref().map_or(&Value::Null, |manifest| &manifest[key]);
        let further = match stem {
            "explain" if of("settings")["rewrite"] == true => document(&mut contents, stem).map(Self::Rewritten),
            "explain" => document(&mut contents, stem).map(Self::Explained),
            "sweep" => document(&mut contents, stem).map(Self::Swept),
            "assumptions" => document(&mut contents, stem).map(Self::Influenced),
            _ => document(&mut contents, stem).map(Self::Mapped),
        };
        Refused::unless_empty(std::mem::take(&mut contents.problems))?;
        let Some((manifest, further)) = manifest.zip(further) else {
            return Err(NotRead::new(&contents.path(MANIFEST), Wrong::DoesNotFit, AGAIN).into());
        };
        Refused::unless_empty(further.problems(&mut contents, &manifest, stem))?;
        Ok(Some((manifest, further)))
    }

    /// What does not fit together.
    fn problems(&self, contents: &mut Contents<'_>, manifest: &Value, stem: &str) -> Vec<NotRead> {
        let (results, table) = (contents.path(&format!("{stem}.json")), format!("{stem}.csv"));
        let (repeated, is_whole, csv) = match self {
            Self::Explained(document) => ([document.seed, document.worlds], true, document.to_csv()),
            Self::Rewritten(document) => ([document.seed, document.worlds], true, document.to_csv()),
            Self::Swept(document) => ([document.seed, document.worlds], is_whole_sweep(document), String::new()),
            Self::Mapped(document) => ([document.seed, document.worlds], is_whole_map(document), String::new()),
            Self::Influenced(document) => ([document.seed, document.worlds], is_whole_list(document), document.to_csv()),
        };
        if !is_whole {
            return vec![NotRead::new(&results, Wrong::DoesNotFit, AGAIN)];
        }
        let of_manifest = |keys: [&Value; 2]| json!({ "seed": keys[0], "worlds": keys[1] });
        let (written, found) =
            (of_manifest([&json!(repeated[0]), &json!(repeated[1])]), of_manifest([&manifest["seed"], &manifest["worlds"]]));
        let mut problems = contradictions(&results, &written, &found, MANIFEST);
        problems.extend(of_scenarios(&contents.path(MANIFEST), manifest));
        if !problems.is_empty() {
            return problems;
        }
        let csv = match self {
            Self::Swept(document) => document.to_csv(),
            Self::Mapped(document) => document.to_csv(),
            _ => csv,
        };
        problems.extend(self.contradictions(contents, manifest, &results));
        let written = contents.take(&table);
        problems.extend(written.and_then(|written| other_line(&contents.path(&table), &written, csv.as_bytes(), "the document beside it")));
        problems
    }

    /// Where figures are not those that the worlds give.
    fn contradictions(&self, contents: &mut Contents<'_>, manifest: &Value, results: &Path) -> Vec<NotRead> {
        let Some(text) = contents.take(WORLDS) else { return Vec::new() };
        let worlds = Worlds { path: contents.path(WORLDS), text: &text };
        let [written, found] = match self {
            Self::Explained(document) => match worlds.explained(document, manifest) {
                Ok(measures) => [serde_json::to_value(&document.measures), serde_json::to_value(measures)],
                Err(why) => return vec![why],
            },
            Self::Rewritten(document) => match worlds.rewritten(document) {
                Ok(measures) => [serde_json::to_value(&document.measures), serde_json::to_value(measures)],
                Err(why) => return vec![why],
            },
            Self::Swept(_) | Self::Mapped(_) | Self::Influenced(_) => return Vec::new(),
        };
        contradictions(results, &written.unwrap_or_default(), &found.unwrap_or_default(), WORLDS)
    }
}

fn document<T: DeserializeOwned>(contents: &mut Contents<'_>, stem: &str) -> Option<T> {
    contents.document(&format!("{stem}.json"))
}

/// The worlds of every combination, or of every rewrite.
struct Worlds<'w> {
    path: std::path::PathBuf,
    text: &'w [u8],
}

impl Worlds<'_> {
    /// The rows of systems with these names.
    fn rows(&self, names: impl Iterator<Item = String>, worlds: u64) -> Result<Vec<Vec<WorldRow>>, NotRead> {
        let names: Vec<String> = names.map(|name| guarded(&name)).collect();
        Tabular { names: &names, worlds, worlds_in: &BTreeMap::new() }.worlds(&self.path, self.text)
    }

    fn explained(&self, document: &ExplainDocument, manifest: &Value) -> Result<Vec<MeasureShares>, NotRead> {
        let most = manifest["settings"]["most_coalitions"].as_u64().unwrap_or(0);
        let (parts, lines) = (document.groups.len(), self.text.iter().filter(|byte| **byte == b'\n').count() as u64);
        let unfit = || NotRead::new(&self.path, Wrong::DoesNotFit, AGAIN);
        // No more combinations are made than there could be rows of.
        let possible = 1_u64.checked_shl(parts as u32).unwrap_or(u64::MAX).min(most.max(4));
        if parts > MOST_PLAYERS || possible > 100 + 10 * lines {
            return Err(unfit());
        }
        let design = Design::new(parts, most, document.seed);
        let orders = (!design.is_exact()).then_some(design.orders.len() as u64);
        if (design.coalitions.len() as u64, orders) != (document.combinations, document.orders) {
            return Err(unfit());
        }
        let rows = self.rows(design.coalitions.iter().map(|coalition| document.name_of(*coalition)), document.worlds)?;
        let rows: Vec<&[WorldRow]> = rows.iter().map(Vec::as_slice).collect();
        Ok(Measure::ALL.iter().map(|&measure| MeasureShares::new(&divide(&design, &rows, measure), &document.groups)).collect())
    }

    fn rewritten(&self, document: &RewriteDocument) -> Result<Vec<MeasureRewrites>, NotRead> {
        let rows = self.rows(document.names(), document.worlds)?;
        Ok(Measure::ALL.iter().map(|&measure| MeasureRewrites::new(&changes(&rows, measure), &document.activities)).collect())
    }
}

/// Systems that are not measured as long as their scenarios say.
fn of_scenarios(path: &Path, manifest: &Value) -> Vec<NotRead> {
    let of = |system: &Value| {
        let name = system["name"].as_str().unwrap_or_default();
        declared::of_scenario(path, name, system["years"].as_f64(), system["scenario"]["time"]["years"].as_f64())
    };
    manifest["scenarios"].as_array().into_iter().flatten().filter_map(of).collect()
}

/// Whether every point has a value of every factor and figures of every system, and what is best is among them.
fn is_whole_sweep(document: &SweepDocument) -> bool {
    let (factors, systems) = (document.factors.len(), document.systems.len());
    let points = document.points.iter().all(|point| point.values.len() == factors && point.systems.len() == systems);
    let is_known = |number: u64| document.points.iter().any(|point| point.point == number);
    let best = document.best.iter().all(|best| is_known(best.point) && document.systems.contains(&best.system));
    factors > 0 && systems > 0 && !document.points.is_empty() && points && best
}

/// Whether there are no more firms that count than firms, and no more assumptions explain together than there are.
fn is_whole_list(document: &InfluenceDocument) -> bool {
    let together = document.together.is_none_or(|together| together.count <= document.assumptions.len() as u64);
    document.plausible <= document.drawn && document.factor >= 1.0 && together
}

/// Whether axes have a length and cells are inside.
fn is_whole_map(document: &MapDocument) -> bool {
    let axes = [&document.x, &document.y]
        .into_iter()
        .all(|axis| axis.low.is_finite() && axis.high.is_finite() && axis.low < axis.high && (!axis.log || axis.low > 0.0));
    let cells = document.cells.iter().all(|cell| cell.level < 31 && cell.ends.iter().all(|end| (-1e-9..=1.0 + 1e-9).contains(end)));
    axes && cells && !document.cells.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sweep_whose_parts_do_not_fit_is_refused() {
        let mut sweep = crate::report::results::sweep::tests::document(&["flow.wip_limit=1,2,3"], &["team"], 3);
        assert!(is_whole_sweep(&sweep));
        sweep.points[1].values.clear();
        assert!(!is_whole_sweep(&sweep));
    }
}
