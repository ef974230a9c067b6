import type { Random } from '../../../../vision/random.js';

/** What a figure wears, from the skin outwards. */
export interface Outfit {
  readonly top: 'tee' | 'tank' | 'shirt' | 'sailor' | 'turtleneck' | 'hoodie' | 'dress' | 'robe';
  /** Over the top: its sleeves hide the top's. */
  readonly layer: 'none' | 'jacket' | 'coat' | 'cardigan' | 'vest';
  /** How far sleeves reach: 0 the shoulder, 1 the elbow, 2 the wrist. */
  readonly sleeve: number;
  /** Width of the sleeves' mouths, 1 the arm's. */
  readonly mouth: number;
  readonly lower: 'none' | 'skirt' | 'trousers';
  /** Of skirts and trousers: 0 the crotch, 1 the soles. */
  readonly hem: number;
  readonly flare: number;
  readonly pleats: number;
  /** How far up stockings reach, as `sleeve` on a leg: 2 none, 1 the knee, 0 tights. */
  readonly socks: number;
  readonly shoes: 'bare' | 'loafers' | 'sneakers' | 'boots' | 'heels';
  readonly neckwear: 'none' | 'tie' | 'bow';
  readonly apron: boolean;
  readonly cape: boolean;
  readonly belt: boolean;
  readonly pattern: 'plain' | 'stripes' | 'dots' | 'print';
}

export function randomOutfit(random: Random): Outfit {
  const top = random.pick<Outfit['top']>([
    'tee',
    'tee',
    'tank',
    'shirt',
    'shirt',
    'shirt',
    'sailor',
    'sailor',
    'turtleneck',
    'hoodie',
    'dress',
    'dress',
    'dress',
    'robe',
    'robe',
  ]);
  const onePiece = top === 'dress' || top === 'robe';
  const layer =
    onePiece || top === 'hoodie' || top === 'sailor'
      ? 'none'
      : random.pick<Outfit['layer']>([
          'none',
          'none',
          'jacket',
          'jacket',
          'jacket',
          'coat',
          'coat',
          'cardigan',
          'vest',
        ]);
  const warm = layer === 'jacket' || layer === 'coat' || layer === 'cardigan' || top === 'hoodie';
  const lower = onePiece ? (top === 'dress' ? 'skirt' : 'none') : random.pick<Outfit['lower']>(['skirt', 'trousers']);
  const long =
    lower === 'trousers'
      ? random.pick([0.18, 0.3, 0.5, 0.95, 0.95, 0.97])
      : random.pick([0.16, 0.24, 0.32, 0.42, 0.6, 0.88]);
  return {
    top,
    layer,
    sleeve: warm
      ? random.pick([1.4, 1.93, 1.93, 1.96])
      : top === 'tank'
        ? 0
        : top === 'robe'
          ? random.uniform(1.6, 1.9)
          : random.pick([top === 'dress' ? 0 : 0.5, 0.42, 0.6, 0.9, 1.45, 1.93]),
    mouth: top === 'robe' ? random.uniform(2.6, 4.2) : random.pick([1.25, 1.3, 1.45, 1.45, 1.8, 2.4]),
    lower,
    hem: long * random.uniform(0.92, 1.06),
    flare: random.uniform(1.15, 1.8),
    pleats: random.chance(0.55) ? random.integer(5, 13) : 0,
    socks: random.pick([2, 2, 1.85, 1.6, 1.15, 1.05, 0.6, 0.45, 0]),
    shoes: random.pick<Outfit['shoes']>([
      'bare',
      'loafers',
      'loafers',
      'sneakers',
      'sneakers',
      'boots',
      'boots',
      'heels',
    ]),
    neckwear:
      top === 'sailor'
        ? 'bow'
        : top === 'shirt'
          ? random.pick<Outfit['neckwear']>(['none', 'tie', 'tie', 'bow'])
          : 'none',
    apron: (top === 'dress' || top === 'shirt') && layer === 'none' && random.chance(0.25),
    cape: random.chance(0.1),
    belt: random.chance(0.35),
    pattern: random.pick(['plain', 'plain', 'plain', 'plain', 'stripes', 'dots', 'print']),
  };
}
