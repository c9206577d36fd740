import type { Call, Region } from '../../trace/model/types';

/** The object of one call (docs/cli.md). */
export function callObject(call: Call): object {
  return {
    id: call.id, function: call.function, library: call.library, thread: call.thread, start: call.start, end: call.end,
    async: call.async, parent: call.parent, site: call.site,
    reads: call.reads, writes: call.writes, bytesRead: call.bytesRead, bytesWritten: call.bytesWritten,
    result: call.result, threw: call.threw, incomplete: call.incomplete,
    args: call.args.map(({ index, name, type, direction, value, region }) => ({ index, name, type, direction, value, region })),
    regions: call.regions.map(regionObject),
  };
}

export function regionObject(region: Region): object {
  return {
    id: region.id, label: region.label, address: `0x${region.address.toString(16)}`, size: region.size, kind: region.kind,
    direction: region.direction, type: region.typeName, arg: region.arg, parent: region.parent, lent: region.lent,
    fields: region.fields.map(({ name, type, offset, size }) => ({ name, type, offset, size })),
  };
}
