import { hex2 } from '../text/format';
import { hexText } from './decode';

/** What is copied, with where it came from. */
export interface Copied { readonly bytes: Uint8Array; /** A word for it that is a name in C and JavaScript. */ readonly name: string; readonly offset: number }

export const FORMATS = {
  hex: ({ bytes }: Copied) => hexText(bytes),
  C: ({ bytes, name, offset }: Copied) => `/* ${name} +${offset} */\nstatic const unsigned char ${name}[${bytes.length}] = {\n${lines(bytes, '  ')}\n};`,
  JS: ({ bytes, name, offset }: Copied) => `// ${name} +${offset}\nconst ${name} = Uint8Array.of(\n${lines(bytes, '  ')}\n);`,
  JSON: ({ bytes, name, offset }: Copied) => JSON.stringify({ name, offset, bytes: [...bytes] }),
} as const;

export type FormatName = keyof typeof FORMATS;
export const FORMAT_NAMES = Object.keys(FORMATS) as readonly FormatName[];

/** A region's name as an identifier: "arg 0 my-buf" becomes "my_buf". */
export function identifier(name: string): string {
  const word = name.replace(/[^A-Za-z0-9_]+/g, '_').replace(/^_+|_+$/g, '');
  return /^[A-Za-z_]/.test(word) ? word : `bytes_${word}`.replace(/_$/, '');
}

/** Twelve bytes a line. */
function lines(bytes: Uint8Array, indent: string): string {
  const rows: string[] = [];
  for (let at = 0; at < bytes.length; at += 12) rows.push(indent + [...bytes.subarray(at, at + 12)].map(byte => `0x${hex2(byte)}`).join(', '));
  return rows.join(',\n');
}
