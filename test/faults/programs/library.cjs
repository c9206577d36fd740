'use strict';
const { join } = require('node:path');
const koffi = require('koffi');

const path = join(__dirname, '../build/libfaults.so');
const library = koffi.load(path);

module.exports = {
  path,
  fill: library.func('void fill(_Out_ uint8_t *out, size_t n, int with)'),
  manyThreads: library.func('int many_threads(_Out_ uint8_t *out, int count)'),
  forkMany: library.func('int fork_many(_Out_ uint8_t *out, int count)'),
  limitAll: library.func('int limit_all()'),
  starve: library.func('int starve(_Out_ uint8_t *out)'),
  become: library.func('int become(int id)'),
  unload: library.func('int unload(const char *path, _Out_ uint8_t *out)'),
  killSelf: library.func('void kill_self(_Out_ uint8_t *out, int number)'),
  exitElsewhere: library.func('void exit_elsewhere(_Out_ uint8_t *out, int code)'),
};
