use super::super::{Range, Ranges};
use super::ranges;

/// Memory of this process; addresses below one page are unreadable.
fn own(address: u64, into: &mut [u8]) -> bool {
    if address < 4096 {
        return false;
    }
    // SAFETY: the tests only pass addresses of their own live buffers.
    unsafe { core::ptr::copy_nonoverlapping(address as *const u8, into.as_mut_ptr(), into.len()) };
    true
}

fn of(number: u64, args: [u64; 6], result: i64) -> Vec<Range> {
    let mut out = Ranges::new();
    ranges(number, &args, result, &mut own, &mut out);
    out.as_slice().to_vec()
}

#[test]
fn a_read_writes_as_much_as_was_transferred() {
    let written = Range { address: 0x5000, size: 7, write: true };
    assert_eq!(of(0, [3, 0x5000, 100, 0, 0, 0], 7), [written]);
    assert_eq!(of(0, [3, 0x5000, 100, 0, 0, 0], 0), []);
    assert_eq!(of(0, [3, 0x5000, 100, 0, 0, 0], -11), []);
}

#[test]
fn an_ioctl_touches_what_its_request_says() {
    assert_eq!(of(16, [3, 0x541b, 0x5000, 0, 0, 0], 0), [Range { address: 0x5000, size: 4, write: true }]);
    assert_eq!(of(16, [3, 0x541b, 0x5000, 0, 0, 0], -25), []);
    let both = [Range { address: 0x5000, size: 24, write: false }, Range { address: 0x5000, size: 24, write: true }];
    assert_eq!(of(16, [3, 0xc018_1234, 0x5000, 0, 0, 0], 0), both);
    assert_eq!(of(16, [3, 0x1268, 0x5000, 0, 0, 0], 0), []);
    assert!(!super::super::is_listed(16, &[3, 0x1268, 0x5000, 0, 0, 0]));
}

#[test]
fn the_base_of_a_segment_is_written_where_it_is_asked_for_and_not_where_it_is_set() {
    assert_eq!(of(158, [0x1004, 0x5000, 0, 0, 0, 0], 0), [Range { address: 0x5000, size: 8, write: true }]);
    assert_eq!(of(158, [0x1001, 0x5000, 0, 0, 0, 0], 0), []);
    assert!(super::super::is_listed(158, &[0x1001, 0x5000, 0, 0, 0, 0]));
    assert!(!super::super::is_listed(158, &[0x4001, 0x5000, 0, 0, 0, 0]));
}

#[test]
fn readv_fills_buffers_in_turn_until_the_result_is_spent() {
    let vector: [u64; 6] = [0x7000, 4, 0x8000, 10, 0x9000, 10];
    let array = vector.as_ptr() as u64;
    let expected = [
        Range { address: array, size: 48, write: false },
        Range { address: 0x7000, size: 4, write: true },
        Range { address: 0x8000, size: 5, write: true },
    ];
    assert_eq!(of(19, [3, array, 3, 0, 0, 0], 9), expected);
}

#[test]
fn a_path_is_read_with_its_zero_even_when_the_call_fails() {
    let path = c"/no/such/file";
    let at = path.as_ptr() as u64;
    assert_eq!(of(257, [0, at, 0, 0, 0, 0], -2), [Range { address: at, size: 14, write: false }]);
    assert_eq!(of(257, [0, at, 0, 0, 0, 0], -14), []);
}

#[test]
fn a_received_message_fills_name_data_and_lengths() {
    let vector: [u64; 2] = [0x7000, 64];
    let header: [u64; 7] = [0x6000, 16, vector.as_ptr() as u64, 1, 0, 0, 0];
    let at = header.as_ptr() as u64;
    let found = of(47, [3, at, 0, 0, 0, 0], 20);
    assert!(found.contains(&Range { address: 0x6000, size: 16, write: true }));
    assert!(found.contains(&Range { address: 0x7000, size: 20, write: true }));
    assert!(found.contains(&Range { address: at + 8, size: 4, write: true }));
}
