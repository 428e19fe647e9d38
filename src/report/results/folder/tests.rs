use super::*;

/// A manifest as winflow writes them.
fn ours(what: &str) -> String {
    serde_json::json!({ "version": "1", "experiment": what, "seed": 1, "scenarios": [] }).to_string()
}

fn keep(out: &Path, manifest: &str, force: bool) -> Kept {
    let folder = RunFolder::begin(out, "hero").expect("begin");
    folder.write(MANIFEST, ours(manifest).as_bytes()).expect("manifest");
    folder.write("charts/one.svg", b"<svg/>").expect("chart");
    folder.finish(force).expect("finish")
}

/// Names of what is in a folder, sorted.
pub(super) fn names(out: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(out).expect("folder").map(|e| e.expect("entry").file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn the_same_run_takes_its_place_and_another_gets_a_number() {
    let out = tempfile::tempdir().expect("a folder");
    assert_eq!(keep(out.path(), "a", false), Kept { path: out.path().join("hero"), numbered: false });
    assert_eq!(keep(out.path(), "a", false).path, out.path().join("hero"));
    assert_eq!(keep(out.path(), "b", false), Kept { path: out.path().join("hero-2"), numbered: true });
    assert_eq!(keep(out.path(), "b", false).path, out.path().join("hero-2"));
    assert_eq!(keep(out.path(), "c", true).path, out.path().join("hero"));
    assert_eq!(names(out.path()), ["hero", "hero-2"]);
    assert_eq!(names(&out.path().join("hero")), ["charts", MANIFEST]);
}

#[test]
fn what_was_put_beside_the_results_stays_when_the_same_run_takes_its_place() {
    let out = tempfile::tempdir().expect("a folder");
    let kept = keep(out.path(), "a", false).path;
    fs::write(kept.join("report.html"), "a page").expect("written");
    fs::write(kept.join("charts/two.svg"), "a chart").expect("written");
    fs::write(kept.join("charts/one.svg"), "changed").expect("written");
    keep(out.path(), "a", false);
    assert_eq!(names(&kept), ["charts", MANIFEST, "report.html"]);
    assert_eq!(names(&kept.join("charts")), ["one.svg", "two.svg"]);
    assert_eq!(fs::read(kept.join("charts/one.svg")).expect("a chart"), b"<svg/>");
    keep(out.path(), "b", true);
    assert_eq!(names(&kept), ["charts", MANIFEST], "another run is another matter");
}

#[test]
fn nothing_stays_of_a_run_that_fails() {
    let out = tempfile::tempdir().expect("a folder");
    let folder = RunFolder::begin(out.path(), "hero").expect("begin");
    folder.write("measures.csv", b"half").expect("write");
    drop(folder);
    assert!(names(out.path()).is_empty());
}

#[test]
fn a_dead_run_is_replaced_and_a_live_one_is_not_met() {
    let out = tempfile::tempdir().expect("a folder");
    fs::create_dir(out.path().join("hero.partial")).expect("leftover");
    fs::write(out.path().join("hero.partial/old.csv"), "old").expect("leftover");
    fs::write(out.path().join("hero.partial").join(LOCK), "").expect("leftover");
    let first = RunFolder::begin(out.path(), "hero").expect("begin");
    assert_eq!(names(first.path()), [LOCK]);
    let second = RunFolder::begin(out.path(), "hero").expect("begin");
    assert_eq!(second.path(), out.path().join("hero-2.partial"));
}

#[test]
fn a_run_that_kept_worlds_is_gone_on_with_or_left_alone() {
    let out = tempfile::tempdir().expect("a folder");
    let begin = |leftover| RunFolder::begin_or_go_on(out.path(), "hero", &mut |_, _| leftover).expect("begin");
    let first = begin(Leftover::Leave);
    first.write(PLAN, b"a plan").expect("plan");
    first.write(KEPT, b"a world").expect("kept");
    first.write("measures.csv", b"half").expect("write");
    drop(first);
    assert_eq!(names(&out.path().join("hero.partial")), [PLAN, KEPT]);
    let other = begin(Leftover::Leave);
    assert_eq!(other.path(), out.path().join("hero-2.partial"));
    drop(other);
    assert_eq!(names(out.path()), ["hero.partial"]);
    let again = begin(Leftover::GoOn);
    assert_eq!(names(again.path()), [LOCK, PLAN, KEPT]);
    drop(again);
    let anew = begin(Leftover::Clear);
    assert_eq!(names(anew.path()), [LOCK]);
    drop(anew);
    assert!(names(out.path()).is_empty());
}

#[test]
fn a_folder_that_is_not_ours_is_not_touched() {
    let out = tempfile::tempdir().expect("a folder");
    fs::create_dir(out.path().join("hero")).expect("somebody's");
    fs::write(out.path().join("hero/diary.txt"), "mine").expect("somebody's");
    assert_eq!(keep(out.path(), "a", false).path, out.path().join("hero-2"));
    let folder = RunFolder::begin(out.path(), "hero").expect("begin");
    folder.write(MANIFEST, b"a").expect("manifest");
    folder.write(PLAN, b"a plan").expect("plan");
    folder.write(KEPT, b"a world").expect("kept");
    assert!(folder.finish(true).is_err());
    assert_eq!(names(out.path()), ["hero", "hero-2", "hero.partial"]);
    assert_eq!(names(&out.path().join("hero.partial")), [PLAN, KEPT]);
}

/// Everything below a folder, links as where they lead.
fn below(folder: &Path) -> Vec<String> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).expect("folder") {
        let (path, kind) = entry.map(|e| (e.path(), e.file_type().expect("kind"))).expect("entry");
        let what = match kind.is_file() {
            true => fs::read_to_string(&path).expect("read"),
            false => fs::read_link(&path).map(|to| to.display().to_string()).unwrap_or_default(),
        };
        all.push(format!("{}: {what}", path.display()));
        if kind.is_dir() {
            all.extend(below(&path));
        }
    }
    all.sort();
    all
}

