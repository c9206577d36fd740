// Compresses a file with the system's zlib and decompresses it again.
'use strict';
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const koffi = require('koffi');

const zlib = koffi.load('libz.so.1');
const compressBound = zlib.func('unsigned long compressBound(unsigned long sourceLen)');
const compress2 = zlib.func('int compress2(_Out_ uint8_t *dest, _Inout_ unsigned long *destLen, const uint8_t *source, unsigned long sourceLen, int level)');
const uncompress = zlib.func('int uncompress(_Out_ uint8_t *dest, _Inout_ unsigned long *destLen, const uint8_t *source, unsigned long sourceLen)');

function compress(source, level = 6) {
  const dest = Buffer.alloc(compressBound(source.length));
  const destLen = [dest.length];
  const status = compress2(dest, destLen, source, source.length, level);
  if (status !== 0) throw new Error(`compress2 failed with ${status}`);
  return dest.subarray(0, destLen[0]);
}

function decompress(source, size) {
  const dest = Buffer.alloc(size);
  const destLen = [dest.length];
  const status = uncompress(dest, destLen, source, source.length);
  if (status !== 0) throw new Error(`uncompress failed with ${status}`);
  return dest.subarray(0, destLen[0]);
}

const file = process.argv[2] ?? join(__dirname, '../../docs/architecture.md');
const original = readFileSync(file);
const compressed = compress(original);
const restored = decompress(compressed, original.length);

console.log(`${original.length} bytes -> ${compressed.length} bytes -> ${restored.length} bytes`);
console.log(restored.equals(original) ? 'the same as before' : 'not the same as before');
process.exitCode = restored.equals(original) ? 0 : 1;
