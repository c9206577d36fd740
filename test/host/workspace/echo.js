// Asks on its terminal, so that a test can answer.
const readline = require('node:readline').createInterface({ input: process.stdin, output: process.stdout });
const { sumBytes } = require('./sample');

readline.question('name? ', name => {
  console.log(`hello ${name}, ${sumBytes(Buffer.from(name), name.length)}, tty ${process.stdout.isTTY}`);
  readline.close();
});
