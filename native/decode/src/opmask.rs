//! AVX-512 instructions with a memory operand under a mask register k1..k7.
use crate::address::Address;
use crate::masked::{Layout, Mask, Masked};
use iced_x86::{Instruction, Mnemonic, OpKind, Register};

pub(crate) fn of(instruction: &Instruction) -> Option<Masked> {
    let opmask = instruction.op_mask();
    let operand = (0..instruction.op_count()).find(|&n| instruction.op_kind(n) == OpKind::Memory)?;
    let name = format!("{:?}", instruction.mnemonic());
    if opmask == Register::None || reads_whole_operand(instruction, &name) {
        return None;
    }
    let size = instruction.memory_size().size();
    let element = element_size(instruction);
    let layout = layout(instruction, &name);
    let covered = if layout == Layout::Whole { vector_size(instruction) } else { size };
    let stores = operand == 0;
    Some(Masked {
        address: Address::of_operand(instruction),
        element: element as u8,
        lanes: (covered / element).clamp(1, 64) as u8,
        size: size as u16,
        mask: Mask::Opmask(opmask.number() as u8),
        layout,
        reads: !stores,
        writes: stores,
    })
}

fn layout(instruction: &Instruction, name: &str) -> Layout {
    if name.starts_with("Vpcompress") || name.starts_with("Vcompress") || name.contains("expand") {
        Layout::Packed
    } else if instruction.is_broadcast() || name.contains("broadcast") {
        Layout::Whole
    } else {
        Layout::Lanes
    }
}

/// Bytes of memory behind one mask bit. Products of narrow elements are masked by the width of their sums.
fn element_size(instruction: &Instruction) -> usize {
    use Mnemonic::*;
    let sums = match instruction.mnemonic() {
        Vpmaddubsw => 2,
        Vpmaddwd | Vpdpbusd | Vpdpbusds | Vpdpwssd | Vpdpwssds | Vdpbf16ps => 4,
        _ => 0,
    };
    let memory = instruction.memory_size();
    match memory.element_size() {
        0 => memory.size().max(1),
        element => element.max(sums),
    }
}

/// Bytes of the widest vector register operand.
fn vector_size(instruction: &Instruction) -> usize {
    let operands = 0..instruction.op_count();
    let registers =
        operands.filter(|&n| instruction.op_kind(n) == OpKind::Register).map(|n| instruction.op_register(n));
    registers.filter(|register| register.is_vector_register()).map(|register| register.size()).max().unwrap_or(0)
}

/// Shuffles move elements between lanes, so they load all of the operand whatever the mask says; so do
/// inserts, and shifts whose count is in memory.
fn reads_whole_operand(instruction: &Instruction, name: &str) -> bool {
    const FAMILIES: [&str; 17] = [
        "Vperm",
        "Vpshuf",
        "Vshuf",
        "Vpunpck",
        "Vunpck",
        "Valign",
        "Vpalign",
        "Vdbpsadbw",
        "Vpack",
        "Vmovddup",
        "Vmovshdup",
        "Vmovsldup",
        "Vpmultishift",
        "Vpconflict",
        "Vinsert",
        "Vpinsert",
        "Vgf2p8affine",
    ];
    const COUNTED: [&str; 3] = ["Vpsll", "Vpsrl", "Vpsra"];
    let counted = instruction.op2_kind() == OpKind::Memory
        && COUNTED.iter().any(|family| name.starts_with(family))
        && !name.contains("Vpsllv")
        && !name.contains("Vpsrlv")
        && !name.contains("Vpsrav");
    counted || FAMILIES.iter().any(|family| name.starts_with(family))
}
