//! Best-effort native stack of a stopped thread.
use crate::session::process::Process;
use crate::supervise::tracee::Registers;
use ffiscope_symbols::Maps;
use iced_x86::{Decoder, DecoderOptions, FlowControl};

/// Bytes of stack that are looked through.
const SCAN_BYTES: usize = 8192;
/// Longest call instruction.
const CALL_BYTES: u64 = 7;

/// Addresses of instructions: where the thread is, then the call instructions whose return addresses lie on its
/// stack, innermost first. Return addresses of calls that are over may be among them.
pub fn walk(process: &Process, registers: &Registers, limit: usize) -> Vec<u64> {
    let maps = Maps::read(process.pid as u32).unwrap_or_default();
    let mut bytes = vec![0; SCAN_BYTES];
    let length = process.read_memory(registers.rsp, &mut bytes);
    let words =
        bytes[..length].chunks_exact(8).map(|word| word.iter().rev().fold(0, |sum, byte| sum << 8 | u64::from(*byte)));
    let callers = words.filter(|word| maps.find(*word).is_some()).filter_map(|word| call_before(process, word));
    [registers.rip].into_iter().chain(callers).take(limit).collect()
}

/// Address of the call instruction that ends at `address`, if there is one.
fn call_before(process: &Process, address: u64) -> Option<u64> {
    let mut code = [0; CALL_BYTES as usize];
    let start = address.checked_sub(CALL_BYTES)?;
    if process.read_memory(start, &mut code) < code.len() {
        return None;
    }
    // Longer forms first: the tail of one may look like a shorter one.
    (2..=CALL_BYTES).rev().find_map(|length| {
        let tail = &code[(CALL_BYTES - length) as usize..];
        let instruction = Decoder::with_ip(64, tail, address - length, DecoderOptions::NONE).decode();
        let calls = matches!(instruction.flow_control(), FlowControl::Call | FlowControl::IndirectCall);
        (calls && instruction.len() as u64 == length).then_some(address - length)
    })
}
