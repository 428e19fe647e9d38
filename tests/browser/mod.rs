//! Chromium without a window, spoken to over its DevTools protocol: JSON through a pipe, each message ended by a zero byte.

#![allow(dead_code, reason = "every test takes what it needs")]

use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

/// Longer than this nothing takes.
const PATIENCE: Duration = Duration::from_secs(40);

/// The browser: that of `CHROMIUM`, or the first of these on the path.
pub fn found() -> Result<PathBuf, String> {
    if let Some(named) = std::env::var_os("CHROMIUM") {
        let path = PathBuf::from(named);
        return if path.is_file() { Ok(path) } else { Err(format!("CHROMIUM names {}, which is no file", path.display())) };
    }
    let folders: Vec<PathBuf> = std::env::var_os("PATH").map(|path| std::env::split_paths(&path).collect()).unwrap_or_default();
    let names = ["chromium", "chromium-browser", "google-chrome"];
    let all = names.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    all.into_iter().find(|path| path.is_file()).ok_or_else(|| format!("none of {} is on the path", names.join(", ")))
}

/// A browser with one page. It ends when dropped.
pub struct Browser {
    child: Child,
    to: Option<ChildStdin>,
    from: Receiver<Value>,
    session: String,
    next: u64,
    /// What happened, in order.
    pub events: Vec<Value>,
    _profile: tempfile::TempDir,
}

impl Browser {
    pub fn start(program: &Path) -> Self {
        let profile = tempfile::tempdir().expect("a folder");
        let mut command = Command::new("sh");
        // The pipe is on descriptors 3 and 4.
        command.args(["-c", "exec \"$0\" \"$@\" 3<&0 4>&1 </dev/null >/dev/null 2>&1"]).arg(program);
        command.args(["--headless=new", "--remote-debugging-pipe", "--disable-gpu", "--no-first-run", "--disable-extensions"]);
        command.args(["--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage", "--mute-audio"]);
        // Where nobody else is, there is no sandbox to be had.
        command.args(["--no-sandbox", "--hide-scrollbars"]);
        command.arg(format!("--user-data-dir={}", profile.path().display()));
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("sh runs");
        let out = child.stdout.take().expect("a pipe");
        let (send, from) = channel();
        std::thread::spawn(move || {
            let mut out = BufReader::new(out);
            let mut message = Vec::new();
            while out.read_until(0, &mut message).is_ok_and(|read| read > 0) {
                message.pop();
                let sent = serde_json::from_slice(&message).map(|value| send.send(value));
                message.clear();
                if !matches!(sent, Ok(Ok(()))) {
                    break;
                }
            }
        });
        let to = child.stdin.take();
        let mut browser = Self { child, to, from, session: String::new(), next: 0, events: Vec::new(), _profile: profile };
        let target = browser.call("Target.createTarget", json!({ "url": "about:blank" }));
        let attached = browser.call("Target.attachToTarget", json!({ "targetId": target["targetId"], "flatten": true }));
        browser.session = attached["sessionId"].as_str().expect("a session").to_string();
        for domain in ["Page", "Runtime", "Log", "Network"] {
            browser.call(&format!("{domain}.enable"), json!({}));
        }
        browser
    }

    /// Asks for something and waits for the answer.
    pub fn call(&mut self, method: &str, parameters: Value) -> Value {
        let answer = self.ask(method, parameters);
        assert!(answer.get("error").is_none(), "{method}: {}", answer["error"]);
        answer["result"].clone()
    }

    fn ask(&mut self, method: &str, parameters: Value) -> Value {
        self.next += 1;
        let id = self.next;
        let mut message = json!({ "id": id, "method": method, "params": parameters });
        if !self.session.is_empty() {
            message["sessionId"] = json!(self.session);
        }
        let to = self.to.as_mut().expect("open");
        to.write_all(message.to_string().as_bytes())
            .and_then(|()| to.write_all(&[0]))
            .and_then(|()| to.flush())
            .expect("the browser listens");
        let until = Instant::now() + PATIENCE;
        loop {
            let answer = self.receive(until, method);
            if answer["id"] == id {
                return answer;
            }
            self.events.push(answer);
        }
    }

    fn receive(&mut self, until: Instant, what: &str) -> Value {
        let left = until.saturating_duration_since(Instant::now());
        self.from.recv_timeout(left).unwrap_or_else(|why| panic!("the browser does not answer {what}: {why}"))
    }

    /// Opens a file and waits until it is loaded and drawn.
    pub fn open(&mut self, file: &Path) {
        let before = self.events.len();
        let found = self.call("Page.navigate", json!({ "url": format!("file://{}", file.display()) }));
        assert!(found.get("errorText").is_none(), "{found}");
        let until = Instant::now() + PATIENCE;
        while !self.events[before..].iter().any(|event| event["method"] == "Page.loadEventFired") {
            let event = self.receive(until, "Page.navigate");
            self.events.push(event);
        }
    }

