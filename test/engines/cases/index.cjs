// All fixture cases. A case is { title, needs?: CPU flag, run(library, koffi) }; its title is the name of its golden file.
'use strict';

const cases = ['scalar', 'vector', 'strings', 'masked', 'atomics', 'operands', 'control', 'kernel'].flatMap((name) => require(`./${name}.cjs`));

function find(title) {
  const found = cases.find((one) => one.title === title);
  if (!found) throw new Error(`no fixture case is called "${title}"`);
  return found;
}

module.exports = { cases, find };
