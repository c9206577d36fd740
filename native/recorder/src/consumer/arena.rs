//! The memory in which the program's buffers are kept apart (`native/wire/src/arena.rs`), as the supervisor reads it: whose bytes an
//! address is that no call was given. What is read is what the program says, and is believed as far as it fits the geometry.
use crate::session::process::Process;
use ffiscope_wire::arena::{self, Place, BYTES, COPY, FREED};
use nix::sys::uio::{process_vm_readv, RemoteIoVec};
use std::io::IoSliceMut;
use std::sync::atomic::Ordering;

/// Buffers that were touched without being given to a call, at most; the accesses to more are left out.
pub const MOST_STRANGERS: usize = 1 << 16;

#[derive(Default)]
pub struct Arena {
    pid: i32,
    base: u64,
    words: u64,
}

/// A buffer of the program, or the memory of nobody between two: all half-open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owner {
    Buffer { start: u64, end: u64 },
    Nobody { start: u64, end: u64 },
}

impl Arena {
    /// It is made when the program starts, and stays where it is.
    pub fn learn(&mut self, process: &Process) {
        if self.base == 0 {
            let told = &process.session.header().arena;
            let base = told[0].load(Ordering::Acquire);
            let fits = base.checked_add(BYTES).is_some();
            *self =
                Self { pid: process.pid, base: if fits { base } else { 0 }, words: told[1].load(Ordering::Relaxed) };
        }
    }

    /// All of it, empty when there is none.
    pub fn range(&self) -> (u64, u64) {
        (self.base, if self.base == 0 { 0 } else { self.base + BYTES })
    }

    /// Whether two addresses are in memory of slots of one size.
    pub fn are_alike(&self, one: u64, other: u64) -> bool {
        let class = |address| arena::place(self.base, address).map(|place| place.class);
        class(one).is_some() && class(one) == class(other)
    }

    /// None outside the arena, and around a copy of the binding's that is not among a call's regions.
    pub fn owner(&self, address: u64) -> Option<Owner> {
        let place = arena::place(self.base, address)?;
        let slot = address - place.within;
        let slot_end = slot + (1 << arena::bits(place.class));
        let start = slot + arena::guard(arena::bits(place.class));
        let word = self.word(place).filter(|word| word & FREED == 0).unwrap_or(0);
        if word & COPY != 0 {
            return None;
        }
        let Some(end) = arena::block(word).and_then(|size| start.checked_add(size)).filter(|&end| end <= slot_end)
        else {
            return Some(Owner::Nobody { start: slot, end: slot_end });
        };
        Some(match address {
            _ if address < start => Owner::Nobody { start: slot, end: start },
            _ if address < end => Owner::Buffer { start, end },
            _ => Owner::Nobody { start: end, end: slot_end },
        })
    }

    /// The word of a slot.
    fn word(&self, place: Place) -> Option<u64> {
        let mut word = [0; 8];
        let at = self.words.checked_add(arena::word(place.class, place.slot))?;
        let remote = [RemoteIoVec { base: at as usize, len: word.len() }];
        let pid = nix::unistd::Pid::from_raw(self.pid);
        let read = process_vm_readv(pid, &mut [IoSliceMut::new(&mut word)], &remote).unwrap_or(0);
        (read == word.len()).then(|| u64::from_le_bytes(word))
    }
}
