//! The list of ranges whose code was translated; the agent looks there whether unmapped memory matters.
use super::memory::CodeMemory;
use ffiscope_wire::tls::code;

#[derive(Default)]
pub struct Ranges(Vec<(u64, u64)>);

impl Ranges {
    pub fn add(&mut self, memory: &mut CodeMemory, start: u64, end: u64) {
        if !self.0.contains(&(start, end)) {
            self.0.push((start, end));
            self.publish(memory);
        }
    }

    pub fn remove(&mut self, memory: &mut CodeMemory, start: u64, end: u64) {
        self.0.retain(|range| range.1 <= start || range.0 >= end);
        self.publish(memory);
    }

    /// A reader that comes in between sees a count and ranges of different times; a range too many only costs a request,
    /// and ranges are not removed while code of theirs runs.
    fn publish(&self, memory: &mut CodeMemory) {
        let shown = self.0.len().min(code::MAX_RANGES);
        for (index, &(start, end)) in self.0.iter().take(shown).enumerate() {
            memory.store(code::RANGES + 8 + index as u64 * 16, start);
            memory.store(code::RANGES + 16 + index as u64 * 16, end);
        }
        memory.store(code::RANGES, shown as u64);
    }
}
