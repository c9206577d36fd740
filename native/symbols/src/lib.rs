//! From an address in a process to module, symbol, inlined frames and source line.
//!
//! ```no_run
//! # fn main() -> std::io::Result<()> {
//! let mut symbolizer = ffiscope_symbols::Symbolizer::new(4711);
//! symbolizer.refresh()?; // reads /proc/4711/maps; again whenever a library was loaded
//! let symbol = symbolizer.lookup(0x7f12_3456_789a);
//! println!("{:?} {:?}+{:#x}", symbol.module, symbol.name, symbol.name_offset);
//! # Ok(()) }
//! ```
//!
//! Nothing of a library is read before an address inside it is asked for. Libraries without symbols give module and
//! nearest export; files that are gone, anonymous memory and `[vdso]` give what is known of them. `lookup` never fails.

mod dwarf;
mod elf;
mod maps;
mod symbolizer;

pub use maps::{Mapping, Maps};
pub use symbolizer::{Inlined, Module, ModuleId, Symbol, Symbolizer};
