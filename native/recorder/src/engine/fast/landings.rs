//! Who has which entry in the table of landing pads (see [`super::lookup`]).
use super::asm::{Asm, R11, RCX};
use super::blocks::{AddressHasher, ByAddress};
use super::emission::Environment;
use super::lookup;
use super::memory::CodeMemory;
use ffiscope_wire::tls::{code, field};
use std::collections::HashMap;
use std::hash::BuildHasherDefault;

#[derive(Default)]
pub struct Landings {
    /// By index in the table: the address that had it first.
    owners: ByAddress<u64>,
    /// Pads that were made for one address alone, by address and the offset that they lead to.
    made: HashMap<(u64, u64), u64, BuildHasherDefault<AddressHasher>>,
}

impl Landings {
    /// Enters a pad at an offset, unless the place is another address's or the address has one already. A thread may be on
    /// its way to the pad that was entered first, so a place never changes hands.
    pub fn enter(&mut self, memory: &mut CodeMemory, address: u64, offset: u64) {
        let index = lookup::pad_index(address);
        let place = code::PADS + 4 * index;
        if *self.owners.entry(index).or_insert(address) == address {
            memory.store_half(place, offset as u32);
        }
    }

    /// Whether a pad for the address could be entered and is not there.
    pub fn lacks(&self, memory: &CodeMemory, address: u64) -> bool {
        let index = lookup::pad_index(address);
        match self.owners.get(&index) {
            Some(&owner) => owner == address && memory.load_half(code::PADS + 4 * index) == 0,
            None => true,
        }
    }

    /// Writes and enters a pad that leads to code at `offset`. `leaves`: that code wants to know the address.
    pub fn make(
        &mut self,
        memory: &mut CodeMemory,
        environment: &Environment,
        (address, offset): (u64, u64),
        leaves: bool,
    ) {
        if let Some(&at) = self.made.get(&(address, offset)) {
            return self.enter(memory, address, at);
        }
        let (_, at) = memory.next();
        let mut asm = Asm::new(environment.code_base + at, environment.tls);
        let wrong = lookup::emit_own_address(&mut asm, address);
        if leaves {
            asm.save(R11, field::TARGET);
        }
        asm.load(RCX, field::RCX);
        asm.load(R11, field::SECOND);
        asm.jump(environment.code_base + offset);
        let long_way = asm.here();
        let displacement = (wrong - asm.base) as usize;
        asm.bytes[displacement..displacement + 4].copy_from_slice(&((long_way - wrong - 4) as u32).to_le_bytes());
        asm.copy(RCX, R11);
        asm.jump(environment.routines.lookup);
        memory.append(&[], &asm.bytes);
        self.made.insert((address, offset), at);
        self.enter(memory, address, at);
    }

    /// The code at an address is another.
    pub fn forget_one(&mut self, memory: &mut CodeMemory, address: u64) {
        let index = lookup::pad_index(address);
        if self.owners.get(&index) == Some(&address) {
            memory.store_half(code::PADS + 4 * index, 0);
        }
    }

    /// The code in `[start, end)` has gone.
    pub fn forget(&mut self, memory: &mut CodeMemory, start: u64, end: u64) {
        for (index, _) in self.owners.iter().filter(|(_, address)| (start..end).contains(address)) {
            memory.store_half(code::PADS + 4 * index, 0);
        }
    }
}
