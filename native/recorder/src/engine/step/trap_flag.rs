//! The trap flag belongs to stepping; the program neither sees nor changes it.
use super::instructions::FlagsWidth;
use crate::session::process::Process;
use crate::supervise::tracee::Registers;

const TRAP_FLAG: u64 = 1 << 8;

/// After `pushf`: takes the flag out of what it stored.
pub fn hide(process: &Process, rsp: u64) {
    let mut high = [0; 1];
    if process.read_memory(rsp + 1, &mut high) == 1 {
        process.write_memory(rsp + 1, &[high[0] & !(TRAP_FLAG >> 8) as u8]);
    }
}

/// Does what `popf` would do. If it were stepped, the kernel would take the trap flag for the program's own from then on,
/// leave it set when stepping ends, and hand it down to children. False when there is nothing to load: the processor
/// will say so itself.
pub fn load(process: &Process, width: FlagsWidth, registers: &mut Registers) -> bool {
    let mut word = [0; 8];
    let bytes = &mut word[..width.operand as usize];
    if process.read_memory(registers.rsp, bytes) != bytes.len() {
        return false;
    }
    *registers = loaded(u64::from_le_bytes(word), width, *registers);
    true
}

/// The kernel lets only those flags through that a program may set.
fn loaded(word: u64, width: FlagsWidth, mut registers: Registers) -> Registers {
    let replaced = if width.operand == 2 { 0xffff } else { u64::MAX };
    registers.eflags = (registers.eflags & !replaced | word & replaced) & !TRAP_FLAG;
    registers.rsp += width.operand;
    registers.rip += width.instruction;
    registers
}

#[cfg(test)]
mod tests {
    use super::{loaded, FlagsWidth, TRAP_FLAG};
    use crate::supervise::tracee::Registers;

    fn registers(eflags: u64) -> Registers {
        // SAFETY: an all-zero user_regs_struct is a valid value of it.
        let zero: Registers = unsafe { std::mem::zeroed() };
        Registers { eflags, rsp: 0x1000, rip: 0x40, ..zero }
    }

    #[test]
    fn popf_replaces_all_flags_but_the_trap_flag() {
        let width = FlagsWidth { instruction: 1, operand: 8 };
        let after = loaded(0x246 | TRAP_FLAG, width, registers(0x481));
        assert_eq!((after.eflags, after.rsp, after.rip), (0x246, 0x1008, 0x41));
    }

    #[test]
    fn its_short_form_keeps_the_upper_ones() {
        let width = FlagsWidth { instruction: 2, operand: 2 };
        let after = loaded(0x0000_0047, width, registers(0x0020_0002));
        assert_eq!((after.eflags, after.rsp, after.rip), (0x0020_0047, 0x1002, 0x42));
    }
}
