'use strict';
const { simple } = require('./simple.cjs');

const one = (title, name) => simple(title, `int ${name}(_Inout_ uint32_t *value)`, { values: [0, 0, 0] });

module.exports = [
  one('a child of vfork that executes another program', 'vfork_and_exec'),
  one('posix_spawn and system', 'spawn_and_wait'),
  one('a process group of its own', 'end_group'),
  one('a daemon that outlives the call', 'make_daemon'),
];
