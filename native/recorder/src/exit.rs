//! How the recorder ends: the program's status, or its own failure.
use std::fmt;

/// Exit status when the recorder itself failed.
pub const RECORDER_FAILED: i32 = 70;

/// A failure of the recorder, worded for the user: what, why, and the way out.
#[derive(Debug)]
pub struct Failure {
    pub what: String,
    pub why: String,
    pub way_out: String,
}

impl Failure {
    pub fn new(what: impl Into<String>, why: impl Into<String>, way_out: impl Into<String>) -> Self {
        Self { what: what.into(), why: why.into(), way_out: way_out.into() }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: {}; {}", self.what, self.why, self.way_out)
    }
}

impl std::error::Error for Failure {}

/// How a process ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    Exited(i32),
    Signalled(i32),
}

impl Ending {
    /// The status a shell would show: the code, or 128 + signal.
    pub fn status(self) -> i32 {
        match self {
            Ending::Exited(code) => code,
            Ending::Signalled(signal) => 128 + signal,
        }
    }
}

/// "SIGSEGV" for 11; real-time signals by number.
pub fn signal_name(signal: i32) -> String {
    match nix::sys::signal::Signal::try_from(signal) {
        Ok(known) => known.as_str().to_owned(),
        Err(_) => format!("SIG{signal}"),
    }
}

/// The system's words for an errno, without its number.
pub fn plain_error(errno: i32) -> String {
    let text = std::io::Error::from_raw_os_error(errno).to_string();
    let end = text.find(" (os error").unwrap_or(text.len());
    text[..end].to_lowercase()
}
