//! Further experiments as evidence: what makes the difference, which setting is best, where the border lies.

use super::brief::{Brief, Number, NumberLine};
use super::names::short;
use crate::measure::Measure;
use crate::report::charts;
use crate::report::charts::grammar::Picture;
use crate::report::results::explain::rewrite::{self, RewriteDocument};
use crate::report::results::explain::{ExplainDocument, words as explained};
use crate::report::results::influence::InfluenceDocument;
use crate::report::results::map::MapDocument;
use crate::report::results::map::words as mapped;
use crate::report::results::over_firms::OverFirms;
use crate::report::results::stored::further::Further;
use crate::report::results::stored::not_read::Refused;
use crate::report::results::sweep::SweepDocument;
use crate::report::results::sweep::words as swept;
use crate::report::results::words::{list, worlds};
use serde_json::Value;
use std::path::Path;

/// So many measures are drawn where nothing says which.
const DRAWN: usize = 3;

/// What a further experiment adds.
#[derive(Debug, Clone, PartialEq)]
pub struct More {
    /// What it asks.
    pub heading: String,
    /// What it finds, the most important first.
    pub findings: Vec<String>,
    /// How it was made.
    pub method: String,
    /// Its pictures.
    pub pictures: Vec<Picture>,
    /// Whether all that its heading claims is settled.
    pub is_settled: bool,
    /// Whether anything is.
    pub is_any_settled: bool,
    /// How much of it is, in words.
    pub settled: String,
    /// Names of the systems that it is about.
    pub systems: Vec<String>,
    /// Where it would change the answer of a comparison, if it tells.
    pub border: Option<String>,
    /// Of what more would settle more: worlds or firms.
    pub more_of: &'static str,
}

/// What the firms are, where it was run over firms like the one that is described.
fn of_firms(firms: Option<&OverFirms>) -> String {
    firms.map_or_else(String::new, |firms| format!(" {}", firms.words()))
}

/// Whether a question is settled, in words.
fn word(is_settled: bool) -> String {
    if is_settled { "settled" } else { "not settled" }.to_string()
}

impl More {
    /// Takes in the results of `explain`, `sweep`, `map` or a list of assumptions; `None` if the folder holds something else.
    ///
    /// # Errors
    /// If they cannot be read.
    pub fn read(folder: &Path) -> Result<Option<Self>, Refused> {
        let Some((manifest, further)) = Further::read(folder)? else { return Ok(None) };
        let setting = setting(&manifest);
        let more = match further {
            Further::Explained(document) => {
                Self::explained(&document, &drawn(&manifest, document.measures.iter().map(|m| m.id.0)), &setting)
            }
            Further::Rewritten(document) => {
                Self::rewritten(&document, &drawn(&manifest, document.measures.iter().map(|m| m.id.0)), &setting)
            }
            Further::Swept(document) => Self::swept(&document, &setting),
            Further::Mapped(document) => Self::mapped(&document, &setting),
            Further::Influenced(document) => Self::influenced(&document, &setting),
        };
        let made_by = manifest["version"].as_str().map_or_else(String::new, |version| format!(" Made by winflow {}.", short(version)));
        Ok(Some(Self { method: format!("{}{made_by}", more.method), ..more }))
    }

    /// The way from one system to another, in parts.
    pub fn explained(document: &ExplainDocument, measures: &[Measure], setting: &str) -> Self {
        let shown: Vec<_> = measures.iter().filter_map(|measure| document.measure(*measure)).collect();
        let is_settled = shown.first().is_some_and(|m| m.is_settled);
        let pictures = charts::described::explained(document, measures, setting);
        Self {
            heading: format!("What drives the difference from {} to {}", document.baseline, document.scenario),
            findings: shown.iter().map(|m| explained::verdict(document, m)).collect(),
            method: explained::method(document),
            pictures,
            is_settled,
            is_any_settled: is_settled,
            settled: word(is_settled),
            systems: vec![document.baseline.clone(), document.scenario.clone()],
            border: None,
            more_of: document.over().several(),
        }
    }

