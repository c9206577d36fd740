/**
 * Reuse distances: for each place that was visited before, how many other places were visited since. A tree of counts over the visits
 * marks the latest visit of each place; the marks behind a visit are the places in between.
 */
export function reuseDistances(places: readonly number[]): { readonly lines: number; readonly distances: readonly number[] } {
  const latest = new Map<number, number>();
  const marks = new Float64Array(places.length + 1);
  const add = (at: number, by: number): void => { for (let node = at + 1; node < marks.length; node += node & -node) marks[node] = (marks[node] as number) + by; };
  const upTo = (at: number): number => {
    let sum = 0;
    for (let node = at + 1; node > 0; node -= node & -node) sum += marks[node] as number;
    return sum;
  };
  const distances: number[] = [];
  for (const [at, place] of places.entries()) {
    const before = latest.get(place);
    if (before !== undefined) {
      distances.push(upTo(at) - upTo(before));
      add(before, -1);
    }
    add(at, 1);
    latest.set(place, at);
  }
  return { lines: latest.size, distances };
}
