//! What each system call does with the memory its arguments point to.

/// How long the memory behind a pointer is.
#[derive(Clone, Copy)]
pub(crate) enum Length {
    /// Bytes.
    Bytes(u64),
    /// Value of argument n, bytes.
    Arg(usize),
    /// Value of argument n, elements of so many bytes.
    Elements(usize, u64),
    /// The result, bytes.
    Result,
    /// The result, elements of so many bytes.
    ResultElements(u64),
    /// A set of so many bits as argument n says, in words of 8 bytes (descriptor sets of select).
    BitsOf(usize),
}

/// What happens with the memory behind one argument. "In" is read by the kernel, "Out" written.
#[derive(Clone, Copy)]
pub(crate) enum Effect {
    In(usize, Length),
    Out(usize, Length),
    /// Read, then written, in the same place.
    InOut(usize, Length),
    /// Zero-terminated text, read.
    Text(usize),
    /// Zero-terminated list of texts (argv).
    Texts(usize),
    /// iovec array at the argument with so many elements as the second says; data as long as the result.
    GatherIn(usize, usize),
    ScatterOut(usize, usize),
    /// struct msghdr: name, iovec, control; data as long as the result.
    MessageIn(usize),
    MessageOut(usize),
    /// mmsghdr array, as many as the result says.
    MessagesIn(usize),
    MessagesOut(usize),
    /// Request and argument of ioctl.
    Ioctl(usize, usize),
    /// arch_prctl: code and argument.
    Arch(usize, usize),
    /// A socket address (argument) whose length stands in an u32 behind the second argument; both written.
    AddressOut(usize, usize),
}

use Effect::*;
use Length::*;

const STAT: Length = Bytes(144);
const TIMESPEC: Length = Bytes(16);
const SIGSET: Length = Bytes(8);
const RLIMIT: Length = Bytes(16);
const RUSAGE: Length = Bytes(144);
const INT: Length = Bytes(4);

