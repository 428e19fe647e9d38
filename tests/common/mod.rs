//! The program in a folder of its own, from outside.

#![allow(dead_code, reason = "every test binary takes what it needs")]

use serde_json::Value;
use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use winflow::report::results::stored::checksums::{CHECKSUMS, Checksums};

/// Few worlds and a short window: for what does not depend on them.
pub const SMALL: [&str; 4] = ["--worlds", "3", "--years", "0.2"];

/// Whether an environment variable asks for all that is tried, and not for what fits into the time of the tests alone.
pub fn all_of(variable: &str) -> bool {
    std::env::var_os(variable).is_some_and(|what| what == "all")
}

/// A folder of its own.
pub struct Sandbox(tempfile::TempDir);

impl Sandbox {
    pub fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }
    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }
    pub fn command(&self, arguments: &[&str]) -> Command {
        self.command_of(env!("CARGO_BIN_EXE_winflow").as_ref(), arguments)
    }
    /// A command of another build of the program.
    pub fn command_of(&self, program: &OsStr, arguments: &[&str]) -> Command {
        let mut command = Command::new(program);
        command.args(arguments).current_dir(self.0.path()).stdin(Stdio::null());
        command
    }
    pub fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().expect("the program runs")
    }
    /// With few worlds and a short window.
    pub fn small(&self, arguments: &[&str]) -> Output {
        self.run(&[arguments, &SMALL].concat())
    }
    pub fn files(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut files = BTreeMap::new();
        collect(self.0.path(), &mut files);
        files
    }
    pub fn folders(&self, name: &str) -> Vec<String> {
        let entries = fs::read_dir(self.path(name)).map(|entries| entries.flatten().collect()).unwrap_or_else(|_| Vec::new());
        let mut names: Vec<String> = entries.iter().map(|e| e.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }
}

fn collect(folder: &Path, files: &mut BTreeMap<PathBuf, Vec<u8>>) {
    for entry in fs::read_dir(folder).expect("folder").flatten() {
        if entry.path().is_dir() {
            collect(&entry.path(), files);
        } else {
            files.insert(entry.path(), fs::read(entry.path()).expect("file"));
        }
    }
}

/// Makes the checksums of results those of the files as they are, as somebody would who wants them to be believed.
pub fn renew_checksums(folder: &Path) {
    let checksums = Checksums::of_folder(folder).expect("a folder");
    fs::write(folder.join(CHECKSUMS), checksums.to_string()).expect("written");
}

pub fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

pub fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

pub fn code(output: &Output) -> i32 {
    assert!(!stderr(output).contains("panicked"), "{}", stderr(output));
    output.status.code().unwrap_or(-1)
}

pub fn json(output: &Output) -> Value {
    assert_eq!(code(output), 0, "{}", stderr(output));
    serde_json::from_slice(&output.stdout).expect("JSON")
}

/// Every file below a folder, by its name from there.
pub fn bytes_of(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(one) = folders.pop() {
        for entry in fs::read_dir(&one).expect("a folder").flatten() {
            if entry.path().is_dir() {
                folders.push(entry.path());
            } else {
                let name = entry.path().strip_prefix(folder).expect("inside").to_path_buf();
                files.insert(name, fs::read(entry.path()).expect("a file"));
            }
        }
    }
    files
}
