//! What ioctl requests do with the structure behind their argument (ioctl_list(2), `asm-generic/ioctl.h`).

/// What happens with so many bytes: read by the kernel, written, or both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Transfer {
    pub size: u64,
    pub read: bool,
    pub write: bool,
}

/// Requests from before numbers told direction and size: terminals, pipes, sockets, files. `(number, size, read, write)`.
const OLDER: [(u64, u64, bool, bool); 22] = [
    (0x5401, 36, false, true), // TCGETS
    (0x5402, 36, true, false), // TCSETS
    (0x5403, 36, true, false), // TCSETSW
    (0x5404, 36, true, false), // TCSETSF
    (0x5409, 0, false, false), // TCSBRK
    (0x540a, 0, false, false), // TCXONC
    (0x540b, 0, false, false), // TCFLSH
    (0x540e, 0, false, false), // TIOCSCTTY
    (0x540f, 4, false, true),  // TIOCGPGRP
    (0x5410, 4, true, false),  // TIOCSPGRP
    (0x5411, 4, false, true),  // TIOCOUTQ
    (0x5412, 1, true, false),  // TIOCSTI
    (0x5413, 8, false, true),  // TIOCGWINSZ
    (0x5414, 8, true, false),  // TIOCSWINSZ
    (0x541b, 4, false, true),  // FIONREAD
    (0x5421, 4, true, false),  // FIONBIO
    (0x5422, 0, false, false), // TIOCNOTTY
    (0x5429, 4, false, true),  // TIOCGSID
    (0x5450, 0, false, false), // FIONCLEX
    (0x5451, 0, false, false), // FIOCLEX
    (0x5452, 4, true, false),  // FIOASYNC
    (0x8905, 4, false, true),  // SIOCATMARK
];

/// Numbers from here on tell direction and size by themselves, but for sockets' (0x89..).
const ENCODED: u64 = 1 << 30;

pub(crate) fn transfer(request: u64) -> Option<Transfer> {
    let request = request & u64::from(u32::MAX);
    if request >= ENCODED {
        let (size, direction) = (request >> 16 & 0x3fff, request >> 30);
        return Some(Transfer { size, read: direction & 1 != 0, write: direction & 2 != 0 });
    }
    let (_, size, read, write) = OLDER.into_iter().find(|(number, ..)| *number == request)?;
    Some(Transfer { size, read, write })
}

pub(crate) fn is_known(request: u64) -> bool {
    transfer(request).is_some()
}

#[cfg(test)]
mod tests {
    use super::{transfer, Transfer};

    #[test]
    fn numbers_tell_direction_and_size() {
        // TCGETS2 of <asm-generic/ioctls.h>, BLKSSZGET has neither.
        assert_eq!(transfer(0x802c_542a), Some(Transfer { size: 44, read: false, write: true }));
        assert_eq!(transfer(0x402c_542b), Some(Transfer { size: 44, read: true, write: false }));
        assert_eq!(transfer(0x541b), Some(Transfer { size: 4, read: false, write: true }));
        assert_eq!(transfer(0x1268), None);
    }
}
