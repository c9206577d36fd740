import type { Host } from '../host';
import type { HostCommand } from '../protocol';
import { h } from '../ui/dom';

const NOTE_MS = 2500;

/** A report has no editor behind it: sources are copied as path and line, most commands mean nothing. */
export function createReportHost(root: HTMLElement, command: (command: HostCommand) => void): Host {
  const note = h('div', { class: 'toast', role: 'status' });
  let timer: ReturnType<typeof setTimeout> | undefined;
  const say = (text: string): void => {
    clearTimeout(timer);
    note.textContent = text;
    if (!note.isConnected) root.after(note);
    note.classList.add('shown');
    timer = setTimeout(() => note.classList.remove('shown'), NOTE_MS);
  };
  const copy = (text: string, what: string): void => {
    // Pages opened from a file may have no clipboard; then the text is selected in a field for the user to copy.
    const written = navigator.clipboard?.writeText(text) ?? Promise.reject(new Error('no clipboard'));
    written.then(() => say(`Copied ${what}`), () => window.prompt(`Copy ${what}:`, text));
  };
  return {
    standalone: true,
    openSource: place => copy(`${place.file}:${place.line}`, `${place.file}:${place.line}`),
    copy,
    sourceText: () => Promise.resolve(null),
    command,
    select: () => undefined,
    save: () => undefined,
    bookmarks: () => undefined,
    follow: () => undefined,
    failed: say,
  };
}
