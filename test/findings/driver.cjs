// The recorded program: runs the programs of some rules, or one of them, with a mark in front of each.
//   node driver.cjs RULE[,RULE...]        all that need no process of their own
//   node driver.cjs RULE 'TITLE'          one
'use strict';
const { join } = require('node:path');
const koffi = require('koffi');
const ffiscope = process.env.FFISCOPE_CHILD_API ? require(process.env.FFISCOPE_CHILD_API) : { mark() {}, registerRetcode() {} };

const library = koffi.load(join(__dirname, 'build/libfindings.so'));
const [rules = '', only] = process.argv.slice(2);

async function main() {
  for (const rule of rules.split(',')) {
    const programs = require(`./programs/${rule}.cjs`)({ koffi, library, ffiscope });
    for (const [title, program] of Object.entries({ ...programs.mistakes, ...programs.correct })) {
      if (only === undefined ? programs.alone?.includes(title) : only !== title) continue;
      ffiscope.mark(`${rule}: ${title}`);
      await program();
    }
  }
}
main();
