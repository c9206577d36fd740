//! Calls and scopes begin and end.
use super::calls::{CallKind, OpenCall};
use super::payload::{Begin, Malformed, Payload};
use super::Consumer;
use ffiscope_tracefile::{Event, Writer};
use ffiscope_wire::ring::{begin, end_flags};

impl Consumer {
    pub(super) fn begin(
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
        if head.flags & begin::flags::PARTIAL != 0 {
            self.gone.forget_lent();
        }
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
        self.settle();
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
        self.settle();
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
        self.thread_ends(at, writer);
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

    pub(super) fn end(&mut self, at: usize, id: u64, payload: &[u8], writer: &mut Writer) -> Result<(), Malformed> {
        let mut from = Payload(payload);
        let (time, told) = (from.u64()?, from.u32()?);
        self.time(at, time, writer);
        let call = u32::try_from(id).map_err(|_| Malformed)?;
        self.settle();
        let Some((owner, mut open)) = self.take_call(at, call) else { return Err(Malformed) };
        if open.kind == CallKind::Call {
            open.lent.drain(..).for_each(|region| self.gone.add(region));
        }
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
}
