// Memory that the measured functions work on: page-aligned, and for the classic tracer on pages of its own, which it protects.
'use strict';
const { join } = require('node:path');
const koffi = require('koffi');

const PAGE = 4096;
const library = () => koffi.load(join(__dirname, 'build/libclassic.so'));

/** `place(offset, size)` gives what to pass to a function, and a view of the same bytes for the program. */
function plainArena(size) {
  const store = new ArrayBuffer(size + PAGE);
  const bytes = Buffer.from(store, (PAGE - Number(koffi.address(store) % BigInt(PAGE))) % PAGE, size);
  return {
    place(offset, length) {
      const view = bytes.subarray(offset, offset + length);
      return { pass: view, view };
    },
    begin() {},
    end: () => null,
  };
}

/** The same, with the classic tracer attached: calls between `begin` and `end` are traced, `end` gives their accesses. */
function classicArena(size) {
  const classic = library();
  if (classic.func('int classic_attach()')() !== 0) throw new Error('the classic tracer could not attach: ptrace is not allowed here');
  const address = classic.func('void *classic_memory(size_t size)')(size);
  const bytes = Buffer.from(koffi.view(address, size));
  const begin = classic.func('int classic_begin(void *start, size_t length)');
  const end = classic.func('uint64_t classic_end()');
  return {
    place: (offset, length) => ({ pass: address + BigInt(offset), view: bytes.subarray(offset, offset + length) }),
    begin() {
      if (begin(address, size) !== 0) throw new Error('the classic tracer did not answer');
    },
    end: () => Number(end()),
  };
}

module.exports = { PAGE, plainArena, classicArena };
