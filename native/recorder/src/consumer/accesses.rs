//! From a cell or an engine's access to rows of the file.
use super::attribute::{self, Target};
use super::calls::CallKind;
use super::insns::KnownSite;
use super::spans::Stretch;
use super::stored;
use super::Consumer;
use crate::engine::{Engine, RawAccess, Record, SiteAccess};
use crate::session::process::Process;
use ffiscope_decode::Kind;
use ffiscope_tracefile::{flags, AccessRow, Writer, MOST_VALUE_BYTES};

/// An access that is being attributed.
#[derive(Debug, Clone, Copy)]
pub struct Found {
    pub insn: u32,
    pub address: u64,
    pub size: u64,
    pub count: u64,
    pub flags: u8,
}

impl Consumer {
    /// A cell of a translated site, the long way.
    #[cold]
    pub fn cell(
        &mut self,
        at: usize,
        (site, address, aux): (u32, u64, u32),
        engine: &mut dyn Engine,
        process: &Process,
        writer: &mut Writer,
    ) {
        match self.insns.site(site, engine, process) {
            KnownSite::One { insn, access, stored } => {
                let (found, stored) = (of_site(*insn, address, access), *stored);
                if let Some(words) = self.words[at].take(stored, aux, found.size) {
                    let bytes = stored::bytes(words);
                    self.written.extend_from_slice(bytes.get(..found.size as usize).unwrap_or(&[]));
                }
                self.put(at, found, writer);
                self.written.clear();
            }
            KnownSite::Two { insn, accesses } => {
                let (insn, [first, second]) = (*insn, *accesses);
                self.put(at, of_site(insn, address, &first), writer);
                self.put(at, of_site(insn, address, &second), writer);
            }
            KnownSite::Several { insn, accesses } => {
                let (insn, accesses) = (*insn, accesses.clone());
                for access in accesses.iter() {
                    self.put(at, of_site(insn, address, access), writer);
                }
            }
            KnownSite::Unknown => return self.malformed(),
        }
        self.learn(at, site, address, writer);
    }

    /// A record that only the engine can read.
    pub fn expand(
        &mut self,
        at: usize,
        record: Record<'_>,
        engine: &mut dyn Engine,
        process: &Process,
        writer: &mut Writer,
    ) {
        let mut list = std::mem::take(&mut self.expanded);
        engine.expand(at, record, &mut list);
        for access in list.drain(..) {
            self.raw_access(at, &access, false, process, writer);
        }
        self.expanded = list;
    }

    /// `now`: the thread stands right behind the instruction, so that memory holds what it wrote.
    pub fn raw_access(&mut self, at: usize, access: &RawAccess, now: bool, process: &Process, writer: &mut Writer) {
        let insn = self.insns.id(access.pc, process);
        let found = Found {
            insn,
            address: access.address,
            size: access.size,
            count: access.count,
            flags: flags_of(access.kind, access.certain),
        };
        if now && access.kind == Kind::Write {
            self.put_written(at, found, process, writer);
        } else {
            self.put(at, found, writer);
        }
    }

    /// A write that has just happened, with what it left in memory.
    pub fn put_written(&mut self, at: usize, found: Found, process: &Process, writer: &mut Writer) -> u64 {
        self.written.clear();
        if writer.wants_values() && found.size <= MOST_VALUE_BYTES {
            self.written.resize(found.size as usize, 0);
            let read = process.read_memory(found.address, &mut self.written);
            self.written.truncate(if read == self.written.len() { read } else { 0 });
        }
        let rows = self.put(at, found, writer);
        self.written.clear();
        rows
    }

    /// Writes one row for each region the access lies in; the rows written.
    pub fn put(&mut self, at: usize, mut found: Found, writer: &mut Writer) -> u64 {
        let mut rows = 0;
        found.end_in_memory();
        let start = found.address;
        while found.size > 0 {
            let known = self.caches[at].get(found.insn, found.address);
            let (stretch, target) = known.unwrap_or_else(|| self.look_up(at, found.insn, found.address, writer));
            let (region, end) = match target {
                Target::Inside(region) => (region, region.end),
                Target::Near(region, end) => (region, end),
                Target::Untracked => {
                    found.skip(stretch.high - found.address);
                    continue;
                }
            };
            let inside = matches!(target, Target::Inside(_));
            let piece = found.first(end - found.address);
            let Some(call) = self.charge(at, &piece) else {
                self.stray += 1;
                return rows;
            };
            let row = AccessRow {
                call,
                insn: piece.insn,
                region: if inside { region.id } else { 0 },
                anchor: if inside { 0 } else { region.id },
                offset: piece.address.wrapping_sub(region.start) as i64,
                size: piece.size,
                flags: piece.flags,
                count: piece.count.min(u64::from(u32::MAX)) as u32,
            };
            let from = piece.address.wrapping_sub(start) as usize;
            let value = self.written.get(from..from.saturating_add(piece.size as usize));
            writer.access_value(self.threads[at].number, &row, value.filter(|bytes| !bytes.is_empty()));
            rows += 1;
            found.skip(piece.size);
        }
        rows
    }

