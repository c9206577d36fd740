import './styles/report.css';
import { bytesSource } from '../trace/open';
import { showChooser } from './report/choose';
import { listenToDrops } from './report/drop';
import { fileSource } from './report/fileSource';
import { createReportHost } from './report/host';
import { readEmbedded } from './report/embedded';
import { Recordings } from './report/recordings';
import { followSystemTheme } from './report/theme';

/**
 * Script of the HTML report. The page holds the recording in `<script id="trace" type="application/octet-stream;base64"
 * data-name="app.ffitrace">`, or names one that lies beside it (`data-beside` is its size in bytes); and an element `#root`. Nothing is loaded from
 * anywhere. Another recording can be dropped on it at any time, or chosen to compare with.
 */
followSystemTheme(document.body);
const root = document.getElementById('root') ?? document.body.appendChild(document.createElement('div'));
const recordings: Recordings = new Recordings(root, () => host);
const host = createReportHost(root, command => { if (command === 'compareTraces') recordings.compare(); });

const showFile = (file: File): void => recordings.show({ name: file.name, source: fileSource(file) });
const embedded = readEmbedded(document);
document.title = `${embedded.name} - FFIScope`;
if (embedded.bytes) recordings.show({ name: embedded.name, source: bytesSource(embedded.bytes) });
else showChooser(root, embedded.name, embedded.beside, showFile);
listenToDrops(document, showFile);
