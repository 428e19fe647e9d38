//! Sentences about what went wrong and what is worth knowing, with the options that help.

use crate::experiment::design::Design;
use crate::market::arrivals::FileReport;
use crate::report::export::workbook::{LeftOut, MOST_SHEET_ROWS};
use crate::report::results::arrivals::ArrivalsRead;
use crate::report::results::stored::tables::Held;
use crate::report::results::words::grouped;
use crate::scenario::problems::Place;
use crate::scenario::{Problem, Problems};
use crate::session::failure::{InvalidPoints, KeptWorlds, NoAnswer, NotWritten, PointProblem, ShardDone, WhichPoints, WrongQuestion};
use crate::session::layers::quoted;
use crate::session::work::Work;
use crate::session::{Failure, Notice};
use std::path::Path;

/// What stands above the problems of scenarios.
const INVALID: &str = "the scenario is invalid";
/// How names of tables end.
const TABLES: [&str; 3] = ["csv", "tsv", "txt"];
/// More problems at points than these are only counted.
const MOST_PROBLEMS: usize = 20;

/// Why an experiment gave no result.
pub fn failure(failure: &Failure) -> String {
    match failure {
        Failure::Question(wrong) => format!("{}\nFor more information, try '--help'.", question(wrong)),
        Failure::Scenario(problems) if are_all_in_tables(problems) => headed(cannot_be_used(problems), all(problems)),
        Failure::Scenario(problems) => headed(INVALID, all(problems)),
        Failure::Files(problems) => headed(cannot_be_used(problems), all(problems)),
        Failure::NotReplayed(problems) => headed("the deals cannot be replayed", all(problems)),
        Failure::Points(points) => headed(INVALID, at_points(points)),
        Failure::Interrupted(None) => "interrupted; nothing was kept".to_string(),
        Failure::Interrupted(Some(kept)) => interrupted(kept),
        Failure::NotWritten(why @ NotWritten::Results { worlds_in: Some(folder), .. }) => {
            format!("{why}. The worlds are kept in {}: continue with --resume", folder.display())
        }
        Failure::NoAnswer(why @ NoAnswer::InProgress(_)) => {
            format!("{why}\nWait until it is done, or leave out --resume to start a second run.")
        }
        Failure::NoAnswer(why @ NoAnswer::AnotherRun { .. }) => {
            format!("{why}\nUndo the change and resume, or leave out --resume to start over (the kept worlds stay where they are).")
        }
        Failure::NoAnswer(why @ NoAnswer::NotOfThisRun { .. }) => format!("{why}\nPut that back, and merge again."),
        other => other.to_string(),
    }
}

/// What is worth knowing.
pub fn notice(notice: &Notice) -> String {
    match notice {
        Notice::Arrivals(report) => arrivals(report, false),
        Notice::Odd(problem) => format!("Note: {problem}"),
        Notice::Touched(line) => format!("Note: {line}."),
        Notice::Resuming { worlds: count, folder } => format!("Resuming with {} kept in {}.", worlds(*count), folder.display()),
        Notice::OtherUnfinished(folder) => {
            format!("Note: {} holds worlds of another unfinished run; it was left alone.", folder.display())
        }
        Notice::Found(folder) => {
            format!(
                "A finished run of this name was stopped before its results were in place; they are in {} now.",
                folder.display()
            )
        }
        Notice::NameTaken(folder) => {
            format!("Another run has that name; these results are in {} (--force replaces).", folder.display())
        }
        Notice::NameNotOurs(folder) => {
            format!("Something that winflow did not make has that name and was left alone; these results are in {}.", folder.display())
        }
        Notice::TableCut { file, held, worlds } => table_cut(file, held, *worlds),
        Notice::SheetCut(left_out) => sheet_cut(left_out),
        Notice::NotKept { file, worlds: held, of } => {
            format!(
                "Note: {file} holds the first {held} of {of} worlds, and so does what is exported from it. The run said how to get the others."
            )
        }
        Notice::LongerThanASheet { file, rows } => {
            let [rows, most] = [*rows as f64, f64::from(MOST_SHEET_ROWS - 1)].map(|count| grouped(count, 0));
            format!(
                "Note: {file} is complete, with {rows} rows; a spreadsheet shows the first {most} of them. Read it with a program without that \
                 limit, or split it."
            )
        }
        Notice::PointsLeftOut(1) => "Note: 1 point was left out: the scenario is invalid there.".to_string(),
        Notice::PointsLeftOut(count) => format!("Note: {count} points were left out: the scenario is invalid there."),
        Notice::SimulatingAgain(world) => format!("Simulating world {world} again to record everything."),
        Notice::AnotherBrief => {
            "Note: brief.pdf differs from the first page of report.html. To make them the same, give --pdf the --title, --decision and --target \
                                 that winflow report was given; what further folders add is on the page alone."
                .to_string()
        }
        Notice::FirmsLeftOut => {
            "Note: these worlds are large, so that firms like this one are not looked at; --firms 60 does it all the same, and says how long it takes."
                .to_string()
        }
        Notice::OtherBuild => {
            "Note: not all shards were run by this build of winflow; if its code differed, the results are a mixture.".to_string()
        }
    }
}

