import { ascii, viewOf } from './pngChunks.js';

/**
 * An image resource of a PSD or PSB file by its number, or null. Source: Adobe Photoshop File Formats Specification, Image
 * Resources Section.
 */
export function psdResource(file: Uint8Array, id: number): Uint8Array<ArrayBuffer> | null {
  const view = viewOf(file);
  if (file.length < 30 || ascii(view, 0) !== '8BPS') return null;
  const resources = 30 + view.getUint32(26);
  if (resources + 4 > file.length) return null;
  const end = Math.min(file.length, resources + 4 + view.getUint32(resources));
  for (let at = resources + 4; at + 12 <= end; ) {
    if (ascii(view, at) !== '8BIM') return null;
    const name = file[at + 6] + 1;
    const data = at + 6 + name + (name % 2);
    if (data + 4 > end) return null;
    const length = view.getUint32(data);
    if (view.getUint16(at + 4) === id) return data + 4 + length <= end ? file.slice(data + 4, data + 4 + length) : null;
    at = data + 4 + length + (length % 2);
  }
  return null;
}
