//! The recorder's command line. It is written by the `ffiscope` command and by the extension, never by people.
use clap::{Parser, ValueEnum};
use std::ffi::OsString;
use std::path::PathBuf;

/// Bytes of each region kept before and after a call, unless told otherwise.
const SNAPSHOT_LIMIT: u64 = 1 << 20;
/// Bytes of values of writes in the file, unless told otherwise.
const VALUES_LIMIT: u64 = 64 << 20;

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum EngineChoice {
    Fast,
    Step,
}

/// What stands in the recording where values of the program would.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum RedactChoice {
    Omit,
    Hash,
}

/// Where buffers are made is noted for: the numbers are those of `child/core/births.ts`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum AllocationsChoice {
    Off,
    /// Functions of koffi and Buffer.
    Functions,
    /// Constructors of typed arrays and buffers as well.
    All,
}

/// Runs CMD and records which memory its native calls read and write.
#[derive(Debug, Parser)]
#[command(name = "ffiscope-recorder", version)]
pub struct Options {
    /// The recording to write.
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
    #[arg(long, value_enum, default_value = "fast")]
    pub engine: EngineChoice,
    /// Script that node loads first.
    #[arg(long, value_name = "FILE")]
    pub hook: PathBuf,
    /// Library that the hook loads.
    #[arg(long, value_name = "FILE")]
    pub agent: PathBuf,
    /// Module with the API for programs.
    #[arg(long, value_name = "FILE")]
    pub child_api: PathBuf,
    /// Bytes of each region kept before and after a call; 0 keeps none.
    #[arg(long, value_name = "BYTES", default_value_t = SNAPSHOT_LIMIT)]
    pub snapshot_limit: u64,
    /// Keep values and contents out of the recording.
    #[arg(long, value_enum, value_name = "HOW")]
    pub redact: Option<RedactChoice>,
    /// Leave the program's buffers in the heap among foreign data.
    #[arg(long)]
    pub no_isolate: bool,
    /// Note where buffers are made.
    #[arg(long, value_enum, value_name = "WHICH", default_value = "functions")]
    pub allocations: AllocationsChoice,
    /// Bytes that values of writes may take in the file; 0 keeps none.
    #[arg(long, value_name = "BYTES", default_value_t = VALUES_LIMIT)]
    pub values: u64,
    /// Leave the index out of the file, to measure what it costs.
    #[arg(long, hide = true)]
    pub no_index: bool,
    /// Run the program without tracing where it can't be traced.
    #[arg(long)]
    pub allow_untraced: bool,
    /// Descriptor for JSON lines about the progress.
    #[arg(long, value_name = "N")]
    pub status_fd: Option<i32>,
    /// The program and its arguments.
    #[arg(required = true, last = true, value_name = "CMD")]
    pub command: Vec<OsString>,
}

impl EngineChoice {
    pub fn name(self) -> &'static str {
        match self {
            EngineChoice::Fast => "fast",
            EngineChoice::Step => "step",
        }
    }
}
