import type { Region } from '../../trace/model/types';
import { countRegion } from '../bytes/load';
import type { Counts } from '../pagemap/counts';
import { callsInside } from '../state/scope';
import type { Store } from '../state/store';
import { bytes, int, offset, percent } from '../text/format';
import { regionName } from '../text/names';
import type { TwinSource } from './grid';
import { t } from '../text/l10n';

const PAGE = 4096;

interface PageRow { readonly region: Region; readonly from: number; readonly size: number }

/** Regions of the call in view by pages of 4 KiB: how much of each was read and written, and how often. */
export function pageTwin(store: Store, signal: AbortSignal): TwinSource {
  const { trace, call } = store.state;
  const regions = call === null ? [...trace.regionById.values()] : callsInside(trace, call).flatMap(each => each.regions);
  const rows = regions.flatMap(pagesOf);
  const counted = new Map<number, Promise<Counts>>();
  const countsOf = (region: Region): Promise<Counts> => {
    let counts = counted.get(region.id);
    if (!counts) counted.set(region.id, counts = countRegion(trace, region, signal));
    return counts;
  };
  const source: TwinSource = {
    title: call === null ? t('Pages of all regions') : t('Pages of the regions of #{0} {1}', call, trace.callById.get(call)?.function ?? ''),
    columns: [t('region'), t('call'), t('bytes'), t('read'), t('written'), t('reads'), t('writes')],
    count: rows.length,
    get current() {
      const { pin } = store.state;
      return pin ? rows.findIndex(row => row.region.id === pin.region && pin.offset < row.from + row.size && pin.offset >= row.from) : -1;
    },
    async cells(index) {
      const row = rows[index];
      if (!row) return [];
      const touched = sum(await countsOf(row.region), row);
      return [
        regionName(row.region), row.region.call === null ? '' : `#${row.region.call}`, `${offset(row.from)}, ${bytes(row.size)}`,
        percent(touched.bytesRead, row.size), percent(touched.bytesWritten, row.size), `${int(touched.reads)}×`, `${int(touched.writes)}×`,
      ];
    },
    activate: index => {
      const row = rows[index];
      if (row) store.dispatch({ type: 'pin', pin: { region: row.region.id, offset: row.from, size: row.size } });
    },
    onChange: null,
  };
  signal.addEventListener('abort', store.subscribe(changed => { if (changed('pin')) source.onChange?.(); }));
  return source;
}

function pagesOf(region: Region): PageRow[] {
  const pages = Math.max(1, Math.ceil(region.size / PAGE));
  return Array.from({ length: pages }, (_, page) => ({ region, from: page * PAGE, size: Math.min(PAGE, region.size - page * PAGE) }));
}

/** Share of bytes, and the most touches that one byte of the page had. */
function sum(counts: Counts, { from, size }: PageRow): { bytesRead: number; bytesWritten: number; reads: number; writes: number } {
  const result = { bytesRead: 0, bytesWritten: 0, reads: 0, writes: 0 };
  for (let at = from - counts.first; at < from + size - counts.first; at++) {
    const [reads, writes] = [counts.reads[at] ?? 0, counts.writes[at] ?? 0];
    if (reads > 0) result.bytesRead++;
    if (writes > 0) result.bytesWritten++;
    result.reads = Math.max(result.reads, reads);
    result.writes = Math.max(result.writes, writes);
  }
  return result;
}
