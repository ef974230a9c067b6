import { Chain, functions as F, links as L, type Variable } from '../../engine/index.js';

/**
 * PaintsChainer's U-Net, layer by layer under its own names, so that its `.npz` files load: 4 → 3 channels by default, 18.6 M
 * parameters, sides multiples of 16. Every layer but the last is convolution, batch normalisation, ReLU; skips join by
 * concatenation, the encoder's channels first.
 *
 * @see Taizan Yonetsuji, PaintsChainer, cgi-bin/paint_x2_unet/unet.py
 */
export class UNet extends Chain {
  readonly c0: L.Convolution2D;
  readonly c1 = down(32, 64);
  readonly c2 = same(64, 64);
  readonly c3 = down(64, 128);
  readonly c4 = same(128, 128);
  readonly c5 = down(128, 256);
  readonly c6 = same(256, 256);
  readonly c7 = down(256, 512);
  readonly c8 = same(512, 512);
  readonly dc8 = up(1024, 512);
  readonly dc7 = same(512, 256);
  readonly dc6 = up(512, 256);
  readonly dc5 = same(256, 128);
  readonly dc4 = up(256, 128);
  readonly dc3 = same(128, 64);
  readonly dc2 = up(128, 64);
  readonly dc1 = same(64, 32);
  readonly dc0: L.Convolution2D;
  readonly bnc0 = new L.BatchNormalization(32);
  readonly bnc1 = new L.BatchNormalization(64);
  readonly bnc2 = new L.BatchNormalization(64);
  readonly bnc3 = new L.BatchNormalization(128);
  readonly bnc4 = new L.BatchNormalization(128);
  readonly bnc5 = new L.BatchNormalization(256);
  readonly bnc6 = new L.BatchNormalization(256);
  readonly bnc7 = new L.BatchNormalization(512);
  readonly bnc8 = new L.BatchNormalization(512);
  readonly bnd8 = new L.BatchNormalization(512);
  readonly bnd7 = new L.BatchNormalization(256);
  readonly bnd6 = new L.BatchNormalization(256);
  readonly bnd5 = new L.BatchNormalization(128);
  readonly bnd4 = new L.BatchNormalization(128);
  readonly bnd3 = new L.BatchNormalization(64);
  readonly bnd2 = new L.BatchNormalization(64);
  readonly bnd1 = new L.BatchNormalization(32);

  /** @param initialBias what an untrained network paints, about */
  constructor(inChannels = 4, outChannels = 3, { initialBias = 0 } = {}) {
    super();
    this.c0 = same(inChannels, 32);
    this.dc0 = same(64, outChannels, initialBias);
  }

  /** @param x (N, inChannels, H, W) → (N, outChannels, H, W) */
  override forward(x: Variable): Variable {
    const e0 = L.normalizedConvolution(x, this.c0, this.bnc0);
    const e1 = L.normalizedConvolution(e0, this.c1, this.bnc1);
    const e2 = L.normalizedConvolution(e1, this.c2, this.bnc2);
    const e3 = L.normalizedConvolution(e2, this.c3, this.bnc3);
    const e4 = L.normalizedConvolution(e3, this.c4, this.bnc4);
    const e5 = L.normalizedConvolution(e4, this.c5, this.bnc5);
    const e6 = L.normalizedConvolution(e5, this.c6, this.bnc6);
    const e7 = L.normalizedConvolution(e6, this.c7, this.bnc7);
    const e8 = L.normalizedConvolution(e7, this.c8, this.bnc8);
    const d8 = L.normalizedConvolution(F.concat([e7, e8], 1), this.dc8, this.bnd8);
    const d7 = L.normalizedConvolution(d8, this.dc7, this.bnd7);
    const d6 = L.normalizedConvolution(F.concat([e6, d7], 1), this.dc6, this.bnd6);
    const d5 = L.normalizedConvolution(d6, this.dc5, this.bnd5);
    const d4 = L.normalizedConvolution(F.concat([e4, d5], 1), this.dc4, this.bnd4);
    const d3 = L.normalizedConvolution(d4, this.dc3, this.bnd3);
    const d2 = L.normalizedConvolution(F.concat([e2, d3], 1), this.dc2, this.bnd2);
    const d1 = L.normalizedConvolution(d2, this.dc1, this.bnd1);
    return this.dc0.forward(F.concat([e0, d1], 1));
  }
}

function same(inChannels: number, outChannels: number, initialBias = 0): L.Convolution2D {
  return new L.Convolution2D(inChannels, outChannels, 3, { stride: 1, pad: 1, initialBias });
}

function down(inChannels: number, outChannels: number): L.Convolution2D {
  return new L.Convolution2D(inChannels, outChannels, 4, { stride: 2, pad: 1 });
}

function up(inChannels: number, outChannels: number): L.Deconvolution2D {
  return new L.Deconvolution2D(inChannels, outChannels, 4, { stride: 2, pad: 1 });
}
