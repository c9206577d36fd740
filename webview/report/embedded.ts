/** `bytes` null: the recording lies beside the page; `beside` is its size, null where that is not known. */
export interface Embedded { readonly name: string; readonly bytes: Uint8Array | null; readonly beside: number | null }

/** The recording inside a report page. An element that is missing or not base64 gives no bytes, which the reader refuses with its own message. */
export function readEmbedded(document: Document): Embedded {
  const element = document.getElementById('trace');
  const name = element?.dataset.name ?? 'recording.ffitrace';
  const beside = element?.dataset.beside;
  if (beside !== undefined) return { name, bytes: null, beside: /^\d{1,15}$/.test(beside) ? Number(beside) : null };
  try {
    return { name, bytes: fromBase64(element?.textContent ?? ''), beside: null };
  } catch {
    return { name, bytes: new Uint8Array(0), beside: null };
  } finally {
    // The text is a third larger than the bytes; it is not needed twice.
    element?.remove();
  }
}

function fromBase64(text: string): Uint8Array {
  const binary = atob(text.trim());
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < binary.length; at++) bytes[at] = binary.charCodeAt(at);
  return bytes;
}
