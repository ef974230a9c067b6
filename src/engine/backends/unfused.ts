import type { Backend, ConvFusion, DeviceArray } from './backend.js';

type Pieces = Pick<Backend, 'unary' | 'binary' | 'free'>;

/** What a backend does whose convolution reads x as it is: max(x, 0) in an array of its own. */
export function rectified<T>(
  backend: Pieces,
  x: DeviceArray,
  reluInput: boolean | undefined,
  use: (x: DeviceArray) => T,
): T {
  if (!reluInput) return use(x);
  const positive = backend.unary('relu', x);
  const result = use(positive);
  backend.free(positive);
  return result;
}

/** A convolution's fusion around a convolution that has none. */
export function unfusedConv2d(
  backend: Pieces,
  x: DeviceArray,
  { reluInput, add }: ConvFusion,
  convolve: (x: DeviceArray) => DeviceArray,
): DeviceArray {
  return replaced(backend, rectified(backend, x, reluInput, convolve), add, (y, term) =>
    backend.binary('add', y, term),
  );
}

/** An adjoint's mask on a result that was made without. */
export const masked = (backend: Pieces, y: DeviceArray, mask: DeviceArray | null | undefined): DeviceArray =>
  replaced(backend, y, mask, (gx, by) => backend.binary('reluGrad', by, gx));

function replaced(
  backend: Pieces,
  y: DeviceArray,
  other: DeviceArray | null | undefined,
  join: (y: DeviceArray, other: DeviceArray) => DeviceArray,
): DeviceArray {
  if (!other) return y;
  const result = join(y, other);
  backend.free(y);
  return result;
}
