import type { PaletteColor } from '../../models/look/look.js';
import { coloring } from '../coloring/coloring.js';
import { tell } from '../files/open.js';
import { saveAs } from '../files/save.js';
import { type NamedPalette, type PaletteFormat, readPalette, writePalette } from '../palettes/paletteFile.js';
import { wearPalette } from '../palettes/wearPalette.js';
import { shownPalette, usePalettes } from '../store/palettes.js';
import { useProject } from '../store/project.js';
import type { Action } from './action.js';
import { chooseFile } from './chooseFile.js';

const PICTURES = '.png,.jpg,.jpeg,.webp,image/png,image/jpeg,image/webp';

const hasSketch = () => useProject.getState().sketch !== null;

export const importPalette: Action = {
  name: 'palette.import',
  label: 'action.importPalette',
  async perform() {
    const file = await chooseFile('.gpl,.ase,.aco,.css,.txt');
    if (!file) return;
    try {
      usePalettes.getState().add(readPalette(new Uint8Array(await file.arrayBuffer()), file.name));
    } catch (error) {
      tell(error, file.name);
    }
  },
};

/** Makes a palette of the colours of a picture. */
export const paletteFromPicture: Action = {
  name: 'palette.fromPicture',
  label: 'action.paletteFromPicture',
  async perform() {
    const file = await chooseFile(PICTURES);
    if (!file) return;
    const found = await paletteOfPicture(file, file.name);
    if (found.length === 0) return;
    const name = file.name.replace(/\.[^.]+$/, '');
    usePalettes.getState().add({ name, colors: found.map(({ color }) => color) });
  },
};

/** Colours the sketch by another picture: its palette takes the place of the colours that no hint chose. */
export const colorByPicture: Action = {
  name: 'palette.colorByPicture',
  label: 'action.colorByPicture',
  enabled: hasSketch,
  async perform() {
    const file = await chooseFile(PICTURES);
    if (file) await takeReference(file, file.name);
  },
};

/** Colours the sketch by the palette shown, such as a character's. */
export const colorByPalette: Action = {
  name: 'palette.colorBy',
  label: 'action.colorByPalette',
  enabled: hasSketch,
  perform() {
    colorBy(shownPalette(usePalettes.getState()));
  },
};

/** Gives the sketch the colours of a palette, or of a character. */
export function colorBy(colors: Omit<NamedPalette, 'name'>): void {
  const { parts, palette } = wearPalette(colors);
  const project = useProject.getState();
  project.wear(parts ?? project.parts, palette);
}

export const ownColors: Action = {
  name: 'palette.none',
  label: 'action.ownColors',
  enabled: () => useProject.getState().look.palette !== null,
  perform: () => useProject.getState().setLook({ palette: null }),
};

/** Takes the palette of a picture file for the open sketch. */
export async function takeReference(file: Blob, name: string): Promise<void> {
  const palette = await paletteOfPicture(file, name);
  if (palette.length > 0 && hasSketch()) useProject.getState().setLook({ palette });
}

async function paletteOfPicture(file: Blob, name: string): Promise<readonly PaletteColor[]> {
  try {
    return await coloring.palette(file);
  } catch (error) {
    tell(error, name);
    return [];
  }
}

export async function exportPalette(format: PaletteFormat): Promise<void> {
  const state = usePalettes.getState();
  const name = state.shown ?? 'irodori';
  await saveAs(new Blob([writePalette({ name, ...shownPalette(state) }, format)]), `${name}.${format}`);
}
