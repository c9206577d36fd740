const thousands = new Intl.NumberFormat('en-US');

/** "1 call", "3,210 accesses". */
export function counted(n: number, one: string, many = `${one}s`): string {
  return `${thousands.format(n)} ${n === 1 ? one : many}`;
}

/** "13 calls, 61,376 accesses". */
export function callsAndAccesses(counts: { readonly calls: number; readonly accesses: number }): string {
  return `${counted(counts.calls, 'call')}, ${counted(counts.accesses, 'access', 'accesses')}`;
}
