//! JSON lines on their way into a block.
use serde::Serialize;

/// JSON lines that were not written yet.
#[derive(Default)]
pub struct Lines {
    pub bytes: Vec<u8>,
    pub count: usize,
}

impl Lines {
    pub fn push(&mut self, object: &impl Serialize) {
        // Strings and numbers into memory: neither can fail.
        if serde_json::to_writer(&mut self.bytes, object).is_ok() {
            self.bytes.push(b'\n');
            self.count += 1;
        }
    }
}
