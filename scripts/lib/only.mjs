// `--only a,b` and `--help` of commands that run a list of things. What is misspelt is named with what there is, and nothing runs.
import { parseArgs } from 'node:util';
import { Failure } from './run.mjs';

/**
 * Names that `--only` chooses, all of them without it, in the order of `names`; null after help was printed.
 * @param command how it is called, for texts
 * @param kind what one of them is called
 */
export function chosenNames(command, kind, names, args = process.argv.slice(2)) {
  const help = `${command} [-- --only NAME,NAME]\n  ${kind}s: ${names.join(', ')}`;
  const { only, help: wantsHelp } = read(args, help);
  if (wantsHelp) {
    console.log(help);
    return null;
  }
  if (only === undefined) return [...names];
  const wanted = only.split(',').map(name => name.trim()).filter(name => name !== '');
  const unknown = wanted.filter(name => !names.includes(name));
  if (unknown.length > 0) throw new Failure(`no ${kind} is called ${unknown.join(', ')}; there are ${names.join(', ')}`);
  if (wanted.length === 0) throw new Failure(`--only names no ${kind}; there are ${names.join(', ')}`);
  return names.filter(name => wanted.includes(name));
}

function read(args, help) {
  try {
    return parseArgs({ args, options: { only: { type: 'string' }, help: { type: 'boolean', short: 'h' } } }).values;
  } catch (error) {
    throw new Failure(`${error.message.split('. ')[0]}\n${help}`);
  }
}
