/** English texts of the manifest by key, in the order in which they were asked for: what becomes package.nls.json. */
export const texts = new Map<string, string>();

/** Notes an English text; the placeholder that stands for it in package.json. One key has one text. */
export function text(key: string, english: string): string {
  const known = texts.get(key);
  if (known !== undefined && known !== english) throw new Error(`two texts for ${key}: "${known}" and "${english}"`);
  texts.set(key, english);
  return `%${key}%`;
}
