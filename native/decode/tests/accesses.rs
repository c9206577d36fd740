//! Accesses of single instructions, from their bytes and given registers.
use ffiscope_decode::{Access, Kind, Plan, State};
use iced_x86::{Decoder, DecoderOptions};

const RAX: usize = 0;
const RCX: usize = 1;
const RBX: usize = 3;
const RSI: usize = 6;
const RDI: usize = 7;
const ZERO_FLAG: u64 = 1 << 6;
const DIRECTION_FLAG: u64 = 1 << 10;

/// rsi = 0x1000 and rdi = 0x2000 unless a test says otherwise.
#[derive(Clone)]
struct Given {
    gprs: [u64; 16],
    flags: u64,
    vectors: [[u8; 64]; 4],
    mask: u64,
}

impl Given {
    fn new() -> Self {
        let mut given = Self { gprs: [0; 16], flags: 0, vectors: [[0; 64]; 4], mask: 0 };
        given.gprs[RSI] = 0x1000;
        given.gprs[RDI] = 0x2000;
        given
    }

    fn set(mut self, register: usize, value: u64) -> Self {
        self.gprs[register] = value;
        self
    }

    fn flags(mut self, flags: u64) -> Self {
        self.flags = flags;
        self
    }

    /// 32-bit lanes of a vector register.
    fn lanes(mut self, register: usize, lanes: &[u32]) -> Self {
        for (place, lane) in self.vectors[register].chunks_exact_mut(4).zip(lanes) {
            place.copy_from_slice(&lane.to_le_bytes());
        }
        self
    }
}

impl State for Given {
    fn gpr(&self, number: usize) -> u64 {
        self.gprs[number]
    }
    fn flags(&self) -> u64 {
        self.flags
    }
    fn vector(&self, number: usize) -> [u8; 64] {
        self.vectors[number]
    }
    fn mmx(&self, _number: usize) -> u64 {
        0
    }
    fn mask(&self, _number: usize) -> u64 {
        self.mask
    }
    fn fs_base(&self) -> u64 {
        0x7000_0000
    }
    fn gs_base(&self) -> u64 {
        0
    }
}

/// As text: `R 1000 4` for a certain read of 4 bytes, `?` behind what is not certain, `x8` for 8 elements.
fn touched(bytes: &[u8], before: &Given, after: Option<&Given>) -> Vec<String> {
    let instruction = Decoder::with_ip(64, bytes, 0x40_0000, DecoderOptions::NONE).decode();
    assert!(!instruction.is_invalid() && instruction.len() == bytes.len());
    let mut accesses = Vec::new();
    Plan::of(&instruction).accesses(before, after.map(|state| state as &dyn State), &mut accesses);
    accesses.iter().map(text).collect()
}

fn text(access: &Access) -> String {
    let kind = if access.kind == Kind::Read { 'R' } else { 'W' };
    let certain = if access.certain { "" } else { "?" };
    let count = if access.count > 1 { format!(" x{}", access.count) } else { String::new() };
    format!("{kind} {:x} {}{certain}{count}", access.address, access.size)
}

fn at_once(bytes: &[u8], before: &Given) -> Vec<String> {
    touched(bytes, before, None)
}

#[test]
fn operands_give_their_address_and_size() {
    let given = Given::new().set(RCX, 3);
    // mov eax, [rsi+rcx*4+8]; mov [rdi], rax; movups xmm0, [rsi]; fstp tbyte ptr [rdi]
    assert_eq!(at_once(&[0x8b, 0x44, 0x8e, 0x08], &given), ["R 1014 4"]);
    assert_eq!(at_once(&[0x48, 0x89, 0x07], &given), ["W 2000 8"]);
    assert_eq!(at_once(&[0x0f, 0x10, 0x06], &given), ["R 1000 16"]);
    assert_eq!(at_once(&[0xdb, 0x3f], &given), ["W 2000 10"]);
}

#[test]
fn a_read_modify_write_reads_and_then_writes_and_a_comparison_only_reads() {
    // add dword ptr [rdi], 1; cmp [rdi], al
    assert_eq!(at_once(&[0x83, 0x07, 0x01], &Given::new()), ["R 2000 4", "W 2000 4"]);
    assert_eq!(at_once(&[0x38, 0x07], &Given::new()), ["R 2000 1"]);
}

#[test]
fn names_of_addresses_touch_nothing() {
    // lea rax, [rsi+8]; nop dword ptr [rax]; prefetcht0 [rsi]
    for bytes in [&[0x48, 0x8d, 0x46, 0x08][..], &[0x0f, 0x1f, 0x00], &[0x0f, 0x18, 0x0e]] {
        assert_eq!(at_once(bytes, &Given::new()), [""; 0]);
    }
}

