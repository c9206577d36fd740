//! What each instruction did under one node.

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Work {
    pub reads: u64,
    pub writes: u64,
    pub bytes_read: u64,
    pub bytes_written: u64,
}

impl Work {
    pub fn count(&mut self, accesses: u64, bytes: u64, write: bool) {
        if write {
            self.writes += accesses;
            self.bytes_written = self.bytes_written.saturating_add(bytes);
        } else {
            self.reads += accesses;
            self.bytes_read = self.bytes_read.saturating_add(bytes);
        }
    }

    pub fn add(&mut self, other: &Work) {
        self.reads += other.reads;
        self.writes += other.writes;
        self.bytes_read = self.bytes_read.saturating_add(other.bytes_read);
        self.bytes_written = self.bytes_written.saturating_add(other.bytes_written);
    }
}
