// What /proc tells of processes.
import { readdirSync, readFileSync } from 'node:fs';

function about(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const end = text.lastIndexOf(')');
    const [state, parent] = text.slice(end + 2).split(' ');
    return { pid, name: text.slice(text.indexOf('(') + 1, end), state, parent: Number(parent) };
  } catch { return null; }
}

/** A process and all that descend from it. */
export function treeOf(root) {
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map((name) => about(Number(name))).filter(Boolean);
  const tree = all.filter(({ pid }) => pid === root);
  for (let i = 0; i < tree.length; i++) tree.push(...all.filter(({ parent }) => parent === tree[i].pid));
  return tree;
}

/** Whether it runs (a zombie does not). */
export const runs = (pid) => { const one = about(pid); return one !== null && one.state !== 'Z'; };

/** Resident memory, bytes; 0 when it has gone. */
export function residentOf(pid) {
  try {
    return Number(/^VmRSS:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024;
  } catch { return 0; }
}

export const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)] ?? 0;
