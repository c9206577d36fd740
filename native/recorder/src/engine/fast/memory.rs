//! Code memory: the recorder writes it, the program executes it at another address.
//!
//! Hot code (what runs when nothing is recorded) and cold code (hit pads, exits) grow in halves of their own, so that
//! the hot part stays dense.
use anyhow::{bail, Result};
use ffiscope_wire::tls::code;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};

/// Space that must be left in both halves before a translation begins.
const RESERVE: u64 = 4 << 20;

pub struct CodeMemory {
    /// Our writable view.
    view: *mut u8,
    size: u64,
    /// Where the program sees it.
    pub base: u64,
    hot: u64,
    cold: u64,
}

// SAFETY: the view is only written through this value, which one thread uses at a time.
unsafe impl Send for CodeMemory {}

impl CodeMemory {
    /// # Safety
    /// `view` must be a writable mapping of `size` bytes that outlives this value.
    pub unsafe fn new(view: *mut u8, size: u64, base: u64) -> Self {
        Self { view, size, base, hot: code::FIRST + 64, cold: size / 2 }
    }

    /// Offsets at which the next hot and cold code go.
    pub fn next(&self) -> (u64, u64) {
        (self.hot, self.cold)
    }

    pub fn check_space(&self) -> Result<()> {
        if self.hot + RESERVE > self.size / 2 || self.cold + RESERVE > self.size {
            bail!("code memory is full ({} MiB); code that was not met before runs untraced", self.size >> 20);
        }
        Ok(())
    }

    /// Stores hot and cold code at the offsets that [`Self::next`] gave.
    pub fn append(&mut self, hot: &[u8], cold: &[u8]) {
        self.write(self.hot, hot);
        self.write(self.cold, cold);
        self.hot = (self.hot + hot.len() as u64).next_multiple_of(16);
        self.cold = (self.cold + cold.len() as u64).next_multiple_of(16);
    }

    pub fn write(&mut self, offset: u64, bytes: &[u8]) {
        assert!(offset + bytes.len() as u64 <= self.size);
        // SAFETY: in bounds; nothing executes or reads these bytes before a later release store links to them.
        unsafe { std::ptr::copy_nonoverlapping(bytes.as_ptr(), self.view.add(offset as usize), bytes.len()) };
    }

    /// Points the displacement at `offset` (aligned to 4) to code at offset `target`, in one store.
    pub fn link(&mut self, offset: u64, target: u64) {
        let relative = target.wrapping_sub(offset + 4) as u32;
        // The program may execute the instruction at the same time and sees the old or the new displacement, since an
        // aligned store of 4 bytes is not torn.
        self.half(offset).store(relative, Ordering::Release);
    }

    /// A u64 outside the code: an entry of the lookup table or of the list of ranges.
    pub fn store(&mut self, offset: u64, value: u64) {
        self.word(offset).store(value, Ordering::Release);
    }

    /// A u32 outside the code: an entry of the table of landing pads.
    pub fn store_half(&mut self, offset: u64, value: u32) {
        self.half(offset).store(value, Ordering::Release);
    }

    pub fn load_half(&self, offset: u64) -> u32 {
        self.half(offset).load(Ordering::Relaxed)
    }

    fn half(&self, offset: u64) -> &AtomicU32 {
        assert!(offset.is_multiple_of(4) && offset + 4 <= self.size);
        // SAFETY: in bounds and aligned, and any bytes are a valid AtomicU32.
        unsafe { &*self.view.add(offset as usize).cast::<AtomicU32>() }
    }

    pub fn load(&self, offset: u64) -> u64 {
        self.word(offset).load(Ordering::Relaxed)
    }

    /// Offset of an address in the program's view.
    pub fn offset_of(&self, address: u64) -> Option<u64> {
        address.checked_sub(self.base).filter(|&offset| offset < self.size)
    }

    /// What is at an offset.
    pub fn bytes<const N: usize>(&self, offset: u64) -> Option<[u8; N]> {
        let inside = offset.checked_add(N as u64).is_some_and(|end| end <= self.size);
        // SAFETY: in bounds; any bytes are valid, and code is only written by this value.
        inside.then(|| unsafe { self.view.add(offset as usize).cast::<[u8; N]>().read() })
    }

    fn word(&self, offset: u64) -> &AtomicU64 {
        assert!(offset.is_multiple_of(8) && offset + 8 <= self.size);
        // SAFETY: in bounds and aligned, and any bytes are a valid AtomicU64.
        unsafe { &*self.view.add(offset as usize).cast::<AtomicU64>() }
    }
}
