//! Control records of the streams.
use super::attribute::{self, Target};
use super::calls::{CallKind, ScopeEvent};
use super::payload::{Malformed, Payload};
use super::Consumer;
use crate::engine::{Engine, KernelRange, Record, SyscallRecord};
use crate::session::process::Process;
use ffiscope_tracefile::{flags, Event, Hex, Writer};
use ffiscope_wire::control::Define;
use ffiscope_wire::ring::tag;
use nix::libc;

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
            tag::BEGIN => {
                self.arena.learn(process);
                self.begin(at, a, payload, CallKind::Call, writer)
            }
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
            tag::VALUE => {
                self.words[at].push(a);
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
        if entering {
            // What the callback returns may be a copy that is not told.
            self.gone.forget_lent();
            self.changed();
        }
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
        self.syscall(at, &SyscallRecord { number, args, result, ranges, pc }, false, process, writer);
        Ok(())
    }

    /// Kernel accesses, then the call itself. `now`: it has just returned, so that memory holds what the kernel wrote.
    pub fn syscall(&mut self, at: usize, record: &SyscallRecord, now: bool, process: &Process, writer: &mut Writer) {
        let insn = self.insns.id(record.pc, process);
        let mut rows = 0;
        for range in &record.ranges {
            let write = if range.write { flags::WRITE } else { 0 };
            let flags = flags::KERNEL | write;
            let found = super::accesses::Found { insn, address: range.address, size: range.size, count: 1, flags };
            rows += if now && range.write {
                self.put_written(at, found, process, writer)
            } else {
                self.put(at, found, writer)
            };
        }
        if let Some((start, end)) = gone_memory(record) {
            self.unmapped(at, start, end, writer);
        }
        let Some(call) = self.innermost_call(at) else { return };
        let name = ffiscope_wire::syscalls::name(u64::from(record.number));
        let name = name.map_or_else(|| format!("syscall {}", record.number), str::to_owned);
        if self.may_touch(at, record) {
            self.recording.gap(&format!("system calls whose accesses are not known ({name})"), 1);
            self.mark_incomplete(at);
        }
        if rows == 0 {
            return;
        }
        let event = Event::Syscall {
            call,
            thread: self.threads[at].number,
            name,
            number: record.number,
            args: record.args.iter().map(|arg| Hex(*arg)).collect(),
            result: record.result,
            time: self.threads[at].now,
            ordinal: 0,
        };
        writer.syscall(event, rows);
    }

    /// Whether a call that no table knows got an address of the program's buffers, and may have done anything there.
    fn may_touch(&self, at: usize, record: &SyscallRecord) -> bool {
        if ffiscope_wire::syscalls::is_listed(u64::from(record.number), &record.args) {
            return false;
        }
        let levels = attribute::levels(&self.threads, at, self.persistent_spans());
        record.args.iter().any(|arg| matches!(attribute::resolve(*arg, &levels, &self.gone).1, Target::Inside(_)))
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
    pub(super) fn time(&mut self, at: usize, monotonic: u64, writer: &mut Writer) {
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

/// Memory that is not there any more, or is other memory, after a system call.
fn gone_memory(record: &SyscallRecord) -> Option<(u64, u64)> {
    const PAGE: u64 = 4096;
    let [address, bytes, ..] = record.args;
    let gone = match i64::from(record.number) {
        libc::SYS_munmap => record.result == 0,
        libc::SYS_mremap => record.result >= 0 && record.result as u64 != address,
        libc::SYS_mmap => record.result >= 0 && record.args[3] & libc::MAP_FIXED as u64 != 0,
        _ => false,
    };
    gone.then(|| (address, address.saturating_add(bytes.saturating_add(PAGE - 1) / PAGE * PAGE)))
}

fn result(call: u64, payload: &[u8], writer: &mut Writer) -> Result<(), Malformed> {
    let mut from = Payload(payload);
    let threw = from.u8()? != 0;
    let text = from.string()?;
    let call = u32::try_from(call).map_err(|_| Malformed)?;
    writer.event(Event::Result { call, text, threw });
    Ok(())
}
