// All fixture cases by group. A case is { title, needs?: CPU flag, unordered?, run(library, koffi) }; its title is the name
// of its golden file. The cases of a group run in one process, in this order.
'use strict';

const names = ['scalar', 'vector', 'strings', 'masked', 'atomics', 'operands', 'control', 'flow', 'dynamic', 'threads', 'signals', 'processes', 'places', 'kernel', 'system', 'moved'];
const groups = Object.fromEntries(names.map((name) => [name, require(`./${name}.cjs`)]));

function find(title) {
  const found = Object.values(groups).flat().find((one) => one.title === title);
  if (!found) throw new Error(`no fixture case is called "${title}"`);
  return found;
}

module.exports = { groups, find };
