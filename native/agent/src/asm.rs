//! The machine code between the program, translated code and Rust.
//!
//! **Boundaries** are places where one function calls or returns to another: flags and r11 are free, and the stack below
//! rsp is ours. **Call-outs** come from the middle of translated code, where nothing is free: they run on the thread's
//! private stack and keep every register, vector registers included.
use crate::state::STATE;
use core::arch::global_asm;
use core::sync::atomic::AtomicU64;
use ffiscope_wire::tls::field;

/// Registers at a boundary, as the assembler code below saves them.
#[repr(C)]
pub struct Boundary {
    pub r10: u64,
    pub r9: u64,
    pub r8: u64,
    pub rcx: u64,
    pub rdx: u64,
    pub rsi: u64,
    pub rdi: u64,
    pub rax: u64,
    /// In: the stub's record (entry). Out: where to go.
    pub r11: u64,
    rbp: u64,
    back: u64,
}

impl Boundary {
    /// rsp at the boundary. On entry the return address lies there.
    pub fn stack(&self) -> u64 {
        &raw const self.back as u64
    }

    pub fn return_address(&self) -> u64 {
        self.back
    }

    pub fn set_return_address(&mut self, address: u64) {
        self.back = address;
    }
}

/// Registers at a call-out, as the assembler code below saves them.
#[repr(C)]
pub struct CallOut {
    /// In the processor's order; rsp is the program's.
    pub gprs: [u64; 16],
    pub flags: u64,
}

/// Address of code_base + code::LEAVE.
pub static LEAVE: AtomicU64 = AtomicU64::new(0);
/// The C library's dlsym.
pub static REAL_DLSYM: AtomicU64 = AtomicU64::new(0);

unsafe extern "C" {
    fn ffiscope_entry();
    fn ffiscope_foreign();
    fn ffiscope_outward_return();
    fn ffiscope_native_return();
    fn ffiscope_step_way();
    fn ffiscope_step_enter();
    fn ffiscope_step_exit();
    fn ffiscope_child();
    fn ffiscope_miss();
    fn ffiscope_chunk_end();
    fn ffiscope_state();
    fn ffiscope_syscall_before();
    fn ffiscope_syscall_after();
    fn ffiscope_dlsym();
}

macro_rules! address {
    ($($name:ident = $symbol:ident),* $(,)?) => {
        $(pub fn $name() -> u64 {
            $symbol as *const () as u64
        })*
    };
}

address! {
    entry = ffiscope_entry,
    foreign = ffiscope_foreign,
    outward_return = ffiscope_outward_return,
    native_return = ffiscope_native_return,
    step_enter_way = ffiscope_step_way,
    step_enter = ffiscope_step_enter,
    step_exit = ffiscope_step_exit,
    child = ffiscope_child,
    miss = ffiscope_miss,
    chunk_end = ffiscope_chunk_end,
    capture = ffiscope_state,
    syscall_before = ffiscope_syscall_before,
    syscall_after = ffiscope_syscall_after,
    dlsym = ffiscope_dlsym,
}

// A boundary: saves what a callee may use for arguments or results, asks Rust where to go, goes there.
global_asm!(
    ".macro ffiscope_boundary function",
    "push rbp",
    "mov rbp, rsp",
    "push r11",
    "push rax",
    "push rdi",
    "push rsi",
    "push rdx",
    "push rcx",
    "push r8",
    "push r9",
    "push r10",
    "mov rdi, rsp",
    "and rsp, -64",
    "sub rsp, 128",
    "movups [rsp], xmm0",
    "movups [rsp + 16], xmm1",
    "movups [rsp + 32], xmm2",
    "movups [rsp + 48], xmm3",
    "movups [rsp + 64], xmm4",
    "movups [rsp + 80], xmm5",
    "movups [rsp + 96], xmm6",
    "movups [rsp + 112], xmm7",
    "call \\function",
    "mov [rbp - 8], rax",
    "movups xmm0, [rsp]",
    "movups xmm1, [rsp + 16]",
    "movups xmm2, [rsp + 32]",
    "movups xmm3, [rsp + 48]",
    "movups xmm4, [rsp + 64]",
    "movups xmm5, [rsp + 80]",
    "movups xmm6, [rsp + 96]",
    "movups xmm7, [rsp + 112]",
    "lea rsp, [rbp - 72]",
    "pop r10",
    "pop r9",
    "pop r8",
    "pop rcx",
    "pop rdx",
    "pop rsi",
    "pop rdi",
    "pop rax",
    "pop r11",
    "pop rbp",
    "jmp r11",
    ".endm",
    // A call through a stub; r11 is its record.
    ".globl ffiscope_entry",
    ".hidden ffiscope_entry",
    "ffiscope_entry:",
    "push rax",
    "mov rax, qword ptr [rip + ffiscope_thread@GOTTPOFF]",
    "cmp qword ptr fs:[rax + {pending}], 0",
    "pop rax",
    "jne 2f",
    "cmp dword ptr [r11 + 8], 0",
    "jne 2f",
    "jmp qword ptr [r11]",
    "2:",
    "ffiscope_boundary {on_entry}",
    // Control has left translated code for a place that is not translated.
    ".globl ffiscope_foreign",
    ".hidden ffiscope_foreign",
    "ffiscope_foreign:",
    "ffiscope_boundary {on_foreign}",
    // Stepped functions: the supervisor takes over at the int3 and comes back at step_exit.
    ".globl ffiscope_step_way",
    ".hidden ffiscope_step_way",
    "ffiscope_step_way:",
    "mov r11, qword ptr [rip + ffiscope_thread@GOTTPOFF]",
    "mov r11, fs:[r11 + {target}]",
    ".globl ffiscope_step_enter",
    ".hidden ffiscope_step_enter",
    "ffiscope_step_enter:",
    "int3",
    "jmp r11",
    ".globl ffiscope_step_exit",
    ".hidden ffiscope_step_exit",
    "ffiscope_step_exit:",
    "ffiscope_boundary {on_return}",
    // Return addresses that stand in for the program's. No unwinder gets past them.
    ".cfi_startproc",
    ".cfi_undefined rip",
    "nop",
    ".globl ffiscope_outward_return",
    ".hidden ffiscope_outward_return",
    "ffiscope_outward_return:",
    "ffiscope_boundary {on_outward_return}",
    ".globl ffiscope_native_return",
    ".hidden ffiscope_native_return",
    "ffiscope_native_return:",
    "ffiscope_boundary {on_return}",
    ".cfi_endproc",
    // The binding asks for a function.
    ".globl ffiscope_dlsym",
    ".hidden ffiscope_dlsym",
    "ffiscope_dlsym:",
    "mov r11, qword ptr [rip + ffiscope_thread@GOTTPOFF]",
    "cmp qword ptr fs:[r11 + {resolving}], 0",
    "jne {on_dlsym}",
    "jmp qword ptr [rip + {real_dlsym}]",
    pending = const field::PENDING,
    target = const field::TARGET,
    resolving = const field::RESOLVING,
    on_entry = sym crate::entry::on_entry,
    on_foreign = sym crate::entry::on_foreign,
    on_return = sym crate::entry::on_return,
    on_outward_return = sym crate::entry::on_outward_return,
    on_dlsym = sym crate::binding::on_dlsym,
    real_dlsym = sym REAL_DLSYM,
);