    #[cold]
    fn look_up(&mut self, at: usize, insn: u32, address: u64, writer: &mut Writer) -> (Stretch, Target) {
        let levels = attribute::levels(&self.threads, at, self.persistent_spans());
        let (mut stretch, mut target) = attribute::resolve(address, &levels, &self.gone);
        if target == Target::Untracked && self.arena.range().1 != 0 {
            (stretch, target) = self.stranger(at, address, stretch, writer);
        }
        self.caches[at].put(insn, stretch, target);
        (stretch, target)
    }

    /// Counts the bytes for the innermost call, which is returned, and for scopes around it.
    fn charge(&mut self, at: usize, piece: &Found) -> Option<u32> {
        let thread = &mut self.threads[at];
        if thread.scopes > 0 {
            super::scopes::add_event(thread, piece);
        }
        let innermost = thread.stack.last_mut()?;
        let call = match innermost.kind {
            CallKind::Call => innermost,
            CallKind::Scope => thread.innermost()?,
        };
        call.bytes(piece.flags).insert(piece.address, piece.size);
        Some(call.id)
    }

    #[cold]
    pub fn malformed(&self) {
        self.recording.malformed.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    }
}

impl Found {
    /// Cuts off what would lie behind the last address: cells may hold anything.
    #[inline]
    fn end_in_memory(&mut self) {
        self.size = self.size.min(u64::MAX - self.address);
    }

    /// The part within the next `limit` bytes.
    #[inline]
    fn first(&self, limit: u64) -> Found {
        if self.size <= limit {
            return *self;
        }
        let element = (self.size / self.count.max(1)).max(1);
        Found { size: limit, count: if self.count > 1 { limit.div_ceil(element) } else { self.count }, ..*self }
    }

    /// Goes on behind the next `bytes` bytes.
    #[inline]
    fn skip(&mut self, bytes: u64) {
        if bytes >= self.size {
            self.size = 0;
            return;
        }
        let element = (self.size / self.count.max(1)).max(1);
        self.address = self.address.wrapping_add(bytes);
        self.size -= bytes;
        if self.count > 1 {
            self.count = self.size.div_ceil(element);
        }
    }
}

#[inline]
pub fn of_site(insn: u32, address: u64, access: &SiteAccess) -> Found {
    Found {
        insn,
        address: address.wrapping_add(access.offset as u64),
        size: u64::from(access.size),
        count: 1,
        flags: flags_of(access.kind, access.certain),
    }
}

#[inline]
fn flags_of(kind: Kind, certain: bool) -> u8 {
    let write = if kind == Kind::Write { flags::WRITE } else { 0 };
    write | if certain { 0 } else { flags::UNCERTAIN }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(size: u64, count: u64) -> Found {
        Found { insn: 1, address: 0x1000, size, count, flags: 0 }
    }

    #[test]
    fn a_cut_repeated_access_shares_its_elements_out() {
        let mut whole = found(64, 16);
        let first = whole.first(40);
        assert_eq!((first.size, first.count), (40, 10));
        whole.skip(40);
        assert_eq!((whole.address, whole.size, whole.count), (0x1028, 24, 6));
    }

    #[test]
    fn nothing_lies_behind_the_last_address() {
        let ended = |address, size| {
            let mut found = Found { address, ..found(size, 1) };
            found.end_in_memory();
            found.size
        };
        let sizes = [ended(u64::MAX, 8), ended(u64::MAX - 3, 8), ended(u64::MAX - 8, 8), ended(0, u64::MAX)];
        assert_eq!(sizes, [0, 3, 8, u64::MAX]);
    }

    #[test]
    fn a_single_access_stays_one_element() {
        let mut whole = found(16, 1);
        assert_eq!(whole.first(4).count, 1);
        whole.skip(4);
        assert_eq!((whole.size, whole.count), (12, 1));
        whole.skip(12);
        assert_eq!(whole.size, 0);
    }
}
