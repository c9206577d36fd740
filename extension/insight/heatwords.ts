import * as vscode from 'vscode';
import type { LineUse } from '../../trace/summary/lines';
import { bytes, thousands } from '../../trace/text/numbers';

const BARS = '▁▂▃▄▅▆▇█';

/** How hot a line is: the logarithm of its bytes, so that lines stay apart that touched little. */
export const heightOf = ({ bytesRead, bytesWritten }: LineUse): number => Math.log2(1 + bytesRead + bytesWritten);

/** What stands behind a line: "▅ 5.2 KiB", "▲ 1,204", "▼ 37". */
export const heatText = {
  /** @param most height of the hottest line of the file */
  bytes(line: LineUse, most: number): string {
    const touched = line.bytesRead + line.bytesWritten;
    if (touched === 0) return vscode.l10n.t('not touched');
    return `${BARS[Math.min(BARS.length - 1, Math.floor(heightOf(line) / most * BARS.length))] as string} ${bytes(touched)}`;
  },
  reads: ({ reads }: LineUse): string => `▲ ${thousands(reads)}`,
  writes: ({ writes }: LineUse): string => `▼ ${thousands(writes)}`,
};

/** "deflate_slow: 1,204 reads of 5 KiB, 37 writes of 148 B in the last recording" */
export function heatHover({ functions, reads, writes, bytesRead, bytesWritten }: LineUse): string {
  return vscode.l10n.t('{0}: {1} reads of {2}, {3} writes of {4} in the last recording', functions.join(', '), thousands(reads), bytes(bytesRead), thousands(writes), bytes(bytesWritten));
}
