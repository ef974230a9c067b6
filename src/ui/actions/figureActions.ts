import { currentFigure } from '../figure/currentFigure.js';
import { ownColors } from '../figure/figureColors.js';
import { stem } from '../files/save.js';
import { usePalettes } from '../store/palettes.js';
import { useProject } from '../store/project.js';
import type { Action } from './action.js';

/** What the figure's colours would be called as a character: as its sketch. */
export const characterName = () => stem(useProject.getState().sketch?.name ?? '');

const hasOwnColors = () => {
  const figure = currentFigure();
  return figure !== null && Object.keys(ownColors(figure)).length > 0;
};

/** Keeps the colours that were given to the figure, by hints and in its panel, as a palette that other sketches can wear. */
export const keepCharacter: Action = {
  name: 'figure.keep',
  label: 'action.keepCharacter',
  enabled: hasOwnColors,
  perform() {
    const figure = currentFigure();
    if (!figure) return;
    const parts = ownColors(figure);
    usePalettes.getState().add({ name: characterName(), colors: [...new Set(Object.values(parts))], parts });
  },
};

/** Gives a character the colours that the figure has now. */
export function updateCharacter(name: string): void {
  const figure = currentFigure();
  if (figure) usePalettes.getState().setParts(name, ownColors(figure));
}

export const resetFigure: Action = {
  name: 'figure.reset',
  label: 'figure.resetAll',
  enabled: () => Object.keys(useProject.getState().parts).length > 0,
  perform: () => useProject.getState().setParts({}),
};