    /// The value of an expression; a promise is waited for.
    pub fn value(&mut self, expression: &str) -> Value {
        let parameters = json!({ "expression": expression, "returnByValue": true, "awaitPromise": true });
        let answer = self.call("Runtime.evaluate", parameters);
        assert!(answer.get("exceptionDetails").is_none(), "{}", answer["exceptionDetails"]);
        answer["result"]["value"].clone()
    }

    /// The window's size and theme.
    pub fn look(&mut self, width: u32, height: u32, theme: &str) {
        self.call(
            "Emulation.setDeviceMetricsOverride",
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false }),
        );
        self.call("Emulation.setEmulatedMedia", json!({ "features": [{ "name": "prefers-color-scheme", "value": theme }] }));
    }

    /// Presses and releases a key.
    pub fn key(&mut self, key: &str) {
        let (text, code) = match key {
            "Enter" => ("\r", 13),
            " " => (" ", 32),
            "Tab" => ("", 9),
            "ArrowRight" => ("", 39),
            "ArrowLeft" => ("", 37),
            _ => ("", 0),
        };
        let name = if key == " " { "Space" } else { key };
        let of = |kind: &str| json!({ "type": kind, "key": key, "code": name, "text": text, "windowsVirtualKeyCode": code });
        self.call("Input.dispatchKeyEvent", of(if text.is_empty() { "rawKeyDown" } else { "keyDown" }));
        self.call("Input.dispatchKeyEvent", of("keyUp"));
    }

    /// Moves the pointer to the middle of what a selector finds, or to a share of it, and clicks if asked.
    pub fn point(&mut self, selector: &str, share: (f64, f64), click: bool) {
        let place = self.value(&format!(
            "(() => {{ const e = document.querySelector({selector:?}); e.scrollIntoView({{ block: 'center', behavior: 'instant' }}); \
             const r = e.getBoundingClientRect(); return [r.left + r.width * {}, r.top + r.height * {}]; }})()",
            share.0, share.1
        ));
        let of = |kind: &str| json!({ "type": kind, "x": place[0], "y": place[1], "button": if kind == "mouseMoved" { "none" } else { "left" }, "clickCount": 1 });
        self.call("Input.dispatchMouseEvent", of("mouseMoved"));
        if click {
            self.call("Input.dispatchMouseEvent", of("mousePressed"));
            self.call("Input.dispatchMouseEvent", of("mouseReleased"));
        }
    }

    /// The page as PDF on paper of so many inches.
    pub fn printed(&mut self, (width, height): (f64, f64)) -> Vec<u8> {
        use base64::Engine;
        let answer = self.call("Page.printToPDF", json!({ "paperWidth": width, "paperHeight": height, "printBackground": true }));
        base64::engine::general_purpose::STANDARD.decode(answer["data"].as_str().expect("data")).expect("base64")
    }

    /// A picture of what is seen, for people; into the folder that `WINFLOW_SCREENS` names, if any.
    pub fn screenshot(&mut self, name: &str) {
        use base64::Engine;
        let Some(folder) = std::env::var_os("WINFLOW_SCREENS") else { return };
        let answer = self.call("Page.captureScreenshot", json!({ "captureBeyondViewport": true }));
        let bytes = base64::engine::general_purpose::STANDARD.decode(answer["data"].as_str().expect("data")).expect("base64");
        std::fs::write(Path::new(&folder).join(format!("{name}.png")), bytes).expect("written");
    }

    /// What went wrong so far: anything said on the console, refused by the policy, thrown, or asked of anybody but the file itself.
    pub fn complaints(&self, file: &Path) -> Vec<String> {
        let own = format!("file://{}", file.display());
        let mut said = Vec::new();
        for event in &self.events {
            let what = &event["params"];
            match event["method"].as_str().unwrap_or_default() {
                "Runtime.consoleAPICalled" | "Runtime.exceptionThrown" | "Log.entryAdded" | "Page.javascriptDialogOpening" => {
                    said.push(what.to_string())
                }
                "Network.requestWillBeSent" => {
                    let url = what["request"]["url"].as_str().unwrap_or_default();
                    if url != own && !url.starts_with("data:font/woff2") {
                        said.push(format!("a request for {}", &url[..url.len().min(200)]));
                    }
                }
                _ => {}
            }
        }
        said
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        self.to = None;
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// How many pages a PDF has.
pub fn pages(pdf: &[u8]) -> usize {
    let text = String::from_utf8_lossy(pdf);
    text.matches("/Type /Page").count() - text.matches("/Type /Pages").count()
}
