import type { RefusalKind } from '../../models/training/runView.js';

const STATUS: Record<RefusalKind, number> = {
  'bad-request': 400,
  'bad-name': 400,
  unknown: 404,
  busy: 409,
  taken: 409,
  'wrong-phase': 409,
  'too-large': 413,
  'not-picture': 415,
  other: 500,
  'disk-full': 507,
};

/** A request that is not granted; the page puts `kind` into words. */
export class Refusal extends Error {
  override name = 'Refusal';

  constructor(
    readonly kind: RefusalKind,
    message: string,
  ) {
    super(message);
  }

  get status(): number {
    return STATUS[this.kind];
  }
}
