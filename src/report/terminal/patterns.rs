//! Patterns and what became of them: for a terminal, and as Markdown.

use super::look::{Look, wrap};
use crate::patterns::perturb::{Robustness, Share};
use crate::patterns::run::Check;
use crate::patterns::verdict::{Expectation, Verdict};
use crate::patterns::{Experiment, PatternResult};
use crate::report::charts::grammar::Role;
use crate::report::results::markdown::line as table_line;
use crate::report::results::patterns::draws;
use crate::report::results::table::{Column, Table, UNKNOWN};
use crate::report::results::words::grouped;

/// The code of pale text on a terminal.
const PALE: &str = "2";
/// What the letters mean.
const LEGEND: &str = "Evidence: A peer-reviewed field data, experiment or theorem; B large proprietary data; C survey or correlation; D rule of thumb. A claim is a hit if the 95 % interval over worlds confirms it, a miss if it contradicts it.";

/// A table, and what was run.
pub fn markdown(rows: &[PatternResult]) -> String {
    let mut out = vec![
        "| id | claim | evidence | expected | measured | 95 % interval | verdict |".to_string(),
        "|---|---|---|---|---:|---:|---|".into(),
    ];
    for row in rows {
        out.push(format!("| **{}** | **{}**; {} | | | | | |", row.fact.id, row.fact.title, row.fact.role.in_words()));
        for check in &row.checks {
            let cells = [
                check.claim.text,
                check.claim.evidence.letter(),
                &expected(check),
                &measured(check),
                &interval(check),
                check.verdict.word(),
            ];
            out.push(format!("| {}", table_line(cells)));
        }
    }
    out.push(String::new());
    out.push(tally(rows));
    out.push(LEGEND.into());
    out.push(String::new());
    for row in rows {
        let note = if row.note.is_empty() { String::new() } else { format!(" Note: {}.", row.note) };
        out.push(format!("- {}: {}. {} worlds. {}.{note}", row.fact.id, row.setting, row.worlds, row.fact.source));
    }
    out.join("\n") + "\n"
}

/// A table for a terminal, grouped by pattern.
pub fn terminal(rows: &[PatternResult], seed: u64, look: Look) -> String {
    let header = ["", "expected", "measured", "95 % interval"].map(String::from);
    let mut lines = vec![line("", "", &header, "", look), "─".repeat(usize::from(look.width))];
    for row in rows {
        lines.push(format!("{:4} {}", row.fact.id, styled(row.fact.title, "1", look.colour)));
        for check in &row.checks {
            let cells = [check.claim.evidence.letter().to_string(), expected(check), measured(check), interval(check)];
            let word = styled(check.verdict.word(), &verdict_style(check.verdict), look.colour);
            lines.push(line("", check.claim.text, &cells, &word, look));
        }
    }
    let mut parts = vec![lines.join("\n"), tally(rows), wrap(LEGEND, look.width)];
    let noted = rows.iter().filter(|r| !r.note.is_empty());
    let notes: Vec<String> = noted.map(|r| wrap(&format!("{}: {}.", r.fact.id, r.note), look.width)).collect();
    if !notes.is_empty() {
        parts.push(notes.join("\n"));
    }
    let worlds: Vec<u64> = rows.iter().map(|r| r.worlds).collect();
    let (least, most) = (worlds.iter().min().copied().unwrap_or(0), worlds.iter().max().copied().unwrap_or(0));
    let worlds = if least == most { format!("{most}") } else { format!("{least} to {most}") };
    let rest = "winflow patterns --list shows the sources, and a command for every system.";
    parts.push(wrap(&format!("{worlds} worlds, seed {seed}. {rest}"), look.width));
    parts.join("\n\n") + "\n"
}

/// Widths of evidence, expectation, figure, interval and verdict, and of the place in front of a claim.
const WIDTHS: [usize; 4] = [1, 12, 8, 18];
const VERDICT_WIDTH: usize = 9;
const INDENT: usize = 5;

/// A line of the table: the claim, broken where it is too long, then four cells and the verdict.
fn line(id: &str, claim: &str, cells: &[String; 4], verdict: &str, look: Look) -> String {
    let taken: usize = INDENT + WIDTHS.iter().sum::<usize>() + VERDICT_WIDTH + 2 * (WIDTHS.len() + 1);
    let room = usize::from(look.width).saturating_sub(taken).max(20);
    let mut parts = broken(claim, room).into_iter();
    let first = parts.next().unwrap_or_default();
    let numbers: String = cells.iter().zip(WIDTHS).map(|(cell, width)| format!("  {cell:>width$}")).collect();
    let mut out = format!("{id:INDENT$}{first:room$}{numbers}  {verdict}").trim_end().to_string();
    for part in parts {
        out.push_str(&format!("\n{:INDENT$}  {part}", ""));
    }
    out
}

/// A text in lines no longer than `room`, those after the first by two shorter.
fn broken(text: &str, room: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let room = if lines.len() == 1 { room } else { room - 2 };
        match lines.last_mut() {
            Some(last) if last.is_empty() => last.push_str(word),
            Some(last) if last.chars().count() + 1 + word.chars().count() <= room => last.extend([" ", word]),
            _ => lines.push(word.to_string()),
        }
    }
    lines
}

