//! Handshake with the supervisor and the few messages that follow. Messages are JSON, written and read by hand: there
//! is no allocator here.
use crate::state::{self, STATE};
use crate::{asm, binding, region, shadow, slot, stub, sys, syscall, thread, tls};
use core::ffi::{c_void, CStr};
use core::fmt::Write;
use core::sync::atomic::{AtomicU32, Ordering};
use ffiscope_wire::session::{engine, state as session_state, Session};
use ffiscope_wire::tls::{code, entry};
use ffiscope_wire::{ENV_SOCKET, WAIT_LIMIT_MS, WIRE_VERSION};

/// Longest message of the supervisor.
pub const MESSAGE: usize = 64 * 1024;
const CHUNK_ALIGNMENT: usize = ffiscope_wire::ring::CHUNK_BYTES;

/// 0: nobody has tried, 1: somebody is connecting, 2: connected, 3: it failed.
static PROGRESS: AtomicU32 = AtomicU32::new(0);
/// Held by the thread that uses the socket. JavaScript threads only.
static TALKING: AtomicU32 = AtomicU32::new(0);

/// Connects once for the whole process. False: there is no supervisor, or it refused.
pub fn connect() -> bool {
    match PROGRESS.compare_exchange(0, 1, Ordering::AcqRel, Ordering::Acquire) {
        Ok(_) => {
            let done = establish().is_some();
            PROGRESS.store(if done { 2 } else { 3 }, Ordering::Release);
            sys::futex_wake(&PROGRESS);
            done
        }
        Err(_) => {
            while PROGRESS.load(Ordering::Acquire) == 1 {
                sys::futex_wait(&PROGRESS, 1, WAIT_LIMIT_MS);
            }
            PROGRESS.load(Ordering::Acquire) == 2 && state::is_live()
        }
    }
}

fn establish() -> Option<()> {
    let socket = open_socket()?;
    state::set_socket(socket);
    STATE.process.store(sys::process_id(), Ordering::Release);
    let mut text = Text::new();
    let _ = write!(text, "{{\"type\":\"hello\",\"version\":{WIRE_VERSION},\"pid\":{}}}", sys::process_id());
    send(text.bytes())?;
    let mut reply = [0; 4096];
    let mut descriptors = [-1; 4];
    let reply = receive(&mut reply, &mut descriptors)?;
    if !reply.starts_with(b"{\"type\":\"welcome\"") {
        sys::complain("ffiscope: the recorder refused this process; it runs untraced\n");
        return None;
    }
    let Some(shadow) = map_memory(reply, &descriptors).and_then(|()| prepare()) else {
        sys::complain("ffiscope: no memory left for the recorder in this process (is it limited with ulimit -d or -v?); it runs untraced\n");
        return None;
    };
    state::session()?.state.store(session_state::READY, Ordering::Release);
    send(if shadow { b"{\"type\":\"ready\",\"shadow\":true}" } else { b"{\"type\":\"ready\",\"shadow\":false}" })?;
    let mut ack = [0; 256];
    receive(&mut ack, &mut [])?.starts_with(b"{\"type\":\"ack\"").then_some(())?;
    // The supervisor may have turned the engine off since.
    STATE.engine.store(state::session()?.engine.load(Ordering::Acquire), Ordering::Release);
    state::set_live(true);
    Some(())
}

fn open_socket() -> Option<i32> {
    let mut name = Text::new();
    let _ = write!(name, "{ENV_SOCKET}\0");
    // SAFETY: getenv gets a terminated name; the address is filled within its bounds; the descriptor is ours.
    unsafe {
        let path = libc::getenv(name.bytes().as_ptr().cast());
        if path.is_null() {
            return None;
        }
        let path = CStr::from_ptr(path).to_bytes_with_nul();
        let mut address: libc::sockaddr_un = core::mem::zeroed();
        address.sun_family = libc::AF_UNIX as u16;
        if path.len() > address.sun_path.len() {
            return None;
        }
        core::ptr::copy_nonoverlapping(path.as_ptr().cast(), address.sun_path.as_mut_ptr(), path.len());
        let socket = libc::socket(libc::AF_UNIX, libc::SOCK_SEQPACKET | libc::SOCK_CLOEXEC, 0);
        let size = size_of::<libc::sockaddr_un>() as u32;
        if socket >= 0 && libc::connect(socket, (&raw const address).cast(), size) != 0 {
            libc::close(socket);
            return None;
        }
        (socket >= 0).then_some(socket)
    }
}

