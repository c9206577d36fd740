//! Scopes of `doFfi`: they begin and end, and what happened in one is asked of the supervisor.
use super::raw::*;
use super::results as make;
use super::values::{address, exported, Call};
use crate::connect::{self, Text, MESSAGE};
use crate::thread::{self, Thread};
use crate::{scope, sys};
use core::fmt::Write;
use core::ptr::null_mut;

exported!(pub(super) scope_begin, 2, |call| {
    let number = thread::current().and_then(|thread| open_scope(&call, thread));
    make::number(call.env, number.unwrap_or(0))
});

/// site, regions: { address, size, label }
fn open_scope(call: &Call<2>, thread: &mut Thread) -> Option<u64> {
    let (env, regions) = (call.env, call.args[1]);
    let count = make::length(env, regions);
    let (index, slot) = scope::hold(count as usize)?;
    for at in 0..count {
        let region = make::element(env, regions, at);
        let of = |name| address(env, make::property(env, region, name));
        scope::set_region(slot, at as usize, of(c"address"), of(c"size"), of(c"label") as u32);
    }
    Some(scope::begin(thread, index, call.u32(0)))
}

exported!(pub(super) scope_end, 1, |call| {
    let number = call.number(0) as u64;
    let ended = thread::current().is_some_and(|thread| scope::end(thread, number));
    if ended {
        events(call.env, number)
    } else {
        make::null(call.env)
    }
});

/// The accesses of a scope, asked of the supervisor; null if it does not tell.
fn events(env: Env, number: u64) -> Value {
    let list = connect::exclusively(|| {
        let mut question = Text::new();
        write!(question, "{{\"type\":\"events\",\"call\":{number}}}").ok()?;
        connect::send(question.bytes())?;
        let buffer = Buffer::new(MESSAGE)?;
        let list = make::array(env);
        loop {
            let message = make::parse(env, connect::receive(buffer.bytes(), &mut [])?);
            let events = make::property(env, message, c"events");
            let count = make::length(env, events);
            let start = make::length(env, list);
            let refused = make::length(env, events) == 0 && start == 0 && is_refused(env, message);
            if refused {
                return None;
            }
            for at in 0..count {
                // SAFETY: values of the running callback.
                unsafe { napi_set_element(env, list, start + at, make::element(env, events, at)) };
            }
            if !is_true(env, make::property(env, message, c"more")) {
                return Some(list);
            }
        }
    });
    list.unwrap_or_else(|| make::null(env))
}

fn is_true(env: Env, value: Value) -> bool {
    let mut flag = false;
    // SAFETY: a value of the running callback.
    unsafe { napi_get_value_bool(env, value, &mut flag) };
    flag
}

fn is_refused(env: Env, message: Value) -> bool {
    let mut length = 0;
    let reason = make::property(env, message, c"reason");
    // SAFETY: a value of the running callback; anything but a string is refused.
    unsafe { napi_get_value_string_utf8(env, reason, null_mut(), 0, &mut length) == 0 }
}

/// Memory for a message, given back in the end.
struct Buffer(*mut u8, usize);

impl Buffer {
    fn new(bytes: usize) -> Option<Self> {
        let at = sys::map(bytes);
        (!at.is_null()).then_some(Self(at, bytes))
    }

    #[allow(clippy::mut_from_ref)]
    fn bytes(&self) -> &mut [u8] {
        // SAFETY: our own mapping of that size; callers use one slice at a time.
        unsafe { core::slice::from_raw_parts_mut(self.0, self.1) }
    }
}

impl Drop for Buffer {
    fn drop(&mut self) {
        // SAFETY: mapped in `new` with that size.
        unsafe { sys::unmap(self.0, self.1) };
    }
}