/// A text in colour or weight, if that may be.
fn styled(text: &str, code: &str, colour: bool) -> String {
    if colour { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_string() }
}

fn verdict_style(verdict: Verdict) -> String {
    let role = match verdict {
        Verdict::Hit => Role::Better,
        Verdict::Miss => Role::Worse,
        Verdict::Undecided => Role::Open,
    };
    role.in_terminal().map_or_else(|| PALE.to_string(), |number| format!("3{number}"))
}

/// "31 of 40 claims are hits, 6 misses, 3 undecided."
fn tally(rows: &[PatternResult]) -> String {
    let checks: Vec<&Check> = rows.iter().flat_map(|row| &row.checks).collect();
    let count = |verdict: Verdict| checks.iter().filter(|c| c.verdict == verdict).count();
    let (hits, misses, undecided) = (count(Verdict::Hit), count(Verdict::Miss), count(Verdict::Undecided));
    format!("Of {} claims, {hits} are hit, {misses} missed and {undecided} undecided.", checks.len())
}

fn expected(check: &Check) -> String {
    match check.claim.expected {
        Expectation::Positive => "above 0".into(),
        Expectation::Negative => "below 0".into(),
        Expectation::Range(low, high) => format!("{} to {}", short(low), short(high)),
        Expectation::Nothing(margin) => format!("0 ± {}", short(margin)),
        Expectation::Exact => "0, |z| < 4".into(),
    }
}

fn measured(check: &Check) -> String {
    check.figure.measured.map_or_else(|| UNKNOWN.into(), figure)
}

fn interval(check: &Check) -> String {
    check.figure.ci95.map_or_else(|| UNKNOWN.into(), |[low, high]| format!("{} to {}", figure(low), figure(high)))
}

/// A bound, without zeros at its end.
fn short(value: f64) -> String {
    if value != 0.0 && value.abs() < 1e-4 { format!("{value:e}") } else { format!("{value}").replace('-', "−") }
}

/// Three digits that count, two decimals at most for large ones.
fn figure(value: f64) -> String {
    let decimals = match value.abs() {
        x if x >= 100.0 => 0,
        x if x >= 10.0 => 1,
        x if x >= 1.0 => 2,
        _ => 3,
    };
    if value != 0.0 && value.abs() < 1e-4 {
        return format!("{value:.0e}").replace('-', "−");
    }
    grouped(value, decimals)
}

/// What is run and where it is known from.
pub fn list(experiments: &[Experiment], worlds: u64, seed: u64, look: Look) -> String {
    let mut out = Vec::new();
    for experiment in experiments {
        let Some(fact) = experiment.fact() else { continue };
        out.push(format!("{}  {} ({})", fact.id, fact.title, fact.role.in_words()));
        let mut say = |text: String| out.push(format!("    {}", wrap(&text, look.width.saturating_sub(4)).replace('\n', "\n    ")));
        say(format!("Run: {}.", experiment.setting));
        say(format!("Source: {}.", fact.source));
        for claim in fact.claims {
            let check = Check { claim, figure: Default::default(), verdict: Verdict::Undecided };
            say(format!("- {} ({}): {}", claim.text, claim.evidence.letter(), expected(&check)));
        }
        for (label, command) in experiment.commands(experiment.worlds(worlds), seed, &[]) {
            out.push(format!("    # {label}\n    {command}"));
        }
        out.push(String::new());
    }
    out.join("\n")
}

/// How often claims held, as a Markdown table.
pub fn robustness_markdown(found: &[Robustness]) -> String {
    let columns = [Column::text("id"), Column::text("claim")].into_iter().chain(["hit", "missed", "undecided"].map(Column::from));
    let rows = found.iter().flat_map(|robust| robust.shares.iter().map(|share| (robust.fact.id, share)));
    let rows = rows.map(|(id, share)| [vec![id.to_string(), share.claim.text.to_string()], percentages(share).to_vec()].concat());
    Table::of_texts(columns.collect(), rows).to_markdown(str::to_string) + "\n"
}

/// How often claims held, as a table for a terminal.
pub fn robustness_terminal(found: &[Robustness], assumptions: &[&str], worlds: u64, look: Look) -> String {
    let columns = ["", "share of draws"].map(Column::text).into_iter().chain(["hit", "missed", "undecided"].map(Column::from));
    let rows = found.iter().flat_map(|robust| {
        let claims = robust.shares.iter().map(|share| {
            let claim = vec![String::new(), format!("  {}", share.claim.text)];
            [claim, percentages(share).to_vec()].concat()
        });
        std::iter::once(vec![robust.fact.id.to_string(), robust.fact.title.to_string()]).chain(claims)
    });
    let table = look.draw(&Table::of_texts(columns.collect(), rows));
    let drawn = format!(
        "{} random draws of {} assumptions within their plausible ranges, {worlds} worlds each for an experiment of the usual length.",
        draws(found),
        assumptions.len()
    );
    format!("{table}\n\n{}\n", wrap(&drawn, look.width))
}

fn percentages(share: &Share) -> [String; 3] {
    let draws = f64::from(share.draws.max(1));
    let undecided = share.draws - share.hits - share.misses;
    [share.hits, share.misses, undecided].map(|n| format!("{:.0} %", 100.0 * f64::from(n) / draws))
}
