//! Ctrl-C: what is half written goes, what is whole stays, and the exit code says so.

use super::failure::Failure;
use super::terminal::say;
use std::io::IsTerminal;
#[cfg(unix)]
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// How long a command may take to stop by itself.
const LONGEST_STOP: Duration = Duration::from_secs(5);

/// Whether the command can stop early by itself.
static CAN_STOP: AtomicBool = AtomicBool::new(false);
/// Whether it has been asked to.
static STOP: AtomicBool = AtomicBool::new(false);

/// From now on the first interruption only sets what is returned: the command stops by itself, keeps and tells what there is.
pub fn stops_by_itself() -> &'static AtomicBool {
    CAN_STOP.store(true, Ordering::Relaxed);
    &STOP
}

/// What a question on the terminal gives, during which an interruption ends the program.
pub fn while_asked<T>(ask: impl FnOnce() -> T) -> T {
    let could_stop = CAN_STOP.swap(false, Ordering::Relaxed);
    let answer = ask();
    CAN_STOP.store(could_stop, Ordering::Relaxed);
    answer
}

/// Whatever does not stop by itself in time is stopped: one interruption ends anything.
fn end_in_time() {
    std::thread::spawn(|| {
        std::thread::sleep(LONGEST_STOP);
        say("winflow: interrupted; continue with the same command and --resume");
        std::process::exit(i32::from(Failure::INTERRUPTED));
    });
}

/// From now on a file that grows past the limit of the system (`ulimit -f`) is one that cannot be written, and is told as one: without this
/// the program would end without a word.
#[cfg(unix)]
fn outlive_limits() {
    // Nobody looks at the flag: that the signal is caught is enough. Where it is not, the program ends all the same.
    let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, Arc::default());
}

#[cfg(not(unix))]
fn outlive_limits() {}

/// From now on an interruption ends the program, unless it stops by itself.
pub fn install() {
    outlive_limits();
    // Without a handler the program ends all the same.
    let _ = ctrlc::set_handler(|| {
        // After a progress bar the line is not empty.
        let line_break = if std::io::stderr().is_terminal() { "\n" } else { "" };
        if CAN_STOP.load(Ordering::Relaxed) && !STOP.swap(true, Ordering::Relaxed) {
            if !line_break.is_empty() {
                say("\nEnding (again to end at once)");
            }
            end_in_time();
            return;
        }
        say(&format!("{line_break}winflow: interrupted"));
        std::process::exit(i32::from(Failure::INTERRUPTED));
    });
}
