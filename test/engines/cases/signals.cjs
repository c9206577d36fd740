'use strict';
const { simple } = require('./simple.cjs');

const values = [0, 0, 0, 0];
const one = (title, name, options) => simple(title, `int ${name}(_Inout_ uint32_t *value)`, { values, ...options });

module.exports = [
  one('a handler of a signal is part of the call', 'raise_one'),
  one('a blocked signal is handled when it is let through', 'raise_blocked'),
  one('a signal with a handler and one without, both at once', 'raise_two'),
  one('a handler on an alternate stack', 'alternate_stack'),
  one('a handler inside a handler', 'nested_handlers'),
  one('a fault whose handler makes the memory accessible', 'fault_and_go_on'),
  one('a fault whose handler leaves the instruction out', 'fault_and_skip'),
  one('a fault whose handler jumps away', 'fault_and_leave'),
  one('a division by zero whose handler changes a register', 'divide_and_correct'),
  one('a system call that a signal interrupts or restarts', 'interrupted_read'),
  one('threads that end early or are cancelled', 'thread_exits', { unordered: true }),
  one('a stop and a continuation in the middle of a call', 'stop_and_continue', { unordered: true }),
];
