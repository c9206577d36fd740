/** A test for names: equal but for case, or with `*` for any characters. */
export function nameTest(pattern: string): (name: string) => boolean {
  const wanted = pattern.toLowerCase();
  if (!wanted.includes('*')) return name => name.toLowerCase() === wanted;
  const parts = wanted.split('*').map(part => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  const expression = new RegExp(`^${parts.join('.*')}$`);
  return name => expression.test(name.toLowerCase());
}

/** A test for paths: the whole path, or its last parts. */
export function pathTest(pattern: string): (path: string) => boolean {
  const matches = nameTest(pattern);
  const tail = nameTest(`*/${pattern}`);
  return path => matches(path) || tail(path);
}
