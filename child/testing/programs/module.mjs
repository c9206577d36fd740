// node module.mjs PACKAGE LIBRARY
import scenario from './scenario.cjs';
const loaded = await import(process.argv[2]);
await scenario.run(loaded.default, process.argv[3]);
