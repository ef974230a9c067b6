import { useEffect, useState } from 'react';
import { live } from '../store/live.js';
import { groupChanges, useProject } from '../store/project.js';

/** A gesture that changes the project again and again: all of it is one step of undo. */
class Drag {
  #group: ReturnType<typeof groupChanges> | null = null;
  #moving = false;

  /** @param moving whether the result is to follow at once, small where the sketch is large */
  begin(moving = true): void {
    this.#group ??= groupChanges(useProject);
    this.#moving = moving;
  }

  /** Makes a change, a step of its own where no gesture is under way. */
  change(make: () => void): void {
    if (this.#moving) live.setState({ adjusting: true });
    make();
    this.#group?.changed();
  }

  end(): void {
    this.#group?.end();
    this.#group = null;
    this.#moving = false;
    live.setState({ adjusting: false });
  }
}

/** The drag of a panel, which ends when the panel goes. */
export function useDrag(): Drag {
  const [drag] = useState(() => new Drag());
  useEffect(() => () => drag.end(), [drag]);
  return drag;
}
