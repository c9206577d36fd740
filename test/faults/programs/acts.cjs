// One act each, chosen by name; each ends with calls that must still be recorded.
'use strict';
const fs = require('node:fs');
const library = require('./library.cjs');
const buffer = Buffer.alloc(64);
const after = () => library.fill(buffer, 16, 1);

const acts = {
  threads(count) { console.log(library.manyThreads(buffer, Number(count)), buffer[0]); },
  forks(count) { console.log(library.forkMany(buffer, Number(count)), buffer[3]); },
  limits() { console.log(library.limitAll()); },
  starve() { console.log(library.starve(buffer), buffer[0]); },
  become(id) { console.log(library.become(Number(id)), process.getuid()); },
  unload(copy) { console.log(library.unload(copy, buffer), buffer.subarray(0, 8).join()); },
  /** Closes what a program that closes everything would close, but for what node itself lives on. */
  descriptors() {
    let closed = 0;
    for (const name of fs.readdirSync('/proc/self/fd')) {
      let target = '';
      try { target = fs.readlinkSync(`/proc/self/fd/${name}`); } catch { continue; }
      if (Number(name) > 2 && /^(socket:|\/memfd:)/.test(target)) { fs.closeSync(Number(name)); closed++; }
    }
    console.log(closed);
  },
  signal(number) { library.killSelf(buffer, Number(number)); },
  exit(code) { library.exitElsewhere(buffer, Number(code)); },
  /** Runs the memory full; node ends itself. */
  memory() { const kept = []; for (;;) { kept.push(new Array(1e5).fill(kept.length)); after(); } },
};

const [name, value] = process.argv.slice(2);
after();
acts[name](value);
after();
