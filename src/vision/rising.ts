/** 0 up to one value and 1 from another on, straight in between. */
export const rising = (value: number, [from, to]: readonly [number, number]): number =>
  Math.min(1, Math.max(0, (value - from) / (to - from)));
