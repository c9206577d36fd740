//! What the recorder tells its starter: JSON lines on a descriptor, and warnings on stderr.
//!
//! ```text
//! {"type":"started","pid":1234,"program":"node","file":"app.ffitrace","engine":"fast","ptrace":true}
//! {"type":"progress","calls":12,"accesses":3456,"bytes":7890,"elapsed":250}     about four a second; ms
//! {"type":"warning","message":"..."}
//! {"type":"end","file":"app.ffitrace","calls":12,"accesses":3456,"bytes":7890,"code":0,"signal":null,"complete":true}
//! {"type":"error","message":"..."}                                              instead of `end`: the recorder failed
//! ```
//! A starter that stops reading loses lines; it never holds up the recording.
use serde_json::{json, Value};
use std::fs::File;
use std::io::Write;
use std::os::fd::{AsFd, FromRawFd, OwnedFd};
use std::sync::Mutex;

/// Where status lines go.
#[derive(Default)]
pub struct Status {
    file: Option<Mutex<File>>,
}

impl Status {
    /// Takes over descriptor `number`, which the starter opened for us.
    pub fn open(number: Option<i32>) -> Self {
        let file = number.and_then(take_descriptor);
        Self { file: file.map(Mutex::new) }
    }

    pub fn started(&self, pid: i32, program: &str, file: &str, engine: &str, ptrace: bool) {
        self.send(&json!({ "type": "started", "pid": pid, "program": program, "file": file, "engine": engine, "ptrace": ptrace }));
    }

    pub fn progress(&self, calls: u64, accesses: u64, bytes: u64, elapsed_ms: u64) {
        self.send(
            &json!({ "type": "progress", "calls": calls, "accesses": accesses, "bytes": bytes, "elapsed": elapsed_ms }),
        );
    }

    /// One line for people and one for the starter.
    pub fn warning(&self, message: &str) {
        eprintln!("ffiscope: {message}");
        self.send(&json!({ "type": "warning", "message": message }));
    }

    /// Why nothing was recorded: one line for people and one for the starter.
    pub fn failed(&self, message: &str) {
        eprintln!("ffiscope: {message}");
        self.send(&json!({ "type": "error", "message": message }));
    }

    pub fn end(&self, end: Value) {
        self.send(&end);
    }

    fn send(&self, line: &Value) {
        let Some(file) = &self.file else { return };
        let mut text = line.to_string();
        text.push('\n');
        if let Ok(mut file) = file.lock() {
            // The descriptor does not block: a line that finds no room is lost.
            let _ = file.write_all(text.as_bytes());
        }
    }
}

fn take_descriptor(number: i32) -> Option<File> {
    use rustix::fs::{fcntl_getfl, fcntl_setfl, OFlags};
    use rustix::io::{fcntl_setfd, FdFlags};
    if number < 3 {
        return None;
    }
    // SAFETY: the starter opened this descriptor for us to own; a number that is not open fails below.
    let fd = unsafe { OwnedFd::from_raw_fd(number) };
    if fcntl_setfd(fd.as_fd(), FdFlags::CLOEXEC).is_err() {
        // Not open: nothing to close either.
        std::mem::forget(fd);
        return None;
    }
    let flags = fcntl_getfl(fd.as_fd()).ok()?;
    let _ = fcntl_setfl(fd.as_fd(), flags | OFlags::NONBLOCK);
    Some(File::from(fd))
}
