//! A page printed by a browser that is on the machine.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};
use thiserror::Error;

/// Names under which Chromium is found on the path.
const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "chrome"];
/// Longer than this no page takes.
const PATIENCE: Duration = Duration::from_secs(60);
/// What is printed.
const BRIEF_ALONE: &str = "<style>main>*:not(.brief),body>*:not(main){display:none!important}</style></head>";

/// How every page begins.
const DOCTYPE: &str = "<!DOCTYPE html>";
/// What a copy for the printer may do.
const POLICY: &str =
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; font-src data:\">";

/// Why a page was not printed.
#[derive(Debug, Error)]
pub enum NotPrinted {
    /// The browser that is named is none.
    #[error("CHROMIUM names {}, which is not a file", .0.display())]
    NoFile(PathBuf),
    /// There is no browser.
    #[error(
        "none of {} is on the PATH. --pdf needs Chromium: install it, or name it in CHROMIUM; or print the first page of report.html \
         (winflow report makes it)",
        NAMES.join(", ")
    )]
    NoBrowser,
    /// The page cannot be handed to the browser.
    #[error("cannot write into {}: {error}", .folder.display())]
    Folder {
        /// Where.
        folder: PathBuf,
        /// Why.
        #[source]
        error: io::Error,
    },
    /// The browser does not print.
    #[error("{} did not print: {why}", .program.display())]
    Program {
        /// The browser.
        program: PathBuf,
        /// Why.
        #[source]
        why: Refusal,
    },
}

/// Why a browser does not print.
#[derive(Debug, Error)]
pub enum Refusal {
    /// It does not start, or cannot be waited for.
    #[error(transparent)]
    Process(#[from] io::Error),
    /// It takes too long.
    #[error("it took longer than {} s", PATIENCE.as_secs())]
    TooSlow,
    /// It has written nothing.
    #[error("it ended with {0}")]
    Nothing(ExitStatus),
    /// It has written something else.
    #[error("what it wrote is not a PDF")]
    NoPdf,
}

/// The browser: that of `CHROMIUM`, or the first that is on the path.
fn found() -> Result<PathBuf, NotPrinted> {
    if let Some(named) = std::env::var_os("CHROMIUM").filter(|named| !named.is_empty()) {
        let path = PathBuf::from(named);
        return if path.is_file() { Ok(path) } else { Err(NotPrinted::NoFile(path)) };
    }
    let folders: Vec<PathBuf> = std::env::var_os("PATH").map(|path| std::env::split_paths(&path).collect()).unwrap_or_default();
    let mut all = NAMES.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    all.find(|path| path.is_file()).ok_or(NotPrinted::NoBrowser)
}

/// The brief of a page as PDF: its first part alone, on one page. `beside` is a folder for what is written on the way, which is removed.
///
/// # Errors
/// If there is no browser or it does not print.
pub fn print_brief(page: &str, beside: &Path) -> Result<Vec<u8>, NotPrinted> {
    let program = found()?;
    let folder = beside.join(format!(".printing-{}.partial", std::process::id()));
    let failed = |error| NotPrinted::Folder { folder: folder.clone(), error };
    fs::create_dir(&folder).map_err(failed)?;
    let printed = fs::write(folder.join("brief.html"), brief_alone(page)).map_err(failed).and_then(|()| printed(&program, &folder));
    let _ = fs::remove_dir_all(&folder);
    printed.map(without_date)
}

/// The page with everything but its brief out of sight. Its policy allows no style but its own: a copy for the printer has one that allows
/// ours, and no script. It comes first, so that nothing comes before it.
fn brief_alone(page: &str) -> String {
    let policy = page.find("<meta http-equiv=\"Content-Security-Policy\"");
    let end = policy.and_then(|start| page[start..].find('>').map(|length| start + length + 1));
    let page = match policy.zip(end) {
        Some((start, end)) => format!("{}{}", &page[..start], &page[end..]),
        None => page.to_string(),
    };
    let rest = page.strip_prefix(DOCTYPE).or_else(|| page.strip_prefix("<!doctype html>")).unwrap_or(&page);
    format!("{DOCTYPE}{POLICY}{}", rest.replacen("</head>", BRIEF_ALONE, 1))
}

fn printed(program: &Path, folder: &Path) -> Result<Vec<u8>, NotPrinted> {
    let folder = folder.canonicalize().map_err(|error| NotPrinted::Folder { folder: folder.to_path_buf(), error })?;
    let pdf = folder.join("brief.pdf");
    pdf_of(&mut command(program, &folder, &pdf), &pdf).map_err(|why| NotPrinted::Program { program: program.to_path_buf(), why })
}

fn command(program: &Path, folder: &Path, pdf: &Path) -> Command {
    let mut command = Command::new(program);
    command.args(["--headless=new", "--disable-gpu", "--no-first-run", "--disable-extensions", "--disable-background-networking"]);
    command.args(["--disable-dev-shm-usage", "--no-pdf-header-footer"]);
    if is_root(folder) {
        // It starts in no other way; the page is ours and may run nothing.
        command.arg("--no-sandbox");
    }
    command.arg(format!("--user-data-dir={}", folder.join("profile").display()));
    command.arg(format!("--print-to-pdf={}", pdf.display())).arg(address(&folder.join("brief.html")));
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

fn pdf_of(command: &mut Command, pdf: &Path) -> Result<Vec<u8>, Refusal> {
    let mut child = command.spawn()?;
    let begun = Instant::now();
    let status = loop {
        match child.try_wait()? {
            Some(status) => break status,
            None if begun.elapsed() < PATIENCE => std::thread::sleep(Duration::from_millis(50)),
            None => {
                let _ = child.kill();
                let _ = child.wait();
                return Err(Refusal::TooSlow);
            }
        }
    };
    let bytes = fs::read(pdf).map_err(|_| Refusal::Nothing(status))?;
    if bytes.starts_with(b"%PDF") { Ok(bytes) } else { Err(Refusal::NoPdf) }
}

/// Whether we are root, as the owner of a folder that we have just made tells.
#[cfg(unix)]
fn is_root(folder: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    fs::metadata(folder).is_ok_and(|made| made.uid() == 0)
}

#[cfg(not(unix))]
fn is_root(_: &Path) -> bool {
    false
}

/// The address of a file: what has a meaning in addresses is written in hexadecimal digits (RFC 3986).
fn address(path: &Path) -> String {
    let path = path.to_string_lossy().replace('\\', "/");
    let mut address = String::from(if path.starts_with('/') { "file://" } else { "file:///" });
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b':' | b'-' | b'_' | b'.' | b'~' => address.push(char::from(byte)),
            _ => address.push_str(&format!("%{byte:02X}")),
        }
    }
    address
}

