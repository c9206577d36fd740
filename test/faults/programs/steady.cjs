// Makes calls until it is ended; says so when the first thousand are done.
'use strict';
const { fill } = require('./library.cjs');
const buffer = Buffer.alloc(64);

function more(done) {
  for (let i = 0; i < 200; i++) fill(buffer, 64, i & 255);
  if (done === 1000) console.log('ready', process.pid);
  setImmediate(more, done + 200);
}
more(0);
