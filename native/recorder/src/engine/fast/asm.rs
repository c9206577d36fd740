//! Writes machine code into a buffer whose final address is known.
//!
//! Registers go by the processor's numbers (0 rax, 1 rcx, 2 rdx, 3 rbx, 4 rsp, 5 rbp, 6 rsi, 7 rdi, 8..15 r8..r15).
//! None of these instructions changes the flags.
use ffiscope_decode::Address;

pub const RAX: u8 = 0;
pub const RCX: u8 = 1;
pub const R11: u8 = 11;

/// Where the thread variables of the traced process lie.
#[derive(Debug, Clone, Copy)]
pub struct Tls(pub i32);

/// A code buffer that will lie at `base`.
pub struct Asm {
    pub base: u64,
    pub bytes: Vec<u8>,
    tls: Tls,
}

/// Position of a displacement that is filled in later.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub struct Short(usize);

impl Asm {
    pub fn new(base: u64, tls: Tls) -> Self {
        Self { base, bytes: Vec::with_capacity(4096), tls }
    }

    /// Address of the next byte.
    pub fn here(&self) -> u64 {
        self.base + self.bytes.len() as u64
    }

    pub fn put(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    fn put_u32(&mut self, value: u32) {
        self.put(&value.to_le_bytes());
    }

    /// Pads with zeros (data, never executed) up to a multiple of `alignment`.
    pub fn align_data(&mut self, alignment: usize) {
        while !self.bytes.len().is_multiple_of(alignment) {
            self.bytes.push(0xcc);
        }
    }

    /// Pads with no-operations so that the displacement of an instruction whose opcode has `opcode` bytes is aligned
    /// to 4 and can be replaced in one store.
    pub fn align_link(&mut self, opcode: usize) {
        const NOPS: [&[u8]; 4] = [&[], &[0x90], &[0x66, 0x90], &[0x0f, 0x1f, 0x00]];
        self.put(NOPS[(self.here() as usize + opcode).wrapping_neg() & 3]);
    }

    /// `op` with a thread variable as its memory operand; `reg` is the other operand or the opcode's extension.
    fn tls_operand(&mut self, op: u8, wide: bool, reg: u8, field: i32) {
        let rex = 0x40 | u8::from(wide) << 3 | (reg >> 3) << 2;
        self.put(&[0x64]);
        if rex != 0x40 {
            self.put(&[rex]);
        }
        self.put(&[op, (reg & 7) << 3 | 4, 0x25]);
        self.put_u32((self.tls.0 + field) as u32);
    }

    /// `mov fs:[field], register`
    pub fn save(&mut self, register: u8, field: i32) {
        self.tls_operand(0x89, true, register, field);
    }

    /// `mov register, fs:[field]`
    pub fn load(&mut self, register: u8, field: i32) {
        self.tls_operand(0x8b, true, register, field);
    }

    /// `mov qword fs:[field], value` (sign-extended)
    pub fn set(&mut self, field: i32, value: i32) {
        self.tls_operand(0xc7, true, 0, field);
        self.put_u32(value as u32);
    }

    /// `jmp fs:[field]`
    pub fn jump_variable(&mut self, field: i32) {
        self.tls_operand(0xff, false, 4, field);
    }

    /// `pext rcx, from, fs:[field]`
    pub fn extract_rcx(&mut self, from: u8, field: i32) {
        let source = 0x82 | (!from & 15) << 3;
        self.put(&[0x64, 0xc4, 0xe2, source, 0xf5, 0x0c, 0x25]);
        self.put_u32((self.tls.0 + field) as u32);
    }

    /// `mov register, value`, in the shortest form that sets all 64 bits.
    pub fn constant(&mut self, register: u8, value: u64) {
        let low = register & 7;
        if let Ok(short) = u32::try_from(value) {
            if register > 7 {
                self.put(&[0x41]);
            }
            self.put(&[0xb8 | low]);
            self.put_u32(short);
        } else {
            self.put(&[0x48 | register >> 3, 0xb8 | low]);
            self.put(&value.to_le_bytes());
        }
    }

    /// `mov to, from` (64 bits)
    pub fn copy(&mut self, to: u8, from: u8) {
        self.put(&[0x48 | (from >> 3) << 2 | to >> 3, 0x89, 0xc0 | (from & 7) << 3 | to & 7]);
    }

    /// Loads the address that `operand` stands for. Segment bases are not added.
    pub fn address(&mut self, register: u8, operand: &Address) {
        if operand.base.is_none() && operand.index.is_none() {
            let short = operand.address_bits == 32;
            let value = if short { operand.displacement & 0xffff_ffff } else { operand.displacement };
            self.constant(register, value);
        } else {
            self.with_operand(0x8d, register, operand);
        }
    }

    /// `mov register, [operand]` (64 bits). The segment is taken over.
    pub fn load_operand(&mut self, register: u8, operand: &Address) {
        use ffiscope_decode::Segment;
        match operand.segment {
            Segment::Flat => {}
            Segment::Fs => self.put(&[0x64]),
            Segment::Gs => self.put(&[0x65]),
        }
        if operand.base.is_none() && operand.index.is_none() && i32::try_from(operand.displacement as i64).is_err() {
            self.constant(register, operand.displacement);
            let own = Address::at(register, 0);
            self.with_operand(0x8b, register, &own);
        } else {
            self.with_operand(0x8b, register, operand);
        }
    }

    /// `op register, [operand]` with a 64-bit operand size.
    fn with_operand(&mut self, op: u8, register: u8, operand: &Address) {
        if operand.address_bits == 32 {
            self.put(&[0x67]);
        }
        let index = operand.index.unwrap_or(4);
        let rex = 0x48 | (register >> 3) << 2 | (index >> 3) << 1 | operand.base.map_or(0, |base| base >> 3);
        let scale = operand.scale.max(1).trailing_zeros() as u8;
        let displacement = operand.displacement as i32;
        // Without a base, mod 0 with base 5 means "displacement only".
        let (mode, base) = match operand.base {
            None => (0, 5),
            Some(base) if displacement == 0 && base & 7 != 5 => (0, base & 7),
            Some(base) if i8::try_from(displacement).is_ok() => (0x40, base & 7),
            Some(base) => (0x80, base & 7),
        };
        let reg = (register & 7) << 3;
        match (operand.index, operand.base) {
            (None, Some(low)) if low & 7 != 4 => self.put(&[rex, op, mode | reg | base]),
            _ => self.put(&[rex, op, mode | reg | 4, scale << 6 | (index & 7) << 3 | base]),
        }
        match mode {
            0x40 => self.put(&[displacement as u8]),
            0 if operand.base.is_some() => {}
            _ => self.put_u32(displacement as u32),
        }
    }

    /// `shr register, 12`. Changes the flags.
    pub fn page_number(&mut self, register: u8) {
        self.put(&[0x48 | register >> 3, 0xc1, 0xe8 | register & 7, 12]);
    }

    /// `rorx to, from, count` (64 bits)
    pub fn rotate(&mut self, to: u8, from: u8, count: u8) {
        let extensions = 0x43 | u8::from(to < 8) << 7 | u8::from(from < 8) << 5;
        self.put(&[0xc4, extensions, 0xfb, 0xf0, 0xc0 | (to & 7) << 3 | from & 7, count]);
    }

    /// `mov register, register` (32 bits): clears the upper half.
    pub fn clear_upper(&mut self, register: u8) {
        if register > 7 {
            self.put(&[0x45]);
        }
        self.put(&[0x89, 0xc0 | (register & 7) << 3 | register & 7]);
    }

    /// `cmp byte [register + displacement], 0`, or a word of two bytes. Changes the flags; not for r12 and rsp.
    pub fn compare_zero(&mut self, register: u8, displacement: u32, word: bool) {
        if word {
            self.put(&[0x66]);
        }
        if register > 7 {
            self.put(&[0x41]);
        }
        self.put(&[if word { 0x83 } else { 0x80 }, 0xb8 | register & 7]);
        self.put_u32(displacement);
        self.put(&[0]);
    }

    /// `cmp dword [register + displacement], 0`. Changes the flags; not for r12 and rsp.
    pub fn compare_four(&mut self, register: u8, displacement: u32) {
        if register > 7 {
            self.put(&[0x41]);
        }
        self.put(&[0x83, 0xb8 | register & 7]);
        self.put_u32(displacement);
        self.put(&[0]);
    }

    /// `movzx ecx, byte [rcx + displacement]`, or a word of two bytes.
    pub fn load_small(&mut self, displacement: u32, word: bool) {
        self.put(&[0x0f, if word { 0xb7 } else { 0xb6 }, 0x89]);
        self.put_u32(displacement);
    }

    /// `mov [at], value`; `at` is none of rsp, rbp, r12, r13.
    pub fn store_at(&mut self, at: u8, value: u8) {
        self.put(&[0x48 | (value >> 3) << 2 | at >> 3, 0x89, (value & 7) << 3 | at & 7]);
    }

    /// `mov qword [at + 8], value` (sign-extended).
    pub fn store_second(&mut self, at: u8, value: u32) {
        self.put(&[0x48 | at >> 3, 0xc7, 0x40 | at & 7, 8]);
        self.put_u32(value);
    }

    /// `mov dword [at + 8], value`: only the tag, behind what is in the cell already.
    pub fn store_tag(&mut self, at: u8, value: u32) {
        if at > 7 {
            self.put(&[0x41]);
        }
        self.put(&[0xc7, 0x40 | at & 7, 8]);
        self.put_u32(value);
    }

    /// `mov dword [at + 12], value`
    pub fn store_aux(&mut self, at: u8, value: u8) {
        self.put(&[0x40 | (value >> 3) << 2 | at >> 3, 0x89, 0x40 | (value & 7) << 3 | at & 7, 12]);
    }

    /// `movd dword [at + 12], xmm`
    pub fn store_aux_vector(&mut self, at: u8, vector: u8) {
        self.put(&[0x66, 0x40 | (vector >> 3) << 2 | at >> 3, 0x0f, 0x7e, 0x40 | (vector & 7) << 3 | at & 7, 12]);
    }

    /// `movq [at], xmm`, or `movhps [at], xmm`.
    pub fn store_vector(&mut self, at: u8, vector: u8, upper: bool) {
        let extensions = 0x40 | (vector >> 3) << 2 | at >> 3;
        let operands = (vector & 7) << 3 | at & 7;
        if upper {
            self.put(&[extensions, 0x0f, 0x17, operands]);
        } else {
            self.put(&[0x66, extensions, 0x0f, 0xd6, operands]);
        }
    }

    /// `lea register, [register + 16]`
    pub fn advance(&mut self, register: u8) {
        self.put(&[0x48 | ((register >> 3) * 5), 0x8d, 0x40 | (register & 7) << 3 | register & 7, 16]);
    }

    /// `test low16, low16`. Changes the flags.
    pub fn test_low(&mut self, register: u8) {
        self.put(&[0x66]);
        if register > 7 {
            self.put(&[0x45]);
        }
        self.put(&[0x85, 0xc0 | (register & 7) << 3 | register & 7]);
    }

    /// `movzx ecx, low16`
    pub fn low_to_rcx(&mut self, register: u8) {
        if register > 7 {
            self.put(&[0x41]);
        }
        self.put(&[0x0f, 0xb7, 0xc8 | register & 7]);
    }

    /// `jne` to a place that is filled in later; gives the address of its displacement.
    pub fn jump_later(&mut self) -> u64 {
        self.put(&[0x0f, 0x85, 0, 0, 0, 0]);
        self.here() - 4
    }

    /// `ja` likewise.
    pub fn jump_above_later(&mut self) -> u64 {
        self.put(&[0x0f, 0x87, 0, 0, 0, 0]);
        self.here() - 4
    }

    /// `jne target`
    pub fn jump_unless_zero(&mut self, target: u64) {
        self.put(&[0x0f, 0x85]);
        self.relative(target);
    }

    /// `jmp` to a place that is filled in later.
    pub fn goto_later(&mut self) -> u64 {
        self.put(&[0xe9, 0, 0, 0, 0]);
        self.here() - 4
    }

    /// `jmp target`
    pub fn jump(&mut self, target: u64) {
        self.put(&[0xe9]);
        self.relative(target);
    }

    /// A 32-bit displacement to `target` that ends the instruction.
    pub fn relative(&mut self, target: u64) {
        let next = self.here() + 4;
        self.put_u32(target.wrapping_sub(next) as u32);
    }

    /// Jumps forward if rcx is 0; [`Self::land`] says where.
    pub fn jump_if_rcx_zero(&mut self) -> Short {
        self.put(&[0xe3, 0]);
        Short(self.bytes.len() - 1)
    }

    /// A short forward jump.
    pub fn jump_short(&mut self) -> Short {
        self.put(&[0xeb, 0]);
        Short(self.bytes.len() - 1)
    }

    /// A one-byte displacement behind an opcode that was put before.
    pub fn short(&mut self) -> Short {
        self.put(&[0]);
        Short(self.bytes.len() - 1)
    }

    /// Lets a short jump end here.
    pub fn land(&mut self, jump: Short) {
        let distance = self.bytes.len() - jump.0 - 1;
        self.bytes[jump.0] = i8::try_from(distance).expect("short jumps of the templates stay short") as u8;
    }
}

#[cfg(test)]
#[path = "asm_test.rs"]
mod tests;
