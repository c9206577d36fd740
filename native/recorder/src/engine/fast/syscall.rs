//! The `syscall` instruction: the agent is told before and after it.
//!
//! rcx and r11 are free here, since the kernel overwrites them. A fork-like call must leave nothing in memory
//! that its child could spoil, so for it everything that is needed afterwards is in the code itself.
use super::asm::{R11, RAX, RCX};
use super::emission::Emission;
use ffiscope_wire::tls::field;

pub fn emit(emission: &mut Emission, pc: u64, next: u64) {
    let routines = emission.environment.routines;
    call_out(emission, pc, routines.syscall_before);
    let fork = emission.hot.jump_if_rcx_zero();
    emission.hot.put(&[0x0f, 0x05]);
    call_out(emission, pc, routines.syscall_after);
    let recorded = emission.hot.jump_short();
    emission.hot.land(fork);
    emission.hot.put(&[0x0f, 0x05]);
    emission.hot.copy(RCX, RAX);
    let child = emission.hot.jump_if_rcx_zero();
    let parent = emission.hot.jump_short();
    emission.hot.land(child);
    emit_child(emission, next);
    emission.hot.land(recorded);
    emission.hot.land(parent);
    emission.hot.constant(RCX, next);
}

/// The child tells the agent where it would go on, in the original (rcx) and in the translation (r11, an offset). The
/// translation goes on behind the jump.
fn emit_child(emission: &mut Emission, next: u64) {
    let hot = &mut emission.hot;
    hot.constant(RCX, next);
    // `mov r11d, imm32` has 6 bytes, the jump behind it 5.
    let resume = hot.here() + 11 - emission.environment.code_base;
    hot.constant(R11, resume);
    hot.jump(emission.environment.routines.child);
}

fn call_out(emission: &mut Emission, pc: u64, routine: u64) {
    let hot = &mut emission.hot;
    hot.constant(RCX, pc);
    hot.save(RCX, field::TARGET);
    let resume = hot.here() + 18 - emission.environment.code_base;
    hot.set(field::RESUME, resume as i32);
    hot.jump(routine);
}
