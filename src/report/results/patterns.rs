//! Patterns and what became of them, as JSON and as CSV.

use super::csv::{Lines, guarded, number};
use crate::patterns::perturb::{Robustness, Share};
use crate::patterns::{Experiment, PatternResult};
use serde_json::{Value as Json, json};

/// One document: a list of rows.
pub fn json(rows: &[PatternResult], seed: u64) -> String {
    pretty(&rows.iter().map(|row| row_in_json(row, seed)).collect())
}

fn pretty(value: &Json) -> String {
    format!("{value:#}\n")
}

fn row_in_json(row: &PatternResult, seed: u64) -> Json {
    let checks: Vec<Json> = row
        .checks
        .iter()
        .map(|check| {
            json!({
                "claim": check.claim.text,
                "evidence": check.claim.evidence.letter(),
                "kind": check.claim.expected.kind(),
                "expected": check.claim.expected.bounds(),
                "measured": check.figure.measured,
                "ci95": check.figure.ci95,
                "verdict": check.verdict,
            })
        })
        .collect();
    let variants: Vec<Json> = row.commands.iter().map(|(label, command)| json!({ "label": label, "command": command })).collect();
    json!({
        "id": row.fact.id,
        "role": row.fact.role.letter(),
        "title": row.fact.title,
        "experiment": row.setting,
        "source": row.fact.source,
        "checks": checks,
        "worlds": row.worlds,
        "seed": seed,
        "variants": variants,
        "note": row.note,
    })
}

/// A line for each claim.
pub fn csv(rows: &[PatternResult]) -> String {
    let header = [
        "id",
        "role",
        "claim",
        "evidence",
        "kind",
        "expected_low",
        "expected_high",
        "measured",
        "ci95_low",
        "ci95_high",
        "verdict",
        "worlds",
        "source",
        "note",
    ];
    let mut lines = Lines::headed(header);
    let texts = |texts: &[&str]| texts.iter().map(|text| guarded(text)).collect::<Vec<_>>();
    for row in rows {
        for check in &row.checks {
            let [low, high] = check.claim.expected.bounds();
            let ci = check.figure.ci95;
            let claim = &check.claim;
            let mut cells = texts(&[row.fact.id, row.fact.role.letter(), claim.text, claim.evidence.letter(), claim.expected.kind()]);
            cells.extend([low, high, check.figure.measured, ci.map(|c| c[0]), ci.map(|c| c[1])].map(number));
            cells.extend(texts(&[check.verdict.word(), &row.worlds.to_string(), row.fact.source, &row.note]));
            lines.push(cells);
        }
    }
    lines.into_text()
}

/// What is run and where it is known from, as one document.
pub fn list_in_json(experiments: &[Experiment], worlds: u64, seed: u64) -> String {
    pretty(&experiments.iter().map(|e| listed(e, worlds, seed)).collect())
}

fn listed(experiment: &Experiment, worlds: u64, seed: u64) -> Json {
    let claims = |fact: &'static crate::patterns::facts::Fact| -> Vec<Json> {
        let claim = |c: &crate::patterns::facts::Claim| json!({ "claim": c.text, "evidence": c.evidence.letter(), "kind": c.expected.kind(), "expected": c.expected.bounds() });
        fact.claims.iter().map(claim).collect()
    };
    let commands = experiment.commands(experiment.worlds(worlds), seed, &[]);
    let variants: Vec<Json> = commands.into_iter().map(|(label, command)| json!({ "label": label, "command": command })).collect();
    let fact = experiment.fact();
    json!({
        "id": experiment.id,
        "role": fact.map(|f| f.role.letter()),
        "title": fact.map(|f| f.title),
        "experiment": experiment.setting,
        "source": fact.map(|f| f.source),
        "checks": fact.map(claims),
        "worlds": experiment.worlds(worlds),
        "variants": variants,
    })
}

/// How often claims held, as one document.
pub fn robustness_json(found: &[Robustness], assumptions: &[&str], worlds: u64) -> String {
    let share = |s: &Share| json!({ "claim": s.claim.text, "hits": s.hits, "misses": s.misses, "draws": s.draws, "share": hit_share(s) });
    let patterns: Vec<Json> =
        found.iter().map(|r| json!({ "id": r.fact.id, "checks": r.shares.iter().map(share).collect::<Vec<_>>() })).collect();
    pretty(&json!({ "draws": draws(found), "worlds": worlds, "assumptions": assumptions, "patterns": patterns }))
}

/// How often claims held, a line for each.
pub fn robustness_csv(found: &[Robustness]) -> String {
    let mut lines = Lines::headed(["id", "claim", "hits", "misses", "draws", "share"]);
    for (id, share) in found.iter().flat_map(|r| r.shares.iter().map(|s| (r.fact.id, s))) {
        let counts = [share.hits, share.misses, share.draws].map(|n| n.to_string());
        lines.push([vec![guarded(id), guarded(share.claim.text)], counts.to_vec(), vec![number(hit_share(share))]].concat());
    }
    lines.into_text()
}

/// In how many draws claims were tried.
pub fn draws(found: &[Robustness]) -> u32 {
    found.iter().flat_map(|r| &r.shares).map(|s| s.draws).max().unwrap_or(0)
}

fn hit_share(share: &Share) -> Option<f64> {
    (share.draws > 0).then(|| f64::from(share.hits) / f64::from(share.draws))
}