#[test]
fn what_a_user_put_under_our_names_is_left_alone_and_refused() {
    for name in ["hero.partial", "hero.replaced"] {
        let out = tempfile::tempdir().expect("a folder");
        fs::create_dir(out.path().join(name)).expect("somebody's");
        fs::write(out.path().join(name).join("diary.txt"), "mine").expect("somebody's");
        fs::write(out.path().join(name).join(PLAN), "my plan").expect("somebody's");
        fs::write(out.path().join(name).join(MANIFEST), "{\"name\": \"my web page\"}").expect("somebody's");
        let before = below(out.path());
        let refused = RunFolder::begin(out.path(), "hero").expect_err("refused").to_string();
        assert!(refused.contains(&format!("{name} is in the way")) && refused.contains("left alone"), "{refused}");
        assert_eq!(below(out.path()), before);
        fs::remove_dir_all(out.path().join(name)).expect("moved away");
        fs::write(out.path().join(name), "a file").expect("somebody's");
        assert!(matches!(RunFolder::begin(out.path(), "hero"), Err(NotKept::InTheWay(_))));
        assert_eq!(fs::read(out.path().join(name)).expect("a file"), b"a file");
    }
}

#[test]
fn with_force_no_manifest_of_another_program_is_replaced() {
    let out = tempfile::tempdir().expect("a folder");
    fs::create_dir(out.path().join("hero")).expect("somebody's");
    fs::write(out.path().join("hero").join(MANIFEST), "{\"name\": \"my web page\"}").expect("somebody's");
    let before = below(&out.path().join("hero"));
    let folder = RunFolder::begin(out.path(), "hero").expect("begin");
    folder.write(MANIFEST, ours("a").as_bytes()).expect("manifest");
    assert!(matches!(folder.finish(true), Err(NotKept::NotOurs(_))));
    assert_eq!(below(&out.path().join("hero")), before);
}

#[cfg(unix)]
#[test]
fn nothing_is_followed_out_of_the_folder() {
    use std::os::unix::fs::symlink;
    let elsewhere = tempfile::tempdir().expect("a folder");
    keep(elsewhere.path(), "a", false);
    fs::write(elsewhere.path().join("hero/diary.txt"), "mine").expect("somebody's");
    let before = below(elsewhere.path());
    for (link, target) in [("hero.partial", "hero"), ("hero.replaced", "hero"), ("hero.partial", "nowhere")] {
        let out = tempfile::tempdir().expect("a folder");
        symlink(elsewhere.path().join(target), out.path().join(link)).expect("a link");
        let refused = RunFolder::begin(out.path(), "hero").expect_err("refused");
        assert!(matches!(refused, NotKept::InTheWay(_)), "{link}: {refused}");
        assert_eq!(below(elsewhere.path()), before, "{link}");
    }
    // A link in the folder of a dead run leads out of it, too.
    for name in [LOCK, PLAN, KEPT] {
        let out = tempfile::tempdir().expect("a folder");
        let partial = out.path().join("hero.partial");
        fs::create_dir(&partial).expect("leftover");
        [PLAN, KEPT].iter().for_each(|name| fs::write(partial.join(name), "x").expect("leftover"));
        let _ = fs::remove_file(partial.join(name));
        symlink(elsewhere.path().join("hero/diary.txt"), partial.join(name)).expect("a link");
        assert!(matches!(RunFolder::begin(out.path(), "hero"), Err(NotKept::InTheWay(_))), "{name}");
        assert_eq!(below(elsewhere.path()), before, "{name}");
    }
    // Results that are a link to the same results are not taken apart either.
    let out = tempfile::tempdir().expect("a folder");
    symlink(elsewhere.path().join("hero"), out.path().join("hero")).expect("a link");
    symlink(elsewhere.path().join("nowhere"), out.path().join("hero-2")).expect("a link");
    assert_eq!(keep(out.path(), "a", false).path, out.path().join("hero-3"));
    assert_eq!(below(elsewhere.path()), before);
}