    /// What rewrites of activities change.
    pub fn rewritten(document: &RewriteDocument, measures: &[Measure], setting: &str) -> Self {
        let shown: Vec<_> = measures.iter().filter_map(|measure| document.measure(*measure)).collect();
        let pictures = charts::described::rewritten(document, measures, setting);
        let mut findings: Vec<String> = shown.iter().map(|m| rewrite::verdict(document, m)).collect();
        findings.extend(rewrite::starting_point(document));
        // The heading asks which does best: that is settled if the best one is, whatever else is.
        let all = shown.first().map_or(&[][..], |m| m.rewrites.as_slice());
        let (is_settled, some) = (all.first().is_some_and(|one| one.is_settled), all.iter().filter(|one| one.is_settled).count());
        let settled = if some > 0 && some < all.len() { format!("settled for {some} of {} rewrites", all.len()) } else { word(is_settled) };
        Self {
            heading: format!("Which activities of {} to do with the customer", document.scenario),
            findings,
            method: format!(
                "{}, seed {}; each activity rewritten on its own, and all together, in the same worlds.",
                worlds(document.worlds),
                document.seed
            ),
            pictures,
            is_settled,
            is_any_settled: some > 0,
            settled,
            systems: vec![document.scenario.clone()],
            border: None,
            more_of: "worlds",
        }
    }

    /// Which setting is best.
    pub fn swept(document: &SweepDocument, setting: &str) -> Self {
        let mut measures: Vec<Measure> = Vec::new();
        for best in &document.best {
            if !measures.contains(&best.measure.0) {
                measures.push(best.measure.0);
            }
        }
        let shown = &measures[..measures.len().min(DRAWN)];
        let findings = swept::verdict(document);
        let is_settled = document.best.first().is_some_and(|best| best.is_settled);
        let pictures = charts::sweep::pictures(document, shown, setting);
        Self {
            heading: format!("Which setting is best: {}", list(&document.names())),
            findings,
            method: format!(
                "{} at each of {} settings ({} design), seed {}. The best of many looks slightly better than it is; the text says by how much.{}",
                document.over().counted(),
                document.points.len(),
                document.design,
                document.seed,
                of_firms(document.firms.as_ref())
            ),
            pictures,
            is_settled,
            is_any_settled: is_settled,
            settled: word(is_settled),
            systems: document.systems.clone(),
            border: None,
            more_of: document.over().several(),
        }
    }

    /// Which assumptions a difference depends on.
    pub fn influenced(document: &InfluenceDocument, setting: &str) -> Self {
        let systems = vec![document.baseline.clone(), document.scenario.clone()];
        let short = InfluenceDocument { baseline: short(&document.baseline), scenario: short(&document.scenario), ..document.clone() };
        let document = &short;
        let (told_apart, all) = (document.told_apart().count(), document.assumptions.len());
        Self {
            heading: format!("Which assumptions {} against {} depends on", document.scenario, document.baseline),
            findings: document.words(),
            method: format!("{} Seed {}.", document.caption(), document.seed),
            pictures: charts::described::influenced(document, setting).into_iter().collect(),
            // Most of the spread lies in combinations, whatever is found of single assumptions.
            is_settled: false,
            is_any_settled: told_apart > 0,
            settled: if told_apart > 0 { format!("{told_apart} of {all} assumptions told apart from chance") } else { word(false) },
            systems,
            border: None,
            more_of: "firms",
        }
    }

    /// Where one system gives way to another.
    pub fn mapped(document: &MapDocument, setting: &str) -> Self {
        let systems = vec![document.baseline.clone(), document.scenario.clone()];
        let short = MapDocument { baseline: short(&document.baseline), scenario: short(&document.scenario), ..document.clone() };
        let document = &short;
        let findings: Vec<String> = mapped::verdict(document).into_iter().filter(|text| !text.is_empty()).collect();
        let pictures = vec![charts::described::mapped(document, setting)];
        let headline = mapped::headline(document);
        let share = document.share_settled_better + document.share_settled_worse;
        let settled = match 100.0 * share {
            all if all > 99.9 => word(true),
            none if none <= 0.0 || document.worlds < 2 => word(false),
            some => format!("settled in {:.0} % of the map", some.clamp(1.0, 99.0)),
        };
        Self {
            heading: format!("Where {} gives way to {}", document.baseline, document.scenario),
            is_settled: share > 0.999 && document.worlds > 1,
            is_any_settled: share > 0.0 && document.worlds > 1,
            settled,
            systems,
            method: format!(
                "{} cells, {} in each, seed {}.{}",
                document.cells.len(),
                document.over().counted(),
                document.seed,
                of_firms(document.firms.as_ref())
            ),
            border: Some(format!("({}, seed {}): {headline}.", document.over().counted(), document.seed)),
            more_of: document.over().several(),
            findings,
            pictures,
        }
    }

