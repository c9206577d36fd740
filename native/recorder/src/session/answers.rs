//! Answers to what a traced process asks in the middle of its run.
use super::shared::Shared;
use super::socket::Connection;
use crate::consumer::ScopeEvent;
use crate::recording::Retcode;
use anyhow::Result;
use ffiscope_wire::control::{EventLine, Reply};

/// Events in one message: their JSON stays below 16 KiB.
const EVENTS_PER_MESSAGE: usize = 120;

pub fn retcode(shared: &Shared, code: i32, site: u32) {
    let mut state = shared.lock();
    // The definition of the site is in a stream, in front of this message.
    state.read_everything(shared);
    let site = state.consumer.site(site);
    shared.recording.set_retcode(Retcode { code, site });
}

/// What happened to a scope's regions. All of it was written before the question was asked.
pub fn events(shared: &Shared, connection: &Connection, call: u64) -> Result<()> {
    let events = {
        let mut state = shared.lock();
        state.read_everything(shared);
        state.consumer.take_scope_events(call)
    };
    let Some(events) = events else {
        let reason = format!("scope {call} is not known or was asked for before");
        return connection.send(&Reply::Refused { reason }, &[]);
    };
    let mut rest = events.as_slice();
    loop {
        let (head, tail) = rest.split_at(rest.len().min(EVENTS_PER_MESSAGE));
        let more = !tail.is_empty();
        connection.send(&Reply::Events { events: head.iter().map(line).collect(), more }, &[])?;
        if !more {
            return Ok(());
        }
        rest = tail;
    }
}

fn line(event: &ScopeEvent) -> EventLine {
    EventLine {
        kind: if event.write { "write" } else { "read" }.to_owned(),
        address: format!("{:#x}", event.address),
        size: event.size,
        certain: event.certain,
    }
}