/// A table of a run that does not hold all worlds, and how to have the others.
fn table_cut(file: &str, held: &Held, worlds: u64) -> String {
    let count = |number: u64| grouped(number as f64, 0);
    let cure = match held.worlds {
        0 => "Not even one world fits: a shorter window (--years) or a smaller market (market_scale) has fewer rows.".to_string(),
        fits => format!("For the others, run up to {} worlds at a time, each time with another --seed.", count(fits)),
    };
    format!(
        "Note: {file} holds {} of {} rows: those of the first {} of {} worlds. A table has no more than a million, so that a spreadsheet can \
         read it. Every measure is still that of all worlds (worlds.csv, results.json). {cure}",
        count(held.rows),
        count(held.of),
        count(held.worlds),
        count(worlds),
    )
}

/// A sheet that does not hold all rows, and where they are.
fn sheet_cut(left_out: &LeftOut) -> String {
    let [rows, of] = [left_out.rows, left_out.of].map(|count| grouped(count as f64, 0));
    format!(
        "Note: the sheet {} of report.xlsx holds {rows} of {of} rows. All of them are in tables/{}, which --csv writes.",
        left_out.sheet, left_out.file
    )
}

/// How much there is to do, before it begins.
pub fn work(work: &Work) -> String {
    let count = |number: f64| grouped(number.round(), 0);
    let (world, worlds) = (&work.largest, count(work.worlds));
    let each = if work.worlds == 1.0 { "The world" } else { "Each world" };
    format!(
        "This may take {} and {} of memory: {worlds} {}. {each} has up to {} customers, {} people, {} accounts and {} random draws.",
        time(work.seconds),
        memory(work.bytes),
        if work.worlds == 1.0 { "world" } else { "worlds" },
        count(world.customers),
        count(world.people),
        count(world.accounts),
        count(world.draws),
    )
}

/// A time that nobody knows well: `about 3 hours`.
fn time(seconds: f64) -> String {
    let (number, unit) = match seconds {
        ..60.0 => return "less than a minute".to_string(),
        60.0..7200.0 => (seconds / 60.0, "minutes"),
        7200.0..172_800.0 => (seconds / 3600.0, "hours"),
        172_800.0..63_072_000.0 => (seconds / 86_400.0, "days"),
        _ => (seconds / 31_557_600.0, "years"),
    };
    format!("about {} {unit}", grouped(number.round(), 0))
}

/// Memory that nobody knows well.
fn memory(bytes: f64) -> String {
    if bytes < 1e9 { "less than 1 GB".to_string() } else { format!("about {} GB", grouped((bytes / 1e9).round(), 0)) }
}

/// A shard that is done, and what comes next.
pub fn shard_done(done: &ShardDone) -> String {
    let (number, of) = (done.shard.number, done.shard.of);
    // What stands for any number is not within quotation marks.
    let folder = done.folder.to_string_lossy();
    let all = folder.split(&format!("shard-{number}-of")).map(quoted).collect::<Vec<_>>().join("shard-*-of");
    let (worlds, folder) = (are(done.worlds), done.folder.display());
    format!("Shard {number} of {of} is done: {worlds} in {folder}. When all are done, join them with:\n  winflow merge {all}")
}

fn interrupted(kept: &KeptWorlds) -> String {
    let (worlds, folder) = (are(kept.worlds), kept.folder.display());
    format!("interrupted; {worlds} kept in {folder}. Continue with:\n  {}", command_to_resume(&kept.command))
}

/// The command that resumes an experiment which was asked for by this one.
fn command_to_resume(command: &[String]) -> String {
    let mut words = vec!["winflow"];
    words.extend(command.iter().map(String::as_str).filter(|word| *word != "--resume"));
    words.push("--resume");
    shlex::try_join(words.iter().copied()).unwrap_or_else(|_| words.join(" "))
}

fn worlds(count: usize) -> String {
    if count == 1 { "a world".to_string() } else { format!("{count} worlds") }
}

fn are(count: usize) -> String {
    format!("{} {}", worlds(count), if count == 1 { "is" } else { "are" })
}

/// What is said of a file of real arrivals; in few words only what was left out.
fn arrivals(report: &FileReport, in_few_words: bool) -> String {
    let read = ArrivalsRead::from(report);
    let mut text = format!("{}: {}", report.file.display(), read.summary());
    if !in_few_words {
        text.push_str(&format!("\n  read as {}", read.read_as));
    }
    for found in read.found.iter().filter(|found| found.left_out || !in_few_words) {
        text.push_str(&format!("\n  {}", found.words));
    }
    text
}

