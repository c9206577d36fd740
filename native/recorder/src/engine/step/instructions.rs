//! Decoded instructions of the traced process.
use crate::engine::fast::access::is_tracked_slot;
use crate::session::process::Process;
use ffiscope_decode::Plan;
use iced_x86::{Decoder, DecoderOptions, Instruction, Mnemonic};
use std::collections::HashMap;
use std::sync::Arc;

const LONGEST: usize = 15;

/// What stepping has to know of one instruction.
#[derive(Debug)]
pub struct Known {
    pub plan: Plan,
    pub effect: Effect,
    bytes: Vec<u8>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// No memory that can be tracked.
    Nothing,
    /// As the plan says.
    Accesses,
    Syscall,
    /// It stores the flags, with the trap flag that stepping set.
    StoresFlags,
    /// It loads the flags, and is not stepped but done for it: see `trap_flag`.
    LoadsFlags(FlagsWidth),
    /// It touches memory in a way that is not known.
    Unknown,
}

/// Bytes of `popf` and of what it takes off the stack.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FlagsWidth {
    pub instruction: u64,
    pub operand: u64,
}

/// By address. Code may be changed or replaced at any time, so its bytes are compared each time.
#[derive(Default)]
pub struct Instructions(HashMap<u64, Arc<Known>>);

impl Instructions {
    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// `None`: there is no instruction at `pc`; the processor will say so itself.
    pub fn at(&mut self, process: &Process, pc: u64) -> Option<Arc<Known>> {
        let mut bytes = [0; LONGEST];
        let length = read_code(process, pc, &mut bytes);
        if let Some(known) = self.0.get(&pc).filter(|known| bytes[..length].starts_with(&known.bytes)) {
            return Some(known.clone());
        }
        let instruction = Decoder::with_ip(64, &bytes[..length], pc, DecoderOptions::NONE).decode();
        if instruction.is_invalid() {
            return None;
        }
        let plan = Plan::of(&instruction).keeping(|slot| is_tracked_slot(&instruction, slot));
        let bytes = bytes[..instruction.len()].to_vec();
        let effect = effect_of(&instruction, &plan);
        let known = Arc::new(Known { effect, plan, bytes });
        self.0.insert(pc, known.clone());
        Some(known)
    }
}

/// The bytes at `pc`, which may end at an unreadable page.
fn read_code(process: &Process, pc: u64, into: &mut [u8; LONGEST]) -> usize {
    let length = process.read_memory(pc, into);
    let in_page = 4096 - (pc as usize & 4095);
    if length > 0 || in_page >= LONGEST {
        length
    } else {
        process.read_memory(pc, &mut into[..in_page])
    }
}

fn effect_of(instruction: &Instruction, plan: &Plan) -> Effect {
    match instruction.mnemonic() {
        Mnemonic::Syscall => return Effect::Syscall,
        Mnemonic::Pushf | Mnemonic::Pushfq => return Effect::StoresFlags,
        Mnemonic::Popf | Mnemonic::Popfq => {
            let operand = if instruction.mnemonic() == Mnemonic::Popf { 2 } else { 8 };
            return Effect::LoadsFlags(FlagsWidth { instruction: instruction.len() as u64, operand });
        }
        _ => {}
    }
    if plan.is_empty() {
        Effect::Nothing
    } else if plan.is_known() {
        Effect::Accesses
    } else {
        Effect::Unknown
    }
}
