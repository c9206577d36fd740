// node worker.cjs PACKAGE LIBRARY: the scenario in two workers and in a child process.
'use strict';
const { Worker, isMainThread, workerData } = require('node:worker_threads');
const { execFileSync } = require('node:child_process');
const { join } = require('node:path');
if (isMainThread) {
  const [, , name, library] = process.argv;
  const outputs = [0, 1].map(() => new Promise((resolve, reject) => {
    const worker = new Worker(__filename, { workerData: { name, library }, stdout: true });
    let text = '';
    worker.stdout.on('data', (chunk) => { text += chunk; });
    worker.on('error', reject).on('exit', () => resolve(text));
  }));
  Promise.all(outputs).then((texts) => {
    for (const text of texts) process.stdout.write(text);
    process.stdout.write(execFileSync(process.execPath, [join(__dirname, 'common.cjs'), name, library]));
  });
} else {
  const loaded = require(workerData.name);
  require('./scenario.cjs').run(loaded.default ?? loaded, workerData.library);
}
