import { expect } from 'vitest';
import { FormatError } from '../../../src/engine/serializers/formatError.js';
import { generator } from './random.js';

/** A damaged copy: bytes overwritten, cut out, repeated, or the end missing. */
function corrupt(bytes: Uint8Array, random: () => number): Uint8Array {
  const pick = (n: number) => Math.floor(random() * n);
  const kind = pick(4);
  if (kind === 0) return bytes.slice(0, pick(bytes.length));
  if (kind === 1) {
    const out = bytes.slice();
    for (let n = 1 + pick(8); n > 0; n--) out[pick(out.length)] = pick(256);
    return out;
  }
  const start = pick(bytes.length);
  const length = 1 + pick(64);
  const piece = bytes.subarray(start, start + length);
  const at = kind === 2 ? start + piece.length : start;
  const middle = kind === 2 ? new Uint8Array(0) : piece; // 2 cuts the piece out, 3 repeats it
  const out = new Uint8Array(start + middle.length + bytes.length - at);
  out.set(bytes.subarray(0, start));
  out.set(middle, start);
  out.set(bytes.subarray(at), start + middle.length);
  return out;
}

/** Damaged copies of each file; `FUZZ_FILES=10000` for a long run. */
const ROUNDS = Number(process.env.FUZZ_FILES ?? 2000);

/** Reads `rounds` damaged copies: each gives a value or a `FormatError`, never another error. Returns how many were refused. */
export function expectOnlyFormatErrors(
  bytes: Uint8Array,
  read: (bytes: Uint8Array) => unknown,
  rounds = ROUNDS,
): number {
  const random = generator(7);
  let refused = 0;
  for (let round = 0; round < rounds; round++) {
    try {
      read(corrupt(bytes, random));
    } catch (error) {
      expect(error, `round ${round}`).toBeInstanceOf(FormatError);
      expect((error as Error).message).not.toContain('\n');
      refused++;
    }
  }
  return refused;
}
