import { type AreaPairs, pairAreas } from './affinity/areaPairs.js';
import { type AreaShapes, measureAreas } from './affinity/areaShapes.js';
import { type Affinity, affinityOf, paintAffinity } from './affinity/paintAffinity.js';
import { giveBackToDabs } from './giveBackToDabs.js';
import type { GridInputs, Painted, Painter } from './gridColorizer.js';
import { type BasinParts, basinParts, KNOWN } from './parts/basinParts.js';
import { type ColorScheme, colorScheme } from './parts/colorScheme.js';
import { twins } from './parts/jointVotes.js';
import { partDetails } from './parts/partDetails.js';
import type { PartLogits } from './parts/partShares.js';
import { PARTS } from './parts/parts.js';
import { paintProposals, proposeColors } from './parts/proposeColors.js';
import type { PartColors } from './parts/usualColors.js';
import { calmBasins } from './propagation/basins.js';

/** What is known of a sketch's areas, whatever its hints, from a painter that tells parts. */
export interface KnownAreas {
  readonly parts: BasinParts;
  readonly scheme: ColorScheme;
  /** Measured when first asked for: only affinity does, and only beside hints. */
  readonly shapes: AreaShapes;
  /** Pairs of areas that are mirror images of each other; found when first asked for. */
  readonly twins: readonly (readonly [number, number])[];
}

/**
 * What a sketch's areas are parts of, what colours things have, and how areas lie to each other.
 *
 * @param logits of the painter's segmenter, on a grid that may be finer or coarser than the ink's
 */
export function knowAreas(
  logits: PartLogits,
  { ink, basins, width }: Pick<GridInputs, 'ink' | 'basins' | 'width'>,
): KnownAreas {
  const parts = basinParts(logits, ink, basins, width);
  let shapes: AreaShapes | undefined;
  let mirrored: KnownAreas['twins'] | undefined;
  return {
    parts,
    scheme: colorScheme(parts),
    get shapes() {
      shapes ??= measureAreas(parts.graph, parts.areas, ink, width);
      return shapes;
    },
    get twins() {
      mirrored ??= twins(parts.graph, [...parts.graph.keys()].slice(1), Math.min(width, basins.length / width));
      return mirrored;
    },
  };
}

/** Colours of a pass where no hint is. */
export class Guess {
  #affinity: Affinity | null = null;
  /** The last colours before affinity. */
  #even: { readonly chosen?: PartColors; readonly color: Float32Array } | null = null;

  /** @param known left out for a painter that does not tell parts */
  constructor(
    private readonly painter: Pick<Painter, 'info' | 'guesses' | 'relate'>,
    private readonly inputs: GridInputs,
    private readonly painted: Painted,
    readonly known?: KnownAreas,
  ) {}

  /** Planes R, G, B: parts have their colours, areas are even, and what goes with a hint has its colour. */
  colors(chosen?: PartColors): Float32Array {
    const color = this.#evened(chosen).slice();
    if (this.#affinity && this.known) {
      const { areas, part, sureOfKind } = this.known.parts;
      const isChosen = (area: number) => chosen?.[PARTS[part[area]]] !== undefined && sureOfKind[area] >= KNOWN;
      paintAffinity(color, areas, this.#affinity, isChosen);
    }
    return color;
  }

  /** Finds which areas go with which hints, where the painter can tell; until then they have what the painter gave them. */
  async relate(): Promise<void> {
    const pairs = this.painter.relate && this.pairs();
    if (!pairs || !this.painter.relate || !this.known) return;
    const { shapes, twins } = this.known;
    this.#affinity = affinityOf(pairs, await this.painter.relate(pairs.features), shapes.count, twins);
  }

  /** What `relate` decides on; null where there is nothing to decide. */
  pairs(): AreaPairs | null {
    const { trust: gate, own } = this.painted;
    if (!this.known || !gate || !own || this.inputs.hints.colors.length === 0) return null;
    const { parts, shapes } = this.known;
    return pairAreas({ ...this.inputs, parts, shapes, gate, own, color: this.#evened() });
  }

  #evened(chosen?: PartColors): Float32Array {
    if (this.#even && this.#even.chosen === chosen) return this.#even.color;
    const { hints, propagation, short, basins, ink } = this.inputs;
    const { trust: gate, own } = this.painted;
    const color = this.painted.color.slice();
    const areas = this.known?.parts.areas ?? basins;
    if (gate) giveBackToDabs(color, areas, this.inputs);
    if (this.known && gate && own) {
      const { parts, scheme } = this.known;
      partDetails(color, gate, parts, hints, propagation);
      const proposals = proposeColors(parts, hints, short, this.painter.info.usual, chosen, scheme);
      paintProposals(color, { gate, own }, propagation.label, proposals);
    }
    if (this.painter.guesses) calmBasins(color, areas, hints, ink);
    this.#even = { chosen, color };
    return color;
  }
}
