//! The memory shared with one traced process: memfds, mapped here for the recorder's side.
use anyhow::{Context, Result};
use ffiscope_wire::ring::{CELL_BYTES, CHUNK_BYTES, THREAD_RING_BYTES};
use ffiscope_wire::session::{thread_block_offset, Session, ThreadBlock, MAX_THREADS, RPC_DATA, SESSION_BYTES};
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::ptr::NonNull;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};

/// Bytes of translated code a process can hold.
pub const CODE_BYTES: u64 = 256 << 20;

/// A memfd and its shared, writable mapping. Pages appear when they are touched.
pub struct SharedMemory {
    file: OwnedFd,
    base: NonNull<u8>,
    size: usize,
}

// SAFETY: the mapping belongs to this value alone on our side; it is only accessed through atomics, volatile
// accesses and raw pointers handed to code that synchronises with the traced process anyway.
unsafe impl Send for SharedMemory {}
// SAFETY: as above.
unsafe impl Sync for SharedMemory {}

impl SharedMemory {
    pub fn create(name: &str, size: u64) -> Result<Self> {
        use rustix::fs::{fcntl_add_seals, ftruncate, memfd_create, MemfdFlags, SealFlags};
        use rustix::mm::{mmap, MapFlags, ProtFlags};
        let why = || format!("no shared memory for {name} ({size} bytes)");
        let file = memfd_create(name, MemfdFlags::CLOEXEC | MemfdFlags::ALLOW_SEALING).with_context(why)?;
        ftruncate(&file, size).with_context(why)?;
        // The program gets this descriptor: if it could cut the memory, the recorder's next look at it would be a SIGBUS.
        fcntl_add_seals(&file, SealFlags::SHRINK | SealFlags::GROW | SealFlags::SEAL).with_context(why)?;
        let length = size as usize;
        let protection = ProtFlags::READ | ProtFlags::WRITE;
        // SAFETY: a fresh mapping at an address the kernel chooses; nothing else refers to it.
        let base = unsafe { mmap(std::ptr::null_mut(), length, protection, MapFlags::SHARED, &file, 0) };
        let base = NonNull::new(base.with_context(why)?.cast()).with_context(why)?;
        Ok(Self { file, base, size: length })
    }

    pub fn fd(&self) -> BorrowedFd<'_> {
        self.file.as_fd()
    }

    /// First byte in the recorder. The traced process writes here at any time.
    pub fn base(&self) -> *mut u8 {
        self.base.as_ptr()
    }

    pub fn size(&self) -> usize {
        self.size
    }

    fn offset(&self, offset: usize, bytes: usize) -> *mut u8 {
        assert!(offset.checked_add(bytes).is_some_and(|end| end <= self.size), "offset inside the mapping");
        // SAFETY: offset + bytes lies inside the mapping, as just checked.
        unsafe { self.base.as_ptr().add(offset) }
    }
}

impl Drop for SharedMemory {
    fn drop(&mut self) {
        // SAFETY: the mapping made in `create`; references into it borrow from self.
        let _ = unsafe { rustix::mm::munmap(self.base.as_ptr().cast(), self.size) };
    }
}

/// Session memory: header and thread blocks.
pub struct SessionMemory(SharedMemory);

impl SessionMemory {
    pub fn create() -> Result<Self> {
        SharedMemory::create("ffiscope-session", SESSION_BYTES as u64).map(Self)
    }

    pub fn fd(&self) -> BorrowedFd<'_> {
        self.0.fd()
    }

    pub fn header(&self) -> &Session {
        let at = self.0.offset(0, size_of::<Session>());
        // SAFETY: page-aligned, inside the mapping, and all fields are atomics, for which any bytes are valid.
        unsafe { &*at.cast::<Session>() }
    }

    /// Block of thread `index` (below `MAX_THREADS`). `rpc_data` is plain bytes: use [`Self::rpc_data`] instead.
    pub fn thread(&self, index: usize) -> &ThreadBlock {
        assert!(index < MAX_THREADS);
        let at = self.0.offset(thread_block_offset(index), size_of::<ThreadBlock>());
        // SAFETY: as in `header`. The bytes of rpc_data change only between WANT_MEMORY and GIVEN, and are
        // read through a raw pointer.
        unsafe { &*at.cast::<ThreadBlock>() }
    }

    /// Copies the first `into.len()` bytes (at most `RPC_DATA`) of the thread's answer to WANT_MEMORY.
    pub fn rpc_data(&self, index: usize, into: &mut [u8]) {
        assert!(index < MAX_THREADS && into.len() <= RPC_DATA);
        let offset = thread_block_offset(index) + std::mem::offset_of!(ThreadBlock, rpc_data);
        let from = self.0.offset(offset, into.len());
        for (at, byte) in into.iter_mut().enumerate() {
            // SAFETY: inside the mapping (checked by `offset`); volatile, since another process writes here.
            *byte = unsafe { from.add(at).read_volatile() };
        }
    }
}