/// `(number, effects)`, by number. Those without effects are about addresses: what lies there is not looked at.
#[rustfmt::skip]
const TABLE: &[(u64, &[Effect])] = &[
    (0, &[Out(1, Result)]),                                    // read
    (1, &[In(1, Result)]),                                     // write
    (2, &[Text(0)]),                                           // open
    (4, &[Text(0), Out(1, STAT)]),                             // stat
    (5, &[Out(1, STAT)]),                                      // fstat
    (6, &[Text(0), Out(1, STAT)]),                             // lstat
    (7, &[InOut(0, Elements(1, 8))]),                          // poll
    (9, &[]),                                                  // mmap
    (10, &[]),                                                 // mprotect
    (11, &[]),                                                 // munmap
    (12, &[]),                                                 // brk
    (13, &[In(1, Bytes(32)), Out(2, Bytes(32))]),              // rt_sigaction
    (14, &[In(1, SIGSET), Out(2, SIGSET)]),                    // rt_sigprocmask
    (16, &[Ioctl(1, 2)]),                                      // ioctl
    (17, &[Out(1, Result)]),                                   // pread64
    (18, &[In(1, Result)]),                                    // pwrite64
    (19, &[ScatterOut(1, 2)]),                                 // readv
    (20, &[GatherIn(1, 2)]),                                   // writev
    (21, &[Text(0)]),                                          // access
    (22, &[Out(0, Bytes(8))]),                                 // pipe
    (23, &[InOut(1, BitsOf(0)), InOut(2, BitsOf(0)), InOut(3, BitsOf(0)), InOut(4, TIMESPEC)]), // select
    (25, &[]),                                                 // mremap
    (26, &[]),                                                 // msync
    (28, &[]),                                                 // madvise
    (35, &[In(0, TIMESPEC)]),                                  // nanosleep
    (42, &[In(1, Arg(2))]),                                    // connect
    (43, &[AddressOut(1, 2)]),                                 // accept
    (44, &[In(1, Result), In(4, Arg(5))]),                     // sendto
    (45, &[Out(1, Result), AddressOut(4, 5)]),                 // recvfrom
    (46, &[MessageIn(1)]),                                     // sendmsg
    (47, &[MessageOut(1)]),                                    // recvmsg
    (49, &[In(1, Arg(2))]),                                    // bind
    (51, &[AddressOut(1, 2)]),                                 // getsockname
    (52, &[AddressOut(1, 2)]),                                 // getpeername
    (53, &[Out(3, Bytes(8))]),                                 // socketpair
    (54, &[In(3, Arg(4))]),                                    // setsockopt
    (55, &[AddressOut(3, 4)]),                                 // getsockopt
    (59, &[Text(0), Texts(1), Texts(2)]),                      // execve
    (61, &[Out(1, INT), Out(3, RUSAGE)]),                      // wait4
    (63, &[Out(0, Bytes(390))]),                               // uname
    (76, &[Text(0)]),                                          // truncate
    (78, &[Out(1, Result)]),                                   // getdents
    (79, &[Out(0, Result)]),                                   // getcwd
    (80, &[Text(0)]),                                          // chdir
    (82, &[Text(0), Text(1)]),                                 // rename
    (83, &[Text(0)]),                                          // mkdir
    (84, &[Text(0)]),                                          // rmdir
    (85, &[Text(0)]),                                          // creat
    (86, &[Text(0), Text(1)]),                                 // link
    (87, &[Text(0)]),                                          // unlink
    (88, &[Text(0), Text(1)]),                                 // symlink
    (89, &[Text(0), Out(1, Result)]),                          // readlink
    (90, &[Text(0)]),                                          // chmod
    (92, &[Text(0)]),                                          // chown
    (96, &[Out(0, TIMESPEC), Out(1, Bytes(8))]),               // gettimeofday
    (97, &[Out(1, RLIMIT)]),                                   // getrlimit
    (98, &[Out(1, RUSAGE)]),                                   // getrusage
    (99, &[Out(0, Bytes(112))]),                               // sysinfo
    (100, &[Out(0, Bytes(32))]),                               // times
    (115, &[Out(1, ResultElements(4))]),                       // getgroups
    (116, &[In(1, Elements(0, 4))]),                           // setgroups
    (127, &[Out(0, SIGSET)]),                                  // rt_sigpending
    (128, &[In(0, SIGSET), Out(1, Bytes(128)), In(2, TIMESPEC)]), // rt_sigtimedwait
    (131, &[In(0, Bytes(24)), Out(1, Bytes(24))]),             // sigaltstack
    (137, &[Text(0), Out(1, Bytes(120))]),                     // statfs
    (138, &[Out(1, Bytes(120))]),                              // fstatfs
    (149, &[]),                                                // mlock
    (150, &[]),                                                // munlock
    (158, &[Arch(0, 1)]),                                      // arch_prctl
    (160, &[In(1, RLIMIT)]),                                   // setrlimit
    (188, &[Text(0), Text(1), In(2, Arg(3))]),                 // setxattr
    (191, &[Text(0), Text(1), Out(2, Result)]),                // getxattr
    (193, &[Text(1), Out(2, Result)]),                         // fgetxattr
    (201, &[Out(0, Bytes(8))]),                                // time
    (203, &[In(2, Arg(1))]),                                   // sched_setaffinity
    (204, &[Out(2, Result)]),                                  // sched_getaffinity
    (217, &[Out(1, Result)]),                                  // getdents64
    (227, &[In(1, TIMESPEC)]),                                 // clock_settime
    (228, &[Out(1, TIMESPEC)]),                                // clock_gettime
    (229, &[Out(1, TIMESPEC)]),                                // clock_getres
    (230, &[In(2, TIMESPEC)]),                                 // clock_nanosleep
    (232, &[Out(1, ResultElements(12))]),                      // epoll_wait
    (233, &[In(3, Bytes(12))]),                                // epoll_ctl
    (257, &[Text(1)]),                                         // openat
    (258, &[Text(1)]),                                         // mkdirat
    (262, &[Text(1), Out(2, STAT)]),                           // newfstatat
    (263, &[Text(1)]),                                         // unlinkat
    (264, &[Text(1), Text(3)]),                                // renameat
    (265, &[Text(1), Text(3)]),                                // linkat
    (266, &[Text(0), Text(2)]),                                // symlinkat
    (267, &[Text(1), Out(2, Result)]),                         // readlinkat
    (268, &[Text(1)]),                                         // fchmodat
    (269, &[Text(1)]),                                         // faccessat
    (270, &[InOut(1, BitsOf(0)), InOut(2, BitsOf(0)), InOut(3, BitsOf(0)), InOut(4, TIMESPEC)]), // pselect6
    (271, &[InOut(0, Elements(1, 8)), In(2, TIMESPEC)]),       // ppoll
    (280, &[Text(1), In(2, Bytes(32))]),                       // utimensat
    (281, &[Out(1, ResultElements(12))]),                      // epoll_pwait
    (286, &[In(2, Bytes(32)), Out(3, Bytes(32))]),             // timerfd_settime
    (287, &[Out(1, Bytes(32))]),                               // timerfd_gettime
    (288, &[AddressOut(1, 2)]),                                // accept4
    (293, &[Out(0, Bytes(8))]),                                // pipe2
    (295, &[ScatterOut(1, 2)]),                                // preadv
    (296, &[GatherIn(1, 2)]),                                  // pwritev
    (299, &[MessagesOut(1)]),                                  // recvmmsg
    (302, &[In(2, RLIMIT), Out(3, RLIMIT)]),                   // prlimit64
    (307, &[MessagesIn(1)]),                                   // sendmmsg
    (309, &[Out(0, INT), Out(1, INT)]),                        // getcpu
    (310, &[ScatterOut(1, 2)]),                                // process_vm_readv (the local side)
    (311, &[GatherIn(1, 2)]),                                  // process_vm_writev (the local side)
    (316, &[Text(1), Text(3)]),                                // renameat2
    (318, &[Out(0, Result)]),                                  // getrandom
    (319, &[Text(0)]),                                         // memfd_create
    (322, &[Text(1), Texts(2), Texts(3)]),                     // execveat
    (325, &[]),                                                // mlock2
    (327, &[ScatterOut(1, 2)]),                                // preadv2
    (328, &[GatherIn(1, 2)]),                                  // pwritev2
    (329, &[]),                                                // pkey_mprotect
    (332, &[Text(1), Out(4, Bytes(256))]),                     // statx
    (437, &[Text(1), In(2, Arg(3))]),                          // openat2
    (439, &[Text(1)]),                                         // faccessat2
];

