//! The original code: which memory holds code that can be translated, and its bytes.
use anyhow::Result;
use std::collections::HashMap;

pub const PAGE: usize = 4096;

/// Access to the traced process.
pub trait Program {
    /// Copies a page; false when it can't be read.
    fn read_page(&mut self, page: u64, into: &mut [u8; PAGE]) -> bool;
    /// Text of /proc/PID/maps.
    fn maps(&mut self) -> Result<String>;
}

/// What lies at an address, as far as translation is concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Code of a file (or of the kernel's vdso), in the range given.
    Code { start: u64, end: u64 },
    /// Code that may change at any time (just-in-time compilers, code that was patched), likewise.
    Changing { start: u64, end: u64 },
    /// Not executable, or nothing.
    NoCode,
}

/// Code of one process. Pages are kept until somebody says that they may have changed.
#[derive(Default)]
pub struct Source {
    ranges: Vec<(u64, u64, Place)>,
    pages: HashMap<u64, Box<[u8; PAGE]>>,
}

impl Source {
    pub fn place(&mut self, address: u64, program: &mut dyn Program) -> Place {
        match self.known(address) {
            Place::NoCode => {
                self.refresh(program);
                self.known(address)
            }
            place => place,
        }
    }

    fn known(&self, address: u64) -> Place {
        let after = self.ranges.partition_point(|&(_, end, _)| end <= address);
        match self.ranges.get(after) {
            Some(&(start, _, place)) if start <= address => place,
            _ => Place::NoCode,
        }
    }

    fn refresh(&mut self, program: &mut dyn Program) {
        let text = program.maps().unwrap_or_default();
        self.ranges = text.lines().filter_map(range_of).collect();
    }

    /// Bytes from `address` on, at most 15, into `into`; how many there are.
    pub fn fetch(&mut self, address: u64, into: &mut [u8; 15], program: &mut dyn Program) -> usize {
        let mut filled = 0;
        while filled < into.len() {
            let at = address + filled as u64;
            let within = (at as usize) & (PAGE - 1);
            let Some(page) = self.page(at - within as u64, program) else { break };
            let take = (PAGE - within).min(into.len() - filled);
            into[filled..filled + take].copy_from_slice(&page[within..within + take]);
            filled += take;
        }
        filled
    }

    /// Whether these bytes are at `address`.
    pub fn has(&mut self, address: u64, bytes: &[u8], program: &mut dyn Program) -> bool {
        let mut found = [0; 15];
        (address..).step_by(found.len()).zip(bytes.chunks(found.len())).all(|(at, piece)| {
            let length = self.fetch(at, &mut found, program);
            length >= piece.len() && found[..piece.len()] == *piece
        })
    }

    fn page(&mut self, page: u64, program: &mut dyn Program) -> Option<&[u8; PAGE]> {
        if !self.pages.contains_key(&page) {
            let mut bytes = Box::new([0; PAGE]);
            if self.place(page, program) == Place::NoCode || !program.read_page(page, &mut bytes) {
                return None;
            }
            self.pages.insert(page, bytes);
        }
        self.pages.get(&page).map(|bytes| &**bytes)
    }

    /// Bytes in `[start, end)` may be others by now.
    pub fn read_again(&mut self, start: u64, end: u64) {
        self.pages.retain(|&page, _| page + PAGE as u64 <= start || page >= end);
    }

    /// The code in `[start, end)` has gone.
    pub fn forget(&mut self, start: u64, end: u64) {
        self.ranges.clear();
        self.read_again(start, end);
    }
}

/// One line of /proc/PID/maps, if it is executable.
fn range_of(line: &str) -> Option<(u64, u64, Place)> {
    let mut words = line.split_ascii_whitespace();
    let (start, end) = words.next()?.split_once('-')?;
    let permissions = words.next()?.as_bytes();
    let path = words.nth(3).unwrap_or("");
    let start = u64::from_str_radix(start, 16).ok()?;
    let end = u64::from_str_radix(end, 16).ok()?;
    if permissions.get(2) != Some(&b'x') {
        return None;
    }
    let writable = permissions.get(1) == Some(&b'w');
    let fixed =
        path == "[vdso]" || (path.starts_with('/') && !path.starts_with("/memfd:") && !path.starts_with("/dev/"));
    let place = if fixed && !writable { Place::Code { start, end } } else { Place::Changing { start, end } };
    Some((start, end, place))
}

#[cfg(test)]
mod tests {
    use super::{range_of, Place};

    #[test]
    fn only_code_of_files_and_the_vdso_stays_as_it_is() {
        let file = "7f65652cb000-7f6565331000 r-xp 00066000 fe:00 5333072      /usr/lib/libz.so.1";
        let code = Place::Code { start: 0x7f65652cb000, end: 0x7f6565331000 };
        assert_eq!(range_of(file).map(|range| range.2), Some(code));
        let jit = "7f6540003000-7f654003f000 rwxp 00000000 00:00 0";
        let changing = Place::Changing { start: 0x7f6540003000, end: 0x7f654003f000 };
        assert_eq!(range_of(jit).map(|range| range.2), Some(changing));
        assert_eq!(range_of("7f6540003000-7f654003f000 rw-p 00000000 00:00 0 [heap]"), None);
        assert_eq!(range_of("nonsense"), None);
    }
}
