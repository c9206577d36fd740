/** Colours for people: only on a terminal, and not when NO_COLOR is set. */
const coloured = process.stdout.isTTY === true && !process.env['NO_COLOR'] && process.env['TERM'] !== 'dumb';

const paint = (code: string) => (text: string): string => (coloured && text !== '' ? `\x1b[${code}m${text}\x1b[0m` : text);

export const style = { bold: paint('1'), dim: paint('2'), read: paint('34'), write: paint('33'), error: paint('31'), warning: paint('33'), info: paint('36'), good: paint('32') };

export type Style = (text: string) => string;
export const plain: Style = text => text;
