//! The page for leadership in a real browser. Without Chromium, or without axe, what needs them is skipped, and says so past the capture of
//! tests; with `WINFLOW_BROWSER=required` in the environment it fails instead.

mod browser;
mod common;

use browser::{Browser, pages};
use common::{Sandbox, code, stderr};
use std::path::PathBuf;

/// Names that nobody should give.
const HOSTILE: [&str; 2] = ["<script>alert(1)</script>\"><img src=x onerror=alert(2)>", "=cmd()|' /C calc'!A0 😀 txt.exe"];

/// A report of two systems with such names, with further evidence.
fn report(sandbox: &Sandbox) -> PathBuf {
    let long = "long ".repeat(100);
    for (file, name, overlay) in [("a.toml", HOSTILE[0], "hero"), ("b.toml", HOSTILE[1], "team")] {
        let text = format!("extends = [\"mid\", \"{overlay}\"]\nname = {name:?}\nabout = {:?}\n", format!("{name} אבג {long}"));
        std::fs::write(sandbox.path(file), text).expect("written");
    }
    let compared =
        sandbox.run(&["compare", "a.toml", "b.toml", "--worlds", "6", "--years", "0.5", "--quiet", "--guard", "win_win_rate >= 0.1"]);
    assert!([0, 4, 5].contains(&code(&compared)), "{}", stderr(&compared));
    let explained = sandbox.run(&["explain", "a.toml", "b.toml", "--worlds", "3", "--years", "0.2", "--quiet", "--out", "more"]);
    assert_eq!(code(&explained), 0, "{}", stderr(&explained));
    let folder = format!("output/{}", sandbox.folders("output")[0]);
    let more = format!("more/{}", sandbox.folders("more")[0]);
    let told = sandbox.run(&["report", &folder, &more, "--target", "revenue_per_year >= 4 MEUR", "--force"]);
    assert_eq!(code(&told), 0, "{}", stderr(&told));
    sandbox.path(&folder).join("report.html")
}

/// Figures that are not seen or overlap, texts of charts that leave their chart or cover another, a page wider than its window.
const LAYOUT: &str = r"(() => {
  const bad = [];
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) {
    const wide = [...document.querySelectorAll('main *')].filter((e) => e.getBoundingClientRect().right > root.clientWidth + 1 && !e.closest('.scroll'));
    bad.push('the page is ' + root.scrollWidth + ' wide: ' + wide.slice(0, 3).map((e) => e.tagName + '.' + e.className).join());
  }
  const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
  const figures = [...document.querySelectorAll('figure')];
  const boxes = figures.map((f) => f.getBoundingClientRect());
  figures.forEach((figure, i) => {
    const chart = figure.querySelector('svg').getBoundingClientRect();
    if (chart.width < 200 || chart.height < 60) bad.push(figure.id + ' is not seen: ' + chart.width + ' x ' + chart.height);
    boxes.slice(0, i).forEach((other, j) => { if (meet(boxes[i], other)) bad.push(figure.id + ' covers ' + figures[j].id); });
    const texts = [...figure.querySelectorAll('svg text')].filter((t) => t.textContent.trim()).map((t) => [t.textContent, t.getBoundingClientRect()]).map(([t, r]) => {
      const spare = 0.24 * Math.min(r.height, r.width);
      return [t, { left: r.left + 1, right: r.right - 1, top: r.top + spare, bottom: r.bottom - spare }];
    });
    texts.forEach(([text, box], k) => {
      if (box.left < chart.left - 1 || box.right > chart.right + 1 || box.top < chart.top - 1 || box.bottom > chart.bottom + 1) bad.push(figure.id + ': cut off: ' + text.trim().slice(0, 60));
      const other = texts.slice(0, k).find(([, o]) => meet(box, o));
      if (other) bad.push(figure.id + ': ' + text.trim().slice(0, 40) + ' covers ' + other[0].trim().slice(0, 40));
    });
  });
  return bad;
})()";

/// Texts of the page as it is printed on A4 that are smaller than 7 points: 186 mm between the margins are 703 pixels, and a pixel is three
/// quarters of a point.
const TOO_SMALL: &str = r"(() => {
  const bad = [];
  const zoom = (e) => { let z = 1; for (; e; e = e.parentElement) z *= parseFloat(getComputedStyle(e).zoom) || 1; return z; };
  const isSeen = (e) => e.getClientRects().length > 0;
  document.querySelectorAll('main *').forEach((e) => {
    if (e.closest('svg') || !isSeen(e) || ![...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim())) return;
    const size = parseFloat(getComputedStyle(e).fontSize) * zoom(e) * 0.75;
    if (size < 6.99) bad.push(e.tagName + '.' + e.className + ': ' + size.toFixed(2));
  });
  document.querySelectorAll('svg text').forEach((text) => {
    const size = parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a * 0.75;
    if (isSeen(text) && size < 6.99) bad.push(text.closest('figure').id + ': ' + size.toFixed(2));
  });
  return [...new Set(bad)].slice(0, 8);
})()";