/// What is said all the same where nothing else is: that rows of a file were left out.
pub fn notice_in_spite(notice: &Notice) -> Option<String> {
    match notice {
        Notice::Arrivals(report) if report.left_out() > 0 => Some(arrivals(report, true)),
        Notice::TableCut { .. } | Notice::SheetCut(_) | Notice::NotKept { .. } | Notice::LongerThanASheet { .. } => {
            Some(self::notice(notice))
        }
        _ => None,
    }
}

fn headed(heading: &str, lines: Vec<String>) -> String {
    format!("{heading}\n{}", lines.join("\n"))
}

/// What stands above the problems of files that are no scenarios.
fn cannot_be_used(problems: &Problems) -> &'static str {
    let is_one = problems.list.windows(2).all(|pair| pair[0].place.file == pair[1].place.file);
    if is_one { "the file cannot be used" } else { "the files cannot be used" }
}

/// Whether all that is wrong is in tables that a scenario reads, not in the scenario.
fn are_all_in_tables(problems: &Problems) -> bool {
    let is_table = |problem: &Problem| {
        let ending = Path::new(&problem.place.file).extension().and_then(|ending| ending.to_str());
        ending.is_some_and(|ending| TABLES.iter().any(|table| ending.eq_ignore_ascii_case(table)))
    };
    problems.list.iter().all(is_table)
}

fn all(problems: &Problems) -> Vec<String> {
    let more = (problems.more > 0).then(|| format!("and {} more", problems.more));
    problems.list.iter().map(ToString::to_string).chain(more).collect()
}

/// The first problems of points, how many more there are, and what helps.
fn at_points(points: &InvalidPoints) -> Vec<String> {
    let mut lines: Vec<String> = points.problems.iter().take(MOST_PROBLEMS).map(at_point).collect();
    let more = points.problems.len().saturating_sub(MOST_PROBLEMS);
    lines.extend((more > 0).then(|| format!("and {more} more")));
    let cure = match points.which {
        WhichPoints::All => "The scenario is invalid at every point.",
        WhichPoints::Some => "--skip-invalid leaves those points out.",
        WhichPoints::OfPlane => "Choose axes on which the scenario is valid everywhere.",
    };
    lines.push(cure.to_string());
    lines
}

/// A problem at a point: what was set there has no other place.
fn at_point(PointProblem { point, problem }: &PointProblem) -> String {
    let place = Place::whole(&format!("at {point}"));
    if problem.place.is_set() { Problem { place, ..problem.clone() }.to_string() } else { format!("{place}: {problem}") }
}

/// What is wrong with a question, and what helps.
fn question(wrong: &WrongQuestion) -> String {
    match wrong {
        WrongQuestion::NoPlanAgainst(list) => {
            format!("--against '{list}' names no plan; expected OVERLAY or OVERLAY,OVERLAY, such as --against accelerator")
        }
        WrongQuestion::GuardWithoutBaseline(text) => {
            format!("--guard \"{text}\" needs a baseline: compare two systems, winflow compare hero team --guard \"{text}\"")
        }
        WrongQuestion::EmptyOverlay(list) => format!("--with '{list}' names an empty overlay; expected OVERLAY or OVERLAY,OVERLAY"),
        WrongQuestion::RewriteOfSystems(count) => format!(
            "--rewrite takes one system, not {count}: name one scenario and at most one --with (winflow explain --rewrite mid --with done-to)"
        ),
        WrongQuestion::NotDrawn(design) => not_drawn(*design),
        WrongQuestion::GuardedMap => "guards work with run, compare and sweep, not with maps".to_string(),
        other => format!("{other}{}", hint(other)),
    }
}

fn not_drawn(design: Design) -> String {
    let hint = "choose --design latin or --design sobol, or give ranges a number of levels: KEY=4..20:5";
    format!("--points needs a design that draws points, and this one is {}; {hint}", design.word())
}

