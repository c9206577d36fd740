import type { HostMessage, ViewMessage } from '../../webview/protocol';
import type { TraceFile } from './traceFile';

/** Answers a read of a view: with bytes, or with why there are none. */
export async function answerRead(file: TraceFile | null, { id, generation, offset, length }: Extract<ViewMessage, { type: 'read' }>): Promise<HostMessage> {
  try {
    if (!file) throw new Error('no recording is open');
    return { type: 'bytes', id, generation, buffer: wholeBuffer(await file.read(offset, length)) };
  } catch (error) {
    return { type: 'readError', id, generation, message: error instanceof Error ? error.message : String(error) };
  }
}

/** A buffer with just these bytes: what is posted is the whole buffer below a view. */
function wholeBuffer(bytes: Uint8Array): ArrayBuffer {
  const { buffer, byteOffset, byteLength } = bytes;
  const whole = buffer instanceof ArrayBuffer && byteOffset === 0 && byteLength === buffer.byteLength;
  return whole ? buffer : bytes.slice().buffer;
}
