// Runs random sequences: `program.cjs CODE SEED OFFSET...`; prints a hash of all state after each call, or with `FFISCOPE_STATE=1`
// the state itself. What one call leaves is what the next begins with. What lies below the stack pointer belongs to nobody.
'use strict';
const { createHash } = require('node:crypto');
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const koffi = require('koffi');

const [code, seed, list] = process.argv.slice(2);
const offsets = readFileSync(list, 'utf8').trim().split('\n').map(Number);
const library = koffi.load(join(__dirname, '../../fixtures/build/libsequences.so'));
const failed = library.func('int sequences_map(const char *file)')(code);
if (failed) throw new Error(`the fixed addresses are taken (${failed})`);
const run = library.func('void sequences_run(uint64_t code)');

const CODE = 0x51000000;
const STACK = 0x5000b800n;
const data = Buffer.from(koffi.view(0x50000000n, 0x4000));
const stack = Buffer.from(koffi.view(0x5000b000n, 0x1000));
const state = Buffer.from(koffi.view(0x50010000n, 0x4000));

/** The same numbers in every run (xorshift). */
let last = Number(seed) * 2654435761 >>> 0 || 1;
function random() {
  last ^= last << 13; last ^= last >>> 17; last ^= last << 5;
  return last >>> 0;
}

function begin() {
  for (let i = 0; i < data.length; i += 4) data.writeUInt32LE(random(), i);
  for (let i = 0; i < 16; i++) state.writeBigUInt64LE(BigInt(random()) << 32n | BigInt(random()), i * 8);
  state.writeUInt32LE(0x1f80, 0x1800 + 24); // MXCSR
  state.writeUInt16LE(0x37f, 0x1800);
}

function fix() {
  const set = (register, value) => state.writeBigUInt64LE(BigInt(value), register * 8);
  set(4, STACK);
  set(12, 24);
  set(13, 0);
  set(14, 0x50008000);
  set(15, 0x50001800);
  state.writeBigUInt64LE(0x202n, 0x80);
}

/** Places that tell of the processor's bookkeeping and not of values: the x87 pointers, what xsave found in use. */
function forget() {
  state.fill(0, 0x406, 0x418);
  state.fill(0, 0x800 + 512, 0x800 + 576);
  state.fill(0, 0x88, 0x98);
}

const { watch, isEnabled } = process.env.FFISCOPE_CHILD_API ? require(process.env.FFISCOPE_CHILD_API) : { isEnabled: () => false };
if (isEnabled()) {
  watch(0x50000100n, { label: 'data', size: 0x3800 });
  watch(0x5000b000n, { label: 'stack', size: 0x900 });
}
begin();
for (const offset of offsets) {
  fix();
  state.fill(0, 0x400, 0x1800);
  run(CODE + offset);
  forget();
  const all = [state.subarray(0, 0x1800), data, stack.subarray(0x800)];
  if (process.env.FFISCOPE_STATE) console.log(all.map((part) => part.toString('hex')).join(' '));
  else console.log(all.reduce((hash, part) => hash.update(part), createHash('sha1')).digest('hex'));
}