    /// Whether it is about systems of these names.
    pub fn is_of(&self, names: &[&str]) -> bool {
        self.systems.iter().all(|system| names.contains(&system.as_str()))
    }

    /// Where the border lies, for a brief about systems of these names: the border of others is called so.
    pub fn border_for(&self, names: &[&str]) -> Option<String> {
        let border = self.border.as_ref()?;
        Some(if self.is_of(names) {
            format!("Where the border lies {border}")
        } else {
            format!(
                "From another comparison, {}: where the border lies {border}",
                list(&self.systems.iter().map(|name| short(name)).collect::<Vec<_>>())
            )
        })
    }

    /// The brief of such an experiment by itself.
    pub fn brief(&self) -> Brief {
        let line = |picture: &Picture| NumberLine {
            system: String::new(),
            value: self.settled.clone(),
            standing: None,
            detail: picture.title.clone(),
        };
        Brief {
            title: self.heading.clone(),
            situation: self.method.clone(),
            answer: self.findings.first().cloned().unwrap_or_else(|| "Nothing was found.".to_string()),
            more: self.findings.iter().skip(1).take(2).cloned().collect(),
            numbers: self
                .pictures
                .iter()
                .take(1)
                .map(|p| Number { label: "The question is".to_string(), lines: vec![line(p)], more: 0 })
                .collect(),
            risks: vec!["The figures come from a model: results hold only as far as its assumptions do.".to_string()],
            decision: if self.is_settled {
                "Whether to act on it in a pilot.".to_string()
            } else if !self.is_any_settled {
                format!("None yet: it is not settled. Decide whether it is worth more {}.", self.more_of)
            } else {
                format!("Whether to act on what is settled ({}), and whether the rest is worth more {}.", self.settled, self.more_of)
            },
            change: vec!["Other assumptions: winflow diff shows the settings, and --set changes them.".to_string()],
            ..Brief::default()
        }
    }
}

