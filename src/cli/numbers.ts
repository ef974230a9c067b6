import { InvalidArgumentError } from 'commander';

/**
 * A parser for whole numbers of an option or argument.
 *
 * @param step what they must be a multiple of
 */
export function wholeNumber(least: number, most: number, step = 1): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < least || value > most || value % step !== 0) {
      const kind = step === 1 ? 'whole number' : `multiple of ${step}`;
      throw new InvalidArgumentError(`It must be a ${kind} from ${least} to ${most}.`);
    }
    return value;
  };
}

/** A parser for numbers of an option, any between two. */
export function numberBetween(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = text.trim() === '' ? Number.NaN : Number(text);
    if (!(value >= least && value <= most))
      throw new InvalidArgumentError(`It must be a number from ${least} to ${most}.`);
    return value;
  };
}
