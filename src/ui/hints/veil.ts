/** Opacity of the colour that shows beforehand where a hint would have its say, and of its rim. */
export const VEIL = 0.32;
export const RIM = 0.9;
