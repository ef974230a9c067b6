import { type Backend, setBackend } from '../../engine/index.js';
import { loadNpz } from '../../engine/serializers/index.js';
import { UNet } from '../networks/unet.js';
import { PaintsChainerColorizer } from './paintsChainerColorizer.js';
import type { ChannelOrder } from './yuv.js';

/** A user's own copy of PaintsChainer's weight files. */
export interface PaintsChainerFiles {
  /** Bytes of `unet_128_standard`, an `.npz`. */
  readonly small: Uint8Array;
  /** Bytes of `unet_512_standard`. */
  readonly full: Uint8Array;
  /** How colours were meant in training; the released weights need `'crossed'`, the default. */
  readonly channelOrder?: ChannelOrder;
  /** What is known of the model beside its weights; its `pictureSize` is the shorter side that it colours at (512 unless given). */
  readonly card?: Readonly<Record<string, unknown>>;
}

/**
 * PaintsChainer from weight files that Chainer saved (121 arrays each).
 *
 * @throws FormatError when a file is damaged, or its arrays are missing or of the wrong shape
 */
export function loadPaintsChainer(
  backend: Backend,
  { small, full, channelOrder = 'crossed', card = {} }: PaintsChainerFiles,
): PaintsChainerColorizer {
  setBackend(backend);
  const load = (bytes: Uint8Array) => {
    const net = new UNet();
    try {
      loadNpz(bytes, net);
    } catch (error) {
      net.dispose();
      throw error;
    }
    return net;
  };
  const first = load(small);
  try {
    return new PaintsChainerColorizer(backend, { small: first, full: load(full), channelOrder, card });
  } catch (error) {
    first.dispose();
    throw error;
  }
}
