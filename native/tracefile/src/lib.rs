//! Writer of `.ffitrace` files. The format is described in `trace/format/FORMAT.md`, and only there.
//!
//! ```no_run
//! use ffiscope_tracefile::{AccessRow, Def, Event, Info, End, Writer};
//! # fn main() -> Result<(), ffiscope_tracefile::WriteError> {
//! let mut writer = Writer::create("app.ffitrace".as_ref())?;
//! writer.info(&Info::default());
//! writer.define(&Def::Label { id: 1, text: "arg 0 dst".into() });
//! // for each call: Event::Begin, accesses, Event::End; times with `time`
//! writer.access(1, &AccessRow { call: 1, insn: 1, region: 1, offset: 16, size: 8, ..AccessRow::default() });
//! if let Some(error) = writer.take_error() { eprintln!("{error}"); }
//! writer.finish(&End::default())?;
//! # Ok(()) }
//! ```
//!
//! Nothing but `create` and `finish` returns an error: what fails in between is kept for [`Writer::take_error`]
//! (once), the file stays valid up to its last whole block, and everything later is discarded.
//!
//! Ids of definitions, calls and regions are chosen by the caller and have to be unique in the file.

mod access;
mod block;
mod contents;
mod definition;
mod error;
mod event;
mod index;
mod pages;
mod place;
mod queue;
mod redact;
mod sink;
mod store;
mod summary;
mod thread;
mod threads;
mod times;
mod tree;
mod values;
mod varint;
mod walk;
mod writer;

pub use access::{flags, AccessRow, Columns};
pub use block::{BlockType, BLOCK_ACCESSES};
pub use definition::{Def, Field, Frame, Inlined, Param};
pub use error::WriteError;
pub use event::{Event, Hex, RegionRow, When};
pub use pages::{snapshot_pages, PAGE_BYTES};
pub use place::Place;
pub use redact::Redact;
pub use summary::{Counts, Coverage, Crash, End, Exit, Host, Info, Untraced, ValuesKept, ValuesLimit, Written};
pub use values::{Values, MOST_BYTES as MOST_VALUE_BYTES};
pub use writer::{Rows, Writer};
