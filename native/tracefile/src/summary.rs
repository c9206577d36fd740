//! The INFO and END objects, and what the writer says about the finished file.
use crate::event::Hex;
use crate::place::Place;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Info {
    pub program: String,
    pub args: Vec<String>,
    pub cwd: String,
    pub host: Host,
    /// "fast", "step" or "none".
    pub engine: String,
    /// Version of the recorder.
    pub recorder: String,
    /// ISO 8601, UTC.
    pub started: String,
    /// Bytes of each region kept before and after a call.
    pub snapshot_limit: u64,
    pub values: ValuesLimit,
}

/// Bytes of values in the file at most; 0: none are kept.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ValuesLimit {
    pub limit: u64,
}

/// Writes whose value is in the file, and those whose value would have gone beyond the limit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ValuesKept {
    pub kept: u64,
    pub dropped: u64,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Host {
    pub os: String,
    pub kernel: String,
    pub cpu: String,
    pub node: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct End {
    pub exit: Exit,
    /// `accesses`, `reads`, `writes` and `calls` are filled in by the writer.
    pub counts: Counts,
    pub coverage: Coverage,
    /// Nanoseconds.
    pub duration: u64,
    pub crash: Option<Crash>,
    /// Filled in by the writer.
    #[serde(default)]
    pub values: ValuesKept,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Exit {
    /// Exit status the recorder ended with for the program; null when a signal ended it.
    pub code: Option<i32>,
    /// "SIGSEGV"
    pub signal: Option<String>,
    /// What the program itself ended with, before any override.
    pub native: Option<i32>,
    #[serde(rename = "override")]
    pub override_code: Option<i32>,
    /// Site id of the override.
    pub override_site: Option<u32>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Counts {
    pub calls: u64,
    pub accesses: u64,
    pub reads: u64,
    pub writes: u64,
    pub threads: u64,
    pub processes: u64,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Coverage {
    pub untraced: Vec<Untraced>,
    pub dropped: u64,
}

/// Something that could not be traced, and how often.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Untraced {
    pub what: String,
    pub count: u64,
}

/// A signal that ended the program.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Crash {
    /// The call that was running on the thread.
    pub call: Option<u32>,
    pub thread: u32,
    pub time: u64,
    /// "SIGSEGV"
    pub signal: String,
    /// si_code
    pub code: i32,
    /// si_addr
    pub address: Hex,
    /// Insn id of the faulting instruction.
    pub insn: Option<u32>,
    pub registers: BTreeMap<String, Hex>,
    /// Insn ids of the native stack, innermost first.
    pub frames: Vec<u32>,
    /// One sentence.
    pub text: String,
}

/// What a finished file contains.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    pub place: Place,
    pub bytes: u64,
    pub accesses: u64,
    pub calls: u64,
    /// False when something was discarded after an I/O error.
    pub complete: bool,
}
