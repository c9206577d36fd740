/** A changed trace: what a hostile writer would make of one. The same seed and the same file give the same bytes. */
import { join, split, TRAILER, type Block, type File } from './blocks';
import { bomb } from './codecs';
import { changeBinary } from './columns';
import { changeLines } from './json';
import { Random } from './random';

const BINARY = new Set([4, 5, 8, 9]);
const TYPES = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 0xffff];

export function mutate(whole: Uint8Array, seed: number): Uint8Array {
  const random = new Random(seed);
  if (random.chance(12)) return damaged(whole, random);
  const file = split(whole);
  for (let turns = 1 + random.below(3); turns > 0; turns--) changeFile(file, random);
  return join(file, !random.chance(3));
}

/** Changes that checksums are there to find. */
function damaged(whole: Uint8Array, random: Random): Uint8Array {
  const bytes = whole.slice(0, random.chance(2) ? whole.length : random.below(whole.length));
  for (let turns = random.below(8); turns > 0 && bytes.length > 0; turns--) bytes[random.below(bytes.length)] = random.below(256);
  return bytes;
}

function changeFile(file: File, random: Random): void {
  const { blocks } = file;
  const at = random.below(blocks.length);
  const block = blocks[at];
  if (!block) return;
  switch (random.below(12)) {
    case 0: blocks.splice(at, 1); break;
    case 1: blocks.splice(random.below(blocks.length), 0, { ...block }); break;
    case 2: blocks.splice(random.below(blocks.length), 0, ...blocks.splice(at, 1)); break;
    case 3: changeHeader(block, random); break;
    case 4: compress(block, random); break;
    case 5: changeIndex(file, random); break;
    default: block.payload = BINARY.has(block.type) ? changeBinary(block.payload, random) : text(changeLines(new TextDecoder().decode(block.payload), random));
  }
}

function changeHeader(block: Block, random: Random): void {
  const word = random.pick([0, 1, block.items + 1, 65_536, 65_537, 2 ** 31, 2 ** 32 - 1]);
  switch (random.below(4)) {
    case 0: block.type = random.pick(TYPES); break;
    case 1: block.items = word; break;
    case 2: block.thread = word; break;
    default: block.raw = word; block.encoding = random.below(3);
  }
}

/** A block that decodes to very much more than it has, or to other than it says. */
function compress(block: Block, random: Random): void {
  block.raw = random.chance(10) ? 1 << 26 : random.pick([block.payload.length, 1 << 16, 1 << 20]);
  block.payload = bomb(random.pick([0, 10, 0x5b, 0x7b, 0xff]), random.chance(2) ? block.raw : random.below(1 << 20));
  block.encoding = 1;
}

function changeIndex(file: File, random: Random): void {
  const index = file.blocks.find(({ type }) => type === 7);
  if (index && random.chance(2)) index.payload = text(changeLines(new TextDecoder().decode(index.payload), random));
  else if (file.rest.length === TRAILER) new DataView(file.rest.buffer, file.rest.byteOffset).setBigUint64(0, BigInt(random.pick([0, 1, 32, 2 ** 31, 2 ** 52])), true);
}

const text = (value: string): Uint8Array => new TextEncoder().encode(value);
