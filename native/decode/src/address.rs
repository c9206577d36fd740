//! Where a memory operand lies, as an expression over registers.
use crate::registers::{register_number, Registers, State};
use iced_x86::{Instruction, Register};

/// Segment whose base is added. All but fs and gs have base 0 in 64-bit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Segment {
    #[default]
    Flat,
    Fs,
    Gs,
}

impl Segment {
    pub fn of(register: Register) -> Self {
        match register {
            Register::FS => Segment::Fs,
            Register::GS => Segment::Gs,
            _ => Segment::Flat,
        }
    }

    pub(crate) fn base(self, state: &dyn State) -> u64 {
        match self {
            Segment::Flat => 0,
            Segment::Fs => state.fs_base(),
            Segment::Gs => state.gs_base(),
        }
    }
}

/// `segment:[base + index * scale + displacement]`, wrapped to `address_bits`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Address {
    pub segment: Segment,
    /// Number of a general register.
    pub base: Option<u8>,
    pub index: Option<u8>,
    /// 1, 2, 4 or 8.
    pub scale: u8,
    /// For rip-relative operands the absolute address.
    pub displacement: u64,
    /// 64, or 32 with an address-size prefix.
    pub address_bits: u8,
}

impl Address {
    /// `[register + displacement]` in 64-bit addressing.
    pub fn at(register: u8, displacement: i64) -> Self {
        Address {
            segment: Segment::Flat,
            base: Some(register),
            index: None,
            scale: 1,
            displacement: displacement as u64,
            address_bits: 64,
        }
    }

    /// From the parts iced-x86 gives. A vector index (gathers) is left out.
    pub(crate) fn from_parts(
        segment: Register,
        base: Register,
        index: Register,
        scale: u32,
        displacement: u64,
        address_bits: u8,
    ) -> Self {
        Address {
            segment: Segment::of(segment),
            base: register_number(base),
            index: register_number(index),
            scale: scale as u8,
            displacement,
            address_bits,
        }
    }

    /// The explicit memory operand of `instruction`; a vector index (gathers) is left out.
    pub fn of_operand(instruction: &Instruction) -> Self {
        let base = instruction.memory_base();
        let index = instruction.memory_index();
        let short = base.is_gpr32() || index.is_gpr32() || base == Register::EIP;
        let bare = base == Register::None && !index.is_gpr();
        let bits = if short || (bare && instruction.memory_displ_size() == 4) { 32 } else { 64 };
        let segment = instruction.memory_segment();
        let scale = instruction.memory_index_scale();
        let displacement = instruction.memory_displacement64();
        Self::from_parts(segment, base, index, scale, displacement, bits)
    }

    pub fn evaluate(&self, state: &dyn State) -> u64 {
        let mut sum = self.displacement;
        if let Some(base) = self.base {
            sum = sum.wrapping_add(state.gpr(base as usize));
        }
        if let Some(index) = self.index {
            sum = sum.wrapping_add(state.gpr(index as usize).wrapping_mul(self.scale as u64));
        }
        self.finish(sum, state)
    }

    /// Wraps an offset to the address size and adds the segment's base.
    pub(crate) fn finish(&self, offset: u64, state: &dyn State) -> u64 {
        let wrapped = if self.address_bits == 32 { offset as u32 as u64 } else { offset };
        self.segment.base(state).wrapping_add(wrapped)
    }

    pub(crate) fn registers(&self) -> Registers {
        let bit = |register: Option<u8>| register.map_or(0, |n| 1u16 << n);
        Registers {
            gprs: bit(self.base) | bit(self.index),
            fs_base: self.segment == Segment::Fs,
            gs_base: self.segment == Segment::Gs,
            ..Registers::default()
        }
    }
}
