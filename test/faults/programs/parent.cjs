// Makes calls until it is ended, like steady.cjs; at SIGUSR2 it starts another program that makes some, and says what that printed.
'use strict';
const { execFileSync } = require('node:child_process');
process.on('SIGUSR2', () => {
  console.log('child:', execFileSync(process.execPath, [require.resolve('./thousand.cjs')], { encoding: 'utf8' }).trim());
});
require('./steady.cjs');