/// Ring memory: `MAX_THREADS` streams of `THREAD_RING_BYTES`.
pub struct RingMemory(SharedMemory);

impl RingMemory {
    pub fn create() -> Result<Self> {
        SharedMemory::create("ffiscope-ring", Self::bytes()).map(Self)
    }

    pub const fn bytes() -> u64 {
        (MAX_THREADS * THREAD_RING_BYTES) as u64
    }

    pub fn fd(&self) -> BorrowedFd<'_> {
        self.0.fd()
    }

    /// All cells of a slot, for the reader's inner loop.
    pub fn chunk(&self, thread: usize, slot: usize) -> &[[AtomicU64; 2]] {
        let at = self.cell_at(thread, slot, 0);
        // SAFETY: a chunk lies inside the mapping, is aligned, and consists of atomics.
        unsafe { std::slice::from_raw_parts(at.cast(), CHUNK_BYTES / CELL_BYTES) }
    }

    /// Copies payload bytes that begin at `cell` (not past the chunk's end).
    pub fn payload(&self, thread: usize, slot: usize, cell: usize, bytes: usize, into: &mut Vec<u8>) {
        assert!(cell * CELL_BYTES + bytes <= CHUNK_BYTES);
        if bytes == 0 {
            // A record without payload may be the last of its chunk.
            return;
        }
        let from = self.cell_at(thread, slot, cell);
        let start = into.len();
        into.resize(start + bytes, 0);
        // SAFETY: inside the chunk (asserted); the writer published these bytes with the control cell's tag and
        // does not touch them again before the chunk is freed.
        unsafe { std::ptr::copy_nonoverlapping(from, into[start..].as_mut_ptr(), bytes) };
    }

    /// Zeroes a chunk that was read, before it is given back.
    pub fn zero(&self, thread: usize, slot: usize) {
        let at = self.cell_at(thread, slot, 0);
        // SAFETY: the chunk belongs to the reader from `produced` until `consumed` is bumped.
        unsafe { std::ptr::write_bytes(at, 0, CHUNK_BYTES) };
    }

    fn cell_at(&self, thread: usize, slot: usize, cell: usize) -> *mut u8 {
        assert!(thread < MAX_THREADS && cell < CHUNK_BYTES / CELL_BYTES);
        self.0.offset(thread * THREAD_RING_BYTES + slot * CHUNK_BYTES + cell * CELL_BYTES, CELL_BYTES)
    }
}

/// One page whose first word numbers the calls of all processes.
pub struct CallCounter(SharedMemory);

impl CallCounter {
    pub fn create() -> Result<Self> {
        let memory = SharedMemory::create("ffiscope-calls", 4096)?;
        let counter = Self(memory);
        counter.word().store(1, Ordering::Relaxed);
        Ok(counter)
    }

    /// A number for a call that the recorder itself has seen.
    pub fn next(&self) -> u64 {
        self.word().fetch_add(1, Ordering::AcqRel)
    }

    fn word(&self) -> &AtomicU64 {
        // SAFETY: page-aligned and inside the mapping, which lives as long as this.
        unsafe { &*self.0.base().cast::<AtomicU64>() }
    }

    pub fn fd(&self) -> BorrowedFd<'_> {
        self.0.fd()
    }
}

/// Code of which the agent maps the same pages executable.
pub fn create_code_memory() -> Result<SharedMemory> {
    SharedMemory::create("ffiscope-code", CODE_BYTES)
}

/// Waits until `word` differs from `seen`, the word is woken, or `timeout` has passed. Works across processes.
pub fn futex_wait(word: &AtomicU32, seen: u32, timeout: std::time::Duration) {
    use rustix::thread::futex;
    let limit = rustix::time::Timespec { tv_sec: timeout.as_secs() as i64, tv_nsec: timeout.subsec_nanos().into() };
    let _ = futex::wait(word, futex::Flags::empty(), seen, Some(&limit));
}

/// Wakes everybody who waits for `word`.
pub fn futex_wake(word: &AtomicU32) {
    use rustix::thread::futex;
    let _ = futex::wake(word, futex::Flags::empty(), i32::MAX as u32);
}
