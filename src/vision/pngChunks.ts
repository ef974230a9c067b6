/** Where a chunk of a PNG begins, before the picture's data; null if it has none. Source: PNG specification, 5.3. */
export function findChunk(png: Uint8Array, type: string): number | null {
  const view = viewOf(png);
  for (let at = 8; at + 12 <= png.length; at += 12 + view.getUint32(at)) {
    const name = ascii(view, at + 4);
    if (name === type) return at;
    if (name === 'IDAT') return null;
  }
  return null;
}

/** The contents of a chunk, or null if there is none or it is cut short. */
export function chunkData(png: Uint8Array, type: string): Uint8Array | null {
  const at = findChunk(png, type);
  if (at === null) return null;
  const end = at + 8 + viewOf(png).getUint32(at);
  return end + 4 <= png.length ? png.subarray(at + 8, end) : null;
}

/** The file with a chunk right after its header, in place of any of that kind it has. */
export function withChunk(png: Uint8Array, type: string, data: Uint8Array): Uint8Array<ArrayBuffer> {
  const old = findChunk(png, type);
  const rest = old === null ? png : joined([png.subarray(0, old), png.subarray(old + 12 + viewOf(png).getUint32(old))]);
  const chunk = new Uint8Array(12 + data.length);
  const out = viewOf(chunk);
  out.setUint32(0, data.length);
  for (let i = 0; i < 4; i++) chunk[4 + i] = type.charCodeAt(i);
  chunk.set(data, 8);
  out.setUint32(8 + data.length, crc32(chunk.subarray(4, 8 + data.length)));
  const afterHeader = 8 + 25; // signature and IHDR
  return joined([rest.subarray(0, afterHeader), chunk, rest.subarray(afterHeader)]);
}

export function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Four bytes as text. */
export function ascii(view: DataView, at: number): string {
  return String.fromCharCode(view.getUint8(at), view.getUint8(at + 1), view.getUint8(at + 2), view.getUint8(at + 3));
}

/** Source: PNG specification, annex D. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}
