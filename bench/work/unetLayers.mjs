/**
 * PaintsChainer's UNET as a table, for peers that build it themselves. Each layer reads the concatenation of `from`; `x` is
 * the picture. `norm` names its batch normalisation, followed by ReLU; the last layer has neither.
 *
 * @typedef {{ name: string, kind: 'conv' | 'deconv', in: number, out: number, kernel: number, stride: number, from: string[],
 *   norm: string | null }} Layer
 */

/** Added to the variance by batch normalisation. */
export const NORM_EPS = 2e-5;

const same = (name, channels, out, from, norm) => ({
  ...{ name, kind: 'conv', in: channels, out, kernel: 3, stride: 1, from, norm },
});
const down = (name, channels, out, from, norm) => ({ ...same(name, channels, out, from, norm), kernel: 4, stride: 2 });
const up = (name, channels, out, from, norm) => ({ ...down(name, channels, out, from, norm), kind: 'deconv' });

/** Every layer pads by 1. @type {Layer[]} */
export const unetLayers = [
  same('c0', 4, 32, ['x'], 'bnc0'),
  down('c1', 32, 64, ['c0'], 'bnc1'),
  same('c2', 64, 64, ['c1'], 'bnc2'),
  down('c3', 64, 128, ['c2'], 'bnc3'),
  same('c4', 128, 128, ['c3'], 'bnc4'),
  down('c5', 128, 256, ['c4'], 'bnc5'),
  same('c6', 256, 256, ['c5'], 'bnc6'),
  down('c7', 256, 512, ['c6'], 'bnc7'),
  same('c8', 512, 512, ['c7'], 'bnc8'),
  up('dc8', 1024, 512, ['c7', 'c8'], 'bnd8'),
  same('dc7', 512, 256, ['dc8'], 'bnd7'),
  up('dc6', 512, 256, ['c6', 'dc7'], 'bnd6'),
  same('dc5', 256, 128, ['dc6'], 'bnd5'),
  up('dc4', 256, 128, ['c4', 'dc5'], 'bnd4'),
  same('dc3', 128, 64, ['dc4'], 'bnd3'),
  up('dc2', 128, 64, ['c2', 'dc3'], 'bnd2'),
  same('dc1', 64, 32, ['dc2'], 'bnd1'),
  same('dc0', 64, 3, ['c0', 'dc1'], null),
];

/** Shape of a layer's weights in Chainer's order: (out, in, k, k), transposed convolutions (in, out, k, k). */
export const weightShape = ({ kind, in: channels, out, kernel }) =>
  kind === 'conv' ? [out, channels, kernel, kernel] : [channels, out, kernel, kernel];

/** FLOPs (two a multiply-add) of one forward pass on a picture of side × side. */
export function unetFlops(side) {
  const sides = { x: side };
  let flops = 0;
  for (const { name, kind, in: channels, out, kernel, stride, from } of unetLayers) {
    const input = sides[from[0]];
    sides[name] = kind === 'conv' ? input / stride : input * stride;
    // A weight meets each pixel of the coarser side once.
    flops += 2 * channels * out * kernel ** 2 * Math.min(input, sides[name]) ** 2;
  }
  return flops;
}

/**
 * Weights with batch normalisation folded in, as an inference engine gets them.
 *
 * @param {import('./arrays.mjs').Arrays} arrays
 * @returns {{ layer: Layer, weight: Float32Array, bias: Float32Array }[]}
 */
export function foldedUnet(arrays) {
  return unetLayers.map((layer) => {
    const weight = arrays.get(`${layer.name}/W`).slice();
    const bias = arrays.get(`${layer.name}/b`).slice();
    if (layer.norm === null) return { layer, weight, bias };
    const norm = (key) => arrays.get(`${layer.norm}/${key}`);
    const [gamma, beta, mean, variance] = ['gamma', 'beta', 'avg_mean', 'avg_var'].map(norm);
    const taps = layer.kernel ** 2;
    for (let o = 0; o < layer.out; o++) {
      const scale = gamma[o] / Math.sqrt(variance[o] + NORM_EPS);
      bias[o] = (bias[o] - mean[o]) * scale + beta[o];
      for (let i = 0; i < layer.in; i++) {
        const start = (layer.kind === 'conv' ? o * layer.in + i : i * layer.out + o) * taps;
        for (let k = start; k < start + taps; k++) weight[k] *= scale;
      }
    }
    return { layer, weight, bias };
  });
}
