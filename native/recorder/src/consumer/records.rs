//! Control records of the streams.
use super::calls::{CallKind, OpenCall, ScopeEvent};
use super::payload::{Begin, Malformed, Payload, WireRegion};
use super::spans::{Region, Spans};
use super::Consumer;
use crate::engine::{Engine, KernelRange, Record, SyscallRecord};
use crate::recording::ids::Ids;
use crate::session::process::Process;
use ffiscope_tracefile::{flags, Event, Hex, RegionRow, Writer};
use ffiscope_wire::control::Define;
use ffiscope_wire::ring::{begin, end_flags, tag};

/// Room for a process's own numbers in the memory ids of the file.
const MEMORY_ID_BITS: u32 = 40;

impl Consumer {
    /// Handles one control record; `payload` is whole. What is malformed is counted and left out.
    pub fn record(
        &mut self,
        at: usize,
        (tag, a, payload): (u32, u64, &[u8]),
        engine: &mut dyn Engine,
        process: &Process,
        writer: &mut Writer,
    ) {
        let done = match tag {
            tag::BEGIN => self.begin(at, a, payload, CallKind::Call, writer),
            tag::SCOPE_BEGIN => self.begin(at, a, payload, CallKind::Scope, writer),
            tag::END | tag::SCOPE_END => self.end(at, a, payload, writer),
            tag::RESULT => result(a, payload, writer),
            tag::DEFINE => self.define(payload, process, writer),
            tag::BYTES => self.contents(at, a, payload, writer),
            tag::CALLBACK | tag::CALLBACK_END => self.callback_record(at, a, tag == tag::CALLBACK, payload, writer),
            tag::SYSCALL => self.syscall_record(at, payload, process, writer),
            tag::REGION_ADD => self.add_region(at, a, payload, writer),
            tag::REGION_REMOVE => self.remove_region(at, a, writer),
            tag::MARK => self.mark(at, a, payload, writer),
            tag::NOTE => Payload(payload).string().map(|text| self.note(at, text, writer)),
            tag::STATE => {
                self.expand(at, Record::State { a, payload }, engine, process, writer);
                Ok(())
            }
            tag::STATE_AFTER => {
                self.expand(at, Record::StateAfter { a, payload }, engine, process, writer);
                Ok(())
            }
            tag::TIME => {
                self.time(at, a, writer);
                Ok(())
            }
            _ => Err(Malformed),
        };
        if done.is_err() {
            self.malformed();
        }
    }

    fn begin(
        &mut self,
        at: usize,
        id: u64,
        payload: &[u8],
        kind: CallKind,
        writer: &mut Writer,
    ) -> Result<(), Malformed> {
        let call = u32::try_from(id).map_err(|_| Malformed)?;
        let head = Begin::read(payload)?;
        self.time(at, head.time, writer);
        let (rows, regions) = self.call_regions(&head.regions);
        let time = self.threads[at].now;
        match kind {
            CallKind::Scope => rows.into_iter().for_each(|region| writer.event(Event::Region { region, time })),
            CallKind::Call => {
                let event = Event::Begin {
                    call,
                    function: self.defs.function(head.function),
                    site: self.defs.site(head.site),
                    thread: self.threads[at].number,
                    time,
                    flags: head.flags,
                    parent: self.parent_of(at, head.parent),
                    args: head.args,
                    regions: rows,
                };
                writer.event(event);
            }
        }
        self.threads[at].push(OpenCall::new(call, kind, &regions));
        self.changed();
        Ok(())
    }

    /// A thread that traced code started, with all it does as one call.
    pub fn begin_native(&mut self, at: usize, call: u64, parent: Option<u32>, writer: &mut Writer) {
        self.time(at, crate::recording::monotonic_now(), writer);
        let Ok(call) = u32::try_from(call) else { return };
        writer.event(Event::Begin {
            call,
            function: 0,
            site: 0,
            thread: self.threads[at].number,
            time: self.threads[at].now,
            flags: begin::flags::NATIVE_THREAD,
            parent,
            args: Vec::new(),
            regions: Vec::new(),
        });
        self.threads[at].push(OpenCall::new(call, CallKind::Call, &[]));
        self.changed();
    }

    /// The thread is about to end.
    pub fn end_native(&mut self, at: usize, writer: &mut Writer) {
        let mut payload = crate::recording::monotonic_now().to_le_bytes().to_vec();
        payload.extend(0u32.to_le_bytes());
        if let Some(call) = self.innermost_call(at) {
            let _ = self.end(at, u64::from(call), &payload, writer);
        }
        self.thread_ends(at);
    }

