//! What translated code asks for in the middle of itself. Runs on the thread's private stack, all registers saved.
use crate::asm::{self, CallOut};
use crate::ring;
use crate::state;
use crate::thread::{self, Thread};
use crate::{memory, sys, tls};
use core::sync::atomic::Ordering;
use ffiscope_wire::ring::tag;
use ffiscope_wire::session::{rpc, RPC_DATA};
use ffiscope_wire::state::SEGMENT_AT;
use ffiscope_wire::tls::{area, field, request};
use ffiscope_wire::WAIT_LIMIT_MS;

/// One slice of a wait for the supervisor, milliseconds.
const SLICE_MS: u32 = 500;

/// Control goes to `TARGET`, which the lookup table does not know.
pub extern "C" fn on_miss(_frame: &mut CallOut) -> u64 {
    let target = tls::get(field::TARGET);
    let answer =
        thread::existing().filter(|_| state::is_live()).and_then(|thread| ask(thread, rpc::TRANSLATE, [target, 0]));
    match answer {
        Some(0) | None => target,
        Some(translated) => translated,
    }
}

/// A hit pad has filled the last cell of the chunk.
pub extern "C" fn on_chunk_end(_frame: &mut CallOut) -> u64 {
    if let Some(thread) = thread::existing() {
        ring::next_chunk(thread);
    }
    asm::resume()
}

/// Registers before or after an instruction.
pub extern "C" fn on_state(frame: &mut CallOut) -> u64 {
    let asked = tls::get(field::REQUEST) as u32;
    let what = if asked & request::AFTER != 0 { tag::STATE_AFTER } else { tag::STATE };
    if let Some(thread) = thread::existing() {
        let operands = tls::get(field::AREA);
        // SAFETY: the area is the start of this thread's record; the frame holds 17 words that belong to us.
        let (registers, operands) = unsafe {
            let registers = core::slice::from_raw_parts((&raw const *frame).cast::<u8>(), SEGMENT_AT);
            (registers, core::slice::from_raw_parts(sys::pointer::<u8>(operands), area::MASK as usize + 8))
        };
        let operands = if asked & request::OPERANDS != 0 { operands } else { &[] };
        let segment = if asked & request::GS != 0 { sys::gs_base() } else { sys::fs_base() };
        ring::put(thread, what, u64::from(asked & request::SITE), &[registers, &segment.to_le_bytes(), operands]);
    }
    asm::resume()
}

/// Asks the supervisor and waits for the answer, giving it memory meanwhile if it wants some. None: it does not answer.
pub fn ask(thread: &mut Thread, what: u32, arguments: [u64; 2]) -> Option<u64> {
    let block = thread.block();
    for (place, value) in block.rpc_args.iter().zip(arguments) {
        place.store(value, Ordering::Relaxed);
    }
    block.rpc_state.store(what, Ordering::Release);
    state::ring_bell();
    let mut waited = 0;
    loop {
        match block.rpc_state.load(Ordering::Acquire) {
            rpc::DONE => {
                block.rpc_state.store(rpc::IDLE, Ordering::Release);
                return Some(block.rpc_result.load(Ordering::Acquire));
            }
            rpc::WANT_MEMORY => give_memory(thread),
            pending => {
                if waited >= WAIT_LIMIT_MS || !state::supervisor_lives() {
                    give_up();
                    return None;
                }
                let before = sys::now();
                sys::futex_wait(&block.rpc_state, pending, SLICE_MS);
                waited += ((sys::now() - before) / 1_000_000) as u32;
            }
        }
    }
}

fn give_memory(thread: &mut Thread) {
    let block = thread.block();
    let address = block.rpc_args[0].load(Ordering::Acquire);
    let bytes = (block.rpc_args[1].load(Ordering::Acquire) as usize).min(RPC_DATA);
    memory::copy(address, block.rpc_data.as_ptr().cast_mut(), bytes);
    block.rpc_state.store(rpc::GIVEN, Ordering::Release);
    sys::futex_wake(&block.rpc_state);
}

fn give_up() {
    if state::is_live() {
        state::set_live(false);
        sys::complain("ffiscope: the recorder does not answer; the program goes on untraced\n");
    }
}
