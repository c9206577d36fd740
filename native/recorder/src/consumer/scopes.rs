//! doFfi scopes: what the calls inside them did to their regions, kept until the program asks.
use super::accesses::Found;
use super::calls::{CallKind, ScopeEvent, ThreadCalls};
use ffiscope_tracefile::flags;
use std::collections::BTreeMap;

/// Events of one scope that are kept at most; more are counted.
const MAX_EVENTS: usize = 1 << 22;
/// Finished scopes whose answer was not fetched; the oldest are forgotten first.
const MAX_FINISHED: usize = 64;

#[derive(Default)]
pub struct FinishedScopes(BTreeMap<u32, Vec<ScopeEvent>>);

impl FinishedScopes {
    pub fn keep(&mut self, scope: u32, events: Vec<ScopeEvent>) {
        self.0.insert(scope, events);
        if self.0.len() > MAX_FINISHED {
            self.0.pop_first();
        }
    }

    pub fn take(&mut self, scope: u32) -> Option<Vec<ScopeEvent>> {
        self.0.remove(&scope)
    }
}

/// Adds an access to every scope on the thread that lent the memory.
pub fn add_event(thread: &mut ThreadCalls, piece: &Found) {
    let scopes = thread.stack.iter_mut().filter(|call| call.kind == CallKind::Scope);
    for scope in scopes {
        let (mut address, end) = (piece.address, piece.address.saturating_add(piece.size));
        while address < end && scope.events.len() < MAX_EVENTS {
            let (stretch, region) = scope.spans.find(address);
            let stop = region.map_or(stretch.high, |region| region.end).min(end);
            if region.is_some() {
                scope.events.push(ScopeEvent {
                    address,
                    size: stop - address,
                    write: piece.flags & flags::WRITE != 0,
                    certain: piece.flags & flags::UNCERTAIN == 0,
                });
            }
            address = stop;
        }
    }
}
