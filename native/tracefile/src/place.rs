//! Where a finished recording lies. Its name may have been given to another file meanwhile, or its folder another name.
use std::ffi::OsString;
use std::fs::{File, OpenOptions};
use std::io::{self, Seek};
use std::os::fd::AsRawFd;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

/// Names that are tried for a copy.
const ATTEMPTS: u32 = 100;
/// What the kernel puts behind the name of a file that has none any more.
const DELETED: &[u8] = b" (deleted)";

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// Where it was created.
    Same,
    /// It or its folder was given another name.
    Moved(PathBuf),
    /// It was removed or replaced; this is a copy.
    Rescued(PathBuf),
}

/// Finds out where `file`, created as `path`, lies; copies it next to `path` where it has no name any more.
///
/// # Errors
/// The file has no name, and no copy could be written.
pub fn settle(file: &mut File, path: &Path) -> io::Result<Place> {
    let own = file.metadata()?;
    if std::fs::symlink_metadata(path).is_ok_and(|there| (there.dev(), there.ino()) == (own.dev(), own.ino())) {
        return Ok(Place::Same);
    }
    if own.nlink() > 0 {
        let name = std::fs::read_link(format!("/proc/self/fd/{}", file.as_raw_fd()))?;
        if !name.as_os_str().as_bytes().ends_with(DELETED) {
            return Ok(Place::Moved(name));
        }
    }
    rescue(file, path).map(Place::Rescued)
}

fn rescue(file: &mut File, path: &Path) -> io::Result<PathBuf> {
    let mut last = io::Error::from(io::ErrorKind::AlreadyExists);
    for attempt in 1..=ATTEMPTS {
        let name = numbered(path, attempt);
        match OpenOptions::new().write(true).create_new(true).mode(0o600).open(&name) {
            Ok(mut copy) => {
                file.rewind()?;
                io::copy(file, &mut copy)?;
                return Ok(name);
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => last = error,
            Err(error) => return Err(error),
        }
    }
    Err(last)
}

/// `run.ffitrace` -> `run-2.ffitrace`.
fn numbered(path: &Path, attempt: u32) -> PathBuf {
    let stem = path.file_stem().unwrap_or_default().as_bytes();
    let mut name = OsString::from_vec(stem.to_vec());
    name.push(format!("-{}", attempt + 1));
    if let Some(extension) = path.extension() {
        name.push(".");
        name.push(extension);
    }
    path.with_file_name(name)
}

#[cfg(test)]
mod tests {
    use super::{settle, Place};
    use std::fs::{self, File, OpenOptions};
    use std::io::Write;
    use std::path::PathBuf;

    fn made(name: &str) -> (PathBuf, PathBuf, File) {
        let folder = std::env::temp_dir().join(format!("ffiscope-place-{}-{name}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let path = folder.join("run.ffitrace");
        let mut file = OpenOptions::new().read(true).write(true).create(true).truncate(true).open(&path).unwrap();
        file.write_all(b"recorded").unwrap();
        (folder, path, file)
    }

    #[test]
    fn a_file_that_nobody_touched_is_where_it_was() {
        let (folder, path, mut file) = made("same");
        assert_eq!(settle(&mut file, &path).unwrap(), Place::Same);
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_file_with_another_name_is_found() {
        let (folder, path, mut file) = made("moved");
        let moved = folder.join("other.ffitrace");
        fs::rename(&path, &moved).unwrap();
        assert_eq!(settle(&mut file, &path).unwrap(), Place::Moved(moved.canonicalize().unwrap()));
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_file_that_was_replaced_is_copied_beside_the_new_one() {
        let (folder, path, mut file) = made("replaced");
        fs::remove_file(&path).unwrap();
        fs::write(&path, "somebody else").unwrap();
        fs::write(folder.join("run-2.ffitrace"), "also here").unwrap();
        let copy = folder.join("run-3.ffitrace");
        assert_eq!(settle(&mut file, &path).unwrap(), Place::Rescued(copy.clone()));
        assert_eq!(fs::read_to_string(copy).unwrap(), "recorded");
        assert_eq!(fs::read_to_string(&path).unwrap(), "somebody else");
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn without_its_folder_nothing_can_be_done() {
        let (folder, path, mut file) = made("gone");
        fs::remove_dir_all(folder).unwrap();
        assert!(settle(&mut file, &path).is_err());
    }
}
