const { writeFileSync } = require('node:fs');
const { sumBytes } = require('./sample');

const bytes = Buffer.alloc(64, 1);
let calls = 0;
console.log('running until stopped');
setInterval(() => {
  sumBytes(bytes, 64);
  // Tells a test that there is something to keep.
  if (++calls === 10) writeFileSync('endless.ready', '');
}, 20);
