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

  constructor(inChannels = 4, outChannels = 3) {
    super();
    this.c0 = same(inChannels, 32);
    this.dc0 = same(64, outChannels);
  }

  /** @param x (N, inChannels, H, W) → (N, outChannels, H, W) */
  override forward(x: Variable): Variable {
    const e0 = F.relu(this.bnc0.forward(this.c0.forward(x)));
    const e1 = F.relu(this.bnc1.forward(this.c1.forward(e0)));
    const e2 = F.relu(this.bnc2.forward(this.c2.forward(e1)));
    const e3 = F.relu(this.bnc3.forward(this.c3.forward(e2)));
    const e4 = F.relu(this.bnc4.forward(this.c4.forward(e3)));
    const e5 = F.relu(this.bnc5.forward(this.c5.forward(e4)));
    const e6 = F.relu(this.bnc6.forward(this.c6.forward(e5)));
    const e7 = F.relu(this.bnc7.forward(this.c7.forward(e6)));
    const e8 = F.relu(this.bnc8.forward(this.c8.forward(e7)));
    const d8 = F.relu(this.bnd8.forward(this.dc8.forward(F.concat([e7, e8], 1))));
    const d7 = F.relu(this.bnd7.forward(this.dc7.forward(d8)));
    const d6 = F.relu(this.bnd6.forward(this.dc6.forward(F.concat([e6, d7], 1))));
    const d5 = F.relu(this.bnd5.forward(this.dc5.forward(d6)));
    const d4 = F.relu(this.bnd4.forward(this.dc4.forward(F.concat([e4, d5], 1))));
    const d3 = F.relu(this.bnd3.forward(this.dc3.forward(d4)));
    const d2 = F.relu(this.bnd2.forward(this.dc2.forward(F.concat([e2, d3], 1))));
    const d1 = F.relu(this.bnd1.forward(this.dc1.forward(d2)));
    return this.dc0.forward(F.concat([e0, d1], 1));
  }
}

function same(inChannels: number, outChannels: number): L.Convolution2D {
  return new L.Convolution2D(inChannels, outChannels, 3, { stride: 1, pad: 1 });
}

function down(inChannels: number, outChannels: number): L.Convolution2D {
  return new L.Convolution2D(inChannels, outChannels, 4, { stride: 2, pad: 1 });
}

function up(inChannels: number, outChannels: number): L.Deconvolution2D {
  return new L.Deconvolution2D(inChannels, outChannels, 4, { stride: 2, pad: 1 });
}
