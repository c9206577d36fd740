//! The registers that decide what an instruction touches.
use iced_x86::Register;

/// Registers of one thread at one moment. General registers are numbered as the processor does
/// (0 rax, 1 rcx, 2 rdx, 3 rbx, 4 rsp, 5 rbp, 6 rsi, 7 rdi, 8-15 r8-r15).
///
/// Only registers named by [`crate::Plan::before`] or [`crate::Plan::after`] are ever asked for.
pub trait State {
    fn gpr(&self, number: usize) -> u64;
    /// rflags.
    fn flags(&self) -> u64;
    /// Vector register (xmm, ymm, zmm) `number`, zero-extended to 64 bytes.
    fn vector(&self, number: usize) -> [u8; 64];
    /// Low half of MMX register `number`: its 8 bytes.
    fn mmx(&self, number: usize) -> u64;
    /// AVX-512 mask register k0..k7.
    fn mask(&self, number: usize) -> u64;
    fn fs_base(&self) -> u64;
    fn gs_base(&self) -> u64;
}

/// A set of registers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Registers {
    /// Bit n: general register n.
    pub gprs: u16,
    /// Bit n: vector register n.
    pub vectors: u32,
    /// Bit n: mask register kn.
    pub masks: u8,
    /// Bit n: MMX register n.
    pub mmx: u8,
    pub flags: bool,
    pub fs_base: bool,
    pub gs_base: bool,
}

impl Registers {
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    pub(crate) fn union(self, other: Self) -> Self {
        Registers {
            gprs: self.gprs | other.gprs,
            vectors: self.vectors | other.vectors,
            masks: self.masks | other.masks,
            mmx: self.mmx | other.mmx,
            flags: self.flags | other.flags,
            fs_base: self.fs_base | other.fs_base,
            gs_base: self.gs_base | other.gs_base,
        }
    }

    /// Whether more than general registers, flags and segment bases is needed (an XSAVE image, with ptrace).
    pub fn needs_extended(&self) -> bool {
        self.vectors != 0 || self.masks != 0 || self.mmx != 0
    }
}

/// Number of the general register that holds `register` (any width), if it is one.
pub fn register_number(register: Register) -> Option<u8> {
    register.is_gpr().then(|| register.full_register().number() as u8)
}
