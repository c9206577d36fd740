//! Contents of regions before and after a call.
use super::calls::CallKind;
use super::payload::{Malformed, Payload};
use super::Consumer;
use ffiscope_tracefile::{When, Writer};

/// Regions are kept in pages of this size, so pieces start at multiples of it.
const PAGE: u64 = ffiscope_tracefile::PAGE_BYTES as u64;

impl Consumer {
    pub(super) fn contents(
        &mut self,
        at: usize,
        call: u64,
        payload: &[u8],
        writer: &mut Writer,
    ) -> Result<(), Malformed> {
        let mut from = Payload(payload);
        let (index, when, offset) = (from.u32()? as usize, from.u8()?, from.u64()?);
        let bytes = from.rest();
        let open = self.threads[at].stack.iter().rev().find(|open| u64::from(open.id) == call);
        let Some(open) = open else { return Ok(()) };
        let region = open.regions.get(index).ok_or(Malformed)?;
        let fits = offset.checked_add(bytes.len() as u64).is_some_and(|end| end <= region.size);
        if !fits || offset % PAGE != 0 || when > 1 {
            return Err(Malformed);
        }
        if open.kind == CallKind::Call {
            let when = if when == 0 { When::Before } else { When::After };
            writer.snapshot(open.id, region.id, when, offset, bytes);
        }
        Ok(())
    }
}
