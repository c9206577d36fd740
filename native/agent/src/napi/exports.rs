//! The functions of `child/agent.d.ts`. None of them throws.
use super::places;
use super::raw::*;
use super::results as make;
use super::scopes::{scope_begin, scope_end};
use super::values::{exported, first_byte, Call};
use crate::connect::{self, Text};
use crate::isolate::copies::{self, Copies};
use crate::thread::{self, Thread};
use crate::{binding, call, isolate, region, ring, rows, slot, state, stub, sys, tls};
use core::ffi::CStr;
use core::fmt::Write;
use core::ptr::null_mut;
use core::sync::atomic::Ordering;
use ffiscope_wire::ring::{arm, begin, tag};
use ffiscope_wire::session::engine;
use ffiscope_wire::tls::field;

/// Called by node for each isolate that loads the library.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn napi_register_module_v1(env: Env, exports: Value) -> Value {
    let functions: [(&CStr, Callback); 22] = [
        (c"connect", connect),
        (c"attachKoffi", attach_koffi),
        (c"learnAllocator", learn_allocator),
        (c"beginResolve", begin_resolve),
        (c"endResolve", end_resolve),
        (c"stubFor", stub_for),
        (c"targetOf", target_of),
        (c"define", define),
        (c"arm", arm_call),
        (c"learnSite", learn_site),
        (c"callOf", call_of),
        (c"finish", finish),
        (c"addRegion", add_region),
        (c"keepCopiesApart", keep_copies_apart),
        (c"prepared", prepared),
        (c"removeRegion", remove_region),
        (c"addressOf", address_of),
        (c"scopeBegin", scope_begin),
        (c"scopeEnd", scope_end),
        (c"mark", mark),
        (c"registerRetcode", register_retcode),
        (c"note", note),
    ];
    for (name, callback) in functions {
        let mut function = null_mut();
        // SAFETY: the environment and exports that node passed; names are terminated.
        unsafe {
            napi_create_function(env, name.as_ptr(), name.to_bytes().len(), callback, null_mut(), &mut function);
            napi_set_named_property(env, exports, name.as_ptr(), function);
        }
    }
    exports
}

#[unsafe(no_mangle)]
pub extern "C" fn node_api_module_get_api_version_v1() -> i32 {
    8
}

exported!(connect, 1, |call| {
    if !connect::connect() {
        make::null(call.env)
    } else {
        let name: &[u8] = match state::current_engine() {
            engine::FAST => b"fast",
            engine::STEP => b"step",
            _ => b"none",
        };
        let limit = state::session().map_or(0, |session| session.snapshot_limit.load(Ordering::Relaxed));
        let allocations = state::session().map_or(0, |session| session.allocations.load(Ordering::Relaxed));
        let told = [
            (c"engine", make::text(call.env, name)),
            (c"snapshotLimit", make::number(call.env, limit)),
            (c"findsSites", make::boolean(call.env, places::find())),
            (c"allocations", make::number(call.env, allocations.into())),
        ];
        make::object(call.env, &told)
    }
});

exported!(attach_koffi, 1, |call| {
    let mut path = [0; libc::PATH_MAX as usize];
    let path = call.text(0, &mut path);
    make::boolean(call.env, binding::attach(path))
});

exported!(keep_copies_apart, 1, |call| {
    let mut path = [0; libc::PATH_MAX as usize];
    let path = call.text(0, &mut path);
    make::boolean(call.env, isolate::is_on() && binding::redirect_copies(path))
});

exported!(prepared, 1, |call| {
    copies::prepare(None, Copies::None);
    make::undefined(call.env)
});

exported!(learn_allocator, 1, |call| {
    let on = state::isolates() && isolate::learn(call.number(0) as u64);
    make::boolean(call.env, on)
});

exported!(begin_resolve, 1, |call| {
    tls::set(field::RESOLVED, 0);
    tls::set(field::RESOLVING, u64::from(state::is_live()));
    make::undefined(call.env)
});

exported!(end_resolve, 1, |call| {
    tls::set(field::RESOLVING, 0);
    make::number(call.env, tls::get(field::RESOLVED))
});

exported!(stub_for, 1, |call| {
    match binding::stub_for(call.address(0)).filter(|_| state::is_live()) {
        None => make::null(call.env),
        Some((id, address)) => {
            let stub = make::number(call.env, id.into());
            make::object(call.env, &[(c"stub", stub), (c"address", make::bigint(call.env, address))])
        }
    }
});

exported!(target_of, 1, |call| {
    let target = stub::record(call.u32(0)).map_or(0, |record| record.target.load(Ordering::Relaxed));
    make::bigint(call.env, target)
});

