//! Decides how the memory accesses of an instruction are recorded.
use super::sites::Meaning;
use super::stored::source_of;
use crate::engine::SiteAccess;
use ffiscope_decode::{Address, Kind, Plan, Segment, Slot};
use iced_x86::{Instruction, Mnemonic, OpKind, Register};

/// How one instruction is recorded.
#[derive(Debug)]
pub enum Recording {
    /// It touches nothing that can be tracked.
    Nothing,
    /// Each of these operands is checked and gives cells of its own site.
    Cells(Vec<(Address, Meaning)>),
    /// Registers are captured if the page of the operand is marked, or always (`None`).
    State(Plan, Option<Address>),
    /// It touches memory in a way that is not known.
    Unknown,
}

pub fn recording_of(instruction: &Instruction) -> Recording {
    let plan = Plan::of(instruction);
    if plan.is_empty() {
        return Recording::Nothing;
    }
    if !plan.is_known() {
        return Recording::Unknown;
    }
    let plan = plan.keeping(|slot| is_tracked_slot(instruction, slot));
    let Some(slots) = plan.fixed() else {
        let operand = masked_operand(instruction);
        return Recording::State(plan, operand);
    };
    let slots = slots.to_vec();
    match slots.first() {
        None => Recording::Nothing,
        // Where gs points, only the thread itself can tell.
        Some(_) if plan.before.gs_base => Recording::State(plan, None),
        // What a compare-exchange did is known afterwards. Its operand can't cross more than one page border.
        Some(first) if slots.iter().any(|slot| slot.if_zero_flag) => Recording::State(plan, Some(first.address)),
        Some(_) => Recording::Cells(cells(instruction, &slots)),
    }
}

/// One entry for each distinct address, in the order of the accesses.
fn cells(instruction: &Instruction, slots: &[Slot]) -> Vec<(Address, Meaning)> {
    let mut operands: Vec<(Address, Vec<SiteAccess>)> = Vec::new();
    for slot in slots {
        let access = SiteAccess { offset: 0, size: slot.size, kind: slot.kind, certain: true };
        match operands.iter_mut().find(|(address, _)| *address == slot.address) {
            Some((_, accesses)) => accesses.push(access),
            None => operands.push((slot.address, vec![access])),
        }
    }
    let source = match slots {
        [one] if one.kind == Kind::Write => source_of(instruction, one.size),
        _ => None,
    };
    let meaning = |accesses| Meaning::Fixed { pc: instruction.ip(), accesses, source };
    operands.into_iter().map(|(address, accesses)| (address, meaning(accesses))).collect()
}

/// Not tracked: single operands in the thread's own memory (fs), and the stack slots that push, pop, call and ret use by themselves.
pub fn is_tracked_slot(instruction: &Instruction, slot: &Slot) -> bool {
    slot.address.segment != Segment::Fs && (!instruction.is_stack_instruction() || is_explicit(instruction, slot))
}

/// Whether the slot is the operand that the instruction names.
fn is_explicit(instruction: &Instruction, slot: &Slot) -> bool {
    let number = |register: Register| register.is_gpr().then(|| register.full_register().number() as u8);
    let named = (0..instruction.op_count()).any(|n| instruction.op_kind(n) == OpKind::Memory);
    named
        && slot.address.base == number(instruction.memory_base())
        && slot.address.index == number(instruction.memory_index())
        && slot.address.displacement == instruction.memory_displacement64()
}

/// The operand of an instruction that touches at most 64 bytes from there, whatever its mask says; none where its address is not all
/// in registers.
fn masked_operand(instruction: &Instruction) -> Option<Address> {
    use Mnemonic::*;
    let older = matches!(instruction.mnemonic(), Vmaskmovps | Vmaskmovpd | Vpmaskmovd | Vpmaskmovq);
    let masked = older || instruction.op_mask() != Register::None;
    (masked && !instruction.is_vsib())
        .then(|| Address::of_operand(instruction))
        .filter(|operand| operand.segment == Segment::Flat)
}
