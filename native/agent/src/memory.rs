//! Reads the program's memory where it may not be readable: a pointer that the program passes can be anything.
use crate::sys;

/// Copies bytes at `address`; how many could be read from the start on.
pub fn read(address: u64, into: &mut [u8]) -> usize {
    copy(address, into.as_mut_ptr(), into.len())
}

pub fn read_exact(address: u64, into: &mut [u8]) -> bool {
    read(address, into) == into.len()
}

/// Copies to `to`, which the caller owns; how many bytes could be read.
pub fn copy(address: u64, to: *mut u8, bytes: usize) -> usize {
    let local = libc::iovec { iov_base: to.cast(), iov_len: bytes };
    let remote = libc::iovec { iov_base: sys::pointer(address), iov_len: bytes };
    let arguments = [u64::from(sys::process_id()), &raw const local as u64, 1, &raw const remote as u64, 1, 0];
    // SAFETY: the kernel writes at most `bytes` at `to`, and checks what it reads.
    let copied = unsafe { sys::raw(libc::SYS_process_vm_readv, arguments) };
    match usize::try_from(copied) {
        Ok(copied) => copied,
        Err(_) if copied == -i64::from(libc::EFAULT) => 0,
        Err(_) => copy_by_file(address, to, bytes),
    }
}

/// Where that call is forbidden (a sandbox), the memory file serves.
fn copy_by_file(address: u64, to: *mut u8, bytes: usize) -> usize {
    // SAFETY: a constant path; the descriptor is closed again below.
    let file =
        unsafe { sys::raw(libc::SYS_open, [c"/proc/self/mem".as_ptr() as u64, libc::O_CLOEXEC as u64, 0, 0, 0, 0]) };
    if file < 0 {
        return 0;
    }
    // SAFETY: the kernel writes at most `bytes` at `to`.
    let copied = unsafe { sys::raw(libc::SYS_pread64, [file as u64, to as u64, bytes as u64, address, 0, 0]) };
    // SAFETY: closes the descriptor opened above.
    unsafe { sys::raw(libc::SYS_close, [file as u64, 0, 0, 0, 0, 0]) };
    usize::try_from(copied).unwrap_or(0)
}

/// Bytes up to and including the first zero element of `element` bytes (1, 2, 4), at most `limit` elements.
pub fn terminated(address: u64, element: usize, limit: u64) -> u64 {
    let mut buffer = [0; 512];
    let most = limit.saturating_mul(element as u64);
    let mut length = 0;
    while length < most {
        let at = address.wrapping_add(length);
        let to_page_end = sys::PAGE - (at as usize & (sys::PAGE - 1));
        let step = buffer.len().min(to_page_end.max(element)).min((most - length) as usize);
        let step = step - step % element;
        let got = read(at, &mut buffer[..step]);
        let elements = buffer[..got - got % element].chunks_exact(element);
        if let Some(end) = elements.enumerate().find(|(_, bytes)| bytes.iter().all(|&byte| byte == 0)) {
            return length + ((end.0 + 1) * element) as u64;
        }
        length += (got - got % element) as u64;
        if got < step {
            break;
        }
    }
    length
}
