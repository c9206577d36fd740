//! Registers of a stopped thread, as the decoder asks for them.
use crate::supervise::tracee::{Registers, Tracee};
use ffiscope_decode::State;
use std::arch::x86_64::__cpuid_count;

/// Room for the XSAVE image of every processor there is.
const IMAGE: usize = 16 << 10;
const XSTATE_BV: usize = 512;
const AVX: u32 = 2;
const OPMASK: u32 = 5;
const ZMM_HIGH: u32 = 6;
const ZMM_UPPER: u32 = 7;

/// One moment of a thread. `image` is empty unless vector, mask or MMX registers are needed.
pub struct Moment {
    pub general: Registers,
    image: Vec<u8>,
}

impl Moment {
    pub fn of(general: Registers) -> Self {
        Self { general, image: Vec::new() }
    }

    /// With vector, mask and MMX registers.
    pub fn extended(general: Registers, tracee: &Tracee) -> Result<Self, nix::errno::Errno> {
        let mut image = vec![0; IMAGE];
        let length = tracee.xsave_image(&mut image)?;
        image.truncate(length);
        Ok(Self { general, image })
    }

    /// Bytes of a part of the image; zeros where the component is in its initial state.
    fn part<const N: usize>(&self, component: u32, offset: usize) -> [u8; N] {
        let word = self.image.get(XSTATE_BV..XSTATE_BV + 8).and_then(|bytes| bytes.try_into().ok());
        let present = u64::from_le_bytes(word.unwrap_or([0; 8])) >> component & 1 != 0;
        let bytes = self.image.get(offset..offset + N).filter(|_| present);
        bytes.and_then(|bytes| bytes.try_into().ok()).unwrap_or([0; N])
    }
}

/// Where a component lies in the standard layout (Intel SDM volume 1, 13.4.3).
fn offset_of(component: u32) -> usize {
    // SAFETY: leaf 0xd exists wherever a component above 1 is in use; cpuid has no side effects.
    #[allow(unused_unsafe)]
    let leaf = unsafe { __cpuid_count(0xd, component) };
    leaf.ebx as usize
}

impl State for Moment {
    fn gpr(&self, number: usize) -> u64 {
        let r = &self.general;
        let all = [
            r.rax, r.rcx, r.rdx, r.rbx, r.rsp, r.rbp, r.rsi, r.rdi, r.r8, r.r9, r.r10, r.r11, r.r12, r.r13, r.r14,
            r.r15,
        ];
        all.get(number).copied().unwrap_or(0)
    }

    fn flags(&self) -> u64 {
        self.general.eflags
    }

    fn vector(&self, number: usize) -> [u8; 64] {
        let mut value = [0; 64];
        if number >= 16 {
            return self.part(ZMM_UPPER, offset_of(ZMM_UPPER) + (number - 16) * 64);
        }
        value[..16].copy_from_slice(&self.part::<16>(1, 160 + number * 16));
        value[16..32].copy_from_slice(&self.part::<16>(AVX, offset_of(AVX) + number * 16));
        value[32..].copy_from_slice(&self.part::<32>(ZMM_HIGH, offset_of(ZMM_HIGH) + number * 32));
        value
    }

    fn mmx(&self, number: usize) -> u64 {
        // The image has the x87 stack from its top on; MMX registers are numbered from its fixed start.
        let top = usize::from(u16::from_le_bytes(self.part(0, 2)) >> 11 & 7);
        u64::from_le_bytes(self.part(0, 32 + (number.wrapping_sub(top) & 7) * 16))
    }

    fn mask(&self, number: usize) -> u64 {
        u64::from_le_bytes(self.part(OPMASK, offset_of(OPMASK) + number * 8))
    }

    fn fs_base(&self) -> u64 {
        self.general.fs_base
    }

    fn gs_base(&self) -> u64 {
        self.general.gs_base
    }
}