pub(crate) fn effects(number: u64) -> &'static [Effect] {
    match TABLE.binary_search_by_key(&number, |&(listed, _)| listed) {
        Ok(index) => TABLE.get(index).map_or(&[], |entry| entry.1),
        Err(_) => &[],
    }
}

/// Whether the ranges of this call are known.
pub fn is_listed(number: u64, args: &[u64; 6]) -> bool {
    let known = |effect: &Effect| match *effect {
        Ioctl(request, _) => super::ioctl::is_known(args[request]),
        Arch(code, _) => super::arch::is_known(args[code]),
        _ => true,
    };
    TABLE.binary_search_by_key(&number, |&(listed, _)| listed).is_ok_and(|at| TABLE[at].1.iter().all(known))
}

#[cfg(test)]
mod tests {
    use super::{is_listed, TABLE};

    #[test]
    fn calls_about_addresses_touch_nothing_there() {
        for name in ["mmap", "mprotect", "munmap", "madvise", "mlock"] {
            let number = (0..500).find(|&number| crate::syscalls::name(number) == Some(name)).expect("it has a number");
            assert!(is_listed(number, &[0x7000; 6]), "{name}");
        }
    }

    #[test]
    fn the_table_is_sorted_and_every_call_has_a_name() {
        assert!(TABLE.windows(2).all(|pair| pair[0].0 < pair[1].0));
        assert!(TABLE.iter().all(|&(number, _)| crate::syscalls::name(number).is_some()));
    }
}