#[test]
fn implicit_operands_count() {
    // movsw; xlatb; mov eax, fs:[0x28]
    assert_eq!(at_once(&[0x66, 0xa5], &Given::new()), ["R 1000 2", "W 2000 2"]);
    assert_eq!(at_once(&[0xd7], &Given::new().set(RBX, 0x3000).set(RAX, 0xffff_ff05)), ["R 3005 1"]);
    assert_eq!(at_once(&[0x64, 0x8b, 0x04, 0x25, 0x28, 0, 0, 0], &Given::new()), ["R 70000028 4"]);
}

#[test]
fn a_conditional_move_reads_whatever_the_condition() {
    // cmovz eax, [rsi]
    assert_eq!(at_once(&[0x0f, 0x44, 0x06], &Given::new()), ["R 1000 4"]);
}

#[test]
fn repeated_strings_are_one_access_a_side_in_either_direction() {
    // rep movsb; rep stosd; rep movsq, downwards
    assert_eq!(at_once(&[0xf3, 0xa4], &Given::new().set(RCX, 64)), ["R 1000 64 x64", "W 2000 64 x64"]);
    assert_eq!(at_once(&[0xf3, 0xab], &Given::new().set(RCX, 5)), ["W 2000 20 x5"]);
    let down = Given::new().set(RCX, 2).flags(DIRECTION_FLAG);
    assert_eq!(at_once(&[0xf3, 0x48, 0xa5], &down), ["R ff8 16 x2", "W 1ff8 16 x2"]);
    assert_eq!(at_once(&[0xf3, 0xa4], &Given::new()), [""; 0], "a count of zero");
}

#[test]
fn a_comparison_of_strings_reads_up_to_where_it_ended() {
    // repe cmpsb, which stops after three of ten
    let before = Given::new().set(RCX, 10);
    let after = before.clone().set(RCX, 7);
    assert_eq!(touched(&[0xf3, 0xa6], &before, Some(&after)), ["R 1000 3 x3", "R 2000 3 x3"]);
}

#[test]
fn a_compare_exchange_writes_for_certain_only_if_it_succeeded() {
    // cmpxchg [rdi], ecx
    let bytes = [0x0f, 0xb1, 0x0f];
    let given = Given::new();
    assert_eq!(touched(&bytes, &given, Some(&given.clone().flags(ZERO_FLAG))), ["R 2000 4", "W 2000 4"]);
    assert_eq!(touched(&bytes, &given, Some(&given)), ["R 2000 4", "W 2000 4?"]);
    assert_eq!(touched(&bytes, &given, None), ["R 2000 4", "W 2000 4?"], "nobody looked");
}

#[test]
fn bit_strings_reach_beyond_their_operand() {
    // bts [rdi], rax
    assert_eq!(at_once(&[0x48, 0x0f, 0xab, 0x07], &Given::new().set(RAX, 130)), ["R 2010 8", "W 2010 8"]);
    assert_eq!(at_once(&[0x48, 0x0f, 0xab, 0x07], &Given::new().set(RAX, -1i64 as u64)), ["R 1ff8 8", "W 1ff8 8"]);
}

#[test]
fn masks_leave_only_active_lanes_joined_where_they_touch() {
    // vmaskmovps [rdi], ymm1, ymm0
    let lanes = Given::new().lanes(1, &[1 << 31, 1 << 31, 0, 1 << 31, 0, 0, 0, 0]);
    assert_eq!(at_once(&[0xc4, 0xe2, 0x75, 0x2e, 0x07], &lanes), ["W 2000 8", "W 200c 4"]);
    // vmovdqu8 [rdi]{k1}, zmm0
    let masked = Given { mask: 0b1110_0001, ..Given::new() };
    assert_eq!(at_once(&[0x62, 0xf1, 0x7f, 0x49, 0x7f, 0x07], &masked), ["W 2000 1", "W 2005 3"]);
}

#[test]
fn a_gather_reads_each_active_element() {
    // vpgatherdd ymm2, [rsi+ymm3*4], ymm1
    let active = [1 << 31, 0, 1 << 31, 0, 0, 0, 0, 1 << 31];
    let given = Given::new().lanes(1, &active).lanes(3, &[10, 11, -1i32 as u32, 0, 0, 0, 0, 7]);
    assert_eq!(at_once(&[0xc4, 0xe2, 0x75, 0x90, 0x14, 0x9e], &given), ["R 1028 4", "R ffc 4", "R 101c 4"]);
}
