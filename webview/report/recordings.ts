import type { ByteSource } from '../../trace/model/types';
import { Session } from '../app/session';
import { CompareSession, type CompareSide } from '../compare/session';
import type { Host } from '../host';
import type { SharedSelection } from '../protocol';
import { t } from '../text/l10n';
import { h } from '../ui/dom';
import { fileSource } from './fileSource';

interface Recording { readonly name: string; readonly source: ByteSource }

/** What the report shows: one recording, or two side by side. Nothing of it is kept when the page is closed. */
export class Recordings {
  #shown: Session | CompareSession | null = null;
  #current: Recording | null = null;
  /** The comparison that was shown last, while one of its recordings is looked at. */
  #pair: readonly [Recording, Recording] | null = null;

  constructor(private readonly root: HTMLElement, private readonly host: () => Host) {}

  show(recording: Recording, selection: Partial<SharedSelection> = {}): void {
    if (this.#pair && !this.#pair.includes(recording)) this.#pair = null;
    this.#current = recording;
    const session = new Session(this.root, this.host(), { mode: 'editor', name: recording.name, follow: false, saved: null, selection: null, bookmarks: null, close: () => undefined });
    this.#replace(session, recording.name);
    void session.open(recording.source);
    if (Object.keys(selection).length > 0) void session.reveal(selection);
  }

  /** Goes back to the comparison that led here, or asks for the recording to compare with. */
  compare(): void {
    const current = this.#current;
    if (this.#pair) this.#compare(this.#pair);
    else if (current) chooseFile(file => this.#compare([current, { name: file.name, source: fileSource(file) }]));
  }

  #compare(pair: readonly [Recording, Recording]): void {
    this.#pair = pair;
    const session = new CompareSession(this.root, this.host(), {
      showIn: (which, selection) => this.show(pair[which], selection),
      swap: () => this.#compare([pair[1], pair[0]]),
      failed: message => this.host().failed(message),
    }, [side(pair[0]), side(pair[1])]);
    this.#replace(session, `${pair[0].name} ↔ ${pair[1].name}`);
    void session.open();
  }

  #replace(session: Session | CompareSession, title: string): void {
    this.#shown?.destroy();
    this.#shown = session;
    document.title = `${title} - FFIScope`;
  }
}

const side = ({ name, source }: Recording): CompareSide => ({ name, source: { size: source.size, read: (offset, length) => source.read(offset, length), close: () => undefined } });

/** The browser's own dialog; it needs a press of a key or button that has just been made. */
function chooseFile(open: (file: File) => void): void {
  const input = h('input', { type: 'file', accept: '.ffitrace', class: 'visually-hidden', 'aria-label': t('Recording to compare with'), tabindex: '-1' }) as HTMLInputElement;
  input.addEventListener('change', () => { const file = input.files?.[0]; if (file) open(file); input.remove(); });
  input.addEventListener('cancel', () => input.remove());
  document.body.append(input);
  input.click();
}