    /// The call around a new one: as told, unless that is a scope; else the one whose callback made it.
    fn parent_of(&mut self, at: usize, told: u64) -> Option<u32> {
        let is_scope = |id: u64| {
            let mut open = self.threads.iter().flat_map(|thread| &thread.stack);
            open.any(|call| u64::from(call.id) == id && call.kind == CallKind::Scope)
        };
        if told != 0 && !is_scope(told) {
            return u32::try_from(told).ok();
        }
        self.threads[at].innermost().map(|call| call.id)
    }

    /// The regions of a call, as lines of the file and for lookups.
    fn call_regions(&mut self, wire: &[WireRegion]) -> (Vec<RegionRow>, Vec<Region>) {
        let ids: Vec<u32> = wire.iter().map(|_| Ids::take(&self.recording.ids.regions)).collect();
        let rows = wire.iter().zip(&ids).map(|(region, id)| {
            let parent = region.parent.and_then(|index| ids.get(index as usize).copied());
            self.region_row(*id, parent, region)
        });
        let rows = rows.collect();
        (rows, wire.iter().zip(&ids).map(|(region, id)| region_of(*id, region)).collect())
    }

    fn region_row(&mut self, id: u32, parent: Option<u32>, region: &WireRegion) -> RegionRow {
        let memory = region.memory & ((1 << MEMORY_ID_BITS) - 1);
        RegionRow {
            id,
            label: self.defs.label(region.label),
            ty: self.defs.ty(region.ty),
            kind: RegionRow::kind_name(region.kind),
            flags: region.flags,
            arg: region.arg,
            parent,
            // Processes number their memory on their own.
            memory: if memory == 0 { 0 } else { memory + (u64::from(self.process - 1) << MEMORY_ID_BITS) },
            address: Hex(region.address),
            size: region.size,
            before: region.before,
            after: region.after,
        }
    }

    fn end(&mut self, at: usize, id: u64, payload: &[u8], writer: &mut Writer) -> Result<(), Malformed> {
        let mut from = Payload(payload);
        let (time, told) = (from.u64()?, from.u32()?);
        self.time(at, time, writer);
        let call = u32::try_from(id).map_err(|_| Malformed)?;
        let Some((owner, mut open)) = self.take_call(at, call) else { return Err(Malformed) };
        self.changed();
        let time = self.threads[owner].now;
        match open.kind {
            CallKind::Scope => {
                open.regions.iter().for_each(|region| writer.event(Event::RegionEnd { id: region.id, time }));
                self.scopes.keep(call, open.events);
            }
            CallKind::Call => writer.event(Event::End {
                call,
                time,
                flags: told | if open.incomplete { end_flags::INCOMPLETE } else { 0 },
                accesses: 0,
                reads: 0,
                writes: 0,
                bytes_read: open.read.count(),
                bytes_written: open.written.count(),
                first_ordinal: 0,
                last_ordinal: 0,
            }),
        }
        Ok(())
    }

    /// An abandoned call may be ended by another thread than the one it began on.
    fn take_call(&mut self, at: usize, call: u32) -> Option<(usize, OpenCall)> {
        let elsewhere = (0..self.threads.len()).filter(|other| *other != at);
        let mut places = [at].into_iter().chain(elsewhere);
        places.find_map(|place| self.threads[place].remove(call).map(|open| (place, open)))
    }

    fn define(&mut self, payload: &[u8], process: &Process, writer: &mut Writer) -> Result<(), Malformed> {
        let define: Define = serde_json::from_slice(payload).map_err(|_| Malformed)?;
        if matches!(define, Define::Function { .. }) {
            // Its library is loaded by now, and the process is alive.
            self.insns.refresh(process);
        }
        writer.define(&self.defs.convert(define));
        Ok(())
    }

    fn callback_record(
        &mut self,
        at: usize,
        id: u64,
        entering: bool,
        payload: &[u8],
        writer: &mut Writer,
    ) -> Result<(), Malformed> {
        let time = Payload(payload).u64()?;
        self.time(at, time, writer);
        let call = u32::try_from(id).map_err(|_| Malformed)?;
        self.write_callback(at, call, entering, writer);
        Ok(())
    }

    fn write_callback(&mut self, at: usize, call: u32, entering: bool, writer: &mut Writer) {
        let time = self.threads[at].now;
        writer.event(match entering {
            true => Event::Callback { call, time },
            false => Event::CallbackEnd { call, time },
        });
    }

    /// The innermost call of a thread enters or leaves a callback, as the engine saw it.
    pub fn callback(&mut self, at: usize, entering: bool, writer: &mut Writer) {
        self.time(at, crate::recording::monotonic_now(), writer);
        if let Some(call) = self.innermost_call(at) {
            self.write_callback(at, call, entering, writer);
        }
    }

