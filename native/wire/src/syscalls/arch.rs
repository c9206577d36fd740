//! What arch_prctl does with its argument (arch_prctl(2), `asm/prctl.h`): an address that becomes a segment's base is not looked at.

const SET: [u64; 2] = [0x1001, 0x1002]; // ARCH_SET_GS, ARCH_SET_FS
const GET: [u64; 2] = [0x1003, 0x1004]; // ARCH_GET_FS, ARCH_GET_GS
/// Whether cpuid works, and which extended states may be used: asked for with numbers.
const PLAIN: [u64; 3] = [0x1011, 0x1012, 0x1023];
/// Which extended states there are: a word.
const STATES: [u64; 2] = [0x1021, 0x1022];

/// Bytes that are written behind the argument.
pub(crate) fn writes(code: u64) -> u64 {
    if GET.contains(&code) || STATES.contains(&code) {
        8
    } else {
        0
    }
}

pub(crate) fn is_known(code: u64) -> bool {
    [&SET[..], &GET, &PLAIN, &STATES].iter().any(|list| list.contains(&code))
}