/// What helps, as the end of the sentence.
fn hint(wrong: &WrongQuestion) -> &'static str {
    match wrong {
        WrongQuestion::ChangeOfSystems(_) => {
            ": name two scenarios (winflow explain hero team) or two overlays (winflow explain mid --with hero --with team,pool)"
        }
        WrongQuestion::TooFewFirms { .. } => ": ask for so many with --firms, or leave the method out (--assumptions)",
        WrongQuestion::FirmsOfSystems => ": name two scenarios, or what is to be changed (winflow compare my.toml --with pool --firms 300)",
        WrongQuestion::FirmsAndWorlds => ": every firm is seen in one world, so leave out --worlds and ask for more firms instead",
        WrongQuestion::TooManyParts(_) => ": leave out --keys to explain groups of settings, or explain a smaller change",
        WrongQuestion::TooManyWorlds(_) => ": ask for fewer worlds, or for fewer combinations",
        WrongQuestion::NothingVaried { in_study: true } => "; in the study: [over] and below it, for example, flow.wip_limit = [2, 4, 8]",
        WrongQuestion::NothingVaried { in_study: false } => "; name a setting and its values, for example --over flow.wip_limit=2,4,8",
        WrongQuestion::StudyAmongScenarios(_) => ": name it alone, and the other scenarios in its scenarios = [...]",
        WrongQuestion::TooManyPoints(_) => "; give fewer values, or draw points with --design latin --points 100",
        WrongQuestion::MapOfSystems(_) => {
            ": name two scenarios (winflow map hero team ...) or two overlays (winflow map mid --with hero --with team ...)"
        }
        WrongQuestion::NotTwoAxes { in_study: true, .. } => {
            "; in the study: [over] and below it two settings with ranges, for example organisation.handover_loss = \"0..0.6\""
        }
        WrongQuestion::NotTwoAxes { in_study: false, .. } => {
            "; name each by --over KEY=LOW..HIGH, for example --over market_scale=0.2..5:log --over organisation.handover_loss=0..0.6"
        }
        WrongQuestion::MapOfMeasures(_) => ": name one by --measure",
        WrongQuestion::NoRange { .. } => "; write the two ends, such as 1..10 or 1..10:log; cells are chosen by --cells and --refine",
        WrongQuestion::FiguresAlone { .. } => {
            ": it has --xlsx, --csv and --md; --events, --crm and --pdf need a folder of winflow run or winflow compare"
        }
        WrongQuestion::SecondRun(_) => ": name one folder of run or compare; to set systems against each other, compare them",
        WrongQuestion::NotReported { .. } => ": reports are made from run, compare, explain, sweep and map",
        WrongQuestion::TargetOfFigures(_) => ", which targets are tested on: name such a folder first, or leave out --target",
        WrongQuestion::TargetWithoutBaseline(_) => {
            ": make a comparison (winflow compare) and report that, or set a target for a level, such as revenue_per_year >= 5 MEUR"
        }
        WrongQuestion::NoShard { .. } => "; expected the folder of a finished shard, such as output/hero-vs-team.shard-1-of-2",
        WrongQuestion::WholeRun(_) => ": resume it with --resume",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_that_are_left_out_are_told_with_numbers_and_a_cure_even_when_quiet() {
        let cut = |worlds, rows| Notice::TableCut { file: "pay.csv", held: Held { worlds, rows, of: 2_500_000 }, worlds: 2000 };
        let sheet = LeftOut { sheet: "Deals".into(), rows: 49_000, of: 120_000, file: "deals.csv".into() };
        for (notice, words) in [
            (
                cut(800, 999_120),
                &["pay.csv holds 999,120 of 2,500,000 rows", "first 800 of 2,000 worlds", "up to 800 worlds at a time"][..],
            ),
            (cut(0, 0), &["pay.csv holds 0 of 2,500,000 rows", "--years"]),
            (Notice::SheetCut(sheet), &["the sheet Deals of report.xlsx holds 49,000 of 120,000 rows", "tables/deals.csv", "--csv"]),
            (Notice::NotKept { file: "pay.csv".into(), worlds: 800, of: 2000 }, &["pay.csv holds the first 800 of 2000 worlds"]),
            (
                Notice::LongerThanASheet { file: "events.csv".into(), rows: 2_000_000 },
                &["events.csv is complete", "2,000,000", "1,048,575"],
            ),
        ] {
            let said = notice_in_spite(&notice).expect("told");
            assert!(said == super::notice(&notice) && words.iter().all(|word| said.contains(word)), "{said}");
        }
        assert_eq!(notice_in_spite(&Notice::AnotherBrief), None);
    }

    #[test]
    fn the_command_to_go_on_can_be_pasted() {
        let command = ["compare", "hero", "my file.toml", "--resume"].map(String::from);
        assert_eq!(command_to_resume(&command), "winflow compare hero 'my file.toml' --resume");
    }

    #[test]
    fn a_problem_at_a_point_has_one_place() {
        let problem = |place: Place| Problem { place, message: "no people".to_string(), hint: String::new() };
        let at = |place: Place| at_point(&PointProblem { point: "role.seller.people = 0".to_string(), problem: problem(place) });
        assert_eq!(at(Place::whole("--set")), "at role.seller.people = 0: no people");
        assert_eq!(at(Place { file: "my.toml".to_string(), line: 2, column: 5 }), "at role.seller.people = 0: my.toml:2:5: no people");
    }
}
