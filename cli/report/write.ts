import { createReadStream } from 'node:fs';
import { open, readFile, rename, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Failure, reason } from '../io/failure';
import { reportPage } from './page';

/** A multiple of three, so that pieces of base64 join without padding. */
const PIECE = 3 * 256 * 1024;
/** Browsers' strings end near 512 Mi characters; base64 is a third longer than its bytes. */
const LARGEST = 380 * 1024 * 1024;

/**
 * Writes the report next to its target first: a failure leaves no half of one.
 * @param wanted whether the page asks for the recording instead of holding it; one that is too large for a page is never in it
 * @returns whether it does
 */
export async function writeReport(dist: string, trace: string, target: string, wanted = false): Promise<boolean> {
  const { size } = await stat(trace);
  const beside = wanted || size > LARGEST;
  const halves = reportPage(basename(trace), await part(dist, 'report.js'), await part(dist, 'report.css'), beside ? size : null);
  const fresh = `${target}.${process.pid}.part`;
  try {
    const file = await open(fresh, 'w');
    try {
      await file.write(halves.head);
      if (!beside) for await (const piece of createReadStream(trace, { highWaterMark: PIECE })) await file.write((piece as Buffer).toString('base64'));
      await file.write(halves.tail);
    } finally {
      await file.close();
    }
    await rename(fresh, target);
    return beside;
  } catch (error) {
    await rm(fresh, { force: true });
    throw new Failure(`${target}: can't be written: ${reason(error)}`);
  }
}

async function part(dist: string, name: string): Promise<string> {
  const path = join(dist, 'webview', name);
  try {
    return await readFile(path, 'utf8');
  } catch {
    throw new Failure(`${path}: is missing; build the views with "npm run build"`);
  }
}
