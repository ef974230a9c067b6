/** Whether fingers do what elsewhere a mouse does, as on a telephone: nothing is dragged in there, and mostly there are no keys to name. */
export const isTouched = () => matchMedia('(pointer: coarse)').matches;
