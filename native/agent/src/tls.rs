//! The thread variables that translated code uses (`ffiscope_wire::tls::field`), as Rust reads and writes them.
use core::arch::{asm, global_asm};

// Initial-exec thread-local storage: its offset from fs is the same in every thread and known once the library is
// loaded. It is small enough for the surplus that the loader keeps for libraries opened late.
global_asm!(
    ".section .tbss,\"awT\",@nobits",
    ".balign 64",
    ".globl ffiscope_thread",
    ".hidden ffiscope_thread",
    ".type ffiscope_thread,@object",
    ".size ffiscope_thread, {bytes}",
    "ffiscope_thread:",
    ".zero {bytes}",
    ".text",
    bytes = const ffiscope_wire::tls::field::BYTES,
);

/// Offset of the variables from fs.
pub fn offset() -> i64 {
    let offset: i64;
    // SAFETY: reads the library's own offset table.
    unsafe {
        asm!("mov {}, qword ptr [rip + ffiscope_thread@GOTTPOFF]", out(reg) offset, options(pure, nomem, nostack, preserves_flags));
    }
    offset
}

pub fn get(field: i32) -> u64 {
    let value: u64;
    // SAFETY: `field` lies inside the block of thread variables.
    unsafe {
        asm!("mov {value}, fs:[{at}]", at = in(reg) offset() + i64::from(field), value = out(reg) value,
            options(readonly, nostack, preserves_flags));
    }
    value
}

pub fn set(field: i32, value: u64) {
    // SAFETY: `field` lies inside the block of thread variables, which belong to this thread alone.
    unsafe {
        asm!("mov fs:[{at}], {value}", at = in(reg) offset() + i64::from(field), value = in(reg) value,
            options(nostack, preserves_flags));
    }
}