fn map_memory(welcome: &[u8], descriptors: &[i32; 4]) -> Option<()> {
    let size = |name: &[u8]| number_after(welcome, name).map(|size| size as usize);
    let session = map_shared(descriptors[0], size(b"\"session\":")?, libc::PROT_READ | libc::PROT_WRITE, sys::PAGE)?;
    let ring = map_shared(descriptors[1], size(b"\"ring\":")?, libc::PROT_READ | libc::PROT_WRITE, CHUNK_ALIGNMENT)?;
    let code_reserved = contains(welcome, b"\"code_reserved\":true");
    let code_memory = map_code(descriptors[2], size(b"\"code\":")?, code_reserved)?;
    STATE.shadow_reserved.store(contains(welcome, b"\"shadow_reserved\":true"), Ordering::Release);
    let counter = map_shared(descriptors[3], sys::PAGE, libc::PROT_READ | libc::PROT_WRITE, sys::PAGE)?;
    STATE.session.store(session.cast::<Session>(), Ordering::Release);
    STATE.ring.store(ring as u64, Ordering::Release);
    STATE.code.store(code_memory as u64, Ordering::Release);
    STATE.counter.store(counter.cast(), Ordering::Release);
    asm::LEAVE.store(code_memory as u64 + code::LEAVE, Ordering::Release);
    Some(())
}

/// Maps code memory where translated code can lie. Elsewhere if all those places are taken: the supervisor will notice.
fn map_code(descriptor: i32, bytes: usize, reserved: bool) -> Option<*mut u8> {
    let protection = libc::PROT_READ | libc::PROT_EXEC;
    for base in code::BASES {
        let flags = libc::MAP_SHARED | sys::fixed(reserved && base == code::BASES[0]);
        // SAFETY: a fresh mapping in what is kept free for it, or else NOREPLACE leaves anything that is there alone, and an
        // old kernel's choice is given back.
        unsafe {
            let at = libc::mmap(sys::pointer(base), bytes, protection, flags, descriptor, 0);
            if at as u64 == base {
                libc::close(descriptor);
                libc::madvise(at, bytes, libc::MADV_DONTDUMP);
                return Some(at.cast());
            }
            if at != libc::MAP_FAILED {
                libc::munmap(at, bytes);
            }
        }
    }
    map_shared(descriptor, bytes, protection, sys::PAGE)
}

/// Maps a descriptor at an aligned address, and closes it.
fn map_shared(descriptor: i32, bytes: usize, protection: i32, alignment: usize) -> Option<*mut u8> {
    let room = sys::reserve(bytes + alignment);
    if room.is_null() || descriptor < 0 {
        return None;
    }
    let start = (room as usize).next_multiple_of(alignment);
    let flags = libc::MAP_SHARED | libc::MAP_FIXED;
    // SAFETY: replaces a part of the mapping just made, which nobody else uses; the rest is given back.
    unsafe {
        let at = libc::mmap(sys::pointer(start as u64), bytes, protection, flags, descriptor, 0);
        libc::close(descriptor);
        let lead = start - room as usize;
        if lead > 0 {
            sys::unmap(room, lead);
        }
        let end = (start + bytes).next_multiple_of(sys::PAGE);
        if room as usize + bytes + alignment > end {
            sys::unmap(sys::pointer(end as u64), room as usize + bytes + alignment - end);
        }
        // Core dumps don't need it either.
        libc::madvise(at, bytes, libc::MADV_DONTDUMP);
        (at != libc::MAP_FAILED).then_some(at.cast())
    }
}

/// Everything the supervisor has to know. Gives whether there is a shadow table.
fn prepare() -> Option<bool> {
    let session = state::session()?;
    STATE.engine.store(session.engine.load(Ordering::Acquire), Ordering::Release);
    binding::find_dlsym();
    binding::exclude_self();
    if !(stub::create() && slot::create() && region::create() && create_key()) {
        return None;
    }
    let shadow = session.engine.load(Ordering::Acquire) != engine::FAST || shadow::create();
    let agent = &session.agent;
    agent.step_enter.store(asm::step_enter(), Ordering::Release);
    agent.step_exit.store(asm::step_exit(), Ordering::Release);
    agent.session_base.store(STATE.session.load(Ordering::Acquire) as u64, Ordering::Release);
    agent.ring_base.store(STATE.ring.load(Ordering::Acquire), Ordering::Release);
    agent.code_base.store(STATE.code.load(Ordering::Acquire), Ordering::Release);
    agent.tls_offset.store(tls::offset(), Ordering::Release);
    let (stubs, stubs_end) = stub::range();
    let entries = [
        (entry::MISS, asm::miss()),
        (entry::CHUNK_END, asm::chunk_end()),
        (entry::STATE, asm::capture()),
        (entry::SYSCALL_BEFORE, asm::syscall_before()),
        (entry::SYSCALL_AFTER, asm::syscall_after()),
        (entry::CHILD, asm::child()),
        (entry::FOREIGN, asm::foreign()),
        (entry::SHADOW, STATE.shadow.load(Ordering::Acquire)),
        (entry::STUBS, stubs),
        (entry::STUBS_END, stubs_end),
    ];
    for (index, address) in entries {
        agent.entries[index].store(address, Ordering::Release);
    }
    Some(shadow)
}

