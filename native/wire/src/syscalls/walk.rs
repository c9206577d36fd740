//! From a system call's arguments and result to the ranges it touched.
use super::table::{effects, Effect, Length};
use super::{Memory, Ranges};

const EFAULT: i64 = -14;
/// Longest text and longest list that are followed.
const MAX_TEXT: u64 = 4096;
const MAX_LIST: u64 = 1024;
const POINTER: u64 = 8;
const IOVEC: u64 = 16;
const MMSGHDR: u64 = 64;

/// Appends what the kernel read and wrote for a call that has returned `result`. Reads come before writes of the
/// same argument. A failed call is taken to have read its inputs, but for EFAULT.
pub fn ranges(number: u64, args: &[u64; 6], result: i64, memory: &mut dyn Memory, out: &mut Ranges) {
    if result == EFAULT {
        return;
    }
    let mut walk = Walk { args, result, memory, out };
    for &effect in effects(number) {
        walk.effect(effect);
    }
}

struct Walk<'a> {
    args: &'a [u64; 6],
    result: i64,
    memory: &'a mut dyn Memory,
    out: &'a mut Ranges,
}

impl Walk<'_> {
    fn effect(&mut self, effect: Effect) {
        match effect {
            Effect::In(arg, length) => self.out.push(self.args[arg], self.bytes(length), false),
            Effect::Out(arg, length) => self.write(self.args[arg], self.bytes(length)),
            Effect::InOut(arg, length) => {
                self.out.push(self.args[arg], self.bytes(length), false);
                self.write(self.args[arg], self.bytes(length));
            }
            Effect::Text(arg) => self.text(self.args[arg]),
            Effect::Texts(arg) => self.texts(self.args[arg]),
            Effect::GatherIn(array, count) => self.vector(self.args[array], self.args[count], self.moved(), false),
            Effect::ScatterOut(array, count) => self.vector(self.args[array], self.args[count], self.moved(), true),
            Effect::MessageIn(arg) => self.message(self.args[arg], self.moved(), false),
            Effect::MessageOut(arg) => self.message(self.args[arg], self.moved(), true),
            Effect::MessagesIn(arg) => self.messages(self.args[arg], false),
            Effect::MessagesOut(arg) => self.messages(self.args[arg], true),
            Effect::Ioctl(request, arg) => self.ioctl(self.args[request], self.args[arg]),
            Effect::Arch(code, arg) => self.write(self.args[arg], super::arch::writes(self.args[code])),
            Effect::AddressOut(arg, length) => self.address(self.args[arg], self.args[length]),
        }
    }

    fn ioctl(&mut self, request: u64, address: u64) {
        let Some(transfer) = super::ioctl::transfer(request) else { return };
        if transfer.read {
            self.out.push(address, transfer.size, false);
        }
        if transfer.write {
            self.write(address, transfer.size);
        }
    }

    /// Bytes transferred.
    fn moved(&self) -> u64 {
        u64::try_from(self.result).unwrap_or(0)
    }

    fn write(&mut self, address: u64, bytes: u64) {
        if self.result >= 0 {
            self.out.push(address, bytes, true);
        }
    }

    fn bytes(&self, length: Length) -> u64 {
        match length {
            Length::Bytes(bytes) => bytes,
            Length::Arg(arg) => self.args[arg],
            Length::Elements(arg, bytes) => self.args[arg].saturating_mul(bytes),
            Length::Result => self.moved(),
            Length::ResultElements(bytes) => self.moved().saturating_mul(bytes),
            Length::BitsOf(arg) => self.args[arg].div_ceil(64).saturating_mul(8),
        }
    }

    fn word(&mut self, address: u64) -> Option<u64> {
        let mut bytes = [0; 8];
        self.memory.read(address, &mut bytes).then(|| u64::from_le_bytes(bytes))
    }

    /// Looks for the zero page by page, since the text may end right before memory that can't be read.
    fn text(&mut self, address: u64) {
        if address == 0 {
            return;
        }
        let mut buffer = [0; 64];
        let mut length = 0;
        while length < MAX_TEXT {
            let at = address.wrapping_add(length);
            let step = (buffer.len() as u64 - (at & 63)) as usize;
            let piece = &mut buffer[..step];
            if !self.memory.read(at, piece) {
                return;
            }
            if let Some(end) = piece.iter().position(|&byte| byte == 0) {
                self.out.push(address, length + end as u64 + 1, false);
                return;
            }
            length += step as u64;
        }
    }

    fn texts(&mut self, array: u64) {
        if array == 0 {
            return;
        }
        for index in 0..MAX_LIST {
            match self.word(array.wrapping_add(index * POINTER)) {
                None => return,
                Some(0) => return self.out.push(array, (index + 1) * POINTER, false),
                Some(text) => self.text(text),
            }
        }
    }

    /// iovec array: the array is read, the buffers are used in turn until `moved` bytes are spent.
    fn vector(&mut self, array: u64, count: u64, mut moved: u64, write: bool) {
        self.out.push(array, count.min(MAX_LIST) * IOVEC, false);
        for index in 0..count.min(MAX_LIST) {
            let at = array.wrapping_add(index * IOVEC);
            let (Some(base), Some(size)) = (self.word(at), self.word(at.wrapping_add(8))) else { return };
            let used = size.min(moved);
            self.out.push(base, used, write);
            moved -= used;
            if moved == 0 {
                return;
            }
        }
    }

    /// struct msghdr: name, name length, iovec, iovec count, control, control length, flags. After a receive the
    /// kernel has left the lengths used in it.
    fn message(&mut self, header: u64, moved: u64, receive: bool) {
        const SIZE: u64 = 56;
        self.out.push(header, SIZE, false);
        if self.result < 0 {
            return;
        }
        let mut fields = [0; 6];
        for (index, field) in fields.iter_mut().enumerate() {
            let Some(value) = self.word(header.wrapping_add(index as u64 * 8)) else { return };
            *field = value;
        }
        let [name, name_length, vector, count, control, control_length] = fields;
        self.out.push(name, name_length & 0xffff_ffff, receive);
        self.vector(vector, count, moved, receive);
        self.out.push(control, control_length, receive);
        if receive {
            self.out.push(header.wrapping_add(8), 4, true);
            self.out.push(header.wrapping_add(40), 12, true);
        }
    }

    fn messages(&mut self, array: u64, receive: bool) {
        for index in 0..self.moved().min(MAX_LIST) {
            let header = array.wrapping_add(index * MMSGHDR);
            let Some(moved) = self.word(header.wrapping_add(56)) else { return };
            self.message(header, moved & 0xffff_ffff, receive);
            self.out.push(header.wrapping_add(56), 4, true);
        }
    }

    /// The length that stands there afterwards may exceed what fitted; the caller's own limit is gone by then, so it
    /// is only used where it is plausible for an address or option.
    fn address(&mut self, address: u64, length_at: u64) {
        let mut bytes = [0; 4];
        if self.result < 0 || length_at == 0 || !self.memory.read(length_at, &mut bytes) {
            return;
        }
        self.out.push(length_at, 4, false);
        self.out.push(address, u64::from(u32::from_le_bytes(bytes)).min(MAX_TEXT), true);
        self.out.push(length_at, 4, true);
    }
}

#[cfg(test)]
#[path = "walk_test.rs"]
mod tests;
