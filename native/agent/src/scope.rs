//! Scopes: regions that stay marked from begin to end, whatever native calls are made in between.
use crate::call;
use crate::ring;
use crate::rows;
use crate::shadow;
use crate::side::{Frame, Kind};
use crate::slot::{self, Region, Slot};
use crate::state;
use crate::thread::Thread;
use core::sync::atomic::Ordering;
use ffiscope_wire::ring::{arm, begin, tag};

const NONE: u32 = u32::MAX;

/// A held slot whose regions the caller has yet to fill; see [`begin`].
pub fn hold(count: usize) -> Option<(usize, &'static mut Slot)> {
    let index = slot::hold(count, 0)?;
    Some((index, slot::get(index)?))
}

/// Region `index` of a held slot.
pub fn set_region(slot: &mut Slot, index: usize, address: u64, size: u64, label: u32) {
    if let Some(place) = slot.regions().get_mut(index) {
        *place = Region::new(address, size);
    }
    if let Some(row) = slot.rows().get_mut(index * arm::ROW..(index + 1) * arm::ROW) {
        row.fill(0);
        row[0] = NONE;
        row[5] = label;
        row[8] = NONE;
        row[11] = begin::kind::WATCH;
    }
}

/// Opens the scope; its number, 0 if that fails.
pub fn begin(thread: &mut Thread, index: usize, site: u32) -> u64 {
    let Some(slot) = slot::get(index) else { return 0 };
    let call = state::next_call();
    let parent = thread.innermost();
    if !thread.side.push(Frame { kind: Kind::Scope, stack: 0, back: 0, call, slot: index }) {
        slot.release();
        return 0;
    }
    slot.call.store(call, Ordering::Release);
    let count = slot.regions().len();
    let Some(regions) = thread.scratch(count * rows::ENCODED) else { return 0 };
    for (index, place) in regions.chunks_exact_mut(rows::ENCODED).enumerate() {
        rows::encode(slot, index, place);
    }
    let head = call::begin_head(0, site, 0, parent);
    let no_args = 2u32.to_le_bytes();
    let count = (count as u32).to_le_bytes();
    ring::put(thread, tag::SCOPE_BEGIN, call, &[&head, &no_args, b"[]", &count, regions]);
    for region in slot.regions() {
        shadow::mark(region.address, region.size);
    }
    call
}

/// Closes it; false if it is not open on this thread.
pub fn end(thread: &mut Thread, call: u64) -> bool {
    let is_it = |frame: &Frame| frame.kind == Kind::Scope && frame.call == call;
    let Some(frame) = thread.unwind(is_it, call::abandon) else { return false };
    let Some(slot) = slot::get(frame.slot) else { return false };
    for region in slot.regions() {
        shadow::unmark(region.address, region.size);
    }
    let flags = 0u32.to_le_bytes();
    ring::put(thread, tag::SCOPE_END, call, &[&crate::sys::now().to_le_bytes(), &flags]);
    slot.call.store(0, Ordering::Release);
    slot.release();
    true
}