/// Threads tell when they end, and forked children when they begin.
fn create_key() -> bool {
    unsafe extern "C" fn ended(_value: *mut c_void) {
        thread::end();
    }
    unsafe extern "C" fn forked() {
        syscall::detach();
    }
    let mut key = 0;
    // SAFETY: functions that live as long as the library, which is never unloaded.
    unsafe {
        if libc::pthread_key_create(&mut key, Some(ended)) != 0 {
            return false;
        }
        STATE.key.store(key, Ordering::Release);
        libc::pthread_atfork(None, None, Some(forked)) == 0
    }
}

/// Sends a message.
pub fn send(message: &[u8]) -> Option<()> {
    let socket = state::socket()?;
    let arguments = [socket as u64, message.as_ptr() as u64, message.len() as u64, libc::MSG_NOSIGNAL as u64, 0, 0];
    // SAFETY: the message is readable for its length.
    let sent = unsafe { sys::raw(libc::SYS_sendto, arguments) };
    (sent == message.len() as i64).then_some(())
}

/// The next message, waited for within the limit; descriptors that come with it go to `descriptors`.
pub fn receive<'a>(into: &'a mut [u8], descriptors: &mut [i32]) -> Option<&'a [u8]> {
    let socket = state::socket()?;
    let mut poll = libc::pollfd { fd: socket, events: libc::POLLIN, revents: 0 };
    let deadline = sys::now() + u64::from(WAIT_LIMIT_MS) * 1_000_000;
    loop {
        let left = deadline.saturating_sub(sys::now()) / 1_000_000;
        // SAFETY: one pollfd; bounded waiting.
        match unsafe { sys::raw(libc::SYS_poll, [&raw mut poll as u64, 1, left, 0, 0, 0]) } {
            result if result > 0 => break,
            result if result == -i64::from(libc::EINTR) => {}
            _ => return None,
        }
    }
    let mut control = [0u64; 8];
    let mut data = libc::iovec { iov_base: into.as_mut_ptr().cast(), iov_len: into.len() };
    // SAFETY: the kernel fills at most the buffers named here, which outlive the call; the control messages it leaves
    // are walked by the C library's rules.
    unsafe {
        let mut header: libc::msghdr = core::mem::zeroed();
        header.msg_iov = &mut data;
        header.msg_iovlen = 1;
        header.msg_control = control.as_mut_ptr().cast();
        header.msg_controllen = size_of_val(&control);
        let received = libc::recvmsg(socket, &mut header, libc::MSG_CMSG_CLOEXEC);
        let first = libc::CMSG_FIRSTHDR(&header);
        if received > 0 && !first.is_null() && (*first).cmsg_type == libc::SCM_RIGHTS {
            let list = libc::CMSG_DATA(first).cast::<i32>();
            let count = ((*first).cmsg_len - libc::CMSG_LEN(0) as usize) / size_of::<i32>();
            for (index, place) in descriptors.iter_mut().enumerate().take(count) {
                *place = list.add(index).read_unaligned();
            }
        }
        into.get(..usize::try_from(received).ok().filter(|&bytes| bytes > 0)?)
    }
}

/// Runs `talk` while no other thread uses the socket. None: another one did for too long.
pub fn exclusively<T>(talk: impl FnOnce() -> Option<T>) -> Option<T> {
    let deadline = sys::now() + u64::from(WAIT_LIMIT_MS) * 1_000_000;
    while TALKING.compare_exchange(0, 1, Ordering::Acquire, Ordering::Relaxed).is_err() {
        if sys::now() > deadline {
            return None;
        }
        sys::futex_wait(&TALKING, 1, 100);
    }
    let result = talk();
    TALKING.store(0, Ordering::Release);
    sys::futex_wake(&TALKING);
    result
}

/// Whether the supervisor acknowledged `message`.
pub fn acknowledged(message: &[u8]) -> bool {
    let answer = exclusively(|| {
        send(message)?;
        let mut reply = [0; 4096];
        Some(receive(&mut reply, &mut [])?.starts_with(b"{\"type\":\"ack\""))
    });
    answer == Some(true)
}

fn contains(message: &[u8], text: &[u8]) -> bool {
    message.windows(text.len()).any(|window| window == text)
}

/// The number behind `name` in a message.
fn number_after(message: &[u8], name: &[u8]) -> Option<u64> {
    let at = message.windows(name.len()).position(|window| window == name)? + name.len();
    let digits = message.get(at..)?.iter().take_while(|byte| byte.is_ascii_digit());
    Some(digits.fold(0u64, |value, digit| value.wrapping_mul(10).wrapping_add(u64::from(digit - b'0'))))
}

/// A short text in the making.
pub struct Text {
    bytes: [u8; 256],
    length: usize,
}

impl Text {
    pub const fn new() -> Self {
        Self { bytes: [0; 256], length: 0 }
    }

    pub fn bytes(&self) -> &[u8] {
        self.bytes.get(..self.length).unwrap_or(&[])
    }
}

impl Write for Text {
    fn write_str(&mut self, text: &str) -> core::fmt::Result {
        let end = self.length + text.len();
        self.bytes.get_mut(self.length..end).ok_or(core::fmt::Error)?.copy_from_slice(text.as_bytes());
        self.length = end;
        Ok(())
    }
}
