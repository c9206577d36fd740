import './styles/main.css';
import { showEmpty } from './app/empty';
import { Session } from './app/session';
import type { Host } from './host';
import type { HostMessage, SavedState, ViewMessage } from './protocol';
import { MessageByteSource } from './source';

/** What VS Code gives to the script of a webview, once. */
declare function acquireVsCodeApi(): { postMessage(message: ViewMessage): void; getState(): unknown; setState(state: unknown): void };

const vscode = acquireVsCodeApi();
const post = (message: ViewMessage): void => vscode.postMessage(message);
const root = document.getElementById('root') ?? document.body.appendChild(document.createElement('div'));

const host: Host = {
  standalone: false,
  openSource: place => post({ type: 'openSource', ...place }),
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

let session: Session | null = null;
let source: MessageByteSource | null = null;
let fileKey = '';
let opened: Extract<HostMessage, { type: 'init' }> | null = null;

function open(init: Extract<HostMessage, { type: 'init' }>): void {
  session?.destroy();
  opened = init;
  document.body.dataset.mode = init.mode;
  const { file } = init;
  if (!file) {
    session = source = null;
    showEmpty(root, host, init.empty);
    return;
  }
  fileKey = file.key;
  const reader = source = new MessageByteSource(file, post);
  session = new Session(root, host, {
    mode: init.mode, name: file.name, follow: init.follow, saved: ownState(file.key) ?? init.state, selection: init.selection, bookmarks: init.bookmarks, close: () => reader.close(),
  });
  void session.open(reader);
}

/** State that VS Code kept for this very view while it was hidden, when it is of the same file. */
function ownState(key: string): SavedState | null {
  const kept = vscode.getState() as { key?: string; state?: SavedState } | undefined;
  return kept?.key === key && kept.state?.version === 1 ? kept.state : null;
}

window.addEventListener('message', ({ data }: MessageEvent<HostMessage>) => {
  switch (data.type) {
    case 'init': open(data); break;
    case 'reload': if (opened) open({ ...opened, file: data.file, selection: null, bookmarks: data.bookmarks }); break;
    case 'bytes':
    case 'readError': source?.accept(data); break;
    case 'selection': void session?.receive(data.selection); break;
    case 'reveal': void session?.reveal(data.selection); break;
    case 'bookmarks': session?.setBookmarks(data.bookmarks); break;
    case 'follow': session?.setFollow(data.on); break;
    default: break;
  }
});
post({ type: 'ready' });
