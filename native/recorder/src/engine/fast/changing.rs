//! Code that may change at any time: just-in-time compilers, closures, code that was patched.
//!
//! Each basic block of it is translated alone and can only be entered at its start, where the bytes it was made from are
//! compared with those that are there now:
//! ```text
//! hot                                      cold: the bytes are others
//!   mov fs:[RCX], rcx                        jmp  a | b      one link, see below
//!   mov fs:[SECOND], r11                   a: ask the supervisor for a new translation
//!   for each 8, 4 or 1 bytes:              b: look the address up: there is a newer translation
//!     mov r11, place; mov rcx, [r11]
//!     mov r11, -bytes; lea rcx, [rcx + r11]
//!     jrcxz +5; jmp cold
//!   mov rcx, fs:[RCX]; mov r11, fs:[SECOND]
//!   the block
//! ```
//! A processor that writes code itself has to jump before it can rely on it, and a jump is a new block here.
use super::asm::{Asm, R11, RCX};
use super::block::{Next, Translation};
use super::emission::Emission;
use super::lookup;
use anyhow::Result;
use ffiscope_wire::tls::field;

/// Instructions of one block at most.
const LIMIT: usize = 48;

/// What a block was made from, and where its check goes when the code is another.
#[derive(Debug)]
pub struct Snapshot {
    pub bytes: Vec<u8>,
    /// Offset of the link's displacement in code memory.
    pub link: u64,
    /// Offset that the link is pointed to once there is a newer block.
    pub newer: u64,
}

/// Translates the block at `start`.
pub fn translate(translation: &mut Translation, start: u64) -> Result<Snapshot> {
    let block = translation.basic_block(start, LIMIT);
    let bytes: Vec<u8> = block.iter().flat_map(|item| item.node.bytes().to_vec()).collect();
    translation.known.add(start, translation.emission.hot.here());
    let snapshot = emit_check(&mut translation.emission, start, bytes);
    let mut next = start;
    for item in &block {
        let instruction = &item.node.instruction;
        translation.known.add_inside(instruction.ip(), translation.emission.hot.here());
        next = instruction.next_ip();
        if translation.single(item)? == Next::Ends {
            translation.emission.finish();
            return Ok(snapshot);
        }
    }
    translation.emission.jump_original(next);
    translation.emission.finish();
    Ok(snapshot)
}

fn emit_check(emission: &mut Emission, start: u64, bytes: Vec<u8>) -> Snapshot {
    let stub = emit_stub(emission, start);
    let hot = &mut emission.hot;
    lookup::save_registers(hot);
    let mut at = 0;
    while at < bytes.len() {
        let rest = &bytes[at..];
        let size = [8, 4, 1].into_iter().find(|&size| size <= rest.len()).unwrap_or(1);
        emit_piece(hot, start + at as u64, &rest[..size]);
        let same = hot.jump_if_rcx_zero();
        hot.jump(stub.start);
        hot.land(same);
        at += size;
    }
    hot.load(RCX, field::RCX);
    hot.load(R11, field::SECOND);
    Snapshot { bytes, link: stub.link, newer: stub.newer }
}

/// Leaves 0 in rcx if these bytes are at `place`.
fn emit_piece(asm: &mut Asm, place: u64, bytes: &[u8]) {
    let mut word = [0; 8];
    word[..bytes.len()].copy_from_slice(bytes);
    asm.constant(R11, place);
    match bytes.len() {
        8 => asm.put(&[0x49, 0x8b, 0x0b]),       // mov rcx, [r11]
        4 => asm.put(&[0x41, 0x8b, 0x0b]),       // mov ecx, [r11]
        _ => asm.put(&[0x41, 0x0f, 0xb6, 0x0b]), // movzx ecx, byte [r11]
    }
    asm.constant(R11, u64::from_le_bytes(word).wrapping_neg());
    asm.put(&[0x4a, 0x8d, 0x0c, 0x19]); // lea rcx, [rcx + r11]
}

struct Stub {
    start: u64,
    link: u64,
    newer: u64,
}

fn emit_stub(emission: &mut Emission, target: u64) -> Stub {
    let routines = emission.environment.routines;
    let code_base = emission.environment.code_base;
    let cold = &mut emission.cold;
    cold.align_link(1);
    let start = cold.here();
    cold.put(&[0xe9]);
    let link = cold.here() - code_base;
    cold.put(&[0; 4]); // to what follows
    cold.constant(RCX, target);
    cold.save(RCX, field::TARGET);
    cold.load(R11, field::SECOND);
    cold.load(RCX, field::RCX);
    cold.jump(routines.miss);
    let newer = cold.here() - code_base;
    cold.constant(RCX, target);
    cold.jump(routines.lookup);
    Stub { start, link, newer }
}
