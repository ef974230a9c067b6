import { UNet } from './unet.js';

/**
 * PaintsChainer's LNET: tells the line art of a coloured picture, (YUV − 128)/128 in, one channel out. Frozen, it is the
 * loss that keeps the painter's lines in place. The U-Net with other ends.
 *
 * @see PaintsChainer, cgi-bin/paint_x2_unet/lnet.py
 */
export class LNet extends UNet {
  constructor() {
    super(3, 1);
  }
}
