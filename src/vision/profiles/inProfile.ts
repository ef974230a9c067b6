import type { Picture } from '../picture.js';
import { fromSrgb, parseRgbProfile } from './rgbProfile.js';

/** A profile that pictures can be brought to, from the bytes of a picture file's; null for others. */
export function usableProfile(profile: Uint8Array<ArrayBuffer> | null): Uint8Array<ArrayBuffer> | null {
  return profile && parseRgbProfile(profile) ? profile : null;
}

/** A picture in sRGB as the same colours under a profile, if there is one. */
export function inProfile(picture: Picture, profile: Uint8Array | null): Picture {
  const space = profile && parseRgbProfile(profile);
  return space ? fromSrgb(picture, space) : picture;
}