exported!(define, 1, |call| {
    with_text(&call, 0, |thread, text| ring::put(thread, tag::DEFINE, 0, &[text]));
    make::undefined(call.env)
});

/// In place of a site: the one that was learned for the stack that is there. As a slot: that one is not known.
const FIND_SITE: u32 = u32::MAX;

exported!(arm_call, 7, |call| {
    let armed = thread::current().and_then(|thread| arm_slot(&call, thread));
    make::number(call.env, armed.map_or(0, u64::from))
});

/// stub, fn, site, flags, argsJson, rows, rowCount
fn arm_slot(call: &Call<7>, thread: &mut Thread) -> Option<u32> {
    let stub = stub::record(call.u32(0))?;
    let site = match call.u32(2) {
        FIND_SITE => match places::known(thread) {
            Some(site) => site,
            None => return Some(FIND_SITE),
        },
        site => site,
    };
    let words = call.words(5);
    let rows = (call.u32(6) as usize).min(words.len() / arm::ROW);
    let args = call.text_length(4);
    // One byte more, for the zero that Node-API puts behind a text.
    let index = slot::hold(rows, args + 1)?;
    let slot = slot::get(index)?;
    slot.function = call.u32(1);
    slot.site = site;
    slot.flags = call.u32(3);
    slot.is_async = slot.flags & begin::flags::ASYNC != 0;
    slot.parent = thread.innermost();
    call.text(4, slot.args());
    slot.shorten_args(args);
    slot.rows().copy_from_slice(&words[..rows * arm::ROW]);
    let wanted = if isolate::is_on() { rows::copies(slot) } else { Copies::None };
    copies::prepare(Some(thread), wanted);
    slot::arm(index, stub);
    Some(index as u32 + 1)
}

exported!(learn_site, 2, |call| {
    if let Some(thread) = thread::current() {
        places::learn(thread, call.u32(0), call.flag(1));
    }
    make::undefined(call.env)
});

exported!(call_of, 1, |call| {
    let number = slot_index(&call).and_then(slot::get).map_or(0, |slot| slot.call.load(Ordering::Acquire));
    make::number(call.env, number)
});

fn slot_index<const N: usize>(call: &Call<N>) -> Option<usize> {
    (call.u32(0) as usize).checked_sub(1)
}

exported!(finish, 3, |call| {
    let threw = call.flag(2);
    if let Some(index) = slot_index(&call) {
        with_text(&call, 1, |thread, text| call::finish(thread, index, text, threw));
    }
    make::undefined(call.env)
});

/// Calls `use_it` with a string argument, if this thread is traced.
fn with_text<const N: usize>(call: &Call<N>, index: usize, use_it: impl FnOnce(&mut Thread, &[u8])) {
    let Some(thread) = thread::current() else { return };
    let length = call.text_length(index);
    if let Some(buffer) = thread.scratch(length + 1) {
        use_it(thread, call.text(index, buffer));
    }
}

exported!(add_region, 7, |call| {
    let description = region::Description {
        address: call.address(0),
        size: call.number(1) as u64,
        kind: call.u32(2),
        label: call.u32(3),
        ty: call.u32(4),
        memory: call.number(5) as u64,
        made: call.u32(6),
    };
    make::number(call.env, thread::current().map_or(0, |thread| region::add(thread, &description)))
});

exported!(remove_region, 1, |call| {
    if let Some(thread) = thread::current() {
        region::remove(thread, call.number(0) as u64);
    }
    make::undefined(call.env)
});

exported!(address_of, 1, |call| make::bigint(call.env, first_byte(call.env, call.args[0])));

exported!(mark, 2, |call| {
    let site = call.u32(1).to_le_bytes();
    with_text(&call, 0, |thread, text| {
        ring::put(thread, tag::MARK, sys::now(), &[&site, &(text.len() as u32).to_le_bytes(), text]);
    });
    make::undefined(call.env)
});

exported!(register_retcode, 2, |call| {
    let mut message = Text::new();
    let (code, site) = (call.number(0) as i32, call.u32(1));
    let written = write!(message, "{{\"type\":\"retcode\",\"code\":{code},\"site\":{site}}}");
    let done = written.is_ok() && state::is_live() && connect::acknowledged(message.bytes());
    make::boolean(call.env, done)
});

exported!(note, 1, |call| {
    with_text(&call, 0, |thread, text| ring::put(thread, tag::NOTE, 0, &[&(text.len() as u32).to_le_bytes(), text]));
    make::undefined(call.env)
});
