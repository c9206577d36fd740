//! Headers of the file and of its blocks.

/// Accesses of one thread in one block, at most.
pub const BLOCK_ACCESSES: usize = 65_536;
/// Decoded payloads never exceed this.
pub const MAX_RAW: usize = 64 << 20;

pub const FILE_HEADER: usize = 32;
pub const BLOCK_HEADER: usize = 32;
pub const FILE_MAGIC: &[u8; 8] = b"FFITRACE";
pub const END_MAGIC: &[u8; 8] = b"FFIEND\0\0";
pub const MAJOR: u16 = 1;
pub const MINOR: u16 = 1;
const BLOCK_MAGIC: u32 = 0x4b4c_4246;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u16)]
pub enum BlockType {
    Info = 1,
    Defs = 2,
    Calls = 3,
    Accesses = 4,
    Pages = 5,
    End = 6,
    Index = 7,
    Summary = 8,
    Values = 9,
}

/// What a block header says, apart from what follows from the payload.
#[derive(Debug, Clone, Copy)]
pub struct BlockInfo {
    pub ty: BlockType,
    pub items: u32,
    pub thread: u32,
    pub first_ordinal: u64,
    pub time_start: u64,
    pub time_end: u64,
}

impl BlockInfo {
    pub fn of(ty: BlockType, items: usize) -> Self {
        Self { ty, items: items as u32, thread: 0, first_ordinal: 0, time_start: 0, time_end: 0 }
    }
}

/// `created`: milliseconds since 1970.
pub fn file_header(created: u64) -> [u8; FILE_HEADER] {
    let mut header = [0; FILE_HEADER];
    header[..8].copy_from_slice(FILE_MAGIC);
    header[8..10].copy_from_slice(&MAJOR.to_le_bytes());
    header[10..12].copy_from_slice(&MINOR.to_le_bytes());
    header[16..24].copy_from_slice(&created.to_le_bytes());
    seal(&mut header);
    header
}

pub fn block_header(info: &BlockInfo, zstd: bool, stored: &[u8], raw: usize) -> [u8; BLOCK_HEADER] {
    let mut header = [0; BLOCK_HEADER];
    header[4..6].copy_from_slice(&(info.ty as u16).to_le_bytes());
    header[6..8].copy_from_slice(&u16::from(zstd).to_le_bytes());
    let words = [
        (0, BLOCK_MAGIC),
        (8, stored.len() as u32),
        (12, raw as u32),
        (16, crc32fast::hash(stored)),
        (20, info.items),
        (24, info.thread),
    ];
    for (at, word) in words {
        header[at..at + 4].copy_from_slice(&word.to_le_bytes());
    }
    seal(&mut header);
    header
}

/// The last word is the CRC of those before it.
fn seal(header: &mut [u8; 32]) {
    let crc = crc32fast::hash(&header[..28]);
    header[28..].copy_from_slice(&crc.to_le_bytes());
}