#[test]
fn what_a_user_put_into_the_folder_of_a_run_is_refused_and_stays() {
    let out = tempfile::tempdir().expect("a folder");
    let begin = || RunFolder::begin_or_go_on(out.path(), "hero", &mut |_, _| Leftover::GoOn);
    let folder = begin().expect("begin");
    folder.write(PLAN, b"a plan").expect("plan");
    folder.write(KEPT, b"a world").expect("kept");
    drop(folder);
    for name in ["notes.md", "sub"] {
        let mine = out.path().join("hero.partial").join(name);
        if name == "sub" { fs::create_dir(&mine) } else { fs::write(&mine, "mine") }.expect("somebody's");
        let before = below(out.path());
        assert!(matches!(begin(), Err(NotKept::Beside(beside)) if beside == mine));
        assert_eq!(below(out.path()), before);
        if name == "sub" { fs::remove_dir(&mine) } else { fs::remove_file(&mine) }.expect("moved away");
    }
    assert!(begin().is_ok());
}

#[test]
fn a_folder_that_is_taken_away_is_not_made_again_and_that_of_another_run_is_left_alone() {
    let out = tempfile::tempdir().expect("a folder");
    let first = RunFolder::begin(out.path(), "hero").expect("begin");
    first.write("measures.csv", b"1").expect("write");
    fs::remove_dir_all(first.path()).expect("taken away");
    assert!(matches!(first.write("charts/one.svg", b"<svg/>"), Err(NotKept::Gone(_))));
    assert!(names(out.path()).is_empty());
    let second = RunFolder::begin(out.path(), "hero").expect("begin");
    second.write("measures.csv", b"2").expect("write");
    assert_eq!(second.path(), first.path());
    assert!(matches!(first.close(b"{}"), Err(NotKept::Gone(_))));
    assert!(matches!(first.finish(true), Err(NotKept::Gone(_))));
    assert_eq!(fs::read(second.path().join("measures.csv")).expect("the other run's"), b"2");
    second.write(MANIFEST, ours("b").as_bytes()).expect("manifest");
    assert_eq!(second.finish(false).expect("finish").path, out.path().join("hero"));
}

#[test]
fn results_that_a_user_put_aside_are_not_taken_for_ours() {
    let out = tempfile::tempdir().expect("a folder");
    keep(out.path(), "a", false);
    fs::rename(out.path().join("hero"), out.path().join("hero.replaced")).expect("put aside");
    keep_elsewhere(out.path());
    let before = below(out.path());
    end_interrupted(&out.path().join("hero")).expect("nothing to end");
    assert!(matches!(RunFolder::begin(out.path(), "hero"), Err(NotKept::InTheWay(_))));
    assert_eq!(below(out.path()), before);
}

/// Results under the name that were made elsewhere.
fn keep_elsewhere(out: &Path) {
    let elsewhere = tempfile::tempdir().expect("a folder");
    keep(elsewhere.path(), "b", false);
    fs::create_dir_all(out.join("hero/charts")).expect("a folder");
    for file in [MANIFEST, "charts/one.svg"] {
        fs::copy(elsewhere.path().join("hero").join(file), out.join("hero").join(file)).expect("copied");
    }
}

#[test]
fn nothing_is_written_beside_results_that_were_replaced() {
    let out = tempfile::tempdir().expect("a folder");
    let kept = keep(out.path(), "a", false).path;
    let manifest = fs::read(kept.join(MANIFEST)).ok();
    drop(Steady::hold(&kept, manifest.as_deref()).expect("the same"));
    keep(out.path(), "b", true);
    assert!(matches!(Steady::hold(&kept, manifest.as_deref()), Err(NotKept::Changed(_))));
    assert_eq!(names(out.path()), ["hero"]);
}

#[test]
fn a_run_in_progress_is_told_before_what_somebody_put_beside_it() {
    let out = tempfile::tempdir().expect("a folder");
    let first = RunFolder::begin(out.path(), "hero").expect("begin");
    fs::write(first.path().join("notes.md"), "mine").expect("somebody's");
    let second = RunFolder::begin(out.path(), "hero").expect("the next number");
    assert_eq!(second.path(), out.path().join("hero-2.partial"));
    assert_eq!(second.in_use(), [first.path()]);
    drop(second);
    let partial = first.path().to_path_buf();
    first.lock.as_ref().expect("a lock").unlock().expect("as when it is killed");
    assert!(matches!(RunFolder::begin(out.path(), "hero"), Err(NotKept::Beside(beside)) if beside == partial.join("notes.md")));
}

#[test]
fn what_force_may_not_replace_is_known_before_anything_is_run() {
    let out = tempfile::tempdir().expect("a folder");
    assert!(can_take(out.path(), "hero").is_ok(), "it is free");
    fs::write(out.path().join("hero"), "mine").expect("somebody's");
    let refused = can_take(out.path(), "hero").expect_err("a file").to_string();
    assert!(refused.contains("Move it") && refused.contains("without --force"), "{refused}");
    fs::remove_file(out.path().join("hero")).expect("moved away");
    keep(out.path(), "a", false);
    assert!(can_take(out.path(), "hero").is_ok(), "results of winflow's");
    fs::write(out.path().join("hero.replaced"), "mine").expect("somebody's");
    assert!(matches!(can_take(out.path(), "hero"), Err(NotKept::InTheWay(_))));
}
