//! From an original address to its translation, in two ways.
//!
//! **Landing pads.** A jump through a register or memory, or a return, takes the address's low bits as an index into a
//! table of offsets and goes there: r11 holds the address, the program's rcx and r11 are in their variables. The pad makes
//! sure that the address is its own one, takes both registers back, and goes on. Of two addresses with the same index,
//! the first one has the place.
//!
//! **The lookup table** serves all others. An entry is one u64, so it is read and replaced whole: low half the address's
//! upper bits + 1, high half the offset in code memory. Its index is the address's low bits; an address may also lie in
//! the entry behind.
use super::asm::{Asm, R11, RCX};
use super::emission::Emission;
use super::memory::CodeMemory;
use ffiscope_wire::tls::{code, field};

const BITS: u32 = code::TABLE_BITS;

fn place(address: u64) -> u64 {
    code::TABLE + 8 * (address & ((1 << BITS) - 1))
}

fn tag(address: u64) -> u64 {
    ((address >> BITS) + 1) & 0xffff_ffff
}

/// Lets indirect jumps to `address` go to code at `offset`.
pub fn insert(memory: &mut CodeMemory, address: u64, offset: u64) {
    let first = place(address);
    let entry = offset << 32 | tag(address);
    let held = memory.load(first);
    let free = |entry: u64| entry == 0 || entry & 0xffff_ffff == tag(address);
    let at = if free(held) || !free(memory.load(first + 8)) { first } else { first + 8 };
    memory.store(at, entry);
}

/// Forgets `address`.
pub fn remove(memory: &mut CodeMemory, address: u64) {
    for at in [place(address), place(address) + 8] {
        if memory.load(at) & 0xffff_ffff == tag(address) {
            memory.store(at, 0);
        }
    }
}

/// Goes to the landing pad for the address in r11; rcx and r11 have been put aside. `go` ends the way.
pub fn emit_dispatch(asm: &mut Asm, code_base: u64, go: impl FnOnce(&mut Asm)) {
    asm.extract_rcx(R11, field::MASK);
    asm.put(&[0x8b, 0x0c, 0x8d]); // mov ecx, [rcx * 4 + pads]
    asm.put(&((code_base + code::PADS) as u32).to_le_bytes());
    asm.put(&[0x48, 0x8d, 0x89]); // lea rcx, [rcx + code]
    asm.put(&(code_base as u32).to_le_bytes());
    go(asm);
}

/// The landing pad for `address`, in hot code; what comes next is its translation. `dead`: registers nobody looks at.
pub fn emit_landing(emission: &mut Emission, address: u64, dead: u32) {
    let start = emission.hot.here();
    emission.landings.push((address, start));
    let wrong = emit_own_address(&mut emission.hot, address);
    if dead >> RCX & 1 == 0 {
        emission.hot.load(RCX, field::RCX);
    }
    if dead >> R11 & 1 == 0 {
        emission.hot.load(R11, field::SECOND);
    }
    // Another address with the same index: the long way.
    let here = emission.cold.here();
    emission.fill_in(wrong, here);
    emission.cold.copy(RCX, R11);
    let lookup = emission.environment.routines.lookup;
    emission.cold.jump(lookup);
}

/// Jumps away unless r11 is `address`; gives the place of the jump's displacement. Changes rcx.
pub fn emit_own_address(asm: &mut Asm, address: u64) -> u64 {
    asm.rotate(RCX, R11, BITS as u8);
    asm.put(&[0x8d, 0x89]); // lea ecx, [rcx - upper bits]
    asm.put(&((address >> BITS) as u32).wrapping_neg().to_le_bytes());
    let own = asm.jump_if_rcx_zero();
    let wrong = asm.goto_later();
    asm.land(own);
    wrong
}

/// Index of an address in the table of landing pads.
pub fn pad_index(address: u64) -> u64 {
    address & ((1 << BITS) - 1)
}

/// Start of every jump through the table: puts rcx and r11 aside.
pub fn save_registers(asm: &mut Asm) {
    asm.save(RCX, field::RCX);
    asm.save(R11, field::SECOND);
}

/// Target in rcx, the program's rcx and r11 in their variables. Goes to the translation, or to `miss` with all of
/// the program's registers restored and the target in its variable.
pub fn emit(asm: &mut Asm, miss: u64, code_base: u64) {
    asm.save(RCX, field::TARGET);
    for way in 0..2 {
        emit_probe(asm, way, code_base);
    }
    asm.load(R11, field::SECOND);
    asm.load(RCX, field::RCX);
    asm.jump(miss);
}

/// Looks into one entry; goes on behind when it is another address's.
fn emit_probe(asm: &mut Asm, way: u8, code_base: u64) {
    if way > 0 {
        asm.load(RCX, field::TARGET);
    }
    asm.extract_rcx(RCX, field::MASK);
    asm.put(&[0x4c, 0x8d, 0x1d]); // lea r11, [rip + table]
    asm.relative(code_base + code::TABLE + 8 * u64::from(way));
    asm.put(&[0x4d, 0x8b, 0x1c, 0xcb]); // mov r11, [r11 + rcx * 8]
    asm.put(&[0x44, 0x89, 0xd9]); // mov ecx, r11d: the tag
    asm.put(&[0x48, 0xf7, 0xd1]); // not rcx
    asm.put(&[0xc4, 0x43, 0xfb, 0xf0, 0xdb, 32]); // rorx r11, r11, 32
    asm.put(&[0x45, 0x89, 0xdb]); // mov r11d, r11d: the offset
    asm.save(R11, field::GO);
    asm.load(R11, field::TARGET);
    asm.put(&[0xc4, 0x43, 0xfb, 0xf0, 0xdb, BITS as u8]); // rorx r11, r11, BITS
    asm.put(&[0x45, 0x89, 0xdb]); // mov r11d, r11d
    asm.put(&[0x4a, 0x8d, 0x4c, 0x19, 0x02]); // lea rcx, [rcx + r11 + 2]: 0 if the tag is right
    let hit = asm.jump_if_rcx_zero();
    let over = asm.jump_short();
    asm.land(hit);
    asm.load(R11, field::GO);
    asm.put(&[0x48, 0x8d, 0x0d]); // lea rcx, [rip + code]
    asm.relative(code_base);
    asm.put(&[0x4a, 0x8d, 0x0c, 0x19]); // lea rcx, [rcx + r11]
    asm.save(RCX, field::GO);
    asm.load(RCX, field::RCX);
    asm.load(R11, field::SECOND);
    asm.jump_variable(field::GO);
    asm.land(over);
}
