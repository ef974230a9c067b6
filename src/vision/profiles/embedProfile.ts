import { zlibSync } from 'fflate';
import { joined, viewOf, withChunk } from '../pngChunks.js';

/** A PNG file with an ICC profile. Source: PNG specification, 11.3.3.3. */
export function withPngProfile(png: Uint8Array, profile: Uint8Array): Uint8Array<ArrayBuffer> {
  const name = [0x49, 0x43, 0x43, 0]; // "ICC"
  return withChunk(png, 'iCCP', joined([Uint8Array.from([...name, 0]), zlibSync(profile)]));
}

/** A PSD file with an ICC profile as its image resource 1039. Source: Adobe Photoshop File Formats Specification. */
export function withPsdProfile(psd: Uint8Array, profile: Uint8Array): Uint8Array<ArrayBuffer> {
  const resources = 30 + viewOf(psd).getUint32(26);
  const block = new Uint8Array(12 + profile.length + (profile.length % 2));
  const view = viewOf(block);
  block.set([0x38, 0x42, 0x49, 0x4d]); // 8BIM
  view.setUint16(4, 1039);
  view.setUint32(8, profile.length); // after a name of no letters, two bytes
  block.set(profile, 12);
  const out = joined([psd.subarray(0, resources + 4), block, psd.subarray(resources + 4)]);
  viewOf(out).setUint32(resources, viewOf(psd).getUint32(resources) + block.length);
  return out;
}
