//! What /proc/PID/maps says.
use std::io;

/// One line that a lookup can use: a file or a named special mapping.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mapping {
    pub start: u64,
    pub end: u64,
    /// Offset in the file.
    pub offset: u64,
    pub executable: bool,
    /// "major:minor" and inode, to tell whether the path still names this file.
    pub device: (u32, u32),
    pub inode: u64,
    /// As the kernel prints it, without " (deleted)".
    pub path: String,
    pub deleted: bool,
}

/// Mappings with a name, by ascending address.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Maps(Vec<Mapping>);

impl Maps {
    pub fn read(pid: u32) -> io::Result<Self> {
        // Not read_to_string: a path need not be UTF-8.
        let bytes = std::fs::read(format!("/proc/{pid}/maps"))?;
        Ok(Self::parse(&String::from_utf8_lossy(&bytes)))
    }

    /// Lines that can't be understood are left out.
    pub fn parse(text: &str) -> Self {
        Self(text.lines().filter_map(parse_line).collect())
    }

    pub fn find(&self, address: u64) -> Option<&Mapping> {
        let after = self.0.partition_point(|mapping| mapping.start <= address);
        self.0[..after].last().filter(|mapping| address < mapping.end)
    }

    /// All mappings of the same file as this one.
    pub fn of_file<'a>(&'a self, one: &'a Mapping) -> impl Iterator<Item = &'a Mapping> {
        self.0.iter().filter(|other| other.same_file(one))
    }
}

impl Mapping {
    pub fn same_file(&self, other: &Self) -> bool {
        (self.device, self.inode, &self.path) == (other.device, other.inode, &other.path)
    }

    pub fn is_file(&self) -> bool {
        self.path.starts_with('/')
    }
}

fn parse_line(line: &str) -> Option<Mapping> {
    let mut rest = line;
    let mut word = || {
        let trimmed = rest.trim_start_matches(' ');
        let (word, tail) = trimmed.split_once(' ').unwrap_or((trimmed, ""));
        rest = tail;
        word
    };
    let (start, end) = word().split_once('-')?;
    let permissions = word();
    let offset = word();
    let (major, minor) = word().split_once(':')?;
    let inode = word();
    let path = rest.trim_start_matches(' ');
    if path.is_empty() {
        return None;
    }
    let kept = path.strip_suffix(" (deleted)");
    Some(Mapping {
        start: hex(start)?,
        end: hex(end)?,
        offset: hex(offset)?,
        executable: permissions.as_bytes().get(2) == Some(&b'x'),
        device: (hex(major)? as u32, hex(minor)? as u32),
        inode: inode.parse().ok()?,
        path: kept.unwrap_or(path).into(),
        deleted: kept.is_some(),
    })
}

fn hex(text: &str) -> Option<u64> {
    u64::from_str_radix(text, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "\
55d0c0000000-55d0c0001000 r--p 00000000 08:01 131 /usr/bin/node
55d0c0001000-55d0c0002000 r-xp 00001000 08:01 131 /usr/bin/node
7f0000000000-7f0000001000 rw-p 00000000 00:00 0 
7f0000002000-7f0000003000 r-xp 00000000 fe:03 9 /tmp/a b.so (deleted)
7ffd00000000-7ffd00002000 r-xp 00000000 00:00 0                  [vdso]
garbage
";

    #[test]
    fn finds_by_address_with_ends_excluded() {
        let maps = Maps::parse(TEXT);
        assert_eq!(maps.find(0x55d0_c000_1fff).unwrap().path, "/usr/bin/node");
        assert!(maps.find(0x55d0_c000_2000).is_none());
        assert!(maps.find(0x7f00_0000_0800).is_none(), "anonymous memory has no name");
        assert!(maps.find(0).is_none());
        assert_eq!(maps.find(0x7ffd_0000_0010).unwrap().path, "[vdso]");
    }

    #[test]
    fn deleted_files_keep_their_path() {
        let maps = Maps::parse(TEXT);
        let mapping = maps.find(0x7f00_0000_2000).unwrap();
        assert_eq!((mapping.path.as_str(), mapping.deleted, mapping.device), ("/tmp/a b.so", true, (0xfe, 3)));
    }

    #[test]
    fn groups_by_file() {
        let maps = Maps::parse(TEXT);
        let node = maps.find(0x55d0_c000_1000).unwrap();
        assert_eq!(maps.of_file(node).count(), 2);
        assert!(node.executable && node.is_file());
    }
}
