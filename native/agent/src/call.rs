//! One traced call: begin, end, and what JavaScript says of it afterwards.
use crate::asm::{self, Boundary};
use crate::isolate::copies::{self, Copies};
use crate::linger;
use crate::ring;
use crate::rows;
use crate::shadow;
use crate::side::{Frame, Kind};
use crate::slot::{self, phase, Slot};
use crate::state;
use crate::thread::Thread;
use crate::{sys, tls};
use core::sync::atomic::Ordering;
use ffiscope_wire::ring::{begin, end_flags, tag};
use ffiscope_wire::session::engine;
use ffiscope_wire::tls::{code, field};

/// A call through a stub was entered and has a slot. Gives the address to go to.
pub fn begin(thread: &mut Thread, index: usize, target: u64, frame: &mut Boundary) -> u64 {
    copies::prepare(None, Copies::None);
    let Some(slot) = slot::get(index) else { return target };
    let call = state::next_call();
    forget_finished(thread);
    let open = Frame { kind: Kind::Call, stack: frame.stack(), back: frame.return_address(), call, slot: index };
    unwind_reused(thread, frame.stack());
    if !thread.side.push(open) {
        ring::note(thread, "a call nested too deeply ran untraced");
        return target;
    }
    slot.call.store(call, Ordering::Release);
    rows::resolve(slot, frame);
    for region in slot.regions() {
        let (from, bytes) = region.noted();
        shadow::mark(from, bytes);
    }
    write_begin(thread, slot, call);
    write_bytes(thread, slot, call, 0);
    tls::set(field::TARGET, target);
    match state::current_engine() {
        engine::FAST => state::STATE.code.load(Ordering::Relaxed) + code::DISPATCH,
        engine::STEP => asm::step_enter_way(),
        _ => {
            frame.set_return_address(asm::native_return());
            target
        }
    }
}

/// Frames of calls that JavaScript has finished already are dead.
fn forget_finished(thread: &mut Thread) {
    while let Some(frame) = thread.side.top() {
        let finished = frame.kind == Kind::Call
            && slot::get(frame.slot).is_none_or(|slot| slot.call.load(Ordering::Acquire) != frame.call);
        if !finished {
            return;
        }
        thread.side.pop();
    }
}

/// A return address goes where an older one was: what was open from there on was jumped over.
pub fn unwind_reused(thread: &mut Thread, stack: u64) {
    let found = thread.unwind(|frame| frame.kind != Kind::Scope && frame.stack == stack, abandon);
    if let Some(frame) = found.filter(|frame| frame.kind == Kind::Call) {
        abandon(thread, frame);
    }
}

/// The same for a way out. A call there is not dead: its function has jumped on instead of calling.
pub fn unwind_reused_outward(thread: &mut Thread, stack: u64) {
    thread.unwind(|frame| frame.kind == Kind::Outward && frame.stack == stack, abandon);
}

/// A call that was jumped over.
pub fn abandon(thread: &mut Thread, frame: Frame) {
    end(thread, frame, end_flags::ABANDONED);
}

/// The native side of a call is over.
pub fn end(thread: &mut Thread, frame: Frame, flags: u32) {
    let Some(slot) = slot::get(frame.slot) else { return };
    if slot.call.load(Ordering::Acquire) != frame.call || slot.phase.load(Ordering::Acquire) != phase::ENTERED {
        return;
    }
    write_bytes(thread, slot, frame.call, 1);
    write_end(thread, frame.call, flags);
    for index in 0..slot.regions().len() {
        let Some(&region) = slot.regions().get(index) else { break };
        let (from, bytes) = region.noted();
        if rows::is_lent(slot, index) {
            linger::keep(&region);
        }
        shadow::unmark(from, bytes);
    }
    slot.phase.store(phase::ENDED, Ordering::Release);
}

pub fn write_end(thread: &mut Thread, call: u64, flags: u32) {
    ring::put(thread, tag::END, call, &[&sys::now().to_le_bytes(), &flags.to_le_bytes()]);
}

/// JavaScript is done with a call: `result` is what it saw.
pub fn finish(thread: &mut Thread, index: usize, result: &[u8], threw: bool) {
    copies::prepare(None, Copies::None);
    let Some(slot) = slot::get(index) else { return };
    if slot::withdraw(index) {
        return slot.release();
    }
    let call = slot.call.load(Ordering::Acquire);
    if slot.phase.load(Ordering::Acquire) == phase::ENTERED && call != 0 {
        let flags = end_flags::ABANDONED | end_flags::INCOMPLETE;
        let found = thread.unwind(|frame| frame.kind == Kind::Call && frame.call == call, abandon);
        let nowhere = Frame { kind: Kind::Call, stack: 0, back: 0, call, slot: index };
        end(thread, found.unwrap_or(nowhere), flags);
    }
    if call != 0 {
        let length = (result.len() as u32).to_le_bytes();
        ring::put(thread, tag::RESULT, call, &[&[u8::from(threw)], &length, result]);
    }
    slot.call.store(0, Ordering::Release);
    slot.release();
}

fn write_begin(thread: &mut Thread, slot: &mut Slot, call: u64) {
    let count = slot.regions().len();
    let Some(regions) = thread.scratch(count * rows::ENCODED) else { return };
    for (index, place) in regions.chunks_exact_mut(rows::ENCODED).enumerate() {
        rows::encode(slot, index, place);
    }
    let flags = if slot.is_async { slot.flags | begin::flags::ASYNC } else { slot.flags };
    let head = begin_head(slot.function, slot.site, flags, slot.parent);
    let args = slot.args();
    let length = (args.len() as u32).to_le_bytes();
    ring::put(thread, tag::BEGIN, call, &[&head, &length, args, &(count as u32).to_le_bytes(), regions]);
}

/// The fixed part of BEGIN.
pub fn begin_head(function: u32, site: u32, flags: u32, parent: u64) -> [u8; begin::FIXED] {
    let mut head = [0; begin::FIXED];
    head[..8].copy_from_slice(&sys::now().to_le_bytes());
    head[8..12].copy_from_slice(&function.to_le_bytes());
    head[12..16].copy_from_slice(&site.to_le_bytes());
    head[16..20].copy_from_slice(&flags.to_le_bytes());
    head[20..].copy_from_slice(&parent.to_le_bytes());
    head
}

/// Contents of the regions before (0) or after (1) the call.
fn write_bytes(thread: &mut Thread, slot: &mut Slot, call: u64, when: u8) {
    let limit = state::session().map_or(0, |session| session.snapshot_limit.load(Ordering::Relaxed));
    for index in 0..slot.regions().len() {
        let Some(&region) = slot.regions().get(index) else { return };
        bytes_of(thread, call, index as u32, when, region.address, region.size.min(limit));
    }
}

pub fn bytes_of(thread: &mut Thread, call: u64, index: u32, when: u8, address: u64, size: u64) {
    ring::put_memory(thread, tag::BYTES, call, address, size, |offset| {
        let mut head = [0; 13];
        head[..4].copy_from_slice(&index.to_le_bytes());
        head[4] = when;
        head[5..].copy_from_slice(&offset.to_le_bytes());
        head
    });
}
