//! The inline check in front of a memory access, and the pad that records a hit.
//!
//! ```text
//! hot                                     cold: the hit pad
//!   mov  fs:[RCX], rcx                      mov rcx, fs:[RCX]
//!   lea  rcx, [operand]                     lea rcx, [operand]
//!   rorx rcx, rcx, 12                       mov fs:[SECOND], rax
//!   mov  ecx, ecx          page number      mov rax, fs:[RING]
//!   movzx ecx, byte [rcx + shadow]          mov [rax], rcx            address
//!   jrcxz skip                              mov qword [rax + 8], site tag last
//!   jmp  pad               ------------->   lea rax, [rax + 16]
//! skip:                    <-------------   mov fs:[RING], rax; is the chunk full?
//!   mov  rcx, fs:[RCX]
//!   the instruction
//! ```
//! [`template`] alone decides which check an access gets; a shorter one where flags or registers are dead belongs there.
use super::asm::{Asm, Short, RAX, RCX};
use super::emission::Emission;
use ffiscope_decode::Address;
use ffiscope_wire::tls::field;

/// How an access is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Template {
    /// The page is known: the address does not depend on registers.
    Constant(u64),
    /// The address is calculated in rcx, which is put aside.
    Computed,
}

pub fn template(operand: &Address) -> Template {
    if operand.base.is_some() || operand.index.is_some() {
        return Template::Computed;
    }
    let short = operand.address_bits == 32;
    Template::Constant(if short { operand.displacement & 0xffff_ffff } else { operand.displacement })
}

/// Emits the check; `pad` emits what a hit does, into cold code that begins with the program's registers restored and
/// must end by jumping to the address it is given, where rcx is loaded from its variable.
pub fn emit(emission: &mut Emission, operand: &Address, pad: impl FnOnce(&mut Emission, u64)) {
    let hot = &mut emission.hot;
    hot.save(RCX, field::RCX);
    emit_page(hot, operand, emission.environment.shadow);
    let skip = hot.jump_if_rcx_zero();
    let start = emission.cold.here();
    hot.jump(start);
    hot.land(skip);
    let back = hot.here();
    hot.load(RCX, field::RCX);
    emission.cold.load(RCX, field::RCX);
    pad(emission, back);
}

/// The shadow byte of the operand's page to ecx.
fn emit_page(asm: &mut Asm, operand: &Address, shadow: u32) {
    match template(operand) {
        Template::Constant(address) => asm.constant(RCX, address >> 12 & 0xffff_ffff),
        Template::Computed => {
            asm.address(RCX, operand);
            asm.put(&[0xc4, 0xe3, 0xfb, 0xf0, 0xc9, 12]); // rorx rcx, rcx, 12
            asm.put(&[0x89, 0xc9]); // mov ecx, ecx
        }
    }
    asm.put(&[0x0f, 0xb6, 0x89]); // movzx ecx, byte [rcx + shadow]
    asm.put(&shadow.to_le_bytes());
}

/// A check whose hits append one cell.
pub fn emit_recorded(emission: &mut Emission, operand: &Address, site: u32) {
    emit(emission, operand, |emission, back| emit_cell(emission, operand, site, back));
}

/// Appends the cell { operand's address, site } and goes to `back`.
fn emit_cell(emission: &mut Emission, operand: &Address, site: u32, back: u64) {
    let cold = &mut emission.cold;
    cold.address(RCX, operand);
    cold.save(RAX, field::SECOND);
    cold.load(RAX, field::RING);
    cold.put(&[0x48, 0x89, 0x08]); // mov [rax], rcx
    cold.put(&[0x48, 0xc7, 0x40, 0x08]); // mov qword [rax + 8], site
    cold.put(&site.to_le_bytes());
    cold.put(&[0x48, 0x8d, 0x40, 0x10]); // lea rax, [rax + 16]
    cold.save(RAX, field::RING);
    cold.put(&[0x0f, 0xb7, 0xc8]); // movzx ecx, ax: 0 at a chunk's end
    cold.load(RAX, field::SECOND);
    let full = cold.jump_if_rcx_zero();
    cold.jump(back);
    emit_full(emission, full, back);
}

fn emit_full(emission: &mut Emission, full: Short, back: u64) {
    let resume = emission.offset(back);
    let cold = &mut emission.cold;
    cold.land(full);
    cold.load(RCX, field::RCX);
    cold.set(field::RESUME, resume);
    cold.jump(emission.environment.routines.chunk_end);
}
