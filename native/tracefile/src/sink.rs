//! The file under the writer: whole blocks only, one error, then nothing any more.
use crate::block::{block_header, file_header, BlockInfo, BLOCK_HEADER, FILE_HEADER, FILE_MAGIC, MAX_RAW};
use crate::error::WriteError;
use crate::index::Index;
use crate::place::{self, Place};
use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

const O_NOFOLLOW: i32 = 0o400_000;
const O_NONBLOCK: i32 = 0o4_000;
/// Payloads below this are not worth a compressed frame.
const MIN_COMPRESSED: usize = 128;
const LEVEL: i32 = 1;

pub struct Sink {
    file: File,
    path: PathBuf,
    /// Length of the file up to its last whole block.
    length: u64,
    compressor: zstd::bulk::Compressor<'static>,
    /// Header and payload of the block that is being written; never shortened.
    frame: Vec<u8>,
    index: Index,
    error: Option<WriteError>,
    failed: bool,
}

impl Sink {
    pub fn create(path: &Path) -> Result<Self, WriteError> {
        let mut file = open(path)?;
        let started = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let header = file_header(started.as_millis() as u64);
        let compressor = zstd::bulk::Compressor::new(LEVEL).map_err(|error| WriteError::create(path, &error))?;
        file.write_all(&header).map_err(|error| WriteError::create(path, &error))?;
        Ok(Self {
            file,
            path: path.into(),
            length: FILE_HEADER as u64,
            compressor,
            frame: Vec::new(),
            index: Index::default(),
            error: None,
            failed: false,
        })
    }

    pub fn length(&self) -> u64 {
        self.length
    }

    pub fn failed(&self) -> bool {
        self.failed
    }

    /// Where the file lies now, at the end of writing.
    pub fn settle(&mut self) -> Result<Place, WriteError> {
        place::settle(&mut self.file, &self.path).map_err(|error| WriteError::lost(&self.path, &error))
    }

    pub fn take_error(&mut self) -> Option<WriteError> {
        self.error.take()
    }

    /// Takes the index of all blocks so far.
    pub fn take_index(&mut self) -> Index {
        std::mem::take(&mut self.index)
    }

    /// Writes one block; an empty payload or a failed file writes nothing.
    pub fn block(&mut self, info: BlockInfo, payload: &[u8]) {
        if self.failed || payload.is_empty() {
            return;
        }
        debug_assert!(payload.len() <= MAX_RAW);
        let packed = self.compress(payload);
        let length = packed.unwrap_or(payload.len());
        let mut frame = std::mem::take(&mut self.frame);
        let stored = &mut frame[BLOCK_HEADER..BLOCK_HEADER + length];
        if packed.is_none() {
            stored.copy_from_slice(payload);
        }
        let header = block_header(&info, packed.is_some(), stored, payload.len());
        frame[..BLOCK_HEADER].copy_from_slice(&header);
        if self.append(&frame[..BLOCK_HEADER + length]) {
            self.index.push(&info, length, payload.len());
        }
        self.frame = frame;
    }

    /// Appends bytes that belong together; on failure the file keeps what was whole.
    pub fn append(&mut self, bytes: &[u8]) -> bool {
        if self.failed {
            return false;
        }
        match self.file.write_all(bytes) {
            Ok(()) => {
                self.length += bytes.len() as u64;
                true
            }
            Err(error) => {
                self.failed = true;
                self.error = Some(WriteError::write(&self.path, &error));
                // A partial block that can't be cut away fails its checksum, which ends the recording for a reader, too.
                let _ = self.file.set_len(self.length);
                let _ = self.file.seek(SeekFrom::Start(self.length));
                false
            }
        }
    }

    /// Leaves the compressed payload behind room for the header, and says how long it is; `None` when it would not be smaller.
    fn compress(&mut self, payload: &[u8]) -> Option<usize> {
        let room = BLOCK_HEADER + payload.len();
        if self.frame.len() < room {
            self.frame.resize(room, 0);
        }
        if payload.len() < MIN_COMPRESSED {
            return None;
        }
        // No room in the buffer: the frame would be longer than the payload.
        let length = self.compressor.compress_to_buffer(payload, &mut self.frame[BLOCK_HEADER..room]).ok()?;
        (length < payload.len()).then_some(length)
    }
}

/// Only new files and old recordings are written over: `-o app.js` must not cost anybody their program.
fn open(path: &Path) -> Result<File, WriteError> {
    let failed = |error: std::io::Error| WriteError::create(path, &error);
    let mut file = OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600)
        .custom_flags(O_NOFOLLOW | O_NONBLOCK)
        .open(path)
        .map_err(failed)?;
    let metadata = file.metadata().map_err(failed)?;
    if !metadata.is_file() {
        return Err(WriteError::refused(path, "it is not a regular file"));
    }
    let mut magic = Vec::new();
    (&mut file).take(FILE_MAGIC.len() as u64).read_to_end(&mut magic).map_err(failed)?;
    if !magic.is_empty() && magic != FILE_MAGIC {
        return Err(WriteError::refused(path, "it exists and is not a trace"));
    }
    file.set_permissions(PermissionsExt::from_mode(0o600)).map_err(failed)?;
    file.set_len(0).map_err(failed)?;
    file.rewind().map_err(failed)?;
    Ok(file)
}
