/** The recording inside a report page. An element that is missing or not base64 gives no bytes, which the reader refuses with its own message. */
export function readEmbedded(document: Document): { readonly name: string; readonly bytes: Uint8Array } {
  const element = document.getElementById('trace');
  const name = element?.dataset.name ?? 'recording.ffitrace';
  try {
    return { name, bytes: fromBase64(element?.textContent ?? '') };
  } catch {
    return { name, bytes: new Uint8Array(0) };
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
