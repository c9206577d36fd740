//! What this system lets a recorder do, as one JSON line: `ffiscope-recorder --probe`, for `ffiscope doctor`.
use super::{limits, probe};
use crate::engine;
use crate::exit::plain_error;
use ffiscope_wire::session::engine as engine_kind;
use serde_json::{json, Value};

/// Address space that the page table of the fast engine reserves in each program, bytes.
const PAGE_TABLE: usize = 4 << 30;

/// `{"ptrace": {"ok", "why", "wayOut"}, "fast": {...}, "addressSpace": {...}, "fileSize": {...}}`; texts only where not ok.
pub fn report() -> Value {
    json!({ "ptrace": ptrace(), "fast": fast(), "addressSpace": address_space(), "fileSize": file_size() })
}

fn ptrace() -> Value {
    match probe::ptrace() {
        Ok(()) => json!({ "ok": true }),
        Err(forbidden) => json!({ "ok": false, "why": forbidden.why, "wayOut": forbidden.way_out }),
    }
}

fn fast() -> Value {
    match engine::create(engine_kind::FAST, false) {
        Ok(_) => json!({ "ok": true }),
        Err(error) => json!({ "ok": false, "why": format!("{error:#}"), "wayOut": "record with --engine step" }),
    }
}

fn file_size() -> Value {
    match limits::file_size() {
        Ok(()) => json!({ "ok": true }),
        Err(failure) => json!({ "ok": false, "why": failure.why, "wayOut": failure.way_out }),
    }
}

/// A limit on address space (`ulimit -v`, a cgroup does not count) fails here as it would in the program.
fn address_space() -> Value {
    use rustix::mm::{mmap_anonymous, munmap, MapFlags, ProtFlags};
    let flags = MapFlags::PRIVATE | MapFlags::NORESERVE;
    // SAFETY: a new mapping, taken back at once, that nothing refers to.
    let reserved = unsafe {
        mmap_anonymous(std::ptr::null_mut(), PAGE_TABLE, ProtFlags::READ, flags).map(|base| munmap(base, PAGE_TABLE))
    };
    match reserved {
        Ok(_) => json!({ "ok": true }),
        Err(error) => json!({
            "ok": false,
            "why": format!("4 GiB of address space can't be reserved ({})", plain_error(error.raw_os_error())),
            "wayOut": "raise the limit on virtual memory (ulimit -v unlimited)",
        }),
    }
}
