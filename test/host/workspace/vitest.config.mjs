// The only test here that vitest runs; mocha has its own.
export default { test: { include: ['fill.test.mjs'] } };
