//! Limits that would stop a recording after the program has started, found before it does.
use crate::exit::Failure;
use crate::session::memory::CODE_BYTES;
use rustix::process::{getrlimit, Resource};

/// Shared memory counts as a file, however little of it is used: a limit on the size of files below that refuses it.
pub fn file_size() -> Result<(), Failure> {
    match getrlimit(Resource::Fsize).current {
        Some(limit) if limit < CODE_BYTES => {
            let why = format!("files may have {limit} bytes at most (ulimit -f), and shared memory needs {CODE_BYTES}");
            Err(Failure::new("the recorder's memory", why, "raise the limit (ulimit -f unlimited)"))
        }
        _ => Ok(()),
    }
}