/// What is left of the brief alone.
const ONLY_BRIEF: &str = "document.querySelectorAll('main > *:not(.brief)').forEach((part) => part.remove())";

/// Tells what is not tested, where `cargo test` does not swallow it; fails if all of it is required.
fn skipped(what: &str) {
    use std::io::Write;
    let _ = std::io::stderr().write_all(format!("skipped: {what}\n").as_bytes());
    let is_required = std::env::var_os("WINFLOW_BROWSER").is_some_and(|value| value == "required");
    assert!(!is_required, "WINFLOW_BROWSER=required, but there is {what}");
}

#[test]
fn the_page_holds_in_a_browser() {
    let program = match browser::found() {
        Ok(program) => program,
        Err(why) => return skipped(&format!("no Chromium: {why}")),
    };
    let sandbox = Sandbox::new();
    let file = report(&sandbox);
    let mut browser = Browser::start(&program);
    browser.open(&file);
    looks_right(&mut browser);
    names_stay_text(&mut browser);
    works_by_mouse_and_keyboard(&mut browser);
    is_accessible(&mut browser);
    assert_eq!(browser.complaints(&file), Vec::<String>::new());
    prints_on_one_page(&mut browser, &file);
    works_without_a_script(&mut browser, &file);
    assert_eq!(browser.complaints(&file), Vec::<String>::new());
}

fn looks_right(browser: &mut Browser) {
    for (width, height) in [(360, 780), (768, 1024), (1440, 900)] {
        for theme in ["light", "dark"] {
            browser.look(width, height, theme);
            browser.screenshot(&format!("{width}-{theme}"));
            assert_eq!(browser.value(LAYOUT), serde_json::json!([]), "{width} px, {theme}");
        }
    }
    let figures = browser.value("document.querySelectorAll('figure').length").as_u64();
    assert!(figures.is_some_and(|count| count >= 4), "{figures:?} figures");
    let paper = browser.value("getComputedStyle(document.body).backgroundColor");
    assert_eq!(paper, "rgb(22, 25, 29)", "the last theme was dark");
    let fonts = browser.value("document.fonts.ready.then(() => [...document.fonts].filter((f) => f.status === 'loaded').length)");
    assert_eq!(fonts, 2, "the embedded fonts are used");
}

/// Names are text in headings, charts and tables, and nothing else.
fn names_stay_text(browser: &mut Browser) {
    assert_eq!(browser.value("document.querySelectorAll('main script, main img, [onerror]').length"), 0);
    assert_eq!(browser.value("document.scripts.length"), 1);
    let text = browser.value("document.body.textContent").as_str().expect("text").to_string();
    assert!(text.contains("<script>alert(1)</script>") && text.contains("=cmd()"), "names are shown");
    let charts = browser.value("[...document.querySelectorAll('svg text')].map((t) => t.textContent).join(' ')");
    assert!(charts.as_str().is_some_and(|text| text.contains("<script>")), "in charts too");
}