/// The measures that were drawn, as the manifest says, or the first few.
fn drawn(manifest: &Value, all: impl Iterator<Item = Measure> + Clone) -> Vec<Measure> {
    let ids: Vec<&str> = manifest["settings"]["drawn"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let named: Vec<Measure> = ids.iter().filter_map(|id| all.clone().find(|m| m.id() == *id)).take(DRAWN).collect();
    if named.is_empty() { all.take(DRAWN).collect() } else { named }
}

/// Whom the systems sell to, and for how long, as the manifest says.
fn setting(manifest: &Value) -> String {
    let of = |one: &Value| {
        let scenario = &one["scenario"];
        let segments: Vec<String> = scenario["segment"].as_object().into_iter().flatten().map(|(name, _)| name.clone()).collect();
        let years = scenario["time"]["years"].as_f64().unwrap_or(0.0);
        format!("customers: {}; {years} {}", list(&segments), if years == 1.0 { "year" } else { "years" })
    };
    let all: Vec<String> = manifest["scenarios"].as_array().into_iter().flatten().map(of).collect();
    match all.first() {
        Some(first) if all.iter().all(|other| other == first) => first.clone(),
        _ => "settings differ".to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::page::{Material, Options, html};
    use crate::report::results::explain::sample::{explained, rewritten};

    #[test]
    fn further_experiments_make_a_page_by_themselves() {
        let (measures, setting) = (&Measure::ALL[..2], "customers: mid; 3 years");
        let parts = explained(&["organisation", "pay"], 24, 64, |c| 0.1 * f64::from(c.count_ones()));
        let rewrites = rewritten(&[("design", -0.1), ("workshop", 0.3)], 24);
        let sweep = crate::report::results::sweep::tests::document(&["flow.wip_limit=1,2,3"], &["team"], 3);
        let all = [More::explained(&parts, measures, setting), More::rewritten(&rewrites, measures, setting), More::swept(&sweep, setting)];
        for more in all {
            assert!(!more.pictures.is_empty() && !more.findings.is_empty(), "{more:?}");
            let page = html(&Material { main: None, more: vec![more.clone()] }, &Options::default());
            assert!(page.contains(&format!("<h1>{}</h1>", more.heading)), "{}", more.heading);
        }
    }

    /// The other is ahead to the right of a third of the map, and worlds agree: settled but for cells at the border.
    #[test]
    fn a_map_tells_how_much_of_it_is_settled_and_whose_border_it_is() {
        let axes = ["segment.mid.group_size_mean=1..10", "role.seller.people=4..20"];
        let map = crate::report::results::map::tests::document(["hero", "team"], axes, |x, y| x - y);
        let mut half = map.clone();
        (half.share_settled_better, half.share_settled_worse) = (0.4, 0.234);
        let found = More::influenced(&crate::report::results::influence::sample::document(3), "customers: mid");
        assert!(found.findings[0].starts_with("Whether team is ahead of hero") && found.pictures.len() == 1 && !found.is_settled);
        assert_eq!(found.settled, "3 of 20 assumptions told apart from chance");
        let half = More::mapped(&half, "customers: mid");
        assert_eq!((half.is_settled, half.settled.as_str()), (false, "settled in 63 % of the map"));
        assert!(half.brief().decision.starts_with("Whether to act on what is settled (settled in 63 % of the map)"));
        let own = half.border_for(&["team", "hero", "line"]).expect("a border");
        assert!(own.starts_with("Where the border lies ("), "{own}");
        let other = half.border_for(&["hero", "line"]).expect("a border");
        assert!(other.starts_with("From another comparison, hero and team: where the border lies ("), "{other}");
    }

    /// Nobody who reads of firms is told of worlds, but for those in which they are and the luck in these.
    #[test]
    fn what_is_over_firms_says_firms_on_terminal_page_and_charts() {
        use crate::report::results::over_firms::tests::over;
        use crate::report::terminal::look::Look;
        let (measures, setting, look) = (&Measure::ALL[..1], "customers: mid", Look { width: 100, colour: false, all: false });
        let document = |over: &[&str]| crate::report::results::sweep::tests::document(over, &["hero", "team"], 12);
        let one_way = crate::report::results::sweep::tests::designed(
            &["flow.wip_limit=2,4"],
            &["team"],
            12,
            crate::experiment::design::Design::OneWay,
        );
        let sweeps = [document(&["flow.wip_limit=2,4"]), document(&["flow.wip_limit=2,4", "process.stance=servile,imposing"]), one_way];
        let axes = ["segment.mid.group_size_mean=1..10", "role.seller.people=4..20"];
        let mut map = crate::report::results::map::tests::document(["hero", "team"], axes, |x, y| x - y);
        map.firms = Some(over(map.worlds));
        let mut parts = explained(&["organisation", "pay"], 8, 64, |c| 0.01 * f64::from(c.count_ones()));
        parts.firms = Some(over(8));
        let mut told = vec![
            (crate::report::terminal::map::render(&map, look), charts::draw_map(&map, setting), More::mapped(&map, setting)),
            (
                crate::report::terminal::explain::render(&parts, measures, look),
                charts::draw_explained(&parts, measures, setting),
                More::explained(&parts, measures, setting),
            ),
        ];
        for mut sweep in sweeps {
            sweep.firms = Some(over(sweep.worlds));
            let text = crate::report::terminal::sweep::render(&sweep, measures, look);
            told.push((text, charts::sweep::draw(&sweep, measures, setting), More::swept(&sweep, setting)));
        }
        for (text, charts, more) in told {
            let page = [&more.findings[..], &[more.method.clone(), more.brief().decision]].concat().join(" ");
            let charts = charts.expect("charts");
            assert!(!charts.is_empty());
            for said in charts.into_iter().map(|chart| chart.svg).chain([text, page]) {
                let words: String = said.split('<').map(|piece| piece.rsplit('>').next().unwrap_or_default()).collect::<Vec<_>>().join(" ");
                let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
                let rest = words.replace("one world each", "").replace("luck of worlds", "");
                assert!(words.contains("firms") && !rest.to_lowercase().contains("world"), "{words}");
            }
        }
    }

    #[test]
    fn that_some_rewrite_is_settled_does_not_settle_which_is_best() {
        let mut rewrites = rewritten(&[("design", -0.1), ("workshop", 0.3)], 24);
        for m in &mut rewrites.measures {
            m.rewrites[0].is_settled = false;
            m.rewrites[1].is_settled = true;
        }
        let more = More::rewritten(&rewrites, &Measure::ALL[..1], "customers: mid");
        assert_eq!((more.is_settled, more.settled.as_str()), (false, "settled for 1 of 2 rewrites"));
    }
}
