//! Moves and arithmetic under a mask: only active lanes touch memory, adjacent ones in one access.
use crate::address::Address;
use crate::opmask;
use crate::registers::{Registers, State};
use crate::{Access, Kind};
use iced_x86::{Instruction, Mnemonic, OpKind};

/// Where the active lanes are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mask {
    Opmask(u8),
    /// The sign bit of each element of a vector register.
    Signs {
        vector: u8,
        element: u8,
    },
    /// The sign bit of each byte of an MMX register.
    MmxSigns(u8),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Layout {
    /// Lane n of memory belongs to mask bit n.
    Lanes,
    /// As many elements as there are active lanes, without gaps.
    Packed,
    /// The whole operand, if any lane is active (broadcasts).
    Whole,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Masked {
    pub address: Address,
    /// Bytes of memory that one mask bit stands for.
    pub element: u8,
    pub lanes: u8,
    /// Bytes of the whole operand.
    pub size: u16,
    pub mask: Mask,
    pub layout: Layout,
    pub reads: bool,
    pub writes: bool,
}

impl Mask {
    pub(crate) fn registers(self) -> Registers {
        match self {
            Mask::Opmask(k) => Registers { masks: 1 << k, ..Registers::default() },
            Mask::Signs { vector, .. } => Registers { vectors: 1 << vector, ..Registers::default() },
            Mask::MmxSigns(mm) => Registers { mmx: 1 << mm, ..Registers::default() },
        }
    }

    /// Bit n set: lane n is active.
    pub(crate) fn active(self, state: &dyn State) -> u64 {
        match self {
            Mask::Opmask(k) => state.mask(k as usize),
            Mask::Signs { vector, element } => sign_bits(&state.vector(vector as usize), element),
            Mask::MmxSigns(mm) => sign_bits(&state.mmx(mm as usize).to_le_bytes(), 1),
        }
    }
}

fn sign_bits(bytes: &[u8], element: u8) -> u64 {
    let lanes = bytes.chunks_exact(usize::from(element)).enumerate();
    lanes.fold(0, |bits, (lane, bytes)| bits | u64::from(bytes[bytes.len() - 1] >> 7) << lane)
}

impl Masked {
    pub(crate) fn of(instruction: &Instruction) -> Option<Self> {
        byte_move(instruction).or_else(|| vex_move(instruction)).or_else(|| opmask::of(instruction))
    }

    pub(crate) fn registers(&self) -> Registers {
        self.address.registers().union(self.mask.registers())
    }

    pub(crate) fn accesses(&self, before: &dyn State, out: &mut Vec<Access>) {
        let limit = if self.lanes >= 64 { u64::MAX } else { (1 << self.lanes) - 1 };
        let active = self.mask.active(before) & limit;
        let address = self.address.evaluate(before);
        for (kind, wanted) in [(Kind::Read, self.reads), (Kind::Write, self.writes)] {
            if wanted {
                self.runs(active, |offset, size| {
                    out.push(Access { address: address.wrapping_add(offset), size, kind, certain: true, count: 1 });
                });
            }
        }
    }

    /// Calls `emit(offset, size)` for each run of touched bytes, upwards.
    fn runs(&self, active: u64, mut emit: impl FnMut(u64, u64)) {
        let element = u64::from(self.element);
        match self.layout {
            _ if active == 0 => {}
            Layout::Whole => emit(0, u64::from(self.size)),
            Layout::Packed => emit(0, u64::from(active.count_ones()) * element),
            Layout::Lanes => {
                let mut left = active;
                while left != 0 {
                    let start = left.trailing_zeros();
                    let length = (left >> start).trailing_ones();
                    emit(u64::from(start) * element, u64::from(length) * element);
                    let end = start + length;
                    left = if end >= 64 { 0 } else { left >> end << end };
                }
            }
        }
    }
}

/// `maskmovdqu` and `maskmovq`: bytes at [rdi].
fn byte_move(instruction: &Instruction) -> Option<Masked> {
    use Mnemonic::{Maskmovdqu, Maskmovq, Vmaskmovdqu};
    if !matches!(instruction.mnemonic(), Maskmovdqu | Maskmovq | Vmaskmovdqu) {
        return None;
    }
    const RDI: u8 = 7;
    let short = instruction.op0_kind() == OpKind::MemorySegEDI;
    let register = instruction.op2_register();
    let number = register.number() as u8;
    let (mask, lanes) = match register.is_mm() {
        true => (Mask::MmxSigns(number), 8),
        false => (Mask::Signs { vector: number, element: 1 }, 16),
    };
    let segment = crate::Segment::of(instruction.memory_segment());
    let address_bits = if short { 32 } else { 64 };
    Some(Masked {
        address: Address { segment, address_bits, ..Address::at(RDI, 0) },
        element: 1,
        lanes,
        size: u16::from(lanes),
        mask,
        layout: Layout::Lanes,
        reads: false,
        writes: true,
    })
}

/// `vmaskmov*` and `vpmaskmov*`: the mask is the sign bits of the second operand.
fn vex_move(instruction: &Instruction) -> Option<Masked> {
    use Mnemonic::{Vmaskmovpd, Vmaskmovps, Vpmaskmovd, Vpmaskmovq};
    let element = match instruction.mnemonic() {
        Vmaskmovps | Vpmaskmovd => 4,
        Vmaskmovpd | Vpmaskmovq => 8,
        _ => return None,
    };
    let mask = instruction.op1_register();
    let size = mask.size() as u16;
    let stores = instruction.op0_kind() == OpKind::Memory;
    Some(Masked {
        address: Address::of_operand(instruction),
        element,
        lanes: (size / u16::from(element)) as u8,
        size,
        mask: Mask::Signs { vector: mask.number() as u8, element },
        layout: Layout::Lanes,
        reads: !stores,
        writes: stores,
    })
}
