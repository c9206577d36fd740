import type { Region } from '../model/types';
import { firstWhere } from './source';

/** Finds regions by address. */
export class RegionIndex {
  private readonly sorted: readonly Region[];
  /** Highest end of all regions up to and including each. */
  private readonly reach: BigUint64Array;

  constructor(regions: Iterable<Region>) {
    this.sorted = [...regions].sort((a, b) => (a.address < b.address ? -1 : a.address > b.address ? 1 : 0));
    this.reach = new BigUint64Array(this.sorted.length);
    let highest = 0n;
    this.sorted.forEach((region, index) => {
      const end = endOf(region);
      if (end > highest) highest = end;
      this.reach[index] = highest;
    });
  }

  /** Regions that share a byte with [address, address + size). */
  overlapping(address: bigint, size: number): Region[] {
    const end = address + BigInt(Math.max(1, size));
    const found: Region[] = [];
    const last = firstWhere(this.sorted.length, index => (this.sorted[index] as Region).address >= end) - 1;
    for (let index = last; index >= 0 && (this.reach[index] as bigint) > address; index--) {
      const region = this.sorted[index] as Region;
      if (endOf(region) > address) found.push(region);
    }
    return found;
  }
}

export function endOf(region: Region): bigint {
  return region.address + BigInt(region.size);
}
