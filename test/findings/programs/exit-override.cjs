'use strict';
module.exports = ({ koffi, library, ffiscope }) => {
  const leave = library.func('void leave(int code)');
  const leaveAtOnce = library.func('void leave_at_once(int code)');
  koffi.proto('void exit_callback(int code)');
  const callBack = library.func('void call_back(exit_callback *function, int value)');
  const mistakes = {
    'a code that is registered': () => {
      ffiscope.registerRetcode(0);
      process.exitCode = 3;
    },
    'native code that ends the process with success': () => leave(0),
    'native code that ends the process at once': () => leaveAtOnce(4),
    'both': () => {
      ffiscope.registerRetcode(5);
      leave(1);
    },
  };
  const correct = {
    'a code of its own': () => { process.exitCode = 3; },
    'process.exit': () => process.exit(4),
    'process.exit in a callback of native code': () => callBack((code) => process.exit(code), 6),
    'nothing said': () => library.func('int deeper(_Out_ uint8_t *out, int depth)')(Buffer.alloc(1), 1),
  };
  return { mistakes, correct, alone: [...Object.keys(mistakes), ...Object.keys(correct)] };
};