fn works_by_mouse_and_keyboard(browser: &mut Browser) {
    browser.look(1440, 900, "light");
    browser.key("Tab");
    assert_eq!(browser.value("document.activeElement.className"), "skip", "the first key leads to the answer");
    let column =
        |n: usize| format!("[...document.querySelectorAll('#evidence table.sortable')][0].tBodies[0].rows[{n}].cells[1].dataset.value * 1");
    let sorted = |browser: &mut Browser| browser.value(&column(0)).as_f64() < browser.value(&column(5)).as_f64();
    browser.point("#evidence table.sortable thead th:nth-child(2) button", (0.3, 0.5), true);
    assert!(sorted(browser), "a click sorts up");
    browser.value("document.querySelector('#evidence table.sortable thead th:nth-child(2) button').focus()");
    browser.key("Enter");
    assert!(!sorted(browser), "Enter sorts down");
    let head = "document.querySelector('#evidence table.sortable thead th:nth-child(2)').getAttribute('aria-sort')";
    assert_eq!(browser.value(head), "descending");

    let hidden = "[...document.querySelectorAll('[data-system=\"1\"]')].filter((c) => c.offsetParent !== null).length";
    assert!(browser.value(hidden).as_u64() > Some(0));
    browser.point("[data-toggles='1']", (0.5, 0.5), true);
    assert_eq!(browser.value(hidden), 0, "a click hides a system");
    assert!(browser.value("document.querySelectorAll('.dimmed').length").as_u64() > Some(0), "and dims it in charts");
    browser.value("document.querySelector('[data-toggles=\"1\"]').focus()");
    browser.key(" ");
    assert!(browser.value(hidden).as_u64() > Some(0), "the space bar shows it again");

    let line = "document.querySelector('#evidence figure .values').textContent";
    browser.point("#evidence figure svg", (0.45, 0.5), false);
    let told = browser.value(line);
    assert!(told.as_str().is_some_and(|told| told.starts_with("At the pointer: across ")), "{told}");
    browser.value("document.querySelector('#evidence figure .scroll').focus()");
    browser.key("ArrowRight");
    let first = browser.value(line).as_str().map(str::to_string);
    assert!(first.as_ref().is_some_and(|told| told.contains("(1 of ")), "{first:?}");
    browser.key("ArrowRight");
    assert!(browser.value(line).as_str().is_some_and(|told| told.contains("(2 of ")));

    browser.point("#theme", (0.5, 0.5), true);
    assert_eq!(browser.value("document.documentElement.dataset.theme"), "dark");
    browser.value("document.getElementById('theme').focus()");
    browser.key("Enter");
    assert_eq!(browser.value("document.documentElement.dataset.theme"), "light");
    browser.value("delete document.documentElement.dataset.theme");
}

/// The accessibility checker, from its own package.
fn axe() -> Result<String, String> {
    let path = std::env::var_os("AXE_CORE")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("target/axe-core/package/axe.min.js"), PathBuf::from);
    std::fs::read_to_string(&path).map_err(|why| format!("{}: {why}", path.display()))
}

fn is_accessible(browser: &mut Browser) {
    let axe = match axe() {
        Ok(axe) => axe,
        Err(why) => return skipped(&format!("no axe: {why}")),
    };
    browser.value("document.querySelectorAll('details').forEach((d) => { d.open = true; })");
    browser.value(&format!("{axe}; 0"));
    for theme in ["light", "dark"] {
        browser.look(1440, 900, theme);
        let found = browser.value(
            "axe.run(document, { resultTypes: ['violations'] }).then((r) => r.violations.filter((v) => ['serious', 'critical'].includes(v.impact)) \
             .map((v) => v.id + ': ' + v.nodes.slice(0, 3).map((n) => n.html.slice(0, 120) + ' ' + (n.any[0] || { message: '' }).message).join(' | ')))",
        );
        assert_eq!(found, serde_json::json!([]), "{theme}");
    }
}

fn prints_on_one_page(browser: &mut Browser, file: &std::path::Path) {
    browser.call("Emulation.setEmulatedMedia", serde_json::json!({ "media": "print" }));
    let paper = serde_json::json!({ "width": 703, "height": 1024, "deviceScaleFactor": 1, "mobile": false });
    browser.call("Emulation.setDeviceMetricsOverride", paper);
    assert_eq!(browser.value(TOO_SMALL), serde_json::json!([]), "smaller than 7 points on paper");
    browser.call("Emulation.setEmulatedMedia", serde_json::json!({ "media": "" }));
    browser.look(1440, 900, "dark");
    for (paper, size) in [("A4", (8.27, 11.69)), ("Letter", (8.5, 11.0))] {
        browser.open(file);
        let all = browser.printed(size);
        assert!(pages(&all) > 2, "{paper}: {} pages", pages(&all));
        if let Some(folder) = std::env::var_os("WINFLOW_SCREENS") {
            std::fs::write(PathBuf::from(folder).join(format!("{paper}.pdf")), &all).expect("written");
        }
        browser.value(ONLY_BRIEF);
        let brief = browser.printed(size);
        assert_eq!(pages(&brief), 1, "the brief is one page of {paper}");
    }
}

fn works_without_a_script(browser: &mut Browser, file: &std::path::Path) {
    browser.call("Emulation.setScriptExecutionDisabled", serde_json::json!({ "value": true }));
    browser.open(file);
    for (width, height) in [(360, 780), (1440, 900)] {
        browser.look(width, height, "light");
        assert_eq!(browser.value(LAYOUT), serde_json::json!([]), "{width} px without a script");
    }
    assert_eq!(browser.value("document.getElementById('tools').hidden"), true, "what needs a script is not offered");
    assert_eq!(browser.value("document.querySelectorAll('th button').length"), 0);
    assert!(browser.value("document.querySelector('details table tbody').rows.length").as_u64() > Some(0), "figures are there");
}
