//! One traced thread in a ptrace stop, and what can be asked of it.
use nix::errno::Errno;
use nix::libc;

/// Why a traced thread stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stop {
    /// A signal is about to be delivered (single steps and breakpoints are SIGTRAP here).
    Signal(i32),
    /// Job control stopped the whole process; the number of the stopping signal.
    Group(i32),
    /// `PTRACE_INTERRUPT`, or the first stop of a new thread.
    Interrupt,
    /// A new thread or child process.
    Clone(i32),
    Fork(i32),
    VFork(i32),
    /// The tid the executing thread had before.
    Exec(i32),
    /// About to exit, with this wait status.
    Exit(i32),
    /// Entry or exit of a system call.
    Syscall,
}

/// A ptraced thread. Errors are `ESRCH` when it was killed in the meantime, which callers treat as "gone".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tracee {
    pub tid: i32,
}

pub type Registers = libc::user_regs_struct;

impl Tracee {
    pub fn registers(&self) -> Result<Registers, Errno> {
        // SAFETY: an all-zero user_regs_struct is a valid value of it.
        let mut registers: Registers = unsafe { std::mem::zeroed() };
        let size = size_of::<Registers>();
        self.get_set(libc::PTRACE_GETREGSET, libc::NT_PRSTATUS, (&raw mut registers).cast(), size)?;
        Ok(registers)
    }

    pub fn set_registers(&self, registers: &Registers) -> Result<(), Errno> {
        let mut copy = *registers;
        let size = size_of::<Registers>();
        self.get_set(libc::PTRACE_SETREGSET, libc::NT_PRSTATUS, (&raw mut copy).cast(), size)?;
        Ok(())
    }

    /// The XSAVE image (standard layout) into `into`; the bytes it has.
    pub fn xsave_image(&self, into: &mut [u8]) -> Result<usize, Errno> {
        const NT_X86_XSTATE: i32 = 0x202;
        self.get_set(libc::PTRACE_GETREGSET, NT_X86_XSTATE, into.as_mut_ptr().cast(), into.len())
    }

    fn get_set(&self, request: u32, set: i32, data: *mut libc::c_void, size: usize) -> Result<usize, Errno> {
        let mut vector = libc::iovec { iov_base: data, iov_len: size };
        // SAFETY: the kernel reads or writes at most iov_len bytes at iov_base, which the caller owns.
        unsafe { request_raw(request, self.tid, set as usize, (&raw mut vector) as usize) }?;
        Ok(vector.iov_len)
    }

    pub fn debug_register(&self, number: usize) -> Result<u64, Errno> {
        // SAFETY: PEEKUSER only reads the tracee's user area; errno tells failures from values.
        unsafe {
            Errno::clear();
            let value = libc::ptrace(libc::PTRACE_PEEKUSER, self.tid, debug_offset(number), 0);
            match Errno::last() {
                Errno::UnknownErrno => Ok(value as u64),
                error if value == -1 => Err(error),
                _ => Ok(value as u64),
            }
        }
    }

    pub fn set_debug_register(&self, number: usize, value: u64) -> Result<(), Errno> {
        // SAFETY: the request takes numbers only; the kernel checks the debug register's value.
        unsafe { request_raw(libc::PTRACE_POKEUSER, self.tid, debug_offset(number), value as usize) }
    }

    pub fn signal_info(&self) -> Result<libc::siginfo_t, Errno> {
        // SAFETY: an all-zero siginfo_t is a valid value; the kernel fills exactly one of them.
        unsafe {
            let mut info: libc::siginfo_t = std::mem::zeroed();
            request_raw(libc::PTRACE_GETSIGINFO, self.tid, 0, (&raw mut info) as usize)?;
            Ok(info)
        }
    }

    /// What the handler of the signal that is delivered next will be told.
    pub fn set_signal_info(&self, info: &libc::siginfo_t) -> Result<(), Errno> {
        // SAFETY: the kernel reads exactly one siginfo_t.
        unsafe { request_raw(libc::PTRACE_SETSIGINFO, self.tid, 0, std::ptr::from_ref(info) as usize) }
    }

    /// Value that came with a ptrace event (a tid, a wait status).
    pub fn event_message(&self) -> Result<u64, Errno> {
        let mut message: libc::c_ulong = 0;
        // SAFETY: the kernel writes one c_ulong.
        unsafe { request_raw(libc::PTRACE_GETEVENTMSG, self.tid, 0, (&raw mut message) as usize) }?;
        Ok(message)
    }

    /// Runs on, delivering `signal` (0: none).
    pub fn resume(&self, signal: i32) -> Result<(), Errno> {
        self.go(libc::PTRACE_CONT, signal)
    }

    /// Runs one instruction (one iteration of a repeated one), delivering `signal` first.
    pub fn step(&self, signal: i32) -> Result<(), Errno> {
        self.go(libc::PTRACE_SINGLESTEP, signal)
    }

    /// Runs on to the next entry or exit of a system call.
    pub fn run_to_syscall(&self) -> Result<(), Errno> {
        self.go(libc::PTRACE_SYSCALL, 0)
    }

    /// Stays stopped by job control, but reports what comes next.
    pub fn listen(&self) -> Result<(), Errno> {
        self.go(libc::PTRACE_LISTEN, 0)
    }

    pub fn detach(&self, signal: i32) -> Result<(), Errno> {
        self.go(libc::PTRACE_DETACH, signal)
    }

    fn go(&self, request: u32, signal: i32) -> Result<(), Errno> {
        // SAFETY: these requests take a signal number and touch no memory of ours.
        unsafe { request_raw(request, self.tid, 0, signal as usize) }
    }
}

fn debug_offset(number: usize) -> usize {
    std::mem::offset_of!(libc::user, u_debugreg) + number * size_of::<u64>()
}

/// # Safety
/// `address` and `data` must be what the request expects.
pub unsafe fn request_raw(request: u32, tid: i32, address: usize, data: usize) -> Result<(), Errno> {
    // SAFETY: by this function's contract.
    Errno::result(unsafe { libc::ptrace(request, tid, address, data) }).map(drop)
}
