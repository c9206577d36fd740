/**
 * The messages of protocol.ts as they are checked at run time, on both sides: what another end sends is data until it has the
 * shape of a message. What has none is dropped, like a message of unknown type.
 */
import * as v from 'valibot';
import type { HostMessage, ViewMessage } from './protocol';

/** Texts of a message; longer ones are no names, paths or notes. */
const LONGEST = 1 << 20;
const text = v.pipe(v.string(), v.maxLength(LONGEST));
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const finite = v.pipe(v.number(), v.finite());

const fileRef = v.object({ name: text, key: text, size: count, generation: count });
const pin = v.object({ region: count, offset: v.pipe(v.number(), v.safeInteger()), size: count });
const selectionFields = { call: v.nullable(count), access: v.nullable(count), pin: v.nullable(pin), finding: v.nullable(count) };
const selection = v.object(selectionFields);
const partialSelection = v.partial(v.object(selectionFields));
const bookmarks = v.array(v.object({ ordinal: count, note: text }));
const state = v.object({
  version: v.literal(1), selection, filter: text, axis: v.picklist(['time', 'sequence']), view: v.nullable(v.tuple([finite, finite])),
  edges: v.record(text, finite), choices: v.optional(v.unknown()),
});
const empty = v.object({ program: v.nullable(text), checks: v.array(v.object({ state: v.picklist(['ok', 'info', 'warning']), title: text, detail: text })) });
const answer = { id: count, generation: count };

const hostMessage = v.variant('type', [
  v.object({ type: v.literal('init'), mode: v.picklist(['editor', 'panel']), file: v.nullable(fileRef), state: v.nullable(state), selection: v.nullable(selection), follow: v.boolean(), bookmarks: v.nullable(bookmarks), empty }),
  v.object({ type: v.literal('bytes'), ...answer, buffer: v.instance(ArrayBuffer) }),
  v.object({ type: v.literal('readError'), ...answer, message: text }),
  v.object({ type: v.literal('sourceText'), id: count, text: v.nullable(v.string()) }),
  v.object({ type: v.literal('selection'), selection }),
  v.object({ type: v.literal('follow'), on: v.boolean() }),
  v.object({ type: v.literal('bookmarks'), bookmarks }),
  v.object({ type: v.literal('reveal'), selection: partialSelection }),
  v.object({ type: v.literal('compare'), files: v.tuple([fileRef, fileRef]) }),
  v.object({ type: v.literal('reload'), file: fileRef, bookmarks, contents: v.optional(v.instance(ArrayBuffer)) }),
]);

const viewMessage = v.variant('type', [
  v.object({ type: v.literal('ready') }),
  v.object({ type: v.literal('read'), ...answer, offset: count, length: count }),
  v.object({ type: v.literal('source'), id: count, file: text }),
  v.object({ type: v.literal('openSource'), file: text, line: count, column: v.nullable(count), beside: v.boolean() }),
  v.object({ type: v.literal('selection'), selection }),
  v.object({ type: v.literal('follow'), on: v.boolean() }),
  v.object({ type: v.literal('state'), state }),
  v.object({ type: v.literal('bookmarks'), bookmarks }),
  v.object({ type: v.literal('copy'), text: v.string(), what: text }),
  v.object({ type: v.literal('command'), command: v.picklist(['recordActiveFile', 'recordProgram', 'recordAgain', 'openTrace', 'showLog', 'saveReport', 'openInEditor', 'showTimeline', 'compareTraces']) }),
  v.object({ type: v.literal('showIn'), which: v.picklist([0, 1]), selection: partialSelection }),
  v.object({ type: v.literal('swap') }),
  v.object({ type: v.literal('failed'), message: text }),
]);

/** A message to a view, or null for what is none. */
export function parseHostMessage(data: unknown): HostMessage | null {
  const parsed = v.safeParse(hostMessage, data);
  return parsed.success ? parsed.output : null;
}

/** A message from a view, or null for what is none. */
export function parseViewMessage(data: unknown): ViewMessage | null {
  const parsed = v.safeParse(viewMessage, data);
  return parsed.success ? parsed.output : null;
}
