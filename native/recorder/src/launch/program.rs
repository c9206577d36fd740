//! Finds the program before anything is started, so that a wrong name costs nothing.
use crate::exit::{plain_error, Failure};
use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io::Read;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

/// The file that `name` stands for, as a shell would find it.
pub fn find(name: &OsStr) -> Result<PathBuf, Failure> {
    let path = match name.as_bytes().contains(&b'/') {
        true => PathBuf::from(name),
        false => search(name).ok_or_else(|| not_found(name))?,
    };
    check(&path).map(|()| path)
}

fn not_found(name: &OsStr) -> Failure {
    Failure::new(name.to_string_lossy(), "command not found", "check the name, or give the path of the program")
}

fn search(name: &OsStr) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_else(|| OsString::from("/usr/local/bin:/usr/bin:/bin"));
    let candidates = std::env::split_paths(&path).map(|folder| folder.join(name));
    candidates.into_iter().find(|candidate| candidate.is_file() && is_executable(candidate))
}

fn is_executable(path: &Path) -> bool {
    rustix::fs::access(path, rustix::fs::Access::EXEC_OK).is_ok()
}

fn check(path: &Path) -> Result<(), Failure> {
    let fail = |why: String, way_out: &str| Failure::new(path.to_string_lossy(), why, way_out);
    let metadata = std::fs::metadata(path).map_err(|error| {
        fail(plain_error(error.raw_os_error().unwrap_or(libc::ENOENT)), "check the path of the program")
    })?;
    if metadata.is_dir() {
        return Err(fail("it is a directory, not a program".into(), "name the program in it"));
    }
    if !is_executable(path) {
        let way_out = "make it executable (chmod +x), or run it with its interpreter, for example: node FILE";
        return Err(fail("it can't be executed (no permission)".into(), way_out));
    }
    let mut start = Vec::new();
    // A program that may be executed but not read is left to the kernel to judge.
    if File::open(path).and_then(|file| file.take(4).read_to_end(&mut start)).is_ok() {
        let program = start.starts_with(b"\x7fELF") || start.starts_with(b"#!");
        if !program {
            let why = "it is not a program (neither ELF nor a script with #!)";
            return Err(fail(why.into(), "run it with its interpreter, for example: node FILE"));
        }
    }
    Ok(())
}
