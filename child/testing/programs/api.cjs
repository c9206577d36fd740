// node api.cjs PACKAGE LIBRARY: uses the module for programs the way it is found without being installed.
'use strict';
const api = process.env.FFISCOPE_CHILD_API ? require(process.env.FFISCOPE_CHILD_API) : null;
const loaded = require(process.argv[2]);
const koffi = loaded.default ?? loaded;
const fill = koffi.load(process.argv[3]).func('void fill(void *out, size_t size, uint8_t with)');
const buffer = new Uint8Array(8);
const inside = api?.doFfi([buffer], () => { fill(buffer, 3, 9); return 'result'; });
const watch = api?.watch(buffer, { label: 'watched' });
api?.mark('half way');
watch?.stop();
process.on('exit', () => api?.registerRetcode(5));
console.log(JSON.stringify({ enabled: api?.isEnabled() ?? false, result: inside?.result ?? 'result', events: inside?.events ?? null }));
