//! What the writer leaves on disk when things go well and when they don't.
use ffiscope_tracefile::{AccessRow, Def, End, Info, WriteError, Writer};
use std::fs;
use std::os::unix::fs::{symlink, MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};

/// A folder of this test, removed at its end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("ffiscope-tracefile-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn refused(path: &Path) -> String {
    match Writer::create(path) {
        Ok(_) => panic!("{} was accepted", path.display()),
        Err(error) => error.to_string(),
    }
}

/// Ends of the whole blocks of a file, by their headers.
fn block_ends(bytes: &[u8]) -> Vec<usize> {
    let mut ends = vec![32];
    while let Some(header) = bytes.get(ends[ends.len() - 1]..).and_then(|rest| rest.get(..32)) {
        if &header[..4] != b"FBLK" {
            break;
        }
        let stored = u32::from_le_bytes(header[8..12].try_into().unwrap()) as usize;
        ends.push(ends[ends.len() - 1] + 32 + stored);
    }
    ends
}

#[test]
fn only_the_user_may_read_it() {
    let folder = Folder::new("mode");
    let path = folder.file("a.ffitrace");
    fs::write(&path, b"").unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o666)).unwrap();
    Writer::create(&path).unwrap();
    assert_eq!(fs::metadata(&path).unwrap().mode() & 0o777, 0o600);
}

#[test]
fn links_folders_and_foreign_files_are_left_alone() {
    let folder = Folder::new("refused");
    let (link, program) = (folder.file("link"), folder.file("app.js"));
    fs::write(&program, "console.log(1)").unwrap();
    symlink(&program, &link).unwrap();
    assert!(refused(&link).contains("symbolic link"));
    assert!(refused(&program).contains("it exists and is not a trace; name another file with -o"));
    assert!(refused(&folder.0).contains("can't create the trace"));
    assert!(refused(&folder.file("no/where")).contains("no such file or directory"));
    assert_eq!(fs::read_to_string(&program).unwrap(), "console.log(1)");
}

#[test]
fn an_old_recording_is_written_over() {
    let folder = Folder::new("over");
    let path = folder.file("a.ffitrace");
    for _ in 0..2 {
        let mut writer = Writer::create(&path).unwrap();
        writer.info(&Info::default());
        writer.finish(&End::default()).unwrap();
    }
    let bytes = fs::read(&path).unwrap();
    assert_eq!(&bytes[bytes.len() - 8..], b"FFIEND\0\0");
    assert_eq!(block_ends(&bytes).len(), 4, "header, INFO, END, INDEX");
}

#[test]
fn what_was_flushed_survives_without_finish() {
    let folder = Folder::new("flush");
    let path = folder.file("a.ffitrace");
    let mut writer = Writer::create(&path).unwrap();
    writer.info(&Info::default());
    writer.access(1, &AccessRow { call: 1, insn: 1, size: 8, ..AccessRow::default() });
    writer.flush();
    std::mem::forget(writer);
    let bytes = fs::read(&path).unwrap();
    assert_eq!(block_ends(&bytes).last(), Some(&bytes.len()));
    assert_eq!(block_ends(&bytes).len(), 3);
}

/// The same recording, written by the caller and by a thread of the writer's own.
#[test]
fn a_thread_writes_what_the_caller_would() {
    let folder = Folder::new("thread");
    let write = |name: &str, thread: bool| {
        let mut writer = Writer::create(&folder.file(name)).unwrap();
        if thread {
            writer.start_thread();
        }
        writer.info(&Info::default());
        for at in 0..200_000 {
            if at % 50_000 == 7 {
                writer.define(&Def::Label { id: at, text: format!("label {at}") });
                assert!(writer.take_error().is_none());
                writer.flush();
            }
            let row = AccessRow { call: 1, insn: at % 3, size: 4, offset: i64::from(at * 4), ..AccessRow::default() };
            writer.access(1 + at / 100_000, &row);
        }
        writer.finish(&End::default()).unwrap();
        // Without the time of creation and the checksum over it.
        fs::read(folder.file(name)).unwrap().split_off(32)
    };
    let (own, thread) = (write("a.ffitrace", false), write("b.ffitrace", true));
    assert!(block_ends(&[&[0; 32], own.as_slice()].concat()).len() > 10);
    assert!(own == thread);
}

/// Runs in a child process, where a limit of the file size stands for a full disk.
#[test]
fn a_full_disk_is_told_once_and_leaves_whole_blocks() {
    let folder = Folder::new("full");
    let path = folder.file("a.ffitrace");
    let Some(limited) = std::env::var_os("FFISCOPE_TEST_LIMITED") else {
        let test = std::env::current_exe().unwrap();
        // SIGXFSZ is ignored across exec, so that the write fails with an error as on a full disk.
        let script = "trap '' XFSZ; ulimit -f 64; exec \"$0\" --exact a_full_disk_is_told_once_and_leaves_whole_blocks";
        let status = std::process::Command::new("bash")
            .args(["-c", script])
            .arg(test)
            .env("FFISCOPE_TEST_LIMITED", &path)
            .status()
            .unwrap();
        assert!(status.success());
        let bytes = fs::read(&path).unwrap();
        assert!(bytes.len() > 32 * 1024, "{} bytes were kept", bytes.len());
        assert_eq!(block_ends(&bytes).last(), Some(&bytes.len()), "the partial block is cut away");
        return;
    };
    let errors = fill(Path::new(&limited));
    assert_eq!(errors.len(), 1);
    assert!(errors[0].to_string().contains("can't write the trace any further"), "{}", errors[0]);
}

/// Writes more than fits; gives all errors it was told.
fn fill(path: &Path) -> Vec<WriteError> {
    let mut writer = Writer::create(path).unwrap();
    writer.info(&Info::default());
    let mut errors = Vec::new();
    let mut noise = 1_u64;
    for _ in 0..200 {
        for _ in 0..1000 {
            noise = noise.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let row = AccessRow {
                call: 1,
                insn: 1,
                region: 1,
                offset: (noise >> 40) as i64,
                size: 1,
                ..AccessRow::default()
            };
            writer.access(1, &row);
        }
        writer.flush();
        errors.extend(writer.take_error());
    }
    assert!(writer.is_discarding());
    let written = writer.finish(&End::default()).unwrap();
    assert!(!written.complete);
    assert_eq!(written.accesses, 200_000, "counting goes on");
    errors
}
