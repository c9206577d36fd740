//! The `xsave` family: only the requested state components are stored or loaded.
use crate::address::Address;
use crate::registers::{Registers, State};
use crate::{Access, Kind};
use iced_x86::{Instruction, Mnemonic};
use std::arch::x86_64::{__cpuid_count, _xgetbv};

const RAX: usize = 0;
const RDX: usize = 2;
const LEGACY_BYTES: u64 = 512;
const HEADER_BYTES: u64 = 64;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Xsave {
    address: Address,
    kind: Kind,
    /// Components lie behind each other instead of at their standard offsets.
    compact: bool,
    /// Components in their initial state or unmodified may be left out, so what is written is not certain.
    optimised: bool,
}

impl Xsave {
    pub(crate) fn of(instruction: &Instruction) -> Option<Self> {
        use Mnemonic::*;
        let (kind, compact, optimised) = match instruction.mnemonic() {
            Xsave | Xsave64 => (Kind::Write, false, false),
            Xsaveopt | Xsaveopt64 => (Kind::Write, false, true),
            Xsavec | Xsavec64 | Xsaves | Xsaves64 => (Kind::Write, true, true),
            // Whether the image is compact stands in it; the standard form is what programs load.
            Xrstor | Xrstor64 | Xrstors | Xrstors64 => (Kind::Read, false, true),
            _ => return None,
        };
        Some(Self { address: Address::of_operand(instruction), kind, compact, optimised })
    }

    pub(crate) fn registers(&self) -> Registers {
        let request = Registers { gprs: 1 << RAX | 1 << RDX, ..Registers::default() };
        self.address.registers().union(request)
    }

    pub(crate) fn accesses(&self, before: &dyn State, out: &mut Vec<Access>) {
        let requested = before.gpr(RDX) << 32 | before.gpr(RAX) & 0xffff_ffff;
        let address = self.address.evaluate(before);
        for (offset, size) in components(requested & enabled_components(), self.compact) {
            out.push(Access {
                address: address.wrapping_add(offset),
                size,
                kind: self.kind,
                certain: !self.optimised,
                count: 1,
            });
        }
    }
}

/// `(offset, size)` of the parts of an image with these components, upwards, the header among them.
fn components(mask: u64, compact: bool) -> Vec<(u64, u64)> {
    let mut parts = Vec::new();
    // x87 state and the SSE registers; both include MXCSR's neighbourhood, kept as one part.
    if mask & 1 != 0 {
        parts.push((0, 160));
    } else if mask & 2 != 0 {
        parts.push((24, 8));
    }
    if mask & 2 != 0 {
        parts.push((160, 256));
    }
    parts.push((LEGACY_BYTES, HEADER_BYTES));
    let mut next = LEGACY_BYTES + HEADER_BYTES;
    for component in (2..63).filter(|n| mask >> n & 1 != 0) {
        // SAFETY: leaf 0xd exists, since an xsave instruction was met; cpuid has no side effects.
        #[allow(unused_unsafe)]
        let leaf = unsafe { __cpuid_count(0xd, component) };
        if compact && leaf.ecx & 2 != 0 {
            next = next.next_multiple_of(64);
        }
        let offset = if compact { next } else { u64::from(leaf.ebx) };
        parts.push((offset, u64::from(leaf.eax)));
        next = offset + u64::from(leaf.eax);
    }
    parts
}

/// XCR0: what the operating system lets programs save.
fn enabled_components() -> u64 {
    #[target_feature(enable = "xsave")]
    fn read() -> u64 {
        // SAFETY: XCR0 can be read wherever xsave is enabled.
        unsafe { _xgetbv(0) }
    }
    if !std::arch::is_x86_feature_detected!("xsave") {
        return 3;
    }
    // SAFETY: the feature was just detected.
    unsafe { read() }
}