/// A PDF that does not tell when it was made.
fn without_date(mut pdf: Vec<u8>) -> Vec<u8> {
    for key in [&b"/CreationDate (D:"[..], b"/ModDate (D:"] {
        let mut from = 0;
        while let Some(at) = pdf[from..].windows(key.len()).position(|window| window == key) {
            let start = from + at + key.len();
            let digits = b"20000101000000";
            if let Some(place) = pdf.get_mut(start..start + digits.len()) {
                place.copy_from_slice(digits);
            }
            from = start;
        }
    }
    pdf
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_taken_out() {
        let pdf = b"%PDF /CreationDate (D:20260102030405+00'00') /ModDate (D:20260102030405+00'00') /CreationDate (D:2".to_vec();
        let plain = without_date(pdf);
        assert_eq!(plain, b"%PDF /CreationDate (D:20000101000000+00'00') /ModDate (D:20000101000000+00'00') /CreationDate (D:2".to_vec());
    }

    #[test]
    fn a_page_loses_its_policy_and_all_but_its_brief() {
        let page =
            "<head><meta charset=\"utf-8\"><meta http-equiv=\"Content-Security-Policy\" content=\"x 'y'\"><title>t</title></head><body>";
        let alone = brief_alone(page);
        assert!(
            !alone.contains("x 'y'")
                && alone.contains(POLICY)
                && alone.contains("charset")
                && alone.starts_with(&format!("{DOCTYPE}{POLICY}<head>"))
                && alone.contains("<title>t</title><style>main>"),
            "{alone}"
        );
        assert!(brief_alone("<!DOCTYPE html><script>x</script>").starts_with(&format!("{DOCTYPE}{POLICY}<script>")));
    }

    #[test]
    fn a_file_has_an_address_whatever_its_name() {
        assert_eq!(address(Path::new("/a #1/ü?.html")), "file:///a%20%231/%C3%BC%3F.html");
    }
}
