// The library of this folder, as the programs here use it.
const path = require('node:path');
const koffi = require('koffi');

const lib = koffi.load(path.join(__dirname, 'libsample.so'));
koffi.struct('header', { magic: 'uint32', version: 'uint16', flags: 'uint16', length: 'uint64' });

module.exports = {
  sumBytes: lib.func('uint32 sum_bytes(const uint8 *src, size_t size)'),
  fillBytes: lib.func('void fill_bytes(_Out_ uint8 *dst, size_t size, uint8 value)'),
  readHeader: lib.func('void read_header(const uint8 *src, _Out_ header *out)'),
  storeAt: lib.func('void store_at(uint32 *where, uint32 value)'),
};
