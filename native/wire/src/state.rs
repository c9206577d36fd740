//! Payload of `STATE` and `STATE_AFTER` records: the registers that say what an instruction touches.
//! ```text
//! u64 general registers[16] in processor order (rax rcx rdx rbx rsp rbp rsi rdi r8..r15) | u64 rflags
//! u64 base of the segment that the instruction names: of gs with request::GS, else of fs
//! with request::OPERANDS also: 64 bytes | 64 bytes | u64, the operands as in tls::area
//! ```
pub const GPRS: usize = 16;
pub const FLAGS_AT: usize = GPRS * 8;
pub const SEGMENT_AT: usize = FLAGS_AT + 8;
/// Payload without operands.
pub const SHORT: usize = SEGMENT_AT + 8;
pub const VECTOR_AT: [usize; 2] = [SHORT, SHORT + 64];
pub const MASK_AT: usize = SHORT + 128;
/// Payload with operands.
pub const LONG: usize = MASK_AT + 8;
