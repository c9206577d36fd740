// Makes buffers in every way there is, hands them around, fills them, and prints what is in them: the same wherever they lie.
'use strict';
const { createHash, randomBytes } = require('node:crypto');
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { Worker } = require('node:worker_threads');
const zlib = require('node:zlib');
const koffi = require(process.argv[2] ?? 'koffi');

const library = koffi.load(join(__dirname, '../build/libfindings.so'));
const fill = library.func('void fill(_Out_ uint8_t *dst, size_t count, int value)');
const sum = library.func('uint64_t sum(const uint8_t *src, size_t count)');
const hash = (bytes) => createHash('sha256').update(bytes).digest('hex').slice(0, 16);
const told = [];
const tell = (what, ...values) => told.push(`${what}: ${values.map(String).join(' ')}`);

tell('config', JSON.stringify(koffi.config()));

function pattern(size) {
  const bytes = new Uint8Array(size);
  for (let at = 0; at < size; at++) bytes[at] = (at * 31) % 251;
  return bytes;
}

function sizes() {
  for (const size of [0, 1, 63, 64, 65, 4095, 4096, 4097, 65_536, 1_000_003, 20_000_000]) {
    const buffer = Buffer.alloc(size, 7);
    fill(buffer, Math.min(size, 100), 9);
    tell('size', size, buffer.buffer.byteLength >= size, sum(buffer, Math.min(size, 200)), hash(buffer));
  }
}

function kinds() {
  const plain = new ArrayBuffer(100);
  new Uint8Array(plain).set(pattern(100));
  tell('slice', hash(new Uint8Array(plain.slice(10, 90))));
  const moved = structuredClone(plain, { transfer: [plain] });
  tell('transfer', plain.byteLength, moved.byteLength, hash(new Uint8Array(moved)));
  if (moved.transfer) tell('longer', hash(new Uint8Array(moved.transfer(3000))));
  if (ArrayBuffer.prototype.resize) {
    const resizable = new ArrayBuffer(16, { maxByteLength: 100_000 });
    resizable.resize(70_000);
    fill(new Uint8Array(resizable), 70_000, 3);
    tell('resizable', sum(new Uint8Array(resizable), 70_000));
  }
  const shared = new SharedArrayBuffer(64);
  fill(new Uint8Array(shared), 64, 4);
  tell('shared', Atomics.load(new Int32Array(shared), 3));
  const wasm = new WebAssembly.Memory({ initial: 1, maximum: 3 });
  fill(new Uint8Array(wasm.buffer), 65_536, 5);
  wasm.grow(1);
  tell('wasm', wasm.buffer.byteLength, sum(new Uint8Array(wasm.buffer), 131_072));
}

function pools() {
  const parts = [];
  for (let at = 0; at < 3000; at++) parts.push(Buffer.from(`part ${at} `));
  const one = Buffer.concat(parts);
  tell('pool', one.length, hash(one), sum(one, one.length));
  tell('texts', hash(Buffer.from('text\u00e4\u20ac'.repeat(5000), 'utf16le')), hash(new TextEncoder().encode('\u20ac'.repeat(9999))));
  tell('packed', hash(zlib.inflateSync(zlib.deflateSync(pattern(300_000)))), hash(zlib.gunzipSync(zlib.gzipSync(one))));
  tell('file', hash(readFileSync(__filename)), randomBytes(100).length);
}

/** Many at a time, some kept: what was given back is used again. */
function churn() {
  const kept = [];
  let total = 0;
  for (let round = 0; round < 40; round++) {
    for (let at = 0; at < 500; at++) {
      const bytes = at % 2 ? new Uint8Array(at * 37) : Buffer.allocUnsafeSlow(at * 37).fill(0);
      if (at % 2 && bytes.length > 0 && (bytes[0] | bytes[bytes.length - 1]) !== 0) throw new Error('a new array is not zero');
      bytes.fill(round);
      if (at % 50 === 1) kept.push(bytes);
    }
    globalThis.gc?.();
  }
  for (const bytes of kept) total += bytes[0] + bytes.length;
  tell('churn', kept.length, total);
}

const worker = () => new Promise((resolve, reject) => {
  const code = "const { parentPort, workerData } = require('node:worker_threads'); const bytes = new Uint8Array(workerData); bytes.reverse(); const more = Buffer.alloc(5000, 8); parentPort.postMessage([bytes.buffer, more.buffer.slice(more.byteOffset, more.byteOffset + 5000)], [bytes.buffer]);";
  const buffer = pattern(9000).buffer;
  new Worker(code, { eval: true, workerData: buffer, transferList: [buffer] }).on('message', ([bytes, more]) => {
    tell('worker', buffer.byteLength, hash(new Uint8Array(bytes)), hash(new Uint8Array(more)));
    resolve();
  }).on('error', reject);
});

sizes();
kinds();
pools();
churn();
worker().then(() => console.log(told.join('\n')));