// Call-outs. Vector registers are saved by xsave without x87 (bit 0) and tiles: SSE, AVX, AVX-512.
global_asm!(
    ".macro ffiscope_save_all",
    "pushfq",
    "cld",
    "push r15",
    "push r14",
    "push r13",
    "push r12",
    "push r11",
    "push r10",
    "push r9",
    "push r8",
    "push rdi",
    "push rsi",
    "push rbp",
    "push rsp",
    "push rbx",
    "push rdx",
    "push rcx",
    "push rax",
    "mov rbx, rsp",
    "mov r12, qword ptr [rip + ffiscope_thread@GOTTPOFF]",
    "sub rsp, 3072",
    "and rsp, -64",
    "xor eax, eax",
    "mov [rsp + 512], rax",
    "mov [rsp + 520], rax",
    "mov [rsp + 528], rax",
    "mov [rsp + 536], rax",
    "mov [rsp + 544], rax",
    "mov [rsp + 552], rax",
    "mov [rsp + 560], rax",
    "mov [rsp + 568], rax",
    "mov eax, 0xe6",
    "xor edx, edx",
    "xsave64 [rsp]",
    ".endm",
    ".macro ffiscope_restore_all",
    "mov eax, 0xe6",
    "xor edx, edx",
    "xrstor64 [rsp]",
    "mov rsp, rbx",
    "pop rax",
    "pop rcx",
    "pop rdx",
    "pop rbx",
    "lea rsp, [rsp + 8]",
    "pop rbp",
    "pop rsi",
    "pop rdi",
    "pop r8",
    "pop r9",
    "pop r10",
    "pop r11",
    "pop r12",
    "pop r13",
    "pop r14",
    "pop r15",
    "popfq",
    ".endm",
    ".macro ffiscope_call_out name, function",
    ".globl \\name",
    ".hidden \\name",
    "\\name:",
    "ffiscope_save_all",
    "mov rax, fs:[r12 + {rsp}]",
    "mov [rbx + 32], rax",
    "mov rdi, rbx",
    "call \\function",
    "mov fs:[r12 + {go}], rax",
    "ffiscope_restore_all",
    "jmp qword ptr [rip + {leave}]",
    ".endm",
    "ffiscope_call_out ffiscope_miss, {miss}",
    "ffiscope_call_out ffiscope_chunk_end, {chunk_end}",
    "ffiscope_call_out ffiscope_state, {capture}",
    "ffiscope_call_out ffiscope_syscall_before, {before}",
    "ffiscope_call_out ffiscope_syscall_after, {after}",
    // The child of a fork-like system call: on its own stack, perhaps with thread variables of its own. rcx: the
    // original address that comes next; r11: offset of the translated one. Goes on at the address in r11.
    ".globl ffiscope_child",
    ".hidden ffiscope_child",
    "ffiscope_child:",
    "lea rsp, [rsp - 128]",
    "ffiscope_save_all",
    "mov rdi, rbx",
    "call {child}",
    "mov [rbx + 88], rax",
    "ffiscope_restore_all",
    "lea rsp, [rsp + 128]",
    "jmp r11",
    rsp = const field::RSP,
    go = const field::GO,
    leave = sym LEAVE,
    miss = sym crate::callout::on_miss,
    chunk_end = sym crate::callout::on_chunk_end,
    capture = sym crate::callout::on_state,
    before = sym crate::syscall::on_before,
    after = sym crate::syscall::on_after,
    child = sym crate::syscall::on_child,
);

/// Where a call-out goes on in translated code.
pub fn resume() -> u64 {
    STATE.code.load(core::sync::atomic::Ordering::Relaxed) + crate::tls::get(field::RESUME)
}
