import type { Backend, ConvFusion, DeviceArray } from './backend.js';

type Pieces = Pick<Backend, 'unary' | 'binary' | 'reshape' | 'free'>;

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

/** A convolution's fusion around a convolution that has none and adds the bias only where there is no scale. */
export function unfusedConvolution(
  backend: Pieces,
  x: DeviceArray,
  bias: DeviceArray | null,
  { reluInput, scale, mask, add, relu }: ConvFusion,
  convolve: (x: DeviceArray, bias: DeviceArray | null) => DeviceArray,
): DeviceArray {
  let y = rectified(backend, x, reluInput, (input) => convolve(input, scale ? null : bias));
  const replace = (next: DeviceArray): void => {
    backend.free(y);
    y = next;
  };
  if (scale) {
    for (const [op, values] of [['mul', scale] as const, ['add', bias] as const]) {
      if (!values) continue;
      const perChannel = backend.reshape(values, [values.shape[0], 1, 1]);
      replace(backend.binary(op, y, perChannel));
      backend.free(perChannel);
    }
  }
  if (mask) replace(backend.binary('reluGrad', mask, y));
  if (add) replace(backend.binary('add', y, add));
  if (relu) replace(backend.unary('relu', y));
  return y;
}
