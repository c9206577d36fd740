//! Regions of calls and regions outside calls, as lines of the file and for lookups.
use super::payload::{Malformed, Payload, WireRegion};
use super::spans::{Region, Spans};
use super::Consumer;
use crate::recording::ids::Ids;
use ffiscope_tracefile::{Event, Hex, RegionRow, Writer};
use ffiscope_wire::ring::begin::region_flags;

/// Room for a process's own numbers in the memory ids of the file.
const MEMORY_ID_BITS: u32 = 40;

impl Consumer {
    /// The regions of a call, as lines of the file and for lookups.
    pub(super) fn call_regions(&mut self, wire: &[WireRegion]) -> (Vec<RegionRow>, Vec<Region>) {
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
            slack_before: region.slack_before,
            slack_after: region.slack_after,
            made: self.defs.site(region.made),
        }
    }

    pub(super) fn add_region(
        &mut self,
        at: usize,
        key: u64,
        payload: &[u8],
        writer: &mut Writer,
    ) -> Result<(), Malformed> {
        let wire = WireRegion::read(&mut Payload(payload))?;
        let id = Ids::take(&self.recording.ids.regions);
        let row = self.region_row(id, None, &wire);
        writer.event(Event::Region { region: row, time: self.threads[at].now });
        self.persistent.insert(key, region_of(id, &wire));
        self.persistent_changed();
        Ok(())
    }

    pub(super) fn remove_region(&mut self, at: usize, key: u64, writer: &mut Writer) -> Result<(), Malformed> {
        let region = self.persistent.remove(&key).ok_or(Malformed)?;
        // One without bytes has ended when its memory was unmapped.
        if region.start < region.end {
            writer.event(Event::RegionEnd { id: region.id, time: self.threads[at].now });
            self.persistent_changed();
        }
        Ok(())
    }

    /// Memory was unmapped or replaced: what is mapped there from now on is no part of a region outside calls.
    pub(super) fn unmapped(&mut self, at: usize, start: u64, end: u64, writer: &mut Writer) {
        let time = self.threads[at].now;
        let mut changed = false;
        for region in self.persistent.values_mut().filter(|region| region.start < end && start < region.end) {
            changed |= region.cut(start, end);
            if region.start == region.end {
                writer.event(Event::RegionEnd { id: region.id, time });
            }
        }
        if changed {
            self.persistent_changed();
        }
    }

    fn persistent_changed(&mut self) {
        self.persistent_spans.take();
        self.changed();
    }

    pub(super) fn persistent_spans(&self) -> &Spans {
        self.persistent_spans.get_or_init(|| {
            let regions: Vec<Region> = self.persistent.values().copied().collect();
            Spans::new(&regions)
        })
    }
}

fn region_of(id: u32, region: &WireRegion) -> Region {
    Region {
        id,
        start: region.address,
        end: region.address + region.size,
        before: region.before.saturating_add(region.slack_before.into()),
        after: region.after.saturating_add(region.slack_after.into()),
        order: region.arg.unwrap_or(u32::MAX),
        lent: region.flags & region_flags::LENT != 0,
        apart: region.slack_before > 0,
    }
}