    fn syscall_record(
        &mut self,
        at: usize,
        payload: &[u8],
        process: &Process,
        writer: &mut Writer,
    ) -> Result<(), Malformed> {
        let mut from = Payload(payload);
        let number = from.u32()?;
        let mut args = [0; 6];
        for arg in &mut args {
            *arg = from.u64()?;
        }
        let result = from.i64()?;
        let count = from.u32()?;
        let mut ranges = Vec::new();
        for _ in 0..count {
            ranges.push(KernelRange { address: from.u64()?, size: from.u64()?, write: from.u8()? != 0 });
        }
        let pc = from.u64()?;
        self.syscall(at, &SyscallRecord { number, args, result, ranges, pc }, process, writer);
        Ok(())
    }

    /// Kernel accesses, then the call itself.
    pub fn syscall(&mut self, at: usize, record: &SyscallRecord, process: &Process, writer: &mut Writer) {
        let insn = self.insns.id(record.pc, process);
        let mut rows = 0;
        for range in &record.ranges {
            let write = if range.write { flags::WRITE } else { 0 };
            let flags = flags::KERNEL | write;
            let found = super::accesses::Found { insn, address: range.address, size: range.size, count: 1, flags };
            rows += self.put(at, found, writer);
        }
        let Some(call) = self.innermost_call(at) else { return };
        if rows == 0 {
            return;
        }
        let name = ffiscope_wire::syscalls::name(u64::from(record.number));
        let event = Event::Syscall {
            call,
            thread: self.threads[at].number,
            name: name.map_or_else(|| format!("syscall {}", record.number), str::to_owned),
            number: record.number,
            args: record.args.iter().map(|arg| Hex(*arg)).collect(),
            result: record.result,
            time: self.threads[at].now,
            ordinal: 0,
        };
        writer.syscall(event, rows);
    }

    fn add_region(&mut self, at: usize, key: u64, payload: &[u8], writer: &mut Writer) -> Result<(), Malformed> {
        let wire = WireRegion::read(&mut Payload(payload))?;
        let id = Ids::take(&self.recording.ids.regions);
        let row = self.region_row(id, None, &wire);
        writer.event(Event::Region { region: row, time: self.threads[at].now });
        self.persistent.insert(key, region_of(id, &wire));
        self.persistent_changed();
        Ok(())
    }

    fn remove_region(&mut self, at: usize, key: u64, writer: &mut Writer) -> Result<(), Malformed> {
        let region = self.persistent.remove(&key).ok_or(Malformed)?;
        writer.event(Event::RegionEnd { id: region.id, time: self.threads[at].now });
        self.persistent_changed();
        Ok(())
    }

    fn persistent_changed(&mut self) {
        let regions: Vec<Region> = self.persistent.values().copied().collect();
        self.persistent_spans = Spans::new(&regions);
        self.changed();
    }

    fn mark(&mut self, at: usize, time: u64, payload: &[u8], writer: &mut Writer) -> Result<(), Malformed> {
        let mut from = Payload(payload);
        let site = self.defs.site(from.u32()?);
        let text = from.string()?;
        self.time(at, time, writer);
        writer.event(Event::Mark { time: self.since_epoch(time), text, site, thread: self.threads[at].number });
        Ok(())
    }

    /// The stream has got to this CLOCK_MONOTONIC time.
    fn time(&mut self, at: usize, monotonic: u64, writer: &mut Writer) {
        let now = self.since_epoch(monotonic);
        let thread = &mut self.threads[at];
        thread.now = thread.now.max(now);
        writer.time(thread.number, thread.now);
    }

    /// What the calls inside a finished scope did; `None` for a scope that is not known.
    pub fn take_scope_events(&mut self, scope: u64) -> Option<Vec<ScopeEvent>> {
        self.scopes.take(u32::try_from(scope).ok()?)
    }

    /// Site id in the file of a JavaScript site of the child.
    pub fn site(&mut self, site: u32) -> u32 {
        self.defs.site(site)
    }
}

fn result(call: u64, payload: &[u8], writer: &mut Writer) -> Result<(), Malformed> {
    let mut from = Payload(payload);
    let threw = from.u8()? != 0;
    let text = from.string()?;
    let call = u32::try_from(call).map_err(|_| Malformed)?;
    writer.event(Event::Result { call, text, threw });
    Ok(())
}

fn region_of(id: u32, region: &WireRegion) -> Region {
    Region {
        id,
        start: region.address,
        end: region.address + region.size,
        before: region.before,
        after: region.after,
        order: region.arg.unwrap_or(u32::MAX),
    }
}
