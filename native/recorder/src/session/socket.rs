//! The control socket: a listener in a folder of its own, and messages with descriptors on its connections.
use anyhow::{bail, Context, Result};
use ffiscope_wire::control::{Reply, Request};
use nix::sys::socket::{recv, sendmsg, ControlMessage, MsgFlags};
use rustix::net::{AddressFamily, SocketAddrUnix, SocketFlags, SocketType};
use std::io::IoSlice;
use std::os::fd::{AsRawFd, BorrowedFd, OwnedFd};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

/// Longest message of an agent, bytes.
const MAX_REQUEST: usize = 64 * 1024;
const BACKLOG: i32 = 64;

/// A fresh folder that only we may enter, removed with everything in it in the end.
pub struct Folder(PathBuf);

impl Folder {
    pub fn create() -> Result<Self> {
        let runtime = std::env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from);
        let candidates = runtime.into_iter().chain([std::env::temp_dir(), PathBuf::from("/tmp")]);
        let mut last = None;
        for base in candidates {
            match Self::create_in(&base) {
                Ok(folder) => return Ok(folder),
                Err(error) => last = Some((base, error)),
            }
        }
        let (base, error) = last.context("no folder for the control socket")?;
        Err(error).with_context(|| format!("no folder for the control socket in {}", base.display()))
    }

    fn create_in(base: &Path) -> Result<Self> {
        // A socket's path has to fit in 107 bytes.
        if base.as_os_str().len() > 60 {
            bail!("the path is too long");
        }
        let mut random = [0; 8];
        rustix::rand::getrandom(&mut random, rustix::rand::GetRandomFlags::empty())?;
        let path = base.join(format!("ffiscope-{:016x}", u64::from_ne_bytes(random)));
        std::fs::DirBuilder::new().mode(0o700).create(&path)?;
        Ok(Self(path))
    }

    pub fn socket(&self) -> PathBuf {
        self.0.join("control")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(self.socket());
        let _ = std::fs::remove_dir(&self.0);
    }
}

pub fn listen(path: &Path) -> Result<OwnedFd> {
    let flags = SocketFlags::CLOEXEC | SocketFlags::NONBLOCK;
    let socket = rustix::net::socket_with(AddressFamily::UNIX, SocketType::SEQPACKET, flags, None)?;
    rustix::net::bind(&socket, &SocketAddrUnix::new(path)?)?;
    rustix::net::listen(&socket, BACKLOG)?;
    Ok(socket)
}

/// A connection of one process.
pub struct Connection {
    socket: OwnedFd,
    /// The peer, as the kernel tells it.
    pub pid: i32,
}

/// What reading a connection gave.
pub enum Incoming {
    Message(Request),
    /// Nothing there (yet).
    Nothing,
    /// The other end is closed.
    Closed,
    /// Not a message we know.
    Malformed(String),
}

impl Connection {
    /// The next waiting connection of a process of our own user.
    pub fn accept(listener: &OwnedFd) -> Option<Self> {
        let flags = SocketFlags::CLOEXEC | SocketFlags::NONBLOCK;
        let socket = rustix::net::accept_with(listener, flags).ok()?;
        let peer = rustix::net::sockopt::socket_peercred(&socket).ok()?;
        let ours = peer.uid == rustix::process::geteuid() || peer.uid.is_root();
        ours.then(|| Self { socket, pid: peer.pid.as_raw_nonzero().get() })
    }

    pub fn fd(&self) -> BorrowedFd<'_> {
        use std::os::fd::AsFd;
        self.socket.as_fd()
    }

    pub fn receive(&self) -> Incoming {
        let mut buffer = vec![0; MAX_REQUEST];
        match recv(self.socket.as_raw_fd(), &mut buffer, MsgFlags::MSG_DONTWAIT) {
            Ok(0) => Incoming::Closed,
            Ok(length) => match serde_json::from_slice(&buffer[..length]) {
                Ok(request) => Incoming::Message(request),
                Err(error) => Incoming::Malformed(error.to_string()),
            },
            Err(nix::errno::Errno::EAGAIN | nix::errno::Errno::EINTR) => Incoming::Nothing,
            Err(_) => Incoming::Closed,
        }
    }

    /// Sends a reply with descriptors. A full socket buffer is waited for, a second at most.
    pub fn send(&self, reply: &Reply, descriptors: &[BorrowedFd<'_>]) -> Result<()> {
        let text = serde_json::to_vec(reply)?;
        let raw: Vec<i32> = descriptors.iter().map(AsRawFd::as_raw_fd).collect();
        let rights = [ControlMessage::ScmRights(&raw)];
        let control = if raw.is_empty() { &rights[..0] } else { &rights[..] };
        let flags = MsgFlags::MSG_NOSIGNAL | MsgFlags::MSG_DONTWAIT;
        for _ in 0..20 {
            match sendmsg::<()>(self.socket.as_raw_fd(), &[IoSlice::new(&text)], control, flags, None) {
                Err(nix::errno::Errno::EAGAIN) => self.wait_writable(),
                done => return done.map(drop).context("the control socket"),
            }
        }
        bail!("the program does not read its control socket")
    }

    fn wait_writable(&self) {
        use rustix::event::{poll, PollFd, PollFlags, Timespec};
        let limit = Timespec { tv_sec: 0, tv_nsec: 50_000_000 };
        let _ = poll(&mut [PollFd::new(&self.socket, PollFlags::OUT)], Some(&limit));
    }
}
