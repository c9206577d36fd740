//! Boundaries between traced code and everything else, as [`crate::asm`] calls them. Each gives the address to go to.
use crate::asm::{self, Boundary};
use crate::call;
use crate::ring;
use crate::side::{Frame, Kind};
use crate::state::{self, STATE};
use crate::stub::Record;
use crate::thread::{self, Thread};
use crate::{slot, sys, tls};
use core::sync::atomic::Ordering;
use ffiscope_wire::ring::tag;
use ffiscope_wire::tls::{code, field};

/// A call through a stub that may be armed.
pub extern "C" fn on_entry(frame: &mut Boundary) -> u64 {
    // SAFETY: a stub put the address of its record into r11; records are never unmapped.
    let record = unsafe { &*sys::pointer::<Record>(frame.r11) };
    let target = record.target.load(Ordering::Relaxed);
    if !state::is_live() {
        return target;
    }
    let Some(index) = slot::take(record) else { return target };
    match thread::current() {
        Some(thread) => call::begin(thread, index, target, frame),
        None => target,
    }
}

/// Translated code went to `TARGET`, which is not translated: back to the caller of a traced call, or out.
pub extern "C" fn on_foreign(frame: &mut Boundary) -> u64 {
    let target = tls::get(field::TARGET);
    let Some(thread) = thread::existing() else { return target };
    match end_of_call(thread, frame.stack()) {
        Some(back) => back,
        None => outward(thread, target, frame),
    }
}

/// A function that was stepped or ran natively has returned.
pub extern "C" fn on_return(frame: &mut Boundary) -> u64 {
    match thread::existing().and_then(|thread| end_of_call(thread, frame.stack())) {
        Some(back) => back,
        // The address that was replaced is lost, and so is the program.
        None => {
            sys::complain("ffiscope: a native call returned to an unknown place\n");
            std::process::abort()
        }
    }
}

/// Ends the call whose return address lay right below `stack`, if there is one; gives that address.
fn end_of_call(thread: &mut Thread, stack: u64) -> Option<u64> {
    let is_it = |frame: &Frame| frame.kind == Kind::Call && frame.stack + 8 == stack;
    let frame = thread.unwind(is_it, call::abandon)?;
    if state::is_live() {
        call::end(thread, frame, 0);
    }
    Some(frame.back)
}

/// Traced code calls (or jumps to) `target`; the return address is on the stack.
fn outward(thread: &mut Thread, target: u64, frame: &mut Boundary) -> u64 {
    call::unwind_reused_outward(thread, frame.stack());
    let call = thread.innermost();
    let open =
        Frame { kind: Kind::Outward, stack: frame.stack(), back: frame.return_address(), call, slot: usize::MAX };
    if !thread.side.push(open) {
        ring::note(thread, "calls out of native code nested too deeply; the rest of the call ran untraced");
        return target;
    }
    ring::put(thread, tag::CALLBACK, call, &[&sys::now().to_le_bytes()]);
    frame.set_return_address(asm::outward_return());
    target
}

/// What traced code called out to has returned.
pub extern "C" fn on_outward_return(frame: &mut Boundary) -> u64 {
    let stack = frame.stack();
    let is_it = |open: &Frame| open.kind == Kind::Outward && open.stack + 8 == stack;
    let open = thread::existing().and_then(|thread| {
        let open = thread.unwind(is_it, call::abandon)?;
        if state::is_live() {
            ring::put(thread, tag::CALLBACK_END, open.call, &[&sys::now().to_le_bytes()]);
        }
        Some(open)
    });
    let Some(open) = open else {
        sys::complain("ffiscope: a callback returned to an unknown place\n");
        std::process::abort()
    };
    if !state::is_live() {
        return open.back;
    }
    tls::set(field::TARGET, open.back);
    STATE.code.load(Ordering::Relaxed) + code::DISPATCH
}
