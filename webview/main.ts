import './styles/main.css';
import { showEmpty } from './app/empty';
import { Session } from './app/session';
import type { Host } from './host';
import type { FileRef, HostMessage, SavedState, SharedSelection, ViewMessage } from './protocol';
import { parseHostMessage } from './schema';
import { MessageByteSource } from './bytesource';
import { CompareSession } from './compare/session';

/** What VS Code gives to the script of a webview, once. */
declare function acquireVsCodeApi(): { postMessage(message: ViewMessage): void; getState(): unknown; setState(state: unknown): void };

const vscode = acquireVsCodeApi();
const post = (message: ViewMessage): void => vscode.postMessage(message);
const root = document.getElementById('root') ?? document.body.appendChild(document.createElement('div'));

/** Questions for source texts that wait for their answer. */
const asked = new Map<number, (text: string | null) => void>();
let nextQuestion = 1;

const host: Host = {
  standalone: false,
  openSource: place => post({ type: 'openSource', ...place }),
  sourceText: file => new Promise(resolve => {
    asked.set(nextQuestion, resolve);
    post({ type: 'source', id: nextQuestion++, file });
  }),
  copy: (text, what) => post({ type: 'copy', text, what }),
  command: command => post({ type: 'command', command }),
  select: selection => post({ type: 'selection', selection }),
  save: state => {
    vscode.setState({ key: fileKey, state });
    post({ type: 'state', state });
  },
  bookmarks: bookmarks => post({ type: 'bookmarks', bookmarks }),
  follow: on => post({ type: 'follow', on }),
  failed: message => post({ type: 'failed', message }),
};

let session: Session | CompareSession | null = null;
let sources: readonly MessageByteSource[] = [];
let fileKey = '';
let opened: Extract<HostMessage, { type: 'init' }> | null = null;

/** `before`: a view of the same recording, which stays until this one is open. */
function open(init: Extract<HostMessage, { type: 'init' }>, contents?: ArrayBuffer, before?: Session): void {
  if (!before) session?.destroy();
  opened = init;
  document.body.dataset.mode = init.mode;
  const { file } = init;
  if (!file) {
    session = null;
    sources = [];
    showEmpty(root, host, init.empty);
    return;
  }
  fileKey = file.key;
  const reader = new MessageByteSource(file, post, undefined, contents);
  sources = [reader];
  const shown = session = new Session(root, host, {
    mode: init.mode, name: file.name, follow: init.follow, saved: before?.state() ?? ownState(file.key) ?? init.state, selection: init.selection, bookmarks: init.bookmarks, close: () => reader.close(),
  });
  void shown.open(reader, before);
}

function compare(files: readonly [FileRef, FileRef]): void {
  session?.destroy();
  opened = null;
  document.body.dataset.mode = 'compare';
  // What VS Code needs to open the same comparison after a restart.
  vscode.setState({ compare: files.map(file => file.key) });
  const [a, b] = [new MessageByteSource(files[0], post), new MessageByteSource(files[1], post)];
  sources = [a, b];
  const compareHost = { showIn: (which: 0 | 1, selection: Partial<SharedSelection>) => post({ type: 'showIn', which, selection }), swap: () => post({ type: 'swap' }), failed: host.failed };
  const shown = session = new CompareSession(root, host, compareHost, [{ name: files[0].name, source: a }, { name: files[1].name, source: b }]);
  void shown.open();
}

/** The session over one recording, if that is what is shown. */
const single = (): Session | null => (session instanceof Session ? session : null);

/** State that VS Code kept for this very view while it was hidden, when it is of the same file. */
function ownState(key: string): SavedState | null {
  const kept = vscode.getState() as { key?: string; state?: SavedState } | undefined;
  return kept?.key === key && kept.state?.version === 1 ? kept.state : null;
}

window.addEventListener('message', (event: MessageEvent<unknown>) => {
  const data = parseHostMessage(event.data);
  if (!data) return;
  switch (data.type) {
    case 'init': open(data); break;
    case 'reload': if (opened) open({ ...opened, file: data.file, selection: null, bookmarks: data.bookmarks }, data.contents, single() ?? undefined); break;
    case 'compare': compare(data.files); break;
    case 'bytes':
    case 'readError': for (const source of sources) source.accept(data); break;
    case 'sourceText':
      asked.get(data.id)?.(data.text);
      asked.delete(data.id);
      break;
    case 'selection': void single()?.receive(data.selection); break;
    case 'reveal': void single()?.reveal(data.selection); break;
    case 'bookmarks': single()?.setBookmarks(data.bookmarks); break;
    case 'follow': single()?.setFollow(data.on); break;
    default: break;
  }
});
post({ type: 'ready' });
