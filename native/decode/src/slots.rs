//! Instructions whose operands lie at fixed places: most of them, with their implicit operands.
use crate::address::Address;
use crate::plan::Slot;
use crate::registers::{Registers, State};
use crate::{Access, Kind};
use iced_x86::{CodeSize, Instruction, InstructionInfoFactory, Mnemonic, OpAccess, UsedMemory};

/// The accesses of an instruction without moving parts, reads first; `None` when a size is not known.
pub(crate) fn of(instruction: &Instruction) -> Option<Vec<Slot>> {
    if names_an_address_only(instruction.mnemonic()) {
        return Some(Vec::new());
    }
    if let Some(slots) = special(instruction) {
        return Some(slots);
    }
    let mut factory = InstructionInfoFactory::new();
    let used = factory.info(instruction).used_memory();
    let mut slots = Vec::with_capacity(used.len() + 1);
    for memory in used {
        add(memory, &mut slots)?;
    }
    slots.sort_by_key(|slot| slot.kind);
    Some(slots)
}

/// Appends what one memory operand means; `None` when its size is not known.
fn add(memory: &UsedMemory, slots: &mut Vec<Slot>) -> Option<()> {
    let (reads, writes, conditional) = match memory.access() {
        OpAccess::None | OpAccess::NoMemAccess => return Some(()),
        // A conditional move reads its operand whatever the condition.
        OpAccess::Read | OpAccess::CondRead => (true, false, false),
        OpAccess::Write => (false, true, false),
        OpAccess::CondWrite => (false, true, true),
        OpAccess::ReadWrite => (true, true, false),
        OpAccess::ReadCondWrite => (true, true, true),
    };
    let size = memory.memory_size().size() as u32;
    if size == 0 {
        return None;
    }
    let address = address_of(memory);
    if reads {
        slots.push(Slot { address, size, kind: Kind::Read, if_zero_flag: false });
    }
    if writes {
        slots.push(Slot { address, size, kind: Kind::Write, if_zero_flag: conditional });
    }
    Some(())
}

fn address_of(memory: &UsedMemory) -> Address {
    let bits = if memory.address_size() == CodeSize::Code32 { 32 } else { 64 };
    Address::from_parts(memory.segment(), memory.base(), memory.index(), memory.scale(), memory.displacement(), bits)
}

/// Hints and address calculations: they name memory and leave it alone.
fn names_an_address_only(mnemonic: Mnemonic) -> bool {
    use Mnemonic::*;
    matches!(
        mnemonic,
        Lea | Nop
            | Reservednop
            | Prefetch
            | Prefetchnta
            | Prefetcht0
            | Prefetcht1
            | Prefetcht2
            | Prefetchw
            | Prefetchwt1
            | Prefetchit0
            | Prefetchit1
            | Clflush
            | Clflushopt
            | Clwb
            | Cldemote
            | Monitor
            | Monitorx
            | Umonitor
            | Invlpg
            | Bndmk
            | Bndcl
            | Bndcu
            | Bndcn
    )
}

/// Where the table of iced-x86 is too coarse.
fn special(instruction: &Instruction) -> Option<Vec<Slot>> {
    match instruction.mnemonic() {
        Mnemonic::Enter => Some(enter(instruction)),
        _ => None,
    }
}

/// `enter size, levels`: pushes rbp, copies `levels - 1` frame pointers, pushes the new frame pointer.
fn enter(instruction: &Instruction) -> Vec<Slot> {
    const RSP: u8 = 4;
    const RBP: u8 = 5;
    let levels = i64::from(instruction.immediate8_2nd() & 31);
    let write =
        |depth: i64| Slot { address: Address::at(RSP, -8 * depth), size: 8, kind: Kind::Write, if_zero_flag: false };
    let mut slots = vec![write(1)];
    for level in 1..levels {
        let address = Address::at(RBP, -8 * level);
        slots.push(Slot { address, size: 8, kind: Kind::Read, if_zero_flag: false });
        slots.push(write(1 + level));
    }
    if levels > 0 {
        slots.push(write(1 + levels));
    }
    slots.sort_by_key(|slot| slot.kind);
    slots
}

pub(crate) fn evaluate(slots: &[Slot], before: &dyn State, after: Option<&dyn State>, out: &mut Vec<Access>) {
    const ZERO_FLAG: u64 = 1 << 6;
    for slot in slots {
        let certain = !slot.if_zero_flag || after.is_some_and(|state| state.flags() & ZERO_FLAG != 0);
        out.push(Access {
            address: slot.address.evaluate(before),
            size: u64::from(slot.size),
            kind: slot.kind,
            certain,
            count: 1,
        });
    }
}

pub(crate) fn registers(slots: &[Slot]) -> (Registers, Registers) {
    let mut before = Registers::default();
    let mut after = Registers::default();
    for slot in slots {
        before = before.union(slot.address.registers());
        after.flags |= slot.if_zero_flag;
    }
    (before, after)
}
