import './styles/report.css';
import { bytesSource } from '../trace/open';
import { Session } from './app/session';
import { createReportHost } from './report/host';
import { readEmbedded } from './report/embedded';
import { followSystemTheme } from './report/theme';

/**
 * Script of the HTML report. The page holds the recording in `<script id="trace" type="application/octet-stream;base64"
 * data-name="app.ffitrace">` and an element `#root`; nothing is loaded from anywhere.
 */
followSystemTheme(document.body);
const root = document.getElementById('root') ?? document.body.appendChild(document.createElement('div'));
const embedded = readEmbedded(document);
document.title = `${embedded.name} - FFIScope`;

const session = new Session(root, createReportHost(root), { mode: 'editor', name: embedded.name, follow: false, saved: null, selection: null, bookmarks: null, close: () => undefined });
void session.open(bytesSource(embedded.bytes));
