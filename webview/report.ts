import './styles/report.css';
import type { ByteSource } from '../trace/model/types';
import { bytesSource } from '../trace/open';
import { Session } from './app/session';
import { showChooser } from './report/choose';
import { listenToDrops } from './report/drop';
import { fileSource } from './report/fileSource';
import { createReportHost } from './report/host';
import { readEmbedded } from './report/embedded';
import { followSystemTheme } from './report/theme';

/**
 * Script of the HTML report. The page holds the recording in `<script id="trace" type="application/octet-stream;base64"
 * data-name="app.ffitrace">`, or names one that lies beside it (`data-beside` is its size in bytes); and an element `#root`. Nothing is loaded from
 * anywhere. Another recording can be dropped on it at any time.
 */
followSystemTheme(document.body);
const root = document.getElementById('root') ?? document.body.appendChild(document.createElement('div'));
const host = createReportHost(root);
let session: Session | null = null;

function show(name: string, source: ByteSource): void {
  session?.destroy();
  document.title = `${name} - FFIScope`;
  session = new Session(root, host, { mode: 'editor', name, follow: false, saved: null, selection: null, bookmarks: null, close: () => undefined });
  void session.open(source);
}

const showFile = (file: File): void => show(file.name, fileSource(file));
const embedded = readEmbedded(document);
document.title = `${embedded.name} - FFIScope`;
if (embedded.bytes) show(embedded.name, bytesSource(embedded.bytes));
else showChooser(root, embedded.name, embedded.beside, showFile);
listenToDrops(document, showFile);
