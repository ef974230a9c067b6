import { Chain, functions as F, initializers, links as L, type Variable } from '../../engine/index.js';

/**
 * PaintsChainer's DIS: tells painted from real pictures, YUV 0…255 of 128×128 in, two logits out (class 0 real, 1 painted).
 *
 * @see PaintsChainer, cgi-bin/paint_x2_unet/unet.py
 */
export class Dis extends Chain {
  readonly c1 = new L.Convolution2D(3, 32, 4, { stride: 2, pad: 1 });
  readonly c2 = new L.Convolution2D(32, 32, 3, { stride: 1, pad: 1 });
  readonly c3 = new L.Convolution2D(32, 64, 4, { stride: 2, pad: 1 });
  readonly c4 = new L.Convolution2D(64, 64, 3, { stride: 1, pad: 1 });
  readonly c5 = new L.Convolution2D(64, 128, 4, { stride: 2, pad: 1 });
  readonly c6 = new L.Convolution2D(128, 128, 3, { stride: 1, pad: 1 });
  readonly c7 = new L.Convolution2D(128, 256, 4, { stride: 2, pad: 1 });
  readonly l8l = new L.Linear(8 * 8 * 256, 2, {
    initialW: new initializers.HeNormal(Math.sqrt((0.02 * Math.sqrt(8 * 8 * 256)) / 2)),
  });
  readonly bnc1 = new L.BatchNormalization(32);
  readonly bnc2 = new L.BatchNormalization(32);
  readonly bnc3 = new L.BatchNormalization(64);
  readonly bnc4 = new L.BatchNormalization(64);
  readonly bnc5 = new L.BatchNormalization(128);
  readonly bnc6 = new L.BatchNormalization(128);
  readonly bnc7 = new L.BatchNormalization(256);

  /** @param x (N, 3, 128, 128) → (N, 2) */
  override forward(x: Variable): Variable {
    let h = F.relu(this.bnc1.forward(this.c1.forward(x)));
    h = F.relu(this.bnc2.forward(this.c2.forward(h)));
    h = F.relu(this.bnc3.forward(this.c3.forward(h)));
    h = F.relu(this.bnc4.forward(this.c4.forward(h)));
    h = F.relu(this.bnc5.forward(this.c5.forward(h)));
    h = F.relu(this.bnc6.forward(this.c6.forward(h)));
    h = F.relu(this.bnc7.forward(this.c7.forward(h)));
    return this.l8l.forward(h);
  }
}
