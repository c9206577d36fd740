//! Gathers and scatters: one access for each active lane.
use crate::address::Address;
use crate::masked::Mask;
use crate::registers::{Registers, State};
use crate::{Access, Kind};
use iced_x86::{Instruction, Mnemonic, OpKind, Register};

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Gather {
    /// Base and displacement; the index is a lane of `index`.
    base: Address,
    index: u8,
    scale: u8,
    /// Bytes of an index lane: 4 or 8.
    index_size: u8,
    /// Bytes of an element.
    element: u8,
    lanes: u8,
    mask: Mask,
    kind: Kind,
}

impl Gather {
    pub(crate) fn of(instruction: &Instruction) -> Option<Self> {
        let index = instruction.memory_index();
        if !instruction.is_vsib() || is_prefetch(instruction.mnemonic()) {
            return None;
        }
        let element = instruction.memory_size().element_size().max(instruction.memory_size().size()) as u8;
        let index_size: u8 = if instruction.is_vsib64() { 8 } else { 4 };
        let scatters = instruction.op0_kind() == OpKind::Memory;
        let data = if scatters { instruction.op1_register() } else { instruction.op0_register() };
        let by_data = data.size() / usize::from(element);
        let by_index = index.size() / usize::from(index_size);
        Some(Gather {
            base: Address { index: None, scale: 1, ..Address::of_operand(instruction) },
            index: index.number() as u8,
            scale: instruction.memory_index_scale() as u8,
            index_size,
            element,
            lanes: by_data.min(by_index) as u8,
            mask: mask_of(instruction, element),
            kind: if scatters { Kind::Write } else { Kind::Read },
        })
    }

    pub(crate) fn registers(&self) -> Registers {
        let index = Registers { vectors: 1 << self.index, ..Registers::default() };
        self.base.registers().union(index).union(self.mask.registers())
    }

    pub(crate) fn accesses(&self, before: &dyn State, out: &mut Vec<Access>) {
        let indices = before.vector(self.index as usize);
        let active = self.mask.active(before);
        for lane in 0..usize::from(self.lanes) {
            if active >> lane & 1 == 0 {
                continue;
            }
            let offset = lane_index(&indices, lane, self.index_size).wrapping_mul(i64::from(self.scale));
            let displacement = self.base.displacement.wrapping_add(offset as u64);
            let address = Address { displacement, ..self.base }.evaluate(before);
            out.push(Access { address, size: u64::from(self.element), kind: self.kind, certain: true, count: 1 });
        }
    }
}

/// Signed index `lane` of a vector of 4- or 8-byte indices.
fn lane_index(indices: &[u8; 64], lane: usize, size: u8) -> i64 {
    let size = usize::from(size);
    let bytes = &indices[lane * size..(lane + 1) * size];
    match bytes.try_into() {
        Ok(eight) => i64::from_le_bytes(eight),
        Err(_) => i64::from(i32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]])),
    }
}

/// EVEX forms name a mask register; the older ones take the sign bits of the third operand.
fn mask_of(instruction: &Instruction, element: u8) -> Mask {
    match instruction.op_mask() {
        Register::None => Mask::Signs { vector: instruction.op2_register().number() as u8, element },
        register => Mask::Opmask(register.number() as u8),
    }
}

fn is_prefetch(mnemonic: Mnemonic) -> bool {
    use Mnemonic::*;
    matches!(
        mnemonic,
        Vgatherpf0dps
            | Vgatherpf0dpd
            | Vgatherpf0qps
            | Vgatherpf0qpd
            | Vgatherpf1dps
            | Vgatherpf1dpd
            | Vgatherpf1qps
            | Vgatherpf1qpd
            | Vscatterpf0dps
            | Vscatterpf0dpd
            | Vscatterpf0qps
            | Vscatterpf0qpd
            | Vscatterpf1dps
            | Vscatterpf1dpd
            | Vscatterpf1qps
            | Vscatterpf1qpd
    )
}
