//! What can go wrong while a file is written, worded for the user.
use std::io;
use std::path::{Path, PathBuf};

#[derive(Debug, thiserror::Error)]
#[error("{}: {what}: {why}; {way_out}", path.display())]
pub struct WriteError {
    pub path: PathBuf,
    /// "can't create the trace"
    pub what: &'static str,
    pub why: String,
    pub way_out: &'static str,
}

impl WriteError {
    pub(crate) fn create(path: &Path, error: &io::Error) -> Self {
        let why = match error.raw_os_error() {
            Some(libc_errno::ELOOP) => "it is a symbolic link, which is not followed".into(),
            _ => plain(error),
        };
        Self { path: path.into(), what: "can't create the trace", why, way_out: "name another file with -o" }
    }

    pub(crate) fn refused(path: &Path, why: &str) -> Self {
        Self {
            path: path.into(),
            what: "can't create the trace",
            why: why.into(),
            way_out: "name another file with -o",
        }
    }

    pub(crate) fn lost(path: &Path, error: &io::Error) -> Self {
        Self {
            path: path.into(),
            what: "the trace was removed while it was written, and no copy can be made",
            why: plain(error),
            way_out: "record again, with a file elsewhere (-o)",
        }
    }

    pub(crate) fn write(path: &Path, error: &io::Error) -> Self {
        let way_out = match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                "what was recorded so far is kept; free space or name a file elsewhere with -o"
            }
            io::ErrorKind::FileTooLarge => {
                "what was recorded so far is kept; raise the limit on the size of files (ulimit -f)"
            }
            _ => "what was recorded so far is kept",
        };
        Self { path: path.into(), what: "can't write the trace any further", why: plain(error), way_out }
    }
}

/// The system's words without "(os error 28)".
fn plain(error: &io::Error) -> String {
    let text = error.to_string();
    match text.find(" (os error") {
        Some(end) => text[..end].to_lowercase(),
        None => text,
    }
}

mod libc_errno {
    pub const ELOOP: i32 = 40;
}
