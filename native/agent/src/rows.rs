//! From the rows of an armed call to regions: where the pointers point, now that they are in registers and memory.
use crate::asm::Boundary;
use crate::isolate::{self, copies::Copies};
use crate::memory;
use crate::slot::{Region, Slot};
use crate::state;
use ffiscope_wire::ring::arm::{self, size_mode};
use ffiscope_wire::ring::begin;

const NONE: u32 = u32::MAX;

/// Fills `slot.regions()`. A pointer that is null or can't be read gives a region without bytes.
pub fn resolve(slot: &mut Slot, frame: &Boundary) {
    for index in 0..slot.rows().len() / arm::ROW {
        let row = row(slot, index);
        let address = pointer_of(slot, &row, frame);
        let size = if address == 0 { 0 } else { size_of_row(&row, address) };
        let (before, after) = (u64::from(row[9]).min(address), u64::from(row[10]));
        let (slack_before, slack_after) = slack(&row, address, size, slot.flags);
        let region = Region { address, size, before, after, slack_before, slack_after };
        if let Some(place) = slot.regions().get_mut(index) {
            *place = region;
        }
    }
}

/// Room of nobody around a region: in the arena as much as there is; around a copy that the binding made a little, if all of
/// these are known.
fn slack(row: &[u32; arm::ROW], address: u64, size: u64, call: u32) -> (u32, u32) {
    const AROUND_COPIES: u32 = 64;
    let lent = row[7] & begin::region_flags::LENT != 0 && row[7] & begin::region_flags::RESULT == 0;
    if !state::isolates() || address == 0 {
        (0, 0)
    } else if !lent {
        isolate::slack(address, size)
    } else if let Some(room) = isolate::around_copy(address, size) {
        room
    } else if call & begin::flags::PARTIAL == 0 {
        (AROUND_COPIES, AROUND_COPIES)
    } else {
        (0, 0)
    }
}

/// What the binding does with the copies that it makes for an armed call.
pub fn copies(slot: &mut Slot) -> Copies {
    const RETURNED: u32 = begin::region_flags::LENT | begin::region_flags::OUT;
    let count = slot.rows().len() / arm::ROW;
    let returned = (0..count).any(|index| row(slot, index)[7] & RETURNED == RETURNED);
    if returned || slot.flags & begin::flags::PARTIAL != 0 {
        Copies::Returned
    } else {
        Copies::Given
    }
}

/// Whether region `index` is a copy that the binding made for the call.
pub fn is_lent(slot: &mut Slot, index: usize) -> bool {
    row(slot, index)[7] & begin::region_flags::LENT != 0
}

fn row(slot: &mut Slot, index: usize) -> [u32; arm::ROW] {
    let mut row = [0; arm::ROW];
    let start = index * arm::ROW;
    if let Some(words) = slot.rows().get(start..start + arm::ROW) {
        row.copy_from_slice(words);
    }
    row
}

fn pointer_of(slot: &mut Slot, row: &[u32; arm::ROW], frame: &Boundary) -> u64 {
    if row[0] == NONE {
        return argument(row[1], frame);
    }
    let parent = slot.regions().get(row[0] as usize).map_or(0, |parent| parent.address);
    let mut bytes = [0; 8];
    let readable = parent != 0 && memory::read_exact(parent.wrapping_add(u64::from(row[1])), &mut bytes);
    if readable {
        u64::from_le_bytes(bytes)
    } else {
        0
    }
}

/// Integer registers 0..5, then eightbytes of the stack behind the return address.
fn argument(location: u32, frame: &Boundary) -> u64 {
    let registers = [frame.rdi, frame.rsi, frame.rdx, frame.rcx, frame.r8, frame.r9];
    if let Some(&value) = registers.get(location as usize) {
        return value;
    }
    let Some(eightbyte) = location.checked_sub(arm::LOCATION_STACK) else { return 0 };
    let mut bytes = [0; 8];
    let at = frame.stack().wrapping_add(8 + 8 * u64::from(eightbyte));
    if memory::read_exact(at, &mut bytes) {
        u64::from_le_bytes(bytes)
    } else {
        0
    }
}

fn size_of_row(row: &[u32; arm::ROW], address: u64) -> u64 {
    let element = match row[2] {
        size_mode::ZERO8 => 1,
        size_mode::ZERO16 => 2,
        size_mode::ZERO32 => 4,
        _ => return u64::from(row[3]) | u64::from(row[4]) << 32,
    };
    memory::terminated(address, element, u64::from(row[3]))
}

/// Region `index` as BEGIN carries it.
pub fn encode(slot: &mut Slot, index: usize, into: &mut [u8]) {
    let row = row(slot, index);
    let Some(&region) = slot.regions().get(index) else { return };
    let memory_id = u64::from(row[12]) | u64::from(row[13]) << 32;
    let unwritten = region.slack_before > 0
        && row[7] & begin::region_flags::LENT == 0
        && isolate::has_unwritten(region.address, region.size);
    let flags = if unwritten { row[7] | begin::region_flags::UNWRITTEN } else { row[7] };
    write_region(into, [row[5], row[6], row[11], flags, row[8], row[0]], memory_id, &region, row[14]);
}

/// `words`: label, type, kind, flags, argument index, parent region index; `made`: the site where the memory was made.
pub fn write_region(into: &mut [u8], words: [u32; 6], memory_id: u64, region: &Region, made: u32) {
    let long = [memory_id, region.address, region.size, region.before, region.after];
    let (short_part, long_part) = into.split_at_mut(24);
    for (place, word) in short_part.chunks_exact_mut(4).zip(words) {
        place.copy_from_slice(&word.to_le_bytes());
    }
    for (place, word) in long_part.chunks_exact_mut(8).zip(long) {
        place.copy_from_slice(&word.to_le_bytes());
    }
    for (place, word) in long_part[40..].chunks_exact_mut(4).zip([region.slack_before, region.slack_after, made]) {
        place.copy_from_slice(&word.to_le_bytes());
    }
}

pub const ENCODED: usize = begin::REGION;
