// The figures as tables: what is asked, and how the others do.
import { number, table } from './table.mjs';

const shown = { access: 'ns/access', ratio: 'times native', added: 'us added', wait: 'ms longer than the second', file: 'bytes/access', recorder: 'MiB recorder', child: 'MiB added to the program' };
const others = ['step', 'classic', 'qemu', 'lackey'];

/** `about`: machine and versions; `figures`: as `--json` prints them; `targets`: by row and metric. */
export function report(about, figures, targets) {
  const find = (row, subject, metric) => figures.find((one) => one.row === row && one.subject === subject && one.metric === metric)?.value ?? null;
  const lines = [];
  for (const row of new Set(figures.map((one) => one.row))) {
    for (const metric of Object.keys(shown)) {
      const own = find(row, 'fast', metric);
      if (own === null) continue;
      const asked = targets[row]?.[metric];
      lines.push([
        row, shown[metric], number(own), asked ? number(asked.must) : '', asked ? number(asked.aim) : '',
        asked ? verdict(own, asked) : '', ...others.map((subject) => number(find(row, subject, metric))),
      ]);
    }
  }
  const versions = Object.entries(about).map(([name, value]) => (['cpu', 'kernel', 'qemu', 'lackey'].includes(name) ? value : `${name} ${value}`));
  return [
    versions.join(', '), '',
    table(['row', 'figure', 'fast', 'must', 'aim', '', ...others], lines, [0, 1, 5]), '',
    'ns/access: time of a whole call divided by the accesses recorded in it, with contents of buffers before and after, into a file.',
    'times native: against the untraced call (or process) of the same size. Medians. step, classic and lackey run on smaller sizes,',
    'qemu and lackey without node, except for the koffi script; what they took too long for is left out.',
  ].join('\n');
}

const verdict = (value, { must, aim }) => (value <= aim ? 'aim met' : value <= must ? 'met' : 'not met');
