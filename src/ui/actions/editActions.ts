import { USUAL_LIGHT } from '../../models/light/light.js';
import { AS_COLORED, isAsColored } from '../../models/look/look.js';
import { openCleanUp } from '../store/dialog.js';
import { live } from '../store/live.js';
import { pickedStroke, usePicked } from '../store/picked.js';
import { useProject } from '../store/project.js';
import { PAPER, useTools } from '../store/tools.js';
import type { Action } from './action.js';

const history = () => useProject.temporal.getState();

export const undo: Action = {
  name: 'edit.undo',
  label: 'action.undo',
  keys: ['Mod+Z'],
  enabled: () => history().pastStates.length > 0,
  perform: () => history().undo(),
};

export const redo: Action = {
  name: 'edit.redo',
  label: 'action.redo',
  keys: ['Mod+Shift+Z', 'Mod+Y'],
  enabled: () => history().futureStates.length > 0,
  perform: () => history().redo(),
};

export const clearHints: Action = {
  name: 'edit.clearHints',
  label: 'action.clearHints',
  enabled: () => useProject.getState().strokes.length > 0,
  perform: () => useProject.getState().clearStrokes(),
};

export const clearClosures: Action = {
  name: 'edit.clearClosures',
  label: 'action.clearClosures',
  enabled: () => useProject.getState().closures.length > 0,
  perform: () => useProject.getState().setClosures([]),
};

/** Levels, paper, turn and cut of the sketch itself. */
export const cleanUp: Action = {
  name: 'edit.cleanUp',
  label: 'action.cleanUp',
  enabled: () => useProject.getState().sketch !== null,
  perform: () => openCleanUp(),
};

export const swapColor: Action = {
  name: 'edit.swapColor',
  label: 'action.swapColor',
  keys: ['X'],
  perform: () => useTools.getState().swapColor(),
};

export const bigger: Action = {
  name: 'edit.bigger',
  label: 'action.bigger',
  keys: [']'],
  perform: () => useTools.getState().stepSize(1),
};

export const smaller: Action = {
  name: 'edit.smaller',
  label: 'action.smaller',
  keys: ['['],
  perform: () => useTools.getState().stepSize(-1),
};

export const farther: Action = {
  name: 'edit.farther',
  label: 'action.farther',
  keys: ['Shift+]'],
  perform: () => useTools.getState().stepReach(1),
};

export const nearer: Action = {
  name: 'edit.nearer',
  label: 'action.nearer',
  keys: ['Shift+['],
  perform: () => useTools.getState().stepReach(-1),
};

export const keepPaper: Action = {
  name: 'edit.keepPaper',
  label: 'action.keepPaper',
  keys: ['P'],
  checked: () => useTools.getState().empty,
  perform: () => useTools.getState().setEmpty(!useTools.getState().empty),
};

const hasPicked = () => pickedStroke() !== null;

export const deletePicked: Action = {
  name: 'edit.deletePicked',
  label: 'action.deletePicked',
  keys: ['Delete', 'Backspace'],
  enabled: hasPicked,
  perform() {
    const stroke = pickedStroke();
    if (!stroke) return;
    useProject.getState().removeStroke(stroke.id);
    usePicked.setState({ id: null });
    live.setState({ painted: performance.now() });
  },
};

/** Gives the picked hint the colour in hand. */
export const recolorPicked: Action = {
  name: 'edit.recolorPicked',
  label: 'action.recolorPicked',
  enabled: hasPicked,
  perform() {
    const stroke = pickedStroke();
    if (!stroke) return;
    const { color, empty } = useTools.getState();
    const { id, empty: _, ...hint } = stroke;
    useProject.getState().replaceStroke(id, { ...hint, color: empty ? PAPER : color, ...(empty && { empty }) });
  },
};

/** Takes the picked hint's colour in hand. */
export const takePicked: Action = {
  name: 'edit.takePicked',
  label: 'action.takePicked',
  enabled: hasPicked,
  perform() {
    const stroke = pickedStroke();
    if (stroke?.empty) useTools.getState().setEmpty(true);
    else if (stroke) useTools.getState().setColor(stroke.color);
  },
};

/** Reaches a hint is given by its menu, as parts of the sketch's longer side; the others are not limited by length. */
const REACHES = { glaze: null, near: 0.03, middle: 0.08, far: 0.2, free: null } as const;

export const reachChoices: readonly Action[] = (['glaze', 'near', 'middle', 'far', 'free'] as const).map((choice) => {
  const part = REACHES[choice];
  const wanted = () => {
    const { sketch } = useProject.getState();
    return part === null || !sketch ? undefined : Math.round(part * Math.max(...sketch.size));
  };
  return {
    name: `edit.reach.${choice}`,
    label: `reach.${choice}`,
    enabled: hasPicked,
    checked: () => {
      const stroke = pickedStroke();
      return stroke?.reach === wanted() && (part !== null || (stroke?.glaze === true) === (choice === 'glaze'));
    },
    perform() {
      const stroke = pickedStroke();
      if (!stroke) return;
      const { id, reach: _, glaze: was, ...hint } = stroke;
      const reach = wanted();
      const glaze = part === null ? choice === 'glaze' : was;
      const changed = { ...hint, ...(reach !== undefined && { reach }), ...(glaze && { glaze }) };
      useProject.getState().replaceStroke(id, changed);
    },
  };
});

export const resetLook: Action = {
  name: 'edit.resetLook',
  label: 'action.resetLook',
  enabled: () => !isAsColored(useProject.getState().look),
  perform: () => useProject.getState().setLook(AS_COLORED),
};

/** Colours end at the lines, or where the model let them. */
export const snap: Action = {
  name: 'edit.snap',
  label: 'action.snap',
  checked: () => useProject.getState().look.snap,
  perform: () => useProject.getState().setLook({ snap: !useProject.getState().look.snap }),
};

export const lines: Action = {
  name: 'edit.lines',
  label: 'action.lines',
  keys: ['L'],
  checked: () => useProject.getState().look.lines,
  perform: () => useProject.getState().setLook({ lines: !useProject.getState().look.lines }),
};

/** The light that was last taken away: it comes back as it stood. */
let lastLight = USUAL_LIGHT;

export const light: Action = {
  name: 'edit.light',
  label: 'action.light',
  checked: () => useProject.getState().look.light !== null,
  perform() {
    const { look, setLook } = useProject.getState();
    lastLight = look.light ?? lastLight;
    setLook({ light: look.light ? null : lastLight });
  },
};
