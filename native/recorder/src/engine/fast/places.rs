//! Where in translated code a stopped thread is.
use super::translator::Translator;
use crate::session::process::Process;
use crate::supervise::tracee::{Registers, Tracee};
use ffiscope_wire::tls::{code, field, PRIVATE_STACK_BYTES};
use iced_x86::{Decoder, DecoderOptions};
use nix::errno::Errno;

const SYSCALL: [u8; 2] = [0x0f, 0x05];
/// Results that tell the kernel to restart a system call, or to let it fail with EINTR.
const RESTART: std::ops::RangeInclusive<i64> = -516..=-512;

/// Whether the agent may be told of the system call twice: not of the end of a thread or handler, nor of a child.
fn is_repeatable(number: i64) -> bool {
    use nix::libc::*;
    let once = [SYS_rt_sigreturn, SYS_exit, SYS_exit_group, SYS_fork, SYS_vfork, SYS_clone, SYS_clone3];
    !once.contains(&number)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Before the translation of this instruction; all registers are as the program has them.
    Clean(u64),
    /// Behind a system call that a signal has interrupted; this instruction follows it.
    Interrupted(u64),
    /// Somewhere in the translation of an instruction.
    Inside,
    /// In the agent, on the private stack.
    CallOut,
    /// Not in translated code.
    Elsewhere,
}

pub struct Places<'a>(pub &'a Translator);

impl Places<'_> {
    pub fn of(&self, process: &Process, registers: &Registers) -> Place {
        let Places(translator) = self;
        let Some(offset) = translator.memory.offset_of(registers.rip) else {
            return match self.is_call_out(process, registers) {
                true => Place::CallOut,
                false => Place::Elsewhere,
            };
        };
        if let Some(original) = translator.blocks.beginning(offset) {
            return Place::Clean(original);
        }
        // In front of a system call, behind what the agent does for it: the signal must not come after it.
        if translator.memory.bytes::<2>(offset) == Some(SYSCALL) && is_repeatable(registers.rax as i64) {
            return self.covering(registers.rip).map_or(Place::Inside, Place::Clean);
        }
        let after_call = registers.orig_rax as i64 >= 0 && RESTART.contains(&(registers.rax as i64));
        if after_call && translator.memory.bytes::<2>(offset.wrapping_sub(2)) == Some(SYSCALL) {
            if let Some(call) = self.covering(registers.rip - 1) {
                return Place::Interrupted(call + SYSCALL.len() as u64);
            }
        }
        Place::Inside
    }

    /// The original of the instruction whose translation covers `pc`.
    pub fn covering(&self, pc: u64) -> Option<u64> {
        self.0.original_pc(pc)
    }

    /// Where a thread goes that is on its way to a translation: a handler that has ended leaves it there.
    pub fn target(&self, process: &Process, registers: &Registers) -> Option<u64> {
        let base = self.0.memory.base;
        if !(base + code::DISPATCH..base + code::LEAVE).contains(&registers.rip) {
            return None;
        }
        let mut word = [0; 8];
        let whole = process.read_memory(self.variable(registers, field::TARGET), &mut word) == word.len();
        whole.then(|| u64::from_le_bytes(word))
    }

    /// Where the agent comes back to translated code.
    pub fn leave(&self) -> u64 {
        self.0.memory.base + code::LEAVE
    }

    /// The address behind the instruction at `pc`.
    pub fn behind(&self, pc: u64) -> Option<u64> {
        let bytes = self.0.memory.bytes::<15>(self.0.memory.offset_of(pc)?)?;
        Some(Decoder::with_ip(64, &bytes, pc, DecoderOptions::NONE).decode().next_ip())
    }

    /// Lets the thread, which is at a place in the original code, go on in its translation.
    pub fn redirect(&self, process: &Process, tracee: &Tracee) -> Result<(), Errno> {
        let mut registers = tracee.registers()?;
        process.write_memory(self.variable(&registers, field::TARGET), &registers.rip.to_le_bytes());
        registers.rip = self.0.memory.base + code::DISPATCH;
        tracee.set_registers(&registers)
    }

    fn variable(&self, registers: &Registers, field: i32) -> u64 {
        registers.fs_base.wrapping_add_signed(i64::from(self.0.environment.tls.0 + field))
    }

    fn is_call_out(&self, process: &Process, registers: &Registers) -> bool {
        let mut word = [0; 8];
        if process.read_memory(self.variable(registers, field::STACK), &mut word) != word.len() {
            return false;
        }
        let top = u64::from_le_bytes(word);
        top != 0 && (top - PRIVATE_STACK_BYTES..=top).contains(&registers.rsp)
    }
}
